"""A pack's files, read and sorted by what they declare.

A YAML file under `intents/` or `data/` holds sections; sections of the same name in several files are
one. Rule of this file: it knows which sections there are and nothing of what stands in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clairbot import reading
from clairbot.errors import PackError

if TYPE_CHECKING:
    from pathlib import Path

SECTIONS = (
    "language", "words", "filler", "shapes", "questions", "chat", "replies", "synonyms", "asking",
    "pack", "kinds", "properties", "entities", "facts", "sources",
)  # fmt: skip
"""Every top-level key that a pack file may have."""


LANGUAGE = (
    "contractions", "irregular", "spelling", "inflection", "derivation", "exceptions", "homophones", "minimum", "passes", "final",
    "final_minimum", "numbers", "ordinals", "decades", "vowels",
)  # fmt: skip
"""Keys of the language section, which may also stand at the top of a file."""


class Source:
    """All sections of the folders of a pack, stock shapes first."""

    def __init__(self) -> None:
        self.maps: dict[str, list[reading.Map]] = {name: [] for name in SECTIONS}
        self.lists: dict[str, list[reading.List]] = {name: [] for name in SECTIONS}
        self.words: dict[str, list[str]] = {}
        """Plain word lists by file name."""

    def add(self, root: Path, folder: str) -> None:
        """Reads every file of a folder; raises PackError."""
        for path in reading.list_files(root, folder, {".yaml", ".yml"}):
            self._sections(reading.read_yaml(root, path), path.name)
        for path in reading.list_files(root, folder, {".txt"}):
            lines = reading.read_text(root, path).splitlines()
            self.words[path.stem] = [line.strip() for line in lines if line.strip() and line[0] != "#"]

    def _sections(self, content: Any, name: str) -> None:  # noqa: ANN401
        if not isinstance(content, reading.Map):
            if content:
                raise PackError(getattr(content, "where", name), "expected sections such as 'facts:'")
            return
        if any(key in LANGUAGE for key in content):
            self.maps["language"].append(content)
            return
        for section, value in content.items():
            if section not in self.maps:
                raise PackError(
                    content.where(section), f"unknown section '{section}'; use one of {', '.join(SECTIONS)}"
                )
            if isinstance(value, reading.Map):
                self.maps[section].append(value)
            elif isinstance(value, reading.List):
                self.lists[section].append(value)
            elif value:
                raise PackError(content.where(section), f"section '{section}' must be a mapping or a list")

    def entries(self, section: str) -> list[tuple[str, Any, str]]:
        """Keys and values of a section that is a mapping, each with where it stands."""
        return [(key, value, found.where(key)) for found in self.maps[section] for key, value in found.items()]

    def items(self, section: str) -> list[tuple[Any, str]]:
        """Items of a section that is a list, each with where it stands."""
        return [(value, found.where(i)) for found in self.lists[section] for i, value in enumerate(found)]


def strings(value: Any, where: str) -> list[str]:  # noqa: ANN401
    """A text or a list of texts as a list; raises PackError."""
    if isinstance(value, reading.List):
        wrong = [v for v in value if not isinstance(v, str)]
        if wrong:
            raise PackError(where, "expected a list of texts")
        return [str(v) for v in value]
    if isinstance(value, str):
        return [str(value)] if value else []
    raise PackError(where, "expected a text or a list of texts")


def mapping(value: Any, where: str, allowed: set[str], required: set[str] = frozenset()) -> reading.Map:  # type: ignore[assignment]  # noqa: ANN401
    """A mapping with only these keys; raises PackError."""
    if not isinstance(value, reading.Map):
        raise PackError(where, f"expected a mapping with keys such as {', '.join(sorted(allowed))}")
    for key in value:
        if key not in allowed:
            raise PackError(value.where(key), f"unknown key '{key}'; use one of {', '.join(sorted(allowed))}")
    for key in sorted(required):
        if key not in value:
            raise PackError(where, f"key '{key}' is missing")
    return value
