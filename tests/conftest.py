"""Fixtures that several files of tests use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packlib import copy_mini

from clairbot.pack import open as opening

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def mini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small pack, beside another that stands in for the stock shapes, and an empty cache."""
    stock = str(copy_mini(tmp_path / "stock"))
    monkeypatch.setattr(opening, "shipped", lambda: stock)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return copy_mini(tmp_path / "pack")
