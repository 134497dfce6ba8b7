"""Scalars: plain values that a query computes from what it finds, and what says so.

Rule of this file: as in `sets.py`; a value is never without the statements that it rests on.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, assert_never

from clairbot.query import All, Amount, Constant, Count, Gap, Longest, Mode, Of, Place, Plus, Total
from clairbot.store.sets import Sets, join, numeric, year_of

if TYPE_CHECKING:
    from clairbot.query import By, Scalar, Set
    from clairbot.store.sets import Proof
    from clairbot.values import Value


class Scalars(Sets):
    """Adds scalars to sets."""

    def scalar(self, node: Scalar) -> tuple[tuple[Value, ...], Proof]:  # noqa: PLR0911 (one for each node)
        """Values of a scalar, and what says so."""
        match node:
            case Constant(value):
                return (value,), ()
            case Of(source, measure):
                found = [self.measured(measure, name) for name in self._holders(source, measure)]
                return tuple(dict.fromkeys(v for values, _ in found for v in values)), join(p for _, p in found)
            case Count(source):
                names, proof = self.set(source)
                return (len(names),), proof
            case Amount(source):
                values, proof = self.scalar(source)
                return (len(values),), proof
            case Plus(source, offset):
                values, proof = self.scalar(source)
                return tuple(whole(v + offset) for v in values if isinstance(v, (int, float))), proof
            case Gap(first, second):
                return self._gap(first, second)
            case Longest() | Total() | Place() | Mode():
                return self._surveyed(node)
            case _:
                assert_never(node)

    def _surveyed(self, node: Longest | Total | Place | Mode) -> tuple[tuple[Value, ...], Proof]:
        """What only all values of a property together tell."""
        match node:
            case Longest(source, measure):
                return self._longest(source, measure)
            case Total(source, mean):
                return self._total(source, mean=mean)
            case Place(source, among, measure):
                return self._place(source, among, measure)
            case Mode():
                return self._mode(node)
            case _:
                assert_never(node)

    def _holders(self, source: Set, measure: By) -> tuple[str, ...]:
        """Entities whose values are asked for; where a text is said of the whole kind, the kind alone."""
        text = self._facts.schema.properties[measure.property].type == "text"
        if text and isinstance(source, All) and source.kind in self._facts.column(measure.property):
            return (source.kind,)
        return self.set(source)[0]

    def _gap(self, first: Scalar, second: Scalar) -> tuple[tuple[Value, ...], Proof]:
        (low, proof), (high, why) = self.scalar(first), self.scalar(second)
        pairs = [(year_of(a), year_of(b)) for a in low for b in high]
        gaps = [abs(a - b) for a, b in pairs if numeric(a) and numeric(b)]  # type: ignore[operator]
        return tuple(dict.fromkeys(gaps)), (*proof, *why)

    def _longest(self, source: Set, measure: By) -> tuple[tuple[Value, ...], Proof]:
        found = [self._years(measure, name) for name in self.set(source)[0]]
        years = sorted({v for values, _ in found for v in values if isinstance(v, int)})
        gaps = [later - sooner for sooner, later in pairwise(years)]
        widest = max(gaps, default=0)
        ends = {y for a, b in pairwise(years) if b - a == widest for y in (a, b)}
        proof = join(p for values, p in found if ends & set(values))
        return ((widest,) if gaps else ()), proof

    def _years(self, measure: By, name: str) -> tuple[list[Value], Proof]:
        """Values of a measure, dates as their years."""
        values, proof = self.measured(measure, name)
        return list(dict.fromkeys(map(year_of, values))), proof

    def _total(self, source: Scalar, *, mean: bool) -> tuple[tuple[Value, ...], Proof]:
        if not isinstance(source, Of):
            return (), ()
        found = [self.measured(source.measure, name) for name in self.set(source.source)[0]]
        numbers = [v for values, _ in found for v in values if isinstance(v, (int, float))]
        proof = join(p for _, p in found)
        if not numbers:
            return (), proof
        return (whole(sum(numbers) / (len(numbers) if mean else 1)),), proof

    def _place(self, source: Set, among: Set, measure: By) -> tuple[tuple[Value, ...], Proof]:
        places: dict[str, tuple[int, Proof]] = {}
        place = 1
        for group in self._ordered(measure, self.set(among)[0]):
            proof = join(p for _, p in group)
            places.update((name, (place, proof)) for name, _ in group)
            place += len(group)
        found = [places[name] for name in self.set(source)[0] if name in places]
        return tuple(dict.fromkeys(p for p, _ in found)), join(proof for _, proof in found)

    def _mode(self, node: Mode) -> tuple[tuple[Value, ...], Proof]:
        measured = (self._years(node.measure, name) for name in self.set(node.source)[0])
        found = [([_rounded(v, node.step) for v in values], proof) for values, proof in measured]
        counts = Counter(v for values, _ in found for v in values)
        if not counts:
            return (), ()
        wanted = node.share or (min if node.fewest else max)(counts.values())
        values = tuple(v for v in counts if counts[v] == wanted)
        return values, join(p for vs, p in found if set(vs) & set(values))


def _rounded(value: Value, step: int) -> Value:
    """The start of the stretch of so many that a number lies in."""
    return value // step * step if step > 1 and isinstance(value, (int, float)) else value


def whole(number: float) -> int | float:
    """A number as a whole one if it is."""
    return int(number) if float(number).is_integer() else number
