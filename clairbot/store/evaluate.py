"""Running a query over the facts: what it denotes, and which statements say so.

Every evaluation gives values together with the statements that they rest on, so an answer can always
name its sources. Rejected: translating queries to SQL, which loses which row of which subquery made an
entity pass, and makes asking "would the answer change if the other source were right?" a second dialect.

Rule of this file: as in `sets.py`; an answer is never computed in two ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from clairbot.query import (
    All,
    By,
    Equals,
    Exists,
    Follow,
    Holds,
    Names,
    Negated,
    Query,
    Rank,
    Same,
    Sized,
    Truth,
    Union,
    Where,
    walk,
)  # fmt: skip
from clairbot.record import Record
from clairbot.store.scalars import Scalars
from clairbot.store.sets import compares, join, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clairbot.store.facts import Facts
    from clairbot.store.sets import Proof
    from clairbot.values import Statement, Value

MOST_CONFLICTS = 20
"""Conflicts that are tried out for one answer."""


class Result(Record):
    """What a query denotes."""

    values: tuple[Value, ...]
    """Names, plain values, or one boolean."""
    facts: Proof
    """Statements that it rests on."""
    others: tuple[tuple[Statement, tuple[Value, ...]], ...] = ()
    """Statements that disagree with those believed, each with the values if it were right."""
    sizes: tuple[tuple[int, int], ...] = ()
    """For each number that the question took for granted, how many there really are."""


def run(query: Query, facts: Facts) -> Result:
    """The denotation of a query, with what it would be if each disagreeing source were right."""
    plain = Evaluation(facts, {})
    values, proof = plain.query(query)
    others = []
    for subject, name, value in _alternatives(query, facts):
        if (subject, name) not in plain.consulted:
            continue
        changed, _ = Evaluation(facts, {(subject, name): value}).query(query)
        if changed != values:
            statement = next(s for s in facts.of(name, subject) if s.value == value)
            others.append((statement, changed))
    return Result(values, tuple(dict.fromkeys(proof)), tuple(others), tuple(plain.sizes))


def _alternatives(query: Query, facts: Facts) -> Iterable[tuple[str, str, Value]]:
    """Subject, property and other value of each conflict about a property that the query uses."""
    names = dict.fromkeys(node.property for node in walk(query) if isinstance(node, By) and node.property)
    found = [
        (subject, name, value) for name in names for subject, values in facts.conflicts(name) for value in values[1:]
    ]
    return found[:MOST_CONFLICTS]


class Evaluation(Scalars):
    """One run of any query."""

    def query(self, query: Query) -> tuple[tuple[Value, ...], Proof]:
        """Values and proof of any query."""
        if isinstance(query, (All, Names, Where, Follow, Rank, Union, Sized)):
            return self.set(query)
        if isinstance(query, (Holds, Exists, Equals, Same, Negated)):
            truth, proof = self.truth(query)
            return (truth,), proof
        return self.scalar(query)

    def truth(self, node: Truth) -> tuple[bool, Proof]:
        """Whether it is true, and what says so (or what says otherwise)."""
        match node:
            case Holds(source, condition):
                names, proof = self.set(source)
                results = [self.condition(condition, name) for name in names]
                return bool(names) and all(t for t, _ in results), (*proof, *join(p for _, p in results))
            case Exists(source):
                names, proof = self.set(source)
                return bool(names), proof
            case Equals(first, sign, second):
                (low, proof), (high, why) = self.scalar(first), self.scalar(second)
                return any(compares(a, sign, b) for a in low for b in high), (*proof, *why)
            case Same(source, measure):
                found = [self.measured(measure, name) for name in self.set(source)[0]]
                return len({year_of(v) for values, _ in found for v in values}) == 1, join(p for _, p in found)
            case Negated(inner):
                true, proof = self.truth(inner)
                return not true, proof
            case _:
                assert_never(node)


__all__ = ["Evaluation", "Result", "run"]
