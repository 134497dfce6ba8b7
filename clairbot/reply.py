"""Replies: a result told in plain sentences, in the pack's own words.

Rule of this file: it speaks no language; every sentence is a reply template or a property's `say`, and
values are put in by name, never by `str.format`, so that nothing in a question or a fact is executed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from clairbot.query import (
    All,
    Among,
    By,
    Count,
    Equals,
    Exists,
    Follow,
    Gap,
    Holds,
    Linked,
    Mode,
    Names,
    Node,
    Of,
    Place,
    Rank,
    Test,
    Union,
    Where,
    walk,
)
from clairbot.store.evaluate import Evaluation, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clairbot.query import Query, Set
    from clairbot.schema import Property, Schema
    from clairbot.store.evaluate import Result
    from clairbot.store.facts import Facts
    from clairbot.values import Statement, Value

NEEDED = frozenset({
    "and", "or", "yes", "no", "none", "count", "count-none", "amount", "before", "after", "together",
    "compare", "unit-one", "unit-many", "pair", "disagree", "disputed", "version", "other", "other-set",
    "size", "decade", "empty", "default-say", "hint", "unknown-words", "unknown-frame", "unknown-empty",
    "clarify", "why", "no-reason", "sources", "source-item", "all-sources", "source-title", "other-sources", "place",
    "choice-none", "choice-all", "tie", "unknown-surplus", "ordinals", "ordinal",
})  # fmt: skip
"""Keys of the reply templates that a language must bring."""
LONGEST = 880
"""Longest answer, in characters."""
MOST_SENTENCES = 3
"""Facts that are told in whole sentences; more of them become a list."""
TEMPLATES = 1_000
"""Templates that are remembered in pieces."""
FIELD = re.compile(r"\{(\w+)\}")


def fill(template: str, **values: object) -> str:
    """A template with its fields put in."""
    pieces = _pieces(template)
    if len(pieces) == 1:
        return template
    filled = list(pieces)
    filled[1::2] = [str(values.get(name, f"{{{name}}}")) for name in pieces[1::2]]
    return "".join(filled)


@lru_cache(TEMPLATES)
def _pieces(template: str) -> list[str]:
    """What stands before the first field of a template, its name, what stands between it and the next, and so on."""
    return FIELD.split(template)


class Speaker:
    """Tells results."""

    def __init__(
        self,
        replies: Mapping[str, str],
        schema: Schema,
        facts: Facts,
        says: Mapping[tuple[str, str, Value], str] | None = None,
    ) -> None:
        """`says` has the sentence of each statement that brings its own."""
        self._ordinals = replies["ordinals"].split()
        self._replies = replies
        self._schema = schema
        self._facts = facts
        self._says = says or {}

    def say(self, key: str, **values: object) -> str:
        """A reply by its key."""
        return fill(self._replies[key], **values)

    def joined(self, items: Iterable[object], word: str = "and") -> str:
        """Items as a list in a sentence: "a, b and c"."""
        texts = [str(item) for item in items]
        if len(texts) < 2:  # noqa: PLR2004
            return "".join(texts)
        between = "; " if any(", " in text for text in texts) else ", "
        return f"{between.join(texts[:-1])} {self._replies[word]} {texts[-1]}"

    # --- facts --------------------------------------------------------------------------------------

    def sentence(self, subject: str, declared: Property, values: Sequence[Value]) -> str:
        """One property of one subject as a sentence."""
        shown = self.joined(self.value(v, declared) for v in values)
        own = next((say for v in values if (say := self._says.get((subject, declared.name, v)))), "")
        pattern = own or declared.say or self._replies["default-say"]
        kind = self._schema.kinds.get(subject)
        text = fill(pattern, subject=kind.many if kind else subject, value=shown, noun=declared.noun)
        return text[:1].upper() + text[1:]

    def value(self, value: Value, declared: Property) -> str:
        """A value as it is shown, with its unit."""
        if isinstance(value, float):
            value = float(f"{value:.6g}")
        return f"{value} {declared.unit}" if declared.unit else str(value)

    def about(self, name: str, declared: Property, statements: Sequence[Statement]) -> str:
        """What the sources say of one property of one subject; all versions where they disagree."""
        versions = dict.fromkeys(s.value for s in statements)
        if len(versions) > 1 and not declared.many and declared.type != "text":
            return self.disagreement(name, declared, statements)
        return self.sentence(name, declared, tuple(versions))

    def disagreement(self, name: str, declared: Property, statements: Sequence[Statement]) -> str:
        """All versions of a fact, each with where it stands."""
        versions = dict.fromkeys(s.value for s in statements)
        shown = [
            self.say(
                "version", value=self.value(v, declared), places=self.places(s for s in statements if s.value == v)
            )
            for v in versions
        ]
        return self.say("disagree", subject=name, noun=declared.noun, versions=self.joined(shown, "or"))

    def places(self, statements: Iterable[Statement]) -> str:
        """Places of statements, shortly."""
        return self.joined(dict.fromkeys(s.source.place or s.source.document for s in statements))

    def facts_of(self, statements: Iterable[Statement]) -> list[str]:
        """Statements told as sentences, one for each subject and property; disagreeing ones are added."""
        groups: dict[tuple[str, str], list[Statement]] = {}
        for statement in statements:
            groups.setdefault((statement.subject, statement.property), []).append(statement)
        told = []
        for (subject, name), group in groups.items():
            declared = self._schema.properties[name]
            everything = self._facts.of(name, subject) if not declared.many else group
            told.append(self.about(subject, declared, everything))
        return told

    # --- results ------------------------------------------------------------------------------------

    def tell(self, kind: str, query: Query, result: Result) -> str:
        """A result as text; `kind` is the reply that the intent asks for."""
        teller = getattr(self, f"tell_{kind.replace('-', '_')}")
        text = f"{self._sizes(result)}{teller(query, result)}"
        extra = self._others(query, result, text)
        return shorten(f"{text[:1].upper()}{text[1:]} {extra}".strip())

    def _sizes(self, result: Result) -> str:
        wrong = dict.fromkeys((said, real) for said, real in result.sizes if said != real)
        return "".join(self.say("size", said=said, real=real) + " " for said, real in wrong)

    def _others(self, query: Query, result: Result, text: str) -> str:
        """What disagreeing sources would change, unless the answer itself has said so."""
        if isinstance(query, Of):
            return ""
        notes = []
        for statement, changed in result.others:
            declared = self._schema.properties[statement.property]
            told = self.about(statement.subject, declared, self._facts.of(declared.name, statement.subject))
            if isinstance(query, Holds) and told in text:
                continue
            shown = self.joined(self._plain(v) for v in changed) or self._replies["none"]
            plain = isinstance(query, (All, Names, Where, Follow, Rank, Union)) or _ranked(query) is not None
            notes.append(self.say(
                "other-set" if plain else "other",
                place=statement.source.place or statement.source.document, subject=statement.subject,
                value=self.value(statement.value, declared), changed=shown, noun=declared.noun,
                believed=self._believed(statement, declared),
            ))  # fmt: skip
        return " ".join(dict.fromkeys(notes))

    def _believed(self, statement: Statement, declared: Property) -> str:
        """What the other sources say."""
        others = [s for s in self._facts.of(declared.name, statement.subject) if s.value != statement.value]
        versions = dict.fromkeys(s.value for s in others)
        return self.joined(
            self.say("version", value=self.value(v, declared), places=self.places(s for s in others if s.value == v))
            for v in versions
        )

    def _plain(self, value: Value) -> str:
        if isinstance(value, bool):
            return self._replies["yes" if value else "no"].lower()
        return str(value)

    def tell_value(self, query: Query, result: Result) -> str:
        """Values of a property, subject by subject."""
        if not isinstance(query, Of):
            return self.tell_set(query, result)
        if not result.values:
            return self.say("empty", what=self._noun(query))
        declared = self._schema.properties[query.measure.property]
        subjects: dict[str, list[Statement]] = {}
        for statement in result.facts:
            if statement.property == declared.name:
                subjects.setdefault(statement.subject, []).append(statement)
        if len(subjects) <= MOST_SENTENCES:
            return " ".join(self.about(s, declared, self._facts.of(declared.name, s)) for s in subjects)
        return self._pairs(subjects, declared)

    def _pairs(self, subjects: Iterable[str], declared: Property) -> str:
        pairs = []
        for subject in subjects:
            values = dict.fromkeys(s.value for s in self._facts.of(declared.name, subject))
            pairs.append(
                self.say("pair", name=subject, value=self.joined((self.value(v, declared) for v in values), "or"))
            )
        return f"{self.joined(pairs)}."

    def tell_set(self, query: Query, result: Result) -> str:
        """Names, with the facts that put them there."""
        if not result.values:
            return self.say("empty", what=self._noun(query))
        sentences = self._sentences(query, result)
        if sentences:
            return " ".join(sentences)
        return f"{self.listed(query, result.values)}."

    def _sentences(self, query: Query, result: Result) -> list[str]:
        """One sentence for each entity, where that is short enough and names it."""
        if len(result.values) > MOST_SENTENCES:  # before what follows, which compares each name with each fact
            return []
        names = [str(v) for v in result.values]
        about = [f for f in result.facts if f.subject in names or f.value in names]
        if any(len({s.value for s in self._facts.versions(f)}) > 1 for f in about):
            return []
        told = self.facts_of(about)
        few = 0 < len(told) <= MOST_SENTENCES
        whole = all(any(name in sentence for sentence in told) for name in names)
        return told if few and whole and isinstance(query, (Where, Rank, Follow)) else []

    def listed(self, query: Query, names: Sequence[Value]) -> str:
        """Names as a list, each with its value of what the query is about, such as a year."""
        measures = dict.fromkeys(node.property for node in walk(query) if isinstance(node, By) and node.property)
        if len(measures) != 1:
            return self.joined(names)
        declared = self._schema.properties[next(iter(measures))]
        if declared.type == "text" or not all(self._facts.of(declared.name, str(n)) for n in names):
            return self.joined(names)
        return self._pairs((str(n) for n in names), declared)[:-1]

    def tell_count(self, query: Query, result: Result) -> str:
        """A number, and what was counted."""
        number = result.values[0] if result.values else 0
        if isinstance(query, Of) and result.facts:
            return self.tell_value(query, result)
        if not isinstance(query, Count):
            return self.say("amount", count=number)
        if not number:
            return self.say("count-none", what=self._noun(query.source))
        names = self._counted(query, result)
        if not names:
            return self.say("amount", count=number)
        return self.say("count", count=number, names=names)

    def _counted(self, query: Count, result: Result) -> str:
        names = self.members(query)
        return self.listed(query.source, names) if len(names) == result.values[0] and len(names) <= 12 else ""  # noqa: PLR2004

    def unaffirmed(self, text: str) -> str:
        """A text without the yes that it starts with."""
        return text.removeprefix(f"{self.say('yes')}: ")

    def members(self, query: Count) -> tuple[str, ...]:
        """Entities that a count counts."""
        return self._members(query.source)

    def _measured(self, gap: Gap) -> Result:
        return run(gap, self._facts)

    def _members(self, source: Set) -> tuple[str, ...]:
        return Evaluation(self._facts, {}).set(source)[0]

    def _noun(self, query: Node) -> str:
        """What a set is of, in the plural."""
        for node in walk(query):
            if isinstance(node, All):
                return self._schema.kinds[node.kind].many
            if isinstance(node, Names):
                return self._schema.kinds[node.kind].many
        return self._replies["none"].lower()

    def tell_truth(self, query: Query, result: Result) -> str:
        """Yes or no, with what is so."""
        yes = bool(result.values and result.values[0])
        if isinstance(query, Equals) and isinstance(query.first, Count):
            real = len(self.members(query.first))
            if yes or query.operator != "=":
                told = self.tell_count(query.first, result.replace(values=(real,)))
            else:
                told = self.say("size", said=query.second.value, real=real)  # type: ignore[union-attr]
            return f"{self._replies['yes' if yes else 'no']}: {told}"
        if isinstance(query, Equals) and isinstance(query.first, Gap):
            told = self.tell_gap(query.first, self._measured(query.first), mark=".")
            return f"{self._replies['yes' if yes else 'no']}: {told}"
        reason = self._reason(query, result)
        lead = self._replies["disputed" if self._disputed(query, result) else "yes" if yes else "no"]
        if not yes and _level(query, result) and not self._doubted(result):
            return f"{lead}. {self.say('tie', text=reason)}"
        return f"{lead}{': ' + reason if reason else '.'}"

    def _disputed(self, query: Query, result: Result) -> bool:
        """Whether a plain claim about something is so by one source and not so by another."""
        if not isinstance(query, Holds) or not isinstance(query.condition, Test):
            return False
        used = {(fact.subject, fact.property) for fact in result.facts}
        return any(changed != result.values and (s.subject, s.property) in used for s, changed in result.others)

    def _whole(self, query: Query, result: Result) -> tuple[Statement, ...]:
        """The facts of a yes about one of several that are linked to a thing: all of them, so that none is left out."""
        match query:
            case Holds(Names((name,), _), Linked(relation, Names(), False)) if all(result.values):
                declared = self._schema.properties[relation]
                return tuple(self._facts.of(relation, name)) if declared.closed and declared.many else result.facts
            case _:
                return result.facts

    def _reason(self, query: Query, result: Result) -> str:
        ranked = _ranked(query)
        if ranked is not None and isinstance(ranked.measure, By) and self._doubted(result):
            return self._pairs(self._members(ranked), self._schema.properties[ranked.measure.property])
        told = self.facts_of(self._whole(query, result) or self._main_facts(query))
        if len(told) <= MOST_SENTENCES:
            return " ".join(told)
        measures = [node for node in walk(query) if isinstance(node, By) and node.property]
        subjects = dict.fromkeys(f.subject for f in result.facts)
        if measures:
            return self._pairs(subjects, self._schema.properties[measures[0].property])
        return " ".join(told[:MOST_SENTENCES])

    def _doubted(self, result: Result) -> bool:
        """Whether the sources disagree on a fact that can have one value."""
        plain = (fact for fact in result.facts if not self._schema.properties[fact.property].many)
        return any(s.value != fact.value for fact in plain for s in self._facts.of(fact.property, fact.subject))

    def _main_facts(self, query: Query) -> list[Statement]:
        """What can be measured of the first thing that a question names."""
        names = next((node for node in walk(query) if isinstance(node, Names)), None)
        kinds = frozenset({names.kind}) if names else frozenset()
        measured = (p.name for p in self._schema.properties.values() if p.dimension and p.of & kinds)
        name = next(measured, "")
        return self._facts.of(name, names.names[0]) if names and name else []

    def tell_side(self, _: Query, result: Result) -> str:
        """Whether something comes before something else, or after, or neither."""
        told = self.facts_of(result.facts)
        values = {s.value for s in result.facts}
        key = "before" if all(result.values) else "together" if len(values) == 1 else "after"
        return self.say(key, text=" ".join(told[:MOST_SENTENCES]))

    def tell_place(self, query: Query, result: Result) -> str:
        """Which place something has, and who shares it."""
        if not result.values or not isinstance(query, Place):
            return self.say("empty", what=self._noun(query))
        names, everything = (self._members(node) for node in (query.source, query.among))
        return self.say(
            "place", subject=self.joined(names), ordinal=self.ordinal(result.values[0]), total=len(everything),
            what=self._noun(query.among), text=" ".join(self.facts_of(result.facts)[:MOST_SENTENCES]),
        )  # fmt: skip

    def ordinal(self, number: Value) -> str:
        """A place in an order: "third"."""
        known = isinstance(number, int) and number <= len(self._ordinals)
        return self._ordinals[int(number) - 1] if known else self.say("ordinal", count=number)

    def tell_gap(self, query: Query, result: Result, *, mark: str = ":") -> str:
        """A length of time, and between what, with a mark between the two."""
        if not result.values:
            return self.say("empty", what=self._noun(query))
        shown = self.joined((self._distance(query, v) for v in result.values), "or")
        told = self.facts_of(result.facts)
        return f"{shown}{mark} {' '.join(told[:MOST_SENTENCES])}" if told else f"{shown}."

    def _distance(self, query: Query, number: Value) -> str:
        """How far two values are apart: years, or so many of the property's unit."""
        measures = [node for node in walk(query) if isinstance(node, By) and node.property]
        declared = self._schema.properties[measures[0].property] if measures else None
        return self.value(number, declared) if declared and declared.type == "number" else self.years(number)

    def years(self, number: Value) -> str:
        """A number of years."""
        return self.say("unit-one" if number == 1 else "unit-many", count=number)

    def tell_mode(self, query: Query, result: Result) -> str:
        """Values that most entities share."""
        if not result.values:
            return self.say("empty", what=self._noun(query))
        subjects = dict.fromkeys(f.subject for f in result.facts)
        measures = [node for node in walk(query) if isinstance(node, By)]
        decades = isinstance(query, Mode) and query.step > 1
        shown = self.joined(self.say("decade", value=v) if decades else v for v in result.values)
        return f"{shown}: {self._pairs(subjects, self._schema.properties[measures[0].property])}"

    def tell_compare(self, query: Query, result: Result) -> str:
        """Which of several comes first, with the values of all."""
        measures = [node for node in walk(query) if isinstance(node, By) and node.property]
        compared = self._compared(query)
        others = [name for name in compared if name not in result.values]
        if not measures or not others or not result.values:
            told = self.tell_set(query, result)
            tied = measures and len(compared) == len(result.values) > 1
            return self.say("tie", text=told) if tied else told
        declared = self._schema.properties[measures[0].property]
        first, rest = (self._pairs(map(str, names), declared)[:-1] for names in (result.values, others))
        return self.say("compare", first=first, others=rest)

    def _compared(self, query: Query) -> tuple[str, ...]:
        names = query.source.names if isinstance(query, Rank) and isinstance(query.source, Names) else ()
        return names if len(names) <= MOST_SENTENCES else ()

    def tell_order(self, query: Query, result: Result) -> str:
        """All entities of an order with their values, one by one."""
        measures = [node for node in walk(query) if isinstance(node, By) and node.property]
        if not measures:
            return f"{self.joined(result.values)}."
        return self._pairs((str(v) for v in result.values), self._schema.properties[measures[0].property])


def shorten(text: str) -> str:
    """At most `LONGEST` characters, cut at the end of a sentence or word."""
    if len(text) <= LONGEST:
        return text
    cut = text[: LONGEST - 1]
    stop = max(cut.rfind(". "), cut.rfind("; "))
    return cut[: stop + 1] if stop > LONGEST // 2 else cut[: cut.rfind(" ")] + "…"


def _level(query: Query, result: Result) -> bool:
    """Whether something is neither more nor less than something else: "is Paris older than Singapore"."""
    match query:
        case Holds(_, Test(_, "<" | ">", Of())):
            return len(result.facts) > 1 and len({fact.value for fact in result.facts}) == 1
        case _:
            return False


def _ranked(query: Query) -> Rank | None:
    """The order in which something is asked to have a place: "was the first office Seoul"."""
    match query:
        case Holds(_, Among(Rank() as ranked)) | Exists(Rank() as ranked):
            return ranked
        case _:
            return None
