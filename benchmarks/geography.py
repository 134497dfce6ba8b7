"""Questions with known values, of another domain: CPU, precision and recall.

Rule of this file: with a pack of that domain, it shows what the engine can do; without one the built-in pack
is asked, which should decline every question.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from benchmarks.cases import read_rows
from benchmarks.misspelling import misspelt_pairs, read_misspellings
from benchmarks.questions import crashes
from benchmarks.tables import Table
from benchmarks.timing import QUANTILES, quantiles, time_questions
from benchmarks.values import denotation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.timing import Timed
    from benchmarks.values import Denotation


MISSPELT, GIVEN, BUILT_IN = ", one misspelling in each", "the pack given", "the built-in pack"
"""What the title of a table says."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question and the denotations that are right."""

    ask: str
    """The question."""
    right: tuple[Denotation, ...]
    """Any of these will do."""

    def judge(self, timed: Timed) -> str:
        """Tell `right`, `wrong` or `declined`."""
        if timed.reply.status != "answer":
            return "declined"
        return "right" if denotation(timed.reply.values) in self.right else "wrong"


def read_cases(path: Path) -> list[Case]:
    """Read JSON Lines of `{"question", "answer": [...], "alternatives": [[...], ...]}`."""
    return [
        Case(row["question"], tuple(map(denotation, [row["answer"], *row.get("alternatives", ())])))
        for row in read_rows(path)
    ]


def geography_table(path: Path, pack: str, typos: Path | None = None) -> Table:
    """Ask clairbot every question of a file; `pack` is a folder, empty for the built-in pack.

    With `typos`, each question has one misspelling, and those without a word that has one are left out.
    """
    cases = read_cases(path)
    if typos:
        cases = list(_misspelt(cases, typos))
    timed = time_questions("clairbot", [case.ask for case in cases], pack)
    return Table(
        f"Questions with known values{MISSPELT * bool(typos)}, clairbot with {GIVEN if pack else BUILT_IN}",
        (
            "questions",
            "right",
            "wrong",
            "declined",
            "precision",
            "recall",
            *(f"{name} ms" for name in QUANTILES),
        ),
        ((*_figures(cases, timed), *quantiles(each.milliseconds for each in timed)),),
        crashes(timed),
    )


def _misspelt(cases: Sequence[Case], typos: Path) -> Iterator[Case]:
    misspellings = read_misspellings(typos)
    known = {case.ask: case for case in cases}
    for ask, misspelt in misspelt_pairs([case.ask for case in cases], misspellings):
        yield replace(known[ask], ask=misspelt)


def _figures(cases: Sequence[Case], timed: Sequence[Timed]) -> tuple[str | int | float | None, ...]:
    outcomes = Counter(case.judge(each) for case, each in zip(cases, timed, strict=True))
    right, wrong = outcomes["right"], outcomes["wrong"]
    precision = right / (right + wrong) if right + wrong else None
    return str(len(cases)), right, wrong, outcomes["declined"], precision, right / max(1, len(cases))
