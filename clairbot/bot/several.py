"""Several questions in one sentence: found at commas and conjunctions, each answered in its turn.

Rule of this file: what is left over must be a question of its own or say nothing; a condition that was
not understood is never dropped from the question that it belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot import decide
from clairbot.bot.clause import named
from clairbot.bot.sentences import NAMING, SERIOUS
from clairbot.bot.tell import SOURCES, merge
from clairbot.mentions import skipped
from clairbot.query import SETS, All, Constant, Count, Equals, Exists, Gap, Names, Of, Rank, walk
from clairbot.session import Lost
from clairbot.text import first_comma
from clairbot.weights import EDGE, PASSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clairbot.bot.clause import Clauses
    from clairbot.bot.engine import Bot
    from clairbot.bot.sentences import Sentences
    from clairbot.bot.tell import Found, Teller
    from clairbot.mentions import Links, Mention
    from clairbot.session import Context
    from clairbot.text import Token
    from clairbot.values import Answer

MOST_PIECES = 6
"""Pieces of a sentence that may make one question together."""
MOST_PARTS = 16
"""Pieces that a sentence is split into, at most; what has more is no row of questions."""
DEPENDENT = decide.DESCRIBING | {"followup", "topic", "common", "differ"}
"""Intents of questions that say too little to be answered beside something that was not understood."""
STATED = frozenset({"verify", "topic"})
"""Intents of sentences that may only tell what is so."""
LONG = 3
"""Words of a remark that is no word by chance."""
CLAIMS = frozenset({"<says>", "<contradict>"})
"""Symbols of words after which somebody claims something else than what was answered."""
OTHERS = frozenset({"<other>"})
"""Symbols of words for the others of a kind."""
BARE = "bare"
"""Intent of a mere condition, which is no answer either beside something that was not understood."""
RESUMING = frozenset({"<whatabout>", "<correction>", "{name}", "<one>"})
"""Symbols of words of a sentence that only names something else."""
IT = frozenset({"<it>"})
"""Symbols of the pronoun for one thing."""
NAMES = frozenset({"{name}"})
"""Symbols of names."""
POINTING = ("<it>", "<them>")
"""Symbols of pronouns."""


class _Taken:
    """What was made of the pieces of a sentence so far."""

    def __init__(self, context: Context) -> None:
        self.answers: list[Found] = []
        self.said: list[list[Token]] = []
        """Pieces that were understood."""
        self.passed: list[list[Token]] = []
        """Pieces that were not."""
        self.now = context
        """What is remembered after them."""
        self.asked: frozenset[str] = frozenset()
        """Kinds of which it is only asked which ones are meant."""


class Parts:
    """Answers the questions of a sentence, each in its turn."""

    def __init__(self, bot: Bot, teller: Teller, clauses: Clauses, said: Sentences) -> None:
        self._bot = bot
        self._tell = teller
        self._clauses = clauses
        self._said = said

    def joined(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """Questions joined by a comma or conjunction, if each asks for itself and each is understood."""
        parts = self._said.asked_twice(tokens) or self._said.asked(tokens)
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
        if not self._said.asked_twice(tokens):
            return None
        found = [self._clauses.loosely(part, context) or self.lost(part, context) for part in parts]
        back = next((answer for answer in found if answer[0].status == "clarify"), None)
        return back or (merge(found) if any(answer.status == "answer" for answer, _ in found) else None)

    def sourced(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """Where it stands what is said after the words that ask for it: "which paragraph says that JET is large?"."""
        asking = [m for m in self._clauses.links(tokens).by.get("<sourceof>", ()) if not m.cost]
        if not asking:
            return None
        start = int("<joint>" in self._clauses.links(tokens[:1]).by)
        ends = [m.end for m in asking if m.start in {0, start}]
        found = self._clauses.loosely(tokens[max(ends) :], context) if ends and max(ends) < len(tokens) else None
        if found is None or found[0].status != "answer" or not found[0].values or disputed(found[0]):
            return None
        if any(value is False for value in found[0].values):
            return found
        return self._tell.chat(SOURCES, found[1])

    def either(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """Yes or no with something else offered after it: "in Canada too, or only in the United States?"."""
        links = self._clauses.links(tokens)
        polar = any(m.symbol == "<polar>" and m.start == 0 for m in links.mentions)
        ends = [m.start for m in links.mentions if m.symbol == "<or>" and 1 < m.start < len(tokens) - 1]
        if not polar or not ends or len(links.tokens) != len(tokens):
            return None
        found = self._clauses.loosely(tokens[: ends[-1]], context)
        if found is None or not all(isinstance(value, bool) for value in found[0].values):
            return None
        answer, after = found
        told = answer.replace(text=self._bot.speaker.unaffirmed(answer.text)), after
        rest = tokens[ends[-1] + 1 :]
        return merge([told, self.lost(rest, after)]) if self._said.strange(rest) else told

    def granted(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """A question after what it takes for granted: "since Seoul was the first, which was the second?"."""
        if "," not in {token.text for token in tokens if token.mark}:
            return None
        mentions = self._clauses.links(tokens).mentions
        start = max((m.end for m in mentions if m.symbol == "<given>" and m.start == 0), default=0)
        comma = first_comma(tokens)
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

    def fronted(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """A question whose last words ask, with those first: "the forum belongs to which office?"."""
        found = (self._clauses.answer(row, context) for row in self._said.fronted(tokens))
        return next((answer for answer in found if answer is not None), None)

    def moved(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """A question of something that is said before it: "the fifth to open: which was it?"."""
        found = (self._clauses.loosely(row, context) for row in self._said.moved(tokens))
        return next((answer for answer in found if answer is not None and answer[0].status == "answer"), None)

    def postponed(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """A question after a clause that says when: "when Seoul opened, how many offices were there?"."""
        row = self._said.postponed(tokens)
        return self._clauses.loosely(row, context) if row else None

    def introduced(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """A question about what is said before it, at a comma: "and the other one, when did it open?"."""
        head, rest = self._said.dislocated(tokens)
        if (
            not head
            or self._said.introduces(tokens, head)
            or not self._said.asks_itself(rest)
            or not self._said.points(rest, *POINTING)
        ):
            return None
        head = head[self._said.leading(head) :]
        one = self._clauses.pointed_at(head, context)
        if one is not None:
            return self._clauses.loosely(rest, context.replace(focus=one, asked=one, beside=None))
        meant = self._clauses.answer(head, context)
        if meant is None or meant[0].status != "answer" or meant[1].focus is None:
            return None
        if self._said.merely_which(rest):
            return meant if isinstance(meant[1].query, Rank) else None
        found = self._clauses.loosely(rest, meant[1])
        if found is not None and found[0].status == "answer":
            return found
        return self.lost(rest, meant[1]) if self._said.speaks_of(head, OTHERS) else None

    def split(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """Parts at commas and conjunctions, each a question or a follow-up of the part before."""
        pieces = self._said.pieces(tokens)
        if not 1 < len(pieces) <= MOST_PARTS:
            return None
        start, taken = 0, _Taken(context)
        if self._said.introduces(tokens, pieces[0]) and self._said.asks(pieces[1]):
            start, taken.now = 1, self.refocus(pieces[0], context)
        while start < len(pieces):
            start += self._take(tokens, pieces, start, taken)
        return self._gathered(tokens, taken)

    def _take(self, tokens: Sequence[Token], pieces: list[list[Token]], start: int, taken: _Taken) -> int:
        """Understands as many pieces as make one question, or passes one over; how many pieces that is."""
        said, piece = self._said, pieces[start]
        lost = self._lost(taken)
        unnamed = any(said.strange(p) for p in lost) or (start > 0 and said.strange_head(tokens, pieces[0]))
        rows = [_between(tokens, piece, last) for last in pieces[start : start + MOST_PIECES]]
        rows = rows[:-1] if len(rows) == len(pieces) else rows
        found, length = self._longest(rows, taken.now, strict=bool(lost), unclear=unnamed)
        query = found[1].query if found is not None else None
        if isinstance(query, All) and start and self._said.merely_which(rows[length - 1]):
            taken.asked = self._bot.composer.kinds(query)
        elif found is not None and self._no_question(rows[length - 1], found, pieces, start, start + length):
            taken.now = found[1] if start else taken.now
        elif found is not None:
            taken.answers.append(found)
            taken.said.append(rows[length - 1])
            taken.now = found[1]
        elif said.personal(piece) or not said.spare(tokens, pieces, start):
            taken.passed.append(piece)
            taken.now = self.refocus(piece, taken.now)
        return length

    def _gathered(self, tokens: Sequence[Token], taken: _Taken) -> Found | None:
        """One answer of all pieces, if what was not understood takes nothing from what was."""
        answers, lost = taken.answers, self._lost(taken)
        said = list(zip(answers, taken.said, strict=True))
        if any(a.intent in decide.DESCRIBING and self._said.polar(piece) for (a, _), piece in said):
            return None
        if answers and all(
            a.intent.startswith("meta:") or (a.status == "chat" and self._said.asks_itself(p)) for (a, _), p in said
        ):
            return None if any(self._said.asks(p) or self._said.speaks_of(p, NAMING) for p in lost) else answers[-1]
        if not any(a.status == "answer" for a, _ in answers) or not self._stand(tokens, taken, lost):
            return None
        if taken.asked and not self._listed(answers[-1], taken.asked):
            return None
        named = any(self._said.speaks_of(piece, NAMING) for piece in taken.passed)
        told = any(answer.intent in decide.DESCRIBING for answer, _ in answers)
        if (named and any(map(_unnamed, answers))) or (told and any(map(self.vague, answers))):
            return None
        if lost:
            answers.append(self.lost([t for piece in lost for t in piece], taken.now))
        return merge(answers)

    def _listed(self, found: Found, kinds: frozenset[str]) -> bool:
        """Whether an answer gives or counts things of one of some kinds."""
        query = found[1].query
        if isinstance(query, Equals) and isinstance(query.first, Count):
            query = query.first
        source = query.source if isinstance(query, (Count, Exists)) else query
        return isinstance(source, SETS) and bool(self._bot.composer.kinds(source) & kinds)

    def _lost(self, taken: _Taken) -> list[list[Token]]:
        """Pieces that were not understood, and do not only tell of the asker."""
        return [piece for piece in taken.passed if not self._said.personal(piece) or self._said.wants(piece)]

    def _longest(
        self, rows: list[list[Token]], context: Context, *, strict: bool, unclear: bool
    ) -> tuple[Found | None, int]:
        """The longest row of pieces that makes one question, and how many pieces it has."""
        for length in range(len(rows), 0, -1):
            tokens = rows[length - 1]
            if length > 1 and len(self._said.asked(tokens)) > 1:
                continue
            if unclear and self._said.points(tokens, *POINTING) and not self._said.speaks_of(tokens, NAMES):
                continue
            found = self._clauses.loosely(tokens, context)
            if found is not None and not (strict and self._dependent(found)):
                return found, length
        return None, 1

    def _no_question(
        self, row: Sequence[Token], found: Found, pieces: Sequence[Sequence[Token]], start: int, stop: int
    ) -> bool:
        """Whether a piece is none of the questions: it orders what is said, or tells of the asker before they ask."""
        asking = any(self._said.asks(piece) for piece in pieces[stop:])
        query = found[1].query
        if asking and isinstance(query, Gap) and not any(isinstance(n, Of) for n in walk(query)):
            return not self._said.asks_itself(row)
        if not start and self._said.asks(pieces[1]) and self._mere(row, found):
            return True
        return asking and self._said.personal(row) and found[0].intent in {"which", BARE} | decide.DESCRIBING

    def _mere(self, tokens: Sequence[Token], found: Found) -> bool:
        """Whether a piece only orders what is said: "then first, …", "in order of age, …"."""
        symbols = self._clauses.links(tokens).by.keys()
        orders = found[0].intent == "which" or isinstance(found[1].query, Rank)
        return orders and not symbols & (NAMING | {"<one>", "{verb}"}) and not self._said.asks(tokens)

    def _stand(self, tokens: Sequence[Token], taken: _Taken, lost: list[list[Token]]) -> bool:
        """Whether answers stand beside what was not understood; beside a question only those to what asks or names."""
        answers, said = taken.answers, taken.said
        if not lost:
            return True
        if any(not self._said.strange(piece) and not self._said.asks(piece) for piece in lost):
            return False
        if any(self._said.asks(piece) for piece in lost):
            stands = (self._said.asks_itself(p) or (self._said.names(p) and not self._said.personal(p)) for p in said)
            if not all(stands) or any(self._said.subordinate(tokens, piece) for piece in said):
                return False
        apart = all(self._said.asks_itself(piece) for piece in lost)
        asked = (apart and self._said.asks_itself(piece) for piece in said)
        return self._explicit([f for f, asks in zip(answers, asked, strict=True) if f[0].intent != "topic" or not asks])

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

    def unclear(self, tokens: Sequence[Token], answer: Answer) -> bool:
        """Whether a sentence was not understood and speaks of something that nobody knows."""
        return answer.status == "unknown" and self._said.strange(tokens) and not self._said.names(tokens)

    def resumed(self, tokens: Sequence[Token], lost: Lost | None) -> Found | None:
        """The question before, which spoke of something that nobody knows, asked of what is named now."""
        if lost is None:
            return None
        links = self._clauses.links(tokens)
        mentions, passed = links.mentions, skipped(links.skips)
        names = max((m for m in mentions if m.symbol == "{name}" and not m.cost), key=_length, default=None)
        said = {i for m in mentions if m.symbol in RESUMING and not m.cost for i in range(m.start, m.end)}
        left = (i for i, token in enumerate(tokens) if not token.mark and i not in said)
        if names is None or any(i not in passed for i in left):
            return None
        end = max(m.end for m in mentions if m is names or (m.symbol == "<one>" and m.start == names.end))
        again = [*lost.tokens[: lost.start], *tokens[names.start : end], *lost.tokens[lost.end :]]
        return self._clauses.loosely(again, lost.context)

    def polite(self, tokens: Sequence[Token], context: Context) -> Found | None:
        """Small talk with words in it that nobody could foresee, if it speaks of nothing that the pack knows."""
        mentions = self._clauses.links(tokens).mentions
        last = len(tokens) - EDGE
        said = [str(m.meaning) for m in mentions if m.symbol == decide.CHAT and _remarks(m, last)]
        return self._tell.chat(said[-1], context) if said and not {m.symbol for m in mentions} & SERIOUS else None

    def tells(self, tokens: Sequence[Token], answer: Answer) -> bool:
        """Whether a sentence only tells something; it sets the scene for a question beside it."""
        if answer.intent == "followup" and self._said.speaks_of(tokens, CLAIMS):
            return False
        return self._said.personal(tokens) or (answer.intent in STATED and not self._said.asks(tokens))

    @staticmethod
    def vague(found: Found) -> bool:
        """Whether an answer gives all of a kind."""
        return isinstance(found[1].query, All)

    def adds_nothing(self, tokens: Sequence[Token], found: Found) -> bool:
        """Whether one sentence of several only points back: "need it for a timeline"."""
        return found[0].intent == "bare-name" and not self._said.names(tokens) and not self._said.asks(tokens)

    def plain(self, found: Found, *, texts: bool = False) -> bool:
        """Whether an answer is one to a question that says for itself what it asks; a text fact only with `texts`."""
        told = texts and found[0].intent == "topic"
        return found[0].status != "unknown" and (told or not self._dependent(found))

    def lost(self, tokens: Sequence[Token], context: Context) -> Found:
        """Says which words were not understood, or that the question was not."""
        links = self._clauses.links(tokens)
        before, context = context, self._also(tokens, context)
        unknown = [f"“{links.tokens[i].text}”" for i in sorted(links.unknown)]
        gap = _pointed_at(links, IT) or sorted(links.unknown) or _pointed_at(links, NAMES)
        if gap and gap[-1] - gap[0] == len(gap) - 1 and len(links.tokens) == len(tokens) and self._said.asks(tokens):
            context = context.replace(lost=Lost(tuple(tokens), gap[0], gap[-1] + 1, before))
        if unknown:
            return self._tell.decline("unknown-words", context, words=self._bot.speaker.joined(unknown[:5]))
        return self._tell.decline("unknown-frame", context)

    def _also(self, tokens: Sequence[Token], context: Context) -> Context:
        """The same after words that were not understood; what was spoken of before them may still be meant."""
        now, before = self.refocus(tokens, context), context.focus
        new = now.focus is not None and now.asked is now.focus and before is not None and before.kind != now.focus.kind
        return now.replace(asked=before) if new and not self._said.asks_itself(tokens) else now

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
            listed = focus if len(alike) > 1 else None
            return context.replace(focus=focus, asked=other, listed=listed, beside=None)
        kind = next((str(m.meaning) for m in links.mentions if m.symbol == "{kind}"), "")
        turns = self._said.turns(tokens)
        again = next((n for n in reversed(context.spoken) if turns and n.kind == kind), None)
        if again is not None:
            return context.replace(focus=again, asked=again, listed=None, beside=None)
        if links.unknown and kind and not self._said.personal(tokens) and not self._said.points(tokens, *POINTING):
            return context.replace(focus=None, asked=None, listed=None, spoken=(), kind=kind)
        return context


def _remarks(mention: Mention, last: int) -> bool:
    """Whether small talk may stand among words that nobody could foresee: "sorry, the dog barked, say that again"."""
    meta = str(mention.meaning).startswith("meta:") and not mention.cost
    if meta and (mention.end - mention.start >= LONG or not mention.start):
        return True
    return mention.meaning in PASSING and (mention.start < EDGE or mention.end > last)


def _pointed_at(links: Links, symbols: frozenset[str]) -> list[int]:
    """The tokens of the only thing that a clause speaks of so: "it" in "how often does it meet"."""
    spans = [range(m.start, m.end) for m in links.mentions if m.symbol in symbols and not m.cost]
    longest = max(spans, key=len, default=range(0))
    return list(longest) if all(s.start in longest for s in spans) else []


def disputed(answer: Answer) -> bool:
    """Whether the facts of an answer say different things of one."""
    said = {(fact.subject, fact.property): fact.value for fact in answer.facts if isinstance(fact.value, int)}
    return any(said.get((fact.subject, fact.property), fact.value) != fact.value for fact in answer.facts)


def _unnamed(found: Found) -> bool:
    """Whether an answer is to a question that names nothing, after something was named that it leaves out."""
    answer, context = found
    query = context.query
    if answer.status != "answer" or answer.intent == "topic" or query is None:
        return False
    return not any(isinstance(node, (Names, Constant)) for node in walk(query))


def _between(tokens: Sequence[Token], first: Sequence[Token], last: Sequence[Token]) -> list[Token]:
    """All tokens from the start of one piece to the end of another, with the conjunctions between them."""
    return [t for t in tokens if first[0].start <= t.start and t.end <= last[-1].end]


def _length(mention: Mention) -> int:
    return mention.end - mention.start
