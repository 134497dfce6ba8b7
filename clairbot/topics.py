"""Text facts: finding the one that a question is about by the words they share.

A passage is a text fact with everything it is known by: the words it says, its subject's names, the
words of its property, and the author's extra ones, as stems and as families of synonyms. Rule of this
file: a passage answers only if it explains every content word of the question; one that explains all but
a few (`near`) comes with those it leaves out, for the answer to name. Which words are content is the
lexicon's say; nothing is ranked by how much it merely resembles.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from clairbot.asked import TELLING
from clairbot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clairbot.language import Language


LITTLE = 0.3
"""What a word that need not be explained is worth, of one that must be."""


Told: TypeAlias = "frozenset[tuple[str, str]]"
"""Facts that were told, by subject and property."""
NOTHING: Told = frozenset()
LOOSE = 0.8
"""What a word is worth that only a synonym explains, of one that is said as it stands."""
PROPERTY, KNOWN = 0.95, 0.9
"""What a word is worth that names the property, or that the property is known by."""
MUCH, MOST_MISSED = 3, 2
"""Words that a passage must say itself where it leaves some of a question unexplained, and how many these may be."""
WHOLE, APIECE = 0.2, -0.05
"""How much more a single value must explain to be told without the others: a name, a text."""


class Passage(Record):
    """One text fact, or all values of one property of one subject."""

    subject: str
    """Entity, or kind if it is said of all of a kind."""
    property: str
    """Property."""
    facts: tuple[int, ...]
    """Positions of its statements in the pack."""
    says: frozenset[str]
    """Keys of what it says."""
    known: frozenset[str]
    """Keys of its property's wordings."""
    called: frozenset[str]
    """Words of what its subject and its kind are called; they explain a word but are no reason to answer."""
    entities: frozenset[str]
    """Entities that it speaks of, its subject included; for a kind, all of that kind and who owns them."""
    asks: frozenset[str]
    """Classes of question words that it answers."""
    whole: bool
    """Whether it holds all values of its property."""
    kind: str = ""
    """Kind of its subject."""
    members: frozenset[str] = frozenset()
    """All entities of the kind that it is said of, if it is said of a kind."""
    near: frozenset[str] = frozenset()
    """Entities that its subject is linked to; naming one of them says nothing new."""
    related: bool = False
    """Whether it leads to other entities, and says nothing else."""
    gives: frozenset[str] = frozenset()
    """Kinds of the entities that it speaks of, beside its subject."""
    open: bool = False
    """Whether it leaves open what it speaks of."""
    hedged: frozenset[str] = frozenset()
    """Stems of what it says of its subject as one of several."""


class TopicIndex(Record):
    """All passages and how to look them up."""

    passages: tuple[Passage, ...]
    """The passages."""
    families: dict[str, tuple[str, ...]]
    """Keys of the synonym families of a stem, or of two stems with a space between."""
    lookup: dict[str, tuple[int, ...]]
    """Positions of the passages by key."""


class Word(Record):
    """A content word of a question: some keys, any of which explains it."""

    position: int
    """Its token."""
    keys: tuple[frozenset[str], float]
    """Its keys and what they are worth."""
    names: frozenset[str] = frozenset()
    """Entities that it is part of the name of."""
    properties: frozenset[str] = frozenset()
    """Properties that it is part of a wording of."""
    forms: frozenset[str] = frozenset()
    """What it may be a form of."""
    optional: bool = False
    """Whether it says so little that it need not be explained."""
    only: bool = False
    """Whether only one thing can be called so."""
    phrased: frozenset[str] = frozenset()
    """Properties that it is part of a wording of with other words, and so says as much as they."""
    kinds: frozenset[str] = frozenset()
    """Kinds that it is a word for."""
    measures: bool = False
    """Whether it speaks of what can be measured, such as a time, and of nothing else."""


class Topic(Record):
    """A passage that explains all content words of a question."""

    passage: Passage
    """The passage."""
    score: float
    """How much more it explains than the subject alone."""
    named: bool
    """Whether the question names its subject."""
    certain: bool = True
    """Whether no word is explained only by a synonym of what its property is called."""
    inside: bool = False
    """Whether a word that need be explained is only part of what it says."""
    hedged: bool = False
    """Whether the fact says of several what the question says of one: "one of the largest"."""


def keys_of(words: Iterable[str], language: Language, families: dict[str, tuple[str, ...]]) -> frozenset[str]:
    """Stems of words, with the keys of their synonym families."""
    stems = [language.stem(word) for word in words]
    found = set(stems)
    for stem in stems:
        found.update(families.get(stem, ()))
    for first, second in itertools.pairwise(stems):
        found.update(families.get(f"{first} {second}", ()))
    return frozenset(found)


class TopicFinder:
    """Finds passages in one index; keeps the keys of the words that it has seen."""

    def __init__(self, index: TopicIndex, language: Language) -> None:
        self.index = index
        self.language = language
        self._keys: dict[str, frozenset[str]] = {}
        self._stems: dict[str, str] = {}
        self._inverse: tuple[dict[str, set[int]], dict[str, set[int]]] | None = None

    def keys(self, word: str) -> frozenset[str]:
        """Keys of one word."""
        if word not in self._keys:
            self._keys[word] = keys_of([word], self.language, self.index.families)
        return self._keys[word]

    def pair_keys(self, first: str, second: str) -> tuple[str, ...]:
        """Keys of two words together."""
        return self.index.families.get(f"{self._stem(first)} {self._stem(second)}", ())

    def _stem(self, word: str) -> str:
        if word not in self._stems:
            self._stems[word] = self.language.stem(word)
        return self._stems[word]

    def find(
        self, words: Sequence[Word], asked: frozenset[str], about: frozenset[str], told: Told = NOTHING
    ) -> list[Topic]:
        """Passages that explain every word and answer the kind of question that is `asked`, best first.

        `about` are the entities that were spoken of, `told` the facts; they count where no word is a name.
        """
        if any(word.names for word in words):
            about, told = frozenset(), NOTHING
        passages = self.index.passages
        topics = [
            _Judge(self.index, passages[p], asked, about, told).topic(words)
            for p in sorted(self._candidates(words, asked))
            if not asked or asked & passages[p].asks
        ]
        found = [topic for topic in topics if topic is not None and (topic.named or not topic.passage.open)]
        return sorted(
            found, key=lambda t: (-t.named, -t.score - t.passage.whole * (WHOLE if t.passage.gives else APIECE))
        )

    def near(
        self, words: Sequence[Word], asked: frozenset[str], about: frozenset[str]
    ) -> tuple[Topic, list[int]] | None:
        """The passage that says most of what is asked, and the positions of the few words that it does not explain."""
        if any(word.names for word in words):
            about = frozenset()
        best: tuple[int, float, Topic, list[int]] | None = None
        lookup = self.index.lookup
        shared = Counter(p for word in words for p in {p for key in word.keys[0] for p in lookup.get(key, ())})
        for passage in (self.index.passages[p] for p in sorted(shared) if shared[p] > 1):
            judge = _Judge(self.index, passage, asked, about, NOTHING)
            missed = judge.missed(words)
            topic = judge.nearly() if missed and len(missed) <= MOST_MISSED else None
            if topic is not None and (best is None or (len(missed), -topic.score) < best[:2]):
                best = len(missed), -topic.score, topic, missed
        return (best[2], best[3]) if best is not None else None

    def _candidates(self, words: Sequence[Word], asked: frozenset[str]) -> set[int]:
        """Passages that could explain every word and tell something of one: few of those that share a word."""
        lookup, (entities, called) = self.index.lookup, self._explained()
        some: set[int] = set()
        every: set[int] | None = None
        for word in words:
            own = set().union(*(lookup.get(key, ()) for key in word.keys[0]))
            own.update(*(lookup.get(f"@{name}", ()) for name in word.properties))
            some |= own
            if word.optional:
                continue
            own.update(*(entities.get(name, ()) for name in word.names))
            if not word.names:
                own.update(*(called.get(form, ()) for form in word.forms))
            every = own if every is None else every & own
            if not every:
                return every
        if asked & TELLING:
            some.update(p for p, passage in enumerate(self.index.passages) if passage.asks & asked & TELLING)
        return some if every is None else some & every

    def _explained(self) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        """Positions of the passages by the entities that they speak of, and by what their subjects are called."""
        if self._inverse is None:
            self._inverse = {}, {}
            for position, passage in enumerate(self.index.passages):
                for found, keys in zip(self._inverse, (passage.entities | passage.near, passage.called), strict=True):
                    for key in keys:
                        found.setdefault(key, set()).add(position)
        return self._inverse


class _Judge:
    """How well one passage explains a question, word by word; more must be as it stands than by synonyms alone."""

    def __init__(
        self, index: TopicIndex, passage: Passage, asked: frozenset[str], about: frozenset[str], told: Told
    ) -> None:
        self._index = index
        self._passage = passage
        self._asked = asked
        known = (passage.subject, passage.property) in told
        self._named = known or passage.subject in about
        self._plain = len(asked & TELLING)
        """Words that it says as they stand."""
        self._loose = 0
        """Words that only a synonym explains."""
        self._told = 0
        """Words of names that it tells of."""
        self._score = float(len(asked))
        self._certain = True
        self._own = passage.whole
        """Whether it says a word itself, not only its property."""
        self._member = False
        """Whether it is said of all of a kind, and one of them is named."""
        self._kindly = 0
        """Words for kinds among those that it says as they stand."""
        self._said = False
        """Whether it says a word of the question, not only what its property is called."""
        self._hedged = False
        self._inside = False
        self._part = passage.subject == passage.kind
        """Whether it is said of all of a kind, of which a word for the property singles out nothing."""
        self._row = passage.whole and len(passage.facts) > 1 and passage.subject == passage.kind
        """Whether it is a row of texts about all of a kind."""
        self._related = passage.related
        self._beside = False
        """Whether it is said of all of a kind whose owner is named."""

    def topic(self, words: Sequence[Word]) -> Topic | None:
        """What the passage is to a question of these words; None if it does not explain them."""
        passage = self._passage
        self._name_kind(words)
        if not all(self._explains(word) for word in words) or not self._enough():
            return None
        return Topic(passage, self._score, self._named, self._certain, self._inside, self._hedged)

    def missed(self, words: Sequence[Word]) -> list[int]:
        """Positions of the words that the passage does not explain."""
        self._name_kind(words)
        return [word.position for word in words if not self._explains(word)]

    def nearly(self) -> Topic | None:
        """What the passage is to a question that it explains but for a few words; it must say much itself."""
        passage, said = self._passage, self._plain + self._told
        fits = not self._asked or self._asked & passage.asks
        if (
            not fits
            or passage.open
            or passage.related
            or said < MUCH
            or self._loose > said
            or not (self._named or self._beside)
        ):
            return None
        return Topic(passage, self._score, self._named) if self._enough() else None

    def _name_kind(self, words: Sequence[Word]) -> None:
        passage = self._passage
        if passage.subject == passage.kind and not any(word.names & passage.members for word in words):
            self._named = self._named or any(passage.kind in word.kinds for word in words)

    def _enough(self) -> bool:
        as_is = self._plain + self._told
        if (self._row and self._inside) or (self._related and self._named and self._told and not self._plain):
            return False
        if self._named or self._beside:
            return self._own and (self._said or not self._member) and bool(as_is) and as_is >= self._loose
        asking = self._said or (self._told and (self._asked or self._plain > self._kindly))
        return self._own and bool(asking) and as_is - self._loose > 1

    def _explains(self, word: Word) -> bool:
        passage, keys = self._passage, word.keys[0]
        self._hedged = self._hedged or bool(word.only and keys & passage.hedged)
        if word.names & passage.entities:
            self._name(word)
            return True
        if word.names & passage.near:
            self._beside = passage.subject == passage.kind
            self._score -= LITTLE
            return True
        said, known = keys & passage.says, keys & passage.known
        if passage.property in word.properties and (self._part or not any(key[0] != "#" for key in said)):
            self._plain += not word.optional or passage.property in word.phrased
            self._score += PROPERTY
            return True
        if said or (known and not word.names):
            return self._say(word, said, known)
        kind = self._related and bool(word.kinds & passage.gives)
        return word.optional or kind or (not word.names and bool(word.forms & passage.called))

    def _name(self, word: Word) -> None:
        """A name: of the subject, or of something else that the passage tells of."""
        passage = self._passage
        own = passage.members | {passage.subject}
        member = self._part and passage.entities <= own and not passage.members.isdisjoint(word.names)
        self._score -= LITTLE * member
        self._member = self._member or member
        self._named = self._named or member or passage.subject in word.names or passage.subject not in passage.entities
        if passage.subject not in word.names and not word.optional and word.keys[0] & passage.says:
            self._told += 1
            self._score += LITTLE
            self._own = True

    def _say(self, word: Word, said: frozenset[str], known: frozenset[str]) -> bool:
        """A word that the passage says, or that its property is known by; rare ones say more."""
        as_is = any(key[0] != "#" for key in said or known)
        if not word.optional:
            if word.measures and not as_is:
                return False
            self._plain += as_is and not (self._part and self._passage.kind in word.kinds)
            self._said = self._said or bool(said and not word.kinds)
            self._kindly += as_is and bool(word.kinds)
            self._loose += not as_is
            self._own = self._own or bool(said and not word.kinds)
            self._inside = self._inside or not (known or word.kinds or self._passage.property in word.properties)
            self._certain = self._certain and bool(as_is or said)
        rare = min((len(self._index.lookup[key]) for key in said), default=0)
        worth = (LITTLE if word.optional else 1) * (1 if as_is else LOOSE)
        self._score += word.keys[1] * (1 + 1 / rare if rare else KNOWN) * worth
        return True
