"""Behaviour 23: broken bytes, huge lines and nonsense get a reply or an error record, in bounded space."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from screenlib import environment, run, terminal

if TYPE_CHECKING:
    from pathlib import Path

STRANGE = [
    b"\xff\xfe\xc3\x28",
    b"when did \x00 Seoul open",
    b"\xed\xa0\x80 half",
    "🎉🎉🎉".encode(),
    b"\xe2\x80\xae\xe2\x81\xa6 open",
    b"\x1b[2J\x1b]0;title\x07",
    b"%s %n {0} {__class__}",
    b"?" * 500,
    "ﷺ".encode() * 300,
    b"(((((" * 100,
    b"A" * 70_000,
]
SEOUL = b"when did Seoul open\n"


@pytest.mark.parametrize("words", [[], ["--json"], ["--separate"]])
def test_strange_lines_have_their_answers(tmp_path: Path, words: list[str]) -> None:
    done = run("-q", *words, folder=tmp_path, stdin=b"\n".join([*STRANGE, SEOUL]))
    lines = done.stdout.splitlines()
    assert len(lines) == len(STRANGE) + 1
    assert "CLAIR Seoul opened in 1993." in lines[-1]
    assert "Traceback" not in done.stderr
    assert all(line.isprintable() for line in (done.stdout + done.stderr).splitlines())
    if words == ["--json"]:
        assert all({"status", "error"} & set(json.loads(line)) for line in lines)


def test_a_megabyte_costs_little_space(tmp_path: Path) -> None:
    limited = "import resource as r; r.setrlimit(r.RLIMIT_AS, (400 << 20, 400 << 20))"
    code = f"{limited}; import sys; from clairbot.faces.cli import main; sys.exit(main(['-q', '--json']))"
    stdin = b"x" * (32 << 20) + b"\n" + b"when " * 200_000 + b"\n" + SEOUL
    env = environment(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", code], input=stdin, capture_output=True, env=env, timeout=60, check=False
    )
    first, second, last = map(json.loads, done.stdout.splitlines())
    assert "error" in first
    assert "error" in second
    assert last["values"] == [1993]


def test_the_chat_takes_them_too(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.send(b"\x1b[200~\xff\xfe caf\xc3\xa9 \xf0\x9f\x8e\x89\x1b[201~\r")
        chat.until(lambda: chat.text.count("\n>") >= 1)
        chat.prompt()
        chat.send("\x1b[200~" + "x" * 1500 + "\x1b[201~\r")
        chat.shows("1500 characters")
        chat.prompt()
        chat.line("when did Seoul open")
        chat.shows("CLAIR Seoul opened in 1993.")
