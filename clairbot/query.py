"""The query algebra: what a question means, as data that can be printed, compared and run by any store.

Rule of this file: nodes are frozen and hold nodes, names and plain values alone. A set node denotes
entities, a scalar node plain values, a condition is tested of one entity, a truth node is yes or no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from clairbot.record import Record, once

if TYPE_CHECKING:
    from collections.abc import Callable

    from clairbot.values import Value

Operator: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">="]


class Node(Record):
    """Base of all nodes; `str` writes a query out as nested calls."""

    __slots__ = ()

    @once
    def below(self) -> tuple[Node, ...]:
        """The node and all nodes below it, parents first; a query is walked through many times."""
        found: list[Node] = [self]
        for value in self[1:]:
            if isinstance(value, Node):
                found += value.below
            elif type(value) is tuple:
                for item in value:
                    if isinstance(item, Node):
                        found += item.below
        return tuple(found)

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()}({', '.join([_show(value) for value in self[1:]])})"


def _show(value: object) -> str:
    if type(value) is tuple:
        return f"[{', '.join([_show(item) for item in value])}]"
    return str(value)


# --- sets -------------------------------------------------------------------------------------------


class All(Node):
    """Every entity of a kind."""

    kind: str


class Names(Node):
    """These entities, in this order."""

    names: tuple[str, ...]
    kind: str


class Namesakes(Names):
    """Entities of one kind that are called alike: what is said of the name may be true of any of them."""

    __slots__ = ()


class Where(Node):
    """The entities of a set of which a condition is true."""

    source: Set
    condition: Condition


class Follow(Node):
    """The entities that a relation leads to from a set, forwards or backwards."""

    source: Set
    property: str
    backwards: bool = False


class Rank(Node):
    """The entities in places `start` to `start + count - 1` when a set is ordered by a measure; ties come along."""

    source: Set
    measure: Measure
    descending: bool
    start: int = 1
    count: int = 1  # type: ignore[assignment]  # a field here, though `tuple` has a method of the name


class RankEach(Rank):
    """The same in each group: the entities of a set by what a relation links them to, `backwards` if from there."""

    groups: Set | None = None
    property: str = ""
    backwards: bool = False


class Union(Node):
    """The entities of several sets."""

    sets: tuple[Set, ...]


class Sized(Node):
    """A set that is said to have this many entities; whether it does is for the reply to say."""

    source: Set
    count: int  # type: ignore[assignment]  # as above


# --- measures: what to order by ---------------------------------------------------------------------


class By(Node):
    """A property as a measure; an empty property is still to be found from its dimension."""

    property: str
    dimension: str = ""


class Links(Node):
    """The number of entities that a relation leads to, as a measure; only those among `to`, if given."""

    property: str
    backwards: bool = False
    to: Set | None = None


class Alphabet(Node):
    """The name itself, as a measure."""


Measure: TypeAlias = By | Links | Alphabet

# --- scalars ----------------------------------------------------------------------------------------


class Constant(Node):
    """A value that stood in the question."""

    value: Value


class Quantity(Constant):
    """A value with a unit, which only values of one property can be compared with."""

    property: str


class Of(Node):
    """The values of a property of the entities of a set."""

    source: Set
    measure: By


class Count(Node):
    """How many entities a set has."""

    source: Set


class Amount(Node):
    """How many different values a scalar has."""

    source: Scalar


class Plus(Node):
    """A scalar moved by a number."""

    source: Scalar
    offset: float


class Gap(Node):
    """The absolute difference between two scalars."""

    first: Scalar
    second: Scalar


class Longest(Node):
    """The widest gap between neighbouring values of a property."""

    source: Set
    measure: By


class Total(Node):
    """Sum or mean of a scalar's values."""

    source: Scalar
    mean: bool = False


class Place(Node):
    """Which place the entities of a set have when `among` is ordered by a measure; ties share the first of theirs."""

    source: Set
    among: Set
    measure: By


class Mode(Node):
    """The value of a property that most (or fewest) entities share, or that `share` of them share.

    With a `step` above 1, values are counted together by so many: by decades with 10.
    """

    source: Set
    measure: By
    fewest: bool = False
    share: int = 0
    step: int = 1


# --- conditions -------------------------------------------------------------------------------------


class Test(Node):
    """A property compared with a scalar."""

    measure: By | Links
    operator: Operator
    value: Scalar


class Linked(Node):
    """Whether a relation leads to an entity of a set; any entity where the set is missing."""

    property: str
    to: Set | None
    backwards: bool = False


class Among(Node):
    """Whether the entity is in a set."""

    set: Set


class Spelt(Node):
    """Whether the entity's name starts with (or, not `start`, contains) a text."""

    text: str
    start: bool = True


class Parity(Node):
    """Whether a number property is even (0) or odd (1)."""

    measure: By
    rest: int


class Shared(Node):
    """Whether another entity of the set has the same value of a property."""

    source: Set
    measure: By


class Said(Node):
    """Whether some source, believed or not, gives a property this value."""

    measure: By
    value: Scalar


class Disputed(Node):
    """Whether sources disagree about a property."""

    measure: By


class Not(Node):
    """Whether a condition is false."""

    condition: Condition


class Every(Node):
    """Whether all conditions are true."""

    conditions: tuple[Condition, ...]


class Some(Node):
    """Whether at least one condition is true."""

    conditions: tuple[Condition, ...]


# --- truths -----------------------------------------------------------------------------------------


class Holds(Node):
    """Whether a condition is true of every entity of a set."""

    source: Set
    condition: Condition


class Exists(Node):
    """Whether a set has any entity."""

    source: Set


class Equals(Node):
    """Whether two scalars are equal, or compare as the operator says."""

    first: Scalar
    operator: Operator
    second: Scalar


class Same(Node):
    """Whether all entities of a set have the same value of a property."""

    source: Set
    measure: By


class Negated(Node):
    """The opposite of a truth."""

    truth: Truth


Set: TypeAlias = All | Names | Where | Follow | Rank | Union | Sized
SETS = (All, Names, Where, Follow, Rank, Union, Sized)
"""All nodes that denote entities."""
Scalar: TypeAlias = Constant | Of | Count | Amount | Plus | Gap | Longest | Total | Place | Mode
Condition: TypeAlias = Test | Linked | Among | Spelt | Parity | Shared | Said | Disputed | Not | Every | Some
Truth: TypeAlias = Holds | Exists | Equals | Same | Negated
Query: TypeAlias = Set | Scalar | Truth


def walk(node: Node) -> tuple[Node, ...]:
    """A node and all nodes below it, parents first."""
    return node.below


def exchange(query: Query, old: Node, new: Node) -> Query:
    """A copy of a query with one node in place of another."""
    return swap(query, lambda node: new if node == old else None)  # type: ignore[return-value]


def swap(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """A copy of a query in which each node for which `change` gives another one is exchanged."""
    changed = change(node)
    if changed is not None:
        return changed
    return type(node)(*(_swap_value(value, change) for value in node[1:]))


def _swap_value(value: Any, change: Callable[[Node], Node | None]) -> Any:  # noqa: ANN401
    if isinstance(value, Node):
        return swap(value, change)
    if isinstance(value, tuple):
        return tuple(_swap_value(item, change) for item in value)
    return value
