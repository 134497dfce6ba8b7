"""Relations without a verb: where something is, what a relation's far end is called, what has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.meaning.measures import Measures
from clairbot.query import All, Among, By, Condition, Follow, Linked, Names, Not, Of, Rank, Set, Test, Where

if TYPE_CHECKING:
    from clairbot.meaning.parts import Superlative, Verb


class Relations(Measures):
    """Relations without a verb: where something is, what a relation's far end is called, what has none."""

    def whereabouts(self, names: Set, nth: int) -> Set | None:
        """Where something is, by the first, second … relation that gives one place, or the only one that gives any."""
        kinds = self.kinds(names)
        found = [p for p in self.schema.properties.values() if "where" in p.asks and p.relation and kinds <= p.of]
        single = [p for p in found if not p.many]
        places = single or (found if len(found) == 1 else [])
        return Follow(names, places[nth - 1].name) if nth <= len(places) else None

    def lying(self, place: Names) -> Condition | None:
        """Being in a place, told of no kind yet: "which ones are in Asia"; of the main kind where there are several."""
        found = [p for p in self.schema.leading(place.kind) if "where" in p.asks]
        if len(found) > 1:
            main = self.main()
            found = [p for p in found if main is not None and p.of & self.kinds(main)]
        return Linked(found[0].name, place) if len(found) == 1 else None

    def thing(self, names: Names) -> Names | None:
        """Something called by its name and "one", if it is no place: "the Seoul one", not "the Asian ones"."""
        return names if self.lying(names) is None else None

    def local(self, place: Names) -> Set | None:
        """Those in a place, called after it: "the European one"."""
        condition = self.lying(place)
        return condition and self.headless(condition)

    def inplace(self, names: Set, place: Set) -> Set | None:
        """Only those of some names that are in a place: "Springfield, Ohio"."""
        if not isinstance(names, Names) or not isinstance(place, Names):
            return None
        links = [pair for pair in self._linking(self.kinds(names), self.kinds(place)) if "where" in pair[0].asks]
        return Where(names, Linked(links[0][0].name, place)) if links and not links[0][1] else None

    def namedset(self, source: Set, names: Names) -> Set | None:
        """Things of a kind that are called so: "rivers named Avon"."""
        if isinstance(source, Names) or not self.kinds(source) & self.kinds(names):
            return None
        return self.where(source, Among(names))

    def ends(self, verb: Verb) -> Set | None:
        """All that a relation leads to: "the capitals"."""
        if not verb.property or verb.backwards or not self.property(verb.property).relation:
            return None
        relation = self.property(verb.property)
        source = self.every(relation.of)
        return Follow(source, verb.property) if source and not relation.many else None

    def headed(self, verb: Verb, names: Set) -> Condition | None:
        """A noun for what a relation leads to, with its value: "with the capital Rome"."""
        if not verb.property or verb.backwards or isinstance(names, All):
            return None
        relation = self.property(verb.property)
        return Linked(verb.property, names) if relation.relation and relation.to & self.kinds(names) else None

    def withextreme(self, source: Set, superlative: Superlative, verb: Verb) -> Set | None:
        """Those that have what is first by a property: "the country with the highest elevation"."""
        if not verb.property or self.property(verb.property).of & self.kinds(source):
            return None
        everything, ranked = self.every(self.property(verb.property).of), self.ofverb(verb, superlative)
        first = everything and ranked and self.rank(everything, ranked)
        return first and self.beside(source, first)

    def but(self, source: Set, others: Set) -> Set | None:
        """Those that are none of the others: "which rivers are not tributaries"."""
        if isinstance(source, Names) or not self.kinds(source) & self.kinds(others):
            return None
        return self.where(source, Not(Among(others)))

    def lacks(self, source: Set, other: Set) -> Set | None:
        """Those beside which there is none of the others: "seas without islands"."""
        found = self.beside(source, other)
        if not isinstance(found, Where) or isinstance(source, Names):
            return None
        return self.where(source, Not(found.condition))

    def beside(self, source: Set, other: Set) -> Set | None:
        """Those that have any of the others: "states with rivers"; the first one of those that they have."""
        link = self._juxtaposed(source, other)
        if link is None:
            return None
        if isinstance(other, Rank) and not isinstance(source, All):
            near = self.where(other.source, Linked(link.property, source, not link.backwards))
            other = other.replace(source=near) if near else other
        return self.where(source, link.replace(to=other))

    def thatof(self, verb: Verb, than: Test, source: Set) -> Condition | None:
        """A relation's far end compared with that of others: "whose mouth is higher than that of the Rhine"."""
        own = self.follow(source, verb)
        measure = own and self.measure(than.measure, self.kinds(own))
        if own is None or not isinstance(measure, By):
            return None
        everything = self.every(self.kinds(own))
        further = everything and self.where(everything, than.replace(measure=measure, value=Of(own, measure)))
        return further and Linked(verb.property, further, verb.backwards)

    def besideboth(self, source: Set, first: Set, second: Set) -> Set | None:
        """Those that have any of both: "countries with rivers and lakes"."""
        found = self.beside(source, first)
        return found and self.beside(found, second)

    def lacking(self, verb: Verb, other: Set) -> Condition | None:
        """Linked to none: "that borders no sea"."""
        found = self.linkedto(verb, other)
        return found and Not(found)
