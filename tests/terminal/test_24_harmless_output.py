"""Behaviour 24: what a terminal would obey is shown as an escape, wherever it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from screenlib import run, terminal

if TYPE_CHECKING:
    from pathlib import Path

EVIL = ["\x1b]0;gotcha\x07", "\x1b[31mred", "\u202eneves", "a\u200bb", "\x9b2J", "\r\nfake> "]


@pytest.mark.parametrize("evil", EVIL)
def test_a_question_that_is_echoed(tmp_path: Path, evil: str) -> None:
    done = run(f"when did {evil}zork open", folder=tmp_path)
    assert all(line.isprintable() for line in (done.stdout + done.stderr).splitlines())
    assert done.returncode == 1
    assert all(line.isprintable() for line in run(f"--pack={evil}", "hello", folder=tmp_path).stderr.splitlines())


def test_names_of_a_pack(tmp_path: Path) -> None:
    """A pack may not hold them; what it may hold, in a name with a bidi mark, is shown."""
    data = tmp_path / "pack" / "data"
    data.mkdir(parents=True)
    text = 'pack: {{samples: []}}\nkinds: {{town: {{}}}}\nentities: {{town: {{"Al{}ba": []}}}}\n'
    for mark in ("\\e[31m", "\\u202e"):
        (data / "a.yaml").write_text(text.format(mark), encoding="utf-8")
        done = run("--pack", "pack", "hello", folder=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "not allowed; remove it" in done.stderr
        assert done.stderr.strip().isprintable()


def test_the_screen_of_the_chat(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.send("\x1b[200~when did \x1b]0;gotcha\x07 \u202ezork open\x1b[201~\r")
        chat.shows("I do not know what you mean by")
        chat.prompt()
        assert "\x1b]0;gotcha" not in chat.written
        assert "\u202e" not in chat.written
