"""Properties that a pack declares as computed from others: a density is a population by an area.

Rule of this file: what is computed is a statement like any other, made once, and its sources are those of the
facts that it is computed from.
"""

from __future__ import annotations

import operator
import re
from itertools import product
from typing import TYPE_CHECKING

from clairbot.errors import PackError
from clairbot.pack.check import hint
from clairbot.reading import quote
from clairbot.values import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clairbot.schema import Schema

SIGN = re.compile(r"\s+([-+*/])\s+")
OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def computed(name: str, written: str, where: str, schema: Schema, known: Sequence[Statement]) -> Iterator[Statement]:
    """The statements of a property computed as `written`, from left to right; raises PackError."""
    terms = SIGN.split(written.strip())
    numbers = [p.name for p in schema.properties.values() if p.type == "number" and p.name != name]
    for term in terms[::2]:
        if term not in numbers and not term.replace(".", "", 1).isdigit():
            raise PackError(where, f"unknown number {quote(term)}; {hint(term, numbers)}")
    facts: dict[str, dict[str, list[Statement]]] = {}
    for statement in known:
        facts.setdefault(statement.subject, {}).setdefault(statement.property, []).append(statement)
    for subject, about in facts.items():
        choices = [about.get(term, ()) if term in numbers else (float(term),) for term in terms[::2]]
        for choice in product(*choices):
            value = _value([v.value if isinstance(v, Statement) else v for v in choice], terms[1::2])
            if value is not None:
                sources = dict.fromkeys(v.source for v in choice if isinstance(v, Statement))
                yield from (Statement(subject, name, value, source) for source in sources)


def _value(numbers: list[object], signs: list[str]) -> float | None:
    """The number that comes out, None where something would be divided by nothing."""
    found = float(numbers[0])  # type: ignore[arg-type]
    for sign, number in zip(signs, numbers[1:], strict=True):
        if sign == "/" and not number:
            return None
        found = OPERATIONS[sign](found, float(number))  # type: ignore[arg-type]
    return int(found) if found.is_integer() else found
