"""Long output, a page at a time.

Rule of this file: a pager is started only on a terminal, only for what does not fit on it, and only if there
is one; else the text is simply printed.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from clairbot.faces.output import Output

PAGER = "less"
"""What shows pages where PAGER says nothing."""
LESS = "FRX"
"""How `less` behaves unless LESS says otherwise: it leaves if all fits, shows colours, and leaves the text standing."""


@contextmanager
def paged(out: Output) -> Iterator[None]:
    """Hold back what is printed meanwhile, and then show it, by pages if it is too long for the terminal."""
    height = out.height
    if height is None or out.plain or not out.pages:
        yield
        return
    held = out.hold()
    try:
        yield
    finally:
        out.release()
        text = "".join(held)
        if text.count("\n") < height or not _show(text):
            out.send(text)


def _show(text: str) -> bool:
    """Show text in the user's pager; return whether there is one."""
    # Deferred: they cost more than printing does, and most output fits.
    import shlex  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    try:
        command = shlex.split(os.environ.get("PAGER", PAGER))
        with subprocess.Popen(  # noqa: S603 (the user's own choice of a program)
            command, stdin=subprocess.PIPE, env={"LESS": LESS, **os.environ}
        ) as pager:
            _wait(pager, text.encode("utf-8", "backslashreplace"))
    except (OSError, IndexError, ValueError):
        return False
    return True


def _wait(pager: subprocess.Popen[bytes], text: bytes) -> None:
    while True:
        try:
            pager.communicate(text)
        except KeyboardInterrupt:  # the pager gets it too, and does with it what it likes
            continue
        return
