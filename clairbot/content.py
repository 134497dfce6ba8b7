"""Content words: what a clause says that a text fact must explain.

Filler, words that ask and general words need no explanation; a name explains each of its words. Rule of
this file: which words are which is the lexicon's say and the language's, never this file's.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clairbot.asked import ASKING
from clairbot.meaning import Verb
from clairbot.mentions import kinds_named, skipped
from clairbot.query import Names
from clairbot.record import Record
from clairbot.topics import Word

if TYPE_CHECKING:
    from clairbot.lexicon import Lexicon
    from clairbot.mentions import Links, Mention
    from clairbot.schema import Schema
    from clairbot.text import Token
    from clairbot.topics import TopicFinder

LIGHT = frozenset(
    f"<{name}>" for name in (*ASKING, "describe", "list", "tag", "there", "general", "all", "only", "also")
)
"""Symbols of words that ask, or go with asking, and name nothing."""
COUNTED = frozenset({"{kind}", "{noun}", "<general>"})
"""Symbols of words for what a number may tell how many there are of."""
QUALIFIER, QUALIFIED = "{qualifier}", frozenset({"{qualifier}", "{kind}", "{name}"})
"""Symbols of words that only say more of a thing, and of what they stand before: "the annual forum"."""
LOOSELY = 0.12
"""What a wording costs that the pack does not have itself, but the language's synonyms add."""
GUESSED = 0.7
"""What a word is worth that is known only by another spelling."""


class Senses(Record):
    """What the mentions of a clause say of its tokens, by position."""

    names: dict[int, set[str]]
    """Entities that a token is part of the name of."""
    properties: dict[int, set[str]]
    """Properties that it is part of a wording of."""
    phrased: dict[int, set[str]]
    """Properties that it is part of a wording of with other tokens."""
    kinds: dict[int, set[str]]
    """Kinds that a word for starts there."""
    light: set[int]
    """Tokens that need no explanation."""


class ContentReader:
    """Reads content words over one pack."""

    def __init__(self, finder: TopicFinder, lexicon: Lexicon, schema: Schema) -> None:
        self.finder = finder
        self.schema = schema
        self._lexicon = lexicon
        self._last: tuple[Links | None, list[Word]] = None, []
        """The content words that were read last: several steps ask for those of one clause, one after the other."""

    def words(self, links: Links) -> list[Word]:
        """The content words of some linked tokens."""
        known, words = self._last
        if known is not links:
            senses = _senses(links)
            kept = (
                i
                for i, token in enumerate(links.tokens)
                if not token.mark and (i not in senses.light or i in senses.names or i in senses.properties)
            )
            words = [self._word(i, links, senses) for i in kept]
            self._last = links, words
        return words

    def _word(self, i: int, links: Links, senses: Senses) -> Word:
        token = links.tokens[i]
        known = frozenset(senses.properties.get(i, ()))
        forms = self._forms(token)
        return Word(
            position=i,
            keys=self._keys(links, i, forms),
            names=frozenset(senses.names.get(i, ())),
            properties=known,
            forms=frozenset(forms),
            optional=i in senses.light and not (i in links.acts and i in senses.properties),
            only=self.finder.language.superlative(token.text),
            phrased=frozenset(senses.phrased.get(i, ())),
            kinds=frozenset(senses.kinds.get(i, ())),
            measures=bool(known) and all(p and self.schema.properties[p].dimension for p in known),
        )

    def _forms(self, token: Token) -> list[str]:
        """What a word may be a form or a misspelling of; an acronym is spelt so on purpose."""
        return [form for form, cost in self._lexicon.forms(token.text).items() if not (cost and token.acronym)]

    def _keys(self, links: Links, i: int, forms: list[str]) -> tuple[frozenset[str], float]:
        """Keys that explain a word, alone or with its neighbour; a proper name has no synonyms."""
        tokens, finder = links.tokens, self.finder
        keys = set(finder.keys(tokens[i].text)).union(*[finder.keys(form) for form in forms if form != tokens[i].text])
        for first in (i - 1, i):
            if first >= 0 and first + 1 < len(tokens):
                keys.update(finder.pair_keys(tokens[first].text, tokens[first + 1].text))
        if tokens[i].proper:
            keys = {key for key in keys if key[0] != "#"}
        return frozenset(keys), (1.0 if tokens[i].text in forms else GUESSED)


def _senses(links: Links) -> Senses:
    names, properties, phrased, kinds = (defaultdict[int, set[str]](set) for _ in range(4))
    longer = _longer(links)
    light = skipped(links.skips)
    qualified = {m.start for m in links.of(QUALIFIED)} if QUALIFIER in links.by else set()
    for mention in kinds_named(links.by):
        kinds[mention.start].add(str(mention.meaning))
    spoken = _spoken(links)
    for mention in links.mentions:
        _, start, end, symbol, meaning, cost, how = mention
        if end == start + 1 and start in spoken and isinstance(meaning, Names):
            continue
        if symbol in LIGHT or (symbol == QUALIFIER and end in qualified):
            light.update(range(start, end))
        elif isinstance(meaning, Names) and how != "ambiguous" and not _inside(mention, longer):
            _note(names, range(start, end), meaning.names)
            if end == start + 1:
                light.discard(start)
        elif isinstance(meaning, Verb) and cost < LOOSELY:
            _note(properties, range(start, end), (meaning.property,))
            if end > start + 1:
                _note(phrased, range(start, end), (meaning.property,))
    return Senses(names, properties, phrased, kinds, light | _numbers(links))


def _numbers(links: Links) -> set[int]:
    """Numbers of things that are asked about: "in which two countries"."""
    by = links.by
    if "{number}" not in by:
        return set()
    kinds = {m.start for m in links.of(COUNTED) if not m.cost}
    asked = {m.end for m in by.get("<which>", ())}
    numbers = (m for m in by["{number}"] if m.end in kinds and m.start in asked)
    return {i for m in numbers for i in range(m.start, m.end)}


def _spoken(links: Links) -> set[int]:
    """Tokens inside a phrase that asks, such as "us" in "tell us"."""
    phrases = (m for m in links.of(LIGHT) if m.end - m.start > 1 and m.how == "exact")
    return {i for m in phrases for i in range(m.start + 1, m.end)}


def _note(where: dict[int, set[str]], span: range, found: tuple[str, ...]) -> None:
    for i in span:
        where[i].update(found)


def _longer(links: Links) -> dict[int, list[Mention]]:
    """Names of several words by each of their tokens."""
    found: dict[int, list[Mention]] = defaultdict(list)
    for mention in links.mentions:
        if mention.end - mention.start > 1 and isinstance(mention.meaning, Names):
            for i in range(mention.start, mention.end):
                found[i].append(mention)
    return found


def _inside(mention: Mention, longer: dict[int, list[Mention]]) -> bool:
    """Whether a name is part of a longer one."""
    size = mention.end - mention.start
    return any(
        m.start <= mention.start and mention.end <= m.end and m.end - m.start > size and m.cost <= mention.cost
        for m in longer.get(mention.start, ())
    )
