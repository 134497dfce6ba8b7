"""What a sentence says before it is understood: whether it asks, names or quotes, and where it may be taken apart.

Rule of this file: it looks at classes of words and at marks, and answers nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot import decide
from clairbot.asked import ORDERS, WH
from clairbot.mentions import skipped
from clairbot.text import STOPS, first_comma

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from clairbot.mentions import Links
    from clairbot.text import Token

MOST_ASKING = 5
"""Words before which the second of two words that ask must stand."""
HEADING = frozenset(":-–—>")
"""Marks after a heading."""
APART = HEADING | {","}
"""Marks after what only says what a question is about."""
QUOTES = frozenset("\"'“”„«»‘’`")
"""Marks around what somebody else says."""
BEFORE_ASIDE = 2
"""Words after which something put in between belongs to one clause: "what, then, is …"."""
FEWEST = 3
"""Words of a quotation that is more than a name."""
NOTHING: frozenset[str] = frozenset()
"""Symbols of what comes after the last token."""
PREPOSITIONS = frozenset({"<in>", "<of>", "<by>", "<from>", "<purposeof>"})
"""Symbols of words that may stand before a word that asks: "in what year"."""
FRONTED = frozenset({"<which>", "<who>", "<when>", "<where>", "<howmany>"})
"""Symbols of words that ask and may stand last: "the forum belongs to which office"."""
HEADED = frozenset({"{kind}", "{noun}"})
"""Symbols of what comes after them then."""
RELATING = frozenset({"<between>", "<before>", "<after>", "<since>", "<upto>", "<in>", "<of>", "<except>", "<leave>"})
"""Symbols of words that a condition may start with, which belongs to the question after it."""
INTRODUCING = frozenset({"<whatabout>", "<concerning>", "{name}", "{date}"})
"""Symbols of words that lead over to something, and of what that is."""
NAMED = frozenset({"{name}", "{date}"})
"""Symbols of names and years."""
NAMING = NAMED | {"{kind}"}
"""Symbols of words that name what is asked about."""
ORDERING = frozenset({"{ordinal}", "{most}", "{period}"})
"""Symbols of words that say which one is meant, or when."""
TOLD = NAMING | {"{number}"}
"""Symbols of what may be told of by the way."""
ASKS = WH | {"<polar>", "<whatabout>", "<correction>"}
"""Symbols of words that a question may start with."""
MEANING = frozenset({"{name}", "{kind}", "{date}", "{number}", "{noun}", "{most}", "{ordinal}", "<tag>", "{chat}"})
"""Symbols of words that say something even where they could be passed over."""
OPENING = frozenset({"<polar>", "<tag>", "{noun}"})
"""Symbols of words of a question that has no word which asks."""
PERSONS = frozenset({decide.PERSON, "<bystander>"})
"""Symbols of words for the asker, and for others who wonder."""
MERE = frozenset({
    "<suits>", "<correction>", "<which>", "<who>", "{kind}", "{number}", "<one>", "<in>", "<polar>", "<it>", "<they>",
    "<ofthe>",
})  # fmt: skip
"""Symbols of words of which a question consists that only asks which ones there are."""
RIDDLING = MERE | {"<riddle>", "<list>"}
"""The same for one that asks what was told of."""
DENYING = frozenset({"<contradict>"})
"""Symbols of words that say no to an answer."""
HOLLOW = frozenset({"<describe>", "<list>"})
"""Symbols of words that ask to be told, whatever it is."""
TAKEN_BACK = "<takenback>"
"""Symbol of words in the middle that take back the word before them."""
REPLACED = frozenset({"{name}", "{date}", "{number}", "{kind}", "{verb}"})
"""Symbols of words that are said anew after such words."""
CORRECTING = frozenset({"<correction>"})
"""Symbols of words that take back what was said."""
SERIOUS = (WH - {"<list>"}) | {"{name}", "{date}"}
"""Symbols of words that ask, or that the pack knows."""


class Sentences:
    """Sentences by the classes of their words."""

    def __init__(
        self,
        links: Callable[[Sequence[Token]], Links],
        symbols: Callable[[str], frozenset[str]],
    ) -> None:
        self._links = links
        self._symbols = symbols
        """Symbols that a word has by itself."""

    def asks(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence asks."""
        asking = self._links(tokens).of(WH)
        return any(m.symbol not in ORDERS or m.start == 0 for m in asking) or self.marked(tokens)

    def marked(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence ends with a question mark."""
        return any(t.mark and t.text == "?" for t in tokens)

    def polar(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence starts by asking for yes or no: "is the pizza good"."""
        return any(m.start == 0 and m.symbol == "<polar>" and not m.cost for m in self._links(tokens).mentions)

    def excludes(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence only tells to leave something out: "Leave out the Asian ones."."""
        mentions = self._links(tokens).mentions
        starts = any(m.symbol == "<except>" and not m.start and not m.cost for m in mentions)
        return starts and not self.asks(tokens) and self.speaks_of(tokens, NAMING | ORDERING)

    def opens(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence starts by asking."""
        return any(m.start == 0 and m.symbol in ASKS for m in self._links(tokens).mentions)

    def asks_itself(self, tokens: Sequence[Token]) -> bool:
        """Whether a piece asks, whatever stands at the end of the sentence."""
        if self.asks([t for t in tokens if t.text != "?"]):
            return True
        mentions = self._links(tokens).mentions
        kinds = {m.start for m in mentions if m.symbol == "{kind}"}
        opening = (m for m in mentions if m.symbol in OPENING and not (m.symbol == "<polar>" and m.start > 1))
        return any(not (m.symbol == "{noun}" and m.start in kinds) for m in opening)

    def says(self, tokens: Sequence[Token]) -> bool:
        """Whether some tokens ask something, or tell of something that the pack knows."""
        return self.speaks_of(tokens, SERIOUS)

    def names(self, tokens: Sequence[Token]) -> bool:
        """Whether a thing or a year is named."""
        return self.speaks_of(tokens, NAMED)

    def speaks_of(self, tokens: Sequence[Token], symbols: frozenset[str]) -> bool:
        """Whether a word of one of some classes is said."""
        return not symbols.isdisjoint(self._links(tokens).by)

    def points(self, tokens: Sequence[Token], *pronouns: str) -> bool:
        """Whether a pronoun stands for something that was spoken of."""
        return any(m.symbol in pronouns and not m.cost for m in self._links(tokens).mentions)

    def points_back(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence speaks of "it" and of nothing that this could stand for."""
        symbols = self._links(tokens).by.keys()
        return self.points(tokens, "<it>") and not symbols & NAMING

    def strange(self, tokens: Sequence[Token]) -> bool:
        """Whether there is a word that nobody knows."""
        return bool(self._links(tokens).unknown)

    def personal(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence speaks of the asker and asks nothing."""
        symbols = self._links(tokens).by.keys()
        return bool(symbols & PERSONS) and not self.asks(tokens)

    def wants(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence speaks of a property of something named: "I need the founding year of CLAIR"."""
        symbols = {m.symbol for m in self._links(tokens).mentions if not m.cost}
        return {"{noun}", "{name}", decide.PERSON} <= symbols

    def corrects(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence takes back what was said before it: "wait, I mean Sydney"."""
        return any(m.symbol == "<correction>" and m.start == 0 for m in self._links(tokens).mentions)

    def offers(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence only offers answers to the question before it: "the nineties or later?"."""
        mentions = self._links(tokens).mentions
        asking = any(m.symbol in ASKS and m.start == 0 for m in mentions)
        return not asking and any(m.symbol == "<or>" and m.start > 0 for m in mentions)

    def confirms(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence only asks if what was said is so: "Is that right?"."""
        mentions = self._links(tokens).mentions
        tags = {i for m in mentions if m.symbol in {"<tag>", "<general>"} for i in range(m.start, m.end)}
        whole = {i for i, token in enumerate(tokens) if not token.mark}
        asked = any(t.mark and t.text == "?" for t in tokens)
        return asked and whole <= tags and any(m.symbol == "<tag>" for m in mentions)

    def exclaims(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence is a mere exclamation: "lovely office!"."""
        return tokens[-1].text == "!" and not self.names(tokens) and not self.asks(tokens)

    def hollow(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence is one phrase that says nothing of what is asked: "Names only.", "Tell me:"."""
        links = self._links(tokens)
        last = links.last
        asking = (m.end for m in links.mentions if m.symbol in HOLLOW and not m.start and not m.cost)
        return last > 0 and (any(end >= last for end, _ in links.skips[0]) or last in asking)

    def turns(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence only leads over to something: "let us talk about JET instead"."""
        return any(m.symbol == "<turning>" and not m.cost for m in self._links(tokens).mentions)

    def merely_which(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence only asks which ones, of what was said beside it: "which offices?", "which two?"."""
        links = self._links(tokens)
        mentions = [m for m in links.mentions if not m.cost]
        taken = {i for m in mentions if m.symbol in CORRECTING for i in range(m.start, m.end)}
        symbols = {m.symbol for m in mentions if m.start not in taken or m.symbol in CORRECTING}
        if any(m.symbol == "<in>" and m.start > 1 for m in mentions):
            return False
        asking = symbols & {"<which>", "<who>"} and symbols & {"{kind}", "{number}", "<one>"}
        return (
            bool(asking)
            and not symbols & (NAMED | {"{most}", "{ordinal}", "{verb}"})
            and _only(links, MERE, skipped(links.skips))
        )

    def riddle(self, told: Sequence[Token], asking: Sequence[Token]) -> list[Token]:
        """What is told of something without its name, as a question; nothing if the next sentence asks more."""
        links, before = self._links(asking), self._links(told)
        if len(links.tokens) != len(asking) or len(before.tokens) != len(told):
            return []
        exact = [m for m in links.mentions if not m.cost]
        which = next((m.start for m in exact if m.symbol in {"<which>", "<who>", "<list>"}), -1)
        if which < 0 or not _only(links, RIDDLING):
            return []
        kind = next((asking[m.start : m.end] for m in exact if m.symbol == "{kind}"), [])
        start = max(
            (m.end for m in before.mentions if m.symbol == "<unnamed>" and m.start <= 1 and not m.cost), default=0
        )
        if not kind:
            kinds = (m for m in before.mentions if m.symbol == "{kind}" and start <= m.start <= start + 1)
            start = max((m.end for m in kinds), default=start)
            kind = told[start - 1 : start] if start else []
        if not start and self.personal(told):
            start, kind = self._relative_kind(before)
        rest = [t for i, t in enumerate(told[start:]) if not (i and self._resumes(told, start + i))]
        named = any(m.symbol == "{name}" for m in before.mentions)
        years = [] if named else [told[m.start] for m in before.mentions if m.symbol == "{date}" and not m.cost]
        said_kinds = (told[m.start : m.end] for m in before.mentions if m.symbol == "{kind}" and not m.cost)
        kind = kind or next(said_kinds, [])
        if not start and kind and years:
            return [asking[which], *kind, *years]
        return [asking[which], *kind, *(t for t in rest if t.text not in STOPS)] if start else []

    def _resumes(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a pronoun only goes on about the same: "it is in Asia and it holds a forum"."""
        return "<it>" in self._symbols(tokens[i].text) and "<joint>" in self._symbols(tokens[i - 1].text)

    def _relative_kind(self, links: Links) -> tuple[int, list[Token]]:
        """Where it starts what is said of a kind that somebody thinks of, and the kind: "of an office that …"."""
        kinds = {m.end: m for m in links.mentions if m.symbol == "{kind}" and not m.cost}
        that = next((m for m in links.mentions if m.symbol == "<that>" and m.start in kinds), None)
        if that is None:
            return 0, []
        kind = kinds[that.start]
        return that.end, list(links.tokens[kind.start : kind.end])

    # --- sentences of a message -----------------------------------------------------------------------

    def rejoined(self, sentences: list[list[Token]]) -> list[list[Token]]:
        """Sentences, with one that only asks if it is so ("Is that right?") or denies ("No.") put to its neighbour."""
        found: list[list[Token]] = []
        for sentence in sentences:
            if found and self.confirms(sentence):
                found[-1] = [*found[-1], *sentence]
            elif found and self.confirms(found[-1]) and not self.asks(sentence):
                found[-1] = [*(token for token in sentence if token.text not in STOPS), *found[-1]]
            elif found and (self._unfinished(found[-1]) or (self._denies(found[-1]) and self._claims(sentence))):
                found[-1] = [*(t for t in found[-1] if not t.mark), *sentence]
            else:
                found.append(sentence)
        return found

    def _claims(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence may say what is so instead, without naming of what: "1989."."""
        return not self.asks(tokens) and not self.speaks_of(tokens, frozenset({"{name}"}))

    def _unfinished(self, tokens: Sequence[Token]) -> bool:
        """Whether a full stop is that of an abbreviation which no sentence ends with: "Singapore vs. Paris"."""
        last = next((token for token in reversed(tokens) if not token.mark), None)
        return last is not None and "<unfinished>" in self._symbols(last.text)

    def _denies(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence only says no to what was answered."""
        return _only(self._links(tokens), DENYING)

    def unquoted(self, tokens: list[Token]) -> list[Token]:
        """What somebody else is quoted to say, with what is asked of it; what leads up to it is passed over."""
        start = next((i for i, token in enumerate(tokens) if token.mark and _quotes(tokens, i)), -1)
        if start < 0:
            return tokens
        ends = (j for j in range(len(tokens) - 1, start + 1, -1) if tokens[j].mark and tokens[j].text in QUOTES)
        stop = next((j for j in ends if tokens[j].start == tokens[j - 1].end), len(tokens))
        before, inner, after = tokens[:start], tokens[start + 1 : stop], tokens[stop + 1 :]
        led = not before or before[-1].mark or (stop < len(tokens) and inner[-1].text == "?")
        whole = led and sum(not t.mark for t in inner) >= FEWEST and self.says(inner)
        if not whole or self.names([*before, *after]):
            return tokens
        return [*inner, *(after if self.confirms(after) else ())]

    def mended(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """A sentence without what its speaker takes back and says anew: "when did Sydney, no, I mean Seoul open"."""
        links = self._links(tokens)
        words = {m.start: m.end for m in links.by.get(TAKEN_BACK, ()) if not m.cost}
        for start in words if len(links.tokens) == len(tokens) else ():
            before, after = _beyond_marks(tokens, start - 1, -1) + 1, start
            while after in words:
                after = _beyond_marks(tokens, words[after], 1)
            kinds = {m.start for m in links.by.get("{kind}", ()) if m.end == before}
            said = [m for m in links.mentions if m.symbol in REPLACED and m.end in {before, *kinds} and not m.cost]
            anew = {(m.symbol, m.start) for m in links.mentions if not m.cost}
            for old in said:
                repeated = tokens[old.start - 1].text if old.start else ""
                again = after + (after < len(tokens) and tokens[after].text == repeated)
                if (old.symbol, again) in anew:
                    return [*tokens[: old.start], *tokens[again:]]
        return tokens

    def plainly(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """A sentence without what is put in between commas of the asker alone: "which, may I ask, is the oldest?"."""
        if not any(token.mark and token.text in APART for token in tokens):
            return tokens
        pieces: list[list[Token]] = [[]]
        for i, token in enumerate(tokens):
            if token.mark and token.text in APART and not _inside(tokens, i):
                pieces.append([])
            pieces[-1].append(token)
        kept: list[Token] = []
        idle = False
        persons, telling = self.speaks_of(tokens, PERSONS), self._telling(tokens)
        for piece in filter(None, pieces) if len(pieces) > 1 else ():
            start = int(piece[0].mark and (not kept or (idle and len(kept) <= BEFORE_ASIDE)))
            idle = telling.isdisjoint(token.start for token in piece) and self._idle(piece)
            passed = idle or (persons and self._aside(piece)) or (piece is pieces[0] and self.heads(tokens, piece))
            kept += () if passed else piece[start:]
        if kept and pieces[0] and _after(tokens, pieces[0]) in HEADING and self._confirming(pieces[0]):
            kept = [*(token for token in kept if not token.mark), *pieces[0]]
        return kept if 0 < len(kept) < len(tokens) and self.asks(kept) else tokens

    def _telling(self, tokens: Sequence[Token]) -> set[int]:
        """Where words start that say something wherever a sentence is cut, if it takes nothing back."""
        links = self._links(tokens)
        if not CORRECTING.isdisjoint(links.by):
            return set()
        whole = (m for m in links.of(MEANING) if not any(t.mark for t in links.tokens[m.start : m.end]))
        return {links.tokens[m.start].start for m in whole}

    def _idle(self, piece: Sequence[Token]) -> bool:
        """Whether a piece says nothing at all: ", then,"."""
        links = self._links(piece)
        return _filler(links) or _only(links, CORRECTING)

    def _confirming(self, piece: Sequence[Token]) -> bool:
        """Whether a heading asks if what comes is so: "true or false:"; it is understood behind that."""
        links = self._links(piece)
        return _only(links, frozenset({"<tag>"})) and not _only(links, CORRECTING)

    def _aside(self, piece: Sequence[Token]) -> bool:
        """Whether a piece speaks of the asker, and neither asks nor names anything."""
        mentions = self._links(piece).mentions
        asking = any(m.symbol in WH and m.start <= 1 for m in mentions)
        symbols = {m.symbol for m in mentions}
        return not asking and bool(symbols & PERSONS) and not symbols & TOLD

    # --- questions side by side -----------------------------------------------------------------------

    def asked(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """Parts that each start with a word that asks; a heading before them is left out."""
        parts: list[list[Token]] = [[]]
        boundaries = self.boundaries(tokens)
        for i, token in enumerate(tokens) if boundaries else ():
            if parts[-1] and i in boundaries:
                parts.append([])
            else:
                parts[-1].append(token)
        if len(parts) < 2:  # noqa: PLR2004
            return [list(tokens)]
        parts = parts[1:] if self.heads(tokens, parts[0]) else parts
        opened = all(self._opens(part, 0) or "<reopener>" in self._symbols(part[0].text) for part in parts)
        return parts if opened else [list(tokens)]

    def asked_twice(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """A question with two words that ask side by side, as two: "when and where did the first office open"."""
        for i in self.boundaries(tokens) if self._opens(tokens, 0) else ():
            if 0 < i < min(len(tokens) - 2, MOST_ASKING):
                mentions = self._links(tokens).mentions
                end = max((m.end for m in mentions if m.symbol in WH and m.start == i + 1), default=0)
                alone = any(m.symbol in WH and m.start == 0 and m.end == i for m in mentions)
                if alone and 0 < end < len(tokens) - 1:
                    return [[*tokens[:i], *tokens[end:]], list(tokens[i + 1 :])]
        return []

    def bounded(self, tokens: Sequence[Token], boundaries: Sequence[int]) -> bool:
        """Whether a question starts in the middle, after something that names what it asks for."""
        ends = [i for i in boundaries if i]
        if not ends:
            return False
        mentions = self._links(tokens[: ends[-1]]).mentions
        relating = any(m.start == 0 and m.symbol in RELATING for m in mentions) or self._timed(tokens)
        return not relating and bool({m.symbol for m in mentions} & (WH | {"{noun}"}))

    def _timed(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence starts with a clause that says when, and asks nothing: "when Seoul opened, …"."""
        return "<atthat>" in self._at(tokens, 0) and "<polar>" not in self._at(tokens, 1)

    def boundaries(self, tokens: Sequence[Token]) -> list[int]:
        """Where a comma or conjunction stands before a word that asks."""
        joints = [i for i, token in enumerate(tokens) if "<joint>" in self._symbols(token.text)]
        return [i for i in joints if "<reopener>" in self._at(tokens, i + 1) or self._opens(tokens, i + 1)]

    def _opens(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a question may start at a token: with a word that asks, or such a word after a preposition."""
        here = self._at(tokens, i)
        return "<opener>" in here or (not here.isdisjoint(PREPOSITIONS) and "<opener>" in self._at(tokens, i + 1))

    def _at(self, tokens: Sequence[Token], i: int) -> frozenset[str]:
        """Symbols of the word at a position, which may lie after the last."""
        return self._symbols(tokens[i].text) if i < len(tokens) else NOTHING

    # --- pieces ---------------------------------------------------------------------------------------

    def pieces(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """Tokens between commas, dashes and conjunctions; a hyphen inside a word joins."""
        pieces: list[list[Token]] = [[]]
        for i, token in enumerate(tokens):
            symbols = self._symbols(token.text)
            joint = "<joint>" in symbols and not _inside(tokens, i)
            starts = "<opener>" in symbols and bool(pieces[-1])
            opens = starts and not self._describes(tokens, i) and not self._relative(pieces[-1])
            opens = opens or ("<selfstart>" in symbols and bool(pieces[-1]) and self._clausal(pieces[-1]))
            if pieces[-1] and (joint or opens):
                pieces.append([])
            if not joint:
                pieces[-1].append(token)
        return [piece for piece in pieces if any(not t.mark for t in piece)]

    def _clausal(self, piece: Sequence[Token]) -> bool:
        """Whether a question may have ended before a word for the asker: "what does it stand for i keep seeing it"."""
        before = self._symbols(piece[-1].text)
        return "<selflink>" not in before and any({"<opener>", "<list>"} & self._symbols(t.text) for t in piece)

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
            m.symbol == "<that>" and m.end == m.start + 2 for m in self._links(tokens[i - 1 : i + 1]).mentions
        ):
            return True
        before = [t for t in tokens[:i] if not t.mark][-3:]
        if not before or before[-1].end < tokens[i].start - 1:
            return False
        mentions = self._links(before).mentions
        named = {m.end for m in mentions if m.symbol == "{name}"}
        return any(m.symbol == "{kind}" and m.end not in named and m.end >= len(before) - 1 for m in mentions)

    def heads(self, tokens: Sequence[Token], piece: Sequence[Token]) -> bool:
        """Whether the first piece is a heading ("enquiry from a visitor:"): it asks nothing and names nothing."""
        return _after(tokens, piece) in HEADING and not self.speaks_of(piece, WH | NAMING | ORDERING)

    def dislocated(self, tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
        """What is said before the first comma, if it asks nothing and leads to no condition, and what after it."""
        comma = next((i for i, token in enumerate(tokens) if token.mark and token.text in APART), 0)
        if not comma:
            return (), tokens
        head = tokens[:comma]
        leads = any(m.start == 0 and m.symbol in RELATING for m in self._links(head).mentions)
        return ((), tokens) if leads or self.asks_itself(head) else (head, tokens[comma + 1 :])

    def leading(self, tokens: Sequence[Token]) -> int:
        """How many words only lead over to something: "as for", "for"."""
        leading = self._links(tokens).mentions
        ends = (m.end for m in leading if m.symbol in {"<concerning>", "<of>"} and not m.start and not m.cost)
        return max((end for end in ends if end < len(tokens)), default=0)

    def fronted(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """A sentence that ends with what it asks for, with that first, and with the prepositions before it too."""
        links = self._links(tokens)
        last = links.last
        if len(links.tokens) != len(tokens):
            return []
        named = {m.start for m in links.mentions if m.symbol in HEADED and m.end == last}
        asking = (m for m in links.mentions if m.symbol in FRONTED and not m.cost and m.start > 1)
        start = min((m.start for m in asking if m.end == last or m.end in named), default=0)
        first = start
        while first > 1 and PREPOSITIONS & self._symbols(tokens[first - 1].text):
            first -= 1
        starts = [i for i in dict.fromkeys((first, start)) if i > 1]
        return [[*tokens[i:last], *tokens[:i], *tokens[last:]] for i in starts]

    def moved(self, tokens: Sequence[Token]) -> list[list[Token]]:
        """A question with what stands before its first comma where it belongs: "of the offices, how many are old?"."""
        comma = next((i for i, token in enumerate(tokens) if token.mark and token.text in APART), 0)
        head, rest = tokens[:comma], [token for token in tokens[comma + 1 :] if not token.mark]
        starts = {m.symbol for m in self._links(head).mentions if not m.start} if head else set()
        compared = "{than}" in starts
        if not head or "<except>" in starts or self.asks(head) or not self.asks_itself(rest):
            return []
        if compared:
            return [[*rest, *head]]
        links = self._links(rest)
        asking = max((m.end for m in links.mentions if m.symbol in WH and not m.start and not m.cost), default=0)
        points = (m for m in links.mentions if m.symbol == "<it>" and not m.cost)
        rows = [[*rest[: m.start], *head, *rest[m.end :]] for m in points]
        if 0 < asking < len(rest):
            rows += [[*rest[:asking], *head, *rest[asking:]], [*rest, *head]]
        return rows if len(links.tokens) == len(rest) else []

    def postponed(self, tokens: Sequence[Token]) -> list[Token]:
        """A sentence that starts by saying when, with that last: "how many were there | when Seoul opened"."""
        comma = first_comma(tokens)
        if not comma:
            return []
        clause, rest = tokens[:comma], [t for t in tokens[comma + 1 :] if not t.mark]
        timed = len(clause) > 1 and self._timed(clause) and self.names(clause) and self.asks_itself(rest)
        return [*rest, *clause] if timed else []

    def subordinate(self, tokens: Sequence[Token], piece: Sequence[Token]) -> bool:
        """Whether a piece only says at which time something is, and belongs to what stands before it."""
        before = next((t for t in reversed(tokens) if t.end <= piece[0].start and t is not piece[0]), None)
        if before is None or before.mark or "<atthat>" not in self._symbols(piece[0].text):
            return False
        return "<joint>" not in self._symbols(before.text)

    def strange_head(self, tokens: Sequence[Token], piece: Sequence[Token]) -> bool:
        """Whether the first piece is but a word that nobody knows."""
        return len(piece) == 1 and self.heads(tokens, piece) and self.strange(piece)

    def introduces(self, tokens: Sequence[Token], piece: Sequence[Token]) -> bool:
        """Whether the first piece only says what is asked about: "and what about Beijing, when was that"."""
        mentions = [m for m in self._links(piece).mentions if m.symbol in INTRODUCING and m.how == "exact"]
        said = {i for m in mentions for i in range(m.start, m.end)}
        return _after(tokens, piece) in APART and all(i in said for i, token in enumerate(piece) if not token.mark)

    def spare(self, tokens: Sequence[Token], pieces: Sequence[Sequence[Token]], i: int) -> bool:
        """Whether a piece says nothing of what is asked: of the asker alone, or a heading."""
        return self._droppable(pieces[i]) or (i == 0 and self.heads(tokens, pieces[0]))

    def _droppable(self, tokens: Sequence[Token]) -> bool:
        """Whether a piece speaks of the asker alone: somebody, and none of the pack's names."""
        symbols = self._links(tokens).by.keys()
        return bool(symbols & PERSONS) and "{name}" not in symbols


def _beyond_marks(tokens: Sequence[Token], i: int, step: int) -> int:
    """The first position from one on, in one direction, that is none of a mark."""
    while 0 <= i < len(tokens) and tokens[i].mark:
        i += step
    return i


def _filler(links: Links) -> bool:
    """Whether some tokens are words that say nothing: ", too,"."""
    passed = skipped(links.skips)
    said = [i for i, token in enumerate(links.tokens) if not token.mark]
    return bool(said) and passed.issuperset(said) and not any(m.symbol in MEANING for m in links.mentions)


def _only(links: Links, symbols: frozenset[str], passed: Collection[int] = ()) -> bool:
    """Whether some tokens are words of some classes alone, but for those that are passed over."""
    said = {i for m in links.mentions if m.symbol in symbols and not m.cost for i in range(m.start, m.end)}
    words = [i for i, token in enumerate(links.tokens) if not token.mark]
    return bool(words) and said.issuperset(i for i in words if i not in passed)


def _quotes(tokens: Sequence[Token], i: int) -> bool:
    """Whether a quotation starts at a token."""
    token = tokens[i]
    if not token.mark or token.text not in QUOTES or i + 1 == len(tokens) or tokens[i + 1].start > token.end:
        return False
    return i == 0 or tokens[i - 1].end < token.start or tokens[i - 1].mark


def _after(tokens: Sequence[Token], piece: Sequence[Token]) -> str:
    """The text of the token after a piece."""
    return next((t.text for t in tokens if t.start >= piece[-1].end), "")


def _inside(tokens: Sequence[Token], i: int) -> bool:
    """Whether a mark stands between two words without a space, as a hyphen does."""
    token = tokens[i]
    around = 0 < i < len(tokens) - 1 and tokens[i - 1].end == token.start and token.end == tokens[i + 1].start
    return token.text == "-" and around
