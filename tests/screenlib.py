"""A terminal for tests: a program in a pty, and the screen that a person would see.

Rule of this file: nothing waits for a fixed time; a test waits for what must come to stand on the screen,
as long as the slowest machine may need.
"""

from __future__ import annotations

import atexit
import functools
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEADLINE = 60.0
"""Seconds after which what has not come will not come."""
STEP = 0.02
"""Seconds that are read at a time."""
HERE = Path(__file__).parent
CLAIRBOT = f"{shlex.quote(sys.executable)} -m clairbot"
SHIM = f"{shlex.quote(sys.executable)} {shlex.quote(str(HERE / 'shim.py'))}"
"""The same with a bot that breaks, sleeps, and tells its process, when it is asked to."""
UP, LEFT, RIGHT, TAB, ENTER = "\x1b[A", "\x1b[D", "\x1b[C", "\t", "\r"
CTRL_C, CTRL_D, ALT_ENTER = "\x03", "\x04", "\x1b\r"


@functools.cache
def compiled() -> str:
    """A cache folder in which the built-in pack is compiled, once for all tests of a run."""
    folder = tempfile.mkdtemp(prefix="clairbot-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = [sys.executable, "-m", "clairbot", "-q", "how many offices are there"]
    subprocess.run(command, env={**os.environ, "XDG_CACHE_HOME": folder}, capture_output=True, check=True)
    return folder


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Variables of a user who has just been created, but for the compiled packs, which all tests share."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_CACHE_HOME": compiled(),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        **more,
    }


def run(
    *words: str | bytes, folder: Path, stdin: str | bytes = b"", program: str = CLAIRBOT, **more: str
) -> subprocess.CompletedProcess[str]:
    """The command line in pipes."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    command = [*shlex.split(program), *words]
    env = environment(folder, **more)
    done = subprocess.run(command, input=given, capture_output=True, env=env, cwd=folder, timeout=300, check=False)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


class _Screen(pyte.HistoryScreen):
    """A screen that answers what a program asks its terminal: where the cursor is."""

    def __init__(self, width: int, height: int, answer: Callable[[str], object]) -> None:
        self._answer = answer
        super().__init__(width, height, history=5000, ratio=0.5)

    def write_process_input(self, data: str) -> None:
        self._answer(data)


class Terminal:
    """A program and its screen."""

    def __init__(self, command: str, folder: Path, size: tuple[int, int], env: dict[str, str]) -> None:
        width, height = size
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            "/bin/sh", ["-c", command], env=env, cwd=str(folder), dimensions=(height, width), echo=True
        )
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = self.child.ptyproc.delayafterterminate = STEP
        self.screen = _Screen(width, height, self.child.send)
        self.stream: Any = pyte.ByteStream(self.screen)
        self.raw = b""

    def send(self, keys: str | bytes) -> None:
        """Press keys."""
        self.child.send(keys)

    def line(self, text: str) -> None:
        """Type a line, and send it once it stands there; it must fit on one line of the screen."""
        self.send(text)
        self.prompt(text)
        self.send(ENTER)

    def read(self) -> None:
        """Take in what has been written meanwhile."""
        try:
            data = self.child.read_nonblocking(1 << 16, STEP)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            time.sleep(STEP)
            return
        self.raw += data
        self.stream.feed(data)

    @property
    def lines(self) -> list[str]:
        """Lines of the screen, without spaces at their ends."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen, and what has scrolled out of it."""
        above = ["".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in self.screen.history.top]
        return "\n".join([*above, *self.lines])

    @property
    def written(self) -> str:
        """All that was written, with its escapes."""
        return self.raw.decode("utf-8", "replace")

    def until(self, holds: Callable[[], object], what: str = "what the test waits for") -> None:
        """Read until something holds."""
        end = time.monotonic() + DEADLINE
        while not holds():
            if time.monotonic() > end:
                shown = "\n".join(f"|{line}" for line in self.text.splitlines())
                raise AssertionError(f"{what} did not come; the screen:\n{shown}")
            self.read()

    def shows(self, *texts: str) -> None:
        """Wait until all these texts stand on the screen (or have scrolled out of it)."""
        self.until(lambda: all(text in self.text for text in texts), f"{texts!r}")

    def hides(self, text: str) -> None:
        """Wait until a text stands on the screen no more."""
        self.until(lambda: not any(text in line for line in self.lines), f"the end of {text!r}")

    def prompt(self, typed: str = "") -> None:
        """Wait until the cursor stands behind a prompt and this text."""
        self.until(lambda: self.cursor_line == f"> {typed}".rstrip(), f"the prompt with {typed!r}")

    def ready(self) -> None:
        """Wait until the bot is loaded, too."""
        self.until(lambda: self.toolbar.startswith("/help"), "the toolbar")
        self.prompt()

    @property
    def cursor_line(self) -> str:
        """The line of the cursor, up to it."""
        row = self.screen.buffer[self.screen.cursor.y]
        return "".join(row[x].data for x in range(self.screen.cursor.x)).rstrip()

    @property
    def toolbar(self) -> str:
        """The last line that is not blank."""
        return next((line for line in reversed(self.lines) if line), "")

    def resize(self, width: int, height: int) -> None:
        """Change the size of the window."""
        self.child.setwinsize(height, width)
        self.screen.resize(height, width)

    def process(self) -> int:
        """The chat's process, which the shim tells when it is asked."""
        self.prompt()
        self.line("pid")
        self.until(lambda: re.search(r"^<\d+>$", self.text, re.MULTILINE))
        found = re.search(r"^<(\d+)>$", self.text, re.MULTILINE)
        assert found
        return int(found[1])

    def ends(self, status: int) -> None:
        """Wait until the program has ended with a status."""
        self.shows(f"status={status}.")


@contextmanager
def terminal(
    *words: str,
    folder: Path,
    size: tuple[int, int] = (80, 24),
    program: str = CLAIRBOT,
    after: str = ":",
    **more: str,
) -> Iterator[Terminal]:
    """The chat (or another program) in a terminal, in a shell that says what it ended with."""
    # The trap keeps the shell alive when Ctrl-C reaches all that runs in the terminal.
    command = f"trap : INT; {program} {shlex.join(words)}; echo status=$?.; {after}"
    opened = Terminal(command, folder, size, environment(folder, **more))
    try:
        yield opened
    finally:
        opened.child.close(force=True)
