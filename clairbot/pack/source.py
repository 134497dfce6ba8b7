"""A pack's files, read and sorted by what they declare.

A YAML file under `intents/` or `data/` holds sections; sections of the same name in several files are
one. Rule of this file: it knows which sections there are and nothing of what stands in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clairbot import reading
from clairbot.errors import PackError
from clairbot.pack.check import hint, place, what

if TYPE_CHECKING:
    from pathlib import Path

MAPPINGS = (
    "pack", "sources", "kinds", "properties", "entities", "replies", "chat", "questions", "shapes", "words", "filler",
    "language",
)  # fmt: skip
"""Top-level keys that hold a mapping."""
LISTS = ("facts", "synonyms")
"""Top-level keys that hold a list."""
SECTIONS = (*MAPPINGS, *LISTS)
"""Every top-level key that a pack file may have."""
LANGUAGE = (
    "contractions", "irregular", "spelling", "inflection", "derivation", "exceptions", "homophones", "minimum",
    "numbers", "ordinals", "decades", "vowels", "sounds", "determiners", "hedges", "particles",
    "hesitations", "superlatives",
)  # fmt: skip
"""Keys of the language section, which may also stand at the top of a file."""


class Source:
    """All sections of the folders of a pack, stock shapes first."""

    def __init__(self) -> None:
        self.maps: dict[str, list[reading.Map]] = {name: [] for name in MAPPINGS}
        self.lists: dict[str, list[reading.List]] = {name: [] for name in LISTS}
        self.words: dict[str, list[str]] = {}
        """Plain word lists by file name."""
        self._stock = 0

    def add(self, root: Path, folder: str) -> None:
        """Reads every file of a folder; raises PackError."""
        for path in reading.list_files(root, folder, {".yaml", ".yml"}):
            self._add_sections(reading.read_yaml(root, path), path.relative_to(root).as_posix())
        for path in reading.list_files(root, folder, {".txt"}):
            lines = reading.read_text(root, path).splitlines()
            self.words[path.stem] = [line.strip() for line in lines if line.strip() and line[0] != "#"]

    def end_stock(self) -> None:
        """Notes that all question shapes so far are those that clairbot ships with."""
        self._stock = len(self.maps["questions"])

    def questions(self) -> tuple[list[reading.Map], list[reading.Map]]:
        """The question shapes that clairbot ships with, and those of the pack."""
        found = self.maps["questions"]
        return found[: self._stock], found[self._stock :]

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

    def unique(self, section: str) -> list[tuple[str, Any, str]]:
        """As `entries`, where a key may stand in one file only; raises PackError."""
        seen: dict[str, str] = {}
        for key, _, where in self.entries(section):
            if key in seen:
                raise PackError(where, f"{reading.quote(key)} is already declared at {seen[key]}; keep one")
            seen[key] = where
        return self.entries(section)

    def items(self, section: str) -> list[tuple[Any, str]]:
        """Items of a section that is a list, each with where it stands."""
        return [(value, found.where(i)) for found in self.lists[section] for i, value in enumerate(found)]
