"""Plain values: years, texts, numbers, and what is computed from them."""

from __future__ import annotations

from clairbot.meaning.conditions import Conditions
from clairbot.meaning.parts import NOW, TIME, Verb
from clairbot.query import (
    All,
    Amount,
    By,
    Condition,
    Constant,
    Count,
    Every,
    Follow,
    Gap,
    Linked,
    Longest,
    Mode,
    Names,
    Of,
    Place,
    Rank,
    Said,
    Scalar,
    Set,
    Sized,
    Some,
    Test,
    Union,
    Where,
    walk,
)


class Scalars(Conditions):
    """Plain values: years, texts, numbers, and what is computed from them."""

    def value(self, verb: Verb, source: Set) -> Scalar | Set | None:
        """The value of a property of some entities: "the opening year of Seoul", "JET's aim"."""
        if not verb.property:
            measure = self.measure(By("", verb.dimension), self.kinds(source))
            return Of(source, measure) if isinstance(measure, By) else None
        relation = self.property(verb.property)
        if relation.relation:
            return self.follow(source, verb)
        return Of(source, By(verb.property)) if relation.of & self.kinds(source) else None

    def value_of(self, name: str, source: Set) -> Scalar | Set | None:
        """The value of a property that is known by its identifier."""
        return self.value(Verb(name), source)

    def cited(self, source: Set, *years: int) -> Scalar | None:
        """The time of those of whom some source says each of these years: "which paragraph says 1989"."""
        fitted = [self.fit(Said(NOW, Constant(year)), self.kinds(source)) for year in years]
        if None in fitted or isinstance(source, Sized):
            return None
        return self.moment(Where(source, Every(tuple(c for c in fitted if c))))

    def number(self, value: Scalar) -> Scalar | None:
        """A number that is a fact itself: "how many inhabitants has Paris"."""
        known = isinstance(value, Of) and self.property(value.measure.property).type == "number"
        return value if known else None

    def count(self, source: Set) -> Scalar | None:
        """How many there are."""
        single = isinstance(source, Rank) and source.count == 1
        vague = isinstance(source, Follow) and isinstance(source.source, All)
        return None if single or vague or isinstance(source, Names) else Count(source)

    def eithercount(self, source: Set, first: int, second: int) -> Scalar | None:
        """How many there are, with two guesses at it: "are there six or seven offices"."""
        return self.count(source) if isinstance(first, int) and isinstance(second, int) else None

    def amount(self, noun: Verb, verb: Verb, source: Set) -> Scalar | None:
        """How many different values there are: "in how many years did offices open"."""
        found = self.scalar2(noun, verb, source)
        return found and Amount(found)

    def gap(self, first: Set, second: Set) -> Scalar | None:
        """How long between two."""
        low, high = self.moment(first), self.moment(second)
        return Gap(low, high) if low and high and low != high else None

    def span(self, both: Set) -> Scalar | None:
        """How long between the two entities of a set."""
        if isinstance(both, Names) and len(both.names) == 2:  # noqa: PLR2004
            return self.gap(*(Names((name,), both.kind) for name in both.names))
        return self.gap(*both.sets) if isinstance(both, Union) and len(both.sets) == 2 else None  # noqa: PLR2004

    def since(self, first: Scalar, second: Scalar) -> Scalar | None:
        """How long between two moments."""
        if any(isinstance(s, Of) and isinstance(s.source, (Names, All)) and _many(s.source) for s in (first, second)):
            return None
        first, second = self._implied(first, second), self._implied(second, first)
        return Gap(first, second) if first != second else None

    def longest(self, source: Set) -> Scalar | None:
        """The longest time without a new one."""
        measure = self.measure(NOW, self.kinds(source))
        return Longest(source, measure) if isinstance(measure, By) else None

    def placeof(self, names: Names) -> Scalar | None:
        """Which place something has among all of its kind: "which number was Seoul"."""
        measure = self.measure(NOW, frozenset({names.kind}))
        return Place(names, All(names.kind), measure) if isinstance(measure, By) and len(names.names) == 1 else None

    def mode(self, source: Set, fewest: int = 0, share: int = 0, step: int = 1) -> Scalar | None:
        """The value that most entities have, or the decade: "which year saw the most openings"."""
        measure = self.measure(NOW, self.kinds(source))
        return Mode(source, measure, bool(fewest), share, step) if isinstance(measure, By) else None

    def ownedscalar(self, verb: Verb, source: Set, owner: Names) -> Scalar | None:
        """A value told of the owner: "when did CLAIR open in Seoul"."""
        return self.scalar(verb, source) if self.owner(source, owner) else None

    def scalar(self, verb: Verb, source: Set) -> Scalar | None:
        """The plain value of a property of some entities."""
        found = self.value(verb, source)
        return found if isinstance(found, Of) else None

    def textual(self, verb: Verb, source: Set) -> Scalar | None:
        """What a text property says: "what does CLAIR stand for"."""
        return self.scalar(verb, source) if verb.property and self.property(verb.property).type == "text" else None

    def timely(self, verb: Verb, source: Set) -> Scalar | None:
        """What a text says of when: "when is the library open on Sunday"."""
        found = self.textual(verb, source)
        return found if isinstance(found, Of) and "when" in self.property(found.measure.property).asks else None

    def eitheryear(self, source: Set, first: int, second: int) -> Scalar | None:
        """A value with two guesses at it: "1988 or 1989 for New York"."""
        both = Some((self.test("=", Constant(first)), self.test("=", Constant(second))))
        if not isinstance(source, Names):
            return None
        return self.moment(source) if self.fit(both, self.kinds(source)) else None

    def dated(self, verb: Verb, source: Set) -> Scalar | None:
        """When a property of time came about: "when did Seoul open"."""
        declared = self.property(verb.property) if verb.property else None
        if declared is not None and TIME not in declared.dimensions:
            return None
        return self.scalar(verb, source)

    def owneddate(self, verb: Verb, source: Set, owner: Names) -> Scalar | None:
        """The same, told of the owner: "when did CLAIR open in Seoul"."""
        return self.dated(verb, source) if self.owner(source, owner) else None

    def numeric(self, value: Scalar) -> Scalar | None:
        """A value that can be compared."""
        if not isinstance(value, Of):
            return value
        declared = self.property(value.measure.property)
        if declared.type == "text" or self.unrestricted(value.source):
            return None
        return value.replace(measure=By(declared.name, declared.dimension))  # said, not just meant: see `_implied`

    def scalar2(self, year: Verb, verb: Verb, source: Set) -> Scalar | None:
        """A value asked for by measure and property: "the opening year of"."""
        found = self.specific(year, verb)
        return found and self.scalar(found, source)

    def onlynamed(self, verb: Verb, names: Set) -> Scalar | None:
        """A name and a verb alone: "Beijing: established?"."""
        return self.scalar(verb, names) if isinstance(names, Names) and self._typed(verb, "year") else None

    def presumed(self, verb: Verb, source: Set, condition: Condition) -> Scalar | None:
        """A value with a guess at it: "when did it open, in 1991 or in 1992"."""
        guess = isinstance(condition, (Test, Some, Every)) and not any(isinstance(n, Linked) for n in walk(condition))
        return self.scalar(verb, source) if guess and self.fit(condition, self.kinds(source)) else None


def _many(node: Set) -> bool:
    return isinstance(node, All) or (isinstance(node, Names) and len(node.names) > 1)
