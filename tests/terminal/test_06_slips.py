"""Behaviour 6: a slip near a subcommand is never asked; any other words are a question, and `--` forces one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from screenlib import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("slip", "meant"), [("fcats", "facts"), ("Facts", "facts"), ("--jsno", "--json")])
def test_a_slip_is_answered_with_what_was_meant(tmp_path: Path, slip: str, meant: str) -> None:
    done = run(slip, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"did you mean `{meant}`?" in done.stderr
    assert done.stderr.count("\n") == 1


def test_words_are_a_question_quoted_or_not(tmp_path: Path) -> None:
    quoted, bare = run("when did Seoul open?", folder=tmp_path), run("when", "did", "Seoul", "open?", folder=tmp_path)
    assert quoted.stdout == bare.stdout == "CLAIR Seoul opened in 1993.\n"


@pytest.mark.parametrize("words", [["--", "facts"], ["--", "fcats"], ["--", "--json"], ["fcats", "please"]])
def test_a_question_can_be_forced(tmp_path: Path, words: list[str]) -> None:
    done = run(*words, folder=tmp_path)
    assert done.returncode == 1
    assert done.stdout
    assert done.stderr == ""


def test_options_are_not_abbreviated(tmp_path: Path) -> None:
    assert run("--sourc", "when did Seoul open", folder=tmp_path).returncode == 2
