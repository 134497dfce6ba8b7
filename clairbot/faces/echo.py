"""The terminal's own echo, switched off while the chat lasts: the line editor shows what is typed.

Rule of this file: without it, keys that are pressed while an answer is being made would be shown twice, before
the next prompt and behind it; and however the chat ends, the echo comes back.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import termios

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAGS = 3
"""Where `termios` keeps the local modes."""


@contextmanager
def no_echo() -> Iterator[None]:
    """Switch the echo of standard input off, and back on in the end."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    found = termios.tcgetattr(sys.stdin)
    quiet = [*found[:FLAGS], found[FLAGS] & ~termios.ECHO, *found[FLAGS + 1 :]]
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, quiet)
    try:
        yield
    finally:
        try:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, found)
        except termios.error:  # the terminal has gone
            return
