"""`clairbot pack show`: the kinds and properties of a pack, each with questions that it answers.

Rule of this file: every question that is printed has just been answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import clairbot
from clairbot.faces.author.ask import samples_of
from clairbot.faces.render import print_wrapped

if TYPE_CHECKING:
    from clairbot.bot import Bot
    from clairbot.faces.output import Output
    from clairbot.schema import Property

MOST = 6
"""Questions that are shown of a kind or property."""


def show_pack(folder: str, out: Output) -> int:
    """Print what can be asked; return the exit status. Raises PackError."""
    bot = clairbot.load(folder)
    samples = samples_of(folder, bot)
    print_wrapped(out, f"{bot.title}", "bold")
    for name, kind in bot.schema.kinds.items():
        out.write()
        size = len(bot.facts.entities(name))
        print_wrapped(out, f"{kind.one}: {size} {kind.many if size != 1 else kind.one}", "bold")
        _print(out, [s.question for s in samples[f"kind {name}"]])
        for declared in bot.schema.properties.values():
            if min(declared.of) == name:
                _print_property(out, bot, declared, [s.question for s in samples[f"property {declared.name}"]])
    return 0


def _print_property(out: Output, bot: Bot, declared: Property, questions: list[str]) -> None:
    known = len(bot.facts.column(declared.name))
    kinds = ", ".join(sorted(declared.to))
    what = [f"to {kinds}" if declared.relation else declared.type, *([declared.unit] if declared.unit else [])]
    what += ["several values"] if declared.many else []
    what += [f"also of {other}" for other in sorted(declared.of)[1:]]
    print_wrapped(out, f"  {declared.name} ({', '.join(what)}; known of {known})")
    _print(out, questions)


def _print(out: Output, questions: list[str]) -> None:
    for question in questions[:MOST]:
        print_wrapped(out, f"    {question}", "dim")
