"""Behaviour 7: colour is chosen for each stream, by option and environment, and says nothing that words do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from screenlib import CLAIRBOT, terminal

if TYPE_CHECKING:
    from pathlib import Path

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def printed(folder: Path, words: str, **more: str) -> str:
    with terminal(program=f"{CLAIRBOT} {words} #", folder=folder, size=(80, 24), **more) as screen:
        screen.until(lambda: not screen.child.isalive(), "the end")
        for _ in range(5):
            screen.read()
        return screen.written


@pytest.mark.parametrize(
    ("words", "more", "coloured"),
    [
        ("--sources when did Seoul open", {}, True),
        ("--sources when did Seoul open", {"NO_COLOR": "1"}, False),
        ("--sources when did Seoul open", {"TERM": "dumb"}, False),
        ("--color never --sources when did Seoul open", {}, False),
        ("--color always --sources when did Seoul open", {"NO_COLOR": "1"}, True),
        ("--color always --sources when did Seoul open | cat", {}, True),
        ("--sources when did Seoul open | cat", {}, False),
        ("nonsense --trace 2>&1 >/dev/null | cat", {}, False),
        ("--nonesuch >/dev/null", {}, True),  # stderr is still the terminal
    ],
)
def test_colour(tmp_path: Path, words: str, more: dict[str, str], coloured: bool) -> None:  # noqa: FBT001
    shown = printed(tmp_path, words, **more)
    assert shown.strip()
    assert bool(COLOUR.search(shown)) is coloured


def test_nothing_is_told_by_colour_alone(tmp_path: Path) -> None:
    words = "--trace --sources when did Seul open"
    with_colour, without = printed(tmp_path, words), printed(tmp_path, words, NO_COLOR="1")
    times = re.compile(r"\d+\.\d ms")
    assert times.sub("", COLOUR.sub("", with_colour)) == times.sub("", without)
