"""Bad inputs to a good bot: hostile questions, a broken cache, a failing disk, many users, strange surroundings.

Rule of this file: each test is a row of the table of bad inputs, and asks what a user would see.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packlib import ROOT, load, run

import clairbot
from clairbot.errors import QuestionError
from clairbot.pack.index import CompiledPack
from clairbot.pack.open import open_pack
from clairbot.text import LONGEST, clean, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clairbot import Bot

ENGLISH = (
    "when did Seoul open?",
    "which offices opened in 1990?",
    "who holds the ASEAN Forum?",
    "what does JET aim at?",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folders, with the stock pack compiled in their cache."""
    folder = tmp_path_factory.mktemp("home")
    run(["hello"], folder)
    return folder


@pytest.fixture(scope="module")
def bot(home: Path) -> Bot:
    """The bot that clairbot ships with."""
    return load(None, home / "cache")


# --- questions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["a", "\u0301\u0323", "when did Seoul open? ", "\x00", "\U0001f600", "\ufdfa"])
def test_a_question_that_is_too_long_is_refused_before_anything_is_done(bot: Bot, unit: str) -> None:
    question = (unit * 1_000_000)[:1_000_000]
    best = min(_seconds(lambda: refused(bot, question)) for _ in range(3))
    assert best < 0.01
    with pytest.raises(QuestionError, match=r"^question is 1001 characters; the limit is 1000$"):
        clean("a" * 1001)
    assert len(clean("a" * 1000)) == LONGEST


def refused(bot: Bot, question: str) -> None:
    """Ask what is too long; whether that is an error or an answer is the bot's to say."""
    try:
        text = bot.ask(question).text
    except QuestionError as error:
        text = str(error)
    assert text == "question is 1000000 characters; the limit is 1000"


def _seconds(action: Callable[[], object]) -> float:
    before = time.perf_counter()
    action()
    return time.perf_counter() - before


def test_what_grows_when_it_is_normalised_is_measured_again() -> None:
    with pytest.raises(QuestionError, match=r"^question is 18000 characters when written out; the limit is 1000$"):
        clean("\ufdfa" * 1000)


@pytest.mark.parametrize(
    "question", ["", " \t\n", "\U0001f600\U0001f44d", "?!…", "\u00b4", "\u0301", "\x00\x1b[2J", "\ud800"]
)
def test_nothing_asked_is_declined_with_examples(bot: Bot, question: str) -> None:
    answer = bot.ask(question)
    assert answer.status == "unknown"
    assert "?" in answer.text or answer.suggestions


@pytest.mark.parametrize(
    "question",
    [
        "when did \x00Seoul\x00 open",
        "when did Seoul\x1b[31m open\x1b]0;owned\x07",
        "when did \u202dSeoul\u202c open",
        "\u2066when\u2069 did Seoul open",
        "\u200b".join("when did Seoul open"),
        "when did Se\u034foul\ufe0f open",
        "when did Seoul\ud800 open\udfff",
        "\ufeffwhen did Seoul open",
    ],
)
def test_what_cannot_be_seen_changes_nothing(bot: Bot, question: str) -> None:
    answer = bot.ask(question)
    assert answer.values == (1993,)
    assert all(c.isprintable() or c == "\n" for c in answer.question + answer.text)


@pytest.mark.parametrize("sign", ["%", "_", "*", "\\", "''", "%%%", "_____"])
def test_a_wildcard_is_a_sign_like_any_other(bot: Bot, sign: str) -> None:
    for frame in ("{}", "when did {} open?", "what is {}?", "who holds the {}?"):
        assert bot.ask(frame.replace("{}", sign)).values == bot.ask(frame.replace("{}", ",")).values


@pytest.mark.parametrize("name", ["S%", "Seo_l%", "' OR 1=1 --", "x'; DROP TABLE entity", "{0.__class__}", "%s%s%n"])
def test_what_would_be_code_elsewhere_names_nothing(bot: Bot, name: str) -> None:
    for frame in ("{}", "when did {} open?"):
        assert bot.ask(frame.replace("{}", name)).status in {"unknown", "clarify"}
    assert bot.ask("when did Seoul open?").values == (1993,)


def test_the_store_takes_no_text_for_sql(mini: Path) -> None:
    pack, _ = open_pack(str(mini))
    for name in ("%", "_", "Rhin%", "Rhin_", "Rhine\0", "' OR 1=1 --", "Rhine' --", "*"):
        assert (pack.kind(name), pack.about(name), pack.entities(name), pack.statements(name)) == ("", [], [], [])
        assert not pack.known(name)
        assert pack.phrases(name) == ((), {})
        assert not any(pack.near(name, length) for length in range(1, 10))
    assert pack.kind("Rhine") == "river"


def test_every_character_can_be_asked() -> None:
    """Also alone, doubled and inside a word; no token is empty, and nothing that is left hides."""
    for code in (*range(0x3400), *range(0xD700, 0x1FC00), *range(0xE0000, 0xE0200), sys.maxunicode):
        letter = chr(code)
        text = clean(f"a{letter}b {letter}{letter}")
        assert all(token.text for token in tokenize(text, {"'s": ("is",)})), hex(code)
        if not text.isprintable():
            assert all(c in " \n" or unicodedata.category(c)[0] != "C" for c in text), hex(code)


ENGLISH_WORDS = """when did seoul open the first office before after 1990 nineties and or not paris which how many years
between oldest hold forum jet it other soul clair , ? . ' 's % (( > <b> @x #y""".split()  # noqa: SIM905 (a list of them would be long)
WORDS = st.sampled_from([*ENGLISH_WORDS, "\x1b[2J", "\u200b", "\ud800", "\n"])


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=60))
def test_any_text_has_an_answer(bot: Bot, question: str) -> None:
    answer = bot.ask(question, trace=True)
    assert answer.status in {"answer", "unknown", "clarify", "chat"}
    assert len(answer.text) <= 900
    assert "\x1b" not in answer.text + answer.question


# --- users ----------------------------------------------------------------------------------------------


def test_two_chats_are_strangers(bot: Bot) -> None:
    first, second, third = bot.chat(), bot.chat(), bot.chat()
    first.ask("when did Seoul open?")
    second.ask("who holds the ASEAN Forum?")
    assert first.ask("and London?").values == (1988,)
    assert third.ask("and London?").values != (1988,)
    assert second.ask("and London?").values != (1988,)


def test_many_users_at_once_get_what_each_would_alone(mini: Path) -> None:
    """Each round starts with a bot that has read nothing yet, since that is where threads can meet."""
    questions = ["length of the Rhine", "which rivers", "length of the Elbe", "which longest river", "list all seas"]
    alone = [clairbot.load(str(mini)).ask(question) for question in questions]
    for _ in range(10):
        shared = clairbot.load(str(mini))
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(shared.ask, questions * 8))
        assert answers == alone * 8


def test_many_users_of_the_real_bot(bot: Bot) -> None:
    alone = [bot.ask(question) for question in ENGLISH]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(bot.ask, ENGLISH * 6))
    assert answers == alone * 6


def test_one_connection_serves_all_threads() -> None:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute("CREATE TABLE entity (position INTEGER PRIMARY KEY, name TEXT UNIQUE, kind TEXT)")
    connection.executemany("INSERT INTO entity VALUES (NULL, ?, ?)", ((f"n{i}", f"k{i}") for i in range(200)))
    pack = CompiledPack(connection)
    names = [f"n{i}" for i in range(200)] * 20
    with ThreadPoolExecutor(8) as pool:
        kinds = list(pool.map(pack.kind, names))
    assert kinds == [name.replace("n", "k") for name in names]


# --- surroundings ---------------------------------------------------------------------------------------

LINES = "".join(f"{line}\n" for line in (*ENGLISH, "and London?", "which office is the oldest?", "hello", "asdf qwer"))


def test_answers_are_the_same_to_the_byte(home: Path, tmp_path: Path) -> None:
    """Whatever the hashes of texts are, whoever compiles, and in which order the disk lists files."""
    first = run(["--json"], home, LINES, PYTHONHASHSEED="0")
    assert first.returncode == 1
    assert len(first.stdout.splitlines()) == LINES.count("\n")
    for folder, seed in ((home, "1"), (tmp_path, "2")):
        assert run(["--json"], folder, LINES, PYTHONHASHSEED=seed).stdout == first.stdout


def test_the_order_of_files_on_the_disk_is_no_matter(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        content = f"entities:\n  sea:\n    Sea {name}: [the {name} sea]\n"
        (mini / "data" / f"{name}.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    names = clairbot.load(str(mini)).names()
    walk = os.walk
    monkeypatch.setattr(os, "walk", lambda *a, **k: ((top, d[::-1], f[::-1]) for top, d, f in walk(*a, **k)))
    assert clairbot.load(str(mini)).names() == names


@pytest.mark.parametrize(
    "more",
    [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "cp1252"}, {"PYTHONIOENCODING": "ascii"}],
)
def test_poor_terminals_get_an_answer_in_ascii(home: Path, more: dict[str, str]) -> None:
    for words in (["--sources", "when did Seoul open?"], ["facts"], ["--json", "--", "who holds the ASEAN Forum?"]):
        done = run(words, home, **more)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.isascii()


def test_a_reader_that_leaves_and_a_full_device(home: Path) -> None:
    for words, limit, status, errors in (
        ("facts", "| head -1", 0, ""),
        ("hello", "> /dev/full", 2, "clairbot: cannot write the output: No space left on device\n"),
        ("--json hello", "> /dev/full", 2, "clairbot: cannot write the output: No space left on device\n"),
    ):
        command = f"{sys.executable} -m clairbot {words} {limit}"
        environment = {**os.environ, "XDG_CACHE_HOME": str(home / "cache"), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["sh", "-c", command], capture_output=True, text=True, env=environment, cwd=ROOT, check=False
        )
        assert (done.returncode, done.stderr) == (status, errors)


def test_a_long_question_on_the_command_line_is_one_line(home: Path) -> None:
    done = run(["--json", "--", "a" * 100_000], home)
    assert done.returncode in {1, 2}
    (line,) = done.stdout.splitlines()
    assert "question is 100000 characters; the limit is 1000" in json.dumps(json.loads(line))
