"""A pack's sections into what the stages need, and that into one SQLite file.

Rule of this file: what can be decided once is decided here, so that opening a compiled pack reads
nothing that the question at hand does not need.
"""

from __future__ import annotations

import json
import pickle
import sqlite3
from typing import TYPE_CHECKING, Any, TypeAlias

from clairbot import template
from clairbot.errors import PackError
from clairbot.language import Language
from clairbot.lexicon import FILLER, Phrases
from clairbot.meaning import Composer, Verb
from clairbot.pack.facts import Data, read_data
from clairbot.pack.grammar import GrammarBuilder, calls, parse_rule
from clairbot.pack.replies import read_chat, read_replies
from clairbot.pack.source import Source, strings
from clairbot.pack.topics import build_topics
from clairbot.rules import compile_meaning
from clairbot.text import fold, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clairbot.schema import Schema

Tree: TypeAlias = "tuple[dict[tuple[str, Any], float], dict[str, Tree]]"
"""Phrases while they are collected: the senses of a row of words, and what goes on from there."""
LIMIT = 4000
"""Most flat readings of one template."""
TABLES = """
CREATE TABLE blob (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE phrase (word TEXT PRIMARY KEY, senses BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE word (first TEXT, length INTEGER, text TEXT, meant INTEGER, PRIMARY KEY (first, length, text)) WITHOUT ROWID;
CREATE TABLE entity (position INTEGER PRIMARY KEY, name TEXT UNIQUE, kind TEXT);
CREATE INDEX entity_kind ON entity (kind);
CREATE TABLE statement (position INTEGER PRIMARY KEY, subject TEXT, property TEXT, value TEXT, document TEXT, place TEXT);
CREATE INDEX statement_property ON statement (property);
"""


SYNONYM = 0.15
"""Cost of a wording that the language's synonyms add to the pack's own."""


def _families(source: Source) -> dict[str, list[str]]:
    """What else the language says for a phrase."""
    found: dict[str, list[str]] = {}
    for family, where in source.items("synonyms"):
        phrases = strings(family, where)
        for phrase in phrases:
            found.setdefault(phrase, []).extend(p for p in phrases if p != phrase)
    return found


class Lexemes:
    """Phrases by first word, with their senses."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.phrases: dict[str, Tree] = {}
        self.words: set[str] = set()

    def add(self, phrase: str, symbol: str, meaning: object, cost: float = 0.0, *, joined: bool = False) -> None:
        """Adds a phrase; a `joined` one is also known without its spaces."""
        words = [t.text for t in tokenize(phrase, self._language.contractions) if t.text != "-" or phrase == "-"]
        if not words:
            return
        self._put(words, symbol, meaning, cost)
        if joined and 1 < len(words) < 4 and all(w.isalpha() for w in words):  # noqa: PLR2004
            self._put(["".join(words)], symbol, meaning, cost)

    def _put(self, words: list[str], symbol: str, meaning: object, cost: float) -> None:
        found = self.phrases.setdefault(words[0], ({}, {}))
        for word in words[1:]:
            found = found[1].setdefault(word, ({}, {}))
        found[0].setdefault((symbol, meaning), cost)
        self.words.update(w for w in words if w.isalpha())

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """Each first word with its phrases, as they are stored."""
        for word, found in self.phrases.items():
            yield word, pickle.dumps(_frozen(found))


def _frozen(found: Tree) -> Phrases:
    senses = tuple((symbol, meaning, cost) for (symbol, meaning), cost in found[0].items())
    return senses, {word: _frozen(below) for word, below in found[1].items()}


def compile_pack(source: Source, path: str, meta: dict[str, str]) -> None:
    """Writes the compiled pack to `path`, a file that does not exist yet; raises PackError."""
    connection = sqlite3.connect(path)
    try:
        compile_into(source, connection, meta)
    finally:
        connection.close()


def compile_into(source: Source, connection: sqlite3.Connection, meta: dict[str, str]) -> None:
    """Writes the compiled pack into an empty database; raises PackError."""
    language = read_language(source)
    data = read_data(source)
    lexemes = Lexemes(language)
    families = _families(source)
    for (phrase, symbol, meaning), _ in data.wordings:
        lexemes.add(phrase, symbol, meaning, joined=symbol == "{name}")
    for (phrase, symbol, meaning), _ in data.wordings:
        for other in families.get(phrase, ()) if isinstance(meaning, Verb) and not meaning.backwards else ():
            lexemes.add(other, symbol, meaning, SYNONYM)
    grammar, intents = _grammar(source, data.schema, lexemes)
    chat = read_chat(source, lexemes)
    topics = build_topics(source, data, language)
    lexemes.words.update(word for word in topics.words if word.isalpha())
    blobs = {
        "language": language, "schema": data.schema, "grammar": grammar, "intents": intents, "chat": chat,
        "replies": read_replies(source), "topics": topics.index, "about": _about(source, data),
    }  # fmt: skip
    connection.executescript(TABLES)
    _write(connection, source, data, lexemes, {**blobs, **meta})
    connection.commit()


def _write(
    connection: sqlite3.Connection, source: Source, data: Data, lexemes: Lexemes, blobs: dict[str, object]
) -> None:
    connection.executemany("INSERT INTO blob VALUES (?, ?)", ((k, pickle.dumps(v)) for k, v in blobs.items()))
    connection.executemany("INSERT INTO phrase VALUES (?, ?)", lexemes.rows())
    connection.executemany("INSERT OR IGNORE INTO word VALUES (?, ?, ?, ?)", _vocabulary(source, lexemes))
    connection.executemany("INSERT INTO entity VALUES (NULL, ?, ?)", data.entities.items())
    rows = (
        (s.subject, s.property, json.dumps(s.value), s.source.document, s.source.place)
        for s in (fact.statement for fact in data.facts)
    )
    connection.executemany("INSERT INTO statement VALUES (NULL, ?, ?, ?, ?, ?)", rows)


def _vocabulary(source: Source, lexemes: Lexemes) -> Iterator[tuple[str, int, str, int]]:
    """All words: those of the lexicon, and the language's common ones, which mean something if their base form does."""
    language = lexemes._language  # noqa: SLF001
    for word in sorted(lexemes.words):
        yield word[0], len(word), word, 1
    for words in source.words.values():
        for line in words:
            for word in fold(line).replace("-", " ").split():
                if word.isalpha() and word not in lexemes.words:
                    meant = any(lemma in lexemes.words for lemma in language.lemmas(word)[1:])
                    yield word[0], len(word), word, int(meant)


# --- language -----------------------------------------------------------------------------------------


def read_language(source: Source) -> Language:
    """The tables of the language sections."""
    found: dict[str, Any] = {key: value for key, value, _ in source.entries("language")}
    where = {key: place for key, _, place in source.entries("language")}

    def table(key: str, change: Callable[[Any], Any]) -> dict[str, Any]:
        return {str(k): change(v) for k, v in found.get(key, {}).items()}

    def pairs(key: str) -> tuple[tuple[str, str], ...]:
        return tuple((str(a), str(b)) for a, b in found.get(key, ()))

    irregular: dict[str, tuple[str, ...]] = {}
    for lemma, forms in found.get("irregular", {}).items():
        for form in strings(forms, where["irregular"]):
            irregular[form] = (*irregular.get(form, ()), str(lemma))
    return Language(
        contractions=table("contractions", lambda v: tuple(str(v).split())), irregular=irregular,
        inflection=pairs("inflection"), derivation=pairs("derivation"), spelling=pairs("spelling"), exceptions=table("exceptions", str),
        homophones=table("homophones", lambda v: tuple(str(v).split())),
        numbers=table("numbers", int), ordinals=table("ordinals", int), decades=table("decades", int),
        vowels=str(found.get("vowels", "")), minimum=int(found.get("minimum", 4)),
    )  # fmt: skip


# --- grammar ------------------------------------------------------------------------------------------


def _grammar(source: Source, schema: Schema, lexemes: Lexemes) -> tuple[object, dict[str, str]]:
    """The grammar, and the reply of each intent; word classes and constant shapes go into the lexicon."""
    composer, builder = Composer(schema), GrammarBuilder()
    classes = _classes(source, lexemes)
    for category, shapes, where in source.entries("shapes"):
        for text, meaning in shapes.items():
            _add(
                builder, composer, lexemes, classes, str(category), str(text), str(meaning), shapes.where(text) or where
            )
    intents: dict[str, str] = {}
    for name, value, where in source.entries("questions"):
        intents[str(name)] = str(value.get("reply", name))
        for text, meaning in value["templates"].items():
            place = value["templates"].where(text) or where
            _add(builder, composer, lexemes, classes, f"{{?{name}}}", str(text), str(meaning), place)
    return builder.grammar, intents


def _classes(source: Source, lexemes: Lexemes) -> set[str]:
    entries = source.entries("words")
    parsed = {str(n): [template.parse(str(t), w) for t in strings(v, w)] for n, v, w in entries}
    rules = {name: template.Choice(tuple(nodes)) if len(nodes) > 1 else nodes[0] for name, nodes in parsed.items()}
    for name, value, where in entries:
        for node in parsed[name]:
            for flat in template.expand(node, limit=LIMIT, where=where, rules=rules):
                lexemes.add(_phrase(flat, where), f"<{name}>", None)
    for cost, value, where in source.entries("filler"):
        for text in strings(value, where):
            for flat in template.expand(template.parse(text, where), limit=LIMIT, where=where, rules=rules):
                lexemes.add(_phrase(flat, where), FILLER, None, float(cost))
    return set(parsed)


def _phrase(flat: template.Flat, where: str) -> str:
    if not all(isinstance(symbol, template.Word) for symbol in flat):
        raise PackError(where, "only words can stand here, no slots")
    return " ".join(str(symbol) for symbol in flat)


def _add(
    builder: GrammarBuilder, composer: Composer, lexemes: Lexemes, classes: set[str],
    category: str, text: str, meaning: str, where: str,
) -> None:  # fmt: skip
    rule = parse_rule(category if category[0] == "{" else f"{{{category}}}", text, meaning, where)
    for name in calls(rule.meaning):
        if name.startswith("_") or not callable(getattr(composer, name, None)):
            raise PackError(where, f"unknown function '{name}'")
    expansions = list(template.expand(template.parse(text, where), limit=LIMIT, where=where))
    for flat in expansions:
        for symbol in flat:
            if isinstance(symbol, template.Rule) and symbol.name not in classes:
                raise PackError(where, f"unknown word class <{symbol.name}>")
            if isinstance(symbol, template.Word):
                lexemes.add(symbol.text, symbol.text, None)
    constant = [flat for flat in expansions if all(isinstance(s, template.Word) for s in flat)]
    for flat in constant:
        lexemes.add(_phrase(flat, where), rule.category, compile_meaning(rule.meaning, composer)(()), rule.cost)
    if len(constant) < len(expansions):
        builder.add(rule, [flat for flat in expansions if flat not in constant])


def _about(source: Source, data: Data) -> dict[str, Any]:
    """What the pack says of itself."""
    found: dict[str, Any] = {key: value for key, value, _ in source.entries("pack")}
    first = next(iter(data.schema.kinds), "")
    return {
        "title": str(found.get("title", "the facts of this pack")),
        "about": str(found.get("about", found.get("title", ""))),
        "main": str(found.get("main", first)),
        "samples": [str(s) for s in found.get("samples", ())],
        "says": {i: fact.say for i, fact in enumerate(data.facts, 1) if fact.say},
    }


__all__ = ["compile_into", "compile_pack", "read_language"]
