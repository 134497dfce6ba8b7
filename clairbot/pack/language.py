"""The language sections of a pack: its tables of word forms, numbers and spellings.

Rule of this file: a table is checked here down to its last cell, since the stages that use it do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clairbot import reading
from clairbot.errors import PackError
from clairbot.language import Language
from clairbot.pack.check import entries, hint, strings, text, whole
from clairbot.pack.source import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from clairbot.pack.source import Source

TEXTS, WHOLES = {"vowels"}, {"minimum"}
LISTS = {"spelling", "inflection", "derivation"}
"""Keys whose tables are lists of pairs; the rest are mappings."""


def read_language(source: Source) -> Language:
    """The tables of the language sections; raises PackError."""
    tables = _Tables(source)
    return Language(
        contractions=tables.mapping("contractions", _words), irregular=tables.irregular(),
        inflection=tables.pairs("inflection"), derivation=tables.pairs("derivation"),
        spelling=tables.pairs("spelling"), exceptions=tables.mapping("exceptions", text),
        homophones=tables.mapping("homophones", _words), numbers=tables.mapping("numbers", whole),
        ordinals=tables.mapping("ordinals", whole), decades=tables.mapping("decades", whole),
        sounds=tables.mapping("sounds", text),
        hedges=tables.words("hedges"), hesitations=frozenset(tables.words("hesitations")),
        particles=frozenset(tables.words("particles")), adverbs=tables.words("adverbs"),
        literal=frozenset(f"<{name}>" for name in tables.words("literal")),
        determiners=frozenset(tables.words("determiners")), superlatives=tables.words("superlatives"),
        vowels=tables.text("vowels"), minimum=tables.number("minimum", 4),
    )  # fmt: skip


def _words(value: object, where: str) -> tuple[str, ...]:
    return tuple(text(value, where).split())


class _Tables:
    """All keys of the language sections, later files over earlier ones."""

    def __init__(self, source: Source) -> None:
        self._found: dict[str, tuple[Any, str]] = {}
        for key, value, where in source.entries("language"):
            if key not in LANGUAGE:
                raise PackError(where, f"unknown key {reading.quote(key)}; {hint(key, LANGUAGE)}")
            self._found[key] = (value, where)
        for key in TEXTS:
            self.text(key)
        for key in WHOLES:
            self.number(key, 0)

    def _get(self, key: str) -> tuple[Any, str]:
        return self._found.get(key, ("", "intents"))

    def text(self, key: str) -> str:
        return text(*self._get(key))

    def number(self, key: str, default: int) -> int:
        value, where = self._get(key)
        return whole(value, where) if value else default

    def mapping(self, key: str, change: Callable[[object, str], Any]) -> dict[str, Any]:
        value, where = self._get(key)
        if not value:
            return {}
        table = entries(value, where, "words as keys")
        return {str(name): change(cell, table.where(name)) for name, cell in table.items()}

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(strings(*self._get(key)))

    def irregular(self) -> dict[str, tuple[str, ...]]:
        """Lemmas by form, from forms by lemma."""
        found: dict[str, tuple[str, ...]] = {}
        for lemma, forms in self.mapping("irregular", strings).items():
            for form in forms:
                found[form] = (*found.get(form, ()), lemma)
        return found

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        value, where = self._get(key)
        if value and not isinstance(value, reading.List):
            raise PackError(where, f"'{key}' is no list; write pairs, such as [ies, y]")
        return tuple(_pair(item, value.where(i)) for i, item in enumerate(value or ()))


def _pair(item: object, where: str) -> tuple[str, str]:
    cells = strings(item, where)
    if len(cells) != 2 or not cells[0]:  # noqa: PLR2004 (a pair)
        raise PackError(where, "this is no pair; write two texts, the first not empty, such as [ies, y]")
    return cells[0], cells[1]
