"""A compiled pack, opened: phrases, words, entities and statements are read when they are asked for.

Rules of this file: all SQL is here, written out, with every value as a parameter. One connection serves
all threads, so one reads at a time and takes all its rows at once; a damaged store is an error and never
half an answer.
"""

from __future__ import annotations

import json
import pickle
import sqlite3
from threading import Lock
from typing import TYPE_CHECKING, Any

from clairbot.errors import StoreError
from clairbot.lexicon import NO_PHRASES
from clairbot.values import Source, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clairbot.lexicon import Phrases

FEW = 200
"""Words that are looked up one by one; a single question needs no more."""
COLUMNS = "SELECT subject, property, value, document, place FROM statement"
EVERYTHING = f"{COLUMNS} ORDER BY position"
BY_PROPERTY = f"{COLUMNS} WHERE property = ? ORDER BY position"
BY_SUBJECT = f"{COLUMNS} WHERE subject = ? ORDER BY position"
BY_POSITION = f"{COLUMNS} WHERE position = ?"


class CompiledPack:
    """Reads one compiled file; keeps what it has read."""

    def __init__(self, connection: sqlite3.Connection, path: str = "") -> None:
        self._connection = connection
        self._path = path
        self._lock = Lock()
        self._phrases: dict[str, Phrases] = {}
        self._starting: frozenset[str] | None = None
        """Words that phrases start with, once a few were asked for: most words that are tried start none."""
        self._known: dict[str, bool] = {}
        self._about: dict[str, list[Statement]] = {}
        """What was read of a subject."""
        self._told: dict[int, list[Statement]] = {}
        """What was read at a position."""
        self._near: dict[tuple[str, int], dict[str, int]] = {}

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def blob(self, key: str) -> Any:  # noqa: ANN401 (the caller knows what it stored)
        """An object stored when the pack was compiled."""
        rows = self._rows("SELECT data FROM blob WHERE key = ?", key)
        return self._decoded(lambda: pickle.loads(rows[0][0]))  # noqa: S301 (see `pack/cache.py` for why it is trusted)

    def _rows(self, query: str, *values: object) -> list[Any]:
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._damaged(error) from None

    def _decoded(self, decode: Callable[[], Any]) -> Any:  # noqa: ANN401 (whatever is stored)
        try:
            return decode()
        except Exception as error:  # noqa: BLE001 (what is damaged can raise anything)
            raise self._damaged(error) from None

    def _damaged(self, error: Exception) -> StoreError:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return StoreError(f"{self._path or 'memory'}: store damaged ({what}); delete the file and start again")

    # --- lexicon ------------------------------------------------------------------------------------

    def phrases(self, word: str) -> Phrases:
        """The phrases that start with a word."""
        found = self._phrases.get(word)
        if found is None:
            if self._starting is None and len(self._phrases) >= FEW:
                self._starting = frozenset(word for (word,) in self._rows("SELECT word FROM phrase"))
            if self._starting is not None and word not in self._starting:
                return NO_PHRASES
            rows = self._rows("SELECT senses FROM phrase WHERE word = ?", word)
            found = self._decoded(lambda: pickle.loads(rows[0][0])) if rows else NO_PHRASES  # noqa: S301 (as above)
            self._phrases[word] = found
        return found

    def known(self, word: str) -> bool:
        """Whether a word is spelt right."""
        found = self._known.get(word)
        if found is None:
            query = "SELECT 1 FROM word WHERE first = ? AND length = ? AND text = ?"
            found = self._known[word] = bool(self._rows(query, word[:1], len(word), word))
        return found

    def near(self, first: str, length: int) -> dict[str, int]:
        """Words by first letter and length."""
        found = self._near.get((first, length))
        if found is None:
            query = "SELECT text, meant FROM word WHERE first = ? AND length = ?"
            found = self._near[first, length] = {text: int(m) for text, m in self._rows(query, first, length)}
        return found

    # --- facts --------------------------------------------------------------------------------------

    def entities(self, kind: str) -> list[str]:
        """Names of all entities of a kind."""
        return [name for (name,) in self._rows("SELECT name FROM entity WHERE kind = ? ORDER BY position", kind)]

    def kind(self, name: str) -> str:
        """Kind of an entity."""
        rows = self._rows("SELECT kind FROM entity WHERE name = ?", name)
        return str(rows[0][0]) if rows else ""

    def statements(self, name: str) -> list[Statement]:
        """All statements of a property."""
        return self._statements(BY_PROPERTY, name)

    def everything(self) -> list[Statement]:
        """All statements."""
        return self._statements(EVERYTHING)

    def about(self, subject: str) -> list[Statement]:
        """All statements about a subject."""
        found = self._about.get(subject)
        if found is None:
            found = self._about[subject] = self._statements(BY_SUBJECT, subject)
        return found

    def by_position(self, positions: Iterable[int]) -> list[Statement]:
        """Statements by their position in the pack."""
        found = []
        for position in positions:
            if position not in self._told:
                self._told[position] = self._statements(BY_POSITION, position)
            found += self._told[position]
        return found

    def _statements(self, query: str, *values: object) -> list[Statement]:
        rows = self._rows(query, *values)
        return [
            Statement(s, p, value, Source(d, at))
            for (s, p, _, d, at), value in zip(
                rows, self._decoded(lambda: [json.loads(r[2]) for r in rows]), strict=True
            )
        ]

    def names(self) -> list[tuple[str, str]]:
        """All entities with their kinds."""
        return self._rows("SELECT name, kind FROM entity ORDER BY position")
