"""Piped input: a question a line, an answer a line.

Rules of this file: line n of the output answers line n of the input; each is flushed before the next is
read; a line that cannot be answered never stops the ones after it; memory is bounded whatever comes in.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from clairbot.errors import ClairbotError
from clairbot.faces.oneshot import exit_status
from clairbot.faces.render import one_line, print_trace, reply_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from clairbot.faces.options import Options
    from clairbot.faces.output import Output
    from clairbot.values import Answer

LONGEST = 1 << 16
"""Bytes of a line that are kept; a question is far shorter."""


class InputError(ClairbotError):
    """A line of the input cannot be read."""


class Batch:
    """Answers lines until there are no more; `status` is the worst exit status so far."""

    def __init__(self, ask: Callable[..., Answer], options: Options, out: Output, err: Output) -> None:
        self.ask = ask
        self.options = options
        self.out = out
        self.err = err
        self.status = 0

    def run(self, stream: BinaryIO) -> int:
        """Answer each line of the stream; return the exit status."""
        for number, line in enumerate(read_lines(stream), 1):
            answer_line = self._answer_json if self.options.json else self._answer_text
            answer_line(number, line)
        return self.status

    def _answer_text(self, number: int, line: bytes) -> None:
        try:
            text = _decode(line, "replace")
            answer = self._ask(text) if text.strip() else None
        except Exception as error:  # noqa: BLE001 (the lines after it want their answers)
            self.err.complain(f"line {number}: {self._fail(error)}")
            self.out.write()
            return
        self.out.line(_text_line(answer, sources=self.options.sources) if answer else "")

    def _answer_json(self, number: int, line: bytes) -> None:
        # Deferred: only `--json` pays for it.
        from clairbot.faces.jsonl import MISSING, answer_record, dump_line, read_question  # noqa: PLC0415

        given: Any = MISSING
        record: dict[str, Any] | None
        try:
            question, given = read_question(_decode(line, "strict"))
            asked = given is not MISSING or question.strip()
            record = answer_record(self._ask(question), trace=self.options.trace) if asked else None
        except Exception as error:  # noqa: BLE001 (the lines after it want their answers)
            record = {"error": self._fail(error), "line": number}
        if given is not MISSING:
            record = {"id": given, **(record or {})}
        self.out.write(dump_line(record, ascii_only=self.out.ascii))

    def _ask(self, question: str) -> Answer:
        answer = self.ask(question, trace=self.options.trace)
        if self.options.trace and not self.options.json:
            print_trace(self.err, answer)
        self.status = max(self.status, exit_status(answer))
        return answer

    def _fail(self, error: Exception) -> str:
        """Remember that a line failed, and say why in one line."""
        if isinstance(error, ClairbotError):
            self.status = max(self.status, error.exit_code)
            return str(error)
        # Deferred: it is for what should not happen.
        from clairbot.faces.crash import CRASHED, report_crash  # noqa: PLC0415

        self.status = max(self.status, CRASHED)
        return report_crash(error, self.err, debug=self.options.debug)


def standard_lines() -> BinaryIO:
    """Return stdin as bytes; an empty stream if it is closed."""
    if sys.stdin is None:
        raise InputError("no question, and standard input is closed; write: clairbot QUESTION")
    return sys.stdin.buffer


def read_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of the stream without their ends; of one too long, just over `LONGEST` bytes."""
    while line := stream.readline(LONGEST + 1):
        rest = line
        while len(rest) > LONGEST and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST + 1)
        yield line.removesuffix(b"\n").removesuffix(b"\r")


def _decode(line: bytes, errors: str) -> str:
    if len(line) > LONGEST:
        raise InputError(f"line is longer than {LONGEST} bytes; ask a shorter question")
    try:
        return line.decode("utf-8-sig", errors)
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start + 1}; save the questions as UTF-8") from error


def _text_line(answer: Answer, *, sources: bool) -> str:
    line = one_line(reply_text(answer))
    if sources and answer.sources:
        line += f" [{'; '.join(map(str, answer.sources))}]"
    return line
