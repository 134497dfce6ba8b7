"""Whether a reading stands: whether its answer would be one to the question that was asked.

Rule of this file: a reading falls when its answer would say nothing (an echo, everything alike), or
something else than what was asked for (a place that no fact gives, things of another kind, no reason).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.asked import slips
from clairbot.decide import DESCRIBING
from clairbot.mentions import TAKING_PLACE
from clairbot.query import (
    SETS,
    All,
    Among,
    By,
    Count,
    Disputed,
    Equals,
    Exists,
    Follow,
    Gap,
    Holds,
    Linked,
    Mode,
    Names,
    Not,
    Of,
    Rank,
    Sized,
    Test,
    Where,
    walk,
)
from clairbot.session.followups import PICKING
from clairbot.store.evaluate import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clairbot.asked import Asked
    from clairbot.bot.clause import View
    from clairbot.bot.engine import Bot
    from clairbot.decide import Reading
    from clairbot.mentions import Links
    from clairbot.query import Query, Set
    from clairbot.store.evaluate import Result

BARE = "bare"
"""Intents that tell of things, which is no answer to yes or no, and of a mere condition."""
GRANTED = "granted"
"""The intent that asks for a time, and takes for granted that something is so."""
COMPARING = frozenset({"common", "differ"})
"""Intents that tell of things beside each other."""
GIVING = frozenset({"which", "relation"})
"""Intents that give things, which is no answer to yes or no either."""
FARTHEST = 1.3
"""Beyond this cost a mere condition is not taken for a question."""
NAME = "name"
"""The intent that asks what something is called, whose answer may be what the question calls it."""
PLACES = frozenset({"where", "whence"})
"""Classes of answers that give a place."""
TIMED = frozenset({"when", "howoften"})
"""Classes of answers that a text hardly gives by chance."""
SURE = 0.5
"""Up to this cost a reading may say that there is nothing."""
FETCHED = 1.2
"""Beyond this cost a reading is too far-fetched to say that there is nothing, or other than so many."""
LISTED = 1.6
"""The same for a reading that rests on relations of which the facts say all there is."""
TOLD_OF = 1.25
"""Beyond this cost a question has said more than the name of something, and is no wish to be told of it."""
VAGUE = 0.75
"""Beyond this cost the question has said more than a reading that asks for everything."""


class Soundness:
    """Judges readings over one pack."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._acting = {name for name, kind in bot.schema.kinds.items() if kind.agent}

    def fits(self, reading: Reading, query: Query, asked: Asked) -> bool:
        """Whether what a query gives can be what was asked for."""
        composer = self._bot.composer
        picking = asked.only and getattr(reading.fragment, "action", "") in PICKING
        if picking or not self._of_kind(query, asked) or not self._places(query, asked.classes & PLACES):
            return False
        if self._untold(reading, query, asked) or (
            "why" in asked.classes and not self._gives_reason(reading, query, asked)
        ):
            return False
        if isinstance(query, Of):
            return self._answers(reading, query, asked)
        if isinstance(query, (Count, Gap, Mode)):
            return not ((asked.measure or asked.people) and isinstance(query, Count)) and not _evades(reading, asked)
        if isinstance(query, Where) and self._doers(query, asked):
            return False
        doing = (
            asked.doers
            and reading.intent not in COMPARING
            and isinstance(query, SETS)
            and composer.kinds(query) <= asked.doers
        )
        more = asked.classes & TIMED or self._nowhere(query, asked) or reading.cost > (VAGUE if asked.only else TOLD_OF)
        far = (reading.intent in DESCRIBING and more) or (
            reading.intent == BARE and reading.cost > FARTHEST and not any(isinstance(n, Test) for n in walk(query))
        )
        giving = (asked.only and reading.intent in GIVING) or (
            asked.manner and isinstance(query, SETS) and anything(query)
        )
        return not doing and not far and not giving

    def _untold(self, reading: Reading, query: Query, asked: Asked) -> bool:
        """Whether a time, a place or a name is asked for, and yes or no would be said, or things given."""
        timed = "when" in asked.classes
        if timed and reading.intent in GIVING and not any(isinstance(n, By) for n in walk(query)):
            return True
        named = asked.name or (timed and reading.intent != GRANTED) or asked.classes & PLACES
        return bool(named) and isinstance(query, (Exists, Holds)) and not asked.whether

    def _answers(self, reading: Reading, query: Of, asked: Asked) -> bool:
        """Whether a value answers what is asked for; a time, and how often, a text must say."""
        declared = self._bot.schema.properties[query.measure.property]
        timed = declared.type != "text" or asked.classes & TIMED <= declared.asks
        counted = declared.type == "text" and asked.number
        return timed and not counted and not _evades(reading, asked)

    def says_something(self, reading: Reading, query: Query, result: Result, view: View) -> bool:
        """Whether the answer would be more than an echo, a list of everything, or a guess that there is nothing."""
        empty = isinstance(query, Gap) and self._gapless(query)
        happening = reading.intent in DESCRIBING and TAKING_PLACE in view.links.by
        named = reading.intent == NAME and (view.context.query is not None or not _pointed(view))
        told = reading.intent == NAME and _pointed(view) and _just_told(result, view)
        if (
            empty
            or happening
            or told
            or (not named and echoes(query, result))
            or self._excludes(query)
            or self._misses(query, result, view)
        ):
            return False
        if reading.cost > VAGUE and self._vague(query) and reading.cost > VAGUE + slips(view.links):
            return False
        if isinstance(query, All) and not view.asked.kinded and reading.intent != "followup":
            return bool(query.kind == view.context.kind)
        if isinstance(query, Of) and isinstance(query.source, All) and not self._said_of_all(query, result):
            return False
        if self._guesses(reading, query, result) or _trivial(query, view):
            return False
        return not self._unsaid(query, result) and (bool(result.values) or self._none(reading, query))

    def presumed(self, reading: Reading, query: Query) -> Query | None:
        """What a question takes for granted of something it names, which is not so: "the forum that Paris holds"."""
        ranked = any(isinstance(n, Rank) for n in walk(query))
        if reading.cost > FETCHED or ranked or not isinstance(query, (Of, Where, Follow)):
            return None
        for node in walk(query):
            if isinstance(node, Where) and isinstance(node.source, (All, Names) if isinstance(query, Of) else Names):
                claim = Holds(node.source, node.condition) if isinstance(node.source, Names) else Exists(node)
                if not all(run(claim, self._bot.facts).values):
                    return claim
        return None

    def _misses(self, query: Query, result: Result, view: View) -> bool:
        """Whether something else is asked than what is given: of another kind, or why this one and no other."""
        match query:
            case Holds(source, Among(other)) if _pointed(view):
                return not self._bot.composer.kinds(source) & self._bot.composer.kinds(other)
            case Rank() if _ranks_name(self._bot.composer.kinds(query), view):
                return True
            case _:
                return self._elsewhere(query, result, view) or self._why_this(query, result, view)

    def _why_this(self, query: Query, result: Result, view: View) -> bool:
        """Whether a bare "why" is asked of one thing, and only something is known that is said of all of its kind."""
        if "why" not in view.asked.classes or not isinstance(query, Of):
            return False
        if any(m.symbol == "{verb}" for m in view.links.mentions):
            return False
        if isinstance(query.source, Names):
            return all(fact.subject not in query.source.names for fact in result.facts)
        return any(m.symbol in {"<it>", "<there>"} and not m.cost for m in view.links.mentions)

    def placed(self, query: Query) -> bool:
        """Whether it is asked if something is done in a place, which need not be where the one is who does it."""
        links = [n for n in walk(query) if isinstance(n, Linked)] if isinstance(query, Holds) else []
        places = [n for n in links if self._located(n.property)]
        return 0 < len(places) < len(links)

    def _elsewhere(self, query: Query, result: Result, view: View) -> bool:
        """Whether "which one" would be of another kind than what is spoken of: of those there may be one."""
        context, composer = view.context, self._bot.composer
        if result.values or not isinstance(query, Where) or view.asked.kinded:
            return False
        if not any(m.symbol == "<whichone>" and not m.cost for m in view.links.mentions):
            return False
        main = composer.main()
        spoken = {context.kind} | (composer.kinds(context.focus) if context.focus is not None else set())
        return not composer.kinds(query) & (spoken - {""} or (composer.kinds(main) if main is not None else set()))

    def _guesses(self, reading: Reading, query: Query, result: Result) -> bool:
        """Whether a reading is too far-fetched for what it says: that there is nothing, or where something is."""
        nothing = not result.values or (isinstance(query, Equals) and not all(result.values))
        return (nothing and reading.cost > self._limit(query)) or (reading.cost > VAGUE and self._whereabouts(query))

    def _whereabouts(self, query: Query) -> bool:
        """Whether it is asked if something is in a place; who asks that says little else."""
        if isinstance(query, Follow):
            return self._located(query.property)
        if isinstance(query, Where) and isinstance(query.source, Where):
            return isinstance(query.condition, Linked) and self._located(query.condition.property)
        link = query.condition if isinstance(query, Holds) else None
        return isinstance(link, Linked) and "where" in self._bot.schema.properties[link.property].asks

    def _located(self, name: str) -> bool:
        """Whether a property says where something is, and nothing else."""
        declared = self._bot.schema.properties[name]
        return "where" in declared.asks and not declared.many

    def _unsaid(self, query: Query, result: Result) -> bool:
        """Whether a "no" or "none" rests on what nothing is said of, and of which not all is said."""
        judged = query.source if isinstance(query, Count) and isinstance(query.source, Where) else query
        if not isinstance(judged, (Holds, Where)):
            return False
        negated = judged.condition.condition if isinstance(judged.condition, Not) else None
        denied = judged is query and not any(result.values)
        if isinstance(negated, Test) and (denied or judged is not query):
            return not self._given(negated, judged.source, all)
        link = judged.condition if denied else None
        if isinstance(link, Test) and isinstance(query, Holds) and isinstance(query.source, Names):
            return not self._given(link, query.source, any)
        if not isinstance(link, Linked) or self._bot.schema.properties[link.property].closed:
            return False
        if isinstance(query, Holds):
            near, far = (link.to, query.source) if link.backwards else (query.source, link.to)
            return isinstance(near, Names) and not self._says(link.property, near, far)
        return isinstance(link.to, Names)

    def _given(self, test: Test, source: Set, enough: Callable[[Iterable[bool]], bool]) -> bool:
        """Whether the facts give what is tested, of enough of some things."""
        if not isinstance(test.measure, By):
            return True
        given, facts = test.measure.property, self._bot.facts
        return enough(bool(facts.of(given, str(name))) for name in run(source, facts).values)

    def _says(self, name: str, near: Names, far: Set | None) -> bool:
        """Whether the facts say what some are linked to, or that it is something else that is linked to the others."""
        facts, inverse = self._bot.facts, self._bot.facts.inverse(name)
        if all(facts.of(name, n) for n in near.names):
            return True
        alone = all(len({s.subject for s in found}) == 1 for found in inverse.values())
        return alone and isinstance(far, Names) and all(inverse.get(n) for n in far.names)

    def _excludes(self, query: Query) -> bool:
        """Whether a query leaves out everything, or nothing."""
        return self._excludes_all(query) or _excludes_nothing(query)

    def _gapless(self, query: Gap) -> bool:
        """Whether a gap starts or ends with several things, or is between something and itself: there is no one gap."""
        if query.first == query.second:
            return True
        sources = (end.source for end in (query.first, query.second) if isinstance(end, Of))
        return any(len(run(source, self._bot.facts).values) > 1 for source in sources)

    def _none(self, reading: Reading, query: Query) -> bool:
        """Whether "none" is an answer: the question means things of which the facts say that there are none."""
        if isinstance(query, Follow):
            return self._bot.schema.properties[query.property].closed and reading.cost <= SURE
        if isinstance(query, Of):
            disputed = any(isinstance(node, Disputed) for node in walk(query))
            sure = (reading.cost <= VAGUE or self._listed(query)) and not disputed
            named = isinstance(query.source, (Where, Rank)) and not self._guessed(query)
            return sure and named and not run(query.source, self._bot.facts).values
        return reading.cost <= SURE or not self._guessed(query)

    def _guessed(self, query: Query) -> bool:
        """Whether a query rests on relations alone, or on one that nothing has by itself: it was hardly asked for."""
        composer, links = self._bot.composer, [node for node in walk(query) if isinstance(node, Linked)]
        if self._listed(query):
            return False
        if links and not any(isinstance(node, Test) for node in walk(query)):
            return True
        sources = [(link, composer.every(composer.domain(link))) for link in links]
        return any(s is None or not run(Where(s, link), self._bot.facts).values for link, s in sources)

    def plain(self, reading: Reading, asked: Asked) -> bool:
        """Whether a reading is what was asked, near enough, and rests on links of which the facts say all there is."""
        query = reading.query
        if query is None or reading.cost > self._limit(query) or not self.fits(reading, query, asked):
            return False
        return self._listed(query)

    def _limit(self, query: Query) -> float:
        """The cost beyond which a reading is too far-fetched to say that there is nothing."""
        return LISTED if self._listed(query) else FETCHED

    def _listed(self, query: Query) -> bool:
        """Whether a query rests on relations, and on such alone of which the facts say all there is."""
        used = [n.property for n in walk(query) if isinstance(n, (Linked, Follow))]
        return bool(used) and all(self._bot.schema.properties[name].closed for name in used)

    def exact(self, reading: Reading, asked: Asked) -> bool:
        """Whether a reading gives things of just the kind that was asked for: "which ministries …"."""
        query = reading.query
        return isinstance(query, Where) and bool(asked.kinds) and self._bot.composer.kinds(query) == asked.kinds

    def single(self, query: Of, result: Result, links: Links) -> bool:
        """Whether one thing of a kind is asked about, and which one is open: the kind's word is not inflected."""
        if not anything(query.source) or len(result.values) < 2:  # noqa: PLR2004
            return False
        if self._bot.schema.properties[query.measure.property].type == "text":
            return False
        if not any(m.symbol == "<when>" for m in links.mentions):
            return False
        kinds = [m for m in links.mentions if m.symbol == "{kind}"]
        known = self._bot.schema.kinds
        ones = {known[str(m.meaning)].one.split()[-1] for m in kinds}
        return bool(kinds) and all(links.tokens[m.end - 1].text in ones for m in kinds)

    def _of_kind(self, query: Query, asked: Asked) -> bool:
        """Whether what is given or counted is of the kind that was asked for."""
        if isinstance(query, Of) and asked.things and not asked.number:
            return False
        source = query.source if isinstance(query, Count) else query
        if not isinstance(source, SETS) or not (asked.kinds or "who" in asked.classes):
            return True
        kinds = self._bot.composer.kinds(source)
        return bool(kinds & asked.kinds) if asked.kinds else not self._acting or bool(kinds & self._acting)

    def _doers(self, query: Where, asked: Asked) -> bool:
        """Whether a query gives those who act in a relation, where the thing or the place that they act on is asked."""
        kinds, condition = self._bot.composer.kinds(query), query.condition
        if not isinstance(condition, Linked) or not kinds <= self._acting:
            return False
        if condition.backwards:
            return asked.thing and not asked.kinds
        return asked.within and "where" not in self._bot.schema.properties[condition.property].asks

    def _nowhere(self, query: Query, asked: Asked) -> bool:
        """Whether it is asked where things are, of which no fact says so."""
        asking = asked.classes & PLACES
        kinds = {n.kind for n in walk(query) if isinstance(n, Names)} if asking else set()
        return bool(kinds) and not any(asking & p.asks and p.of & kinds for p in self._bot.schema.properties.values())

    def _places(self, query: Query, asking: frozenset[str]) -> bool:
        """Whether a query gives a place if one is asked for: a relation must say so, a year or a name does."""
        if not asking:
            return True
        properties = self._bot.schema.properties
        names = [n.property for n in walk(query) if isinstance(n, (Linked, Follow))]
        if isinstance(query, Of):
            names.append(query.measure.property)
        used = [properties[name] for name in names]
        return all(asking & p.asks or ("where" in asking and (p.owner or p.dimension)) for p in used)

    def _gives_reason(self, reading: Reading, query: Query, asked: Asked) -> bool:
        """Whether what a query gives can be a reason; that sources disagree is one for two versions."""
        if asked.conflict or reading.intent in {"why", "followup"}:
            return True
        return isinstance(query, Of) and "why" in self._bot.schema.properties[query.measure.property].asks

    def says_little(self, query: Query) -> bool:
        """Whether a question by itself says next to nothing: "is there an office"."""
        unrestricted = self._bot.composer.unrestricted
        plain = isinstance(query, Exists) and (isinstance(query.source, Names) or unrestricted(query.source))
        return isinstance(query, All) or plain

    def _vague(self, query: Query) -> bool:
        """Whether a query asks for everything alike, which only a question that says no more may do."""
        if not isinstance(query, Of):
            return isinstance(query, All)
        text = self._bot.schema.properties[query.measure.property].type == "text"
        return not text and self._bot.composer.unrestricted(query.source)

    def _excludes_all(self, query: Query) -> bool:
        """Whether a query leaves out everything there is of its kind, which nobody asks."""
        kinds = self._bot.composer.kinds
        for node in walk(query):
            if isinstance(node, Where):
                denied = [n.condition for n in walk(node.condition) if isinstance(n, Not)]
                left_out = [c.set for c in denied if isinstance(c, Among) and anything(c.set)]
                if any(kinds(node.source) <= kinds(other) for other in left_out):
                    return True
        return False

    def _said_of_all(self, query: Of, result: Result) -> bool:
        """Whether a text that is asked of all of a kind is said of all of it, not of one alone."""
        text = self._bot.schema.properties[query.measure.property].type == "text"
        subjects = {fact.subject for fact in result.facts}
        if isinstance(query.source, All) and len(self._bot.facts.entities(query.source.kind)) == 1:
            return True
        return not text or subjects == set(self._bot.schema.kinds) & subjects


def _excludes_nothing(query: Query) -> bool:
    """Whether names are left out of other names, or of themselves: "Beijing minus New York"."""
    pairs = ((node.source, node.condition) for node in walk(query) if isinstance(node, (Where, Holds)))
    denied = ((source, condition.condition) for source, condition in pairs if isinstance(condition, Not))
    sets = ((source, other.set) for source, other in denied if isinstance(other, Among))
    named = (({*a.names}, {*b.names}) for a, b in sets if isinstance(a, Names) and isinstance(b, Names))
    return any(not a & b or a <= b for a, b in named)


def _evades(reading: Reading, asked: Asked) -> bool:
    """Whether a value is given where yes or no is asked for, and no choice between values."""
    return asked.only and not asked.choice and reading.intent != "followup"


def _trivial(query: Query, view: View) -> bool:
    """Whether it is only said that what was spoken of is there: "is there somebody there"."""
    spoken = isinstance(query, Exists) and isinstance(query.source, Names)
    return spoken and not any(isinstance(m.meaning, Names) and m.how != "context" for m in view.links.mentions)


def _just_told(result: Result, view: View) -> bool:
    """Whether an answer names what the last one named: who asks what "it" is called means something else."""
    last = view.context.answer
    return last is not None and bool(result.values) and set(result.values) <= set(last.values)


def _ranks_name(kinds: frozenset[str] | set[str], view: View) -> bool:
    """Whether a superlative stands before a name of something else than what is put in order: "the latest forum X"."""
    mentions = view.links.mentions
    most = {m.end for m in mentions if m.symbol in {"{most}", "{ordinal}"} and m.how == "exact"}
    before = {m.start for m in mentions if m.symbol in {"{kind}", "{qualifier}"}}
    named = (m for m in mentions if m.how == "exact" and not m.cost and m.start in most and m.end not in before)
    return any(isinstance(m.meaning, Names) and m.meaning.kind not in kinds for m in named)


def _pointed(view: View) -> bool:
    """Whether a pronoun stands for what was spoken of."""
    return any(m.how == "context" for m in view.links.mentions)


def anything(source: Set) -> bool:
    """Whether a set is all of a kind, but for what is true of each: "the office that opened"."""
    if isinstance(source, Where) and isinstance(source.condition, Linked) and source.condition.to is None:
        return anything(source.source)
    return isinstance(source, All)


def echoes(query: Query, result: Result) -> bool:
    """Whether an answer only gives back the names of the question."""
    query = query.source if isinstance(query, Sized) else query
    if isinstance(query, Where) and isinstance(query.source, Names) and len(query.source.names) == 1:
        query = query.source
    if not result.values or isinstance(query, (Rank, Where)) or not all(isinstance(v, str) for v in result.values):
        return False
    named = {name for node in walk(query) if isinstance(node, Names) for name in node.names}
    return set(result.values) <= named
