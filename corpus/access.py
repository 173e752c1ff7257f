"""Who may see what, and do what with what is seen.

Four levels of access, three roles, three uses of a page. A restriction may carry the day on which
it ends; it is evaluated at the moment of asking, never when the index is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """How far a document is open, widest first."""

    OPEN = "open"
    READING_ROOM = "reading-room"  # on the premises: a signed-in reader
    DESCRIPTION = "description"  # reference, title, dates, opening day; nothing from inside
    HIDDEN = "hidden"


class Role(StrEnum):
    """Who asks. An administrator has the archivist's view."""

    PUBLIC = "public"
    READER = "reader"
    ARCHIVIST = "archivist"


class Rank(StrEnum):
    """What somebody is who signs in. An administrator sees and does what an archivist does."""

    READER = "reader"
    ARCHIVIST = "archivist"
    ADMINISTRATOR = "administrator"

    @property
    def role(self) -> Role:
        """With whose eyes that is looked."""
        return Role.READER if self is Rank.READER else Role.ARCHIVIST


class Use(StrEnum):
    """What is done with a page; who may do one of these may do those before it."""

    VIEW = "view"  # it is found and read on our pages
    COPY = "copy"  # its text or its scan is taken
    EXPORT = "export"  # it goes into files of whole documents and answers, and to programs


class Permit(StrEnum):
    """Who of those who may see a page may copy or export it, widest first."""

    OPEN = "open"
    READING_ROOM = "reading-room"
    NOBODY = "nobody"  # but archivists


#: levels whose pages (text and images) a role may read
READABLE: dict[Role, frozenset[Level]] = {
    Role.PUBLIC: frozenset({Level.OPEN}),
    Role.READER: frozenset({Level.OPEN, Level.READING_ROOM}),
    Role.ARCHIVIST: frozenset(Level),
}
#: permits that are enough for a role
PERMITTED: dict[Role, frozenset[Permit]] = {
    Role.PUBLIC: frozenset({Permit.OPEN}),
    Role.READER: frozenset({Permit.OPEN, Permit.READING_ROOM}),
    Role.ARCHIVIST: frozenset(Permit),
}


@dataclass(frozen=True, slots=True)
class Rights:
    """What holds today for a document, or for a page by itself.

    ``copying`` and ``exporting`` are None where nothing was said of them: who sees it may.
    """

    level: Level = Level.OPEN
    copying: Permit | None = None
    exporting: Permit | None = None

    def allow(self, role: Role, use: Use = Use.VIEW) -> bool:
        """Whether ``role`` may do this: every way to a page asks here."""
        needed = {
            Use.VIEW: (),
            Use.COPY: (self.copying,),
            Use.EXPORT: (self.copying, self.exporting),
        }[use]
        return may_read(self.level, role) and all(
            permit is None or permit in PERMITTED[role] for permit in needed
        )


def effective(level: Level, opens: date | None, today: date | None = None) -> Level:
    """Return the level in force ``today``: ``OPEN`` from the opening day on (inclusive)."""
    if opens is not None and (today or date.today()) >= opens:
        return Level.OPEN
    return level


def may_read(level: Level, role: Role) -> bool:
    """Whether ``role`` may see the pages of a document of this (effective) level."""
    return level in READABLE[role]


def may_know(level: Level, role: Role) -> bool:
    """Whether ``role`` may see the description: all but hidden documents have a public one."""
    return level is not Level.HIDDEN or role is Role.ARCHIVIST
