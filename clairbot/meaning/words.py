"""Words with a meaning of their own: superlatives, places in an order, parts of a decade."""

from __future__ import annotations

from clairbot.meaning.parts import NOW, TIME, Superlative, Verb
from clairbot.meaning.types import Types
from clairbot.query import By, Constant, Operator, Scalar, Test


class Words(Types):
    """Words with a meaning of their own: superlatives, places in an order, parts of a decade."""

    def most(self, dimension: str, descending: int) -> Superlative:
        """A superlative: "oldest" is the smallest in time."""
        return Superlative(By("", dimension), descending=bool(descending))

    def than(self, dimension: str, operator: Operator) -> Test:
        """A comparative, still without what it compares with."""
        return Test(By("", dimension), operator, Constant(0))

    def noun(self, dimension: str) -> Verb:
        """A noun for a measure: "year", "date"."""
        return Verb("", dimension=dimension)

    def place(self, number: int) -> Superlative | None:
        """A place in the order of time: "third"."""
        return Superlative(NOW, descending=False, start=number) if isinstance(number, int) and number > 0 else None

    def plural(self, number: int) -> int | None:
        """A number of several things; "one" after a noun is a pronoun."""
        return number if isinstance(number, int) and number > 1 else None

    def nth(self, number: int, superlative: Superlative) -> Superlative | None:
        """Another place: "second newest"."""
        if not isinstance(number, int) or number < 1 or superlative.start > 1:
            return None
        return superlative.replace(start=number)

    def top(self, number: int, superlative: Superlative) -> Superlative | None:
        """Several places: "the two oldest"."""
        if not isinstance(number, int) or number < 1 or superlative.count > 1 or superlative.start > 1:
            return None
        return superlative.replace(count=number)

    def last(self, number: int) -> Superlative | None:
        """A place from the end: "last but one" is 2."""
        return Superlative(NOW, descending=True, start=number) if isinstance(number, int) else None

    def part(self, first: int, last: int) -> tuple[int, int]:
        """A part of a decade, by its first and last year."""
        return first, last

    def partly(self, part: tuple[int, int], period: tuple[int, int]) -> tuple[int, int]:
        """A part of a certain decade: "the early nineties"."""
        return period[0] + part[0], min(period[0] + part[1], period[1])

    def century(self, first: int) -> tuple[int, int]:
        """A hundred years."""
        return first, first + 99

    def millennium(self, first: int) -> tuple[int, int]:
        """A thousand years."""
        return first, first + 999

    def low(self, period: tuple[int, int]) -> Scalar:
        """The first year of a period."""
        return Constant(period[0])

    def high(self, period: tuple[int, int]) -> Scalar:
        """The last year of a period."""
        return Constant(period[1])

    def ofnumber(self, superlative: Superlative, number: int) -> Superlative | None:
        """A superlative of so many: "the youngest of the seven"."""
        return superlative if isinstance(number, int) and number >= superlative.start else None

    def among(self, superlative: Superlative, number: int) -> tuple[Superlative, int] | None:
        """A superlative among so many of those that were listed: "the oldest of the three"."""
        return (superlative, number) if isinstance(number, int) and number > 1 else None

    def specific(self, year: Verb, verb: Verb) -> Verb | None:
        """A measure together with the property that it is a measure of: "opening year"."""
        if year.property or not verb.property or year.dimension not in self.property(verb.property).dimensions:
            return None
        return verb

    def sameverb(self, first: Verb, second: Verb) -> Verb | None:
        """Two words for one property: "cooperate in operating", "help to run"."""
        alike = first.property == second.property and first.backwards == second.backwards
        return first if alike and first.property in self.schema.properties else None

    def giving(self, kind: str, verb: Verb) -> Verb | None:
        """A relation that leads to things of a kind: "which countries take part"."""
        relation = self.property(verb.property) if verb.property else None
        return verb if relation is not None and relation.relation and kind in relation.to else None

    def coming(self, verb: Verb) -> Verb | None:
        """A verb of time with "first", where nothing is put in order: "when did it first open"."""
        return verb if verb.property and TIME in self.property(verb.property).dimensions else None

    def ofverb(self, verb: Verb, superlative: Superlative) -> Superlative | None:
        """The order of a named property: "first to open"."""
        measure = self._specify(superlative.measure, verb)
        return measure and superlative.replace(measure=measure)
