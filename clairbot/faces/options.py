"""What may be written on the command line, as a table, and the parser that reads it.

Rule of this file: whatever is not an option is a word of the question. Rejected: `argparse`, which costs a
third of what a whole one-shot answer may, and whose help differs from one Python version to the next.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING

from clairbot.errors import ClairbotError
from clairbot.faces.suggest import did_you_mean
from clairbot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class UsageError(ClairbotError):
    """The command line cannot be understood."""


class Option(Record):
    """One option of the command line."""

    flags: tuple[str, ...]
    """How it is written, the full form last."""
    help: str
    """What it does, in one line."""
    metavar: str = ""
    """Name of its value; empty for a switch."""
    choices: tuple[str, ...] = ()
    """The values it takes; empty if any will do."""

    @property
    def field(self) -> str:
        """Name of the field of `Options` that it sets."""
        name = self.flags[-1].removeprefix("--").replace("-", "_")
        return f"{name}_" if iskeyword(name) else name


OPTIONS = (
    Option(("--pack",), "ask another pack than the built-in one", "DIR"),
    Option(("--from",), "with `pack new`: the table to start from; more may follow", "TABLE"),
    Option(("--json",), "print one JSON object per question"),
    Option(("--separate",), "treat piped lines as unrelated questions, not as one chat"),
    Option(("--sources",), "print where the answer stands, too"),
    Option(("--trace",), "print to stderr how the question was understood"),
    Option(("--color",), "auto, always or never", "WHEN", ("auto", "always", "never")),
    Option(("--accessible",), "chat without menus, colours or redrawn lines (also: ACCESSIBLE=1)"),
    Option(("--no-history",), "do not keep the questions of this chat"),
    Option(("-q", "--quiet"), "no greeting, tips or warnings"),
    Option(("--no-config",), "read no configuration file"),
    Option(("--debug",), "show the traceback of an unexpected error"),
    Option(("--completion",), "print the completion file for bash, zsh or fish", "SHELL", ("bash", "zsh", "fish")),
    Option(("--man",), "print the man page"),
    Option(("-V", "--version"), "print the version and exit"),
    Option(("-h", "--help"), "print this help and exit"),
)

COMMANDS = (
    ("facts", "print all facts as a table"),
    ("pack new", "start a pack of your own in DIR, from a CSV or JSONL table or from an example"),
    ("pack check", "say all that is wrong or doubtful in the pack in DIR"),
    ("pack test", "run the questions in tests/ of the pack in DIR"),
    ("pack show", "print what the pack in DIR can be asked"),
)
"""Subcommands with what they do."""


AUTHOR = "pack"
"""First word of the subcommands for authors of packs."""


class Options:
    """The command line, read. Each field is named as its option is."""

    pack: str | None = None
    from_: str = ""
    json: bool = False
    separate: bool = False
    sources: bool = False
    trace: bool = False
    color: str = "auto"
    accessible: bool = False
    no_history: bool = False
    no_config: bool = False
    quiet: bool = False
    debug: bool = False
    completion: str = ""
    man: bool = False
    version: bool = False
    help: bool = False

    def __init__(self) -> None:
        self.words: list[str] = []
        """What is no option, in order."""
        self.forced = False
        """Whether `--` said that all words are a question."""
        self.settings: dict[str, str] = {}
        """How the chat is set at its start, where that differs from what `/set` shows first."""

    @property
    def command(self) -> str:
        """The subcommand that the words name; empty if they are a question."""
        if self.forced or not self.words:
            return ""
        if self.words[0] == AUTHOR and (len(self.words) == 1 or f"{AUTHOR} {self.words[1]}" in dict(COMMANDS)):
            return AUTHOR
        return self.words[0] if len(self.words) == 1 and self.words[0] in dict(COMMANDS) else ""


def parse_options(arguments: Sequence[str]) -> Options:
    """Read a command line (without the program's name).

    Raises:
        UsageError: an option is unknown, or its value is missing or not one of its choices.
    """
    options = Options()
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            options.forced = True
            options.words.extend(rest)
        elif _is_option(argument):
            _set_option(options, argument, rest)
        else:
            options.words.append(argument)
    _check_command(options)
    return options


def _is_option(argument: str) -> bool:
    flag = argument.partition("=")[0]
    return flag.startswith("-") and len(flag) > 1 and len(flag.split()) == 1


def _set_option(options: Options, argument: str, rest: Iterator[str]) -> None:
    flag, given, value = argument.partition("=")
    option = _find_option(flag)
    if not option.metavar:
        if given:
            raise UsageError(f"{flag} takes no value; write {flag} alone")
        setattr(options, option.field, True)
        return
    value = value if given else next(rest, "")
    if not value or (option.choices and value not in option.choices):
        wanted = " or ".join(option.choices) or option.metavar
        raise UsageError(f"{flag} wants {wanted}, not {value or 'nothing'}")
    setattr(options, option.field, value)


def _find_option(flag: str) -> Option:
    for option in OPTIONS:
        if flag in option.flags:
            return option
    flags = [flag for option in OPTIONS for flag in option.flags if flag.startswith("--")]
    hint = did_you_mean(flag, flags) or "see --help; a question that starts with a dash goes after --"
    raise UsageError(f"unknown option {flag}; {hint}")


def _check_command(options: Options) -> None:
    """A single word close to a subcommand is a slip, and is never silently asked."""
    if options.forced or options.command or len(options.words) != 1 or not options.words[0].isalpha():
        return
    word = options.words[0]
    if hint := did_you_mean(word, [name for name, _ in COMMANDS]):
        raise UsageError(f"no command {word}; {hint} (to ask it as a question: clairbot -- {word})")
