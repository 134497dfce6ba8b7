"""Questions that a pack can be asked, put together from its schema and facts by patterns that are data.

Rule of this file: a question comes with the values that the facts alone give, where they can be told without the bot,
so that asking it is a test; whoever shows one asks it first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from clairbot import template
from clairbot.errors import PackError
from clairbot.meaning import Composer, dimension_of
from clairbot.meaning.parts import Superlative, Verb
from clairbot.pack.check import strings
from clairbot.pack.grammar import parse_rule
from clairbot.pack.lore import Lore
from clairbot.pack.phrases import MOST_READINGS
from clairbot.query import Test
from clairbot.record import Record
from clairbot.reply import fill
from clairbot.rules import compile_meaning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot.pack.facts import Data
    from clairbot.pack.source import Source
    from clairbot.schema import Kind, Property
    from clairbot.values import Statement, Value

MEASURING = {"most": "most", "than": "than", "how": "noun"}
"""Fields that words for a dimension fill, with the shape that lists those words."""
AGENT, SEVERAL, COUNT, NUMBER = "agent", "several", "count", "number"
"""Patterns for relations to who acts; instead of the first, where the noun is one of several, and of a number."""
VERB = "verb"
"""Field for a verb in its base form; the sentence that a fact is told in says better how it is used."""
REST = "rest"
"""Field for what else a sentence says."""
FIELD = re.compile(r"\{(\w+)\}")


class Sample(Record):
    """A question with what it is about."""

    question: str
    """The question."""
    about: str
    """The kind or property that it asks for."""
    values: tuple[Value, ...] | None = None
    """What the facts say; None if that cannot be told without understanding the question."""


class Sampler:
    """Makes questions for one pack."""

    def __init__(self, source: Source, data: Data) -> None:
        self._source = source
        self._data = data
        self._patterns: dict[str, list[str]] = {}
        for name, value, where in source.entries("samples"):
            self._patterns.setdefault(name, []).extend(strings(value, where))
        self._facts: dict[str, list[Statement]] = {}
        for fact in data.facts:
            self._facts.setdefault(fact.statement.property, []).append(fact.statement)
        self._lore = Lore(source)
        self._words = _measuring(source, Composer(data.schema))

    def of_kind(self, kind: Kind) -> Iterator[Sample]:
        """Questions about the things of a kind."""
        names = [name for name, own in self._data.entities.items() if own == kind.name]
        if not names:
            return
        fields = {"kind": kind.one, "kinds": kind.many, "subject": names[0]}
        counted: dict[str, tuple[Value, ...]] = {"which": tuple(names), "how": (len(names),)}
        for pattern in self._patterns.get("kind", ()):
            first = pattern.split()[0].strip("{}")
            yield Sample(fill(pattern, **fields), kind.name, counted.get(first))

    def of_property(self, declared: Property) -> Iterator[Sample]:
        """Questions about a property, by its type and by how it is told."""
        told = [s for s in self._facts.get(declared.name, ()) if s.subject in self._data.entities]
        if not told:
            return
        fields = self._fields(declared, told)
        sentences = list(self._by_sentence(declared, told, fields))
        for pattern in self._asked(declared):
            needed = set(FIELD.findall(pattern))
            if needed <= fields.keys() and not (sentences and VERB in needed):
                yield Sample(fill(pattern, **fields), declared.name, self._expected(pattern, declared, told))
        yield from sentences

    def _asked(self, declared: Property) -> list[str]:
        acts = declared.relation and all(self._data.schema.kinds[kind].agent for kind in declared.to)
        patterns = self._patterns.get(AGENT if acts else declared.type, [])
        several = self._lore.singular(declared.noun) != declared.noun
        return (
            [*self._patterns.get(SEVERAL if declared.type != NUMBER else COUNT, []), *patterns[1:]]
            if several
            else patterns
        )

    def _fields(self, declared: Property, told: list[Statement]) -> dict[str, str]:
        first = told[0]
        kind = self._data.schema.kinds[self._data.entities[first.subject]]
        other = next((s for s in told if s.value != first.value and s.subject != first.subject), None)
        fields = {
            "subject": first.subject, "value": str(first.value), "noun": declared.noun,
            "kind": kind.one, "kinds": kind.many,
        }  # fmt: skip
        if other is not None:
            fields["other"] = other.subject
        fields |= {field: word for field in MEASURING if (word := self._word(field, declared))}
        verbs = [w for (w, symbol, m), _ in self._data.wordings if symbol == "{verb}" and m == Verb(declared.name)]
        return fields | ({"verb": verbs[0]} if verbs else {})

    def _word(self, field: str, declared: Property) -> str:
        """The first word for what a property measures above all."""
        own = (d for d in declared.dimensions if self._data.schema.having(declared.of, d)[0] == declared)
        found = self._words.get((MEASURING[field], next(own, "")), [])
        return min(found, key=lambda w: (not self._lore.language.superlative(w), w.count(" ")), default="")

    def _by_sentence(self, declared: Property, told: list[Statement], fields: dict[str, str]) -> Iterator[Sample]:
        """Questions for facts that are told in a certain way: "X was founded in 1990" answers "when was X founded"."""
        for pattern, questions in self._patterns.items():
            found = _like(pattern).fullmatch(declared.say) if FIELD.search(pattern) else None
            for question in questions if found else ():
                filled = fill(question, **fields, **(found.groupdict() if found else {}))
                if not FIELD.search(filled):
                    yield Sample(filled, declared.name, self._expected(question, declared, told))

    def _expected(self, pattern: str, declared: Property, told: list[Statement]) -> tuple[Value, ...] | None:
        """The answer, of a question that names one thing and asks for its value, or the other way round."""
        asked = set(FIELD.findall(pattern))
        first = told[0]
        if asked & {"other", "most", "than"}:
            return None
        if {"subject", "value"} <= asked:
            return (True,)
        if "subject" in asked:
            return tuple(dict.fromkeys(s.value for s in told if s.subject == first.subject))
        if declared.relation and "value" in asked:
            return tuple(dict.fromkeys(s.subject for s in told if s.value == first.value))
        return None


def _like(pattern: str) -> re.Pattern[str]:
    """How a sentence is recognised: with anything for `{rest}`, and its own fields as they are."""
    parts = [re.escape(part) for part in pattern.split(f"{{{REST}}}")]
    return re.compile(f"(?P<{REST}>[^{{}}]+)".join(parts))


def _measuring(source: Source, composer: Composer) -> dict[tuple[str, str], list[str]]:
    """Words for dimensions, by shape and dimension: `("most", "length")` has "longest"."""
    found: dict[tuple[str, str], list[str]] = {}
    for category, shapes, _ in source.entries("shapes"):
        for written, meaning in shapes.items() if category in MEASURING.values() else ():
            spoken = _spoken(category, str(written), str(meaning), shapes.where(written), composer)
            if spoken:
                found.setdefault((category, spoken[1]), []).extend(spoken[0])
    return found


def _spoken(category: str, written: str, meaning: str, where: str, composer: Composer) -> tuple[list[str], str] | None:
    """The wordings of a shape that is words alone, with what it measures; only for the greater end of an order."""
    try:
        rule = parse_rule(category, written, meaning, where)
        flats = list(template.expand(template.parse(written, where), limit=MOST_READINGS, where=where))
        means: Any = compile_meaning(rule.meaning, composer)(()) if not rule.slots else None
    except PackError:
        return None
    greater = (
        means.descending if isinstance(means, Superlative) else not isinstance(means, Test) or means.operator == ">"
    )
    dimension = dimension_of(means)
    plain = [" ".join(str(symbol) for symbol in flat) for flat in flats]
    return (plain, dimension) if dimension and greater else None
