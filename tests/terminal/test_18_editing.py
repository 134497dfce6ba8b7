"""Behaviour 18: a paste is one block, Alt-Enter breaks the line, `$EDITOR` writes it, vi and emacs keys switch live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screenlib import ALT_ENTER, ENTER, LEFT, terminal

if TYPE_CHECKING:
    from pathlib import Path

SEOUL, LONDON = "CLAIR Seoul opened in 1993.", "CLAIR London opened in 1988."


def test_a_paste_of_several_lines_is_one_editable_block(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.send("\x1b[200~when did Seoul open?\r\nwhen did Londno open?\x1b[201~")
        chat.shows("> when did Seoul open?\n  when did Londno open?")
        assert SEOUL not in chat.text
        chat.send(LEFT * 6 + "\x7f\x7f" + "on" + ENTER)
        chat.shows(f"{SEOUL} {LONDON}")


def test_alt_enter_breaks_the_line(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.send(f"when did Seoul open?{ALT_ENTER}")
        chat.send(f"when did London open?{ENTER}")
        chat.shows("> when did Seoul open?\n  when did London open?\n", f"{SEOUL} {LONDON}")


def test_the_editor_writes_the_question(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "when did Seoul open" > "$1"\n', encoding="utf-8")
    editor.chmod(0o700)
    with terminal("-q", folder=tmp_path, EDITOR=str(editor)) as chat:
        chat.prompt()
        chat.send("\x18\x05")
        chat.shows(SEOUL)
        chat.prompt()


def test_keys_switch_live(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.line("/set keys vi")
        chat.shows("keys is vi now.")
        chat.prompt()
        chat.send("nonsense\x1b")
        chat.until(lambda: chat.cursor_line == "> nonsens")
        chat.send("ccwhen did Seoul open" + ENTER)
        chat.shows(SEOUL)
        chat.prompt()
        chat.line("/set keys emacs")
        chat.shows("keys is emacs now.")
        chat.prompt()
        chat.send("hen did London open\x01w" + ENTER)
        chat.shows(LONDON)
