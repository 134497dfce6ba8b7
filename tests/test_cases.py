"""Questions and what they should be answered, from the files in `cases/`.

Rule of this file: it knows no question; a new one goes into a case file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from caselib import CASES, Expected, faults, problems, read_cases, report

import clairbot
from clairbot import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from caselib import Turns

    from clairbot import Bot

FILES = sorted(CASES.glob("*.yaml"))
ALL = [pytest.param(turns, id=name) for path in FILES for name, turns in read_cases(path)]


@pytest.fixture(scope="module")
def bot() -> Bot:
    """The bot over the pack that clairbot ships with; who asks makes no difference to it."""
    return clairbot.load()


@pytest.mark.parametrize("turns", ALL)
def test_case(bot: Bot, turns: Turns) -> None:
    chat = bot.chat()
    for number, case in enumerate(turns, 1):
        answer = chat.ask(case["ask"], trace=True)
        wrong = problems(case, answer)
        assert not wrong, f"\nturn {number} of {len(turns)}: {report(case, answer, wrong)}"
        assert len(answer.text) <= 900
        assert answer.text.strip()
        assert 0 <= answer.confidence <= 1


def test_no_question_is_asked_twice() -> None:
    asked = [turns[0]["ask"].casefold() for path in FILES for _, turns in read_cases(path) if len(turns) == 1]
    assert sorted({ask for ask in asked if asked.count(ask) > 1}) == []


# --- the reader of case files ---------------------------------------------------------------------------

GOOD: Expected = {"ask": "when?", "values": [1990], "text": ["1990"], "never": "no"}
ANSWER = Answer(question="when?", status="answer", text="It opened in 1990.", values=(1990,), query="q")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"answer": "1990"}, "unknown key 'answer'"),
        ({"ask": 7}, "'ask' is no text"),
        ({"status": "maybe"}, "unknown status 'maybe'"),
        ({"text": 1990}, "1990 is no text; quote it"),
        ({"never": [True]}, "True is no text; quote it"),
    ],
)
def test_a_faulty_case_is_refused(change: Expected, complaint: str) -> None:
    assert faults(GOOD) == []
    assert faults({**GOOD, **change}) == [complaint]


def test_a_case_that_expects_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("- ask: when did Seoul open?\n  status: unknown\n- ask: when did Seoul open?\n")
    with pytest.raises(ValueError, match=r"empty\.yaml, case 2: says nothing of the answer"):
        list(read_cases(path))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"status": "unknown"}, "status is answer, not unknown"),
        ({"values": [True]}, r"values are \(1990,\), not \[True\]"),
        ({"values": []}, r"values are \(1990,\), not \[\]"),
        ({"text": ["1990", "Seoul"]}, "text has nothing like 'Seoul'"),
        ({"never": "opened"}, "text has 'opened'"),
    ],
)
def test_a_wrong_answer_is_noticed(change: Expected, complaint: str) -> None:
    assert problems(GOOD, ANSWER) == []
    with pytest.raises(AssertionError, match=complaint):
        assert problems({**GOOD, **change}, ANSWER) == []


def test_yes_is_not_one_and_order_matters_where_it_is_said_to() -> None:
    yes = Answer(question="?", status="answer", text="Yes.", values=(True, "a"))
    assert problems({"ask": "?", "values": ["a", True]}, yes) == []
    assert problems({"ask": "?", "values": ["a", 1]}, yes) != []
    assert problems({"ask": "?", "values": ["a", True], "ordered": True}, yes) != []


def test_a_report_shows_the_trace(bot: Bot) -> None:
    answer = bot.ask("when did Seoul open?", trace=True)
    told = report({"ask": answer.question}, answer, ["values are wrong"])
    assert "values are wrong" in told
    assert answer.query in told
    assert all(f"--- {step.stage}" in told for step in answer.trace)
    assert answer.trace
