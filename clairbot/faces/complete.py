"""What Tab offers: names, whole questions and slash commands.

Rule of this file: what starts with the typed letters comes first, misspelt matches only where nothing does;
an empty line is offered what could be asked next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from clairbot.faces.safe import escape
from clairbot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clairbot.bot import Bot

MOST_NAMES, MOST_QUESTIONS = 8, 8
"""Offers of each sort."""
POOL = 300
"""Questions among which a misspelt one is looked for."""
CLOSE = 78.0
"""Least likeness of a misspelt match, of 100."""
SHORTEST, SHORTEST_MISSPELT = 2, 4
"""Letters from which on names are offered, and misspelt matches are looked for."""
LONGEST = 200
"""Letters of a line up to which something is offered."""
MOST_WORDS = 3
"""Words before the cursor that may be the beginning of a name."""


class Offer(Record):
    """One line of the menu."""

    text: str
    """What is inserted."""
    length: int
    """How many characters before the cursor it replaces."""
    note: str
    """What it is."""


class Completion:
    """Offers what a line could become, from a bot's names and questions."""

    def __init__(self, bot: Bot, commands: Sequence[tuple[str, str]]) -> None:
        self._bot = bot
        self._commands = commands
        self._names: list[tuple[str, str, str]] | None = None
        self._pool: list[str] | None = None
        self.next_questions: tuple[str, ...] = ()
        """What the last answer suggests to ask."""

    def offers(self, line: str) -> list[Offer]:
        """Return what the text before the cursor could become."""
        if len(line) > LONGEST or "\n" in line:
            return []
        if line.startswith("/"):
            return self._commands_like(line)
        found = [*self._names_like(line), *self._questions_like(line)]
        distinct = {(offer.length, offer.text.casefold()): offer for offer in reversed(found)}
        return [offer for offer in reversed(distinct.values()) if offer.text != line[-offer.length :]]

    def ghost(self, line: str) -> str:
        """Return what a sampled question adds to the line; nothing if none starts with it."""
        if len(line) < SHORTEST_MISSPELT or len(line) > LONGEST or line.startswith("/"):
            return ""
        for question in self._bot.samples(line, MOST_QUESTIONS):
            if question.startswith(line):
                return escape(question)[len(line) :]
        return ""

    def _commands_like(self, line: str) -> list[Offer]:
        found = [(name, note) for name, note in self._commands if name.startswith(line[1:])]
        return [Offer(f"/{name}", len(line), note) for name, note in found]

    def _names_like(self, line: str) -> Iterator[Offer]:
        fragments = [fragment for fragment in _fragments(line) if len(fragment) >= SHORTEST]
        names = self._folded_names() if fragments else []
        for fragment in fragments:
            folded = fragment.casefold()
            found = [name for name in names if name[0].startswith(folded)]
            found = found or [name for name in names if f" {folded}" in name[0]]
            if found:
                yield from (Offer(name, len(fragment), kind) for _, name, kind in found[:MOST_NAMES])
                return
        if fragments and len(fragments[-1]) >= SHORTEST_MISSPELT:
            yield from self._names_misspelt(fragments[-1])

    def _names_misspelt(self, fragment: str) -> Iterator[Offer]:
        names = self._folded_names()
        near = process.extract(
            fragment.casefold(),
            [name for name, _, _ in names],
            scorer=fuzz.partial_ratio,
            score_cutoff=CLOSE,
            limit=MOST_NAMES,
        )
        for _, _, index in near:
            yield Offer(names[index][1], len(fragment), names[index][2])

    def _questions_like(self, line: str) -> Iterator[Offer]:
        typed = line.strip()
        questions: Sequence[str]
        if not typed:
            questions = self.next_questions or self._bot.samples("", MOST_QUESTIONS)
        else:
            questions = self._bot.samples(typed, MOST_QUESTIONS)
            questions = questions or self._questions_with(typed) or self._questions_misspelt(typed)
        for question in questions[:MOST_QUESTIONS]:
            yield Offer(escape(question), len(line), "question")

    def _questions_misspelt(self, typed: str) -> list[str]:
        if len(typed) < SHORTEST_MISSPELT:
            return []
        pool = self._pool_of_questions()
        heads = [question[: len(typed)].casefold() for question in pool]
        near = process.extract(
            typed.casefold(),
            heads,
            scorer=fuzz.ratio,
            score_cutoff=CLOSE,
            limit=MOST_QUESTIONS,
        )
        return [pool[index] for _, _, index in near]

    def _questions_with(self, typed: str) -> list[str]:
        """Questions with a word for each word that was typed, if only with its beginning."""
        words = typed.casefold().split()
        folded = [(f" {question.casefold()}", question) for question in self._pool_of_questions()]
        return [question for text, question in folded if all(f" {word}" in text for word in words)]

    def _pool_of_questions(self) -> list[str]:
        if self._pool is None:
            self._pool = self._bot.samples("", POOL)
        return self._pool

    def _folded_names(self) -> list[tuple[str, str, str]]:
        """Names as compared, as written, and their kinds."""
        if self._names is None:
            self._names = [(name.casefold(), escape(name), escape(kind)) for name, kind in self._bot.names()]
        return self._names


def _fragments(line: str) -> list[str]:
    """Ends of the line that may be the beginning of a name, the longest first."""
    words = line.split(" ")
    return [" ".join(words[-count:]) for count in range(min(MOST_WORDS, len(words)), 0, -1)]
