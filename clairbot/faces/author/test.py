"""`clairbot pack test`: the pack's own questions, asked; a table of the answers, and each failure with its trace.

Rule of this file: a question that fails stops none after it; exit 1 if one failed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import clairbot
from clairbot.faces.author.cases import faults, read_cases
from clairbot.faces.layout import table
from clairbot.faces.render import one_line, print_trace, print_wrapped, reply_text
from clairbot.pack.open import check_folder

if TYPE_CHECKING:
    from clairbot.faces.author.cases import Expected
    from clairbot.faces.options import Options
    from clairbot.faces.output import Output
    from clairbot.values import Answer

HEAD = ("", "Question", "Answer")
PASSED, FAILED = "ok", "FAIL"
SHOWN = 60
"""Characters of an answer that the table shows."""

Failure = tuple["Expected", "Answer", list[str]]


def test_pack(folder: str, options: Options, out: Output) -> int:
    """Ask each question of `tests/`; return the exit status. Raises PackError."""
    path = check_folder(folder)
    cases = list(read_cases(Path(path)))
    bot = clairbot.load(folder)
    rows: list[tuple[str, str, str]] = []
    failures: list[Failure] = []
    for turns in cases:
        chat = bot.chat()
        for wanted in turns:
            answer = chat.ask(wanted.ask, trace=True)
            wrong = faults(wanted, answer)
            failures += [(wanted, answer, wrong)] if wrong else []
            rows.append((FAILED if wrong else PASSED, _indented(wanted, turns), _shortened(answer)))
    if rows and not options.quiet:
        for line in table(HEAD, [[out.clean(cell) for cell in row] for row in rows], out.width):
            out.write(line)
    for failure in failures:
        _print_failure(out, *failure)
    out.write(f"{len(rows)} questions, {len(failures)} failed")
    return 1 if failures else 0


def _indented(wanted: Expected, turns: tuple[Expected, ...]) -> str:
    """The question; later ones of a chat stand behind a sign that they go on."""
    return wanted.ask if wanted is turns[0] else f"… {wanted.ask}"


def _shortened(answer: Answer) -> str:
    told = one_line(reply_text(answer))
    return told if len(told) <= SHOWN else f"{told[: SHOWN - 1]}…"


def _print_failure(out: Output, wanted: Expected, answer: Answer, wrong: list[str]) -> None:
    out.write()
    print_wrapped(out, f"{wanted.where}: {wanted.ask}", "bold")
    for what in wrong:
        print_wrapped(out, f"  {what}", "red")
    print_wrapped(out, f"  {answer.status}: {one_line(answer.text)}")
    print_trace(out, answer)
