"""What the cells of one column are: numbers, years, dates, yes or no, names of other things, or texts.

Rule of this file: a type is given only if every cell that says something fits it; what nearly fits is told.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from clairbot.pack.cells import DAY_FIRST, DECIMALS, MONTH_FIRST, read_date, read_number
from clairbot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clairbot.pack.lore import Header, Lore

TRUTH, NAMES = "truth", "names"
"""Kinds of columns beside the types of properties."""
ROUND = 10
"""What numbers in thousands can mostly be divided by."""
YEARS = range(1000, 2200)
"""Numbers that can be years; earlier ones are years only where the header says so."""
LONGEST_NAME, MOST_WORDS = 60, 6
"""Letters and words that the name of a thing has at most."""
SHORTEST_NAME = 3
"""Letters of a name that no common word can be taken for."""
NEARLY = 0.8
"""Share of cells from which on the rest is more likely wrong than of another type."""
SIGNS = (";", "|", " / ", ",")
"""What may part several values in one cell, the surest first."""
NO_NAME = re.compile(r"[@:/\\]|[.!?]$|^\W*\d[\d\W]*$")
"""What names of things do not look like: addresses of the web, sentences, numbers."""
CELL_UNIT = re.compile(r"^[^\d]*[\d.,'\s]*\d\s*([^\d\s][^\d]*)$")
"""The unit after a number in a cell."""


class Column(Record):
    """A column with what it seems to be."""

    header: Header
    """Its name."""
    type: str
    """`number`, `year`, `date`, `text`, `truth` or `names`."""
    values: tuple[str, ...]
    """What stands in its cells, several in one cell taken apart, blanks left out."""
    unit: str = ""
    """Unit of its numbers."""
    split: tuple[str, ...] = ()
    """Signs between several values in one cell."""
    decimal: str = "."
    """Sign before decimals."""
    order: str = ""
    """How dates in digits are read."""
    doubt: str = ""
    """What had to be guessed."""


def look_at(header: Header, cells: Sequence[str], lore: Lore) -> Column:
    """What a column seems to be."""
    values = tuple(cell for cell in cells if not lore.cells.blank(cell))
    known = lore.columns.get(lore.known(header.base), {})
    if values and all(lore.cells.truth(value) is not None for value in values) and known.get("type") != "number":
        return Column(header, TRUTH, values)
    if not values or known.get("type") == "text":
        return Column(header, "text", values)
    return _dates(header, values, lore) or _numbers(header, values, lore) or _words(header, values, lore)


# --- numbers and dates ----------------------------------------------------------------------------------


def _numbers(header: Header, values: tuple[str, ...], lore: Lore) -> Column | None:
    unit = header.unit or _unit_in(values, lore)
    fitting = {sign: [v for v in values if read_number(v, unit, sign) is not None] for sign in DECIMALS}
    decimal = max(DECIMALS, key=lambda sign: len(fitting[sign]))
    if len(fitting[decimal]) < len(values):
        return None
    found = [read_number(value, unit, decimal) for value in values]
    other = next(sign for sign in DECIMALS if sign != decimal)
    turned = [read_number(value, unit, other) for value in values]
    doubt = ""
    if None not in turned and turned != found:  # 12.500 and 3.200: round thousands rather than three decimals
        changed = [i for i, number in enumerate(found) if number != turned[i]]
        if len(changed) > 1 and all(number % ROUND == 0 for i in changed if (number := turned[i]) is not None):
            decimal, other, found, turned = other, decimal, turned, found
        elif len(changed) > 1 and decimal == DECIMALS[0]:
            changed = []  # 1,250 and 980,000: nobody writes decimals so where others are written with a point
        if changed:
            at = changed[0]
            doubt = f"{values[at]!r} is read as {found[at]}; write 'decimal: \"{other}\"' if it is {turned[at]}"
    if _are_years(header, found, lore) and not unit:
        return Column(header, "year", values)
    return Column(header, "number", values, unit=unit, decimal=decimal, doubt=doubt)


def _unit_in(values: Iterable[str], lore: Lore) -> str:
    """The unit that all cells have after their number, or the currency before it."""
    found = {match[1].strip().casefold() if (match := CELL_UNIT.match(value)) else value[:1] for value in values}
    unit = lore.units.get(found.pop()) if len(found) == 1 else None
    return unit.shown if unit else ""


def _are_years(header: Header, numbers: Sequence[float | None], lore: Lore) -> bool:
    """Whether whole numbers are years: the header says so, or they look so and it says nothing else."""
    known = lore.columns.get(lore.known(header.base), {})
    if not all(n is not None and n == int(n) and abs(n) < YEARS.stop for n in numbers):
        return False
    named = lore.kindred(header.base, "year")
    return named or (min(n or 0 for n in numbers) in YEARS and (known.get("dimension") == "time" or not known))


def _dates(header: Header, values: tuple[str, ...], lore: Lore) -> Column | None:
    """Dates, unless they are mere years."""
    if all(value.isdigit() for value in values):
        return None
    for order in ("", DAY_FIRST, MONTH_FIRST):
        if all(read_date(value, lore.cells, order) for value in values):
            doubt = f"{values[0]!r} is read with the day first; write 'order: mdy' if it is the month"
            both = order == DAY_FIRST and all(read_date(v, lore.cells, MONTH_FIRST) for v in values)
            return Column(header, "date", values, order=order, doubt=doubt if both else "")
    return None


# --- words ----------------------------------------------------------------------------------------------


def _words(header: Header, values: tuple[str, ...], lore: Lore) -> Column:
    doubt = _nearly(values, lore, header)
    signs = _signs(header, values, lore)
    parts = tuple(part for value in values for part in _parts(value, signs))
    if doubt or not all(map(_like_a_name, parts)) or any(len(p) < SHORTEST_NAME for p in parts if not p.isdigit()):
        return Column(header, "text", values, doubt=doubt)
    return Column(header, NAMES, parts, split=signs)


def _nearly(values: tuple[str, ...], lore: Lore, header: Header) -> str:
    """Where most cells are numbers and some are not, which."""
    wrong = [v for v in values if read_number(v, header.unit) is None and not read_date(v, lore.cells)]
    if len(wrong) > len(values) * (1 - NEARLY) or len(values) - len(wrong) < 2:  # noqa: PLR2004 (mere chance)
        return ""
    return f"kept as text, since {wrong[0]!r} is no number; mend the cell and say 'type: number' in the schema"


def _signs(header: Header, values: tuple[str, ...], lore: Lore) -> tuple[str, ...]:
    """What parts several names in a cell; a comma does only where the header speaks of several."""
    known = lore.columns.get(lore.known(header.base), {})
    several = known.get("many") == "yes" or lore.singular(header.base) != header.base
    found: tuple[str, ...] = ()
    for sign in SIGNS if several else SIGNS[:-1]:
        cells = [part for value in values for part in _parts(value, found) if sign in part]
        if cells and all(_like_a_name(part) for cell in cells for part in _parts(cell, (sign,))):
            found = (*found, sign)
    return found


def _parts(value: str, signs: tuple[str, ...]) -> list[str]:
    parts = [value]
    for sign in signs:
        parts = [part for piece in parts for part in piece.split(sign)]
    return [part.strip() for part in parts if part.strip()]


def _like_a_name(value: str) -> bool:
    return len(value) <= LONGEST_NAME and len(value.split()) <= MOST_WORDS and not NO_NAME.search(value)


def name_column(columns: Sequence[Column], lore: Lore) -> Column | None:
    """The column that says what a row is called: by its header, else the first whose names are all different."""
    named = [c for c in columns if lore.columns.get(lore.known(c.header.base), {}).get("is") == "name"]
    if named:
        return min(named, key=lambda c: lore.ranks.get(c.header.base, len(columns)))
    words = [c for c in columns if c.type in {NAMES, "text"} and c.values and not c.split]
    single = [c for c in words if c.type == NAMES and max(Counter(map(str.casefold, c.values)).values()) == 1]
    return next(iter((*single, *(c for c in words if c.type == NAMES), *words)), next(iter(columns), None))
