"""Weights: what each mention costs beside the others, and which words may be passed over.

Rule of this file: it looks at symbols and where they stand, never at the words; no mention is added that was not
found, but for words that ask to be read letter by letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.mentions import FILLER, KIND, NAME, NAMED, TAKING_PLACE, THING, VERB, WORDINGS, Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clairbot.mentions import BySymbol, Links
    from clairbot.text import Token

REQUESTS = frozenset({"<which>", "<describe>", "<list>"})
"""Symbols of words that ask to be told; a name inside such a phrase is none: "us" in "tell us"."""
NUMBER, UNIT = "{number}", "{unit}"
"""Symbols of a number, and of what it is a number of."""
LETTER = "{letter}"
"""Symbol of a word as a word, for questions about how a name is written."""
CHAT = "{chat}"
"""Symbol of small talk, which a question may be wrapped in."""
GLUE, LOOSE = "<glue>", 0.5
"""Symbol of words that a free reading may pass over, and what that costs."""
JOINT, REOPENER = "<joint>", "<reopener>"
"""Symbols of commas and conjunctions, and of words that start another question after one."""
EDGE = 2
"""Words before or after small talk that a question is wrapped in, at most."""
PASSING = frozenset({"greeting", "wellbeing", "thanks", "goodbye"})
"""Small talk that may stand around a question."""
POLAR = "<polar>"
"""Symbol of words that help to ask for yes or no, or another verb."""
SPELLING = frozenset({"<letter>", "<contain>", "<inthename>"})
"""Symbols of words that ask how a name is written; only beside them a word stands for itself."""
MAIN_VERB = 0.4
"""Cost of passing over a verb that says what something does."""
ACTING = frozenset({"{name}", "{kind}", "<it>", "<them>"})
"""Symbols of what a verb may be said of."""
PHRASED = 0.3
"""Cost of reading a part of a longer phrase for a property by itself."""
INSIDE = 1.0
"""Cost of reading a part of a longer verb as a kind of thing: "place" in "take place"."""
MEANT = 0.6
"""Cost of reading a word that means something as a mere word."""
AUXILIARY = 0.4
"""Cost of reading a word that helps a verb as a verb of its own."""
PHRASAL = (VERB, TAKING_PLACE)
"""Symbols of verbs that may have a noun in them."""
RESUMING = 1.0
"""Cost of reading such a word as a verb of its own where it stands for one said before."""
HAVE = "<have>"
"""Symbol of words that link one thing to another in any way."""
COMPARING = frozenset({"<before>", "<after>", "<since>", "<upto>", "<not>"})
"""Symbols of words that a number is compared by."""
SLIP, FAR_SLIP = 0.2, 0.6
"""What it costs more to pass over a misspelt word; and from when on it is not passed over, but asked about."""
IDIOM, PASSED = "<idiom>", 0.05
"""Symbol of words that mean nothing by themselves where they stand together, and what it costs to pass over them."""


def idiomatic(mentions: list[Mention]) -> list[Mention]:
    """The mentions, without those inside an idiom, which is passed over: "in the first place" names no place.

    What a pack declares as a wording is no idiom.
    """
    told = {(m.start, m.end) for m in mentions if m.symbol in WORDINGS and not m.cost}
    idioms = [m for m in mentions if m.symbol == IDIOM and not m.cost and (m.start, m.end) not in told]
    if not idioms:
        return mentions
    kept = [m for m in mentions if not any(i.start <= m.start and m.end <= i.end for i in idioms)]
    return [*kept, *(m.replace(symbol=FILLER, cost=PASSED) for m in idioms)]


def things(by: BySymbol) -> frozenset[int]:
    """Tokens that are words for a kind of thing as they stand."""
    return frozenset([m.start for m in by.get(KIND, ()) if not m.cost and m.end == m.start + 1])


def weighed(
    found: Sequence[Mention], by: BySymbol, row: Sequence[Token], main: frozenset[int], resumed: Sequence[int]
) -> list[Mention]:
    """The mentions but filler, each with what it costs beside the others; no name is misread as a wording.

    A word of a class costs more where it is a thing's whole name: "active" as a status is no mere being.
    """
    dearer, units = _dearer(by, resumed), {m.start for m in by.get(UNIT, ())}
    spoken = _spoken(by, row)
    names = {m.start for m in by.get(NAME, ()) if m.end == m.start + 1 and not m.cost} - spoken
    kept = []
    for mention in found:
        _, start, end, symbol, _, given, _ = mention
        cost = given
        if symbol[0] == "<":
            if symbol == FILLER:
                continue
            if names and (start in names if end == start + 1 else not names.isdisjoint(range(start, end))):
                cost += NAMED
            if symbol == HAVE and start in main:
                cost += PHRASED
        elif symbol == NUMBER and end in units:
            cost = 0.0
        elif end == start + 1:
            if dearer:
                cost += dearer.get((symbol, start), 0.0)
            if (symbol == NAME and start in spoken) or (cost and symbol in WORDINGS and row[start].proper):
                continue
        kept.append(mention if cost == given else mention.replace(cost=cost))
    return kept


def _spoken(by: BySymbol, row: Sequence[Token]) -> set[int]:
    """Words inside a phrase that asks to be told, which name nothing: "us" in "tell us"."""
    phrases = (m for symbol in REQUESTS for m in by.get(symbol, ()) if m.end > m.start + 1 and not m.cost)
    return {i for m in phrases for i in range(m.start + 1, m.end) if not row[i].acronym}


def _dearer(by: BySymbol, resumed: Sequence[int]) -> dict[tuple[str, int], float]:
    """What it costs more to read a single word as what it hardly is: a verb that helps another, "place" in a verb."""
    found = dict.fromkeys(((VERB, i) for i in _auxiliary(by)), AUXILIARY)
    found.update(dict.fromkeys([(VERB, i) for i in resumed], RESUMING))
    phrases = [m for symbol in PHRASAL for m in by.get(symbol, ()) if m.end > m.start + 1 and not m.cost]
    inside = {i for m in phrases for i in range(m.start + 1, m.end)} if phrases else ()
    if inside:
        found.update(dict.fromkeys([(KIND, i) for i in inside], INSIDE))
    return found


def _auxiliary(by: BySymbol) -> frozenset[int]:
    """Tokens that only help a verb that comes later."""
    helping = _helping(by)
    if not helping:
        return helping
    last = max((m.start for m in by.get(VERB, ()) if m.start not in helping), default=-1)
    return frozenset([i for i in helping if i < last])


def resuming(by: BySymbol) -> list[int]:
    """Words that stand for a verb said before, after what is compared with: "before Sydney did"."""
    compared = [m.end for symbol in COMPARING for m in by.get(symbol, ())]
    helping = _helping(by) if compared else ()
    things = {m.end for symbol in (NAME, KIND) for m in by.get(symbol, ())} if helping else set()
    acts = [m.start for m in by.get(VERB, ()) if m.start not in helping] if things else []
    return [i for i in helping if i in things and min(compared) < i and acts and min(acts) < i]


def _helping(by: BySymbol) -> frozenset[int]:
    """Single words that help to ask."""
    return frozenset([m.start for m in by.get(POLAR, ()) if m.end == m.start + 1])


def free(links: Links) -> Links:
    """The same, with glue passed over: words that only link one thing to another."""
    by = links.by
    misspelt, kinds = garbled(by), things(by)
    joints = {m.end for m in by.get(JOINT, ())}
    again = {m.start for m in by.get(REOPENER, ()) if m.start in joints}
    glue = [m for m in by.get(GLUE, ()) if m.start not in again and not stays(m, len(links.tokens), misspelt)]
    skips = [list(ends) for ends in links.skips]
    for mention in glue:
        thing = not kinds.isdisjoint(range(mention.start, mention.end))
        skips[mention.start].append((mention.end, mention.cost + LOOSE + THING * thing))
    return links.replace(skips=skips) if glue else links


def passed(found: Sequence[Mention], by: BySymbol) -> Sequence[Mention]:
    """Mentions that may perhaps be passed over, in their order."""
    if CHAT not in by:
        return by.get(FILLER, ())
    return [m for m in found if m.symbol in {FILLER, CHAT}]


def passing(mention: Mention, main: frozenset[int]) -> float | None:
    """What it costs to pass over a mention; None for what may not be passed over."""
    if mention.symbol == FILLER and mention.how == "fuzzy":
        return mention.cost + SLIP if mention.cost <= FAR_SLIP else None
    if mention.symbol == FILLER:
        return mention.cost + MAIN_VERB * (mention.start in main and mention.end == mention.start + 1)
    return mention.cost + 0.4 if mention.symbol == CHAT and mention.meaning in PASSING else None


def letters(by: BySymbol, row: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    """Words as such, right beside words that ask how a name is written; before them only a single letter."""
    asking = [m for symbol in SPELLING for m in by.get(symbol, ())]
    if not asking:
        return []
    after, before = {m.end for m in asking}, {m.start - 1 for m in asking}
    found = [i for i, t in enumerate(row) if t.text.isalpha() and (i in after or (i in before and len(t.text) == 1))]
    meant = {m.start for m in mentions if m.symbol[0] == "{"} if found else set()
    return [Mention(i, i + 1, LETTER, row[i].text, 0.3 + MEANT * (i in meant), "exact") for i in found]


def stays(mention: Mention, size: int, garbled: frozenset[int]) -> bool:
    """Whether a mention is never passed over: a remark in the middle, a garbled word that asks."""
    if mention.symbol == CHAT and mention.start > EDGE and mention.end < size - EDGE:
        return True
    return mention.how == "fuzzy" and not mention.start and mention.end in garbled


def garbled(by: BySymbol) -> frozenset[int]:
    """Where a first word ends that is misspelt and stands before one that helps to ask: it asks too, whatever it is."""
    return frozenset([m.start for m in by.get(POLAR, ()) if m.start == 1])


def signs(by: BySymbol, row: Sequence[Token]) -> frozenset[int]:
    """Marks that compare with a number after them, which are never passed over: "year >= 1990"."""
    comparing = (m for symbol in COMPARING for m in by.get(symbol, ()) if row[m.start].mark)
    told = (m for m in comparing if m.end < len(row) and row[m.end].text.isdigit())
    return frozenset([i for m in told for i in range(m.start, m.end)])


def telling_words(by: BySymbol, acting: frozenset[int]) -> frozenset[int]:
    """Tokens that may be filler but are not where they stand: "what do the offices do", "the full name of"."""
    phrases = [m for symbol in WORDINGS for m in by.get(symbol, ()) if m.end - m.start > 1 and not m.cost]
    if not phrases:
        return acting
    empty = {m.start for m in by.get(FILLER, ()) if m.end == m.start + 1}
    telling = (m for m in phrases if m.symbol == "{noun}" or not empty.issuperset(range(m.start, m.end)))
    return acting.union(*(range(m.start, m.end) for m in telling))


def acts(by: BySymbol) -> frozenset[int]:
    """Words that may only help another verb, but say themselves what something does: "what do the offices do"."""
    helping = _helping(by)
    acting = [m.end for symbol in ACTING for m in by.get(symbol, ())] if helping else ()
    if not acting:
        return frozenset()
    first = min(acting)
    return helping.intersection([m.start for m in by.get(VERB, ()) if m.end == m.start + 1 and m.start >= first])


def uncovered(
    row: Sequence[Token], mentions: Sequence[Mention], skips: list[list[tuple[int, float]]]
) -> frozenset[int]:
    """Tokens that nothing reads and that may not be passed over."""
    begun = {m.start for m in mentions}
    rest = [i for i in range(len(row)) if i not in begun and not skips[i]]
    if not rest:
        return frozenset()
    longer = [range(m.start + 1, m.end) for m in mentions if m.end - m.start > 1]
    longer += [range(start + 1, end) for start, ends in enumerate(skips) for end, _ in ends]
    return frozenset([i for i in rest if not any(i in span for span in longer)])
