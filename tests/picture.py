"""Draws docs/chat.svg, from the screen of a real chat: `python tests/picture.py`.

Rule of this file: nothing on the picture is written by hand; a test compares it with a screen of its own.
"""

from __future__ import annotations

import sys
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from screenlib import Terminal, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).parents[1] / "docs" / "chat.svg"
SIZE = (80, 16)
CELL, LINE, EDGE = 8.4, 18, 12
"""Width and height of a cell and width of the edge, in pixels."""
COLOURS = {"default": "#d8dee9", "cyan": "#88c0d0", "brightblack": "#7b88a1"}
BACK = "#242933"
FONT = 'font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14"'
ASKED = ["when did Seul open?", "when did the offices open?"]
TYPED = "which offices opened after Seul"


def pose(folder: Path) -> Iterator[Terminal]:
    """The chat as it is drawn, while it is open."""
    (folder / "config/clairbot").mkdir(parents=True)
    (folder / "config/clairbot/config.toml").write_text("menu = false\n", encoding="utf-8")
    with terminal("-q", folder=folder, size=SIZE) as chat:
        for line in ASKED:
            chat.prompt()
            chat.line(line)
        chat.prompt()
        chat.send(TYPED)
        chat.until(lambda: chat.toolbar.startswith("understood"))
        yield chat


def draw(chat: Terminal) -> str:
    """The screen as SVG."""
    width, height = 2 * EDGE + SIZE[0] * CELL, 2 * EDGE + SIZE[1] * LINE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" role="img" {FONT}>',
        "<title>A chat with clairbot: an answer, a timeline, and what the line being typed is understood as</title>",
        f'<rect width="100%" height="100%" rx="8" fill="{BACK}"/>',
    ]
    for y in range(SIZE[1]):
        lines += _row(chat, y)
    return "\n".join([*lines, "</svg>", ""])


def _row(chat: Terminal, y: int) -> Iterator[str]:
    """Stretches of one look."""
    row = chat.screen.buffer[y]
    start = 0
    while start < SIZE[0]:
        end = start
        while end < SIZE[0] and _look(row[end]) == _look(row[start]):
            end += 1
        text = "".join(row[x].data for x in range(start, end))
        if text.strip():
            x, line = EDGE + start * CELL, EDGE + y * LINE + 14
            long = len(text.rstrip()) * CELL
            yield (
                f'<text x="{x:g}" y="{line}" xml:space="preserve" textLength="{long:g}"{_look(row[start])}>'
                f"{escape(text.rstrip())}</text>"
            )
        start = end


def _look(cell: object) -> str:
    colour = COLOURS.get(str(getattr(cell, "fg", "")), COLOURS["default"])
    bold = ' font-weight="bold"' if getattr(cell, "bold", False) else ""
    return f' fill="{colour}"{bold}'


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for posing in pose(Path(temporary)):
            TARGET.write_text(draw(posing), encoding="utf-8")
    sys.exit(0)
