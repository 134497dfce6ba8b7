"""clairbot behind the interface of the benchmarks.

Rule of this file: only the public contract is used, and what it adds to a question's cost is one small
object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import clairbot
from benchmarks.engines import Reply

if TYPE_CHECKING:
    from benchmarks.engines import Conversation


class _Chat:
    def __init__(self, chat: clairbot.Bot | clairbot.Chat) -> None:
        self._chat = chat

    def ask(self, question: str) -> Reply:
        answer = self._chat.ask(question)
        return Reply(answer.status, answer.text, answer.values)


class ClairbotEngine(_Chat):
    """A loaded bot."""

    def __init__(self, bot: clairbot.Bot) -> None:
        super().__init__(bot)
        self._bot = bot

    def chat(self) -> Conversation:
        """Start a chat with the bot."""
        return _Chat(self._bot.chat())


def make(pack: str) -> ClairbotEngine:
    """Load a pack, or the built-in one."""
    return ClairbotEngine(clairbot.load(pack) if pack else clairbot.load())
