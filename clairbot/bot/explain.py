"""How a question was understood, written out for the trace.

Rule of this file: it is for people who ask why, so it says what each stretch of words stands for and how it
was found, and which rule made a reading; nothing here is read again by any stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.meaning import Verb
from clairbot.query import Names
from clairbot.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clairbot.decide import Reading
    from clairbot.match import Chart
    from clairbot.mentions import Links, Mention

MOST = 5
"""Readings that are written out: the cheapest, and those that come next."""
FOUND_LATE = frozenset({"context", "ambiguous", "described"})
"""How something is found that no word names by itself."""


def linked(links: Links) -> str:
    """Each stretch of words with what it may stand for, what means something first, and how that was found."""
    stretches: dict[tuple[int, int], dict[str, None]] = {}
    for mention in sorted(links.mentions, key=lambda m: (m.start, m.end, m.meaning is None, m.cost)):
        words = _words(links, mention.start, mention.end)
        if mention.symbol != words:  # a word of some rule, which stands for nothing by itself
            stretches.setdefault((mention.start, mention.end), {})[_shown(mention, words)] = None
    return "\n".join(f"{_words(links, *at)} → {'; '.join(senses)}" for at, senses in stretches.items())


def _words(links: Links, start: int, end: int) -> str:
    return " ".join(token.text for token in links.tokens[start:end])


def _shown(mention: Mention, words: str) -> str:
    """What a mention stands for, and how it was found."""
    meaning, symbol = mention.meaning, mention.symbol
    if meaning is None:
        return symbol
    if isinstance(meaning, Names):
        shown = f"{', '.join(meaning.names)}: {symbol.strip('{}')} of {meaning.kind}"
    elif isinstance(meaning, Verb):
        shown = f"{meaning.property or meaning.dimension}: {symbol.strip('{}')}"
    else:
        shown = f"{meaning}: {symbol.strip('{}')}"
    return f"{shown}, {_how(mention, words)}"


def _how(mention: Mention, words: str) -> str:
    """How a mention was found: `exact`, `alias`, `fuzzy` with how alike the words are (of 1), or from the context."""
    if mention.how in FOUND_LATE:
        return mention.how
    if mention.how == "fuzzy":
        return f"fuzzy {max(0.0, 1 - mention.cost):.2f}"
    called = mention.meaning.names if isinstance(mention.meaning, Names) else ()
    return "alias" if called and words not in map(fold, called) else "exact"


def weighed(readings: Sequence[Reading], chart: Chart) -> str:
    """The cheapest readings: cost, intent, query, and the rule that makes it."""
    return "\n".join(
        f"{reading.cost:.2f} {reading.intent}: {reading.query}\n     {_rule(reading, chart)}".rstrip()
        for reading in readings[:MOST]
    )


def _rule(reading: Reading, chart: Chart) -> str:
    meaning = reading.query if reading.fragment is None else reading.fragment
    rule = chart.rule(f"{{?{reading.intent}}}", meaning)
    return f"by {rule.text} ({rule.where})" if rule is not None else ""
