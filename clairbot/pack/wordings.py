"""How people call what a pack declares, into the lexicon.

Rule of this file: a name may be shared. Entities of one kind that are called alike are one meaning, in which
any of them may be meant; of several kinds, the one that the pack is about is meant first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.meaning import Verb
from clairbot.pack.topics import family_of
from clairbot.query import Names, Namesakes

if TYPE_CHECKING:
    from clairbot.pack.facts import Data
    from clairbot.pack.phrases import Lexemes
    from clairbot.pack.source import Source

SYNONYM = 0.15
"""Cost of a wording that the language's synonyms add to the pack's own."""
SHORTEST_SYNONYM = 3
"""Letters of a synonym; shorter words, such as `do`, mean too much."""
SECOND = 0.1
"""Cost of meaning something else by a name than the thing of the pack's main kind that has it too."""


def add_wordings(source: Source, data: Data, main: str, lexemes: Lexemes) -> None:
    """How people call things; for what a property is called, the language's synonyms too."""
    _add_names(data, main, lexemes)
    families: dict[str, list[str]] = {}
    for family, where in source.items("synonyms"):
        phrases = family_of(family, where)
        for phrase in phrases:
            families.setdefault(phrase, []).extend(p for p in phrases if p != phrase)
    wordings = [wording for wording in data.wordings if not isinstance(wording[0][2], Names)]
    for (phrase, symbol, meaning), where in wordings:
        lexemes.add(phrase, symbol, meaning, stands=True, where=where)
    for (phrase, symbol, meaning), where in wordings:
        for other in families.get(phrase, ()) if isinstance(meaning, Verb) and not meaning.backwards else ():
            if len(other) < SHORTEST_SYNONYM:
                continue
            lexemes.add(other, symbol, meaning, SYNONYM, where=where)


def _add_names(data: Data, main: str, lexemes: Lexemes) -> None:
    """What entities are called, by phrase and kind."""
    called: dict[str, dict[str, dict[str, str]]] = {}
    for (phrase, _, meaning), where in data.wordings:
        if isinstance(meaning, Names):
            called.setdefault(phrase.casefold(), {}).setdefault(meaning.kind, {})[meaning.names[0]] = where
    for phrase, kinds in called.items():
        for kind, names in kinds.items():
            meaning = Namesakes(tuple(names), kind) if len(names) > 1 else Names(tuple(names), kind)
            cost = SECOND if kind != main and main in kinds else 0.0
            where = next(iter(names.values()))
            lexemes.add(phrase, "{name}", meaning, cost, joined=True, stands=True, where=where)
