"""Completion files for shells, and the man page: made from the table of options.

Rule of this file: it is imported only to make them, since argparse and shtab cost more than an answer does.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

import shtab

from clairbot.faces.options import COMMANDS, OPTIONS
from clairbot.faces.usage import EXAMPLES, EXITS, FILES, NOTES, SUMMARY, VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clairbot.faces.options import Option


def completion_file(shell: str) -> str:
    """Return the completion file for a shell, without the last newline."""
    return str(shtab.complete(_parser(), shell)).rstrip("\n")


def _parser() -> argparse.ArgumentParser:
    """The options as argparse knows them; nothing is ever parsed with it."""
    parser = argparse.ArgumentParser("clairbot", description=SUMMARY, add_help=False, allow_abbrev=False)
    for option in OPTIONS:
        if not option.metavar:
            parser.add_argument(*option.flags, action="store_true", help=option.help)
            continue
        choices = option.choices or None
        added = parser.add_argument(*option.flags, metavar=option.metavar, choices=choices, help=option.help)
        if option.metavar == "DIR":
            added.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    commands = [name for name, _ in COMMANDS]
    parser.add_argument("words", nargs="*", choices=commands, metavar="QUESTION", help="a question, or a command")
    return parser


def man_page(version: str) -> str:
    """Return the man page in roff, without the last newline."""
    today = time.strftime("%Y-%m-%d")
    lines = [
        f'.TH CLAIRBOT 1 "{today}" "clairbot {_roff(version)}" "User Commands"',
        ".SH NAME",
        rf"clairbot \- {_roff(SUMMARY[0].lower() + SUMMARY[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        r".B clairbot",
        r"[\fIOPTION\fR]... [\-\-] [\fIQUESTION\fR | \fICOMMAND\fR]",
        ".SH DESCRIPTION",
        *_paragraphs(NOTES),
        ".SH OPTIONS",
        *(line for option in OPTIONS for line in _entry(_written(option), option.help)),
        ".SH COMMANDS",
        *_entries(COMMANDS),
        ".SH EXIT STATUS",
        *_entries(EXITS),
        ".SH ENVIRONMENT",
        *_entries(VARIABLES),
        ".SH FILES",
        *_entries(FILES),
        ".SH EXAMPLES",
        *_entries(EXAMPLES),
    ]
    return "\n".join(lines)


def _written(option: Option) -> str:
    flags = ", ".join(rf"\fB{_roff(flag)}\fR" for flag in option.flags)
    return rf"{flags} \fI{option.metavar}\fR" if option.metavar else flags


def _entries(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in rows:
        yield from _entry(rf"\fB{_roff(name)}\fR", text)


def _entry(head: str, text: str) -> tuple[str, ...]:
    return ".TP", head, _roff(text)


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.split("\n\n")):
        yield from [".PP"] * bool(number)
        yield _roff(" ".join(paragraph.split()))


def _roff(text: str) -> str:
    """Text that roff prints as it is."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    return rf"\&{escaped}" if escaped.startswith(".") else escaped
