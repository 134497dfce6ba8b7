"""What a question asks for: a time, a place, a reason, a number, things of some kind, yes or no.

Rule of this file: it looks at classes of words and where they stand, never at the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.meaning import Verb
from clairbot.mentions import WORDINGS
from clairbot.record import Record

if TYPE_CHECKING:
    from clairbot.mentions import Links

ASKING = ("when", "who", "where", "howmany", "howoften", "why", "how", "what", "which", "polar")
"""Word classes that say which kind of answer is wanted."""
WH = frozenset(f"<{name}>" for name in (*ASKING[:-1], "list", "gap"))
"""Symbols of words that ask for something."""
ORDERS = frozenset({"<list>", "<gap>"})
"""Symbols of words that ask only where a sentence starts with them."""
LATE = 3
"""Words after which a word that asks belongs to what is said: "it is one of the bodies which …, true or false"."""
STRICT = frozenset(ASKING) - {"what", "which", "polar", "how"}
"""Classes of answers that only some facts give."""
TELLING = frozenset({"howoften", "why"})
"""Those that are asked for wherever the word stands, and that say as much as a word of a fact."""


class Asked(Record):
    """What one clause asks for."""

    classes: frozenset[str]
    """Classes of answers that are asked for and only some facts give."""
    kinds: frozenset[str]
    """Kinds of which something is asked for: "which country …"."""
    things: frozenset[str]
    """Those of them right after a word that asks which ones: neither a number nor a value is one."""
    doers: frozenset[str]
    """Kinds of which it is asked what they do: "what do the offices …"; they are not what is asked for."""
    thing: bool
    """Whether it asks what something is done to, and so for none who does it: "what is discussed"."""
    whether: bool
    """Whether it starts by asking for yes or no."""
    only: bool
    """Whether it asks for yes or no, and neither for anything else nor which of two versions is right."""
    number: bool
    """Whether a number is what it asks for first."""
    measure: bool
    """Whether the number of something measured is asked for: "how many years"."""
    people: bool
    """Whether the number of people is asked for, which no fact gives."""
    granted: bool
    """Whether it asks for a reason, and so takes for granted that something is so."""
    kinded: bool
    """Whether it names a kind."""
    conflict: bool
    """Whether it speaks of versions."""
    name: bool
    """Whether it asks what something is called."""
    naming: frozenset[str]
    """Properties whose wording says so: "the full name of"."""
    likeness: bool
    """Whether it asks what something is like."""
    limited: bool
    """Whether it asks if something is so of one alone: "only in Japan"."""
    unlike: bool
    """Whether it speaks of a value that a property has not."""
    manner: bool
    """Whether it starts by asking how, or in what way."""
    within: bool
    """Whether a place is asked for at a distance: "which city is it held in"; it does nothing itself."""
    choice: bool
    """Whether it gives a choice: "in 1993 or 1994"."""


def asked_of(links: Links) -> Asked:
    """What some linked tokens ask for."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for mention in links.mentions:
        if mention.start in links.wrapped:
            continue
        spans.setdefault(mention.symbol, []).append((mention.start, mention.end))
    starts = sorted({start for symbol in WH for start, _ in spans.get(symbol, ())})
    opening = _starts(spans, "<polar>")
    if opening:
        starts = sorted({start for symbol in WH - ORDERS for start, _ in spans.get(symbol, ())})
    late = not starts or starts[0] > LATE
    whether = (opening and not _indirect(spans)) or (late and _ends(links, spans, "<tag>"))
    conflict = "<conflict>" in spans
    first = starts[0] if starts else -1
    named = _naming(links, spans)
    return Asked(
        classes=_classes(links, spans, starts),
        kinds=_kinds(links, spans, "<which>", "<howmany>"),
        things=_kinds(links, spans, "<which>"),
        doers=_kinds(links, spans, "<doing>"),
        thing="<thing>" in spans,
        whether=whether,
        only=whether and not starts and not conflict,
        number="<howoften>" not in spans and any(start == first for start, _ in spans.get("<howmany>", ())),
        measure=_measured(links, spans),
        people=_counts_people(spans),
        granted=_starts(spans, "<presume>"),
        kinded="{kind}" in spans,
        conflict=conflict,
        name=bool(named),
        naming=_wordings(links, named),
        likeness=_ends(links, spans, "<likeness>") and bool(starts),
        limited="<only>" in spans,
        unlike="{unlike}" in spans,
        manner="<how>" in spans and _first(spans, "<how>") == first and "<gap>" not in spans,
        within=_starts(spans, "<which>") and _left_behind(links, spans),
        choice="<or>" in spans,
    )


def _first(spans: dict[str, list[tuple[int, int]]], symbol: str) -> int:
    return min(start for start, _ in spans[symbol])


def _starts(spans: dict[str, list[tuple[int, int]]], symbol: str) -> bool:
    return any(start == 0 for start, _ in spans.get(symbol, ()))


def _indirect(spans: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether yes or no is asked for politely, and something else meant: "do you know how often"."""
    return any(f"<{name}>" in spans for name in TELLING)


def _ends(links: Links, spans: dict[str, list[tuple[int, int]]], symbol: str) -> bool:
    last = _last(links)
    return any(start > 0 and end == last for start, end in spans.get(symbol, ()))


def _classes(links: Links, spans: dict[str, list[tuple[int, int]]], starts: list[int]) -> frozenset[str]:
    """After a clause that only leads up to it, the question starts at the comma."""
    after = [i for i in starts if i and links.tokens[i - 1].text == ","]
    first = (after or starts or [0])[0]
    found = {
        name for name in STRICT if any(start == first or name in TELLING for start, _ in spans.get(f"<{name}>", ()))
    }
    if "{noun}" in spans and (_time_asked(links, spans) or _time_named(links)):
        found.add("when")
    if "<where>" in spans or _located(spans):
        found.add("whence" if _leads_from(links, spans) else "where")
    if "howoften" in found:
        found.discard("howmany")
    if "<stranded>" in spans and _stranded(links, spans):
        found.add("why")
    return frozenset(found)


def _leads_from(links: Links, spans: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether it is asked where somebody comes from: "where … from", "from where"."""
    ends, asking = {end for _, end in spans.get("<from>", ())}, {start for start, _ in spans.get("<where>", ())}
    return _last(links) in ends or bool(ends & asking)


def slips(links: Links) -> float:
    """What misspelt words cost that can be nothing as they stand."""
    costs: dict[int, float] = {}
    for mention in links.mentions:
        if mention.end == mention.start + 1:
            dear = mention.cost if mention.how == "fuzzy" else 0.0
            costs[mention.start] = min(dear, costs.get(mention.start, dear))
    return sum(costs.values())


def _kinds(links: Links, spans: dict[str, list[tuple[int, int]]], *before: str) -> frozenset[str]:
    """Kinds right after words of some class; "opening" in "opening year" is none."""
    if "{kind}" not in spans:
        return frozenset()
    starts = {end for symbol in before for _, end in spans.get(symbol, ())}
    starts |= {end for start, end in spans.get("{number}", ()) if start in starts and "<which>" in before}
    starts -= {start for symbol in WORDINGS for start, end in spans.get(symbol, ()) if end > start + 1}
    return frozenset(str(m.meaning) for m in links.mentions if m.symbol == "{kind}" and m.start in starts)


def _measured(links: Links, spans: dict[str, list[tuple[int, int]]]) -> bool:
    starts = {end for _, end in spans.get("<howmany>", ())}
    if not starts or "{noun}" not in spans:
        return False
    return any(isinstance(m.meaning, Verb) and not m.meaning.property and m.start in starts for m in links.mentions)


def _counts_people(spans: dict[str, list[tuple[int, int]]]) -> bool:
    starts = {end for _, end in spans.get("<howmany>", ())}
    return any(start in starts for start, _ in spans.get("<crew>", ()))


def _naming(links: Links, spans: dict[str, list[tuple[int, int]]]) -> set[int]:
    """Tokens that ask for a name: "the name of", and "called" where nothing comes after it."""
    last = _last(links)
    found = (range(start, end) for start, end in spans.get("<naming>", ()) if end - start > 1 or end == last)
    return {i for span in found for i in span}


def _wordings(links: Links, within: set[int]) -> frozenset[str]:
    """Properties that some tokens are part of a wording of."""
    found = ((m.meaning, range(m.start, m.end)) for m in links.mentions)
    return frozenset(verb.property for verb, span in found if isinstance(verb, Verb) and within.intersection(span))


def _last(links: Links) -> int:
    """Where the last word ends."""
    return max((i + 1 for i, token in enumerate(links.tokens) if not token.mark), default=0)


def _left_behind(links: Links, spans: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a place is asked for at a distance: "which city is it held in"."""
    last, tokens = _last(links), links.tokens
    kinds = {start for start, _ in spans.get("{kind}", ())}
    asked = any(end in kinds for _, end in spans.get("<which>", ()))
    return asked and any(
        end == last and end - start == 1 for start, end in spans.get("<in>", ()) if not tokens[start].mark
    )


def _located(spans: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a place is asked for: "in which …", but not "in which year"."""
    timed = {end for _, end in spans.get("<when>", ())}
    starts = {start for start, end in spans.get("<which>", ()) if not timed & {end, end + 1}}
    return any(end in starts for _, end in spans.get("<in>", ()))


def _stranded(links: Links, spans: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a purpose is asked for at a distance: "what … for"."""
    last = _last(links)
    phrased = any(isinstance(m.meaning, Verb) and m.end == last and m.start < last - 1 for m in links.mentions)
    return _starts(spans, "<which>") and not phrased and any(end == last for _, end in spans["<stranded>"])


def _time_named(links: Links) -> bool:
    """Whether a property of time is named by its full name: "founding year"."""
    nouns = [(m.meaning, m) for m in links.mentions if m.symbol == "{noun}"]
    times = {m.start for noun, m in nouns if isinstance(noun, Verb) and not noun.property}
    full = (range(m.start, m.end) for noun, m in nouns if m.end - m.start > 1 and not m.cost)
    return any(times.intersection(span) for span in full)


def _time_asked(links: Links, spans: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether the question starts with a word for a measure: "year of …", "what year …"."""
    starts = {0, *(end for start, end in spans.get("<which>", ()) if start == 0)}
    return any(m.start in starts and isinstance(m.meaning, Verb) and not m.meaning.property for m in links.mentions)
