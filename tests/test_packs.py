"""Packs that are wrong or hostile: each ends in one line that says where, what, and how to mend it.

Rule of this file: a pack is the small one with one thing changed, and what is refused stands in a table.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from packlib import as_yaml, changed, copy_mini, renamed, tree, walk, write

import clairbot

if TYPE_CHECKING:
    from pathlib import Path

    from clairbot import Bot

DATA, INTENTS = "data/rivers.yaml", "intents/small.yaml"
WRONG = "data/wrong.yaml"
QUESTIONS = (
    "length of the Rhine", "which rivers", "longest river", "list all seas", "hello", "what is the length of Elbe",
    "why rivers odd", "Thames?",
)  # fmt: skip


@pytest.fixture
def pack(mini: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small pack; nothing is kept in a cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    return mini


def failure(pack: Path) -> str:
    """The error that loading a pack ends in."""
    with pytest.raises(clairbot.PackError) as caught:
        clairbot.load(str(pack))
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    assert message.isprintable()
    return message


def test_the_small_pack_is_good(pack: Path) -> None:
    bot = clairbot.load(str(pack))
    assert bot.ask("length of the Elbe").values == (1094.5,)
    assert bot.ask("which rivers").values == ("Rhine", "Elbe", "Thames")


# --- what is not as it should be ------------------------------------------------------------------------

FACT = "facts:\n  - {subject: Rhine, property: length, value: 1, source: atlas}\n"

# ruff: noqa: E501 (a row of the table is a line)
BAD: list[tuple[str, str, str]] = [
    # --- sections
    ("", "- a", "data/wrong.yaml:1: a list where sections belong; begin with one such as 'facts:'"),
    ("", "a text", "data/wrong.yaml:1: the text 'a text' where sections belong; begin with one such as 'facts:'"),
    ("", "a: b\nfacs: []", "data/wrong.yaml:1: unknown section 'a'; there are: pack, sources, kinds, "),
    ("", "facs: []", "data/wrong.yaml:1: unknown section 'facs'; did you mean 'facts'?"),
    ("", "facts: {a: b}", "data/wrong.yaml:1: section 'facts' is a mapping; write a list ('- …' on each line)"),
    ("", "\nkinds: [a]", "data/wrong.yaml:2: section 'kinds' is a list; write a mapping ('name: …' on each line)"),
    # --- kinds and properties
    ("", "kinds:\n  river: {}", "data/wrong.yaml:2: 'river' is already declared at data/rivers.yaml:13; keep one"),
    ("", "kinds:\n  lake: {ones: a}", "data/wrong.yaml:2: unknown key 'ones'; did you mean 'one'?"),
    ("", "kinds:\n  lake: lakes", "data/wrong.yaml:2: the text 'lakes' where a mapping belongs; write 'key: value', "),
    ("", "kinds:\n  lake:\n    one: [a]", "data/wrong.yaml:3: a list where a text belongs; write it on one line"),
    ("", "kinds:\n  lake: {words: [[a]]}", "data/wrong.yaml:2: a list where a text of a list belongs; "),
    ("", "kinds:\n  '': {}", "data/wrong.yaml:2: '' is no name; "),
    ("", "kinds:\n  ? 'a\n\n    b'\n  : {}", r"data/wrong.yaml:2: 'a\nb' is no name; "),
    ("", "properties:\n  deep: {}", "data/wrong.yaml:2: key 'of' is missing; add it"),
    ("", "properties:\n  deep: {of: []}", "data/wrong.yaml:2: 'of' is empty; name at least one"),
    ("", "properties:\n  deep: {of: rivr}", "data/wrong.yaml:2: unknown kind 'rivr'; did you mean 'river'?"),
    ("", "properties:\n  deep: {of: 7}", "data/wrong.yaml:2: unknown kind '7'; there are: river, sea"),
    ("", "properties:\n  deep: {of: sea, type: yaer}", "data/wrong.yaml:2: unknown type 'yaer'; did you mean 'year'?"),
    ("", "properties:\n  deep: {of: sea, type: []}", "data/wrong.yaml:2: 'type' is empty; name at least one"),
    ("", "properties:\n  deep: {of: sea, type: [sea, year]}", "data/wrong.yaml:2: type 'year' beside other types; "),
    ("", "properties:\n  deep: {of: sea, many: often}", "data/wrong.yaml:2: 'often' where yes or no belongs; "),
    ("", "properties:\n  deep: {of: sea, ties: mouth}", "data/wrong.yaml:2: unknown property of type year or number "),
    ("", "properties:\n  deep: {of: sea, say: '{subjekt}.'}", "data/wrong.yaml:2: unknown field '{subjekt}'; use "),
    ("", "properties:\n  deep: {of: sea, verbs: {a: b}}", "data/wrong.yaml:2: a mapping where a text or a list of "),
    # --- entities
    ("", "entities:\n  rivr: {A: a}", "data/wrong.yaml:2: unknown kind 'rivr'; did you mean 'river'?"),
    ("", "entities:\n  river: [A]", "data/wrong.yaml:2: a list where a mapping belongs; write 'key: value', with names"),
    ("", "entities:\n  sea:\n    Rhine:", "data/wrong.yaml:3: 'Rhine' is already an entity, of kind 'river'; keep one"),
    ("", "entities:\n  sea:\n    river:", "data/wrong.yaml:3: 'river' is also the name of a kind; rename one of the two"),
    ("", "entities:\n  sea:\n    A: {b: c}", "data/wrong.yaml:3: a mapping where a text or a list of texts belongs; "),
    ("", "entities:\n  sea:\n    A: " + "a " * 200, "data/wrong.yaml:3: phrase of 200 words; the limit is 100"),
    # --- facts
    ("Rhine,", "Rhin,", "data/wrong.yaml:2: unknown entity 'Rhin'; did you mean 'Rhine'?"),
    ("Rhine,", "[Rhine],", "data/wrong.yaml:2: a list where a text belongs; "),
    ("length", "lenght", "data/wrong.yaml:2: unknown property 'lenght'; did you mean 'length'?"),
    ("atlas", "atlass", "data/wrong.yaml:2: unknown source 'atlass'; did you mean 'atlas'?"),
    ("source:", "sorce:", "data/wrong.yaml:2: unknown key 'sorce'; did you mean 'source'?"),
    (", source: atlas", "", "data/wrong.yaml:2: key 'source' is missing; add it"),
    (" value: 1,", "", "data/wrong.yaml:2: key 'value' or 'values' is missing or empty; add it"),
    ("value: 1", "value: 1, values: [2]", "data/wrong.yaml:2: 'value' and 'values' in one fact; keep one"),
    ("value: 1", "value: long", "data/wrong.yaml:2: 'length' is a number; 'long' is not a number; write digits"),
    ("value: 1", "value: nan", "data/wrong.yaml:2: 'length' is a number; 'nan' is not a number; write digits"),
    ("value: 1", "value: 1e999", "data/wrong.yaml:2: 'length' is a number; '1e999' is not a number; write digits"),
    ("value: 1", "values: [1,\n    a]", "data/wrong.yaml:3: 'length' is a number; 'a' is not a number; "),
    ("length, value: 1", "named, value: 1.5", "data/wrong.yaml:2: '1.5' is not a year; write it in whole digits"),
    ("length, value: 1", "mouth, value: Elbe", "data/wrong.yaml:2: 'Elbe' is of kind 'river'; 'mouth' leads to sea"),
    ("Rhine,", "North Sea,", "data/wrong.yaml:2: 'North Sea' is of kind 'sea', and property 'length' is of river; "),
    ("value: 1", f"values: [{'1, ' * 1001}1]", "data/wrong.yaml:2: 1002 statements in one fact; the limit is 1000; "),
    # --- about the pack
    ("", "pack: {titel: a}", "data/wrong.yaml:1: unknown key 'titel'; did you mean 'title'?"),
    ("", "pack: {main: rivr}", "data/wrong.yaml:1: unknown kind 'rivr'; did you mean 'river'?"),
    # --- language
    ("", "language: {numbrs: {}}", "data/wrong.yaml:1: unknown key 'numbrs'; did you mean 'numbers'?"),
    ("", "numbers: {one: 1}\nfacts: []", "data/wrong.yaml:2: unknown key 'facts'; there are: contractions, "),
    ("", "numbers: {one: uno}", "data/wrong.yaml:1: 'uno' is not a number; write digits"),
    ("", "minimum: 4.5", "data/wrong.yaml:1: '4.5' is not a whole number; write digits alone"),
    ("", "spelling: [[a]]", "data/wrong.yaml:1: this is no pair; write two texts, the first not empty"),
    ("", "spelling: {a: b}", "data/wrong.yaml:1: 'spelling' is no list; write pairs, such as [ies, y]"),
    ("", f"synonyms:\n  - [{'a, ' * 200}b]", "data/wrong.yaml:2: 201 synonyms in one family; the limit is 200; split it"),
    # --- templates
    ("", "words: {a: []}", "data/wrong.yaml:1: word class 'a' is empty; name at least one word"),
    ("", "words: {a: '<b>', b: '<a>'}", "data/wrong.yaml:1: rule "),
    ("", "words: {a: '{name}'}", "data/wrong.yaml:1: only words can stand here, not {name}; write the words out"),
    ("", "filler: {cheap: a}", "data/wrong.yaml:1: 'cheap' is not a number; write digits"),
    ("", "filler: {'-1': a}", "data/wrong.yaml:1: cost '-1' is negative; write 0 or more"),
    ("", f"filler: {{'1': '{'[a] ' * 20}'}}", "data/wrong.yaml:1: template too costly (1048576 > 4000); split it"),
    ("", f"filler: {{'1': '({'a;' * 9}a)'}}", "data/wrong.yaml:1: template too costly (3628800 > 4000); split it"),
    ("", f"filler: {{'1': '{'(' * 21}a{')' * 21}'}}", "data/wrong.yaml:1:21: nested deeper than 20; "),
    ("", "shapes: {set: {'{rivr:x}': itself(x)}}", "data/wrong.yaml:1: unknown slot {rivr}; "),
    ("", "shapes: {set: {'<witch> {kind:k}': all(k)}}", "data/wrong.yaml:1: unknown word class <witch>; did you mean "),
    ("", "shapes: {set: {'{kind:k} a': itself(j)}}", "data/wrong.yaml:1: slot 'j' must stand once in each reading "),
    ("", "shapes: {set: {'[{kind:k}] a': all(k)}}", "data/wrong.yaml:1: the meaning needs slot 'k', which the template"),
    ("", r"shapes: {set: {'\{kind\}': main()}}", "data/wrong.yaml:1: a word with one of {}<> ('{kind}') cannot stand"),
    ("", "shapes: {set: {'{kind:k}': al(k)}}", "data/wrong.yaml:1: unknown function 'al'; did you mean 'all'?"),
    ("", "shapes: {set: {'{kind:k}': __init__(k)}}", "data/wrong.yaml:1: unknown function '__init__'; "),
    ("", "shapes: {set: {'{kind:k}': 'all(k, k)'}}", "data/wrong.yaml:1: 'all' takes kind, and gets 2 parts; mend "),
    ("", "shapes: {set: {'a': 'most(1, 1)'}}", "data/wrong.yaml:1: 'most' takes str as dimension, not 1; mend it"),
    ("", "shapes: {set: {'a': '7'}}", "data/wrong.yaml:1: the meaning '7' is a plain value; write a slot or function"),
    ("", "shapes: {set: {'a': main( }}", "data/wrong.yaml:1: cannot read the meaning 'main(' ('(' was never closed); "),
    ("", "shapes: {set: {'a': k.x}}", "data/wrong.yaml:1: cannot read the meaning 'k.x' (only slots, numbers, texts"),
    ("", "shapes: {set: {'a': main() @ -1}}", "data/wrong.yaml:1: cost ' -1' is negative; write 0 or more"),
    ("", f"shapes: {{set: {{'a': '{'-' * 499}1'}}}}", "data/wrong.yaml:1: cannot read the meaning '---"),
    ("", f"shapes: {{set: {{'a': '{'(' * 499}1'}}}}", "data/wrong.yaml:1: cannot read the meaning '((("),
    ("", f"shapes: {{set: {{'a': '{'1' * 501}'}}}}", "data/wrong.yaml:1: meaning is 501 characters; the limit is 500"),
    ("", "questions: {a: {reply: coutn, templates: {}}}", "data/wrong.yaml:1: unknown reply 'coutn'; did you mean 'count'?"),
    ("", "questions: {a: {}}", "data/wrong.yaml:1: key 'templates' is missing; add it"),
    ("", "chat: {a: {saye: b}}", "data/wrong.yaml:1: unknown key 'saye'; did you mean 'say'?"),
    ("", "replies: {yes: [a]}", "data/wrong.yaml:1: a list where a text belongs; "),
    # --- YAML
    ("", "a: &x [1]\nb: *x", "data/wrong.yaml:1: not allowed: anchor 'x'; remove it"),
    ("", "<<: {a: b}", "data/wrong.yaml:1: not allowed: merge key <<; write the keys out"),
    ("", "a: !!python/object/apply:os.system ['true']", "data/wrong.yaml:1: not allowed: tag "),
    ("", f"a: {'[' * 100_000}", "data/wrong.yaml:1: nested deeper than 50, not allowed; flatten it"),
    ("", "facts: []\nfacts: []", "data/wrong.yaml:2: key 'facts' is already on line 1; keep one"),
    ("", "a: b\n---\nc: d", "data/wrong.yaml:2: not allowed: a second document; remove the `---`"),
    ("", 'a: "\\e[31m"', "data/wrong.yaml:1: character U+001B not allowed; remove it"),
    ("", 'a: "\\u202e"', "data/wrong.yaml:1: character U+202E not allowed; remove it"),
    ("", "a: 'b", "data/wrong.yaml:1:"),
    ("", "\ta: b", "data/wrong.yaml:1:1: "),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BAD)
def test_a_bad_pack_is_one_line(pack: Path, old: str, new: str, message: str) -> None:
    write(pack, WRONG, FACT.replace(old, new) if old else new)
    assert failure(pack).startswith(message)


def test_yaml_that_python_reads_otherwise_is_kept_as_text(pack: Path) -> None:
    names = ("no", "12:30", "1.10", "0o17", "~x", "2001-02-03")
    write(pack, WRONG, "entities:\n  sea:\n" + "".join(f"    {name}: []\n" for name in names))
    known = [name for name, _ in clairbot.load(str(pack)).names()]
    assert known[-len(names) :] == list(names)


def test_nothing_of_a_pack_is_run_or_formatted(pack: Path) -> None:
    """Fields of `str.format` reach far into a program; a reply is no place for them."""
    hostile = "{0.__class__.__mro__} {subject.__class__} %s %(a)s {}"
    write(pack, WRONG, FACT.replace("length, value: 1", f"note, value: '{hostile}', say: '{hostile}'"))
    texts = [str(fact.value) for fact in clairbot.load(str(pack)).statements()]
    assert hostile in texts


# --- files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_bom_and_line_ends_change_no_answer(pack: Path, mark: bytes, end: bytes) -> None:
    wanted = [clairbot.load(str(pack)).ask(question) for question in QUESTIONS]
    for name in (DATA, INTENTS):
        content = (pack / name).read_bytes()
        write(pack, name, mark + content.replace(b"\n", end))
    bot = clairbot.load(str(pack))
    assert [bot.ask(question) for question in QUESTIONS] == wanted


def test_latin_1_is_refused(pack: Path) -> None:
    write(pack, WRONG, "entities:\n  river:\n    Rhône:\n".encode("latin-1"))
    assert failure(pack) == "data/wrong.yaml:3: not UTF-8; save the file as UTF-8"


def test_a_huge_file_is_refused_unread(pack: Path) -> None:
    write(pack, WRONG, b"a: " + b"[" * (3 << 20))
    before = time.perf_counter()
    assert failure(pack).startswith("data/wrong.yaml: larger than 2 MiB; ")
    assert time.perf_counter() - before < 1


def make_link_out(path: Path) -> None:
    path.symlink_to(write(path.parents[2], "secret.yaml", "facts: []"))


def make_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def make_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (make_link_out, "data/wrong.yaml: outside the pack; copy it into the pack"),
        (make_link_to_itself, "data/wrong.yaml: "),
        (os.mkfifo, "data/wrong.yaml: not a regular file; replace it or remove it"),
    ],
)
def test_what_is_no_file_of_the_pack_is_not_opened(pack: Path, make: object, message: str) -> None:
    make(pack / WRONG)  # type: ignore[operator]
    assert failure(pack).startswith(message)


def test_a_folder_that_leads_out_is_not_entered(pack: Path) -> None:
    (pack / "data" / "more").symlink_to("/")
    assert failure(pack) == "data/more: outside the pack; copy it into the pack"


def test_folders_in_folders_have_a_limit(pack: Path) -> None:
    deep = pack / "data" / "/".join("x" * 100)
    deep.mkdir(parents=True)
    assert failure(pack) == f"data/{'/'.join('x' * 21)}: deeper than 20 folders, not allowed; flatten it"


@pytest.mark.parametrize("path", ["nowhere", "/dev/null", "a\x00b", "a\nb", "\udcff", "x" * 5000])
def test_a_pack_that_is_none_is_one_line(path: str) -> None:
    with pytest.raises(clairbot.PackError) as caught:
        clairbot.load(path)
    assert re.fullmatch(
        r"[ -~]*: no such pack; a pack is a folder with 'data' and perhaps 'intents'", str(caught.value)
    )


# --- packs that cost too much ---------------------------------------------------------------------------


def test_templates_that_cost_too_much_together_are_refused(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clairbot.pack.phrases.MOST_WORDS", 20_000)
    one = "(a|b) (c|d) (e|f) (g|h) (i|j) (k|l) (m|n) (o|p) (q|r) (s|t)"
    write(pack, WRONG, "filler:\n  '1':\n" + "".join(f"    - {one} {n}\n" for n in range(100)))
    assert re.fullmatch(r"data/wrong.yaml:\d+: phrases too costly together \(over 20000 words\); .*", failure(pack))


def test_many_facts_about_one_property_are_quick(pack: Path) -> None:
    names = "".join(f"    River {n}: [stream {n}]\n" for n in range(2000))
    facts = "".join(
        f"  - {{subject: River {n}, property: mouth, value: North Sea, source: atlas}}\n" for n in range(2000)
    )
    write(pack, WRONG, f"entities:\n  river:\n{names}facts:\n{facts}")
    before = time.process_time()
    bot = clairbot.load(str(pack))
    assert time.process_time() - before < 20
    assert bot.ask("which rivers").status == "answer"


# --- anything anywhere ----------------------------------------------------------------------------------

OTHERS: list[object] = [[], {}, "", [["a"]], {"a": {"b": ["c"]}}, "(a|[b] {name} <which>", "9" * 400]
NAMES = ("", "nonsense", "{y}", "[")


def attempt(pack: Path) -> tuple[Bot | None, str]:
    """The bot over a pack, or why there is none."""
    try:
        return clairbot.load(str(pack)), ""
    except clairbot.PackError as error:
        return None, str(error)


@pytest.mark.parametrize("name", [DATA, INTENTS])
def test_anything_anywhere_is_one_line_or_fine(pack: Path, name: str) -> None:
    """Each value, and each key, of a pack is exchanged in turn; what loads must answer without a crash."""
    whole, accepted = tree(name), 0
    places = list(walk(whole))
    cases = [(steps, changed(whole, steps, other)) for steps in places for other in OTHERS]
    cases += [(s, renamed(whole, s, key)) for s in places if s and isinstance(s[-1], str) for key in NAMES]
    for steps, case in cases:
        write(pack, name, as_yaml(case))
        bot, message = attempt(pack)
        if bot is None:
            assert re.fullmatch(r"(intents|data)/\S+:\d+(:\d+)?: .+(; .+|refers to itself)", message), steps
            assert message.isprintable(), steps
            continue
        accepted += 1
        for question in QUESTIONS[accepted % 3 :: 3]:
            bot.ask(question)
    assert 0 < accepted < len(cases)


# --- on the command line --------------------------------------------------------------------------------


def test_a_bad_pack_exits_2_with_one_line(tmp_path: Path) -> None:
    pack = copy_mini(tmp_path / "pack")
    shutil.rmtree(pack / "intents")
    write(pack, WRONG, "facs: []\n")
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    for words in (["length", "of", "Rhine"], ["facts"], ["--json", "hello"], []):
        command = [sys.executable, "-m", "clairbot", "--pack", str(pack), *words]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, input="", check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "clairbot: data/wrong.yaml:1: unknown section 'facs'; did you mean 'facts'?\n"
