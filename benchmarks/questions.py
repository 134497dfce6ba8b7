"""CPU per question, and what each engine understood of the same questions.

Rule of this file: every engine gets the same questions, whole; what it cannot express counts as not
understood.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.cases import first_asks
from benchmarks.engines import installed
from benchmarks.tables import Table
from benchmarks.timing import QUANTILES, quantiles, time_dialogues, time_questions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.cases import Dialogue, Turn
    from benchmarks.tables import Cell
    from benchmarks.timing import Timed

UNDERSTOOD = ("answer", "chat")
"""Statuses that say that a question was understood and served."""


def question_tables(dialogues: Sequence[Dialogue]) -> list[Table]:
    """Measure first questions with every engine installed, and whole dialogues with clairbot."""
    turns = first_asks(dialogues)
    asks = [turn.ask for turn in turns]
    timed = {engine: time_questions(engine, asks) for engine in installed()}
    tables = [_cost_table(timed), _understood_table(turns, timed)]
    chats = [dialogue for dialogue in dialogues if len(dialogue) > 1]
    return [*tables, _dialogue_table(chats)] if chats and "clairbot" in timed else tables


def crashes(timed: Sequence[Timed]) -> str:
    """Name the first crash in one line; empty if there is none."""
    raised = [each.reply.text for each in timed if each.reply.status == "crashed"]
    return f"{len(raised)} crashed, the first with {raised[0]}" if raised else ""


def _cost_table(timed: Mapping[str, Sequence[Timed]]) -> Table:
    base = _median(timed["clairbot"]) if "clairbot" in timed else None
    return Table(
        "CPU per question, warm, ms",
        ("engine", "questions", *QUANTILES, "p50 / clairbot", "p50 understood"),
        tuple(_cost_row(engine, replies, base) for engine, replies in timed.items()),
        "; ".join(f"{engine}: {said}" for engine, replies in timed.items() if (said := crashes(replies))),
    )


def _cost_row(engine: str, timed: Sequence[Timed], base: float | None) -> tuple[Cell, ...]:
    median = _median(timed)
    ratio = median / base if median and base else None
    understood = _median([each for each in timed if each.reply.status in UNDERSTOOD])
    return engine, len(timed), *quantiles(each.milliseconds for each in timed), ratio, understood


def _median(timed: Sequence[Timed]) -> float | None:
    return quantiles(each.milliseconds for each in timed)[0]


def _understood_table(turns: Sequence[Turn], timed: Mapping[str, Sequence[Timed]]) -> Table:
    return Table(
        "Understood, of the same questions",
        ("engine", "understood", "right", "wrong", "declined", "missed", "pass", "precision"),
        tuple(_understood_row(engine, turns, replies) for engine, replies in timed.items()),
        "declined: rightly not answered; missed: wrongly. pass = right + declined;"
        " precision = right of answered. The other engines know the offices and forums only.",
    )


def _understood_row(engine: str, turns: Sequence[Turn], timed: Sequence[Timed]) -> tuple[Cell, ...]:
    understood = sum(each.reply.status in UNDERSTOOD for each in timed) / max(1, len(timed))
    judged = Counter(
        turn.expect.judge(each.reply.status, each.reply.text)
        for turn, each in zip(turns, timed, strict=True)
        if turn.expect
    )
    if not judged:
        return engine, understood, None, None, None, None, None, None
    right, wrong, declined, missed = (judged[name] for name in ("right", "wrong", "declined", "missed"))
    passed = (right + declined) / judged.total()
    return engine, understood, right, wrong, declined, missed, passed, right / max(1, right + wrong)


def _dialogue_table(dialogues: Sequence[Dialogue]) -> Table:
    replies = time_dialogues("clairbot", [tuple(turn.ask for turn in dialogue) for dialogue in dialogues])
    firsts, rest = [chat[0] for chat in replies], [each for chat in replies for each in chat[1:]]
    return Table(
        "CPU per turn of whole dialogues, clairbot, warm, ms",
        ("turns", "count", *QUANTILES),
        tuple(
            (name, len(timed), *quantiles(each.milliseconds for each in timed))
            for name, timed in (("first", firsts), ("follow-up", rest))
        ),
        crashes([*firsts, *rest]),
    )
