"""Opening a pack: the compiled file from the cache if it is still true to the folder, else a new one.

The compiled file is written beside its final place, synced and renamed, so a killed build leaves the
old one serving; a damaged one is built again. Rule of this file: nothing that compiles is imported
unless something must be compiled.
"""
# ruff: noqa: PTH100, PTH103, PTH105, PTH108, PTH110, PTH111, PTH112, PTH113, PTH116, PTH118, PTH119, PTH120, PTH208
# (os.path throughout: importing pathlib costs a one-shot answer more than all that is done here)

from __future__ import annotations

import os
import sqlite3
import sys
from typing import TYPE_CHECKING

from clairbot.errors import PackError, StoreError
from clairbot.pack.index import CompiledPack

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "2"
"""Raised whenever what is written in a compiled file changes."""
FOLDERS = ("intents", "data")
HERE = os.path.dirname(os.path.abspath(__file__))


def shipped() -> str:
    """Folder of the pack that clairbot ships with: beside the package in a checkout, inside it when installed."""
    installed = os.path.join(HERE, "data")
    return HERE if os.path.isdir(installed) else os.path.dirname(os.path.dirname(HERE))


def open_pack(path: str | None = None) -> tuple[CompiledPack, tuple[str, ...]]:
    """The compiled pack of a folder (or the shipped one), and warnings; raises PackError or StoreError."""
    folder = os.path.abspath(path) if path else shipped()
    if not os.path.isdir(os.path.join(folder, "data")):
        raise PackError(str(path), "no such pack; a pack is a folder with 'data' and perhaps 'intents'")
    stamp = _stamp(folder)
    cached = os.path.join(cache_folder(), f"{_name(folder)}.pack")
    found = _open(cached, stamp)
    if found is not None:
        return found, ()
    return _compile(folder, stamp, cached)


def cache_folder() -> str:
    """Where compiled packs are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or (
        os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else os.path.expanduser("~/.cache")
    )
    return os.path.join(base or ".", "clairbot")


def _name(folder: str) -> str:
    """A file name for a folder: its own name for people, a checksum of its path to tell two apart."""
    import zlib  # noqa: PLC0415 (small, and only here)

    return f"{os.path.basename(folder) or 'pack'}-{zlib.crc32(os.fsencode(folder)):08x}"


def _stamp(folder: str) -> str:
    """What the compiled file must be true to: format, and size and time of each file of the pack."""
    roots = dict.fromkeys((shipped(), folder))
    files = sorted(entry for root in roots for sub in FOLDERS for entry in _files(os.path.join(root, sub)))
    return "\n".join([FORMAT, sys.version.split()[0], _code(), *files])


def _code() -> str:
    """Size and time of this package's own modules, so that a new version never reads an old file."""
    package = os.path.dirname(HERE)
    folders = (package, HERE, os.path.join(package, "meaning"))
    names = sorted(os.path.join(f, n) for f in folders for n in os.listdir(f) if n.endswith(".py"))
    found = (os.stat(name) for name in names)
    return " ".join(f"{s.st_size}:{s.st_mtime_ns}" for s in found)


def _files(folder: str) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        else:
            status = entry.stat(follow_symlinks=False)
            yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"


def _open(path: str, stamp: str) -> CompiledPack | None:
    """The compiled file, or None if it is missing, damaged or no longer true."""
    if not os.path.isfile(path):
        return None
    try:
        connection = sqlite3.connect(_address(path), uri=True, check_same_thread=False)
        pack = CompiledPack(connection)
        if pack.blob("stamp") == stamp:
            return pack
        connection.close()
    except Exception:  # noqa: BLE001 (whatever a damaged file raises, it is built again)
        return None
    return None


def _address(path: str) -> str:
    """A compiled file for reading alone. It is never written to, only replaced: without locks a look-up takes half."""
    plain = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23").replace(os.sep, "/")
    return f"file:{'' if plain.startswith('/') else '/'}{plain}?mode=ro&immutable=1"


def _compile(folder: str, stamp: str, cached: str) -> tuple[CompiledPack, tuple[str, ...]]:
    import copyreg  # noqa: PLC0415 (needed to compile only, like those below)
    from pathlib import Path  # noqa: PLC0415

    from clairbot.pack.compile import compile_pack  # noqa: PLC0415 (heavy: YAML, templates)
    from clairbot.pack.source import Source  # noqa: PLC0415
    from clairbot.reading import Text  # noqa: PLC0415

    # A text's place is for errors. Stored with it, each text would cost more to load, and the YAML reader with it.
    copyreg.pickle(Text, _plain)  # type: ignore[arg-type]
    source = Source()
    for root in dict.fromkeys((shipped(), folder)):
        source.add(Path(root), "intents")
    source.add(Path(folder), "data")
    temporary = f"{cached}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(cached), mode=0o700, exist_ok=True)
        if os.path.exists(temporary):
            os.unlink(temporary)
        compile_pack(source, temporary, {"stamp": stamp})
        _sync(temporary)
        os.replace(temporary, cached)
    except (OSError, sqlite3.Error) as error:
        return _in_memory(source, stamp, cached, error)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
    found = _open(cached, stamp)
    if found is None:
        raise StoreError(f"{cached}: store damaged; delete the file and run again")
    return found, ()


def _plain(text: str) -> tuple[type[str], tuple[str]]:
    """How to store a text: without its place."""
    return str, (str.__str__(text),)


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _in_memory(source: object, stamp: str, cached: str, error: Exception) -> tuple[CompiledPack, tuple[str, ...]]:
    """The pack without a file, when the cache folder cannot be written."""
    from clairbot.pack.compile import compile_into  # noqa: PLC0415

    connection = sqlite3.connect(":memory:", check_same_thread=False)
    compile_into(source, connection, {"stamp": stamp})  # type: ignore[arg-type]
    return CompiledPack(connection), (f"{cached}: not kept ({error}); answers go on from memory",)
