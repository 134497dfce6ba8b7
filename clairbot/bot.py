"""The bot: the only place where the stages are strung together.

text → tokens → mentions → chart → reading → query → result → answer. Rule of this file: a stage's value
goes on to the next and never back; what a chat remembers is a value too, replaced after each answer.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from clairbot import decide
from clairbot.errors import QuestionError
from clairbot.lexicon import PASSING, Lexicon, Links, Mention
from clairbot.match import Matcher
from clairbot.meaning import Composer, Fragment, Verb
from clairbot.pack.open import open_pack
from clairbot.query import All, Linked, Names, Of, Rank, Where, walk
from clairbot.reply import Speaker, shorten
from clairbot.session import MEMORY, SETS, Context, FollowUps, pronouns
from clairbot.store.evaluate import Result, run
from clairbot.store.facts import Facts
from clairbot.topics import TopicFinder
from clairbot.text import STOPS, Token, clean, tokenize
from clairbot.values import Answer, Source, Statement, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clairbot.decide import Reading
    from clairbot.topics import Passage
    from clairbot.query import Query, Set

MOST_SOURCES = 12
FULL = 50
"""A list of so many entities is no longer one that "the latter" can be of."""
MOST_PIECES = 6
"""Pieces of a sentence that may make one question together."""
DEPENDENT = frozenset({"describe", "followup", "topic", "common"})
"""Intents of questions that say too little to be answered beside something that was not understood."""
MARGIN = 0.12
"""Readings whose costs differ by less are equally good."""
FAR = 1.2
"""From this cost on, a text fact that explains every word is preferred."""
SURE, LOOSE = 0.5, 1.9
"""Up to the first cost a reading may say that there is nothing; beyond the second it is not trusted at all."""


def load(path: str | None = None) -> Bot:
    """A bot over the pack in a folder, or over the one that clairbot ships with.

    Raises PackError if the pack cannot be used, StoreError if its compiled form cannot be read.
    """
    return Bot(path)


class Bot:
    """Answers questions from one pack."""

    def __init__(self, path: str | None = None) -> None:
        self.pack, self.warnings = open_pack(path)
        self._language = self.pack.blob("language")
        schema = self.pack.blob("schema")
        self._about = self.pack.blob("about")
        self._intents: dict[str, str] = {k: v for k, v in self.pack.blob("intents").items() if k != "followup"}
        self._chat: dict[str, str] = self.pack.blob("chat")
        self._topics = TopicFinder(self.pack.blob("topics"), self._language)
        self._lexicon = Lexicon(self.pack, self._language)
        self._composer = Composer(schema)
        self._matcher = Matcher(self.pack.blob("grammar"), self._composer)
        self._follow = FollowUps(self._composer)
        self._facts = Facts(self.pack, schema)
        self._speaker = Speaker(self.pack.blob("replies"), schema, self._facts)
        self._schema = schema

    @property
    def title(self) -> str:
        """What the pack is about."""
        return str(self._about["title"])

    def names(self) -> list[tuple[str, str]]:
        """All entities, each with what its kind is called."""
        return [(name, self._schema.kinds[kind].one) for name, kind in self.pack.names()]

    def statements(self) -> list[Statement]:
        """All facts, in the pack's order."""
        return self.pack.everything()

    def samples(self, prefix: str = "", limit: int = 20) -> list[str]:
        """Whole questions that can be asked, those that start with `prefix` first."""
        wanted = prefix.casefold()
        found = [s for s in self._about["samples"] if wanted in s.casefold()]
        return sorted(found, key=lambda s: not s.casefold().startswith(wanted))[:limit]

    def ask(self, question: str, *, trace: bool = False) -> Answer:
        """Answers one question by itself; raises QuestionError if it is too long."""
        return self.chat().ask(question, trace=trace)

    def chat(self) -> Chat:
        """A conversation, which remembers."""
        return Chat(self)

    # --- one turn -----------------------------------------------------------------------------------

    def turn(self, question: str, context: Context, *, trace: bool = False) -> tuple[Answer, Context]:
        """The answer to a question in a context, and the context after it."""
        try:
            text = clean(question)
        except QuestionError as error:
            return Answer(question[:80], "unknown", str(error)), context
        return Turn(self, text, context, trace=trace).run()


class Chat:
    """A conversation with a bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._context = Context()

    def ask(self, question: str, *, trace: bool = False) -> Answer:
        """Answers a question in the light of the ones before; raises QuestionError if it is too long."""
        answer, self._context = self._bot.turn(question, self._context, trace=trace)
        return answer

    def reset(self) -> None:
        """Forgets what was said."""
        self._context = Context()




class Turn:
    """One question on its way to an answer."""

    def __init__(self, bot: Bot, question: str, context: Context, *, trace: bool) -> None:
        self._bot = bot
        self._question = question
        self._context = context
        self._steps: list[Step] | None = [] if trace else None
        self._clock = time.process_time()

    def run(self) -> tuple[Answer, Context]:
        """The answer, and what the chat remembers after it."""
        bot = self._bot
        tokens = tokenize(self._question, bot._language.contractions)
        tokens = [t for i, t in enumerate(tokens) if not i or t.text != tokens[i - 1].text or not t.text.isalpha()]
        tokens = _unnumbered(tokens)
        self._note("tokens", lambda: " ".join(t.text for t in tokens))
        if not any(not t.mark for t in tokens):
            return self._decline("unknown-empty")
        answers: list[tuple[Answer, Context]] = []
        context = self._context
        parts = list(sentences(tokens))
        for sentence in parts:
            found = self._sentence(sentence, context)
            if found[0].status == "unknown" and len(parts) > 1 and self._personal(sentence):
                context = found[1]
                continue
            answers.append(found)
            context = found[1]
        if not answers:
            return self._decline("unknown-empty")
        return self._merge(answers)

    def _note(self, stage: str, show: Callable[[], str]) -> None:
        """Adds a step to the trace, if there is one; the value is written out only then."""
        if self._steps is not None:
            now = time.process_time()
            self._steps.append(Step(stage, show(), now - self._clock))
            self._clock = time.process_time()

    # --- a sentence ---------------------------------------------------------------------------------

    def _sentence(self, tokens: Sequence[Token], context: Context) -> tuple[Answer, Context]:
        several = self._several(tokens, context)
        if several is not None:
            return several
        whole = self._understand(tokens, context) or self._understand(tokens, context, free=True)
        if whole is not None:
            return whole
        parts = self._split(tokens, context)
        if parts is not None:
            return parts
        polite = self._polite(tokens, context)
        if polite is not None:
            return polite
        bold = self._understand(tokens, context, bold=True)
        if bold is not None:
            return bold
        return self._lost(tokens, context)

    def _understand(
        self, tokens: Sequence[Token], context: Context, *, bold: bool = False, free: bool = False
    ) -> tuple[Answer, Context] | None:
        """The answer to tokens that make one question, or None."""
        bot = self._bot
        links = bot._lexicon.link(tokens, bold=bold, free=free)
        if links.unknown and bold + free:
            return None
        links.mentions.extend(pronouns(context, links.mentions, bot._composer.main()))
        chart = bot._matcher.chart(links)
        self._note("mentions", lambda: "\n".join(_shown(links, m) for m in links.mentions))
        talk = decide.small_talk(chart, links)
        readings = decide.questions(chart, bot._intents)
        if context.query is not None:
            for reading in decide.fragments(chart):
                query = bot._follow.complete(reading.fragment, context)  # type: ignore[arg-type]
                if query is not None:
                    readings.append(reading.replace(query=query))
        readings.sort(key=lambda r: r.cost)
        self._note("readings", lambda: "\n".join(f"{r.cost:.2f} {r.intent}: {r.query}" for r in readings[:5]))
        if talk is not None and (not readings or talk.cost <= readings[0].cost + 0.3):
            return self._chat(talk.chat, context)
        about = frozenset(n for names in (context.focus, context.asked) if names for n in names.names)
        topics = decide.topics(bot._topics, links, bot._lexicon, about) if not readings or readings[0].cost > SURE else []
        if topics and topics[0].score > 1.5 and (not readings or readings[0].cost > (FAR if topics[0].named else LOOSE)):
            return self._topic(topics, links, context)
        back = None
        for reading in [r for r in readings[:6] if r.cost < LOOSE]:
            found = self._answer(reading, readings, links, context, bold=bold)
            if found is not None and found[0].status == "clarify":
                back = back or found
            elif found is not None:
                return found
        if back is not None:
            return back
        topics = topics or decide.topics(bot._topics, links, bot._lexicon, about)
        self._note("topics", lambda: "\n".join(f"{t.score:.2f} {t.passage.subject} {t.passage.property}" for t in topics[:5]))
        if topics:
            return self._topic(topics, links, context)
        return self._denied(links, context) if not bold else None

    def _denied(self, links: Links, context: Context) -> tuple[Answer, Context] | None:
        """No to a question whether something else is so, where the facts say all there is."""
        bot = self._bot
        if not any(m.symbol == "<polar>" and m.start == 0 for m in links.mentions):
            return None
        topics = decide.closed(bot._topics, links, bot._lexicon, bot._schema)
        if not topics:
            return None
        answer, after = self._topic(topics[:1], links, context)
        text = f"{bot._speaker.say('no')}: {answer.text.removeprefix(bot._speaker.say('yes') + ': ')}"
        answer = answer.replace(text=shorten(text), values=(False,), confidence=0.6)
        return answer, after.replace(answer=answer)

    def _answer(
        self, reading: Reading, readings: list[Reading], links: Links, context: Context, *, bold: bool
    ) -> tuple[Answer, Context] | None:
        bot, query = self._bot, reading.query
        assert query is not None
        result = run(query, bot._facts)
        if reading.intent == "summary":
            answer = self._made(bot._about["about"], (), (), "summary", str(query), 0.8)
            return answer, context.replace(answer=answer)
        if reading.intent == "describe":
            return self._describe(reading, context)
        if reading.intent == "common":
            return self._common(reading, context)
        kind = bot._intents.get(reading.intent) or reply_of(query)
        if reading.intent == "followup":
            kind = reply_of(query)
        if _echoes(query, result):
            return None
        if isinstance(query, Of) and _anything(query.source) and len(result.values) > 1 and self._singular(query, links):
            return self._which_one(query, links, context)
        if isinstance(query, Of) and isinstance(query.source, All) and not self._said_of_all(query, result):
            return None
        if not result.values and (isinstance(query, Of) or (reading.cost > SURE and any(isinstance(n, Linked) for n in walk(query)))):
            return None
        rivals = [r for r in readings if r is not reading and r.cost < reading.cost + MARGIN and r.query != query]
        _ = rivals
        text = bot._speaker.tell(kind, query, result)
        confidence = round(max(0.3, 1 - reading.cost / 8 - (0.3 if bold else 0)), 2)
        answer = self._made(text, result.values, result.facts, reading.intent, str(query), confidence)
        return answer, _remember(context, query, reading.intent, result, answer, bot._facts)

    def _said_of_all(self, query: Of, result: Result) -> bool:
        """Whether a text that is asked of all of a kind is said of all of it, not of one alone."""
        text = self._bot._schema.properties[query.measure.property].type == "text"
        subjects = {fact.subject for fact in result.facts}
        return not text or subjects == set(self._bot._schema.kinds) & subjects

    def _singular(self, query: Of, links: Links) -> bool:
        """Whether the question speaks of one thing of a kind: the kind's word is not inflected."""
        if self._bot._schema.properties[query.measure.property].type == "text":
            return False
        if not any(m.symbol == "<when>" for m in links.mentions):
            return False
        kinds = [m for m in links.mentions if m.symbol == "{kind}"]
        words = {links.tokens[m.end - 1].text for m in kinds}
        known = self._bot._schema.kinds
        return bool(kinds) and all(w in {known[m.meaning].one.split()[-1] for m in kinds} for w in words)  # type: ignore[index]

    def _which_one(self, query: Of, links: Links, context: Context) -> tuple[Answer, Context]:
        """Asks back which of a kind is meant."""
        bot = self._bot
        names = [str(n) for n in run(query.source, bot._facts).values[:FULL]]
        choices = tuple((n, query.replace(source=Names((n,), bot._facts.kind(n)))) for n in names)
        return self._clarify(choices, context)

    def _clarify(self, choices: tuple[tuple[str, Query], ...], context: Context) -> tuple[Answer, Context]:
        bot = self._bot
        shown = bot._speaker.joined((label for label, _ in choices), "or")
        asked = " ".join(self._question.split()).rstrip(" ?.!")
        answer = Answer(
            self._question, "clarify", bot._speaker.say("clarify", choices=shown),
            suggestions=tuple(f"{asked}: {label}?" for label, _ in choices), trace=tuple(self._steps or ()),
        )  # fmt: skip
        return answer, context.replace(choices=choices)

    def _made(
        self, text: str, values: tuple[Any, ...], facts: Sequence[Statement], intent: str, query: str, confidence: float
    ) -> Answer:
        if not facts:
            facts = [s for v in values[:FULL] if isinstance(v, str) for s in self._bot.pack.about(v)[:1]]
        return Answer(
            question=self._question, status="answer", text=text, values=values, sources=_sources(facts),
            facts=tuple(facts), confidence=confidence, intent=intent, query=query, trace=tuple(self._steps or ()),
        )  # fmt: skip

    # --- text facts ---------------------------------------------------------------------------------

    def _topic(self, topics: list[decide.Topic], links: Links, context: Context) -> tuple[Answer, Context]:
        """Tells the passages that explain the question best."""
        bot, best = self._bot, topics[0]
        chosen = [t for t in topics if t.named == best.named and t.score >= best.score - 0.05][:3]
        if best.passage.whole:
            chosen = [best]
        positions = sorted({p for t in chosen for p in t.passage.facts})
        facts = bot.pack.by_position(positions)
        text = shorten(" ".join(self._told(positions, facts)))
        polar = any(m.symbol == "<polar>" and m.start == 0 for m in links.mentions)
        values: tuple[Any, ...] = tuple(dict.fromkeys(f.value for f in facts))
        if polar:
            text, values = f"{bot._speaker.say('yes')}: {text}", (True,)
        answer = self._made(text, values, facts, "topic", f"passage({best.passage.subject}, {best.passage.property})", 0.8)
        return answer, self._topic_context(best.passage, facts, links, answer, context)

    def _topic_context(
        self, passage: Passage, facts: Sequence[Statement], links: Links, answer: Answer, context: Context
    ) -> Context:
        """After a text fact, the focus is on what it names and the question did not."""
        bot = self._bot
        asked = {n for m in links.mentions if m.symbol == "{name}" for n in m.meaning.names}  # type: ignore[attr-defined]
        named = dict.fromkeys([passage.subject, *(str(f.value) for f in facts)])
        known = [n for n in named if bot._facts.kind(n)]
        fresh = [n for n in known if n not in asked] or known
        kind = bot._facts.kind(fresh[0]) if fresh else ""
        focus = Names(tuple(n for n in fresh if bot._facts.kind(n) == kind), kind) if fresh else context.focus
        subject = bot._facts.kind(passage.subject)
        about = Names((passage.subject,), subject) if subject else None
        query = about and bot._composer.value(Verb(passage.property), about)
        return context.replace(
            answer=answer, focus=focus, asked=about or context.asked, query=query or context.query, choices=(),
        )  # fmt: skip

    def _told(self, positions: Sequence[int], facts: Sequence[Statement]) -> list[str]:
        """Statements as sentences, those of one subject and property in one."""
        bot, says = self._bot, self._bot._about["says"]
        groups: dict[tuple[str, str], list[Any]] = {}
        for position, fact in zip(positions, facts, strict=True):
            groups.setdefault((fact.subject, fact.property), []).append((position, fact))
        told = []
        for (subject, name), members in groups.items():
            declared = bot._schema.properties[name]
            own = next((says[p] for p, _ in members if p in says), "")
            values = list(dict.fromkeys(f.value for _, f in members))
            told.append(bot._speaker.sentence(subject, declared.replace(say=own) if own else declared, values))
        return told

    # --- descriptions -------------------------------------------------------------------------------

    def _describe(self, reading: Reading, context: Context) -> tuple[Answer, Context] | None:
        bot, query = self._bot, reading.query
        names = run(query, bot._facts).values  # type: ignore[arg-type]
        if len(names) > 2:  # noqa: PLR2004
            return None
        told, facts = [], []
        for name in names:
            statements = [s for s in bot.pack.about(str(name)) if not bot._schema.properties[s.property].owner]
            told.extend(bot._speaker.facts_of(statements))
            facts.extend(statements)
        if not told:
            return None
        text = shorten(" ".join(dict.fromkeys(told[:6])))
        answer = self._made(text, tuple(names), facts, "describe", str(query), 0.8)
        return answer, _remember(context, query, "describe", Result(tuple(names), tuple(facts)), answer, bot._facts)  # type: ignore[arg-type]

    def _common(self, reading: Reading, context: Context) -> tuple[Answer, Context] | None:
        bot, query = self._bot, reading.query
        names = [str(n) for n in run(query, bot._facts).values]  # type: ignore[arg-type]
        facts = [s for n in names for s in bot.pack.about(n) if bot._schema.properties[s.property].dimension]
        told = bot._speaker.facts_of(facts)
        if not told:
            return None
        answer = self._made(shorten(" ".join(told)), tuple(names), facts, "common", str(query), 0.8)
        return answer, _remember(context, query, "common", Result(tuple(names), tuple(facts)), answer, bot._facts)  # type: ignore[arg-type]

    # --- small talk ---------------------------------------------------------------------------------

    def _chat(self, kind: str, context: Context) -> tuple[Answer, Context]:
        if kind.startswith("meta:"):
            return self._meta(kind, context)
        bot = self._bot
        samples = " · ".join(bot._about["samples"][:3])
        text = bot._chat[kind].replace("{title}", bot.title).replace("{samples}", samples)
        answer = Answer(self._question, "chat", text, confidence=1.0, intent=kind, trace=tuple(self._steps or ()))
        return answer, context

    def _meta(self, kind: str, context: Context) -> tuple[Answer, Context]:
        """Questions about the last answer: its source, its reason, once more."""
        bot, last = self._bot, context.answer
        if last is None or last.status != "answer":
            return self._decline("unknown-frame", context)
        if kind in {"meta:again", "meta:shorter", "meta:longer"}:
            text = last.text if kind != "meta:shorter" else _shorter(last)
            answer = last.replace(question=self._question, text=text, intent=kind)
            return answer, context
        places: dict[str, list[str]] = {}
        for source in last.sources:
            places.setdefault(source.document, []).append(source.place)
        items = [bot._speaker.say("source-item", document=d, places=bot._speaker.joined(p)) for d, p in places.items()]
        text = bot._speaker.say("sources", sources=bot._speaker.joined(items)) if items else last.text
        if kind == "meta:why":
            told = bot._speaker.say("why", sources=text, text=last.text)
            return last.replace(question=self._question, status="unknown", text=shorten(told), intent=kind), context
        answer = last.replace(question=self._question, text=shorten(f"{text} {last.text}"), intent=kind)
        return answer, context

    # --- several questions in one -------------------------------------------------------------------

    def _split(self, tokens: Sequence[Token], context: Context) -> tuple[Answer, Context] | None:
        """Parts at commas and conjunctions, each a question or a follow-up of the part before."""
        pieces = self._pieces(tokens)
        if len(pieces) < 2:  # noqa: PLR2004
            return None
        answers: list[tuple[Answer, Context]] = []
        lost: list[list[Token]] = []
        start, now = 0, context
        while start < len(pieces):
            found, stop = self._longest(pieces, start, now, strict=bool(lost))
            if found is None:
                if self._personal(pieces[start]):
                    now = self._refocus(self._bot._lexicon.link(pieces[start]), now)
                elif not self._droppable(pieces[start]):
                    lost.append(pieces[start])
            else:
                answers.append(found)
                now = found[1]
            start = stop
        if not any(a.status == "answer" for a, _ in answers) or (lost and not self._explicit(answers)):
            return None
        if lost:
            answers.append(self._lost([t for piece in lost for t in piece], now))
        return self._merge(answers)

    def _polite(self, tokens: Sequence[Token], context: Context) -> tuple[Answer, Context] | None:
        """Small talk with words in it that nobody could foresee, if it speaks of nothing that the pack knows."""
        mentions = self._bot._lexicon.link(tokens).mentions
        said = [str(m.meaning) for m in mentions if m.symbol == decide.CHAT and m.meaning in PASSING]
        serious = {m.symbol for m in mentions} & (decide.WH | {"{name}", "{kind}", "{verb}", "{noun}", "{date}", "{most}"})
        return self._chat(said[-1], context) if said and not serious else None

    def _several(self, tokens: Sequence[Token], context: Context) -> tuple[Answer, Context] | None:
        """Questions joined by a comma or conjunction, if each asks for itself and each is understood."""
        parts: list[list[Token]] = [[]]
        for i, token in enumerate(tokens):
            following = tokens[i + 1].text if i + 1 < len(tokens) else ""
            if "<joint>" in self._symbols(token.text) and "<opener>" in self._symbols(following) and parts[-1]:
                parts.append([])
            else:
                parts[-1].append(token)
        if len(parts) < 2 or not all("<opener>" in self._symbols(part[0].text) for part in parts if part):  # noqa: PLR2004
            return None
        answers = []
        for part in parts:
            found = self._understand(part, context)
            if found is None or found[0].status != "answer":
                return None
            answers.append(found)
            context = found[1]
        return self._merge(answers)

    def _symbols(self, word: str) -> set[str]:
        """Symbols that a word has by itself."""
        return {symbol for symbol, _, _ in self._bot.pack.phrases(word)[0]}

    def _longest(
        self, pieces: list[list[Token]], start: int, context: Context, *, strict: bool
    ) -> tuple[tuple[Answer, Context] | None, int]:
        """The longest row of pieces from `start` that makes one question, and where it ends."""
        for stop in range(min(len(pieces), start + MOST_PIECES), start, -1):
            if start == 0 and stop == len(pieces):
                continue
            tokens = [t for piece in pieces[start:stop] for t in piece]
            found = self._understand(tokens, context) or self._understand(tokens, context, free=True)
            if found is not None and not (strict and self._dependent(found[0])):
                return found, stop
        return None, start + 1

    def _explicit(self, answers: list[tuple[Answer, Context]]) -> bool:
        return not any(self._dependent(a) for a, _ in answers)

    def _dependent(self, answer: Answer) -> bool:
        """Whether an answer rests on too little to stand beside something that was not understood."""
        return answer.intent in DEPENDENT or answer.query.startswith("all(")

    def _pieces(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """Tokens between commas, dashes and conjunctions."""
        pieces: list[list[Token]] = [[]]
        for token in tokens:
            symbols = self._symbols(token.text)
            if symbols & {"<joint>", "<opener>"} and pieces[-1]:
                pieces.append([])
            if "<joint>" not in symbols:
                pieces[-1].append(token)
        return [piece for piece in pieces if any(not t.mark for t in piece)]

    def _personal(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence speaks of the asker and asks nothing."""
        symbols = {m.symbol for m in self._bot._lexicon.link(tokens).mentions}
        asks = any(t.mark and t.text == "?" for t in tokens) or symbols & decide.WH
        return "<person>" in symbols and not asks

    def _droppable(self, tokens: Sequence[Token]) -> bool:
        """Whether a piece speaks of the asker alone: somebody, and none of the pack's names."""
        links = self._bot._lexicon.link(tokens)
        symbols = {m.symbol for m in links.mentions}
        return "<person>" in symbols and "{name}" not in symbols

    # --- declining ----------------------------------------------------------------------------------

    def _lost(self, tokens: Sequence[Token], context: Context) -> tuple[Answer, Context]:
        bot = self._bot
        links = bot._lexicon.link(tokens)
        context = self._refocus(links, context)
        unknown = [f"“{links.tokens[i].text}”" for i in sorted(links.unknown)]
        if unknown:
            return self._decline("unknown-words", context, words=bot._speaker.joined(unknown[:5]))
        return self._decline("unknown-frame", context)

    @staticmethod
    def _refocus(links: Links, context: Context) -> Context:
        """What was spoken of without being understood is in focus too; an unknown thing of a known kind clears it."""
        names = [m.meaning for m in links.mentions if m.symbol == "{name}" and m.how != "context"]
        if names:
            kind = names[-1].kind  # type: ignore[attr-defined]
            alike = tuple(dict.fromkeys(n for m in names if m.kind == kind for n in m.names))  # type: ignore[attr-defined]
            focus = Names(alike, kind)
            return context.replace(focus=focus, asked=focus, listed=focus if len(alike) > 1 else None)
        if links.unknown and any(m.symbol == "{kind}" for m in links.mentions):
            return context.replace(focus=None, asked=None, listed=None, spoken=())
        return context

    def _decline(self, key: str, context: Context | None = None, **values: str) -> tuple[Answer, Context]:
        bot = self._bot
        hint = bot._speaker.say("hint", sample=bot._about["samples"][0]) if bot._about["samples"] else ""
        text = bot._speaker.say(key, hint=hint, **values).strip()
        suggestions = tuple(bot._about["samples"][:3])
        answer = Answer(self._question, "unknown", text, suggestions=suggestions, trace=tuple(self._steps or ()))
        return answer, context or self._context

    def _merge(self, answers: list[tuple[Answer, Context]]) -> tuple[Answer, Context]:
        """One answer of several: small talk goes where something was answered."""
        serious = [a for a in answers if a[0].status != "chat"] or answers[-1:]
        asked = [a for a in serious if a[0].intent != "describe"]
        if any(a.status == "answer" for a, _ in asked):
            serious = asked
        if len(serious) == 1:
            return serious[0]
        parts = [a for a, _ in serious]
        good = [a for a in parts if a.status == "answer"]
        status = "answer" if good else parts[0].status
        return parts[0].replace(
            status=status, text=shorten(" ".join(dict.fromkeys(a.text for a in parts))),
            values=tuple(v for a in good for v in a.values), sources=tuple(dict.fromkeys(s for a in good for s in a.sources)),
            facts=tuple(dict.fromkeys(f for a in good for f in a.facts)),
        ), serious[-1][1]  # fmt: skip


def sentences(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Tokens between full stops."""
    found: list[Token] = []
    for token in tokens:
        found.append(token)
        if token.mark and token.text in STOPS:
            if any(not t.mark for t in found):
                yield found
            found = []
    if any(not t.mark for t in found):
        yield found


def _unnumbered(tokens: list[Token]) -> list[Token]:
    """Tokens without the numbers of a numbered list: `1) … 2) …`."""
    marks = {i for i, t in enumerate(tokens) if i + 1 < len(tokens) and t.text.isdigit() and tokens[i + 1].text == ")"}
    return [t for i, t in enumerate(tokens) if i not in marks and i - 1 not in marks]


def reply_of(query: Query) -> str:
    """How a result is told if its intent does not say."""
    from clairbot import query as q  # noqa: PLC0415

    if isinstance(query, (q.Holds, q.Exists, q.Equals, q.Same, q.Negated)):
        return "truth"
    if isinstance(query, q.Count):
        return "count"
    if isinstance(query, (q.Gap, q.Longest)):
        return "gap"
    if isinstance(query, q.Rank) and isinstance(query.source, q.Names):
        return "compare"
    return "value" if isinstance(query, q.Of) else "set"


def _anything(source: Set) -> bool:
    """Whether a set is all of a kind, but for what is true of each: "the office that opened"."""
    if isinstance(source, Where) and isinstance(source.condition, Linked) and source.condition.to is None:
        return _anything(source.source)
    return isinstance(source, All)


def _echoes(query: Query, result: Result) -> bool:
    """Whether an answer only gives back the names of the question."""
    if not result.values or isinstance(query, (Rank, Where)) or not all(isinstance(v, str) for v in result.values):
        return False
    named = {name for node in walk(query) if isinstance(node, Names) for name in node.names}
    return set(result.values) <= named


def _remember(
    context: Context, query: Query, intent: str, result: Result, answer: Answer, store: Facts
) -> Context:
    """What the chat remembers after an answer."""
    named = [node for node in walk(query) if isinstance(node, Names)]
    asked = named[0] if named else None
    kinds = dict.fromkeys(n.kind for n in named)
    for kind in kinds:
        together = tuple(dict.fromkeys(name for n in named if n.kind == kind for name in n.names))
        if asked is not None and kind == asked.kind:
            asked = Names(together, kind)
    focus = asked
    if result.values and isinstance(query, SETS) and all(isinstance(v, str) for v in result.values):
        focus = Names(tuple(str(v) for v in result.values), store.kind(str(result.values[0])))
    spoken = context.spoken
    for names in (asked, focus):
        if names is not None and len(names.names) == 1:
            spoken = (*(n for n in spoken if n != names), names)[-MEMORY:]
    several = next((n for n in (focus, asked) if n is not None and len(n.names) > 1), None)
    listed = several if several is not None and len(several.names) < FULL else None
    if listed is None and focus is not None and context.listed is not None:
        listed = context.listed if set(focus.names) <= set(context.listed.names) else None
    context = context.replace(spoken=spoken, listed=listed)
    return context.replace(query=query, intent=intent, focus=focus, asked=asked, answer=answer, choices=())


def _shorter(answer: Answer) -> str:
    return answer.text.split(". ")[0]


def _sources(facts: Sequence[Statement]) -> tuple[Source, ...]:
    found = dict.fromkeys(f.source for f in facts)
    return tuple(found)[:MOST_SOURCES]


def _shown(links: Links, mention: Mention) -> str:
    """A mention in one line."""
    meaning = "" if mention.meaning is None else mention.meaning
    return f"{_words(links, mention.start, mention.end)} → {mention.symbol} {meaning} {mention.how} {mention.cost:.1f}"


def _words(links: Links, start: int, end: int) -> str:
    return " ".join(t.text for t in links.tokens[start:end])


__all__ = ["Bot", "Chat", "Fragment", "load"]
