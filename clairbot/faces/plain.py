"""Reading a line from a terminal in the plainest way: nothing is redrawn, popped up or coloured.

Rule of this file: output only ever grows, so that a screen reader, a braille line or a dumb terminal can
follow it.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from clairbot.faces.talk import Talk

PROMPT = "> "


class PlainReader:
    """Reads lines as the terminal itself edits them."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        if isinstance(sys.stdin, io.TextIOWrapper):
            # Broken bytes make a bad question, not the end of the chat.
            sys.stdin.reconfigure(errors="replace")

    def read(self) -> str:
        """Return the next line.

        Raises:
            EOFError: the input is at its end.
            KeyboardInterrupt: Ctrl-C was pressed.
        """
        line = input(PROMPT)
        self._talk.history.add(line)
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
