"""Relations that hold between answers, whatever the answers are.

Rule of this file: no expected answer is written down; what is compared is the bot with itself, or with the
facts of its pack.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import pytest
from caselib import CASES, read_cases
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import clairbot

if TYPE_CHECKING:
    from clairbot import Answer, Bot, Value

bounded = settings(derandomize=True, deadline=None, database=None, max_examples=120)
"""The same examples in each run, however long one takes."""


@cache
def bot() -> Bot:
    """One bot for all tests; a fixture would be built anew, or shared in a way that hypothesis warns of."""
    return clairbot.load()


def ask(*turns: str) -> Answer:
    """The answer to the last of several turns."""
    chat = bot().chat()
    return [chat.ask(turn) for turn in turns][-1]


def told(question: str) -> tuple[Value, ...]:
    """What a question that must be answered is answered with."""
    answer = ask(question)
    assert answer.status == "answer", f"{question!r}: {answer.status}: {answer.text}"
    return answer.values


@cache
def years() -> dict[str, set[Value]]:
    """The opening years of each office, as the facts have them."""
    found: dict[str, set[Value]] = {}
    for fact in bot().statements():
        if fact.property == "opened":
            found.setdefault(fact.subject, set()).add(fact.value)
    return found


OFFICES = sorted(years())
SURE = [name for name in OFFICES if len(years()[name]) == 1]
"""Offices whose opening year no source contradicts."""
offices, sure, year = st.sampled_from(OFFICES), st.sampled_from(SURE), st.integers(1984, 2001)
regions = st.sampled_from(["Asia", "Europe", "Oceania", "North America"])
conditions = st.one_of(
    st.builds("opened in {}".format, year),
    st.builds("opened before {}".format, year),
    st.builds("opened after {}".format, year),
    st.builds("opened since {}".format, year),
    st.builds("did not open in {}".format, year),
    st.builds("opened before {}".format, offices),
    st.builds("opened after {}".format, offices),
    st.builds("opened between {} and {}".format, year, year),
    st.builds("are in {}".format, regions),
    st.builds("are not in {}".format, regions),
    st.builds("opened in the {}".format, st.sampled_from(["eighties", "nineties", "1980s", "1990s"])),
)


def test_the_facts_are_what_these_tests_take_them_for() -> None:
    assert len(OFFICES) > len(SURE) > 3
    assert {len({*years()[name]}) for name in OFFICES} == {1, 2}


# --- one question and another ---------------------------------------------------------------------------


@bounded
@given(sure, year)
def test_yes_or_no_agrees_with_when(name: str, when: int) -> None:
    opened = told(f"when did {name} open?")
    assert set(opened) == years()[name]
    assert told(f"did {name} open in {when}?") == (when in opened,)
    assert told(f"did {name} open before {when}?") == (max(opened) < when,)  # type: ignore[operator]


@given(st.sampled_from(sorted(set(OFFICES) - set(SURE))))
@bounded
def test_what_sources_contradict_each_other_about_is_named_whole(name: str) -> None:
    for question in (f"when did {name} open?", *(f"did {name} open in {value}?" for value in years()[name])):
        answer = ask(question)
        assert all(str(value) in answer.text for value in years()[name])


@bounded
@given(year)
def test_a_year_and_its_offices_lead_to_each_other(when: int) -> None:
    expected = [name for name in SURE if when in years()[name]]
    found = told(f"which offices opened in {when}?")
    assert [name for name in SURE if name in found] == expected


@settings(bounded, max_examples=200)
@given(conditions)
def test_count_is_the_length_of_the_list(condition: str) -> None:
    listed, asked = ask(f"which offices {condition}?"), ask(f"how many offices {condition}?")
    assert (listed.status, asked.status) == ("answer", "answer"), f"{listed.text} — {asked.text}"
    assert asked.values == (len(listed.values),)
    assert len(set(listed.values)) == len(listed.values)


@pytest.mark.parametrize("condition", ["are in Asia and opened after 1997", "are in Europe and opened after 1995"])
def test_count_is_the_length_of_the_list_where_no_office_meets_both_conditions(condition: str) -> None:
    assert told(f"how many offices {condition}?") == (len(told(f"which offices {condition}?")),)


@bounded
@given(conditions)
def test_is_there_one_agrees_with_the_list(condition: str) -> None:
    there = ask(f"are there any offices that {condition}?")
    assume(there.status == "answer")
    assert there.values == (bool(told(f"which offices {condition}?")),)


@bounded
@given(st.one_of(offices, year))
def test_before_and_same_and_after_are_all(moment: str | int) -> None:
    same = f"in the same year as {moment}" if isinstance(moment, str) else f"in {moment}"
    parts = [told(f"which offices opened {part}?") for part in (f"before {moment}", same, f"after {moment}")]
    both = [name for part in parts for name in part]
    assert sorted(map(str, both)) == [name for name in OFFICES if name != moment]


@bounded
@given(year)
def test_what_is_so_and_what_is_not_so_are_all(when: int) -> None:
    yes, no = told(f"which offices opened in {when}?"), told(f"which offices did not open in {when}?")
    assert sorted(map(str, (*yes, *no))) == OFFICES


@bounded
@given(year, year)
def test_between_is_after_the_one_and_before_the_other(first: int, last: int) -> None:
    assume(first < last)
    between = told(f"which offices opened between {first} and {last}?")
    after, before = told(f"which offices opened after {first - 1}?"), told(f"which offices opened before {last + 1}?")
    assert set(between) == set(after) & set(before)


@bounded
@given(st.sampled_from(["", " in Asia", " in Europe"]))
def test_the_oldest_is_the_first_of_the_list(where: str) -> None:
    listed = [str(name) for name in told(f"which offices are{where}?" if where else "list all offices")]
    (oldest,), (newest,) = told(f"what is the oldest office{where}?"), told(f"what is the newest office{where}?")
    first = min(min(years()[name], key=int) for name in listed)
    last = max(max(years()[name], key=int) for name in listed)
    assert first in years()[str(oldest)]
    assert last in years()[str(newest)]
    assert {oldest, newest} <= set(listed)


@settings(bounded, max_examples=60)
@given(sure, sure)
def test_which_is_older_agrees_with_the_years(one: str, other: str) -> None:
    assume(one != other)
    (first,), (second,) = years()[one], years()[other]
    assert isinstance(first, int)
    assert isinstance(second, int)
    older = told(f"which is older, {one} or {other}?")
    assert set(older) == {n for n, y in ((one, first), (other, second)) if y == min(first, second)}
    assert told(f"did {one} open before {other}?") == (first < second,)
    assert told(f"did {one} and {other} open in the same year?") == (first == second,)
    assert told(f"how many years are there between {one} and {other}?") == (abs(first - second),)


# --- one question, differently written ------------------------------------------------------------------

QUESTIONS = (
    "when did the Singapore office open", "which offices opened before 1990", "how many offices opened in the nineties",
    "who holds the ASEAN Forum", "did Beijing open after Sydney", "what is the oldest office",
    "which ministries operate the JET Program", "how often is the Local Autonomy Forum held",
    "what does CLAIR stand for",
    "how many years are there between London and Seoul", "which country is the Sydney office in", "list all offices",
)  # fmt: skip
questions = st.sampled_from(QUESTIONS)
WRAPPINGS = (
    "Please tell me, {}?", "could you tell me {}?", "Hello! {}? Thanks!", "Hi, {}", "I would like to know {}.",
    "{}, please?", "um, {}", "OK so {}?", "Excuse me, {}?",
)  # fmt: skip


def same(answer: Answer, question: str) -> bool:
    """Whether an answer is the one to a question."""
    plain = ask(question)
    assert plain.status == "answer", f"{question!r}: {plain.text}"
    return (answer.status, sorted(map(repr, answer.values))) == ("answer", sorted(map(repr, plain.values)))


@bounded
@given(
    questions,
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.sampled_from(["", "?", "??", " .", "!"]),
)
def test_letters_and_marks_change_nothing(question: str, change: type[str], mark: str) -> None:
    answer = ask(change(question) + mark)
    assert same(answer, question), answer.text


@bounded
@given(questions, st.lists(st.sampled_from([" ", "  ", "\t", "\n", "\u00a0", "   \r\n"]), min_size=14, max_size=14))
def test_spacing_changes_nothing(question: str, gaps: list[str]) -> None:
    words = question.split()
    answer = ask(gaps[-1] + "".join(word + gap for word, gap in zip(words, gaps, strict=False)))
    assert same(answer, question), answer.text


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_politeness_changes_nothing(wrapping: str) -> None:
    for question in QUESTIONS:
        answer = ask(wrapping.format(question))
        assert same(answer, question), f"{wrapping.format(question)!r}: {answer.status}: {answer.text}"


def test_politeness_changes_nothing_about_a_text_fact() -> None:
    assert told("do you know how often the Local Autonomy Forum is held?") == told(
        "how often is the Local Autonomy Forum held?"
    )


LONG = [question for question in QUESTIONS if re.search(r"[A-Za-z]{6}", question)]
SLIPS = [
    "{0}{2}{1}{3}",  # two letters change places
    "{0}{2}{3}",  # one is left out
    "{0}{1}{1}{2}{3}",  # one is struck twice
    "{0}{4}{2}{3}",  # another one is struck
]
"""What stands before, two letters, what stands after them, and a letter from somewhere else."""


@st.composite
def slips(draw: st.DrawFn, question: str) -> str:
    """A question with one slip in a word of six letters or more, not in its first letter."""
    word = draw(st.sampled_from(list(re.finditer(r"[A-Za-z]{6,}", question))))
    at = draw(st.integers(word.start() + 1, word.end() - 2))
    other = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    return draw(st.sampled_from(SLIPS)).format(question[:at], *question[at : at + 2], question[at + 2 :], other)


@pytest.mark.parametrize("question", LONG)
def test_a_slip_never_leads_to_another_answer(question: str) -> None:
    @settings(bounded, max_examples=30)
    @given(slips(question))
    def check(written: str) -> None:
        answer = ask(written)
        assert answer.status in {"unknown", "clarify"} or same(answer, question), f"{written!r}: {answer.text}"

    check()


@pytest.mark.parametrize("word", ["xyzzy", "winter"])
def test_a_word_that_is_not_known_is_not_passed_over(word: str) -> None:
    assert ask(f"which offices opened in the {word}?").status != "answer"


def test_most_slips_do_not_matter() -> None:
    done = [0, 0]

    @settings(bounded, max_examples=150)
    @given(st.sampled_from(LONG).flatmap(lambda question: st.tuples(st.just(question), slips(question))))
    def count(pair: tuple[str, str]) -> None:
        done[same(ask(pair[1]), pair[0])] += 1

    count()
    assert done[1] > 9 * done[0], f"{done[0]} of {sum(done)} slips led to no answer"


def test_the_same_question_has_the_same_answer() -> None:
    other = clairbot.load()
    for question in QUESTIONS:
        chat = bot().chat()
        assert ask(question) == ask(question) == other.ask(question)
        assert chat.ask(question).values == chat.ask(question).values


# --- what one leaves out --------------------------------------------------------------------------------

FRAMES = (
    "when did {} open?", "which country is {} in?", "how many offices opened before {}?",
    "which offices opened after {}?",
    "did {} open before Seoul?", "how many years after London did {} open?",
)  # fmt: skip


@pytest.mark.parametrize(
    "frame",
    [
        *FRAMES,
        "is {} in Asia?",
    ],
)
def test_a_short_question_is_the_whole_one(frame: str) -> None:
    @settings(bounded, max_examples=30)
    @given(sure, sure, st.sampled_from(["and {}?", "And {}", "and what about {}?"]))
    def check(one: str, other: str, short: str) -> None:
        assume(one != other and not any(name.split()[-1] in frame for name in (one, other)))
        assume(ask(frame.format(one)).status == "answer")
        whole, answer = ask(frame.format(other)), ask(frame.format(one), short.format(other))
        assert (answer.status, set(answer.values)) == (whole.status, set(whole.values)), answer.text

    check()


@bounded
@given(year, year)
def test_a_short_condition_is_the_whole_one(first: int, second: int) -> None:
    assume(first != second)
    for noun in ("which offices", "how many offices"):
        assert ask(f"{noun} opened in {first}?", f"and in {second}?").values == told(f"{noun} opened in {second}?")
        assert ask(f"{noun} opened before {first}?", f"and after {second}?").values == told(
            f"{noun} opened after {second}?"
        )


def test_another_chat_knows_nothing_of_this_one() -> None:
    alone = ask("when did it open?")
    ask("who holds the ASEAN Forum?", "when did it open?")
    assert ask("when did it open?") == alone


# --- what is suggested ----------------------------------------------------------------------------------

CORPUS = [turns for path in sorted(CASES.glob("*.yaml")) for _, turns in read_cases(path)]


@cache
def replies() -> tuple[Answer, ...]:
    """The answers to all questions of the case files."""
    chats = [(bot().chat(), turns) for turns in CORPUS]
    return tuple(chat.ask(turn["ask"]) for chat, turns in chats for turn in turns)


@pytest.mark.parametrize("status", ["clarify", "unknown", "answer"])
def test_what_is_suggested_is_answered(status: str) -> None:
    found = {said: answer.question for answer in replies() if answer.status == status for said in answer.suggestions}
    assert found
    assert [(question, said) for said, question in found.items() if ask(said).status != "answer"] == []


def test_who_asks_back_offers_choices() -> None:
    asking = [answer for answer in replies() if answer.status == "clarify"]
    assert asking
    assert [answer.question for answer in asking if len(answer.suggestions) < 2] == []


def test_who_knows_says_where_it_stands() -> None:
    knowing = [answer for answer in replies() if answer.status == "answer" and answer.facts]
    assert len(knowing) > 500
    assert [answer.question for answer in knowing if {fact.source for fact in answer.facts} - set(answer.sources)] == []


# --- hostile text ---------------------------------------------------------------------------------------

HOSTILE = [
    *map(chr, (*range(32), 127, *range(128, 160))),
    *"\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff",
    "\x1b[31m", "\x1b]0;title\x07", "\ud800", "\U000e0041", "\ufff9",
]  # fmt: skip
hostile = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map("".join)


def raw(text: str) -> list[str]:
    """Characters of a text that a terminal would obey, or that nobody sees."""
    return [c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and c != "\n"]


@settings(bounded, max_examples=300)
@given(questions, st.lists(hostile, min_size=14, max_size=14), st.sampled_from(["", "Tokyo", "zqx", "Seoul"]))
@example("when did the Singapore office open", ["\u202e"] * 14, "zqx")
def test_hostile_text_is_never_shown(question: str, gaps: list[str], word: str) -> None:
    words = [*question.split(), word]
    answer = ask("".join(f"{word} {gap} " for word, gap in zip(words, gaps, strict=False)))
    for shown in (answer.text, *answer.suggestions):
        assert raw(shown) == [], f"{answer.question!r}: {shown!r}"


@bounded
@given(questions, hostile)
def test_hostile_text_between_words_changes_nothing(question: str, gap: str) -> None:
    assume(not re.search(r"[\w;\[\]]", gap))
    answer = ask(question.replace(" ", f" {gap} "))
    assert answer.status != "answer" or same(answer, question), answer.text


@settings(bounded, max_examples=200)
@given(st.text(max_size=60))
def test_any_text_has_a_reply(text: str) -> None:
    answer = ask("when did Seoul open?", text)
    assert answer.text.strip()
    assert len(answer.text) <= 900
    assert raw(answer.text) == []
