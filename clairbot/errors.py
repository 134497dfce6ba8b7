"""Every error that a user or a pack author can cause: one line that says what, where and how to mend it.

Rule of this file: the message is complete in itself; faces print it and add nothing.
"""

from __future__ import annotations


class ClairbotError(Exception):
    """Base of all errors that clairbot raises on purpose. `str(error)` is one printable line."""

    exit_code = 2
    """What the command line exits with when this error ends it."""


class PackError(ClairbotError):
    """A pack cannot be used as it is written.

    `where` is `path`, `path:line` or `path:line:column`, the path relative to the pack.
    """

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}" if where else what)
        self.where = where
        self.what = what


class QuestionError(ClairbotError, ValueError):
    """A question cannot be taken: it is too long."""


class StoreError(ClairbotError):
    """The store cannot be reached, or is damaged and cannot be rebuilt."""
