"""The text of `--help`, made from the table of options.

Rule of this file: examples first, nothing written twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.faces.options import COMMANDS, OPTIONS, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

SUMMARY = "Ask a question about the facts of a pack and get the answer with its sources."
EXAMPLES = (
    ("clairbot when did Seoul open", "ask, print the answer, exit"),
    ("clairbot", "chat; /help there says more"),
    ("clairbot < questions.txt", "answer each line, as one chat"),
    ('clairbot --json "which offices opened in 1990"', "an answer for programs"),
    ("clairbot --pack mypack how many rivers are there", "ask your own facts"),
)

NOTES = """\
Any words are a question, quoted or not; `--` makes them one whatever they look like.
Piped input: an answer a line, an empty line for an empty line. With --json a line may be
{"id": ..., "question": "..."}; a line that cannot be read gives {"error": ..., "line": n},
an empty line gives null."""

EXITS = (
    ("0", "answered, or small talk"),
    ("1", "not known, or asked back"),
    ("2", "wrong usage, configuration, pack, store or question; or an error in clairbot itself"),
    ("130", "interrupted; of many answers, the highest"),
)
"""Exit statuses with what they mean."""

VARIABLES = (
    ("ACCESSIBLE", "if set, as --accessible"),
    ("NO_COLOR", "if set, no colour unless --color always"),
    ("TERM", "`dumb`: no colour, and the chat as with --accessible"),
    ("LC_ALL, LC_CTYPE, LANG", "`C` or `POSIX`: ASCII alone is printed"),
    ("PAGER", "shows what is longer than the terminal (less); `cat` for none"),
    ("LESS", "options of less (FRX)"),
    ("VISUAL, EDITOR", "opens on Ctrl-X Ctrl-E, to write the question in"),
    ("XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME", "where the files below lie"),
)
"""Environment variables with what they do."""

FILES = (
    ("~/.config/clairbot/config.toml", "defaults, see docs/terminal.md"),
    ("~/.local/state/clairbot/history", "questions of the chat"),
    ("~/.local/state/clairbot/errors.log", "details of unexpected errors"),
    ("~/.cache/clairbot/", "compiled packs"),
)
"""Files with what they hold."""


def help_text() -> str:
    """Return what `--help` prints, without the last newline."""
    parts = [
        SUMMARY,
        _section("Examples", EXAMPLES),
        "Usage: clairbot [OPTION]... [--] [QUESTION | COMMAND]",
        _section("Options", [(_written(option), option.help) for option in OPTIONS]),
        _section("Commands", COMMANDS),
        NOTES,
        _section("Exit status", EXITS),
    ]
    return "\n\n".join(parts)


def _written(option: Option) -> str:
    return f"{', '.join(option.flags)} {option.metavar}".strip()


def _section(title: str, rows: Sequence[tuple[str, str]]) -> str:
    width = max(len(left) for left, _ in rows)
    return "\n".join([f"{title}:", *(f"  {left:<{width}}  {right}" for left, right in rows)])
