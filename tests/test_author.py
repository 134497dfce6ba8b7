"""`clairbot pack`: starting, checking, testing and showing packs, as authors do it.

Rule of this file: commands are run through the command line; what they print is what is looked at.
"""

# ruff: noqa: E501 (a row of a table is a line)

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packlib import ROOT, write

import clairbot
from clairbot.faces import cli

if TYPE_CHECKING:
    from collections.abc import Callable

MUSEUM = ROOT / "examples" / "museum"
OFFICES = """\
Office;Country;Opened;Floor area (m2);Staff;Head;Has parking
Oslo;Norway;1998;1.250;12;Kari Lie;yes
Lund;Sweden;2003;880;7;Sven Ek;no
Turku;Finland;2011;2.400;31;Aino Salo;yes
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all tests keep compiled packs, so that each is compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands run in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def pack(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs `clairbot pack …`: gives what is printed, after the exit status."""

    def run(*words: str) -> str:
        capsys.readouterr()
        status = cli.main(["pack", *words])
        done = capsys.readouterr()
        return f"{status}\n{done.out}{done.err}"

    return run


def broken(folder: Path, old: str, new: str, name: str = "data/schema.yaml") -> None:
    """Changes a file of a pack."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    write(folder, name, text.replace(old, new))


@pytest.fixture
def museum(tmp_path: Path) -> Path:
    """A copy of the example pack."""
    return Path(shutil.copytree(MUSEUM, tmp_path / "museum"))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example pack, of which only the questions may be changed."""
    return Path(shutil.copytree(MUSEUM, tmp_path_factory.mktemp("example") / "museum"))


# --- new ------------------------------------------------------------------------------------------------


def test_a_new_pack_works_at_once(pack: Callable[..., str]) -> None:
    assert pack("new", "mine").startswith("0\nmine: a pack of ")
    assert sorted(p.as_posix() for p in Path("mine").rglob("*.*")) == [
        "mine/data/planets.csv", "mine/data/schema.yaml", "mine/intents/own.yaml", "mine/tests/questions.yaml",
    ]  # fmt: skip
    assert pack("check", "mine") == "0\nnothing wrong, nothing doubtful\n"
    assert re.search(r"^0\n.*\n\d\d questions, 0 failed\n$", pack("test", "mine"), re.DOTALL)
    bot = clairbot.load("mine")
    assert bot.ask("which planet is the largest?").values == ("Jupiter",)
    assert bot.ask("planets from a to z").values[:2] == ("Earth", "Jupiter")


def test_a_pack_from_a_table_answers_what_people_ask(pack: Callable[..., str], tmp_path: Path) -> None:
    write(tmp_path, "offices.csv", OFFICES)
    told = pack("new", "o", "--from", "offices.csv")
    assert "'1.250' is read as 1250" in told
    bot = clairbot.load("o")
    answers: dict[str, tuple[object, ...]] = {
        "when did Oslo open?": (1998,),
        "which office is the oldest?": ("Oslo",),
        "how large is Turku?": (2400,),
        "which offices are in Norway?": ("Oslo",),
        "where is Lund?": ("Sweden",),
        "who leads Oslo?": ("Kari Lie",),
        "how many offices are there?": (3,),
        "is Turku larger than Oslo?": (True,),
        "which offices are larger than 1000 square metres?": ("Oslo", "Turku"),
        "which office has the most staff?": ("Turku",),
        "did Oslo open before Lund?": (True,),
        "offices with parking": ("Oslo", "Turku"),
        "how many offices opened after 2000?": (2,),
    }
    assert {question: bot.ask(question).values for question in answers} == answers


def test_several_tables_lead_to_each_other(pack: Callable[..., str]) -> None:
    files = [str(MUSEUM / "data" / f"{name}.csv") for name in ("objects", "makers", "exhibitions")]
    assert pack("new", "all", "--from", *files).startswith("0\n")
    bot = clairbot.load("all")
    assert bot.ask("when was the maker of the Tide Clock born?").values == (1871,)
    assert set(bot.ask("which exhibitions show the Tide Clock?").values) == {"Lights of the Coast", "Wooden Wonders"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("new", "full"), "2\nclairbot: full: already there, and not an empty folder; name another one\n"),
        (("new", "x", "--from", "no.csv"), "2\nclairbot: no.csv: no such file\n"),
        (
            ("new", "x", "--from", "a.xlsx"),
            "2\nclairbot: a.xlsx: not a table; give a .csv or .jsonl file (spreadsheets",
        ),
        (("new", "x", "--from", "latin.csv"), "2\nclairbot: latin.csv:2: not UTF-8; save the file as UTF-8\n"),
        (
            ("new", "x", "--from", "empty.csv"),
            "2\nclairbot: empty.csv:1: no column has a name; name each in the first row\n",
        ),
        (("new", "x", "y"), "2\nclairbot: pack new wants one folder; write: clairbot pack new DIR"),
        (("new",), "2\nclairbot: pack new wants a folder; write: clairbot pack new DIR"),
        ((), "2\nclairbot: no command pack; there are: new, check, test, show\n"),
        (("check", "nowhere"), "2\nclairbot: nowhere: no such pack; a pack is a folder with 'data'"),
        (("test", "nowhere"), "2\nclairbot: nowhere: no such pack; a pack is a folder with 'data'"),
        (("show", "nowhere"), "2\nclairbot: nowhere: no such pack; a pack is a folder with 'data'"),
    ],
)
def test_what_cannot_be_done_is_one_line(pack: Callable[..., str], words: tuple[str, ...], message: str) -> None:
    write(Path("full"), "a", "")
    write(Path(), "latin.csv", "name\nRhône\n".encode("latin-1"))
    write(Path(), "empty.csv", "")
    assert pack(*words).startswith(message)
    assert not Path("x").exists()


# --- check ----------------------------------------------------------------------------------------------


def test_all_errors_are_told_at_once(pack: Callable[..., str], museum: Path) -> None:
    broken(
        museum,
        "type: year\n    dimension: time\n    verbs: [make,",
        "type: yaer\n    dimension: time\n    verbs: [make,",
    )
    broken(museum, "  trade: {many: trades,", "  trade: {mani: trades,")
    broken(museum, "203", "tall", "data/objects.csv")
    broken(museum, "5,120", "few", "data/exhibitions.csv")
    broken(museum, "alphabetical(all(k))", "alphabetic(all(k))", "intents/own.yaml")
    status, *lines, total = pack("check", "museum").splitlines()
    assert (status, total) == ("2", "6 errors")
    assert [re.sub(r": .*", "", line) for line in lines] == [
        "data/exhibitions.csv:3", "data/objects.csv:10", "data/schema.yaml:27", "data/schema.yaml:41",
        "intents/own.yaml:8", "intents/own.yaml:9",
    ]  # fmt: skip
    assert all(";" in line for line in lines)


TALLY = "questions:\n  tally: {reply: set, templates: {'<howmany> {set:s}': show(s)}}"
DOUBTS = [
    ("data/objects.csv", "Winter Quay,Lena Brandt", "Winter Quay,Lena Brand", "'lena brandt' is one typo away from 'lena brand' ("),
    ("data/schema.yaml", "sources:\n", "sources:\n  old: An old book\n", "no fact is from source 'old'; remove it"),
    ("data/schema.yaml", "kinds:\n", "kinds:\n  door: {}\n", "there is nothing of kind 'door'; add an entity or remove the kind"),
    ("data/schema.yaml", "properties:\n", "properties:\n  age: {of: maker}\n", "no fact has property 'age'; add one"),
    ("data/schema.yaml", "      Acquired: acquired\n", "", "column 'Acquired' of data/objects.csv is not read; add it to"),
    ("data/schema.yaml", "    nouns: [description, note]\n", "", "nobody can ask for 'description'; add 'verbs' or 'nouns'"),
    ("intents/own.yaml", '"a to z of', '"a to z don\'t of', "this template never matches: \"don't\" is read as 'do not'"),
    ("intents/own.yaml", '{kind:k} from a to z": alphabetical(all(k))', '{unlike:k} from a": itself(k)', "never matches: nothing in"),
    ("intents/own.yaml", "questions:", "chat: {mine: {templates: [hello], say: Hi}}\nquestions:", "'hello' is also said in 'greeting'"),
    ("intents/own.yaml", "questions:", TALLY, "s' is as well read as 'count', which answers it differently; give one"),
    ("data/objects.csv", "", "", "'the clock' is both 'Tide Gauge' and 'Big Clock'; add another name"),
]  # fmt: skip


def test_each_doubt_is_told_with_its_place(pack: Callable[..., str], museum: Path) -> None:
    for name, old, new, _ in DOUBTS:
        broken(museum, old, new, name)
    write(museum, "data/more.yaml", "entities:\n  object:\n    Tide Gauge: [the Clock]\n    Big Clock: [the Clock]\n")
    status, *lines = pack("check", "museum").splitlines()
    assert status == "1"
    assert [message for *_, message in DOUBTS if not any(message in line for line in lines)] == []
    assert [line for line in lines[:-1] if not re.match(r"(data|intents)/[\w.]+:\d+: .*; ", line)] == []


def test_the_example_pack_is_beyond_doubt(pack: Callable[..., str], example: Path) -> None:
    assert pack("check", str(example)) == "0\nnothing wrong, nothing doubtful\n"


def test_the_built_in_pack_can_be_checked(pack: Callable[..., str]) -> None:
    assert pack("check", str(ROOT))[0] in "01"


def test_a_broken_pack_keeps_no_other_from_loading(museum: Path, example: Path) -> None:
    broken(museum, "kinds:\n", "kinds:\n  object: {}\n  : [\n")
    for _ in range(2):
        with pytest.raises(clairbot.PackError):
            clairbot.load(str(museum))
        assert clairbot.load(str(example)).ask("who made the Storm Lantern?").values == ("Ida Voss",)


# --- test -----------------------------------------------------------------------------------------------


def test_the_example_pack_passes(pack: Callable[..., str], example: Path) -> None:
    told = pack("test", str(example))
    assert told.startswith("0\n")
    assert told.endswith(" questions, 0 failed\n")
    assert "ok  who made the Storm Lantern? " in told


def test_a_failure_is_shown_with_its_trace(pack: Callable[..., str], example: Path) -> None:
    write(example, "tests/more.yaml", "- ask: who made the Tide Clock?\n  values: [Ida Voss]\n  text: joiner\n")
    told = pack("test", str(example))
    assert told.startswith("1\n")
    assert "FAIL  who made the Tide Clock? " in told
    assert "tests/more.yaml:1: who made the Tide Clock?\n  values are [Tom Arkle], not [Ida Voss]\n" in told
    assert "  text has nothing like 'joiner'\n" in told
    assert "\ntokens (" in told
    assert told.endswith(" questions, 1 failed\n")
    (example / "tests/more.yaml").unlink()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- {ask: a}", "tests/x.yaml:1: this question says nothing of its answer; add 'values' or 'text'"),
        ("- {asks: a, text: b}", "tests/x.yaml:1: unknown key 'asks'; did you mean 'ask'?"),
        ("- {text: b}", "tests/x.yaml:1: key 'ask' is missing; add it"),
        ("- {ask: a, status: no}", "tests/x.yaml:1: unknown status 'no'; there are: answer, unknown, clarify, chat"),
        (
            "- {ask: a, text: '('}",
            "tests/x.yaml:1: '(' is no pattern (missing ), unterminated subpattern at position 0); ",
        ),
        ("- {turns: a}", "tests/x.yaml:1: 'turns' is no list of questions; write '- ask: …' for each"),
        ("a: b", "x.yaml:1: no list; write '- ask: …' for each question"),
    ],
)
def test_a_wrong_test_is_one_line(pack: Callable[..., str], example: Path, content: str, message: str) -> None:
    write(example, "tests/x.yaml", content)
    told = pack("test", str(example))
    (example / "tests/x.yaml").unlink()
    assert told.startswith("2\n")
    assert message in told


def test_a_pack_without_tests_says_so(pack: Callable[..., str], museum: Path) -> None:
    shutil.rmtree(museum / "tests")
    assert pack("test", "museum").startswith("2\nclairbot: tests: no questions; write some, ")


# --- show -----------------------------------------------------------------------------------------------


def test_all_that_is_shown_is_answered(pack: Callable[..., str], example: Path) -> None:
    status, title, *lines = pack("show", str(example)).splitlines()
    assert (status, title) == ("0", "the Harbour Museum of Saltmere")
    questions = [line.strip() for line in lines if line.startswith("    ")]
    assert len(questions) > 50
    bot = clairbot.load(str(example))
    assert [q for q in questions if bot.ask(q).status != "answer"] == []
    for declared in bot.schema.properties:
        assert any(line.startswith(f"  {declared} (") for line in lines), declared


# --- switching off --------------------------------------------------------------------------------------


def test_a_pack_can_do_without_a_stock_intent(museum: Path, example: Path) -> None:
    question = "in which year were most objects acquired?"
    assert clairbot.load(str(example)).ask(question).intent == "mode"
    assert clairbot.load(str(example)).ask("hello").status == "chat"
    write(museum, "data/less.yaml", "pack: {without: [mode, greeting]}\n")
    bot = clairbot.load(str(museum))
    assert bot.ask(question).intent != "mode"
    assert bot.ask("hello").status == "unknown"
    write(museum, "data/less.yaml", "pack: {without: [mod]}\n")
    with pytest.raises(clairbot.PackError, match="unknown intent 'mod'; did you mean 'mode'"):
        clairbot.load(str(museum))


def test_words_of_dimensions_that_a_pack_lacks_stay_unknown(example: Path) -> None:
    bot = clairbot.load(str(example))
    assert bot.ask("which object is the heaviest?").text.startswith("I do not know what you mean by “heaviest”")
    assert bot.ask("which object is the tallest?").values == ("Tide Clock",)
