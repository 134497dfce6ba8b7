"""An answer as text for people: the reply, its choices, its sources, and how it was understood.

Rule of this file: the words are the answer's own; all text is cleaned here, before it is laid out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.faces.layout import table, wrap
from clairbot.faces.timeline import dated_facts, timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clairbot.faces.output import Output
    from clairbot.values import Answer, Statement

HEAD = ("Subject", "Property", "Value", "Source")
READINGS, CHOSEN = "readings", "> "
"""The stage that weighs readings, and the mark of the one that was chosen; the others are the runners-up."""
LONG_NAME = 24
"""Cells of a document's name from which on a table only numbers it."""


def reply_text(answer: Answer) -> str:
    """Return the answer's text; when it asks back, with its choices numbered below."""
    choices = answer.suggestions if answer.status == "clarify" else ()
    return "\n".join([answer.text, *(f"{number}. {choice}" for number, choice in enumerate(choices, 1))])


def one_line(text: str) -> str:
    """Return a text of several lines as one: items of a list are set off by semicolons."""
    joined = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        gap = "" if not joined else " " if joined[-1] in ".:;!?," else "; "
        joined += gap + line.removeprefix("- ")
    return joined


def print_reply(out: Output, answer: Answer, times: frozenset[str] = frozenset()) -> None:
    """Print what a person reads, broken to the terminal's width.

    Several facts of a property in `times` are drawn as a timeline, which says the same as the text.
    """
    facts = dated_facts(answer, times) if out.width and not out.plain else []
    for line in timeline(out, facts, out.width or 0) if facts else wrap(out.clean(reply_text(answer)), out.width):
        out.write(line)


def print_sources(out: Output, answer: Answer) -> None:
    """Print each source, and below it what was taken from it."""
    for source in answer.sources:
        print_wrapped(out, str(source), "bold")
        for fact in answer.facts:
            if fact.source == source:
                print_wrapped(out, f"  {fact}")


def print_trace(out: Output, answer: Answer) -> None:
    """Print what each stage made of the question, with its time, and what came out of it."""
    for step in answer.trace:
        time = f"({step.seconds * 1000:.1f} ms)"
        out.write(f"{out.paint(out.clean(step.stage), 'bold')} {out.paint(time, 'dim')}")
        for line in step.value.splitlines():
            chosen = step.stage == READINGS and line.endswith(f" {answer.intent}: {answer.query}")
            print_wrapped(out, f"{CHOSEN if chosen else '  '}{line}")
    result = {"intent": answer.intent, "query": answer.query, "confidence": f"{answer.confidence:.2f}"}
    for name, value in result.items():
        if value:
            out.write(out.paint(name, "bold"))
            print_wrapped(out, f"  {value}")
    if answer.facts:
        out.write(out.paint("facts", "bold"))
        for fact in answer.facts:
            print_wrapped(out, f"  {fact} ({fact.source})")


def print_facts(out: Output, statements: Sequence[Statement]) -> None:
    """Print statements as a table; on a terminal, long names of documents stand once, below it."""
    documents = dict.fromkeys(fact.source.document for fact in statements)
    legend = {name: f"[{number}]" for number, name in enumerate(documents, 1)}
    if out.width is None or max(map(len, documents), default=0) <= LONG_NAME:
        legend = {}
    lines = table(HEAD, [_fact_row(out, fact, legend) for fact in statements], out.width)
    titled = lines[0].startswith(f"{HEAD[0]} ")
    out.write(out.paint(lines[0], "bold" if titled else ""))
    for line in lines[1:]:
        out.write(line)
    for name, number in legend.items():
        print_wrapped(out, f"{number} {name}")


def _fact_row(out: Output, fact: Statement, legend: dict[str, str]) -> list[str]:
    source = fact.source
    shown = f"{legend[source.document]} {source.place}" if legend else str(source)
    return [out.clean(one_line(text)) for text in (fact.subject, fact.property, str(fact.value), shown)]


def print_wrapped(out: Output, text: str, style: str = "") -> None:
    """Clean a text and print it, broken to the terminal's width."""
    for line in wrap(out.clean(text), out.width):
        out.write(out.paint(line, style))
