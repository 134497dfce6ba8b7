"""Matching: all readings of a row of tokens, from the lexicon's mentions upwards, cheapest kept.

A chart parser over typed spans. Tokens that are filler may be passed over between the parts of a rule,
at a cost; every other token must be part of the reading. Spans are finished from left to right and,
for one end, from short to long, so each span is visited once and nothing is parsed twice.

Rule of this file: bounded work. A span keeps few readings of one category, and the whole chart has a
budget; a question that exceeds it is answered from what was found, or declined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clairbot.lexicon import CHAT
from clairbot.record import Record
from clairbot.rules import compile_meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clairbot.lexicon import Links
    from clairbot.meaning import Composer
    from clairbot.rules import Grammar

BEAM = 6
"""Readings that a span keeps of one category."""
BUDGET = 40_000
"""Rule steps that one question may take."""


class Edge(Record):
    """A span of tokens with one reading."""

    start: int
    """First token."""
    end: int
    """Token after the last."""
    symbol: str
    """Its category."""
    meaning: Any
    """What it means."""
    cost: float
    """Sum of the costs of its words, rules and passed-over filler."""
    rule: int
    """Index of the rule that built it; -1 for a mention."""
    parts: tuple[Edge, ...] = ()
    """What it was built from."""


class Chart:
    """All readings of one row of tokens."""

    def __init__(self, edges: dict[tuple[int, str], list[Edge]], reach: list[dict[int, float]]) -> None:
        self._edges = edges
        self._reach = reach

    def across(self, symbol: str, start: int = 0, end: int | None = None) -> list[Edge]:
        """Readings of a category that cover a stretch (or all) but for filler at its ends, cheapest first."""
        last = len(self._reach) - 1 if end is None else end
        found = []
        for first, before in self._reach[start].items():
            for edge in self._edges.get((first, symbol), ()):
                after = self._reach[edge.end].get(last)
                if after is not None and edge.end <= last:
                    found.append((edge.cost + before + after, len(found), edge))
        return [edge.replace(cost=cost) for cost, _, edge in sorted(found)]

    def starting(self, symbol: str, start: int) -> Sequence[Edge]:
        """Readings of a category that start at a token."""
        return self._edges.get((start, symbol), ())

    def spans(self, symbol: str) -> Iterator[Edge]:
        """All readings of a category, wherever they are."""
        for (_, category), edges in self._edges.items():
            if category == symbol:
                yield from edges

    def passes(self, start: int, end: int) -> float | None:
        """Cost of passing over a stretch as filler, or None."""
        return self._reach[start].get(end)


class Matcher:
    """Builds charts with one grammar."""

    def __init__(self, grammar: Grammar, composer: Composer) -> None:
        self._nodes = grammar.nodes
        self._accepts = grammar.accepts
        self._rules = grammar.rules
        self._composer = composer
        self._actions: dict[int, Any] = {}
        self.symbols = frozenset(symbol for node in grammar.nodes for symbol in node) | {CHAT}

    def chart(self, links: Links) -> Chart:
        """All readings of a row of linked tokens."""
        return Chart(_Parse(self, links).run(), _reach(links.skips))

    def build(self, rule: int, order: tuple[int, ...], bound: tuple[Any, ...]) -> Any:  # noqa: ANN401
        """The meaning that a rule builds from the bound slots, or None."""
        action = self._actions.get(rule)
        if action is None:
            action = self._actions[rule] = compile_meaning(self._rules[rule].meaning, self._composer)
        return action(tuple([bound[i] for i in order]))

    @property
    def tables(self) -> tuple[list[dict[str, int]], list[list[tuple[int, tuple[int, ...]]]], list[Any]]:
        """Nodes, accepts and rules of the grammar."""
        return self._nodes, self._accepts, self._rules


class _Parse:
    """The state of one run over one row of tokens."""

    def __init__(self, matcher: Matcher, links: Links) -> None:
        self._matcher = matcher
        self._nodes, self._accepts, self._rules = matcher.tables
        self._size = len(links.tokens)
        self._reach = _reach(links.skips)
        self._mentions: dict[tuple[int, int], list[Edge]] = {}
        for mention in links.mentions:
            if mention.symbol not in matcher.symbols:
                continue
            edge = Edge(mention.start, mention.end, mention.symbol, mention.meaning, mention.cost, -1, ())
            self._mentions.setdefault((mention.start, mention.end), []).append(edge)
        self._waiting: list[list[tuple[Any, ...]]] = [[] for _ in range(self._size + 1)]
        self._edges: dict[tuple[int, str], list[Edge]] = {}
        self._kept: dict[tuple[int, int, str], list[Edge]] = {}
        self._pending: list[list[Edge]] = []
        self._budget = BUDGET

    def run(self) -> dict[tuple[int, str], list[Edge]]:
        for end in range(1, self._size + 1):
            self._pending = [[] for _ in range(end)]
            for start in range(end - 1, -1, -1):
                agenda = self._pending[start]
                agenda.extend(self._mentions.get((start, end), ()))
                for edge in agenda:  # grows while it is walked: rules of one part build on the same span
                    if self._budget > 0 and self._keep(edge):
                        self._advance(edge)
        return self._edges

    def _keep(self, edge: Edge) -> bool:
        """Whether the reading is new and among the cheapest of its span."""
        key = (edge.start, edge.end, edge.symbol)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = []
            self._edges.setdefault((edge.start, edge.symbol), [])
        meaning, cost = edge.meaning, edge.cost
        for other in kept:
            if other.meaning == meaning and other.cost <= cost:
                return False
        if len(kept) >= BEAM and cost >= max(other.cost for other in kept):
            return False
        kept.append(edge)
        self._edges[edge.start, edge.symbol].append(edge)
        return True

    def _advance(self, edge: Edge) -> None:
        symbol, nodes = edge.symbol, self._nodes
        following = nodes[0].get(symbol)
        if following is not None:
            self._step(following, edge.start, (), 0.0, (), edge)
        for node, start, bound, cost, parts in self._waiting[edge.start]:
            following = nodes[node].get(symbol)
            if following is not None:
                self._step(following, start, bound, cost, parts, edge)

    def _step(
        self, node: int, start: int, bound: tuple[Any, ...], cost: float, parts: tuple[Edge, ...], edge: Edge
    ) -> None:
        self._budget -= 1
        if edge.symbol[0] == "{":
            bound = (*bound, edge.meaning)
        cost += edge.cost
        parts = (*parts, edge)
        for rule, order in self._accepts[node]:
            meaning = self._matcher.build(rule, order, bound)
            if meaning is not None:
                category, price = self._rules[rule].category, self._rules[rule].cost
                self._pending[start].append(Edge(start, edge.end, category, meaning, cost + price, rule, parts))
        if self._nodes[node]:
            for position, dear in self._reach[edge.end].items():
                self._waiting[position].append((node, start, bound, cost + dear, parts))


def _reach(skips: Sequence[list[tuple[int, float]]]) -> list[dict[int, float]]:
    """For each position, the positions that passing over filler leads to, itself included, with the cost."""
    reach: list[dict[int, float]] = [{} for _ in skips]
    for start in range(len(skips) - 1, -1, -1):
        reach[start][start] = 0.0
        for end, cost in skips[start]:
            for further, more in reach[end].items():
                if cost + more < reach[start].get(further, 99.0):
                    reach[start][further] = cost + more
    return reach
