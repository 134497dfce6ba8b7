"""Did-you-mean: what a misspelt option or command was meant to be.

Rule of this file: at most two slips (a swap of neighbours is one), and fewer slips than letters kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SLIPS = 2
"""Most edits that still count as a slip of the fingers."""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that `word` is most likely a misspelling of; the earlier one of equals."""
    # Deferred: only a slip needs it, and `--help` must not pay for it.
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    folded = word.casefold()
    slips = {choice: OSA.distance(folded, choice.casefold(), score_cutoff=MOST_SLIPS) for choice in choices}
    choice, distance = min(slips.items(), key=lambda pair: pair[1], default=("", MOST_SLIPS + 1))
    return choice if distance <= MOST_SLIPS and 2 * distance < len(choice.lstrip("-/")) else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return `did you mean `x`?`, or nothing if no choice is near."""
    near = nearest(word, choices)
    return f"did you mean `{near}`?" if near else ""
