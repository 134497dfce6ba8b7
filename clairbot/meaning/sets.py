"""Sets: which things are meant."""

from __future__ import annotations

from clairbot.meaning.parts import EVERYTHING, NOW, TIME, Superlative, Verb
from clairbot.meaning.words import Words
from clairbot.query import (
    All,
    Alphabet,
    Among,
    By,
    Condition,
    Every,
    Follow,
    Linked,
    Names,
    Namesakes,
    Not,
    Rank,
    Set,
    Shared,
    Sized,
    Test,
    Union,
    Where,
    walk,
)


class Sets(Words):
    """Sets: which things are meant."""

    def all(self, kind: str) -> Set:
        """Every entity of a kind."""
        return All(kind)

    def union(self, first: Set, second: Set) -> Set | None:
        """Both: "London and Paris", "the first office and the newest one"."""
        if isinstance(first, Names) and isinstance(second, Names) and first.kind == second.kind:
            return Names(tuple(dict.fromkeys(first.names + second.names)), first.kind)
        if isinstance(first, All) or isinstance(second, All) or isinstance(first, Follow) != isinstance(second, Follow):
            return None
        return Union((*_members(first), *_members(second))) if self.kinds(first) == self.kinds(second) else None

    def oddone(self, names: Set) -> Set | None:
        """The one of several that shares its time with none of them."""
        measure = self.measure(NOW, self.kinds(names))
        several = isinstance(names, Names) and len(names.names) > 2  # noqa: PLR2004
        return Sized(Where(names, Not(Shared(names, measure))), 1) if isinstance(measure, By) and several else None

    def theirs(self, names: Names, other: Names) -> Set | None:
        """What belongs to another as something does to its own: "the ASEAN Forum and the New York one"."""
        return self.related(All(names.kind), other) if names.kind != other.kind else None

    def anyof_names(self, first: Set, second: Set) -> Set | None:
        """Either: "London or Paris"."""
        found = self.union(first, second)
        return Namesakes(found.names, found.kind) if isinstance(found, Names) else found

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

    def others(self, kind: str, condition: Condition) -> Set | None:
        """The others of a kind, beside those that the condition names: "which other office opened when Paris did"."""
        named = [n for n in walk(condition) if isinstance(n, Names) and n.kind == kind]
        found = self.where(All(kind), condition) if named else None
        return found and self.where(found, Not(Among(named[0])))

    def related(self, source: Set, other: Set) -> Set | None:
        """One beside the other, linked by the only relation there is: "CLAIR offices", "New York's forum"."""
        if not self._plain(source) or not isinstance(other, (Names, Where, Rank, Follow)):
            return None
        if isinstance(other, Where) and isinstance(other.condition, Test):
            return None
        link = self._juxtaposed(source, other)
        tested = isinstance(source, Where) and isinstance(source.condition, Test)
        if link is None or (tested and not self.property(link.property).owner):
            return None
        return self.where(source, link)

    def _juxtaposed(self, source: Set, other: Set) -> Linked | None:
        """What one thing beside another means: owned by it, in it, or linked by the first relation there is."""
        relations = self._nearest(self.kinds(source), self.kinds(other))
        if not relations:
            return None
        relation, backwards = relations[0]
        return None if self._returns(relation, other) else Linked(relation.name, other, backwards)

    @staticmethod
    def _plain(source: Set) -> bool:
        """Whether a set is of all of a kind, however narrowed down."""
        while not isinstance(source, (All, Names, Union, Follow)):
            source = source.source
        return isinstance(source, (All, Union))

    def owned(self, names: Names, owner: Names) -> Set | None:
        """A name beside its owner's: "CLAIR, Seoul"."""
        relations = self._linking(self.kinds(names), self.kinds(owner))
        return names if any(relation.owner and not back for relation, back in relations) else None

    def headless(self, condition: Condition) -> Set | None:
        """A condition without a noun: "which opened in 1990", "the one that holds the forum"."""
        source = self.every(self.domain(condition))
        return source and self.where(source, condition)

    def bare(self, condition: Condition) -> Set | None:
        """A condition that is the whole question: "in the eighties"; not one that only leaves out, or is of a place."""
        placed = isinstance(condition, Linked) and "where" in self.property(condition.property).asks
        return None if placed or isinstance(condition, Not) else self.headless(condition)

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
        relation, kinds = self._relation(verb, source), self.kinds(source)
        if relation is None:
            return None
        if relation.symmetric and isinstance(source, All):
            return None
        if relation.of & kinds and not verb.backwards:
            return Follow(source, relation.name)
        return Follow(source, relation.name, backwards=True) if relation.to & kinds else None

    def headof(self, source: Set, noun: Verb) -> Set | None:
        """What a noun names of something: "the forum's host", never of what it names itself."""
        found = self.follow(source, noun)
        right = isinstance(found, Follow) and (noun.backwards or not found.backwards)
        return found if right else None

    def incommon(self, kind: str, names: Names) -> Set | None:
        """What each of several is linked to: "which issues have Japan and Canada in common"."""
        links = self._linking(frozenset({kind}), frozenset({names.kind}))
        if not links or len(names.names) < 2:  # noqa: PLR2004
            return None
        relation, backwards = links[0]
        ends = (Names((name,), names.kind) for name in names.names)
        return Where(All(kind), Every(tuple(Linked(relation.name, end, backwards) for end in ends)))

    def sharedby(self, verb: Verb, kind: str, names: Names) -> Set | None:
        """What several are linked to by one relation: "the issues that Japan shares with Canada"."""
        found = self.incommon(kind, names)
        used = {n.property for n in walk(found) if isinstance(n, Linked)} if found else set()
        return found if used == {verb.property} else None

    def ofkind(self, kind: str, names: Set) -> Set | None:
        """Names beside their kind, anywhere: "between Seoul and Sydney, which office …"."""
        return names if self.kinds(names) == {kind} else None

    def rather(self, wrong: Names, right: Names) -> Names | None:
        """What is meant instead of something else: "not JET, CLAIR"."""
        return right if right != wrong else None

    def narrow(self, source: Set, other: Set) -> Set | None:
        """Those of one set that are in another: "which of London and Seoul", "of the 1990 offices, the …"."""
        if isinstance(source, Names) or not self.kinds(source) & self.kinds(other):
            return None
        return self.where(source, Among(other))

    def show(self, source: Set) -> Set | None:
        """A set to be named; not one that the question itself names."""
        return None if isinstance(source, Names) else source

    def samekind(self, first: str, second: str) -> Set | None:
        """Two words for one kind: "which city's office"."""
        return All(first) if first == second else None

    def qualified(self, source: Set, kind: str) -> Set | None:
        """With a word that is true of all of a kind and so says nothing new: "offices abroad"."""
        return source if kind in self.kinds(source) else None

    def event(self, source: Set) -> Set | None:
        """What takes place; nobody who does something himself is one."""
        return None if any(self.schema.kinds[kind].agent for kind in self.kinds(source)) else source

    def anyof_kind(self, kind: str) -> Set:
        """Only a word that is true of all of a kind: "where are they abroad"."""
        return All(kind)

    def next(self, names: Names, direction: int) -> Set | None:
        """The one directly after or before in time."""
        source = self.beyond(names, direction)
        return source and self.rank(source, Superlative(NOW, direction < 0))

    def beyond(self, names: Names, direction: int) -> Set | None:
        """All that came after or before in time."""
        moment = self.moment(names)
        return moment and self.where(All(names.kind), self.test(">" if direction > 0 else "<", moment))

    def nextowned(self, names: Names, direction: int, owner: Names) -> Set | None:
        """The one directly after or before, told of the owner: "where did CLAIR go after Paris"."""
        return self.next(names, direction) if self.owner(names, owner) else None

    def ownedset(self, source: Set, owner: Names, verb: Verb) -> Set | None:
        """What an owner brought about: "CLAIR opened two offices"."""
        if not self.owner(source, owner) or (
            verb.property and not self.property(verb.property).of & self.kinds(source)
        ):
            return None
        if verb.property and self.property(verb.property).relation:
            return None
        found = source if isinstance(source, Names) else self.related(source, owner)
        return found if found is None or isinstance(source, Names) else self.where(found, Linked(verb.property, None))

    def possessed(self, source: Set, owner: Names) -> Set | None:
        """What an owner has: "CLAIR's offices", "does CLAIR have an office in Seoul"."""
        if isinstance(source, Names):
            return source if self.owner(source, owner) else None
        return self.related(source, owner)

    def main(self) -> Set | None:
        """Everything of the kind that has a time, for questions that name no kind."""
        if self._main is None:
            kinds = sorted(self.schema.kinds, key=lambda name: name != self._first)
            self._main = [name for name in kinds if self.schema.having(frozenset({name}), TIME)]
        return All(self._main[0]) if self._main else None

    def alphabetical(self, source: Set) -> Set:
        """All of a set in the order of their names."""
        return Rank(source, Alphabet(), descending=False, count=EVERYTHING)

    def having(self, source: Set, verb: Verb) -> Set | None:
        """Those that have a value of a property at all: "offices that opened"."""
        if verb.property and self.property(verb.property).type == "text" and not self.property(verb.property).closed:
            return None
        if verb.property and self.property(verb.property).relation and not verb.backwards:
            return None
        return None if isinstance(source, Names) else self.where(source, Linked(verb.property, None, verb.backwards))

    def merged(self, kind: str, source: Set) -> Set | None:
        """A set with its kind named twice: "cities in which CLAIR has offices"."""
        kinds = self.kinds(source)
        if isinstance(source, Follow) and kind in kinds and kinds != {kind}:
            return Where(All(kind), Linked(source.property, source.source, not source.backwards))
        return source if kinds == {kind} and not isinstance(source, Names) else None

    def claimed(self, names: Names, condition: Condition) -> Set | None:
        """A thing with what is said of it by the way, true or not: "the forum X, which Seoul holds"."""
        fitted = self.fit(condition, self.kinds(names)) if isinstance(condition, Linked) else None
        return Where(names, fitted) if fitted is not None else None

    def valued(self, verb: Verb, source: Set) -> Set | None:
        """Entities together with the property that is told of them."""
        if not verb.property:
            return source if self.measure(By("", verb.dimension), self.kinds(source)) else None
        return source if self.property(verb.property).of & self.kinds(source) else None

    def valuedall(self, verb: Verb) -> Set | None:
        """All that have a property: "openings"."""
        return self.every(self.property(verb.property).of) if verb.property else None

    def better(self, than: Test, names: Set) -> Set | None:
        """Which of several comes first by a comparative: "which is older, Seoul or Sydney"."""
        if not isinstance(names, (Names, Union)):
            return None
        return self.rank(names, Superlative(than.measure, than.operator == ">"))

    def order(self, source: Set) -> Set | None:
        """All of a set in the order of time."""
        measure = self.measure(NOW, self.kinds(source))
        return measure and Rank(source, measure, descending=False, count=EVERYTHING)

    def reversed(self, source: Set) -> Set | None:
        """All of a set, newest first."""
        measure = self.measure(NOW, self.kinds(source))
        return measure and Rank(source, measure, descending=True, count=EVERYTHING)

    def several(self, names: Set) -> Set | None:
        """Names, if there is more than one."""
        return names if isinstance(names, Names) and len(names.names) > 1 else None


def _members(node: Set) -> tuple[Set, ...]:
    return node.sets if isinstance(node, Union) else (node,)
