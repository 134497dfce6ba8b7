"""Fixtures that several files of tests use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packlib import MINI, copy_mini

from clairbot.pack import open as opening

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def mini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small pack, which stands in for the stock shapes too, and an empty cache."""
    monkeypatch.setattr(opening, "shipped", lambda: str(MINI))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return copy_mini(tmp_path)
