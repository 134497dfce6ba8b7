"""A stream to print on: safe text, colour where it is wanted, ASCII where nothing else can be shown.

Rule of this file: all that a face prints goes through `Output`. A closed pipe ends the program quietly;
a full disk ends it with one line.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from clairbot.errors import ClairbotError
from clairbot.faces.safe import escape, to_ascii

if TYPE_CHECKING:
    from typing import TextIO

STYLES = {"bold": "1", "dim": "2", "red": "31", "cyan": "36"}
"""SGR codes; each only underlines what the words say already."""
WIDTH = 80
"""Width of a terminal that does not tell, in cells."""


class OutputError(ClairbotError):
    """The output cannot be written: a full disk, say."""


class Output:
    """One of the standard streams."""

    def __init__(self, stream: TextIO | None, *, color: str = "auto") -> None:
        self.stream = stream
        self.is_terminal = bool(stream and stream.isatty())
        self.color = color
        self.plain = os.environ.get("TERM", "dumb") == "dumb"
        """Whether the terminal understands no control sequences, or its reader wants none."""
        self.ascii = stream is not None and _wants_ascii(stream)
        self.pages = True
        """Whether long output is shown by pages."""
        self._held: list[str] | None = None

    @property
    def colored(self) -> bool:
        """Whether styles are shown on this stream."""
        if self.color != "auto":
            return self.color == "always"
        return self.is_terminal and not self.plain and not os.environ.get("NO_COLOR")

    @property
    def width(self) -> int | None:
        """Cells in a line; None if the stream is no terminal and lines may be as long as they like."""
        if not self.is_terminal or self.stream is None:
            return None
        try:
            return os.get_terminal_size(self.stream.fileno()).columns or WIDTH
        except (OSError, ValueError):
            return WIDTH

    @property
    def height(self) -> int | None:
        """Lines of the terminal; None if the stream is none, or one that does not tell."""
        try:
            return (
                os.get_terminal_size(self.stream.fileno()).lines or None if self.is_terminal and self.stream else None
            )
        except (OSError, ValueError):
            return None

    def hold(self) -> list[str]:
        """Print nothing from now on, but keep it in this list."""
        self._held = []
        return self._held

    def release(self) -> None:
        """Print again."""
        self._held = None

    def clean(self, text: str) -> str:
        """Return `text` as this stream can show it."""
        safe = escape(text)
        return to_ascii(safe) if self.ascii else safe

    def paint(self, text: str, style: str) -> str:
        """Return cleaned `text` in a style (none if that is empty), if styles are shown here."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.colored and text and style else text

    def write(self, cleaned: str = "") -> None:
        """Print a line that is clean already (it may be painted), and flush. Raises as `send` does."""
        self.send(f"{cleaned}\n")

    def send(self, text: str) -> None:
        """Print text as it is, and flush.

        Raises:
            BrokenPipeError: nobody reads any more.
            OutputError: the text cannot be written.
        """
        if self._held is not None:
            self._held.append(text)
            return
        if self.stream is None:
            raise OutputError("cannot write the output: the stream is closed")
        try:
            self.stream.write(text)
            self.stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"cannot write the output: {error.strerror}") from error

    def line(self, text: str = "") -> None:
        """Clean `text` and print it as a line. Raises as `write` does."""
        self.write(self.clean(text))

    def complain(self, message: str) -> None:
        """Print `clairbot: message` as one line, on a stream that may be gone."""
        try:
            self.write(f"{self.paint('clairbot:', 'red')} {self.clean(' '.join(message.splitlines()))}")
        except (OSError, OutputError):
            silence(self.stream)


def _wants_ascii(stream: TextIO) -> bool:
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").replace("_", "")
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    locale = next(filter(None, names), "")
    # Under LC_ALL=C, Python writes UTF-8 all the same; the terminal that asked for C may not read it.
    return not encoding.startswith("utf") or locale in {"C", "POSIX"}


def silence(stream: TextIO | None) -> None:
    """Let what a broken stream still holds vanish, so that Python does not complain about it at exit."""
    if stream is None:
        return
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
    except (OSError, ValueError):
        return


def standard_output(color: str = "auto") -> Output:
    """Return stdout."""
    return Output(sys.stdout, color=color)


def standard_error(color: str = "auto") -> Output:
    """Return stderr."""
    return Output(sys.stderr, color=color)
