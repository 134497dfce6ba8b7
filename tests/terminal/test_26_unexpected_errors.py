"""Behaviour 26: an unexpected error is one line and a log, the chat goes on, and `--debug` shows the traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screenlib import CTRL_C, SHIM, run, terminal

if TYPE_CHECKING:
    from pathlib import Path


def test_the_chat_survives(tmp_path: Path) -> None:
    log = tmp_path / "state/clairbot/errors.log"
    with terminal("-q", folder=tmp_path, size=(200, 24), program=SHIM) as chat:
        chat.prompt()
        chat.line("crash")
        chat.shows(f"clairbot: unexpected error (RuntimeError: it broke); details in {log}")
        assert "Traceback" not in chat.text
        chat.prompt()
        chat.line("when did Seoul open")
        chat.shows("CLAIR Seoul opened in 1993.")
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


def test_so_it_does_if_a_completion_breaks(tmp_path: Path) -> None:
    log = tmp_path / "state/clairbot/errors.log"
    with terminal("-q", folder=tmp_path, program=SHIM) as chat:
        chat.ready()
        chat.send("crash")
        chat.until(lambda: log.exists() and "beside the line" in log.read_text(encoding="utf-8"))
        assert "Press ENTER" not in chat.text
        assert "Traceback" not in chat.text
        chat.send(CTRL_C)
        chat.prompt()
        chat.line("when did Seoul open")
        chat.shows("CLAIR Seoul opened in 1993.")


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    with terminal("-q", "--debug", folder=tmp_path, program=SHIM) as chat:
        chat.prompt()
        chat.line("crash")
        chat.shows("Traceback (most recent call last)", "RuntimeError: it")
        chat.prompt()


def test_one_question_and_a_pipe(tmp_path: Path) -> None:
    once = run("--trace", "crash", folder=tmp_path, program=SHIM)
    assert (once.returncode, once.stdout, once.stderr.count("\n")) == (2, "", 1)
    piped = run("--trace", "--json", folder=tmp_path, stdin="crash\nhello\n", program=SHIM)
    first, second = piped.stdout.splitlines()
    assert '"error": "unexpected error (RuntimeError: it' in first
    assert '"status": "chat"' in second
    assert piped.returncode == 2
