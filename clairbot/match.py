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

from typing import TYPE_CHECKING, Any, TypeAlias

from clairbot.record import Record
from clairbot.rules import Outlook, compile_meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clairbot.lexicon import Links
    from clairbot.meaning import Composer
    from clairbot.rules import Grammar

BEAM = 6
"""Readings that a span keeps of one category."""
BUDGET = 40_000
"""Rule steps that one question may take."""
DEAREST = 3.5
"""Cost of the dearest reading of a whole question; nobody takes one that costs more than 2."""
NEVER = 99.0
"""Cost of what cannot be."""

Reach: TypeAlias = "list[dict[int, float]]"
"""For each position, the positions that passing over filler leads to, itself included, with the cost."""
Waiting: TypeAlias = "tuple[int, int, tuple[Any, ...], float]"
"""A rule begun: its node, its first token, the meanings of its slots so far, its cost so far."""
Kept: TypeAlias = "list[tuple[float, Any]]"
"""Costs and meanings of the readings of one span as one category."""
Whole: TypeAlias = "tuple[int, int, float, int, tuple[int, ...], tuple[Any, ...]]"
"""A whole question, not built yet: start, end, cost, rule, order of its slots, their meanings."""


class Edge(Record):
    """A span of tokens with one reading."""

    end: int
    """Token after the last."""
    meaning: Any
    """What it means."""
    cost: float
    """Sum of the costs of its words, rules and passed-over filler."""


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
        for start, end, cost, rule, order, bound in wholes:
            built = kept.setdefault((start, end), [])
            meaning = self._matcher.build(rule, order, bound) if fits(built, cost) else None
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

    def starting(self, symbol: str, start: int) -> list[Edge]:
        """Mentions of a symbol that start at a token."""
        mentions = [m for m in self._links.mentions if m.start == start and m.symbol == symbol]
        return [Edge(m.end, m.meaning, m.cost) for m in sorted(mentions, key=lambda m: m.end)]


class Matcher:
    """Builds charts with one grammar."""

    def __init__(self, grammar: Grammar, composer: Composer) -> None:
        self.nodes = grammar.nodes
        self.rules = [(rule.category, rule.cost) for rule in grammar.rules]
        self.accepts = grammar.accepts
        self.outlook = Outlook(grammar)
        self._meanings = [rule.meaning for rule in grammar.rules]
        self._composer = composer
        self._actions: list[Callable[[tuple[Any, ...]], Any] | None] = [None] * len(grammar.rules)

    def chart(self, links: Links) -> Chart:
        """All readings of a row of linked tokens."""
        mentions, before, after = _useful(links, self.outlook.bits)
        if before[-1] > DEAREST:
            return Chart(self, links, {}, [])
        reach = _reach(links.skips)
        return Chart(self, links, _Parse(self, mentions, reach, before, after).run(), reach)

    def build(self, rule: int, order: tuple[int, ...], bound: tuple[Any, ...]) -> Any:  # noqa: ANN401
        """The meaning that a rule builds from the bound slots, or None."""
        action = self._actions[rule]
        if action is None:
            action = self._actions[rule] = compile_meaning(self._meanings[rule], self._composer)
        return action(tuple([bound[i] for i in order]))


class _Parse:
    """The state of one run over one row of tokens."""

    def __init__(
        self, matcher: Matcher, mentions: list[tuple[Any, ...]], reach: Reach, before: list[float], after: list[float]
    ) -> None:
        self._matcher, self._outlook = matcher, matcher.outlook
        self._reach = reach
        self._before, self._after = before, after
        self._size = len(reach) - 1
        self._mentions: dict[tuple[int, int], list[tuple[str, Any, float]]] = {}
        self._next = [0] * self._size + [1]
        for start, end, symbol, meaning, cost in mentions:
            self._mentions.setdefault((start, end), []).append((symbol, meaning, cost))
            self._next[start] |= self._outlook.bits[symbol]
        self._ahead = [0] * (self._size + 1)
        for position, further in enumerate(reach):
            for other in further:
                self._ahead[position] |= self._next[other]
        self._hoped = [0] * (self._size + 1)
        for position in reach[0]:
            self._hoped[position] = self._outlook.start
        self._waiting: list[list[Waiting]] = [[] for _ in reach]
        self._open: dict[tuple[int, str], list[Waiting]] = {}
        self._kept: dict[tuple[int, str], Kept] = {}
        self._pending: list[list[tuple[str, Any, float]]] = []
        self._wholes: dict[str, list[Whole]] = {}
        self._budget = BUDGET

    def run(self) -> dict[str, list[Whole]]:
        for end in range(1, self._size + 1):
            self._pending = [[] for _ in range(end)]
            self._kept = {}
            for start in range(end - 1, -1, -1):
                agenda = self._pending[start]
                agenda.extend(self._mentions.get((start, end), ()))
                for symbol, meaning, cost in agenda:  # grows while it is walked: rules of one part build on the same span
                    if self._budget > 0 and self._hoped[start] & self._outlook.bits[symbol]:
                        kept = self._kept.setdefault((start, symbol), [])
                        if fits(kept, cost) and keep(kept, cost, meaning):
                            self._advance(start, end, symbol, meaning, cost)
        return self._wholes

    def _advance(self, start: int, end: int, symbol: str, meaning: Any, cost: float) -> None:  # noqa: ANN401
        """Goes on with every rule that waits for this reading."""
        begun = self._open.get((start, symbol))
        if begun is None:
            begun = self._open[start, symbol] = self._find_open(start, symbol)
        slot, ahead = symbol[0] == "{", self._ahead[end]
        after, accepts, wants = self._outlook.after, self._matcher.accepts, self._outlook.wants
        for node, first, bound, so_far in begun:
            if after[node] & ahead:
                self._budget -= 1
                filled = (*bound, meaning) if slot else bound
                if accepts[node]:
                    self._complete(node, first, end, filled, so_far + cost)
                if wants[node] & ahead:
                    self._wait(node, first, end, filled, so_far + cost)

    def _find_open(self, start: int, symbol: str) -> list[Waiting]:
        """Rules that go on with a symbol at a position; no more will come, since all that ends there is finished."""
        nodes, found = self._matcher.nodes, []
        following = nodes[0].get(symbol)
        if following is not None and self._outlook.builds[following] & self._hoped[start]:
            found.append((following, start, (), 0.0))
        for node, first, bound, cost in self._waiting[start]:
            following = nodes[node].get(symbol)
            if following is not None:
                found.append((following, first, bound, cost))
        return found

    def _complete(self, node: int, start: int, end: int, bound: tuple[Any, ...], cost: float) -> None:
        """Builds what the rules that end at a node say, where something can come of it."""
        outlook, hoped, ahead = self._outlook, self._hoped[start], self._ahead[end]
        most = DEAREST - self._before[start] - self._after[end]
        for rule, order in self._matcher.accepts[node]:
            category, price = self._matcher.rules[rule]
            total = cost + price
            if total > most or not (outlook.bits[category] & hoped and outlook.follow[category] & ahead):
                continue
            if category in outlook.tops:
                self._wholes.setdefault(category, []).append((start, end, total, rule, order, bound))
            elif fits(self._kept.get((start, category), ()), total):
                meaning = self._matcher.build(rule, order, bound)
                if meaning is not None:
                    self._pending[start].append((category, meaning, total))

    def _wait(self, node: int, start: int, end: int, bound: tuple[Any, ...], cost: float) -> None:
        """Has a begun rule wait wherever its next part may begin."""
        wants, most = self._outlook.wants[node], DEAREST - self._before[start] - cost
        for position, dear in self._reach[end].items():
            if wants & self._next[position] and dear + self._after[position] <= most:
                self._waiting[position].append((node, start, bound, cost + dear))
                self._hoped[position] |= wants


def fits(kept: Sequence[tuple[float, Any]], cost: float) -> bool:
    """Whether a reading of this cost is among the cheapest of its span."""
    return len(kept) < BEAM or cost < max(kept, key=_cost)[0]


def keep(kept: Kept, cost: float, meaning: Any) -> bool:  # noqa: ANN401
    """Adds a reading to those of its span, if it means something new."""
    for price, other in kept:
        if price <= cost and other == meaning:
            return False
    kept.append((cost, meaning))
    return True


def _cost(reading: tuple[Any, ...]) -> float:
    return float(reading[0])


def _useful(
    links: Links, bits: dict[str, int]
) -> tuple[list[tuple[int, int, str, Any, float]], list[float], list[float]]:
    """Mentions that can be part of a reading of the whole, and the least cost of all before and after each position."""
    size = len(links.tokens)
    steps: list[list[tuple[int, float]]] = [list(skips) for skips in links.skips]
    mentions = []
    for mention in links.mentions:
        _, start, end, symbol, meaning, cost, _ = mention
        if symbol in bits:
            mentions.append((start, end, symbol, meaning, cost))
            steps[start].append((end, cost))
    before = [0.0] + [NEVER] * size
    for start in range(size):
        for end, cost in steps[start]:
            before[end] = min(before[end], before[start] + cost)
    after = [NEVER] * size + [0.0]
    for start in range(size - 1, -1, -1):
        after[start] = min([after[end] + cost for end, cost in steps[start]], default=NEVER)
    useful = [m for m in mentions if before[m[0]] + m[4] + after[m[1]] <= DEAREST]
    return useful, before, after


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
