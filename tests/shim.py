"""clairbot with a bot that breaks, sleeps, and tells its process, when it is asked to; for tests."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from clairbot.bot.engine import Bot
from clairbot.faces.cli import main
from clairbot.values import Answer

if TYPE_CHECKING:
    from clairbot.session import Context

answered, completed = Bot.turn, Bot.names_like


def turn(self: Bot, question: str, context: Context, *, trace: bool = False) -> tuple[Answer, Context]:
    """The answer, unless something is to happen; not while it is only previewed."""
    if question == "crash" and trace:
        raise RuntimeError("it\nbroke")
    if question == "slow" and trace:
        print("started", flush=True)  # noqa: T201
        time.sleep(600)
    if question == "pid" and trace:
        return Answer(question, "answer", f"<{os.getpid()}>"), context
    return answered(self, question, context, trace=trace)


def names_like(self: Bot, typed: str, limit: int = 20, *, misspelt: bool = False) -> list[tuple[str, str]]:
    """The names, unless something is to happen."""
    if typed == "crash":
        raise RuntimeError("it broke beside the line")
    return completed(self, typed, limit, misspelt=misspelt)


if __name__ == "__main__":
    Bot.turn, Bot.names_like = turn, names_like  # type: ignore[method-assign]
    sys.exit(main())
