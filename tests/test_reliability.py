"""Bad inputs to a good bot: hostile questions, a broken cache, a failing disk, many users, strange surroundings.

Rule of this file: each test is a row of the table of bad inputs, and asks what a user would see.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packlib import MINI, copy_mini

import clairbot
from clairbot.errors import QuestionError, StoreError
from clairbot.pack import cache
from clairbot.pack import open as opening
from clairbot.pack.index import CompiledPack
from clairbot.pack.open import open_pack
from clairbot.text import LONGEST, clean, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable

    from clairbot import Bot

ROOT = Path(clairbot.__file__).parent.parent
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
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        return clairbot.load()


@pytest.fixture
def mini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small pack, which stands in for the stock shapes too, and an empty cache."""
    monkeypatch.setattr(opening, "shipped", lambda: str(MINI))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return copy_mini(tmp_path)


def cached(tmp_path: Path) -> Path:
    """The one compiled file in the cache."""
    (found,) = (tmp_path / "cache" / "clairbot").iterdir()
    return found


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
        assert list(pack.near(name, 1, 9)) == []
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


# --- the cache ------------------------------------------------------------------------------------------


def loads(mini: Path) -> tuple[str, ...]:
    """Load the small pack, see that it answers, give its warnings."""
    bot = clairbot.load(str(mini))
    assert bot.ask("length of the Elbe").values == (1094.5,)
    assert bot.ask("which rivers").values == ("Rhine", "Elbe", "Thames")
    return tuple(bot.warnings)


def reads_cache(mini: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the pack is opened without compiling it."""
    with monkeypatch.context() as patch:
        patch.setattr(opening, "_compile", lambda *_: (None, ("compiled",)))
        return open_pack(str(mini))[1] == ()


def test_a_pack_is_compiled_once_and_again_when_it_changes(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert loads(mini) == ()
    assert reads_cache(mini, monkeypatch)
    path = mini / "data" / "rivers.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("1094.5", "1095.5"), encoding="utf-8")
    assert not reads_cache(mini, monkeypatch)
    assert clairbot.load(str(mini)).ask("length of the Elbe").values == (1095.5,)


def spoil_empty(path: Path) -> None:
    path.write_bytes(b"")


def spoil_text(path: Path) -> None:
    path.write_bytes(b"not a database\n" * 1000)


def spoil_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoil_last_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def spoil_other_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE blob (key, data)")
    connection.close()


def spoil_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def spoil_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


@pytest.mark.parametrize(
    "spoil",
    [spoil_empty, spoil_text, spoil_half, spoil_last_page, spoil_other_database, spoil_folder, spoil_fifo],
)
def test_a_damaged_cache_is_built_again(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    loads(mini)
    spoil(cached(tmp_path))
    warnings = loads(mini)
    assert len(warnings) == (spoil is spoil_folder)
    assert reads_cache(mini, monkeypatch) == (spoil is not spoil_folder)


def test_any_changed_byte_is_found(mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loads(mini)
    path = cached(tmp_path)
    whole = path.read_bytes()
    for position in range(0, len(whole), len(whole) // 100):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x20]) + whole[position + 1 :])
        assert not reads_cache(mini, monkeypatch), position
    path.write_bytes(whole)
    assert reads_cache(mini, monkeypatch)


def test_damage_that_is_found_late_is_one_line(tmp_path: Path) -> None:
    for spoiled in (b"not a pickle", pickle.dumps("right")[:-3]):
        connection = sqlite3.connect(":memory:")
        connection.execute("CREATE TABLE phrase (word, senses)")
        connection.execute("INSERT INTO phrase VALUES ('a', ?)", (spoiled,))
        pack = CompiledPack(connection, str(tmp_path / "a.pack"))
        for read in (pack.phrases, pack.kind, pack.blob):
            with pytest.raises(StoreError) as caught:
                read("a")
            message = r"/\S+a\.pack: store damaged \(.+\); delete the file and start again"
            assert re.fullmatch(message, str(caught.value))
            assert caught.value.exit_code == 3


def test_a_cache_that_cannot_be_written_costs_one_warning(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("/dev/null", "/proc", "/dev/full/x"):
        monkeypatch.setenv("XDG_CACHE_HOME", folder)
        (warning,) = loads(mini)
        assert warning.startswith(f"{folder}/clairbot/pack-")
        assert ": not kept (" in warning
        assert warning.endswith("; answers go on from memory")


def test_no_cache_folder_at_all_costs_one_warning(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    (warning,) = loads(mini)
    assert "set HOME or XDG_CACHE_HOME" in warning


def run(
    words: list[str], folder: Path, stdin: str = "", limit: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """The command line with the real bot, in a small environment."""
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_STATE_HOME": str(folder / "state"), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **more,
    }  # fmt: skip
    command = ["sh", "-c", f'{limit} exec "$@"', "sh", sys.executable, "-m", "clairbot", *words]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, check=False)


def test_a_full_disk_costs_one_warning(tmp_path: Path) -> None:
    done = run(["when did Seoul open?"], tmp_path, limit="ulimit -f 100;")
    assert (done.returncode, done.stdout) == (0, "CLAIR Seoul opened in 1993.\n")
    (warning,) = done.stderr.splitlines()
    assert warning.endswith("; answers go on from memory")
    assert list((tmp_path / "cache" / "clairbot").iterdir()) == []


def test_a_killed_build_leaves_the_old_file_serving(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads(mini)
    path = cached(tmp_path)
    old = path.read_bytes()
    (mini / "data" / "new.yaml").write_text("facts: []\n", encoding="utf-8")
    code = (
        "import os, sys, clairbot; from clairbot.pack import cache, open as opening\n"
        f"opening.shipped = lambda: {str(MINI)!r}; cache.os.replace = lambda *_: os.kill(os.getpid(), 9)\n"
        f"clairbot.load({str(mini)!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == old
    (left,) = set(path.parent.iterdir()) - {path}
    (mini / "data" / "new.yaml").unlink()
    assert reads_cache(mini, monkeypatch)
    path.unlink()
    loads(mini)
    assert left.exists()  # another build may still be at work on it
    os.utime(left, (0, 0))
    path.unlink()
    loads(mini)
    assert not left.exists()


# --- the cache holds pickles ----------------------------------------------------------------------------


class Bomb:
    """Leaves a trace where it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = str(trace)

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self.trace,)


@pytest.fixture
def trace(mini: Path, tmp_path: Path) -> Path:
    """What appears when the compiled file of the small pack is read: it holds a bomb now, under a right checksum."""
    loads(mini)
    path = cached(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE blob SET data = ?", (pickle.dumps(Bomb(tmp_path / "trace")),))
    connection.close()
    cache._seal(str(path))
    return tmp_path / "trace"


def test_the_bomb_works(mini: Path, trace: Path) -> None:
    loads(mini)
    assert trace.exists()


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_is_not_read(mini: Path, tmp_path: Path, trace: Path, mode: int) -> None:
    cached(tmp_path).chmod(mode)
    assert loads(mini) == ()
    assert not trace.exists()
    assert stat.S_IMODE(cached(tmp_path).stat().st_mode) == 0o600


def test_a_link_is_not_followed(mini: Path, tmp_path: Path, trace: Path) -> None:
    path = cached(tmp_path)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert loads(mini) == ()
    assert not trace.exists()


@pytest.mark.parametrize("mode", [0o770, 0o777, 0o1777])
def test_a_folder_that_others_can_write_is_closed_first(mini: Path, tmp_path: Path, trace: Path, mode: int) -> None:
    folder = cached(tmp_path).parent
    folder.chmod(mode)
    assert loads(mini) == ()
    assert not trace.exists()
    assert not stat.S_IMODE(folder.stat().st_mode) & 0o022


@pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator can give a file away")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_belongs_to_someone_else_is_not_read(mini: Path, tmp_path: Path, trace: Path, what: str) -> None:
    path = cached(tmp_path)
    os.chown(path if what == "file" else path.parent, 12345, 12345)
    warnings = loads(mini)
    assert not trace.exists()
    assert len(warnings) == (what == "folder")


def test_compiled_files_are_private_whatever_the_umask(mini: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        loads(mini)
    finally:
        os.umask(before)
    path = cached(tmp_path)
    assert [stat.S_IMODE(p.stat().st_mode) for p in (path, path.parent)] == [0o600, 0o700]


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
