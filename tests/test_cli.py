"""The command line, against a scripted bot: what it prints where, and what it exits with.

Rule of this file: wording of answers is the bot's; tests/terminal asks the real one.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packlib import interrupt

import clairbot
from clairbot.faces.layout import cells, table, wrap
from clairbot.faces.options import OPTIONS, Options, UsageError, parse_options
from clairbot.faces.output import Output
from clairbot.faces.render import one_line
from clairbot.faces.safe import escape, to_ascii
from clairbot.faces.suggest import nearest
from clairbot.faces.usage import help_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]

PACKAGE = Path(clairbot.__file__).parent
STUB = '''
"""Stands in for the package: the faces are the real ones, the bot follows a script."""
import time
__path__.append(PACKAGE)
__version__ = "1.2.3"

def load(path=None):
    from clairbot.errors import PackError, StoreError
    if path == "bad":
        raise PackError("data/facts.yaml:3", "no such property openned; did you mean opened?")
    if path == "away":
        raise StoreError("store out of reach; start it")
    return Bot()

class Bot:
    title = "Offices"
    warnings = ("cache folder not writable",)
    def chat(self):
        return Chat()
    def ask(self, question, *, trace=False):
        return Chat().ask(question, trace=trace)
    def statements(self):
        from clairbot.values import Source, Statement
        known = Statement("Seoul", "opened", 1993, Source("Article", "¶ 2"))
        return [known, Statement("東京", "note", "two\\nlines \\x1b[31m", Source("Guide"))]

class Chat:
    before = ""
    def ask(self, question, *, trace=False):
        from clairbot.errors import QuestionError
        from clairbot.values import Answer, Source, Statement, Step
        if len(question) > 1000:
            raise QuestionError(f"question is {len(question)} characters; the limit is 1000")
        before, self.before = self.before, question
        steps = (Step("tokens", "when · Seoul", 0.0012), Step("query", "a\\nb", 0.0)) if trace else ()
        source = Source("Article", "¶ 2")
        fact = Statement("Seoul", "opened", 1993, source)
        if "crash" in question:
            raise RuntimeError("a\\nb")
        if "slow" in question:
            print("started", flush=True)
            time.sleep(60)
        if "Seoul" in question:
            known = (1993,), (source,), (fact,), 1.0, "lookup", "opened(Seoul)"
            return Answer(question, "answer", "Seoul opened in 1993.", *known, trace=steps)
        status, text = {
            "before": ("answer", f"You said {before}."),
            "list": ("answer", "There are:\\n- Seoul\\n- Paris"),
            "forum": ("clarify", "Which do you mean?"),
            "hi": ("chat", "Hello!"),
            "evil": ("answer", "a\\x1b]0;b\\x07 \\u202e \\ud800 “é” 東"),
        }.get(question, ("unknown", "I do not know."))
        choices = ("Forum A?", "Forum B?") if status == "clarify" else ()
        return Answer(question, status, text, suggestions=choices, trace=steps)
'''


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm",
        **more,
    }


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Environment in which `clairbot` is the scripted one."""
    stub = tmp_path / "stub" / "clairbot"
    stub.mkdir(parents=True)
    (stub / "__init__.py").write_text(STUB.replace("PACKAGE", repr(str(PACKAGE))), encoding="utf-8")
    # Where a program is started comes before PYTHONPATH: not where the real package lies.
    monkeypatch.chdir(tmp_path)
    return environment(tmp_path, PYTHONPATH=str(stub.parent))


@pytest.fixture
def run(env: dict[str, str]) -> Run:
    def run(*words: str | bytes, stdin: str | bytes = b"", **more: str) -> subprocess.CompletedProcess[str]:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "clairbot", *words],
            input=given,
            capture_output=True,
            env={**env, **more},
            timeout=60,
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err or "--debug" in words
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return run


WARNING = "clairbot: cache folder not writable\n"

# --- one question ---------------------------------------------------------------------------------------

TRANSCRIPTS: list[tuple[str, int, str]] = [
    ("when did Seoul open", 0, "Seoul opened in 1993.\n"),
    ("hi", 0, "Hello!\n"),
    ("list", 0, "There are:\n- Seoul\n- Paris\n"),
    ("nonsense words", 1, "I do not know.\n"),
    ("forum", 1, "Which do you mean?\n1. Forum A?\n2. Forum B?\n"),
    ("Seoul --sources", 0, "Seoul opened in 1993.\nArticle, ¶ 2\n  Seoul · opened · 1993\n"),
    ("-- --help", 1, "I do not know.\n"),
    ("-- facts", 1, "I do not know.\n"),
    ("facts about Seoul", 0, "Seoul opened in 1993.\n"),
    ("--version", 0, "clairbot 1.2.3\n"),
    ("evil", 0, "a\\x1b]0;b\\x07 \\u202e \\ud800 “é” 東\n"),
    (
        "facts",
        0,
        """\
Subject  Property  Value                Source
Seoul    opened    1993                 Article, ¶ 2
東京     note      two; lines \\x1b[31m  Guide
""",
    ),
]


@pytest.mark.parametrize(("line", "status", "stdout"), TRANSCRIPTS)
def test_transcript(run: Run, line: str, status: int, stdout: str) -> None:
    done = run(*line.split(), "--quiet") if "--" not in line.split() else run("--quiet", *line.split())
    assert (done.stdout, done.stderr, done.returncode) == (stdout, "", status)


def test_quoted_and_bare_words_are_the_same_question(run: Run) -> None:
    assert run("when did Seoul open").stdout == run("when", "did", "Seoul", "open").stdout


def test_warnings_go_to_stderr(run: Run) -> None:
    done = run("Seoul")
    assert (done.stdout, done.stderr) == ("Seoul opened in 1993.\n", WARNING)


def test_trace_goes_to_stderr(run: Run) -> None:
    done = run("Seoul", "--trace", "--quiet")
    assert done.stdout == "Seoul opened in 1993.\n"
    assert done.stderr.splitlines() == [
        "tokens (1.2 ms)", "  when · Seoul", "query (0.0 ms)", "  a", "  b",
        "intent", "  lookup", "query", "  opened(Seoul)", "confidence", "  1.00",
        "facts", "  Seoul · opened · 1993 (Article, ¶ 2)",
    ]  # fmt: skip


def test_json_has_the_fields_of_an_answer(run: Run) -> None:
    done = run("Seoul", "--json")
    source = {"document": "Article", "place": "¶ 2"}
    fact = {"subject": "Seoul", "property": "opened", "value": 1993, "source": source}
    assert json.loads(done.stdout) == {
        "question": "Seoul", "status": "answer", "text": "Seoul opened in 1993.", "values": [1993],
        "sources": [source], "facts": [fact], "confidence": 1.0, "intent": "lookup", "query": "opened(Seoul)",
        "suggestions": [],
    }  # fmt: skip
    traced = json.loads(run("Seoul", "--json", "--trace").stdout)
    assert traced["trace"][0] == {"stage": "tokens", "value": "when · Seoul", "seconds": 0.0012}


def test_json_shows_no_control_characters_and_loses_none(run: Run) -> None:
    done = run("evil", "--json", "--quiet")
    assert done.stdout.rstrip("\n").isprintable()
    assert json.loads(done.stdout)["text"] == "a\x1b]0;b\x07 \u202e \ud800 “é” 東"


def test_facts_as_json(run: Run) -> None:
    records = [json.loads(line) for line in run("facts", "--json").stdout.splitlines()]
    assert [record["value"] for record in records] == [1993, "two\nlines \x1b[31m"]


# --- usage ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("fcats", "did you mean `facts`?"),
        ("Facts", "did you mean `facts`?"),
        ("fact", "did you mean `facts`?"),
        ("--jsn Seoul", "did you mean `--json`?"),
        ("-x", "goes after --"),
        ("--json=yes", "takes no value"),
        ("--pack", "wants DIR"),
        ("--color pink", "auto or always or never"),
        ("--pack bad Seoul", "data/facts.yaml:3: no such property openned; did you mean opened?"),
    ],
)
def test_wrong_usage_is_one_line_and_exits_2(run: Run, line: str, hint: str) -> None:
    done = run(*line.split(), "--quiet") if line != "--pack" else run(line)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("clairbot: ")
    assert done.stderr.count("\n") == 1
    assert hint in done.stderr


def test_a_store_out_of_reach_exits_2(run: Run) -> None:
    done = run("--pack", "away", "Seoul")
    assert (done.returncode, done.stderr) == (2, "clairbot: store out of reach; start it\n")


@pytest.mark.parametrize("words", [["Paris"], ["fcats", "please"], ["facts?"], ["--", "fcats"], ["what is --x"]])
def test_any_other_words_are_a_question(words: list[str]) -> None:
    assert not parse_options(words).command


def test_options_may_stand_anywhere_and_the_last_wins() -> None:
    options = parse_options(["when", "--json", "--color=never", "open", "--color", "always", "-q"])
    assert (options.words, options.json, options.color, options.quiet) == (
        ["when", "open"],
        True,
        "always",
        True,
    )


def test_options_are_never_abbreviated() -> None:
    with pytest.raises(UsageError):
        parse_options(["--sep"])


def test_every_option_has_a_field_and_is_in_the_help() -> None:
    for option in OPTIONS:
        assert hasattr(Options, option.field)
        assert option.flags[-1] in help_text()


def test_help_starts_with_examples(run: Run) -> None:
    done = run("--help")
    assert (done.stdout, done.stderr, done.returncode) == (help_text() + "\n", "", 0)
    assert done.stdout.index("Examples:") < done.stdout.index("Usage:")
    assert max(map(len, done.stdout.splitlines())) <= 92


def test_nearest_counts_slips_against_length() -> None:
    assert nearest("wy", ["why", "quit"]) == "why"
    assert nearest("qiut", ["why", "quit"]) == "quit"
    assert nearest("x", ["why", "quit"]) is None


# --- piped input ----------------------------------------------------------------------------------------


def test_each_line_gets_one_line_in_order(run: Run) -> None:
    lines = ["Seoul", "", "list", "  ", "forum", "before", "x" * 1001, "crash", "hi"]
    done = run("--quiet", stdin="\r\n".join(lines))
    assert done.stdout.split("\n") == [
        "Seoul opened in 1993.",
        "",
        "There are: Seoul; Paris",
        "",
        "Which do you mean? 1. Forum A? 2. Forum B?",
        "You said forum.",
        "",
        "",
        "Hello!",
        "",
    ]
    too_long, crash = done.stderr.splitlines()
    assert too_long == "clairbot: line 7: question is 1001 characters; the limit is 1000"
    assert crash.startswith("clairbot: line 8: unexpected error (RuntimeError: a b); details in ")


@pytest.mark.parametrize(
    ("stdin", "status"), [("", 0), ("\n\n", 0), ("hi\nSeoul", 0), ("hi\nwhat\nhi", 1), ("what\ncrash\nhi", 2)]
)
def test_exit_is_the_worst_status(run: Run, stdin: str, status: int) -> None:
    assert run(stdin=stdin).returncode == status


def test_piped_lines_are_one_chat_unless_separate(run: Run) -> None:
    assert run(stdin="hi\nbefore").stdout == "Hello!\nYou said hi.\n"
    assert run("--separate", stdin="hi\nbefore").stdout == "Hello!\nYou said .\n"


def test_sources_stand_on_the_same_line(run: Run) -> None:
    assert run("--sources", stdin="Seoul\n").stdout == "Seoul opened in 1993. [Article, ¶ 2]\n"


def test_answers_are_flushed_line_by_line(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "clairbot", "--quiet"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=env, bufsize=0) as process:
        assert process.stdin
        assert process.stdout
        for question, answer in ((b"hi\n", b"Hello!\n"), (b"before\n", b"You said hi.\n")):
            process.stdin.write(question)
            ready, _, _ = select.select([process.stdout], [], [], 20)
            read = process.stdout.readline() if ready else b""
            if read != answer:
                process.kill()
            assert read == answer


def test_json_lines_may_be_objects_and_broken_ones_are_reported(run: Run) -> None:
    lines = [
        b'\xef\xbb\xbf{"id": 7, "question": "Seoul", "more": 1}',
        b"", b'{"id": null, "question": ""}', b"{broken",
        b'{"question": 5}', b"\xff", b'{"id": "x", "question": "crash"}', b"[1]", b"{" * 5000, b"hi",
    ]  # fmt: skip
    done = run("--json", "--quiet", stdin=b"\n".join(lines))
    seoul, blank, empty, broken, number, bytes_, crash, text, deep, last = map(json.loads, done.stdout.splitlines())
    assert (seoul["id"], seoul["status"], blank) == (7, "answer", None)
    assert (empty["id"], empty["status"]) == (None, "unknown")
    assert [record["line"] for record in (broken, number, bytes_, crash, deep)] == [4, 5, 6, 7, 9]
    assert "not valid JSON at column 2" in broken["error"]
    assert '"question"' in number["error"]
    assert "not UTF-8" in bytes_["error"]
    assert (crash["id"], "RuntimeError" in crash["error"]) == ("x", True)
    assert (text["question"], last["status"], "id" in last) == ("[1]", "chat", False)
    assert (done.stderr, done.returncode) == ("", 2)


def test_json_output_fed_back_gives_the_same_lines(run: Run) -> None:
    first = run("--json", stdin="hi\nbefore\nforum\nSeoul\n")
    assert run("--json", stdin=first.stdout).stdout == first.stdout


# --- bad input ------------------------------------------------------------------------------------------


def test_a_question_that_is_too_long_is_one_line_or_a_record(run: Run) -> None:
    message = "question is 1200 characters; the limit is 1000"
    plain, record = run("x" * 1200, "-q"), run("x" * 1200, "--json")
    assert (plain.stdout, plain.stderr, plain.returncode) == ("", f"clairbot: {message}\n", 2)
    assert json.loads(record.stdout)["error"] == message
    assert record.returncode == 2


def test_huge_lines_cost_neither_memory_nor_the_lines_after_them(env: dict[str, str]) -> None:
    limited = "import resource as r; r.setrlimit(r.RLIMIT_AS, (300 << 20, 300 << 20))"
    code = f"{limited}; import sys; from clairbot.faces.cli import main; sys.exit(main(['-q']))"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, stderr=pipe, env=env) as process:
        assert process.stdin
        for _ in range(400):
            process.stdin.write(b"a" * (1 << 20))
        out, err = process.communicate(b"\nhi\n")
    assert (out, process.returncode) == (b"\nHello!\n", 2)
    assert err == b"clairbot: line 1: line is longer than 65536 bytes; ask a shorter question\n"


STRANGE = [b"\xff\xfe\x00", b"a\x00b", b"\xed\xa0\x80", "🎉🎉".encode(), b"\x1b[2J", b"a" * (1 << 20)]


@pytest.mark.parametrize("stdin", STRANGE, ids=range(len(STRANGE)))
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_strange_lines_never_break_the_chat(run: Run, stdin: bytes, locale: str) -> None:
    done = run("-q", stdin=stdin + b"\nhi\n", LC_ALL=locale)
    assert done.stdout.endswith("\nHello!\n")
    assert all(line.isprintable() for line in (done.stdout + done.stderr).splitlines())


@pytest.mark.skipif(sys.platform != "linux", reason="file names of other systems are no bytes")
def test_broken_arguments_are_asked_all_the_same(run: Run) -> None:
    assert run(b"caf\xe9 \x1b", "-q").stdout == "I do not know.\n"


@pytest.mark.parametrize("more", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "cp1252"}, {"PYTHONIOENCODING": "ascii"}])
def test_ascii_where_nothing_else_can_be_shown(run: Run, more: dict[str, str]) -> None:
    done = run("evil", "-q", **more)
    assert done.stdout == 'a\\x1b]0;b\\x07 \\u202e \\ud800 "e" \\u6771\n'
    assert run("evil", "-q", "--json", **more).stdout.isascii()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("words", [["hi"], ["--help"], ["--json", "hi"], ["facts"]])
def test_a_full_disk_is_one_line(env: dict[str, str], words: list[str]) -> None:
    command = [sys.executable, "-m", "clairbot", "-q", *words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=env, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "clairbot: cannot write the output: No space left on device\n",
    )


@pytest.mark.parametrize("words", [["-q", "facts"], ["-q"], ["--help"]])
def test_a_reader_that_leaves_is_no_error(env: dict[str, str], words: list[str]) -> None:
    command = [sys.executable, "-m", "clairbot", *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=env) as process:
        assert process.stdout
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(b"hi\n" * 100)
    assert (process.returncode, err) == (0, b"")


def test_ctrl_c_exits_130_without_a_word(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "clairbot", "-q", "slow question"]
    assert interrupt(command, env) == (130, b"", b"")


def test_an_unexpected_error_is_one_line_and_a_private_log(run: Run, tmp_path: Path) -> None:
    done = run("crash now", "-q")
    log = tmp_path / "state" / "clairbot" / "errors.log"
    assert done.stderr == f"clairbot: unexpected error (RuntimeError: a b); details in {log}\n"
    assert (done.stdout, done.returncode) == ("", 2)
    assert "RuntimeError" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o777 == 0o600
    debugged = run("crash now", "--debug")
    assert (debugged.stderr.count("Traceback"), debugged.returncode) == (1, 2)


def test_an_error_log_that_cannot_be_written_is_said_so(run: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    done = run("crash now", "-q", XDG_STATE_HOME=str(blocked))
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1


# --- safe text, colour, layout --------------------------------------------------------------------------


@given(st.text(st.characters() | st.characters(categories=["Cs", "Cc", "Cf", "Zl", "Zp"])))
def test_escaped_text_is_harmless(text: str) -> None:
    shown = escape(text).replace("\n", "").replace("\u200c", "").replace("\u200d", "")
    assert shown.isprintable()
    assert to_ascii(escape(text)).isascii()
    assert escape(escape(text)) == escape(text)


def test_joiners_stay_inside_a_script_and_emoji_only() -> None:
    assert escape("👩\u200d💻 می\u200cخ") == "👩\u200d💻 می\u200cخ"
    assert escape("pay\u200dpal") == "pay\\u200dpal"


class Terminal:
    """A stream that says what it is told to say."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("color", "env_", "colored"),
    [
        ("auto", {}, True),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"TERM": "dumb"}, False),
        ("never", {}, False),
        ("always", {"NO_COLOR": "1"}, True),
    ],
)
def test_color_follows_option_and_environment(
    monkeypatch: pytest.MonkeyPatch,
    color: str,
    env_: dict[str, str],
    colored: bool,  # noqa: FBT001
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"TERM": "xterm", **env_}.items():
        monkeypatch.setenv(name, value)
    assert Output(Terminal(), color=color).colored is colored  # type: ignore[arg-type]


def test_color_is_chosen_per_stream(run: Run) -> None:
    assert "\x1b" not in run("fcats").stderr
    done = run("crash now", "-q", "--color", "always")
    assert done.stderr.startswith("\x1b[31mclairbot:\x1b[0m unexpected")


@given(st.text("ab 東é🎉\n-", max_size=80), st.integers(8, 40))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")


def test_items_of_a_list_hang() -> None:
    assert wrap("- one two three", 10) == ["- one two", "  three"]
    assert wrap("10. one two three", 10) == ["10. one", "    two", "    three"]


@given(st.integers(40, 90))
def test_tables_fit_and_align_by_cells(width: int) -> None:
    rows = [("Seoul", "a fact that is rather long, so that it breaks"), ("東京", "短い"), ("🎉", "x")]
    lines = table(("Subject", "Value"), rows, width)
    assert all(cells(line) <= width for line in lines)
    start = lines[0].index("Value")
    assert cells(lines[-2].partition("短")[0]) == cells(lines[-1].partition("x")[0]) == start


def test_narrow_tables_become_blocks() -> None:
    lines = table(("Subject", "Value"), [("Seoul", "1993"), ("Paris", "a b c d e f g h i j k")], 20)
    assert lines == ["Subject: Seoul", "Value: 1993", "", "Subject: Paris", "Value: a b c d e f g", "h i j k"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("a", "a"), ("a:\n- b\n- c", "a: b; c"), ("a.\nb", "a. b"), ("a\n\nb", "a; b"), ("\n", "")],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line
