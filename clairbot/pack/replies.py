"""Small talk and the wording of replies.

Rule of this file: a reply that a stage needs must be there, so a pack in a new language fails when it is
compiled and not in a chat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot import template
from clairbot.errors import PackError
from clairbot.pack.source import strings
from clairbot.reply import NEEDED

if TYPE_CHECKING:
    from clairbot.pack.compile import Lexemes
    from clairbot.pack.source import Source

LIMIT = 4000
"""Most flat readings of one template."""


def read_replies(source: Source) -> dict[str, str]:
    """Reply texts by key; later files replace earlier ones."""
    found = {str(key): str(value) for key, value, _ in source.entries("replies")}
    missing = sorted(NEEDED - found.keys())
    if missing:
        raise PackError("intents", f"reply '{missing[0]}' is missing; add it under 'replies:'")
    return found


def read_chat(source: Source, lexemes: Lexemes) -> dict[str, str]:
    """Replies of small talk by intent; what people say goes into the lexicon."""
    replies: dict[str, str] = {}
    for name, value, where in source.entries("chat"):
        if "say" in value or str(name) not in replies:
            replies[str(name)] = str(value.get("say", ""))
        for text in strings(value.get("templates", ""), where):
            for flat in template.expand(template.parse(text, where), limit=LIMIT, where=where):
                if not all(isinstance(symbol, template.Word) for symbol in flat):
                    raise PackError(where, "only words can stand here, no slots")
                lexemes.add(" ".join(str(symbol) for symbol in flat), "{chat}", str(name))
    return replies
