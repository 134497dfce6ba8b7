"""What kinds of thing a meaning can be about, and whether parts fit each other."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from clairbot.meaning.parts import NOW, TIME, Fragment, Kinds, Meaning, Verb
from clairbot.numerals import YEARS
from clairbot.query import (
    All,
    Alphabet,
    Among,
    By,
    Condition,
    Constant,
    Disputed,
    Every,
    Follow,
    Linked,
    Links,
    Measure,
    Names,
    Not,
    Of,
    Operator,
    Parity,
    Quantity,
    Said,
    Scalar,
    Set,
    Shared,
    Some,
    Test,
    Union,
    Where,
)

if TYPE_CHECKING:
    from clairbot.schema import Property, Schema

REMEMBERED = 1_000
"""Groups of kinds of which it is remembered how they are linked."""


def _links(condition: Condition, relation: str) -> bool:
    """Whether a condition is of being linked to something by a relation."""
    if isinstance(condition, (Every, Some)):
        return any(_links(part, relation) for part in condition.conditions)
    return isinstance(condition, Linked) and condition.property == relation and condition.to is not None


class Types:
    """What kinds of thing a meaning can be about, and whether parts fit each other."""

    def __init__(self, schema: Schema, main: str = "") -> None:
        self.schema = schema
        self._first = main
        self._kinds: dict[Set, Kinds] = {}
        self._main: list[str] | None = None
        self._linking = lru_cache(REMEMBERED)(schema.linking)
        """Relations between two groups of kinds, as in `Schema.linking`."""
        self._measures: dict[tuple[Kinds, str], By | None] = {}

    def kinds(self, node: Set) -> Kinds:
        """Kinds of the entities that a set can have."""
        found = self._kinds.get(node)
        if found is None:
            found = self._kinds[node] = self._find_kinds(node)
        return found

    def _find_kinds(self, node: Set) -> Kinds:
        match node:
            case All(kind) | Names(_, kind):
                return frozenset({kind})
            case Follow(_, name, backwards):
                relation = self.schema.properties[name]
                return relation.of if backwards else relation.to
            case Union(sets):
                return frozenset().union(*(self.kinds(s) for s in sets))
            case _:
                return self.kinds(node.source)

    def measure(self, measure: Measure, kinds: Kinds) -> Measure | None:
        """The measure with its property found, or None if entities of these kinds have none such."""
        if isinstance(measure, Alphabet):
            return measure
        if not isinstance(measure, By):
            return self._counted(measure, kinds)
        if measure.property:
            return measure if self.schema.properties[measure.property].of & kinds else None
        if not measure.dimension:
            return None
        key = (kinds, measure.dimension)
        if key not in self._measures:
            found = self.schema.having(*key)
            self._measures[key] = By(found[0].name, "") if found else None
        return self._measures[key]

    def _counted(self, measure: Links, kinds: Kinds) -> Links | None:
        """A number of links, with the relation found that leads from these kinds to what is counted."""
        if measure.property:
            relation = self.schema.properties[measure.property]
            return measure if (relation.to if measure.backwards else relation.of) & kinds else None
        found = self._nearest(kinds, self.kinds(measure.to)) if measure.to is not None else []
        for relation, backwards in found[:1]:
            return measure.replace(property=relation.name, backwards=backwards)
        return None

    def fit(self, condition: Condition, kinds: Kinds) -> Condition | None:
        """The condition with its properties found for entities of these kinds, or None."""
        match condition:
            case Test() | Parity() | Said() | Disputed() | Shared():
                return self._fit_measured(condition, kinds)
            case Linked() | Among():
                return condition if self._near(condition) & kinds else None
            case Not(inner):
                fitted = self._fit_outside(inner, kinds) if isinstance(inner, Among) else self.fit(inner, kinds)
                return fitted and Not(fitted)
            case Every(parts) | Some(parts):
                fitted_parts = [self.fit(part, kinds) for part in parts]
                return None if None in fitted_parts else type(condition)(tuple(fitted_parts))  # type: ignore[arg-type]
            case _:
                return condition

    def _fit_measured(self, condition: Test | Parity | Said | Disputed | Shared, kinds: Kinds) -> Condition | None:
        found = self.measure(condition.measure, kinds)
        if isinstance(condition, Shared):
            everyone = self.every(kinds)
            return Shared(everyone, found) if everyone and isinstance(found, By) else None
        if isinstance(condition, Test) and not self._comparable(found, condition.value):
            return None
        plain = isinstance(found, By) or (isinstance(condition, Test) and found is not None)
        return condition.replace(measure=found) if plain else None

    def _comparable(self, measure: Measure | None, value: Scalar) -> bool:
        """Whether a value's unit is that of a measure, and a number can be a year where that is one of years."""
        named = measure.property if isinstance(measure, By) else ""
        if isinstance(value, Constant) and named and self.property(named).type == "year":
            return isinstance(value.value, int) and value.value in YEARS
        return not isinstance(value, Quantity) or (isinstance(measure, By) and measure.property == value.property)

    def _near(self, condition: Linked | Among) -> Kinds:
        """Kinds of the entities that a condition can be true of."""
        if isinstance(condition, Among):
            return self.kinds(condition.set)
        relation = self.schema.properties[condition.property]
        return relation.to if condition.backwards else relation.of

    def _fit_outside(self, inner: Among, kinds: Kinds) -> Condition | None:
        """What is left out: the entities themselves, or what is linked to them ("without the European ones")."""
        others = self.kinds(inner.set)
        if others & kinds:
            return inner
        links = self._nearest(kinds, others)
        return Linked(links[0][0].name, inner.set, links[0][1]) if links else None

    def _nearest(self, kinds: Kinds, others: Kinds) -> list[tuple[Property, bool]]:
        """Relations that one thing beside another may mean: owned by it, in it, or any but one between equals."""
        relations = [pair for pair in self._linking(kinds, others) if not pair[0].symmetric]
        owners = [pair for pair in relations if pair[0].owner]
        return owners or [pair for pair in relations if "where" in pair[0].asks] or relations

    def domain(self, condition: Condition) -> Kinds:
        """Kinds whose entities a condition can be asked of; what is left out is of the kind of the rest."""
        if isinstance(condition, Not) and isinstance(condition.condition, Among):
            return self.kinds(condition.condition.set)
        return frozenset(kind for kind in self.schema.kinds if self.fit(condition, frozenset({kind})))

    def property(self, name: str) -> Property:
        """A property of the schema."""
        return self.schema.properties[name]

    def every(self, kinds: Kinds) -> Set | None:
        """Every entity of several kinds."""
        sets = tuple(All(kind) for kind in sorted(kinds))
        return (sets[0] if len(sets) == 1 else Union(sets)) if sets else None

    def _relation(self, verb: Verb, source: Set) -> Property | None:
        """The relation that a verb names, unless the set was reached by it."""
        relation = self.property(verb.property) if verb.property else None
        known = relation is not None and relation.relation and not self._returns(relation, source)
        return relation if known else None

    @staticmethod
    def _returns(relation: Property, source: Set) -> bool:
        """Whether a set was reached by the same relation: going back and forth says nothing."""
        if relation.symmetric:
            return False
        while not isinstance(source, (All, Names, Union)):
            if isinstance(source, Follow) and source.property == relation.name:
                return True
            if isinstance(source, Where) and not relation.closed and _links(source.condition, relation.name):
                return True
            source = source.source
        return False

    def test(self, operator: Operator, value: Scalar) -> Condition:
        """A comparison in time whose property is still open: "before 1990"."""
        return Test(NOW, operator, value)

    def _specify(self, measure: Measure, verb: Verb) -> Measure | None:
        if isinstance(measure, Links):
            return self._linked_by(measure, verb)
        if not isinstance(measure, By):
            return None
        if not verb.property:
            known = self.property(measure.property).dimensions if measure.property else (measure.dimension,)
            return measure if verb.dimension in known else None
        if measure.property:
            return measure if measure.property == verb.property else None
        declared = self.property(verb.property)
        if measure.dimension:
            return By(verb.property) if measure.dimension in declared.dimensions else None
        return By(verb.property) if declared.type == "number" else None

    def _linked_by(self, measure: Links, verb: Verb) -> Measure | None:
        """A number of links by the relation that a verb names: "borders the most states"."""
        if measure.property or measure.to is None or not verb.property:
            return None
        relation, kinds = self.property(verb.property), self.kinds(measure.to)
        if relation.to & kinds and not verb.backwards:
            return measure.replace(property=relation.name)
        return measure.replace(property=relation.name, backwards=True) if relation.of & kinds else None

    def _implied(self, value: Scalar, beside: Scalar) -> Scalar:
        """A moment as it is meant beside another that names its property: "the sale of one … and of the other"."""
        if not isinstance(value, Of) or not isinstance(beside, Of):
            return value
        named, meant = beside.measure, value.measure
        if meant.dimension or not named.dimension or TIME not in self.property(meant.property).dimensions:
            return value
        declared = self.property(named.property)
        fits = TIME in declared.dimensions and declared.of & self.kinds(value.source)
        return Of(value.source, By(declared.name)) if fits else value

    def negate(self, condition: Condition) -> Condition:
        """The opposite."""
        return condition.condition if isinstance(condition, Not) else Not(condition)

    def year(self, number: int) -> Scalar:
        """A year that stood in the question."""
        return Constant(number)

    def moment(self, source: Set) -> Scalar | None:
        """When something came to be: the value of its time property."""
        if self.unrestricted(source):
            return None
        measure = self.measure(NOW, self.kinds(source))
        return Of(source, measure) if isinstance(measure, By) else None

    def time(self, source: Set) -> Scalar | None:
        """When something came to be, also of all of a kind: "since when do the offices exist"."""
        measure = self.measure(NOW, self.kinds(source))
        return Of(source, measure) if isinstance(measure, By) else None

    def itself(self, meaning: Meaning) -> Meaning:
        """A part that is the whole."""
        return meaning

    def unrestricted(self, source: Set) -> bool:
        """Whether a set is all of a kind, but for what is true of each of them: "the office that CLAIR opened"."""
        if not isinstance(source, Where) or not isinstance(source.condition, Linked):
            return isinstance(source, All)
        relation = self.property(source.condition.property)
        return (source.condition.to is None or relation.owner) and self.unrestricted(source.source)

    def owner(self, source: Set, owner: Names) -> bool:
        """Whether `owner` owns the entities of a set."""
        relations = self._linking(self.kinds(source), self.kinds(owner))
        return any(relation.owner and not backwards for relation, backwards in relations)

    def _typed(self, verb: Verb, kind: str) -> bool:
        return not verb.property or self.property(verb.property).type == kind

    def fragment(self, action: str, part: Meaning | None = None) -> Fragment:
        """A follow-up, to be completed from the question before."""
        return Fragment(action, part)
