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
    from clairbot.faces.loading import Loading

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

    def __init__(self, loading: Loading, commands: Sequence[tuple[str, str]]) -> None:
        self._loading = loading
        self._commands = commands
        self._pool: list[tuple[str, str]] | None = None
        self.next_questions: tuple[str, ...] = ()
        """What the last answer suggests to ask."""

    @property
    def _bot(self) -> Bot:
        return self._loading.bot

    def offers(self, line: str) -> list[Offer]:
        """Return what the text before the cursor could become."""
        if len(line) > LONGEST or "\n" in line:
            return []
        if line.startswith("/"):
            return self._commands_like(line)
        if not self._loading.done:
            return []
        found = [*self._names_like(line), *self._questions_like(line)]
        distinct = {(offer.length, offer.text.casefold()): offer for offer in reversed(found)}
        return [offer for offer in reversed(distinct.values()) if offer.text != line[-offer.length :]]

    def ghost(self, line: str) -> str:
        """Return what a sampled question adds to the line; nothing if none starts with it."""
        if len(line) < SHORTEST_MISSPELT or len(line) > LONGEST or line.startswith("/") or not self._loading.done:
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
        for fragment in fragments:
            if found := self._bot.names_like(fragment, MOST_NAMES):
                return _names_offered(found, fragment)
        if fragments and len(fragments[-1]) >= SHORTEST_MISSPELT:
            return _names_offered(self._bot.names_like(fragments[-1], MOST_NAMES, misspelt=True), fragments[-1])
        return iter(())

    def _questions_like(self, line: str) -> Iterator[Offer]:
        typed = line.strip()
        if not typed and self.next_questions:
            found = [(text, "") for text in self.next_questions]
        else:
            kept = line.lstrip() if typed else ""
            found = [(s.text, s.intent) for s in self._bot.questions(kept, MOST_QUESTIONS)]
            found = found or self._questions_misspelt(typed)
        for question, intent in found[:MOST_QUESTIONS]:
            yield Offer(escape(question), len(line), f"question: {intent}" if intent else "question")

    def _questions_misspelt(self, typed: str) -> list[tuple[str, str]]:
        if len(typed) < SHORTEST_MISSPELT:
            return []
        if self._pool is None:
            self._pool = [(s.text, s.intent) for s in self._bot.questions("", POOL)]
        heads = [question[: len(typed)].casefold() for question, _ in self._pool]
        near = process.extract(
            typed.casefold(),
            heads,
            scorer=fuzz.ratio,
            score_cutoff=CLOSE,
            limit=MOST_QUESTIONS,
        )
        return [self._pool[index] for _, _, index in near]


def _names_offered(names: Sequence[tuple[str, str]], fragment: str) -> Iterator[Offer]:
    for name, kind in names:
        yield Offer(escape(name), len(fragment), escape(kind))


def _fragments(line: str) -> list[str]:
    """Ends of the line that may be the beginning of a name, the longest first."""
    words = line.split(" ")
    return [" ".join(words[-count:]) for count in range(min(MOST_WORDS, len(words)), 0, -1)]
