"""Kinds and properties from the `data/` sections of a pack.

Rule of this file: a property refers to kinds and to other properties by name only, and each is checked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clairbot.errors import PackError
from clairbot.meaning import Verb
from clairbot.pack.check import entries, flag, mapping, new_name, number, one_of, place, strings, text
from clairbot.query import By, Constant, Test
from clairbot.reading import Map, quote
from clairbot.reply import FIELD
from clairbot.schema import ENTITY, Kind, Property, Schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot.pack.source import Source

NUMBERS = ("year", "number")
TYPES = ("year", "date", "number", "text")
"""Types of values that are no entities."""
KIND_KEYS = ("one", "many", "agent", "words", "qualifiers")
PROPERTY_KEYS = (
    "of", "type", "many", "dimension", "ties", "asks", "say", "noun", "closed", "symmetric", "owner", "unit",
    "units", "such", "computed", "inverse", "verbs", "nouns", "ends", "unlike", "about",
)  # fmt: skip
FIELDS = {"say": ("subject", "value", "noun")}
"""What may stand in braces in a property's sentences."""
UNLIKE = "{unlike}"
"""Symbol of wordings for values that a property has not."""
SUCH = re.compile(r"(<=|>=|!=|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
"""What a word such as "major" says of a value: how it compares with a number."""
Wording = tuple[str, str, object]
"""A phrase, its symbol and its meaning."""


class SchemaReader:
    """Reads kinds and properties; raises PackError."""

    def __init__(self, source: Source) -> None:
        self.schema = Schema({}, {})
        self.wordings: list[tuple[Wording, str]] = []
        """How people call kinds and properties, each with where it is written."""
        self.computed: dict[str, tuple[str, str]] = {}
        """How a property is computed from others, by property, each with where it is written."""
        self.topics: dict[str, tuple[str, ...]] = {}
        """Words by which people ask for a property, by property."""
        for name, value, where in source.unique("kinds"):
            with source.piece:
                self._kind(new_name(name, where), value, where)
        for name, value, where in source.unique("properties"):
            with source.piece:
                self._property(new_name(name, where), value, where)
        self._check_ties(source)

    def _kind(self, name: str, value: object, where: str) -> None:
        keys = mapping(value, where, KIND_KEYS)
        one = _text(keys, "one", where) or name
        words = dict.fromkeys([one, *strings(keys.get("words", ""), where)])
        self._word(words, "{kind}", name, where)
        self._word(strings(keys.get("qualifiers", ""), where), "{qualifier}", name, where)
        self.schema.kinds[name] = Kind(name, one, _text(keys, "many", where) or f"{one}s", _flag(keys, "agent"))

    def _word(self, words: object, symbol: str, meaning: object, where: str) -> None:
        self.wordings.extend(((str(word), symbol, meaning), where) for word in words)  # type: ignore[attr-defined]

    def _property(self, name: str, value: object, where: str) -> None:
        keys = mapping(value, where, PROPERTY_KEYS, {"of"})
        self.schema.properties[name] = self._declared(name, keys, where)
        verbs, inverse, nouns, ends = (
            strings(keys.get(key, ""), keys.where(key)) for key in ("verbs", "inverse", "nouns", "ends")
        )
        self._word([word for verb in verbs for word in _participial(verb)], "{verb}", Verb(name), where)
        backwards = Verb(name, backwards=True)
        self._word([word for verb in inverse for word in _participial(verb)], "{verb}", backwards, where)
        self._word(nouns, "{noun}", Verb(name), where)
        self._word(ends, "{noun}", backwards, where)
        self._word(strings(keys.get("unlike", ""), keys.where("unlike")), UNLIKE, Verb(name), where)
        self._such(name, keys)
        self._units(name, keys)
        if "computed" in keys:
            self.computed[name] = (text(keys["computed"], keys.where("computed")), keys.where("computed"))
        self.topics[name] = (*verbs, *inverse, *nouns, *ends, *strings(keys.get("about", ""), keys.where("about")))

    def _such(self, name: str, keys: Map) -> None:
        """Words for what is such, each with the text that the value then is, or with what it says of a number."""
        texts = self.schema.properties[name].type == "text"
        for word, value, where in _each(keys, "such", "words, each with a value or a comparison"):
            written = text(value, where)
            found = SUCH.match(written)
            if not texts and (not found or self.schema.properties[name].type not in NUMBERS):
                what = f"{quote(written)} compares no number; write as '> 1000', of a number or year"
                raise PackError(where, what)
            sign, constant = (found[1], float(found[2])) if found and not texts else ("=", written)
            self._word([word], "{cond}", Test(By(name), sign, Constant(constant)), where)  # type: ignore[arg-type]

    def _units(self, name: str, keys: Map) -> None:
        """Words for units, each with how many of the property's own unit it is."""
        if "unit" in keys:
            self._word([text(keys["unit"], keys.where("unit"))], "{unit}", (name, 1.0), keys.where("unit"))
        for word, value, where in _each(keys, "units", "units, each with a number"):
            self._word([word], "{unit}", (name, number(value, where)), where)

    def _declared(self, name: str, keys: Map, where: str) -> Property:
        of = frozenset(one_of(kind, self.schema.kinds, "kind", keys.where("of")) for kind in _names(keys, "of"))
        scalar, to = self._type(keys)
        for key, fields in FIELDS.items():
            _check_fields(keys, key, fields)
        return Property(
            name=name, of=of, type=scalar or ENTITY, to=to, many=_flag(keys, "many"),
            dimensions=tuple(strings(keys.get("dimension", ""), keys.where("dimension"))),
            ties=_text(keys, "ties", where),
            asks=frozenset(strings(keys.get("asks", ""), keys.where("asks"))), say=_text(keys, "say", where),
            noun=_text(keys, "noun", where) or name, closed=_flag(keys, "closed"),
            symmetric=_flag(keys, "symmetric"), owner=_flag(keys, "owner"), unit=_text(keys, "unit", where),
            computed="computed" in keys,
        )  # fmt: skip

    def _type(self, keys: Map) -> tuple[str, frozenset[str]]:
        """The type of plain values, or the kinds that the values of a relation have."""
        types = _names(keys, "type") if "type" in keys else ["text"]
        known = (*TYPES, *self.schema.kinds)
        for written in types:
            one_of(written, known, "type", keys.where("type"))
        if len(types) == 1 and types[0] in TYPES:
            return types[0], frozenset()
        scalar = next((written for written in types if written in TYPES), None)
        if scalar is not None:
            raise PackError(keys.where("type"), f"type '{scalar}' beside other types; give it alone, or kinds alone")
        return "", frozenset(types)

    def _check_ties(self, source: Source) -> None:
        numbers = [p.name for p in self.schema.properties.values() if p.type in NUMBERS]
        for _, value, where in source.entries("properties"):
            with source.piece:
                if isinstance(value, Map) and value.get("ties"):
                    one_of(value["ties"], numbers, "property of type year or number", value.where("ties") or where)


def _each(keys: Map, key: str, of: str) -> Iterator[tuple[str, object, str]]:
    """The entries of a key, each with where it stands; none if the key is missing."""
    if key in keys:
        written = entries(keys[key], keys.where(key), of)
        yield from ((str(name), value, written.where(name)) for name, value in written.items())


def _participial(verb: str) -> tuple[str, ...]:
    """A verb, and what is left of it beside a noun: "be in charge of" also as in "the ministries in charge of JET"."""
    first, _, rest = verb.partition(" ")
    return (verb, rest) if first == "be" and " " in rest else (verb,)


def _names(keys: Map, key: str) -> list[str]:
    """A key's names, at least one; raises PackError."""
    found = strings(keys[key], keys.where(key))
    if not found:
        raise PackError(keys.where(key), f"'{key}' is empty; name at least one")
    return found


def _text(keys: Map, key: str, where: str) -> str:
    return text(keys.get(key, ""), keys.where(key) if key in keys else where)


def _flag(keys: Map, key: str) -> bool:
    return flag(keys.get(key, "no"), keys.where(key))


def _check_fields(keys: Map, key: str, fields: tuple[str, ...]) -> None:
    for field in FIELD.findall(_text(keys, key, keys.where(key))):
        if field not in fields:
            allowed = ", ".join(f"{{{name}}}" for name in fields)
            raise PackError(place(keys[key], keys.where(key)), f"unknown field {quote(f'{{{field}}}')}; use {allowed}")
