from __future__ import annotations

from datetime import date

import pytest

from corpus.access import Level, Role, effective, may_know, may_read

EVENING = date(2030, 12, 31)
OPENING = date(2031, 1, 1)


@pytest.mark.parametrize(
    ("level", "public", "reader", "archivist"),
    [
        # r: may read the pages, k: may know the description, -: nothing
        ("open", "rk", "rk", "rk"),
        ("reading-room", "k", "rk", "rk"),
        ("description", "k", "k", "rk"),
        ("hidden", "-", "-", "rk"),
    ],
)
def test_who_may_see_what(level: str, public: str, reader: str, archivist: str) -> None:
    for role, allowed in ((Role.PUBLIC, public), (Role.READER, reader), ("archivist", archivist)):
        assert may_read(Level(level), Role(role)) == ("r" in allowed)
        assert may_know(Level(level), Role(role)) == ("k" in allowed)


@pytest.mark.parametrize("level", list(Level))
def test_a_document_opens_on_its_day(level: Level) -> None:
    assert effective(level, OPENING, EVENING) is level
    assert effective(level, OPENING, OPENING) is Level.OPEN
    assert effective(level, None, OPENING) is level
