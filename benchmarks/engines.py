"""The engines that are measured, behind one small interface.

Rule of this file: an engine is made anew in a process of its own and imports its library only there, so that
none pays for another's memory and one that is not installed is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

ENGINES = {"clairbot": "clairbot", "hassil": "hassil", "nebulento": "nebulento"}
"""Name of each engine, and the library that it needs."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an engine says."""

    status: str
    """`answer`, `unknown`, `clarify` or `chat`."""
    text: str
    """What a person reads."""
    values: tuple[object, ...] = ()
    """The plain values of the answer, where the engine gives them."""


class Conversation(Protocol):
    """Asks one question after another; may or may not remember."""

    def ask(self, question: str) -> Reply:
        """Answer one question."""


class Engine(Conversation, Protocol):
    """Answers questions, each on its own."""

    def chat(self) -> Conversation:
        """Start a conversation that remembers."""


def installed() -> list[str]:
    """List the engines whose library can be imported."""
    return [name for name, library in ENGINES.items() if find_spec(library)]


def make_engine(name: str, pack: str = "") -> Engine:
    """Make an engine by name; `pack` is the folder that clairbot loads, empty for the built-in one."""
    module = import_module(f"{__package__}.{name}_engine")
    return cast("Engine", module.make(pack))
