"""The chat, against a scripted bot: transcripts, keys, history, and what ends it.

Rule of this file: what a terminal is needed for is tested through one (a pty); the rest without.
"""

from __future__ import annotations

import io
import json
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from clairbot.bot import Preview
from clairbot.errors import QuestionError
from clairbot.faces.complete import Completion
from clairbot.faces.history import MOST, History
from clairbot.faces.loading import Loading
from clairbot.faces.options import Options
from clairbot.faces.output import Output
from clairbot.faces.prompt import PromptReader
from clairbot.faces.render import print_facts
from clairbot.faces.repl import Repl
from clairbot.faces.slash import COMMANDS, command_notes
from clairbot.faces.talk import SETTINGS, Talk
from clairbot.faces.tips import TIPS, next_tip
from clairbot.samples import Frame, Sample, Sampler
from clairbot.values import Answer, Source, Statement, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ARTICLE = Source("Article", "¶ 2")
SEOUL = Statement("Seoul", "opened", 1993, ARTICLE)
SCRIPT: dict[str, tuple[Any, ...]] = {
    "Seoul": (
        "answer",
        "Seoul opened in 1993.",
        (1993,),
        (ARTICLE,),
        (SEOUL,),
        1.0,
        "lookup",
        "opened(Seoul)",
    ),
    "forum": ("clarify", "Which do you mean?", (), (), (), 0.5, "", "", ("Who holds A?", "Who holds B?")),
    "Who holds B?": ("answer", "Paris holds B.", ("Paris",)),
    "/etc": ("answer", "That is a path."),
    "a\nb": ("answer", "Two lines."),
    "evil": ("answer", "a\x1b]0;b\x07"),
}


class StubBot:
    """A bot that knows a few sentences."""

    title = "Offices of CLAIR"
    warnings = ()
    times = frozenset({"opened"})

    _sampler = Sampler(
        [Frame((text,), "") for text in ("When did Seoul open?", "Which offices are in Asia?", "Who holds B?")],
        [("CLAIR Seoul", "office"), ("CLAIR New York", "office"), ("ASEAN Forum", "forum")],
    )

    def names_like(self, typed: str, limit: int = 20, *, misspelt: bool = False) -> list[tuple[str, str]]:
        return (self._sampler.near if misspelt else self._sampler.names)(typed, limit)

    def questions(self, prefix: str = "", limit: int = 20) -> list[Sample]:
        return [*self._sampler.beginning(prefix), *self._sampler.naming(prefix)][:limit]

    def samples(self, prefix: str = "", limit: int = 20) -> list[str]:
        return [sample.text for sample in self.questions(prefix, limit)]

    def statements(self) -> list[Statement]:
        return [SEOUL, Statement("Paris", "holds", "B", Source("Guide"))]

    def chat(self) -> StubChat:
        return StubChat()


def loaded(bot: object) -> Loading:
    loading = Loading(lambda: bot)  # type: ignore[arg-type,return-value]
    loading.wait()
    return loading


class StubChat:
    """Remembers the last choices."""

    choices: tuple[str, ...] = ()

    def ask(self, question: str, *, trace: bool = False) -> Answer:
        if len(question) > 1000:
            raise QuestionError(f"question is {len(question)} characters; the limit is 1000")
        if question == "crash":
            raise RuntimeError("it broke")
        meant = self.choices[int(question) - 1] if question in {"1", "2"} and self.choices else question
        answer = Answer(question, *SCRIPT.get(meant, ("unknown", "I do not know.")))
        self.choices = answer.suggestions
        steps = (Step("tokens", meant, 0.0012),)
        return answer.replace(trace=steps) if trace else answer

    def preview(self, question: str) -> Preview:
        return Preview(Answer(question, *SCRIPT.get(question, ("unknown", "I do not know."))), ())


# --- without a terminal ---------------------------------------------------------------------------------


class ScriptReader:
    """Gives the lines of a script, and writes down what is read as a terminal would show it."""

    def __init__(self, lines: list[str | BaseException], out: io.StringIO) -> None:
        self.lines = lines
        self.out = out
        self.offered: tuple[str, ...] = ()

    def read(self) -> str:
        line = self.lines.pop(0) if self.lines else EOFError()
        if isinstance(line, BaseException):
            raise line
        self.out.write(f"> {line}\n")
        return line

    def offer(self, questions: tuple[str, ...]) -> None:
        self.offered = questions

    def once_loaded(self, action: Callable[[], None]) -> None:
        action()

    def stop(self, reason: BaseException) -> NoReturn:
        raise reason


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder that the face keeps its files in."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "state" / "clairbot"


def converse(*lines: str | BaseException, quiet: bool = True, history: History | None = None) -> str:
    """Say the lines; return what is on the screen at the end."""
    screen, options = io.StringIO(), Options()
    options.quiet = quiet
    out = Output(screen)
    talk = Talk(loaded(StubBot()), out, history or History(None))
    assert Repl(talk, ScriptReader(list(lines), screen), options, out).run() == 0
    return screen.getvalue()


def test_greeting() -> None:
    assert (
        converse(quiet=False)
        == f"""\
Offices of CLAIR
Ask, for instance:
  When did Seoul open?
  Which offices are in Asia?
  Who holds B?
/help says what else can be typed; Ctrl-D leaves.
Tip: {TIPS[0]}
"""
    )


def test_a_whole_chat() -> None:
    assert (
        converse("Seoul", "/why", "/sources", "", "forum", "2", "what", "//etc", "/reset", "2", "/why", "evil")
        == """\
> Seoul
Seoul opened in 1993.
> /why
tokens (1.2 ms)
  Seoul
intent
  lookup
query
  opened(Seoul)
confidence
  1.00
facts
  Seoul · opened · 1993 (Article, ¶ 2)
> /sources
Article, ¶ 2
  Seoul · opened · 1993
>\u0020
> forum
Which do you mean?
1. Who holds A?
2. Who holds B?
> 2
Paris holds B.
> what
I do not know.
> //etc
That is a path.
> /reset
Forgotten.
> 2
I do not know.
> /why
tokens (1.2 ms)
  2
confidence
  0.00
> evil
a\\x1b]0;b\\x07
"""
    )


def test_slash_commands_and_their_slips() -> None:
    slips = ["/wy", "/qiut", "/xyzzy", "/", "/why", "/facts paris", "/facts berlin", "/sources"]
    settings = ["/set ghost", "/set gost on", "/set keys vi", "/set"]
    assert (
        converse(*slips, *settings)
        == """\
> /wy
clairbot: no command /wy; did you mean `/why`? (//wy asks it as a question)
> /qiut
clairbot: no command /qiut; did you mean `/quit`? (//qiut asks it as a question)
> /xyzzy
clairbot: no command /xyzzy; see /help (//xyzzy asks it as a question)
> /
clairbot: no command /; see /help (// asks it as a question)
> /why
clairbot: nothing has been asked yet
> /facts paris
Subject  Property  Value  Source
Paris    holds     B      Guide
> /facts berlin
No fact has berlin in it.
> /sources
clairbot: nothing has been asked yet
> /set ghost
clairbot: ghost can be on or off
> /set gost on
clairbot: no setting gost; did you mean `ghost`?
> /set keys vi
keys is vi now.
> /set
keys vi (can be emacs or vi)
ghost on (can be on or off)
menu on (can be on or off)
preview on (can be on or off)
timeline on (can be on or off)
pager on (can be on or off)
sources off (can be off or on)
"""
    )


def test_sources_can_be_switched_on() -> None:
    assert converse("/set sources on", "Seoul").endswith("1993.\nArticle, ¶ 2\n  Seoul · opened · 1993\n")


def test_help_names_every_command_and_setting() -> None:
    shown = converse("/help")
    assert all(f"  /{name:<9}{note}\n" in shown for name, note in command_notes())
    assert all(command.__doc__ for command in COMMANDS.values())
    assert all(len(values) == 2 for values in SETTINGS.values())


def test_quit_and_the_end_of_input_leave() -> None:
    assert converse("/quit", "Seoul") == "> /quit\n"
    assert converse(EOFError(), "Seoul") == ""


def test_ctrl_c_never_leaves() -> None:
    assert converse(KeyboardInterrupt(), KeyboardInterrupt(), "Seoul").endswith("Seoul opened in 1993.\n")


def test_an_unexpected_error_is_one_line_and_the_chat_goes_on(state: Path) -> None:
    log = state / "errors.log"
    assert (
        converse("crash", "x" * 1001, "Seoul")
        == f"""\
> crash
clairbot: unexpected error (RuntimeError: it broke); details in {log}
> {"x" * 1001}
clairbot: question is 1001 characters; the limit is 1000
> Seoul
Seoul opened in 1993.
"""
    )
    assert "it broke" in log.read_text(encoding="utf-8")


# --- export, copy, tips ---------------------------------------------------------------------------------


def test_exports() -> None:
    converse("Seoul", "forum", "/export md", "/export txt", "/export json chat.jsonl")
    assert (
        Path("clairbot-chat.md").read_text(encoding="utf-8")
        == """\
## Seoul

Seoul opened in 1993.

- Article, ¶ 2

## forum

Which do you mean?
1. Who holds A?
2. Who holds B?

"""
    )
    assert (
        Path("clairbot-chat.txt").read_text(encoding="utf-8")
        == """\
> Seoul
Seoul opened in 1993.

> forum
Which do you mean?
1. Who holds A?
2. Who holds B?

"""
    )
    records = [json.loads(line) for line in Path("chat.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(record["question"], record["status"]) for record in records] == [
        ("Seoul", "answer"),
        ("forum", "clarify"),
    ]
    assert "trace" not in records[0]


def test_an_export_never_overwrites() -> None:
    Path("kept.md").write_text("mine", encoding="utf-8")
    shown = converse("/export md", "Seoul", "/export md kept.md", "/export", "/export mdd", "/export md no/where.md")
    assert [line for line in shown.splitlines() if line.startswith("clairbot:")] == [
        "clairbot: nothing has been asked yet",
        "clairbot: kept.md exists; name another file: /export md FILE",
        "clairbot: write /export md, /export json, /export txt",
        "clairbot: no form mdd; write /export md, /export json, /export txt",
        "clairbot: no/where.md: No such file or directory; name another file: /export md FILE",
    ]
    assert Path("kept.md").read_text(encoding="utf-8") == "mine"


def test_copy_wants_a_terminal() -> None:
    assert converse("Seoul", "/copy").endswith("clairbot: this terminal has no clipboard to write to\n")


def test_one_tip_a_day(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = state / "tip"
    assert (next_tip(path), next_tip(path)) == (TIPS[0], "")
    monkeypatch.setattr(time, "strftime", lambda _: "2999-01-01")
    assert next_tip(path) == TIPS[1]
    path.write_text(f"2000-01-01 {len(TIPS)}", encoding="utf-8")
    assert next_tip(path) == ""
    path.write_bytes(b"\xff broken")
    assert next_tip(path) == ""
    assert path.stat().st_mode & 0o777 == 0o600


# --- history --------------------------------------------------------------------------------------------


def test_history_is_private_and_survives(state: Path) -> None:
    path = state / "history"
    History(path).add("a")
    assert path.read_text(encoding="utf-8") == "a\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    assert History(path).entries() == ["a"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_history_keeps_no_entry_twice_and_none_after_a_space(state: Path) -> None:
    history = History(state / "history")
    for line in ("a", "b", "a", " secret", "", "   ", "a"):
        history.add(line)
    assert history.entries() == ["b", "a"]
    assert (state / "history").read_text(encoding="utf-8") == "b\na\n"


def test_two_chats_share_a_history(state: Path) -> None:
    first, second = History(state / "history"), History(state / "history")
    first.add("a")
    second.add("b")
    first.add("c")
    second.add("a")
    assert History(state / "history").entries() == ["b", "c", "a"]


def test_history_is_bounded(state: Path) -> None:
    state.mkdir(parents=True)
    path = state / "history"
    path.write_text("".join(f"{number}\n" for number in range(MOST + 10)), encoding="utf-8")
    History(path).add("last")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert (len(lines), lines[-1], lines[0]) == (MOST, "last", "11")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_history_gives_back_what_was_typed(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("history") / "history"
    history = History(path)
    for line in lines:
        history.add(line)
    assert History(path).entries() == history.entries()


def test_a_broken_history_is_no_obstacle(state: Path) -> None:
    state.mkdir(parents=True)
    (state / "history").write_bytes(b"\xff\x00broken\n\nfine\n")
    assert History(state / "history").entries()[-1] == "fine"


def test_an_unwritable_history_warns_once_and_the_chat_goes_on(tmp_path: Path) -> None:
    history = History(tmp_path)  # a folder
    shown = converse("Seoul", "forum", "/history", quiet=False, history=history)
    assert shown.count("this chat's questions are not kept") == 1
    assert "Seoul opened" in shown


# --- completion -----------------------------------------------------------------------------------------


def offers(line: str, next_questions: tuple[str, ...] = ()) -> list[tuple[str, int, str]]:
    completion = Completion(loaded(StubBot()), command_notes())
    completion.next_questions = next_questions
    return [(offer.text, offer.length, offer.note) for offer in completion.offers(line)]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("where is CLAIR S", ("CLAIR Seoul", 7, "office")),
        ("where is seo", ("CLAIR Seoul", 3, "office")),
        ("where is new yo", ("CLAIR New York", 6, "office")),
        ("where is the asaen", ("ASEAN Forum", 5, "forum")),
        ("who", ("Who holds B?", 3, "question")),
        ("when seo", ("CLAIR Seoul", 3, "office")),
        ("/wh", ("/why", 3, "Show how the last question was understood.")),
        ("", ("When did Seoul open?", 0, "question")),
    ],
)
def test_first_offer(line: str, first: tuple[str, int, str]) -> None:
    assert offers(line)[0] == first


@pytest.mark.parametrize("line", ["when seo", "seoul open", "wehn did"])
def test_whole_questions_are_found_by_their_words(line: str) -> None:
    assert ("When did Seoul open?", len(line), "question") in offers(line)


def test_an_empty_line_is_offered_what_the_answer_suggests() -> None:
    assert offers("", ("And Paris?",)) == [("And Paris?", 0, "question")]


@pytest.mark.parametrize("line", ["x" * 201, "zzzzzz", "When did Seoul open?", "a\nseo", "//w"])
def test_nothing_to_offer(line: str) -> None:
    assert offers(line) == []


# --- keys, without a terminal ---------------------------------------------------------------------------


@contextmanager
def typing(keys: str, settings: dict[str, str] | None = None, history: History | None = None) -> Iterator[PromptReader]:
    """A reader whose user types these keys."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        talk = Talk(loaded(StubBot()), Output(io.StringIO()), history or History(None))
        talk.settings.update(settings or {})
        pipe.send_text(keys)
        yield PromptReader(talk)


UP, CTRL_R = "\x1b[A", "\x12"


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("Seoul\r", "Seoul"),
        ("a\x1b\rb\r", "a\nb"),  # Alt-Enter
        ("\x1b[200~a\nb\r\nc\x1b[201~\r", "a\nb\nc"),  # one pasted block
        (f"{UP}\r", "second"),
        (f"{UP}{UP}\r", "first"),
        (f"{CTRL_R}fir\r\r", "first"),
        ("abc\x01\x0bd\r", "d"),  # Ctrl-A, Ctrl-K
    ],
)
def test_keys(keys: str, line: str) -> None:
    history = History(None)
    history.add("first")
    history.add("second")
    with typing(keys, history=history) as reader:
        assert reader.read() == line


def test_what_is_sent_is_remembered() -> None:
    history = History(None)
    with typing("a\r secret\ra\r", history=history) as reader:
        assert [reader.read() for _ in range(3)] == ["a", " secret", "a"]
    assert history.entries() == ["a"]


def test_vi_keys_can_be_switched_on() -> None:
    with typing("Seoulx\x1bx\r", {"keys": "vi"}) as reader:
        assert reader.read() == "Seoul"


@pytest.mark.parametrize(("keys", "reason"), [("abc\x03", KeyboardInterrupt), ("\x04", EOFError)])
def test_ctrl_c_and_ctrl_d_reach_the_chat(keys: str, reason: type[BaseException]) -> None:
    with typing(keys) as reader, pytest.raises(reason):
        reader.read()


# --- tables ---------------------------------------------------------------------------------------------


def test_tables_on_a_terminal_name_a_long_document_once(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    out = Output(screen)
    monkeypatch.setattr(Output, "width", 60)
    fact = Statement("Seoul", "opened", 1993, Source("A document with a rather long name", "¶ 2"))
    print_facts(out, [fact, fact])
    assert (
        screen.getvalue()
        == """\
Subject  Property  Value  Source
Seoul    opened    1993   [1] ¶ 2
Seoul    opened    1993   [1] ¶ 2
[1] A document with a rather long name
"""
    )
