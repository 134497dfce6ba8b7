"""What is doubtful in a pack that loads: names that cannot be told apart, what is never used, what can never be asked.

Rule of this file: a doubt is about a certain line and says what to do; what may well be meant so is not doubted.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from clairbot.pack.check import place
from clairbot.query import Names
from clairbot.reading import quote
from clairbot.record import Record
from clairbot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot.pack.facts import Data
    from clairbot.pack.source import Source

SHORTEST = 5
"""Letters of a name from which on one typo may lead to another name."""
MOST_ALIKE = 200
"""Pairs of names alike that are told; who has more has a table of them."""
ASKED_BY = frozenset({"{verb}", "{noun}", "{cond}"})
"""Symbols of what a property is asked by."""


class Doubt(Record):
    """Something that may be wrong."""

    where: str
    """File and line."""
    what: str
    """What it is; what to do."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def doubts(source: Source, data: Data) -> Iterator[Doubt]:
    """All doubts about what a pack declares; those about its templates are `templates.py`'s."""
    yield from _alike(data)
    yield from _uncited(source, data)
    yield from _unsaid(source, data)
    yield from _unread(source, data)


# --- names ----------------------------------------------------------------------------------------------


def _alike(data: Data) -> Iterator[Doubt]:
    """Names that are the same, or become so by one typo."""
    places: dict[str, dict[str, str]] = defaultdict(dict)
    for (alias, _, meaning), where in data.wordings:
        if isinstance(meaning, Names):
            places[fold(alias)].setdefault(meaning.names[0], where)
    told = 0
    for alias, names in places.items():
        if len(names) > 1:
            first, second, *_ = names
            mend = "add another name that tells them apart, or remove it from one"
            yield Doubt(names[second], f"{quote(alias)} is both {quote(first)} and {quote(second)}; {mend}")
    for first, second in _neighbours(sorted(name for name in places if len(name) >= SHORTEST)):
        mine, others = next(iter(places[first])), places[second]
        if mine not in others and (told := told + 1) <= MOST_ALIKE:
            what = f"{quote(second)} is one typo away from {quote(first)} ({places[first][mine]})"
            yield Doubt(next(iter(others.values())), f"{what}; if they are the same, write both alike")


def _neighbours(names: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that one letter more, less, changed or swapped makes the same, found by what both leave out."""
    without: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for key in dict.fromkeys([name, *(name[:i] + name[i + 1 :] for i in range(len(name)))]):
            without[key].append(name)
    seen: set[tuple[str, str]] = set()
    for group in without.values():
        for i, first in enumerate(group):
            for second in group[i + 1 :]:
                pair = (first, second)
                if pair not in seen and first != second and not _numbered(first, second):
                    seen.add(pair)
                    if OSA.distance(first, second) <= 1:
                        yield pair


def _numbered(first: str, second: str) -> bool:
    """Whether two names differ in a number alone, which nobody takes for a typo."""
    bare = [("".join(c for c in name if not c.isdigit())) for name in (first, second)]
    return bare[0] == bare[1]


# --- what is not used -----------------------------------------------------------------------------------


def _uncited(source: Source, data: Data) -> Iterator[Doubt]:
    cited = {fact.statement.source.document for fact in data.facts}
    for key, title, where in source.entries("sources"):
        if str(title) not in cited:
            yield Doubt(where, f"no fact is from source {quote(key)}; remove it, or name it where it is the source")


def _unsaid(source: Source, data: Data) -> Iterator[Doubt]:
    """Kinds without things, properties without facts or without words to ask by."""
    there = set(data.entities.values())
    for name, _, where in source.entries("kinds"):
        if name in data.schema.kinds and name not in there:
            yield Doubt(where, f"there is nothing of kind {quote(name)}; add an entity or remove the kind")
    told = {fact.statement.property for fact in data.facts}
    asked = {getattr(meaning, "property", "") for (_, symbol, meaning), _ in data.wordings if symbol in ASKED_BY}
    for name, value, where in source.entries("properties"):
        declared = data.schema.properties.get(name)
        if declared is not None and name not in told:
            yield Doubt(where, f"no fact has property {quote(name)}; add one or remove the property")
        elif declared is not None and not (name in asked or declared.relation or _is_order(name, data)):
            at = place(value, where)
            yield Doubt(at, f"nobody can ask for {quote(name)}; add 'verbs' or 'nouns'")


def _is_order(name: str, data: Data) -> bool:
    """Whether a property only breaks ties."""
    return any(other.ties == name for other in data.schema.properties.values())


def _unread(source: Source, data: Data) -> Iterator[Doubt]:
    """Columns that no table reads, and rows whose columns have no name."""
    for table in data.tables:
        named = {table.name, *table.aliases, *table.columns, *table.skip}
        columns: dict[str, str] = {}
        for where, cells in source.rows(table.file):
            for column in cells:
                columns.setdefault(column, where)
        for column in columns.keys() - named:
            what = f"column {quote(column)} of {table.file} is not read; add it to 'columns', or to 'skip'"
            yield Doubt(table.where, what)
