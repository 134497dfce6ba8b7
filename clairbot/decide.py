"""Deciding: of all readings of a question, which one is meant; or that two are, or none.

Rule of this file: a reading is taken only if it explains every content word. Two readings that cost
about the same and give different answers are not chosen between: the bot asks back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.asked import ASKING, TELLING
from clairbot.lexicon import Mention
from clairbot.meaning import Verb
from clairbot.query import Names, Query
from clairbot.record import Record
from clairbot.topics import Passage, Topic, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clairbot.asked import Asked
    from clairbot.lexicon import Lexicon, Links
    from clairbot.match import Chart
    from clairbot.schema import Schema
    from clairbot.text import Token
    from clairbot.topics import TopicFinder

CHAT = "{chat}"
QUESTION = "{?"
FOLLOWUP = "{?followup}"
LIGHT = frozenset(f"<{name}>" for name in (*ASKING, "describe", "list", "tag", "there", "general"))
"""Symbols of words that ask, or go with asking, and name nothing."""
PERSON = "<person>"
"""Symbol of words for the asker."""
LOOSELY = 0.12
"""What a wording costs that the pack does not have itself, but the language's synonyms add."""
MOST_STRANGE = 6
"""Words that may stand in place of what is so, when it is denied."""


class Reading(Record):
    """One way to understand a stretch of a question."""

    intent: str
    """Its intent."""
    cost: float
    """How far-fetched it is."""
    query: Query | None = None
    """What it asks, if it asks the facts."""
    topic: Topic | None = None
    """The text fact that it asks for."""
    fragment: object = None
    """What is new in it, if it is a follow-up."""
    chat: str = ""
    """Its kind of small talk."""


def questions(chart: Chart, intents: Mapping[str, str]) -> list[Reading]:
    """Readings of the whole as a question by itself, cheapest first."""
    found = []
    for intent in intents:
        for edge in chart.across(f"{QUESTION}{intent}}}"):
            found.append(Reading(intent, edge.cost, edge.meaning))
    return sorted(found, key=lambda r: r.cost)


def fragments(chart: Chart) -> list[Reading]:
    """Readings of the whole as a follow-up."""
    return [Reading("followup", edge.cost, fragment=edge.meaning) for edge in chart.across(FOLLOWUP)]


def small_talk(chart: Chart, links: Links) -> Reading | None:
    """The whole as small talk, one remark or several."""
    best: dict[int, tuple[float, str]] = {0: (0.0, "")}
    for start in range(len(links.tokens)):
        if start not in best:
            continue
        cost, said = best[start]
        for end, dear in links.skips[start]:
            _better(best, end, cost + dear * 3, said)
        for edge in chart.starting(CHAT, start):
            _better(best, edge.end, cost + edge.cost + 0.1, _weightier(said, edge.meaning))
    cost, said = best.get(len(links.tokens), (99.0, ""))
    return Reading("chat", cost, chat=said) if said else None


def _better(best: dict[int, tuple[float, str]], end: int, cost: float, said: str) -> None:
    if end not in best or cost < best[end][0] or (said and not best[end][1]):
        best[end] = (cost, said)


def _weightier(first: str, second: str) -> str:
    """Of two remarks, the one that asks for more than a nod."""
    light = ("", "greeting", "smalltalk", "thanks")
    return max((second, first), key=lambda name: light.index(name) if name in light else len(light))


def topics(
    finder: TopicFinder, links: Links, asked: Asked, lexicon: Lexicon, schema: Schema, about: frozenset[str]
) -> list[Topic]:
    """Text facts that explain all content words; where none is named, those about what was spoken of come first."""
    words = list(_content(links, finder, lexicon, schema))
    symbols = {m.symbol for m in links.mentions}
    if PERSON in symbols and not symbols & LIGHT:
        return []
    if not words and not asked.classes & TELLING:
        return []
    found = finder.find(words, asked.classes, about)
    if asked.whether:
        found = [t for t in found if t.certain and not asked.unlike]
    return [t for t in found if not asked.kinds or _gives(t.passage, asked.kinds, words, schema)]


def described(finder: TopicFinder, links: Links, lexicon: Lexicon, schema: Schema) -> Iterator[Mention]:
    """Things that are told of by what a text fact says of them: "the forum about government theory"."""
    words = {word.position: word for word in _content(links, finder, lexicon, schema)}
    for mention in [m for m in links.mentions if m.symbol == "{kind}"]:
        stop = next((i for i in range(mention.end, len(links.tokens)) if links.tokens[i].mark), len(links.tokens))
        for end in range(stop, mention.end, -1):
            told = [words[i] for i in range(mention.end, end) if i in words]
            passages = (topic.passage for topic in finder.find(told, frozenset(), frozenset()))
            texts = (p for p in passages if p.kind == mention.meaning and not schema.properties[p.property].relation)
            found = {p.subject for p in texts}
            if len(found) == 1 and not found & {mention.meaning}:
                name = Names((found.pop(),), str(mention.meaning))
                yield Mention(mention.start, end, "{name}", name, 0.5, "described")
                break


def _gives(passage: Passage, kinds: frozenset[str], words: Sequence[Word], schema: Schema) -> bool:
    """Whether a text fact leads to one of the kinds, or speaks of them in so many words."""
    if passage.kind in kinds or passage.gives & kinds or schema.properties[passage.property].to & kinds:
        return True
    return any(passage.says & {k for k in w.keys[0] if k[0] != "#"} for w in words if kinds & w.kinds)


def closed(finder: TopicFinder, links: Links, lexicon: Lexicon, schema: Schema) -> list[Topic]:
    """Text facts that say all there is about what is asked, but not what is asked."""
    words = list(_content(links, finder, lexicon, schema))
    subjects = {name for word in words for name in word.names}
    first = next((word.names for word in words if word.names), frozenset())
    properties = {p for word in words for p in word.properties if p and schema.properties[p].closed}
    strange = [w for w in words if not w.names and not w.properties and not w.optional]
    if len(strange) > MOST_STRANGE:
        return []
    found = [p for p in finder.index.passages if p.whole and p.subject in first and p.property in properties]
    return [Topic(p, 0.0, named=True) for p in found if not (subjects - {p.subject}) & p.entities]


def _content(links: Links, finder: TopicFinder, lexicon: Lexicon, schema: Schema) -> Iterator[Word]:
    """Words that a text fact may explain; filler, words that ask and general words need no explanation."""
    names: dict[int, set[str]] = {}
    properties: dict[int, set[str]] = {}
    phrased: dict[int, set[str]] = {}
    kinds: dict[int, set[str]] = {}
    longer = _longer(links)
    light = {i for start, ends in enumerate(links.skips) for end, _ in ends for i in range(start, end)}
    for mention in links.mentions:
        span = range(mention.start, mention.end)
        if mention.symbol in LIGHT:
            light.update(span)
        elif mention.symbol == "{qualifier}":
            light.update(span)
        elif mention.symbol == "{kind}":
            kinds.setdefault(mention.start, set()).add(str(mention.meaning))
        elif isinstance(mention.meaning, Names) and mention.how != "ambiguous" and not _inside(mention, longer):
            for i in span:
                names.setdefault(i, set()).update(mention.meaning.names)
            if len(span) == 1:
                light.discard(mention.start)
        elif isinstance(mention.meaning, Verb) and mention.cost < LOOSELY:
            for i in span:
                properties.setdefault(i, set()).add(mention.meaning.property)
                if len(span) > 1:
                    phrased.setdefault(i, set()).add(mention.meaning.property)
    for i, token in enumerate(links.tokens):
        if token.mark or (i in light and i not in names and i not in properties):
            continue
        own, known = frozenset(names.get(i, ())), frozenset(properties.get(i, ()))
        forms = _forms(token, lexicon)
        keys = _keys(links, i, forms, finder)
        only = finder.language.superlative(token.text)
        yield Word(
            position=i,
            keys=keys,
            names=own,
            properties=known,
            forms=frozenset(forms),
            optional=i in light,
            only=only,
            phrased=frozenset(phrased.get(i, ())),
            kinds=frozenset(kinds.get(i, ())),
            measures=bool(known) and all(p and schema.properties[p].dimension for p in known),
        )


def _longer(links: Links) -> dict[int, list[Mention]]:
    """Names of several words by each of their tokens."""
    found: dict[int, list[Mention]] = {}
    for mention in links.mentions:
        if mention.end - mention.start > 1 and isinstance(mention.meaning, Names):
            for i in range(mention.start, mention.end):
                found.setdefault(i, []).append(mention)
    return found


def _inside(mention: Mention, longer: dict[int, list[Mention]]) -> bool:
    """Whether a name is part of a longer one."""
    size = mention.end - mention.start
    return any(
        m.start <= mention.start and mention.end <= m.end and m.end - m.start > size and m.cost <= mention.cost
        for m in longer.get(mention.start, ())
    )


def _forms(token: Token, lexicon: Lexicon) -> list[str]:
    """What a word may be a form or a misspelling of; an acronym is spelt so on purpose."""
    return [form for form, cost in lexicon.forms(token.text).items() if not (cost and token.acronym)]


def _keys(links: Links, i: int, forms: list[str], finder: TopicFinder) -> tuple[frozenset[str], float]:
    word = links.tokens[i].text
    keys = set(finder.keys(word)).union(*(finder.keys(form) for form in forms))
    for first in (i - 1, i):
        if first >= 0 and first + 1 < len(links.tokens):
            keys.update(finder.pair_keys(links.tokens[first].text, links.tokens[first + 1].text))
    if links.tokens[i].proper:
        keys = {key for key in keys if key[0] != "#"}
    return frozenset(keys), (1.0 if word in forms else 0.7)


def unexplained(chart: Chart, links: Links) -> list[str]:
    """Words to name when a question is declined."""
    return [links.tokens[i].text for i in sorted(links.unknown)]


__all__ = ["Reading", "Sequence", "fragments", "questions", "small_talk", "topics", "unexplained"]
