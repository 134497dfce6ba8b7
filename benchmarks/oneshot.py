"""What a one-shot call costs: the whole process, as a ratio to importing rapidfuzz.

Rule of this file: the commands take turns, and a ratio is the median of the ratios within a round, so a
machine that gets slower or faster meanwhile changes none.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from benchmarks.tables import Table

if TYPE_CHECKING:
    from benchmarks.tables import Cell

ROUNDS = 21

BASE = "import rapidfuzz"
COMMANDS = {
    "pass": ("-c", "pass"),
    BASE: ("-c", "import rapidfuzz"),
    "one question": ("-m", "clairbot", "when did Seoul open"),
    "--help": ("-m", "clairbot", "--help"),
    "--version": ("-m", "clairbot", "--version"),
}
"""Arguments of Python for each row."""

Run: TypeAlias = tuple[float, float, int]
"""CPU in ms, peak memory in MiB, exit code."""


def one_shot_table(rounds: int = ROUNDS) -> Table:
    """Measure whole processes."""
    runs = dict(zip(COMMANDS, zip(*_run_all(rounds), strict=True), strict=True))
    base = [run[0] for run in runs[BASE]]
    return Table(
        f"One-shot, whole process, median of {rounds}",
        ("python ...", "CPU ms", "/ import rapidfuzz", "peak MiB", "exit"),
        tuple(_row(name, list(taken), base) for name, taken in runs.items()),
        "A row whose exit is not 0 measured a failure.",
    )


def _row(name: str, runs: list[Run], base: list[float]) -> tuple[Cell, ...]:
    milliseconds, mebibytes, exits = zip(*runs, strict=True)
    ratio = median(own / other for own, other in zip(milliseconds, base, strict=True))
    return name, median(milliseconds), ratio, median(mebibytes), max(exits, key=abs)


def _run_all(rounds: int) -> list[list[Run]]:
    commands = [[sys.executable, *arguments] for arguments in COMMANDS.values()]
    spawner = [sys.executable, "-I", "-S", str(Path(__file__).with_name("spawner.py"))]
    done = subprocess.run(
        [*spawner, json.dumps(commands), str(rounds)], check=True, capture_output=True, encoding="utf-8"
    )
    return [[(run[0], run[1], run[2]) for run in one_round] for one_round in json.loads(done.stdout)]
