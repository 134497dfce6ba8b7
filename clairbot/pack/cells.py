"""Cells of tables: what a person wrote in a spreadsheet as a number, a date, yes or no, or nothing.

Rule of this file: a cell that can be read in two ways is not guessed at; how a column is to be read is said with it.
The words that may stand in cells (`n/a`, `yes`, `March`) are data, in the section `cells`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date as calendar
from typing import TYPE_CHECKING

from clairbot.errors import PackError
from clairbot.pack.check import hint, mapping, strings
from clairbot.reading import quote
from clairbot.record import Record

if TYPE_CHECKING:
    from clairbot.pack.source import Source

CELL_KEYS = ("empty", "yes", "no", "lead", "before-unit", "months")
DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
ORDERS = (DAY_FIRST, MONTH_FIRST)
"""How 3/4/2021 is read."""
DECIMALS = (".", ",")
"""Signs before the decimals of a number."""
BLANK = frozenset({"", "-", "–", "—", "?", "…", "."})
"""Signs for no value, in any language."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_GROUPED = {sign: re.compile(rf"[+-]?[1-9]\d{{0,2}}({re.escape(sign)}\d{{3}})+(?!\d)") for sign in DECIMALS}
_SPACED = re.compile(r"(?<=\d)[\s\u00a0\u202f'’_](?=\d{3}(\D|$))")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")


class CellWords(Record):
    """Words that stand in cells, folded."""

    empty: frozenset[str]
    """For no value."""
    yes: frozenset[str]
    """For what is so."""
    no: frozenset[str]
    """For what is not."""
    lead: frozenset[str]
    """Words that lead up to what is so: "has parking"."""
    before_unit: frozenset[str]
    """Words between what is measured and its unit: "length in km"."""
    months: dict[str, int]
    """Names of months, with their number."""

    def blank(self, text: str) -> bool:
        """Whether a cell says nothing."""
        return text in BLANK or text.casefold() in self.empty

    def truth(self, text: str) -> bool | None:
        """Yes or no, or None if it is neither."""
        folded = text.casefold()
        return True if folded in self.yes else False if folded in self.no else None


def read_cell_words(source: Source) -> CellWords:
    """The section `cells`, a later file's key over an earlier one's; raises PackError."""
    found: dict[str, list[str]] = {key: [] for key in CELL_KEYS}
    for section in source.maps["cells"]:
        for key, value in mapping(section, section.where(), CELL_KEYS).items():
            found[key] = strings(value, section.where(key))
    months = {name.casefold(): n for n, names in enumerate(found["months"], 1) for name in names.split()}
    empty, yes, no, lead, joint = (frozenset(word.casefold() for word in found[key]) for key in CELL_KEYS[:5])
    return CellWords(empty, yes, no, lead, joint, months)


def read_number(text: str, unit: str = "", decimal: str = ".") -> int | float | None:
    """A number with its unit, or without; None if it is none, or could be another with the other decimal sign."""
    bare = _without_unit(unicodedata.normalize("NFKC", text).replace("−", "-"), unit)
    bare = _SPACED.sub("", bare)
    grouping = "," if decimal == "." else "."
    if _GROUPED[grouping].match(bare):
        bare = bare.replace(grouping, "")
    if grouping in bare or not _NUMBER.fullmatch(bare := bare.replace(decimal, ".")):
        return None
    found = float(bare)
    return None if found in {float("inf"), float("-inf")} else int(found) if found.is_integer() else found


def _without_unit(text: str, unit: str) -> str:
    """A number's text without its unit, or a sign of currency, before or after it."""
    bare, folded = text.strip(), unit.casefold()
    if folded and bare.casefold().endswith(folded):
        bare = bare[: len(bare) - len(unit)]
    elif folded and bare.casefold().startswith(folded):
        bare = bare[len(unit) :]
    elif bare and not folded:
        bare = bare.strip("".join(sign for sign in bare if unicodedata.category(sign) == "Sc"))
    return bare.strip()


def read_date(text: str, words: CellWords, order: str = "") -> str:
    """A date as `2021-03-04`, or as far as it goes (`2021-03`, `2021`); empty if it is none.

    `order` says how 3/4/2021 is read; without it, only where it can be read in one way.
    """
    if found := _ISO.fullmatch(text):
        return _dated(*(int(part) if part else 0 for part in found.groups()))
    if found := _NUMERIC.fullmatch(text):
        first, _, second, year = found.groups()
        return _numeric(int(first), int(second), int(year), order, dotted=found[2] == ".")
    return _written(_TOKEN.findall(text.casefold()), words)


def _numeric(first: int, second: int, year: int, order: str, *, dotted: bool) -> str:
    """A date of digits: with dots the day comes first, wherever dots are used."""
    day_first = _dated(year, second, first) if order != MONTH_FIRST else ""
    month_first = _dated(year, first, second) if order != DAY_FIRST and not dotted else ""
    return (day_first or month_first) if not (day_first and month_first) or first == second else ""


def _written(parts: list[str], words: CellWords) -> str:
    """A date with the month's name: 4 March 2021, March 4th 2021, March 2021."""
    months = [words.months[part] for part in parts if part in words.months]
    numbers = [int(part) for part in parts if part.isdigit() and len(part) <= 4]  # noqa: PLR2004 (a year)
    endings = [part for part in parts if part.isalpha() and part not in words.months]
    years = [n for n in numbers if n > 31]  # noqa: PLR2004 (more than a day)
    days = [n for n in numbers if n <= 31]  # noqa: PLR2004
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or any(len(e) != 2 for e in endings):  # noqa: PLR2004
        return ""
    return _dated(years[0], months[0], days[0] if days else 0)


def _dated(year: int, month: int, day: int) -> str:
    """A date written out, empty if there is no such day."""
    try:
        calendar(year, month or 1, day or 1)
    except ValueError:
        return ""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def required_date(text: str, words: CellWords, order: str, where: str) -> str:
    """A date; raises PackError."""
    found = read_date(text, words, order)
    if found:
        return found
    both = _NUMERIC.fullmatch(text) and not order and read_date(text, words, DAY_FIRST)
    mend = "write 'order: dmy' or 'order: mdy' for its column" if both else "write it as 2021-03-04, 2021-03 or 2021"
    raise PackError(where, f"{quote(text)} is not a date that can be read in one way; {mend}")


def order_of(text: str, where: str) -> str:
    """How digits of a date are ordered; raises PackError."""
    if text and text not in ORDERS:
        raise PackError(where, f"unknown order {quote(text)}; {hint(text, ORDERS)}")
    return text
