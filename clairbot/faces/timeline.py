"""Facts that are dated, drawn along a line of time.

Rules of this file: the distance from the left is the time that has passed; what sources disagree on stands at
each of its times, with its place; nothing is shown that the answer's facts do not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.faces.layout import NARROW, cells, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot.faces.output import Output
    from clairbot.values import Answer, Statement

FEWEST = 3
"""Subjects from which on facts are drawn; fewer are told in a sentence."""
MOST = 40
"""Times that are drawn; more of them are no line any more."""
LONGEST = 24
"""Cells of the line."""
ORDERED = "timeline"
"""Intent of questions that ask for an order in time."""
POINT, LINE = "●", "─"


def dated_facts(answer: Answer, times: frozenset[str]) -> list[Statement]:
    """Return the facts of an answer that gives times or an order in time; nothing if it gives anything else.

    `times` are the properties whose values are years.
    """
    facts = list(answer.facts)
    if not facts or answer.status != "answer" or len({fact.property for fact in facts}) > 1:
        return []
    asked = answer.intent == ORDERED or set(answer.values) <= {fact.value for fact in facts}
    if not asked or not answer.values or facts[0].property not in times:
        return []
    enough = len({fact.subject for fact in facts}) >= FEWEST and len({fact.value for fact in facts}) <= MOST
    return facts if enough else []


def timeline(out: Output, facts: list[Statement], width: int) -> list[str]:
    """Return the lines of a timeline, clean; under `NARROW` cells `year: names`."""
    rows = list(_rows(facts))
    if width < NARROW:
        return [line for year, names in rows for line in wrap(out.clean(f"{year}: {names}"), width)]
    first, last = rows[0][0], rows[-1][0]
    length = min(LONGEST, width // 3)
    lines = []
    for year, names in rows:
        place = round((year - first) / max(1, last - first) * (length - 1))
        bar = out.clean(f"{year} {LINE * place}{POINT}")
        indent = cells(f"{year} ") + length + 1
        parts = wrap(out.clean(names), width - indent)
        lines.append(f"{bar}{' ' * (indent - cells(bar))}{parts[0]}")
        lines += [f"{' ' * indent}{part}" for part in parts[1:]]
    return lines


def _rows(facts: list[Statement]) -> Iterator[tuple[int, str]]:
    """Each time with its subjects; a subject that has several times with where each is said."""
    said: dict[str, set[object]] = {}
    for fact in facts:
        said.setdefault(fact.subject, set()).add(fact.value)
    times: dict[int, dict[str, list[str]]] = {}
    for fact in sorted(facts, key=lambda f: int(f.value)):
        places = times.setdefault(int(fact.value), {}).setdefault(fact.subject, [])
        if len(said[fact.subject]) > 1:
            places.append(fact.source.place or fact.source.document)
    for year, subjects in times.items():
        yield year, ", ".join(f"{name} ({'; '.join(p)})" if p else name for name, p in subjects.items())
