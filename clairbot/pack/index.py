"""A compiled pack, opened: phrases, words, entities and statements are read when they are asked for.

Rule of this file: all SQL is here, written out, with every value as a parameter.
"""

from __future__ import annotations

import json
import pickle
import sqlite3
from typing import TYPE_CHECKING, Any

from clairbot.errors import StoreError
from clairbot.lexicon import NO_PHRASES
from clairbot.values import Source, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clairbot.lexicon import Phrases


class CompiledPack:
    """Reads one compiled file; keeps what it has read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._phrases: dict[str, Phrases] = {}
        self._known: dict[str, bool] = {}
        self._near: dict[str, dict[int, list[tuple[str, bool]]]] = {}

    def blob(self, key: str) -> Any:  # noqa: ANN401 (the caller knows what it stored)
        """An object stored when the pack was compiled."""
        return self._loaded(self._one("SELECT data FROM blob WHERE key = ?", key))

    def _one(self, query: str, *values: object) -> Any:  # noqa: ANN401
        rows = self._rows(query, *values)
        return rows[0][0] if rows else None

    def _rows(self, query: str, *values: object) -> list[Any]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError:
            raise self._damaged() from None

    def _loaded(self, data: bytes) -> Any:  # noqa: ANN401
        try:
            return pickle.loads(data)  # noqa: S301 (our own file)
        except Exception:  # noqa: BLE001 (damaged bytes raise whatever they happen to spell)
            raise self._damaged() from None

    def _damaged(self) -> StoreError:
        path = next((row[2] for row in self._connection.execute("PRAGMA database_list")), "")
        return StoreError(f"{path}: store damaged; delete the file and run again")

    # --- lexicon ------------------------------------------------------------------------------------

    def phrases(self, word: str) -> Phrases:
        """The phrases that start with a word."""
        found = self._phrases.get(word)
        if found is None:
            data = self._one("SELECT senses FROM phrase WHERE word = ?", word)
            found = self._phrases[word] = self._loaded(data) if data else NO_PHRASES
        return found

    def known(self, word: str) -> bool:
        """Whether a word is spelt right."""
        found = self._known.get(word)
        if found is None:
            query = "SELECT 1 FROM word WHERE first = ? AND length = ? AND text = ?"
            found = self._known[word] = bool(self._one(query, word[:1], len(word), word))
        return found

    def near(self, first: str, shortest: int, longest: int) -> Iterable[tuple[str, bool]]:
        """Words by first letter and length."""
        lengths = self._near.setdefault(first, {})
        for length in range(shortest, longest + 1):
            if length not in lengths:
                query = "SELECT text, meant FROM word WHERE first = ? AND length = ?"
                lengths[length] = [(text, bool(m)) for text, m in self._rows(query, first, length)]
            yield from lengths[length]

    # --- facts --------------------------------------------------------------------------------------

    def entities(self, kind: str) -> list[str]:
        """Names of all entities of a kind."""
        query = "SELECT name FROM entity WHERE kind = ? ORDER BY position"
        return [name for (name,) in self._rows(query, kind)]

    def kind(self, name: str) -> str:
        """Kind of an entity."""
        return str(self._one("SELECT kind FROM entity WHERE name = ?", name) or "")

    def statements(self, name: str) -> list[Statement]:
        """All statements of a property."""
        return self._statements("WHERE property = ?", name)

    def everything(self) -> list[Statement]:
        """All statements."""
        return self._statements("")

    def about(self, subject: str) -> list[Statement]:
        """All statements about a subject."""
        return self._statements("WHERE subject = ?", subject)

    def by_position(self, positions: Iterable[int]) -> list[Statement]:
        """Statements by their position in the pack."""
        return [s for p in positions for s in self._statements("WHERE position = ?", p)]

    def _statements(self, where: str, *values: object) -> list[Statement]:
        query = f"SELECT subject, property, value, document, place FROM statement {where} ORDER BY position"  # noqa: S608
        return [Statement(s, p, json.loads(v), Source(d, at)) for s, p, v, d, at in self._rows(query, *values)]

    def names(self) -> list[tuple[str, str]]:
        """All entities with their kinds."""
        return self._rows("SELECT name, kind FROM entity ORDER BY position")
