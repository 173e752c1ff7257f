"""Who may see what.

Four levels of access, three roles. A restriction may carry the day on which it ends; it is
evaluated at the moment of asking, never when the index is built.
"""

from __future__ import annotations

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


#: levels whose pages (text and images) a role may read
READABLE: dict[Role, frozenset[Level]] = {
    Role.PUBLIC: frozenset({Level.OPEN}),
    Role.READER: frozenset({Level.OPEN, Level.READING_ROOM}),
    Role.ARCHIVIST: frozenset(Level),
}


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
