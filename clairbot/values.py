"""The values that pass between stages: plain, frozen, typed, and free of behaviour.

Rule of this file: nothing here reads a file, knows a language or calls another stage.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from clairbot.record import Record

Status: TypeAlias = Literal["answer", "unknown", "clarify", "chat"]
"""What kind of reply an answer is; see `Answer.status`."""

Value: TypeAlias = str | int | float | bool
"""A plain value of a denotation: an entity's name, a text, a number, a year, or yes/no."""


TELLS_APART = re.compile(r"(.+?) \([^()]+\)$")
"""What stands in brackets at the end of a name tells it from others of that name."""


def called(name: str) -> str:
    """What an entity is called: its name without what only tells it from others of that name."""
    found = TELLS_APART.match(name)
    return found[1] if found else name


class Source(Record):
    """Where a fact stands."""

    document: str
    """Title of the document."""
    place: str = ""
    """Place in the document, as the pack writes it (`¶ 2`, `page 7`, `row 12`)."""

    def __str__(self) -> str:
        return f"{self.document}, {self.place}" if self.place else self.document


class Statement(Record):
    """One fact: a subject has a value of a property, says a source."""

    subject: str
    """Name of the entity that the fact is about."""
    property: str
    """Name of the property, as the schema declares it."""
    value: Value
    """The value: a number, a year, a text, or the name of another entity."""
    source: Source
    """Who says so."""

    def __str__(self) -> str:
        return f"{self.subject} · {self.property} · {self.value}"


class Step(Record):
    """What one stage made of a question, for `/why`."""

    stage: str
    """Name of the stage."""
    value: str
    """The stage's result, written out (may have several lines)."""
    seconds: float
    """CPU time that the stage took, in seconds."""


class Answer(Record):
    """What the bot says to one question."""

    question: str
    """The question as it was asked, cleaned of control characters."""
    status: Status
    """`answer` it knows · `unknown` it does not · `clarify` it asks back · `chat` small talk."""
    text: str
    """What a person reads: one to three sentences or a short list, without the source list."""
    values: tuple[Value, ...] = ()
    """The denotation: names, numbers, years, booleans; empty where the honest answer is "none"."""
    sources: tuple[Source, ...] = ()
    """Document and place of each fact used, without repetition, in the order of use."""
    facts: tuple[Statement, ...] = ()
    """The statements used, in the order of use."""
    confidence: float = 0.0
    """How sure the reading is, 0 to 1; what had to be guessed (spelling, frame) lowers it."""
    intent: str = ""
    """Name of the question shape that was understood; empty if none was."""
    query: str = ""
    """What was understood, as a query of the algebra written out."""
    suggestions: tuple[str, ...] = ()
    """Questions to ask next; for `clarify` the choices, each a question that works."""
    trace: tuple[Step, ...] = ()
    """Each stage's value and time; built only when asked for."""
