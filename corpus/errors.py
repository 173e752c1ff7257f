"""Every error that Opis raises on purpose: what happened, what to do, and the exit code.

``what`` and ``remedy`` are templates marked with :func:`corpus.messages.N_`; the keyword arguments
fill both. Anything else that escapes is a bug of ours and ends the command with code 70.
"""

from __future__ import annotations

from typing import ClassVar

from corpus.messages import Message


class OpisError(Exception):
    """Base of all; ``exit_code`` follows the contract of the command line."""

    exit_code: ClassVar[int] = 70

    def __init__(self, what: str, *, remedy: str = "", **values: object) -> None:
        self.what = Message(what, values)
        self.remedy = Message(remedy, values)
        super().__init__(str(self.what))

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel through the pipe from a worker process; keyword arguments need help there.
        return (_rebuild, (type(self), self.what.template, self.remedy.template, self.what.values))


def _rebuild(kind: type[OpisError], what: str, remedy: str, values: dict[str, object]) -> OpisError:
    return kind(what, remedy=remedy, **values)


class InputFailed(OpisError):
    """A file or a page could not be taken or read; the rest is done."""

    exit_code = 1


class Conflict(InputFailed):
    """Somebody else has changed the same thing meanwhile."""


class BadUse(OpisError):
    """A wrong argument, folder, port or setting."""

    exit_code = 2


class BadReference(BadUse):
    """A leaf or an archival reference that cannot be one."""


class BadDate(BadUse):
    """A date that is neither EDTF nor known words."""


class BadDescription(BadUse):
    """A description with unknown keys or values."""


class NotFound(OpisError):
    """No such collection, document or page (or not for this reader)."""

    exit_code = 3


class Busy(OpisError):
    """A restore or migration runs, or the collection comes from a newer Opis."""

    exit_code = 4


class MissingProgram(OpisError):
    """A program or model that is needed is not installed."""

    exit_code = 5


class EngineFailed(OpisError):
    """The search engine cannot be reached or refuses."""

    exit_code = 6
