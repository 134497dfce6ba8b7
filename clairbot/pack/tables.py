"""Tables: CSV and JSONL files whose rows are things, and whose columns are what is said of them.

Rule of this file: a table stays as its author's spreadsheet writes it. What its columns mean is said once, in the
section `tables`; a wrong cell is an error with its own line. A file that no table names holds facts, a row each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.errors import PackError
from clairbot.pack.cells import DECIMALS, order_of, read_cell_words, read_number, required_date
from clairbot.pack.check import hint, mapping, one_of, place, strings, text
from clairbot.query import Names
from clairbot.reading import List, Map, Text, quote
from clairbot.record import Record
from clairbot.values import Source as Origin
from clairbot.values import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot.pack.facts import Data
    from clairbot.pack.source import Source
    from clairbot.schema import Property
    from clairbot.values import Value

TABLE_KEYS = ("kind", "name", "aliases", "source", "place", "columns", "skip")
COLUMN_KEYS = ("property", "split", "decimal", "order", "yes", "none")
FOLDER = "data/"
ROW = "{row}"
"""What stands for the number of the line in a table's `place`."""

Row = tuple[str, "dict[str, list[str]]"]
"""Where a row stands, and its cells by column."""


class Column(Record):
    """How one column is read."""

    property: str
    """The property that its cells are values of."""
    split: tuple[str, ...] = ()
    """Signs between several values in one cell."""
    decimal: str = "."
    """Sign before decimals."""
    order: str = ""
    """`dmy` or `mdy`: how 3/4/2021 is read."""
    yes: str = ""
    """The value where a cell says yes; nothing is said where it says no."""
    none: frozenset[str] = frozenset()
    """Texts that say that there is no value, folded."""


class Table(Record):
    """How the rows of one file are read."""

    file: str
    """Its name, from the pack's folder."""
    kind: str
    """What each row is."""
    name: str
    """The column that says what a row is called."""
    aliases: dict[str, tuple[str, ...]]
    """Columns that say what else it is called, each with the signs between several."""
    document: str
    """Title of the source."""
    place: str
    """Where a row stands in it; `{row}` is the line."""
    columns: dict[str, Column]
    """How the others are read."""
    skip: frozenset[str]
    """Columns that are left out on purpose."""
    where: str
    """Where all this is written."""


class TableReader:
    """Reads the tables of a pack into its data; raises PackError."""

    def __init__(self, source: Source, data: Data, documents: dict[str, str]) -> None:
        self._source = source
        self._data = data
        self._documents = documents
        self._words = read_cell_words(source)
        self._called: dict[tuple[str, str], str] = {}
        """Names by kind and what a thing is called there."""
        self.tables: list[Table] = []
        self._rows: dict[str, list[Row]] = {}

    def read(self) -> Iterator[tuple[Statement, str]]:
        """Adds the entities of all tables; gives their statements, each with where it stands."""
        for name, kind in self._data.entities.items():
            self._call(name, kind, self._data.names[name])
        for file, value, where in self._source.unique("tables"):
            with self._source.piece:
                self.tables.append(self._table(file, value, where))
        for table in self.tables:
            self._rows[table.file] = list(self._named(table))
        for table in self.tables:
            yield from self._statements(table)

    def others(self) -> list[str]:
        """Files that no table names."""
        named = {f"{FOLDER}{file}" for file, _, _ in self._source.entries("tables")}
        return [name for name in self._source.tables if name not in named]

    # --- how a table is read ------------------------------------------------------------------------

    def _table(self, file: str, value: object, where: str) -> Table:
        names = [name.removeprefix(FOLDER) for name in self._source.tables]
        one_of(file, names, "file", where)
        keys = mapping(value, where, TABLE_KEYS, {"kind", "name", "source", "columns"})
        kind = one_of(keys["kind"], self._data.schema.kinds, "kind", keys.where("kind"))
        document = self._documents[one_of(keys["source"], self._documents, "source", keys.where("source"))]
        columns = keys["columns"]
        if not isinstance(columns, Map):
            raise PackError(place(columns, where), "'columns' is no mapping; write 'column: property' on each line")
        found: dict[str, Column] = {}
        for name, column in columns.items():
            with self._source.piece:
                found[name] = self._column(column, kind, columns.where(name))
        return Table(
            f"{FOLDER}{file}", kind, text(keys["name"], keys.where("name")), self._aliases(keys), document,
            text(keys.get("place", ""), keys.where("place")), found,
            frozenset(strings(keys.get("skip", ""), keys.where("skip"))), where,
        )  # fmt: skip

    @staticmethod
    def _aliases(keys: Map) -> dict[str, tuple[str, ...]]:
        """Columns with aliases; a mapping gives the signs between several in one cell."""
        value = keys.get("aliases", "")
        if isinstance(value, Map):
            return {name: tuple(strings(signs, value.where(name))) for name, signs in value.items()}
        return dict.fromkeys(strings(value, keys.where("aliases")), ())

    def _column(self, value: object, kind: str, where: str) -> Column:
        written = value if isinstance(value, Map) else Map("", 1)
        keys = mapping(written, where, COLUMN_KEYS)
        name = one_of(
            keys.get("property", "") if isinstance(value, Map) else value, self._properties(), "property", where
        )
        declared = self._data.schema.properties[name]
        if kind not in declared.of:
            of = ", ".join(sorted(declared.of))
            raise PackError(where, f"a row is of kind '{kind}', and property '{name}' is of {of}; mend either")
        return Column(
            name, tuple(strings(keys.get("split", ""), where)),
            one_of(keys.get("decimal", DECIMALS[0]), DECIMALS, "decimal sign", where),
            order_of(text(keys.get("order", ""), where), where), text(keys.get("yes", ""), where),
            frozenset(word.casefold() for word in strings(keys.get("none", ""), where)),
        )  # fmt: skip

    def _properties(self) -> list[str]:
        return list(self._data.schema.properties)

    # --- entities -----------------------------------------------------------------------------------

    def _named(self, table: Table) -> Iterator[Row]:
        """The rows of a table, each of which is now an entity."""
        wanted = {table.name, *table.aliases, *table.columns, *table.skip}
        checked = False
        with self._source.piece:
            for where, cells in self._source.rows(table.file):
                if not checked:
                    self._check_columns(table, list(cells), wanted)
                    checked = table.file.endswith(".csv")
                with self._source.piece:
                    self._add_row(table, cells, where)
                    yield where, cells

    def _check_columns(self, table: Table, there: list[str], wanted: set[str]) -> None:
        if not table.file.endswith(".csv"):  # an object has the keys that it needs
            return
        for name in sorted(wanted - set(there)):
            raise PackError(table.where, f"{table.file} has no column {quote(name)}; {hint(name, there)}")

    def _add_row(self, table: Table, cells: dict[str, list[str]], where: str) -> None:
        names = self._values(cells.get(table.name, []))
        if not names:
            raise PackError(where, f"no {quote(table.name)} in this row; write what it is called, or remove the row")
        name = self.entity(names[0], table.kind, where)
        others = [
            value for column, signs in table.aliases.items() for value in self._values(cells.get(column, []), signs)
        ]
        self._call(name, table.kind, (*names[1:], *others), where)

    def entity(self, written: str, kind: str, where: str) -> str:
        """The thing of a kind that is called so, a new one if there is none."""
        found = self._called.get((kind, written.casefold()))
        if found is not None:
            return found
        taken = written in self._data.entities or written in self._data.schema.kinds
        name = f"{written} ({self._data.schema.kinds[kind].one})" if taken else written
        if name in self._data.entities:
            raise PackError(where, f"{quote(name)} is already an entity, of another kind; rename one of the two")
        self._data.entities[name] = kind
        self._data.names[name] = ()
        self._call(name, kind, (name, written), where)
        return name

    def _call(self, name: str, kind: str, called: tuple[str, ...], where: str = "") -> None:
        """Notes what a thing is called; with where that is written, if it is new."""
        for alias in called:
            self._called.setdefault((kind, alias.casefold()), name)
            if where and alias not in self._data.names[name]:
                self._data.names[name] = (*self._data.names[name], alias)
                self._data.wordings.append(((alias, "{name}", Names((name,), kind)), where))

    # --- facts --------------------------------------------------------------------------------------

    def _statements(self, table: Table) -> Iterator[tuple[Statement, str]]:
        seen: set[tuple[str, str, Value]] = set()
        for where, cells in self._rows[table.file]:
            subject = self._called[table.kind, self._values(cells[table.name])[0].casefold()]
            at = table.place.replace(ROW, where.rsplit(":", 1)[1])
            for name, column in table.columns.items():
                for value in self._read_cells(cells.get(name, []), column, where):
                    if (subject, column.property, value) not in seen:
                        seen.add((subject, column.property, value))
                        yield Statement(subject, column.property, value, Origin(table.document, at)), where

    def _read_cells(self, cells: list[str], column: Column, where: str) -> Iterator[Value]:
        declared = self._data.schema.properties[column.property]
        for written in self._values(cells, column.split):
            if written.casefold() in column.none:
                continue
            with self._source.piece:
                if column.yes:
                    if self._truth(written, where):
                        yield self._value(column.yes, declared, column, where)
                else:
                    yield self._value(written, declared, column, where)

    def _values(self, cells: list[str], signs: tuple[str, ...] = ()) -> list[str]:
        """What stands in some cells, blanks left out."""
        parts = cells
        for sign in signs:
            parts = [part for cell in parts for part in cell.split(sign)]
        return [value for value in (" ".join(part.split()) for part in parts) if not self._words.blank(value)]

    def _truth(self, written: str, where: str) -> bool:
        found = self._words.truth(written)
        if found is None:
            raise PackError(where, f"{quote(written)} where yes or no belongs; write one of them")
        return found

    def _value(self, written: str, declared: Property, column: Column, where: str) -> Value:
        if declared.relation:
            return self._end(written, declared, where)
        if declared.type == "text":
            return written
        if declared.type == "date":
            return required_date(written, self._words, column.order, where)
        found = read_number(written, declared.unit, column.decimal)
        if found is None or (declared.type == "year" and not isinstance(found, int)):
            what = f"'{declared.name}' is a {declared.type}; {quote(written)} is not"
            raise PackError(where, f"{what}; write digits, or leave the cell empty")
        return found

    def _end(self, written: str, declared: Property, where: str) -> str:
        """The entity that a relation leads to."""
        kinds = sorted(declared.to)
        found = next(
            (self._called[kind, written.casefold()] for kind in kinds if (kind, written.casefold()) in self._called), ""
        )
        if found:
            return found
        if len(kinds) == 1:
            return self.entity(written, kinds[0], where)
        names = [name for name, kind in self._data.entities.items() if kind in declared.to]
        raise PackError(where, f"unknown entity {quote(written)}; {hint(written, names)}")


def rows_as_facts(source: Source, file: str) -> Iterator[tuple[Map, str]]:
    """The rows of a file that holds facts, as they would stand in YAML; raises PackError."""
    for where, cells in source.rows(file):
        name, line = where.rsplit(":", 1)
        keys = Map(name, int(line))
        for key, values in cells.items():
            told = List(name, int(line))
            for value in filter(None, values):
                told.append(Text(value, name, int(line)))
                told.lines.append(int(line))
            if told:
                keys[key] = told if len(told) > 1 else told[0]
                keys.lines[key] = int(line)
        yield keys, where
