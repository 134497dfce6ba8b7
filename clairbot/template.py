r"""The template language: many sentences written as one.

    text        plain words; case does not matter, whitespace and brackets separate
    [a]         a, or nothing; `[a|b]` is short for `[(a|b)]`
    (a|b)       one of them
    (a;b)       both, in any order
    {city}      a slot of type `city`, also named `city`; `{city:from}` names it `from`;
                a type may end in `+`, which is no part of the name
    <greeting>  an expansion rule
    \(          a special character meant as itself

Rule of this file: the cost of a template is computed before anything is expanded, and no written
template or set of rules can make that computation, or a recursion, run away. What a slot, a rule
or a word means is not known here.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import chain, permutations, product
from typing import NamedTuple, TypeAlias, TypeVar

from clairbot.errors import PackError

MAX_CHARACTERS = 2000
"""Longest template, in characters."""
MAX_DEPTH = 20
"""Deepest nesting of brackets."""
MAX_SYMBOLS = 1000
"""Longest expansion, in symbols. Rules that double each other count 1 and are still endless."""
MAX_STEPS = 10_000
"""Nodes that one sample may visit."""
CEILING = 10**30
"""Where counting stops: rules that square each other would outgrow any memory."""


@dataclass(frozen=True, slots=True)
class Word:
    """One literal word, case-folded."""

    text: str
    """The word, without escapes."""

    def __str__(self) -> str:
        return _ESCAPED.sub(r"\\\g<0>", self.text) if _ESCAPED.search(self.text) else self.text


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap to be filled."""

    name: str
    """What the filling is called."""
    type: str
    """What may fill it; may end in `+`."""

    def __str__(self) -> str:
        named = self.name != self.type.removesuffix("+")
        return f"{{{self.type}:{self.name}}}" if named else f"{{{self.type}}}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A reference to an expansion rule."""

    name: str
    """Name of the rule."""

    def __str__(self) -> str:
        return f"<{self.name}>"


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other. As `parse` makes it: never one part, never a sequence inside."""

    items: tuple[Node, ...]
    """The parts; none only where the whole template is empty."""

    def __str__(self) -> str:
        return " ".join(map(str, self.items))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    items: tuple[Node, ...]
    """The alternatives, two or more."""

    def __str__(self) -> str:
        return f"({'|'.join(map(str, self.items))})"


@dataclass(frozen=True, slots=True)
class Permutation:
    """All of several, in any order."""

    items: tuple[Node, ...]
    """The parts, two or more."""

    def __str__(self) -> str:
        return f"({';'.join(map(str, self.items))})"


@dataclass(frozen=True, slots=True)
class Maybe:
    """A part that may be left out."""

    item: Node
    """The part."""

    def __str__(self) -> str:
        inner = str(self.item)
        return f"[{inner[1:-1] if isinstance(self.item, Choice | Permutation) else inner}]"


Symbol: TypeAlias = Word | Slot | Rule
"""What an expansion is made of."""
Node: TypeAlias = Symbol | Sequence | Choice | Permutation | Maybe
"""A template, or a part of one."""
Flat: TypeAlias = tuple[Symbol, ...]
"""One expansion of a template."""
Rules: TypeAlias = Mapping[str, Node]
"""Expansion rules by name."""


def parse(text: str, where: str = "") -> Node:
    """Read a template; errors name `where` and the column within the template, from 1."""
    if len(text) > MAX_CHARACTERS:
        what = f"template is {len(text)} characters; the limit is {MAX_CHARACTERS}"
        raise PackError(where, what)
    return _Parser(text, where or "template").whole()


def show(node: Node) -> str:
    """Write a template: `parse(show(node)) == node` for every node that `parse` makes."""
    return str(node)


def walk(node: Node) -> Iterator[Node]:
    """Give the node and all nodes below it, in the order of writing; rules are not entered."""
    todo = [node]
    while todo:
        node = todo.pop()
        yield node
        todo += reversed(_children(node))


def count(node: Node, rules: Rules | None = None, *, where: str = "") -> int:
    """Count the expansions, repeated ones included, without making any; at most `CEILING`.

    Rules are inlined, or count as one symbol if `rules` is None.
    """
    return _measure(node, rules, _count, where)


def expand(node: Node, *, limit: int = 1000, where: str = "", rules: Rules | None = None) -> Iterator[Flat]:
    """Give each distinct expansion once, in the order of writing.

    Rules are inlined, or kept as symbols if `rules` is None. A template that says nothing gives
    nothing; one that may say nothing (`[a]`) gives `()` too. Raises at once, not at the first item.
    """
    _check_cost(node, rules, limit, where)
    flats = _measure(node, rules, _expand, where)
    return iter(() if flats == ((),) else flats)


def sample(node: Node, choose: Callable[[int], int], rules: Rules | None = None, *, where: str = "") -> Flat:
    """Make one expansion; `choose(n)` decides, by an index below n, at each fork.

    A stack instead of recursion: rules may nest deeper than Python does.
    """
    symbols: list[Symbol] = []
    todo = [node]
    for _ in range(MAX_STEPS):
        if not todo:
            return tuple(symbols)
        node = todo.pop()
        if isinstance(node, Word | Slot) or (isinstance(node, Rule) and rules is None):
            symbols.append(node)
        else:
            todo += reversed(_choose(node, choose, rules or {}, where))
    raise PackError(where, f"no end after {MAX_STEPS} steps; look for rules that repeat each other")


# Reading ------------------------------------------------------------------------------------------

_SPECIAL = r"\\\[\]()|;{}<>"
_NAME = r"[a-z_][a-z0-9_.-]*"
_ESCAPED = re.compile(f"[{_SPECIAL}]")
_ESCAPE = re.compile(r"\\(.)")
_RULE = re.compile(f"<({_NAME})>")
_SLOT = re.compile(rf"{{(({_NAME})\+?)(?::({_NAME}))?}}")
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<word>(?:[^\s{_SPECIAL}]|\\[{_SPECIAL}])+)"
    r"|(?P<slot>{[^{}]*})|(?P<rule><[^<>]*>)|(?P<mark>.)",
    re.DOTALL,
)
_STARTS = ("word", "slot", "rule", "(", "[")
_SEPARATORS = ("|", ";")
_CLOSING = {"(": ")", "[": "]"}
_STRAY = {
    ")": "`)` closes nothing; remove it or add `(` before",
    "]": "`]` closes nothing; remove it or add `[` before",
    "|": "`|` outside brackets; write `(one|other)`",
    ";": "`;` outside brackets; write `(one;other)`",
    "{": "unclosed `{`; add `}`",
    "}": "`}` closes nothing; remove it or add `{` before",
    "<": "unclosed `<`; add `>`",
    ">": "`>` closes nothing; remove it or add `<` before",
    "\\": "a backslash escapes only one of `[]()|;{}<>\\`; double it to mean itself",
}


class _Token(NamedTuple):
    kind: str
    text: str
    column: int


def _scan(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind, found = str(match.lastgroup), match.group()
        if kind != "space":
            yield _Token(found if kind == "mark" else kind, found, match.start() + 1)
    yield _Token("end", "", len(text) + 1)


class _Parser:
    """Recursive descent: sequence = item*; item = word | slot | rule | group."""

    def __init__(self, text: str, where: str) -> None:
        self._where = where
        self._tokens = list(_scan(text))[::-1]

    def whole(self) -> Node:
        node = self._sequence(0)
        if self._next.kind != "end":
            raise self._error(self._next, _STRAY[self._next.kind])
        return node

    @property
    def _next(self) -> _Token:
        return self._tokens[-1]

    def _error(self, token: _Token, what: str) -> PackError:
        return PackError(f"{self._where}:{token.column}", what)

    def _sequence(self, depth: int) -> Node:
        items: list[Node] = []
        while self._next.kind in _STARTS:
            item = self._item(self._tokens.pop(), depth)
            items += item.items if isinstance(item, Sequence) else [item]
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _item(self, token: _Token, depth: int) -> Node:
        match token.kind:
            case "word":
                return Word(_ESCAPE.sub(r"\1", token.text).casefold())
            case "slot":
                return self._slot(token)
            case "rule":
                return self._rule(token)
            case _:
                return self._group(token, depth + 1)

    def _slot(self, token: _Token) -> Slot:
        if found := _SLOT.fullmatch(token.text):
            return Slot(found[3] or found[2], found[1])
        fault = "bad slot" if token.text[1:-1].strip() else "empty slot"
        raise self._error(token, f"{fault}; write `{{type}}` or `{{type:name}}` in a-z 0-9 _ . -")

    def _rule(self, token: _Token) -> Rule:
        if found := _RULE.fullmatch(token.text):
            return Rule(found[1])
        fault = "bad rule name" if token.text[1:-1].strip() else "empty rule name"
        raise self._error(token, f"{fault}; write `<name>` in a-z 0-9 _ . -")

    def _group(self, opening: _Token, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self._error(opening, f"nested deeper than {MAX_DEPTH}; move a part into a <rule>")
        body = self._body(depth)
        self._close(opening)
        return Maybe(body) if opening.kind == "[" else body

    def _close(self, opening: _Token) -> None:
        closing, token = _CLOSING[opening.kind], self._tokens.pop()
        if token.kind == closing:
            return
        if token.kind in (*_CLOSING.values(), "end"):
            raise self._error(opening, f"unclosed `{opening.kind}`; add `{closing}`")
        raise self._error(token, _STRAY[token.kind])

    def _body(self, depth: int) -> Node:
        items = [self._part(depth)]
        separator = self._next.kind
        while self._next.kind in _SEPARATORS:
            token = self._tokens.pop()
            if token.kind != separator:
                raise self._error(token, "`|` and `;` in one bracket; put one pair in its own ( )")
            items.append(self._part(depth))
        if len(items) == 1:
            return items[0]
        return Choice(tuple(items)) if separator == "|" else Permutation(tuple(items))

    def _part(self, depth: int) -> Node:
        node, after = self._sequence(depth), self._next
        if node == Sequence(()) and after.kind in (*_SEPARATORS, *_CLOSING.values()):
            raise self._error(after, "nothing in this part; write [a] for what may be left out")
        return node


# Measuring ----------------------------------------------------------------------------------------

_T = TypeVar("_T")


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case Sequence(items) | Choice(items) | Permutation(items):
            return items
        case Maybe(item):
            return (item,)
        case _:
            return ()


def _measure(node: Node, rules: Rules | None, measure: Callable[[Node, Mapping[str, _T]], _T], where: str) -> _T:
    """Measure each rule once, before those that refer to it, then the node itself."""
    known: dict[str, _T] = {}
    for name in _order(node, rules, where) if rules is not None else ():
        known[name] = measure(_body_of(name, rules or {}, where), known)
    return measure(node, known)


def _order(node: Node, rules: Rules, where: str) -> list[str]:
    """Sort the rules that a node needs, each after those it refers to itself."""
    graph: dict[str, list[str]] = {}
    wanted = _references(node)
    while wanted:
        name = wanted.pop()
        if name not in graph:
            graph[name] = _references(_body_of(name, rules, where))
            wanted += graph[name]
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        path = " -> ".join(reversed(error.args[1]))
        raise PackError(where, f"rule {path} refers to itself") from None


def _references(node: Node) -> list[str]:
    return list(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Rule)))


def _body_of(name: str, rules: Rules, where: str) -> Node:
    if name in rules:
        return rules[name]
    close = difflib.get_close_matches(name, rules, n=1)
    mend = f"did you mean <{close[0]}>?" if close else "define it or remove it"
    raise PackError(where, f"unknown rule <{name}>; {mend}")


def _count(node: Node, known: Mapping[str, int]) -> int:
    counts = [_count(child, known) for child in _children(node)]
    match node:
        case Rule(name):
            number = known.get(name, 1)
        case Choice():
            number = sum(counts)
        case Permutation():
            number = math.factorial(len(counts)) * math.prod(counts)
        case Maybe():
            number = 1 + counts[0]
        case _:
            number = math.prod(counts)
    return min(number, CEILING)


def _length(node: Node, known: Mapping[str, int]) -> int:
    """Give the number of symbols in the longest expansion."""
    lengths = [_length(child, known) for child in _children(node)]
    match node:
        case Word() | Slot():
            return 1
        case Rule(name):
            return known.get(name, 1)
        case Choice() | Maybe():
            return max(lengths)
        case _:
            return min(sum(lengths), CEILING)


def _check_cost(node: Node, rules: Rules | None, limit: int, where: str) -> None:
    number = count(node, rules, where=where)
    if number > limit:
        mend = "split it or use fewer optionals"
        raise PackError(where, f"template too costly ({number} > {limit}); {mend}")
    length = _measure(node, rules, _length, where)
    if length > MAX_SYMBOLS:
        raise PackError(where, f"template too costly ({length} words > {MAX_SYMBOLS}); shorten it")


def _expand(node: Node, known: Mapping[str, tuple[Flat, ...]]) -> tuple[Flat, ...]:
    parts = [_expand(child, known) for child in _children(node)]
    match node:
        case Word() | Slot():
            return ((node,),)
        case Rule(name):
            return known.get(name, ((node,),))
        case Choice():
            return _distinct(chain.from_iterable(parts))
        case Maybe():
            return _distinct((*parts[0], ()))
        case Permutation():
            return _distinct(chain.from_iterable(map(_join, permutations(parts))))
        case _:
            return _join(parts)


def _join(parts: Iterable[tuple[Flat, ...]]) -> tuple[Flat, ...]:
    return _distinct(tuple(chain.from_iterable(pick)) for pick in product(*parts))


def _distinct(flats: Iterable[Flat]) -> tuple[Flat, ...]:
    return tuple(dict.fromkeys(flats))


def _choose(node: Node, choose: Callable[[int], int], rules: Rules, where: str) -> tuple[Node, ...]:
    """Replace a node by what it stands for this time."""
    match node:
        case Rule(name):
            return (_body_of(name, rules, where),)
        case Choice(items):
            return (items[choose(len(items))],)
        case Maybe(item):
            return (item,) if choose(2) else ()
        case Permutation(items):
            left = list(items)
            return tuple(left.pop(choose(len(left))) for _ in items)
        case _:
            return _children(node)
