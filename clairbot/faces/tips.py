"""One tip at a time: on the first run, and at most one a day after.

Rule of this file: a tip that cannot be remembered is not given, so that nobody sees it every time.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from clairbot.faces.state import replace_private

if TYPE_CHECKING:
    from pathlib import Path

TIPS = (
    "Tab completes names and whole questions; the right arrow takes the grey text.",
    'A follow-up needs few words: "and London?" asks the last question about London.',
    "/why shows how a question was understood, /sources where the answer stands.",
    "Ctrl-R searches earlier questions; a line that starts with a space is not kept.",
    "Alt-Enter starts a new line; Ctrl-X Ctrl-E opens the question in $EDITOR.",
    "/export json writes this chat down; clairbot --json < FILE plays it again.",
    "/set keys vi switches to vi keys at once.",
)


def next_tip(path: Path) -> str:
    """Return today's tip, or nothing if there was one today or all have been given."""
    today = time.strftime("%Y-%m-%d")
    try:
        day, _, number = path.read_text(encoding="utf-8").partition(" ") if path.exists() else ("", "", "0")
        given = int(number)
        if day == today or not 0 <= given < len(TIPS):
            return ""
        replace_private(path, f"{today} {given + 1}")
    except (OSError, ValueError):
        return ""
    return TIPS[given]
