"""The builder of the geography pack, on tables of a small invented country.

Rule of this file: the tables are ours, with the columns that the pack expects and nothing else of any data set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packlib import load

from benchmarks.geoquery.build import build

if TYPE_CHECKING:
    from pathlib import Path

    from clairbot import Bot

TABLES = {
    "state.csv": """
        state_name,population,area,country_name,capital,density
        avalon,9000,300,logres,camelot,0
        lyonesse,2000,500,logres,astolat,0
    """,
    "border_info.csv": """
        state_name,border
        avalon,lyonesse
        lyonesse,avalon
    """,
    "city.csv": """
        city_name,population,country_name,state_name
        camelot,200000,logres,avalon
        corbenic,1000,logres,avalon
        corbenic,3000,logres,lyonesse
    """,
    "river.csv": """
        river_name,length,country_name,traverse
        avalon,800,logres,avalon
        avalon,800,logres,lyonesse
        avalon,800,logres,lyonesse
        brue,90,logres,avalon
    """,
    "lake.csv": """
        lake_name,area,country_name,state_name
        glass,900,logres,lyonesse
    """,
    "mountain.csv": """
        mountain_name,mountain_altitude,country_name,state_name
        tor,500,logres,avalon
    """,
    "highlow.csv": """
        state_name,highest_elevation,lowest_point,highest_point,lowest_elevation
        avalon,520,marsh,great tor,-2
        lyonesse,80,the sea,long hill,0
    """,
}
ANSWERED = {
    "which rivers run through lyonesse?": ("Avalon",),
    "how long is the avalon?": (800,),
    "how many people live in avalon?": (9000,),
    "what is the population of corbenic, lyonesse?": (3000,),
    "which states have a city named corbenic?": ("Avalon", "Lyonesse"),
    "what is the population density of avalon?": (30,),
    "which state has the highest point?": ("Avalon",),
    "how many major rivers are there?": (1,),
    "what is the lowest elevation in avalon?": (-2,),
    "which state has the capital astolat?": ("Lyonesse",),
    "how many cities are in lyonesse?": (1,),
    "which states border lyonesse?": ("Avalon",),
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot over the pack built from the tables."""
    folder = tmp_path_factory.mktemp("geoquery")
    tables = folder / "tables"
    tables.mkdir()
    for name, rows in TABLES.items():
        (tables / name).write_text("\n".join(row.strip() for row in rows.strip().splitlines()), encoding="utf-8")
    build(tables, folder / "pack")
    return load(folder / "pack", folder / "cache")


@pytest.mark.parametrize("question", ANSWERED)
def test_the_built_pack_answers(bot: Bot, question: str) -> None:
    answer = bot.ask(question)
    assert sorted(map(repr, answer.values)) == sorted(map(repr, ANSWERED[question])), (answer.text, answer.query)


def test_each_fact_says_in_which_row_it_stands(bot: Bot) -> None:
    (source,) = bot.ask("how long is the brue?").sources
    assert str(source) == "The tables, river.csv, row 5"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "state.csv").write_text("name\navalon\n", encoding="utf-8")
    with pytest.raises(KeyError, match="state_name"):
        build(tmp_path, tmp_path / "pack")
