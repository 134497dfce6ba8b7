"""Tables of figures: printed for people, or as JSON for programs.

Rule of this file: a cell is a text, a whole number, or a fraction shown with three significant figures.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell: TypeAlias = str | int | float | None
"""One figure; None where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Table:
    """One measurement, in rows."""

    title: str
    """What was measured, and in which unit."""
    columns: tuple[str, ...]
    """Head of each column; the first names the row."""
    rows: tuple[tuple[Cell, ...], ...]
    """As many cells in each as there are columns."""
    note: str = ""
    """What a reader must know so as not to misread the figures."""

    def __str__(self) -> str:
        grid = [self.columns, *(tuple(map(_shown, row)) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
        lines = [self.title, *(_aligned(row, widths) for row in grid), *([self.note] if self.note else [])]
        return "\n".join(lines)


def as_json(tables: Iterable[Table], machine: dict[str, str]) -> str:
    """Write tables as one JSON object, each row an object by column."""
    return json.dumps({"machine": machine, "tables": [_as_object(table) for table in tables]}, indent=2)


def _as_object(table: Table) -> dict[str, object]:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return {"title": table.title, "rows": rows, "note": table.note}


def _shown(cell: Cell) -> str:
    if cell is None:
        return "-"
    return f"{cell:#.3g}".rstrip(".") if isinstance(cell, float) else str(cell)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    name, *figures = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join(["  " + name.strip().ljust(widths[0]), *figures])
