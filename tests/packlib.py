"""Packs for tests: the small one beside this file, changed here and there.

Rule of this file: a changed pack is a folder in a temporary place; the small pack brings its own language,
so that compiling it takes milliseconds.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

import clairbot
from clairbot.pack.open import shipped
from clairbot.reading import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot import Bot

ROOT = Path(clairbot.__file__).parent.parent
"""Where the package lies."""
MINI = Path(__file__).parent / "packs" / "mini"
Steps: TypeAlias = "tuple[str | int, ...]"
"""Keys and indices from the top of a file to a value in it."""


def copy_mini(folder: Path) -> Path:
    """A copy of the small pack, with the stock replies."""
    shutil.copytree(MINI, folder)
    shutil.copytree(Path(shipped()) / "intents" / "replies", folder / "intents" / "replies")
    return folder


def load(pack: Path | None, cache: Path | str) -> Bot:
    """A bot over a pack, or the one that clairbot ships with, compiled into a cache of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        return clairbot.load(str(pack) if pack else None)


def write(pack: Path, name: str, content: str | bytes) -> Path:
    """Write a file of a pack."""
    path = pack / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def tree(name: str) -> Any:  # noqa: ANN401 (all that YAML can hold)
    """A file of the small pack as plain values."""
    return plain(read_yaml(MINI, MINI / name))


def plain(value: Any) -> Any:  # noqa: ANN401 (as above)
    """Mappings, lists and texts without their places."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else str(value)


def walk(value: Any, steps: Steps = ()) -> Iterator[Steps]:  # noqa: ANN401 (as above)
    """The steps to each value of a tree."""
    yield steps
    pairs: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield from walk(item, (*steps, key))


def changed(value: Any, steps: Steps, other: Any) -> Any:  # noqa: ANN401 (as above)
    """A copy of a tree with one value exchanged."""
    if not steps:
        return other
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[steps[0]] = changed(value[steps[0]], steps[1:], other)
    return copy


def renamed(value: Any, steps: Steps, name: str) -> Any:  # noqa: ANN401 (as above)
    """A copy of a tree with the last key of `steps` exchanged, in the same place."""
    if len(steps) > 1:
        return changed(value, steps[:1], renamed(value[steps[0]], steps[1:], name))
    return {name if key == steps[0] else key: item for key, item in value.items()}


def as_yaml(value: Any) -> str:  # noqa: ANN401 (as above)
    """A tree as a YAML file: JSON is YAML, one top-level key to a line."""
    if not isinstance(value, dict):
        return json.dumps(value)
    return "".join(f"{json.dumps(key)}: {json.dumps(item)}\n" for key, item in value.items())


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


def interrupt(command: list[str], env: dict[str, str]) -> tuple[int, bytes, bytes]:
    """Exit status, stdout and stderr of a command that gets Ctrl-C as soon as it says that it has started."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as process:
        assert process.stdout
        assert process.stdout.readline() == b"started\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    return process.returncode, out, err
