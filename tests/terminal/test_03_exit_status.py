"""Behaviour 3: 0 answered, 1 not, 2 wrong usage, configuration, pack or store, 130 interrupted."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from packlib import interrupt
from screenlib import CLAIRBOT, SHIM, environment, run

from clairbot.errors import ClairbotError, PackError, QuestionError, StoreError
from clairbot.faces.config import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("when did Seoul open", 0),
        ("hello", 0),
        ("when did Tokyo open", 1),
        ("when did the office open", 1),
        ("--nonesuch", 2),
        ("--pack=nowhere", 2),
        ("x" * 1001, 1),
    ],
)
def test_one_question(tmp_path: Path, question: str, status: int) -> None:
    assert run(question, folder=tmp_path).returncode == status


def test_every_error_of_the_user_s_is_2() -> None:
    assert {error.exit_code for error in (ClairbotError, PackError, QuestionError, StoreError, ConfigError)} == {2}


def test_of_many_lines_the_worst(tmp_path: Path) -> None:
    for lines, status in (("", 0), ("hello\n", 0), ("hello\nwhen did Tokyo open\nhello\n", 1)):
        assert run("-q", folder=tmp_path, stdin=lines).returncode == status


def test_ctrl_c_exits_130_without_a_word(tmp_path: Path) -> None:
    command = ["sh", "-c", f"exec {SHIM} --trace slow"]
    assert interrupt(command, environment(tmp_path)) == (130, b"", b"")


@pytest.mark.parametrize("words", ["facts", "--help", "--json facts"])
def test_head_is_silent(tmp_path: Path, words: str) -> None:
    command = ["sh", "-c", f"{CLAIRBOT} {words} | head -1"]
    done = subprocess.run(command, capture_output=True, env=environment(tmp_path), text=True, check=False)
    assert (done.stdout.count("\n"), done.stderr) == (1, "")
