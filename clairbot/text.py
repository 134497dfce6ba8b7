"""Text to tokens: clean what people paste, fold what does not matter, keep the span of every token.

Rule of this file: no words of any language; contractions come in from the pack. The length is checked
before anything else is done, since normalising hostile text can take longer than answering it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from clairbot.errors import QuestionError
from clairbot.record import Record, made

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST = 1000
"""Longest question, in characters."""

ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)")
MARKUP = re.compile(r"</?[a-zA-Z!][^<>]{0,80}>|<[@#!][^<>\s]{1,60}>|https?://\S+")
INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Letters and accents that Unicode lets be shown as nothing; controls and formats are found by category."""
QUOTED = re.compile(r"^[\s>|]+", re.MULTILINE)
WORD = re.compile(
    r"(?P<dotted>(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b(?!\.))?"
    r"|\b[^\W\d_](?:-[^\W\d_]){2,}\b|\b[^\W\d_](?: [^\W\d_]){2,}\b(?!['’]))"
    r"|(?P<word>(?<!\w)['’]s\b|['’]?\d+(?:[.,]\d+)*(?:['’]?[^\W_]+)?|[^\W_]+(?:['’][^\W_]+)*['’]?)"
    r"|(?P<mark>[^\w\s]|_)"
)
PLAIN = re.compile(r"[A-Za-z0-9]{2,}(?: [A-Za-z0-9]{2,})*\??")
"""Words with a space between them, as most questions are written: nothing in them needs care."""
GOES_ON = re.compile(r"[,;:)?]|\s*[^\W\dA-Z_]|\s*\d")
"""What may follow an abbreviation's full stop: no new sentence."""
YEAR = re.compile(r"\s*\d{4}\b")
"""What follows a first word with a full stop that is an answer, and no abbreviation: "No. 1989"."""
OPTIONAL = re.compile(r"(?<=[^\W\d_])\([^\W\d_]{1,2}\)")
"""An ending in brackets: "office(s)"."""
STOPS = frozenset(".?!;\n")
STARTERS = STOPS | frozenset(":\"“”'-–—(>*")
"""Marks after which a word may have a capital without being a name."""


class Token(Record):
    """One word or mark."""

    text: str
    """Folded: lower case, without accents, dots or apostrophes at its ends."""
    start: int
    """Where it starts in the cleaned question, in characters."""
    end: int
    """Where it ends."""
    mark: bool = False
    """Whether it is punctuation or another sign rather than a word."""
    acronym: bool = False
    """Whether it alone is in capitals: spelt so on purpose."""
    proper: bool = False
    """Whether it alone starts with a capital, inside a sentence: a name."""


NO_SIGNS = (False, False, False)
"""A word that is no mark and has no capitals."""


def clean(question: str) -> str:
    """The question without control, bidi and zero-width characters, escapes and lone surrogates.

    Raises QuestionError if it is longer than `LONGEST` characters.
    """
    if len(question) > LONGEST:
        raise QuestionError(f"question is {len(question)} characters; the limit is {LONGEST}")
    if question.isascii() and question.isprintable():
        return question.strip()
    text = ESCAPES.sub("", question)
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode("utf-8")))
    if len(text) > LONGEST:  # one character can stand for eighteen
        raise QuestionError(f"question is {len(text)} characters when written out; the limit is {LONGEST}")
    return "".join(" " if c in "\t\r\v\f" else c for c in text if c in "\n\t\r\v\f" or _plain(c)).strip()


def _plain(character: str) -> bool:
    return character.isprintable() or not unicodedata.category(character).startswith("C")


def fold(text: str) -> str:
    """Lower case, without accents, typographic apostrophes made straight."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text.replace("’", "'").casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def tokenize(text: str, contractions: Mapping[str, tuple[str, ...]]) -> list[Token]:
    """Tokens of a cleaned question, markup left out and contractions taken apart.

    `contractions` maps a folded word, an ending that starts with an apostrophe, or an abbreviation that ends with its
    full stop, to the words it stands for.
    """
    tokens = _plain_tokens(text, contractions) if PLAIN.fullmatch(text) else _any_tokens(text, contractions)
    started = len(tokens) > 1 and tokens[1].start > 0 and text[1:].islower()  # one capital, which starts a word alone
    return tokens if started or text.islower() else _with_capitals(tokens, text)


def _plain_tokens(text: str, contractions: Mapping[str, tuple[str, ...]]) -> list[Token]:
    """Tokens of plain text: the same as of any text, in a third of the time."""
    tokens: list[Token] = []
    start = 0
    for word in text.lower().removesuffix("?").split(" "):
        end = start + len(word)
        if word in contractions:
            tokens += _apart(word, start, end, contractions)
        else:
            tokens.append(made(Token, word, start, end, *NO_SIGNS))
        start = end + 1
    if text[-1] == "?":
        tokens.append(Token("?", start - 1, start, mark=True))
    return tokens


def _any_tokens(text: str, contractions: Mapping[str, tuple[str, ...]]) -> list[Token]:
    blank = _blanked(text)
    tokens: list[Token] = []
    passed = -1
    for match in WORD.finditer(blank):
        start, end = match.span()
        if start == passed:
            continue
        words = _abbreviated(match, blank, contractions) if blank.startswith(".", end) else ()
        passed = end if words else -1
        plain = _plain_word(match.group(), contractions)
        if words or plain:
            tokens += [made(Token, word, start, end, *NO_SIGNS) for word in words or (plain,)]
        else:
            tokens += _split(match, contractions)
    return tokens


def _plain_word(word: str, contractions: Mapping[str, tuple[str, ...]]) -> str:
    """A word of plain letters and digits in lower case, which most are; empty if there is more to it."""
    folded = word.lower() if word.isalnum() and word.isascii() else ""
    return "" if folded in contractions else folded


def _blanked(text: str) -> str:
    """The text with blanks in place of markup, signs of quoted lines and endings in brackets."""
    if "<" in text or "://" in text:
        text = MARKUP.sub(lambda m: " " * len(m.group()), text)
    if "\n" in text or not text[:1].isalnum():
        text = QUOTED.sub(lambda m: "\n".rjust(len(m.group())) if "\n" in m.group() else " " * len(m.group()), text)
    return OPTIONAL.sub(lambda m: " " * len(m.group()), text) if "(" in text else text


def first_comma(tokens: Sequence[Token]) -> int:
    """Where the first comma stands; 0 if there is none behind a word."""
    return next((i for i, token in enumerate(tokens) if token.mark and token.text == ","), 0)


def _abbreviated(match: re.Match[str], text: str, contractions: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What an abbreviation with its full stop stands for, where the sentence goes on after it."""
    if match.lastgroup != "word":
        return ()
    after = match.end() + 1
    if not GOES_ON.match(text, after) or (not text[: match.start()].strip() and YEAR.match(text, after)):
        return ()
    return contractions.get(fold(match.group()) + ".", ())


def _with_capitals(tokens: list[Token], text: str) -> list[Token]:
    """Tokens with what capitals say, where not every word has them."""
    words = [text[t.start : t.end] for t in tokens]
    lower = sum([word[:1].islower() for word in words])
    plain = lower >= sum([word[:1].isupper() for word in words])
    found = list(tokens)
    for i, word in enumerate(words):
        if not word.islower():
            shout = lower > 0 and word.replace(".", "").isalpha() and sum(map(str.isupper, word)) > 1
            starts = not i or (tokens[i - 1].mark and tokens[i - 1].text in STARTERS)
            proper = plain and not starts and word[:1].isupper()
            if shout or proper:
                found[i] = tokens[i].replace(acronym=shout, proper=proper)
    return found


def _split(match: re.Match[str], contractions: Mapping[str, tuple[str, ...]]) -> list[Token]:
    start, end, found = match.start(), match.end(), fold(match.group())
    if not found:  # an accent by itself
        return []
    if match.lastgroup == "mark":
        return [] if unicodedata.category(found[0]) in {"So", "Sk", "Mn"} else [Token(found, start, end, mark=True)]
    if match.lastgroup == "dotted":
        letters = found.split()
        if sum(letter in contractions for letter in letters) > 1:  # words of their own, a space apart: "r u a bot"
            each = enumerate(letters)
            return [Token(w, start + 2 * i, start + 2 * i + 1) for i, x in each for w in contractions.get(x, (x,))]
        return [Token(re.sub(r"[-. ]", "", found), start, end)]
    return _apart(found, start, end, contractions)


def _apart(found: str, start: int, end: int, contractions: Mapping[str, tuple[str, ...]]) -> list[Token]:
    """A folded word, or what it is a contraction of."""
    words = contractions.get(found)
    if words is None and "'" in found:
        cut = found.index("'", 1) if "'" in found[1:] else 0
        slip = len(found) > cut + 1 and found[cut:] not in contractions and found[-1] != "'"
        if cut and slip:  # an apostrophe that belongs nowhere: "wha't"
            words = (found.replace("'", ""),)
        else:
            words = (found[:cut], *contractions.get(found[cut:], (found[cut:],))) if cut else (found,)
    return [Token(w if w == "'s" else w.strip("'"), start, end) for w in words or (found,) if w != "'"]
