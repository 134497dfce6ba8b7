"""Picking: what was asked back is answered with the number, or the name, of one of the choices.

Rule of this file: nobody is held to the choices; whatever is neither a number of theirs nor one of their
names is a question like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.bot.tell import Teller, reply_of
from clairbot.query import Names, walk
from clairbot.session import Understood
from clairbot.store.evaluate import run
from clairbot.text import tokenize

if TYPE_CHECKING:
    from clairbot.bot.engine import Bot
    from clairbot.bot.tell import Found
    from clairbot.mentions import Links, Mention
    from clairbot.query import Query
    from clairbot.session import Context

NUMBERS = frozenset({"{number}", "{ordinal}"})
"""Symbols of what a choice may be picked by, besides its name."""
BESIDE = frozenset({"<one>", "<number>", "<ask>"})
"""Symbols of words that may stand beside it: "the second one", "number 2"."""
KIND = "{kind}"
"""Symbol of a word for a kind, of which only one choice may be."""
INTENT = "choice"
"""Intent of a choice that was picked."""


def pick(bot: Bot, question: str, context: Context, *, trace: bool) -> Found | None:
    """The answer to the choice that is picked, or None if none is."""
    if not context.choices:
        return None
    links = bot.lexicon.link(tokenize(question, bot.language.contractions))
    index = next((i for m in links.mentions if (i := _index(m, context)) and _alone(m, links)), 0)
    index = index or _described(bot, links, context)
    if not index:
        return None
    label, query = context.choices[index - 1]
    tell = Teller(bot, question, trace=trace)
    tell.note(INTENT, lambda: f"{index}. {label}")
    told = tell.describe(query, context) if isinstance(query, Names) else None
    return told or tell.result(reply_of(query), Understood(INTENT, query, 1.0), run(query, bot.facts), context)


def _index(mention: Mention, context: Context) -> int:
    """Which choice a mention stands for, counted from 1; 0 if for none."""
    if mention.symbol in NUMBERS and isinstance(mention.meaning, int):
        return mention.meaning if 1 <= mention.meaning <= len(context.choices) else 0
    if mention.symbol == KIND:
        kinds = [_kind(query) for _, query in context.choices]
        kind = str(mention.meaning)
        return kinds.index(kind) + 1 if kinds.count(kind) == 1 else 0
    if not isinstance(mention.meaning, Names):
        return 0
    labels = [(label,) for label, _ in context.choices]
    return labels.index(mention.meaning.names) + 1 if mention.meaning.names in labels else 0


def _described(bot: Bot, links: Links, context: Context) -> int:
    """Which choice lies in the place that is named, counted from 1: "the Korean one"; 0 if none does, or several."""
    labels = [label for label, _ in context.choices]
    for mention in links.mentions:
        place = mention.meaning
        if isinstance(place, Names) and not mention.cost and _alone(mention, links):
            found = bot.composer.local(place)
            values = [v for v in run(found, bot.facts).values if v in labels] if found is not None else []
            if len(values) == 1:
                return labels.index(str(values[0])) + 1
    return 0


def _kind(query: Query) -> str:
    """The kind of the first thing that a choice names."""
    return next((node.kind for node in walk(query) if isinstance(node, Names)), "")


def _alone(mention: Mention, links: Links) -> bool:
    """Whether nothing else is said than what a mention reads, but for words that may stand beside it."""
    said = set(range(len(links.tokens))) - set(range(mention.start, mention.end))
    said -= {i for i, skips in enumerate(links.skips[:-1]) for end, _ in skips if end == i + 1}
    return said <= {i for m in links.mentions if m.symbol in BESIDE for i in range(m.start, m.end)}
