"""Which collection the pages of this process show, to whom, and in which language by default.

Whoever visits is asked for anew each time, never kept: one process serves many people, and somebody
who signs out is nobody from the next moment on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from corpus import history
from corpus.access import Role
from corpus.collection import Collection


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at the pages; ``user`` is the name that the history writes down."""

    role: Role
    user: str
    administrator: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What :func:`ui.server.serve` was asked to show; ``language`` is one of the interface.

    Where nobody signs in, ``role`` is what the settings say and ``user`` the user of this process;
    an archivist there owns the folder, and is the administrator.
    ``secret`` is what we share with the provider of identities.
    """

    collection: Collection
    role: Role
    language: str
    user: str = field(default_factory=history.owner)
    secret: str = field(default="", repr=False)
    administrator: bool = False

    @property
    def signed(self) -> str:
        """The name of who has signed in; empty where nobody does."""
        return self.user if shared() else ""


_opened: Opened | None = None
_visitor: Callable[[], Visitor] | None = None


def show(opened: Opened, visitor: Callable[[], Visitor] | None = None) -> None:
    """Set what the pages show from now on; one process serves one collection.

    ``visitor`` says who is asking just now, where people sign in.
    """
    global _opened, _visitor
    _opened, _visitor = opened, visitor
    history.by_default(_user)


def opened() -> Opened:
    """Return what the pages show to whoever is asking just now."""
    shown = served()
    if _visitor is None:
        return replace(shown, administrator=shown.role is Role.ARCHIVIST)
    who = _visitor()
    return replace(shown, role=who.role, user=who.user, administrator=who.administrator)


def served() -> Opened:
    """Return what this process shows, whoever is asking; its role and user are nobody's."""
    if _opened is None:
        raise RuntimeError("no collection is opened: start the pages with ui.server.serve")
    return _opened


def shared() -> bool:
    """Whether people sign in here: the machine is not only theirs."""
    return _visitor is not None


def _user() -> str:
    return opened().user
