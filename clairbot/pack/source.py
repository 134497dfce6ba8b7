"""A pack's files, read and sorted by what they declare.

A YAML file under `intents/` or `data/` holds sections; sections of the same name in several files are
one. Rule of this file: it knows which sections there are and nothing of what stands in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clairbot import reading
from clairbot.errors import PackError
from clairbot.pack.check import hint, located, one_of, place, what

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAPPINGS = (
    "pack", "sources", "kinds", "properties", "entities", "tables", "replies", "chat", "questions", "shapes", "words",
    "filler", "language", "cells", "columns", "units", "samples",
)  # fmt: skip
"""Top-level keys that hold a mapping."""
INTENTS = ("questions", "chat")
"""Sections whose keys are intents."""
WITHOUT = "without"
"""Key of the section `pack` that names intents to leave out."""
LISTS = ("facts", "synonyms")
"""Top-level keys that hold a list."""
ROWS = frozenset({".csv", ".jsonl"})
"""Endings of files that hold rows."""
SUFFIXES = frozenset({".yaml", ".yml", ".txt"}) | ROWS
"""Endings of all files that are read."""
SECTIONS = (*MAPPINGS, *LISTS)
"""Every top-level key that a pack file may have."""
LANGUAGE = (
    "contractions", "irregular", "spelling", "inflection", "derivation", "exceptions", "homophones", "minimum",
    "numbers", "ordinals", "decades", "vowels", "sounds", "determiners", "adverbs", "literal", "hedges", "particles",
    "hesitations", "superlatives",
)  # fmt: skip
"""Keys of the language section, which may also stand at the top of a file."""


class Tolerance:
    """A piece of a pack whose error ends the reading of that piece alone, if errors are collected."""

    def __init__(self, errors: list[PackError] | None) -> None:
        self._errors = errors

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if self._errors is None or not isinstance(error, PackError):
            return False
        self._errors.append(error)
        return True


class Source:
    """All sections of the folders of a pack, stock shapes first.

    A reader wraps each piece that can be wrong by itself in `with source.piece:`. The first error is raised, unless
    the source is made `tolerant`: then errors are collected in `errors`, all of them.
    """

    def __init__(self, *, tolerant: bool = False) -> None:
        self.errors: list[PackError] = []
        """What was found wrong; only of a tolerant source."""
        self.piece = Tolerance(self.errors if tolerant else None)
        self.maps: dict[str, list[reading.Map]] = {name: [] for name in MAPPINGS}
        self.lists: dict[str, list[reading.List]] = {name: [] for name in LISTS}
        self.words: dict[str, list[str]] = {}
        """Plain word lists by file name."""
        self.tables: dict[str, tuple[Path, Path]] = {}
        """CSV and JSONL files by name, each with the folder of its pack."""
        self._stock: dict[str, int] = {}

    def add(self, root: Path, folder: str) -> None:
        """Reads every file of a folder; raises PackError."""
        with self.piece:
            self._add_files(reading.list_files(root, folder, SUFFIXES), root)

    def _add_files(self, paths: list[Path], root: Path) -> None:
        for path in paths:
            name, suffix = path.relative_to(root).as_posix(), path.suffix.lower()
            with self.piece:
                if suffix in ROWS:
                    self.tables[name] = (root, path)
                elif suffix == ".txt":
                    lines = reading.read_text(root, path).splitlines()
                    self.words[path.stem] = [line.strip() for line in lines if line.strip() and line[0] != "#"]
                else:
                    self._add_sections(reading.read_yaml(root, path), name)

    def rows(self, name: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
        """The rows of a CSV or JSONL file: where each stands, and its cells by column; raises PackError."""
        root, path = self.tables[name]
        for line, cells in read_rows(root, path):
            yield f"{name}:{line}", cells

    def end_stock(self) -> None:
        """Notes that all sections so far are those that clairbot ships with."""
        self._stock = {section: len(found) for section, found in self.maps.items()}

    def questions(self) -> tuple[list[reading.Map], list[reading.Map]]:
        """The question shapes that clairbot ships with, and those of the pack."""
        return self.maps["questions"][: self._stock.get("questions", 0)], self.own("questions")

    def own(self, section: str) -> list[reading.Map]:
        """The pack's own parts of a section that is a mapping."""
        return self.maps[section][self._stock.get(section, 0) :]

    def _add_sections(self, content: reading.Located, name: str) -> None:
        if not isinstance(content, reading.Map):
            if content:
                raise PackError(
                    place(content, name), f"{what(content)} where sections belong; begin with one such as '{LISTS[0]}:'"
                )
            return
        if any(key in LANGUAGE for key in content):
            self.maps["language"].append(content)
            return
        for section, value in content.items():
            with self.piece:
                self._add_section(section, value, content.where(section))

    def _add_section(self, section: str, value: reading.Located, where: str) -> None:
        if section not in SECTIONS:
            raise PackError(where, f"unknown section {reading.quote(section)}; {hint(section, SECTIONS)}")
        if section in self.maps and isinstance(value, reading.Map):
            self.maps[section].append(value)
        elif section in self.lists and isinstance(value, reading.List):
            self.lists[section].append(value)
        elif value or not isinstance(value, str):
            form = "a mapping ('name: …' on each line)" if section in self.maps else "a list ('- …' on each line)"
            raise PackError(where, f"section '{section}' is {what(value)}; write {form}")

    def entries(self, section: str) -> list[tuple[str, Any, str]]:
        """Keys and values of a section that is a mapping, each with where it stands."""
        return [(str(key), value, found.where(key)) for found in self.maps[section] for key, value in found.items()]

    def wanted(self, section: str) -> list[tuple[str, Any, str]]:
        """As `entries`, without the stock intents that the pack says it does without; raises PackError."""
        known = {name for each in INTENTS for name, _, _ in self.entries(each)}
        written = [(value, where) for key, value, where in self.entries("pack") if key == WITHOUT]
        unwanted = {one_of(name, sorted(known), "intent", at) for v, where in written for name, at in located(v, where)}
        own = {id(value) for part in self.own(section) for value in part.values()}
        return [entry for entry in self.entries(section) if entry[0] not in unwanted or id(entry[1]) in own]

    def unique(self, section: str) -> list[tuple[str, Any, str]]:
        """As `entries`, where a key may stand in one file only; raises PackError."""
        found: dict[str, tuple[str, Any, str]] = {}
        for key, value, where in self.entries(section):
            with self.piece:
                if key in found:
                    raise PackError(where, f"{reading.quote(key)} is already declared at {found[key][2]}; keep one")
                found[key] = (key, value, where)
        return list(found.values())

    def items(self, section: str) -> list[tuple[Any, str]]:
        """Items of a section that is a list, each with where it stands."""
        return [(value, found.where(i)) for found in self.lists[section] for i, value in enumerate(found)]


def read_rows(root: Path, path: Path) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """The rows of a CSV or JSONL file, each with its line and its cells by column; raises PackError."""
    if path.suffix.lower() != ".jsonl":
        yield from reading.read_csv(root, path)
        return
    name = path.relative_to(root).as_posix()
    for line, values in reading.read_jsonl(root, path):
        yield line, {key: _cells(value, f"{name}:{line}") for key, value in values.items()}


def _cells(value: object, where: str) -> list[str]:
    """A value of a JSON line as the cells that it would be in a table."""
    if isinstance(value, dict):
        raise PackError(where, "an object in an object; write texts, numbers, yes or no, or lists of them")
    if isinstance(value, list):
        return [cell for item in value for cell in _cells(item, where)]
    if value is None:
        return [""]
    return [str(value).lower() if isinstance(value, bool) else reading.checked(where, str(value).strip())]
