"""Small talk and the wording of replies.

Rule of this file: a reply that a stage needs must be there, so a pack in a new language fails when it is
compiled and not in a chat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.errors import PackError
from clairbot.pack.check import located, mapping, text
from clairbot.reply import NEEDED

if TYPE_CHECKING:
    from clairbot.pack.phrases import Lexemes
    from clairbot.pack.source import Source

CHAT_KEYS = ("templates", "say")


def read_replies(source: Source) -> dict[str, str]:
    """Reply texts by key; later files replace earlier ones; raises PackError."""
    found = {key: text(value, where) for key, value, where in source.entries("replies")}
    missing = sorted(NEEDED - found.keys())
    if missing:
        raise PackError("intents", f"reply '{missing[0]}' is missing; add it under 'replies:'")
    return found


def read_chat(source: Source, lexemes: Lexemes) -> dict[str, str]:
    """Replies of small talk by intent; what people say goes into the lexicon; raises PackError."""
    replies: dict[str, str] = {}
    for name, value, where in source.wanted("chat"):
        with source.piece:
            keys = mapping(value, where, CHAT_KEYS)
            if "say" in keys or name not in replies:
                replies[name] = text(keys.get("say", ""), keys.where("say"))
            for written, at in located(keys.get("templates", ""), keys.where("templates")):
                lexemes.add_template(written, "{chat}", name, 0.0, where=at)
    return replies
