"""Pack files from disk to plain values that know where they stand: YAML, CSV, JSON lines.

Rule of this file: a file is hostile until read. Only regular files inside the pack are opened, each
has a size limit, nothing in a file is executed or expanded, and whatever is wrong with it is one
`PackError` with its place. YAML is taken from parser events, so that its riches (anchors, tags,
merge keys, a `no` that is false) never come into being: every scalar is the text that was written.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeAlias

import yaml

from clairbot.errors import PackError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

MAX_DEPTH = 50
"""Deepest nesting of YAML and JSON values; YAML's C loader dies of 100,000."""
MAX_FOLDERS = 20
"""Deepest nesting of folders."""
MIB = 1 << 20
MAX_BYTES = 2 * MIB
"""Largest file read as a whole: YAML takes seconds and hundreds of bytes per byte beyond this."""
MAX_DATA_BYTES = 64 * MIB
"""Largest CSV or JSONL file."""
MAX_DIGITS = 1000
"""Longest whole number in JSON; Python's own limit can be set from outside."""

_TOO_DEEP = f"nested deeper than {MAX_DEPTH}, not allowed; flatten it"
_QUOTED = 60
_DATA_SUFFIXES = (".csv", ".jsonl")
# The C parser is ten times faster and not always built in; both give the same events.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A scalar as it was written, and the line it starts on."""

    __slots__ = ("file", "line")

    file: str
    line: int

    def __new__(cls, text: str, file: str = "", line: int = 1) -> Self:
        """Mark a text with its place; the line counts from 1."""
        self = super().__new__(cls, text)
        self.file, self.line = file, line
        return self

    @property
    def where(self) -> str:
        """`file:line`, for errors."""
        return f"{self.file}:{self.line}"


class Map(dict[str, "Located"]):
    """A mapping, the line it starts on and the line of each key."""

    def __init__(self, file: str = "", line: int = 1) -> None:
        super().__init__()
        self.file, self.line = file, line
        self.lines: dict[str, int] = {}

    def where(self, key: str | None = None) -> str:
        """`file:line` of a key, or of the mapping if it has no such key."""
        line = self.line if key is None else self.lines.get(key, self.line)
        return f"{self.file}:{line}"


class List(list["Located"]):
    """A sequence, the line it starts on and the line of each item."""

    def __init__(self, file: str = "", line: int = 1) -> None:
        super().__init__()
        self.file, self.line = file, line
        self.lines: list[int] = []

    def where(self, index: int | None = None) -> str:
        """`file:line` of an item, or of the sequence."""
        return f"{self.file}:{self.line if index is None else self.lines[index]}"


Located: TypeAlias = Map | List | Text
"""A value read from YAML."""


# Files --------------------------------------------------------------------------------------------


def list_files(root: Path, folder: str, suffixes: Collection[str]) -> list[Path]:
    """Find the files below `root/folder` that end in one of `suffixes`, sorted by name.

    Hidden files and folders are passed over (editors leave locks there). A missing folder is empty.
    """
    top = root / folder
    if not os.path.lexists(top):
        return []
    _check_inside(root, top)
    if not top.is_dir():
        raise PackError(_name(root, top), "not a folder")
    found = [path for path in _entries(root, top) if path.suffix.lower() in suffixes]
    for path in found:
        _check_file(root, path)
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def read_text(root: Path, path: Path, limit: int | None = None) -> str:
    """Read one file of the pack as UTF-8, without BOM, lines ending in LF.

    `path` is as `list_files` gives it; `limit` is in bytes and by default depends on the suffix.
    """
    _check_file(root, path)
    name = _name(root, path)
    if limit is None:
        limit = MAX_DATA_BYTES if path.suffix.lower() in _DATA_SUFFIXES else MAX_BYTES
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise _unreadable(name, error) from None
    if len(data) > limit:
        size = f"{limit // MIB} MiB" if limit >= MIB else f"{limit} bytes"
        raise PackError(name, f"larger than {size}; split it into several")
    return _decode(name, data).replace("\r\n", "\n").replace("\r", "\n")


def _entries(root: Path, top: Path) -> Iterator[Path]:
    """Give all that could be a file; a folder that is a link could lead in circles and is one."""

    def fail(error: OSError) -> NoReturn:
        raise _unreadable(_name(root, Path(error.filename)), error)

    for folder, folders, files in os.walk(top, onerror=fail):
        if len(Path(folder).relative_to(top).parts) > MAX_FOLDERS:
            raise PackError(_name(root, Path(folder)), f"deeper than {MAX_FOLDERS} folders, not allowed; flatten it")
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in folders:
            if Path(folder, name).is_symlink():
                _check_file(root, Path(folder, name))
        yield from (Path(folder, name) for name in files if not name.startswith("."))


def _name(root: Path, path: Path) -> str:
    """Name a file relative to the pack, fit for one printed line."""
    name = (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _check_inside(root: Path, path: Path) -> None:
    try:
        inside = path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link to itself
        inside = False
    if not inside:
        raise PackError(_name(root, path), "outside the pack; copy it into the pack")


def _check_file(root: Path, path: Path) -> None:
    """Refuse what must not be opened: opening a FIFO would wait for ever."""
    _check_inside(root, path)
    if not path.is_file():
        missing = not os.path.lexists(path)
        what = "no such file" if missing else "not a regular file; replace it or remove it"
        raise PackError(_name(root, path), what)


def quote(text: str) -> str:
    """Show a piece of a file in an error: one line, and not a long one."""
    return repr(text if len(text) <= _QUOTED else text[:_QUOTED] + "…")


def _twice(names: Iterable[str]) -> str:
    return quote(Counter(names).most_common(1)[0][0])


def _unreadable(name: str, error: OSError) -> PackError:
    return PackError(name, f"cannot be read ({error.strerror}); check its permissions")


def _decode(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PackError(f"{name}:{line}", "not UTF-8; save the file as UTF-8") from None


# YAML ---------------------------------------------------------------------------------------------

_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, halves of characters, and signs that turn what is read around."""
_NULLS = ("", "~", "null")


def read_yaml(root: Path, path: Path) -> Located:
    """Read a YAML file; every scalar is `Text`, and null or nothing is the empty `Text`."""
    file, text = _name(root, path), read_text(root, path)
    if bad := _UNPRINTABLE.search(text):
        place = f"{file}:{text.count(chr(10), 0, bad.start()) + 1}"
        raise PackError(place, f"control character U+{ord(bad[0]):04X} not allowed; remove it")
    try:
        return _Tree(file, text).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(file, error) from None


def _syntax_error(file: str, error: yaml.MarkedYAMLError) -> PackError:
    mark = error.problem_mark or error.context_mark
    place = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else file
    if "nesting" in str(error.problem):  # libyaml looks ahead, and stops at a depth of its own
        return PackError(place.rsplit(":", 1)[0], _TOO_DEEP)
    mend = "check indentation (spaces, no tabs), colons and quotes"
    return PackError(place, f"{' '.join(str(error.problem).split())}; {mend}")


class _Tree:
    """One file's events, made into a tree.

    The events come one by one, so the depth limit stops the parser before it can run deep.
    """

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)

    def document(self) -> Located:
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return Text("", self._file)
        tree = self._value(next(self._events), 0)
        next(self._events)  # the end of the document
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._refusal(after, "a second document; remove the `---`")
        return tree

    def _refusal(self, event: Any, what: str) -> PackError:  # noqa: ANN401 - pyyaml's events
        return PackError(f"{self._file}:{_line(event)}", f"not allowed: {what}")

    def _value(self, event: Any, depth: int) -> Located:  # noqa: ANN401 - pyyaml's events
        self._check(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            self._check_text(event)
            null = event.implicit[0] and event.value in _NULLS
            return Text("" if null else event.value, self._file, _line(event))
        return (
            self._map(event, depth + 1) if isinstance(event, yaml.MappingStartEvent) else self._list(event, depth + 1)
        )

    def _check(self, event: Any, depth: int) -> None:  # noqa: ANN401 - pyyaml's events
        if isinstance(event, yaml.AliasEvent):
            raise self._refusal(event, f"alias {quote(event.anchor or '')}; write the value out")
        if event.anchor is not None:
            raise self._refusal(event, f"anchor {quote(event.anchor)}; remove it")
        if event.tag is not None:
            raise self._refusal(event, f"tag {quote(event.tag)}; remove it")
        if depth > MAX_DEPTH:
            raise PackError(f"{self._file}:{_line(event)}", _TOO_DEEP)

    def _check_text(self, event: Any) -> None:  # noqa: ANN401 - pyyaml's events
        if bad := _HIDDEN.search(event.value):  # written as an escape, such as "\\e"
            what = f"character U+{ord(bad[0]):04X} not allowed; remove it"
            raise PackError(f"{self._file}:{_line(event)}", what)

    def _map(self, start: Any, depth: int) -> Map:  # noqa: ANN401 - pyyaml's events
        found = Map(self._file, _line(start))
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, depth, found)
            found[key] = self._value(next(self._events), depth)
            found.lines[key] = key.line
        return found

    def _key(self, event: Any, depth: int, found: Map) -> Text:  # noqa: ANN401 - pyyaml's events
        self._check(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            self._check_text(event)
        else:
            raise self._refusal(event, "a key that is not a plain word; quote it")
        if event.value == "<<" and event.implicit[0]:
            raise self._refusal(event, "merge key <<; write the keys out")
        if event.value in found:
            what = f"key {quote(event.value)} is already on line {found.lines[event.value]}"
            raise PackError(f"{self._file}:{_line(event)}", f"{what}; keep one")
        return Text(event.value, self._file, _line(event))

    def _list(self, start: Any, depth: int) -> List:  # noqa: ANN401 - pyyaml's events
        found = List(self._file, _line(start))
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, depth))
            found.lines.append(_line(event))
        return found


def _line(event: Any) -> int:  # noqa: ANN401 - pyyaml's events
    return int(event.start_mark.line) + 1


# CSV ----------------------------------------------------------------------------------------------

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""What may part cells, with what it is called."""
_LOOKED_AT = 4000
"""Characters of a table that tell what parts its cells."""


def read_csv(root: Path, path: Path) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """Give each row by column name, with the line it starts on; the first row names the columns.

    Cells are parted by whatever sign parts the names of the columns: comma, semicolon, tab or bar. Columns of one
    name give several cells, those without a name none; a row without any text is passed over.
    """
    file, text = _name(root, path), read_text(root, path)
    rows = _rows(file, text)
    line, header = next(rows, (1, [""]))
    columns = [column.strip() for column in header]
    if not any(columns):
        raise PackError(f"{file}:{line}", "no column has a name; name each in the first row")
    for line, row in rows:
        cells = [checked(f"{file}:{line}", cell.strip()) for cell in row]
        if len(cells) != len(columns) and (len(cells) < len(columns) or any(cells[len(columns) :])):
            what = f"{len(row)} cells for {len(columns)} columns; check {_SEPARATORS[_separator(text)]} and quotes"
            raise PackError(f"{file}:{line}", what)
        if any(cells):
            yield line, _by_column(columns, cells)


def _by_column(columns: list[str], cells: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column:
            found.setdefault(column, []).append(cell)
    return found


def _rows(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are not blank; a quoted cell may span lines."""
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text), strict=True, delimiter=separator)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise PackError(f"{file}:{line}", f"{error}; check {_SEPARATORS[separator]} and quotes") from None


def _separator(text: str) -> str:
    """What parts the cells: the sign that most rows have as often as the first, and then the most frequent."""
    rows = re.sub(r'"[^"]*"', "", text[:_LOOKED_AT]).strip("\n").split("\n")

    def fits(sign: str) -> tuple[int, int]:
        often = rows[0].count(sign)
        return (sum(row.count(sign) == often for row in rows) if often else 0, often)

    return max(_SEPARATORS, key=fits)


def checked(where: str, text: str) -> str:
    """A cell's text; raises PackError if it has signs that cannot be shown."""
    if bad := _HIDDEN.search(text):
        raise PackError(where, f"character U+{ord(bad[0]):04X} not allowed; remove it")
    return text


# JSON lines ---------------------------------------------------------------------------------------

_BRACKET = re.compile(r'"(?:[^"\\]+|\\.)*+"?|([\[{])|([\]}])')


def read_jsonl(root: Path, path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """Give each line's object with the line's number; blank lines are passed over."""
    file, text = _name(root, path), read_text(root, path)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _object(f"{file}:{number}", line)


def _object(where: str, line: str) -> dict[str, object]:
    if _too_deep(line):
        raise PackError(where, _TOO_DEEP)
    try:
        value = _DECODER.decode(line)
        if "\\u" in line:  # half of a surrogate pair can be written, but never be stored
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise PackError(f"{where}:{error.colno}", f"{error.msg}; mend the JSON") from None
    except UnicodeEncodeError:
        raise PackError(where, "half a surrogate pair (\\ud800-\\udfff); remove it") from None
    except ValueError as error:
        raise PackError(where, str(error)) from None
    if not isinstance(value, dict):
        raise PackError(where, "not an object; write {...} on each line")
    return value


def _too_deep(line: str) -> bool:
    """Tell depth without building values: what Python's parser bears depends on the caller."""
    if line.count("[") + line.count("{") <= MAX_DEPTH:
        return False
    depth = 0
    for match in _BRACKET.finditer(line):
        depth += bool(match[1]) - bool(match[2])
        if depth > MAX_DEPTH:
            return True
    return False


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        message = f"key {_twice(key for key, _ in pairs)} stands twice; keep one"
        raise ValueError(message)
    return found


def _finite(number: str) -> float:
    if not math.isfinite(value := float(number)):
        message = f"number {number[:20]} not allowed; write a finite number or text"
        raise ValueError(message)
    return value


def _whole(number: str) -> int:
    if len(number) > MAX_DIGITS:
        message = f"number of over {MAX_DIGITS} digits; write it as text"
        raise ValueError(message)
    return int(number)


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_finite, parse_float=_finite, parse_int=_whole)
