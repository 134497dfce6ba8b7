"""Behaviour 16: `/why` shows tokens, links and how they were found, rules, runners-up, query, facts and times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from screenlib import terminal

if TYPE_CHECKING:
    from pathlib import Path


def test_why_shows_each_stage(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path, size=(120, 60)) as chat:
        chat.prompt()
        chat.line("which ofices opened after Seul")
        chat.shows("CLAIR Sydney opened in 1994.")
        chat.line("/why")
        chat.shows("facts")
        chat.prompt()
        shown = chat.text
        assert re.search(r"^tokens \(\d+\.\d ms\)\n  which ofices opened after seul$", shown, re.MULTILINE)
        assert re.search(r"^  ofices → office: kind, fuzzy 0\.\d\d\b", shown, re.MULTILINE)
        assert re.search(r"^  seul → CLAIR Seoul: name of office, alias$", shown, re.MULTILINE)
        assert re.search(r"^  opened → opened: verb, exact;", shown, re.MULTILINE)
        assert re.search(r"^> \d\.\d\d which: where\(all\(office\)", shown, re.MULTILINE)
        assert re.search(r"^       by <ask> \{set:s\} \(intents/questions/stock.yaml:\d+\)$", shown, re.MULTILINE)
        assert len(re.findall(r"^. \d\.\d\d \w+: ", shown, re.MULTILINE)) > 1, "runners-up"
        assert re.search(r"^query\n  where\(all\(office\), test\(", shown, re.MULTILINE)
        assert re.search(r"^  CLAIR Beijing · opened · 1997 \(.+, ¶ 2\)$", shown.replace("\n  A", " A"), re.MULTILINE)
        assert len(re.findall(r"^\w+ \(\d+\.\d ms\)$", shown, re.MULTILINE)) >= 4


def test_why_of_what_was_declined_shows_what_was_tried(tmp_path: Path) -> None:
    with terminal("-q", folder=tmp_path, size=(100, 60)) as chat:
        chat.prompt()
        chat.line("when did the Singapore Stock Exchange open")
        chat.shows("“stock”")
        chat.line("/why")
        chat.shows("singapore → CLAIR Singapore: name of office, alias", "confidence")
        assert "stock →" not in chat.text
