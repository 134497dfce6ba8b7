"""The `data/` sections of a pack: entities and facts, over the kinds and properties that it declares.

Rule of this file: every name that is referred to is checked, and an error says where and how to mend it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.errors import PackError
from clairbot.pack.cells import read_cell_words, required_date
from clairbot.pack.check import entries, flag, mapping, new_name, number, one_of, place, strings, text
from clairbot.pack.computed import computed
from clairbot.pack.schema import SchemaReader, Wording
from clairbot.pack.tables import Table, TableReader, rows_as_facts
from clairbot.query import Names
from clairbot.reading import List, Text, quote
from clairbot.record import Record
from clairbot.values import Source as Origin
from clairbot.values import Statement, Value, called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot.pack.source import Source
    from clairbot.reading import Map
    from clairbot.schema import Property, Schema

FACT_KEYS = ("subject", "property", "value", "values", "source", "place", "about", "say", "open")
MOST_STATEMENTS = 1000
"""Most statements (values times places) that one fact may make."""


class Fact(Record):
    """A statement with what helps to find it."""

    statement: Statement
    """The statement."""
    about: tuple[str, ...] = ()
    """Other words that people use when they ask for it."""
    say: str = ""
    """A sentence of its own, in place of the property's."""
    open: bool = False
    """Whether it leaves open what it speaks of, so that yes or no would say too much."""


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
    tables: list[Table]
    """How tables are read."""
    places: list[str]
    """Where each fact is written."""


def read_data(source: Source) -> Data:
    """Checked contents of the data sections; raises PackError."""
    reader = SchemaReader(source)
    data = Data(reader.schema, {}, [], reader.wordings, reader.topics, {}, [], [])
    for kind, value, where in source.entries("entities"):
        with source.piece:
            one_of(kind, data.schema.kinds, "kind", where)
            names = entries(value, where, "names, each with its aliases")
            for key, aliases in names.items():
                with source.piece:
                    _read_entity(data, kind, key, aliases, names.where(key))
    for fact, where in _FactReader(source, data).facts():
        data.facts.append(fact)
        data.places.append(where)
    known = [fact.statement for fact in data.facts]
    for name, (written, where) in reader.computed.items():
        with source.piece:
            made = [Fact(statement) for statement in computed(name, written, where, data.schema, known)]
            data.facts.extend(made)
            data.places.extend([where] * len(made))
    return data


def _read_entity(data: Data, kind: str, key: str, aliases: object, where: str) -> None:
    name = new_name(key, where)
    if name in data.entities:
        raise PackError(where, f"{quote(name)} is already an entity, of kind '{data.entities[name]}'; keep one")
    if name in data.schema.kinds:
        raise PackError(where, f"{quote(name)} is also the name of a kind; rename one of the two")
    data.entities[name] = kind
    data.names[name] = tuple(dict.fromkeys((name, called(name), *strings(aliases, where))))
    meaning = Names((name,), kind)
    data.wordings.extend(((alias, "{name}", meaning), where) for alias in data.names[name])


class _FactReader:
    """Reads facts about the entities of a pack."""

    def __init__(self, source: Source, data: Data) -> None:
        self._source = source
        self._data = data
        self._schema = data.schema
        self._entities = data.entities
        self._documents: dict[str, str] = {}
        for key, value, where in source.unique("sources"):
            with source.piece:
                self._documents[key] = text(value, where)
        self._words = read_cell_words(source)

    def facts(self) -> Iterator[tuple[Fact, str]]:
        """Every statement of every fact, with where it is written; raises PackError."""
        tables = TableReader(self._source, self._data, self._documents)
        told = [(Fact(statement), where) for statement, where in tables.read()]
        self._data.tables.extend(tables.tables)
        self._subjects = {**self._entities, **{name: name for name in self._schema.kinds}}
        """Kind of all that a fact can be about."""
        written = self._source.items("facts")
        for file in tables.others():
            with self._source.piece:
                written.extend(rows_as_facts(self._source, file))
        for value, where in written:
            with self._source.piece:
                for fact in self._fact(mapping(value, where, FACT_KEYS, {"subject", "property", "source"}), where):
                    yield fact, where
        yield from told

    def _fact(self, keys: Map, where: str) -> Iterator[Fact]:
        subject = one_of(keys["subject"], self._subjects, "entity", keys.where("subject"))
        declared = self._property(keys, subject)
        document = self._documents[one_of(keys["source"], self._documents, "source", keys.where("source"))]
        about = tuple(strings(keys.get("about", ""), keys.where("about")))
        say = text(keys.get("say", ""), keys.where("say"))
        left_open = flag(keys.get("open", "no"), keys.where("open"))
        values = [self._value(written, declared, where) for written in _values(keys, where)]
        places = strings(keys.get("place", ""), keys.where("place")) or [""]
        if len(values) * len(places) > MOST_STATEMENTS:
            number_of = len(values) * len(places)
            raise PackError(where, f"{number_of} statements in one fact; the limit is {MOST_STATEMENTS}; split it")
        for at in places:
            for converted in values:
                yield Fact(Statement(subject, declared.name, converted, Origin(document, at)), about, say, left_open)

    def _property(self, keys: Map, subject: str) -> Property:
        where = keys.where("property")
        declared = self._schema.properties[one_of(keys["property"], self._schema.properties, "property", where)]
        kind = self._subjects[subject]
        if kind not in declared.of:
            of = ", ".join(sorted(declared.of))
            what = f"{quote(subject)} is of kind '{kind}', and property '{declared.name}' is of {of}; mend either"
            raise PackError(where, what)
        return declared

    def _value(self, written: Text, declared: Property, where: str) -> Value:
        if declared.relation:
            return self._entity(written, declared, where)
        if declared.type == "text":
            return str(written)
        if declared.type == "date":
            return required_date(written, self._words, "", place(written, where))
        return _number(written, declared, where)

    def _entity(self, written: Text, declared: Property, where: str) -> str:
        name = one_of(written, self._entities, "entity", where)
        if self._entities[name] not in declared.to:
            to = ", ".join(sorted(declared.to))
            what = f"{quote(name)} is of kind '{self._entities[name]}'; '{declared.name}' leads to {to}"
            raise PackError(place(written, where), what)
        return name


def _values(keys: Map, where: str) -> list[Text]:
    """The values as they are written, each with its line."""
    if "value" in keys and "values" in keys:
        raise PackError(where, "'value' and 'values' in one fact; keep one")
    key = "values" if "values" in keys else "value"
    found = keys.get(key, "")
    if not strings(found, keys.where(key)):
        raise PackError(where, "key 'value' or 'values' is missing or empty; add it")
    return list(map(_as_written, found if isinstance(found, List) else [found]))


def _as_written(value: object) -> Text:
    return value if isinstance(value, Text) else Text(str(value))


def _number(written: Text, declared: Property, where: str) -> int | float:
    try:
        found = number(written, where)
    except PackError as error:
        raise PackError(error.where, f"'{declared.name}' is a {declared.type}; {error.what}") from None
    if found.is_integer():
        return int(found)
    if declared.type == "year":
        raise PackError(place(written, where), f"{quote(written)} is not a year; write it in whole digits")
    return found


__all__ = ["Data", "Fact", "Wording", "read_data"]
