"""Behaviour 12: ghost text from history and questions; dim or underlined, can be turned off, Up and Right stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from screenlib import CTRL_C, LEFT, RIGHT, UP, Terminal, terminal

if TYPE_CHECKING:
    from pathlib import Path

FORUM = "who holds the ASEAN Forum?"


def ghost_starts(chat: Terminal) -> str:
    """How the first character behind the cursor looks."""
    cell = chat.screen.buffer[chat.screen.cursor.y][chat.screen.cursor.x]
    return f"{cell.data} {cell.fg}{' underscore' if cell.underscore else ''}"


@pytest.mark.parametrize(("more", "look"), [({}, "brightblack"), ({"NO_COLOR": "1"}, "default underscore")])
def test_it_can_be_told_from_what_is_typed(tmp_path: Path, more: dict[str, str], look: str) -> None:
    with terminal("-q", folder=tmp_path, size=(80, 24), **more) as chat:
        chat.prompt()
        chat.send("who h")
        chat.until(lambda: ghost_starts(chat) == f"o {look}", look)
        row = chat.screen.buffer[chat.screen.cursor.y]
        assert row[2].fg != "brightblack"
        assert not row[2].underscore
        chat.send(RIGHT)
        chat.prompt(FORUM)


def test_history_goes_before_questions_and_it_can_be_turned_off(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.line("who holds what")
        chat.prompt()
        chat.send("who h")
        chat.until(lambda: any(line.startswith("> who holds what") for line in chat.lines[2:]))
        chat.send(RIGHT)
        chat.prompt("who holds what")
        chat.send(CTRL_C)
        chat.prompt()
        chat.line("/set ghost off")
        chat.shows("ghost is off now.")
        chat.prompt()
        chat.send("who h")
        chat.until(lambda: chat.toolbar.startswith("not understood"))
        chat.send(RIGHT)
        chat.send("x")
        chat.prompt("who hx")


def test_up_and_right_within_the_line_are_left_alone(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.line("hello")
        chat.prompt()
        chat.send("who h")
        chat.until(lambda: ghost_starts(chat).startswith("o "))
        chat.send(LEFT + LEFT + RIGHT + "x")
        chat.until(lambda: any(line.startswith("> who xh") for line in chat.lines))
        chat.send(CTRL_C)
        chat.prompt()
        chat.send(UP)
        chat.prompt("hello")
