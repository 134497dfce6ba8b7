"""Deciding: of all readings of a question, which one is meant; or that two are, or none.

Rule of this file: a reading is taken only if it explains every content word. Two readings that cost
about the same and give different answers are not chosen between: the bot asks back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.asked import TELLING, WH
from clairbot.mentions import Mention
from clairbot.query import All, Follow, Linked, Names, Query, walk
from clairbot.record import Record
from clairbot.topics import NOTHING, Passage, Told, Topic, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clairbot.asked import Asked
    from clairbot.content import ContentReader
    from clairbot.match import Chart
    from clairbot.mentions import Links
    from clairbot.schema import Schema

CHAT = "{chat}"
QUESTION = "{?"
FOLLOWUP = "{?followup}"
DESCRIBING = frozenset({"describe", "bare-name"})
"""Intents of questions for all that is known of something."""
SAYING = frozenset({"{date}", "{number}", "{ordinal}", "{most}", "<exist>", "<not>", "<except>"})
"""Symbols of words that a question which only goes on about what was told has not."""
PERSON = "<person>"
"""Symbol of words for the asker."""
BARE, ROUND = 0.12, 0.3
"""Cost of a relation to all of a kind alike, and of one that leads back to the kind itself."""
TURNING = frozenset({PERSON, "{date}", "{number}", "<not>", "<except>", "<beyond>"})
"""Symbols of words that make a question another one than a text fact which shares its words answers."""
HEADED = frozenset({"<which>", "<who>", "<when>", "<where>"})
"""Symbols of words after which comes what is asked for."""
FEW = 3
"""Words of a question that may only go on about what was told: "through newspapers too?"."""
REQUESTS = WH | {"<describe>", "<tag>"}
"""Symbols of words that ask."""
NEARBY = 3
"""Words between one that leaves out and what is left out, at most."""
LONGEST_TOLD = 24
"""Words that may tell of a thing after the word for its kind."""
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


def questions(chart: Chart, intents: Mapping[str, str], schema: Schema) -> list[Reading]:
    """Readings of the whole as a question by itself, cheapest first."""
    found = []
    read = {symbol[len(QUESTION) : -1]: symbol for symbol in chart.categories if symbol.startswith(QUESTION)}
    for intent in intents:
        if intent in read:
            edges = chart.across(read[intent])
            found += [Reading(intent, edge.cost + _bare(edge.meaning, schema), edge.meaning) for edge in edges]
    return sorted(found, key=lambda r: r.cost)


def _bare(query: Query, schema: Schema) -> float:
    """What it costs to ask for links to anything at all, which is rarely meant: "states that border states"."""
    cost = 0.0
    for node in walk(query):
        if isinstance(node, Linked) and isinstance(node.to, All):
            cost += ROUND if node.property in schema.symmetric else BARE
        elif isinstance(node, Follow) and isinstance(node.source, All) and node.property in schema.symmetric:
            cost += ROUND
    return cost


def fragments(chart: Chart) -> list[Reading]:
    """Readings of the whole as a follow-up."""
    return [Reading("followup", edge.cost, fragment=edge.meaning) for edge in chart.across(FOLLOWUP)]


def small_talk(chart: Chart, links: Links) -> Reading | None:
    """The whole as small talk, one remark or several."""
    if CHAT not in links.by:
        return None
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
    reader: ContentReader, links: Links, asked: Asked, about: frozenset[str], told: Told = NOTHING
) -> list[Topic]:
    """Text facts that explain all content words; where none is named, those about what was spoken of come first."""
    words = reader.words(links)
    if REQUESTS.isdisjoint(links.by) and not asked.whether and _speaks(links):
        return []
    if asked.people or (not words and not asked.classes & TELLING):
        return []
    found, excluded = _found(reader, words, asked, about, told), _excluded(links)
    if _composed(links):
        found = [t for t in found if not t.passage.related]
    if asked.likeness:
        found = [t for t in found if not t.inside]
    if asked.number:
        found = [t for t in found if t.passage.whole and (len(t.passage.facts) > 1 or t.passage.related)]
    if asked.within:
        found = [t for t in found if "where" in t.passage.asks]
    if asked.whether:
        found = [t for t in found if t.certain and not asked.unlike]
    elif asked.name:
        said = frozenset(name for word in words for name in word.names)
        found = [t for t in found if _names(t.passage, asked, said)]
    found = [t for t in found if t.passage.subject not in excluded]
    return [t for t in found if not asked.kinds or _gives(t.passage, asked.kinds, words, reader.schema)]


def _found(reader: ContentReader, words: list[Word], asked: Asked, about: frozenset[str], told: Told) -> list[Topic]:
    """Text facts that explain the words; else those that speak of the places asked for; else what was told last."""
    find, places = reader.finder.find, reader.schema.places & asked.kinds
    found = find(words, asked.classes, about)
    if not found and places:  # "in which countries does it survey"
        found = [t for t in find(words, asked.classes - {"where"}, about) if t.passage.gives & places]
    return found or (find(words, asked.classes, about, told) if len(words) <= FEW else [])


def _excluded(links: Links) -> set[str]:
    """Things that a clause leaves out: "apart from the one in New York"."""
    excepting = links.by.get("<except>", ())
    ends = [m.end for m in excepting if m.how == "exact" and m.end > m.start + 1]
    if not ends:
        return set()
    near = (m for m in links.mentions if m.how == "exact" and any(end <= m.start <= end + NEARBY for end in ends))
    return {name for m in near if isinstance(m.meaning, Names) for name in m.meaning.names}


def _speaks(links: Links) -> bool:
    """Whether a clause speaks of the asker; "us" in a long name does not."""
    persons = links.by.get(PERSON, ())
    names = [m for m in links.by.get("{name}", ()) if m.end - m.start > 1 and not m.cost] if persons else ()
    return any(not any(n.start <= m.start and m.end <= n.end for n in names) for m in persons)


def near(reader: ContentReader, links: Links, asked: Asked, about: frozenset[str]) -> tuple[Topic, list[int]] | None:
    """A text fact that says much of what is asked, but not all, and the positions of the words that it leaves out.

    What is left out is none of what is asked for: a name, a number, the word after the one that asks, or what is
    done where it is asked how.
    """
    by = links.by
    only = {m.start for m in by.get("<only>", ())}
    turned = any(not m.cost and m.end not in only for m in links.of(TURNING))
    compared = any(m.how == "exact" for m in by.get("{than}", ()))
    if asked.number or turned or compared or _composed(links):
        return None
    words = reader.words(links)
    found = reader.finder.near(words, asked.classes, about)
    heads = {m.end for m in links.of(HEADED)} | {w.position for w in words if w.names}
    if any(not m.start for m in by.get("<how>", ())):
        heads |= {m.start for m in by.get("{verb}", ())}
    if found is None or any(i in heads or links.tokens[i].proper for i in found[1]):
        return None
    return found


def continued(reader: ContentReader, links: Links, asked: Asked, told: Told) -> Topic | None:
    """The text fact told last, where a question only goes on about it: "in which countries?", "only in Japan?"."""
    if asked.number or len(told) != 1 or any(not m.cost for m in links.of(SAYING)):
        return None
    passages = [p for p in reader.finder.index.passages if p.whole and (p.subject, p.property) in told]
    if len(passages) != 1:
        return None
    only, words = passages[0], reader.words(links)
    kinds = asked.kinds or (reader.schema.places if "where" in asked.classes & only.asks else frozenset())
    named = {name for word in words for name in word.names} - {only.subject}
    if named and named <= only.entities:
        fits = all(w.optional or w.names for w in words)
    else:
        fits = bool(only.gives & kinds) and all(w.optional or w.kinds & kinds for w in words)
    return Topic(only, 0.0, named=True) if fits else None


def _composed(links: Links) -> bool:
    """Whether a question orders things, or leads from one thing of a kind to others; no single fact answers that."""
    ends = {(m.end, m.meaning) for m in links.by.get("{kind}", ())}
    repeated = len({kind for _, kind in ends}) < len(ends)
    return repeated or any(m.how == "exact" for m in links.by.get("{most}", ()))


def described(reader: ContentReader, links: Links) -> Iterator[Mention]:
    """Things that are told of by what a text fact says of them: "the forum about government theory"."""
    finder = reader.finder
    words = {word.position: word for word in reader.words(links)}
    for mention in links.by.get("{kind}", ()):
        stop = min(len(links.tokens), mention.end + LONGEST_TOLD)
        for end in range(stop, mention.end, -1):
            told = [words[i] for i in range(mention.end, end) if i in words]
            passages = (topic.passage for topic in finder.find(told, frozenset(), frozenset()))
            texts = (p for p in passages if p.kind == mention.meaning and not p.related)
            found = {p.subject for p in texts}
            if len(found) == 1 and not found & {mention.meaning}:
                name = Names((found.pop(),), str(mention.meaning))
                yield Mention(mention.start, end, "{name}", name, 0.5, "described")
                break


def _names(passage: Passage, asked: Asked, said: frozenset[str]) -> bool:
    """Whether a text fact tells a name: as its value, or of a subject that the question does not name."""
    new = passage.subject not in said and passage.subject != passage.kind
    return new or passage.property in asked.naming or passage.related


def _gives(passage: Passage, kinds: frozenset[str], words: Sequence[Word], schema: Schema) -> bool:
    """Whether a text fact leads to one of the kinds, or speaks of them and of something else that is asked."""
    if passage.kind in kinds or schema.properties[passage.property].to & kinds:
        return True
    if not any(not w.names and not w.optional and not kinds & w.kinds for w in words):
        return False
    told = any(passage.says & {k for k in w.keys[0] if k[0] != "#"} for w in words if kinds & w.kinds)
    return told or bool(passage.gives & kinds)


def closed(reader: ContentReader, links: Links, about: frozenset[str]) -> list[Topic]:
    """Text facts that say all there is of what is asked about, but not what is asked; `about` where it points back."""
    words = reader.words(links)
    subjects = {name for word in words for name in word.names}
    first = about or next((word.names for word in words if word.names), frozenset())
    said = [word for word in words if not word.optional]
    told = [word for word in said if word.position not in links.acts]
    properties = {p for word in told for p in word.properties if p and reader.schema.properties[p].closed}
    strange = [w for w in words if not w.names and not w.properties and not w.optional]
    if len(strange) > MOST_STRANGE:
        return []
    found = [p for p in reader.finder.index.passages if p.whole and p.subject in first and p.property in properties]
    return [Topic(p, 0.0, named=True) for p in found if not (subjects - {p.subject}) & p.entities]
