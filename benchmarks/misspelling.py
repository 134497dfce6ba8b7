"""What one real misspelling in a question changes: its answer, and its cost.

Rule of this file: a misspelling that is a word of its own is left out (no one can tell it from a slip), and
the same files always give the same misspelt questions.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.cases import read_rows
from benchmarks.questions import UNDERSTOOD, crashes
from benchmarks.tables import Table
from benchmarks.timing import QUANTILES, quantiles, time_questions
from benchmarks.values import denotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.timing import Timed

MOST_EDITS = 2
"""Edits by which a misspelling may differ from its word."""
WORD = re.compile(r"[^\W\d_]+")


def read_misspellings(path: Path) -> dict[str, list[str]]:
    """Read JSON Lines of `{"correct", "misspelling", "real_word"}`; give the misspellings of each word."""
    misspellings: dict[str, list[str]] = {}
    for row in read_rows(path):
        if not row.get("real_word") and row.get("distance", 1) <= MOST_EDITS:
            misspellings.setdefault(row["correct"].casefold(), []).append(row["misspelling"])
    return misspellings


def misspelt_pairs(asks: Iterable[str], misspellings: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Pair each question with itself misspelt in one word, words and misspellings taking turns."""
    pairs = []
    for turn, ask in enumerate(asks):
        words = [word for word in WORD.finditer(ask) if word[0].casefold() in misspellings]
        if words:
            word = words[turn % len(words)]
            choices = misspellings[word[0].casefold()]
            pairs.append((ask, ask[: word.start()] + choices[turn % len(choices)] + ask[word.end() :]))
    return pairs


def misspelling_table(asks: Sequence[str], path: Path, pack: str, title: str) -> Table:
    """Ask clairbot questions as they are and misspelt; compare the replies to those that it understood."""
    pairs = misspelt_pairs(asks, read_misspellings(path))
    clean = time_questions("clairbot", [before for before, _ in pairs], pack)
    misspelt = time_questions("clairbot", [after for _, after in pairs], pack)
    served = [
        (before, after) for before, after in zip(clean, misspelt, strict=True) if before.reply.status in UNDERSTOOD
    ]
    kept = Counter(_compare(before, after) for before, after in served)
    return Table(
        f"One misspelling, clairbot, {title}",
        ("questions", "count", "same", "declined", "other", *(f"{name} ms" for name in QUANTILES)),
        (
            ("as asked", len(clean), None, None, None, *_cost(clean)),
            ("misspelt", len(served), kept["same"], kept["declined"], kept["other"], *_cost(misspelt)),
        ),
        " ".join(["same, declined, other: of those understood as asked.", crashes([*clean, *misspelt])]).strip(),
    )


def _compare(before: Timed, after: Timed) -> str:
    if after.reply.status not in UNDERSTOOD:
        return "declined"
    same = before.reply.status == after.reply.status
    return "same" if same and denotation(before.reply.values) == denotation(after.reply.values) else "other"


def _cost(timed: Iterable[Timed]) -> list[float | None]:
    return quantiles(each.milliseconds for each in timed)
