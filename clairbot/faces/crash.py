"""What happens when something breaks that should not: one line for the reader, the traceback for a log.

Rule of this file: reporting never fails itself, and never shows a traceback unasked.
"""

from __future__ import annotations

import traceback

from clairbot.faces.state import append_private, state_path

CRASHED = 2
"""What the command line exits with after an unexpected error."""
LOG = "errors.log"


def report_crash(error: BaseException) -> str:
    """Write the traceback to the log; return one line that says what broke and where to read more."""
    what = f"unexpected error ({type(error).__name__}: {error})"
    path = state_path(LOG)
    try:
        append_private(path, "".join(traceback.format_exception(error)) + "\n")
    except OSError as reason:
        return f"{what}; no details kept, since {path} cannot be written ({reason.strerror})"
    return f"{what}; details in {path}"
