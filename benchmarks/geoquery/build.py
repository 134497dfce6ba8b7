"""From CSV files to the facts of a pack, as a table of columns says; the rest of the pack is copied.

Rule of this file: it knows columns and kinds by what `tables.yaml` says of them, and nothing of geography.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from pathlib import Path
from string import capwords
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HERE = Path(__file__).parent
SMALL = frozenset({"of", "the"})
"""Words that have no capital inside a name."""
Key = tuple[str, str, str]
"""Kind, name, and what tells the entity from others of that name; `""` if nothing does."""


class Builder:
    """Collects entities and facts from tables."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.entities: dict[Key, tuple[str, ...]] = {}
        """Entities, each with what else it is called."""
        self.facts: dict[tuple[Key, str, Any], str] = {}
        """Subject, property and value, each with where it stands first."""

    def add(self, table: Mapping[str, Any]) -> None:
        """Read one table; raise KeyError where a column is missing."""
        for number, row in enumerate(self._rows(table["file"]), 2):
            subject = self._entity(table, row)
            self.entities[subject] = self.entities[subject] or tuple(_aliases(table, subject[1]))
            for name, column in table.get("facts", {}).items():
                value = self._entity(column, row) if isinstance(column, dict) else row[column]
                self.facts.setdefault((subject, name, value), f"{table['file']}, row {number}")

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        with (self._folder / name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def _entity(self, column: Mapping[str, str], row: Mapping[str, str]) -> Key:
        key = column["kind"], row[column["name"]], row[column["apart"]] if "apart" in column else ""
        if "else" in column and key not in self.entities:
            key = column["else"], *key[1:]
        self.entities.setdefault(key, ())
        return key

    def labels(self) -> dict[Key, str]:
        """What each entity is written as: its name, and in brackets what tells it from others of that name."""
        alike: dict[str, list[Key]] = defaultdict(list)
        for key in self.entities:
            alike[key[1]].append(key)
        return {key: _label(key, first=alike[key[1]][0] == key) for key in self.entities}

    def sections(self) -> Iterator[str]:
        """The entities and facts as the lines of a pack file."""
        labels = self.labels()
        kinds: dict[str, list[Key]] = defaultdict(list)
        for key in labels:
            kinds[key[0]].append(key)
        yield "entities:"
        for kind, keys in kinds.items():
            yield f"  {kind}:"
            yield from (f"    {json.dumps(labels[key])}: {json.dumps(self.entities[key])}" for key in keys)
        yield "facts:"
        for (subject, name, value), place in self.facts.items():
            written = labels[value] if isinstance(value, tuple) else value
            fact = {"subject": labels[subject], "property": name, "value": written, "source": "tables", "place": place}
            yield f"  - {json.dumps(fact)}"


def _aliases(table: Mapping[str, Any], name: str) -> Iterator[str]:
    """What an entity is called beside its name: each of the table's patterns, and its own."""
    yield from (pattern.format(name) for pattern in table.get("also", ()))
    yield from table.get("aliases", {}).get(name, ())


def _label(key: Key, *, first: bool) -> str:
    kind, name, apart = key
    return _titled(name) if first else f"{_titled(name)} ({_titled(apart) or kind})"


def _titled(name: str) -> str:
    words = capwords(name).split()
    return " ".join(w.lower() if i and w.lower() in SMALL else w for i, w in enumerate(words))


def build(facts: Path, out: Path) -> None:
    """Write the pack; raise OSError or KeyError if the tables are not as described."""
    builder = Builder(facts)
    for table in yaml.safe_load((HERE / "tables.yaml").read_text(encoding="utf-8")):
        builder.add(table)
    shutil.copytree(HERE / "pack", out, dirs_exist_ok=True)
    (out / "data" / "facts.yaml").write_text("\n".join([*builder.sections(), ""]), encoding="utf-8")
