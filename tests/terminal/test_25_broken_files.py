"""Behaviour 25: a broken configuration, pack, store or history is one line with file and mend."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from screenlib import compiled, run, terminal

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "when did Seoul open"
SEOUL = "CLAIR Seoul opened in 1993.\n"


def configure(folder: Path, text: str | bytes) -> Path:
    path = folder / "config/clairbot/config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('color = "never"\npakc = "x"', ":2: unknown key pakc; did you mean `pack`?"),
        ("zzzz = 1", ":1: unknown key zzzz; there are pack, color"),
        ('color = "pink"', ':1: color can be "auto" or "always" or "never"'),
        ("\n\nghost = 3", ":3: ghost can be true or false"),
        ("keys = true", ':1: keys can be "emacs" or "vi"'),
        ("pack = 3", ":1: pack wants a text in quotes"),
        ("color = = 1", ":1:9: invalid value; see https://toml.io"),
        (b"\xff", ": not UTF-8 at byte 1; save it as UTF-8"),
        ('pack = "elsewhere"', "elsewhere: no such pack; a pack is a folder with 'data'"),
    ],
)
def test_a_broken_configuration(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = configure(tmp_path, text)
    for words, stdin in (([QUESTION], ""), ([], QUESTION)):
        done = run(*words, folder=tmp_path, stdin=stdin)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert said in done.stderr
        assert str(path.parent) in done.stderr
    assert run("--no-config", QUESTION, folder=tmp_path).stdout == SEOUL
    assert run("--help", folder=tmp_path).returncode == 0


def test_a_configuration_is_followed_and_the_command_line_goes_first(tmp_path: Path) -> None:
    configure(
        tmp_path, 'sources = true\ncolor = "always"\nkeys = "vi"\npreview = false\nhistory = false\nquiet = true\n'
    )
    assert "\x1b[1m" in run(QUESTION, folder=tmp_path).stdout
    assert "\x1b" not in run("--color", "never", QUESTION, folder=tmp_path).stdout
    with terminal(folder=tmp_path) as chat:
        chat.prompt()
        chat.line("/set")
        chat.shows("keys vi (can", "preview off (can", "sources on (can", "ghost on (can")
    assert not (tmp_path / "state/clairbot/history").exists()


def test_a_configuration_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "config/clairbot/config.toml").mkdir(parents=True)
    done = run(QUESTION, folder=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "mend or remove the file" in done.stderr


def test_a_damaged_store_is_built_again(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(compiled(), cache)
    (store,) = (cache / "clairbot").glob("*.pack")
    content = store.read_bytes()
    store.write_bytes(content[:100] + os.urandom(len(content) - 100))
    done = run(QUESTION, folder=tmp_path, XDG_CACHE_HOME=str(cache))
    assert (done.stdout, done.stderr, done.returncode) == (SEOUL, "", 0)
    assert store.read_bytes()[100:5000] == content[100:5000]


def test_a_missing_pack_is_one_line(tmp_path: Path) -> None:
    done = run("--pack", "nowhere", QUESTION, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    with terminal("--pack", "nowhere", folder=tmp_path) as chat:
        chat.ends(2)
        chat.shows("clairbot: nowhere: no such pack")


def test_an_unwritable_history_warns_once_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "state/clairbot/history").mkdir(parents=True)
    with terminal(folder=tmp_path) as chat:
        for _ in range(2):
            chat.prompt()
            chat.line(QUESTION)
            chat.shows(SEOUL)
        chat.prompt()
        assert chat.text.replace("\n", " ").count("questions are not kept") == 1
