"""Behaviour 14: asking back prints a numbered list and leaves the user free: a number picks, all else is a question."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from screenlib import environment, terminal

import clairbot

if TYPE_CHECKING:
    from pathlib import Path

BACK = "Which do you mean: CLAIR New York, CLAIR London, CLAIR Paris"


def test_a_number_picks_and_anything_else_is_a_new_question(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.line("when did the office open")
        chat.shows(BACK, "1. when did the office open: CLAIR New York?", "7. when did the office open: CLAIR Beijing?")
        chat.prompt()
        chat.line("2")
        chat.shows("CLAIR London opened in 1988.")
        chat.line("when did the office open")
        chat.until(lambda: chat.text.count(BACK) == 2)
        chat.line("how many offices are there")
        chat.shows("7: CLAIR New York")
        chat.prompt()


@pytest.mark.parametrize("picked", ["2", "number 2", "the second one", "the second", "London", "CLAIR London", "2."])
def test_ways_to_pick(picked: str) -> None:
    chat = clairbot.load().chat()
    assert chat.ask("when did the office open?").status == "clarify"
    assert chat.ask(picked).text == "CLAIR London opened in 1988."


@pytest.mark.parametrize("other", ["0", "8", "when did Seoul open", "hello", "2 or 3"])
def test_anything_else_is_asked_as_if_nothing_had_been(other: str) -> None:
    bot = clairbot.load()
    chat = bot.chat()
    chat.ask("when did the office open?")
    assert chat.ask(other).text == bot.ask(other).text


def test_a_choice_stays_only_until_something_else_is_answered() -> None:
    chat = clairbot.load().chat()
    for question in ("when did the office open?", "when did Seoul open?"):
        chat.ask(question)
    assert chat.ask("2").text != "CLAIR London opened in 1988."


def test_what_was_picked_can_be_followed_up() -> None:
    chat = clairbot.load().chat()
    for question in ("when did the office open?", "2"):
        chat.ask(question)
    assert chat.ask("and Paris?").text == "CLAIR Paris opened in 1990."


def test_the_text_is_the_same_in_a_pipe(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "clairbot", "-q"]
    env = environment(tmp_path)
    questions = "when did the office open\n2\n"
    piped = subprocess.run(command, input=questions, capture_output=True, text=True, env=env, check=False)
    once = subprocess.run([*command, "when did the office open"], capture_output=True, text=True, env=env, check=False)
    first, second = piped.stdout.splitlines()
    assert first == " ".join(once.stdout.split("\n")).strip()
    assert second == "CLAIR London opened in 1988."
    assert (piped.returncode, once.returncode) == (1, 1)
