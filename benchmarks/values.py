"""Compares denotations.

Rule of this file: order and repetition do not matter, names are compared without case, numbers to four
figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Denotation: TypeAlias = frozenset[str | float]
"""Values in a form that can be compared."""


def denotation(values: Iterable[object]) -> Denotation:
    """Make values comparable; values within a list or tuple count on their own."""
    return frozenset(_comparable(item) for value in values for item in _items(value))


def _items(value: object) -> Iterable[object]:
    return value if isinstance(value, (list, tuple)) else (value,)


def _comparable(item: object) -> str | float:
    try:
        return float(f"{float(str(item)):.4g}")
    except ValueError:
        return " ".join(str(item).casefold().split())
