"""The text of `--help`, made from the table of options.

Rule of this file: examples first, nothing written twice.
"""

from __future__ import annotations

from clairbot.faces.options import COMMANDS, OPTIONS, Option

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
an empty line gives null.

Exit status: 0 answered (or small talk), 1 not known or asked back, 2 wrong usage, pack or
question, 3 a store out of reach, 130 interrupted. Of many answers, the highest."""


def help_text() -> str:
    """Return what `--help` prints, without the last newline."""
    parts = [
        "Ask a question about the facts of a pack and get the answer with its sources.",
        _section("Examples", EXAMPLES),
        "Usage: clairbot [OPTION]... [--] [QUESTION | COMMAND]",
        _section("Options", [(_written(option), option.help) for option in OPTIONS]),
        _section("Commands", COMMANDS),
        NOTES,
    ]
    return "\n\n".join(parts)


def _written(option: Option) -> str:
    return f"{', '.join(option.flags)} {option.metavar}".strip()


def _section(title: str, rows: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> str:
    width = max(len(left) for left, _ in rows)
    return "\n".join([f"{title}:", *(f"  {left:<{width}}  {right}" for left, right in rows)])
