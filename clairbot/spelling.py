"""Spelling: which known words a misspelt one may stand for.

Rules of this file: a known word is left alone; short words get one edit and long ones two; the first
letter may change place but hardly ever itself; what sounds or looks the same costs less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORT, MIDDLE = 3, 7
"""Up to `SHORT` letters only the cheapest edits count; from `MIDDLE` on two edits."""
MOST = 4
"""Most candidates that are kept for one word."""


class Vocabulary(Protocol):
    """All the words that a pack and its language know."""

    def known(self, word: str) -> bool:
        """Whether the word is spelt right."""

    def near(self, first: str, shortest: int, longest: int) -> Iterable[tuple[str, bool]]:
        """Words by first letter and length, each with whether it means something to the pack."""


def correct(word: str, vocabulary: Vocabulary, vowels: str) -> dict[str, float]:
    """Words that `word` may be a misspelling of, each with a cost of about 1 an edit; the closest ones only."""
    limit = _edits(word)
    if not limit or not word.isalpha():
        return {}
    scored: dict[str, tuple[float, bool]] = {}
    for first in dict.fromkeys(word[:2]):
        for other, meant in vocabulary.near(first, len(word) - limit, len(word) + limit):
            distance = OSA.distance(word, other, score_cutoff=limit)
            if 0 < distance <= limit:
                scored[other] = (_cost(word, other, distance, vowels), meant)
    return _closest(scored, word)


def _edits(word: str) -> int:
    length = len(word)
    if length < SHORT:
        return 0
    return 1 if length < MIDDLE else 2


def _cost(word: str, other: str, distance: int, vowels: str) -> float:
    cost = float(distance)
    if sorted(word) == sorted(other):
        cost -= 0.4
    elif _skeleton(word, vowels) == _skeleton(other, vowels):
        cost -= 0.3
    if word[0] != other[0]:
        cost += 0.4
    return cost


def _skeleton(word: str, vowels: str) -> str:
    """Consonants without doubles."""
    kept = [c for c in word if c not in vowels]
    return "".join(c for i, c in enumerate(kept) if not i or c != kept[i - 1])


def _closest(scored: dict[str, tuple[float, bool]], word: str) -> dict[str, float]:
    """Words that mean something, unless a plain word is clearly closer; short words need a cheap edit."""
    if len(word) <= SHORT:
        scored = {w: s for w, s in scored.items() if s[0] < 1 and len(w) >= len(word)}
    meant = {w: cost for w, (cost, means) in scored.items() if means}
    plain = min((cost for cost, means in scored.values() if not means), default=99.0)
    best = min(meant.values(), default=99.0)
    if plain < best - 0.45:
        return {}
    kept = sorted((cost, w) for w, cost in meant.items() if cost <= best + 0.35)
    return {w: cost for cost, w in kept[:MOST]}
