"""Behaviour 1: a one-shot answer costs at most three imports of rapidfuzz, and imports nothing heavy."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from screenlib import environment

import clairbot

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = os.path.dirname(os.path.dirname(clairbot.__file__))  # noqa: PTH120
HEAVY = {"prompt_toolkit", "rich", "asyncio", "pygments", "argparse", "shtab", "platformdirs", "tomllib", "dataclasses"}


def modules(words: list[str], folder: Path, **more: str) -> set[str]:
    """What is imported in the end; without `site`, whose .pth files are not the program's doing."""
    run = f"from clairbot.faces.cli import main; main({words!r})"
    code = f"import sys; {run}; print(*sys.modules, file=sys.stderr)"
    path = os.pathsep.join([PACKAGE, *filter(None, sys.path)])
    env = environment(folder, PYTHONPATH=path, **more)
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, env=env, text=True, check=True)
    assert done.stdout
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [["when", "did", "Seoul", "open"], ["--json", "Seoul"]])
def test_an_answer_imports_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    assert not modules(words, tmp_path) & HEAVY


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_imports_next_to_nothing(tmp_path: Path, word: str) -> None:
    assert not modules([word], tmp_path) & (HEAVY | {"json", "pathlib", "rapidfuzz", "clairbot.bot", "sqlite3"})


def cpu_seconds(env: dict[str, str], *words: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], env=env, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["when", "did", "Seoul", "open"]])
def test_it_costs_three_imports_of_rapidfuzz_at_most(tmp_path: Path, words: list[str]) -> None:
    env = environment(tmp_path)
    cpu_seconds(env, "-m", "clairbot", *words)  # fills the caches
    allowed, spent = [], []
    for _ in range(15):
        allowed.append(3 * cpu_seconds(env, "-c", "import rapidfuzz"))
        spent.append(cpu_seconds(env, "-m", "clairbot", *words))
        if min(spent) <= min(allowed):
            return
        time.sleep(0.05)
    pytest.fail(f"{min(spent) * 1000:.0f} ms of CPU, {min(allowed) * 1000:.0f} ms allowed")
