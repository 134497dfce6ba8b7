"""Phrases by their words, with what each may mean: the lexicon while it is collected.

Rule of this file: no pack can make it grow without end; what all templates of a pack write out together
has a limit, as each one of them has.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any, TypeAlias

from clairbot import template
from clairbot.errors import PackError
from clairbot.text import fold, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot.language import Language
    from clairbot.lexicon import Phrases
    from clairbot.pack.source import Source

Tree: TypeAlias = "tuple[dict[tuple[str, Any], float], dict[str, Tree]]"
"""Phrases while they are collected: the senses of a row of words, and what goes on from there."""
MOST_READINGS = 4000
"""Most flat readings of one template."""
MOST_WORDS = 2_000_000
"""Most words that all templates and synonyms of a pack write out; the stock shapes have a fifth of that."""
LONGEST = 100
"""Most words in one phrase: a question has hardly more, and phrases are nested as deep as they are long."""
MOST_JOINED = 4
"""A phrase of fewer words is also known without its spaces."""
SIGNS = frozenset("{}<>")
"""Signs that mark slots and word classes, and that no word of a template may have."""


class Lexemes:
    """Phrases by first word, with their senses."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.phrases: dict[str, Tree] = {}
        self.words: dict[str, int] = {}
        """All words, each with how many phrases it stands in."""
        self._left = MOST_WORDS
        self._written: dict[str, tuple[str, ...]] = {}
        """The words that a word of plain letters stands for."""

    def add(  # noqa: PLR0913 (a sense has so many parts)
        self,
        phrase: str,
        symbol: str,
        meaning: object,
        cost: float = 0.0,
        *,
        joined: bool = False,
        stands: bool = False,
        where: str = "",
    ) -> None:
        """Adds a phrase; a `joined` one is also known without its spaces.

        Raises PackError if it is too long, or if there are too many; one that `stands` in a file as it is does not
        count, since names can be many and files have a limit of their own.
        """
        words = self._words(phrase)
        if not words:
            return
        if len(words) > LONGEST:
            raise PackError(where, f"phrase of {len(words)} words; the limit is {LONGEST}")
        self._left -= 0 if stands else len(words)
        if self._left < 0:
            raise PackError(where, f"phrases too costly together (over {MOST_WORDS} words); use fewer optionals")
        self._put(words, symbol, meaning, cost)
        if joined and 1 < len(words) < MOST_JOINED and all(w.isalpha() for w in words):
            self._put(["".join(words)], symbol, meaning, cost)

    def _words(self, phrase: str) -> list[str]:
        words: list[str] = []
        for written in phrase.split():
            parts = self._written.get(written) or self._plainly(written)
            if not parts:
                break
            words += parts
        else:
            return words
        tokens = tokenize(f"a {phrase}", self.language.contractions)[1:]  # at the start, `>` would be a quotation's
        return [t.text for t in tokens if t.text != "-" or phrase == "-"]

    def _plainly(self, written: str) -> tuple[str, ...]:
        """What `tokenize` would find in a word of plain letters, as most are; nothing of any other."""
        if not (written.isascii() and written.isalpha()):
            return ()
        word = written.lower()
        parts = self.language.contractions.get(word, (word,))
        found = tuple(part if part == "'s" else part.strip("'") for part in parts if part != "'")
        self._written[written] = found
        return found

    def _put(self, words: list[str], symbol: str, meaning: object, cost: float) -> None:
        found = self.phrases.setdefault(words[0], ({}, {}))
        for word in words[1:]:
            found = found[1].setdefault(word, ({}, {}))
        found[0].setdefault((symbol, meaning), cost)
        for word in words:
            if word.isalpha():
                self.words[word] = self.words.get(word, 0) + 1

    def add_template(  # noqa: PLR0913 (as `add`)
        self,
        written: str,
        symbol: str,
        meaning: object,
        cost: float,
        *,
        where: str,
        rules: template.Rules | None = None,
    ) -> None:
        """Adds every reading of a template that has no slots; raises PackError."""
        for flat in template.expand(template.parse(written, where), limit=MOST_READINGS, where=where, rules=rules):
            self.add(plain(flat, where), symbol, meaning, cost, where=where)

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """Each first word with its phrases, as they are stored."""
        for word, found in self.phrases.items():
            yield word, pickle.dumps(_frozen(found, {}))

    def vocabulary(self, source: Source) -> Iterator[tuple[str, int, str, int]]:
        """All words: those of the phrases, and the language's common ones, which mean something if their base does."""
        for word in sorted(self.words):
            yield word[0], len(word), word, self.words[word]
        tables = self.language.numbers, self.language.ordinals, self.language.decades
        for word in sorted({word for table in tables for word in table if word.isalpha()} - self.words.keys()):
            yield word[0], len(word), word, 1
        lines = (line for words in source.words.values() for line in words)
        for word in (word for line in lines for word in fold(line).replace("-", " ").split()):
            if word.isalpha() and word not in self.words:
                meant = any(lemma in self.words for lemma in self.language.lemmas(word)[1:])
                yield word[0], len(word), word, int(meant)


def plain(flat: template.Flat, where: str) -> str:
    """The words of a reading as a phrase; raises PackError if it has a slot or a word class."""
    words = []
    for symbol in flat:
        if not isinstance(symbol, template.Word):
            raise PackError(where, f"only words can stand here, not {symbol}; write the words out")
        words.append(symbol.text)
    return " ".join(words)


def _frozen(found: Tree, known: dict[object, Phrases]) -> Phrases:
    """A tree as it is looked up, with what is alike in it there once: a pickle of it is a tenth as long."""
    senses = tuple((symbol, meaning, cost) for (symbol, meaning), cost in found[0].items())
    below = {word: _frozen(tree, known) for word, tree in found[1].items()}
    return known.setdefault((senses, tuple((word, id(tree)) for word, tree in below.items())), (senses, below))
