"""Answers: what was understood, told with its sources, and what the chat remembers after it.

Rule of this file: an answer is made together with the context that follows from it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from clairbot.bot.choices import alternatives, told_as
from clairbot.decide import DESCRIBING
from clairbot.query import (
    All,
    Among,
    Count,
    Equals,
    Exists,
    Gap,
    Holds,
    Longest,
    Names,
    Namesakes,
    Negated,
    Of,
    Place,
    Rank,
    Same,
    exchange,
)
from clairbot.reply import shorten
from clairbot.session import Context, Understood, remember
from clairbot.store.evaluate import Result, run
from clairbot.values import Answer, Statement, Step, called

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clairbot.bot.clause import View
    from clairbot.bot.engine import Bot
    from clairbot.query import Query, Truth
    from clairbot.topics import Passage, Topic
    from clairbot.values import Value

Found = tuple[Answer, Context]
"""An answer, and what the chat remembers after it."""
MOST_SOURCES = 12
FULL = 50
"""More choices or facts than this are not listed."""
TOLD, DENIED = 0.8, 0.6
"""How sure an answer is that tells what is written, or that it is not."""
MOST_TOLD = 6
"""Facts that a description tells."""
SOURCES = "meta:source"
"""The remark that asks where the facts are from."""
MOST_TITLES = 5
"""Titles of sources that are named, at most."""
YES_NO = (Holds, Exists, Equals, Same, Negated)


class Teller:
    """Makes the answers to one question."""

    def __init__(self, bot: Bot, question: str, *, trace: bool) -> None:
        self._bot = bot
        self._question = question
        self._steps: list[Step] | None = [] if trace else None
        self._clock = time.process_time() if trace else 0.0

    def note(self, stage: str, show: Callable[[], str]) -> None:
        """Adds a step to the trace, if there is one; the value is written out only then."""
        if self._steps is None:
            return
        step = Step(stage, show(), time.process_time() - self._clock)
        self._clock = time.process_time()
        for i, earlier in enumerate(self._steps):
            if step[1:3] == earlier[1:3]:  # a second try that found the same
                self._steps[i] = earlier.replace(seconds=earlier.seconds + step.seconds)
                return
        self._steps.append(step)

    def made(self, text: str, understood: Understood, values: tuple[Any, ...], facts: Sequence[Statement]) -> Answer:
        """An answer that knows; where no fact was used, the first fact about each name in it is its source."""
        if not facts:
            facts = [s for v in values[:FULL] if isinstance(v, str) for s in self._mentions(v)[:1]]
        sources = tuple(dict.fromkeys(f.source for f in facts))[:MOST_SOURCES]
        values = tuple(dict.fromkeys(map(self._called, values)))
        return Answer(
            question=self._question,
            status="answer",
            text=shorten(text),
            values=values,
            sources=sources,
            facts=tuple(facts),
            confidence=understood.confidence,
            intent=understood.intent,
            query=understood.said or str(understood.query or ""),
            trace=tuple(self._steps or ()),
        )

    def _mentions(self, name: str) -> list[Statement]:
        """Statements about an entity; where there are none, those that lead to it."""
        facts = self._bot.facts
        relations = self._bot.schema.leading(facts.kind(name))
        return self._bot.pack.about(name) or [s for p in relations for s in facts.inverse(p.name).get(name, [])]

    def _called(self, value: Value) -> Value:
        """A value as people call it: an entity's name without what only tells it from others of that name."""
        named = isinstance(value, str) and value.endswith(")") and self._bot.facts.kind(value)
        return called(str(value)) if named else value

    # --- what a query denotes -----------------------------------------------------------------------

    def result(self, kind: str, understood: Understood, result: Result, context: Context) -> Found:
        """The denotation of a query; `kind` names the reply."""
        query = understood.query
        result = result.replace(facts=result.facts or self._kind_facts(query))
        text = self._bot.speaker.tell(kind, query, result) if query else ""
        versions = self._versions(result)
        if isinstance(query, Of) and versions != result.facts:
            told = (s.value for s in versions if s.property == query.measure.property)
            result = result.replace(values=tuple(dict.fromkeys(told)))
        result = result.replace(facts=versions)
        self.note("result", lambda: f"{query}\n{', '.join(map(str, result.values))}")
        return self._remembered(text, understood, result, context)

    def _kind_facts(self, query: Query | None) -> tuple[Statement, ...]:
        """What something is, where it was asked whether it is of a kind."""
        match query:
            case Holds(Names((name,), _), Among(All())):
                properties = self._bot.schema.properties
                told = [s for s in self._mentions(name) if properties[s.property].type == "text" or self._owner(s)]
                return tuple([s for s in told if self._owner(s) or properties[s.property].closed][:1])
            case _:
                return ()

    def choice(self, understood: Understood, result: Result, context: Context) -> Found | None:
        """Those alternatives of a question that are so, or that none is; None if it gives no choice."""
        speaker, facts, query = self._bot.speaker, self._bot.facts, understood.query
        parts = alternatives(query)
        if len(parts) < 2:  # noqa: PLR2004
            return None
        so = [part for part in parts if self._may_be(part.truth)]
        result = result.replace(facts=self._versions(result))
        if not so or len(so) == len(parts):
            lead = speaker.say("choice-all" if so else "choice-none") if len(parts) == 2 else ""  # noqa: PLR2004
            told = speaker.tell("truth", query, result) if query else ""
            word = speaker.say("yes" if so else "no")
            text = f"{lead}{told.removeprefix(word)}" if lead and told.startswith(word) else told
            return self._remembered(text, understood, result, context)
        ways = dict.fromkeys(told_as(part.truth) for part in so)
        told = " ".join(speaker.unaffirmed(speaker.tell(reply_of(way), way, run(way, facts))) for way in ways)
        places = tuple(v for way in ways if isinstance(way, Place) for v in run(way, facts).values)
        values = tuple(v for part in so for v in part.values) or places or result.values
        return self._remembered(told, understood, result.replace(values=values), context)

    def _may_be(self, truth: Truth) -> bool:
        """Whether something is so, if only by one of the sources."""
        result = run(truth, self._bot.facts)
        return all(result.values) or any(all(changed) for _, changed in result.others)

    def _versions(self, result: Result) -> tuple[Statement, ...]:
        """The statements that a result rests on, with those that disagree."""
        return tuple(dict.fromkeys(s for fact in result.facts for s in self._bot.facts.versions(fact)))

    def _remembered(self, text: str, understood: Understood, result: Result, context: Context) -> Found:
        answer = self.made(text, understood, result.values, result.facts)
        return answer, remember(context, understood, result, answer, self._bot.facts)

    def why(self, query: Query, result: Result, context: Context) -> Found:
        """No fact gives a reason; but what the question takes for granted may be false, and is then put right."""
        speaker = self._bot.speaker
        if not all(result.values):
            return self.result("truth", Understood("why", query, TOLD), result, context)
        told = speaker.tell("truth", query, result).removeprefix(speaker.say("yes")).lstrip(":. ")
        answer, after = self.decline("no-reason", context, text=told)
        return answer, remember(after, Understood("why", query), result, answer, self._bot.facts)

    SPECIAL = DESCRIBING | {"summary", "common", "differ"}
    """Intents that tell of things as such, not what a query denotes."""

    def special(self, intent: str, query: Query, context: Context) -> Found | None:
        """The answer of an intent that tells of things as such, or None."""
        if intent == "summary":
            return self.summary(context)
        if intent in DESCRIBING:
            return self.describe(query, context, intent)
        if intent == "differ":
            found = self.common(query, context) or self.describe(query, context)
            return found and (found[0].replace(intent=intent), found[1])
        return self.common(query, context) if intent == "common" else None

    def describe(self, query: Query, context: Context, intent: str = "describe") -> Found | None:
        """What is known of one or two things."""
        bot = self._bot
        names = run(query, bot.facts).values
        if isinstance(query, Namesakes) and len(names) > 1:
            choices = tuple((str(n), Names((str(n),), query.kind)) for n in names[:FULL])
            return self.clarify(choices, context)
        if len(names) > 2:  # noqa: PLR2004
            return None
        own = {str(n): [s for s in bot.pack.about(str(n)) if not self._owner(s)] for n in names}
        at = 1 if len(own) > 1 else None
        each = [
            [*facts[:at], *self._held(name), *(facts[at:] if at else ())] if facts else []
            for name, facts in own.items()
        ]
        told = [text for facts in each for text in bot.speaker.facts_of(facts)[: MOST_TOLD // len(names)]]
        if not told:
            return None
        facts = tuple(fact for found in each for fact in found)
        text, result = " ".join(dict.fromkeys(told)), Result(tuple(names), facts)
        return self._remembered(text, Understood(intent, query, TOLD), result, context)

    def _owner(self, statement: Statement) -> bool:
        return bool(self._bot.schema.properties[statement.property].owner)

    def _held(self, name: str) -> list[Statement]:
        """What is said of one other thing alone, and leads to this: who holds it."""
        facts = self._bot.facts
        found = [facts.inverse(p.name).get(name, []) for p in self._bot.schema.leading(facts.kind(name))]
        return [statements[0] for statements in found if len({s.subject for s in statements}) == 1]

    def common(self, query: Query, context: Context) -> Found | None:
        """What several things have in common, or how they differ: what can be measured of each."""
        bot = self._bot
        names = [str(n) for n in run(query, bot.facts).values]
        facts = [s for n in names for s in bot.pack.about(n) if bot.schema.properties[s.property].dimension]
        told = bot.speaker.facts_of(facts)
        if not told:
            return None
        result = Result(tuple(names), tuple(facts))
        return self._remembered(" ".join(told), Understood("common", query, TOLD), result, context)

    def summary(self, context: Context) -> Found:
        """What the pack is about."""
        answer = self.made(self._bot.about["about"], Understood("summary", None, TOLD), (), ())
        return answer, context.replace(answer=answer)

    def which_one(self, query: Of, context: Context) -> Found:
        """Asks back which of a kind is meant."""
        facts = self._bot.facts
        names = [str(n) for n in run(query.source, facts).values[:FULL]]
        choices = tuple((n, query.replace(source=Names((n,), facts.kind(n)))) for n in names)
        return self.clarify(choices, context)

    def which_of(self, query: Query, several: Names, context: Context) -> Found:
        """Asks back which of several is meant by "it"."""
        singles = [Names((name,), several.kind) for name in several.names]
        choices = tuple((single.names[0], exchange(query, several, single)) for single in singles)
        return self.clarify(choices, context)

    def clarify(self, choices: tuple[tuple[str, Query], ...], context: Context) -> Found:
        """Asks back: each choice is a name and the query that it stands for."""
        speaker = self._bot.speaker
        asked = " ".join(self._question.split()).rstrip(" ?.!")
        answer = Answer(
            self._question,
            "clarify",
            speaker.say("clarify", choices=speaker.joined((label for label, _ in choices), "or")),
            suggestions=tuple(f"{asked}: {label}?" for label, _ in choices),
            trace=tuple(self._steps or ()),
        )
        return answer, context.replace(choices=choices)

    # --- text facts ---------------------------------------------------------------------------------

    def topic(self, topics: list[Topic], view: View, *, denied: bool = False) -> Found:
        """Tells the passages that explain the question best; `denied` if it asks for something that they exclude."""
        bot, best = self._bot, topics[0]
        alike = (t for t in topics if t.passage.whole == best.passage.whole and t.named == best.named)
        chosen = [t for t in alike if t.score >= best.score - 0.05][:3]
        if best.passage.whole:
            of_others = not best.named and best.passage.related
            chosen = [t for t in chosen if t == best or (of_others and t.passage.property == best.passage.property)]
        positions = sorted({p for t in chosen for p in t.passage.facts})
        facts = bot.pack.by_position(positions)
        text = " ".join(self._told(facts))
        values: tuple[Any, ...] = tuple(dict.fromkeys(f.value for f in facts))
        if best.passage.open:
            values = ()
        elif (denied or view.asked.whether) and (denied or not view.asked.limited):
            hedged = best.hedged and not bot.language.hedged([t.text for t in view.links.tokens])
            denied = denied or hedged
            text, values = f"{bot.speaker.say('no' if denied else 'yes')}: {text}", (not denied,)
        elif view.asked.number:
            names = bot.speaker.joined(values)
            text, values = bot.speaker.say("count", count=len(values), names=names), (len(values),)
        said = f"passage({best.passage.subject}, {best.passage.property})"
        answer = self.made(text, Understood("topic", None, DENIED if denied else TOLD, said), values, facts)
        return answer, self._topic_context(best.passage, facts, view, answer)

    def _topic_context(self, passage: Passage, facts: Sequence[Statement], view: View, answer: Answer) -> Context:
        """After a text fact, the focus is on what it names and the question did not."""
        bot, context = self._bot, view.context
        asked = {n for m in view.links.mentions if isinstance(m.meaning, Names) for n in m.meaning.names}
        named = dict.fromkeys([passage.subject, *(str(f.value) for f in facts)])
        known = [n for n in named if bot.facts.kind(n)]
        if not known:
            names = next((m.meaning for m in view.links.mentions if isinstance(m.meaning, Names) and not m.cost), None)
            return context.replace(answer=answer, focus=names, asked=names, beside=None, kind=passage.kind, choices=())
        fresh = [n for n in known if n not in asked] or known
        kind = bot.facts.kind(fresh[0])
        focus = Names(tuple(n for n in fresh if bot.facts.kind(n) == kind), kind)
        first = next((n for n in known if n in asked), known[0])
        about = Names((first,), bot.facts.kind(first))
        query = bot.composer.value_of(passage.property, about) if first == passage.subject else None
        return context.replace(
            answer=answer, focus=focus, asked=about, beside=None, kind="", query=query or context.query, choices=()
        )

    def _told(self, facts: Sequence[Statement]) -> list[str]:
        """Statements as sentences, those of one subject and property in one."""
        bot = self._bot
        groups: dict[tuple[str, str], list[Any]] = {}
        for fact in facts:
            groups.setdefault((fact.subject, fact.property), []).append(fact.value)
        return [
            bot.speaker.sentence(s, bot.schema.properties[p], tuple(dict.fromkeys(v))) for (s, p), v in groups.items()
        ]

    # --- small talk and talk about the answer -----------------------------------------------------------

    def chat(self, kind: str, context: Context) -> Found:
        """A remark's reply."""
        if kind.startswith("meta:"):
            return self._meta(kind, context)
        bot = self._bot
        samples = " · ".join(bot.about["samples"][:3])
        text = bot.remarks[kind].replace("{title}", bot.title).replace("{samples}", samples)
        answer = Answer(self._question, "chat", text, confidence=1.0, intent=kind, trace=tuple(self._steps or ()))
        return answer, context

    def _meta(self, kind: str, context: Context) -> Found:
        """Questions about the last answer: its source, its reason, once more."""
        last = context.answer
        if last is None or last.status != "answer":
            return self._titles(context) if kind == SOURCES else self.decline("unknown-frame", context)
        if kind in {"meta:again", "meta:shorter", "meta:longer"}:
            text = last.text if kind != "meta:shorter" else last.text.split(". ")[0]
            return last.replace(question=self._question, text=text, intent=kind), context
        text = self._cited(last)
        if kind == "meta:why":
            told = self._bot.speaker.say("why", sources=text, text=last.text)
            return last.replace(question=self._question, status="unknown", text=shorten(told), intent=kind), context
        return last.replace(question=self._question, text=shorten(f"{text} {last.text}"), intent=kind), context

    def _titles(self, context: Context) -> Found:
        """What the facts are from, where no answer is spoken of."""
        speaker, titles = self._bot.speaker, self._bot.about["all-sources"]
        told = [speaker.say("source-title", title=title) for title in titles[:MOST_TITLES]]
        if len(titles) > MOST_TITLES:
            told.append(speaker.say("other-sources", count=str(len(titles) - MOST_TITLES)))
        text = shorten(speaker.say("all-sources", sources=speaker.joined(told)))
        answer = Answer(self._question, "chat", text, confidence=1.0, intent=SOURCES, trace=tuple(self._steps or ()))
        return answer, context

    def _cited(self, last: Answer) -> str:
        """Where the facts of an answer stand."""
        speaker = self._bot.speaker
        places: dict[str, list[str]] = {}
        for source in last.sources:
            places.setdefault(source.document, []).extend(filter(None, [source.place]))
        items = [
            speaker.say("source-item", document=d, places=speaker.joined(p))
            if p
            else speaker.say("source-title", title=d)
            for d, p in places.items()
        ]
        return speaker.say("sources", sources=speaker.joined(items)) if items else last.text

    def decline(self, key: str, context: Context, **values: str) -> Found:
        """An honest "I do not know", with a question that works."""
        bot = self._bot
        samples = tuple(bot.about["samples"][:3])
        hint = bot.speaker.say("hint", sample=samples[0]) if samples else ""
        text = bot.speaker.say(key, hint=hint, **values).strip()
        answer = Answer(self._question, "unknown", text, suggestions=samples, trace=tuple(self._steps or ()))
        return answer, context


def merge(answers: list[Found]) -> Found:
    """One answer of several: small talk and mere descriptions go where something was answered."""
    serious = [a for a in answers if a[0].status != "chat"] or answers[-1:]
    asked = [a for a in serious if a[0].intent != "bare-name"]
    if any(a.status == "answer" for a, _ in asked):
        serious = asked
    serious = [found for i, found in enumerate(serious) if found[0].text not in {a.text for a, _ in serious[:i]}]
    if len(serious) == 1:
        return serious[0]
    parts = [a for a, _ in serious]
    good = [a for a in parts if a.status == "answer"]
    return parts[0].replace(
        status="answer" if good else parts[0].status,
        text=shorten(" ".join(_unsaid([a.text for a in parts]))),
        values=tuple(v for a in good for v in a.values),
        sources=tuple(dict.fromkeys(s for a in good for s in a.sources)),
        facts=tuple(dict.fromkeys(f for a in good for f in a.facts)),
        trace=max((a.trace for a in parts), key=len),
    ), serious[-1][1]


def _unsaid(texts: list[str]) -> list[str]:
    """Texts without those that an earlier one says too."""
    return [text for i, text in enumerate(texts) if not any(text in earlier for earlier in texts[:i])]


def reply_of(query: Query) -> str:
    """How a result is told if its intent does not say."""
    if isinstance(query, YES_NO):
        return "truth"
    if isinstance(query, Count):
        return "count"
    if isinstance(query, (Gap, Longest)):
        return "gap"
    if isinstance(query, Place):
        return "place"
    if isinstance(query, Rank) and isinstance(query.source, Names):
        return "compare"
    return "value" if isinstance(query, Of) else "set"


__all__ = ["Found", "Teller", "merge", "reply_of"]
