"""Matching: all readings of a row of tokens as a whole question, from the lexicon's mentions upwards, cheapest kept.

A chart parser over typed spans. Tokens that are filler may be passed over between the parts of a rule,
at a cost; every other token must be part of the reading. Spans are finished from left to right and,
for one end, from short to long, so each span is visited once and nothing is parsed twice. A span is
read as something only if a whole question can begin so and go on from there; its meaning is built last.

Rule of this file: bounded work. A span keeps few readings of one category, a reading that nobody would
take is not built, and the whole chart has a budget; a question that exceeds it is answered from what
was found, or declined. The hot loop works on plain tuples: a `Record` costs as much as a step does.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import itemgetter, or_
from typing import TYPE_CHECKING, Any, TypeAlias

from clairbot.record import Record
from clairbot.rules import compile_meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from clairbot.meaning import Composer
    from clairbot.mentions import Links, Mention
    from clairbot.rules import Ending, Outlook, Rule

BEAM = 6
"""Readings that a span keeps of one category."""
BUDGET = 40_000
"""Rule steps that one question may take."""
DEAREST = 2.0
"""Cost of the dearest reading of a whole question; nobody takes one that costs as much."""
REMEMBERED = 1_000
"""Meanings that are remembered of one rule. Half of what a question builds it builds again, in other spans or
in a second chart of the same words; and "opened" and "before 1990" come again in other questions."""
PARTS = 4_000
"""Nodes that are remembered with what ends there of the categories that were hoped for."""
NEVER = 99.0
"""Cost of what cannot be."""

Reach: TypeAlias = "list[dict[int, float]]"
"""For each position, the positions that passing over filler leads to, itself included, with the cost."""
Waiting: TypeAlias = "tuple[int, int, tuple[Any, ...], float]"
"""A rule begun: its node, its first token, the meanings of its slots so far, its cost so far."""
Order: TypeAlias = "tuple[int, ...] | None"
"""The position among the bound slots of each slot of a rule's meaning; None where they come as they are bound."""
Begun: TypeAlias = "tuple[int, int, tuple[Any, ...], float, list[Ending], int, int, int]"
"""A rule that goes on: as waiting, one node further; which rules end there; what may follow those; what may go on;
both of these together."""
Step: TypeAlias = "tuple[int, list[Ending], int, int, int]"
"""What a node leads to: the categories that end there or further on, and the last four of `Begun`."""
Kept: TypeAlias = "list[tuple[float, Any]]"
"""Costs and meanings of the readings of one span as one category."""
NOTHING: dict[str, Kept] = {}
"""What is kept of a span that was not read yet."""
Whole: TypeAlias = "tuple[int, int, float, int, tuple[Any, ...]]"
"""A whole question, not built yet: start, end, cost, rule, the meanings of its slots."""


class Edge(Record):
    """A span of tokens with one reading."""

    end: int
    """Token after the last."""
    meaning: Any
    """What it means."""
    cost: float
    """Sum of the costs of its words, rules and passed-over filler."""


class Built(dict[tuple[Any, ...], Any]):
    """What one rule means by the meanings of its slots, None where they do not fit; built when first asked for."""

    def __init__(self, rule: Rule, composer: Composer) -> None:
        super().__init__()
        self._rule, self._composer = rule, composer
        self._action: Callable[[tuple[Any, ...]], Any] | None = None

    def __missing__(self, slots: tuple[Any, ...]) -> Any:  # noqa: ANN401
        if self._action is None:
            self._action = compile_meaning(self._rule.meaning, self._composer)
        if len(self) >= REMEMBERED:
            self.clear()
        meaning = self[slots] = self._action(slots)
        return meaning


class Chart:
    """All readings of one row of tokens as a whole."""

    def __init__(self, matcher: Matcher, links: Links, wholes: dict[str, list[Whole]], reach: Reach) -> None:
        self._matcher = matcher
        self._links = links
        self._wholes = wholes
        self._reach = reach

    def across(self, symbol: str) -> list[Edge]:
        """Readings as a category that no rule uses, over all tokens but for filler at the ends, cheapest first."""
        wholes = self._wholes.get(symbol)
        if not wholes:
            return []
        kept: dict[tuple[int, int], Kept] = {}
        for start, end, cost, rule, slots in wholes:
            built = kept.setdefault((start, end), [])
            meaning = self._matcher.built[rule][slots] if fits(built, cost) else None
            if meaning is not None:
                keep(built, cost, meaning)
        found = []
        for start, before in self._reach[0].items():
            for (first, end), built in kept.items():
                if first == start:
                    after = self._reach[end][len(self._reach) - 1]
                    found += [(cost + before + after, end, meaning) for cost, meaning in built]
        found.sort(key=_cost)
        return [Edge(end, meaning, cost) for cost, end, meaning in found]

    @property
    def categories(self) -> Collection[str]:
        """Categories that no rule uses and that something was read as."""
        return self._wholes.keys()

    def rule(self, symbol: str, meaning: object) -> Rule | None:
        """The cheapest rule by which the whole has this meaning as a category; for explaining a reading."""
        wholes = sorted(self._wholes.get(symbol, ()), key=lambda whole: whole[2])
        made = ((rule, self._matcher.built[rule][slots]) for _, _, _, rule, slots in wholes)
        return next((self._matcher.rules[index] for index, built in made if built == meaning), None)

    def rules(self, symbol: str) -> set[int]:
        """The rules by which something could be read as a category that no rule uses."""
        return {rule for _, _, _, rule, _ in self._wholes.get(symbol, ())}

    def starting(self, symbol: str, start: int) -> list[Edge]:
        """Mentions of a symbol that start at a token."""
        mentions = [mention for mention in self._links.by.get(symbol, ()) if mention.start == start]
        return [Edge(m.end, m.meaning, m.cost) for m in sorted(mentions, key=lambda m: m.end)]


class Matcher:
    """Builds charts with one grammar."""

    def __init__(self, rules: list[Rule], outlook: Outlook, composer: Composer) -> None:
        self.rules = rules
        self.outlook = outlook
        self.children = outlook.children
        """For each symbol, the node that it leads to from each node."""
        self.known: list[Step | None] = [None] * len(outlook.endings)
        """For each node, what it leads to, if it was ever reached."""
        self._starting = lru_cache(self.outlook.starting)
        self.part = lru_cache(PARTS)(self._part)
        """What a node leads to where only some categories are hoped for."""
        self.built = [Built(rule, composer) for rule in rules]
        """For each rule, what it means by the meanings of its slots."""

    def step(self, node: int) -> Step:
        """What a node leads to; found when it is first reached, since most never are."""
        builds = self.outlook.builds[node]
        found = self.known[node] = builds, *self._part(node, builds)
        return found

    def _part(self, node: int, hoped: int) -> tuple[list[Ending], int, int, int]:
        """What ends at a node of some categories, what may follow those, what the node goes on with, both together."""
        endings = [ending for ending in self.outlook.endings[node] if ending[4] & hoped]
        follow, wants = reduce(or_, [ending[5] for ending in endings], 0), self.outlook.wants[node]
        return endings, follow, wants, follow | wants

    def chart(self, links: Links, without: str = "") -> Chart:
        """All readings of a row of linked tokens, but those as one category."""
        bits = self.outlook.bits
        mentions = [mention for mention in links.mentions if mention.symbol in bits]
        before, after = _around(mentions, links.skips)
        if before[-1] > DEAREST:
            return Chart(self, links, {}, [])
        reach = _reach(links.skips)
        return Chart(self, links, _Parse(self, mentions, reach, before, after).run(self._starting(without)), reach)


class _Parse:
    """The state of one run over one row of tokens."""

    def __init__(
        self, matcher: Matcher, mentions: Sequence[Mention], reach: Reach, before: list[float], after: list[float]
    ) -> None:
        self._matcher, self._outlook = matcher, matcher.outlook
        self._reach = reach
        self._before, self._after = before, after
        self._mentions: list[dict[int, list[tuple[str, Any, float]]]] = [{} for _ in reach]
        self._next = [0] * (len(reach) - 1) + [1]
        bits = self._outlook.bits
        for _, start, end, symbol, meaning, cost, _ in mentions:
            if before[start] + cost + after[end] <= DEAREST:
                self._next[start] |= bits[symbol]
                starting = self._mentions[end]
                if start in starting:
                    starting[start].append((symbol, meaning, cost))
                else:
                    starting[start] = [(symbol, meaning, cost)]
        self._hoped = [0] * len(reach)
        self._waiting: list[list[Waiting]] = [[(0, position, (), 0.0)] for position in range(len(reach))]
        self._begun: list[dict[str, list[Begun]]] = [{} for _ in reach]
        self._wholes: dict[str, list[Whole]] = {}
        self._budget = BUDGET

    def run(self, starting: int) -> dict[str, list[Whole]]:
        """The whole questions; they may start with some symbols."""
        for position in self._reach[0]:
            self._hoped[position] = starting
        for end, mentions in enumerate(self._mentions):
            if mentions:
                self._finish(end)
        return self._wholes

    def _finish(self, end: int) -> None:
        """All spans with this end, from short to long."""
        coming = self._next
        self._onward = [(place, coming[place], dear) for place, dear in self._reach[end].items() if coming[place]]
        self._ahead = reduce(or_, [bits for _, bits, _ in self._onward], 0)
        self._pending: dict[int, list[tuple[str, Any, float]]] = {}
        self._kept: dict[int, dict[str, Kept]] = {}
        mentions, pending, hoped = self._mentions[end], self._pending, self._hoped
        for start in range(end - 1, -1, -1):
            if (start in mentions or start in pending) and hoped[start]:
                agenda = pending[start] = pending.get(start, []) + mentions.get(start, [])
                if len(agenda) > 1:
                    agenda.sort(key=_dear)
                self._read(start, end, agenda)

    def _read(self, start: int, end: int, agenda: list[tuple[str, Any, float]]) -> None:
        """One span as all that it may be; the agenda grows meanwhile: rules of one part build on the same span."""
        bits, all_begun, hoped = self._outlook.bits, self._begun[start], self._hoped[start]
        all_kept = self._kept[start] = {}
        for symbol, meaning, cost in agenda:
            if hoped & bits[symbol] and self._budget > 0:
                kept = all_kept.get(symbol)
                if kept is None:
                    all_kept[symbol] = [(cost, meaning)]
                elif not fits(kept, cost) or not keep(kept, cost, meaning):
                    continue
                begun = all_begun.get(symbol)
                if begun is None:
                    begun = all_begun[symbol] = self._find_begun(start, symbol)
                if begun:
                    self._advance(begun, end, (meaning,) if symbol[0] == "{" else (), cost)

    def _advance(self, begun: list[Begun], end: int, filled: tuple[Any, ...], cost: float) -> None:
        """Goes on with every rule that waits for this reading; it then waits wherever its next part may begin."""
        ahead, before, waiting, hoped = self._ahead, self._before, self._waiting, self._hoped
        most, steps = DEAREST - self._after[end] - cost, 0
        for node, first, bound, so_far, endings, follow, wants, either in begun:
            if either & ahead and so_far + before[first] <= most:
                steps += 1
                now = bound + filled
                if follow & ahead:
                    self._complete(endings, first, end, now, so_far + cost)
                if wants & ahead:
                    for place, coming, dear in self._onward:
                        if wants & coming:
                            waiting[place].append((node, first, now, so_far + cost + dear))
                            hoped[place] |= wants
        self._budget -= steps

    def _find_begun(self, start: int, symbol: str) -> list[Begun]:
        """Rules that go on with a symbol at a position; no more will come, since all that ends there is finished."""
        matcher, found, hoped = self._matcher, list[Begun](), self._hoped
        children, known = matcher.children.get(symbol, {}), matcher.known
        for node, first, bound, cost in self._waiting[start]:
            after = children.get(node)
            if after is not None:
                builds, endings, follow, wants, either = known[after] or matcher.step(after)
                building = builds & hoped[first]
                if building:
                    if building != builds and endings:
                        endings, follow, wants, either = matcher.part(after, building)
                    found.append((after, first, bound, cost, endings, follow, wants, either))
        return found

    def _complete(self, endings: list[Ending], start: int, end: int, bound: tuple[Any, ...], cost: float) -> None:
        """Builds what rules say that end here, where something can come of it."""
        ahead, kept, built = self._ahead, self._kept.get(start, NOTHING), self._matcher.built
        for rule, order, category, price, _, follow, top in endings:
            if follow & ahead:
                total = cost + price
                slots = bound if order is None else tuple([bound[i] for i in order])
                if top:
                    self._wholes.setdefault(category, []).append((start, end, total, rule, slots))
                elif category not in kept or fits(kept[category], total):
                    meaning = built[rule][slots]
                    if meaning is not None:
                        self._pending.setdefault(start, []).append((category, meaning, total))


def fits(kept: Sequence[tuple[float, Any]], cost: float) -> bool:
    """Whether a reading of this cost is among the cheapest of its span."""
    return len(kept) < BEAM or cost < max(kept, key=_cost)[0]


def keep(kept: Kept, cost: float, meaning: Any) -> bool:  # noqa: ANN401
    """Adds a reading to those of its span, in place of the dearest if they are many, if it means something new."""
    for price, other in kept:
        if price <= cost and other == meaning:
            return False
    if len(kept) >= BEAM:
        kept.remove(max(kept, key=_cost))
    kept.append((cost, meaning))
    return True


_dear = itemgetter(2)
"""What a mention costs on its way to being read."""


def _cost(reading: tuple[Any, ...]) -> float:
    return reading[0]  # type: ignore[no-any-return]


def _around(mentions: Sequence[Mention], skips: list[list[tuple[int, float]]]) -> tuple[list[float], list[float]]:
    """The least cost of all that can stand before and after each position, in a reading of the whole."""
    cheapest = _cheapest(mentions, skips)
    before = [0.0] + [NEVER] * (len(skips) - 1)
    for start, found in enumerate(cheapest):
        so_far = before[start]
        for end, cost in found.items():
            if so_far + cost < before[end]:  # noqa: PLR1730 (a call of `min` takes longer than all the rest)
                before[end] = so_far + cost
    after = [NEVER] * (len(skips) - 1) + [0.0]
    for start in range(len(skips) - 2, -1, -1):
        for end, cost in cheapest[start].items():
            if after[end] + cost < after[start]:  # noqa: PLR1730 (as above)
                after[start] = after[end] + cost
    return before, after


def _cheapest(mentions: Sequence[Mention], skips: list[list[tuple[int, float]]]) -> list[dict[int, float]]:
    """For each position, where a mention or passing over filler leads to, and the least that costs."""
    cheapest: list[dict[int, float]] = [{} for _ in skips]
    for found, ends in zip(cheapest, skips, strict=True):
        for end, cost in ends:
            if cost < found.get(end, NEVER):
                found[end] = cost
    for _, start, end, _, _, cost, _ in mentions:
        found = cheapest[start]
        if end not in found or cost < found[end]:
            found[end] = cost
    return cheapest


def _reach(skips: Sequence[list[tuple[int, float]]]) -> Reach:
    """For each position, the positions that passing over filler leads to, itself included, with the cost."""
    reach: Reach = [{} for _ in skips]
    for start in range(len(skips) - 1, -1, -1):
        reach[start][start] = 0.0
        for end, cost in skips[start]:
            for further, more in reach[end].items():
                if cost + more < reach[start].get(further, NEVER):
                    reach[start][further] = cost + more
    return reach
