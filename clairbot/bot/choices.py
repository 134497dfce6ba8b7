"""Choices in a question: "in 1993 or 1994?", "Sydney or Seoul?", "the fifth or the sixth?".

Rule of this file: who is given a choice wants to hear which, not yes; each alternative is asked as a
question of its own, and those that are so are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.query import (
    All,
    Among,
    By,
    Constant,
    Exists,
    Holds,
    Linked,
    Names,
    Namesakes,
    Place,
    Rank,
    Some,
    Test,
    Union,
    Where,
)
from clairbot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot.query import Condition, Query, Set, Truth
    from clairbot.values import Value


class Alternative(Record):
    """One of the things that a question offers as its answer."""

    truth: Truth
    """Whether it is so."""
    values: tuple[Value, ...]
    """What tells it from the others: its name, its year; none for what has no plain value."""


def alternatives(query: Query | None) -> list[Alternative]:
    """What a question with a choice offers; nothing if it has none."""
    source: Set
    match query:
        case Exists(Where(Namesakes() as source, condition)) | Holds(source, condition):
            pass
        case Exists(Rank(Namesakes() as source) as ranked):
            condition = Among(ranked)
        case _:
            return []
    if isinstance(source, Namesakes):
        return [Alternative(Holds(one, condition), one.names) for one in _each(source)]
    return [Alternative(Holds(source, part), values) for part, values in _conditions(condition)]


def _conditions(condition: Condition) -> Iterator[tuple[Condition, tuple[Value, ...]]]:
    match condition:
        case Some(parts):
            yield from ((part, _constants(part)) for part in parts)
        case Among(Union(sets)):
            yield from ((Among(part), ()) for part in sets)
        case Linked(relation, Namesakes() as to, backwards):
            yield from ((Linked(relation, one, backwards), one.names) for one in _each(to))


def _constants(condition: Condition) -> tuple[Value, ...]:
    match condition:
        case Test(_, "=", Constant(value)):
            return (value,)
        case _:
            return ()


def _each(names: Names) -> list[Names]:
    return [Names((name,), names.kind) for name in names.names]


def told_as(truth: Truth) -> Query:
    """The query whose reply tells best that an alternative is so: a place in an order is told as one."""
    match truth:
        case Holds(Names() as source, Among(Rank(All() as everything, By() as measure, False))):
            return Place(source, everything, measure)
        case _:
            return truth
