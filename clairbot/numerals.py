"""Numbers, years, ordinals and decades in a row of tokens.

Rule of this file: number words come from the language's tables; digits need no language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clairbot.language import Language
    from clairbot.text import Token

SCALES = (1000, 1_000_000)
"""Number words that tell of how many a number is one."""
YEARS = range(1000, 3000)
"""Numbers that may be years."""
DIGITS = re.compile(r"'?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?'?([a-z]*)$")
TEN = 10
CENTURIES = range(10, 30)
"""Numbers that a year may start with, as in `nineteen ninety`."""
SHORT_YEAR = 2
"""Digits of a year without its century."""
CENTURY = 100
"""Years of a century."""
PIVOT = 30
"""Two-digit years from here on belong to the last century."""
Numeral = tuple[int, int, str, object, float]
"""Start and end token, symbol, value, cost."""


def numerals(tokens: Sequence[Token], language: Language) -> Iterator[Numeral]:
    """All readings of digits and number words."""
    for i, token in enumerate(tokens):
        match = DIGITS.match(token.text) if token.text[0] == "'" or token.text[0].isdigit() else None
        if match and token.end - token.start == len(token.text) + 1 == SHORT_YEAR + 1 and not match[3]:
            yield from _years(i, i + 1, int(match[1]), SHORT_YEAR)  # an apostrophe in place of the century
        elif match:
            yield from _digits(i, match, language, _follows(tokens, i))
            scale = language.numbers.get(tokens[i + 1].text, 0) if i + 1 < len(tokens) else 0
            if scale in SCALES and not match[3]:
                value = float(match[1].replace(",", "")[:15] + (match[2] or "")) * scale
                yield i, i + 2, "{number}", int(value) if value.is_integer() else value, 0.0
        elif token.text in language.numbers or token.text in language.decades or token.text in language.ordinals:
            yield from _words(i, tokens, language)


def _follows(tokens: Sequence[Token], i: int) -> str:
    return tokens[i + 1].text if i + 1 < len(tokens) and tokens[i + 1].start == tokens[i].end else ""


def _digits(i: int, match: re.Match[str], language: Language, follows: str) -> Iterator[Numeral]:
    digits, fraction, ending = match.groups()
    number = int(digits.replace(",", "")[:15])
    if fraction:
        yield i, i + 1, "{number}", float(f"{number}{fraction}"), 0.0
    elif not ending:
        yield i, i + 1, "{number}", number, 0.6 if number in YEARS else 0.0
        yield from _years(i, i + 1, number, len(digits))
        if language.decades.get(follows.strip("'")) == -1:
            yield from _decade(i, i + 2, number)
    elif language.decades.get(ending) == -1:
        yield from _decade(i, i + 1, number)
    elif language.ordinals.get(ending) == 0:
        yield i, i + 1, "{ordinal}", number, 0.0


def _years(i: int, j: int, number: int, length: int) -> Iterator[Numeral]:
    if number in YEARS:
        yield i, j, "{date}", number, 0.0
    elif length == SHORT_YEAR:
        yield i, j, "{date}", number + (1900 if number >= PIVOT else 2000), 0.35 if number >= PIVOT else 0.8


def _decade(i: int, j: int, number: int) -> Iterator[Numeral]:
    start = number if number in YEARS else number + (1900 if number >= PIVOT else 2000)
    if start % 10 == 0:
        yield i, j, "{period}", (start, start + 9), 0.0


def _words(i: int, tokens: Sequence[Token], language: Language) -> Iterator[Numeral]:
    """Readings that start with a number word: `five`, `ninety four`, `nineteen ninety four`, `the nineties`."""
    values: list[int] = []
    j = i
    while j < len(tokens) and (tokens[j].text in language.numbers or (values and tokens[j].text == "-")):
        if not tokens[j].mark:
            values.append(language.numbers[tokens[j].text])
            number = _combine(values)
            if number is not None:
                yield i, j + 1, "{number}", number, 0.6 if number in YEARS else 0.0
                if number in YEARS:
                    yield i, j + 1, "{date}", number, 0.0
                elif len(values) == SHORT_YEAR:
                    yield from _years(i, j + 1, number, len(values) if PIVOT <= number < CENTURY else 0)
        j += 1
    if j < len(tokens) and tokens[j].text in language.decades:
        century = values[0] if len(values) == 1 and values[0] in CENTURIES else None
        start = language.decades[tokens[j].text]
        if start >= 0 and (century or not values):
            yield from _decade(i, j + 1, (century or 0) * 100 + start)
    if j < len(tokens) and language.ordinals.get(tokens[j].text) and len(values) <= 1:
        tens = values[0] if values and values[0] % 10 == 0 else 0
        if tens or not values:
            yield i, j + 1, "{ordinal}", tens + language.ordinals[tokens[j].text], 0.0


def _combine(values: list[int]) -> int | None:
    """`[19, 90, 4]` is 1994 and `[90, 4]` is 94; None if the words make no number."""
    total, rest = 0, list(values)
    if len(rest) > 1 and rest[0] in CENTURIES and rest[1] >= TEN:
        total, rest = rest[0] * 100, rest[1:]
    for position, value in enumerate(rest):
        if value in (100, *SCALES) and total:
            total *= value
        elif position and (value >= TEN or rest[position - 1] < 2 * TEN or rest[position - 1] % TEN):
            return None
        else:
            total += value
    return total
