"""hassil (Home Assistant's sentence templates) behind the interface of the benchmarks.

Rule of this file: the sentences stand in `hassil.yaml`, written as the library's users write theirs; here are
only the lists of values and the way from a match to the shared answers.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import hassil
import yaml

from benchmarks.engines import Reply
from benchmarks.offices import ALIASES, CHAT, DECADES, DECLINE, OPENED, Slots, reply_to

if TYPE_CHECKING:
    from collections.abc import Iterable

SENTENCES = Path(__file__).with_name("hassil.yaml")

FORUM_WORDS = {
    "Local Autonomy Forum": "[(U.S.|US)-Canada-Japan] [Local] Autonomy Forum",
    "ASEAN Forum": "ASEAN (forum|one)",
}


class HassilEngine:
    """hassil with the sentences of the offices; it remembers nothing."""

    def __init__(self) -> None:
        sentences = yaml.safe_load(SENTENCES.read_text("utf-8"))
        self._intents = hassil.Intents.from_dict({**sentences, "lists": _lists()})

    def chat(self) -> HassilEngine:
        """Give itself: it has no memory."""
        return self

    def ask(self, question: str) -> Reply:
        """Take the first intent that matches, and answer it."""
        match = hassil.recognize(question, self._intents)
        text = reply_to(match.intent.name, _slots(match.entities_list)) if match else ""
        if not match or not text:
            return Reply("unknown", DECLINE)
        return Reply("chat" if match.intent.name in CHAT else "answer", text)


def make(_pack: str) -> HassilEngine:
    """Compile the sentences."""
    return HassilEngine()


def _lists() -> dict[str, Any]:
    offices = [{"in": name, "out": office} for office in OPENED for name in (office, *ALIASES.get(office, ()))]
    decades = [{"in": word, "out": decade} for decade, words in DECADES.items() for word in words]
    return {
        "office": {"values": offices},
        "year": {"range": {"from": 1900, "to": 2100}},
        "forum": {"values": [{"in": words, "out": forum} for forum, words in FORUM_WORDS.items()]},
        "decade": {"values": decades},
        "place": {"wildcard": True},
    }


def _slots(entities: Iterable[Any]) -> Slots:
    found: dict[str, list[Any]] = {}
    for entity in entities:
        found.setdefault(entity.name.rstrip("23"), []).append(entity.value)
    return Slots(
        offices=tuple(found.get("office", ())),
        years=tuple(int(year) for year in found.get("year", ())),
        forum=found.get("forum", [""])[0],
        decade=found.get("decade", [0])[0],
        ordinal=found.get("ordinal", [0])[0],
        place=found.get("place", [""])[0],
    )
