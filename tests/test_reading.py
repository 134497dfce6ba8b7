"""Reading pack files: what is written arrives as written, and hostile files end in one line.

Rule of this file: every refusal is a row of a table, with the whole message or its telling part.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import yaml

from clairbot import reading
from clairbot.errors import PackError
from clairbot.reading import List, Map, Text, list_files, read_csv, read_jsonl, read_text, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pack" / "data").mkdir(parents=True)
    return tmp_path / "pack"


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Try both of pyyaml's parsers; the C one is not built in everywhere."""
    monkeypatch.setattr(reading, "_LOADER", getattr(yaml, request.param, yaml.SafeLoader))


def put(root: Path, name: str, content: str | bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def failure(root: Path, name: str, content: str | bytes) -> str:
    """Read a bad file and give the error, which must be one line."""
    path = put(root, name, content)
    readers = {".yaml": read_yaml, ".csv": read_csv, ".jsonl": read_jsonl}
    with pytest.raises(PackError) as caught:
        list(readers.get(path.suffix, read_text)(root, path))
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


# Files


def test_files_are_listed_by_name(root: Path) -> None:
    for name in ("data/b.yaml", "data/a/z.YAML", "data/a.csv", "data/.#b.yaml", "data/.x/c.yaml"):
        put(root, name, "")
    found = [path.relative_to(root).as_posix() for path in list_files(root, "data", {".yaml"})]
    assert found == ["data/a/z.YAML", "data/b.yaml"]
    assert list_files(root, "missing", {".yaml"}) == []


@pytest.mark.parametrize("folder", ["..", "/", "data/../.."])
def test_folders_outside_are_refused(root: Path, folder: str) -> None:
    with pytest.raises(PackError, match="outside the pack"):
        list_files(root, folder, {".yaml"})


def test_a_file_is_no_folder(root: Path) -> None:
    put(root, "intents", "")
    with pytest.raises(PackError, match=r"^intents: not a folder$"):
        list_files(root, "intents", {".yaml"})


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_link_out(path: Path) -> None:
    path.symlink_to(put(path.parents[2], "secret.yaml", "a: b"))


def make_folder_link_out(path: Path) -> None:
    path.symlink_to(path.parents[2], target_is_directory=True)


def make_folder_link(path: Path) -> None:
    path.symlink_to(path.parent, target_is_directory=True)


def make_circle(path: Path) -> None:
    path.symlink_to(path)


def make_dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


@pytest.mark.skipif(os.name == "nt", reason="links and FIFOs need POSIX")
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (make_fifo, "data/x.yaml: not a regular file"),
        (make_link_out, "data/x.yaml: outside the pack"),
        (make_folder_link_out, "data/x.yaml: outside the pack"),
        (make_folder_link, "data/x.yaml: not a regular file"),
        (make_circle, "data/x.yaml: "),
        (make_dangling, "data/x.yaml: not a regular file"),
    ],
)
def test_what_is_no_file_of_the_pack_is_never_opened(root: Path, make: Callable[[Path], None], message: str) -> None:
    make(root / "data" / "x.yaml")
    with pytest.raises(PackError) as listed:
        list_files(root, "data", {".yaml"})
    with pytest.raises(PackError) as read:
        read_yaml(root, root / "data" / "x.yaml")
    assert str(listed.value) == str(read.value)
    assert str(read.value).startswith(message)


def test_links_within_the_pack_are_fine(root: Path) -> None:
    (root / "data" / "b.yaml").symlink_to(put(root, "data/a.yaml", "x"))
    assert [read_yaml(root, path) for path in list_files(root, "data", {".yaml"})] == ["x", "x"]


def test_bom_and_line_ends_are_dropped(root: Path) -> None:
    path = put(root, "data/x.csv", b"\xef\xbb\xbfname\r\nOslo\rLund\n")
    assert read_text(root, path) == "name\nOslo\nLund\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.csv", b"a\nb\n\xe9\n", "x.csv:3: not UTF-8; save the file as UTF-8"),
        ("x.csv", "a".encode("utf-16"), "x.csv:1: not UTF-8; save the file as UTF-8"),
        ("x.yaml", b"#" * (reading.MAX_BYTES + 1), "x.yaml: larger than 2 MiB; split it"),
        ("a\nb.txt", b"\xff", "a?b.txt:1: not UTF-8; save the file as UTF-8"),
    ],
)
def test_bad_bytes(root: Path, name: str, content: bytes, message: str) -> None:
    assert failure(root, name, content).startswith(message)


def test_limit_and_missing_file(root: Path) -> None:
    path = put(root, "x.csv", "a" * 11)
    assert read_text(root, path, 11) == "a" * 11
    with pytest.raises(PackError, match=r"^x\.csv: larger than 10 bytes"):
        read_text(root, path, 10)
    with pytest.raises(PackError, match=r"^y\.csv: no such file$"):
        read_text(root, root / "y.csv")


# YAML


@pytest.mark.usefixtures("loader")
def test_scalars_stay_text_and_know_their_line(root: Path) -> None:
    content = "# note\nopen: no\non: 12:30\nlist:\n  - 1.10\n  - 'null'\n  - ~\nend:\n"
    tree = read_yaml(root, put(root, "data/x.yaml", content.replace("\n", "\r\n")))
    assert tree == {"open": "no", "on": "12:30", "list": ["1.10", "null", ""], "end": ""}
    assert isinstance(tree, Map)
    assert (tree.line, tree.lines) == (2, {"open": 2, "on": 3, "list": 4, "end": 8})
    assert (tree.where(), tree.where("on")) == ("data/x.yaml:2", "data/x.yaml:3")
    assert tree.where("absent") == "data/x.yaml:2"
    inner, text = tree["list"], tree["on"]
    assert isinstance(inner, List)
    assert inner.lines == [5, 6, 7]
    assert (inner.where(), inner.where(2)) == ("data/x.yaml:5", "data/x.yaml:7")
    assert isinstance(text, Text)
    assert (text.line, text.where) == (3, "data/x.yaml:3")


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("content", ["", "# only a note\n", "---\n", "\ufeff"])
def test_an_empty_file_is_empty_text(root: Path, content: str) -> None:
    assert read_yaml(root, put(root, "x.yaml", content)) == ""


@pytest.mark.usefixtures("loader")
def test_quoted_signs_are_text(root: Path) -> None:
    tree = read_yaml(root, put(root, "x.yaml", "'<<': '*a'\n\"&b\": '!c'\n"))
    assert tree == {"<<": "*a", "&b": "!c"}


TAG = "x.yaml:1: not allowed: tag 'tag:yaml.org,2002:"
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
DEEP = "x.yaml:1: nested deeper than 50, not allowed; flatten it"


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (BOMB, "x.yaml:1: not allowed: anchor 'a'; remove it"),
        ("a: 1\nb: *a\n", "x.yaml:2: not allowed: alias 'a'; write the value out"),
        ("a: 1\n<<: {b: 2}\n", "x.yaml:2: not allowed: merge key <<; write the keys out"),
        ("a: !!python/object:x.y z\n", f"{TAG}python/object:x.y'; remove it"),
        ("a: !!str x\n", f"{TAG}str'; remove it"),
        ("- !<!> x\n", "x.yaml:1: not allowed: tag '!'; remove it"),
        ("a: 1\n---\nb: 2\n", "x.yaml:2: not allowed: a second document; remove the `---`"),
        ("[a]: 1\n", "x.yaml:1: not allowed: a key that is not a plain word; quote it"),
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3: key 'a' is already on line 1; keep one"),
        ("a: {b: 1,\n  b: 2}\n", "x.yaml:2: key 'b' is already on line 1; keep one"),
        ("[" * 100_000, DEEP),
        ("{a: " * 100_000, DEEP),
        ("- " * 100_000, DEEP),
        ("? " * 100_000, "x.yaml:1: not allowed: a key that is not a plain word; quote it"),
        ("a: 1\nb: \x1b[0m\n", "x.yaml:2: control character U+001B not allowed; remove it"),
        ("a: 1\nb: \0\n", "x.yaml:2: control character U+0000 not allowed; remove it"),
    ],
)
def test_bad_yaml(root: Path, content: str, message: str) -> None:
    assert failure(root, "x.yaml", content) == message


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("content", "place"),
    [("a: 'b\n", "x.yaml:2:1: "), ("a: b: c\n", "x.yaml:1:5: "), ("a:\n\t- b\n", "x.yaml:2:1: ")],
)
def test_bad_yaml_syntax(root: Path, content: str, place: str) -> None:
    message = failure(root, "x.yaml", content)
    assert message.startswith(place)
    assert message.endswith("; check indentation (spaces, no tabs), colons and quotes")


def test_fifty_levels_are_fine(root: Path) -> None:
    assert read_yaml(root, put(root, "x.yaml", "[" * 50 + "]" * 50))


# CSV

MEND = "; check commas and quotes"


def test_csv_rows_know_their_line(root: Path) -> None:
    path = put(root, "x.csv", '\ufeffname, year\r\n"a\r\nb",1\r\n\r\n"c,",\r\n')
    expected = [(2, {"name": ["a\nb"], "year": ["1"]}), (5, {"name": ["c,"], "year": [""]})]
    assert list(read_csv(root, path)) == expected


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("a;b\n1,5;2\n", {"a": ["1,5"], "b": ["2"]}),
        ("a\tb\n1,5\t2\n", {"a": ["1,5"], "b": ["2"]}),
        ("a|b\n1,5|2\n", {"a": ["1,5"], "b": ["2"]}),
        ('"a;b";c,d\n1;2\n', {"a;b": ["1"], "c,d": ["2"]}),
        ("a,b,a\n1,2,3\n", {"a": ["1", "3"], "b": ["2"]}),
        (",a\n0,1\n", {"a": ["1"]}),
        ("a,b\n,\n 1 ,2,,\n", {"a": ["1"], "b": ["2"]}),
        ('a,b\n"x ""y"", z",2\n', {"a": ['x "y", z'], "b": ["2"]}),
    ],
)
def test_messy_csv_is_read_as_it_is_meant(root: Path, content: str, row: dict[str, list[str]]) -> None:
    assert [cells for _, cells in read_csv(root, put(root, "x.csv", content))] == [row]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "x.csv:1: no column has a name; name each in the first row"),
        (",,\n", "x.csv:1: no column has a name; name each in the first row"),
        ("a,b\n1,2\n1\n", f"x.csv:3: 1 cells for 2 columns{MEND}"),
        ("a,b\n1,2,3\n", f"x.csv:2: 3 cells for 2 columns{MEND}"),
        ("a;b\n1;2;3\n", "x.csv:2: 3 cells for 2 columns; check semicolons and quotes"),
        ("a\tb\n1\n", "x.csv:2: 1 cells for 2 columns; check tabs and quotes"),
        ("a,b\n1,\x1b[0m\n", "x.csv:2: character U+001B not allowed; remove it"),
        ("a,b\n1,\u202e\n", "x.csv:2: character U+202E not allowed; remove it"),
        ('a\n1\n"2\n3\n', f"x.csv:3: unexpected end of data{MEND}"),
        ('a\n"1"2\n', f"x.csv:2: ',' expected after '\"'{MEND}"),
        ("a\n" + "1" * 200_000, f"x.csv:2: field larger than field limit (131072){MEND}"),
    ],
)
def test_bad_csv(root: Path, content: str, message: str) -> None:
    assert failure(root, "x.csv", content) == message


# JSON lines


def test_jsonl_objects_know_their_line(root: Path) -> None:
    path = put(root, "x.jsonl", '\ufeff{"a": 1}\r\n\r\n{"b": [1.5, null, "\\ud83d\\ude00"]}\r\n')
    assert list(read_jsonl(root, path)) == [(1, {"a": 1}), (3, {"b": [1.5, None, "😀"]})]


def test_many_brackets_are_not_deep(root: Path) -> None:
    path = put(root, "x.jsonl", '{"a": "' + "[" * 99 + '\\"[", "b": [' + "[]," * 99 + "[]]}")
    assert len(list(read_jsonl(root, path))) == 1


MEND_NUMBER = "not allowed; write a finite number or text"
DEEP_JSON = "x.jsonl:1: nested deeper than 50, not allowed; flatten it"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"a": 1}\n[1]\n', "x.jsonl:2: not an object; write {...} on each line"),
        ('{"a": 1}\n{"a" 1}\n', "x.jsonl:2:6: Expecting ':' delimiter; mend the JSON"),
        ('{"a": NaN}', f"x.jsonl:1: number NaN {MEND_NUMBER}"),
        ('{"a": -Infinity}', f"x.jsonl:1: number -Infinity {MEND_NUMBER}"),
        ('{"a": 1e999}', f"x.jsonl:1: number 1e999 {MEND_NUMBER}"),
        ('{"a": ' + "1" * 9999 + "}", "x.jsonl:1: number of over 1000 digits; write it as text"),
        ('{"a": 1, "a": 2}', "x.jsonl:1: key 'a' stands twice; keep one"),
        ('{"a": "\\ud800"}', "x.jsonl:1: half a surrogate pair (\\ud800-\\udfff); remove it"),
        ("[" * 100_000, DEEP_JSON),
        ('{"a":' * 100_000, DEEP_JSON),
        (
            '{"a":"' + '\\"[' * 100_000,
            "x.jsonl:1:6: Unterminated string starting at; mend the JSON",
        ),
    ],
)
def test_bad_jsonl(root: Path, content: str, message: str) -> None:
    assert failure(root, "x.jsonl", content) == message
