"""Templates and meanings into a grammar.

Rule of this file: a rule's meaning uses every slot of its template, so that nothing that was read is
dropped from the query; a rule that drops one is refused.
"""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING

from clairbot import template
from clairbot.errors import PackError
from clairbot.pack.check import cost, hint
from clairbot.reading import quote
from clairbot.rules import Expression, Grammar, Rule

if TYPE_CHECKING:
    from clairbot.meaning import Composer

CONSTANTS: dict[str, tuple[type, ...]] = {"int": (int,), "str": (str,), "float": (int, float)}
"""Types of constants that a function may ask for, as they are written in its signature."""
COST = 0.1
"""Cost of a rule that names none; `meaning @ 2` names one."""


LONGEST = 500
"""Longest meaning, in characters: Python's parser cannot be trusted with more."""


def parse_rule(category: str, text: str, meaning: str, where: str) -> Rule:
    """A rule from a template and `function(slot, …) @ cost`; raises PackError."""
    if len(meaning) > LONGEST:
        raise PackError(where, f"meaning is {len(meaning)} characters; the limit is {LONGEST}")
    source, _, written = meaning.partition("@")
    slots: list[str] = []
    try:
        expression = _expression(ast.parse(source.strip(), mode="eval").body, slots)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        why = getattr(error, "msg", None) or str(error) or "nested too deep"
        raise PackError(where, f"cannot read the meaning {quote(meaning)} ({why}); write function(slot, …)") from None
    if expression[0] == "constant":
        raise PackError(where, f"the meaning {quote(meaning)} is a plain value; write a slot or function(slot, …)")
    return Rule(category, text, expression, tuple(slots), cost(written, where) if written.strip() else COST, where)


def _expression(node: ast.expr, slots: list[str]) -> Expression:
    match node:
        case ast.Name(name):
            if name not in slots:
                slots.append(name)
            return ("slot", slots.index(name))
        case ast.Constant(str(value) | int(value)) if not isinstance(value, bool):
            return ("constant", value)
        case ast.UnaryOp(ast.USub(), ast.Constant(value)) if isinstance(value, int):
            return ("constant", -value)
        case ast.Call(ast.Name(name), args, []):
            return ("call", name, tuple(_expression(arg, slots) for arg in args))
        case _:
            message = "only slots, numbers, texts and function calls are allowed"
            raise ValueError(message)


def check_calls(expression: Expression, composer: Composer, where: str) -> None:
    """That each function exists and takes so many parts, constants of these types; raises PackError."""
    if expression[0] != "call":
        return
    _, name, parts = expression
    functions = [n for n in dir(composer) if not n.startswith("_") and callable(getattr(composer, n))]
    if name not in functions:
        raise PackError(where, f"unknown function {quote(name)}; {hint(name, functions)}")
    signature = inspect.signature(getattr(composer, name))
    try:
        bound = signature.bind(*parts).arguments
    except TypeError:
        takes = ", ".join(map(str, signature.parameters)) or "nothing"
        raise PackError(where, f"'{name}' takes {takes}, and gets {len(parts)} parts; mend the meaning") from None
    for parameter in (signature.parameters[key] for key in bound):
        given = bound[parameter.name]
        for part in given if parameter.kind is parameter.VAR_POSITIONAL else (given,):
            _check_constant(part, parameter, name, where)
            check_calls(part, composer, where)


def _check_constant(part: Expression, parameter: inspect.Parameter, name: str, where: str) -> None:
    wanted = str(parameter.annotation)
    if part[0] == "constant" and not isinstance(part[1], CONSTANTS.get(wanted, (object,))):
        raise PackError(where, f"'{name}' takes {wanted} as {parameter.name}, not {part[1]!r}; mend it")


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
                what = f"slot '{wrong[0]}' must stand once in each reading and in the meaning; mend either"
                raise PackError(rule.where, what)
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
