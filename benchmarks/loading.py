"""What loading costs: the first time, when the pack is compiled, and after that, from the cache.

Rule of this file: each load happens in a new process with a cache folder of its own making, and ends with an
answer, since a compiled pack is opened only when it is needed.
"""

from __future__ import annotations

import os
import time
from dataclasses import astuple, dataclass
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.tables import Table
from benchmarks.timing import in_fresh_process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.tables import Cell

ROUNDS = 7
QUESTION = "When did Seoul open?"


@dataclass(frozen=True, slots=True)
class Load:
    """CPU of one load, in ms."""

    imported: float
    """Importing clairbot."""
    loaded: float
    """`clairbot.load()`."""
    answered: float
    """The first question."""


def load_table(rounds: int = ROUNDS) -> Table:
    """Load the built-in pack with an empty cache folder, then with the one that this filled."""
    cold: list[Load] = []
    cached: list[Load] = []
    for _ in range(rounds):
        with TemporaryDirectory() as folder:
            cold.append(in_fresh_process(_load, folder))
            cached.append(in_fresh_process(_load, folder))
    return Table(
        f"Loading the built-in pack, CPU ms, median of {rounds}",
        ("cache", "import", "load", "first answer", "sum"),
        (_row("empty: compiles", cold), _row("filled", cached)),
        f"compiling costs {_compiling(cold, cached):.3g} ms: the sums' difference.",
    )


def _row(name: str, loads: Sequence[Load]) -> tuple[Cell, ...]:
    columns = zip(*(astuple(load) for load in loads), strict=True)
    return name, *(median(column) for column in columns), median(map(_sum, loads))


def _sum(load: Load) -> float:
    return load.imported + load.loaded + load.answered


def _compiling(cold: Sequence[Load], cached: Sequence[Load]) -> float:
    return median(_sum(first) - _sum(second) for first, second in zip(cold, cached, strict=True))


def _load(folder: str) -> Load:
    os.environ["XDG_CACHE_HOME"] = folder
    start = time.process_time_ns()
    import clairbot  # noqa: PLC0415 - the import is what is measured

    imported = time.process_time_ns()
    bot = clairbot.load()
    loaded = time.process_time_ns()
    bot.ask(QUESTION)
    answered = time.process_time_ns()
    return Load((imported - start) / 1e6, (loaded - imported) / 1e6, (answered - loaded) / 1e6)
