"""What a follow-up makes of the last question: it changes the query, never its text.

A name replaces a name of the same kind, a condition replaces a condition on the same property. Rule of this
file: nothing is guessed; where two things could be meant and give different answers, both are offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.meaning import EVERYTHING, TIME, Composer, Fragment, Superlative, Verb
from clairbot.query import (
    SETS,
    All,
    Among,
    By,
    Condition,
    Constant,
    Count,
    Equals,
    Every,
    Exists,
    Follow,
    Gap,
    Holds,
    Linked,
    Names,
    Node,
    Not,
    Of,
    Operator,
    Query,
    Rank,
    Scalar,
    Set,
    Sized,
    Test,
    Where,
    exchange,
    walk,
)
from clairbot.session.context import is_period, last_listed

if TYPE_CHECKING:
    from clairbot.session.context import Context


PICKING = frozenset({"rank", "set", "filter"})
"""Actions that pick something else, which is no answer to whether this is it: "was it the last one?"."""
REPEATING = frozenset({"list", "listkind", "when", "where", "figure"})
"""Follow-ups that may ask the same once more."""
STEPS: dict[str, int] = {"<": -1, ">": 1}
"""Where a comparison leads in an order."""


class FollowUps:
    """Completes fragments from the question before."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def complete(self, fragment: Fragment, context: Context) -> Query | None:
        """The whole question that a fragment stands for, or None if it fits nothing that was said."""
        action = getattr(self, f"_do_{fragment.action}")
        if context.query is None and not (context.focus and fragment.action == "value"):
            return None
        if fragment.action in {"names", "other"} and fragment.part is not None and not isinstance(fragment.part, Names):
            return None
        done: Query | None = action(fragment.part, context)
        match done:
            case Holds(source, condition) if not isinstance(source, Names):
                done = self._composer.holds(source, condition)
            case Where(source, condition) if _single(source):
                done = self._composer.holds(source, condition)
        again = fragment.action in REPEATING or isinstance(done, Holds)
        return done if again or done != context.query else None

    # --- what is replaced ---------------------------------------------------------------------------

    def _do_names(self, names: Names, context: Context) -> Query | None:
        query = context.query
        if isinstance(query, Rank) and query.start > len(names.names):
            return None
        old = [n for n in walk(query) if isinstance(n, Names) and n.kind == names.kind]  # type: ignore[arg-type]
        if isinstance(query, Gap) and len(names.names) == 2:  # noqa: PLR2004
            return self._composer.span(names)
        target: Node | None = (old[-1] if isinstance(query, Gap) else old[0]) if old else None
        if target is None and not isinstance(query, Of):
            target = next((n for n in walk(query) if isinstance(n, All) and n.kind == names.kind), None)  # type: ignore[arg-type]
        if target is None:
            target = next((n for n in walk(query) if _is_set(n) and self._composer.kinds(n) == {names.kind}), None)  # type: ignore[arg-type]
        if target is None or target == query:
            place = self._composer.lying(names)
            return (place and self._do_filter(place, context)) or self._again(names, context)
        return _put(query, target, names)

    def _do_asked(self, names: Names, context: Context) -> Query | None:
        """The same of something else, after a word that asks; but for how long it is between two, nobody asks so."""
        return None if isinstance(context.query, Gap) and len(names.names) > 1 else self._do_names(names, context)

    def _do_set(self, source: Set, context: Context) -> Query | None:
        """Things that are not named take the place of one that was: "and the one in Korea?"."""
        query, kinds = context.query, self._composer.kinds(source)
        if isinstance(source, (Names, All)) or not isinstance(query, (Of, Holds, Gap, Follow)):
            return None
        target = next((n for n in walk(query) if isinstance(n, Names) and n.kind in kinds), None)
        return _put(query, target, source)

    def _again(self, names: Names, context: Context) -> Query | None:
        """The same property of something else."""
        measures = [n for n in walk(context.query) if isinstance(n, By) and n.property]  # type: ignore[arg-type]
        return self._composer.scalar(Verb(measures[0].property), names) if measures else None

    def _do_date(self, year: int, context: Context) -> Query | None:
        """A year replaces the years of the last question; where it had none, it is a claim about the answer."""
        query = context.query
        period = next((n for n in walk(query) if is_period(n)), None)  # type: ignore[arg-type]
        if period is not None:
            measure = period.conditions[0].measure  # type: ignore[attr-defined]
            return _put(query, period, Test(measure, "=", Constant(year)))
        years = [n for n in walk(query) if isinstance(n, Test) and isinstance(n.value, Constant)]  # type: ignore[arg-type]
        if years:
            return _put(query, years[-1], years[-1].replace(value=Constant(year)))
        return self._do_claim(year, context)

    def _do_claim(self, year: int, context: Context) -> Query | None:
        return self._do_claimcond(self._composer.test("=", Constant(year)), context)

    def _do_claimcond(self, condition: Condition, context: Context) -> Query | None:
        return self._composer.holds(context.focus, condition) if context.focus else None

    def _do_filter(self, condition: Condition, context: Context) -> Query | None:
        query = context.query
        step = _step_from(condition, context.focus)
        if isinstance(query, Rank) and step and context.focus:
            return self._composer.next(context.focus, step)
        if context.focus and condition == Not(Among(context.focus)) and isinstance(query, SETS):
            return Where(All(context.focus.kind), condition)
        if isinstance(condition, Not):
            return self._do_narrow(condition, context)
        target = next((n for n in walk(query) if isinstance(n, (Where, Holds))), None)  # type: ignore[arg-type]
        if isinstance(target, (Where, Holds)):
            fitted = self._composer.fit(condition, self._composer.kinds(target.source))
            return fitted and _put(query, target, target.replace(condition=_merge(target.condition, fitted)))
        source = next((n for n in walk(query) if isinstance(n, All)), None)  # type: ignore[arg-type]
        if source is not None and isinstance(query, (Count, Rank, Exists)):
            found = self._composer.where(source, condition)
            return found and _put(query, source, found)
        return None

    def _do_operand(self, value: Scalar, context: Context) -> Query | None:
        query = context.query
        tests = [n for n in walk(query) if isinstance(n, Test)]  # type: ignore[arg-type]
        return _put(query, tests[-1], tests[-1].replace(value=value)) if tests else None

    def _do_operator(self, operator: Operator, context: Context) -> Query | None:
        """The same compared the other way: "and before?"."""
        tests = [n for n in walk(context.query) if isinstance(n, Test)]  # type: ignore[arg-type]
        return _put(context.query, tests[-1], tests[-1].replace(operator=operator)) if tests else None

    def _do_everything(self, _: None, context: Context) -> Query | None:
        """All of the kind that was asked for, where there was no such: "which ones are there?"."""
        query = context.query
        source = next((n for n in walk(query) if isinstance(n, All)), None)  # type: ignore[arg-type]
        return source if isinstance(query, (Exists, Count, Where, Holds)) else None

    def _do_negate(self, _: None, context: Context) -> Query | None:
        query = context.query
        target = next((n for n in walk(query) if isinstance(n, Where)), None)  # type: ignore[arg-type]
        if target is None:
            return None
        found = target.replace(condition=self._composer.negate(target.condition))
        whole = _put(query, target, found)
        return whole.source if isinstance(whole, (Count, Exists)) else whole

    # --- what is built on the last answer --------------------------------------------------------------

    def _set(self, context: Context) -> Set | None:
        """The set that the last question was about."""
        query = context.query
        if isinstance(query, Equals) and isinstance(query.first, Count):
            query = query.first
        if isinstance(query, (Count, Exists)):
            return query.source
        if isinstance(query, SETS) and not isinstance(query, Names):
            return query
        return context.focus

    def _wide(self, context: Context) -> Set | None:
        """The same, but the whole kind where the last question was about one thing."""
        source = self._set(context)
        return All(source.kind) if isinstance(source, Names) and _single(source) else source

    def _do_order(self, _: None, context: Context) -> Query | None:
        source = self._unordered(context)
        return source and self._composer.order(source)

    def _do_reversed(self, _: None, context: Context) -> Query | None:
        source = self._unordered(context)
        return source and self._composer.reversed(source)

    def _do_alphabetical(self, _: None, context: Context) -> Query | None:
        source = self._unordered(context)
        return source and self._composer.alphabetical(source)

    def _unordered(self, context: Context) -> Set | None:
        """The set that the last question was about, without the order that it was put in."""
        source = self._set(context)
        source = source.source if isinstance(source, Rank) and source.count == EVERYTHING else source
        return None if _single(source) else source

    def _do_better(self, than: Test, context: Context) -> Query | None:
        listed = last_listed(context)
        return listed and self._composer.better(than, listed)

    def _do_with(self, names: Names, context: Context) -> Query | None:
        """The one of the last set that something else is linked to: "the one with Canada"."""
        source = self._set(context)
        kinds = self._composer.kinds(source) if source else frozenset()
        everything = self._composer.every(kinds) if names.kind not in kinds else None
        found = everything and self._composer.related(everything, names)
        return found and (self._do_set(found, context) or found)

    def _do_narrowto(self, names: Names, context: Context) -> Query | None:
        """Those of the last set that something else is linked to: "only those in Asia"."""
        source = self._unordered(context)
        condition = source and self._composer.located(source, names)
        found = source and condition and self._composer.where(source, condition)
        return found and (self._do_set(found, context) or found)

    def _do_narrow(self, condition: Condition, context: Context) -> Query | None:
        """Those of the last set of which a condition is true too; what was told of all is told of them."""
        query = context.query
        if isinstance(query, Of) and not _single(query.source):
            source = self._composer.where(query.source, condition)
            return source and query.replace(source=source)
        if isinstance(query, Sized):
            return self._composer.where(query.source, condition)
        if not isinstance(query, (Count, Exists, All, Where, Rank, Follow)):
            return None
        source = self._wide(context)
        return source and self._composer.where(source, condition)

    def _do_beyond(self, direction: int, context: Context) -> Query | None:
        """All that came after what was spoken of, or before: "which ones opened after it?"."""
        return context.focus and self._composer.beyond(context.focus, direction)

    def _do_rank(self, superlative: Superlative, context: Context) -> Query | None:
        query = context.query
        if isinstance(query, Rank) and query.count != EVERYTHING:
            bare = superlative.start > 1 and superlative.count == 1 and not superlative.descending
            if bare and query.descending:
                superlative = superlative.replace(descending=True)
            return self._composer.rank(query.source, superlative)
        source = self._wide(context)
        if isinstance(source, Rank):
            source = source.source
        return source and self._composer.rank(source, superlative)

    def _do_amongst(self, part: tuple[Superlative, int], context: Context) -> Query | None:
        """The same, of as many as were listed: "the oldest of the three"."""
        superlative, number = part
        listed = context.listed
        return self._composer.rank(listed, superlative) if listed and len(listed.names) == number else None

    def _do_value(self, noun: Verb, context: Context) -> Query | None:
        for names in (context.focus, context.asked):
            found = names and self._composer.value(noun, names)
            if found:
                return found
        return None

    def _do_relation(self, verb: Verb, context: Context) -> Query | None:
        """What was spoken of, in a relation that is new: "who takes part?"."""
        spoken = [names for names in (context.focus, context.asked, context.beside) if names is not None]
        heads = (self._composer.headof(names, verb) for names in spoken)
        links = (*heads, *(self._composer.follow(names, verb) for names in spoken))
        texts = (self._composer.textual(verb, names) for names in spoken)
        return next((found for found in (*links, *texts) if found), None)

    def _do_when(self, _: None, context: Context) -> Query | None:
        return self._do_value(Verb("", dimension=TIME), context)

    def _do_count(self, _: None, context: Context) -> Query | None:
        if isinstance(context.query, Of):
            return None
        source = self._wide(context)
        return source and Count(source)

    def _do_figure(self, _: None, context: Context) -> Query | None:
        """Only the number: of what was listed, or the one that was given."""
        return context.query if isinstance(context.query, Of) else self._do_count(None, context)

    def _do_countkind(self, kind: str, context: Context) -> Query | None:
        source = self._of_kind(kind, self._set(context))
        return Count(source) if source is not None and not isinstance(source, Names) else None

    def _of_kind(self, kind: str, source: Set | None) -> Set | None:
        """A set, or those of it that are of one of the kinds that it has."""
        kinds = self._composer.kinds(source) if source is not None else frozenset()
        if kinds == {kind}:
            return source
        if isinstance(source, Where) and kind in kinds:
            return self._composer.where(All(kind), source.condition)
        if isinstance(source, Follow) and kind in kinds:
            return Where(All(kind), Linked(source.property, source.source, not source.backwards))
        return None

    def _do_list(self, _: None, context: Context) -> Query | None:
        return self._set(context) if isinstance(context.query, (Count, Equals, Exists, *SETS)) else None

    def _do_which(self, _: None, context: Context) -> Query | None:
        """Which of them it is true of: "which one did?"; the others, where it was denied."""
        query = context.query
        denied = next((n for n in walk(query) if isinstance(n, Where) and isinstance(n.condition, Not)), None)  # type: ignore[arg-type]
        if denied is not None:
            return denied.replace(condition=self._composer.negate(denied.condition))
        if not isinstance(query, Holds) or not isinstance(query.source, Names):
            return None
        return self._composer.where(All(query.source.kind), query.condition)

    def _do_whichnot(self, _: None, context: Context) -> Query | None:
        """Of which of them it is not true: "which one is not?"."""
        query = context.query
        if isinstance(query, Holds) and isinstance(query.source, Names):
            return Where(query.source, self._composer.negate(query.condition))
        return None

    def _do_listkind(self, kind: str, context: Context) -> Query | None:
        """Which ones, of those that were counted or said to be there."""
        return self._of_kind(kind, self._do_list(None, context))  # type: ignore[arg-type]

    def _do_gap(self, _: None, context: Context) -> Query | None:
        """How long between the two that were compared."""
        query = context.query
        if isinstance(query, Holds) and isinstance(query.condition, Test) and isinstance(query.condition.value, Of):
            first = self._composer.moment(query.source)
            return first and Gap(first, query.condition.value)
        if isinstance(query, Rank) and isinstance(query.source, Names):
            return self._composer.span(query.source)
        pair = last_listed(context)
        return pair and self._composer.span(pair)

    def _do_lasts(self, number: int, context: Context) -> Query | None:
        """Whether that gap, or the one between the two that were compared, is so long."""
        gap = context.query if isinstance(context.query, Gap) else self._do_gap(None, context)
        return self._composer.lasts(number, gap) if isinstance(gap, Gap) else None

    def _do_gapagain(self, names: Names, context: Context) -> Query | None:
        """How long between something else, after it was asked how long it is: "and than Paris?"."""
        return self._do_gapto(names, context) if isinstance(context.query, Gap) else None

    def _do_gapto(self, names: Names, context: Context) -> Query | None:
        if isinstance(context.query, Gap):
            moment = self._composer.moment(names)
            return moment and context.query.replace(second=moment)
        return self._composer.gap(context.focus, names) if context.focus else None

    def _do_alike(self, _: None, context: Context) -> Query | None:
        pair = last_listed(context)
        return pair and self._composer.alike(pair)

    def _do_number(self, number: int, context: Context) -> Query | None:
        """A number that may contradict the last count, or how many were listed: "I thought it was nine"."""
        query = context.query
        source = query.source if isinstance(query, (Count, Of)) else query
        return self._composer.hasnumber(number, source) if isinstance(source, SETS) else None

    def _do_total(self, _: None, context: Context) -> Query | None:
        """How many there are of the kind, whatever was asked of them."""
        query = context.query
        source = query.source if isinstance(query, (Count, Rank)) else query
        while isinstance(source, Where):
            source = source.source
        return Count(source) if isinstance(source, All) else None

    def _do_step(self, direction: int, context: Context) -> Query | None:
        """The next one, in the order that was asked for."""
        names, query = context.focus, context.query
        if names and isinstance(query, Rank) and query.count == 1:
            forward = (direction > 0) != query.descending
            place = query.start + (len(names.names) if forward else -1)
            return query.replace(start=place) if place > 0 else None
        return self._composer.next(names, direction) if names else None

    def _do_stepkind(self, kind: str, context: Context) -> Query | None:
        """The next one of a kind: "and which office came next?"."""
        return self._do_step(1, context) if context.focus is not None and context.focus.kind == kind else None

    def _do_claimnames(self, names: Names, context: Context) -> Query | None:
        """Whether something else is what was asked for: "no, it was London"."""
        query = context.query
        same = isinstance(query, SETS) and not isinstance(query, Names) and self._composer.kinds(query) == {names.kind}
        return Holds(names, Among(query)) if same else None  # type: ignore[arg-type]

    def _do_after(self, direction: int, context: Context) -> Query | None:
        """What came after: of several that were listed, all; of one, the next one."""
        names = context.focus
        if names is None or len(names.names) == 1 or isinstance(context.query, Rank):
            return self._do_step(direction, context)
        return self._composer.beyond(names, direction)

    def _do_shift(self, years: int, context: Context) -> Query | None:
        """The same so many years later; of a plain value, what happened then."""
        year = next((n for n in walk(context.query) if isinstance(n, Constant)), None)  # type: ignore[arg-type]
        if year is not None and isinstance(year.value, int):
            return _put(context.query, year, Constant(year.value + years))
        if context.focus is None or not isinstance(context.query, Of):
            return None
        then = self._composer.offset(abs(years), 1 if years > 0 else -1, context.query)
        return then and self._composer.where(All(context.focus.kind), then)

    def _do_shiftback(self, years: int, context: Context) -> Query | None:
        return self._do_shift(-years, context)

    def _do_regap(self, names: Names, context: Context) -> Query | None:
        """How long since something else."""
        return self._do_names(names, context) if isinstance(context.query, Gap) else None

    def _do_other(self, _: None, context: Context) -> Query | None:
        """The rest of the last list; the one other of a kind."""
        listed = last_listed(context)
        focus = context.focus
        if context.asked is not None and focus is not None and context.asked.kind != focus.kind:
            return self._do_otherkind(context.asked.kind, context)
        if listed is not None and focus is not None and len(focus.names) == 1 and focus.names[0] in listed.names:
            rest = Names(tuple(n for n in listed.names if n not in focus.names), listed.kind)
            if isinstance(context.query, Rank):
                return self._again(rest, context)
            return self._do_names(rest, context)
        if context.asked is not None:
            return self._do_otherkind(context.asked.kind, context)
        return None

    def _do_otherkind(self, kind: str, context: Context) -> Query | None:
        for names in (context.asked, context.focus):
            if names is not None and names.kind == kind:
                others = Where(All(kind), Not(Among(names)))
                target = next((n for n in walk(context.query) if n == names), None)  # type: ignore[arg-type]
                return _put(context.query, target, others) if target is not None else others
        return None

    def _do_othercond(self, condition: Condition, context: Context) -> Query | None:
        """The others of which a condition is true: "the other 1990 one"."""
        names = context.focus or context.asked
        source = names and self._composer.where(All(names.kind), condition)
        return source and names and self._composer.where(source, Not(Among(names)))

    def _do_who(self, _: None, context: Context) -> Query | None:
        return self._do_list(None, context)

    def _do_where(self, _: None, context: Context) -> Query | None:
        """Where the things spoken of are: the first property of theirs that says so."""
        query = context.query
        properties = self._composer.schema.properties
        if isinstance(query, Exists):
            return self._set(context)
        if isinstance(query, Of) and "where" in properties[query.measure.property].asks:
            return query
        kinds = context.focus and self._composer.kinds(context.focus)
        located = (p for p in properties.values() if "where" in p.asks and p.relation and not p.many)
        places = (p for p in located if kinds and p.of & kinds)
        place = next(places, None)
        return self._do_value(Verb(place.name), context) if place else None


def _step_from(condition: Condition, focus: Names | None) -> int:
    """Which way a condition leads from what was just given: "before that one"; 0 if it does not."""
    match condition:
        case Test(_, operator, Of(source)) if source == focus:
            return STEPS.get(operator, 0)
        case _:
            return 0


def _put(query: Query | None, old: Node | None, new: Node) -> Query | None:
    return exchange(query, old, new) if query is not None and old is not None else None


def _single(source: Node | None) -> bool:
    """Whether a set is of one named thing."""
    return isinstance(source, Names) and len(source.names) == 1


def _is_set(node: Node) -> bool:
    return isinstance(node, SETS)


def _merge(old: Condition, new: Condition) -> Condition:
    """The new condition in place of those of the old that test the same property; the others stay."""
    if not isinstance(old, Every) or is_period(old):
        return new
    tested = {n.property for n in walk(new) if isinstance(n, By)}
    kept = tuple(c for c in old.conditions if not tested & {n.property for n in walk(c) if isinstance(n, By)})
    return Every((*kept, new)) if kept else new
