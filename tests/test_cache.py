"""Compiled packs in the user's cache: damaged, out of reach, written halfway, or put there by someone else.

Rule of this file: whatever has become of the file, the answers are right, or the error is one line.
"""

from __future__ import annotations

import os
import pickle
import re
import signal
import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from packlib import ROOT, run

import clairbot
from clairbot.errors import StoreError
from clairbot.pack import cache
from clairbot.pack import open as opening
from clairbot.pack.index import CompiledPack
from clairbot.pack.open import open_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def cached(tmp_path: Path) -> Path:
    """The one compiled file in the cache."""
    (found,) = (tmp_path / "cache" / "clairbot").iterdir()
    return found


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
            assert caught.value.exit_code == 2


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


def test_a_full_disk_costs_one_warning(tmp_path: Path) -> None:
    done = run(["when did Seoul open?"], tmp_path, limit="ulimit -f 100;", PYTHONDONTWRITEBYTECODE="1")
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
        f"opening.shipped = lambda: {opening.shipped()!r}; cache.os.replace = lambda *_: os.kill(os.getpid(), 9)\n"
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
