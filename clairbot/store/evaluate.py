"""Running a query over the facts: what it denotes, and which statements say so.

Every evaluation gives values together with the statements that they rest on, so an answer can always
name its sources. Rejected: translating queries to SQL, which loses which row of which subquery made an
entity pass, and makes asking "would the answer change if the other source were right?" a second dialect.

Rule of this file: no node is evaluated by more than one function, and none looks into another's node.
"""

from __future__ import annotations

import operator
from collections import Counter
from typing import TYPE_CHECKING, assert_never

from clairbot.query import (
    All,
    Alphabet,
    Among,
    Amount,
    By,
    Condition,
    Constant,
    Count,
    Equals,
    Every,
    Exists,
    Follow,
    Gap,
    Holds,
    Linked,
    Links,
    Longest,
    Measure,
    Mode,
    Names,
    Negated,
    Node,
    Not,
    Of,
    Parity,
    Plus,
    Query,
    Rank,
    Same,
    Scalar,
    Set,
    Shared,
    Sized,
    Some,
    Spelt,
    Test,
    Total,
    Truth,
    Union,
    Where,
    walk,
)
from clairbot.record import Record
from clairbot.store.facts import Facts, believed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clairbot.values import Statement, Value

Proof = tuple["Statement", ...]
OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
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


class Evaluation:
    """One run, with the statements that it is told to believe."""

    def __init__(self, facts: Facts, believing: Mapping[tuple[str, str], Value]) -> None:
        self._facts = facts
        self._believing = believing
        self._sets: dict[Set, tuple[tuple[str, ...], Proof]] = {}
        self.sizes: list[tuple[int, int]] = []

    def query(self, query: Query) -> tuple[tuple[Value, ...], Proof]:
        """Values and proof of any query."""
        if isinstance(query, (All, Names, Where, Follow, Rank, Union, Sized)):
            return self.set(query)
        if isinstance(query, (Holds, Exists, Equals, Same, Negated)):
            truth, proof = self.truth(query)
            return (truth,), proof
        return self.scalar(query)

    # --- statements ---------------------------------------------------------------------------------

    def statements(self, name: str, subject: str) -> list[Statement]:
        """The believed statements of a property about a subject."""
        found = self._facts.of(name, subject)
        if (subject, name) in self._believing:
            value = self._believing[subject, name]
            return [s for s in found if s.value == value]
        return believed(found, self._facts.schema.properties[name])

    def links(self, name: str, subject: str, *, backwards: bool) -> list[Statement]:
        """Statements of a relation at one end or the other."""
        if backwards and not self._facts.schema.properties[name].symmetric:
            return self._facts.inverse(name).get(subject, [])
        return self.statements(name, subject)

    def measured(self, measure: Measure, name: str) -> tuple[list[Value], Proof]:
        """Values of a measure of an entity."""
        if isinstance(measure, By):
            found = self.statements(measure.property, name)
            return [s.value for s in found], tuple(found)
        if isinstance(measure, Alphabet):
            return [name.casefold()], ()
        found = self.links(measure.property, name, backwards=measure.backwards)
        ends = dict.fromkeys(s.subject if measure.backwards else str(s.value) for s in found)
        if isinstance(measure, Links) and measure.to is not None:
            among = set(self.set(measure.to)[0])
            ends = {end: None for end in ends if end in among}
        return [len(ends)], tuple(found)

    # --- sets ---------------------------------------------------------------------------------------

    def set(self, node: Set) -> tuple[tuple[str, ...], Proof]:
        """Names of a set's entities, and what says that they belong."""
        if node not in self._sets:
            self._sets[node] = self._set(node)
        return self._sets[node]

    def _set(self, node: Set) -> tuple[tuple[str, ...], Proof]:
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
                return _unique(n for names, _ in parts for n in names), _join(proof for _, proof in parts)
            case Sized(source, count):
                names, proof = self.set(source)
                self.sizes.append((count, len(names)))
                return names, proof
            case _:
                assert_never(node)

    def _where(self, source: Set, condition: Condition) -> tuple[tuple[str, ...], Proof]:
        names, proof = self.set(source)
        passed, why = [], [proof]
        for name in names:
            true, because = self.condition(condition, name)
            if true:
                passed.append(name)
                why.append(because)
        return tuple(passed), _join(why)

    def _follow(self, source: Set, name: str, *, backwards: bool) -> tuple[tuple[str, ...], Proof]:
        names, proof = self.set(source)
        found = [s for subject in names for s in self.links(name, subject, backwards=backwards)]
        return _unique(s.subject if backwards else str(s.value) for s in found), (*proof, *found)

    def _rank(self, node: Rank) -> tuple[tuple[str, ...], Proof]:
        """Entities that share a value share their places; the pack may break ties by a second property."""
        groups: dict[tuple[Value, ...], list[tuple[str, Proof]]] = {}
        for name in self.set(node.source)[0]:
            values, proof = self.measured(node.measure, name)
            if values:
                groups.setdefault(self._key(node, name, max(values)), []).append((name, proof))  # type: ignore[type-var]
        found: list[tuple[str, Proof]] = []
        place = 1
        for key in sorted(groups, reverse=node.descending):  # type: ignore[type-var]
            if place > node.start + node.count - 1:
                break
            if place + len(groups[key]) > node.start:
                found.extend(groups[key])
            place += len(groups[key])
        return tuple(name for name, _ in found), _join(proof for _, proof in found)

    def _key(self, node: Rank, name: str, value: Value) -> tuple[Value, ...]:
        ties = self._facts.schema.properties[node.measure.property].ties if isinstance(node.measure, By) else ""
        if not ties:
            return (value,)
        places = [s.value for s in self.statements(ties, name)]
        return (value, places[0] if places else 1_000_000)

    # --- conditions ---------------------------------------------------------------------------------

    def condition(self, condition: Condition, name: str) -> tuple[bool, Proof]:
        """Whether a condition is true of an entity, and what says so."""
        match condition:
            case Test(measure, sign, value):
                return self._test(measure, sign, value, name)
            case Linked(relation, to, backwards):
                return self._linked(relation, to, name, backwards=backwards)
            case Among(others):
                names, proof = self.set(others)
                return name in names, proof
            case Spelt(text, start):
                words = name.casefold().split()
                return any(w.startswith(text) if start else w == text for w in words[-1:] if start) or (
                    not start and text in name.casefold()
                ), ()
            case Parity(measure, rest):
                values, proof = self.measured(measure, name)
                return any(isinstance(v, int) and v % 2 == rest for v in values), proof
            case Shared(source, measure):
                return self._shared(source, measure, name)
            case Not(inner):
                true, proof = self.condition(inner, name)
                return not true, proof
            case Every(parts) | Some(parts):
                results = [self.condition(part, name) for part in parts]
                whole = all if isinstance(condition, Every) else any
                return whole(true for true, _ in results), _join(proof for _, proof in results)
            case _:
                assert_never(condition)

    def _test(self, measure: Measure, sign: str, value: Scalar, name: str) -> tuple[bool, Proof]:
        values, proof = self.measured(measure, name)
        others, why = self.scalar(value)
        compare = OPERATORS[sign]
        pairs = [(a, b) for a in values for b in others]
        whole = all if sign != "=" else any
        return bool(pairs) and whole(_comparable(a, b) and compare(a, b) for a, b in pairs), (*proof, *why)

    def _linked(self, relation: str, to: Set | None, name: str, *, backwards: bool) -> tuple[bool, Proof]:
        found = everything = self.links(relation, name, backwards=backwards)
        if to is not None:
            among = set(self.set(to)[0])
            found = [s for s in found if (s.subject if backwards else s.value) in among]
        return bool(found), tuple(found or everything)

    def _shared(self, source: Set, measure: By, name: str) -> tuple[bool, Proof]:
        own, proof = self.measured(measure, name)
        for other in self.set(source)[0]:
            values, why = self.measured(measure, other)
            if other != name and set(values) & set(own):
                return True, (*proof, *why)
        return False, proof

    # --- scalars ------------------------------------------------------------------------------------

    def scalar(self, node: Scalar) -> tuple[tuple[Value, ...], Proof]:
        """Values of a scalar, and what says so."""
        match node:
            case Constant(value):
                return (value,), ()
            case Of(source, measure):
                found = [self.measured(measure, name) for name in self.set(source)[0]]
                return tuple(dict.fromkeys(v for values, _ in found for v in values)), _join(p for _, p in found)
            case Count(source):
                names, proof = self.set(source)
                return (len(names),), proof
            case Amount(source):
                values, proof = self.scalar(source)
                return (len(values),), proof
            case Plus(source, offset):
                values, proof = self.scalar(source)
                return tuple(_whole(v + offset) for v in values if isinstance(v, (int, float))), proof
            case Gap(first, second):
                return self._gap(first, second)
            case Longest(source, measure):
                return self._longest(source, measure)
            case Total(source, mean):
                return self._total(source, mean=mean)
            case Mode():
                return self._mode(node)
            case _:
                assert_never(node)

    def _gap(self, first: Scalar, second: Scalar) -> tuple[tuple[Value, ...], Proof]:
        (low, proof), (high, why) = self.scalar(first), self.scalar(second)
        gaps = [abs(a - b) for a in low for b in high if _numeric(a) and _numeric(b)]  # type: ignore[operator]
        return tuple(dict.fromkeys(gaps)), (*proof, *why)

    def _longest(self, source: Set, measure: By) -> tuple[tuple[Value, ...], Proof]:
        found = [self.measured(measure, name) for name in self.set(source)[0]]
        years = sorted({v for values, _ in found for v in values if isinstance(v, int)})
        gaps = [later - sooner for sooner, later in zip(years, years[1:], strict=False)]
        widest = max(gaps, default=0)
        ends = {y for a, b in zip(years, years[1:], strict=False) if b - a == widest for y in (a, b)}
        proof = _join(p for values, p in found if ends & set(values))
        return ((widest,) if gaps else ()), proof

    def _total(self, source: Scalar, *, mean: bool) -> tuple[tuple[Value, ...], Proof]:
        if not isinstance(source, Of):
            return (), ()
        found = [self.measured(source.measure, name) for name in self.set(source.source)[0]]
        numbers = [v for values, _ in found for v in values if isinstance(v, (int, float))]
        proof = _join(p for _, p in found)
        if not numbers:
            return (), proof
        return (_whole(sum(numbers) / (len(numbers) if mean else 1)),), proof

    def _mode(self, node: Mode) -> tuple[tuple[Value, ...], Proof]:
        found = [self.measured(node.measure, name) for name in self.set(node.source)[0]]
        counts = Counter(v for values, _ in found for v in values)
        if not counts:
            return (), ()
        wanted = node.share or (min if node.fewest else max)(counts.values())
        values = tuple(v for v in counts if counts[v] == wanted)
        return values, _join(p for vs, p in found if set(vs) & set(values))

    # --- truths -------------------------------------------------------------------------------------

    def truth(self, node: Truth) -> tuple[bool, Proof]:
        """Whether it is true, and what says so (or what says otherwise)."""
        match node:
            case Holds(source, condition):
                names, proof = self.set(source)
                results = [self.condition(condition, name) for name in names]
                return bool(names) and all(t for t, _ in results), (*proof, *_join(p for _, p in results))
            case Exists(source):
                names, proof = self.set(source)
                return bool(names), proof
            case Equals(first, sign, second):
                (low, proof), (high, why) = self.scalar(first), self.scalar(second)
                return any(OPERATORS[sign](a, b) for a in low for b in high if _comparable(a, b)), (*proof, *why)
            case Same(source, measure):
                found = [self.measured(measure, name) for name in self.set(source)[0]]
                return len({v for values, _ in found for v in values}) == 1, _join(p for _, p in found)
            case Negated(inner):
                true, proof = self.truth(inner)
                return not true, proof
            case _:
                assert_never(node)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _join(proofs: Iterable[Proof]) -> Proof:
    return tuple(statement for proof in proofs for statement in proof)


def _numeric(value: Value) -> bool:
    return isinstance(value, (int, float))


def _comparable(first: Value, second: Value) -> bool:
    return _numeric(first) == _numeric(second)


def _whole(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number


__all__ = ["Evaluation", "Node", "Result", "run"]
