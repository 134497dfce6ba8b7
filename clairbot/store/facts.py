"""The facts of a pack, by kind and by property; read when they are first needed.

Rule of this file: a store gives statements as they were made. Which of several to believe is decided
in one place, `believed`, and never hidden: the others stay at hand. Threads share a store, so what is
kept is put in its place only when it is whole.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clairbot.schema import Property, Schema
    from clairbot.values import Statement, Value


class Rows(Protocol):
    """What a database must be able to give."""

    def entities(self, kind: str) -> Sequence[str]:
        """Names of all entities of a kind, in the pack's order."""

    def kind(self, name: str) -> str:
        """Kind of an entity; empty if there is none of this name."""

    def statements(self, name: str) -> Sequence[Statement]:
        """All statements of a property, in the pack's order."""


class Facts:
    """Statements by property and subject, kept once read."""

    def __init__(self, rows: Rows, schema: Schema) -> None:
        self.rows = rows
        self.schema = schema
        self._columns: dict[str, dict[str, list[Statement]]] = {}
        self._inverse: dict[str, dict[Value, list[Statement]]] = {}
        self._entities: dict[str, tuple[str, ...]] = {}
        self._kind: dict[str, str] = {}
        self._conflicts: dict[str, list[tuple[str, list[Value]]]] = {}

    def entities(self, kind: str) -> tuple[str, ...]:
        """All entities of a kind, in the pack's order."""
        if kind not in self._entities:
            self._entities[kind] = tuple(self.rows.entities(kind))
        return self._entities[kind]

    def kind(self, name: str) -> str:
        """Kind of an entity."""
        if name not in self._kind:
            self._kind[name] = self.rows.kind(name)
        return self._kind[name]

    def column(self, name: str) -> dict[str, list[Statement]]:
        """Statements of a property by subject."""
        column = self._columns.get(name)
        if column is None:
            column = {}
            symmetric = self.schema.properties[name].symmetric
            for statement in self.rows.statements(name):
                column.setdefault(statement.subject, []).append(statement)
                if symmetric:
                    turned = statement.replace(subject=str(statement.value), value=statement.subject)
                    column.setdefault(turned.subject, []).append(turned)
            self._columns[name] = column
        return column

    def inverse(self, name: str) -> dict[Value, list[Statement]]:
        """Statements of a property by value."""
        found = self._inverse.get(name)
        if found is None:
            found = {}
            for statements in self.column(name).values():
                for statement in statements:
                    found.setdefault(statement.value, []).append(statement)
            self._inverse[name] = found
        return found

    def linked(self, name: str, end: str, *, forwards: bool) -> set[Value]:
        """What a relation leads to from one end, whoever says so: from the subject, or else from the value."""
        if forwards or self.schema.properties[name].symmetric:
            return {s.value for s in self.column(name).get(end, ())}
        return {s.subject for s in self.inverse(name).get(end, ())}

    def general(self, name: str) -> bool:
        """Whether anything is said of a whole kind, and so of each of it."""
        return not self.schema.kinds.keys().isdisjoint(self.column(name))

    def of(self, name: str, subject: str) -> list[Statement]:
        """Statements of a property about a subject; what is said of its whole kind where nothing is said of it."""
        column = self._columns.get(name) or self.column(name)
        found = column.get(subject)
        return found if found is not None else column.get(self.kind(subject), [])

    def versions(self, statement: Statement) -> list[Statement]:
        """What all sources say of the same thing; the statement alone where several values need not disagree."""
        declared = self.schema.properties[statement.property]
        if declared.many or declared.type == "text":
            return [statement]
        return self.of(statement.property, statement.subject) or [statement]

    def conflicts(self, name: str) -> list[tuple[str, list[Value]]]:
        """Subjects of whom sources say different values of a single-valued property, the believed value first."""
        if name not in self._conflicts:
            self._conflicts[name] = self._find_conflicts(name)
        return self._conflicts[name]

    def _find_conflicts(self, name: str) -> list[tuple[str, list[Value]]]:
        declared = self.schema.properties[name]
        if declared.many or declared.type == "text":
            return []
        found = []
        for subject, statements in self.column(name).items():
            values = dict.fromkeys(s.value for s in statements)
            if len(values) > 1:
                first = believed(statements, declared)[0].value
                found.append((subject, [first, *(v for v in values if v != first)]))
        return found


def believed(statements: Sequence[Statement], declared: Property) -> list[Statement]:
    """The statements to count with: all of a many-valued property, else those of the value that most sources give."""
    if declared.many or len(statements) < 2:  # noqa: PLR2004
        return list(statements)
    counts = Counter(s.value for s in statements)
    best = max(counts.values())
    value = next(s.value for s in statements if counts[s.value] == best)
    return [s for s in statements if s.value == value]
