"""The documentation, held against the program: what it shows is run, and what there is, it names.

Rule of this file: nothing is installed; the README's installing commands must be those of `.ci/run` instead.
"""

from __future__ import annotations

import ast
import doctest
import inspect
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import picture
import pytest
import yaml
from packlib import load

import clairbot
from clairbot import asked, reply
from clairbot.errors import ClairbotError
from clairbot.faces import cli, crash, oneshot
from clairbot.faces.author import USAGE, cases
from clairbot.faces.config import KEYS as CONFIG_KEYS
from clairbot.faces.options import COMMANDS, OPTIONS
from clairbot.faces.slash import COMMANDS as SLASH_COMMANDS
from clairbot.faces.talk import SETTINGS
from clairbot.faces.usage import FILES, VARIABLES
from clairbot.meaning import Composer
from clairbot.pack import cells, check, columns, facts, lore, replies, schema, source, tables
from clairbot.pack import compile as compiling
from clairbot.reply import Speaker
from clairbot.values import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot import Bot

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PACKS = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")
TERMINAL = (ROOT / "docs" / "terminal.md").read_text(encoding="utf-8")
SHAPES = (ROOT / "docs" / "shapes.md").read_text(encoding="utf-8")
MUSEUM = ROOT / "examples" / "museum"
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])
ENVIRON = "python3 -m venv .venv && . .venv/bin/activate"
WIDTH = 80


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def turns(block: str, prompt: str) -> list[tuple[str, str]]:
    """What was typed, each with what came back."""
    parts = re.split(rf"^{re.escape(prompt)}", block, flags=re.MULTILINE)
    assert parts[0] == "", "a transcript starts with what is typed"
    return [(typed, back) for typed, _, back in (part.partition("\n") for part in parts[1:])]


def first_cells(text: str, heading: str) -> list[str]:
    """What stands in code in the first column of the tables below a heading."""
    body = re.split(r"^## ", text.split(f"\n## {heading}\n")[1], flags=re.MULTILINE)[0]
    cells = re.findall(r"^\| (`.*?`[^|]*) \|", body, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the README's pack, and an empty home."""
    folder = tmp_path_factory.mktemp("readme")
    (written,) = blocks(README, "yaml")
    path = folder / "bridges" / "data" / "bridges.yaml"
    assert f"`{path.relative_to(folder).as_posix()}`" in README
    path.parent.mkdir(parents=True)
    path.write_text(written, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def environment(home: Path) -> dict[str, str]:
    """The programs of this environment first on PATH, as where it is active."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "LC_ALL": "C.UTF-8"}


# --- commands -------------------------------------------------------------------------------------------


def ci_commands() -> tuple[str, str]:
    """How `.ci/run` installs, and how it runs the tests."""
    (install,) = re.findall(r"^python -m pip install .*$", CI, re.MULTILINE)
    (test,) = re.findall(r"^step (python -m pytest.*)$", CI, re.MULTILINE)
    return install, test


def test_the_test_command_is_that_of_ci() -> None:
    assert f"{ENVIRON} && {' && '.join(ci_commands())}\n" in blocks(README, "sh")


def test_the_main_command_installs_and_answers(environment: dict[str, str], home: Path) -> None:
    line = blocks(README, "sh")[0].strip()
    start = f"{ENVIRON} && python -m pip install -e . && "
    assert line.startswith(start)
    done = subprocess.run(
        ["bash", "-ec", line.removeprefix(start)], env=environment, cwd=home, capture_output=True, text=True, check=True
    )
    assert done.stdout == "CLAIR Seoul opened in 1993.\n"


def test_every_shell_block_is_known() -> None:
    """A new command must be tested, so it is named here."""
    wanted = [f"{ENVIRON} && python -m pip install -e . && clairbot when did Seoul open"]
    wanted += [f"{ENVIRON} && {' && '.join(ci_commands())}"]
    wanted += ["python -m pip install -e '.[bench]' && python -m benchmarks"]
    assert [block.strip() for block in blocks(README, "sh")] == wanted


def test_extras_and_modules_of_commands_exist() -> None:
    for text in (README, (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")):
        commands = " ".join(blocks(text, "sh"))
        for extra in re.findall(r"'\.\[(\w+)\]'", commands):
            assert re.search(rf"^{extra} = \[", PROJECT, re.MULTILINE)
        assert set(re.findall(r"python -m (\w+)", commands)) <= {"venv", "pip", "pytest", "benchmarks", "clairbot"}


def test_shell_transcripts_are_real(environment: dict[str, str], home: Path) -> None:
    (block,) = blocks(README, "console")
    for command, shown in turns(block, "$ "):
        done = subprocess.run(
            ["bash", "-c", command], env=environment, cwd=home, capture_output=True, text=True, check=False
        )
        assert (done.stdout, done.stderr) == (shown, ""), command


def test_the_tutorial_on_packs_is_real(environment: dict[str, str], tmp_path: Path) -> None:
    """All its commands, one after the other, in a folder with the examples."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    blocks_of = blocks(PACKS, "console")
    assert len(blocks_of) > 5
    for command, shown in (turn for block in blocks_of for turn in turns(block, "$ ")):
        done = subprocess.run(
            ["bash", "-c", command], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (done.stdout, done.stderr) == (shown, ""), command


def test_tables_in_the_tutorial_are_those_of_the_example() -> None:
    (shown,) = blocks(PACKS, "csv")
    assert (MUSEUM / "data" / "objects.csv").read_text(encoding="utf-8").startswith(shown)


def test_python_transcripts_are_real(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", environment["XDG_CACHE_HOME"])
    (block,) = blocks(README, "pycon")
    example = doctest.DocTestParser().get_doctest(block, {}, "README.md", None, None)
    failures: list[str] = []
    doctest.DocTestRunner(verbose=False).run(example, out=failures.append)
    assert example.examples
    assert not failures, "".join(failures)


# --- chats ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "words"), [(0, ""), (1, "--pack bridges")])
def test_chats_are_real(number: int, words: str, environment: dict[str, str], home: Path) -> None:
    """In a terminal, line by line."""
    chat = turns(blocks(README, "text")[number], "> ")
    options = ["-m", "clairbot", "--quiet", "--accessible", "--no-history", *shlex.split(words)]
    child = pexpect.spawn(
        sys.executable, options, env=environment, cwd=str(home), echo=False, encoding="utf-8", dimensions=(24, WIDTH)
    )
    child.expect_exact("> ")
    for question, shown in chat:
        child.sendline(question)
        child.expect_exact("\r\n> ")
        assert (child.before or "").replace("\r\n", "\n") + "\n" == shown, question
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_a_chat_covers_what_a_newcomer_wants_to_see() -> None:
    shown = blocks(README, "text")[0]
    wanted = (
        "in 1993.",
        "1988 (¶ 2 and ¶ 4)",
        "1989 (¶ 1)",
        "\nNo: ",
        "\n3: ",
        "> And ",
        "I do not know",
        "It says so in",
    )
    assert [part for part in wanted if part not in shown] == []


def test_the_readme_pack_is_small_and_whole() -> None:
    (written,) = blocks(README, "yaml")
    assert 15 <= len(written.splitlines()) <= 25
    assert len(blocks(README, "text")) == 2


# --- what there is, is named ----------------------------------------------------------------------------


def test_every_option_is_in_the_terminal_docs() -> None:
    listed = first_cells(TERMINAL, "Options")
    for option in OPTIONS:
        for flag in option.flags:
            assert f"{flag} {option.metavar}".strip() in listed or flag in listed, flag
        for choice in option.choices:
            assert f"`{choice}`" in TERMINAL
    flags = {flag for option in OPTIONS for flag in option.flags}
    for text in (README, TERMINAL):
        named = re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", " ".join(re.findall(r"`[^`\n]*`", text)))
        assert {word for word in named if word not in flags} <= {"-m", "-e", "-c"}


def test_every_command_setting_and_key_is_in_the_terminal_docs() -> None:
    listed = first_cells(TERMINAL, "The chat")
    assert [name[1:] for name in listed if name.startswith("/")] == list(SLASH_COMMANDS)
    assert [name for name in listed if not name.startswith("/")] == list(SETTINGS)
    for name, values in SETTINGS.items():
        assert f"| `{name}` | {', '.join(f'`{value}`' for value in values)} |" in TERMINAL
    assert first_cells(TERMINAL, "Configuration") == list(CONFIG_KEYS)


def test_every_variable_and_file_is_in_the_terminal_docs() -> None:
    listed = set(first_cells(TERMINAL, "Environment"))
    used = {
        name
        for path in (ROOT / "clairbot").rglob("*.py")
        for name in re.findall(r'environ(?:\.get\(|\[)"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert used <= listed
    assert {name for names, _ in VARIABLES for name in names.split(", ")} <= listed
    assert all(Path(name).name in TERMINAL for name, _ in FILES)


def test_every_behaviour_of_the_terminal_has_a_test_and_is_described() -> None:
    tests = [path.name for path in sorted((ROOT / "tests" / "terminal").glob("test_*.py"))]
    assert [int(name.split("_")[1]) for name in tests] == list(range(1, 27))
    told = {int(number) for numbers in re.findall(r"\((\d+(?:, \d+)*)\)", TERMINAL) for number in numbers.split(", ")}
    assert told == set(range(1, 27))


def test_the_picture_is_a_real_screen(tmp_path: Path) -> None:
    """Drawn anew with `python tests/picture.py`."""
    for chat in picture.pose(tmp_path):
        assert picture.draw(chat) == picture.TARGET.read_text(encoding="utf-8")
    assert picture.TARGET.relative_to(ROOT).as_posix() in README


def test_every_command_is_in_the_readme() -> None:
    assert all(f"`clairbot {name}`" in README for name, _ in COMMANDS)
    assert {name[1:] for name in first_cells(README, "Use it") if name.startswith("/")} == set(SLASH_COMMANDS)
    assert all(f"`clairbot {name}`" in TERMINAL for name, _ in COMMANDS)


def all_errors(base: type[ClairbotError]) -> Iterator[type[ClairbotError]]:
    yield base
    for below in base.__subclasses__():
        yield from all_errors(below)


def test_every_exit_code_is_in_the_readme() -> None:
    codes = {error.exit_code for error in all_errors(ClairbotError)} | {cli.INTERRUPTED, crash.CRASHED}
    codes |= {oneshot.exit_status(Answer("", status, "")) for status in ("answer", "unknown", "clarify", "chat")}
    for text in (README, TERMINAL):
        assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == codes


def test_every_field_of_an_answer_is_in_the_readme() -> None:
    listed = first_cells(README, "Use it")
    assert [name for name in Answer.__match_args__ if name not in listed] == []
    assert all(f'`"{status}"`' in README for status in ("answer", "unknown", "clarify", "chat"))


def test_every_public_error_is_in_the_readme() -> None:
    assert all(f"`{name}`" in README for name in ("ClairbotError", "PackError", "StoreError"))


def test_every_section_and_key_is_in_the_pack_docs() -> None:
    assert sorted(first_cells(PACKS, "Sections")) == sorted(source.SECTIONS)
    assert sorted(first_cells(PACKS, "Language")) == sorted(source.LANGUAGE)
    assert sorted(first_cells(PACKS, "Kinds")) == sorted(schema.KIND_KEYS)
    assert sorted(first_cells(PACKS, "Properties")) == sorted(schema.PROPERTY_KEYS)
    assert sorted(first_cells(PACKS, "Facts")) == sorted(facts.FACT_KEYS)
    assert sorted(first_cells(PACKS, "Tables")) == sorted((*tables.TABLE_KEYS, *tables.COLUMN_KEYS))
    assert sorted(first_cells(PACKS, "Tests")) == sorted((*cases.CASE_KEYS, *cases.CHAT_KEYS))
    assert sorted(first_cells(PACKS, "What is known of columns")) == sorted(
        key for key in lore.COLUMN_KEYS if key not in schema.PROPERTY_KEYS
    )
    for key in (*cells.CELL_KEYS, *lore.UNIT_KEYS, *cells.ORDERS, *lore.ROLES, *columns.SIGNS[:2]):
        assert f"`{key}`" in PACKS, key
    for key in (*compiling.ABOUT_KEYS, *compiling.QUESTION_KEYS, *replies.CHAT_KEYS, *schema.TYPES):
        assert f"`{key}`" in PACKS, key
    for slot in (*compiling.LEXICAL, *compiling.NUMERAL):
        assert f"`{slot}`" in PACKS, slot


def test_every_author_command_is_in_the_pack_docs() -> None:
    body = PACKS.split("\n## Commands\n")[1].split("\n## ")[0]
    assert [usage for usage in USAGE.values() if f"`{usage.replace(' [--from', '` [--from')}" not in body] == [
        USAGE["new"]
    ]
    assert "`clairbot pack new DIR --from TABLE [TABLE]...`" in body


def test_every_dimension_is_in_the_pack_docs() -> None:
    written = (ROOT / "intents" / "shapes" / "dimensions.yaml").read_text(encoding="utf-8")
    assert [name for name in set(re.findall(r'\("(\w+)"', written)) if f"`{name}`" not in PACKS] == []


def stock(section: str) -> list[str]:
    """Keys of a section of the stock files."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "intents").rglob("*.yaml")):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (makes texts alone)
        found.update(dict.fromkeys(content.get(section, ())))
    return list(found)


def test_every_stock_intent_category_and_remark_is_in_the_pack_docs() -> None:
    assert first_cells(PACKS, "Stock intents") == stock("questions")
    assert all(f"`{name}`" in PACKS for name in (*stock("shapes"), *stock("chat")))


def test_the_question_of_each_stock_intent_is_understood_as_that() -> None:
    body = PACKS.split("\n## Stock intents\n")[1].split("\n## ")[0]
    bot = clairbot.load()
    for intent, question in re.findall(r"^\| `(\w+)` \| (.+?) \|$", body, re.MULTILINE):
        assert bot.ask(question).intent == intent, question


def test_every_word_class_that_the_engine_looks_for_is_in_the_pack_docs() -> None:
    looked_for = set()
    for path in (ROOT / "clairbot").rglob("*.py"):
        looked_for |= set(re.findall(r"[\"']<([a-z]+)>[\"']", path.read_text(encoding="utf-8")))
    looked_for |= set(asked.ASKING) - {"what", "why"}  # asked by `which` and by phrases of their own
    assert len(looked_for) > 70
    section = PACKS.split("### Word classes that the engine looks for")[1].split("\n## ")[0]
    told = set(re.findall(r"`([a-z]+)`", section))
    assert looked_for - {"filler", "why"} == told - {"mainkind"}


def test_every_reply_is_in_the_pack_docs() -> None:
    listed = first_cells(PACKS, "Replies")
    assert listed == stock("replies")
    assert set(listed) >= reply.NEEDED
    told = {name.removeprefix("tell_") for name in dir(Speaker) if name.startswith("tell_")}
    assert all(f"`{kind}`" in PACKS for kind in told)


def test_every_function_is_in_the_pack_docs_with_its_parts() -> None:
    written = set()
    for name in dir(Composer):
        function = getattr(Composer, name)
        if callable(function) and not name.startswith("_"):
            parameters = list(inspect.signature(function).parameters.values())[1:]
            shown = (str(p).split(":")[0] + ("" if p.default is p.empty else f" = {p.default!r}") for p in parameters)
            written.add(f"{name}({', '.join(shown)})")
    listed = first_cells(PACKS, "Functions")
    assert set(listed) == written
    assert len(listed) == len(written)


def test_examples_of_packs_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All examples together are a pack that answers, but for what one of them leaves to the reader."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = {str(number): block for number, block in enumerate(blocks(PACKS, "yaml"))}
    base = "kinds: {forum: {words: []}}\nsources: {article: The Article}"
    for name, text in {**files, "base": base}.items():
        path = tmp_path / "pack" / "data" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert clairbot.load(str(tmp_path / "pack")).ask("when did Seoul open").values == (1993,)


# --- question shapes ------------------------------------------------------------------------------------

SECTION = re.compile(r"^## `([\w-]+)`\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| (.+?) \| (.+?) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def museum(environment: dict[str, str]) -> Bot:
    """A bot over the example pack."""
    return load(MUSEUM, environment["XDG_CACHE_HOME"])


def test_every_stock_intent_has_its_examples() -> None:
    assert [name for name, _ in SECTION.findall(SHAPES)] == stock("questions")


def test_each_example_of_a_shape_is_answered_as_said(museum: Bot) -> None:
    for name, body in SECTION.findall(SHAPES):
        rows = [row for row in ROW.findall(body)[1:] if not row[0].startswith("---")]
        assert rows, name
        for question, shown in rows:
            answer = museum.ask(question)
            assert answer.text == shown, question
            assert answer.intent == name or answer.status == "unknown", question


def test_each_follow_up_is_answered_as_said(museum: Bot) -> None:
    body = SHAPES.split("\n## Follow-ups\n")[1].split("\n## ")[0]
    chats = body.split("| question | answer |\n")[1:]
    assert len(chats) > 5
    for table in chats:
        chat = museum.chat()
        for question, shown in ROW.findall(table):
            if not question.startswith("---"):
                assert chat.ask(question).text == shown, question


# --- errors ---------------------------------------------------------------------------------------------

RAISES = {"PackError", "_error", "_refusal"}


def written_as(node: ast.expr) -> str:
    """A text as the docs write it: `…` for what is put in; empty if it is put in whole."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    return re.sub("…( …)?", "…", "".join(written_as(v) if isinstance(v, ast.Constant) else "…" for v in node.values))


def messages(path: Path) -> Iterator[str]:
    """All errors of a file, each as its parts that are written in one go."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        named: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                named.setdefault(node.targets[0].id, []).append(node.value)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and (isinstance(node.func, (ast.Name, ast.Attribute))):
                called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if called in RAISES and len(node.args) > 1:
                    what = node.args[1]
                    texts = named.get(what.id, []) if isinstance(what, ast.Name) else [what]
                    yield from filter(None, map(written_as, texts))


def pack_errors() -> list[str]:
    """All errors that a pack can cause, in the order of the files; not those that are put together from others."""
    package = Path(clairbot.__file__).parent
    paths = [*sorted((package / "pack").glob("*.py")), package / "template.py", package / "reading.py"]
    found = [message for path in paths for message in messages(path)]
    return [m for m in dict.fromkeys(found) if re.search("[a-z]{3}", m)]


def test_every_error_is_in_the_pack_docs() -> None:
    body = PACKS.split("\n## Errors\n")[1]
    listed = re.findall(r"^- ``? ?(.+?) ?`?`$", body, re.MULTILINE)
    wanted = pack_errors()
    assert len(wanted) > 50
    assert [m for m in wanted if m not in listed] == []
    assert [m for m in listed if m not in wanted] == []


# --- names ----------------------------------------------------------------------------------------------


def layers() -> list[list[str]]:
    """The rooms of each floor, from the top."""
    written = re.search(r"^layers = \[\n(.*?)^\]", PROJECT, re.DOTALL | re.MULTILINE)
    assert written
    return [line.split(" | ") for line in json.loads(f"[{written[1].rstrip().rstrip(',')}]")]


def test_the_floors_of_the_architecture_are_those_of_the_contract() -> None:
    rows = re.findall(r"^\| \d+ \| (.+?) \|", ARCHITECTURE, re.MULTILINE)
    assert [re.findall(r"`(\w+)`", row) for row in rows] == layers()


def test_the_stages_of_the_architecture_are_real() -> None:
    """The example's stages, values and answer, as the bot gives them."""
    bot = clairbot.load()
    question = "Which offices opened after 1993?"
    assert question in ARCHITECTURE
    answer = bot.ask(question, trace=True)
    stages = {step.stage for step in answer.trace}
    assert stages == {"tokens", "mentions", "readings", "topics", "result"} & stages
    assert all(f"`{shown}`" in ARCHITECTURE for shown in (answer.query, str(answer.values), answer.text))
    assert f"`{answer.trace[0].value}`" in ARCHITECTURE


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_docs_name_no_file_or_module_that_is_missing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (path.parent / target).exists(), target
    for anchor in re.findall(r"\]\(#([^)]+)\)", text):
        titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        headings = [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]
        assert anchor in headings, anchor
    for code in re.findall(r"`([^`\n]+)`", prose):
        if re.fullmatch(r"(clairbot|intents|docs|tests|benchmarks|\.ci)(/[\w.*-]*)+", code):
            assert any(ROOT.glob(code)) if "*" in code else (ROOT / code).exists(), code
        if dotted := re.fullmatch(r"clairbot((\.[a-z_]+)+)", code):
            base = ROOT.joinpath("clairbot", *dotted[1].split(".")[1:])
            assert base.is_dir() or base.with_suffix(".py").exists() or hasattr(clairbot, dotted[1][1:]), code


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_docs_name_no_place_of_one_machine(path: Path) -> None:
    assert not re.search(r"(?<![\w.])/(home|root|tmp|work|opt|usr|var)/", path.read_text(encoding="utf-8"))


def test_the_changelog_knows_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(clairbot.__version__)}\]", text, re.MULTILINE)
    assert f'version = "{clairbot.__version__}"' in PROJECT


def test_kinds_of_hints_are_explained() -> None:
    """Errors end in a mend; where names are unknown it is one of these."""
    hints = (check.hint("abcd", ["abc"]), check.hint("x", ["abc"]), check.hint("x", []))
    assert [re.sub("'.*'|abc", "…", hint) for hint in hints] == [
        "did you mean …?",
        "there are: …",
        "there are none yet",
    ]
    assert all(shown in PACKS for shown in ("`did you mean …?`", "`there are: …`", "`there are none yet`"))
