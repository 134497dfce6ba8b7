"""What a language's data say about single words: their inflection, derivation, numbers and contractions.

Rule of this file: it holds tables that a pack brings and applies them; it knows no word itself.
"""

from __future__ import annotations

from clairbot.record import Record, once

Rules = tuple[tuple[str, str], ...]
SHORTEST = 2
"""Fewest letters that must be left when an ending is taken off."""


def by_last(rules: Rules) -> dict[str, Rules]:
    """Endings by their last letter, in their order: only those of a word's own are tried on it."""
    letters = dict.fromkeys(ending[-1:] for ending, _ in rules)
    return {last: tuple([rule for rule in rules if rule[0][-1:] == last]) for last in letters}


class Language(Record):
    """The tables of one language."""

    contractions: dict[str, tuple[str, ...]]
    """Word, or ending that starts with an apostrophe, to the words it stands for."""
    irregular: dict[str, tuple[str, ...]]
    """Inflected form to its lemmas."""
    inflection: Rules
    """Endings of regular inflection and what replaces them."""
    derivation: Rules
    """Endings of derived words and what replaces them, longest first."""
    spelling: Rules
    """Parts of words that have two spellings, and the one they are brought to; endings start with a hyphen."""
    numbers: dict[str, int]
    """Number words."""
    ordinals: dict[str, int]
    """Ordinal words, and endings such as `th` after digits with value 0."""
    decades: dict[str, int]
    """Decade words to the year they start in, without the century; endings after digits such as `s` with value -1."""
    vowels: str
    """Letters that are often left out or confused."""
    sounds: dict[str, str]
    """Consonants that are easily written for each other, each with the one that stands for all of them."""
    exceptions: dict[str, str]
    """Words whose stem the rules would miss."""
    homophones: dict[str, tuple[str, ...]]
    """Words that are easily written for others which sound alike."""
    particles: frozenset[str] = frozenset()
    """Words that a verb may have at a distance: "put … on"."""
    adverbs: tuple[str, ...] = ()
    """Endings of words that only say in what way something is done."""
    literal: frozenset[str] = frozenset()
    """Word classes whose words stand as they are, not inflected: "open" in "is it open", which "opened" is not."""
    hesitations: frozenset[str] = frozenset()
    """Sounds of somebody who thinks while speaking."""
    determiners: frozenset[str] = frozenset()
    """Words of which one may stand for another inside a phrase: "have a hand in", "have any hand in"."""
    hedges: tuple[str, ...] = ()
    """Phrases that make a thing one of several: `one of`."""
    superlatives: tuple[str, ...] = ()
    """Endings of words that only one thing can be called."""
    minimum: int = 4
    """Fewest letters that must be left when the ending of a derived word is taken off."""

    @once
    def _inflected(self) -> dict[str, Rules]:
        return by_last(self.inflection)

    @once
    def _derived(self) -> dict[str, Rules]:
        return by_last(self.derivation)

    def superlative(self, word: str) -> bool:
        """Whether only one thing can be called so."""
        return word.endswith(self.superlatives)

    def hedged(self, words: list[str]) -> list[str]:
        """What a text says of its subject as one of several: "largest" in "one of the world's largest programs"."""
        text = f" {' '.join(words)} "
        after = [text.split(f" {hedge} ", 1)[1] for hedge in self.hedges if f" {hedge} " in text]
        return [word for rest in after for word in rest.split() if self.superlative(word)]

    def lemmas(self, word: str) -> list[str]:
        """Possible base forms of a word, itself first."""
        found = [word, *self.irregular.get(word, ())]
        for ending, instead in self._inflected.get(word[-1:], ()):
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
                if ending == instead:
                    break
                found.append(word[: len(word) - len(ending)] + instead)
        return found

    def stem(self, word: str) -> str:
        """What a word shares with the words derived from it; only to be compared with other stems."""
        if word in self.exceptions:
            return self.exceptions[word]
        word = self.irregular.get(word, (word,))[0]
        for part, instead in self.spelling:
            if part[0] == "-":
                if word.endswith(part[1:]):
                    word = word[: len(word) - len(part) + 1] + instead.removeprefix("-")
            elif part in word:
                word = word.replace(part, instead)
        for _ in range(3):
            shorter = self._shorten(word)
            if shorter == word:
                break
            word = shorter
        return word[:-1] if word.endswith("e") and len(word) > self.minimum else word

    def _shorten(self, word: str) -> str:
        for ending, instead in self._derived.get(word[-1:], ()):
            if word.endswith(ending) and len(word) - len(ending) >= self.minimum:
                return word[: len(word) - len(ending)] + instead
        return word
