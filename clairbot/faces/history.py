"""The questions of earlier chats.

Rules of this file: one entry a line, oldest first, no entry twice; a line that starts with a space is not
kept; every entry is on disk before the next prompt, so a kill loses nothing; two chats may share the file.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from clairbot.faces.state import PRIVATE_FOLDER, append_private, replace_private

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST = 5000
"""Entries that are kept; the oldest make room."""


class History:
    """Remembers what was typed: in a file, or in memory if `path` is None or cannot be used."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.warning = ""
        """Why the file cannot be used; empty while it can."""
        self._entries: list[str] = []
        self._seen: tuple[int, ...] = ()
        if path is not None:
            self._try_file(self._open)

    def entries(self) -> list[str]:
        """Return the entries, oldest first, with those that another chat has added meanwhile."""
        if self.path is not None:
            self._try_file(self._refresh)
        return list(self._entries)

    def add(self, entry: str) -> None:
        """Remember an entry as the latest, unless it is blank or starts with a space."""
        if not entry.strip() or entry.startswith(" "):
            return
        self._entries = [*(old for old in self._entries if old != entry), entry]
        if self.path is not None:
            self._try_file(lambda: self._store(entry))

    def _try_file(self, action: Callable[[], None]) -> None:
        try:
            action()
        except OSError as error:
            self.warning = f"{self.path}: {error.strerror}; this chat's questions are not kept"
            self.path = None

    def _open(self) -> None:
        path = self._file
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        append_private(path, "")
        path.chmod(0o600)
        self._entries = self._load()

    def _refresh(self) -> None:
        """Read the file again if it is not as it was."""
        if not self._file.exists():  # somebody has cleared it: this chat goes on with what it has
            return
        status = self._file.stat()
        seen = (status.st_ino, status.st_size, status.st_mtime_ns)
        if seen != self._seen:
            self._entries, self._seen = self._load(), seen

    @property
    def _file(self) -> Path:
        if self.path is None:
            raise FileNotFoundError
        return self.path

    def _load(self) -> list[str]:
        if not self._file.exists():
            return []
        lines = self._file.read_text(encoding="utf-8", errors="replace").split("\n")
        latest_first = dict.fromkeys(_unfold(line) for line in reversed(lines) if line.strip())
        return list(reversed(latest_first))[-MOST:]

    def _store(self, entry: str) -> None:
        with _lock(self._file.parent):
            stored = self._load()
            if entry in stored or len(stored) >= MOST:
                kept = [*(old for old in stored if old != entry), entry][-MOST:]
                replace_private(self._file, "".join(f"{_fold(old)}\n" for old in kept))
            else:
                append_private(self._file, f"{_fold(entry)}\n")


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Keep other chats from writing; the lock sits on the folder, since the file may be replaced."""
    if sys.platform == "win32":  # no such lock there: two chats at once may lose each other's entries
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _fold(entry: str) -> str:
    return entry.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def _unfold(line: str) -> str:
    escapes = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}
    parts, position = [], 0
    while position < len(line):
        pair = line[position : position + 2]
        parts.append(escapes.get(pair, line[position]))
        position += 2 if pair in escapes else 1
    return "".join(parts)
