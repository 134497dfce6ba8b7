"""Measures of any kind: superlatives and comparatives of a named property, by count, and sums."""

from __future__ import annotations

from clairbot.meaning.parts import Bound, Superlative, Verb
from clairbot.meaning.scalars import Scalars
from clairbot.query import (
    All,
    By,
    Condition,
    Constant,
    Every,
    Gap,
    Linked,
    Links,
    Measure,
    Names,
    Not,
    Of,
    Quantity,
    Rank,
    RankEach,
    Scalar,
    Set,
    Test,
    Total,
    Where,
    walk,
)


class Measures(Scalars):
    """Measures of any kind: superlatives and comparatives of a named property, by count, and sums."""

    def mostlinked(self, source: Set, descending: int) -> Superlative | None:
        """A superlative by count: "the most rivers", of what is linked to them."""
        if isinstance(source, (Names, Rank)) or any(isinstance(node, Not) for node in walk(source)):
            return None
        return Superlative(Links("", to=source), descending=bool(descending))

    def mostof(self, verb: Verb, descending: int) -> Superlative | None:
        """A superlative by the count of what a noun names: "the most neighbours"."""
        known = verb.property and self.property(verb.property).relation
        return Superlative(Links(verb.property, verb.backwards), descending=bool(descending)) if known else None

    def rankeach(self, superlative: Superlative, source: Set, groups: Set) -> Set | None:
        """What is first in each of several: "the longest river in each country"."""
        if isinstance(groups, Names) and len(groups.names) == 1:
            return None
        found, link = self.rank(source, superlative), self._juxtaposed(source, groups)
        if not isinstance(found, Rank) or link is None:
            return None
        places = found.source, found.measure, found.descending, found.start, found.count
        return RankEach(*places, groups, link.property, link.backwards)

    def against(self, than: Test, source: Set) -> Condition | None:
        """A comparative with other things, by what it measures: "longer than the Thames"."""
        if self.unrestricted(source):
            return None
        measure = self.measure(than.measure, self.kinds(source))
        return than.replace(value=Of(source, measure)) if isinstance(measure, By) else None

    def exceeds(self, than: Test, verb: Verb, value: Scalar) -> Condition | None:
        """A named property compared: "with a population greater than a million"."""
        measure = self._specify(than.measure, verb)
        right = isinstance(measure, By) and self._comparable(measure, value)
        return Test(measure, than.operator, value) if right else None  # type: ignore[arg-type]

    def exceedsof(self, than: Test, verb: Verb, source: Set) -> Condition | None:
        """A named property compared with that of others: "with more people than Paris"."""
        value = None if self.unrestricted(source) else self.scalar(verb, source)
        return value and self.exceeds(than, verb, value)

    def numberthan(self, than: Test, value: Scalar) -> Condition:
        """A comparative with a number: "longer than 100"."""
        return than.replace(value=value)

    def plain(self, number: float) -> Scalar:
        """A number without a unit."""
        return Constant(number)

    def quantity(self, number: float, unit: tuple[str, float]) -> Scalar:
        """A number with its unit, in the unit of the property that it is one of: "1000 miles"."""
        name, factor = unit
        return Quantity(number * factor, name)

    def exactly(self, value: Quantity, verb: Verb | None = None) -> Condition | None:
        """Having just this value: "1094 km long"."""
        named = verb is None or value.property == verb.property
        known = named or (verb and verb.dimension in self.property(value.property).dimensions)
        return Test(By(value.property), "=", value) if known else None

    def morelinks(self, bound: Bound, source: Set) -> Condition | None:
        """A number of links compared: "more than two islands"."""
        return (
            None
            if isinstance(source, (Names, Rank))
            else Test(Links("", to=source), bound.operator, Constant(bound.number))
        )

    def bounded(self, bound: Bound, verb: Verb) -> Condition | None:
        """A named property compared with a number: "more than 500 inhabitants"."""
        return self.exceeds(Test(By("", ""), bound.operator, Constant(0)), verb, Constant(bound.number))

    def linksby(self, verb: Verb, condition: Condition) -> Condition | None:
        """A number of links by a named relation, compared: "borders more than five states"."""
        if not isinstance(condition, Test) or not isinstance(condition.measure, Links):
            return None
        measure = self._specify(condition.measure, verb)
        return condition.replace(measure=measure) if measure else None

    def gapof(self, than: Test, first: Set, second: Set) -> Scalar | None:
        """How much more something is than something else: "how much longer is the Rhine than the Elbe"."""
        measure = self.measure(than.measure, self.kinds(first))
        return self._difference(measure, first, second)

    def spanof(self, verb: Verb, both: Set) -> Scalar | None:
        """How far apart two are in a named property: "the difference in length between …"."""
        if isinstance(both, Names) and len(both.names) == 2:  # noqa: PLR2004
            ends = [Names((name,), both.kind) for name in both.names]
            return self._difference(By(verb.property), *ends) if self._typed(verb, "number") else None
        return None

    def _difference(self, measure: Measure | None, first: Set, second: Set) -> Scalar | None:
        if not isinstance(measure, By) or not measure.property or self.kinds(first) != self.kinds(second):
            return None
        if first == second or not self.property(measure.property).of & self.kinds(first):
            return None
        return Gap(Of(first, measure), Of(second, measure))

    def extreme(self, superlative: Superlative, verb: Verb, source: Set) -> Scalar | None:
        """The greatest or smallest value of a property: "the highest elevation in Nepal"."""
        if not verb.property or not self._typed(verb, "number"):
            return None
        kinds = self.property(verb.property).of
        if not kinds & self.kinds(source):
            everything = self.every(kinds)
            source = (everything and self.related(everything, source)) or source
        ranked = self.ofverb(verb, superlative)
        found = ranked and self.rank(source, ranked)
        return found and self.scalar(verb, found)

    def extremeof(self, superlative: Superlative, verb: Verb) -> Scalar | None:
        """The greatest or smallest value of a property there is: "the highest elevation"."""
        source = self.every(self.property(verb.property).of) if verb.property else None
        return source and self.extreme(superlative, verb, source)

    def total(self, verb: Verb, source: Set) -> Scalar | None:
        """The sum of a property's values: "the combined population of"."""
        return self._summed(verb, source, mean=False)

    def mean(self, verb: Verb, source: Set) -> Scalar | None:
        """The mean of a property's values."""
        return self._summed(verb, source, mean=True)

    def _summed(self, verb: Verb, source: Set, *, mean: bool) -> Scalar | None:
        found = self.scalar(verb, source)
        numeric = isinstance(found, Of) and self.property(found.measure.property).type == "number"
        if isinstance(found, Of) and self.property(found.measure.property).computed and not mean:
            return None
        return Total(found, mean) if found and numeric else None

    def whole(self, verb: Verb, kind: str) -> Scalar | None:
        """The sum over all of a kind, told of what they make up: "the area of the whole country"."""
        return self.total(verb, All(kind))

    def inall(self, source: Set, names: Names) -> Set | None:
        """Those that are linked to each of several: "in both Spain and France"."""
        found = self.related(source, names)
        if not isinstance(found, Where) or not isinstance(found.condition, Linked):
            return None
        every = tuple(found.condition.replace(to=Names((name,), names.kind)) for name in names.names)
        return Where(found.source, Every(every)) if len(every) > 1 else None
