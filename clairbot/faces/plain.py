"""Reading a line from a terminal in the plainest way: nothing is redrawn, popped up or coloured.

Rules of this file: output only ever grows, so that a screen reader, a braille line or a dumb terminal can
follow it; a signal is never missed. Rejected: `input`, which sleeps on if a signal comes just before it reads.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from clairbot.faces.talk import Talk

PROMPT = "> "
MOST = 1 << 16
"""Bytes that are read at a time."""


class PlainReader:
    """Reads lines as the terminal itself edits them."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._pending = b""
        self._woken, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def read(self) -> str:
        """Return the next line.

        Raises:
            EOFError: the input is at its end.
            KeyboardInterrupt: Ctrl-C was pressed.
        """
        self._talk.out.send(PROMPT)
        # Broken bytes make a bad question, not the end of the chat.
        line = self._read_line().decode("utf-8", "replace").rstrip("\r\n")
        self._talk.history.add(line)
        return line

    def _read_line(self) -> bytes:
        source = sys.stdin.fileno()
        while b"\n" not in self._pending:
            if sys.platform != "win32" and source not in select.select([source, self._woken], [], [])[0]:
                os.read(self._woken, MOST)  # the signal's handler has raised what it wants to raise
                continue
            data = os.read(source, MOST)
            if not data and not self._pending:
                raise EOFError
            self._pending += data or b"\n"
        line, _, self._pending = self._pending.partition(b"\n")
        return line

    def offer(self, questions: tuple[str, ...]) -> None:
        """Take note of what could be asked next; there is no menu to show it in."""

    def once_loaded(self, action: Callable[[], None]) -> None:
        """Wait for the bot, since nothing can be printed above a line that is being typed; then do it."""
        self._talk.loading.wait()
        action()

    def stop(self, reason: BaseException) -> NoReturn:
        """End reading with an exception, from a signal handler."""
        raise reason
