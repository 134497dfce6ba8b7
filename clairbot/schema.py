"""The schema of a pack: which kinds of entity there are, and which properties they have.

Rule of this file: no words of any language; how people call a kind or a property is the lexicon's business.
"""

from __future__ import annotations

from clairbot.record import Record, once

ENTITY = "entity"
"""Type of the properties whose values are entities."""


class Kind(Record):
    """A kind of entity, such as offices or rivers."""

    name: str
    """Its identifier."""
    one: str
    """What one of them is called in a reply."""
    many: str
    """What several of them are called in a reply."""
    agent: bool = False
    """Whether its entities act, so that "who" may ask for them."""


class Property(Record):
    """A property of the entities of one or more kinds."""

    name: str
    """Its identifier."""
    of: frozenset[str]
    """Kinds that have it."""
    type: str
    """`year`, `number`, `text`, or `entity` (then the property is a relation)."""
    to: frozenset[str] = frozenset()
    """Kinds that the values of a relation may have."""
    many: bool = False
    """Whether a subject may have several values; if not, two values are a conflict between sources."""
    dimensions: tuple[str, ...] = ()
    """What it measures (`time`, `size` …), so that "oldest" or "largest" finds it."""
    ties: str = ""
    """Number property that orders entities whose values are equal."""
    asks: frozenset[str] = frozenset()
    """Question words, by class, that a text property answers; empty: `what` alone."""
    say: str = ""
    """How one fact is told: a sentence with `{subject}` and `{value}`."""
    noun: str = ""
    """What the value is called: `opening year`."""
    closed: bool = False
    """Whether the facts list all there is, so that what is not listed is false."""
    symmetric: bool = False
    """Whether the relation holds both ways."""
    owner: bool = False
    """Whether the relation's value owns the subject, so that naming it beside the subject adds nothing new."""
    unit: str = ""
    """Unit of a number, as shown after it."""
    computed: bool = False
    """Whether it is computed from other properties, so that its values cannot be added."""

    @property
    def dimension(self) -> str:
        """What it measures above all; empty if nothing."""
        return self.dimensions[0] if self.dimensions else ""

    @property
    def relation(self) -> bool:
        """Whether values are entities."""
        return self.type == ENTITY


class Schema(Record):
    """All kinds and properties of a pack."""

    kinds: dict[str, Kind]
    """Kinds by name."""
    properties: dict[str, Property]
    """Properties by name."""

    @once
    def symmetric(self) -> frozenset[str]:
        """Relations that hold both ways."""
        return frozenset(p.name for p in self.properties.values() if p.symmetric)

    @once
    def places(self) -> frozenset[str]:
        """Kinds of which one says where something is."""
        located = (p.to for p in self.properties.values() if p.relation and "where" in p.asks and not p.many)
        return frozenset().union(*located)

    def leading(self, kind: str) -> list[Property]:
        """Relations that lead to things of a kind."""
        return [p for p in self.properties.values() if p.relation and kind in p.to]

    def having(self, kinds: frozenset[str], dimension: str) -> list[Property]:
        """Properties of `kinds` that measure `dimension`."""
        found = (p for p in self.properties.values() if dimension in p.dimensions)
        return [p for p in found if p.of & kinds]

    def linking(self, kinds: frozenset[str], others: frozenset[str]) -> list[tuple[Property, bool]]:
        """Relations between two groups of kinds, each with whether it is read backwards from `kinds`."""
        relations = [p for p in self.properties.values() if p.relation]
        forward = [(p, False) for p in relations if p.of & kinds and p.to & others]
        backward = [(p, True) for p in relations if p.of & others and p.to & kinds]
        return forward + [pair for pair in backward if not (pair[0].symmetric and forward)]
