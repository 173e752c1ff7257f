"""What adding makes of files: documents and pages, once each, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import archive as small
import pytest

import ingest
from corpus import documents, jobs, pages
from corpus.access import Role
from corpus.collection import Collection, create_collection
from corpus.errors import BadDescription, BadUse
from corpus.originals import digest, keep, place
from index import Request, info, search
from ingest import Report, taking

TWO_PAGES = "первый лист\fвторой лист\f"


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return create_collection(tmp_path / "collection")


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    (tmp_path / "scans").mkdir()
    return tmp_path / "scans"


def add(collection: Collection, *paths: Path, **keywords: object) -> Report:
    return ingest.add(collection, paths, workers=1, **keywords)  # type: ignore[arg-type]  # as add has them


def holds(collection: Collection) -> dict[str, int]:
    """Rows of the catalogue, files among the originals, and what a search counts."""
    tables = ("documents", "pages", "readings", "originals", "jobs")
    with collection.catalogue() as database:
        counts = {t: database.number(f"SELECT count(*) FROM {t}") for t in tables}  # noqa: S608 - ours
    kept = [p for p in collection.originals.rglob("*") if p.is_file()]
    answer = search(collection, Request(role=Role.ARCHIVIST, limit=0))
    return counts | {"kept": len(kept), "found": answer.documents, "found pages": answer.pages}


def whole(documents_: int, pages_: int, originals: int) -> dict[str, int]:
    return {
        "documents": documents_, "pages": pages_, "readings": pages_, "originals": originals,
        "jobs": 0, "kept": originals, "found": documents_, "found pages": pages_,
    }  # fmt: skip


def failures(report: Report) -> dict[str, str]:
    assert all(str(failure.remedy) for failure in report.failed)
    return {Path(f.path).name: str(f.reason) for f in report.failed}


# the small archive


def test_everything_stands_there_once(archive: Collection) -> None:
    assert holds(archive) == whole(small.DOCUMENTS, small.PAGES, 13)
    assert info(archive).current


def test_originals_are_kept_as_they_came(archive: Collection) -> None:
    scans = archive.path.parent / "scans"
    for path in scans.rglob("*.txt"):
        kept = place(archive.originals, digest(path))
        assert kept.read_bytes() == path.read_bytes()
        assert kept.stat().st_mode & 0o777 == 0o444


@pytest.mark.parametrize(
    ("title", "reference", "leaves"),
    [
        ("Приказ о режиме", "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–4.", ["3", "4"]),
        ("Отчёт", "ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 15–15 об.", ["15", "15 об."]),
        ("Письмо", "ЦГА РК. Ф. 1109. Оп. 2. Д. 48. Л. 1.", ["1"]),
        ("Қаулы", "ҚР ОМА. Ф. 1109. Оп. 2. Д. 47.", [""]),
        ("Стенгазета", "", ["1", "", "1 об."]),
        ("", "", [""]),
    ],
)
def test_descriptions_reach_the_pages(
    archive: Collection, title: str, reference: str, leaves: list[str]
) -> None:
    with archive.catalogue() as database:
        (document,) = [
            d for d in documents.listed(database, Role.ARCHIVIST) if d.description.title == title
        ]
        shown = [", ".join(map(str, p.leaves)) for p in pages.of(database, document.id)]
    printed = str(document.description.reference)
    assert printed == reference or (not reference and not document.description.reference)
    assert shown == leaves


def test_a_folder_is_one_document_in_the_order_of_its_names(archive: Collection) -> None:
    (hit,) = search(archive, Request("стенгазета «приказываю» ИЛИ последний")).hits
    assert hit.pages_total == 1
    (hit,) = search(archive, Request("лист -приказ", facets={"kind": ("newspaper",)})).hits
    assert (hit.page, hit.leaves) == (3, ("1 об.",))


# twice


def test_adding_again_changes_nothing(collection: Collection, scans: Path) -> None:
    small.write(scans)
    first = add(collection, scans)
    before = holds(collection)
    again = add(collection, scans)
    assert (first.added, first.known, first.pages) == (small.DOCUMENTS, 0, small.PAGES)
    assert (again.added, again.known, again.pages) == (0, small.DOCUMENTS, 0)
    assert holds(collection) == before == whole(small.DOCUMENTS, small.PAGES, 13)


def test_the_same_content_twice_in_one_run_is_one_document(
    collection: Collection, scans: Path
) -> None:
    (scans / "а.txt").write_text(TWO_PAGES)
    (scans / "копия а.txt").write_text(TWO_PAGES)
    report = add(collection, scans)
    assert (report.added, report.known, report.failed) == (1, 1, [])
    assert holds(collection) == whole(1, 2, 1)


def test_a_folder_divided_into_documents_is_known_again(
    collection: Collection, scans: Path
) -> None:
    for n in (1, 2, 3):
        (scans / f"{n}.txt").write_text(f"лист {n}")
    (scans / "opis.yaml").write_text(
        "documents: [{pages: 1, title: Приказ}, {pages: 2-3, title: Письмо}]"
    )
    assert add(collection, scans).added == 2
    again = add(collection, scans)
    assert (again.added, again.known, again.failed) == (0, 2, [])
    # … also where it was divided in another way
    (scans / "opis.yaml").write_text("documents: [{pages: 1-2}, {pages: 3}]")
    assert add(collection, scans).added == 0
    assert holds(collection) == whole(2, 3, 3)


def test_two_runs_at_once_do_the_work_once(collection: Collection, scans: Path) -> None:
    for n in range(6):
        (scans / f"{n}.txt").write_text(f"лист {n}\fоборот {n}\f")
    reports: list[Report] = []
    runs = [
        subprocess.Popen([sys.executable, "-c", RUN, str(collection.path), str(scans)])
        for _ in range(2)
    ]
    thread = threading.Thread(target=lambda: reports.append(add(collection, scans)))
    thread.start()
    thread.join()
    assert [run.wait() for run in runs] == [0, 0]
    assert holds(collection) == whole(6, 12, 6)


# what cannot be taken: a reason and a remedy, and nothing else suffers


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("пусто.txt", b"", "is empty"),
        ("мусор.txt", bytes(range(256)) * 8, ""),
        ("не архив.pdf", b"PK\x03\x04" + bytes(100), ""),
        ("а.yaml", "title: Приказ".encode(), "has no scan beside it"),
        ("хороший.yaml", "date: вчера".encode(), "вчера"),
        ("хороший.yaml", b"a: &a [1]\nb: [*a, *a]", "refers to itself"),
        ("хороший.yaml", b"documents: [{pages: 1-2}, {pages: 7}]", "page 7 stands in"),
    ],
)
def test_one_bad_file_among_good_ones(
    collection: Collection, scans: Path, name: str, content: bytes, said: str
) -> None:
    (scans / "хороший.txt").write_text(TWO_PAGES)
    (scans / "другой.txt").write_text("другой лист")
    (scans / name).write_bytes(content)
    report = add(collection, scans)
    (reason,) = failures(report).values()
    assert said in reason
    assert "\n" not in reason
    spoilt = name == "хороший.yaml"
    assert report.added == (1 if spoilt else 2)
    with collection.catalogue() as database:
        assert [str(r.reason) for r in jobs.refusals(database)] == [reason]
    # mended, it is taken, and the refusal is gone
    (scans / name).unlink()
    assert add(collection, scans).failed == []
    with collection.catalogue() as database:
        refused = [r.path for r in jobs.refusals(database)]
    assert refused == ([] if spoilt else [str(scans / name)])
    assert search(collection, Request()).documents == 2


def test_names_of_every_sort(collection: Collection, scans: Path) -> None:
    names = ["две\nстроки.txt", "«кавычки» \"и\" 'ещё'.txt", "я" * 125 + ".txt", "x" * 200 + ".txt"]
    for name in names:
        (scans / name).write_text(f"лист {len(name)} {name[0]}")
    (scans / os.fsdecode(b"\xff\xfe.txt")).write_text("лист не UTF-8")
    report = add(collection, scans)
    assert (report.added, report.failed) == (5, [])
    with collection.catalogue() as database:
        found = {d.source_name for d in documents.listed(database, Role.PUBLIC)}
    assert found == {*names, "\ufffd\ufffd.txt"}
    assert {hit.title for hit in search(collection, Request("лист")).hits} == found


def test_a_path_that_is_not_there(collection: Collection, scans: Path) -> None:
    (scans / "а.txt").write_text("лист")
    report = add(collection, scans / "нет", scans)
    assert failures(report) == {"нет": f"There is no file or folder «{scans / 'нет'}»."}
    assert report.added == 1


# a description for all files


def test_a_description_for_all_files(collection: Collection, scans: Path, tmp_path: Path) -> None:
    for name in ("а.txt", "б.txt"):
        (scans / name).write_text(f"лист {name}")
    (scans / "а.yaml").write_text("fonds: 2")
    common = tmp_path / "common.yaml"
    common.write_text("archive: ГА РФ\nfonds: 1\n")
    add(collection, scans, describe=common)
    with collection.catalogue() as database:
        printed = {str(d.description.reference) for d in documents.listed(database, Role.PUBLIC)}
    assert printed == {"ГА РФ. Ф. 1.", "ГА РФ. Ф. 2."}


@pytest.mark.parametrize("content", [None, b"colour: red", b"title: [", b"\xff\xfe"])
def test_a_description_that_cannot_be_used_stops_before_anything_is_done(
    collection: Collection, scans: Path, tmp_path: Path, content: bytes | None
) -> None:
    (scans / "а.txt").write_text("лист")
    common = tmp_path / "common.yaml"
    if content is not None:
        common.write_bytes(content)
    with pytest.raises(BadDescription):
        add(collection, scans, describe=common)
    with collection.catalogue() as database:
        assert documents.listed(database, Role.ARCHIVIST) == []


# cut off

RUN = """
import os, signal, sys
from pathlib import Path
import ingest
from corpus.collection import open_collection
step, at = sys.argv[3:] or ("", "0")
def progress(what, done, total, name):
    if (what, done) == (step, int(at)):
        os.kill(os.getpid(), signal.SIGKILL)
ingest.add(open_collection(Path(sys.argv[1])), [Path(sys.argv[2])], workers=2, progress=progress)
"""


@pytest.mark.parametrize(
    ("step", "at"),
    [("taking in", 1), ("reading", 17), ("indexing", 1)],
)
def test_killed_and_added_again_everything_stands_there_once(
    collection: Collection, scans: Path, step: str, at: int
) -> None:
    (scans / "том.txt").write_text("".join(f"лист {n} книги\f" for n in range(30)))
    (scans / "дело.txt").write_text(TWO_PAGES)
    (scans / "дело.yaml").write_text("reference: ГА РФ. Ф. 1. Оп. 2. Д. 3. Л. 1–1 об.")
    (scans / "письмо.txt").write_text("письмо")
    killed = subprocess.run(
        [sys.executable, "-c", RUN, str(collection.path), str(scans), step, str(at)], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    report = add(collection)  # without a path: what was accepted is remembered
    assert report.failed == []
    assert holds(collection) == whole(3, 33, 3)
    assert add(collection, scans).added == 0
    assert search(collection, Request("книга")).occurrences == 30


def test_a_stop_leaves_the_rest_to_the_next_run(collection: Collection, scans: Path) -> None:
    (scans / "том.txt").write_text("".join(f"лист {n} книги\f" for n in range(9)))
    asked: list[int] = []

    def after_five() -> bool:
        asked.append(1)
        return len(asked) > 5

    report = add(collection, scans, stop=after_five)
    assert report.stopped
    assert report.pages < 9
    assert add(collection).pages == 9 - report.pages
    assert holds(collection) == whole(1, 9, 1)


def test_a_full_disk_is_said_and_the_file_stays_accepted(
    collection: Collection, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (scans / "а.txt").write_text("лист")
    with monkeypatch.context() as disk, pytest.raises(BadUse, match="disk is full") as refused:
        disk.setattr(os, "fsync", full)
        add(collection, scans)
    assert refused.value.exit_code == 2
    with collection.catalogue() as database:
        assert jobs.refusals(database) == []
    assert add(collection).added == 1
    assert holds(collection) == whole(1, 1, 1)


def test_a_file_that_changes_while_it_is_copied_is_refused(
    collection: Collection, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grown(folder: Path, path: Path, sha256: str) -> Path:
        path.write_text("лист, оборот")
        return keep(folder, path, sha256)

    (scans / "а.txt").write_text("лист")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(taking, "keep", grown)
        assert "changed while" in failures(add(collection, scans))["а.txt"]
    assert add(collection, scans).added == 1


def test_a_copy_that_was_cut_off_does_not_stay(collection: Collection, scans: Path) -> None:
    (collection.originals / "ab").mkdir()
    (collection.originals / "ab" / ".new-dead:1:1-xyz").write_text("half a sc")
    (scans / "а.txt").write_text("лист")
    add(collection, scans)
    assert holds(collection) == whole(1, 1, 1)


def test_an_index_that_was_left_behind_catches_up(collection: Collection, scans: Path) -> None:
    (scans / "а.txt").write_text("лист")
    add(collection, scans)
    with collection.catalogue() as database:
        (page,) = pages.changed_since(database, 0)
        database.change("UPDATE pages SET changed = ? WHERE id = ?",
                        (database.next_serial(), page.id))  # fmt: skip
    assert not info(collection).current
    add(collection)
    assert info(collection).current
    assert holds(collection) == whole(1, 1, 1)
