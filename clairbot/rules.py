"""Rules: a grammar as the matcher uses it, and how a rule's meaning is built from its parts.

Rule of this file: nothing is parsed here; templates and meanings were read when the pack was compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clairbot.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clairbot.meaning import Composer

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


def compile_meaning(expression: Expression, functions: Composer | Mapping[str, Any]) -> Callable[[tuple[Any, ...]], Any]:
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
