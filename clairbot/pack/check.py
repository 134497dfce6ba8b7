"""Checking what a pack author wrote: is it a text, a list, a mapping, and is its name known?

Rule of this file: whatever a value is, the error names the line it starts on, in one line, and how to mend it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from clairbot import reading
from clairbot.errors import PackError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

NEAR = 70
"""From this likeness on, of 100, a name is offered in place of an unknown one."""
MOST_NAMED = 8
"""Known names that an error lists where none is near."""
YES, NO = frozenset({"yes", "true", "on"}), frozenset({"no", "false", "off", ""})


def place(value: object, where: str) -> str:
    """Where a value stands; `where` if it does not know."""
    if isinstance(value, reading.Text):
        return value.where
    return value.where() if isinstance(value, (reading.Map, reading.List)) else where


def hint(name: str, known: Iterable[str]) -> str:
    """What an unknown name was meant to be, or which names there are."""
    names = list(known)
    near = process.extractOne(name[:100], names, scorer=fuzz.ratio, score_cutoff=NEAR)
    if near:
        return f"did you mean {reading.quote(near[0])}?"
    listed = ", ".join(reading.quote(other)[1:-1] for other in names[:MOST_NAMED])
    return f"there are: {listed}{' …' if len(names) > MOST_NAMED else ''}" if names else "there are none yet"


def one_of(name: object, known: Collection[str], kind: str, where: str) -> str:
    """A name that must be known; raises PackError."""
    wanted = text(name, where)
    if wanted not in known:
        raise PackError(place(name, where), f"unknown {kind} {reading.quote(wanted)}; {hint(wanted, known)}")
    return wanted


def new_name(name: str, where: str) -> str:
    """A name that is declared; raises PackError if nobody could read or write it."""
    if not name.strip() or not name.isprintable():
        raise PackError(where, f"{reading.quote(name)} is no name; write one that can be read, on one line")
    return str(name)


def text(value: object, where: str) -> str:
    """A text; raises PackError."""
    if isinstance(value, str):
        return str(value)
    raise PackError(place(value, where), f"{what(value)} where a text belongs; write it on one line, in quotes")


def strings(value: object, where: str) -> list[str]:
    """A text or a list of texts as a list; an empty text is an empty list; raises PackError."""
    if isinstance(value, reading.List):
        wrong = next((item for item in value if not isinstance(item, str)), None)
        if wrong is not None:
            raise PackError(
                place(wrong, where), f"{what(wrong)} where a text of a list belongs; write [a, b], in quotes"
            )
        return [str(item) for item in value]
    if isinstance(value, str):
        return [str(value)] if value else []
    raise PackError(place(value, where), f"{what(value)} where a text or a list of texts belongs; write a or [a, b]")


def located(value: object, where: str) -> list[tuple[str, str]]:
    """A text or a list of texts as a list, each with where it stands; raises PackError."""
    written = value if isinstance(value, reading.List) else [value]
    return [(found, place(item, where)) for found, item in zip(strings(value, where), written, strict=False)]


def mapping(
    value: object, where: str, allowed: Collection[str], required: Collection[str] = frozenset()
) -> reading.Map:
    """A mapping with these keys and no others; raises PackError."""
    found = entries(value, where, f"keys such as {', '.join(sorted(allowed)[:MOST_NAMED])}")
    for key in found:
        if key not in allowed:
            raise PackError(found.where(key), f"unknown key {reading.quote(key)}; {hint(key, sorted(allowed))}")
    for key in sorted(required):
        if key not in found:
            raise PackError(place(value, where), f"key '{key}' is missing; add it")
    return found


def entries(value: object, where: str, of: str) -> reading.Map:
    """A mapping with any keys; `of` says what they are, in an error; raises PackError."""
    if isinstance(value, reading.Map):
        return value
    raise PackError(place(value, where), f"{what(value)} where a mapping belongs; write 'key: value', with {of}")


def flag(value: object, where: str) -> bool:
    """Yes or no; raises PackError."""
    written = text(value, where).casefold()
    if written not in YES | NO:
        raise PackError(place(value, where), f"{reading.quote(written)} where yes or no belongs; write one of them")
    return written in YES


def number(value: object, where: str) -> float:
    """A finite number; raises PackError."""
    written = text(value, where)
    try:
        found = float(written)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise PackError(
            place(value, where), f"{reading.quote(written)} is not a number; write digits, such as 12 or 0.5"
        )
    return found


def whole(value: object, where: str) -> int:
    """A whole number; raises PackError."""
    found = number(value, where)
    if not found.is_integer():
        raise PackError(place(value, where), f"{reading.quote(str(value))} is not a whole number; write digits alone")
    return int(found)


def cost(value: object, where: str) -> float:
    """What using a wording costs: a number that is not negative; raises PackError."""
    found = number(value, where)
    if found < 0:
        raise PackError(place(value, where), f"cost {reading.quote(str(value))} is negative; write 0 or more")
    return found


def what(value: Any) -> str:  # noqa: ANN401 (anything that YAML can hold)
    """What kind of value stands somewhere, for an error."""
    if isinstance(value, reading.Map):
        return "a mapping"
    if isinstance(value, reading.List):
        return "a list"
    return f"the text {reading.quote(str(value))}" if value else "nothing"
