"""Meanings of words that are no query yet: a property named, a place in an order, the rest of a question."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar

from clairbot.query import By, Measure, Operator, Test
from clairbot.record import Record

TIME = "time"
"""The dimension of years."""
NOW = By("", TIME)
"""The measure of conditions such as "before 1990", which name no property."""
EVERYTHING = 1_000_000
"""As many places as there are."""
Kinds: TypeAlias = frozenset[str]
Meaning = TypeVar("Meaning")


class Verb(Record):
    """A property named by a verb, or by a noun that a relation's far end is called."""

    property: str
    """Its identifier; empty where only the dimension is known."""
    backwards: bool = False
    """Whether the word speaks from the value's side, as `is held by` does."""
    dimension: str = ""
    """What it measures, where no property is named."""


class Superlative(Record):
    """Places in an order, of a set still to come."""

    measure: Measure
    """What to order by."""
    descending: bool
    """Whether the largest comes first."""
    start: int = 1
    """First place."""
    count: int = 1  # type: ignore[assignment]  # a tuple has a method of this name
    """How many places."""


class Bound(Record):
    """A number that another is compared with: "more than six"."""

    operator: Operator
    """How it is compared."""
    number: int
    """The number."""


class Fragment(Record):
    """What is left to say once the question before is known: "and London?"."""

    action: str
    """What to do with the last question."""
    part: Any = None
    """What is new."""


def dimension_of(meaning: object) -> str:
    """What a word measures that names no property itself; empty if it measures nothing."""
    match meaning:
        case Verb(property="", dimension=dimension):
            return dimension
        case (
            Superlative(measure=By(property="", dimension=dimension))
            | Test(measure=By(property="", dimension=dimension))
        ):
            return dimension
        case _:
            return ""
