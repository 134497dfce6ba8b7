"""The questions that a pack shows: those that it writes itself, and one for each property that a shape fits.

A shape's `samples` are templates with gaps: `{name}` an entity of the property's kind, `{kind}` and `{kinds}`
what one and several are called, `{verb}` and `{noun}` the property's first, `{value}` one of its values. A
gap may be narrowed to properties of one sort: `{verb:time}`.

Rule of this file: what no fact answers is not shown, so a property without facts has no samples.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clairbot.errors import PackError
from clairbot.meaning import Verb
from clairbot.pack.check import hint, located
from clairbot.reading import quote
from clairbot.samples import Frame, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clairbot.language import Language
    from clairbot.pack.facts import Data
    from clairbot.pack.source import Source
    from clairbot.schema import Property

GAP = re.compile(r"\{(\w+)(?::(\w+))?\}")
NAME, VALUE = "name", "value"
GAPS = (NAME, "kind", "kinds", "verb", "noun", VALUE)
"""Gaps of a sample."""
OTHER = "other"
"""In place of a sort: another entity of the same kind."""
SORTS = ("time", "number", "text", "relation", OTHER)
"""Sorts of property that a gap may be narrowed to."""


def build_frames(source: Source, data: Data, language: Language, written: Sequence[str]) -> list[Frame]:
    """The frames of a pack, those of its own samples first; raises PackError."""
    intents: dict[tuple[Part, ...], str] = {_with_gaps(sample, data): "" for sample in written}
    maker = _FrameMaker(data, language)
    for intent, value, _ in source.entries("questions"):
        for sample, where in located(value.get("samples", ""), value.where("samples")) if value else ():
            _check(sample, where)
            intents.update((parts, intent) for parts in maker.frames(sample) if not intents.get(parts))
    return [Frame(parts, intent) for parts, intent in intents.items()]


def _check(sample: str, where: str) -> None:
    for gap, sort in GAP.findall(sample):
        if gap not in GAPS:
            raise PackError(where, f"unknown gap {quote(f'{{{gap}}}')}; {hint(gap, GAPS)}")
        if sort and sort not in SORTS:
            raise PackError(where, f"unknown sort {quote(sort)} of a gap; {hint(sort, SORTS)}")


def _with_gaps(sample: str, data: Data) -> tuple[Part, ...]:
    """A sample with a gap for each entity that it names, under whatever name."""
    called = sorted(((n, name) for name, names in data.names.items() for n in names if n in sample), key=_longest)
    if not called:
        return (sample,)
    pattern = "|".join(re.escape(n) for n, _ in called)
    kinds = {n: frozenset({data.entities[name]}) for n, name in called}
    pieces = re.split(rf"(?<!\w)({pattern})(?!\w)", sample)
    return tuple(kinds[piece] if i % 2 else piece for i, piece in enumerate(pieces) if piece)


def _longest(pair: tuple[str, str]) -> tuple[int, str]:
    return -len(pair[0]), pair[0]


class _FrameMaker:
    """Fills the gaps of samples but for names."""

    def __init__(self, data: Data, language: Language) -> None:
        self._kinds = data.schema.kinds
        self._understood = {(phrase, meaning) for (phrase, symbol, meaning), _ in data.wordings if symbol == "{kind}"}
        self._lemmas = language.lemmas
        self._properties = data.schema.properties
        self._values: dict[tuple[str, str], str] = {}
        """The first value of each property, by the kind that has it."""
        for fact in data.facts:
            said = fact.statement
            kind = data.entities.get(said.subject, "")
            self._values.setdefault((said.property, kind), str(said.value))
        self._words = _first_words(data)

    def frames(self, sample: str) -> Iterator[tuple[Part, ...]]:
        """The sample for every property and kind that it fits."""
        gaps = GAP.findall(sample)
        for declared in self._properties.values():
            if declared.owner or not all(_fits(declared, sort) for _, sort in gaps):
                continue
            for kind in sorted(declared.of):
                filled = [self._filled(declared, kind, gap) for gap, _ in gaps]
                if (declared.name, kind) in self._values and all(filled):
                    pieces = GAP.sub("\0", sample).split("\0")
                    woven = [part for pair in zip(pieces, [*filled, ""], strict=True) for part in pair]
                    yield tuple(_joined([part for part in woven if part]))

    def _filled(self, declared: Property, kind: str, gap: str) -> Part:
        if gap == NAME:
            return frozenset({kind})
        if gap == VALUE:
            return declared.to if declared.relation else self._values.get((declared.name, kind), "")
        words = {"kind": self._kinds[kind].one, "kinds": self._kinds[kind].many}
        if gap in words:
            return words[gap] if self._is_understood(words[gap], kind) else ""
        return self._words.get((declared.name, f"{{{gap}}}"), "")

    def _is_understood(self, written: str, kind: str) -> bool:
        """Whether what a kind is called in replies is also what people can call it."""
        *first, last = written.casefold().split()
        return any((" ".join([*first, lemma]), kind) in self._understood for lemma in self._lemmas(last))


def _fits(declared: Property, sort: str) -> bool:
    if sort in {"", OTHER}:
        return True
    if sort == "relation":
        return declared.relation
    return declared.dimension == "time" if sort == "time" else declared.type == sort != declared.dimension


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Parts with texts that stand side by side in one."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        yield part
        text = ""
    if text:
        yield text


def _first_words(data: Data) -> dict[tuple[str, str], str]:
    """The first verb and noun of each property."""
    found: dict[tuple[str, str], str] = {}
    for (phrase, symbol, meaning), _ in data.wordings:
        if isinstance(meaning, Verb) and not meaning.backwards and not phrase.startswith("be "):
            found.setdefault((meaning.property, symbol), phrase)
    return found
