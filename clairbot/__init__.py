"""clairbot: answers questions from a store of facts: right, instant, offline, sourced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clairbot.errors import ClairbotError, PackError, QuestionError, StoreError

if TYPE_CHECKING:
    from clairbot.bot import Bot, Chat, load
    from clairbot.values import Answer, Source, Statement, Step, Value

__version__ = "0.1.0"
__all__ = [
    "Answer", "Bot", "Chat", "ClairbotError", "PackError", "QuestionError", "Source", "Statement", "Step",
    "StoreError", "Value", "load",
]  # fmt: skip
_HOMES = {"Bot": "bot", "Chat": "bot", "load": "bot"}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """The engine is imported when it is first used, so that `--help` need not pay for it."""
    if name not in __all__:
        message = f"module 'clairbot' has no attribute '{name}'"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"clairbot.{_HOMES.get(name, 'values')}"), name)
