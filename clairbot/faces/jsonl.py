"""Questions and answers as JSON, one to a line.

Rule of this file: the fields are those of `Answer`, in its order; a line is safe to print on a terminal.
The module is imported only where JSON is asked for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from clairbot.errors import ClairbotError
from clairbot.record import Record

if TYPE_CHECKING:
    from clairbot.values import Answer

MISSING: Any = object()
"""Stands for an `id` that was not given; null is an id like any other."""


class LineError(ClairbotError):
    """A line of the input is no question."""


def answer_record(answer: Answer, *, trace: bool = False) -> dict[str, Any]:
    """Return the answer as plain objects; the trace only if asked for."""
    return {name: plain(value) for name, value in answer.items() if trace or name != "trace"}


def plain(value: Any) -> Any:  # noqa: ANN401 (whatever an answer holds)
    """Return a record as an object of its fields, a tuple as a list, and any other value as it is."""
    if isinstance(value, Record):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def dump_line(record: object, *, ascii_only: bool = False) -> str:
    """Return the record as one line of JSON; what a terminal would obey is written as an escape."""
    text = json.dumps(record, ensure_ascii=ascii_only)
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text)


def read_question(line: str) -> tuple[str, Any]:
    """Return the question on a line of input, and its id (`MISSING` if it has none).

    A line is plain text, or an object with a `question` and, if you like, an `id`.

    Raises:
        LineError: it opens like an object, and is none or has no question.
    """
    if not line.lstrip().startswith("{"):
        return line, MISSING
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        where = f" at column {error.colno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
        raise LineError(f'not valid JSON{where}; write {{"question": "..."}} or plain text') from error
    question = record.get("question")
    if not isinstance(question, str):
        raise LineError('no "question" in it; write {"id": ..., "question": "..."}')
    return question, record.get("id", MISSING)
