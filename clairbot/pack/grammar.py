"""Templates and meanings into a grammar.

Rule of this file: a rule's meaning uses every slot of its template, so that nothing that was read is
dropped from the query; a rule that drops one is refused.
"""

from __future__ import annotations

import ast

from clairbot import template
from clairbot.errors import PackError
from clairbot.rules import Expression, Grammar, Rule

COST = 0.1
"""Cost of a rule that names none; `meaning @ 2` names one."""


def parse_rule(category: str, text: str, meaning: str, where: str) -> Rule:
    """A rule from a template and `function(slot, …) @ cost`; raises PackError."""
    source, _, cost = meaning.partition("@")
    slots: list[str] = []
    try:
        expression = _expression(ast.parse(source.strip(), mode="eval").body, slots)
        price = float(cost) if cost.strip() else COST
    except (SyntaxError, ValueError) as error:
        raise PackError(where, f"cannot read the meaning '{meaning}': {error}") from None
    return Rule(category, text, expression, tuple(slots), price, where)


def _expression(node: ast.expr, slots: list[str]) -> Expression:
    match node:
        case ast.Name(name):
            if name not in slots:
                slots.append(name)
            return ("slot", slots.index(name))
        case ast.Constant(value):
            return ("constant", value)
        case ast.UnaryOp(ast.USub(), ast.Constant(value)) if isinstance(value, int):
            return ("constant", -value)
        case ast.Call(ast.Name(name), args, []):
            return ("call", name, tuple(_expression(arg, slots) for arg in args))
        case _:
            message = "only slots, constants and function calls are allowed"
            raise ValueError(message)


def calls(expression: Expression) -> set[str]:
    """Names of the functions that an expression calls."""
    if expression[0] != "call":
        return set()
    return {expression[1]}.union(*(calls(part) for part in expression[2]))


class GrammarBuilder:
    """Collects rules and builds the tree."""

    def __init__(self) -> None:
        self.grammar = Grammar([], [{}], [[]])

    def add(self, rule: Rule, expansions: list[template.Flat]) -> None:
        """Adds a rule with the flat expansions of its template; raises PackError if a slot is dropped or missing."""
        index = len(self.grammar.rules)
        self.grammar.rules.append(rule)
        for symbols in expansions:
            names = [s.name for s in symbols if isinstance(s, template.Slot)]
            wrong = sorted(set(names) ^ set(rule.slots)) or [n for n in names if names.count(n) > 1]
            if wrong:
                raise PackError(rule.where, f"slot '{wrong[0]}' must stand once in each reading and in the meaning")
            accept = (index, tuple(names.index(slot) for slot in rule.slots))
            accepts = self.grammar.accepts[self._node(symbols)]
            if accept not in accepts:
                accepts.append(accept)

    def _node(self, symbols: template.Flat) -> int:
        node = 0
        for symbol in map(symbol_text, symbols):
            following = self.grammar.nodes[node]
            if symbol not in following:
                following[symbol] = len(self.grammar.nodes)
                self.grammar.nodes.append({})
                self.grammar.accepts.append([])
            node = following[symbol]
        return node


def symbol_text(symbol: template.Word | template.Slot | template.Rule) -> str:
    """The symbol as mentions carry it."""
    match symbol:
        case template.Slot(_, kind):
            return f"{{{kind}}}"
        case template.Rule(name):
            return f"<{name}>"
        case _:
            return symbol.text
