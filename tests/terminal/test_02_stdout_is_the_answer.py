"""Behaviour 2: stdout carries the answer and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screenlib import run

if TYPE_CHECKING:
    from pathlib import Path

SEOUL = "CLAIR Seoul opened in 1993.\n"


def test_trace_and_warnings_go_to_stderr(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    done = run("--trace", "when did Seoul open", folder=tmp_path, XDG_CACHE_HOME=str(blocked))
    assert done.stdout == SEOUL
    assert done.stderr.startswith("clairbot: ")
    assert "answers go on from memory" in done.stderr.splitlines()[0]
    assert "tokens (" in done.stderr


def test_errors_leave_stdout_empty(tmp_path: Path) -> None:
    for words in (["--colour"], ["--pack", "nowhere", "hello"], ["fcats"]):
        done = run(*words, folder=tmp_path)
        assert (done.stdout, done.stderr.count("\n")) == ("", 1)


def test_a_pipe_gets_answers_alone(tmp_path: Path) -> None:
    done = run("--trace", folder=tmp_path, stdin="when did Seoul open\n")
    assert done.stdout == SEOUL
    assert "\x1b" not in done.stdout + done.stderr
