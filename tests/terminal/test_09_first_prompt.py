"""Behaviour 9: the prompt is there before the pack is; typing works meanwhile. (benchmarks/ times it.)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screenlib import ENTER, terminal

if TYPE_CHECKING:
    from pathlib import Path


def test_typing_works_while_the_pack_is_compiled(tmp_path: Path) -> None:
    with terminal(folder=tmp_path, XDG_CACHE_HOME=str(tmp_path / "empty")) as chat:
        chat.prompt()
        assert "CLAIR and its overseas offices" not in chat.text
        chat.send("when did Seo")
        chat.prompt("when did Seo")
        chat.until(lambda: chat.toolbar == "reading the pack ..." or "overseas" in chat.text)
        chat.shows("CLAIR and its overseas offices", "/help says what else can be typed")
        chat.prompt("when did Seo")
        chat.send(f"ul open{ENTER}")
        chat.shows("CLAIR Seoul opened in 1993.")


def test_a_question_sent_too_early_is_answered_all_the_same(tmp_path: Path) -> None:
    with terminal(folder=tmp_path) as chat:
        chat.send(f"when did Seoul open{ENTER}when did London open{ENTER}")
        chat.shows("CLAIR Seoul opened in 1993.", "CLAIR London opened in 1988.")
        chat.prompt()


def test_a_pack_that_cannot_be_read_ends_the_chat_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "pack" / "data").mkdir(parents=True)
    (tmp_path / "pack" / "data" / "a.yaml").write_text("kinds: {a: {wrods: [b]}}", encoding="utf-8")
    with terminal("--pack", "pack", folder=tmp_path) as chat:
        chat.ends(2)
        assert "data/a.yaml:1: unknown key" in chat.text.replace("\n", " ")
        assert "Traceback" not in chat.text


def test_the_greeting_comes_first_if_the_pack_is_there(tmp_path: Path) -> None:
    with terminal(folder=tmp_path) as chat:
        chat.shows("Ask, for instance:", "when did Seoul open?", "Ctrl-D leaves.", "Tip: ")
        chat.prompt()
