"""Case files: what a case expects of an answer, and what is wrong with the answer it got.

Rule of this file: a case that cannot fail, or says what nobody reads, is an error in the case file.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clairbot import Answer

CASES = Path(__file__).parent / "cases"
"""One file for each family of questions."""
STATUSES = ("answer", "unknown", "clarify", "chat")
Turns: TypeAlias = "tuple[Expected, ...]"
"""A case: the questions of one chat; most have a single one."""


class Expected(TypedDict, total=False):
    """One question of a case file; what is not named is not looked at."""

    ask: str
    """The question."""
    status: str
    """What kind of reply it should be; `answer` if it is not said."""
    values: list[Any]
    """The denotation; `[]` where the honest answer is "none"."""
    ordered: bool
    """Whether the values' order matters."""
    text: str | list[str]
    """Patterns that the text should have, all of them; the case of letters does not matter."""
    never: str | list[str]
    """Patterns that the text should not have."""


def read_cases(path: Path) -> Iterator[tuple[str, Turns]]:
    """The cases of a file, each with a name to call it by: its family, its number and its last question."""
    for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
        turns: Turns = tuple(case["turns"]) if "turns" in case else (case,)
        complaints = [line for turn in turns for line in faults(turn)]
        if complaints:
            raise ValueError(f"{path.name}, case {number}: {'; '.join(complaints)}")
        yield f"{path.stem}-{number}: {turns[-1]['ask'][:50]}", turns


def faults(case: Expected) -> list[str]:
    """What is wrong with a case itself."""
    found = [f"unknown key {key!r}" for key in case if key not in Expected.__annotations__]
    if not isinstance(case.get("ask"), str):
        found.append("'ask' is no text")
    status = case.get("status", "answer")
    if status not in STATUSES:
        found.append(f"unknown status {status!r}")
    if status == "answer" and not {"values", "text", "never"} & set(case):
        found.append("says nothing of the answer; add values or text")
    found += [f"{part!r} is no text; quote it" for part in parts(case, "text", "never") if not isinstance(part, str)]
    return found


def parts(case: Expected, *keys: str) -> Sequence[Any]:
    """The patterns of a case, be it one or a list of them."""
    given = [case.get(key, []) for key in keys]
    return [part for value in given for part in (value if isinstance(value, list) else [value])]


def problems(case: Expected, answer: Answer) -> list[str]:
    """Each expectation that the answer does not meet, in words."""
    found = []
    status = case.get("status", "answer")
    if status != answer.status:
        found.append(f"status is {answer.status}, not {status}")
    if "values" in case and not same_values(case["values"], answer.values, ordered=case.get("ordered", False)):
        found.append(f"values are {answer.values}, not {case['values']}")
    found += [f"text has nothing like {part!r}" for part in parts(case, "text") if not has(answer.text, part)]
    found += [f"text has {part!r}" for part in parts(case, "never") if has(answer.text, part)]
    return found


def has(text: str, pattern: str) -> bool:
    """Whether a text has a pattern, in capitals or not, over one line or several."""
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None


def same_values(wanted: list[Any], got: tuple[Any, ...], *, ordered: bool) -> bool:
    """Whether two denotations are the same; yes is not 1."""
    first, second = [(type(v).__name__, v) for v in wanted], [(type(v).__name__, v) for v in got]
    return first == second if ordered else sorted(map(repr, first)) == sorted(map(repr, second))


def report(case: Expected, answer: Answer, wrong: list[str]) -> str:
    """All that helps to find out why: what is wrong, the answer, and each stage's value."""
    lines = [f"{case['ask']!r}", *(f"  {line}" for line in wrong), f"  {answer.status}: {answer.text}"]
    lines += [f"  intent {answer.intent or '-'}, query {answer.query or '-'}"]
    for step in answer.trace:
        lines += [f"  --- {step.stage}", *(f"  {line}" for line in step.value.splitlines())]
    return "\n".join(lines)
