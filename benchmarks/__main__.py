"""The command line of the benchmarks: `python -m benchmarks --help`.

Rule of this file: it strings measurements together and prints; it measures nothing itself, and it stays
light, since every process that is measured starts by reading it.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.cases import first_asks, read_dialogues
from benchmarks.engines import ENGINES, installed
from benchmarks.geography import geography_table, read_cases
from benchmarks.loading import load_table
from benchmarks.misspelling import misspelling_table
from benchmarks.oneshot import one_shot_table
from benchmarks.questions import question_tables
from benchmarks.tables import as_json
from benchmarks.terminal import prompt_table, typing_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.tables import Table


def main() -> None:
    """Measure what was asked for, and print it."""
    parser = _parser()
    options = parser.parse_args()
    if options.typos and not (options.questions or options.geo_pack):
        parser.error("--typos needs questions to misspell: --questions, or --geoquery with --geo-pack")
    tables = []
    for table in _measure(options):
        tables.append(table)
        if not options.json:
            print(table, end="\n\n", flush=True)
    if options.json:
        print(as_json(tables, _machine()))
    elif missing := ENGINES.keys() - set(installed()):
        print(f"Not installed, so not measured: {', '.join(sorted(missing))}.", file=sys.stderr)


def _measure(options: argparse.Namespace) -> Iterator[Table]:
    dialogues = read_dialogues(options.questions)
    if dialogues:
        yield from question_tables(dialogues)
    if not find_spec("clairbot"):
        return
    if options.geoquery:
        yield geography_table(options.geoquery, options.geo_pack)
    if options.typos:
        yield from _misspelling_tables(options, [turn.ask for turn in first_asks(dialogues)])
    yield one_shot_table()
    yield load_table()
    if find_spec("pyte"):
        yield prompt_table()
        yield typing_table()


def _misspelling_tables(options: argparse.Namespace, asks: list[str]) -> Iterator[Table]:
    if asks:
        yield misspelling_table(asks, options.typos, "", "built-in pack")
    if options.geoquery and options.geo_pack:
        yield geography_table(options.geoquery, options.geo_pack, options.typos)
        others = [case.ask for case in read_cases(options.geoquery)]
        yield misspelling_table(others, options.typos, options.geo_pack, "the pack given")


def _machine() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": str(os.cpu_count()),
    }


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"{name}: no such file")
    return path


def _folder(name: str) -> str:
    if name and not Path(name, "data").is_dir():
        raise argparse.ArgumentTypeError(f"{name}: no such pack")
    return name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure clairbot.", allow_abbrev=False)
    parser.add_argument(
        "--questions",
        nargs="+",
        action="extend",
        type=_file,
        default=[],
        metavar="PATH",
        help="JSON Lines of cases",
    )
    parser.add_argument("--geoquery", type=_file, metavar="PATH", help="JSON Lines of questions with known values")
    parser.add_argument(
        "--geo-pack", type=_folder, default="", metavar="DIR", help="the pack to ask those of (default: built-in)"
    )
    parser.add_argument("--typos", type=_file, metavar="PATH", help="JSON Lines of misspellings")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


if __name__ == "__main__":
    main()
