"""The user's cache of compiled packs: which files in it are trusted, and how one gets there.

A compiled pack holds pickles, and reading a pickle can run code. So a file is opened only if it is
a regular one that belongs to this user, or to the administrator, and that nobody else can write, in a
folder of which the same is true: whoever could change it could run code as this user anyway. A checksum
finds what a failing disk has changed.

Rule of this file: a compiled file is written under another name, synced and renamed, so whatever kills
the build, the file under the right name is whole.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import sys
import time
from zlib import crc32

from clairbot.pack.index import CompiledPack

PRIVATE_FOLDER = 0o700
WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
CHECKED = 16 << 20
"""Up to so many bytes a file's checksum is compared (a few milliseconds); of a larger one SQLite sees some damage."""
SUM = slice(60, 64)
"""Where SQLite's header keeps `user_version`, a number that is the program's to use: here the checksum of the rest."""
SAFE = frozenset("/:.-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""What can stand in an address as it is."""
STALE = 3600
"""Seconds after which the remains of a build that was killed are cleared away."""


def cache_folder() -> str:
    """Where compiled packs are kept; empty if the user has no such place."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # as its standard has it: a relative one is to be ignored
        base = os.environ.get("LOCALAPPDATA", "") if sys.platform == "win32" else os.path.expanduser("~/.cache")
    return os.path.join(base, "clairbot") if os.path.isabs(base) else ""


def open_compiled(path: str, stamp: str) -> CompiledPack | None:
    """A compiled file, or None if it is missing, damaged, not to be trusted or no longer true to its pack."""
    try:
        if not _is_whole(path):
            return None
        connection = sqlite3.connect(_address(path), uri=True, check_same_thread=False)
        pack = CompiledPack(connection, path)
        if pack.blob("stamp") == stamp:
            return pack
        pack.close()
    except Exception:  # noqa: BLE001 (whatever a damaged file raises, it is built again)
        return None
    return None


def _address(path: str) -> str:
    """A compiled file for reading alone. It is never written to, only replaced: without locks a look-up takes half."""
    plain = os.fsencode(path.replace(os.sep, "/"))
    written = "".join(chr(byte) if chr(byte) in SAFE else f"%{byte:02x}" for byte in plain)
    return f"file:{'' if written.startswith('/') else '/'}{written}?mode=ro&immutable=1"


def _is_whole(path: str) -> bool:
    """Whether a file can be trusted, and is as it was written as far as that can be told quickly."""
    if not _is_ours(os.stat(os.path.dirname(path))):
        return False
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not (stat.S_ISREG(status.st_mode) and _is_ours(status)):
            return False
        if status.st_size > CHECKED:
            return True
        content = file.read()
    return _checksum(content) == content[SUM]


def _is_ours(status: os.stat_result) -> bool:
    """Whether nobody but this user and the administrator can write; Windows keeps a user's folders for itself."""
    if sys.platform == "win32":
        return True
    return status.st_uid in {os.geteuid(), 0} and not status.st_mode & WRITABLE_BY_OTHERS


def _checksum(content: bytes) -> bytes:
    view = memoryview(content)
    return crc32(view[SUM.stop :], crc32(view[: SUM.start])).to_bytes(4, "big")


def keep_compiled(compiled: sqlite3.Connection, path: str) -> None:
    """Copies a compiled pack into the cache; raises OSError or sqlite3.Error if it cannot be kept."""
    # Deferred: needed where something is written only.
    import tempfile  # noqa: PLC0415

    folder, name = os.path.split(path)
    if not folder:
        raise FileNotFoundError(errno.ENOENT, "no cache folder; set HOME or XDG_CACHE_HOME")
    os.makedirs(folder, mode=PRIVATE_FOLDER, exist_ok=True)
    _make_private(folder)
    _clear(folder, name)
    descriptor, temporary = tempfile.mkstemp(".tmp", f"{name}.", folder)
    os.close(descriptor)
    try:
        _copy(compiled, temporary)
        _seal(temporary)
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)


def _make_private(folder: str) -> None:
    """Takes the right to write from others; raises OSError if the folder stays one that cannot be trusted."""
    status = os.stat(folder)
    if sys.platform != "win32" and status.st_uid == os.geteuid() and status.st_mode & WRITABLE_BY_OTHERS:
        os.chmod(folder, stat.S_IMODE(status.st_mode) & ~WRITABLE_BY_OTHERS)
    if not _is_ours(os.stat(folder)):
        raise PermissionError(errno.EPERM, "others can write to the folder")


def _copy(compiled: sqlite3.Connection, path: str) -> None:
    target = sqlite3.connect(path)
    try:
        target.execute("PRAGMA journal_mode = OFF")  # a file that a kill leaves half written is never opened
        target.execute("PRAGMA synchronous = OFF")
        compiled.backup(target)
    finally:
        target.close()


def _seal(path: str) -> None:
    """Writes the checksum and waits until the disk has everything."""
    with open(path, "r+b") as file:
        checksum = _checksum(file.read())
        file.seek(SUM.start)
        file.write(checksum)
        file.flush()
        os.fsync(file.fileno())


def _clear(folder: str, name: str) -> None:
    """Removes what killed builds of the same pack have left."""
    for entry in os.scandir(folder):
        if entry.name.startswith(f"{name}.") and entry.stat(follow_symlinks=False).st_mtime < time.time() - STALE:
            os.unlink(entry.path)
