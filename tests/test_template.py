"""The template language: what is written is what is read, and no template costs more than it says.

Rule of this file: a property is proved by hypothesis, a message by one example.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairbot.errors import PackError
from clairbot.template import (
    CEILING,
    MAX_DEPTH,
    Choice,
    Maybe,
    Node,
    Permutation,
    Rule,
    Sequence,
    Slot,
    Word,
    count,
    expand,
    parse,
    sample,
    show,
    walk,
)

if TYPE_CHECKING:
    from random import Random

A, B, C = Word("a"), Word("b"), Word("c")
SPECIAL = "\\[]()|;{}<>"

names = st.from_regex(r"[a-z_][a-z0-9_.-]{0,5}", fullmatch=True)
words = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=5).map(
    lambda text: Word(text.casefold())
)
symbols = (
    words
    | st.text(SPECIAL, min_size=1, max_size=3).map(Word)
    | names.map(Rule)
    | st.builds(Slot, names, st.builds(str.__add__, names, st.sampled_from(["", "+"])))
)


def several(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(nodes, min_size=2, max_size=3).map(tuple)


def larger(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    unjoined = nodes.filter(lambda node: not isinstance(node, Sequence))
    return (
        st.builds(Sequence, several(unjoined))
        | st.builds(Choice, several(nodes))
        | st.builds(Permutation, several(nodes))
        | st.builds(Maybe, nodes)
    )


nodes: st.SearchStrategy[Node] = st.recursive(symbols, larger, max_leaves=8)
closed = nodes.filter(lambda node: not any(isinstance(part, Rule) for part in walk(node)))


def flat(text: str, **rules: str) -> list[str]:
    """Expand a template with rules inlined, each sentence as text."""
    bodies = {name: parse(body) for name, body in rules.items()}
    return [" ".join(map(str, symbols)) for symbols in expand(parse(text), rules=bodies)]


@given(nodes)
def test_what_is_shown_is_parsed(node: Node) -> None:
    assert parse(show(node)) == node


@given(st.text(st.sampled_from("ab: +" + SPECIAL), max_size=20))
def test_any_text_is_a_template_or_one_line_of_error(text: str) -> None:
    try:
        node = parse(text)
    except PackError as error:
        assert "\n" not in str(error)  # noqa: PT017 - both outcomes are right
    else:
        assert parse(show(node)) == node


@given(closed, st.randoms(use_true_random=False))
def test_count_bounds_the_expansions_and_samples_are_among_them(node: Node, dice: Random) -> None:
    number = count(node)
    if number <= 100:
        flats = list(expand(node, limit=number))
        assert 1 <= len(flats) <= number
        assert len(set(flats)) == len(flats)
        assert sample(node, dice.randrange) in flats


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", Sequence(())),
        ("A b", Sequence((A, B))),
        ("((a))", A),
        ("(a b) c", Sequence((A, B, C))),
        ("[a]b", Sequence((Maybe(A), B))),
        ("(a|b c)", Choice((A, Sequence((B, C))))),
        ("[a|b]", Maybe(Choice((A, B)))),
        ("[(a|b)]", Maybe(Choice((A, B)))),
        ("(a;b)", Permutation((A, B))),
        ("{city}", Slot("city", "city")),
        ("{city:from}", Slot("from", "city")),
        ("{city+}", Slot("city", "city+")),
        ("<a.b-c_1>", Rule("a.b-c_1")),
        (r"\(a\)\\", Word("(a)\\")),
        ("Straße", Word("strasse")),
    ],
)
def test_parse(text: str, node: Node) -> None:
    assert parse(text) == node


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a (b", "x.yaml:3:3: unclosed `(`; add `)`"),
        ("[a)", "x.yaml:3:1: unclosed `[`; add `]`"),
        ("a)", "x.yaml:3:2: `)` closes nothing; remove it or add `(` before"),
        ("a|b", "x.yaml:3:2: `|` outside brackets; write `(one|other)`"),
        ("(a|b;c)", "x.yaml:3:5: `|` and `;` in one bracket; put one pair in its own ( )"),
        ("(a|)", "x.yaml:3:4: nothing in this part; write [a] for what may be left out"),
        ("[]", "x.yaml:3:2: nothing in this part; write [a] for what may be left out"),
        ("{ }", "x.yaml:3:1: empty slot; write `{type}` or `{type:name}` in a-z 0-9 _ . -"),
        ("{a?}", "x.yaml:3:1: bad slot; write `{type}` or `{type:name}` in a-z 0-9 _ . -"),
        ("<>", "x.yaml:3:1: empty rule name; write `<name>` in a-z 0-9 _ . -"),
        ("<A>", "x.yaml:3:1: bad rule name; write `<name>` in a-z 0-9 _ . -"),
        ("{a", "x.yaml:3:1: unclosed `{`; add `}`"),
        ("(a>)", "x.yaml:3:3: `>` closes nothing; remove it or add `<` before"),
        ("a\\", "x.yaml:3:2: a backslash escapes only one of `[]()|;{}<>\\`"),
        ("[" * 21, f"x.yaml:3:21: nested deeper than {MAX_DEPTH}; move a part into a <rule>"),
        ("a" * 2001, "x.yaml:3: template is 2001 characters; the limit is 2000"),
    ],
)
def test_parse_error(text: str, message: str) -> None:
    with pytest.raises(PackError) as caught:
        parse(text, "x.yaml:3")
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("[a]", ["a", ""]),
        ("(a|b) [c]", ["a c", "a", "b c", "b"]),
        ("(a;b;[c])", ["a b c", "a b", "a c b", "b a c", "b a", "b c a", "c a b", "c b a"]),
        ("(a|a)", ["a"]),
        ("<hi> {city}", ["a {city}", "{city}"]),
    ],
)
def test_expand(text: str, sentences: list[str]) -> None:
    assert flat(text, hi="[a]") == sentences


def test_rules_are_kept_where_none_are_given() -> None:
    assert list(expand(parse("<hi> [a]"))) == [(Rule("hi"), A), (Rule("hi"),)]
    assert count(parse("<hi> [a]")) == 2
    assert sample(parse("<hi>"), lambda _: 0) == (Rule("hi"),)


def test_count_never_enumerates() -> None:
    letters = ";".join("abcdefghijklmnopqrst")
    assert count(parse(f"({letters})")) == math.factorial(20)
    assert count(parse("[a]" * 60)) == 2**60


def doubling(bottom: str) -> dict[str, Node]:
    """Chain 300 rules, each of which says the one below it twice."""
    chain = {f"r{n}": parse(f"<r{n - 1}> <r{n - 1}>") for n in range(1, 300)}
    return {"r0": parse(bottom), **chain}


def test_rules_that_explode_are_refused() -> None:
    top = parse("<r299>")
    assert count(top, doubling("(a|b)")) == CEILING
    with pytest.raises(PackError, match=r"too costly \(\d+ > 1000\); split it"):
        expand(top, rules=doubling("(a|b)"))
    with pytest.raises(PackError, match=r"too costly \(\d+ words > 1000\)"):
        expand(top, rules=doubling("a"))
    with pytest.raises(PackError, match="no end after 10000 steps"):
        sample(top, lambda _: 0, doubling("a"))


def test_long_chains_of_rules_need_no_recursion() -> None:
    rules = {"r0": A, **{f"r{n}": parse("[" * 20 + f"<r{n - 1}>" + "]" * 20) for n in range(1, 90)}}
    assert count(parse("<r89>"), rules) == 1 + 20 * 89
    assert sample(parse("<r89>"), lambda _: 1, rules) == (A,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<a>", "x.yaml:3: rule a -> b -> a refers to itself"),
        ("<self>", "x.yaml:3: rule self -> self refers to itself"),
        ("<greting>", "x.yaml:3: unknown rule <greting>; did you mean <greeting>?"),
        ("<zzz>", "x.yaml:3: unknown rule <zzz>; define it or remove it"),
    ],
)
def test_rule_error(text: str, message: str) -> None:
    bodies = {"a": "x <b>", "b": "[y] <a>", "self": "<self>", "greeting": "a"}
    rules = {name: parse(body) for name, body in bodies.items()}
    with pytest.raises(PackError) as caught:
        count(parse(text), rules, where="x.yaml:3")
    assert str(caught.value) == message


def test_a_costly_template_names_its_place_and_the_mend() -> None:
    with pytest.raises(PackError) as caught:
        expand(parse("[a]" * 20), where="intents/x.yaml:12")
    expected = "(1048576 > 1000); split it or use fewer optionals"
    assert str(caught.value) == f"intents/x.yaml:12: template too costly {expected}"
