"""nebulento (fuzzy matching of whole sentences) behind the interface of the benchmarks.

Rule of this file: the samples stand in `nebulento.yaml`, written as the library's users write theirs; here
are only the entities and the way from a match to the shared answers.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import nebulento
import yaml

from benchmarks.engines import Reply
from benchmarks.offices import ALIASES, CHAT, DECADES, DECLINE, FORUMS, OPENED, Slots, reply_to

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLES = Path(__file__).with_name("nebulento.yaml")

SURE = 0.6
"""Confidence from which an intent is taken."""

YEARS = range(1980, 2010)
"""Years that are known as entities: the library has no ranges."""

RANKS = {
    "First": 1,
    "Second": 2,
    "Third": 3,
    "Fourth": 4,
    "Fifth": 5,
    "Sixth": 6,
    "LastButOne": -2,
    "Last": -1,
}
"""Place in the order of opening that an intent names."""

OFFICE_NAMES = {name.lower(): office for office in OPENED for name in (office, *ALIASES.get(office, ()))}
FORUM_NAMES = {forum.lower(): forum for forum in FORUMS}
DECADE_NAMES = {word: decade for decade, words in DECADES.items() for word in words}


class NebulentoEngine:
    """nebulento with the samples of the offices; it remembers nothing."""

    def __init__(self) -> None:
        self._intents = nebulento.IntentContainer()
        for name, samples in yaml.safe_load(SAMPLES.read_text("utf-8")).items():
            self._intents.add_intent(name, samples)
        self._intents.add_entity("office", list(OFFICE_NAMES))
        self._intents.add_entity("year", [str(year) for year in YEARS])
        self._intents.add_entity("forum", list(FORUM_NAMES))
        self._intents.add_entity("decade", list(DECADE_NAMES))

    def chat(self) -> NebulentoEngine:
        """Give itself: it has no memory."""
        return self

    def ask(self, question: str) -> Reply:
        """Take the likeliest intent if it is likely enough, and answer it."""
        best = self._intents.calc_intent(question)
        if best["conf"] < SURE:
            return Reply("unknown", DECLINE)
        name = best["name"]
        text = reply_to("InOrder" if name in RANKS else name, _slots(name, best["entities"], question.lower()))
        if not text:
            return Reply("unknown", DECLINE)
        return Reply("chat" if name in CHAT else "answer", text)


def make(_pack: str) -> NebulentoEngine:
    """Register the samples."""
    return NebulentoEngine()


def _slots(intent: str, entities: dict[str, list[str]], question: str) -> Slots:
    """Put what was found in the order of the sentence, which the library does not keep."""
    found = {name: sorted(values, key=question.find) for name, values in entities.items()}
    return Slots(
        offices=_once(OFFICE_NAMES[name] for name in found.get("office", ())),
        years=tuple(int(year) for year in found.get("year", ())),
        forum=FORUM_NAMES[found["forum"][0]] if "forum" in found else "",
        decade=DECADE_NAMES[found["decade"][0]] if "decade" in found else 0,
        ordinal=RANKS.get(intent, 0),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
