"""Text facts and relations into passages that can be found by their words.

Rule of this file: what a passage is known by comes from the pack (its words, names and wordings) and the
language's tables alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.pack.source import strings
from clairbot.record import Record
from clairbot.schema import ENTITY
from clairbot.text import fold, tokenize
from clairbot.topics import Passage, TopicIndex, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clairbot.language import Language
    from clairbot.pack.facts import Data, Fact
    from clairbot.pack.source import Source
    from clairbot.schema import Property, Schema

LONGEST_NAME = 5
"""Words of a name that is looked for in texts."""
DEFAULT_ASKS = frozenset({"what", "which", "how"})
"""Question words that a text property answers if it names none."""


class Topics(Record):
    """The index, and the words that stand in it."""

    index: TopicIndex
    """The index."""
    words: set[str]
    """All words of all passages, folded."""


def build_topics(source: Source, data: Data, language: Language) -> Topics:
    """All passages of a pack."""
    families = _families(source, language)
    groups: dict[tuple[str, str], list[int]] = {}
    for position, fact in enumerate(data.facts, 1):
        declared = data.schema.properties[fact.statement.property]
        if declared.type in {"text", ENTITY} and not declared.owner:
            groups.setdefault((fact.statement.subject, declared.name), []).append(position)
    maker = _Maker(data, language, families)
    passages: list[Passage] = []
    for (subject, name), positions in groups.items():
        passages.append(maker.passage(subject, name, positions, whole=True))
        if len(positions) > 1:
            passages.extend(maker.passage(subject, name, [p], whole=False) for p in positions)
    lookup: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        for key in sorted(passage.says | passage.known | passage.called | {f"@{passage.property}"}):
            lookup.setdefault(key, []).append(number)
    index = TopicIndex(tuple(passages), families, {key: tuple(found) for key, found in lookup.items()})
    return Topics(index, maker.words)


def _families(source: Source, language: Language) -> dict[str, tuple[str, ...]]:
    families: dict[str, tuple[str, ...]] = {}
    for number, (family, where) in enumerate(source.items("synonyms")):
        for phrase in strings(family, where):
            stems = " ".join(language.stem(w) for w in fold(phrase).replace("-", " ").split())
            families[stems] = (*families.get(stems, ()), f"#{number}")
    return families


class _Maker:
    """Makes passages of the facts of one pack."""

    def __init__(self, data: Data, language: Language, families: dict[str, tuple[str, ...]]) -> None:
        self._data = data
        self._language = language
        self._families = families
        self.words: set[str] = set()
        self._called: dict[str, list[str]] = {}
        for name, aliases in data.names.items():
            for alias in aliases:
                words = (t.text for t in tokenize(alias, language.contractions) if not t.mark)
                self._called.setdefault(" ".join(words), []).append(name)

    def passage(self, subject: str, name: str, positions: list[int], *, whole: bool) -> Passage:
        facts = [self._data.facts[p - 1] for p in positions]
        declared = self._data.schema.properties[name]
        says = [str(f.statement.value) for f in facts] + [f.say for f in facts] + [a for f in facts for a in f.about]
        kind = self._data.entities.get(subject, subject)
        wordings = [p for (p, symbol, m), _ in self._data.wordings if symbol in {"{kind}", "{qualifier}"} and m == kind]
        called = [*self._data.names.get(subject, ()), *wordings]
        single = [wording for wording in self._data.topics[name] if " " not in wording]
        says.append(declared.say.replace("{subject}", "").replace("{value}", ""))
        known = single
        named = frozenset(lemma for word in self._words(called) for lemma in self._language.lemmas(word))
        return Passage(
            subject, name, tuple(positions), self._keys(says), self._keys(known), named,
            self._entities(subject, kind, facts, says), declared.asks or DEFAULT_ASKS, whole, kind, self._members(subject, kind), self._near(subject, kind), self._gives(subject, facts, says), any(f.open for f in facts), self._hedged(facts),
        )  # fmt: skip

    def _hedged(self, facts: list[Fact]) -> frozenset[str]:
        """Keys of what the facts say of their subject as one of several."""
        texts = (tokenize(str(f.statement.value), self._language.contractions) for f in facts)
        found = [word for text in texts for word in self._language.hedged([t.text for t in text if not t.mark])]
        return keys_of(found, self._language, self._families)

    def _words(self, texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            words = [t.text for t in tokenize(text, self._language.contractions) if not t.mark]
            self.words.update(words)
            yield from words

    def _keys(self, texts: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        for text in texts:
            words = [t.text for t in tokenize(text, self._language.contractions) if not t.mark]
            self.words.update(words)
            found |= keys_of(words, self._language, self._families)
        return frozenset(found)

    def _entities(self, subject: str, kind: str, facts: list[Fact], says: list[str]) -> frozenset[str]:
        found = {subject, *(str(f.statement.value) for f in facts if f.statement.value in self._data.entities)}
        found.update(name for text in says for name in self._spoken_of(text))
        return frozenset(found | self._members(subject, kind))

    def _gives(self, subject: str, facts: list[Fact], says: list[str]) -> frozenset[str]:
        names = {str(f.statement.value) for f in facts} | {name for text in says for name in self._spoken_of(text)}
        return frozenset(self._data.entities[n] for n in names - {subject} if n in self._data.entities)

    def _near(self, subject: str, kind: str) -> frozenset[str]:
        """Owners of a subject, and entities that are linked to it: the office that holds a forum."""
        relations = self._data.schema.properties
        facts = (f.statement for f in self._data.facts if _links(relations[f.statement.property]))
        found = {s.subject for s in facts if s.value == subject and s.subject in self._data.entities}
        return frozenset(found | _owners(self._data, self._data.schema, {subject} | self._members(subject, kind)))

    def _members(self, subject: str, kind: str) -> frozenset[str]:
        everyone = self._data.entities.items() if subject == kind else ()
        return frozenset(name for name, of in everyone if of == kind)

    def _spoken_of(self, text: str) -> Iterator[str]:
        """Entities that a text names."""
        words = [t.text for t in tokenize(text, self._language.contractions) if not t.mark]
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + LONGEST_NAME) + 1):
                yield from self._called.get(" ".join(words[start:end]), ())


def _links(declared: Property) -> bool:
    return declared.relation and not declared.owner


def _owners(data: Data, schema: Schema, names: set[str]) -> set[str]:
    owners = (f.statement for f in data.facts if schema.properties[f.statement.property].owner)
    return {str(s.value) for s in owners if s.subject in names}
