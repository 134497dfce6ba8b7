"""A pack of an invented world, with all that relations between many things bring: every question is answered.

Rule of this file: nothing of any other pack; what works here works for any facts that are declared alike.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packlib import load

import clairbot
from clairbot.query import Follow, Names

if TYPE_CHECKING:
    from clairbot import Bot
    from clairbot.values import Value

ISLES = Path(__file__).parent / "packs" / "isles"
ANSWERED: dict[str, tuple[Value, ...]] = {
    # many-to-many relations
    "which lands border Norrland?": ("Sutherby", "Estmark", "Vestmark"),
    "which lands does the Long run through?": ("Norrland", "Estmark", "Vestmark"),
    "through which lands does the Silver flow?": ("Norrland", "Sutherby"),
    "which brooks run through Norrland?": ("Silver", "Long", "Little"),
    "which lands are watered by the Silver?": ("Norrland", "Sutherby"),
    "which lands border Norrland and Vestmark?": ("Sutherby",),
    "which brooks are in both Norrland and Estmark?": ("Long",),
    "which lands border Estmark or Vestmark?": ("Norrland", "Sutherby"),
    # nesting
    "what is the capital of the land with the highest population density?": ("Brink",),
    "what is the largest town in the smallest land that borders Norrland?": ("Brink",),
    "which lands border lands that border Estmark?": ("Sutherby", "Estmark", "Vestmark"),
    "which brooks run through the land with the capital Brink?": ("Silver",),
    "how many people live in the capital of the land whose capital is Holm?": (2000,),
    "which lands have brooks longer than the Silver?": ("Norrland", "Estmark", "Vestmark"),
    # superlatives by count, of any measure, and through a relation
    "which land borders the most lands?": ("Norrland",),
    "which land has the most brooks?": ("Norrland",),
    "which brook runs through the most lands?": ("Long",),
    "which land has the highest population?": ("Norrland",),
    "which land has the lowest population density?": ("Lone Rock",),
    "which land has the largest town?": ("Norrland",),
    "what is the highest population density?": (20,),
    "which land has the most neighbours?": ("Norrland",),
    "what is the longest brook in each land?": ("Long", "Silver"),
    "what are the longest brooks in the lands that border Vestmark?": ("Long", "Silver"),
    "what are the longest brooks in Norrland?": ("Long",),
    "the top 2 largest towns": ("Aldport", "Holm"),
    # numbers
    "which lands border exactly one land?": ("Estmark",),
    "which lands have a population of more than 5 thousand?": ("Norrland", "Estmark"),
    "what is the total population of the lands that border Estmark?": (9000,),
    "what is the average length of the brooks in Norrland?": (520 / 3,),
    "what is the population of the isles?": (21600,),
    "which lands border more than two lands?": ("Norrland",),
    "which towns have more than 1500 people?": ("Aldport", "Holm"),
    "which lands have a population greater than 5000?": ("Norrland", "Estmark"),
    "which brooks are longer than 100 miles?": ("Long",),
    "which brooks are longer than 150 km?": ("Silver", "Long"),
    "how much longer is the Long than the Silver?": (160,),
    "how much bigger is Estmark than Norrland?": (300,),
    # negation over relations
    "which brooks do not run through Norrland?": ("Estmark",),
    "which land borders no other land?": ("Lone Rock",),
    "which lands have no brooks?": ("Lone Rock",),
    "which capitals are not major towns?": ("Brink",),
    "which lands have no major towns?": ("Sutherby", "Vestmark", "Lone Rock"),
    "which lands have major towns and major brooks?": ("Norrland", "Estmark"),
    # vague words
    "which towns are major?": ("Aldport", "Ferry", "Holm"),
    "major towns in Norrland": ("Aldport", "Ferry"),
    "how many lands have major brooks?": (4,),
    # shared names
    "where is Ferry?": ("Norrland", "Estmark"),
    "what is the population of Ferry, Estmark?": (400,),
    "what is the population of Vestmark?": (2500,),
    "what is the population of the town of Vestmark?": (700,),
    "how long is the Estmark?": (120,),
    "which lands have a town named Ferry?": ("Norrland", "Estmark"),
    "is Ferry in Estmark?": (True,),
    # computed
    "what is the population density of Sutherby?": (20,),
    # none
    "which brooks run through Lone Rock?": (),
    "how many lands border Lone Rock?": (0,),
}
DECLINED = (
    "what is the area of Holm?",
    "how long is Norrland?",
    "which lands border the sea?",
    "which brooks are longer than 100 kg?",
    "what is the capital of Lone Rock?",
    "what is the population density of the isles?",
)


@pytest.fixture(scope="module")
def isles(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot over the isles and the stock question shapes."""
    return load(ISLES, tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("question", ANSWERED)
def test_the_world_is_known(isles: Bot, question: str) -> None:
    answer = isles.ask(question)
    assert answer.status == "answer", answer.text
    assert sorted(map(repr, answer.values)) == sorted(map(repr, ANSWERED[question])), (answer.text, answer.query)


@pytest.mark.parametrize("question", DECLINED)
def test_what_the_world_does_not_say_is_declined(isles: Bot, question: str) -> None:
    answer = isles.ask(question)
    assert answer.status == "unknown", answer.text


def test_things_of_one_name_are_told_apart(isles: Bot) -> None:
    text = isles.ask("what is the population of Ferry?").text
    assert "Ferry (Norrland)" in text
    assert "Ferry (Estmark)" in text


def test_what_is_computed_has_the_sources_of_what_it_is_computed_from(isles: Bot) -> None:
    assert [str(source) for source in isles.ask("population density of Sutherby").sources] == ["The Gazetteer"]


def test_a_difference_has_its_unit(isles: Bot) -> None:
    assert isles.ask("how much longer is the Long than the Silver?").text.startswith("160 km: ")


def test_a_name_of_two_kinds_is_asked_back_and_picked_by_kind_or_number(tmp_path: Path) -> None:
    data = (ISLES / "data" / "isles.yaml").read_text("utf-8").replace("Little", "Holm (brook)")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "isles.yaml").write_text(data, "utf-8")
    bot = load(tmp_path, tmp_path / "cache")
    assert bot.ask("how long is Holm?").values == (40,)
    for said, text in (("the brook", "Norrland"), ("1", "Estmark")):
        chat = bot.chat()
        asked = chat.ask("where is Holm?")
        assert (asked.status, len(asked.suggestions)) == ("clarify", 2)
        assert text in chat.ask(said).text


def test_where_something_is_may_be_said_more_widely() -> None:
    bot = clairbot.load()
    office = Names(("CLAIR Seoul",), "office")
    found = [bot.composer.whereabouts(office, nth) for nth in (1, 2, 3)]
    assert found == [Follow(office, "country"), Follow(office, "region"), None]
