"""Times questions in CPU time, each engine in a process of its own.

Rule of this file: a question is timed once, the first time that its process meets it, after a warm-up on
other questions. So neither a cold start nor a remembered answer can enter a figure.
"""

from __future__ import annotations

import gc
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, ParamSpec, TypeAlias, TypeVar

from benchmarks.cases import halves
from benchmarks.engines import Reply, make_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.engines import Conversation

P = ParamSpec("P")
T = TypeVar("T")

Asks: TypeAlias = tuple[str, ...]
"""Questions of one chat, in order."""

QUANTILES = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
"""The quantiles that tables show."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One question's cost and reply."""

    milliseconds: float
    """CPU time of the process, user and system, of all its threads."""
    reply: Reply
    """What was said; status `crashed` with the error's text if asking raised."""


def in_fresh_process(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function in a new interpreter and give its result."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()


def time_questions(engine: str, asks: Sequence[str], pack: str = "") -> list[Timed]:
    """Time questions on their own: each half in a process that was warmed up on the other half."""
    return [replies[0] for replies in _time_by_halves(engine, [(ask,) for ask in asks], pack, chatting=False)]


def time_dialogues(engine: str, dialogues: Sequence[Asks], pack: str = "") -> list[list[Timed]]:
    """Time dialogues, each in a chat of its own; halves as for single questions."""
    return _time_by_halves(engine, dialogues, pack, chatting=True)


def quantiles(milliseconds: Iterable[float]) -> list[float | None]:
    """Give the quantiles that tables show, each a figure that was measured; None if there is none."""
    ordered = sorted(milliseconds)
    last = len(ordered) - 1
    return [ordered[round(last * share)] if ordered else None for share in QUANTILES.values()]


def _time_by_halves(engine: str, dialogues: Sequence[Asks], pack: str, *, chatting: bool) -> list[list[Timed]]:
    timed: dict[int, list[Timed]] = {}
    even, odd = halves(len(dialogues))
    for warm, measured in ((odd, even), (even, odd)):
        warming, asking = [dialogues[i] for i in warm], [dialogues[i] for i in measured]
        replies = in_fresh_process(_time_half, engine, warming, asking, pack, chatting=chatting)
        timed.update(zip(measured, replies, strict=True))
    return [timed[index] for index in range(len(dialogues))]


def _time_half(
    name: str, warming: Sequence[Asks], asking: Sequence[Asks], pack: str, *, chatting: bool
) -> list[list[Timed]]:
    engine = make_engine(name, pack)
    for asks in warming:
        _time_chat(engine.chat() if chatting else engine, asks)
    gc.collect()
    return [_time_chat(engine.chat() if chatting else engine, asks) for asks in asking]


def _time_chat(chat: Conversation, asks: Asks) -> list[Timed]:
    return [_time_ask(chat, ask) for ask in asks]


def _time_ask(chat: Conversation, ask: str) -> Timed:
    start = time.process_time_ns()
    try:
        reply = chat.ask(ask)
    except Exception as error:  # noqa: BLE001 - one bad question must not end a measurement
        reply = Reply("crashed", f"{type(error).__name__}: {error}")
    return Timed((time.process_time_ns() - start) / 1e6, reply)
