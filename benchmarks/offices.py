"""The facts that the other engines answer from, and their answers.

Rule of this file: the other engines share it, so they differ in understanding alone; like them it knows the
offices and the forums, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

OPENED = {
    "New York": 1988,
    "London": 1988,
    "Paris": 1990,
    "Singapore": 1990,
    "Seoul": 1993,
    "Sydney": 1994,
    "Beijing": 1997,
}
"""Year in which each office opened, in the order of opening."""

ALIASES = {"New York": ("New York City", "NYC", "NY")}
"""Other names of the offices."""

FORUMS = {"Local Autonomy Forum": "New York", "ASEAN Forum": "Singapore"}
"""Which office holds each forum."""

NOTE = " (For New York, 1988 and 1989 are both said.)"
"""What to add where the year of New York matters."""

DECADES = {1980: ("1980s", "'80s", "80s", "eighties"), 1990: ("1990s", "'90s", "90s", "nineties")}
"""How people write decades."""

DECLINE = "Sorry, I don't know."
"""What is said where nothing was understood."""

CHAT = {
    "Greet": "Hello! Ask me about the CLAIR offices.",
    "Thank": "You're welcome.",
    "Leave": "Goodbye!",
    "Help": "I am a bot. Ask me when an office opened, or which offices opened in a year.",
}
"""Small talk."""


@dataclass(frozen=True, slots=True)
class Slots:
    """What an engine read beside the intent."""

    offices: tuple[str, ...] = ()
    """Offices, in the order of the sentence."""
    years: tuple[int, ...] = ()
    """Years, in the order of the sentence."""
    forum: str = ""
    """A forum."""
    decade: int = 0
    """First year of a decade."""
    ordinal: int = 0
    """Place in the order of opening: 1 is the first, -1 the last."""
    place: str = ""
    """A place that is not an office's."""

    def bounds(self) -> list[int]:
        """Give the years that bound a period, offices standing for theirs, the earlier first."""
        return sorted([*self.years, *(OPENED[office] for office in self.offices)])


def reply_to(intent: str, slots: Slots) -> str:
    """Answer an intent; empty where a slot that it needs was not read."""
    if intent in CHAT:
        return CHAT[intent]
    text = _answer(intent, slots)
    doubtful = "New York" in text or "New York" in slots.offices or {1988, 1989} & set(slots.years)
    return text + NOTE if text and doubtful else text


def _answer(intent: str, slots: Slots) -> str:
    for verb, say in (("List", _listed), ("Count", _counted)):
        if intent.startswith(verb) and (keep := PERIODS.get(intent.removeprefix(verb))):
            return _about_period(keep, slots, say)
    try:
        return ANSWERS[intent](slots)
    except IndexError:
        return ""


def _opened(offices: Iterable[str]) -> str:
    return ", ".join(f"CLAIR {name} opened in {OPENED[name]}" for name in offices)


def _listed(offices: list[str]) -> str:
    return ", ".join(f"{name} ({OPENED[name]})" for name in offices) or "None of the offices."


def _counted(offices: list[str]) -> str:
    return f"{len(offices)}: {', '.join(offices)}" if offices else "0, none of the offices."


def _about_period(keep: Callable[[int, Slots], bool], slots: Slots, say: Callable[[list[str]], str]) -> str:
    try:
        return say([name for name, year in OPENED.items() if keep(year, slots)])
    except IndexError:
        return ""


PERIODS: dict[str, Callable[[int, Slots], bool]] = {
    "All": lambda _, __: True,
    "In": lambda year, slots: year in (slots.years or (slots.bounds()[0],)),
    "Before": lambda year, slots: year < slots.bounds()[0],
    "After": lambda year, slots: year > slots.bounds()[-1],
    "Since": lambda year, slots: year >= slots.bounds()[0],
    "Until": lambda year, slots: year <= slots.bounds()[-1],
    "Between": lambda year, slots: slots.bounds()[0] <= year <= slots.bounds()[1],
    "Decade": lambda year, slots: slots.decade <= year < slots.decade + 10 if slots.decade else _missing(),
}
"""Which opening years belong to the period that an intent names."""


def _missing() -> bool:
    raise IndexError


def _opening_year(slots: Slots) -> str:
    return _opened(slots.offices) + "." if slots.offices else ""


def _verify_year(slots: Slots) -> str:
    office, year = slots.offices[0], slots.years[0]
    return f"{'Yes' if OPENED[office] == year else 'No'}: {_opened([office])}."


def _has_office(slots: Slots) -> str:
    if slots.offices:
        return f"Yes: {_opened(slots.offices)}."
    return f"No, {slots.place} is not among the seven offices." if slots.place else ""


def _in_order(slots: Slots) -> str:
    place = slots.ordinal
    name = list(OPENED)[place - 1 if place > 0 else place]
    same = [other for other, year in OPENED.items() if year == OPENED[name]]
    if abs(place) == 1:
        same = [name]
    return _opened(same) + "."


def _difference(slots: Slots) -> str:
    early, late = slots.bounds()[0], slots.bounds()[1]
    return f"{late - early} years: from {early} to {late}."


def _older(slots: Slots) -> str:
    return _opened([min(slots.offices, key=OPENED.__getitem__)]) if slots.offices else ""


def _newer(slots: Slots) -> str:
    return _opened([max(slots.offices, key=OPENED.__getitem__)]) if slots.offices else ""


def _is_older(slots: Slots) -> str:
    first, second = slots.offices[0], slots.offices[1]
    return f"{'Yes' if OPENED[first] < OPENED[second] else 'No'}: {_opened([first, second])}."


def _is_newer(slots: Slots) -> str:
    first, second = slots.offices[0], slots.offices[1]
    return f"{'Yes' if OPENED[first] > OPENED[second] else 'No'}: {_opened([first, second])}."


def _same_year(slots: Slots) -> str:
    first, second = slots.offices[0], slots.offices[1]
    return f"{'Yes' if OPENED[first] == OPENED[second] else 'No'}: {_opened([first, second])}."


def _sharing(slots: Slots) -> str:
    year = OPENED[slots.offices[0]]
    return _listed([name for name in OPENED if OPENED[name] == year and name not in slots.offices])


def _except(slots: Slots) -> str:
    return _listed([name for name in OPENED if name not in slots.offices]) if slots.offices else ""


def _forum_holder(slots: Slots) -> str:
    return f"CLAIR {FORUMS[slots.forum]} holds the {slots.forum}." if slots.forum else ""


def _office_forum(slots: Slots) -> str:
    held = [forum for forum, office in FORUMS.items() if office == slots.offices[0]]
    return f"CLAIR {slots.offices[0]} holds the {held[0]}." if held else "None is known."


def _verify_forum(slots: Slots) -> str:
    if not slots.forum:
        return ""
    holder = FORUMS[slots.forum]
    return f"{'Yes' if holder == slots.offices[0] else 'No'}: CLAIR {holder} holds the {slots.forum}."


ANSWERS: dict[str, Callable[[Slots], str]] = {
    "OpeningYear": _opening_year,
    "VerifyYear": _verify_year,
    "HasOffice": _has_office,
    "InOrder": _in_order,
    "Difference": _difference,
    "Older": _older,
    "Newer": _newer,
    "IsOlder": _is_older,
    "IsNewer": _is_newer,
    "SameYear": _same_year,
    "Sharing": _sharing,
    "Except": _except,
    "ForumHolder": _forum_holder,
    "OfficeForum": _office_forum,
    "VerifyForum": _verify_forum,
    "ListForums": lambda _: " and ".join(f"the {forum} ({office})" for forum, office in FORUMS.items()),
    "CountForums": lambda _: f"{len(FORUMS)}: {', '.join(FORUMS)}.",
    "Define": lambda _: "CLAIR is the Council of Local Authorities for International Relations.",
}
"""The answer to each intent that is neither a period nor small talk."""
