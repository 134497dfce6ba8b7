"""Behaviour 10: the toolbar says what would be understood, while it is typed, by the call that Enter makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from screenlib import CTRL_C, ENTER, terminal

import clairbot

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("when did Seul open", "understood: value · CLAIR Seoul · 96% sure"),
        ("which offices opened after 1993", "understood: which · 93% sure · where("),
        ("did London open before Paris", "understood: verify · CLAIR London, CLAIR Paris · "),
        ("when did the Singapore Stock Exchange open", "not understood: I do not know what you mean by “stock”"),
        ("when did the office open", "would ask back: Which do you mean"),
        ("hello there", "small talk: greeting"),
    ],
)
def test_the_toolbar_says_what_would_be_understood(tmp_path: Path, typed: str, seen: str) -> None:
    with terminal("-q", folder=tmp_path, size=(120, 24)) as chat:
        chat.prompt()
        chat.send(typed)
        chat.until(lambda: chat.toolbar.startswith(seen), seen)
        assert len(chat.toolbar) <= 120


def test_it_follows_the_line_and_the_chat(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.send("and London")
        chat.shows("not understood" if clairbot.load().ask("and London").status == "unknown" else "understood")
        chat.send(f"{CTRL_C}when did Seoul open")
        chat.until(lambda: "CLAIR Seoul" in chat.toolbar)
        chat.send(ENTER)
        chat.shows("CLAIR Seoul opened in 1993.")
        chat.send("and London")
        chat.until(lambda: chat.toolbar.startswith("understood: followup · CLAIR London"))


def test_it_can_be_turned_off(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.line("/set preview off")
        chat.shows("preview is off now.")
        chat.send("when did Seoul open")
        chat.prompt("when did Seoul open")
        assert "understood" not in chat.text


SAID = ["and it?", "when did Seoul open", "and London?", "which offices opened after 1993", "who holds the ASEAN Forum"]
SAID += [
    "when did the office open",
    "2",
    "how many offices are there",
    "the Singapore Stock Exchange",
    "why?",
    "and it?",
]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from(SAID), st.integers(0, 40)), min_size=1, max_size=5))
def test_it_is_what_enter_answers_and_leaves_no_trace(turns: list[tuple[str, str, int]]) -> None:
    bot = clairbot.load()
    seen, plain = bot.chat(), bot.chat()
    for asked, begun, length in turns:
        seen.preview(begun[:length])
        previewed = seen.preview(asked)
        answer = seen.ask(asked)
        assert previewed.answer == answer
        assert answer == plain.ask(asked)
