"""The chat in a terminal: greet, read, answer, until Ctrl-D.

Rules of this file: nothing that is typed ends the chat but Ctrl-D and /quit; whatever ends it, the terminal
is left as it was found.
"""

from __future__ import annotations

import signal
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Protocol

from clairbot.errors import ClairbotError
from clairbot.faces.crash import report_crash
from clairbot.faces.echo import no_echo
from clairbot.faces.history import History
from clairbot.faces.output import OutputError, silence
from clairbot.faces.plain import PlainReader
from clairbot.faces.render import print_reply, print_sources, print_wrapped
from clairbot.faces.slash import run_command
from clairbot.faces.state import state_path
from clairbot.faces.talk import Talk
from clairbot.faces.tips import next_tip

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from clairbot.bot import Bot
    from clairbot.faces.loading import Loading
    from clairbot.faces.options import Options
    from clairbot.faces.output import Output

SWITCH = 0.001
"""Seconds that a thread may keep others waiting: a preview must not be felt in the keys."""
SAMPLES = 3
"""Questions that the greeting shows."""


class Reader(Protocol):
    """Where lines come from."""

    def read(self) -> str:
        """Return the next line; raise EOFError at the end, KeyboardInterrupt on Ctrl-C."""

    def offer(self, questions: tuple[str, ...]) -> None:
        """Take note of what could be asked next."""

    def once_loaded(self, action: Callable[[], None]) -> None:
        """Have the bot loaded and then something done: before the next line, or above the one that is being typed."""

    def stop(self, reason: BaseException) -> None:
        """End reading with an exception, from a signal handler."""


class Terminated(BaseException):
    """A signal wants the chat to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


def chat(loading: Loading, options: Options, out: Output, err: Output) -> int:
    """Hold a chat; return the exit status."""
    sys.setswitchinterval(SWITCH)
    out.plain = out.plain or options.accessible
    talk = Talk(loading, out, History(None if options.no_history else state_path("history")))
    talk.settings.update(options.settings, **({"sources": "on"} if options.sources else {}))
    repl = Repl(talk, _make_reader(talk), options, err)
    _catch_signals(repl.reader)
    try:
        with nullcontext() if out.plain else no_echo():
            return repl.run()
    except Terminated as terminated:
        silence(out.stream)  # after a hang-up there is nothing left to write to
        return terminated.exit_code


def _make_reader(talk: Talk) -> Reader:
    if talk.out.plain:
        return PlainReader(talk)
    # Deferred: prompt_toolkit takes longer to import than all the rest, and a plain chat does without.
    from clairbot.faces.prompt import PromptReader  # noqa: PLC0415

    return PromptReader(talk)


def _catch_signals(reader: Reader) -> None:
    def stop(number: int, _: FrameType | None) -> None:
        reader.stop(Terminated(number))

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)


class Repl:
    """Reads lines and answers them."""

    def __init__(self, talk: Talk, reader: Reader, options: Options, err: Output) -> None:
        self.talk = talk
        self.reader = reader
        self.options = options
        self.err = err
        self._warned = False

    def run(self) -> int:
        """Talk until the reader is at its end; return the exit status."""
        self.reader.once_loaded(self._arrive)
        while True:
            self._warn_once()
            try:
                line = self.reader.read()
            except KeyboardInterrupt:
                self._end_line()
                continue
            except EOFError:
                self._end_line()
                return 0
            try:
                self._take_turn(line)
            except EOFError:
                return 0

    def _take_turn(self, line: str) -> None:
        """Answer a line; whatever goes wrong is one line on stderr."""
        try:
            self._answer(line)
        except (OutputError, BrokenPipeError, EOFError):
            raise
        except KeyboardInterrupt:
            print_wrapped(self.talk.out, "\nStopped.")
        except Exception as error:  # noqa: BLE001 (the chat survives whatever breaks below it)
            self._complain(error)

    def _complain(self, error: Exception) -> None:
        if error is self.talk.loading.error:
            raise error  # without a bot there is no chat
        if isinstance(error, ClairbotError):
            self.err.complain(str(error))
        else:
            self.err.complain(report_crash(error, self.err, debug=self.options.debug))

    def _answer(self, line: str) -> None:
        text = line.strip()
        if text.startswith("/") and not text.startswith("//"):
            run_command(self.talk, text)
        elif text:
            answer = self.talk.ask(text[1:] if text.startswith("//") else text)
            self.reader.offer(answer.suggestions)
            drawn = self.talk.settings["timeline"] == "on"
            print_reply(self.talk.out, answer, self.talk.bot.times if drawn else frozenset())
            if self.talk.settings["sources"] == "on":
                print_sources(self.talk.out, answer)

    def _arrive(self) -> None:
        """Say what the bot is about, and what it has to warn of."""
        bot = self.talk.bot
        if self.options.quiet:
            return
        for warning in bot.warnings:
            self.err.complain(warning)
        if not self.talk.answers:  # who has asked already needs no welcome
            self._greet(bot)

    def _greet(self, bot: Bot) -> None:
        out = self.talk.out
        print_wrapped(out, bot.title, "bold")
        if samples := bot.samples("", SAMPLES):
            print_wrapped(out, "\n".join(["Ask, for instance:", *(f"  {question}" for question in samples)]))
        print_wrapped(out, "/help says what else can be typed; Ctrl-D leaves.")
        if tip := next_tip(state_path("tip")):
            print_wrapped(out, f"Tip: {tip}")

    def _warn_once(self) -> None:
        warning = self.talk.history.warning
        if warning and not self._warned and not self.options.quiet:
            self._warned = True
            self.err.complain(warning)

    def _end_line(self) -> None:
        """Start a new line, where the reader has left the cursor behind the prompt."""
        if self.talk.out.plain:
            self.talk.out.line()
