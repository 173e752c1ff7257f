"""Descriptions as a table: out and in again without a change, and with what was changed in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from shelves import Shelf

from corpus import acts, documents, history, undoing, wholes
from corpus import bin as bins
from corpus.access import Level, Role
from corpus.describing import describe
from corpus.description import Description, typed
from corpus.documents import Document
from corpus.errors import BadUse
from corpus.history import Deed
from corpus.targets import targets_named
from index.checking import check_index
from index.embedded.writer import update
from ingest.columns import Table, tables
from ingest.descriptions import Comparison, TakenIn, compared, is_descriptions, take_in, written
from ingest.inventory import is_inventory
from ingest.register import is_register
from ingest.sheet import read

#: descriptions that a spreadsheet, a delimiter or a reader of dates might spoil
GIVEN: list[dict[str, object]] = [
    {"title": "Приказ; «о режиме», № 15", "kind": "order", "date": "17.10.1936", "copy": "copy",
     "reference": "ГА РФ. Ф. 393. Оп. 2. Д. 15. Л. 14, 15 об.–17", "language": "ru, kk"},
    {"title": "=1+1;-2", "author": "+7 (999)", "note": "'@а", "date": "осень 1935 г."},
    {"title": "  Хат\tжаздым ", "kind": "протокол допроса", "language": "ky", "date": "1931/1935",
     "date_meaning": "one-of", "addressee": '"Ә"', "reference": "ЦГА КР. Ф. 10. К. 3. Д. 7"},
    {},
    {"title": "Автореферат", "place": "Алма-Ата", "extent": "28 с.", "degree": "канд. ист. наук"},
    {"title": "1936", "date": "193X", "access": "reading-room", "opens": "2090", "basis": "закон"},
]  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(*((given, [f"лист {n}"]) for n, given in enumerate(GIVEN)))
    return shelf


def out(shelf: Shelf, ending: str = "csv", language: str = "ru") -> bytes:
    with shelf.collection.catalogue() as database:
        every = documents.listed(database, Role.ARCHIVIST)
        return b"".join(written(database, every, language, ending))


def table(shelf: Shelf, body: bytes, ending: str = "csv") -> tuple[Table, ...]:
    path = shelf.collection.path.parent / f"table.{ending}"
    path.write_bytes(body)
    return tables(read(path))


def beside(shelf: Shelf, body: bytes, ending: str = "csv") -> Comparison:
    found = table(shelf, body, ending)
    with shelf.collection.catalogue() as database:
        return compared(database, found)


def edited(body: bytes, edit: Callable[[list[dict[str, str]]], None]) -> bytes:
    """A table with its rows changed as a spreadsheet would save it again."""
    lines = [*csv.DictReader(io.StringIO(body.decode("utf-8-sig")))]
    edit(lines)
    text = io.StringIO()
    writer = csv.DictWriter(text, [*lines[0]], delimiter=";")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def taken(shelf: Shelf, seen: Comparison) -> TakenIn:
    with shelf.collection.catalogue() as database:
        return take_in(database, [(one, [s.key for s in one.said]) for one in seen.changes])


def now(shelf: Shelf, n: int) -> Document:
    with shelf.collection.catalogue() as database:
        return documents.find(database, shelf.ids[n], Role.ARCHIVIST)


def line(lines: list[dict[str, str]], shelf: Shelf, n: int) -> dict[str, str]:
    return next(one for one in lines if one["документ"] == shelf.ids[n])


@pytest.mark.parametrize("language", ["ru", "kk", "ky", "en"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_out_and_in_again_changes_nothing(shelf: Shelf, ending: str, language: str) -> None:
    seen = beside(shelf, out(shelf, ending, language), ending)
    assert seen == Comparison((), len(GIVEN), ())


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_column_is_read_as_what_it_is(shelf: Shelf, language: str) -> None:
    (one,) = table(shelf, out(shelf, "csv", language))
    assert [column.key for column in one.columns] == [
        "document", "scan", "revision", *typed(Description())
    ]  # fmt: skip


def test_the_same_after_a_spreadsheet_has_saved_it(shelf: Shelf) -> None:
    seen = beside(shelf, edited(out(shelf), lambda _: None))
    assert seen == Comparison((), len(GIVEN), ())


def test_what_is_kept_as_nobody_would_write_it_today_is_no_change(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        kept = "UPDATE documents SET kind = 'Приказ', copy = 'дубликат' WHERE id = ?"
        database.change(kept, (shelf.ids[3],))
    seen = beside(shelf, edited(out(shelf), lambda _: None))
    assert seen == Comparison((), len(GIVEN), ())


def test_what_is_said_of_a_fonds_and_a_file_is_no_change(shelf: Shelf) -> None:
    shelf.put(({"reference": "ОР РГБ. Ф. 223 (С. Д. Полторацкий). Оп. 1. Д. 7"}, ["лист"]))
    said = {"title": "Архив (Оп. 5; Д. 8) Полторацкого", "date": "1803–1884"}
    with shelf.collection.catalogue() as database:
        for name in ("ОР РГБ. Ф. 223", "ОР РГБ. Ф. 223. Оп. 1", "ОР РГБ. Ф. 223. Оп. 1. Д. 7"):
            (target,) = targets_named(database, name)
            wholes.describe(database, target, said)
    body = edited(out(shelf), lambda _: None)
    assert b"1803/1884" in body  # of the file, which the document is
    assert beside(shelf, body) == Comparison((), len(GIVEN) + 1, ())


def test_such_a_table_is_neither_an_inventory_nor_tells_of_scans_beside_it(shelf: Shelf) -> None:
    (one,) = table(shelf, out(shelf))
    assert (is_descriptions(one), is_inventory(one), is_register(one)) == (True, False, False)


def test_what_was_changed_is_told_from_what_to_what_and_taken_in(shelf: Shelf) -> None:
    def edit(lines: list[dict[str, str]]) -> None:
        line(lines, shelf, 0).update({"заголовок": "Указ", "дело": "16", "автор": "Ким"})
        line(lines, shelf, 1).update({"дата": "зима 1936 г.", "примечание": ""})
        line(lines, shelf, 2).update({"дата": "1932"})

    seen = beside(shelf, edited(out(shelf), edit))
    assert (len(seen.changes), seen.same, seen.problems) == (3, 3, ())
    told = {
        (shelf.ids.index(one.document.id), s.key): (s.before, s.after)
        for one in seen.changes
        for s in one.said
    }
    assert told[0, "title"] == ("Приказ; «о режиме», № 15", "Указ")
    assert told[0, "file"] == ("15", "16")
    assert told[1, "note"] == ("'@а", "")
    assert {key for key in told if key[0] == 2} == {(2, "date")}
    assert taken(shelf, seen) == TakenIn(3, ())
    assert (
        str(now(shelf, 0).description.reference) == "ГА РФ. Ф. 393. Оп. 2. Д. 16. Л. 14, 15 об.–17."
    )
    assert now(shelf, 1).description.note == ""
    date = now(shelf, 1).description.date
    assert date is not None
    assert date.words == "зима 1936 г."
    date = now(shelf, 2).description.date
    assert date is not None
    assert (date.edtf, date.meaning) == ("1932", "one-of")
    assert beside(shelf, out(shelf)).changes == ()


def test_what_a_colleague_has_changed_since_is_a_conflict(shelf: Shelf) -> None:
    before = out(shelf)
    with shelf.collection.catalogue() as database, history.acting("Асель"):
        describe(database, shelf.ids[0], {"title": "Её заголовок"})
        describe(database, shelf.ids[0], {"author": "Ким"})

    def edit(lines: list[dict[str, str]]) -> None:
        line(lines, shelf, 0).update({"заголовок": "Мой", "примечание": "моё", "автор": "Ким"})

    (change,) = beside(shelf, edited(before, edit)).changes
    theirs = {one.key: one.theirs and one.theirs[0] for one in change.said}
    assert theirs == {"title": "Асель", "note": None}


def test_what_is_changed_while_one_looks_is_left_and_told(shelf: Shelf) -> None:
    def edit(lines: list[dict[str, str]]) -> None:
        line(lines, shelf, 0)["заголовок"] = "Мой"
        line(lines, shelf, 1)["заголовок"] = "Мой"

    seen = beside(shelf, edited(out(shelf), edit))
    with shelf.collection.catalogue() as database:
        describe(database, shelf.ids[0], {"title": "Её"})
    done = taken(shelf, seen)
    assert done.documents == 1
    assert [change.document.id for change, _ in done.left] == [shelf.ids[0]]
    assert now(shelf, 0).description.title == "Её"
    assert now(shelf, 1).description.title == "Мой"


@pytest.mark.parametrize("header", ["скан", "scan file"])
def test_a_table_of_ones_own_names_scans_and_its_empty_cells_say_nothing(
    shelf: Shelf, header: str
) -> None:
    name = now(shelf, 0).source_name
    rows = f"{header},заголовок,автор\n{Path(name).stem.upper()},,Ким\nнет.pdf,х,\n"
    seen = beside(shelf, rows.encode())
    (change,) = seen.changes
    assert [(one.key, one.after) for one in change.said] == [("author", "Ким")]
    assert "нет.pdf" in str(seen.problems[0])


def test_what_is_not_understood_is_told_by_row_and_column(shelf: Shelf) -> None:
    first, second, third, *_ = shelf.ids
    body = (
        "документ;заголовок;дата;цвет;доступ\n"
        f"{first};Новый;позавчера;;\n"
        "dнет;х;;;\n"
        f"{second};Второй;;синий;\n"
        f"{second};Третий;;;\n"
        f";Ничей;;;\n{third};;;;скрыто\n"
    )
    seen = beside(shelf, body.encode())
    assert [(one.row, *(s.key for s in one.said)) for one in seen.changes] == [
        (4, "title"),
        (7, "access"),
    ]
    problems = " ".join(map(str, seen.problems))
    for told in ("цвет", "позавчера", "dнет", "row 4", "which document"):
        assert told in problems
    taken(shelf, seen)
    assert now(shelf, 2).access is Level.HIDDEN


def renamed(lines: list[dict[str, str]]) -> None:
    for n, one in enumerate(lines):
        one.update({"заголовок": f"Новый {n}", "фонд": "393", "опись": "2", "дело": "15"})


def test_a_table_is_one_act_that_is_taken_back_as_one(shelf: Shelf) -> None:
    before = [now(shelf, n).description for n in range(len(GIVEN))]
    seen = beside(shelf, edited(out(shelf), renamed))
    assert taken(shelf, seen) == TakenIn(len(GIVEN), ())
    with shelf.collection.catalogue() as database:
        (act,) = acts.acts(database, Deed.DESCRIBED)
        assert (act.events, act.undone) == (len(GIVEN), 0)
        undoing.undo(database, shelf.ids[0])  # one of them by itself
        assert acts.acts(database, Deed.DESCRIBED)[0].undone == 1
        back = acts.take_back(database, act.number)
        assert (len(back.events), back.left) == (len(GIVEN) - 1, ())
        with pytest.raises(BadUse):
            acts.take_back(database, act.number)
    assert [now(shelf, n).description for n in range(len(GIVEN))] == before
    update(shelf.collection)
    assert check_index(shelf.collection) == []


def test_what_was_changed_since_is_left_whole_when_an_act_is_taken_back(shelf: Shelf) -> None:
    seen = beside(shelf, edited(out(shelf), renamed))
    first = seen.changes[0].document.id
    with shelf.collection.catalogue() as database:
        describe(database, first, {"title": "Её"})  # so that the act begins with the second row
        done = take_in(database, [(one, [s.key for s in one.said]) for one in seen.changes])
        assert [change.document.id for change, _reason in done.left] == [first]
        (act,) = acts.acts(database, Deed.DESCRIBED)
        assert act.events == len(GIVEN) - 1
        leaves, gone = (one.document.id for one in seen.changes[1:3])
        describe(database, leaves, {"leaves": "99"})  # its title is as the act left it
        bins.remove(database, gone)
        back = acts.take_back(database, act.number)
        assert {event.changes[0].subject for event in back.left} == {leaves, gone}
        kept = documents.find(database, leaves, Role.ARCHIVIST).description
        assert kept.title.startswith("Новый"), "nothing of it is half taken back"
        bins.restore(database, gone)
        acts.take_back(database, act.number)
        assert not documents.find(database, gone, Role.ARCHIVIST).description.title.startswith("Н")
