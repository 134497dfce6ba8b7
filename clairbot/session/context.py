"""What a chat remembers: the last question and answer, and what was spoken of.

Rule of this file: it holds what was said and guesses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.query import (
    SETS,
    All,
    Condition,
    Constant,
    Every,
    Exists,
    Follow,
    Gap,
    Holds,
    Names,
    Node,
    Of,
    Query,
    Test,
    Where,
    walk,
)
from clairbot.record import Record

if TYPE_CHECKING:
    from clairbot.store.evaluate import Result
    from clairbot.store.facts import Facts
    from clairbot.text import Token
    from clairbot.values import Answer


MOST_LISTED = 50
"""A list of so many entities is no longer one that "the latter" can be of."""


MEMORY = 6
"""How many entities that were spoken of are remembered, the last ones."""
FEW = 3
"""So many entities named together are remembered each by itself."""


class Understood(Record):
    """What was made of a question."""

    intent: str
    """Its intent."""
    query: Query | None
    """What it asks of the facts; none if it asks for a text or for small talk."""
    confidence: float = 0.0
    """How sure that is, 0 to 1."""
    said: str = ""
    """What it asks for, written out, where that is no query."""


class Lost(Record):
    """A question that was not understood for one thing that nobody knows."""

    tokens: tuple[Token, ...]
    """Its tokens."""
    start: int
    """Where that thing starts."""
    end: int
    """Where it ends."""
    context: Context
    """What was remembered when it was asked."""


class Context(Record):
    """What a chat remembers."""

    query: Query | None = None
    """The last question that was understood."""
    intent: str = ""
    """Its intent."""
    focus: Names | None = None
    """Entities of the last answer, or of the question if the answer named none."""
    asked: Names | None = None
    """Entities that the last question named."""
    kind: str = ""
    """Kind that was spoken of as a whole."""
    beside: Names | None = None
    """The one entity that the last answer told of, besides those."""
    spoken: tuple[Names, ...] = ()
    """Single entities in the order in which they were spoken of, the last one last."""
    listed: Names | None = None
    """The last several entities of one kind that were spoken of together."""
    answer: Answer | None = None
    """The last answer."""
    choices: tuple[tuple[str, Query], ...] = ()
    """What the last answer asked to choose from."""
    counts: tuple[int, ...] = ()
    """The last counts, for adding them up."""
    lost: Lost | None = None
    """The last question, if it was not understood for one thing that nobody knows."""
    time: Condition | None = None
    """The years that were last spoken of without asking anything: "I lived abroad from 1990 to 1994."."""


def last_spoken(context: Context, number: int) -> Names | None:
    """The last so many entities of one kind that were spoken of, in that order."""
    for last in reversed(context.spoken):
        same = [n.names[0] for n in context.spoken if n.kind == last.kind]
        if len(same) >= number:
            return Names(tuple(same[-number:]), last.kind)
    return None


def last_listed(context: Context) -> Names | None:
    """The last several that were spoken of together, or one after the other."""
    return context.listed or last_spoken(context, 2)


def remember(context: Context, understood: Understood, result: Result, answer: Answer, store: Facts) -> Context:
    """What the chat remembers after an answer."""
    query = understood.query
    named = [node for node in (walk(query) if query else ()) if isinstance(node, Names)]
    asked = named[0] if named else None
    kinds = dict.fromkeys(n.kind for n in named)
    for kind in kinds:
        together = tuple(dict.fromkeys(name for n in named if n.kind == kind for name in n.names))
        if asked is not None and kind == asked.kind:
            asked = Names(together, kind)
    focus = asked
    if isinstance(query, Holds) and isinstance(query.source, Names):
        focus = query.source
    if isinstance(query, Gap) and asked and context.focus and set(context.focus.names) < set(asked.names):
        focus = context.focus
    if isinstance(query, Gap) and asked is None:
        focus = _subjects(result, store)
    if result.values and isinstance(query, SETS) and all(isinstance(v, str) for v in result.values):
        focus = Names(tuple(str(v) for v in result.values), store.kind(str(result.values[0])))
    focus = _instances(query, result, store) or focus
    spoken = context.spoken
    for names in (focus, asked) if isinstance(query, Follow) else (asked, focus):
        if names is not None and len(names.names) <= FEW:
            alone = [Names((name,), names.kind) for name in names.names]
            alone = alone if len(alone) == 1 else [n for n in alone if n not in spoken]
            spoken = (*(n for n in spoken if n not in alone), *alone)[-MEMORY:]
    known = {name for names in (asked, focus) if names is not None for name in names.names}
    ends = dict.fromkeys(str(end) for fact in result.facts for end in (fact.subject, fact.value))
    others = [name for name in ends if name not in known and store.kind(name)]
    beside = Names((others[0],), store.kind(others[0])) if len(others) == 1 else None
    several = next((n for n in (focus, asked) if n is not None and len(n.names) > 1), None)
    listed = several if several is not None and len(several.names) < MOST_LISTED else None
    if listed is None and focus is not None and context.listed is not None:
        within = any(n and set(n.names) <= set(context.listed.names) for n in (focus, asked))
        listed = context.listed if within else None
    everything = next((node.kind for node in walk(query) if isinstance(node, All)), "") if query else ""
    kind = everything if focus is None and asked is None else ""
    return context.replace(
        query=query,
        intent=understood.intent,
        focus=focus,
        asked=asked,
        kind=kind,
        beside=beside,
        spoken=spoken,
        listed=listed,
        answer=answer,
        choices=(),
        time=None,
    )


def _subjects(result: Result, store: Facts) -> Names | None:
    """The two things between which it is so long, where none was named: "from the first to the last"."""
    subjects = tuple(dict.fromkeys(fact.subject for fact in result.facts))
    return Names(subjects, store.kind(subjects[0])) if len(subjects) == 2 else None  # noqa: PLR2004


def _instances(query: Query | None, result: Result, store: Facts) -> Names | None:
    """What is there of a kind, after it was asked whether there is any: "does Singapore hold a forum?"."""
    if isinstance(query, Of) and isinstance(query.source, Where):
        subjects = tuple(dict.fromkeys(fact.subject for fact in result.facts))
        alike = {store.kind(subject) for subject in subjects}
        return Names(subjects, alike.pop()) if len(alike) == 1 and len(subjects) < MOST_LISTED else None
    if not isinstance(query, (Holds, Exists)) or not all(result.values):
        return None
    kinds = [node.kind for node in walk(query) if isinstance(node, All)]
    ends = dict.fromkeys(str(end) for fact in result.facts for end in (fact.subject, fact.value))
    for kind in kinds:
        names = tuple(name for name in ends if store.kind(name) == kind)
        if names:
            return Names(names, kind)
    return None


def is_period(node: Node) -> bool:
    """Whether a condition is a stretch of time: "from 1990 to 1994"."""
    return isinstance(node, Every) and all(
        isinstance(c, Test) and isinstance(c.value, Constant) for c in node.conditions
    )
