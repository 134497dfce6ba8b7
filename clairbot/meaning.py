"""Composition: how the meanings of parts make the meaning of a whole, checked against the schema.

Rule of this file: a function here gets meanings and gives one meaning, or None where the types do not
fit; that is all that keeps the grammar from nonsense. It knows no word of any language. The rules of the
grammar name these functions (`where(s, c)`), so their names are part of the pack format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

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
    Longest,
    Measure,
    Mode,
    Names,
    Negated,
    Node,
    Not,
    Of,
    Operator,
    Parity,
    Plus,
    Rank,
    Same,
    Scalar,
    Set,
    Shared,
    Sized,
    Some,
    Spelt,
    Test,
    Truth,
    Union,
    Where,
    swap,
    walk,
)
from clairbot.record import Record

if TYPE_CHECKING:
    from clairbot.schema import Property, Schema

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
    count: int = 1
    """How many places."""


class Fragment(Record):
    """What is left to say once the question before is known: "and London?"."""

    action: str
    """What to do with the last question."""
    part: Any = None
    """What is new."""


class Composer:
    """The functions that grammar rules may name; see `docs/packs.md` for each with an example."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._kinds: dict[Set, Kinds] = {}
        self._measures: dict[tuple[Kinds, str], By | None] = {}

    # --- types --------------------------------------------------------------------------------------

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
            relation = self.schema.properties[measure.property]
            near = relation.to if measure.backwards else relation.of
            return measure if near & kinds else None
        if measure.property:
            return measure if self.schema.properties[measure.property].of & kinds else None
        key = (kinds, measure.dimension)
        if key not in self._measures:
            found = self.schema.having(*key)
            self._measures[key] = By(found[0].name, "") if found else None
        return self._measures[key]

    def fit(self, condition: Condition, kinds: Kinds) -> Condition | None:
        """The condition with its properties found for entities of these kinds, or None."""
        match condition:
            case Test(measure, operator, value):
                found = self.measure(measure, kinds)
                return found and Test(found, operator, value)
            case Parity(measure, rest):
                found = self.measure(measure, kinds)
                return Parity(found, rest) if isinstance(found, By) else None
            case Shared(_, measure):
                found, everyone = self.measure(measure, kinds), self.every(kinds)
                return Shared(everyone, found) if everyone and isinstance(found, By) else None
            case Linked(name, _, backwards):
                relation = self.schema.properties[name]
                near = relation.to if backwards else relation.of
                return condition if near & kinds else None
            case Among(others):
                return condition if self.kinds(others) & kinds else None
            case Not(inner):
                fitted = self.fit(inner, kinds)
                return fitted and Not(fitted)
            case Every(parts) | Some(parts):
                fitted_parts = [self.fit(part, kinds) for part in parts]
                return None if None in fitted_parts else type(condition)(tuple(fitted_parts))  # type: ignore[arg-type]
            case _:
                return condition

    def domain(self, condition: Condition) -> Kinds:
        """Kinds whose entities a condition can be asked of."""
        return frozenset(kind for kind in self.schema.kinds if self.fit(condition, frozenset({kind})))

    def property(self, name: str) -> Property:
        """A property of the schema."""
        return self.schema.properties[name]

    # --- sets ---------------------------------------------------------------------------------------

    def all(self, kind: str) -> Set:
        """Every entity of a kind."""
        return All(kind)

    def every(self, kinds: Kinds) -> Set | None:
        """Every entity of several kinds."""
        sets = tuple(All(kind) for kind in sorted(kinds))
        return (sets[0] if len(sets) == 1 else Union(sets)) if sets else None

    def union(self, first: Set, second: Set) -> Set | None:
        """Both: "London and Paris", "the first office and the newest one"."""
        if isinstance(first, Names) and isinstance(second, Names) and first.kind == second.kind:
            return Names(tuple(dict.fromkeys(first.names + second.names)), first.kind)
        if isinstance(first, All) and isinstance(second, All):
            return None
        return Union((*_members(first), *_members(second))) if self.kinds(first) == self.kinds(second) else None

    def apposition(self, names: Names, kind: str) -> Set | None:
        """A name beside its kind: "the Seoul office"."""
        return names if names.kind == kind else None

    def where(self, source: Set, condition: Condition) -> Set | None:
        """Only those of which the condition is true; inside a superlative, before it is taken."""
        if isinstance(source, Names) and len(source.names) == 1:
            return None
        if isinstance(source, Rank):
            inner = self.where(source.source, condition)
            return inner and source.replace(source=inner)
        fitted = self.fit(condition, self.kinds(source))
        return fitted and Where(source, fitted)

    def related(self, source: Set, other: Set) -> Set | None:
        """One beside the other, linked by the only relation there is: "CLAIR offices", "New York's forum"."""
        if isinstance(source, Names) or not isinstance(other, (Names, Where, Rank, Follow)):
            return None
        base: Set = source
        while not isinstance(base, (All, Names, Union, Follow)):
            base = base.source
        if not isinstance(base, (All, Union)):
            return None
        relations = self.schema.linking(self.kinds(source), self.kinds(other))
        owners = [pair for pair in relations if pair[0].owner]
        for relation, backwards in owners or relations[:1]:
            if self._returns(relation, other):
                return None
            return self.where(source, Linked(relation.name, other, backwards))
        return None

    def owned(self, names: Names, owner: Names) -> Set | None:
        """A name beside its owner's: "CLAIR, Seoul"."""
        relations = self.schema.linking(self.kinds(names), self.kinds(owner))
        return names if any(relation.owner and not back for relation, back in relations) else None

    def headless(self, condition: Condition) -> Set | None:
        """A condition without a noun: "which opened in 1990", "the one that holds the forum"."""
        source = self.every(self.domain(condition))
        return source and self.where(source, condition)

    def bare(self, condition: Condition) -> Set | None:
        """A condition that is the whole question: "in the eighties"; not one that only leaves out."""
        return None if isinstance(condition, Not) else self.headless(condition)

    def ranked(self, superlative: Superlative) -> Set | None:
        """A superlative without a noun: "the newest"."""
        kinds = (kind for kind in self.schema.kinds if self.measure(superlative.measure, frozenset({kind})))
        source = self.every(frozenset(kinds))
        return source and self.rank(source, superlative)

    def rank(self, source: Set, superlative: Superlative) -> Set | None:
        """The entities in some places of an order."""
        if isinstance(source, Names) and len(source.names) == 1:
            return None
        measure = self.measure(superlative.measure, self.kinds(source))
        if measure is None or isinstance(source, Rank):
            return None
        return Rank(source, measure, superlative.descending, superlative.start, superlative.count)

    def sized(self, number: int, source: Set) -> Set | None:
        """So many of them: "the seven offices"; a superlative takes so many places."""
        if not isinstance(number, int) or isinstance(source, (Sized, Names)):
            return None
        if isinstance(source, Rank):
            return source.replace(count=number) if source.count == 1 else None
        return Sized(source, number)

    def follow(self, source: Set, verb: Verb) -> Set | None:
        """What a relation leads to: "what does Singapore hold", "the forum's host"."""
        if not verb.property or not self.property(verb.property).relation:
            return None
        relation, kinds = self.property(verb.property), self.kinds(source)
        if self._returns(relation, source):
            return None
        if relation.of & kinds and not verb.backwards:
            return Follow(source, relation.name)
        return Follow(source, relation.name, True) if relation.to & kinds else None

    @staticmethod
    def _returns(relation: Property, source: Set) -> bool:
        """Whether a set was reached by the same relation: going back and forth says nothing."""
        used = (n.property for n in walk(source) if isinstance(n, (Follow, Linked)) and getattr(n, "to", True) is not None)
        return not relation.symmetric and relation.name in used

    def narrow(self, source: Set, other: Set) -> Set | None:
        """Those of one set that are in another: "which of London and Seoul", "of the 1990 offices, the …"."""
        if isinstance(source, Names) or not self.kinds(source) & self.kinds(other):
            return None
        return self.where(source, Among(other))

    # --- words with a meaning of their own -----------------------------------------------------------

    def most(self, dimension: str, descending: int) -> Superlative:
        """A superlative: "oldest" is the smallest in time."""
        return Superlative(By("", dimension), bool(descending))

    def than(self, dimension: str, operator: Operator) -> Test:
        """A comparative, still without what it compares with."""
        return Test(By("", dimension), operator, Constant(0))

    def noun(self, dimension: str) -> Verb:
        """A noun for a measure: "year", "date"."""
        return Verb("", False, dimension)

    # --- superlatives -------------------------------------------------------------------------------

    def place(self, number: int) -> Superlative | None:
        """A place in the order of time: "third"."""
        return Superlative(NOW, False, number, 1) if isinstance(number, int) and number > 0 else None

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
        return Superlative(NOW, True, number) if isinstance(number, int) else None

    # --- conditions ---------------------------------------------------------------------------------

    def test(self, operator: Operator, value: Scalar) -> Condition:
        """A comparison in time whose property is still open: "before 1990"."""
        return Test(NOW, operator, value)

    def compare(self, than: Test, value: Scalar) -> Condition:
        """A comparative with what it is compared with: "older than Seoul"."""
        return than.replace(value=value)

    def within(self, period: tuple[int, int]) -> Condition:
        """In a stretch of years, both ends included."""
        first, last = period
        return Every((self.test(">=", Constant(first)), self.test("<=", Constant(last))))

    def between(self, first: Scalar, second: Scalar) -> Condition | None:
        """Between two years (both included) or two openings (both left out)."""
        if isinstance(first, Constant) and isinstance(second, Constant):
            low, high = sorted((first.value, second.value))  # type: ignore[type-var]
            return self.within((low, high))  # type: ignore[arg-type]
        ways = ((first, second), (second, first))
        return Some(tuple(Every((self.test(">", low), self.test("<", high))) for low, high in ways))

    def offset(self, number: int, direction: int, value: Scalar) -> Condition | None:
        """Exactly so long before or after: "a year after Seoul"."""
        return self.test("=", Plus(value, number * direction)) if isinstance(number, int) else None

    def near(self, number: int, direction: int, value: Scalar) -> Condition | None:
        """At most so long before or after (or both, with direction 0)."""
        if not isinstance(number, int):
            return None
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
            return None

        if verb.property and self.property(verb.property).relation:
            return None
        named = swap(condition, change)
        measures = [node for node in walk(named) if isinstance(node, By)]
        right = measures and all(m.property == verb.property or not verb.property for m in _outer(named))
        return named if right and named != condition else None  # type: ignore[return-value]

    def _specify(self, measure: Measure, verb: Verb) -> Measure | None:
        if not isinstance(measure, By):
            return None
        if not verb.property:
            return measure if verb.dimension == (measure.dimension or self.property(measure.property).dimension) else None
        if measure.property:
            return measure if measure.property == verb.property else None
        return By(verb.property) if self.property(verb.property).dimension == measure.dimension else None

    def linked(self, verb: Verb, other: Set) -> Condition | None:
        """Linked to one of a set: "holds the ASEAN Forum", "held by Singapore"."""
        if not verb.property or not self.property(verb.property).relation:
            return None
        relation, kinds = self.property(verb.property), self.kinds(other)
        if self._returns(relation, other):
            return None
        if relation.to & kinds and not (verb.backwards and relation.of & kinds):
            return Linked(relation.name, other, False)
        return Linked(relation.name, other, True) if relation.of & kinds else None

    def has(self, verb: Verb) -> Condition | None:
        """Having any value of a property: "that opened", "with a forum"."""
        return Linked(verb.property, None, verb.backwards) if verb.property else None

    def negate(self, condition: Condition) -> Condition:
        """The opposite."""
        return condition.condition if isinstance(condition, Not) else Not(condition)

    def outside(self, others: Set) -> Condition:
        """All but these: "other than New York"."""
        return Not(Among(others))

    def both(self, first: Condition, second: Condition) -> Condition:
        """Both conditions."""
        years = [c.value for c in (first, second) if isinstance(c, Test) and c.operator == "=" and isinstance(c.value, Constant)]
        if len(set(years)) == 2:  # noqa: PLR2004
            return self.either(first, second)
        return Every(tuple(dict.fromkeys((*_parts(first, Every), *_parts(second, Every)))))

    def either(self, first: Condition, second: Condition) -> Condition | None:
        """At least one of the conditions; a negation before them is of both."""
        if isinstance(first, Not):
            return None
        return Some((*_parts(first, Some), *_parts(second, Some)))

    # --- scalars ------------------------------------------------------------------------------------

    def year(self, number: int) -> Scalar:
        """A year that stood in the question."""
        return Constant(number)

    def moment(self, source: Set) -> Scalar | None:
        """When something came to be: the value of its time property."""
        if isinstance(source, All):
            return None
        measure = self.measure(NOW, self.kinds(source))
        return Of(source, measure) if isinstance(measure, By) else None

    def value(self, verb: Verb, source: Set) -> Scalar | Set | None:
        """The value of a property of some entities: "the opening year of Seoul", "JET's aim"."""
        if not verb.property:
            measure = self.measure(By("", verb.dimension), self.kinds(source))
            return Of(source, measure) if isinstance(measure, By) else None
        relation = self.property(verb.property)
        if relation.relation:
            return self.follow(source, verb)
        return Of(source, By(verb.property)) if relation.of & self.kinds(source) else None

    def count(self, source: Set) -> Scalar | None:
        """How many there are."""
        return Count(source) if not (isinstance(source, Names) and len(source.names) == 1) else None

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
        return Gap(first, second) if first != second else None

    def longest(self, source: Set) -> Scalar | None:
        """The longest time without a new one."""
        measure = self.measure(NOW, self.kinds(source))
        return Longest(source, measure) if isinstance(measure, By) else None

    def mode(self, source: Set, fewest: int = 0, share: int = 0) -> Scalar | None:
        """The value that most entities have: "which year saw the most openings"."""
        measure = self.measure(NOW, self.kinds(source))
        return Mode(source, measure, bool(fewest), share) if isinstance(measure, By) else None

    # --- truths -------------------------------------------------------------------------------------

    def holds(self, source: Set, condition: Condition) -> Truth | None:
        """Whether a condition is true of some entities: "did Seoul open in 1993"."""
        if isinstance(source, All) or (isinstance(source, Where) and isinstance(source.source, All)):
            found = self.where(source, condition)
            return found and Exists(found)
        return self.holdsall(source, condition)

    def holdsall(self, source: Set, condition: Condition) -> Truth | None:
        """Whether a condition is true of all: "had every office opened by 1997"."""
        if isinstance(condition, Spelt):
            return None
        fitted = self.fit(condition, self.kinds(source))
        return fitted and Holds(source, fitted)

    def exists(self, source: Set) -> Truth:
        """Whether there is any."""
        return Exists(source)

    def alike(self, source: Set) -> Truth | None:
        """Whether all have the same time: "did Paris and Singapore open in the same year"."""
        measure = self.measure(NOW, self.kinds(source))
        several = isinstance(source, Union) or (isinstance(source, Names) and len(source.names) > 1)
        return Same(source, measure) if isinstance(measure, By) and several else None

    def deny(self, truth: Truth) -> Truth:
        """The opposite of a truth."""
        return truth.truth if isinstance(truth, Negated) else Negated(truth)

    # --- convenience: one function for one family of rules ---------------------------------------------

    def itself(self, meaning: Meaning) -> Meaning:
        """A part that is the whole."""
        return meaning

    def show(self, source: Set) -> Set | None:
        """A set to be named; not one that the question itself names."""
        return None if isinstance(source, Names) else source

    def samekind(self, first: str, second: str) -> Set | None:
        """Two words for one kind: "which city's office"."""
        return All(first) if first == second else None

    def qualified(self, source: Set, kind: str) -> Set | None:
        """With a word that is true of all of a kind and so says nothing new: "offices abroad"."""
        return source if kind in self.kinds(source) else None

    def qualifiedcond(self, condition: Condition, kind: str) -> Condition | None:
        """A condition with a word that is true of all of a kind: "opened abroad in 1990"."""
        return condition if kind in self.domain(condition) else None

    def qualifiedverb(self, verb: Verb, kind: str) -> Verb | None:
        """A verb with a word that is true of all of a kind: "opened abroad"."""
        return verb if verb.property and kind in self.property(verb.property).of else None

    def anyof_kind(self, kind: str) -> Set:
        """Only a word that is true of all of a kind: "where are they abroad"."""
        return All(kind)

    def next(self, names: Names, direction: int) -> Set | None:
        """The one directly after or before in time."""
        moment = self.moment(names)
        source = moment and self.where(All(names.kind), self.test(">" if direction > 0 else "<", moment))
        return source and self.rank(source, Superlative(NOW, direction < 0))

    def nextowned(self, names: Names, direction: int, owner: Names) -> Set | None:
        """The one directly after or before, told of the owner: "where did CLAIR go after Paris"."""
        return self.next(names, direction) if self.owner(names, owner) else None

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

    def already(self, condition: Condition) -> Condition | None:
        """Being there at a time, for what has no end: "existed in 1992" is opened by 1992."""
        match condition:
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

    def owner(self, source: Set, owner: Names) -> bool:
        """Whether `owner` owns the entities of a set."""
        relations = self.schema.linking(self.kinds(source), self.kinds(owner))
        return any(relation.owner and not backwards for relation, backwards in relations)

    def ownedset(self, source: Set, owner: Names, verb: Verb) -> Set | None:
        """What an owner brought about: "CLAIR opened two offices"."""
        if not self.owner(source, owner) or (verb.property and not self.property(verb.property).of & self.kinds(source)):
            return None
        found = source if isinstance(source, Names) else self.related(source, owner)
        return found if found is None or isinstance(source, Names) else self.where(found, Linked(verb.property, None, False))

    def possessed(self, source: Set, owner: Names) -> Set | None:
        """What an owner has: "CLAIR's offices", "does CLAIR have an office in Seoul"."""
        if isinstance(source, Names):
            return source if self.owner(source, owner) else None
        return self.related(source, owner)

    def ownedcond(self, owner: Names, condition: Condition) -> Condition | None:
        """A condition told of the owner: "which did CLAIR open in 1994"."""
        for kind in self.domain(condition):
            for relation, backwards in self.schema.linking(frozenset({kind}), self.kinds(owner)):
                if relation.owner and not backwards:
                    return self.both(condition, Linked(relation.name, owner, False))
        return None

    def ownedscalar(self, verb: Verb, source: Set, owner: Names) -> Scalar | None:
        """A value told of the owner: "when did CLAIR open in Seoul"."""
        return self.scalar(verb, source) if self.owner(source, owner) else None

    def scalar(self, verb: Verb, source: Set) -> Scalar | None:
        """The plain value of a property of some entities."""
        found = self.value(verb, source)
        return found if isinstance(found, Of) else None

    def textual(self, verb: Verb, source: Set) -> Scalar | None:
        """What a text property says: "what does CLAIR stand for"."""
        found = self.scalar(verb, source) if verb.property and self.property(verb.property).type == "text" else None
        return found

    def eitheryear(self, source: Set, first: int, second: int) -> Scalar | None:
        """A value with two guesses at it: "1988 or 1989 for New York"."""
        both = Some((self.test("=", Constant(first)), self.test("=", Constant(second))))
        if not isinstance(source, Names):
            return None
        return self.moment(source) if self.fit(both, self.kinds(source)) else None

    def main(self) -> Set | None:
        """Everything of the kind that has a time, for questions that name no kind."""
        kinds = [name for name in self.schema.kinds if self.schema.having(frozenset({name}), TIME)]
        return All(kinds[0]) if kinds else None

    def ofnumber(self, superlative: Superlative, number: int) -> Superlative | None:
        """A superlative of so many: "the youngest of the seven"."""
        return superlative if isinstance(number, int) and number >= superlative.start else None

    def alphabetical(self, source: Set) -> Set:
        """All of a set in the order of their names."""
        return Rank(source, Alphabet(), False, 1, EVERYTHING)

    def dated(self, verb: Verb, source: Set) -> Scalar | None:
        """When a property of time came about: "when did Seoul open"."""
        declared = self.property(verb.property) if verb.property else None
        if declared is not None and declared.dimension != TIME:
            return None
        return self.scalar(verb, source)

    def owneddate(self, verb: Verb, source: Set, owner: Names) -> Scalar | None:
        """The same, told of the owner: "when did CLAIR open in Seoul"."""
        return self.dated(verb, source) if self.owner(source, owner) else None

    def numeric(self, value: Scalar) -> Scalar | None:
        """A value that can be compared."""
        text = isinstance(value, Of) and self.property(value.measure.property).type == "text"
        return None if text else value

    def dates(self, first: Any, second: int) -> tuple[int, ...]:  # noqa: ANN401
        """Years in a row: "1988, 1990 or 1993"."""
        return (*(first if isinstance(first, tuple) else (first,)), second)

    def anydate(self, years: tuple[int, ...]) -> Condition:
        """In one of several years."""
        return Some(tuple(self.test("=", Constant(year)) for year in years))

    def having(self, source: Set, verb: Verb) -> Set | None:
        """Those that have a value of a property at all: "offices that opened"."""
        if verb.property and self.property(verb.property).type == "text":
            return None
        return None if isinstance(source, Names) else self.where(source, Linked(verb.property, None, verb.backwards))

    def merged(self, kind: str, source: Set) -> Set | None:
        """A set with its kind named twice: "cities in which CLAIR has offices"."""
        return source if self.kinds(source) == {kind} and not isinstance(source, Names) else None

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

    def specific(self, year: Verb, verb: Verb) -> Verb | None:
        """A measure together with the property that it is a measure of: "opening year"."""
        if year.property or not verb.property or self.property(verb.property).dimension != year.dimension:
            return None
        return verb

    def scalar2(self, year: Verb, verb: Verb, source: Set) -> Scalar | None:
        """A value asked for by measure and property: "the opening year of"."""
        found = self.specific(year, verb)
        return found and self.scalar(found, source)

    def _typed(self, verb: Verb, kind: str) -> bool:
        return not verb.property or self.property(verb.property).type == kind

    def onlynamed(self, verb: Verb, names: Set) -> Scalar | None:
        """A name and a verb alone: "Beijing: established?"."""
        return self.scalar(verb, names) if isinstance(names, Names) and self._typed(verb, "year") else None

    def presumed(self, verb: Verb, source: Set, condition: Condition) -> Scalar | None:
        """A value with a guess at it: "when did it open, in 1991 or in 1992"."""
        return self.scalar(verb, source) if self.fit(condition, self.kinds(source)) else None

    def valued(self, verb: Verb, source: Set) -> Set | None:
        """Entities together with the property that is told of them."""
        if not verb.property:
            return source if self.measure(By("", verb.dimension), self.kinds(source)) else None
        return source if self.property(verb.property).of & self.kinds(source) else None

    def valuedall(self, verb: Verb) -> Set | None:
        """All that have a property: "openings"."""
        return self.every(self.property(verb.property).of) if verb.property else None

    def linkedfrom(self, verb: Verb, source: Set) -> Condition | None:
        """A noun for a relation's end told of its start: "an organiser of a forum"."""
        return self.linked(verb, source) if verb.backwards else None

    def ofverb(self, verb: Verb, superlative: Superlative) -> Superlative | None:
        """The order of a named property: "first to open"."""
        measure = self._specify(superlative.measure, verb)
        return measure and superlative.replace(measure=measure)

    def anyof(self, source: Set) -> Truth | None:
        """Whether there is any such: "is there an office in Sydney", "did any open in 1992"."""
        return None if isinstance(source, All) else Exists(source)

    def some(self, source: Set) -> Truth | None:
        """Whether there is any of a described kind: "did any office open in 1992"."""
        return None if isinstance(source, (All, Names)) else Exists(source)

    def isone(self, source: Set, other: Set) -> Truth | None:
        """Whether all of one set are in the other: "is Beijing the newest"."""
        if not self.kinds(source) & self.kinds(other) or not isinstance(source, (Names, Rank, Follow)):
            return None
        return Holds(source, Among(other)) if not isinstance(other, Names) and source != other else None

    def alikein(self, verb: Verb, source: Set) -> Truth | None:
        """Whether all have the same value of a named property."""
        return self.alike(source) if self.valued(verb, source) else None

    def hasnumber(self, number: int, source: Set) -> Truth | None:
        """Whether there are so many: "are there eight offices"."""
        if not isinstance(number, int) or isinstance(source, Names):
            return None
        return Equals(Count(source), "=", Constant(number))

    def better(self, than: Test, names: Set) -> Set | None:
        """Which of several comes first by a comparative: "which is older, Seoul or Sydney"."""
        if not isinstance(names, (Names, Union)):
            return None
        return self.rank(names, Superlative(than.measure, than.operator == ">"))

    def order(self, source: Set) -> Set | None:
        """All of a set in the order of time."""
        measure = self.measure(NOW, self.kinds(source))
        return measure and Rank(source, measure, False, 1, EVERYTHING)

    def reversed(self, source: Set) -> Set | None:
        """All of a set, newest first."""
        measure = self.measure(NOW, self.kinds(source))
        return measure and Rank(source, measure, True, 1, EVERYTHING)

    def fragment(self, action: str, part: Meaning | None = None) -> Fragment:
        """A follow-up, to be completed from the question before."""
        return Fragment(action, part)

    def several(self, names: Set) -> Set | None:
        """Names, if there is more than one."""
        return names if isinstance(names, Names) and len(names.names) > 1 else None


def _many(node: Set) -> bool:
    return isinstance(node, All) or (isinstance(node, Names) and len(node.names) > 1)


def _members(node: Set) -> tuple[Set, ...]:
    return node.sets if isinstance(node, Union) else (node,)


def _parts(condition: Condition, kind: type[Every] | type[Some]) -> tuple[Condition, ...]:
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
