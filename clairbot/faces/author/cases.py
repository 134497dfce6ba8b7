"""The questions in a pack's `tests/`: what each expects, and what is wrong with the answer it got.

Rule of this file: a case that cannot fail is an error, and so is a key that nobody reads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clairbot import reading
from clairbot.errors import PackError
from clairbot.pack.check import flag, mapping, one_of, place, strings, text
from clairbot.reading import List, Map, quote
from clairbot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clairbot.values import Answer, Value

FOLDER = "tests"
STATUSES = ("answer", "unknown", "clarify", "chat")
CASE_KEYS = ("ask", "status", "values", "ordered", "text", "never")
CHAT_KEYS = ("turns",)


class Expected(Record):
    """One question, and what its answer must be."""

    ask: str
    """The question."""
    where: str
    """Where it is written."""
    status: str = "answer"
    """What kind of reply it is."""
    values: tuple[str, ...] | None = None
    """The denotation as it is written; None if it does not matter."""
    ordered: bool = False
    """Whether the values' order matters."""
    text: tuple[str, ...] = ()
    """Patterns that the text must have, all of them."""
    never: tuple[str, ...] = ()
    """Patterns that it must not have."""


def read_cases(root: Path) -> Iterator[tuple[Expected, ...]]:
    """The cases of a pack, each the turns of one chat; raises PackError."""
    paths = reading.list_files(root, FOLDER, {".yaml", ".yml"})
    if not paths:
        raise PackError(FOLDER, "no questions; write some, such as '- {ask: …, values: […]}', into a file there")
    for path in paths:
        cases = reading.read_yaml(root, path)
        if not isinstance(cases, List):
            raise PackError(place(cases, path.name), "no list; write '- ask: …' for each question")
        for case in cases:
            yield _case(case, place(case, path.name))


def _case(case: object, where: str) -> tuple[Expected, ...]:
    if isinstance(case, Map) and "turns" in case:
        turns = mapping(case, where, CHAT_KEYS)["turns"]
        if not isinstance(turns, List) or not turns:
            raise PackError(where, "'turns' is no list of questions; write '- ask: …' for each")
        return tuple(_expected(turn, place(turn, where)) for turn in turns)
    return (_expected(case, where),)


def _expected(turn: object, where: str) -> Expected:
    keys = mapping(turn, where, CASE_KEYS, {"ask"})
    status = one_of(keys.get("status", STATUSES[0]), STATUSES, "status", keys.where("status"))
    if status == STATUSES[0] and not {"values", "text", "never"} & keys.keys():
        raise PackError(where, "this question says nothing of its answer; add 'values' or 'text'")
    patterns = [tuple(strings(keys.get(key, ""), keys.where(key))) for key in ("text", "never")]
    for pattern in (*patterns[0], *patterns[1]):
        _check_pattern(pattern, where)
    values = tuple(strings(keys["values"], keys.where("values"))) if "values" in keys else None
    ordered = flag(keys.get("ordered", "no"), keys.where("ordered"))
    return Expected(text(keys["ask"], where), where, status, values, ordered, *patterns)


def _check_pattern(pattern: str, where: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise PackError(where, f"{quote(pattern)} is no pattern ({error}); put '\\' before signs") from None


def faults(wanted: Expected, answer: Answer) -> list[str]:
    """Each expectation that an answer does not meet, in words."""
    found = [] if wanted.status == answer.status else [f"status is {answer.status}, not {wanted.status}"]
    if wanted.values is not None and not _same(wanted.values, answer.values, ordered=wanted.ordered):
        found.append(f"values are {_shown(answer.values)}, not [{', '.join(wanted.values)}]")
    found += [f"text has nothing like {quote(p)}" for p in wanted.text if not _has(answer.text, p)]
    return found + [f"text has {quote(p)}" for p in wanted.never if _has(answer.text, p)]


def _same(wanted: tuple[str, ...], got: tuple[Value, ...], *, ordered: bool) -> bool:
    """Whether values are the same as written: numbers by what they are worth, yes and no as `true` and `false`."""
    first, second = [_plain(value) for value in wanted], [_plain(str(value)) for value in got]
    return first == second if ordered else sorted(first) == sorted(second)


def _plain(written: str) -> str:
    try:
        return f"{float(written):.12g}"
    except ValueError:
        return written.casefold()


def _shown(values: tuple[Value, ...]) -> str:
    return f"[{', '.join(map(str, values))}]"


def _has(text_of: str, pattern: str) -> bool:
    return re.search(pattern, text_of, re.IGNORECASE | re.DOTALL) is not None
