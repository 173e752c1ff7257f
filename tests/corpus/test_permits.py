"""Who may copy and export: said of the whole and of its parts, and what follows for each page."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelves import Shelf

from corpus import dividing, documents, giving, history, pages, rules, targets, undoing
from corpus.access import Level, Permit, Rights, Role, Use
from corpus.errors import NotFound, OpisError
from corpus.permits import Allowed, named, read_permit

FONDS, FILE = "ГА РФ. Ф. 393", "ГА РФ. Ф. 393. Оп. 2. Д. 15"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"title": "Первый", "reference": f"{FILE}. Л. 3–4"}, ["лагерь", "степь"]),
        ({"title": "Второй", "reference": f"{FILE}. Л. 7"}, ["лагерь"]),
        ({"title": "Третий", "reference": f"{FONDS}. Оп. 2. Д. 16. Л. 1"}, ["лагерь"]),
        ({"title": "Чужой", "reference": "ЦГА РК. Ф. 393. Оп. 2. Д. 15. Л. 1"}, ["лагерь"]),
    )
    return shelf


def permit(shelf: Shelf, what: str, who: str, use: Use = Use.COPY) -> None:
    name = shelf.ids[int(what[0])] + what[1:] if what[0].isdecimal() else what
    with shelf.collection.catalogue() as database:
        for target in targets.targets_named(database, name):
            rules.allow(database, target, [], {use: read_permit(who)})


def copying(shelf: Shelf) -> list[str]:
    """Who may copy the documents, in short; «» where nothing was said."""
    with shelf.collection.catalogue() as database:
        found = documents.by_id(database, shelf.ids)
    return [(found[own].copying or "")[:4] for own in shelf.ids]


@pytest.mark.parametrize(
    ("level", "copying", "exporting", "public", "reader"),
    [
        # all that is seen is copied and exported, unless somebody said otherwise
        ("open", None, None, "view copy export", "view copy export"),
        ("reading-room", None, None, "", "view copy export"),
        ("description", None, None, "", ""),
        ("open", "nobody", None, "view", "view"),
        ("open", "reading-room", None, "view", "view copy export"),
        ("open", None, "nobody", "view copy", "view copy"),
        ("open", None, "reading-room", "view copy", "view copy export"),
        ("reading-room", "nobody", "open", "", "view"),  # no export without a copy
        ("hidden", "open", "open", "", ""),  # nor a copy of what is not seen
    ],
)
def test_what_a_role_may_do(
    level: str, copying: str | None, exporting: str | None, public: str, reader: str
) -> None:
    rights = Rights(Level(level), copying and Permit(copying), exporting and Permit(exporting))
    for role, may in ((Role.PUBLIC, public), (Role.READER, reader)):
        assert " ".join(use for use in Use if rights.allow(role, use)) == may
    assert all(rights.allow(Role.ARCHIVIST, use) for use in Use)


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ([(FONDS, "nobody")], ["nobo", "nobo", "nobo", ""]),
        ([(FILE, "reading-room")], ["read", "read", "", ""]),
        ([("0", "nobody")], ["nobo", "", "", ""]),
        ([(FONDS, "nobody"), ("1", "open")], ["nobo", "open", "nobo", ""]),  # later of the part
        ([("1", "open"), (FONDS, "nobody")], ["nobo", "nobo", "nobo", ""]),  # later of the whole
        ([("0", "nobody"), (FONDS, "reading-room")], ["nobo", "read", "read", ""]),
        ([(FONDS, "никто"), (FONDS, "как выше")], ["", "", "", ""]),
        ([("0", "nobody"), (FONDS, "open"), ("0", "open")], ["open", "open", "open", ""]),
    ],
)
def test_what_is_said_of_the_whole_holds_below(
    shelf: Shelf, said: list[tuple[str, str]], then: list[str]
) -> None:
    for what, who in said:
        permit(shelf, what, who)
    assert copying(shelf) == then
    with shelf.collection.catalogue() as database:
        (fonds,) = targets.targets_named(database, FONDS)
        (opis,) = targets.targets_named(database, f"{FONDS}. Оп. 2")
        assert rules.rights(database, opis).copying == rules.rights(database, fonds).copying


def test_a_document_that_comes_later_is_bound_by_what_is_above(shelf: Shelf) -> None:
    permit(shelf, FONDS, "nobody")
    shelf.put(({"reference": f"{FILE}. Л. 9"}, ["лагерь"]))
    assert copying(shelf)[-1] == "nobo"


def test_a_page_has_its_own(shelf: Shelf) -> None:
    permit(shelf, "0:2", "nobody")
    permit(shelf, "0", "reading-room", Use.EXPORT)
    with shelf.collection.catalogue() as database:
        own = shelf.ids[0]
        for role, use, free in [
            (Role.PUBLIC, Use.VIEW, [1, 2]), (Role.PUBLIC, Use.COPY, [1]),
            (Role.PUBLIC, Use.EXPORT, []), (Role.READER, Use.EXPORT, [1]),
            (Role.ARCHIVIST, Use.EXPORT, [1, 2]),
        ]:  # fmt: skip
            allowed = Allowed(database, role, use)
            assert [n for n in (1, 2, 3) if allowed(own, n)] == free
            assert pages.counts(database, role, own, use).pages == len(free)
        document = documents.find(database, own, Role.PUBLIC)
        assert pages.find(database, document, 2, Role.PUBLIC)
        with pytest.raises(NotFound, match="not taken away"):
            pages.find(database, document, 2, Role.PUBLIC, Use.COPY)
        (page,) = targets.targets_named(database, f"{own}:2")
        assert rules.rights(database, page) == Rights(
            Level.OPEN, Permit.NOBODY, Permit.READING_ROOM
        )


def test_it_is_an_event_that_can_be_taken_back(shelf: Shelf) -> None:
    permit(shelf, FONDS, "nobody")
    permit(shelf, "0", "open")
    assert copying(shelf) == ["open", "nobo", "nobo", ""]
    with shelf.collection.catalogue() as database:
        undoing.undo(database, shelf.ids[0])
        (fonds,) = targets.targets_named(database, FONDS)
        assert copying(shelf) == ["nobo", "nobo", "nobo", ""]
        undoing.undo(database, fonds.subject)
        assert [event.deed.value for event in history.events(database)[:2]] == ["undone"] * 2
    assert copying(shelf) == ["", "", "", ""]


def test_what_is_merged_is_bound_as_its_strictest_part(shelf: Shelf) -> None:
    permit(shelf, "1", "nobody")
    permit(shelf, "0", "reading-room", Use.EXPORT)
    with shelf.collection.catalogue() as database:
        made = dividing.merge(database, shelf.ids[:2])
    assert (made.copying, made.exporting) == (Permit.NOBODY, Permit.READING_ROOM)


def test_no_original_is_given_of_what_may_not_be_exported(shelf: Shelf) -> None:
    permit(shelf, "0:2", "nobody", Use.EXPORT)
    with shelf.collection.catalogue() as database:
        every = documents.listed(database, Role.READER)
        given = giving.whole(database, every, Role.READER)
        assert [one.id for one in given] == shelf.ids[1:]
        assert len(giving.whole(database, every, Role.ARCHIVIST)) == 4


def test_permits_have_names() -> None:
    assert [named(permit, "kk") for permit in (*Permit, None)] == [
        "барлығы", "кірген оқырмандар", "ешкім", "жоғарыдағыдай",
    ]  # fmt: skip
    assert read_permit(" Никто ") is Permit.NOBODY
    assert read_permit("as-above") is None
    with pytest.raises(OpisError, match="does not say who"):
        read_permit("друзья")
