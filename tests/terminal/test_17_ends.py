"""Behaviour 17: Ctrl-C clears the line and never leaves, Ctrl-D leaves, signals restore the terminal."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import pytest
from screenlib import CTRL_C, CTRL_D, DEADLINE, SHIM, STEP, terminal


@pytest.mark.parametrize("words", [("-q",), ("-q", "--accessible")])
def test_ctrl_c_and_ctrl_d(tmp_path: Path, words: tuple[str, ...]) -> None:
    with terminal(*words, folder=tmp_path) as chat:
        chat.prompt()
        chat.send("half a quest")
        chat.prompt("half a quest")
        for count in (2, 3, 4):
            chat.send(CTRL_C)
            chat.until(lambda count=count: len(re.findall("^>", chat.text, re.MULTILINE)) >= count)  # type: ignore[misc]
            chat.prompt()
        chat.line("when did Seoul open")
        chat.shows("CLAIR Seoul opened in 1993.")
        chat.prompt()
        chat.send(CTRL_D)
        chat.ends(0)


def test_ctrl_d_on_a_line_with_text_leaves_nobody(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.send(f"hello{CTRL_D}\r")
        chat.prompt()


def test_ctrl_c_stops_an_answer_and_not_the_chat(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path, program=SHIM) as chat:
        chat.prompt()
        chat.line("slow")
        chat.shows("started")
        chat.send(CTRL_C)
        chat.shows("Stopped.")
        chat.prompt()
        chat.line("when did Seoul open")
        chat.shows("CLAIR Seoul opened in 1993.")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
@pytest.mark.parametrize("words", [("-q",), ("-q", "--accessible")])
def test_signals_restore_the_terminal(tmp_path: Path, number: int, status: int, words: tuple[str, ...]) -> None:
    # The shell says before and after how the terminal is set.
    with terminal(*words, folder=tmp_path, program=f"stty -g; {SHIM}", after="stty -g") as chat:
        process = chat.process()
        chat.prompt()
        os.kill(process, number)
        chat.ends(status)
        assert "Traceback" not in chat.text
        assert chat.written.count("\x1b[?2004h") == chat.written.count("\x1b[?2004l")
        chat.until(lambda: len(re.findall(r"(?:[0-9a-f]+:){10,}[0-9a-f]+\r?\n", chat.written)) == 2)
        settings = re.findall(r"(?:[0-9a-f]+:){10,}[0-9a-f]+", chat.written)
        assert settings[0] == settings[1]


def test_a_terminal_that_vanishes_leaves_nobody_behind(tmp_path: Path) -> None:
    """The end of the input and the signal come at once; neither may stand in the other's way."""
    with terminal("-q", folder=tmp_path, program=SHIM) as chat:
        process = chat.process()
        chat.prompt()
        chat.send("when did seo")
        chat.shows("CLAIR Seoul")
    end = time.monotonic() + DEADLINE
    while lives(process):
        assert time.monotonic() < end, "still there"
        time.sleep(STEP)


def lives(process: int) -> bool:
    """Whether a process runs; one that has ended may wait for its parent to ask how."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat")
        return not state.exists() or ") Z " not in state.read_text(encoding="utf-8")
    except (ProcessLookupError, FileNotFoundError):
        return False
