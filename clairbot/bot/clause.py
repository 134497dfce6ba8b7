"""One clause: its readings weighed against each other, the first that stands answered.

Precise readings of the chart come first; text facts that explain every word come where the chart found
nothing or something far-fetched. Rule of this file: a reading is dropped when its answer would say
nothing: an echo of the question, a place that no fact gives, a value that nobody has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot import decide
from clairbot.bot.tell import anything, echoes, reply_of
from clairbot.query import All, Count, Follow, Linked, Names, Of, walk
from clairbot.session import SETS, pronouns
from clairbot.store.evaluate import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clairbot.bot.engine import Bot
    from clairbot.bot.tell import Found, Teller
    from clairbot.decide import Reading
    from clairbot.lexicon import Links, Mention
    from clairbot.match import Chart
    from clairbot.query import Query
    from clairbot.session import Context
    from clairbot.store.evaluate import Result
    from clairbot.text import Token
    from clairbot.topics import Topic

FAR = 1.2
"""From this cost on, a text fact that explains every word is preferred."""
SURE, LOOSE = 0.5, 1.9
"""Up to the first cost a reading may say that there is nothing; beyond the second it is not trusted at all."""
VAGUE = 0.75
"""Beyond this cost the question has said more than a reading that asks for everything."""
CLEARER = 0.5
"""A reading that costs so much more than one that has to ask back is not better."""
MOST_TRIED = 6
"""Readings that are tried, cheapest first."""
TALK = 0.3
"""Small talk is preferred to a reading unless it costs so much more."""
GOOD = 1.5
"""Score of a text fact that explains more than its subject."""


class Clauses:
    """Understands clauses of one question."""

    def __init__(self, bot: Bot, teller: Teller) -> None:
        self._bot = bot
        self._tell = teller
        self._links: dict[tuple[tuple[Token, ...], bool, bool], Links] = {}

    def links(self, tokens: Sequence[Token], *, bold: bool = False, free: bool = False) -> Links:
        """All readings of some tokens, found once; the list of mentions is the caller's own."""
        key = (tuple(tokens), bold, free)
        if key not in self._links:
            self._links[key] = self._bot.lexicon.link(tokens, bold=bold, free=free)
        links = self._links[key]
        return links.replace(mentions=list(links.mentions))

    def answer(
        self, tokens: Sequence[Token], context: Context, *, bold: bool = False, free: bool = False, told: bool = False
    ) -> Found | None:
        """The answer to tokens that make one question, or None; `bold` and `free` as in `Lexicon.link`.

        With `told`, things may be told of by what a text fact says of them.
        """
        bot = self._bot
        links = self.links(tokens, bold=bold, free=free)
        if links.unknown and bold + free:
            return None
        links.mentions.extend(pronouns(context, links.mentions, bot.composer, bot.everyone))
        if told:
            described = list(decide.described(bot.topics, links, bot.lexicon, bot.schema))
            if not described:
                return None
            links.mentions.extend(described)
        chart = bot.matcher.chart(links)
        self._tell.note("mentions", lambda: "\n".join(shown(links, m) for m in links.mentions))
        readings = self._readings(chart, context)
        talk = decide.small_talk(chart, links)
        pointed = readings and readings[0].cost < FAR and any(m.how == "context" for m in links.mentions)
        if (
            talk is not None
            and not (pointed and not talk.chat.startswith("meta:"))
            and (not readings or talk.cost <= readings[0].cost + TALK)
        ):
            return self._tell.chat(talk.chat, context)
        return self._decided(readings, links, context, bold=bold)

    def prefixed(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """The answer to a question with a condition before it and a comma between them."""
        comma = next((i for i, token in enumerate(tokens) if token.mark and token.text == ","), 0)
        if not 0 < comma < len(tokens) - 1:
            return None
        bot = self._bot
        before = self.links(tokens[:comma])
        before.mentions.extend(pronouns(context, before.mentions, bot.composer))
        conditions = bot.matcher.chart(before).across("{?prefix}")
        for free in (False, True) if conditions else ():
            links = self.links(tokens[comma + 1 :], free=free)
            links.mentions.extend(pronouns(context, links.mentions, bot.composer))
            readings = [
                r.replace(query=bot.composer.restrict(r.query, conditions[0].meaning), cost=r.cost + conditions[0].cost)
                for r in self._readings(bot.matcher.chart(links), context)
            ]
            found = self._first(readings, links, context, bold=False)
            if found is not None:
                return found
        return None

    def _readings(self, chart: Chart, context: Context) -> list[Reading]:
        """Readings as a question by itself and as a follow-up, cheapest first."""
        bot = self._bot
        readings = decide.questions(chart, bot.intents)
        if context.query is not None:
            for reading in decide.fragments(chart):
                query = bot.follow.complete(reading.fragment, context)  # type: ignore[arg-type]
                if query is not None:
                    readings.append(reading.replace(query=query))
        readings.sort(key=lambda r: r.cost)
        self._tell.note("readings", lambda: "\n".join(f"{r.cost:.2f} {r.intent}: {r.query}" for r in readings[:5]))
        return readings

    def _decided(self, readings: list[Reading], links: Links, context: Context, *, bold: bool) -> Found | None:
        """The answer of the first reading that stands, of a text fact, or of the facts that exclude what is asked."""
        cost = readings[0].cost if readings else 99.0
        topics = self._topics(links, context) if cost > SURE else []
        if topics and topics[0].score > GOOD and cost > (FAR if topics[0].named else LOOSE):
            return self._tell.topic(topics, links, context)
        found = self._first(readings, links, context, bold=bold)
        if found is not None:
            return found
        topics = topics or self._topics(links, context)
        if topics:
            return self._tell.topic(topics, links, context)
        return self._denied(links, context) if not bold else None

    def _topics(self, links: Links, context: Context) -> list[Topic]:
        """Text facts that explain every word, those about what was spoken of first."""
        bot = self._bot
        kinds = {str(m.meaning) for m in links.mentions if m.symbol == "{kind}"}
        spoken = [n for n in (context.focus, context.asked) if n is not None]
        spoken = [n for n in spoken if n.kind in kinds] or [n for n in spoken if len(n.names) == 1] or spoken
        about = frozenset(n for names in spoken for n in names.names) or frozenset({context.kind})
        topics = decide.topics(bot.topics, links, bot.lexicon, bot.schema, about)
        if any(n.kind in kinds for n in spoken) and not named(links):
            topics = [t for t in topics if t.passage.subject in about or t.passage.subject == t.passage.kind]
        self._tell.note(
            "topics",
            lambda: "\n".join(f"{t.score:.2f} {t.passage.subject} {t.passage.property}" for t in topics[:5]),
        )
        return topics

    def _denied(self, links: Links, context: Context) -> Found | None:
        """No to a question whether something else is so, where the facts say all there is."""
        bot = self._bot
        if not decide.asks_whether(links) and not decide.takes_for_granted(links):
            return None
        topics = decide.closed(bot.topics, links, bot.lexicon, bot.schema)
        return self._tell.topic(topics[:1], links, context, denied=True) if topics else None

    # --- readings of the chart ----------------------------------------------------------------------

    def _first(self, readings: list[Reading], links: Links, context: Context, *, bold: bool) -> Found | None:
        """The first reading that answers; where none does, the first that asks back."""
        back, limit = None, LOOSE
        for reading in readings[:MOST_TRIED]:
            if reading.cost >= limit:
                break
            found = self._answered(reading, links, context, bold=bold)
            if found is not None and found[0].status != "clarify":
                return found
            if found is not None and back is None:
                back, limit = found, min(LOOSE, reading.cost + CLEARER)
        return back

    def _answered(self, reading: Reading, links: Links, context: Context, *, bold: bool) -> Found | None:
        tell, query = self._tell, reading.query
        if query is None or not self._of_kind(query, links) or (decide.located(links) and not self._places(query)):
            return None
        if "why" in decide.asked_for(links) and not self._gives_reason(reading, query, links):
            return None
        if isinstance(query, Of) and reading.intent != "followup" and decide.asks_only_whether(links):
            return None
        if reading.intent == "summary":
            return tell.summary(context)
        if reading.intent == "describe":
            return tell.describe(query, context)
        if reading.intent == "common":
            return tell.common(query, context)
        unclear = next((n for n in walk(query) if n in _unclear(links)), None)
        if isinstance(unclear, Names):
            return tell.which_of(query, unclear, context)
        result = run(query, self._bot.facts)
        if reading.intent == "granted" and all(result.values):
            return None
        if reading.intent == "why":
            return tell.why(query, result, context)
        if isinstance(query, Of) and anything(query.source) and len(result.values) > 1 and self._singular(query, links):
            return tell.which_one(query, context)
        if not self._says_something(reading, query, result):
            return None
        kind = reply_of(query) if reading.intent == "followup" else self._bot.intents.get(reading.intent, "")
        confidence = round(max(0.3, 1 - reading.cost / 8 - (0.3 if bold else 0)), 2)
        return tell.result(kind or reply_of(query), reading.intent, query, result, confidence, context)

    def _says_something(self, reading: Reading, query: Query, result: Result) -> bool:
        if echoes(query, result) or (reading.cost > VAGUE and self._vague(query)):
            return False
        if isinstance(query, Of) and isinstance(query.source, All) and not self._said_of_all(query, result):
            return False
        linked = any(isinstance(n, Linked) for n in walk(query))
        return bool(result.values) or not (isinstance(query, Of) or (reading.cost > SURE and linked))

    def _vague(self, query: Query) -> bool:
        """Whether a query asks for everything alike, which only a question that says no more may do."""
        if not isinstance(query, Of):
            return isinstance(query, All)
        text = self._bot.schema.properties[query.measure.property].type == "text"
        return not text and self._bot.composer.unrestricted(query.source)

    def _gives_reason(self, reading: Reading, query: Query, links: Links) -> bool:
        """Whether what a query gives can be a reason; that sources disagree is one for two versions."""
        if any(m.symbol == "<conflict>" for m in links.mentions):
            return True
        if not isinstance(query, Of) or reading.intent in {"why", "followup"}:
            return reading.intent in {"why", "followup"}
        return "why" in self._bot.schema.properties[query.measure.property].asks

    def _of_kind(self, query: Query, links: Links) -> bool:
        """Whether what is given or counted is of the kind that was asked for."""
        source = query.source if isinstance(query, Count) else query
        if not isinstance(source, SETS):
            return True
        kinds, asked = self._bot.composer.kinds(source), decide.kinds_asked(links)
        if asked:
            return bool(kinds & asked)
        known = self._bot.schema.kinds
        acting = {name for name in known if known[name].agent}
        return "who" not in decide.asked_for(links) or not acting or bool(kinds & acting)

    def _places(self, query: Query) -> bool:
        """Whether what is asked for is where something is: a relation must say so, a year or a name does."""
        properties = self._bot.schema.properties
        names = [n.property for n in walk(query) if isinstance(n, (Linked, Follow))]
        if isinstance(query, Of):
            names.append(query.measure.property)
        used = [properties[name] for name in names]
        return all("where" in p.asks or p.owner or p.dimension for p in used)

    def _said_of_all(self, query: Of, result: Result) -> bool:
        """Whether a text that is asked of all of a kind is said of all of it, not of one alone."""
        text = self._bot.schema.properties[query.measure.property].type == "text"
        subjects = {fact.subject for fact in result.facts}
        if isinstance(query.source, All) and len(self._bot.facts.entities(query.source.kind)) == 1:
            return True
        return not text or subjects == set(self._bot.schema.kinds) & subjects

    def _singular(self, query: Of, links: Links) -> bool:
        """Whether the question speaks of one thing of a kind: the kind's word is not inflected."""
        if self._bot.schema.properties[query.measure.property].type == "text":
            return False
        if not any(m.symbol == "<when>" for m in links.mentions):
            return False
        kinds = [m for m in links.mentions if m.symbol == "{kind}"]
        known = self._bot.schema.kinds
        ones = {known[str(m.meaning)].one.split()[-1] for m in kinds}
        return bool(kinds) and all(links.tokens[m.end - 1].text in ones for m in kinds)


def _unclear(links: Links) -> list[object]:
    """What pronouns may stand for, where that is several things."""
    return [m.meaning for m in links.mentions if m.how == "ambiguous"]


def named(links: Links) -> list[Names]:
    """The names that stand in a clause, not those that a pronoun stands for."""
    return [m.meaning for m in links.mentions if isinstance(m.meaning, Names) and m.how != "context"]


def shown(links: Links, mention: Mention) -> str:
    """A mention in one line."""
    words = " ".join(t.text for t in links.tokens[mention.start : mention.end])
    meaning = "" if mention.meaning is None else mention.meaning
    return f"{words} → {mention.symbol} {meaning} {mention.how} {mention.cost:.1f}"
