"""Rules: a grammar as the matcher uses it, and how a rule's meaning is built from its parts.

Rule of this file: nothing is parsed here; templates and meanings were read when the pack was compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from clairbot.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from clairbot.meaning import Composer

Ending: TypeAlias = "tuple[int, tuple[int, ...] | None, str, float, int, int, bool]"
"""A rule at its end: its index, the order of its slots, its category, its cost, the category's bit, the bits of
what may follow it, whether it is a whole question."""
Expression = tuple[Any, ...]
"""`("slot", index)`, `("constant", value)` or `("call", name, expressions)`."""


class Rule(Record):
    """One template and what it means."""

    category: str
    """What it builds: the type of the slots that it can fill."""
    text: str
    """The template as written."""
    meaning: Expression
    """How its meaning is built from its slots, in the order of `slots`."""
    slots: tuple[str, ...]
    """Names of its slots, in the order of their first use in the meaning."""
    cost: float
    """What using it costs."""
    where: str
    """Where it is written."""


class Grammar(Record):
    """All rules as a prefix tree over symbols."""

    rules: list[Rule]
    """The rules."""
    nodes: list[dict[str, int]]
    """For each node of the tree, the next node by symbol; node 0 is the root."""
    accepts: list[list[tuple[int, tuple[int, ...]]]]
    """For each node, the rules that end there, with the position among its bindings of each of their slots."""


class Outlook:
    """What may begin, follow and come of each symbol and node of a grammar, as sets of bits, one for each symbol.

    It is found when a pack is compiled, and kept with the grammar.
    """

    def __init__(self, grammar: Grammar) -> None:
        nodes, accepts = grammar.nodes, grammar.accepts
        self._grammar = grammar
        names = dict.fromkeys(symbol for node in nodes for symbol in node)
        names.update(dict.fromkeys(rule.category for rule in grammar.rules))
        self.bits: dict[str, int] = {name: 1 << i for i, name in enumerate(names, 1)}
        """The bit of each symbol; bit 0 is the end of the row."""
        self.builds = [self._bits_of(rules) for rules in accepts]
        """For each node, the categories that end there or further on."""
        for node in range(len(nodes) - 1, -1, -1):
            for child in nodes[node].values():
                self.builds[node] |= self.builds[child]
        self._corners = self._find_corners()
        self.wants = [self._union(self._corners, node) for node in nodes]
        """For each node, the symbols that may begin what goes on from there, however deep inside."""
        self.follow = self._find_follow()
        """For each category, the symbols that may come right after it."""
        self.tops = frozenset(rule.category for rule in grammar.rules) - {s for node in nodes for s in node}
        """Categories that no rule uses: whole questions."""
        self.endings = [[self._ending(i, order) for i, order in rules] for rules in accepts]
        """For each node, the rules that end there."""
        self.children: dict[str, dict[int, int]] = {}
        """For each symbol, the node that it leads to from each node."""
        for node, following in enumerate(nodes):
            for symbol, child in following.items():
                self.children.setdefault(symbol, {})[node] = child
        del self._grammar  # which is kept beside it

    def starting(self, without: str) -> int:
        """Symbols that may begin a whole question, but for one category."""
        return self._union(self._corners, self.tops - {without})

    def _ending(self, index: int, order: tuple[int, ...]) -> Ending:
        rule = self._grammar.rules[index]
        category = rule.category
        given = None if order == tuple(range(len(order))) else order
        return index, given, category, rule.cost, self.bits[category], self.follow[category], category in self.tops

    def _bits_of(self, accepted: list[tuple[int, tuple[int, ...]]]) -> int:
        found = 0
        for rule, _ in accepted:
            found |= self.bits[self._grammar.rules[rule].category]
        return found

    def _union(self, sets: dict[str, int], symbols: Iterable[str]) -> int:
        found = 0
        for symbol in symbols:
            found |= sets[symbol]
        return found

    def _ends(self, node: int) -> list[str]:
        """Categories that end at a node."""
        return [self._grammar.rules[rule].category for rule, _ in self._grammar.accepts[node]]

    def _find_corners(self) -> dict[str, int]:
        """For each symbol, those that may begin it, itself included."""
        found = dict(self.bits)
        categories = {rule.category for rule in self._grammar.rules}
        for symbol, child in self._grammar.nodes[0].items():
            for category in categories:
                if self.bits[category] & self.builds[child]:
                    found[category] |= self.bits[symbol]
        inner = {category: [c for c in categories if self.bits[c] & found[category]] for category in categories}
        return _closed(found, inner)

    def _find_follow(self) -> dict[str, int]:
        categories = {rule.category for rule in self._grammar.rules}
        found = dict.fromkeys(categories, 0)
        outer: dict[str, set[str]] = {category: set() for category in categories}
        for node in self._grammar.nodes:
            for symbol, child in node.items():
                if symbol in found:
                    found[symbol] |= self.wants[child]
                    outer[symbol].update(self._ends(child))
        used = {symbol for node in self._grammar.nodes for symbol in node}
        for category in categories - used:
            found[category] = 1
        return _closed(found, outer)


def _closed(sets: dict[str, int], links: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """The sets, each with all that it is linked to, directly or not."""
    changed = True
    while changed:
        changed = False
        for name, others in links.items():
            before = sets[name]
            for other in others:
                sets[name] |= sets[other]
            changed = changed or sets[name] != before
    return sets


def compile_meaning(
    expression: Expression, functions: Composer | Mapping[str, Any]
) -> Callable[[tuple[Any, ...]], Any]:
    """A function from the slots' meanings to the meaning of the whole, None where a part does not fit."""
    kind, value = expression[0], expression[1]
    if kind == "slot":
        return lambda slots: slots[value]
    if kind == "constant":
        return lambda _: value
    function = functions[value] if isinstance(functions, dict) else getattr(functions, value)
    if all(part[0] == "slot" for part in expression[2]):
        return _direct(function, tuple(part[1] for part in expression[2]))
    parts = [compile_meaning(part, functions) for part in expression[2]]

    def call(slots: tuple[Any, ...]) -> Any:  # noqa: ANN401
        values = [part(slots) for part in parts]
        return None if None in values else function(*values)

    return call


def _direct(function: Callable[..., Any], order: tuple[int, ...]) -> Callable[[tuple[Any, ...]], Any]:
    """Calls with slots alone are the most frequent: no inner calls for them."""
    if order == (0,):
        return lambda slots: function(slots[0])
    if order == (0, 1):
        return lambda slots: function(slots[0], slots[1])
    return lambda slots: function(*[slots[i] for i in order])
