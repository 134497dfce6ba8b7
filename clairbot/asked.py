"""What a question asks for: a time, a place, a reason, a number, things of some kind, yes or no.

Rule of this file: it looks at classes of words and where they stand, never at the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.meaning import Verb
from clairbot.mentions import WORDINGS, by_symbol
from clairbot.record import Record

if TYPE_CHECKING:
    from clairbot.mentions import BySymbol, Links

ASKING = ("when", "who", "where", "howmany", "howoften", "why", "how", "what", "which", "polar")
"""Word classes that say which kind of answer is wanted."""
WH = frozenset(f"<{name}>" for name in (*ASKING[:-1], "list", "gap"))
"""Symbols of words that ask for something."""
ORDERS = frozenset({"<list>", "<gap>"})
"""Symbols of words that ask only where a sentence starts with them."""
LEADING = ("<joint>", "<correction>")
"""Symbols of words before the first word of a question: "and is it", "wait, is it"."""
LATE = 3
"""Words after which a word that asks belongs to what is said: "it is one of the bodies which …, true or false"."""
WH_ALONE = WH - ORDERS
"""Symbols of words that ask wherever they stand."""
STRICT = frozenset(ASKING) - {"what", "which", "polar", "how"}
"""Classes of answers that only some facts give."""
STRICT_SYMBOLS = {f"<{name}>": name for name in STRICT}
"""The same by symbol."""
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
    by = by_symbol(m for m in links.mentions if m.start not in links.wrapped) if links.wrapped else links.by
    leading = {0, *(m.end for symbol in LEADING for m in by.get(symbol, ()) if not m.start)}
    opening = any(m.start in leading for m in by.get("<polar>", ()))
    asking = WH_ALONE if opening else WH
    starts = sorted({m.start for symbol in asking & by.keys() for m in by[symbol]})
    late = not starts or starts[0] > LATE
    whether = (opening and not _indirect(by)) or (late and _ends(links, by, "<tag>"))
    conflict = "<conflict>" in by
    first = starts[0] if starts else -1
    named = _naming(links, by)
    return Asked(
        classes=_classes(links, by, starts),
        kinds=_kinds(links, by, "<which>", "<howmany>"),
        things=_kinds(links, by, "<which>"),
        doers=_kinds(links, by, "<doing>"),
        thing="<thing>" in by,
        whether=whether,
        only=whether and not starts and not conflict,
        number="<howoften>" not in by and any(m.start == first for m in by.get("<howmany>", ())),
        measure=_measured(links, by),
        people=_counts_people(by),
        granted=_starts(by, "<presume>"),
        kinded="{kind}" in by,
        conflict=conflict,
        name=bool(named),
        naming=_wordings(links, named),
        likeness=_ends(links, by, "<likeness>") and bool(starts),
        limited="<only>" in by,
        unlike="{unlike}" in by,
        manner="<how>" in by and _first(by, "<how>") == first and "<gap>" not in by,
        within=_starts(by, "<which>") and _left_behind(links, by),
        choice="<or>" in by,
    )


def _first(by: BySymbol, symbol: str) -> int:
    return min(m.start for m in by[symbol])


def _starts(by: BySymbol, symbol: str) -> bool:
    return symbol in by and any(m.start == 0 for m in by[symbol])


def _indirect(by: BySymbol) -> bool:
    """Whether yes or no is asked for politely, and something else meant: "do you know how often"."""
    return any(f"<{name}>" in by for name in TELLING)


def _ends(links: Links, by: BySymbol, symbol: str) -> bool:
    return symbol in by and any(m.start > 0 and m.end == links.last for m in by[symbol])


def _classes(links: Links, by: BySymbol, starts: list[int]) -> frozenset[str]:
    """After a clause that only leads up to it, the question starts at the comma."""
    after = [i for i in starts if i and links.tokens[i - 1].text == ","]
    first = (after or starts or [0])[0]
    said = ((name, by[symbol]) for symbol, name in STRICT_SYMBOLS.items() if symbol in by)
    firsts = {first, *(m.end for symbol in ORDERS for m in by.get(symbol, ()) if m.start == first)}
    found = {name for name, mentions in said if name in TELLING or any(m.start in firsts for m in mentions)}
    if "{noun}" in by and (_time_asked(links, by) or _time_named(links)):
        found.add("when")
    if "<where>" in by or _located(by):
        found.discard("where")
        found.add("whence" if _leads_from(links, by) else "where")
    if "howoften" in found:
        found.discard("howmany")
    if "<stranded>" in by and _stranded(links, by):
        found.add("why")
    return frozenset(found)


def _leads_from(links: Links, by: BySymbol) -> bool:
    """Whether it is asked where somebody comes from: "where … from", "from where"."""
    ends, asking = {m.end for m in by.get("<from>", ())}, {m.start for m in by.get("<where>", ())}
    return links.last in ends or bool(ends & asking)


def slips(links: Links) -> float:
    """What misspelt words cost that can be nothing as they stand."""
    costs: dict[int, float] = {}
    for mention in links.mentions:
        if mention.end == mention.start + 1:
            dear = mention.cost if mention.how == "fuzzy" else 0.0
            costs[mention.start] = min(dear, costs.get(mention.start, dear))
    return sum(costs.values())


def _kinds(links: Links, by: BySymbol, *before: str) -> frozenset[str]:
    """Kinds right after words of some class; "opening" in "opening year" is none."""
    starts = {m.end for symbol in before if symbol in by for m in by[symbol]}
    if not starts or "{kind}" not in by:
        return frozenset()
    if "{number}" in by and "<which>" in before:
        starts |= {m.end for m in by["{number}"] if m.start in starts}
    starts -= {m.start for symbol in WORDINGS for m in by.get(symbol, ()) if m.end > m.start + 1}
    return frozenset([str(m.meaning) for m in links.by["{kind}"] if m.start in starts])


def _measured(links: Links, by: BySymbol) -> bool:
    if "<howmany>" not in by or "{noun}" not in by:
        return False
    starts = {m.end for m in by["<howmany>"]}
    return any(isinstance(m.meaning, Verb) and not m.meaning.property and m.start in starts for m in links.mentions)


def _counts_people(by: BySymbol) -> bool:
    starts = {m.end for m in by.get("<howmany>", ())}
    return bool(starts) and any(m.start in starts for m in by.get("<crew>", ()))


def _naming(links: Links, by: BySymbol) -> set[int]:
    """Tokens that ask for a name: "the name of", and "called" where nothing comes after it."""
    naming = by.get("<naming>", ())
    if not naming:
        return set()
    found = (range(m.start, m.end) for m in naming if m.end - m.start > 1 or m.end == links.last)
    return {i for span in found for i in span}


def _wordings(links: Links, within: set[int]) -> frozenset[str]:
    """Properties that some tokens are part of a wording of."""
    if not within:
        return frozenset()
    found = ((m.meaning, range(m.start, m.end)) for m in links.mentions)
    return frozenset(verb.property for verb, span in found if isinstance(verb, Verb) and within.intersection(span))


def _left_behind(links: Links, by: BySymbol) -> bool:
    """Whether a place is asked for at a distance: "which city is it held in"."""
    if "<in>" not in by:
        return False
    last, tokens = links.last, links.tokens
    kinds = {m.start for m in by.get("{kind}", ())}
    asked = any(m.end in kinds for m in by.get("<which>", ()))
    return asked and any(m.end == last and m.end - m.start == 1 for m in by["<in>"] if not tokens[m.start].mark)


def _located(by: BySymbol) -> bool:
    """Whether a place is asked for: "in which …", but not "in which year"."""
    if "<in>" not in by or "<which>" not in by:
        return False
    timed = {m.end for m in by.get("<when>", ())}
    starts = {m.start for m in by["<which>"] if not timed & {m.end, m.end + 1}}
    return any(m.end in starts for m in by["<in>"])


def _stranded(links: Links, by: BySymbol) -> bool:
    """Whether a purpose is asked for at a distance: "what … for"."""
    last = links.last
    phrased = any(isinstance(m.meaning, Verb) and m.end == last and m.start < last - 1 for m in links.mentions)
    return _starts(by, "<which>") and not phrased and any(m.end == last for m in by["<stranded>"])


def _time_named(links: Links) -> bool:
    """Whether a property of time is named by its full name: "founding year"."""
    nouns = [(m.meaning, m) for m in links.by["{noun}"]]
    times = {m.start for noun, m in nouns if isinstance(noun, Verb) and not noun.property}
    full = (range(m.start, m.end) for noun, m in nouns if m.end - m.start > 1 and not m.cost)
    return any(times.intersection(span) for span in full)


def _time_asked(links: Links, by: BySymbol) -> bool:
    """Whether the question starts with a word for a measure: "year of …", "what year …"."""
    starts = {0, *(m.end for m in by.get("<which>", ()) if m.start == 0)}
    return any(isinstance(m.meaning, Verb) and not m.meaning.property for m in links.mentions if m.start in starts)
