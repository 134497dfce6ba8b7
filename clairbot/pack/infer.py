"""A schema from tables: which kinds of thing their rows and cells are, and what is said of them.

Rule of this file: what comes out is a pack that works, and each guess that could be wrong is told. It never makes up a
fact: a cell that does not fit is kept as text.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from clairbot.errors import PackError
from clairbot.pack.columns import NAMES, TRUTH, Column, look_at, name_column
from clairbot.pack.source import read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clairbot.pack.lore import Lore

SAME = 0.8
"""Share of the names in a column that are names of a kind, from which on they are of that kind."""
FEATURE = "feature"
"""The kind of what is so or not; the word is only the identifier."""
SEVERAL = "several"
"""The known column that says what any column of several things says."""
KEPT = ("dimension", "verbs", "inverse", "nouns", "ends", "noun", "say", "closed", "symmetric")
"""Keys of a known column that its property takes as they are."""

Keys = dict[str, Any]
Cells = dict[str, list[str]]


class Draft:
    """A schema in the making: kinds, properties and tables, each with its keys, in the order of the pack's file."""

    def __init__(self, lore: Lore) -> None:
        self.lore = lore
        self.kinds: dict[str, Keys] = {}
        self.properties: dict[str, Keys] = {}
        self.tables: dict[str, Keys] = {}
        self.notes: list[tuple[str, str]] = []
        """What was guessed, each with the table and column that it is about."""
        self._several: frozenset[str] = frozenset()
        self.names: dict[str, set[str]] = {}
        """Names of the things of each kind, folded."""

    def add_tables(self, paths: Sequence[Path]) -> None:
        """Adds tables; those of rows that other tables refer to may stand in any order. Raises PackError."""
        rows = {path.name: [cells for _, cells in read_rows(path.parent, path)] for path in paths}
        tables = {file: columns_of(found, self.lore) for file, found in rows.items()}
        for file, columns in tables.items():
            self._begin(file, columns)
        for file, columns in tables.items():
            self._several = several_in(rows[file], self.tables[file]["name"])
            self._add_columns(file, columns)

    # --- rows ---------------------------------------------------------------------------------------

    def _begin(self, file: str, columns: list[Column]) -> None:
        """Which kind of thing the rows of a table are."""
        name = name_column(columns, self.lore)
        if name is None or not name.values:
            raise PackError(file, "no column with names; name each row in its first column")
        folded = {value.casefold() for value in name.values}
        kind = self._kind_of(folded) or self._new_kind(file, name)
        self.names.setdefault(kind, set()).update(folded)
        self.tables[file] = {"kind": kind, "name": name.header.written, "columns": {}, "aliases": {}, "skip": []}

    def _kind_of(self, names: set[str]) -> str:
        """A kind that most of some names are of."""
        return next((kind for kind, known in self.names.items() if len(names & known) >= SAME * len(names)), "")

    def _new_kind(self, file: str, name: Column) -> str:
        lore, stem, header = self.lore, self.lore.header(Path(file).stem).base, name.header.base
        says = lore.columns.get(lore.known(header), {}).get("is") != "name"
        one = lore.singular(stem if lore.singular(stem) != stem or not says else header)
        self._add_kind(one, [lore.singular(header)] if says else [])
        return one

    def _add_kind(self, one: str, words: Sequence[str] = (), *, agent: bool = False) -> None:
        keys = self.kinds.setdefault(one, {})
        if many := self.lore.plural(one):
            keys["many"] = many
        if others := [word for word in words if word != one]:
            keys["words"] = others
        if agent:
            keys["agent"] = "yes"

    # --- columns ------------------------------------------------------------------------------------

    def _add_columns(self, file: str, columns: list[Column]) -> None:
        table = self.tables[file]
        for column in columns:
            if column.header.written == table["name"]:
                continue
            if column.doubt:
                self.notes.append((f"{file}, {column.header.written}", column.doubt))
            self._add_column(table, column)

    def _add_column(self, table: Keys, column: Column) -> None:
        written, known = column.header.written, self._known(column)
        if not column.values or (known.get("is") == "number" and column.type in {"number", "year"}):
            table["skip"].append(written)
        elif known.get("is") == "alias" and column.type == NAMES:
            table["aliases"][written] = list(column.split)
        elif column.type == TRUTH:
            table["columns"][written] = self._truth(table["kind"], column)
        else:
            table["columns"][written] = self._read(self._property(table["kind"], column, known), column, known)

    def _known(self, column: Column) -> Keys:
        """What is known of a column by its name, unless its cells say otherwise."""
        found: Keys = self.lore.columns.get(self.lore.known(column.header.base), {})
        time = found.get("dimension") == "time"
        wrong = (
            (found.get("type", column.type) != column.type and found.get("type") is not None)
            or ("to" in found and column.type != NAMES)
            or (time != (column.type in {"year", "date"}) and (time or bool(found)) and "is" not in found)
        )
        return {} if wrong or (found.get("is") == "alias" and column.type != NAMES) else found

    @staticmethod
    def _read(name: str, column: Column, known: Keys) -> str | Keys:
        keys: Keys = {"property": name, **({"none": known["none"]} if "none" in known else {})}
        keys.update({"split": list(column.split)} if column.split else {})
        keys.update({"decimal": column.decimal} if column.decimal != "." else {})
        keys.update({"order": column.order} if column.order else {})
        return keys if len(keys) > 1 else name

    def _truth(self, kind: str, column: Column) -> Keys:
        """A column of yes and no: each thing has the feature or has not, and what is not listed is denied."""
        words = column.header.base.split()
        said = " ".join(words[1:] if words[0] in self.lore.cells.lead and len(words) > 1 else words)
        self.kinds.setdefault(FEATURE, {})
        known = {key: value for key, value in self.lore.columns.get(FEATURE, {}).items() if key in KEPT}
        found = self.properties.setdefault(
            FEATURE, {"of": [], "type": FEATURE, "many": "yes", "closed": "yes", **known}
        )
        found["of"] = list(dict.fromkeys([*found["of"], kind]))
        self.names.setdefault(FEATURE, set()).add(said)
        return {"property": FEATURE, "yes": said}

    def _property(self, kind: str, column: Column, known: Keys) -> str:
        """The property of a column, a new one if there is none such."""
        keys = self._declare(column, known)
        name = self.lore.known(column.header.base) if "nouns" in known else column.header.base
        found = self.properties.get(name)
        if found is not None and (found["type"] != keys["type"] or found.get("unit") != keys.get("unit")):
            name = column.header.base if column.header.base not in self.properties else f"{name} of {kind}"
            found = self.properties.get(name)
        if found is None:
            found = self.properties[name] = {"of": [], **keys}
        found["of"] = list(dict.fromkeys([*found["of"], kind]))
        if column.split or column.header.written in self._several:
            found["many"] = "yes"
            if column.type == NAMES and "verbs" not in found:
                found["verbs"] = self.lore.columns.get(SEVERAL, {}).get("verbs", [])
        return name

    def _declare(self, column: Column, known: Keys) -> Keys:
        base = column.header.base
        asked = not set(self.lore.language.lemmas(base)) & set(known.get("verbs", ()))
        nouns = [*known.get("nouns", ()), *((base, self.lore.singular(base)) if asked else ())]
        keys: Keys = {"type": self._type(column, known), **{k: known[k] for k in KEPT if k in known}}
        keys["nouns"] = list(dict.fromkeys(nouns))
        if column.type == "date":
            keys.update({key: known[f"{key}-date"] for key in ("noun", "say") if f"{key}-date" in known})
        if column.unit:
            keys |= self._unit(column.unit, known)
        if column.type in {"year", "date"}:
            keys.setdefault("dimension", "time")
        keys.setdefault("noun", base)
        if column.type == NAMES:
            keys["asks"] = list(known.get("asks", ["which", "what"]))
        return keys

    def _unit(self, shown: str, known: Keys) -> Keys:
        """The unit of a number with its other names, and what is measured in it if nothing else says."""
        unit = self.lore.units.get(shown.casefold())
        if unit is None:
            return {"unit": shown}
        words = [word for word, named in self.lore.units.items() if named == unit and len(word) > len(shown)]
        found: Keys = {"unit": shown, "units": dict.fromkeys(words, 1)} if words else {"unit": shown}
        return found | ({"dimension": list(unit.dimensions)} if not known and unit.dimensions else {})

    def _type(self, column: Column, known: Keys) -> str:
        return self._end(column, known) if column.type == NAMES else column.type

    def _end(self, column: Column, known: Keys) -> str:
        """The kind of thing that the names in a column are."""
        folded = {value.casefold() for value in column.values}
        kind = self._kind_of(folded) or known.get("to") or self.lore.singular(column.header.base)
        self._add_kind(kind, agent="agent" in known)
        self.names.setdefault(kind, set()).update(folded)
        return kind


def columns_of(rows: Sequence[Cells], lore: Lore) -> list[Column]:
    """The columns of a table, looked at."""
    cells: dict[str, list[str]] = {}
    for row in rows:
        for name, values in row.items():
            cells.setdefault(name, []).extend(" ".join(value.split()) for value in values)
    return [look_at(lore.header(name), found, lore) for name, found in cells.items()]


def several_in(rows: Sequence[Cells], name: str) -> frozenset[str]:
    """Columns in which one thing has several values, in cells side by side or in rows of the same name."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        subject = " ".join(row.get(name, [""]))
        for column, values in row.items():
            found.setdefault((subject, column), set()).update(filter(None, values))
    return frozenset(column for (_, column), values in found.items() if len(values) > 1)
