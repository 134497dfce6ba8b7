"""Behaviour 22: `/export` never overwrites silently, and an exported chat replays with identical answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screenlib import run, terminal

if TYPE_CHECKING:
    from pathlib import Path

ASKED = [
    "when did Seoul open",
    "and London?",
    "when did the office open",
    "2",
    "who holds the moon",
    "hello",
    "and Paris?",
]


def test_it_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "clairbot-chat.md").write_text("mine", encoding="utf-8")
    with terminal("-q", folder=tmp_path) as chat:
        for line, shown in (
            ("when did Seoul open", "1993."),
            ("/export md", "clairbot-chat.md exists; name another file: /export md FILE"),
            ("/export md other.md", "Written to other.md."),
            ("/export pdf", "write /export md, /export json, /export txt"),
        ):
            chat.prompt()
            chat.line(line)
            chat.shows(shown)
    assert (tmp_path / "clairbot-chat.md").read_text(encoding="utf-8") == "mine"
    written = (tmp_path / "other.md").read_text(encoding="utf-8")
    assert written.startswith("## when did Seoul open\n\nCLAIR Seoul opened in 1993.\n\n- ")


def test_an_exported_chat_replays(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        for line in ASKED:
            chat.prompt()
            chat.line(line)
            chat.until(lambda line=line: f"> {line}\n" in chat.text)  # type: ignore[misc]
        chat.prompt()
        chat.line("/export json")
        chat.shows("Written to clairbot-chat.json.")
    exported = (tmp_path / "clairbot-chat.json").read_text(encoding="utf-8")
    assert exported.count("\n") == len(ASKED)
    assert run("--json", folder=tmp_path, stdin=exported).stdout == exported
