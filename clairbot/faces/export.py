"""A chat written down, and an answer put on the clipboard.

Rules of this file: no file is ever overwritten; a chat exported as JSON, fed to `clairbot --json`, gives
the same lines again.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from clairbot.errors import ClairbotError
from clairbot.faces.jsonl import answer_record, dump_line
from clairbot.faces.render import reply_text
from clairbot.faces.safe import escape
from clairbot.faces.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clairbot.faces.output import Output
    from clairbot.values import Answer


class ExportError(ClairbotError):
    """The chat cannot be written down, or the answer cannot be copied."""


def export_chat(answers: Sequence[Answer], form: str, name: str) -> Path:
    """Write the answers to a new file; return its path.

    Raises:
        ExportError: nothing was asked, the form is unknown, or the file exists or cannot be written.
    """
    if form not in FORMS:
        forms = f"write /export {', /export '.join(FORMS)}"
        raise ExportError(f"no form {form}; {did_you_mean(form, FORMS) or forms}" if form else forms)
    if not answers:
        raise ExportError("nothing has been asked yet")
    path = Path(name or f"clairbot-chat.{form}").expanduser()
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{FORMS[form](answer)}\n" for answer in answers)
    except FileExistsError as error:
        raise ExportError(f"{path} exists; name another file: /export {form} FILE") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ExportError(f"{path}: {reason}; name another file: /export {form} FILE") from error
    return path


def copy_text(out: Output, text: str) -> None:
    """Put text on the clipboard of the terminal that shows `out`, by the OSC 52 sequence.

    Raises:
        ExportError: there is no terminal that would understand.
    """
    if not out.is_terminal or out.plain:
        raise ExportError("this terminal has no clipboard to write to")
    coded = base64.b64encode(escape(text).encode("utf-8", "backslashreplace")).decode("ascii")
    out.send(f"\x1b]52;c;{coded}\x07")


def _as_markdown(answer: Answer) -> str:
    sources = "".join(f"- {escape(str(source))}\n" for source in answer.sources)
    parts = [f"## {_question(answer)}\n", f"{escape(reply_text(answer))}\n", sources]
    return "\n".join(filter(None, parts))


def _as_text(answer: Answer) -> str:
    return f"> {_question(answer)}\n{escape(reply_text(answer))}\n"


def _question(answer: Answer) -> str:
    return escape(" ".join(answer.question.split()))


def _as_json(answer: Answer) -> str:
    return dump_line(answer_record(answer))


FORMS: dict[str, Callable[[Answer], str]] = {"md": _as_markdown, "json": _as_json, "txt": _as_text}
"""Forms of an export, each named as its file's ending."""
