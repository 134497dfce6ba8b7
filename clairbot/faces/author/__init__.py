"""`clairbot pack`: what authors of packs need to start one, to check it, to test it, and to see what it answers.

Rule of this package: nothing here is imported by the rest of the program, but when the subcommand runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.faces.options import UsageError
from clairbot.faces.suggest import did_you_mean

if TYPE_CHECKING:
    from clairbot.faces.options import Options
    from clairbot.faces.output import Output

USAGE = {
    "new": "clairbot pack new DIR [--from TABLE [TABLE]...]",
    "check": "clairbot pack check DIR",
    "test": "clairbot pack test DIR",
    "show": "clairbot pack show DIR",
}
"""Subcommands, with how each is called."""


def run_author(options: Options, out: Output, err: Output) -> int:
    """Run `clairbot pack …`; return the exit status.

    Raises:
        UsageError: the subcommand is unknown, or its folder is missing.
        PackError: the pack cannot be used (not from `check`, which prints what is wrong).
    """
    # Deferred: each command brings what it needs and no more.
    name, *words = options.words[1:] or [""]
    if name not in USAGE:
        hint = did_you_mean(name, list(USAGE)) or f"there are: {', '.join(USAGE)}"
        raise UsageError(f"no command pack {name}".rstrip() + f"; {hint}")
    if not words or (len(words) > 1 and not (name == "new" and options.from_)):
        raise UsageError(f"pack {name} wants {'one folder' if words else 'a folder'}; write: {USAGE[name]}")
    if name == "new":
        from clairbot.faces.author.new import new_pack  # noqa: PLC0415

        return new_pack(words[0], [options.from_, *words[1:]] if options.from_ else [], out, err)
    if name == "check":
        from clairbot.faces.author.check import check_pack  # noqa: PLC0415

        return check_pack(words[0], out)
    if name == "test":
        from clairbot.faces.author.test import test_pack  # noqa: PLC0415

        return test_pack(words[0], options, out)
    from clairbot.faces.author.show import show_pack  # noqa: PLC0415

    return show_pack(words[0], out)
