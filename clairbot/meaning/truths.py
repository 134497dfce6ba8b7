"""Truths: what can be answered with yes or no."""

from __future__ import annotations

from clairbot.meaning.parts import NOW, Bound, Verb
from clairbot.meaning.relations import Relations
from clairbot.query import (
    SETS,
    All,
    Among,
    By,
    Condition,
    Constant,
    Count,
    Equals,
    Exists,
    Follow,
    Gap,
    Holds,
    Linked,
    Names,
    Namesakes,
    Negated,
    Node,
    Of,
    Operator,
    Rank,
    Same,
    Scalar,
    Set,
    Sized,
    Spelt,
    Truth,
    Union,
    Where,
)


def _described(source: Set) -> bool:
    """Whether a set is a kind, or those of one that something is true of, and no names."""
    if isinstance(source, Union):
        return all(isinstance(part, All) for part in source.sets)
    return isinstance(source, All) or (isinstance(source, Where) and _described(source.source))


def _picked(source: Set) -> bool:
    """Whether a set is of names that something is true of."""
    return isinstance(source, Where) and isinstance(source.source, Names)


class Truths(Relations):
    """Truths: what can be answered with yes or no."""

    def holds(self, source: Set, condition: Condition) -> Truth | None:
        """Whether a condition is true of some entities: "did Seoul open in 1993"."""
        if isinstance(source, Sized) and not isinstance(source.source, Names):
            found = self.where(source.source, condition)
            return found and self.hasnumber(source.count, found)
        if _described(source) or isinstance(source, Namesakes):
            found = self.where(source, condition)
            return found and Exists(found)
        return self.holdsall(source, condition)

    def holdsall(self, source: Set, condition: Condition) -> Truth | None:
        """Whether a condition is true of all: "had every office opened by 1997"."""
        if isinstance(condition, Spelt):
            return None
        fitted = self.fit(condition, self.kinds(source))
        return fitted and Holds(source, fitted)

    def lies(self, source: Set, place: Set) -> Truth | None:
        """Whether some are in a place: "is Seoul in Asia"."""
        condition = None if _picked(source) else self.located(source, place)
        return condition and self.holds(source, condition)

    def lieall(self, source: Set, place: Set) -> Truth | None:
        """Whether all are in a place: "are all offices in Asia"."""
        condition = self.located(source, place)
        return condition and self.holdsall(source, condition)

    def located(self, source: Set, place: Set) -> Condition | None:
        """Being in a place, by the only relation that says where something is."""
        found = [pair for pair in self._linking(self.kinds(source), self.kinds(place)) if "where" in pair[0].asks]
        return Linked(found[0][0].name, place) if len(found) == 1 and not found[0][1] else None

    def goingwith(self, source: Set, other: Set) -> Condition | None:
        """Being linked to something else, by the only relation there is between their kinds: "the New York one"."""
        links = self._linking(self.kinds(source), self.kinds(other))
        return Linked(links[0][0].name, other, links[0][1]) if len(links) == 1 else None

    def goeswith(self, names: Names, others: Names) -> Truth | None:
        """Whether things of two kinds go together, by the only relation there is between them: "is the pot red"."""
        link = self.goingwith(names, others) if names.kind != others.kind else None
        return self.holds(names, link) if link is not None else None

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

    def anyof(self, source: Set) -> Truth | None:
        """Whether there is any such: "is there an office in Sydney", "did any open in 1992"."""
        return None if isinstance(source, All) else Exists(source)

    def some(self, source: Set) -> Truth | None:
        """Whether there is any of a described kind: "did any office open in 1992"."""
        named = isinstance(source, Follow) and isinstance(source.source, Names)
        return None if named or isinstance(source, (All, Names)) else Exists(source)

    def existed(self, source: Set, condition: Condition) -> Truth | None:
        """Whether there was any at a time: "was there an office in Asia in 1990"."""
        condition = self.already(condition) or condition
        if isinstance(source, Names):
            fitted = self.fit(condition, self.kinds(source))
            return fitted and Holds(source, fitted)
        inner = None if isinstance(source, All) else self.where(source, condition)
        return inner and Exists(inner)

    def restrict(self, query: Node, condition: Condition) -> Node | None:
        """A question asked only of what a condition is true of: "apart from Seoul, which …"."""
        if isinstance(query, (Count, Of, Sized)):
            source = self.restrict(query.source, condition)
            return source and query.replace(source=source)
        if isinstance(query, Exists):
            return self.existed(query.source, condition)
        single = isinstance(query, Names) and len(query.names) == 1
        return None if single or not isinstance(query, SETS) else self.where(query, condition)

    def member(self, names: Names, others: Set) -> Truth | None:
        """Whether some are among others: "is Seoul one of the cities where CLAIR has an office"."""
        known = names.kind in self.kinds(others) and not isinstance(others, Names) and not _picked(others)
        return Holds(names, Among(others)) if known else None

    def ofakind(self, names: Names, kind: str) -> Truth | None:
        """Whether something is of another kind than it is: "is CLAIR a ministry"."""
        return Holds(names, Among(All(kind))) if kind != names.kind and len(names.names) == 1 else None

    def isone(self, source: Set, other: Set) -> Truth | None:
        """Whether all of one set are in the other: "is Beijing the newest", "is the newest Beijing"."""
        if isinstance(other, Names) and isinstance(source, Rank):
            source, other = other, source
        if (
            self.unrestricted(other)
            or _picked(other)
            or not self.kinds(source) & self.kinds(other)
            or not isinstance(source, (Names, Rank, Follow))
        ):
            return None
        return Holds(source, Among(other)) if not isinstance(other, Names) and source != other else None

    def sole(self, names: Set, source: Set) -> Truth | None:
        """Whether nothing else is in a set: "is Paris the only office of 1990"."""
        fits = isinstance(names, Names) and isinstance(source, (All, Where)) and self.kinds(source) & self.kinds(names)
        return Holds(source, Among(names)) if fits else None

    def solewith(self, names: Set, condition: Condition) -> Truth | None:
        """Whether a condition is true of nothing else: "was Paris the only one in 1990"."""
        found = self.where(All(names.kind), condition) if isinstance(names, Names) else None
        return found and self.sole(names, found)

    def isranked(self, source: Set, other: Set) -> Truth | None:
        """Whether something is in a place of an order: "Beijing was the first"."""
        return self.isone(source, other) if isinstance(other, Rank) else None

    def alikein(self, verb: Verb, source: Set) -> Truth | None:
        """Whether all have the same value of a named property."""
        return self.alike(source) if self.valued(verb, source) else None

    def hasnumber(self, number: int, source: Set) -> Truth | None:
        """Whether there are so many: "are there eight offices"."""
        counted = isinstance(number, int) and not isinstance(source, Rank)
        return self.hasbound(Bound("=", number), source) if counted else None

    def lasts(self, number: int, gap: Scalar) -> Truth | None:
        """Whether two are so far apart: "are Paris and Sydney four years apart"."""
        return Equals(gap, "=", Constant(number)) if isinstance(number, int) and isinstance(gap, Gap) else None

    def bound(self, operator: Operator, number: int) -> Bound | None:
        """A number to compare with: "more than six"."""
        return Bound(operator, number) if isinstance(number, int) else None

    def hasbound(self, bound: Bound, source: Set) -> Truth | None:
        """Whether there are more than so many, or fewer: "are there more than six offices"."""
        return None if isinstance(source, Names) else Equals(Count(source), bound.operator, Constant(bound.number))
