"""Behaviour 19: a pager only where it helps; tables and timelines that align and fold; no ghost of a resize."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from screenlib import CLAIRBOT, run, terminal

from clairbot.faces.layout import cells
from clairbot.faces.output import Output
from clairbot.faces.timeline import dated_facts, timeline
from clairbot.values import Answer, Source, Statement

if TYPE_CHECKING:
    from pathlib import Path

TIMELINE = """\
1988 ●                        CLAIR New York (¶ 2; ¶ 4), CLAIR London
1989 ───●                     CLAIR New York (¶ 1)
1990 ─────●                   CLAIR Paris, CLAIR Singapore
1993 ─────────────●           CLAIR Seoul
1994 ───────────────●         CLAIR Sydney
1997 ───────────────────────● CLAIR Beijing
"""
BLOCKS = """\
1988: CLAIR New York (¶ 2; ¶ 4), CLAIR
London
1989: CLAIR New York (¶ 1)
1990: CLAIR Paris, CLAIR Singapore
1993: CLAIR Seoul
1994: CLAIR Sydney
1997: CLAIR Beijing
"""
ASCII = """\
1988 *                        CLAIR New York (par. 2; par. 4), CLAIR London
1989 ---*                     CLAIR New York (par. 1)
1990 -----*                   CLAIR Paris, CLAIR Singapore
"""


@pytest.mark.parametrize("question", ["when did the offices open", "timeline of the offices"])
@pytest.mark.parametrize(
    ("width", "locale", "shown"), [(80, "C.UTF-8", TIMELINE), (39, "C.UTF-8", BLOCKS), (80, "C", ASCII)]
)
def test_times_are_drawn(tmp_path: Path, question: str, width: int, locale: str, shown: str) -> None:
    with terminal("-q", folder=tmp_path, size=(width, 24), LC_ALL=locale) as chat:
        chat.prompt()
        chat.line(question)
        chat.shows(shown)


def test_a_pipe_gets_the_sentence(tmp_path: Path) -> None:
    done = run("when did the offices open", folder=tmp_path)
    assert done.stdout.startswith("CLAIR New York (1988 or 1989), CLAIR London (1988)")


def test_timelines_align_with_wide_characters() -> None:
    source = Source("Atlas")
    facts = [
        Statement(name, "opened", 1900 + i * 10, source) for i, name in enumerate(("東京事務所", "👩‍💻 Office", "Café"))
    ]
    answer = Answer("", "answer", "", values=(1900, 1910, 1920), facts=tuple(facts))
    assert dated_facts(answer, frozenset({"opened"})) == facts
    assert dated_facts(answer, frozenset()) == []
    assert dated_facts(answer.replace(values=("Café",)), frozenset({"opened"})) == []
    lines = timeline(Output(io.StringIO()), facts, 60)
    starts = [cells(line[: line.index(name[0])]) for line, name in zip(lines, ("東", "👩", "Café"), strict=True)]
    assert len(set(starts)) == 1
    assert all(cells(line) <= 60 for line in lines)


def test_tables_fold_when_narrow(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path, size=(39, 24), PAGER="cat") as chat:
        chat.prompt()
        chat.line("/facts sydney asia")
        chat.shows("No fact has sydney asia in it.")
        chat.prompt()
        chat.line("/facts sydney oceania")
        chat.shows("Subject: CLAIR Sydney\nProperty: region\nValue: Oceania\n")


def test_the_pager_starts_only_where_it_is_needed(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho paged $(wc -l) lines\n", encoding="utf-8")
    pager.chmod(0o700)
    with terminal("-q", folder=tmp_path, PAGER=str(pager)) as chat:
        chat.prompt()
        chat.line("/facts seoul opened")
        chat.shows("CLAIR Seoul  opened    1993")
        assert "paged" not in chat.text
        chat.prompt()
        chat.line("/facts")
        chat.shows("paged ")
        chat.prompt()
        chat.line("/set pager off")
        chat.prompt()
        chat.line("/facts")
        chat.shows("[1] Clair New York has the reputation")
    with terminal(program=f"{CLAIRBOT} facts #", folder=tmp_path, PAGER=str(pager)) as screen:
        screen.shows("paged ")
    assert "paged" not in run("facts", folder=tmp_path, PAGER=str(pager)).stdout


@pytest.mark.parametrize("pager", ["nonesuch", "", "'"])
def test_without_a_pager_everything_is_printed(tmp_path: Path, pager: str) -> None:
    with terminal("-q", folder=tmp_path, PAGER=pager) as chat:
        chat.prompt()
        chat.line("/facts")
        chat.shows("Subject  ", "[1] Clair New York has the reputation")
        chat.prompt()


def test_a_resize_leaves_no_ghost_prompt(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path, size=(80, 24)) as chat:
        chat.prompt()
        chat.send("when did Seoul open")
        chat.until(lambda: "understood" in chat.toolbar)
        for width, height in ((60, 20), (100, 30), (45, 24)):
            chat.resize(width, height)
            chat.until(lambda width=width: chat.toolbar.startswith("understood") and len(chat.toolbar) <= width)  # type: ignore[misc]
            chat.prompt("when did Seoul open")
            assert sum(line.startswith(">") for line in chat.lines) == 1, "\n".join(chat.lines)
