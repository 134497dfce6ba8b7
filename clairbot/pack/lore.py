"""How people call the columns of their tables, and what that says of them: the sections `columns` and `units`.

Rule of this file: it reads what `intents/` says and knows no word of a language itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from clairbot.pack.cells import CellWords, read_cell_words
from clairbot.pack.check import located, mapping, one_of, strings, text
from clairbot.pack.language import read_language
from clairbot.pack.schema import PROPERTY_KEYS
from clairbot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot.language import Language
    from clairbot.pack.source import Source

COLUMN_KEYS = ("headers", "is", "to", "agent", "none", "say-date", "noun-date", *PROPERTY_KEYS)
UNIT_KEYS = ("dimension", "words")
NAME, ALIAS, NUMBER = "name", "alias", "number"
ROLES = (NAME, ALIAS, NUMBER)
"""What a column can be that is no property: the row's name, another name, a number of the row."""
COMMON = "common-words"
"""Name of the list of a language's common words."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*$")
_GAPS = re.compile(r"[\s_.:/-]+")


class Header(Record):
    """The name of a column, taken apart."""

    written: str
    """As it stands in the table."""
    base: str
    """In small letters with spaces, without its unit."""
    unit: str = ""
    """The unit that it names."""


class Unit(Record):
    """A unit of measure."""

    shown: str
    """As it is written after a number."""
    dimensions: tuple[str, ...]
    """What is measured in it."""


class Lore:
    """What is known of columns before a table is seen."""

    def __init__(self, source: Source) -> None:
        self.language: Language = read_language(source)
        self.cells: CellWords = read_cell_words(source)
        self._common = frozenset(source.words.get(COMMON, ()))
        self.columns: dict[str, dict[str, Any]] = {}
        """Keys of a column by its identifier."""
        self._headers: dict[str, str] = {}
        self.ranks: dict[str, int] = {}
        """How good a header is for what it is, by header: the first that is listed is the best."""
        for name, value, where in source.entries("columns"):
            self._column(name, value, where)
        self.units: dict[str, Unit] = {}
        for shown, value, where in source.entries("units"):
            keys = mapping(value, where, UNIT_KEYS, {"words"})
            unit = Unit(shown, tuple(strings(keys.get("dimension", ""), keys.where("dimension"))))
            for word in strings(keys["words"], keys.where("words")):
                self.units.setdefault(word.casefold(), unit)

    def _column(self, name: str, value: object, where: str) -> None:
        keys = mapping(value, where, COLUMN_KEYS, {"headers"})
        if "is" in keys:
            one_of(keys["is"], ROLES, "role", keys.where("is"))
        found: dict[str, Any] = {}
        for key, written in keys.items():
            found[key] = strings(written, keys.where(key)) if not isinstance(written, str) else text(written, where)
        self.columns[name] = found
        for rank, (header, _) in enumerate(located(keys["headers"], keys.where("headers"))):
            self._headers.setdefault(header.casefold(), name)
            self.ranks.setdefault(header.casefold(), rank)

    def header(self, written: str) -> Header:
        """A column's name, taken apart: "Length_km" is a length in km."""
        inside = _BRACKETS.search(written)
        bare = written[: inside.start()] if inside else written
        base = _GAPS.sub(" ", _CAMEL.sub(" ", bare)).strip().casefold()
        if inside and (unit := self.units.get(inside[1].strip().casefold())):
            return Header(written, base, unit.shown)
        words = base.split()
        if base in self._headers:
            return Header(written, base)
        for size in (2, 1):
            named = self.units.get(" ".join(words[-size:]))
            # One letter alone is a unit only where it is written as one, as in "span_m".
            if named and len(words) > size and (len(words[-1]) > 1 or "_" in bare):
                rest = words[:-size]
                joined = len(rest) > 1 and rest[-1] in self.cells.before_unit
                return Header(written, " ".join(rest[:-1] if joined else rest), named.shown)
        return Header(written, base)

    def known(self, base: str) -> str:
        """The identifier of the column that is called so, empty if none is."""
        forms = (base, *self._singulars(base))
        return next((self._headers[form] for form in forms if form in self._headers), "")

    def kindred(self, base: str, name: str) -> bool:
        """Whether a word of a column's name is a name of a certain column: "restoration year" of `year`."""
        return any(self._headers.get(word) == name for word in base.split())

    def singular(self, noun: str) -> str:
        """What one of several is called; itself if it is not known to be several."""
        return next(self._singulars(noun), noun)

    def plural(self, noun: str) -> str:
        """What several are called; empty if it is the noun with whatever a reply adds by itself."""
        before, _, last = noun.rpartition(" ")
        endings = (
            (last.removesuffix(instead) + e) for e, instead in self.language.inflection if last.endswith(instead)
        )
        several = (form for form in endings if form != last and form in self._common)
        regular = next((form for form in several if last in self.language.lemmas(form)[1:]), "")
        irregular = [form for form, lemmas in self.language.irregular.items() if last in lemmas]
        # Irregular verbs stand in the same list as nouns, but none of those with its regular form.
        found = irregular[0] if irregular and (not regular or regular in irregular) else regular
        return f"{before} {found}".strip() if found else ""

    def _singulars(self, noun: str) -> Iterator[str]:
        before, _, last = noun.rpartition(" ")
        for lemma in self.language.lemmas(last)[1:]:
            if lemma in self._common and self.plural(lemma) == last:
                yield f"{before} {lemma}".strip()

    def common(self, word: str) -> bool:
        """Whether a word is one of the language's common ones."""
        return word.casefold() in self._common
