"""Several questions in one sentence: found at commas and conjunctions, each answered in its turn.

Rule of this file: what is left over must be a question of its own or say nothing; a condition that was
not understood is never dropped from the question that it belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot import decide
from clairbot.asked import ORDERS, WH
from clairbot.bot.clause import named
from clairbot.bot.tell import merge
from clairbot.lexicon import PASSING
from clairbot.query import Constant, Names, walk
from clairbot.session import Lost
from clairbot.text import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clairbot.bot.clause import Clauses
    from clairbot.bot.engine import Bot
    from clairbot.bot.tell import Found, Teller
    from clairbot.lexicon import Links, Mention
    from clairbot.session import Context
    from clairbot.values import Answer

MOST_PIECES = 6
"""Pieces of a sentence that may make one question together."""
MOST_ASKING = 5
"""Words before which the second of two words that ask must stand."""
MOST_PARTS = 16
"""Pieces that a sentence is split into, at most; what has more is no row of questions."""
DEPENDENT = frozenset({"bare-name", "describe", "followup", "topic", "common", "differ"})
"""Intents of questions that say too little to be answered beside something that was not understood."""
STATED = frozenset({"verify", "topic"})
"""Intents of sentences that may only tell what is so."""
BARE = "bare"
"""Intent of a mere condition, which is no answer either beside something that was not understood."""
HEADING = frozenset(":-–—>")
"""Marks after a heading."""
APART = HEADING | {","}
"""Marks after what only says what a question is about."""
QUOTES = frozenset("\"'“”„«»‘’`")
"""Marks around what somebody else says."""
FEWEST = 3
"""Words of a quotation that is more than a name."""
NO_TOKENS = (Token("", 0, 0), Token("", 0, 0))
PREPOSITIONS = frozenset({"<in>", "<of>", "<by>", "<from>", "<purposeof>"})
"""Symbols of words that may stand before a word that asks: "in what year"."""
RELATING = frozenset({"<between>", "<before>", "<after>", "<since>", "<upto>", "<in>", "<of>", "<except>", "<leave>"})
"""Symbols of words that a condition may start with, which belongs to the question after it."""
INTRODUCING = frozenset({"<whatabout>", "{name}", "{date}"})
"""Symbols of words that lead over to something, and of what that is."""
RESUMING = frozenset({"<whatabout>", "<correction>", "{name}"})
"""Symbols of words of a sentence that only names something else."""
NAMED = frozenset({"{name}", "{date}"})
"""Symbols of names and years."""
NAMING = NAMED | {"{kind}"}
"""Symbols of words that name what is asked about."""
TOLD = NAMING | {"{number}"}
"""Symbols of what may be told of by the way."""
ASKS = WH | {"<polar>", "<whatabout>", "<correction>"}
"""Symbols of words that a question may start with."""
MEANING = frozenset({"{name}", "{kind}", "{date}", "{number}", "{noun}", "{most}", "{ordinal}", "<tag>", "{chat}"})
"""Symbols of words that say something even where they could be passed over."""
OPENING = frozenset({"<polar>", "<tag>", "{noun}"})
"""Symbols of words of a question that has no word which asks."""
POINTING = ("<it>", "<them>")
"""Symbols of pronouns."""
SERIOUS = (WH - {"<list>"}) | {"{name}", "{date}"}
"""Symbols of words that ask, or that the pack knows."""


class Parts:
    """Takes sentences apart."""

    def __init__(self, bot: Bot, teller: Teller, clauses: Clauses) -> None:
        self._bot = bot
        self._tell = teller
        self._clauses = clauses

    def rejoined(self, sentences: list[list[Token]]) -> list[list[Token]]:
        """Sentences, with one that only asks whether it is so ("Is that right?") put to the one before."""
        found: list[list[Token]] = []
        for sentence in sentences:
            if found and self._confirms(sentence):
                found[-1] = [*found[-1], *sentence]
            else:
                found.append(sentence)
        return found

    def _confirms(self, tokens: Sequence[Token]) -> bool:
        mentions = self._clauses.links(tokens).mentions
        tags = {i for m in mentions if m.symbol in {"<tag>", "<general>"} for i in range(m.start, m.end)}
        whole = {i for i, token in enumerate(tokens) if not token.mark}
        asked = any(t.mark and t.text == "?" for t in tokens)
        return asked and whole <= tags and any(m.symbol == "<tag>" for m in mentions)

    def unquoted(self, tokens: list[Token]) -> list[Token]:
        """What somebody else is quoted to say, with what is asked of it; what leads up to it is passed over."""
        start = next((i for i, token in enumerate(tokens) if _quotes(tokens, i)), -1)
        if start < 0:
            return tokens
        ends = (j for j in range(len(tokens) - 1, start + 1, -1) if tokens[j].mark and tokens[j].text in QUOTES)
        stop = next((j for j in ends if tokens[j].start == tokens[j - 1].end), len(tokens))
        before, inner, after = tokens[:start], tokens[start + 1 : stop], tokens[stop + 1 :]
        led = not before or before[-1].mark or inner[-1].text == "?"
        whole = led and sum(not t.mark for t in inner) >= FEWEST and self._says(inner)
        if not whole or self._names([*before, *after]):
            return tokens
        return [*inner, *(after if self._confirms(after) else ())]

    def _names(self, tokens: Sequence[Token]) -> bool:
        return self._speaks_of(tokens, NAMED)

    def _speaks_of(self, tokens: Sequence[Token], symbols: frozenset[str]) -> bool:
        return any(m.symbol in symbols for m in self._clauses.links(tokens).mentions)

    def _says(self, tokens: Sequence[Token]) -> bool:
        """Whether some tokens ask something, or tell of something that the pack knows."""
        return any(m.symbol in SERIOUS for m in self._clauses.links(tokens).mentions)

    def plainly(self, tokens: Sequence[Token]) -> list[Token]:
        """A sentence without what is put in between commas of the asker alone: "which, may I ask, is the oldest?"."""
        pieces: list[list[Token]] = [[]]
        for token in tokens:
            if token.mark and token.text == ",":
                pieces.append([])
            pieces[-1].append(token)
        kept = [t for piece in pieces if not self._aside(piece) for t in piece]
        return kept if len(kept) < len(tokens) and self.asks(kept) else list(tokens)

    def _aside(self, piece: Sequence[Token]) -> bool:
        """Whether a piece speaks of the asker, and neither asks nor names anything."""
        links = self._clauses.links(piece)
        mentions = links.mentions
        if _filler(links):
            return True
        asking = any(m.symbol in WH and m.start <= 1 for m in mentions)
        symbols = {m.symbol for m in mentions}
        return not asking and decide.PERSON in symbols and not symbols & TOLD

    # --- questions side by side -----------------------------------------------------------------------

    def joined(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """Questions joined by a comma or conjunction, if each asks for itself and each is understood."""
        parts = self.asked_twice(tokens) or self.asked(tokens)
        answers, now = [], context
        for part in parts if len(parts) > 1 else ():
            found = self._clauses.loosely(part, now)
            if found is None or found[0].status != "answer":
                return self._partly(tokens, parts, context)
            answers.append(found)
            now = found[1]
        return merge(answers) if answers else None

    def _partly(self, tokens: Sequence[Token], parts: list[list[Token]], context: Context) -> Found | None:
        """What is known of a question with two words that ask; nothing of other rows of questions."""
        if not self.asked_twice(tokens):
            return None
        found = [self._clauses.loosely(part, context) or self.lost(part, context) for part in parts]
        back = next((answer for answer in found if answer[0].status == "clarify"), None)
        return back or (merge(found) if any(answer.status == "answer" for answer, _ in found) else None)

    def asked(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """Parts that each start with a word that asks; a heading before them is left out."""
        parts: list[list[Token]] = [[]]
        for i, token in enumerate(tokens):
            if parts[-1] and self._boundary(tokens, i):
                parts.append([])
            else:
                parts[-1].append(token)
        if len(parts) > 1 and self._heads(tokens, parts[0]):
            parts = parts[1:]
        opened = all(self._opens(part, 0) for part in parts)
        return parts if opened else [list(tokens)]

    def bounded(self, tokens: Sequence[Token]) -> bool:
        """Whether a question starts in the middle, after something that names what it asks for."""
        ends = [i for i in range(1, len(tokens)) if self._boundary(tokens, i)]
        if not ends:
            return False
        mentions = self._clauses.links(tokens[: ends[-1]]).mentions
        relating = any(m.start == 0 and m.symbol in RELATING for m in mentions)
        return not relating and bool({m.symbol for m in mentions} & (WH | {"{noun}"}))

    def _introduces(self, tokens: Sequence[Token], piece: Sequence[Token]) -> bool:
        """Whether the first piece only says what is asked about: "and what about Beijing, when was that"."""
        mentions = [m for m in self._clauses.links(piece).mentions if m.symbol in INTRODUCING and m.how == "exact"]
        said = {i for m in mentions for i in range(m.start, m.end)}
        return _after(tokens, piece) in APART and all(i in said for i, token in enumerate(piece) if not token.mark)

    def _boundary(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a comma or conjunction stands before a word that asks."""
        return "<joint>" in self._symbols(tokens[i].text) and self._opens(tokens, i + 1)

    def _opens(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a question may start at a token: with a word that asks, or such a word after a preposition."""
        here, following = ({*self._symbols(t.text)} for t in (*tokens[i : i + 2], *NO_TOKENS)[:2])
        return "<opener>" in here or (bool(here & PREPOSITIONS) and "<opener>" in following)

    def either(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """Yes or no with something else offered after it: "in Canada too, or only in the United States?"."""
        mentions = self._clauses.links(tokens).mentions
        polar = any(m.symbol == "<polar>" and m.start == 0 for m in mentions)
        ends = [m.start for m in mentions if m.symbol == "<or>" and 1 < m.start < len(tokens) - 1]
        links = self._clauses.links(tokens)
        if not polar or not ends or len(links.tokens) != len(tokens):
            return None
        found = self._clauses.loosely(tokens[: ends[-1]], context)
        if found is None or not all(isinstance(value, bool) for value in found[0].values):
            return None
        answer, after = found
        yes = f"{self._bot.speaker.say('yes')}: "
        told = answer.replace(text=answer.text.removeprefix(yes)), after
        rest = tokens[ends[-1] + 1 :]
        return merge([told, self.lost(rest, after)]) if self.strange(rest) else told

    def asked_twice(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """A question with two words that ask side by side, as two: "when and where did the first office open"."""
        for i in range(1, min(len(tokens) - 2, MOST_ASKING)):
            if "<joint>" in self._symbols(tokens[i].text) and self._opens(tokens, 0) and self._opens(tokens, i + 1):
                mentions = self._clauses.links(tokens).mentions
                end = max((m.end for m in mentions if m.symbol in WH and m.start == i + 1), default=0)
                alone = any(m.symbol in WH and m.start == 0 and m.end == i for m in mentions)
                if alone and 0 < end < len(tokens) - 1:
                    return [[*tokens[:i], *tokens[end:]], list(tokens[i + 1 :])]
        return []

    # --- what a question takes for granted ------------------------------------------------------------------

    def granted(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """A question after what it takes for granted: "since Seoul was the first, which was the second?"."""
        if "," not in {token.text for token in tokens if token.mark}:
            return None
        mentions = self._clauses.links(tokens).mentions
        start = max((m.end for m in mentions if m.symbol == "<given>" and m.start == 0), default=0)
        comma = next((i for i, token in enumerate(tokens) if token.mark and token.text == ","), 0)
        if not 0 < start < comma < len(tokens) - 1:
            return None
        premise = self._clauses.answer(tokens[start:comma], context)
        if premise is None or premise[0].intent != "verify":
            return None
        rest = tokens[comma + 1 :]
        found = self._clauses.loosely(rest, premise[1])
        if premise[0].values == (True,):
            return found
        stands = found is not None and found[0].status == "answer" and self.plain(found)
        return merge([premise, found]) if stands and found is not None else premise

    # --- pieces -----------------------------------------------------------------------------------------

    def split(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """Parts at commas and conjunctions, each a question or a follow-up of the part before."""
        pieces = self._pieces(tokens)
        if not 1 < len(pieces) <= MOST_PARTS:
            return None
        answers: list[Found] = []
        said: list[list[Token]] = []
        passed: list[list[Token]] = []
        start, now = 0, context
        if self._introduces(tokens, pieces[0]) and self.asks(pieces[1]):
            start, now = 1, self.refocus(pieces[0], context)
        while start < len(pieces):
            lost = [piece for piece in passed if not self.personal(piece)]
            unnamed = any(self.strange(p) for p in lost) or (start > 0 and self._strange_head(tokens, pieces[0]))
            rows = [_between(tokens, pieces[start], piece) for piece in pieces[start : start + MOST_PIECES]]
            rows = rows[:-1] if len(rows) == len(pieces) else rows
            found, length = self._longest(rows, now, strict=bool(lost), unclear=unnamed)
            if found is not None and self._no_question(rows[length - 1], found, pieces, start, start + length):
                now = found[1] if start else now
            elif found is not None:
                answers.append(found)
                said.append(rows[length - 1])
                now = found[1]
            elif self.personal(pieces[start]) or not self._spare(tokens, pieces, start):
                passed.append(pieces[start])
                now = self.refocus(pieces[start], now)
            start += length
        lost = [piece for piece in passed if not self.personal(piece)]
        if not any(a.status == "answer" for a, _ in answers) or not self._stand(answers, said, lost):
            return None
        if any(self._speaks_of(piece, NAMING) for piece in passed) and any(_unnamed(found) for found in answers):
            return None
        if lost:
            answers.append(self.lost([t for piece in lost for t in piece], now))
        return merge(answers)

    def _pieces(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """Tokens between commas, dashes and conjunctions; a hyphen inside a word joins."""
        pieces: list[list[Token]] = [[]]
        for i, token in enumerate(tokens):
            symbols = self._symbols(token.text)
            joint = "<joint>" in symbols and not _inside(tokens, i)
            starts = "<opener>" in symbols and bool(pieces[-1])
            opens = starts and not self._describes(tokens, i) and not self._relative(pieces[-1])
            if pieces[-1] and (joint or opens):
                pieces.append([])
            if not joint:
                pieces[-1].append(token)
        return [piece for piece in pieces if any(not t.mark for t in piece)]

    def _relative(self, piece: Sequence[Token]) -> bool:
        """Whether a word that asks belongs to the noun before it: "the number of people who …"."""
        last = self._symbols(piece[-1].text)
        asks = any({"<opener>", "<polar>", "<list>", "<describe>"} & self._symbols(t.text) for t in piece)
        return bool(last & {"{kind}", "<general>"}) and not asks

    def _describes(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a word that asks may say more of a thing just named: "the states which", "the city in which"."""
        if "<that>" not in self._symbols(tokens[i].text):
            return False
        if i > 1 and any(
            m.symbol == "<that>" and m.end == m.start + 2 for m in self._clauses.links(tokens[i - 1 : i + 1]).mentions
        ):
            return True
        before = [t for t in tokens[:i] if not t.mark][-3:]
        if not before or before[-1].end < tokens[i].start - 1:
            return False
        mentions = self._clauses.links(before).mentions
        named = {m.end for m in mentions if m.symbol == "{name}"}
        return any(m.symbol == "{kind}" and m.end not in named and m.end >= len(before) - 1 for m in mentions)

    def _heads(self, tokens: Sequence[Token], piece: Sequence[Token]) -> bool:
        """Whether the first piece is a heading ("enquiry from a visitor:"): it asks nothing and names nothing."""
        symbols = {m.symbol for m in self._clauses.links(piece).mentions}
        return _after(tokens, piece) in HEADING and not symbols & (WH | NAMING)

    def _longest(
        self, rows: list[list[Token]], context: Context, *, strict: bool, unclear: bool
    ) -> tuple[Found | None, int]:
        """The longest row of pieces that makes one question, and how many pieces it has."""
        for length in range(len(rows), 0, -1):
            tokens = rows[length - 1]
            if unclear and self.points(tokens, *POINTING) and not self._names(tokens):
                continue
            found = self._clauses.loosely(tokens, context)
            if found is not None and not (strict and self._dependent(found)):
                return found, length
        return None, 1

    def _strange_head(self, tokens: Sequence[Token], piece: Sequence[Token]) -> bool:
        """Whether the first piece is but a word that nobody knows."""
        return len(piece) == 1 and self._heads(tokens, piece) and self.strange(piece)

    def _no_question(
        self, row: Sequence[Token], found: Found, pieces: Sequence[Sequence[Token]], start: int, stop: int
    ) -> bool:
        """Whether a piece is none of the questions: it orders what is said, or tells of the asker before they ask."""
        asking = any(self.asks(piece) for piece in pieces[stop:])
        if not start and self.asks(pieces[1]) and self._mere(row, found):
            return True
        return asking and self.personal(row) and found[0].intent in {"which", "bare", "describe", "bare-name"}

    def _mere(self, tokens: Sequence[Token], found: Found) -> bool:
        """Whether a piece only orders what is said: "then first, …"."""
        symbols = {m.symbol for m in self._clauses.links(tokens).mentions}
        return found[0].intent == "which" and not symbols & (NAMING | {"<one>", "{verb}"}) and not self.asks(tokens)

    def _stand(self, answers: list[Found], said: list[list[Token]], lost: list[list[Token]]) -> bool:
        """Whether answers stand beside what was not understood; beside a question only those to what asks or names."""
        if not lost:
            return True
        if any(not self.strange(piece) and not self.asks(piece) for piece in lost):
            return False
        plain = not any(self.asks(piece) for piece in lost) or all(self._asks_itself(p) or self._names(p) for p in said)
        return plain and self._explicit(answers)

    def _explicit(self, answers: list[Found]) -> bool:
        return not any(self._dependent(found) or found[0].intent == BARE for found in answers)

    def _dependent(self, found: Found) -> bool:
        """Whether an answer rests on too little to stand beside something that was not understood."""
        answer, context = found
        empty = answer.status == "answer" and not answer.values
        return (
            empty
            or answer.intent.startswith("meta:")
            or answer.intent in DEPENDENT
            or (context.query is not None and self._bot.soundness.says_little(context.query))
        )

    def points(self, tokens: Sequence[Token], *pronouns: str) -> bool:
        """Whether a pronoun stands for something that was spoken of."""
        return any(m.symbol in pronouns and not m.cost for m in self._clauses.links(tokens).mentions)

    def points_back(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence speaks of "it" and of nothing that this could stand for."""
        symbols = {m.symbol for m in self._clauses.links(tokens).mentions}
        return self.points(tokens, "<it>") and not symbols & NAMING

    def unclear(self, tokens: Sequence[Token], answer: Answer) -> bool:
        """Whether a sentence was not understood and speaks of something that nobody knows."""
        return answer.status == "unknown" and self.strange(tokens) and not self._names(tokens)

    def strange(self, tokens: Sequence[Token]) -> bool:
        """Whether there is a word that nobody knows."""
        return bool(self._clauses.links(tokens).unknown)

    def asks(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence asks."""
        marked = any(t.mark and t.text == "?" for t in tokens)
        mentions = self._clauses.links(tokens).mentions
        return marked or any(m.symbol in WH and (m.symbol not in ORDERS or m.start == 0) for m in mentions)

    def _asks_itself(self, tokens: Sequence[Token]) -> bool:
        """Whether a piece asks, whatever stands at the end of the sentence."""
        return self.asks([t for t in tokens if t.text != "?"]) or self._speaks_of(tokens, OPENING)

    def resumed(self, tokens: Sequence[Token], lost: Lost | None) -> Found | None:
        """The question before, which spoke of something that nobody knows, asked of what is named now."""
        if lost is None:
            return None
        mentions = self._clauses.links(tokens).mentions
        names = max((m for m in mentions if m.symbol == "{name}" and not m.cost), key=_length, default=None)
        said = {i for m in mentions if m.symbol in RESUMING and not m.cost for i in range(m.start, m.end)}
        if names is None or any(i not in said for i, token in enumerate(tokens) if not token.mark):
            return None
        again = [*lost.tokens[: lost.start], *tokens[names.start : names.end], *lost.tokens[lost.end :]]
        return self._clauses.loosely(again, lost.context)

    # --- what is no question ------------------------------------------------------------------------------

    def polite(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """Small talk with words in it that nobody could foresee, if it speaks of nothing that the pack knows."""
        mentions = self._clauses.links(tokens).mentions
        said = [str(m.meaning) for m in mentions if m.symbol == decide.CHAT and m.meaning in PASSING]
        return self._tell.chat(said[-1], context) if said and not {m.symbol for m in mentions} & SERIOUS else None

    def personal(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence speaks of the asker and asks nothing."""
        symbols = {m.symbol for m in self._clauses.links(tokens).mentions}
        return decide.PERSON in symbols and not self.asks(tokens)

    def tells(self, tokens: Sequence[Token], answer: Answer) -> bool:
        """Whether a sentence only tells something; it sets the scene for a question beside it."""
        return self.personal(tokens) or (answer.intent in STATED and not self.asks(tokens))

    def corrects(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence takes back what was said before it: "wait, I mean Sydney"."""
        return any(m.symbol == "<correction>" and m.start == 0 for m in self._clauses.links(tokens).mentions)

    def offers(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence only offers answers to the question before it: "the nineties or later?"."""
        mentions = self._clauses.links(tokens).mentions
        asking = any(m.symbol in ASKS and m.start == 0 for m in mentions)
        return not asking and any(m.symbol == "<or>" and m.start > 0 for m in mentions)

    def adds_nothing(self, tokens: Sequence[Token], found: Found) -> bool:
        """Whether one sentence of several only points back: "need it for a timeline"."""
        return found[0].intent == "bare-name" and not self._names(tokens) and not self.asks(tokens)

    def plain(self, found: Found) -> bool:
        """Whether an answer is one to a question that says for itself what it asks."""
        return found[0].status != "unknown" and not self._dependent(found)

    def _spare(self, tokens: Sequence[Token], pieces: Sequence[Sequence[Token]], i: int) -> bool:
        """Whether a piece says nothing of what is asked: of the asker alone, or a heading."""
        return self._droppable(pieces[i]) or (i == 0 and self._heads(tokens, pieces[0]))

    def _droppable(self, tokens: Sequence[Token]) -> bool:
        """Whether a piece speaks of the asker alone: somebody, and none of the pack's names."""
        symbols = {m.symbol for m in self._clauses.links(tokens).mentions}
        return decide.PERSON in symbols and "{name}" not in symbols

    def lost(self, tokens: Sequence[Token], context: Context) -> Found:
        """Says which words were not understood, or that the question was not."""
        links = self._clauses.links(tokens)
        before, context = context, self.refocus(tokens, context)
        unknown = [f"“{links.tokens[i].text}”" for i in sorted(links.unknown)]
        gap = sorted(links.unknown)
        if gap and gap[-1] - gap[0] == len(gap) - 1 and len(links.tokens) == len(tokens) and self.asks(tokens):
            context = context.replace(lost=Lost(tuple(tokens), gap[0], gap[-1] + 1, before))
        if unknown:
            return self._tell.decline("unknown-words", context, words=self._bot.speaker.joined(unknown[:5]))
        return self._tell.decline("unknown-frame", context)

    def refocus(self, tokens: Sequence[Token], context: Context) -> Context:
        """What was spoken of without being understood is in focus too; an unknown thing of a known kind clears it."""
        links = self._clauses.links(tokens)
        years = sorted({m.meaning for m in links.mentions if m.symbol == "{date}" and isinstance(m.meaning, int)})
        if years:
            composer, (first, last) = self._bot.composer, (years[0], years[-1])
            time = composer.within((first, last)) if first < last else composer.test("=", Constant(first))
            context = context.replace(time=time)
        names = named(links.replace(mentions=[m for m in links.mentions if m.how == "exact"]))
        if names:
            kind = names[-1].kind
            alike = tuple(dict.fromkeys(n for m in names if m.kind == kind for n in m.names))
            focus = names[-1].replace(names=alike)
            other = next((m for m in names if m.kind != kind), focus)
            return context.replace(focus=focus, asked=other, listed=focus if len(alike) > 1 else None)
        kind = next((str(m.meaning) for m in links.mentions if m.symbol == "{kind}"), "")
        if links.unknown and kind:
            return context.replace(focus=None, asked=None, listed=None, spoken=(), kind=kind)
        return context

    def _symbols(self, word: str) -> set[str]:
        """Symbols that a word has by itself."""
        return {symbol for symbol, _, _ in self._bot.pack.phrases(word)[0]}


def _length(mention: Mention) -> int:
    return mention.end - mention.start


def _filler(links: Links) -> bool:
    """Whether some tokens are words that say nothing: ", too,"."""
    passed = {i for start, ends in enumerate(links.skips) for end, _ in ends for i in range(start, end)}
    said = [i for i, token in enumerate(links.tokens) if not token.mark]
    return bool(said) and passed.issuperset(said) and not any(m.symbol in MEANING for m in links.mentions)


def _unnamed(found: Found) -> bool:
    """Whether an answer is to a question that names nothing, after something was named that it leaves out."""
    answer, context = found
    query = context.query
    if answer.status != "answer" or answer.intent == "topic" or query is None:
        return False
    return not any(isinstance(node, (Names, Constant)) for node in walk(query))


def _quotes(tokens: Sequence[Token], i: int) -> bool:
    """Whether a quotation starts at a token."""
    token = tokens[i]
    if not token.mark or token.text not in QUOTES or i + 1 == len(tokens) or tokens[i + 1].start > token.end:
        return False
    return i == 0 or tokens[i - 1].end < token.start or tokens[i - 1].mark


def _between(tokens: Sequence[Token], first: Sequence[Token], last: Sequence[Token]) -> list[Token]:
    """All tokens from the start of one piece to the end of another, with the conjunctions between them."""
    return [t for t in tokens if first[0].start <= t.start and t.end <= last[-1].end]


def _after(tokens: Sequence[Token], piece: Sequence[Token]) -> str:
    """The text of the token after a piece."""
    return next((t.text for t in tokens if t.start >= piece[-1].end), "")


def _inside(tokens: Sequence[Token], i: int) -> bool:
    """Whether a mark stands between two words without a space, as a hyphen does."""
    token = tokens[i]
    around = 0 < i < len(tokens) - 1 and tokens[i - 1].end == token.start and token.end == tokens[i + 1].start
    return token.text == "-" and around
