"""Composition: how the meanings of parts make the meaning of a whole, checked against the schema.

Rule of this file: a function here gets meanings and gives one meaning, or None where the types do not
fit; that is all that keeps the grammar from nonsense. It knows no word of any language. The rules of the
grammar name these functions (`where(s, c)`), so their names are part of the pack format.
"""

from __future__ import annotations

from clairbot.meaning.parts import EVERYTHING, NOW, TIME, Fragment, Superlative, Verb, dimension_of
from clairbot.meaning.truths import Truths


class Composer(Truths):
    """The functions that grammar rules may name; see `docs/packs.md` for each with an example."""


__all__ = ["EVERYTHING", "NOW", "TIME", "Composer", "Fragment", "Superlative", "Verb", "dimension_of"]
