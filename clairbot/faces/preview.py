"""What the bot would understand, in one line, while the question is still being typed.

Rules of this file: it is the engine call that Enter makes, and nothing of it is remembered; the words say
what colour would; a preview that fails shows nothing, since Enter will say why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.faces.layout import cut
from clairbot.faces.render import one_line

if TYPE_CHECKING:
    from clairbot.bot import Preview
    from clairbot.faces.talk import Talk

READING, IDLE = "reading the pack ...", "/help: commands · Tab: completion · Ctrl-D: leave"
"""Shown while the bot is loaded; and while nothing is typed."""
LABELS = {"answer": "understood", "unknown": "not understood", "clarify": "would ask back", "chat": "small talk"}
"""What each status of an answer is called."""


def preview(talk: Talk, line: str) -> str:
    """Return what a line would be understood as; empty if there is nothing to say yet."""
    text = line.strip()
    if not text or (text.startswith("/") and not text.startswith("//")):
        return ""
    try:
        return describe(talk.chat.preview(text[1:] if text.startswith("//") else text))
    except Exception:  # noqa: BLE001 (see the rules above)
        return ""


def describe(seen: Preview) -> str:
    """Return a preview as text: intent, names, confidence and query, or what is not understood."""
    answer = seen.answer
    label = LABELS[answer.status]
    if answer.status != "answer":
        return f"{label}: {answer.intent or one_line(answer.text)}"
    parts = [answer.intent, ", ".join(seen.names), f"{answer.confidence:.0%} sure", answer.query]
    return f"{label}: {' · '.join(filter(None, parts))}"


def toolbar(talk: Talk, line: str, shown: str, width: int) -> str:
    """Return the toolbar's text, cut to the width."""
    text = shown if line.strip() else IDLE
    if not talk.loading.done:
        text = READING
    return cut(talk.out.clean(text), width)
