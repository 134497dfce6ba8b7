"""`clairbot pack check`: all that is wrong or doubtful in a pack, a line each.

Rule of this file: an error in one piece hides no other; exit 2 if there are errors, 1 if there are doubts alone.
"""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import clairbot
from clairbot.errors import PackError
from clairbot.faces.author.templates import template_doubts
from clairbot.pack.compile import compile_into
from clairbot.pack.doubts import doubts
from clairbot.pack.facts import read_data
from clairbot.pack.language import read_language
from clairbot.pack.open import check_folder, read_source
from clairbot.reading import quote

if TYPE_CHECKING:
    from clairbot.faces.output import Output
    from clairbot.pack.source import Source

ERRORS, DOUBTS = 2, 1
"""Exit statuses."""
DECLARING = ("kinds", "properties", "sources", "words")
"""Sections whose keys other parts of a pack refer to."""
UNKNOWN = re.compile(r"unknown [\w ]+ ('.*?'|\".*?\");")
"""How an error says that a name is not declared."""


def check_pack(folder: str, out: Output) -> int:
    """Print what is wrong or doubtful, sorted by place; return the exit status. Raises PackError if it is no pack."""
    path = check_folder(folder)
    errors = find_errors(path) if not _loads(path) else []
    for error in sorted(dict.fromkeys(map(str, errors)), key=_in_order):
        out.line(error)
    if errors:
        _sum_up(out, len(dict.fromkeys(map(str, errors))), "error")
        return ERRORS
    found = find_doubts(path)
    for doubt in sorted(found, key=_in_order):
        out.line(doubt)
    if found:
        _sum_up(out, len(found), "doubt")
        return DOUBTS
    out.line("nothing wrong, nothing doubtful")
    return 0


def _loads(path: str) -> bool:
    """Whether a pack has no error at all; what was compiled for that serves all that comes after."""
    try:
        clairbot.load(path)
    except PackError:
        return False
    return True


def find_errors(path: str) -> list[PackError]:
    """Everything that keeps a pack from loading."""
    source = read_source(path, tolerant=True)
    connection = sqlite3.connect(":memory:")
    try:
        # What stands in one part is looked at even if another cannot be read at all; what is found twice is told once.
        with source.piece:
            read_language(source)
        with source.piece:
            read_data(source)
        with source.piece:
            compile_into(source, connection, {})
    finally:
        connection.close()
    return [error for error in source.errors if not _follows(error, source)]


def _follows(error: PackError, source: Source) -> bool:
    """Whether a name is unknown only because its declaration is wrong, which is an error of its own."""
    found = UNKNOWN.match(error.what)
    declared = (name for section in DECLARING for name, _, _ in source.entries(section))
    return found is not None and any(quote(name) == found[1] for name in declared)


def find_doubts(path: str) -> list[str]:
    """Everything that is doubtful in a pack that loads."""
    source = read_source(path)
    data = read_data(source)
    return list(dict.fromkeys([*map(str, doubts(source, data)), *template_doubts(path, source)]))


def _in_order(message: str) -> tuple[str, int, str]:
    """By file, then by line."""
    file, _, rest = message.partition(":")
    line = rest.partition(":")[0]
    return file, int(line) if line.isdigit() else 0, message


def _sum_up(out: Output, number: int, what: str) -> None:
    out.line(f"{number} {what}{'s' if number != 1 else ''}")
