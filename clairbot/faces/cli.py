"""The command line: one question and its answer, a pipe of questions, or the chat.

Rules of this file: stdout carries answers and nothing else; an error is one line on stderr. A one-shot
answer imports nothing that it does not use, so each branch fetches its own modules.
"""
# ruff: noqa: PLC0415 (imports stand where they are needed: start-up time is a promise of this face)

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from clairbot.errors import ClairbotError
from clairbot.faces.options import AUTHOR, Options, parse_options
from clairbot.faces.output import Output, OutputError, silence, standard_error, standard_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clairbot.bot import Bot

INTERRUPTED = 130
"""What Ctrl-C exits with: 128 + SIGINT."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    options = Options()
    try:
        options = parse_options(sys.argv[1:] if arguments is None else arguments)
        return _run(options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        silence(sys.stdout)
        return 0
    except Exception as error:  # noqa: BLE001 (nobody is shown a traceback unasked)
        return _fail(error, options)


def _fail(error: Exception, options: Options) -> int:
    """Say on stderr what went wrong; return the exit status."""
    err = standard_error(options.color)
    if isinstance(error, ClairbotError):
        if isinstance(error, OutputError):
            silence(sys.stdout)
        err.complain(str(error))
        return error.exit_code
    from clairbot.faces.crash import CRASHED, report_crash

    err.complain(report_crash(error, err, debug=options.debug))
    return CRASHED


def _run(options: Options) -> int:
    out, err = standard_output(options.color), standard_error(options.color)
    if text := _about(options):
        out.send(f"{text}\n")
        return 0
    if not options.no_config:
        _configure(options, out, err)
    if options.command:
        return _run_command(options, out, err)
    if options.words or options.forced:
        return _answer_once(options, out, err)
    if sys.stdin is not None and sys.stdin.isatty() and out.is_terminal:
        return _chat(options, out, err)
    return _answer_lines(options, out, err)


def _run_command(options: Options, out: Output, err: Output) -> int:
    if options.command != AUTHOR:
        return _print_facts(options, out, err)
    from clairbot.faces.author import run_author

    return run_author(options, out, err)


def _about(options: Options) -> str:
    """Return what an option wants to be told of clairbot itself; empty if none does."""
    import clairbot

    if options.help:
        from clairbot.faces.usage import help_text

        return help_text()
    if options.completion or options.man:
        from clairbot.faces.shells import completion_file, man_page

        return completion_file(options.completion) if options.completion else man_page(clairbot.__version__)
    return f"clairbot {clairbot.__version__}" if options.version else ""


def _configure(options: Options, out: Output, err: Output) -> None:
    """Let the configuration file say what the command line does not."""
    from clairbot.faces.config import apply_config

    apply_config(options)
    out.color = err.color = options.color
    out.pages = options.settings.get("pager") != "off"


def _load(options: Options, err: Output) -> Bot:
    import clairbot

    bot = clairbot.load(options.pack)
    for warning in () if options.quiet else bot.warnings:
        err.complain(warning)
    return bot


def _print_facts(options: Options, out: Output, err: Output) -> int:
    statements = _load(options, err).statements()
    if options.json:
        from clairbot.faces.jsonl import dump_line, plain

        for statement in statements:
            out.write(dump_line(plain(statement), ascii_only=out.ascii))
        return 0
    from clairbot.faces.pager import paged
    from clairbot.faces.render import print_facts

    with paged(out):
        print_facts(out, statements)
    return 0


def _answer_once(options: Options, out: Output, err: Output) -> int:
    from clairbot.faces.oneshot import answer_once

    return answer_once(_load(options, err), options, out, err)


def _answer_lines(options: Options, out: Output, err: Output) -> int:
    from clairbot.faces.batch import Batch, standard_lines

    stream = standard_lines()
    bot = _load(options, err)
    return Batch(bot.ask if options.separate else bot.chat().ask, options, out, err).run(stream)


def _chat(options: Options, out: Output, err: Output) -> int:
    import clairbot
    from clairbot.faces.loading import Loading
    from clairbot.faces.repl import chat

    options.accessible |= bool(os.environ.get("ACCESSIBLE")) or os.environ.get("TERM") == "dumb"
    return chat(Loading(lambda: clairbot.load(options.pack)), options, out, err)
