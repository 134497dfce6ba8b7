"""`clairbot pack new`: a pack that works at once, from a table of one's own or from an example.

Rule of this file: nothing is overwritten, and a pack that cannot be loaded is not left behind.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import clairbot
from clairbot.errors import PackError
from clairbot.faces.author.ask import samples_of
from clairbot.faces.render import print_wrapped
from clairbot.pack.draft import flow, scalar, write_schema
from clairbot.pack.infer import Draft
from clairbot.pack.lore import Lore
from clairbot.pack.open import shipped
from clairbot.pack.source import ROWS, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clairbot.faces.output import Output

STARTER = Path(__file__).parent / "starter"
"""An example table, and an intent of one's own."""
MOST_SHOWN = 6
"""Questions that the pack's greeting may choose from."""
MOST_TESTED = 4
"""Questions about one kind or property that become tests."""
TESTS = """\
# Questions that this pack must answer; run them with: clairbot pack test .
# `ask` a question, or `turns` for a chat; then what must be so: `values`, `text` (a pattern), `status`.
"""


def new_pack(folder: str, tables: Sequence[str], out: Output, err: Output) -> int:
    """Make a pack; return the exit status. Raises PackError."""
    root = Path(folder)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise PackError(folder, "already there, and not an empty folder; name another one")
    draft = Draft(_lore())
    paths = [Path(table) for table in tables] or sorted(STARTER.glob("*.csv"))
    for path in paths:
        _check_table(path)
    draft.add_tables(paths)
    made = [path for path in (root, *root.parents) if not path.exists()]
    try:
        _write(root, paths, draft)
        asked = _finish(root, draft)
    except BaseException:
        shutil.rmtree(made[-1] if made else root, ignore_errors=True)
        raise
    _report(folder, draft, asked, out, err)
    return 0


def _lore() -> Lore:
    source = Source()
    source.add(Path(shipped()), "intents")
    return Lore(source)


def _check_table(path: Path) -> None:
    if path.suffix.lower() not in ROWS:
        raise PackError(str(path), "not a table; give a .csv or .jsonl file (spreadsheets can save as CSV)")
    if not path.exists():
        raise PackError(str(path), "no such file")


def _write(root: Path, paths: Sequence[Path], draft: Draft) -> None:
    try:
        for name in ("data", "intents", "tests"):
            (root / name).mkdir(parents=True, exist_ok=True)
        for path in paths:
            shutil.copyfile(path, root / "data" / path.name)
        for path in sorted(STARTER.glob("*.yaml")):
            shutil.copyfile(path, root / "intents" / path.name)
        (root / "data" / "schema.yaml").write_text(write_schema(draft, _title(root)), encoding="utf-8")
    except OSError as error:
        raise PackError(str(root), f"cannot be written ({error.strerror}); check its permissions") from None


def _title(root: Path) -> str:
    return root.resolve().name.replace("-", " ").replace("_", " ")


def _finish(root: Path, draft: Draft) -> list[str]:
    """Asks the new pack sample questions; those that it answers become its tests, some of them its examples."""
    asked = samples_of(str(root), clairbot.load(str(root)))
    first = [samples[0] for samples in asked.values() if samples]
    shown = list(dict.fromkeys(sample.question for sample in first))[:MOST_SHOWN]
    (root / "data" / "schema.yaml").write_text(write_schema(draft, _title(root), shown), encoding="utf-8")
    tests = [sample for samples in asked.values() for sample in samples[:MOST_TESTED]]
    cases = "".join(f"- ask: {scalar(s.question)}\n  values: {_listed(s.values or ())}\n" for s in tests)
    (root / "tests" / "questions.yaml").write_text(TESTS + cases, encoding="utf-8")
    return shown


def _listed(values: tuple[object, ...]) -> str:
    return f"[{', '.join(flow(value) for value in values)}]"


def _report(folder: str, draft: Draft, asked: Sequence[str], out: Output, err: Output) -> None:
    for about, what in draft.notes:
        err.complain(f"{about}: {what}")
    kinds, properties = len(draft.kinds), len(draft.properties)
    size = f"{kinds} kind{'s' * (kinds != 1)} and {properties} propert{'ies' if properties != 1 else 'y'}"
    print_wrapped(out, f"{folder}: a pack of {size}.")
    print_wrapped(out, f"What was made of the columns is in {folder}/data/schema.yaml; change what reads wrong there.")
    print_wrapped(out, "Ask it, for example:")
    for question in asked:
        print_wrapped(out, f"  clairbot --pack {folder} {question.rstrip('?')}")
    print_wrapped(out, f"Then: clairbot pack show {folder}; clairbot pack test {folder}; clairbot pack check {folder}")
