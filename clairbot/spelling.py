"""Spelling: which known words a misspelt one may stand for.

Rules of this file: a known word is left alone; short words get one edit and long ones two; the first
letter may change place but hardly ever itself; what sounds or looks the same costs less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORT, MIDDLE = 3, 7
"""Up to `SHORT` letters only the cheapest edits count; from `MIDDLE` on two edits."""
SHORTENED = 0.7
"""What it costs to read a word without vowels as one with them."""
SWAPPED = 0.6
"""What it costs to read two letters the other way round."""
CLEARLY, FARTHER = 0.75, 0.95
"""How much closer a plain word must be than one that means something; how much farther another one may be."""
OFTEN, COMMON = 40, 0.3
"""In how many phrases a word stands that is often used, and how much likelier it is therefore meant."""
MOST = 4
"""Most candidates that are kept for one word."""


class Vocabulary(Protocol):
    """All the words that a pack and its language know."""

    def known(self, word: str) -> bool:
        """Whether the word is spelt right."""

    def near(self, first: str, length: int) -> Mapping[str, int]:
        """Words by first letter and length, each with how many phrases it stands in; 0 if it means nothing."""


def correct(word: str, vocabulary: Vocabulary, vowels: str, sounds: Mapping[str, str]) -> dict[str, float]:
    """Words that `word` may be a misspelling of, each with a cost of about 1 an edit; the closest ones only.

    `sounds` gives for each letter the one that stands for all that sound like it; a word that sounds the same may
    differ by one edit more.
    """
    limit = _edits(word)
    if not word.isalpha():
        return {}
    if not limit:
        turned = word[::-1]
        return {turned: SWAPPED} if len(word) > 1 and vocabulary.known(turned) else {}
    sound = _skeleton(word, vowels, sounds)
    more = limit + (limit == 1 and len(word) > SHORT)
    scored = _written_short(word, sound, vocabulary, vowels, sounds)
    for first in dict.fromkeys((*word[:2], *(c for c in sounds if sounds[c] == sounds.get(word[0])))):
        for length in range(len(word) - more, len(word) + more + 1):
            near = vocabulary.near(first, length)
            for other, distance, _ in extract(word, list(near), scorer=OSA.distance, score_cutoff=more, limit=None):
                alike = _skeleton(other, vowels, sounds) == sound if distance else False
                if 0 < distance <= limit or alike:
                    cost = _cost(word, other, distance, alike=alike)
                    scored[other] = (cost - COMMON * (near[other] >= OFTEN), near[other] > 0)
    return _closest(scored, word)


def _written_short(
    word: str, sound: str, vocabulary: Vocabulary, vowels: str, sounds: Mapping[str, str]
) -> dict[str, tuple[float, bool]]:
    """Words that mean something, of which a word without vowels has all the consonants: `opnd`."""
    if len(word) < SHORT + 1 or any(c in vowels for c in word[1:]):
        return {}
    longer = (vocabulary.near(word[0], length) for length in range(len(word) + 1, 2 * len(word) + 2))
    means = (w for words in longer for w, meant in words.items() if meant)
    return {w: (SHORTENED, True) for w in means if _skeleton(w, vowels, sounds) == sound}


def _edits(word: str) -> int:
    length = len(word)
    if length < SHORT:
        return 0
    return 1 if length < MIDDLE else 2


def _cost(word: str, other: str, distance: int, *, alike: bool) -> float:
    cost = float(distance)
    moved = sorted(word) == sorted(other)
    cost -= max(0.4 * moved, 0.3 * distance * alike)
    if word[0] != other[0] and not (alike and distance > 1) and not (moved and distance == 1):
        cost += 0.4
    return cost


def _skeleton(word: str, vowels: str, sounds: Mapping[str, str]) -> str:
    """Consonants without doubles, by how they sound."""
    kept = [sounds.get(c, c) for c in word if c not in vowels]
    return "".join(c for i, c in enumerate(kept) if not i or c != kept[i - 1])


def _closest(scored: dict[str, tuple[float, bool]], word: str) -> dict[str, float]:
    """Words that mean something, unless a plain word is clearly closer; short words need a cheap edit."""
    if len(word) <= SHORT:
        scored = {w: s for w, s in scored.items() if s[0] < 1 and len(w) >= len(word)}
    meant = {w: cost for w, (cost, means) in scored.items() if means}
    plain = min((cost for cost, means in scored.values() if not means), default=99.0)
    best = min(meant.values(), default=99.0)
    if plain < best - CLEARLY:
        return {}
    kept = sorted((cost, w) for w, cost in meant.items() if cost <= best + FARTHER)
    return {w: cost for cost, w in kept[:MOST]}
