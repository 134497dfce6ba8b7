"""Sets and conditions: which entities a query means, and what says that they belong.

Rule of this file: no node is evaluated by more than one function, and none looks into another's node.
"""

from __future__ import annotations

import operator
import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, TypeVar, assert_never

from clairbot.query import (
    All,
    Alphabet,
    Among,
    By,
    Disputed,
    Every,
    Follow,
    Linked,
    Links,
    Names,
    Not,
    Parity,
    Rank,
    RankEach,
    Said,
    Shared,
    Sized,
    Some,
    Spelt,
    Test,
    Union,
    Where,
)  # fmt: skip
from clairbot.store.facts import believed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from clairbot.query import Condition, Measure, Node, Scalar, Set
    from clairbot.store.facts import Facts
    from clairbot.values import Statement, Value

Proof = tuple["Statement", ...]
T = TypeVar("T")
OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
DATE = re.compile(r"\d{4}(-\d\d){0,2}")
"""How a store writes dates: so that they sort as texts."""
UNPLACED = 1_000_000
"""Place of an entity that the property which breaks ties says nothing of: after all others."""


class Sets(ABC):
    """One run over the facts, with the statements that it is told to believe."""

    def __init__(self, facts: Facts, believing: Mapping[tuple[str, str], Value]) -> None:
        self._facts = facts
        self._believing = believing
        self._known: dict[int, tuple[Node, Any]] = {}
        """What was found for each node, by its identity: to hash a query takes longer than to answer it."""
        self._among: dict[int, frozenset[str]] = {}
        """Names of the entities of such nodes."""
        self.sizes: list[tuple[int, int]] = []
        self.consulted: set[tuple[str, str]] = set()
        """Subjects and properties of which statements were believed."""

    @abstractmethod
    def scalar(self, node: Scalar) -> tuple[tuple[Value, ...], Proof]:
        """Values of a scalar, and what says so."""

    # --- statements ---------------------------------------------------------------------------------

    def statements(self, name: str, subject: str) -> list[Statement]:
        """The believed statements of a property about a subject."""
        found = self._facts.of(name, subject)
        self.consulted.add((subject, name))
        if self._believing and (subject, name) in self._believing:
            value = self._believing[subject, name]
            return [s for s in found if s.value == value]
        return believed(found, self._facts.schema.properties[name]) if len(found) > 1 else found

    def links(self, name: str, subject: str, *, backwards: bool) -> list[Statement]:
        """Statements of a relation at one end or the other."""
        if backwards and not self._facts.schema.properties[name].symmetric:
            return self._facts.inverse(name).get(subject, [])
        return self.statements(name, subject)

    def measured(self, measure: Measure, name: str) -> tuple[list[Value], Proof]:
        """Values of a measure of an entity."""
        if isinstance(measure, By):
            found = self.statements(measure.property, name)
            if len(found) == 1:  # most often
                return [found[0].value], tuple(found)
            return list(dict.fromkeys(s.value for s in found)), tuple(found)
        if isinstance(measure, Alphabet):
            return [name.casefold()], ()
        found = self.links(measure.property, name, backwards=measure.backwards)
        ends = dict.fromkeys(s.subject if measure.backwards else str(s.value) for s in found)
        if isinstance(measure, Links) and measure.to is not None:
            among = self._members(measure.to)
            ends = {end: None for end in ends if end in among}
        return [len(ends)], tuple(found)

    # --- sets ---------------------------------------------------------------------------------------

    def set(self, node: Set) -> tuple[tuple[str, ...], Proof]:
        """Names of a set's entities, and what says that they belong."""
        return self._once(node, self._set)

    def _once(self, node: Node, find: Callable[[Any], T]) -> T:
        """What is found for a node, found once; the node is kept, so that no other can take its identity."""
        found = self._known.get(id(node))
        if found is None:
            found = self._known[id(node)] = (node, find(node))
        return found[1]

    def _members(self, node: Set) -> frozenset[str]:
        """Names of a set's entities, to be looked up."""
        found = self._among.get(id(node))
        if found is None:
            found = self._among[id(node)] = frozenset(self.set(node)[0])
        return found

    def _set(self, node: Set) -> tuple[tuple[str, ...], Proof]:  # noqa: PLR0911 (one for each node)
        match node:
            case All(kind):
                return self._facts.entities(kind), ()
            case Names(names, _):
                return names, ()
            case Where(source, condition):
                return self._where(source, condition)
            case Follow(source, name, backwards):
                return self._follow(source, name, backwards=backwards)
            case Rank():
                return self._rank(node)
            case Union(sets):
                parts = [self.set(part) for part in sets]
                return unique(n for names, _ in parts for n in names), join(proof for _, proof in parts)
            case Sized(source, count):
                names, proof = self.set(source)
                self.sizes.append((count, len(names)))
                return names, proof
            case _:
                assert_never(node)

    def _where(self, source: Set, condition: Condition) -> tuple[tuple[str, ...], Proof]:
        """Those that pass, and what says so; where none does, what says that."""
        names, proof = self.set(source)
        passed: dict[str, Proof] = {}
        for name in self._narrowed(condition, names):
            true, because = self.condition(condition, name)
            if true:
                passed[name] = because
        if not passed:
            return (), join(self.condition(condition, name)[1] for name in names)
        failed = set(names) - passed.keys()
        about = [s for s in proof if s.subject not in failed and (s.value not in failed or s.subject in passed)]
        return tuple(passed), join([tuple(about), *passed.values()])

    def _narrowed(self, condition: Condition, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names that may pass: those that are linked to few things are found from there, not asked one by one."""
        match condition:
            case Every(parts):
                for part in parts:
                    names = self._narrowed(part, names)
            case Linked(relation, to, backwards) if to is not None and not self._facts.general(relation):
                ends = self.set(to)[0]
                if len(ends) < len(names):
                    near = {end for name in ends for end in self._facts.linked(relation, name, forwards=backwards)}
                    names = tuple(name for name in names if name in near)
        return names

    def _follow(self, source: Set, name: str, *, backwards: bool) -> tuple[tuple[str, ...], Proof]:
        names, proof = self.set(source)
        found = [s for subject in names for s in self.links(name, subject, backwards=backwards)]
        return unique(s.subject if backwards else str(s.value) for s in found), (*proof, *found)

    def _rank(self, node: Rank) -> tuple[tuple[str, ...], Proof]:
        """Entities that share a value share their places; the pack may break ties by a second property."""
        if isinstance(node, RankEach):
            return self._rank_each(node)
        return self._ranked(node, self.set(node.source)[0])

    def _rank_each(self, node: RankEach) -> tuple[tuple[str, ...], Proof]:
        """The places of each group; an entity may be in several."""
        names = frozenset(self.set(node.source)[0])
        found = []
        for group in self.set(node.groups)[0] if node.groups is not None else ():
            ends = self._facts.linked(node.property, group, forwards=node.backwards)
            found.append(self._ranked(node, tuple(str(end) for end in ends if end in names)))
        return unique(name for ranked, _ in found for name in ranked), join(proof for _, proof in found)

    def _ranked(self, node: Rank, names: tuple[str, ...]) -> tuple[tuple[str, ...], Proof]:
        found: list[tuple[str, Proof]] = []
        place = 1
        for group in self._ordered(node.measure, names, descending=node.descending):
            if place > node.start + node.count - 1:
                break
            if place + len(group) > node.start:
                found.extend(group)
            place += len(group)
        return tuple(name for name, _ in found), join(proof for _, proof in found)

    def _ordered(
        self, measure: Measure, names: Iterable[str], *, descending: bool = False
    ) -> list[list[tuple[str, Proof]]]:
        """Entities in the order of a measure, those that share a place together."""
        groups: dict[tuple[Value, ...], list[tuple[str, Proof]]] = {}
        for name in names:
            values, proof = self.measured(measure, name)
            if values:
                groups.setdefault(self._key(measure, name, max(values)), []).append((name, proof))
        return [groups[key] for key in sorted(groups, reverse=descending)]

    def _key(self, measure: Measure, name: str, value: Value) -> tuple[Value, ...]:
        ties = self._facts.schema.properties[measure.property].ties if isinstance(measure, By) else ""
        if not ties:
            return (value,)
        places = [s.value for s in self.statements(ties, name)]
        return (value, places[0] if places else UNPLACED)

    # --- conditions ---------------------------------------------------------------------------------

    def condition(self, condition: Condition, name: str) -> tuple[bool, Proof]:  # noqa: PLR0911 (one for each node)
        """Whether a condition is true of an entity, and what says so."""
        match condition:
            case Test(measure, sign, value):
                return self._test(measure, sign, value, name)
            case Linked(relation, to, backwards):
                return self._linked(relation, to, name, backwards=backwards)
            case Among(others):
                proof = self.set(others)[1]
                about = tuple(s for s in proof if name in {s.subject, s.value})
                return name in self._members(others), about or proof
            case Spelt(text, start):
                return spelt(name.casefold(), text, start=start), ()
            case Parity(measure, rest):
                values, proof = self.measured(measure, name)
                return any(isinstance(v, int) and v % 2 == rest for v in map(year_of, values)), proof
            case Shared(source, measure):
                return self._shared(source, measure, name)
            case Said() | Disputed():
                return self._sourced(condition, name)
            case Not(inner):
                return self._not(inner, name)
            case Every(parts) | Some(parts):
                results = [self.condition(part, name) for part in parts]
                whole = all if isinstance(condition, Every) else any
                return whole(true for true, _ in results), join(proof for _, proof in results)
            case _:
                assert_never(condition)

    def _not(self, inner: Condition, name: str) -> tuple[bool, Proof]:
        """Whether something is not true; of one that is not among others, only what is said of itself says so.

        A value that nobody gives is neither this nor another: nothing is true or false of it.
        """
        true, proof = self.condition(inner, name)
        if (
            isinstance(inner, Test)
            and isinstance(inner.measure, By)
            and not self.statements(inner.measure.property, name)
        ):
            return False, proof
        if isinstance(inner, Among) and not true:
            proof = tuple(s for s in proof if name in {s.subject, s.value})
        return not true, proof

    def _test(self, measure: Measure, sign: str, value: Scalar, name: str) -> tuple[bool, Proof]:
        values, proof = self.measured(measure, name)
        others, why = self._once(value, self.scalar)
        found = [compares(a, sign, b) for a in values for b in others]
        whole = all if sign != "=" else any
        return bool(found) and whole(found), (*proof, *why)

    def _linked(self, relation: str, to: Set | None, name: str, *, backwards: bool) -> tuple[bool, Proof]:
        found = everything = self.links(relation, name, backwards=backwards)
        if to is not None:
            among = self._members(to)
            found = [s for s in found if (s.subject if backwards else s.value) in among]
        if not found and isinstance(to, Names):
            others = [s for end in to.names for s in self.links(relation, end, backwards=not backwards)]
            everything = [*everything, *(others if len(others) == 1 or not everything else ())]
        return bool(found), tuple(found or everything)

    def _sourced(self, condition: Said | Disputed, name: str) -> tuple[bool, Proof]:
        """What is true of all that sources say, believed or not."""
        found = self._facts.of(condition.measure.property, name)
        said = {s.value for s in found}
        true = not said.isdisjoint(self.scalar(condition.value)[0]) if isinstance(condition, Said) else len(said) > 1
        return true, tuple(found)

    def _shared(self, source: Set, measure: By, name: str) -> tuple[bool, Proof]:
        own, proof = self.measured(measure, name)
        years = set(map(year_of, own))
        for other in self.set(source)[0]:
            values, why = self.measured(measure, other)
            if other != name and years & set(map(year_of, values)):
                return True, (*proof, *why)
        return False, proof


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Names without repetition, in the order of their first use."""
    return tuple(dict.fromkeys(names))


def join(proofs: Iterable[Proof]) -> Proof:
    """Several proofs as one."""
    return tuple(statement for proof in proofs for statement in proof)


def spelt(name: str, text: str, *, start: bool) -> bool:
    """Whether the last word of a name starts with a text, or (not `start`) the name contains it."""
    return any(word.startswith(text) for word in name.split()[-1:]) if start else text in name


def compares(first: Value, sign: str, second: Value) -> bool:
    """Whether two values compare as an operator says; numbers and texts never do."""
    if not type(first) is type(second) is int:
        first, second = alike(first, second)
    return comparable(first, second) and bool(OPERATORS[sign](first, second))


def alike(first: Value, second: Value) -> tuple[Value, Value]:
    """Two values as they can be compared: a date beside a year, or beside a date that is less exact, is cut to it."""
    if isinstance(first, str) and isinstance(second, str):
        shorter = min(len(first), len(second))
        return (first[:shorter], second[:shorter]) if dated(first) and dated(second) else (first, second)
    return (year_of(first), second) if numeric(second) else (first, year_of(second))


def dated(value: Value) -> bool:
    """Whether a value is a date, as `2021-03-04` or less exactly."""
    return isinstance(value, str) and DATE.fullmatch(value) is not None


def year_of(value: Value) -> Value:
    """The year of a date; any other value as it is."""
    return int(value[:4]) if isinstance(value, str) and dated(value) else value


def numeric(value: Value) -> bool:
    """Whether a value is a number."""
    return isinstance(value, (int, float))


def comparable(first: Value, second: Value) -> bool:
    """Whether two values are both numbers, or both none."""
    return numeric(first) == numeric(second)
