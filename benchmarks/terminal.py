"""What the chat costs who types in it: the first prompt, the echo of a key, the preview and the completions.

Rule of this file: times are wall times, since waiting is what is measured; programs that are compared take turns,
and each runs in a pseudo-terminal that answers as a real one does.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import shutil
import signal
import struct
import sys
import termios
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.tables import Table
from benchmarks.timing import in_fresh_process, quantiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.tables import Cell

ROUNDS = 11
"""Starts of each program."""
NAMES = 50_000
"""Names of the large pack."""
SIZE = (80, 24)
"""Columns and lines."""
READY = b"\x1b[?2004h"
"""What both programs write when they begin to read keys."""
WHERE, HERE = b"\x1b[6n", b"\x1b[1;1R"
"""The question where the cursor is, and an answer."""
PATIENCE = 60.0
"""Seconds after which a program has failed."""
PROGRAMS = {"clairbot": ("-m", "clairbot", "--no-history"), "ptpython": ("-m", "ptpython")}
"""Arguments of Python for each program that shows a prompt."""
BETWEEN = (0.09, 0.05, 0.16, 0.07, 0.12)
"""Seconds between keys, in turn: those of a quick typist."""
SEED = 7
CONSONANTS, VOWELS = "bcdfghklmnprstvz", "aeiou"


# --- the terminal ---------------------------------------------------------------------------------------


class Screen:
    """The end of a pseudo-terminal at which a person would sit."""

    def __init__(self, descriptor: int) -> None:
        # Deferred: only the `bench` extra brings it.
        import pyte  # noqa: PLC0415

        self._descriptor = descriptor
        self.screen: Any = pyte.Screen(*SIZE)
        self._stream: Any = pyte.ByteStream(self.screen)
        self.written = b""

    def press(self, keys: str) -> float:
        """Press keys; return when."""
        now = time.perf_counter()
        os.write(self._descriptor, keys.encode())
        return now

    def until(self, holds: Callable[[], bool]) -> float:
        """Read until something holds; return when what made it so had come."""
        now = time.perf_counter()
        end = now + PATIENCE
        while not holds():
            if now > end or not select.select([self._descriptor], [], [], end - now)[0]:
                raise TimeoutError("the program does not answer")
            data = os.read(self._descriptor, 1 << 16)
            now = time.perf_counter()
            self.written += data
            for _ in range(data.count(WHERE)):
                os.write(self._descriptor, HERE)
            self._stream.feed(data)
        return now

    def wait(self, seconds: float) -> None:
        """Read what comes meanwhile."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._descriptor], [], [], left)[0]:
                seen = len(self.written)
                self.until(lambda seen=seen: len(self.written) > seen)  # type: ignore[misc]

    @property
    def toolbar(self) -> str:
        """The lowest line that is not blank."""
        return next((line.strip() for line in reversed(self.screen.display) if line.strip()), "")


@contextmanager
def started(arguments: Sequence[str], home: str) -> Iterator[tuple[Screen, float]]:
    """A Python program in a pseudo-terminal, and when it was started."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONDONTWRITEBYTECODE", "NO_COLOR"}}
    env = {**kept, "HOME": home, "TERM": "xterm-256color", "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home}
    now = time.perf_counter()
    child, descriptor = pty.fork()
    if not child:
        os.execve(sys.executable, [sys.executable, *arguments], env)  # noqa: S606 (a program of ours, without a shell)
    try:
        fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        yield Screen(descriptor), now
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(descriptor)


# --- the first prompt -----------------------------------------------------------------------------------


def prompt_table(rounds: int = ROUNDS) -> Table:
    """Start the chat and ptpython in turn, each until it reads keys."""
    programs = {name: words for name, words in PROGRAMS.items() if find_spec(name)}
    taken: dict[str, list[float]] = {name: [] for name in programs}
    with TemporaryDirectory() as home:
        for number in range(rounds + 1):
            for name, words in programs.items():
                seconds = _first_prompt(words, home)
                if number:  # the first round fills the caches
                    taken[name].append(seconds)
    base = taken.get("ptpython") or [0.0]
    return Table(
        f"First prompt, ms until keys are read, in turn, {rounds} times each",
        ("python ...", "median", "min", "max", "/ ptpython"),
        tuple(_prompt_row(name, times, base) for name, times in taken.items()),
        "the ratio is that of the medians.",
    )


def _first_prompt(words: Sequence[str], home: str) -> float:
    with started(words, home) as (screen, start):
        return screen.until(lambda: READY in screen.written) - start


def _prompt_row(name: str, times: list[float], base: list[float]) -> tuple[Cell, ...]:
    milliseconds = [1e3 * seconds for seconds in times]
    ratio = median(times) / median(base) if median(base) else None
    return name, median(milliseconds), min(milliseconds), max(milliseconds), ratio


# --- typing, with many names ----------------------------------------------------------------------------


def typing_table() -> Table:
    """Type questions about a pack of many names, with preview, ghost text and menu on."""
    with TemporaryDirectory() as folder:
        names = write_pack(Path(folder, "pack"))
        pack, home = str(Path(folder, "pack")), str(Path(folder, "home"))
        Path(home).mkdir()
        first = in_fresh_process(_complete, pack, [""])  # compiles, too
        lines = [line[:length] for line in _questions(names) for length in range(2, len(line), 3)]
        completions = in_fresh_process(_complete, pack, lines)
        with started(("-m", "clairbot", "-q", "--no-history", "--pack", pack), home) as (screen, _):
            screen.until(lambda: READY in screen.written)
            screen.until(lambda: screen.toolbar.startswith("/help"))
            screen.wait(1)
            echoes, scanning = _type(screen, _questions(names)), _type(screen, _scans(names))
            previews, scans = _paste(screen, _questions(names)), _paste(screen, _scans(names))
    rows = {
        "echo of a key": echoes,
        "echo of a key, all facts": scanning,
        "preview of a pasted question": previews,
        "preview of a pasted question, all facts": scans,
        "completions of a line, CPU": completions,
        "the first completions, CPU": first[-1:],
    }
    return Table(
        f"Typing with {NAMES:,} names, preview and menu on, ms",
        ("what is waited for", "n", "p50", "p90", "p95", "max"),
        tuple((name, len(times), *_shares([1e3 * seconds for seconds in times])) for name, times in rows.items()),
        "an echo has come when the cursor has moved on; a preview when the toolbar says what is understood. "
        "`all facts`: questions that go through them all.",
    )


def _shares(milliseconds: Sequence[float]) -> tuple[float | None, ...]:
    """The quantiles p50, p90, p95 and the greatest."""
    ordered = sorted(milliseconds)
    half, ninety, _, most = quantiles(ordered)
    return half, ninety, ordered[round((len(ordered) - 1) * 0.95)], most


def _type(screen: Screen, questions: Sequence[str]) -> list[float]:
    """Seconds until each key is seen."""
    echoes = []
    for question in questions:
        for number, key in enumerate(question):
            at = screen.screen.cursor.x
            pressed = screen.press(key)
            echoes.append(screen.until(lambda at=at: screen.screen.cursor.x > at) - pressed)  # type: ignore[misc]
            screen.wait(BETWEEN[number % len(BETWEEN)])
        _clear(screen)
    return echoes


def _paste(screen: Screen, questions: Sequence[str]) -> list[float]:
    """Seconds from pasting each question until it is previewed."""
    previews = []
    for question in questions:
        pressed = screen.press(f"\x1b[200~{question}\x1b[201~")
        previews.append(screen.until(lambda: screen.toolbar.startswith("understood")) - pressed)
        _clear(screen)
    return previews


def _clear(screen: Screen) -> None:
    """Clear the line, and wait for the chat to become quiet."""
    screen.press("\x03")
    screen.until(lambda: screen.screen.cursor.x <= len("> ") and screen.toolbar.startswith("/help"))
    screen.wait(0.5)


def _complete(pack: str, lines: Sequence[str]) -> list[float]:
    """CPU seconds of the completions of each line."""
    # Deferred: a process of its own imports them.
    import clairbot  # noqa: PLC0415
    from clairbot.faces.complete import Completion  # noqa: PLC0415
    from clairbot.faces.loading import Loading  # noqa: PLC0415
    from clairbot.faces.slash import command_notes  # noqa: PLC0415

    loading = Loading(lambda: clairbot.load(pack))
    loading.wait()
    completion = Completion(loading, command_notes())
    if len(lines) > 1:
        completion.offers("")
    taken = []
    for line in lines:
        start = time.process_time()
        completion.offers(line)
        taken.append(time.process_time() - start)
    return taken


# --- many names -----------------------------------------------------------------------------------------


def _questions(names: Sequence[str]) -> list[str]:
    few = random.Random(SEED).sample(list(names), 12)  # noqa: S311 (questions, not secrets)
    shapes = ("when was {} founded", "was {} founded before {}", "tell me about {}")
    return [shapes[i % len(shapes)].format(few[i], few[i - 1]) for i in range(len(few))]


def _scans(names: Sequence[str]) -> list[str]:
    """Questions that no index answers."""
    return [f"which towns were founded after {name}" for name in names[:2]]


def write_pack(folder: Path) -> list[str]:
    """Write a pack of many towns; return their names."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    chance = random.Random(SEED)  # noqa: S311 (names, not secrets)
    names: dict[str, None] = {}
    while len(names) < NAMES:
        names[f"{_word(chance)} {_word(chance)}"] = None
    declared = (
        "pack: {title: many towns, samples: []}\nsources: {atlas: An Atlas}\nkinds:\n  town: {words: [city]}\n"
        "properties:\n  founded: {of: town, type: year, dimension: time, noun: founding year, verbs: [found], "
        'say: "{subject} was founded in {value}."}\n'
    )
    (folder / "data" / "schema.yaml").write_text(declared, encoding="utf-8")
    listed = list(names)
    for number in range(0, NAMES, NAMES // 10):
        part = listed[number : number + NAMES // 10]
        entities = "".join(f"    {name}: []\n" for name in part)
        facts = "".join(
            f"  - {{subject: {name}, property: founded, value: {chance.randint(900, 1999)}, source: atlas}}\n"
            for name in part
        )
        text = f"entities:\n  town:\n{entities}facts:\n{facts}"
        (folder / "data" / f"{number}.yaml").write_text(text, encoding="utf-8")
    return listed


def _word(chance: random.Random) -> str:
    syllables = (chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(chance.randint(2, 4)))
    return "".join(syllables).title()
