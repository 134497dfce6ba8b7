"""Conditions: what must be true of a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clairbot.meaning.parts import NOW, TIME, Verb
from clairbot.meaning.sets import Sets
from clairbot.query import (
    All,
    Among,
    By,
    Condition,
    Constant,
    Disputed,
    Every,
    Linked,
    Names,
    Namesakes,
    Node,
    Not,
    Of,
    Parity,
    Plus,
    Scalar,
    Set,
    Shared,
    Some,
    Spelt,
    Test,
    Union,
    swap,
    walk,
)

if TYPE_CHECKING:
    from clairbot.schema import Property


class Conditions(Sets):
    """Conditions: what must be true of a thing."""

    def compare(self, than: Test, value: Scalar) -> Condition | None:
        """A comparative with what it is compared with, measured alike: "older than Seoul"."""
        wanted = than.measure.dimension if isinstance(than.measure, By) else ""
        if isinstance(value, Of) and wanted not in {"", *self.property(value.measure.property).dimensions}:
            measure = self.measure(than.measure, self.kinds(value.source))
            return than.replace(value=Of(value.source, measure)) if isinstance(measure, By) else None
        return than.replace(value=value)

    def within(self, period: tuple[int, int]) -> Condition:
        """In a stretch of years, both ends included."""
        first, last = period
        return Every((self.test(">=", Constant(first)), self.test("<=", Constant(last))))

    def between(self, first: Scalar, second: Scalar) -> Condition | None:
        """Between two years (both included) or two openings (both left out)."""
        if isinstance(first, Constant) and isinstance(second, Constant):
            low, high = sorted((first.value, second.value))
            return self.within((low, high))  # type: ignore[arg-type]
        if any(isinstance(s, Of) and isinstance(s.source, Names) and len(s.source.names) > 1 for s in (first, second)):
            return None
        ways = ((first, second), (second, first))
        return Some(tuple(Every((self.test(">", low), self.test("<", high))) for low, high in ways))

    def offset(self, number: int, direction: int, value: Scalar) -> Condition | None:
        """Exactly so long before or after: "a year after Seoul"."""
        return self.test("=", Plus(value, number * direction))

    def near(self, number: int, direction: int, value: Scalar) -> Condition | None:
        """At most so long before or after (or both, with direction 0)."""
        low = self.test(">=", Plus(value, -number)) if direction <= 0 else self.test(">", value)
        high = self.test("<=", Plus(value, number)) if direction >= 0 else self.test("<", value)
        return Every((low, high))

    def same(self, source: Set) -> Condition | None:
        """At the same time as another: "in the same year as London"."""
        moment = self.moment(source)
        return moment and Every((self.test("=", moment), Not(Among(source))))

    def alone(self) -> Condition:
        """At a time of its own: "with no other in the same year"."""
        return Not(self.paired())

    def paired(self) -> Condition:
        """At the same time as some other."""
        return Shared(Union(()), NOW)

    def disputed(self) -> Condition:
        """With sources that disagree about its time."""
        return Disputed(NOW)

    def parity(self, rest: int) -> Condition:
        """In an even or odd year."""
        return Parity(NOW, rest)

    def spelt(self, text: str, start: int) -> Condition:
        """By how the name is written."""
        return Spelt(text, bool(start))

    def of(self, verb: Verb, condition: Condition) -> Condition | None:
        """A condition on a named property: "opened before 1990"."""

        def change(node: Node) -> Node | None:
            if isinstance(node, By) and not node.property:
                found = self._specify(node, verb)
                return found if isinstance(found, By) else node
            if isinstance(node, Of) and verb.property:
                return self._implied(node, Of(node.source, By(verb.property, TIME)))
            return None

        if verb.property and self.property(verb.property).relation:
            return None
        named = swap(condition, change)
        measures = [node for node in walk(named) if isinstance(node, By)]
        right = measures and all(m.property == verb.property or not verb.property for m in _outer(named))
        return named if right and named != condition else None  # type: ignore[return-value]

    def linked(self, verb: Verb, other: Set) -> Condition | None:
        """Linked to one of a set: "holds the ASEAN Forum", "held by Singapore"."""
        relation, kinds = self._relation(verb, other), self.kinds(other)
        if relation is None:
            return None
        if relation.to & kinds and not (verb.backwards and relation.of & kinds):
            return self._linked_all(Linked(relation.name, other), relation)
        return self._linked_all(Linked(relation.name, other, backwards=True), relation) if relation.of & kinds else None

    @staticmethod
    def _linked_all(link: Linked, relation: Property) -> Condition:
        """A link to each of several names, where a thing can have several: "borders Spain and France"."""
        other = link.to
        several = isinstance(other, Names) and not isinstance(other, Namesakes) and len(other.names) > 1
        if not several or not relation.many:
            return link
        return Every(tuple(link.replace(to=Names((name,), other.kind)) for name in other.names))  # type: ignore[union-attr]

    def linkedto(self, verb: Verb, other: Set) -> Condition | None:
        """Linked to what stands after the verb, not from it: "holds the ASEAN Forum"."""
        found = self.linked(verb, other)
        if isinstance(found, Every):
            return found
        forward = isinstance(found, Linked) and (not found.backwards or verb.backwards)
        return found if forward or (isinstance(found, Linked) and isinstance(other, Names)) else None

    def partners(self, kind: str, source: Set, verb: Verb, other: Set) -> Set | None:
        """Those who do the same: "with which ministries do the local authorities operate JET"."""
        condition = self.linkedto(verb, other)
        known = isinstance(condition, Linked) and self.fit(condition, self.kinds(source)) is not None
        return self.where(All(kind), condition) if known else None  # type: ignore[arg-type]

    def alsolinked(self, condition: Condition, other: Set) -> Condition | None:
        """Linked to something else as well: "run by local authorities together with three ministries"."""
        parts = condition.conditions if isinstance(condition, Every) else (condition,)
        last = parts[-1]
        if not isinstance(last, Linked) or last.to is None:
            return None
        relation = self.property(last.property)
        far = relation.of if last.backwards else relation.to
        return Every((*parts, last.replace(to=other))) if far & self.kinds(other) else None

    def has(self, verb: Verb) -> Condition | None:
        """Having any value of a property: "that opened", "with a forum"."""
        return Linked(verb.property, None, verb.backwards) if verb.property else None

    def outside(self, others: Set) -> Condition:
        """All but these: "other than New York"."""
        return Not(Among(others))

    def both(self, first: Condition, second: Condition) -> Condition | None:
        """Both conditions."""
        years = [
            c.value
            for c in (first, second)
            if isinstance(c, Test) and c.operator == "=" and isinstance(c.value, Constant)
        ]
        if len(set(years)) == 2:  # noqa: PLR2004
            return self.either(first, second)
        return Every(tuple(dict.fromkeys((*_parts(first, Every), *_parts(second, Every)))))

    def either(self, first: Condition, second: Condition) -> Condition | None:
        """At least one of the conditions; a negation before them is of both."""
        if isinstance(first, Not):
            return None
        return Some((*_parts(first, Some), *_parts(second, Some)))

    def qualifiedcond(self, condition: Condition, kind: str) -> Condition | None:
        """A condition with a word that is true of all of a kind: "opened abroad in 1990"."""
        return condition if kind in self.domain(condition) else None

    def qualifiedverb(self, verb: Verb, kind: str) -> Verb | None:
        """A verb with a word that is true of all of a kind: "opened abroad"."""
        return verb if verb.property and kind in self.property(verb.property).of else None

    def already(self, condition: Condition) -> Condition | None:
        """Being there at a time, for what has no end: "existed in 1992" is opened by 1992."""
        match condition:
            case Test(measure, "=", Of() as value):
                return Test(measure, "<", value)
            case Test(measure, "=" | "<=", value):
                return Test(measure, "<=", value)
            case Test(measure, ">=", value):
                return Test(measure, "=", value)
            case Test(measure, "<", value):
                return Test(measure, "<", value)
            case Every((Test(), Test(measure, "<=", value))):
                return Test(measure, "<=", value)
            case _:
                return None

    def ownedcond(self, owner: Names, condition: Condition) -> Condition | None:
        """A condition told of the owner: "which did CLAIR open in 1994"."""
        for kind in self.domain(condition):
            for relation, backwards in self._linking(frozenset({kind}), self.kinds(owner)):
                if relation.owner and not backwards:
                    return self.both(condition, Linked(relation.name, owner))
        return None

    def dates(self, first: Any, second: int) -> tuple[int, ...]:  # noqa: ANN401
        """Years in a row: "1988, 1990 or 1993"."""
        return (*(first if isinstance(first, tuple) else (first,)), second)

    def anydate(self, years: tuple[int, ...]) -> Condition:
        """In one of several years."""
        return Some(tuple(self.test("=", Constant(year)) for year in years))

    def only(self, condition: Condition) -> Condition | None:
        """Linked to these and to no others: "operated by CLAIR alone"."""
        if not isinstance(condition, Linked):
            return condition
        if condition.to is None:
            return None
        relation = self.property(condition.property)
        others = self.every(relation.of if condition.backwards else relation.to)
        rest = others and self.where(others, self.outside(condition.to))
        return rest and Every((condition, Not(Linked(relation.name, rest, condition.backwards))))

    def linkedfrom(self, verb: Verb, source: Set) -> Condition | None:
        """A noun for a relation's end told of its start: "an organiser of a forum"."""
        return self.linked(verb, source) if verb.backwards else None


def _parts(condition: Condition, kind: type[Every | Some]) -> tuple[Condition, ...]:
    return condition.conditions if isinstance(condition, kind) else (condition,)


def _outer(condition: Node) -> list[By]:
    """Measures that a condition itself tests, not those inside the values it compares with."""
    match condition:
        case Test(measure, _, _) | Parity(measure, _) | Shared(_, measure):
            return [measure] if isinstance(measure, By) else []
        case Not(inner):
            return _outer(inner)
        case Every(parts) | Some(parts):
            return [measure for part in parts for measure in _outer(part)]
        case _:
            return []
