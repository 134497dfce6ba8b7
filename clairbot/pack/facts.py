"""The `data/` sections of a pack: kinds, properties, entities, facts, and how people call each.

Rule of this file: every name that is referred to is checked, and an error says where and how to mend it.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from clairbot.errors import PackError
from clairbot.meaning import Verb
from clairbot.pack.source import Source, mapping, strings
from clairbot.query import Names
from clairbot.record import Record
from clairbot.schema import ENTITY, Kind, Property, Schema
from clairbot.values import Source as Origin
from clairbot.values import Statement, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TYPES = ("year", "number", "text")
KIND_KEYS = {"one", "many", "words", "qualifiers"}
PROPERTY_KEYS = {
    "of", "type", "many", "dimension", "ties", "asks", "say", "verb", "noun", "closed", "symmetric", "owner", "unit",
    "verbs", "nouns", "ends", "about",
}  # fmt: skip
FACT_KEYS = {"subject", "property", "value", "values", "source", "place", "about", "say"}
Wording = tuple[str, str, object]
"""A phrase, its symbol and its meaning."""


class Fact(Record):
    """A statement with what helps to find it."""

    statement: Statement
    """The statement."""
    about: tuple[str, ...] = ()
    """Other words that people use when they ask for it."""
    say: str = ""
    """A sentence of its own, in place of the property's."""


class Data(Record):
    """Everything under `data/`."""

    schema: Schema
    """Kinds and properties."""
    entities: dict[str, str]
    """Kind by name."""
    facts: list[Fact]
    """Facts in the order of the files."""
    wordings: list[tuple[Wording, str]]
    """How people call all of these, each with where it is written."""
    topics: dict[str, tuple[str, ...]]
    """Words by which people ask for a property, by property; for finding text facts."""
    names: dict[str, tuple[str, ...]]
    """Everything that an entity is called, by its name."""


def read_data(source: Source) -> Data:
    """Checked contents of the data sections; raises PackError."""
    wordings: list[tuple[Wording, str]] = []
    schema = Schema({}, {})
    for name, value, where in source.entries("kinds"):
        schema.kinds[name] = _kind(name, value, where, wordings)
    topics = {
        name: _property(name, value, where, schema, wordings) for name, value, where in source.entries("properties")
    }
    entities: dict[str, str] = {}
    names: dict[str, tuple[str, ...]] = {}
    for kind, value, where in source.entries("entities"):
        _check(kind, schema.kinds, "kind", where)
        for name, aliases in mapping(value, where, set(value)).items():
            entities[str(name)] = str(kind)
            names[str(name)] = (str(name), *strings(aliases, value.where(name)))
            meaning = Names((str(name),), str(kind))
            wordings.extend(((alias, "{name}", meaning), value.where(name)) for alias in names[str(name)])
    facts = list(_facts(source, schema, entities))
    return Data(schema, entities, facts, wordings, topics, names)


def _check(name: str, known: Iterable[str], what: str, where: str) -> str:
    known = list(known)
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(known[:8]) or 'none'}"
        raise PackError(where, f"unknown {what} '{name}'{hint}")
    return str(name)


def _kind(name: str, value: Any, where: str, wordings: list[tuple[Wording, str]]) -> Kind:  # noqa: ANN401
    keys = mapping(value, where, KIND_KEYS)
    one = str(keys.get("one", name))
    for word in dict.fromkeys([one, *strings(keys.get("words", ""), where)]):
        wordings.append(((word, "{kind}", str(name)), where))
    for word in strings(keys.get("qualifiers", ""), where):
        wordings.append(((word, "{qualifier}", str(name)), where))
    return Kind(str(name), one, str(keys.get("many", one + "s")))


def _property(
    name: str, value: Any, where: str, schema: Schema, wordings: list[tuple[Wording, str]]
) -> tuple[str, ...]:  # noqa: ANN401
    keys = mapping(value, where, PROPERTY_KEYS, {"of"})
    of = frozenset(_check(kind, schema.kinds, "kind", where) for kind in strings(keys["of"], where))
    types = strings(keys.get("type", "text"), where)
    scalar = types[0] if types[0] in TYPES else ""
    to = frozenset() if scalar else frozenset(_check(t, (*schema.kinds, *TYPES), "type", where) for t in types)
    schema.properties[name] = Property(
        name=str(name), of=of, type=scalar or ENTITY, to=to, many=_flag(keys, "many"),
        dimension=str(keys.get("dimension", "")), ties=str(keys.get("ties", "")),
        asks=frozenset(strings(keys.get("asks", ""), where)), say=str(keys.get("say", "")),
        verb=str(keys.get("verb", "")), noun=str(keys.get("noun", name)), closed=_flag(keys, "closed"),
        symmetric=_flag(keys, "symmetric"), owner=_flag(keys, "owner"), unit=str(keys.get("unit", "")),
    )  # fmt: skip
    verbs, nouns, ends = (strings(keys.get(key, ""), where) for key in ("verbs", "nouns", "ends"))
    wordings.extend(((word, "{verb}", Verb(str(name))), where) for word in verbs)
    wordings.extend(((word, "{noun}", Verb(str(name))), where) for word in nouns)
    wordings.extend(((word, "{noun}", Verb(str(name), True)), where) for word in ends)
    return tuple([*verbs, *nouns, *ends, *strings(keys.get("about", ""), where)])


def _flag(keys: dict[str, Any], key: str) -> bool:
    return str(keys.get(key, "no")).casefold() in {"yes", "true"}


def _facts(source: Source, schema: Schema, entities: dict[str, str]) -> Iterator[Fact]:
    documents = {str(key): str(value) for key, value, _ in source.entries("sources")}
    for value, where in source.items("facts"):
        keys = mapping(value, where, FACT_KEYS, {"subject", "property", "source"})
        subject = _check(keys["subject"], {**entities, **schema.kinds}, "entity", keys.where("subject"))
        declared = schema.properties[_check(keys["property"], schema.properties, "property", keys.where("property"))]
        if (entities.get(subject) or subject) not in declared.of:
            raise PackError(where, f"'{subject}' is of a kind that has no property '{declared.name}'")
        document = documents[_check(keys["source"], documents, "source", keys.where("source"))]
        texts = strings(keys.get("values", keys.get("value", "")), where)
        if not texts:
            raise PackError(where, "key 'value' or 'values' is missing")
        about = tuple(strings(keys.get("about", ""), where))
        for place in strings(keys.get("place", ""), where) or [""]:
            for text in texts:
                converted = _value(text, declared, entities, where)
                statement = Statement(subject, declared.name, converted, Origin(document, place))
                yield Fact(statement, about, str(keys.get("say", "")))


def _value(text: str, declared: Property, entities: dict[str, str], where: str) -> Value:
    if declared.relation:
        name = _check(text, entities, "entity", where)
        if entities[name] not in declared.to:
            raise PackError(where, f"'{name}' is not of a kind that '{declared.name}' leads to")
        return name
    if declared.type == "text":
        return text
    try:
        number = float(text)
    except ValueError:
        raise PackError(where, f"'{text}' is not a {declared.type}; '{declared.name}' needs one") from None
    return int(number) if number.is_integer() else number
