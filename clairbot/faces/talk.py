"""A chat in progress: what was asked, what was answered, and how the face is set.

Rule of this file: it knows no terminal; readers and printers are given to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clairbot.bot import Bot, Chat
    from clairbot.faces.history import History
    from clairbot.faces.loading import Loading
    from clairbot.faces.output import Output
    from clairbot.values import Answer

SETTINGS = {
    "keys": ("emacs", "vi"),
    "ghost": ("on", "off"),
    "menu": ("on", "off"),
    "preview": ("on", "off"),
    "timeline": ("on", "off"),
    "pager": ("on", "off"),
    "sources": ("off", "on"),
}
"""What `/set` can change: the values, the first as it is at the start."""


class Talk:
    """One chat with a bot."""

    def __init__(self, loading: Loading, out: Output, history: History) -> None:
        self.loading = loading
        self.out = out
        self.history = history
        self.settings = {name: values[0] for name, values in SETTINGS.items()}
        self.reset()

    def reset(self) -> None:
        """Forget what was said."""
        self._chat: Chat | None = None
        self.answers: list[Answer] = []

    @property
    def bot(self) -> Bot:
        """The bot; waits until it is loaded."""
        return self.loading.bot

    @property
    def chat(self) -> Chat:
        """The conversation with it, which remembers."""
        if self._chat is None:
            self._chat = self.bot.chat()
        return self._chat

    def ask(self, question: str) -> Answer:
        """Ask in this chat. Always traced: `/why` must not ask twice, which would change the chat."""
        answer = self.chat.ask(question, trace=True)
        self.answers.append(answer)
        return answer

    @property
    def last(self) -> Answer | None:
        """The latest answer."""
        return self.answers[-1] if self.answers else None
