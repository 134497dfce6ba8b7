"""What pronouns stand for: "it", "there", "the other one", "in that year".

Rule of this file: every reading is offered with its cost, the likeliest cheapest; none is chosen here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.meaning.parts import TIME
from clairbot.mentions import Mention, kinds_named
from clairbot.query import (
    All,
    Among,
    By,
    Constant,
    Count,
    Exists,
    Names,
    Not,
    Test,
    walk,
)
from clairbot.session.context import is_period, last_listed, last_spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clairbot.meaning import Composer
    from clairbot.mentions import BySymbol, Links
    from clairbot.query import Measure, Query, Set
    from clairbot.session.context import Context


MOST_CHOICES = 8
"""More things than this are not asked back about."""
SURER = 0.15
"""How much likelier a pronoun of several words is one: "those two"."""
NUMBER = "{number}"
"""Symbol of a number, which as a pronoun stands for several: "which two"."""
ORDINAL = "{ordinal}"
"""Symbol of a place in an order."""
SINGLE = frozenset({"<it>", "<there>"})
"""Symbols of pronouns that stand for one thing."""


def pronouns(context: Context, links: Links, composer: Composer, everyone: tuple[str, ...] = ()) -> list[Mention]:
    """Readings of the pronouns among the mentions, from what was spoken of; before that, one of `everyone`."""
    by = links.by
    found = list(_placed(context, by))
    spoken = SPOKEN if _goes_back(context) else FIRST
    if spoken.isdisjoint(by):
        return found
    main = All(context.kind) if context.kind else composer.main() if context.query is None else None
    kinds = {str(m.meaning) for m in kinds_named(by)}
    named = {m.start for m in by.get("{name}", ())}
    placed = {(m.start, m.end) for m in by.get("<there>", ())}
    others = "<other>" in by
    numbers = {m.start: m.meaning for m in by.get(NUMBER, ()) if isinstance(m.meaning, int)}
    for mention in _pointing(links, spoken):
        if mention.symbol == "<inbetween>" and mention.end in named:
            continue
        if mention.symbol == "<them>" and (mention.start, mention.end) not in placed:
            found.extend(_together(mention, context, main))
        if isinstance(main, All) and mention.symbol == "<it>" and 0 < len(everyone) < MOST_CHOICES and not named:
            names = Names(everyone, main.kind)
            found.append(Mention(mention.start, mention.end, "{name}", names, 1.2, "ambiguous"))
        found.extend(_either(mention, context, dear=0.9 * bool(named)))
        found.extend(_owned(mention, by, context))
        found.extend(_linked(mention, by, context, composer))
        found.extend(_before(mention, context, kinds, numbers))
        found.extend(_compared(mention, by, context, composer))
        found.extend(_conditions(mention, context, composer, 0.0 if others else 0.2))
    return found


def _goes_back(context: Context) -> bool:
    """Whether anything was spoken of."""
    said = (context.query, context.focus, context.asked, context.beside, context.listed, context.time)
    return bool(context.spoken) or said.count(None) < len(said)


def _pointing(links: Links, spoken: frozenset[str]) -> list[Mention]:
    """Pronouns, but those of a closing tag ("…, is it?"), and a costly one where "then" is meant."""
    by, mentions = links.by, links.mentions
    commas = {m.end for m in by.get("<comma>", ())} if "<tag>" in by else ()
    last = max(m.end for m in mentions) if commas else 0
    closing = (m for m in by.get("<tag>", ()) if m.start in commas and m.end == last and not m.cost)
    tags = {i for m in closing for i in range(m.start + 1, m.end)}
    plain = {m.start for m in by.get("<then>", ()) if not m.cost}
    each = {m.end for m in by.get("<each>", ())} & {m.start for m in by.get("{noun}", ())}
    heard = (m for m in mentions if m.symbol in spoken and m.start not in tags and m.end not in each)
    return [m for m in heard if not (m.cost and m.start in plain)]


def _together(mention: Mention, context: Context, main: Set | None) -> Iterator[Mention]:
    """Readings of "they" as all that was counted or asked for, or as all of the kind that was spoken of."""
    whole = _whole(context.query)
    if whole is not None and (context.focus is None or len(context.focus.names) == 1):
        yield Mention(mention.start, mention.end, "{set}", whole, 0.35, "context")
    if main is not None:
        yield Mention(mention.start, mention.end, "{set}", main, 0.8, "context")


def _before(mention: Mention, context: Context, kinds: set[str], numbers: dict[int, int]) -> Iterator[Mention]:
    """Readings of a pronoun as things that were named before; one with a number in it stands for so many."""
    reader = READERS.get(mention.symbol)
    found = list(reader(context)) if reader is not None else []
    inside = [n for start, n in numbers.items() if mention.start <= start < mention.end]
    if inside and found:
        found = [(n, cost) for n, cost in found if len(n.names) == inside[0]] or list(_last(context, inside[0]))
    for names, cost in _agreeing(found, kinds):
        if mention.start in numbers and len(names.names) == 1:
            continue
        how = "ambiguous" if mention.symbol in SINGLE and len(names.names) > 1 else "context"
        dear = cost + mention.cost - SURER * (mention.end - mention.start > 1)
        yield Mention(mention.start, mention.end, "{name}", names, max(0.0, dear), how)


def _last(context: Context, number: int) -> Iterator[tuple[Names, float]]:
    """The last so many of one kind that were spoken of one after the other: "those two"."""
    names = last_spoken(context, number) if number > 1 else None
    if names is not None:
        yield names, 0.3


def _whole(query: Query | None) -> Set | None:
    """What was counted, or all of the kind that was asked for."""
    if isinstance(query, (Count, Exists)):
        return query.source
    return next((n for n in walk(query) if isinstance(n, All)), None) if query is not None else None


def _placed(context: Context, by: BySymbol) -> Iterator[Mention]:
    """Readings of a place in what was listed: "the second one"."""
    listed = context.listed
    if listed is None:
        return
    ones = {(m.start, m.end) for m in by.get("<one>", ())}
    for mention in by.get(ORDINAL, ()):
        if isinstance(mention.meaning, int):
            names = Names(listed.names[mention.meaning - 1 : mention.meaning], listed.kind)
            for end in sorted(end for start, end in ones if start == mention.end and names.names):
                yield Mention(mention.start, end, "{name}", names, 0.15 + mention.cost, "context")


def _compared(mention: Mention, by: BySymbol, context: Context, composer: Composer) -> Iterator[Mention]:
    """Readings of "the younger one" as one of those that were spoken of together."""
    listed = context.listed if mention.symbol == "<one>" and not mention.cost else None
    for than in by.get("{than}", ()) if listed is not None else ():
        if than.end == mention.start and listed is not None:
            one = composer.better(than.meaning, listed)  # type: ignore[arg-type]
            if one is not None:
                yield Mention(than.start, mention.end, "{set}", one, 0.1, "context")


def _owned(mention: Mention, by: BySymbol, context: Context) -> Iterator[Mention]:
    """Readings of "my country" as the last thing of that kind that was spoken of: "I live in Korea"."""
    for kind in by.get("{kind}", ()) if mention.symbol == "<own>" else ():
        if kind.start != mention.end:
            continue
        spoken = (n for n in (context.focus, context.asked, *reversed(context.spoken)) if n is not None)
        own = next((n for n in spoken if n.kind == kind.meaning and len(n.names) == 1), None)
        if own is not None:
            yield Mention(mention.start, kind.end, "{name}", own, 0.0, "context")


def _either(mention: Mention, context: Context, *, dear: float) -> Iterator[Mention]:
    """Readings of "which one" as one of those that the last question named; dearer if this one names others."""
    asked = context.asked
    if mention.symbol != "<whichone>" or mention.cost or mention.end - mention.start == 1:
        return
    if asked is not None and 1 < len(asked.names) < MOST_CHOICES:
        yield Mention(mention.start + 1, mention.end, "{name}", asked, dear, "context")


def _linked(mention: Mention, by: BySymbol, context: Context, composer: Composer) -> Iterator[Mention]:
    """Readings of "that office" as the one that what was spoken of is linked to, if it was none itself."""
    about = [n for n in (context.focus, context.asked) if n is not None]
    if mention.symbol != "<it>" or not about or composer.lying(about[0]) is not None:
        return
    spoken = {n.kind for n in (*about, *context.spoken)}
    for kind in by.get("{kind}", ()):
        if kind.start == mention.end and kind.meaning not in spoken and not kind.cost:
            other = composer.related(All(str(kind.meaning)), about[0])
            if other is not None:
                yield Mention(mention.start, kind.end, "{set}", other, 0.15, "context")


def _agreeing(found: list[tuple[Names, float]], kinds: set[str]) -> list[tuple[Names, float]]:
    """What a pronoun may stand for; only what is of a kind that the question names, where there is such."""
    agreeing = [(names, cost) for names, cost in found if names.kind in kinds]
    return agreeing or found


def _conditions(mention: Mention, context: Context, composer: Composer, cost: float) -> Iterator[Mention]:
    """Readings of "that year" and "other" as conditions: the time of what was spoken of (at a cost), and not itself."""
    if mention.symbol == "<bythen>":
        yield from _by_then(mention, context, composer)
        return
    if context.time is not None and mention.symbol in {"<thattime>", "<samewhen>"}:
        yield Mention(mention.start, mention.end, "{cond}", context.time, min(0.1, cost) + mention.cost, "context")
        return
    period = next((n for n in walk(context.query) if is_period(n)), None) if context.query else None
    if period is not None and mention.symbol == "<thattime>":
        yield Mention(mention.start, mention.end, "{cond}", period, 0.05 + mention.cost, "context")
    about = next((n for n in (context.focus, context.asked) if n is not None), None)
    if about is None:
        return
    if mention.symbol == "<other>" and next(_other(context), None) is None:
        yield Mention(mention.start, mention.end, "{cond}", Not(Among(about)), 0.1 + mention.cost, "context")
    elif mention.symbol == "<inbetween>":
        yield from _between(mention, context, composer)
    elif mention.symbol in {"<thattime>", "<samewhen>"}:
        moment = composer.moment(about)
        if moment is not None:
            then = composer.test("=", moment)
            yield Mention(mention.start, mention.end, "{cond}", then, cost + mention.cost, "context")


def _by_then(mention: Mention, context: Context, composer: Composer) -> Iterator[Mention]:
    """The time up to the one that was spoken of, or to that of what was spoken of: "which were there by then"."""
    about = next((n for n in (context.focus, context.asked) if n is not None), None)
    said = context.time or context.query
    tests = [n for n in (walk(said) if said is not None else ()) if isinstance(n, Test) and _timed(n.measure, composer)]
    ends = [test.value for test in tests if isinstance(test.value, Constant)]
    last = max(ends, key=lambda end: str(end.value), default=None)
    moment = last or (composer.moment(about) if about is not None else None)
    if moment is not None:
        yield Mention(mention.start, mention.end, "{cond}", composer.test("<=", moment), mention.cost, "context")


def _timed(measure: Measure, composer: Composer) -> bool:
    """Whether a measure gives a time."""
    if not isinstance(measure, By) or not measure.property:
        return isinstance(measure, By) and measure.dimension == TIME
    return TIME in composer.property(measure.property).dimensions


def _between(mention: Mention, context: Context, composer: Composer) -> Iterator[Mention]:
    """The time between the last two that were spoken of together."""
    listed = context.listed or context.focus
    if listed is not None and len(listed.names) == 2:  # noqa: PLR2004
        low, high = (composer.moment(Names((name,), listed.kind)) for name in listed.names)
        condition = composer.between(low, high) if low and high else None
        if condition is not None:
            yield Mention(mention.start, mention.end, "{cond}", condition, 0.1 + mention.cost, "context")


def _one(context: Context) -> Iterator[tuple[Names, float]]:
    """`it`: the one entity in focus, or the one that was asked about; else which one is to be asked back."""
    single = [n for n in (context.focus, context.asked) if n is not None and len(n.names) == 1]
    yield from zip(single, (0.25, 0.35), strict=False)
    if context.beside is not None:
        yield context.beside, 0.5
    if not single and context.focus is not None and len(context.focus.names) < MOST_CHOICES:
        yield context.focus, 0.9


def _several(context: Context) -> Iterator[tuple[Names, float]]:
    """`them`: the entities in focus, or the last two of one kind that were spoken of."""
    if context.focus is not None and len(context.focus.names) > 1:
        yield context.focus, 0.25
    if context.asked is not None and len(context.asked.names) > 1:
        yield context.asked, 0.25
    pair = last_listed(context)
    if pair is not None:
        yield pair, 0.3
    if context.focus is not None:
        yield context.focus, 0.3


def _former(context: Context) -> Iterator[tuple[Names, float]]:
    listed = last_listed(context)
    if listed is not None:
        yield Names(listed.names[:1], listed.kind), 0.1


def _latter(context: Context) -> Iterator[tuple[Names, float]]:
    listed = last_listed(context)
    if listed is not None:
        yield Names(listed.names[-1:], listed.kind), 0.1


def _other(context: Context) -> Iterator[tuple[Names, float]]:
    """The rest of the last several that were spoken of together."""
    listed = context.listed
    for about in (context.focus, context.asked):
        if listed is not None and about is not None and set(about.names) < set(listed.names):
            yield Names(tuple(n for n in listed.names if n not in about.names), listed.kind), 0.1
            return


READERS: dict[str, Callable[[Context], Iterator[tuple[Names, float]]]] = {
    "<it>": _one,
    "<there>": _one,
    "<them>": _several,
    "<other>": _other,
    "<former>": _former,
    "<latter>": _latter,
}


SPOKEN = frozenset({*READERS, "<own>", "<one>", "<whichone>", "<thattime>", "<bythen>", "<samewhen>", "<inbetween>"})
"""Symbols of words that stand for what was spoken of."""
FIRST = frozenset({"<it>", "<them>"})
"""Those that may stand for something before anything was spoken of: for the only one, or all, of the main kind."""
