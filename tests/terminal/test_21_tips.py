"""Behaviour 21: one tip on the first run, at most one a day after; none with `--quiet`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screenlib import terminal

from clairbot.faces.tips import TIPS

if TYPE_CHECKING:
    from pathlib import Path


def greeting(folder: Path, *words: str) -> str:
    with terminal(*words, folder=folder, size=(120, 24)) as chat:
        chat.ready()
        return chat.text


def test_one_tip_a_day(tmp_path: Path) -> None:
    assert "Tip:" not in greeting(tmp_path, "--quiet")
    assert f"Tip: {TIPS[0]}" in greeting(tmp_path)
    assert "Tip:" not in greeting(tmp_path)
    remembered = tmp_path / "state/clairbot/tip"
    remembered.write_text("2001-01-01 1", encoding="utf-8")
    assert f"Tip: {TIPS[1]}" in greeting(tmp_path)
    remembered.write_text(f"2001-01-01 {len(TIPS)}", encoding="utf-8")
    assert "Tip:" not in greeting(tmp_path)
