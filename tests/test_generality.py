"""Python knows no domain and no language: both are data, and another pack needs no line of code.

Rule of this file: what a literal may be all the same stands in one list, with the reason.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from packlib import ROOT, load

import clairbot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clairbot import Bot, Value

CODE = sorted((ROOT / "clairbot").rglob("*.py"))

ALLOWED = {
    "sections and keys of a pack's files": """
        about adverbs literal agent asks chat closed contractions decades derivation determiners dimension ends entities
        exceptions facts filler hedges hesitations homophones inflection intents data irregular kind name
        kinds language main many minimum noun nouns numbers of one open ordinals owner pack particles place
        properties property qualifiers questions relation replies reply samples say says shapes sounds source sources
        spelling subject such superlatives symmetric synonyms templates ties title topics type unit unlike value
        values verb verbs vowels words year date number text yes no true false on off
        lead is skip split order role feature most than rest without several intent""",
    "names of replies, and of fields in them": """
        after amount and before count decade disagree disputed hint none or other pair size
        summary version why
        not reason item tell tie together""",
    "names of question shapes and of small talk, which replies and follow-ups depend on": """
        common compare context describe differ name figure followup gap general goodbye greeting list ambiguous
        choice names
        other tag thanks there topic truth verify set listkind bare smalltalk wellbeing prefix meta granted again
        shorter longer only also rank filter""",
    "what a property's `asks` can name": "what which who where why how when howmany howoften polar",
    "the dimension of time, which years have": "time",
    "stages, statuses and senses of words, as a trace and an answer show them": """
        answer clarify unknown exact alias fuzzy grammar mentions readings described
        result""",
    "kinds of tokens and nodes": """
        action step mark space word rule template constant call end dotted slot file line meaning""",
    "endings of a noun or verb that a pack wrote in one form": "be s e",
    "names of Python, its library and this project": """
        big bot c clairbot ignore load located memory msg so statement t to win""",
    "the form that a query is written out in": "all",
    "the clitic that belongs to the word before it": "'s",
    "what error messages are put together from": "nothing too commas",
}
"""Words that code may name, by the reason for it."""
FREE = {word for words in ALLOWED.values() for word in words.split()}
EXAMPLE = (ROOT / "clairbot" / "faces" / "usage.py", "seoul")
"""The help shows a question to the pack that clairbot ships with."""
SPEAKING = ("faces",)
"""Folders of code that speaks to the user itself, in help and tips."""
MENDING = ("pack", "template.py", "reading.py")
"""Code that tells the author of a pack, in whole phrases, what to mend."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|['’]s\b")
SYMBOL = re.compile(r"<[^<>\s]*>|{[^{}\s]*}")
"""A word class or a slot, which packs refer to by name."""
LISTED = re.compile(r"[\w\s|(),?:'’-]+")
"""A text that can be a word, a phrase, a list of words or a pattern of them."""


# --- what a pack says -----------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return WORD.findall(text.casefold())


def leaves(value: Any, *, keys: bool) -> Iterator[str]:  # noqa: ANN401 (all that YAML can hold)
    """All texts of a tree, with or without its keys."""
    if isinstance(value, dict):
        if keys:
            yield from map(str, value)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from leaves(item, keys=keys)
    elif value is not None:
        yield str(value)


def read(folder: str) -> Iterator[dict[str, Any]]:
    """The YAML files of a folder of the pack that clairbot ships with."""
    for path in sorted((ROOT / folder).rglob("*.yaml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8"))


def domain() -> set[str]:
    """What the pack's data calls its kinds, properties and entities."""
    found: set[str] = set()
    for data in read("data"):
        for section in ("kinds", "properties"):
            for name, about in (data.get(section) or {}).items():
                named = {key: about.get(key) for key in ("one", "many", "words", "noun", "nouns", "verbs", "ends")}
                found |= {name, *leaves(named, keys=False)}
        for entities in (data.get("entities") or {}).values():
            found |= {*entities, *leaves(entities, keys=False)}
    return {" ".join(words(name)) for name in found}


def language() -> set[str]:
    """The words that the pack's question shapes are made of, and those whose forms it lists."""
    found: set[str] = set()
    for folder in ("intents/words", "intents/language", "intents/shapes", "intents/questions"):
        for data in read(folder):
            found |= {w for text in leaves(data, keys=True) for w in words(SYMBOL.sub(" ", text))}
    return found


DOMAIN, LANGUAGE = domain(), language()
COMMON = set((ROOT / "intents" / "language" / "common-words.txt").read_text(encoding="utf-8").split())
ENTITIES = [name for data in read("data") for group in (data.get("entities") or {}).values() for name in group]
CAPITALS = {w for name in ENTITIES for w in WORD.findall(name) if w[0].isupper()}
PROPER = {w.casefold() for w in CAPITALS if w.isupper() or w.casefold() not in COMMON | LANGUAGE}
"""Words of the entities' names that nothing else is called by."""


def test_the_pack_says_enough_to_look_for() -> None:
    assert {"seoul", "clair", "jet", "asean"} <= PROPER
    assert {"office", "clair new york", "opened", "opening year"} <= DOMAIN
    assert {"the", "when", "before", "please", "eleven", "'s"} <= LANGUAGE
    assert min(len(DOMAIN), len(LANGUAGE)) > 500


# --- what code says -------------------------------------------------------------------------------------


def unspoken(tree: ast.Module) -> Iterator[ast.AST]:
    """Nodes whose texts nobody is asked or told: docstrings, `__all__`, errors, and parts of formatted texts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Raise | ast.JoinedStr):
            yield from ast.walk(node)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            yield from ast.walk(node.value)


def literals(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    """Line and text of each literal that is no docstring, and whether it stands by itself."""
    apart = {id(node) for node in unspoken(tree)}
    documents = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.lineno, node.value, id(node) not in apart


def found(path: Path, source: str) -> list[str]:
    """Each literal of a source text that names what only a pack should name."""
    floor = path.relative_to(ROOT / "clairbot").parts[0] if path.is_relative_to(ROOT) else path.name
    complaints = []
    for line, text, alone in literals(ast.parse(source)):
        said = words(SYMBOL.sub(" ", text))
        names = {w for w in said if w in PROPER and (path, w) != EXAMPLE}
        if alone and text in DOMAIN and not set(said) <= FREE and floor not in SPEAKING:
            names.add(text)
        if alone and LISTED.fullmatch(text) and floor not in SPEAKING and not (len(said) > 1 and floor in MENDING):
            names |= {w for w in said if w in LANGUAGE - FREE}
        complaints += [f"{path.name}:{line}: {name!r} in {text!r}" for name in sorted(names)]
    return complaints


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT / "clairbot")))
def test_code_names_nothing_of_a_pack(path: Path) -> None:
    assert found(path, path.read_text(encoding="utf-8")) == []


BAD = {
    'if name == "Seoul": pass': "'seoul'",
    'print(f"{n} years of CLAIR")': "'clair'",
    'raise ValueError("ask about JET")': "'jet'",
    'kind = "office"': "'office'",
    'prop = "opening year"': "'opening year'",
    'STOP = {"the", "before"}': "'the'",
    'STOP = "a an the".split()': "'the'",
    're.compile("(?:until|during)")': "'during'",
    'if text.startswith("as well"): pass': "'well'",
    'say = "please"': "'please'",
}
"""What code should not say, and what is complained of."""


@pytest.mark.parametrize("source", BAD)
def test_code_that_names_something_of_a_pack_is_noticed(source: str) -> None:
    complaints = found(
        Path("bad.py"), f'"""Seoul and the office: a docstring is free."""\n{source}\n# the CLAIR office\n'
    )
    assert any(BAD[source] in complaint for complaint in complaints), complaints
    assert all(complaint.startswith("bad.py:2: ") for complaint in complaints)


def test_code_that_names_what_packs_are_made_of_is_good() -> None:
    source = (
        '"""When did Seoul open?"""\nkey = "kinds"\nsymbol = "<when>"\nslot = "{office}"\nline = f"{a} is the {b}"\n'
    )
    assert found(Path("good.py"), source) == []


def test_what_is_allowed_is_needed() -> None:
    """A word that code no longer names leaves the list, so that it cannot come back unnoticed."""
    named = {w for path in CODE for _, text, _ in literals(ast.parse(path.read_text("utf-8"))) for w in words(text)}
    assert sorted(FREE - named) == []


# --- another pack ---------------------------------------------------------------------------------------

RIVERS = Path(__file__).parent / "packs" / "rivers"
ANSWERED: dict[str, tuple[Value, ...]] = {
    # lookup
    "length of the Thames": (346,),
    "when was the Thames bridged?": (1209,),
    "what is the mouth of the Danube?": ("Black Sea",),
    "which sea does the Weser flow into?": ("North Sea",),
    "which country does the Rhine rise in?": ("Switzerland",),
    # reverse
    "which rivers flow into the North Sea?": ("Rhine", "Elbe", "Thames", "Weser"),
    "what flows into the German Ocean?": ("Rhine", "Elbe", "Thames", "Weser"),
    "which river rises in the Czech Republic?": ("Elbe",),
    "which river was bridged in 1209?": ("Thames",),
    # yes or no
    "does the Elbe flow into the North Sea?": (True,),
    "does the Seine flow into the North Sea?": (False,),
    "was the Thames bridged in 1209?": (True,),
    # count and list
    "how many rivers are there?": (6,),
    "how many rivers flow into the North Sea?": (4,),
    "which seas are there?": ("North Sea", "Black Sea", "English Channel"),
    # superlative and ordinal
    "what is the longest river?": ("Danube",),
    "which river is the shortest?": ("Thames",),
    "what is the second longest river?": ("Rhine",),
    "the two shortest rivers": ("Thames", "Weser"),
    "which river was bridged first?": ("Danube",),
    # compare and difference
    "which is bigger, the Elbe or the Thames?": ("Elbe",),
    "was the Danube bridged before the Thames?": (True,),
    "how many years are there between the bridging of the Danube and the Elbe?": (129,),
    # range
    "which rivers were bridged before 1210?": ("Thames", "Danube"),
    "which rivers were bridged between 1200 and 1300?": ("Elbe", "Thames"),
    # negation, union and intersection
    "which rivers do not flow into the North Sea?": ("Danube", "Seine"),
    "all rivers except the Danube": ("Rhine", "Elbe", "Thames", "Seine", "Weser"),
    "which rivers flow into the Black Sea or the English Channel?": ("Danube", "Seine"),
    "which rivers rise in Germany and flow into the North Sea?": ("Weser",),
    # nesting
    "what is the longest river that flows into the North Sea?": ("Rhine",),
    "which sea does the longest river flow into?": ("Black Sea",),
    "length of the river that flows into the Black Sea": (2850,),
    "when was the longest river bridged?": (1146,),
    # sizes
    "how long is the Elbe?": (1094,),
    "which is longer, the Elbe or the Thames?": ("Elbe",),
    "is the Elbe bigger than the Thames?": (True,),
    "which rivers are bigger than the Seine?": ("Rhine", "Elbe", "Danube"),
    "which rivers are bigger than 1000 km?": ("Rhine", "Elbe", "Danube"),
    "is the Elbe 1094 km long?": (True,),
    "how much bigger is the Elbe than the Thames?": (748,),
}
CHATS: dict[tuple[str, ...], tuple[Value, ...]] = {
    ("when was the Elbe bridged?", "and the Thames?"): (1209,),
    ("which rivers flow into the North Sea?", "and the Black Sea?"): ("Danube",),
    ("which rivers flow into the North Sea?", "how many is that?"): (4,),
    ("which river flows into the Black Sea?", "when was it bridged?"): (1146,),
}


@pytest.fixture(scope="module")
def rivers(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot over the rivers and the stock question shapes."""
    return load(RIVERS, tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("question", ANSWERED)
def test_another_pack_answers(rivers: Bot, question: str) -> None:
    answer = rivers.ask(question)
    assert answer.status == "answer", answer.text
    assert sorted(map(repr, answer.values)) == sorted(map(repr, ANSWERED[question])), answer.text


@pytest.mark.parametrize("turns", CHATS, ids=" ".join)
def test_another_pack_is_talked_about(rivers: Bot, turns: tuple[str, ...]) -> None:
    chat = rivers.chat()
    assert [chat.ask(turn).values for turn in turns][-1] == CHATS[turns]


def test_another_pack_says_where_sources_disagree(rivers: Bot) -> None:
    answer = rivers.ask("length of the Rhine")
    assert "1233" in answer.text
    assert "1320" in answer.text
    assert "The Atlas" in {source.document for source in answer.sources}


def test_both_sources_are_given_where_they_disagree(rivers: Bot) -> None:
    answer = rivers.ask("length of the Rhine")
    assert {source.document for source in answer.sources} == {"The Atlas", "A Guide to Rivers"}


@pytest.mark.parametrize("question", ["when did Seoul open?", "length of the Volga", "what does CLAIR stand for?"])
def test_another_pack_knows_nothing_of_the_first(rivers: Bot, question: str) -> None:
    assert rivers.ask(question).status == "unknown"


SMALL: dict[str, tuple[Value, ...]] = {
    "length of the Elbe": (1094.5,),
    "which rivers": ("Rhine", "Elbe", "Thames"),
    "which longest river": ("Rhine",),
    "length of the longest river": (1233, 1320),
    "length of the Elbe and the Thames": (1094.5, 346),
}


def test_another_language_is_a_folder(mini: Path) -> None:
    """The smallest pack brings all of its words itself, so that what is not in it is not understood."""
    bot = clairbot.load(str(mini))
    assert {question: bot.ask(question).values for question in SMALL} == SMALL
    assert bot.ask("how many rivers are there?").status == "unknown"
