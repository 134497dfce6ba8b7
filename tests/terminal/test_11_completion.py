"""Behaviour 11: Tab completes names and whole questions, each with a note; Enter takes, a second Enter sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from screenlib import ENTER, TAB, terminal

import clairbot
from clairbot.faces.complete import Completion
from clairbot.faces.loading import Loading
from clairbot.faces.slash import command_notes

if TYPE_CHECKING:
    from pathlib import Path


def test_enter_takes_and_a_second_enter_sends(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.send("when did seo")
        chat.shows("CLAIR Seoul", "office", "when did CLAIR Seoul open?", "question: value")
        chat.send(TAB)
        chat.prompt("when did CLAIR Seoul")
        chat.send(TAB + TAB)
        chat.prompt("when did CLAIR Seoul open?")
        chat.send(ENTER)
        chat.hides("question: value")
        assert "opened in 1993" not in chat.text
        chat.prompt("when did CLAIR Seoul open?")
        chat.send(ENTER)
        chat.shows("CLAIR Seoul opened in 1993.")


def test_tab_on_an_empty_line_shows_what_can_be_asked(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.ready()
        chat.send(TAB)
        chat.shows("which offices opened in the nineties?", "who holds the ASEAN Forum?")


def test_commands_complete_with_what_they_do(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.send(f"/so{TAB}")
        chat.prompt("/sources")


def test_the_menu_opens_itself_unless_told_not_to(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.line("/set menu off")
        chat.shows("menu is off now.")
        chat.prompt()
        chat.send("when did seo")
        chat.until(lambda: chat.toolbar.startswith("not understood"))
        assert "question: value" not in chat.text
        chat.send(TAB)
        chat.shows("question: value")


@pytest.fixture(scope="module")
def completion() -> Completion:
    return Completion(Loading(clairbot.load), command_notes())


@pytest.mark.parametrize(
    ("line", "offered", "length", "note"),
    [
        ("who holds the asaen", "ASEAN Forum", 5, "forum"),
        ("when did new yo", "CLAIR New York", 6, "office"),
        ("when did new york o", "when did CLAIR New York open?", 19, "question"),
        ("wehn did Seoul", "when did Seoul open?", 14, "question"),
        ("seoul open", "when did CLAIR Seoul open?", 10, "question"),
        ("how many years are there between paris and bei", "CLAIR Beijing", 3, "office"),
        ("which offices hold", "which offices hold Local Autonomy Forum?", 18, "question: which"),
        ("/wh", "/why", 3, "Show how the last question was understood."),
    ],
)
def test_offers(completion: Completion, line: str, offered: str, length: int, note: str) -> None:
    completion._loading.wait()
    found = [(offer.text, offer.length) for offer in completion.offers(line)]
    assert (offered, length) in found
    assert next(offer.note for offer in completion.offers(line) if offer.text == offered).startswith(note)


def test_every_sampled_question_is_answered_as_what_it_samples() -> None:
    """Those of texts may also be answered by the very fact, which is no intent of a shape."""
    bot = clairbot.load()
    samples = bot.questions("", limit=500)
    assert len(samples) > 40
    for sample in samples:
        answer = bot.ask(sample.text)
        assert answer.status == "answer", sample.text
        assert answer.intent in {sample.intent, "topic", "describe"} or not sample.intent, sample.text
