"""A chat in progress: what was asked, what was answered, and how the face is set.

Rule of this file: it knows no terminal; readers and printers are given to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clairbot.bot import Bot
    from clairbot.faces.history import History
    from clairbot.faces.output import Output
    from clairbot.values import Answer

SETTINGS = {
    "keys": ("emacs", "vi"),
    "ghost": ("on", "off"),
    "menu": ("on", "off"),
    "sources": ("off", "on"),
}
"""What `/set` can change: the values, the first as it is at the start."""


class Talk:
    """One chat with a bot."""

    def __init__(self, bot: Bot, out: Output, history: History) -> None:
        self.bot = bot
        self.out = out
        self.history = history
        self.settings = {name: values[0] for name, values in SETTINGS.items()}
        self.reset()

    def reset(self) -> None:
        """Forget what was said."""
        self.chat = self.bot.chat()
        self.answers: list[Answer] = []

    def ask(self, question: str) -> Answer:
        """Ask in this chat. Always traced: `/why` must not ask twice, which would change the chat."""
        answer = self.chat.ask(question, trace=True)
        self.answers.append(answer)
        return answer

    @property
    def last(self) -> Answer | None:
        """The latest answer."""
        return self.answers[-1] if self.answers else None
