"""Lines and tables that fit the terminal, measured in cells and not in characters.

Rule of this file: text comes in clean and goes out clean; nothing is cut off, only broken into lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NARROW = 40
"""Below this many cells a table is written as `key: value` lines."""
GAP = 2
"""Cells between two columns."""
LEAST = 8
"""Cells that a column keeps, however narrow the terminal."""

_INDENT = re.compile(r"\s*(?:[-*•] |\d+[.)] )?")


def cells(text: str) -> int:
    """Return how many cells of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    # Deferred: ASCII, which is most text, does without its tables.
    from wcwidth import wcswidth  # noqa: PLC0415

    width: int = wcswidth(text)
    return width if width >= 0 else len(text)


def cut(text: str, width: int) -> str:
    """Return one line of at most `width` cells; three dots stand for what is left out."""
    if cells(text) <= width:
        return text
    kept = text[:width]
    while kept and cells(kept) > width - 3:
        kept = kept[:-1]
    return f"{kept}..."[: max(width, 0)]


def wrap(text: str, width: int | None) -> list[str]:
    """Break `text` into lines of at most `width` cells; an item of a list keeps its indentation."""
    lines = text.split("\n")
    if width is None:
        return lines
    fitting = max(width, LEAST)
    return [part for line in lines for part in ([line] if cells(line) <= fitting else _wrap_line(line, fitting))]


def _wrap_line(line: str, width: int) -> Iterator[str]:
    found = _INDENT.match(line)
    lead = found.group() if found and cells(found.group()) <= width // 2 else ""
    indent = " " * cells(lead)
    current = ""
    for word in _fitting_words(line[len(lead) :], width - cells(indent)):
        joined = f"{current} {word}" if current else lead + word
        if current and cells(joined) > width:
            yield current
            joined = indent + word
        current = joined
    yield current or lead.rstrip()


def _fitting_words(text: str, width: int) -> Iterator[str]:
    """Words of the text; one too long for a line comes in pieces."""
    for word in text.split():
        piece = ""
        for letter in word if cells(word) > width else ():
            if piece and cells(piece + letter) > width:
                yield piece
                piece = ""
            piece += letter
        yield piece or word


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> list[str]:
    """Return the lines of a table, its head first; under `NARROW` cells a block of `key: value` per row."""
    if width is not None and width < NARROW:
        return _blocks(head, rows, width)
    return align([head, *rows], width)


def align(rows: Sequence[Sequence[str]], width: int | None) -> list[str]:
    """Return the lines of rows whose cells stand below each other."""
    columns = _column_widths(rows, width)
    return [line for row in rows for line in _row_lines(row, columns)]


def _blocks(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    lines: list[str] = []
    for row in rows:
        lines += [""] if lines else []
        for key, value in zip(head, row, strict=True):
            lines += wrap(f"{key}: {value}", width)
    return lines


def _column_widths(rows: Sequence[Sequence[str]], width: int | None) -> list[int]:
    columns = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    if width is None:
        return columns
    excess = sum(columns) + GAP * (len(columns) - 1) - width
    while excess > 0 and max(columns) > LEAST:
        columns[columns.index(max(columns))] -= 1
        excess -= 1
    return columns


def _row_lines(row: Sequence[str], columns: Sequence[int]) -> list[str]:
    parts = [wrap(cell, column) for cell, column in zip(row, columns, strict=True)]
    height = max(map(len, parts))
    lines = []
    for number in range(height):
        shown = [part[number] if number < len(part) else "" for part in parts]
        padded = (cell + " " * (column - cells(cell)) for cell, column in zip(shown, columns, strict=True))
        lines.append((" " * GAP).join(padded).rstrip())
    return lines
