"""The bot while it is still being loaded: the chat's prompt does not wait for it.

It is loaded in a thread, and only from when the prompt stands there: two threads of Python share one processor.

Rule of this file: whoever needs the bot waits for it; what went wrong is raised there, and nowhere else.
"""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from clairbot.bot import Bot


class Loading:
    """A bot that a thread loads."""

    def __init__(self, load: Callable[[], Bot]) -> None:
        self._load = load
        self._bot: Bot | None = None
        self._error: BaseException | None = None
        # A daemon: leaving the chat does not wait for a pack to be compiled.
        self._thread = Thread(target=self._run, name="loading", daemon=True)
        self._started = False

    def start(self) -> None:
        """Begin to load, if that has not been done yet."""
        if not self._started:
            self._started = True
            self._thread.start()

    def _run(self) -> None:
        try:
            self._bot = self._load()
        except BaseException as error:  # noqa: BLE001 (raised again where the bot is wanted)
            self._error = error

    @property
    def done(self) -> bool:
        """Whether nobody would have to wait any more."""
        return self._bot is not None or self._error is not None

    def wait(self) -> None:
        """Wait until it is done."""
        self.start()
        self._thread.join()

    @property
    def error(self) -> BaseException | None:
        """Why there is no bot; None while there may be one."""
        return self._error

    @property
    def bot(self) -> Bot:
        """The bot, once it is loaded; raises what loading raised."""
        if self._bot is None:
            self.wait()
        if self._error is not None:
            raise self._error
        if self._bot is None:
            raise RuntimeError("the pack was not loaded")
        return self._bot
