"""Doubts about a pack's own templates: those that nothing can match, and those that two intents answer differently.

Rule of this file: a template is doubted on evidence alone: a sentence that it makes, and what the bot reads in it.
"""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

import clairbot
from clairbot import template
from clairbot.decide import questions
from clairbot.errors import PackError
from clairbot.pack.check import located
from clairbot.pack.compile import NUMERAL
from clairbot.pack.doubts import Doubt
from clairbot.pack.facts import read_data
from clairbot.reading import Map, quote
from clairbot.store.evaluate import run
from clairbot.text import clean, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot.bot import Bot
    from clairbot.decide import Reading
    from clairbot.pack.source import Source

MOST_FLATS, MOST_FILLINGS = 12, 40
"""Readings of one template, and fillings of one reading, that are tried."""
CLOSE = 0.05
"""Costs closer than this do not decide which of two intents is meant."""
NUMBERS = {"{number}": "3", "{date}": "1990", "{ordinal}": "2nd", "{period}": "1990s"}
"""What stands for numbers in a sample."""
FREE = frozenset({"{letter}", "{chat}"})
"""Slots that always can be filled."""


def template_doubts(path: str, source: Source) -> list[str]:
    """All doubts about the templates of a pack that loads."""
    check = _Templates(path, source)
    found = [*check.chat()]
    for section in ("questions", "shapes"):
        for category, written, where in own_templates(source, section):
            found += check.rule(section, category, written, where)
    return list(map(str, found))


def own_templates(source: Source, section: str) -> Iterator[tuple[str, str, str]]:
    """Category, template and place of each of a pack's own rules."""
    for part in source.own(section):
        for category, value in part.items():
            templates = value.get("templates") if section == "questions" and isinstance(value, Map) else value
            if isinstance(templates, Map):
                yield from ((category, str(written), templates.where(written)) for written in templates)


class _Templates:
    def __init__(self, path: str, source: Source) -> None:
        self._source = source
        self._bot: Bot = clairbot.load(path)
        data = read_data(source)
        rules, _ = self._bot.pack.blob("grammar")
        self._rules = [(rule.category, rule.text, rule.where) for rule in rules]
        self._classes = {n: [w for w, _ in located(v, p)] for n, v, p in source.entries("words")}
        self._fillers: dict[str, list[str]] = {}
        for (phrase, symbol, _), _ in data.wordings:
            self._fillers.setdefault(symbol, []).append(phrase)
        kinds = dict.fromkeys(kind.many for kind in self._bot.schema.kinds.values())
        first = {kind: name for name, kind in reversed(data.entities.items())}
        self._fillers["{name}"] = list(first.values()) or []
        self._fillers["{kind}"] = list(kinds)
        for composed in ("{set}", "{names}"):
            self._fillers[composed] = [*first.values(), *(kinds if composed == "{set}" else ())]
        self._made = {rule.category for rule in rules} | FREE | set(NUMERAL) | set(self._fillers)

    # --- small talk ---------------------------------------------------------------------------------

    def chat(self) -> Iterator[Doubt]:
        """What of the pack's own small talk another kind of it answers too."""
        seen: dict[str, tuple[str, str]] = {}
        mine = (value for part in self._source.own("chat") for value in part.values())
        own = {value.where() for value in mine if isinstance(value, Map)}
        for name, value, where in self._source.entries("chat"):
            for written, at in located(value.get("templates", ""), where):
                for flat in template.expand(template.parse(written, at), limit=4000, where=at):
                    said = " ".join(map(str, flat))
                    other = seen.setdefault(said, (name, at))
                    if other[0] != name and value.where() in own:
                        what = f"{quote(said)} is also said in {quote(other[0])} ({other[1]}); remove it from one"
                        yield Doubt(at, what)

    # --- rules --------------------------------------------------------------------------------------

    def rule(self, section: str, category: str, written: str, where: str) -> Iterator[Doubt]:
        """Doubts about one template."""
        flats = list(islice(template.expand(template.parse(written, where), limit=4000, where=where), MOST_FLATS))
        impossible = self._impossible(flats[0])
        if impossible:
            yield Doubt(where, f"this template never matches: {impossible}")
        elif section == "questions":
            yield from self._question(category, written, where, flats)

    def _impossible(self, flat: template.Flat) -> str:
        """Why nothing can match, as far as one can see."""
        for symbol in flat:
            match symbol:
                case template.Word(word):
                    read = [token.text for token in tokenize(f"a {word}", self._bot.language.contractions)[1:]]
                    if read and read != [word.casefold()]:
                        return f"{quote(word)} is read as {quote(' '.join(read))}; write it so"
                case template.Slot(_, kind) if f"{{{kind}}}" not in self._made:
                    return f"nothing in this pack is a {{{kind}}}; leave the slot out, or add what it needs"
        return ""

    def _question(self, intent: str, written: str, where: str, flats: list[template.Flat]) -> Iterator[Doubt]:
        symbol = f"{{?{intent}}}"
        indices = {i for i, rule in enumerate(self._rules) if rule == (symbol, written, where)}
        if not indices:  # words alone: they are in the lexicon, as a phrase for the intent
            return
        tried = ""
        for said in (said for flat in flats for said in self._said(flat)):
            links = self._bot.lexicon.link(tokenize(clean(said), self._bot.language.contractions))
            chart = self._bot.matcher.chart(links)
            readings = questions(chart, self._bot.intents, self._bot.schema)
            tried = tried or said
            if chart.rules(symbol) & indices and any(reading.intent == intent for reading in readings):
                yield from self._rivals(intent, readings, said, where)
                return
        what = f"no question matches it, not even {quote(tried)}" if tried else "no question can be made of it"
        yield Doubt(where, f"this template never matches: {what}; mend it or its meaning")

    def _rivals(self, intent: str, readings: list[Reading], said: str, where: str) -> Iterator[Doubt]:
        """Other intents that a sentence could as well mean, if they answer it differently."""
        mine = next(reading for reading in readings if reading.intent == intent)
        for other in readings:
            if other.intent != intent and abs(other.cost - mine.cost) < CLOSE and self._differ(mine, other):
                what = f"{quote(said)} is as well read as {quote(other.intent)}, which answers it differently"
                yield Doubt(where, f"{what}; give one of them another cost with @")
                return

    def _differ(self, first: Reading, second: Reading) -> bool:
        if first.query is None or second.query is None or first.query == second.query:
            return False
        return run(first.query, self._bot.facts).values != run(second.query, self._bot.facts).values

    def _said(self, flat: template.Flat) -> Iterator[str]:
        """Sentences that one reading of a template makes."""
        choices = [self._filled(symbol) for symbol in flat]
        yield from (" ".join(choice) for choice in islice(product(*choices), MOST_FILLINGS))

    def _filled(self, symbol: template.Word | template.Slot | template.Rule) -> list[str]:
        match symbol:
            case template.Word(word):
                return [word]
            case template.Rule(name):
                return self._phrases(name)[:1]
            case template.Slot(_, kind):
                slot = f"{{{kind}}}"
                return [NUMBERS[slot]] if slot in NUMBERS else self._fillers.get(slot) or self._composed(slot)

    def _phrases(self, name: str) -> list[str]:
        """The shortest phrase of a word class."""
        for written in self._classes.get(name, ()):
            flat = min((f for f in template.expand(template.parse(written), limit=4000) if f), key=len)
            parts = [self._phrases(s.name)[0] if isinstance(s, template.Rule) else str(s) for s in flat]
            if parts:
                return [" ".join(parts)]
        return []

    def _composed(self, slot: str) -> list[str]:
        """The simplest of what shapes build of a category: words alone, or with one slot that can be filled."""
        found = []
        for category, shapes, _ in self._source.entries("shapes"):
            for written in shapes if f"{{{category}}}" == slot else ():
                try:
                    flat = next(iter(template.expand(template.parse(written), limit=4000)))
                except PackError:
                    continue
                inner = [s for s in flat if isinstance(s, template.Slot)]
                if all(f"{{{s.type}}}" in {*NUMBERS, *self._fillers} for s in inner):
                    found += [" ".join(choice) for choice in islice(product(*map(self._filled, flat)), 3)]
        return found[:MOST_FILLINGS]
