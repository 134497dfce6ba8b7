"""Reads question files and judges replies.

Rule of this file: a question whose words were already met is dropped, so no answer kept from an earlier
question can make a later one cheap.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Outcome: TypeAlias = Literal["right", "wrong", "declined", "missed"]
"""`wrong`: answered, and badly; `declined`: rightly not answered; `missed`: wrongly not answered."""

LONGEST = 900
"""Characters that an answer's text may have."""


@dataclass(frozen=True, slots=True)
class Expect:
    """What a good reply to one question looks like."""

    status: tuple[str, ...]
    """The statuses that are fine."""
    found: tuple[str, ...]
    """Regular expressions that must all be found in the text, whatever the case of its letters."""
    absent: tuple[str, ...]
    """Regular expressions of which none may be found."""

    def judge(self, status: str, text: str) -> Outcome:
        """Tell what a reply with this status and text is worth."""
        good = (
            status in self.status
            and len(text) <= LONGEST
            and all(re.search(pattern, text, re.IGNORECASE) for pattern in self.found)
            and not any(re.search(pattern, text, re.IGNORECASE) for pattern in self.absent)
        )
        if status == "answer":
            return "right" if good else "wrong"
        return "declined" if good else "missed"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question."""

    ask: str
    """The question as it is typed."""
    expect: Expect | None = None
    """What to expect; None where the file does not say."""


Dialogue: TypeAlias = tuple[Turn, ...]
"""Questions asked one after another in one chat."""


def read_dialogues(paths: Iterable[Path]) -> list[Dialogue]:
    """Read JSON Lines of `{"turns": [{"ask": ..., "expect": {"status", "all", "none"}}]}`."""
    return [tuple(_turn(turn) for turn in row["turns"]) for path in paths for row in read_rows(path)]


def first_asks(dialogues: Iterable[Dialogue]) -> list[Turn]:
    """Take the first question of each dialogue, each wording once."""
    unique: dict[str, Turn] = {}
    for dialogue in dialogues:
        unique.setdefault(_folded(dialogue[0].ask), dialogue[0])
    return list(unique.values())


def halves(count: int) -> tuple[list[int], list[int]]:
    """Split the indices below `count` in two, every other one, so that both halves hold every kind."""
    return list(range(0, count, 2)), list(range(1, count, 2))


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Read a JSON Lines file, an object a line."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _turn(row: dict[str, Any]) -> Turn:
    wanted = row.get("expect")
    if wanted is None:
        return Turn(row["ask"])
    return Turn(row["ask"], Expect(*(tuple(wanted.get(key, ())) for key in ("status", "all", "none"))))


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())) or text
