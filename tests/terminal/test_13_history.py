"""Behaviour 13: history is private, survives kill -9, is shared live, has no doubles, and can be left out."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from screenlib import SHIM, UP, terminal

if TYPE_CHECKING:
    from pathlib import Path


def kept(folder: Path) -> list[str]:
    return (folder / "state/clairbot/history").read_text(encoding="utf-8").splitlines()


def test_it_survives_kill_9(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path, program=SHIM) as chat:
        os.kill(chat.process(), signal.SIGKILL)
        chat.ends(137)
    assert kept(tmp_path) == ["pid"]
    assert (tmp_path / "state/clairbot/history").stat().st_mode & 0o777 == 0o600
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.send(UP)
        chat.prompt("pid")


def test_two_chats_share_it_while_they_last(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as first, terminal("-q", folder=tmp_path) as second:
        for chat in (first, second):
            chat.prompt()
        first.line("hello")
        first.until(lambda: first.text.count(">") == 2)
        second.line("thanks")
        second.until(lambda: second.text.count(">") == 2)
        second.prompt()
        second.send(UP + UP)
        second.prompt("hello")
    assert kept(tmp_path) == ["hello", "thanks"]


def test_no_doubles_none_after_a_space_and_ctrl_r(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        for number, line in enumerate(("hello", "thanks", " how are you", "hello", "bye then"), 2):
            chat.prompt()
            chat.line(line)
            chat.until(lambda number=number: chat.text.count("\n>") == number - 1)  # type: ignore[misc]
        chat.prompt()
        chat.send("\x12than")
        chat.shows("thanks")
        chat.send("\r\r")
        chat.until(lambda: chat.text.count("You are welcome.") == 2)
    assert kept(tmp_path) == ["hello", "bye then", "thanks"]


@pytest.mark.parametrize("option", ["--no-history"])
def test_it_can_be_left_out(tmp_path: Path, option: str) -> None:
    with terminal("-q", option, folder=tmp_path) as chat:
        chat.prompt()
        chat.line("hello")
        chat.until(lambda: chat.text.count(">") == 2)
    assert not (tmp_path / "state/clairbot/history").exists()
