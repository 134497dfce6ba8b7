"""A pack's sections into what the stages need, and that into one SQLite file.

Rule of this file: what can be decided once is decided here, so that opening a compiled pack reads
nothing that the question at hand does not need.
"""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

from clairbot import template
from clairbot.errors import PackError
from clairbot.meaning import Composer, dimension_of
from clairbot.mentions import FILLER
from clairbot.pack.check import cost, entries, hint, located, mapping, one_of, strings, text
from clairbot.pack.facts import Data, read_data
from clairbot.pack.grammar import GrammarBuilder, check_calls, parse_rule
from clairbot.pack.language import read_language
from clairbot.pack.phrases import MOST_READINGS, SIGNS, Lexemes, plain
from clairbot.pack.replies import read_chat, read_replies
from clairbot.pack.samples import build_frames
from clairbot.pack.schema import UNLIKE
from clairbot.pack.topics import build_topics
from clairbot.pack.wordings import add_wordings
from clairbot.reading import quote
from clairbot.reply import Speaker
from clairbot.rules import Outlook, compile_meaning

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from clairbot.pack.source import Source
    from clairbot.reading import Map
    from clairbot.rules import Rule
    from clairbot.schema import Schema

TABLES = """
CREATE TABLE blob (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE phrase (word TEXT PRIMARY KEY, senses BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX phrase_word ON phrase (word);  -- the words alone, without reading over their senses
CREATE TABLE word (
    first TEXT, length INTEGER, text TEXT, meant INTEGER, PRIMARY KEY (first, length, text)
) WITHOUT ROWID;
CREATE TABLE entity (position INTEGER PRIMARY KEY, name TEXT UNIQUE, kind TEXT);
CREATE INDEX entity_kind ON entity (kind);
CREATE TABLE statement (
    position INTEGER PRIMARY KEY, subject TEXT, property TEXT, value TEXT, document TEXT, place TEXT
);
CREATE INDEX statement_property ON statement (property);
CREATE INDEX statement_subject ON statement (subject);
"""
LEXICAL = (
    "{name}",
    "{kind}",
    "{one}",
    "{several}",
    "{unit}",
    "{qualifier}",
    "{verb}",
    "{noun}",
    UNLIKE,
    "{letter}",
    "{chat}",
)
"""Slots that the lexicon fills."""
NUMERAL = ("{number}", "{ordinal}", "{date}", "{period}")
"""Slots that numbers fill."""
MAIN_KIND = "mainkind"
"""Word class, within others, of what the pack's main kind is called."""
TEMPLATES = "templates, each with its meaning"
ABOUT_KEYS = ("title", "about", "main", "samples", "without")
QUESTION_KEYS = ("reply", "templates", "samples")


def compile_into(source: Source, connection: sqlite3.Connection, meta: dict[str, str]) -> None:
    """Writes the compiled pack into an empty database; raises PackError."""
    language = read_language(source)
    data = read_data(source)
    lexemes = Lexemes(language)
    add_wordings(source, data, _main(source, data), lexemes)
    grammar = _GrammarReader(source, data.schema, lexemes, _main(source, data))
    grammar.read()
    grammar.check_replies()
    chat = read_chat(source, lexemes)
    topics = build_topics(source, data, language)
    for word in topics.words:
        if word.isalpha():
            lexemes.words.setdefault(word, 1)
    about = _about(source, data)
    blobs = {
        "language": language, "schema": data.schema, "intents": grammar.intents,
        "grammar": (grammar.builder.grammar.rules, Outlook(grammar.builder.grammar)),
        "chat": chat, "replies": read_replies(source), "topics": topics.index, "about": about,
        "frames": build_frames(source, data, language, about["samples"]),
    }  # fmt: skip
    connection.executescript(TABLES)
    _write(connection, source, data, lexemes, {**blobs, **meta})
    connection.commit()


def _write(
    connection: sqlite3.Connection, source: Source, data: Data, lexemes: Lexemes, blobs: dict[str, object]
) -> None:
    connection.executemany("INSERT INTO blob VALUES (?, ?)", ((k, pickle.dumps(v)) for k, v in blobs.items()))
    connection.executemany("INSERT INTO phrase VALUES (?, ?)", lexemes.rows())
    connection.executemany("INSERT OR IGNORE INTO word VALUES (?, ?, ?, ?)", lexemes.vocabulary(source))
    connection.executemany("INSERT INTO entity VALUES (NULL, ?, ?)", data.entities.items())
    rows = (
        (s.subject, s.property, json.dumps(s.value), s.source.document, s.source.place)
        for s in (fact.statement for fact in data.facts)
    )
    connection.executemany("INSERT INTO statement VALUES (NULL, ?, ?, ?, ?, ?)", rows)


class _GrammarReader:
    """Reads word classes, filler, shapes and questions; raises PackError."""

    def __init__(self, source: Source, schema: Schema, lexemes: Lexemes, main: str) -> None:
        self._source = source
        self._composer = Composer(schema)
        self._lexemes = lexemes
        self._classes: template.Rules = {}
        self._main = schema.kinds.get(main)
        self._slots = {*LEXICAL, *NUMERAL, *(f"{{{name}}}" for name, _, _ in source.entries("shapes"))}
        self._dimensions = {d for p in schema.properties.values() for d in p.dimensions} | {""}
        self.builder = GrammarBuilder()
        self.intents: dict[str, str] = {}
        """The reply of each intent."""

    def check_replies(self) -> None:
        """That each shape of the pack is told in a way that there is: by the speaker, or as a stock shape is."""
        known = {name.removeprefix("tell_") for name in dir(Speaker) if name.startswith("tell_")}
        stock, own = self._source.questions()
        known.update(reply for reply, _ in _replies(stock))
        for reply, where in _replies(own):
            with self._source.piece:
                one_of(reply, sorted(known), "reply", where)

    def read(self) -> None:
        """Word classes and constant shapes go into the lexicon, the rest into the grammar."""
        self._read_words()
        for category, shapes, where in self._source.entries("shapes"):
            with self._source.piece:
                self._read_rules(f"{{{category}}}", entries(shapes, where, TEMPLATES))
        for name, value, where in self._source.wanted("questions"):
            with self._source.piece:
                keys = mapping(value, where, QUESTION_KEYS, {"templates"})
                self.intents[name] = text(keys.get("reply", self.intents.get(name, name)), keys.where("reply"))
                self._read_rules(f"{{?{name}}}", entries(keys["templates"], keys.where("templates"), TEMPLATES))

    def _read_words(self) -> None:
        sections = self._source.entries("words")
        written: dict[str, list[tuple[str, str]]] = {}
        parsed: dict[str, list[template.Node]] = {}
        for name, value, where in sections:
            with self._source.piece:
                if name == MAIN_KIND:
                    raise PackError(
                        where, f"word class {quote(name)} is reserved for what the pack is about; rename it"
                    )
                written[name] = located(value, where)
                parsed[name] = [template.parse(t, at) for t, at in written[name]]
                if not parsed[name]:
                    raise PackError(where, f"word class {quote(name)} is empty; name at least one word")
        self._classes = {n: template.Choice(tuple(p)) if len(p) > 1 else p[0] for n, p in parsed.items() if p}
        self._classes[MAIN_KIND] = self._called()
        for name in parsed:
            with self._source.piece:
                for words, at in written[name]:
                    self._lexemes.add_template(words, f"<{name}>", None, 0.0, where=at, rules=self._classes)
        for dear, value, where in self._source.entries("filler"):
            with self._source.piece:
                price = cost(dear, where)
                for words, at in located(value, where):
                    self._lexemes.add_template(words, FILLER, None, price, where=at, rules=self._classes)

    def _called(self) -> template.Node:
        """What the kind that the pack is about is called, for the word classes that speak of it."""
        called = (self._main.one, self._main.many) if self._main is not None else (MAIN_KIND,)
        rows = [tuple(map(template.Word, name.casefold().split())) for name in called]
        found = tuple(template.Sequence(row) if len(row) > 1 else row[0] for row in rows)
        return template.Choice(found) if len(found) > 1 else found[0]

    def _read_rules(self, category: str, shapes: Map) -> None:
        for written, meaning in shapes.items():
            where = shapes.where(written)
            with self._source.piece:
                rule = parse_rule(category, str(written), text(meaning, where), where)
                check_calls(rule.meaning, self._composer, where)
                self._add(rule)

    def _add(self, rule: Rule) -> None:
        node = template.parse(rule.text, rule.where)
        self._check_symbols(node, rule.where)
        open_flats: list[template.Flat] = []
        constant: list[template.Flat] = []
        for flat in template.expand(node, limit=MOST_READINGS, where=rule.where):
            (constant if all(isinstance(s, template.Word) for s in flat) else open_flats).append(flat)
        meaning = self._constant(rule) if constant else None
        if dimension_of(meaning) not in self._dimensions:
            return  # a word that could mean nothing here stays unknown, and is named where it is asked
        for flat in (*constant, *open_flats):
            for symbol in flat:
                if isinstance(symbol, template.Word):
                    self._lexemes.add(symbol.text, symbol.text, None, where=rule.where)
        for flat in constant:
            self._lexemes.add(plain(flat, rule.where), rule.category, meaning, rule.cost, where=rule.where)
        if open_flats:
            self.builder.add(rule, open_flats)

    def _check_symbols(self, node: template.Node, where: str) -> None:
        for symbol in template.walk(node):
            match symbol:
                case template.Rule(name) if name not in self._classes:
                    raise PackError(where, f"unknown word class <{name}>; {hint(name, self._classes)}")
                case template.Slot(_, kind) if f"{{{kind}}}" not in self._slots:
                    raise PackError(where, f"unknown slot {{{kind}}}; {hint(f'{{{kind}}}', sorted(self._slots))}")
                case template.Word(word) if SIGNS & set(word):
                    raise PackError(where, f"a word with one of {{}}<> ({quote(word)}) cannot stand here; leave it out")

    def _constant(self, rule: Rule) -> Any:  # noqa: ANN401 (whatever its functions give)
        if rule.slots:
            raise PackError(
                rule.where, f"the meaning needs slot '{rule.slots[0]}', which the template can leave out; mend either"
            )
        try:
            return compile_meaning(rule.meaning, self._composer)(())
        except Exception as error:  # noqa: BLE001 (whatever a function makes of parts that it cannot use)
            what = f"the meaning cannot be computed ({type(error).__name__}: {error}); mend its parts"
            raise PackError(rule.where, " ".join(what.split())) from None


def _replies(questions: list[Map]) -> Iterator[tuple[str, str]]:
    """The reply of each question shape, and where it is named."""
    for section in questions:
        for name, value in section.items():
            keys = mapping(value, section.where(name), QUESTION_KEYS)
            yield text(keys.get("reply", name), keys.where("reply")), keys.where("reply")


def _main(source: Source, data: Data) -> str:
    """The kind that the pack is about: the first, if it does not say."""
    found = [(value, where) for key, value, where in source.entries("pack") if key == "main"]
    for value, where in found[-1:]:
        return one_of(value, data.schema.kinds, "kind", where)
    return next(iter(data.schema.kinds), "")


def _about(source: Source, data: Data) -> dict[str, Any]:
    """What the pack says of itself."""
    found = {key: value for key, value, _ in source.entries("pack")}
    where = {key: place for key, _, place in source.entries("pack")}
    for section in source.maps["pack"]:
        mapping(section, section.where(), ABOUT_KEYS)
    title = text(found.get("title", "the facts of this pack"), where.get("title", ""))
    return {
        "title": title,
        "about": text(found.get("about", title), where.get("about", "")),
        "main": _main(source, data),
        "all-sources": tuple(dict.fromkeys(fact.statement.source.document for fact in data.facts)),
        "samples": strings(found.get("samples", ""), where.get("samples", "")),
        "says": {(s.subject, s.property, s.value): say for s, say in ((f.statement, f.say) for f in data.facts) if say},
    }
