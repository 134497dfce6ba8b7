"""What a case expects of an answer, and what is wrong with the answer it got."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

if TYPE_CHECKING:
    from clairbot import Answer


class Expected(TypedDict):
    """One question of a case file; what is not named is not looked at."""

    ask: str
    status: NotRequired[str]
    values: NotRequired[list[Any]]
    ordered: NotRequired[bool]
    text: NotRequired[list[str]]


def problems(case: Expected, answer: Answer) -> list[str]:
    """Each expectation that the answer does not meet, in words."""
    found = []
    status = case.get("status", "answer")
    if status not in {"any", answer.status}:
        found.append(f"status is {answer.status}, not {status}")
    if "values" in case and not same_values(case["values"], answer.values, ordered=case.get("ordered", False)):
        found.append(f"values are {answer.values}, not {case['values']}")
    missing = (part for part in case.get("text", ()) if not re.search(part, answer.text, re.IGNORECASE))
    found.extend(f"text has nothing like {part!r}" for part in missing)
    return found


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
