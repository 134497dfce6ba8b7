"""Behaviour 20: accessible mode only ever appends: no toolbar, ghost text, menu or colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from screenlib import terminal

if TYPE_CHECKING:
    from pathlib import Path

TRANSCRIPT = """\
> when did Seoul open\r
CLAIR Seoul opened in 1993.\r
> when did the offices open\r
CLAIR New York (1988 or 1989), CLAIR London (1988), CLAIR Paris (1990), CLAIR\r
Singapore (1990), CLAIR Seoul (1993), CLAIR Sydney (1994) and CLAIR Beijing\r
(1997).\r
> /facts seoul opened\r
Subject      Property  Value  Source\r
CLAIR Seoul  opened    1993   [1] ¶ 2\r
[1] Clair New York has the reputation of excellence in the United States and\r
Canada\r
> /quit\r
status=0.\r
"""


@pytest.mark.parametrize(
    ("words", "more"), [((), {"ACCESSIBLE": "1"}), ((), {"TERM": "dumb"}), (("--accessible",), {})]
)
def test_what_is_written_is_what_is_read(tmp_path: Path, words: tuple[str, ...], more: dict[str, str]) -> None:
    with terminal("-q", *words, folder=tmp_path, size=(80, 24), **more) as chat:
        for line in ("when did Seoul open", "when did the offices open", "/facts seoul opened", "/quit"):
            chat.prompt()
            chat.line(line)
        chat.ends(0)
        assert chat.written == TRANSCRIPT
    history = (tmp_path / "state/clairbot/history").read_text(encoding="utf-8")
    assert history.startswith("when did Seoul open\n")


def test_a_setting_of_the_user_s(tmp_path: Path) -> None:
    (tmp_path / "config/clairbot").mkdir(parents=True)
    (tmp_path / "config/clairbot/config.toml").write_text("accessible = true\n", encoding="utf-8")
    with terminal("-q", folder=tmp_path) as chat:
        chat.prompt()
        chat.line("hello")
        chat.until(lambda: chat.text.count(">") == 2)
        assert "\x1b" not in chat.written


def test_a_long_table_is_not_paged(tmp_path: Path) -> None:
    with terminal("-q", "--accessible", folder=tmp_path, PAGER="false") as chat:
        chat.prompt()
        chat.line("/facts")
        chat.shows("Subject", "CLAIR Seoul")
        chat.prompt()
