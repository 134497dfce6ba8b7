"""The slash commands of the chat.

Rule of this file: a command is a function that takes the chat and what stands behind the command's name;
its docstring is its help.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.errors import ClairbotError
from clairbot.faces.export import copy_text, export_chat
from clairbot.faces.layout import align
from clairbot.faces.pager import paged
from clairbot.faces.render import print_facts, print_sources, print_trace, print_wrapped
from clairbot.faces.suggest import did_you_mean
from clairbot.faces.talk import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from clairbot.faces.talk import Talk
    from clairbot.values import Answer

MOST_FACTS, MOST_HISTORY = 1000, 200
"""Lines that one command prints."""

KEYS = """\
Tab completes; the right arrow takes the ghost text; Ctrl-R searches earlier questions.
Alt-Enter starts a new line; Ctrl-X Ctrl-E opens $EDITOR; Ctrl-C clears the line; Ctrl-D leaves.
// asks a question that starts with a slash; a line that starts with a space is not kept."""


class CommandError(ClairbotError):
    """A slash command cannot be carried out."""


def show_help(talk: Talk, _: str) -> None:
    """Say what can be typed."""
    print_wrapped(talk.out, "Ask a question in your own words, or type a command:")
    for line in align([(f"  /{name}", note) for name, note in command_notes()], talk.out.width):
        talk.out.write(line)
    print_wrapped(talk.out, KEYS)


def show_why(talk: Talk, _: str) -> None:
    """Show how the last question was understood."""
    print_trace(talk.out, _last(talk))


def show_sources(talk: Talk, _: str) -> None:
    """Show where the last answer stands."""
    answer = _last(talk)
    if not answer.sources:
        print_wrapped(talk.out, "The last answer rests on no source.")
    print_sources(talk.out, answer)


def show_facts(talk: Talk, words: str) -> None:
    """Show the facts as a table: all, or those with the given words."""
    wanted = words.casefold().split()
    facts = [fact for fact in talk.bot.statements() if all(word in str(fact).casefold() for word in wanted)]
    if not facts:
        print_wrapped(talk.out, f"No fact has {words} in it." if words else "There are no facts.")
        return
    print_facts(talk.out, facts[:MOST_FACTS])
    if len(facts) > MOST_FACTS:
        more = len(facts) - MOST_FACTS
        print_wrapped(talk.out, f"... and {more} more; /facts WORD shows those with a word in them.")


def show_history(talk: Talk, _: str) -> None:
    """Show the latest questions."""
    for entry in talk.history.entries()[-MOST_HISTORY:]:
        print_wrapped(talk.out, " ".join(entry.splitlines()))


def export(talk: Talk, words: str) -> None:
    """Write this chat to a file: md, json or txt, then a file name if you like."""
    form, _, name = words.partition(" ")
    print_wrapped(talk.out, f"Written to {export_chat(talk.answers, form, name.strip())}.")


def copy(talk: Talk, _: str) -> None:
    """Copy the last answer to the clipboard."""
    copy_text(talk.out, _last(talk).text)
    print_wrapped(talk.out, "Copied.")


def change_setting(talk: Talk, words: str) -> None:
    """Show the settings, or change one: /set keys vi."""
    name, _, value = words.partition(" ")
    if not words:
        for key, values in SETTINGS.items():
            print_wrapped(talk.out, f"{key} {talk.settings[key]} (can be {' or '.join(values)})")
        return
    if name not in SETTINGS:
        hint = did_you_mean(name, SETTINGS) or f"there are {', '.join(SETTINGS)}"
        raise CommandError(f"no setting {name}; {hint}")
    if value.strip() not in SETTINGS[name]:
        raise CommandError(f"{name} can be {' or '.join(SETTINGS[name])}")
    talk.settings[name] = value.strip()
    print_wrapped(talk.out, f"{name} is {value.strip()} now.")


def reset(talk: Talk, _: str) -> None:
    """Forget what was said, and start afresh."""
    talk.reset()
    print_wrapped(talk.out, "Forgotten.")


def leave(_: Talk, __: str) -> None:
    """Leave; so does Ctrl-D."""
    raise EOFError


COMMANDS: dict[str, Callable[[Talk, str], None]] = {
    "help": show_help,
    "why": show_why,
    "sources": show_sources,
    "facts": show_facts,
    "history": show_history,
    "export": export,
    "copy": copy,
    "set": change_setting,
    "reset": reset,
    "quit": leave,
}


def command_notes() -> list[tuple[str, str]]:
    """Return each command's name with what it does."""
    return [(name, (command.__doc__ or "").strip()) for name, command in COMMANDS.items()]


def run_command(talk: Talk, line: str) -> None:
    """Carry out a line that starts with a slash.

    Raises:
        CommandError: there is no such command, or it cannot be carried out now.
        EOFError: the command was to leave.
    """
    name, _, words = line[1:].strip().partition(" ")
    command = COMMANDS.get(name.casefold())
    if command is None:
        near = did_you_mean(name, COMMANDS).replace("`", "`/", 1) if name else ""
        raise CommandError(f"no command /{name}; {near or 'see /help'} (//{name} asks it as a question)")
    talk.out.pages = talk.settings["pager"] == "on"
    with paged(talk.out):
        command(talk, words.strip())


def _last(talk: Talk) -> Answer:
    if talk.last is None:
        raise CommandError("nothing has been asked yet")
    return talk.last
