"""The root of the error tree, and what can go wrong in the knowledge base.

`kb` may not import `bot`, so the root lies here; `bot.errors` grows the rest of the same tree. What an error
means in HTTP is decided once, in `bot.web.problems`.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class FirstlineError(Exception):
    """Anything Firstline can say about a failure; `str(error)` is a sentence for the person concerned."""


class InvalidInput(FirstlineError):
    """What was given can't be used; the sentence says what to change.

    `field` names the offending part where there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotFound(FirstlineError):
    """There is no such thing."""


class Conflict(FirstlineError):
    """It was possible a moment ago; somebody else was faster or the state has moved on."""


class PublicationStopped(Conflict):
    """Golden questions that are right now would be wrong after; nothing was changed.

    Each of `regressions` has `question`, `expected`, `before` and `after` (see `kb.gate.told`).
    """

    def __init__(self, message: str, regressions: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(message)
        self.regressions = regressions


class Outdated(Conflict):
    """What was edited is not the newest version any more: `saved_by` has saved `newest_version` meanwhile."""

    def __init__(self, newest_version: int, saved_by: str) -> None:
        super().__init__(f"{saved_by} has saved version {newest_version} meanwhile; nothing was overwritten.")
        self.newest_version = newest_version
        self.saved_by = saved_by


class PublishedMeanwhile(Conflict):
    """Others have published meanwhile, so what was tried at the gate is no longer what would be."""


class Unavailable(FirstlineError):
    """A part that is needed does not answer now; trying again later may work."""


class ImportProblem(InvalidInput):
    """A row or file of an import can't be used; names file, row and cause."""

    def __init__(self, message: str, *, file: str, row: int | None = None) -> None:
        place = file if row is None else f"{file}, row {row}"
        super().__init__(f"{place}: {message}")
        self.file = file
        self.row = row
        self.cause = message
