"""Files that a face keeps between two runs: history, tips, the log of errors.

Rule of this file: only their owner can read them, and a write is whole or not there at all.
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_state_dir

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


def state_path(name: str) -> Path:
    """Return the path of a file in the user's state folder; nothing is created."""
    return Path(user_state_dir("clairbot", appauthor=False)) / name


def append_private(path: Path, text: str) -> None:
    """Add text to the end of a file in one write, so that a kill cannot tear it and two writers can share it.

    Raises:
        OSError: the file cannot be written.
    """
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE_FILE)
    try:
        os.write(descriptor, text.encode("utf-8", "backslashreplace"))
    finally:
        os.close(descriptor)


def replace_private(path: Path, text: str) -> None:
    """Replace a file by way of a temporary one beside it.

    Raises:
        OSError: the file cannot be written.
    """
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text.encode("utf-8", "backslashreplace"))
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
