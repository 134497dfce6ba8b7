"""Opening a pack: the compiled file from the cache if it is still true to the folder, else a new one.

Rule of this file: nothing that compiles is imported unless something must be compiled.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from typing import TYPE_CHECKING

from clairbot.errors import PackError
from clairbot.pack.cache import cache_folder, keep_compiled, open_compiled
from clairbot.pack.index import CompiledPack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot.pack.source import Source

FORMAT = "4"
"""Raised whenever what is written in a compiled file changes."""
FOLDERS = ("intents", "data")
HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.dirname(HERE)
UNCOMPILED = frozenset({"faces", "__pycache__"})
"""Folders of the package that a compiled file has nothing of."""


DEEPEST = 50
"""Folders in folders that are looked into; far more than a pack may have."""


def shipped() -> str:
    """Folder of the pack that clairbot ships with: beside the package in a checkout, inside it when installed."""
    installed = os.path.join(HERE, "data")
    return HERE if os.path.isdir(installed) else os.path.dirname(PACKAGE)


def open_pack(path: str | None = None) -> tuple[CompiledPack, tuple[str, ...]]:
    """The compiled pack of a folder (or the shipped one), and warnings; raises PackError or StoreError."""
    folder = check_folder(str(path or shipped()))
    stamp = _stamp(folder)
    cached = os.path.join(cache_folder(), f"{_name(folder)}.pack")
    found = open_compiled(cached, stamp)
    return (found, ()) if found is not None else _compile(folder, stamp, cached)


def read_source(folder: str, *, tolerant: bool = False) -> Source:
    """The sections of a pack, stock shapes first; a tolerant one collects what is wrong. Raises PackError."""
    # Deferred: as in `_compile`.
    from pathlib import Path  # noqa: PLC0415

    from clairbot.pack.source import Source  # noqa: PLC0415

    source = Source(tolerant=tolerant)
    source.add(Path(shipped()), "intents")
    source.end_stock()
    if folder != shipped():
        source.add(Path(folder), "intents")
    source.add(Path(folder), "data")
    return source


def check_folder(path: str) -> str:
    """A pack's folder as an absolute path; raises PackError if it is none."""
    folder = os.path.abspath(path)
    if not os.path.isdir(os.path.join(folder, "data")):
        raise PackError(_shown(path), "no such pack; a pack is a folder with 'data' and perhaps 'intents'")
    return folder


def _shown(path: str) -> str:
    """A path fit for one printed line."""
    return path if path.isprintable() else ascii(path)[1:-1]


def _name(folder: str) -> str:
    """A file name for a folder: its own name for people, a checksum of its path to tell two apart."""
    from zlib import crc32  # noqa: PLC0415 (small, and only here)

    return f"{os.path.basename(folder)[:40] or 'pack'}-{crc32(os.fsencode(folder)):08x}"


def _stamp(folder: str) -> str:
    """What the compiled file must be true to: format, and size and time of each file of the pack."""
    roots = dict.fromkeys((shipped(), folder))
    files = [entry for root in roots for sub in FOLDERS for entry in _files(os.path.join(root, sub))]
    return "\n".join([FORMAT, sys.version, *_modules(PACKAGE), *files])


def _modules(folder: str) -> Iterator[str]:
    """Size and time of this package's own modules, so that a new version never reads an old file."""
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.name.endswith(".py"):
            yield _described(entry)
        elif entry.is_dir() and entry.name not in UNCOMPILED:
            yield from _modules(entry.path)


def _files(folder: str, deepest: int = DEEPEST) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name) if deepest else []
    except OSError:  # what cannot be read, or lies too deep, is reported when it is compiled
        return
    for entry in entries:
        yield _described(entry)
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, deepest - 1)


def _described(entry: os.DirEntry[str]) -> str:
    """A file's path, size and time; a link stands for what it leads to."""
    try:
        status = entry.stat()
    except OSError:  # a link that leads nowhere
        status = entry.stat(follow_symlinks=False)
    return f"{entry.path} {status.st_mode:o} {status.st_size} {status.st_mtime_ns}"


def _compile(folder: str, stamp: str, cached: str) -> tuple[CompiledPack, tuple[str, ...]]:
    """The pack, compiled in memory and kept in the cache; only a warning if it cannot be kept."""
    # Deferred: YAML, templates and paths are needed to compile only.
    from clairbot.pack.compile import compile_into  # noqa: PLC0415

    source = read_source(folder)
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    compile_into(source, connection, {"stamp": stamp})
    try:
        keep_compiled(connection, cached)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or str(error)
        return CompiledPack(connection), (f"{_shown(cached)}: not kept ({why}); answers go on from memory",)
    return CompiledPack(connection), ()
