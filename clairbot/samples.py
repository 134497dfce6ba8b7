"""Whole questions that a pack can be asked: frames with gaps for names, and how a line that is begun goes on.

Rule of this file: work is bounded by the number of frames and by what is wanted, never by the number of
names, which are looked up in order.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeAlias

from rapidfuzz import process
from rapidfuzz.distance import OSA

from clairbot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIKENESS = OSA.normalized_similarity
Part: TypeAlias = "str | frozenset[str]"
"""A piece of text, or a gap for an entity of one of these kinds."""
MOST_WORDS = 8
"""Words of a name that are looked at."""
MOST_NAMES = 4
"""Names that one gap is filled with."""
FEW = 5000
"""Names that are all compared with a misspelt one; of more, only those with its first letter, so many at a time."""
CLOSE = 0.7
"""Least likeness of a misspelt name, of 1."""


class Frame(Record):
    """A question with gaps."""

    parts: tuple[Part, ...]
    """Its pieces, in order."""
    intent: str
    """What it asks for: the intent of the shape that it is an example of; empty if it was written by hand."""


class Sample(Record):
    """A whole question that can be asked."""

    text: str
    """The question."""
    intent: str
    """What it asks for, as in `Frame`."""


class Sampler:
    """Speaks a pack's frames."""

    def __init__(self, frames: Sequence[Frame], names: Sequence[tuple[str, str]]) -> None:
        self._frames = frames
        self._first: dict[str, list[str]] = {}
        """The first names of each kind."""
        ends = []
        for name, kind in names:
            few = self._first.setdefault(kind, [])
            if len(few) < MOST_NAMES:
                few.append(name)
            folded = name.casefold()
            ends.append((folded, name, kind))
            start = folded.find(" ") + 1
            while start:
                ends.append((folded[start:], name, kind))
                start = folded.find(" ", start) + 1
        self._ends = sorted(ends)
        """Every name from each of its words on, folded, with the name and its kind."""

    def beginning(self, typed: str) -> Iterator[Sample]:
        """Questions that start with what was typed, but for case; what was typed of a name is written out."""
        folded = " ".join(typed.casefold().split()) + " " * (typed[-1:].isspace())
        for frame in self._frames:
            for text in self._go_on(frame.parts, folded, ""):
                yield Sample(text, frame.intent)

    def naming(self, typed: str) -> Iterator[Sample]:
        """Questions about what is named in the line, with a word for each word that was typed, if only begun."""
        words = typed.casefold().split()
        named = [found for start in range(len(words)) for found in self._named(words[start:])]
        for frame in self._frames:
            gaps = frozenset[str]().union(*(part for part in frame.parts if isinstance(part, frozenset)))
            for name, kind in [pair for pair in named if pair[1] in gaps] or [("", "")]:
                text = self._finish(frame.parts, "", first=(name, kind))
                folded = f" {text.casefold()}"
                if text and all(f" {word}" in folded for word in words):
                    yield Sample(text, frame.intent)

    def names(self, typed: str, limit: int) -> list[tuple[str, str]]:
        """Names of which a word, or several, begin with what was typed, with their kinds."""
        folded = typed.casefold()
        found: dict[tuple[str, str], None] = {}
        for place in range(bisect_left(self._ends, (folded,)), len(self._ends)):
            end, name, kind = self._ends[place]
            if not end.startswith(folded) or len(found) == limit:
                break
            found[name, kind] = None
        return list(found)

    def near(self, typed: str, limit: int) -> list[tuple[str, str]]:
        """Names of which a word, or several, begin nearly so, the likest first, with their kinds."""
        folded = typed.casefold()
        ends = self._ends
        if len(ends) > FEW:
            letter = folded[:1]
            ends = ends[bisect_left(ends, (letter,)) : bisect_left(ends, (letter + chr(0x10FFFF),))]
        found: dict[tuple[str, str], float] = {}
        for start in range(0, len(ends), FEW):  # a key that is pressed meanwhile waits for one round at most
            some = ends[start : start + FEW]
            heads = [end[: len(folded)] for end, _, _ in some]
            for _, score, i in process.extract(folded, heads, scorer=LIKENESS, score_cutoff=CLOSE, limit=limit):
                found[some[i][1:]] = max(score, found.get(some[i][1:], 0.0))
        return sorted(found, key=lambda pair: -found[pair])[:limit]

    def _go_on(self, parts: tuple[Part, ...], rest: str, said: str) -> Iterator[str]:
        """Questions that the parts can become, if what is said goes on with `rest`."""
        if not rest or not parts:
            text = "" if rest else self._finish(parts, said)
            if text:
                yield text
            return
        part = parts[0]
        if isinstance(part, str):
            folded = part.casefold()
            if rest.startswith(folded):
                yield from self._go_on(parts[1:], rest[len(folded) :], said + part)
            elif folded.startswith(rest):
                yield from self._go_on(parts[1:], "", said + part)
            return
        for name, _, length in self._spoken(rest, part):
            yield from self._go_on(parts[1:], rest[length:], said + name)
        for name in self._begun(rest, part):
            yield from self._go_on(parts[1:], "", said + name)

    def _finish(self, parts: tuple[Part, ...], said: str, first: tuple[str, str] = ("", "")) -> str:
        """The text with the first names that are not in it yet; empty if there are too few."""
        name, kind = first
        for part in parts:
            if isinstance(part, str):
                said += part
            elif name and kind in part:
                said, name = said + name, ""
            else:
                fitting = (n for k in sorted(part) for n in self._first.get(k, ()) if n not in said and n != first[0])
                filled = next(fitting, "")
                if not filled:
                    return ""
                said += filled
        return said

    def _begun(self, rest: str, kinds: frozenset[str]) -> Iterator[str]:
        """Names of some kinds of which a word, or several, begin with `rest`."""
        found: dict[str, None] = {}
        for folded, name, kind in self._ends[bisect_left(self._ends, (rest,)) :][: MOST_NAMES * MOST_NAMES]:
            if not folded.startswith(rest) or len(found) == MOST_NAMES:
                break
            if kind in kinds:
                found[name] = None
        yield from found

    def _spoken(self, rest: str, kinds: frozenset[str]) -> Iterator[tuple[str, str, int]]:
        """Names of some kinds, or the ends of them, that `rest` begins with, and how long they are there."""
        end = 0
        for _ in range(MOST_WORDS):
            end = min((i for i in (rest.find(sign, end + 1) for sign in " ?,.:;!") if i > 0), default=0)
            if not end:
                return
            for name, kind in self._called(rest[:end]):
                if kind in kinds:
                    yield name, kind, end

    def _named(self, words: list[str]) -> Iterator[tuple[str, str]]:
        """Names, or the ends of them, that words begin with."""
        for count in range(min(MOST_WORDS, len(words)), 0, -1):
            yield from self._called(" ".join(words[:count]))

    def _called(self, text: str) -> Iterator[tuple[str, str]]:
        """The first names that end with these words, and their kinds."""
        for folded, name, kind in self._ends[bisect_left(self._ends, (text,)) :][:MOST_NAMES]:
            if folded != text:
                return
            yield name, kind
