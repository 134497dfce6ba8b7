"""Behaviour 4: piped input is one chat: an answer a line, in order, flushed, plain."""

from __future__ import annotations

import select
import subprocess
import sys
from typing import TYPE_CHECKING

from screenlib import DEADLINE, environment, run

if TYPE_CHECKING:
    from pathlib import Path

SEOUL, LONDON = "CLAIR Seoul opened in 1993.", "CLAIR London opened in 1988."


def test_each_line_has_its_answer(tmp_path: Path) -> None:
    done = run(folder=tmp_path, stdin="when did Seoul open?\n\nand London?")
    assert (done.stdout, done.stderr, done.returncode) == (f"{SEOUL}\n\n{LONDON}\n", "", 0)


def test_empty_input_is_fine(tmp_path: Path) -> None:
    done = run(folder=tmp_path)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_separate_lines_know_nothing_of_each_other(tmp_path: Path) -> None:
    lines = "when did Seoul open?\nwhen did it open?\n"
    together, apart = run(folder=tmp_path, stdin=lines), run("--separate", folder=tmp_path, stdin=lines)
    assert together.stdout == f"{SEOUL}\n{SEOUL}\n"
    assert apart.stdout.startswith(f"{SEOUL}\nWhich do you mean")
    assert apart.stdout.count("\n") == 2


def test_answers_are_flushed_line_by_line(tmp_path: Path) -> None:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "clairbot"]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment(tmp_path), bufsize=0) as process:
        assert process.stdin
        assert process.stdout
        for question, answer in ((b"when did Seoul open\n", SEOUL), (b"and London\n", LONDON)):
            process.stdin.write(question)
            ready, _, _ = select.select([process.stdout], [], [], DEADLINE)
            if not ready:
                process.kill()
            assert process.stdout.readline().decode() == f"{answer}\n"
