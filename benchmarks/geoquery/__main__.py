"""Build the pack from the folder of its CSV files: `python -m benchmarks.geoquery --facts DIR --out PACK`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.geoquery.build import build


def main() -> None:
    """Build the pack that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.geoquery", description="Build a pack from CSV files.")
    parser.add_argument("--facts", type=Path, required=True, metavar="DIR", help="folder with the CSV files")
    parser.add_argument("--out", type=Path, required=True, metavar="PACK", help="folder to write the pack to")
    options = parser.parse_args()
    if not options.facts.is_dir():
        parser.error(f"{options.facts}: no such folder")
    try:
        build(options.facts, options.out)
    except (OSError, KeyError) as error:
        parser.error(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
