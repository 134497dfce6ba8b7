"""Behaviour 15: the slash commands work, misspellings are suggested, and `//` asks what starts with a slash."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from screenlib import terminal

from clairbot.faces.slash import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

WANTED = ["help", "why", "sources", "facts", "history", "export", "copy", "set", "reset", "quit"]


def test_every_command_in_one_chat(tmp_path: Path) -> None:
    assert list(COMMANDS) == WANTED
    coded = base64.b64encode(b"CLAIR Seoul opened in 1993.").decode()
    with terminal("-q", folder=tmp_path, size=(100, 60)) as chat:
        for line, shown in (
            ("when did Seoul open", "CLAIR Seoul opened in 1993."),
            ("/why", "confidence"),
            ("/sources", "CLAIR Seoul · opened · 1993"),
            ("/facts seoul 1993", "Subject      Property  Value"),
            ("/copy", "Copied."),
            ("/export txt", "Written to clairbot-chat.txt."),
            ("/set keys vi", "keys is vi now."),
            ("/set keys emacs", "keys is emacs now."),
            ("/history", "/set keys vi"),
            ("/reset", "Forgotten."),
            ("/help", "/quit"),
        ):
            chat.prompt()
            chat.line(line)
            chat.shows(shown)
        chat.prompt()
        chat.line("/quit")
        chat.ends(0)
        assert f"\x1b]52;c;{coded}\x07" in chat.written


def test_a_reset_forgets(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        for line, shown in (
            ("when did Seoul open", "opened in 1993."),
            ("/reset", "Forgotten."),
            ("how do you know", "All that I know"),
            ("/why", "tokens ("),
        ):
            chat.prompt()
            chat.line(line)
            chat.shows(shown)


def test_slips_are_suggested_and_two_slashes_ask(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        for line, shown in (
            ("/wy", "no command /wy; did you mean `/why`? (//wy asks it as a question)"),
            ("/why", "nothing has been asked yet"),
            ("/set gost off", "no setting gost; did you mean `ghost`?"),
            ("//when did Seoul open", "CLAIR Seoul opened in 1993."),
        ):
            chat.prompt()
            chat.line(line)
            chat.until(lambda shown=shown: shown in chat.text.replace("\n", " ").replace("  ", " "), shown)  # type: ignore[misc]
