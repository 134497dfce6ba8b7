"""One question, one answer.

Rule of this file: stdout carries the answer and, with `--sources`, where it stands; the trace goes to stderr.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.errors import QuestionError

if TYPE_CHECKING:
    from clairbot.bot import Bot
    from clairbot.faces.options import Options
    from clairbot.faces.output import Output
    from clairbot.values import Answer


def answer_once(bot: Bot, options: Options, out: Output, err: Output) -> int:
    """Answer the question that the words are; return the exit status."""
    try:
        answer = bot.ask(" ".join(options.words), trace=options.trace)
    except QuestionError as error:
        if not options.json:
            raise
        _print_json(out, {"error": str(error), "line": 1})
        return error.exit_code
    if options.json:
        # Deferred: only `--json` pays for it.
        from clairbot.faces.jsonl import answer_record  # noqa: PLC0415

        _print_json(out, answer_record(answer, trace=options.trace))
    else:
        _print_text(answer, options, out, err)
    return exit_status(answer)


def exit_status(answer: Answer) -> int:
    """Return 0 for what was answered (or small talk), 1 for what was not."""
    return 0 if answer.status in {"answer", "chat"} else 1


def _print_json(out: Output, record: object) -> None:
    # Deferred: only `--json` pays for it.
    from clairbot.faces.jsonl import dump_line  # noqa: PLC0415

    out.write(dump_line(record, ascii_only=out.ascii))


def _print_text(answer: Answer, options: Options, out: Output, err: Output) -> None:
    # Not wrapped: a terminal breaks lines itself, and a pipe wants them whole.
    from clairbot.faces.render import print_sources, print_trace, reply_text  # noqa: PLC0415

    out.line(reply_text(answer))
    if options.sources:
        print_sources(out, answer)
    if options.trace:
        print_trace(err, answer)
