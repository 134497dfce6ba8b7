"""Tables in packs: what cells are read as, what rows become, and what is said of those that are wrong.

Rule of this file: a pack is one table and its schema; whatever a spreadsheet may write is tried on it.
"""

# ruff: noqa: E501 (a row of a table is a line)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packlib import load, write

import clairbot
from clairbot.pack.cells import read_cell_words, read_date, read_number
from clairbot.pack.columns import look_at
from clairbot.pack.facts import Data, read_data
from clairbot.pack.infer import Draft
from clairbot.pack.lore import Lore
from clairbot.pack.open import shipped
from clairbot.pack.source import Source

if TYPE_CHECKING:
    from clairbot import Bot

SCHEMA = """
sources: {list: The list}
kinds: {pot: {}, colour: {}, person: {agent: yes, many: people}, feature: {}}
properties:
  weight: {of: pot, type: number, dimension: weight, unit: kg, nouns: [weight], verbs: [weigh]}
  made: {of: pot, type: year, dimension: time, verbs: [make], nouns: [year], say: "{subject} was made in {value}."}
  sold: {of: pot, type: date, dimension: time, verbs: [sell], nouns: [sale], say: "{subject} was sold on {value}."}
  colour: {of: pot, type: colour, many: yes, nouns: [colour], verbs: [be], say: "{subject} is {value}."}
  maker: {of: pot, type: person, nouns: [maker], verbs: [be by], say: "{subject} is by {value}."}
  feature: {of: pot, type: feature, many: yes, closed: yes, say: "{subject} is {value}."}
  note: {of: pot, nouns: [note]}
tables:
  pots.csv:
    kind: pot
    name: Pot
    source: list
    place: "row {row}"
    aliases: {Also: "/"}
    columns:
      Weight: weight
      Made: made
      Sold: {property: sold, order: dmy}
      Colour: {property: colour, split: ";"}
      Maker: maker
      Glazed: {property: feature, yes: glazed}
      Note: note
    skip: [Id]
"""
HEADER = "Id,Pot,Also,Weight,Made,Sold,Colour,Maker,Glazed,Note\n"
ROWS = """\
1,Big Jug,Jug / The Big One,1.5 kg,1901,3/4/1950,red; blue,Ann,yes,
2,Small Jug,,0.25,1910,4 May 1951,Blue,Ben,no,n/a
,,,,,,,,,
3,Lid,,"1,250",,1952-06,,ann,x,"Fits, more or less"
"""


@pytest.fixture
def pots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack of one table."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write(tmp_path, "pots/data/schema.yaml", SCHEMA)
    write(tmp_path, "pots/data/pots.csv", HEADER + ROWS)
    return tmp_path / "pots"


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot over that pack."""
    folder = tmp_path_factory.mktemp("pots")
    write(folder, "data/schema.yaml", SCHEMA)
    write(folder, "data/pots.csv", HEADER + ROWS)
    return load(folder, folder / "cache")


def read(folder: Path) -> Data:
    """What a pack declares, without the stock question shapes."""
    source = Source()
    source.add(Path(shipped()), "intents/tables")
    source.add(folder, "data")
    return read_data(source)


def facts(data: Data, name: str) -> list[tuple[object, ...]]:
    """Subject, value and place of the facts of one property."""
    return [(s.subject, s.value, s.source.place) for s in (fact.statement for fact in data.facts) if s.property == name]


def test_rows_are_things_and_cells_are_facts(pots: Path) -> None:
    data = read(pots)
    assert facts(data, "weight") == [("Big Jug", 1.5, "row 2"), ("Small Jug", 0.25, "row 3"), ("Lid", 1250, "row 5")]
    assert facts(data, "made") == [("Big Jug", 1901, "row 2"), ("Small Jug", 1910, "row 3")]
    assert [value for _, value, _ in facts(data, "sold")] == ["1950-04-03", "1951-05-04", "1952-06"]
    assert [value for _, value, _ in facts(data, "colour")] == ["red", "blue", "blue"]
    assert [value for _, value, _ in facts(data, "maker")] == ["Ann", "Ben", "Ann"]
    assert [subject for subject, _, _ in facts(data, "feature")] == ["Big Jug", "Lid"]
    assert facts(data, "note") == [("Lid", "Fits, more or less", "row 5")]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("when was the Big One made?", (1901,)),
        ("which pots are blue?", ("Big Jug", "Small Jug")),
        ("is the Lid glazed?", (True,)),
        ("is the Small Jug glazed?", (False,)),
        ("is the Small Jug red?", (False,)),
        ("how heavy is the Small Jug?", (0.25,)),
        ("which pot is the lightest?", ("Small Jug",)),
        ("which pots are by Ann?", ("Big Jug", "Lid")),
        ("when was the Lid sold?", ("1952-06",)),
        ("was the Big Jug sold before the Small Jug?", (True,)),
        ("was the Lid sold before 1952?", (False,)),
        ("which pots were sold after 1950?", ("Small Jug", "Lid")),
        ("how many years are there between the sale of the Big Jug and the Lid?", (2,)),
    ],
)
def test_what_tables_say_is_answered(bot: Bot, question: str, values: tuple[object, ...]) -> None:
    assert bot.ask(question).values == values


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_separators_bom_and_crlf_change_nothing(pots: Path, sign: str) -> None:
    wanted = [s.value for s in (fact.statement for fact in read(pots).facts) if s.subject == "Small Jug"]
    rows = [["2", "Small Jug", "", "0.25", "1910", "4 May 1951", "Blue", "Ben", "no", "n/a"]]
    plain = HEADER + ",".join(rows[0]) + "\n"
    write(pots, "data/pots.csv", b"\xef\xbb\xbf" + plain.replace(",", sign).replace("\n", "\r\n").encode())
    found = [str(fact.statement.value).lower() for fact in read(pots).facts]
    assert found == [str(value).lower() for value in wanted]


def test_rows_of_one_name_and_columns_of_one_header_give_several_values(pots: Path) -> None:
    header = HEADER.replace("Note", "Colour")
    write(pots, "data/pots.csv", header + "1,Jug,,,,,red,,,green\n2,Jug,,,,,blue,,,red\n")
    write(pots, "data/schema.yaml", SCHEMA.replace("      Note: note\n", ""))
    assert [value for _, value, _ in facts(read(pots), "colour")] == ["red", "green", "blue"]


def test_a_name_of_two_kinds_is_told_apart(pots: Path) -> None:
    write(pots, "data/pots.csv", HEADER + "1,rose,,,1901,,rose,,,\n")
    data = read(pots)
    assert data.entities == {"rose": "pot", "rose (colour)": "colour"}
    assert data.names["rose (colour)"] == ("rose (colour)", "rose")
    assert facts(data, "colour") == [("rose", "rose (colour)", "row 2")]


WRONG = [
    (
        "1,Jug,,heavy,,,,,,",
        "data/pots.csv:2: 'weight' is a number; 'heavy' is not; write digits, or leave the cell empty",
    ),
    ("1,Jug,,,1901.5,,,,,", "data/pots.csv:2: 'made' is a year; '1901.5' is not; "),
    ("1,Jug,,,,32/1/1900,,,,", "data/pots.csv:2: '32/1/1900' is not a date that can be read in one way; "),
    ("1,Jug,,,,,,,maybe,", "data/pots.csv:2: 'maybe' where yes or no belongs; write one of them"),
    ("1,,,1,,,,,,", "data/pots.csv:2: no 'Pot' in this row; write what it is called, or remove the row"),
    ("1,Jug", "data/pots.csv:2: 2 cells for 10 columns; check commas and quotes"),
]


@pytest.mark.parametrize(("row", "message"), WRONG)
def test_a_wrong_cell_is_one_line_with_its_own_place(pots: Path, row: str, message: str) -> None:
    write(pots, "data/pots.csv", f"{HEADER}{row}\n")
    with pytest.raises(clairbot.PackError) as caught:
        read(pots)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  pots.csv:", "  pot.csv:", "data/schema.yaml:13: unknown file 'pot.csv'; did you mean 'pots.csv'?"),
        ("kind: pot", "kind: pott", "data/schema.yaml:14: unknown kind 'pott'; did you mean 'pot'?"),
        ("name: Pot", "name: Pots", "data/schema.yaml:13: data/pots.csv has no column 'Pots'; did you mean 'Pot'?"),
        ("source: list", "source: lists", "data/schema.yaml:16: unknown source 'lists'; did you mean 'list'?"),
        ("Made: made", "Made: mad", "data/schema.yaml:21: unknown property 'mad'; did you mean 'made'?"),
        ("order: dmy", "order: ymd", "data/schema.yaml:22: unknown order 'ymd'; there are: dmy, mdy"),
        ('split: ";"', 'splt: ";"', "data/schema.yaml:23: unknown key 'splt'; did you mean 'split'?"),
        ("Maker: maker", "Maker: {split: x}", "data/schema.yaml:24: unknown property ''; "),
    ],
)
def test_a_wrong_table_is_one_line(pots: Path, old: str, new: str, message: str) -> None:
    write(pots, "data/schema.yaml", SCHEMA.replace(old, new))
    with pytest.raises(clairbot.PackError) as caught:
        read(pots)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("more.csv", "subject,property,value,source,place\nBig Jug,made,1902,list,p. 9\n"),
        (
            "more.jsonl",
            '{"subject": "Big Jug", "property": "made", "value": 1902, "source": "list", "place": "p. 9"}\n',
        ),
    ],
)
def test_a_file_that_no_table_names_holds_facts(pots: Path, name: str, content: str) -> None:
    write(pots, f"data/{name}", content)
    assert ("Big Jug", 1902, "p. 9") in facts(read(pots), "made")
    write(pots, f"data/{name}", content.replace("made", "mad"))
    with pytest.raises(clairbot.PackError, match=rf"data/{name}:\d: unknown property 'mad'; did you mean 'made'\?"):
        read(pots)


def test_json_lines_are_a_table_too(pots: Path) -> None:
    write(pots, "data/schema.yaml", SCHEMA.replace("pots.csv", "pots.jsonl"))
    (pots / "data/pots.csv").unlink()
    write(
        pots,
        "data/pots.jsonl",
        '{"Pot": "Jug", "Weight": 1.5, "Colour": ["red", "blue"], "Glazed": true}\n{"Pot": "Lid"}\n',
    )
    data = read(pots)
    assert [value for _, value, _ in facts(data, "colour")] == ["red", "blue"]
    assert [subject for subject, _, _ in facts(data, "feature")] == ["Jug"]
    assert [name for name, kind in data.entities.items() if kind == "pot"] == ["Jug", "Lid"]


# --- cells ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lore() -> Lore:
    """What is known of columns."""
    source = Source()
    source.add(Path(shipped()), "intents")
    return Lore(source)


@pytest.mark.parametrize(
    ("text", "unit", "decimal", "number"),
    [
        ("12", "", ".", 12), ("-3.50", "", ".", -3.5), ("−3", "", ".", -3), ("1,234,567", "", ".", 1234567),
        ("1.234,5", "", ",", 1234.5), ("1 234 567", "", ".", 1234567), ("1'234", "", ".", 1234), ("12 km", "km", ".", 12),
        ("€ 1,250.00", "€", ".", 1250), ("$5", "", ".", 5), ("12,5", "", ".", None), ("1,23,4", "", ".", None),
        ("0,125", "", ".", None), ("about 3", "", ".", None), ("", "", ".", None), ("1e3", "", ".", 1000),
        ("1e999", "", ".", None), ("12 km", "m", ".", None), ("75 %", "%", ".", 75), ("\uff13", "", ".", 3),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, unit: str, decimal: str, number: float | None) -> None:
    assert read_number(text, unit, decimal) == number


@pytest.mark.parametrize(
    ("text", "order", "date"),
    [
        ("2021-03-04", "", "2021-03-04"), ("2021-3-4", "", "2021-03-04"), ("2021", "", "2021"), ("2021-03", "", "2021-03"),
        ("2021-03-04T10:00:00Z", "", "2021-03-04"), ("2021-03-04 00:00:00", "", "2021-03-04"),
        ("4 March 2021", "", "2021-03-04"), ("March 4th, 2021", "", "2021-03-04"), ("Mar 2021", "", "2021-03"),
        ("4.3.2021", "", "2021-03-04"), ("3/4/2021", "", ""), ("3/4/2021", "dmy", "2021-04-03"),
        ("3/4/2021", "mdy", "2021-03-04"), ("25/4/2021", "", "2021-04-25"), ("25/4/2021", "mdy", ""),
        ("2021-02-30", "", ""), ("4 March", "", ""), ("soon", "", ""), ("3 4 2021", "", ""), ("4 March April 2021", "", ""),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(lore: Lore, text: str, order: str, date: str) -> None:
    assert read_date(text, lore.cells, order) == date


@pytest.mark.parametrize(
    ("header", "base", "unit"),
    [
        ("length_km", "length", "km"), ("Area (sq mi)", "area", "sq mi"), ("Weight [kg]", "weight", "kg"),
        ("lengthKm", "length", "km"), ("Length in km", "length", "km"), ("span_m", "span", "m"), ("Plan B", "plan b", ""),
        ("First-Name", "first name", ""), ("Price (incl. tax)", "price", ""), ("Price (€)", "price", "€"),
    ],
)  # fmt: skip
def test_headers_tell_what_and_in_which_unit(lore: Lore, header: str, base: str, unit: str) -> None:
    found = lore.header(header)
    assert (found.base, found.unit) == (base, unit)


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("Price", ["1", "2.5", ""], "number"), ("Built", ["1901", "1910"], "year"), ("Built", ["1901-02-03", "1910"], "date"),
        ("Restoration year", ["850", "1910"], "year"), ("Seats", ["1901", "1910"], "number"), ("Open", ["yes", "no"], "truth"),
        ("Genre", ["drama", "comedy", "drama"], "names"), ("Plot", ["A man. A dog."], "text"),
        ("Site", ["https://example.org/a", "https://example.org/b"], "text"), ("Symbol", ["H", "He"], "text"),
        ("Score", ["1", "2", "3", "4", "5", "many"], "text"), ("Nothing", ["", "n/a"], "text"),
    ],
)  # fmt: skip
def test_columns_are_what_all_their_cells_are(lore: Lore, header: str, cells: list[str], kind: str) -> None:
    assert look_at(lore.header(header), cells, lore).type == kind


def test_no_header_stands_for_two_columns(lore: Lore) -> None:
    listed = [header for keys in lore.columns.values() for header in keys["headers"]]
    assert sorted({header for header in listed if listed.count(header) > 1}) == []
    assert [header for header in listed if header != header.lower()] == []


def test_thousands_with_points_are_noticed_and_told(lore: Lore) -> None:
    column = look_at(lore.header("Salary"), ["82.000", "64.500"], lore)
    assert column.decimal == ","
    assert column.doubt == "'82.000' is read as 82000; write 'decimal: \".\"' if it is 82"
    assert look_at(lore.header("Mass"), ["1.008", "4.0026"], lore).doubt == ""


def test_a_table_without_names_is_refused(lore: Lore, tmp_path: Path) -> None:
    with pytest.raises(clairbot.PackError, match=r"^a\.csv: no column with names; "):
        Draft(lore).add_tables([write(tmp_path, "a.csv", "a,b\n,\n")])


def test_words_in_cells_are_data() -> None:
    source = Source()
    assert read_cell_words(source).truth("yes") is None
