"""Mentions: stretches of tokens with one reading each, and all of them of a row.

Rule of this file: plain values and what can be read off them; nothing is linked or weighed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from clairbot.record import Record, made, once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clairbot.text import Token

NAME, NAMED = "{name}", 0.3
"""Symbol of names; what a word of a class costs more that is a name too."""
FILLER = "<filler>"
"""Symbol of words that may be passed over."""
KIND, ONE, SEVERAL = "{kind}", "{one}", "{several}"
"""Symbols of a word for a kind, and of one for a single thing of it and for several."""
THING = 0.5
"""Cost of passing over a word for a kind of thing."""
VERB = "{verb}"
"""Symbol of a word for what something does."""
Sense = tuple[str, object, float]
"""The symbol, the meaning, the cost."""
TAKING_PLACE = "<takeplace>"
"""Symbol of the verb that has a word for a place in it, and means none."""
PHRASES = ("{verb}", "{noun}", TAKING_PLACE)
"""Symbols of phrases in which a word for a kind means none."""
WORDINGS = frozenset({"{verb}", "{noun}"})
"""Symbols of words that are no names; a word written as a name is one only as it stands."""
Found: TypeAlias = "tuple[list[Token], list[Mention]]"
"""Tokens, and what each stretch of them may be."""


BySymbol: TypeAlias = "dict[str, list[Mention]]"
"""Mentions by symbol; none of a symbol that there is no mention of."""


class Mention(Record):
    """A stretch of tokens with one reading."""

    start: int
    """First token."""
    end: int
    """Token after the last."""
    symbol: str
    """Slot or word class of the grammar, such as `{name}` or `<before>`."""
    meaning: object
    """What it denotes: a query node, a value, or nothing for a plain word."""
    cost: float
    """0 for what is written as the lexicon has it; about 1 for each edit."""
    how: str = "exact"
    """`exact`, `joined`, `fuzzy` or `context`."""


class Links(Record):
    """All that the lexicon knows about a row of tokens."""

    tokens: list[Token]
    """The tokens; a run-together word has been taken apart."""
    mentions: list[Mention]
    """All readings."""
    skips: list[list[tuple[int, float]]]
    """For each token, where passing over filler that starts there leads to, and its cost."""
    unknown: frozenset[int]
    """Tokens that nothing reads."""
    wrapped: frozenset[int] = frozenset()
    """Tokens after which a question starts, or after which it has ended, if they are passed over."""
    acts: frozenset[int] = frozenset()
    """Tokens that may be filler, but say what something does where they stand."""

    @once
    def by(self) -> BySymbol:
        """The mentions by symbol."""
        return by_symbol(self.mentions)

    @once
    def last(self) -> int:
        """Where the last word ends."""
        return max([i + 1 for i, token in enumerate(self.tokens) if not token.mark], default=0)

    def adding(self, mentions: Sequence[Mention]) -> Links:
        """The same with more mentions."""
        return self.replace(mentions=[*self.mentions, *mentions]) if mentions else self

    def of(self, symbols: Iterable[str]) -> Iterator[Mention]:
        """The mentions of some symbols, symbol by symbol."""
        by = self.by
        return (mention for symbol in symbols if symbol in by for mention in by[symbol])


def by_symbol(mentions: Iterable[Mention]) -> BySymbol:
    """Mentions by symbol: who asks for one symbol of a few does not look at all mentions."""
    found: BySymbol = {}
    for mention in mentions:
        symbol = mention.symbol
        if symbol in found:
            found[symbol].append(mention)
        else:
            found[symbol] = [mention]
    return found


def part(found: Found, tokens: Sequence[Token]) -> Found | None:
    """What was found of some tokens inside a row that they are part of; None if they are not."""
    row, mentions = found
    start = row.index(tokens[0]) if tokens and tokens[0] in row else len(row)
    end = start + len(tokens)
    if row[start:end] != [*tokens]:
        return None
    inside = [m for m in mentions if start <= m.start and m.end <= end]
    apart = any(m.symbol == VERB and m.how == "joined" for m in inside)
    kept = (m for m in inside if apart or m.symbol != FILLER or m.how != "joined")
    if not start:
        return row[:end], [*kept]
    return row[start:end], [made(Mention, m.start - start, m.end - start, *m[3:]) for m in kept]


def kinds_named(by: BySymbol) -> list[Mention]:
    """Words for kinds; "place" is none in "take place"."""
    kinds = by.get(KIND, [])
    wordings = [m for symbol in PHRASES for m in by.get(symbol, ()) if m.end - m.start > 1] if kinds else ()
    within = {i for m in wordings for i in range(m.start, m.end)}
    return [m for m in kinds if m.end - m.start > 1 or m.start not in within] if within else kinds


def skipped(skips: list[list[tuple[int, float]]]) -> set[int]:
    """Tokens that may be passed over; `skips` as in `Links`."""
    return {i for start, ends in enumerate(skips) for end, _ in ends for i in range(start, end)}
