"""What happens when something breaks that should not: one line for the reader, the traceback for a log.

Rule of this file: reporting never fails itself, and never shows a traceback unasked.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from clairbot.faces.state import append_private, state_path

if TYPE_CHECKING:
    from clairbot.faces.output import Output

CRASHED = 2
"""What the command line exits with after an unexpected error."""
LOG = "errors.log"


def report_crash(error: BaseException, err: Output, *, debug: bool) -> str:
    """Write the traceback to the log, and with `debug` to `err` too; return one line about it."""
    what = f"unexpected error ({type(error).__name__}: {error})"
    details = "".join(traceback.format_exception(error))
    if debug:
        err.line(details.rstrip())
    path = state_path(LOG)
    try:
        append_private(path, f"{details}\n")
    except OSError as reason:
        return f"{what}; no details kept, since {path} cannot be written ({reason.strerror})"
    return f"{what}; details in {path}"
