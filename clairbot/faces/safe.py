r"""Text that is safe to show: nothing in it moves the cursor, hides, or reverses what is read.

Rule of this file: what cannot be shown is shown as an escape (`\x1b`), never dropped, so that nobody is
misled about what stands there.
"""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"  # they shape Persian and Indic words and emoji, and hide nothing there
_PLAIN = str.maketrans({
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "...", "·": "-", "•": "-",
    "●": "*", "─": "-", "→": "->", "←": "<-", "≤": "<=", "≥": ">=", "×": "x", "¶": "par.", "§": "sec.",
})  # fmt: skip


def escape(text: str) -> str:
    """Return `text` with control, bidi, invisible and broken characters written as escapes.

    Newlines stay, tabs and odd spaces become spaces.
    """
    if text.isprintable():
        return text
    before = ["", *text]
    return "".join(_escape_one(letter, last) for letter, last in zip(text, before, strict=False))


def _escape_one(letter: str, before: str) -> str:
    if letter.isprintable() or letter == "\n":
        return letter
    if letter == "\t" or unicodedata.category(letter) == "Zs":
        return " "
    if letter in _JOINERS and not before.isascii():
        return letter
    return ascii(letter)[1:-1]


def to_ascii(text: str) -> str:
    """Return `text` in ASCII: accents are dropped, typography is made plain, the rest becomes escapes."""
    if text.isascii():
        return text
    parted = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    letters = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return letters.encode("ascii", "backslashreplace").decode("ascii")
