"""A draft as the files of a pack, with comments that say what an author may change.

Rule of this file: what it writes is read back as it was meant; what YAML could take for something else is quoted.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clairbot.pack.infer import Draft

PLAIN = re.compile(r"[^\W_](?:[\w ./²³°-]*[\w²³])?")
"""Texts that YAML reads as they are, wherever they stand."""
WIDTH = 120
HEAD = """\
# What there is, and what can be said of it. Made from {tables}; change whatever reads wrong.
# All keys are described in docs/packs.md. `clairbot pack check .` says what does not fit,
# `clairbot pack show .` what can be asked, `clairbot pack test .` runs the questions in tests/.
"""
ABOUT = """\

pack:
  title: {title}  # "Ask me about …"
  about: {about}  # the answer to "what do you know?"
{samples}
# The documents that the facts are from. Every fact names one of these.
sources:
"""
KINDS = """
# Kinds of thing. `words`: what else people call one; `agent: yes` if "who" may ask for them.
kinds:
"""
PROPERTIES = """
# What is said of them. `verbs` and `nouns`: how people ask for it; `say`: how it is told.
properties:
"""
TABLES = """
# How the rows of each table are read: `name` is the column with what a row is called; each other column
# gives values of a property. Rows can be added or changed there at any time.
tables:
"""
SAMPLES = "  samples:  # shown as examples\n"


def write_schema(draft: Draft, title: str, samples: Iterable[str] = ()) -> str:
    """The schema file of a pack."""
    lines = [HEAD.format(tables=", ".join(draft.tables))]
    listed = [SAMPLES, *(f"    - {scalar(sample)}\n" for sample in samples)]
    several = ", ".join(keys.get("many", f"{name}s") for name, keys in draft.kinds.items())
    about = ABOUT.format(
        title=scalar(title),
        about=scalar(f"I know {title}: {several}."),
        samples="".join(listed) if len(listed) > 1 else "",
    )
    lines += [about, *(f"  {scalar(file)}: {scalar(file)}\n" for file in draft.tables)]
    lines += [KINDS, *(f"  {scalar(name)}: {flow(keys)}\n" for name, keys in draft.kinds.items())]
    lines += [PROPERTIES, *(f"  {scalar(name)}:\n{block(keys)}" for name, keys in draft.properties.items())]
    return "".join([*lines, TABLES, *(_table(file, keys) for file, keys in draft.tables.items())])


def _table(file: str, keys: Mapping[str, Any]) -> str:
    written = {"kind": keys["kind"], "name": keys["name"], "source": file, "place": "line {row}"}
    written |= {key: keys[key] for key in ("aliases", "skip") if keys[key]}
    columns = "".join(f"      {scalar(name)}: {flow(value)}\n" for name, value in keys["columns"].items())
    return f"  {scalar(file)}:\n{block(written)}    columns:{' {}' if not columns else ''}\n{columns}"


def block(keys: Mapping[str, Any]) -> str:
    """A mapping, a key on each line."""
    return "".join(f"    {scalar(key)}: {flow(value)}\n" for key, value in keys.items())


def flow(value: Any) -> str:  # noqa: ANN401 (texts, lists and mappings)
    """A value on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key)}: {flow(item)}' for key, item in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return flow(value[0]) if len(value) == 1 else f"[{', '.join(map(flow, value))}]"
    return scalar(value)


def scalar(value: object) -> str:
    """A text, in quotes if it needs them; a number or a truth as it is written."""
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
