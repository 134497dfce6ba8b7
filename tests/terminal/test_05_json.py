"""Behaviour 5: `--json` gives one object per question, reads objects too, and survives malformed lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from screenlib import run

from clairbot.values import Answer

if TYPE_CHECKING:
    from pathlib import Path


def test_one_question_is_one_object(tmp_path: Path) -> None:
    done = run("--json", "when did Seoul open", folder=tmp_path)
    record = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1
    assert list(record) == [name for name in Answer.__match_args__ if name != "trace"]
    assert (record["values"], record["facts"][0]["value"]) == ([1993], 1993)
    assert "trace" in json.loads(run("--json", "--trace", "hello", folder=tmp_path).stdout)


def test_lines_are_text_or_objects_and_broken_ones_are_reported(tmp_path: Path) -> None:
    lines = [
        b'{"id": 7, "question": "when did Seoul open"}', b"and London?", b"{broken", b'{"question": 5}', b"", b"\xff",
        b'{"id": "a", "question": "when did Tokyo open"}', b'{"id": null, "question": "and Paris?"}',
    ]  # fmt: skip
    done = run("--json", folder=tmp_path, stdin=b"\n".join(lines))
    seoul, london, broken, number, blank, latin, tokyo, paris = map(json.loads, done.stdout.splitlines())
    assert (seoul["id"], seoul["values"], "id" in london, london["values"]) == (7, [1993], False, [1988])
    assert [record["line"] for record in (broken, number, latin)] == [3, 4, 6]
    assert all(set(record) == {"error", "line"} for record in (broken, number, latin))
    assert (blank, tokyo["id"], tokyo["status"]) == (None, "a", "unknown")
    assert (paris["id"], paris["values"]) == (None, [1990])
    assert (done.stderr, done.returncode) == ("", 2)
