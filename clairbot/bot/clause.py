"""One clause: its readings weighed against each other, the first that stands answered.

Precise readings of the chart come first; text facts that explain every word come where the chart found
nothing or something far-fetched. Rule of this file: what was found for some tokens is found once in a turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot import decide, mentions, weights
from clairbot.asked import asked_of
from clairbot.bot.explain import linked, weighed
from clairbot.bot.tell import reply_of
from clairbot.mentions import kinds_named
from clairbot.query import All, Count, Equals, Exists, Mode, Names, Of, Sized, Where, walk
from clairbot.record import Record
from clairbot.session import Context, Understood, pronouns
from clairbot.store.evaluate import run
from clairbot.text import first_comma
from clairbot.topics import NOTHING
from clairbot.values import called
from clairbot.weights import PASSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clairbot.asked import Asked
    from clairbot.bot.engine import Bot
    from clairbot.bot.sound import Soundness
    from clairbot.bot.tell import Found, Teller
    from clairbot.decide import Reading
    from clairbot.match import Chart
    from clairbot.mentions import BySymbol, Links, Mention
    from clairbot.query import Query
    from clairbot.store.evaluate import Result
    from clairbot.text import Token
    from clairbot.topics import Told, Topic

FAR = 1.2
"""From this cost on, a text fact that explains every word is preferred."""
LOOSE = 1.9
"""Beyond this cost a reading is not trusted at all."""
CLEARER = 0.5
"""A reading that costs so much more than one that has to ask back is not better."""
MOST_CLAUSES = 60
"""Rows of tokens that one question may be read as; a question of a hundred parts is not read to its end."""
MOST_TRIED = 6
"""Readings that are tried, cheapest first."""
TOGETHER = frozenset({"step", "after"})
"""Follow-ups that speak of several things as one: "and after that?"."""
LISTED, TOLD_OF = "listkind", (Count, Equals, Exists)
"""The follow-up that asks which ones there are ("which office?"), and the questions that leave just that open."""
NAMED = "names"
"""The follow-up that asks the same of something else ("and Singapore?"), and what it is not if nothing is known."""
BEYOND = "<beyond>"
"""Symbol of what no fact knows, such as a time that is counted from today."""
MISCOUNTED = 1.75
"""Beyond this cost a reading is too far-fetched to say that there are not so many."""
BARELY = 0.4
"""Beyond this cost a fragment is no question of its own about what was only named."""
ONE = "<one>"
"""Symbol of the word for one of several that were spoken of."""
POINTERS = frozenset({"<it>", "<there>"})
"""Symbols of words that stand for one thing."""
POINTED_AT = frozenset({"<polar>", "<which>", "<ask>"})
"""Symbols of words that ask, and may have a pronoun in them."""
SUMMARY = "summary"
"""The intent that tells of everything, unless "it" stands for something that was spoken of."""
FURTHER = 0.15
"""How much more far-fetched another reading may be than a plain one that nothing is known of."""
POINTED = 0.5
"""How much more likely it is a follow-up then."""
HEEDED = 0.5
"""Cost of passing over a word of "of those" where it stands for what was spoken of."""
TALK = 0.3
"""Small talk is preferred to a reading unless it costs so much more."""
GOOD = 1.5
"""Score of a text fact that explains more than its subject."""
ALIKE = 0.02
"""Two readings that differ by less are equally likely."""
UNSURE = 0.3
"""How much less sure an answer is if words were taken for others; also the least that an answer says it is."""


class View(Record):
    """One clause as it is seen: its tokens with all that they may mean, in a context."""

    links: Links
    """The tokens and their readings, pronouns included."""
    asked: Asked
    """What it asks for."""
    context: Context
    """What was said before."""
    bold: bool = False
    """Whether words are taken for others that sound alike."""
    told: frozenset[str] = frozenset()
    """Things that are told of by what a text fact says of them."""


class Clauses:
    """Understands clauses of one question."""

    def __init__(self, bot: Bot, teller: Teller) -> None:
        self._bot = bot
        self._tell = teller
        self._sound: Soundness = bot.soundness
        self._left = MOST_CLAUSES
        self._rows: list[mentions.Found] = []
        """What was found in rows of tokens, so that it is not looked for again in their parts."""
        self._links: dict[tuple[int, ...], tuple[Links, tuple[Token, ...]]] = {}
        """Links by the identities of their tokens, which are kept so that no others can take these."""
        self._last: tuple[Sequence[Token], Links] | None = None
        """The row of tokens whose links were asked for last, and these: most steps ask for those of one row."""
        self._asked: dict[int, Asked] = {}
        """What is asked for by the identity of such links' tokens."""

    def links(self, tokens: Sequence[Token], *, bold: bool = False, free: bool = False) -> Links:
        """All readings of some tokens, found once."""
        if self._last is not None and self._last[0] is tokens and not (bold or free):
            return self._last[1]
        key = (*map(id, tokens), bold, free)
        found = self._links.get(key)
        if found is None:
            links = weights.free(self.links(tokens, bold=bold)) if free else self._linked(tokens, bold=bold)
            found = self._links[key] = links, tuple(tokens)
        if not (bold or free):
            self._last = tokens, found[0]
        return found[0]

    def _linked(self, tokens: Sequence[Token], *, bold: bool) -> Links:
        """All readings of some tokens; of a part of a row that was read before, what was found there."""
        if bold:
            plain = self.links(tokens)
            alone = any(row is plain.tokens for row, _ in self._rows)  # not read as a part of a longer row
            same = alone and not self._bot.lexicon.bolder(plain.tokens)
            return plain if same else self._bot.lexicon.link(tokens, bold=True)
        known = next((inside for row in self._rows if (inside := mentions.part(row, tokens)) is not None), None)
        if known is None:
            known = self._bot.lexicon.find(tokens)
            self._rows.append(known)
        return self._bot.lexicon.weigh(known)

    def answer(
        self, tokens: Sequence[Token], context: Context, *, bold: bool = False, free: bool = False, told: bool = False
    ) -> Found | None:
        """The answer to tokens that make one question, or None; `bold` as in `Lexicon.link`, `free` as `weights.free`.

        With `told`, things may be told of by what a text fact says of them.
        """
        links = self.links(tokens, bold=bold, free=free)
        self._left -= 1
        if self._left < 0 or (links.unknown and bold + free):
            return None
        tried = (bold or free) and links is self.links(tokens)
        if tried or any(m.how == "exact" for m in links.by.get(BEYOND, ())):
            return None
        view = self._view(links, context, bold=bold)
        if view.links.unknown - links.unknown:
            return None
        if told:
            described = list(decide.described(self._bot.content, view.links))
            if not described:
                return None
            names = (m.meaning for m in described)
            known = frozenset(n for m in names if isinstance(m, Names) for n in m.names)
            view = view.replace(links=view.links.adding(described), told=known)
        chart = self._bot.matcher.chart(view.links, "" if _goes_on(context) else decide.FOLLOWUP)
        readings = self._readings(chart, context)
        talk = decide.small_talk(chart, view.links)
        if talk is not None and not self._pointed(talk, readings, view.links):
            return self._tell.chat(talk.chat, context)
        return self._decided(readings, view)

    def pointed_at(self, tokens: Sequence[Token], context: Context) -> Names | None:
        """The one thing that all of some words stand for: "the Asian one", after several were listed."""
        links = self._view(self.links(tokens), context).links
        passed = mentions.skipped(links.skips)
        said = {i for i, token in enumerate(links.tokens) if not token.mark and i not in passed}
        whole = (m for m in links.mentions if m.how == "context" and said <= set(range(m.start, m.end)))
        found = [m.meaning for m in whole if isinstance(m.meaning, Names) and len(m.meaning.names) == 1]
        return found[0] if found else None

    def loosely(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """The answer to tokens that make one question, if need be with glue passed over."""
        return self.answer(tokens, context) or self.answer(tokens, context, free=True)

    def prefixed(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """The answer to a question with a condition before it and a comma between them."""
        comma = first_comma(tokens)
        if not 0 < comma < len(tokens) - 1:
            return None
        bot = self._bot
        before = self._view(self.links(tokens[:comma]), context)
        conditions = bot.matcher.chart(before.links).across("{?prefix}")
        for free in (False, True) if conditions else ():
            view = self._view(self.links(tokens[comma + 1 :], free=free), context)
            readings = [
                r.replace(query=bot.composer.restrict(r.query, conditions[0].meaning), cost=r.cost + conditions[0].cost)
                for r in self._readings(bot.matcher.chart(view.links), context)
                if r.query is not None
            ]
            found = self._first(readings, view)
            if found is not None:
                return found
        return None

    def _view(self, links: Links, context: Context, *, bold: bool = False) -> View:
        bot = self._bot
        spoken = pronouns(context, links, bot.composer, bot.everyone)
        links = _without_own(links.adding(spoken), bot.schema.places)
        if ONE in links.by:
            links = links.adding(self._located(links.by, context))
        if context.query is not None or context.time is not None:
            timed = context.time is not None
            links = links.replace(skips=_heeding(spoken, links.skips, timed=timed))
        if context.query is not None:
            links = links.replace(mentions=[_pointing(m, links.mentions) for m in links.mentions])
        self._tell.note("mentions", lambda: linked(links))
        asked = self._asked.get(id(links.tokens))
        if asked is None:
            asked = self._asked[id(links.tokens)] = asked_of(links)
        return View(links, asked, context, bold)

    def _located(self, by: BySymbol, context: Context) -> list[Mention]:
        """The one of those that were listed which lies in a place, or that is linked to something: "the Asian one"."""
        ones = {m.start: m for m in by.get(ONE, ()) if not m.cost}
        withs = {m.end: m for m in by.get("<with>", ()) if not m.cost} if ones else {}
        before = {m.end: m for m in ones.values()}
        found = []
        for mention in by.get("{name}", ()) if ones else ():
            place, leading = mention.meaning, withs.get(mention.start)
            if not isinstance(place, Names) or mention.cost or mention.how == "context":
                continue
            if mention.end in ones:
                found += self._one_of(mention.replace(end=ones[mention.end].end), place, context)
            elif leading is not None and leading.start in before:
                found += self._one_of(mention.replace(start=before[leading.start].start), place, context)
        return found

    def _one_of(self, mention: Mention, place: Names, context: Context) -> list[Mention]:
        """What "the Asian one" or "the one with Canada" stands for, of the kind that was spoken of."""
        listed, composer = context.listed, self._bot.composer
        condition = composer.located(listed, place) or composer.goingwith(listed, place) if listed is not None else None
        names = run(Where(listed, condition), self._bot.facts).values if listed is not None and condition else ()
        if listed is not None and len(names) == 1:
            one = Names((str(names[0]),), listed.kind)
            return [mention.replace(meaning=one, cost=0.1, how="context")]
        spoken = [n.kind for n in (context.focus, context.asked, listed) if n is not None]
        kinds = dict.fromkeys((*spoken, context.kind))
        others = (composer.related(All(kind), place) for kind in kinds if kind and kind != place.kind)
        other = next((o for o in others if o is not None), None)
        return [mention.replace(symbol="{set}", meaning=other, cost=0.15, how="context")] if other is not None else []

    def _readings(self, chart: Chart, context: Context) -> list[Reading]:
        """Readings as a question by itself and as a follow-up, cheapest first."""
        bot = self._bot
        readings = decide.questions(chart, bot.intents, bot.schema)
        for reading in decide.fragments(chart) if _goes_on(context) else ():
            if reading.cost > BARELY and context.query is None and context.time is None:
                continue
            query = bot.follow.complete(reading.fragment, context)  # type: ignore[arg-type]
            if query is not None:
                pointed = getattr(reading.fragment, "action", "") == LISTED and isinstance(context.query, TOLD_OF)
                readings.append(reading.replace(query=query, cost=max(0.0, reading.cost - POINTED * pointed)))
        if _goes_on(context):
            readings.sort(key=lambda r: (r.cost, r.fragment is None))
        self._tell.note("readings", lambda: weighed(readings, chart))
        return readings

    def _pointed(self, talk: Reading, readings: list[Reading], links: Links) -> bool:
        """Whether it is a question all the same: cheaper than small talk, or about what was just spoken of."""
        if not readings:
            return False
        about = any(m.how == "context" for m in links.mentions) and not talk.chat.startswith("meta:")
        about = about and not (talk.chat in PASSING and (readings[0].intent in decide.DESCRIBING or _remark(links)))
        return talk.cost > readings[0].cost + TALK or (about and readings[0].cost < FAR)

    def _decided(self, readings: list[Reading], view: View) -> Found | None:
        """The answer of the first reading that stands, of a text fact, or of the facts that exclude what is asked."""
        last = decide.continued(self._bot.content, view.links, view.asked, _told(view.context))
        if last is not None:
            return self._tell.topic([last], view)
        cost = readings[0].cost if readings else LOOSE + 1
        topics = self._topics(view) if cost > FAR else None
        if topics and topics[0].score > GOOD:
            exact = bool(readings) and self._sound.exact(readings[0], view.asked)
            if cost > (FAR if topics[0].named and not exact else LOOSE):
                return self._tell.topic(topics, view)
        found = self._denied(view) if view.asked.unlike and cost > FAR else None
        found = found or self._first(readings, view)
        if found is not None:
            return found
        if topics is None:
            topics = self._topics(view)
        if topics:
            return self._tell.topic(topics, view)
        return self._denied(view) if not view.bold else None

    def nearly(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """A text fact that says much of what is asked, with the words that it leaves out."""
        view = self._view(self.links(tokens), context)
        found = decide.near(self._bot.content, view.links, view.asked, self._about(view))
        if found is None:
            return None
        topic, missed = found
        answer, after = self._tell.topic([topic], view.replace(asked=view.asked.replace(whether=False)))
        words = self._bot.speaker.joined(f"“{view.links.tokens[i].text}”" for i in missed)
        text = self._bot.speaker.say("unknown-surplus", words=words, text=answer.text)
        return answer.replace(text=text, confidence=UNSURE), after

    def _topics(self, view: View) -> list[Topic]:
        """Text facts that explain every word, those about what was spoken of first."""
        about, kinds = self._about(view), {str(m.meaning) for m in kinds_named(view.links.by)}
        context, told = view.context, _told(view.context)
        topics = decide.topics(self._bot.content, view.links, view.asked, about, told)
        if not topics and not kinds:
            alike = {n.kind for n in (context.focus, context.asked) if n is not None} | {context.kind}
            topics = decide.topics(self._bot.content, view.links, view.asked, about | alike, told)
        if any(n.kind in kinds for n in _spoken(view.context)) and not named(view.links):
            topics = [t for t in topics if t.passage.subject in about or t.passage.subject == t.passage.kind]
        elif any(not m.cost for m in view.links.of(POINTERS)) and not named(view.links):
            topics = [t for t in topics if t.named or about & (t.passage.entities | t.passage.near)]
        if view.told:
            topics = [t for t in topics if t.passage.subject in view.told]
        self._tell.note(
            "topics", lambda: "\n".join(f"{t.score:.2f} {t.passage.subject} {t.passage.property}" for t in topics[:5])
        )
        return topics

    def _about(self, view: View) -> frozenset[str]:
        """What was spoken of: what is of a kind that the clause names, else what is in focus."""
        context = view.context
        kinds = {str(m.meaning) for m in kinds_named(view.links.by)}
        spoken = _spoken(context)
        spoken = [n for n in spoken if n.kind in kinds][:1] or [n for n in (context.focus, context.asked) if n]
        spoken = [n for n in spoken if n.kind in kinds] or [n for n in spoken if len(n.names) == 1] or spoken
        about = frozenset(n for names in spoken for n in names.names) or frozenset({context.kind})
        main = self._bot.composer.main()
        if context.beside is not None and not POINTERS.isdisjoint(view.links.by):
            about |= frozenset(context.beside.names)
        if isinstance(main, All) and "<them>" in view.links.by:
            about |= {main.kind}
        return about

    def _denied(self, view: View) -> Found | None:
        """No to a question whether something else is so, where the facts say all there is."""
        if not view.asked.whether and not view.asked.granted:
            return None
        pointed = any(not m.cost for m in view.links.of(POINTERS)) and not named(view.links)
        topics = decide.closed(self._bot.content, view.links, self._about(view) if pointed else frozenset())
        return self._tell.topic(topics[:1], view, denied=True) if topics else None

    def _first(self, readings: list[Reading], view: View) -> Found | None:
        """The first reading that answers; where none does, the first that asks back or takes a number for granted."""
        back, limit, sized, unsaid = None, LOOSE, False, False
        unsaid_why: Found | None = None
        for reading in readings[:MOST_TRIED]:
            if reading.cost >= limit:
                break
            if unsaid and reading.intent in decide.DESCRIBING:
                continue
            found = None if sized and not self._numbers(reading) else self._answered(reading, view)
            if found is not None and found[0].status == "unknown":
                unsaid_why = unsaid_why or found
                continue
            if found is None and self._sound.plain(reading, view.asked):
                limit = min(limit, reading.cost + FURTHER)
            if found is not None and found[0].status != "clarify" and not self._miscounts(reading):
                return self._namesake(found, reading, readings, view) or found
            if found is not None and back is None and not (found[0].status != "clarify" and reading.cost > MISCOUNTED):
                back, limit = found, min(LOOSE, reading.cost + CLEARER)
                sized = found[0].status != "clarify"
            unsaid = unsaid or (found is None and getattr(reading.fragment, "action", "") == NAMED)
        return back or unsaid_why

    def _namesake(self, found: Found, reading: Reading, readings: list[Reading], view: View) -> Found | None:
        """Asks back where the same words name things of two kinds, neither likelier, and that makes a difference."""
        one, query = _names(reading.query), reading.query
        if one is None or query is None or reading.fragment is not None:
            return None
        alike = (r for r in readings if r.intent == reading.intent and r.cost <= reading.cost + ALIKE)
        for other in alike:
            two = _names(other.query)
            if two is not None and other.query is not None and _share(one, two):
                answer = self._answered(other, view)
                if answer is not None and answer[0].text != found[0].text:
                    return self._tell.clarify(((one.names[0], query), (two.names[0], other.query)), view.context)
        return None

    def _numbers(self, reading: Reading) -> list[Query]:
        """Parts of a query that say how many there are."""
        return [node for node in walk(reading.query) if isinstance(node, (Sized, Mode))] if reading.query else []

    def _miscounts(self, reading: Reading) -> bool:
        """Whether a reading says how many there are, and is wrong: "in which years did two offices open"."""
        query = reading.query
        if query is None or not self._numbers(reading):
            return False
        return any(said != real for said, real in run(query, self._bot.facts).sizes)

    def _answered(self, reading: Reading, view: View) -> Found | None:
        tell, query, context = self._tell, reading.query, view.context
        if query is None or not self._sound.fits(reading, query, view.asked):
            return None
        if reading.intent == SUMMARY and any(m.how == "context" for m in view.links.mentions):
            return None
        if reading.intent in tell.SPECIAL:
            return tell.special(reading.intent, query, context)
        together = getattr(reading.fragment, "action", "") in TOGETHER
        unclear = [m.meaning for m in view.links.mentions if m.how == "ambiguous" and not together]
        several = next((n for n in walk(query) if n in unclear), None) if unclear else None
        if isinstance(several, Names):
            return tell.which_of(query, several, context)
        return self._told(reading, query, view)

    def _told(self, reading: Reading, query: Query, view: View) -> Found | None:
        """What a query denotes, if that answers the question."""
        tell, context = self._tell, view.context
        result = run(query, self._bot.facts)
        if reading.intent == "why":
            return tell.why(query, result, context)
        if isinstance(query, Of) and self._sound.single(query, result, view.links):
            return tell.which_one(query, context)
        denied = None if result.values else self._presumed(reading, query, view)
        if denied is not None:
            return denied
        confirmed = reading.intent == "granted" and all(result.values)
        if confirmed or not self._sound.says_something(reading, query, result, view):
            return None
        kind = reply_of(query) if reading.intent == "followup" else self._bot.intents.get(reading.intent, "")
        confidence = round(max(UNSURE, 1 - reading.cost / 8 - UNSURE * view.bold), 2)
        understood = Understood(reading.intent, query, confidence)
        told = self._placed(query, result, view)
        if told is None and reading.intent == "verify" and view.asked.choice:
            told = tell.choice(understood, result, context)
        return told or tell.result(kind or reply_of(query), understood, result, context)

    def _presumed(self, reading: Reading, query: Query, view: View) -> Found | None:
        """No to what a question takes for granted of something it names."""
        presumed = self._sound.presumed(reading, query)
        return presumed and self._told(reading.replace(intent="verify", query=presumed), presumed, view)

    def _placed(self, query: Query, result: Result, view: View) -> Found | None:
        """A text fact that says where something is done, which is not where the one is who does it."""
        if result.values != (False,) or not self._sound.placed(query):
            return None
        topics = [t for t in self._topics(view) if t.certain and t.named]
        return self._tell.topic(topics, view) if topics else None


def _goes_on(context: Context) -> bool:
    """Whether there is a question before, or something was spoken of, for a follow-up to go on about."""
    return context.query is not None or context.time is not None or context.focus is not None


def _names(query: Query | None) -> Names | None:
    """The only thing that a query names, if it names one."""
    found = [node for node in walk(query) if isinstance(node, Names)] if query is not None else []
    return found[0] if len(found) == 1 and len(found[0].names) == 1 else None


def _share(one: Names, two: Names) -> bool:
    """Whether two things of different kinds have the same name."""
    return one.kind != two.kind and called(one.names[0]) == called(two.names[0])


def _without_own(links: Links, places: frozenset[str]) -> Links:
    """The mentions, without a word for a place that is somebody's own: "my country" is one, which must be known."""
    own = {m.end: m.start for m in links.by.get("<own>", ()) if not m.cost}
    if not own:
        return links
    owned = {(m.start, m.end) for m in links.by.get("{kind}", ()) if m.start in own and m.meaning in places}
    if not owned:
        return links
    known = {m.start for m in links.by.get("{name}", ()) if m.how == "context"}
    unknown = {i for start, end in owned if own[start] not in known for i in range(start, end)}
    kept = [m for m in links.mentions if (m.start, m.end) not in owned]
    return links.replace(mentions=kept, unknown=links.unknown | unknown)


def _remark(links: Links) -> bool:
    """Whether small talk is all that is said: "thanks, that is all"."""
    said = {i for m in links.mentions if m.symbol == decide.CHAT and not m.cost for i in range(m.start, m.end)}
    return all(token.mark or i in said for i, token in enumerate(links.tokens))


def _pointing(mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """A word that asks; dearer where "it" or "one" in it may stand for what was spoken of: "which one is older"."""
    whole = mention.symbol in POINTED_AT and mention.end - mention.start > 1
    if not whole and mention.symbol not in {"<one>", "{number}"}:
        return mention
    spoken = (m for m in mentions if m.how == "context" and m.symbol == "{name}" and m.end == mention.end)
    inside = any(mention.start < m.start if whole else mention.start == m.start for m in spoken)
    return mention.replace(cost=mention.cost + TALK) if inside else mention


def _heeding(
    spoken: Sequence[Mention], skips: list[list[tuple[int, float]]], *, timed: bool
) -> list[list[tuple[int, float]]]:
    """Where passing over words leads to; dearer inside a pronoun of several words, or of a time that was told of."""
    heard = (m for m in spoken if m.how == "context" and (m.end - m.start > 1 or (timed and m.symbol == "{cond}")))
    inside = {i for m in heard for i in range(m.start, m.end)}
    if not inside:
        return skips
    return [
        [(e, cost + HEEDED * (not inside.isdisjoint(range(i, e)))) for e, cost in ends] for i, ends in enumerate(skips)
    ]


def _spoken(context: Context) -> list[Names]:
    """What was spoken of, the last first."""
    return [n for n in (context.focus, context.asked, *reversed(context.spoken)) if n is not None]


def _told(context: Context) -> Told:
    """What the last answer told of, by subject and property."""
    answer = context.answer
    return frozenset((f.subject, f.property) for f in answer.facts) if answer is not None else NOTHING


def named(links: Links) -> list[Names]:
    """The names that stand in a clause, not those that a pronoun stands for."""
    return [m.meaning for m in links.mentions if isinstance(m.meaning, Names) and m.how != "context"]
