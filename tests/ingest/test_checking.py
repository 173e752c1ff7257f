"""A collection that is harmed in every way: each is found, and mended if nothing is lost by it."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from corpus import jobs, pages, queue
from corpus.catalogue import Database
from corpus.checks.readings import is_sound
from corpus.collection import Collection, open_collection
from corpus.originals import digest, place
from corpus.reading import Reading, Source, Word, pack, unpack
from index import info
from index.embedded.generation import current
from ingest import add, check

Harm = Callable[[Collection, Database], object]


@pytest.fixture
def collection(archive: Collection, tmp_path: Path) -> Collection:
    """A copy of the small archive, with an image in its cache, that a test may harm."""
    own = tmp_path / "collection"
    shutil.copytree(archive.path, own)
    made = open_collection(own)
    with made.catalogue() as database:
        sha256 = database.rows("SELECT sha256 FROM originals ORDER BY sha256")[0][0]
    image = made.cache / "page" / sha256[:2] / f"{sha256[2:]}-1.jpg"
    image.parent.mkdir(parents=True)
    Image.new("L", (60, 80), 200).save(image)
    return made


def an_original(collection: Collection) -> Path:
    return min(p for p in collection.originals.rglob("*") if p.is_file())


def the_image(collection: Collection) -> Path:
    (image,) = collection.cache.rglob("*.jpg")
    return image


def altered(path: Path) -> None:
    path.chmod(0o600)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def with_body(database: Database, body: bytes) -> None:
    database.change("UPDATE readings SET body = ? WHERE id = 3", (body,))


def with_word(database: Database, start: int, end: int, at: float = 0.5) -> None:
    """Give a reading a word with this range whose place is a point of the page."""
    sound = unpack(pack(Reading("лагерь", (Word(0, 6, (((0.5, 0.5),) * 4,)),))))
    body = json.loads(zlib.decompress(pack(sound)))
    body["words"] = [[start, end, None, [[round(at * 10_000)] * 8]], *body["words"]]
    with_body(database, zlib.compress(json.dumps(body).encode()))


def corrected(database: Database, *, damaged: bool) -> None:
    """Correct a page as a person does, perhaps with a layer that is damaged afterwards."""
    (page,) = database.rows("SELECT page FROM readings WHERE id = 3")
    layer = replace(pages.reading(database, 3), source=Source.CORRECTED)
    pages.store_reading(database, page["page"], layer)
    if damaged:
        database.change("UPDATE readings SET body = x'00' WHERE source = 'corrected'")


def without_foreign_keys(database: Database, sql: str) -> None:
    database.change("PRAGMA foreign_keys = OFF")
    database.change(sql)


def index_without(collection: Collection, *, twice: bool = False) -> None:
    """Take a page out of the index, or put it in twice, behind the catalogue's back."""
    generation = current(collection.index)
    assert generation is not None
    writer, one = generation.writer(), generation.stored()[0]
    if twice:
        writer.add_page([], replace(one, words=0), [])
    else:
        writer.delete_pages([one.key])
    writer.commit()


def segment(collection: Collection) -> Path:
    generation = current(collection.index)
    assert generation is not None
    return max(generation.path.glob("*.arrays"), key=lambda p: p.stat().st_size)


def foreign(collection: Collection) -> None:
    generation = current(collection.index)
    assert generation is not None
    (generation.path / "opis.json").write_text('{"engine": "whoosh", "analysis": 0}')


def test_a_sound_collection(collection: Collection) -> None:
    before = info(collection)
    assert [*check(collection)] == [*check(collection, repair=True)] == []
    assert info(collection) == before


#: what is harmed, part, what is found
MENDED: list[tuple[str, Harm, str, str]] = [
    ("reading of rubbish", lambda c, d: with_body(d, b"\x00\x01"), "reading", "is damaged"),
    ("reading cut off", lambda c, d: d.change(
        "UPDATE readings SET body = substr(body, 1, 40) WHERE id = 3"), "reading", "is damaged"),
    ("reading of nothing", lambda c, d: with_body(d, zlib.compress(b"{}")),
     "reading", "is damaged"),
    ("word behind the text", lambda c, d: with_word(d, 3, 99), "reading", "is damaged"),
    ("word off the page", lambda c, d: with_word(d, 0, 3, 1.2), "reading", "is damaged"),
    ("page without reading", lambda c, d: d.change("DELETE FROM readings WHERE id = 3"),
     "reading", "has no reading"),
    ("image cut off", lambda c, d: the_image(c).write_bytes(the_image(c).read_bytes()[:200]),
     "image", "1 page images"),
    ("image of nothing", lambda c, d: the_image(c).write_bytes(b""), "image", "1 page images"),
    ("image of no page", lambda c, d: the_image(c).rename(
        the_image(c).with_name("f" * 62 + "-1.jpg")), "image", "of no page"),
    ("unfinished copy", lambda c, d: (an_original(c).parent / ".new-dead_1_1-x").write_text("half"),
     "unfinished", "1 files were cut off"),
    ("unfinished image", lambda c, d: (the_image(c).parent / ".new-dead_1_1-x").write_text("half"),
     "unfinished", "1 files were cut off"),
    ("lease of the dead", lambda c, d: d.change(
        "UPDATE pages SET again = 'own', lease = 'dead:1:1' WHERE id < 3"),
     "unfinished", "2 pages are held"),
    ("no index", lambda c, d: shutil.rmtree(c.index), "index", "no index yet"),
    ("index of another version", lambda c, d: foreign(c), "index", "another version"),
    ("index cut off", lambda c, d: segment(c).write_bytes(segment(c).read_bytes()[:100]),
     "index", "cannot be read"),
    ("index without its pages", lambda c, d: segment(c).unlink(), "index", "cannot be read"),
    ("page not in the index", lambda c, d: index_without(c), "index", "1 pages that were read"),
    ("page twice in the index", lambda c, d: index_without(c, twice=True),
     "index", "more than once"),
    ("page gone from the catalogue", lambda c, d: without_readings(d), "index", "gone or not read"),
    ("access changed unseen", lambda c, d: d.change("UPDATE documents SET access = 'hidden'"),
     "index", "as they were"),
    ("index behind", lambda c, d: d.change(
        "UPDATE pages SET changed = (SELECT value + 1 FROM serial) WHERE id = 1"),
     "index", "1 pages have changed"),
]  # fmt: skip


def without_readings(database: Database) -> None:
    """A document vanishes, and nobody counts the change."""
    database.change("DELETE FROM readings WHERE page = 1")
    database.change("DELETE FROM pages WHERE id = 1")


@pytest.mark.parametrize(
    ("harm", "part", "what"), [m[1:] for m in MENDED], ids=[m[0] for m in MENDED]
)
def test_what_is_mended(collection: Collection, harm: Harm, part: str, what: str) -> None:
    with collection.catalogue() as database:
        harm(collection, database)
    found = [f for f in check(collection) if f.part == part]
    assert len(found) == 1
    assert what in str(found[0].what)
    assert not found[0].mended
    assert all(f.mended for f in check(collection, repair=True))
    add(collection, [], workers=1)  # reads what is to be read again
    assert [*check(collection)] == []


NOT_MENDED: list[tuple[str, Harm, str, str, str]] = [
    ("original missing", lambda c, d: an_original(c).unlink(),
     "original", "is missing", "--originals"),
    ("original altered", lambda c, d: altered(an_original(c)),
     "original", "is altered", "--originals"),
    ("original of nobody", lambda c, d: shutil.copy(
        an_original(c), an_original(c).with_name("0" * 62)), "original", "no document", "opis add"),
    ("file of nobody", lambda c, d: (c.originals / "заметки.txt").write_text("!"),
     "original", "is no original", "Move it"),
    ("correction", lambda c, d: corrected(d, damaged=True),
     "reading", "correction of page", "backup"),
    ("row of nobody", lambda c, d: without_foreign_keys(d, "DELETE FROM documents"),
     "catalogue", "that are gone", "opis restore"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("harm", "part", "what", "remedy"), [n[1:] for n in NOT_MENDED], ids=[n[0] for n in NOT_MENDED]
)
def test_what_only_a_person_can_mend(
    collection: Collection, harm: Harm, part: str, what: str, remedy: str
) -> None:
    with collection.catalogue() as database:
        harm(collection, database)
    for repair in (False, True):
        found = [f for f in check(collection, repair=repair) if not f.mended and f.part == part]
        assert len(found) == 1
        assert what in str(found[0].what)
        assert remedy in str(found[0].remedy)


def test_a_catalogue_with_a_hole_ends_the_check(collection: Collection) -> None:
    catalogue = collection.path / "catalogue.sqlite"
    with collection.catalogue() as database:
        (root,) = database.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'jobs'")
        size = database.number("PRAGMA page_size")
    with catalogue.open("r+b") as file:
        file.seek((root["rootpage"] - 1) * size)
        file.write(b"\xff" * size)
    an_original(collection).unlink()
    for found in (check(collection), check(collection, repair=True)):
        assert {(f.part, f.mended) for f in found} == {("catalogue", False)}


@pytest.mark.parametrize("how", ["missing", "altered"])
def test_originals_are_put_back_from_wherever_they_are(
    collection: Collection, tmp_path: Path, how: str
) -> None:
    lost = an_original(collection)
    sha256 = digest(lost)
    (tmp_path / "носитель").mkdir()
    (tmp_path / "носитель" / "другое.txt").write_bytes(b"?" * lost.stat().st_size)
    shutil.copy(lost, tmp_path / "носитель" / "скан без имени.txt")
    lost.unlink() if how == "missing" else altered(lost)
    (found,) = check(collection, repair=True, copies=tmp_path / "носитель")
    assert found.mended
    assert how in str(found.what)
    kept = place(collection.originals, sha256)
    assert (digest(kept), kept.stat().st_mode & 0o777) == (sha256, 0o444)
    assert [*check(collection)] == []


def test_a_damaged_reading_is_kept_aside_and_read_again(collection: Collection) -> None:
    with collection.catalogue() as database:
        before = pages.reading(database, 3)
        with_body(database, b"\x00\x01")
    assert [f.mended for f in check(collection, repair=True)] == [True, True]
    (aside,) = (collection.path / "log").iterdir()
    assert aside.read_bytes() == b"\x00\x01"
    with collection.catalogue() as database:
        assert queue.waiting(database) == 1
    add(collection, [], workers=1)
    with collection.catalogue() as database:
        (page,) = database.rows("SELECT max(id) AS id FROM readings")
        assert pages.reading(database, page["id"]) == before


def test_a_correction_outlives_the_reading_below_it(collection: Collection) -> None:
    with collection.catalogue() as database:
        corrected(database, damaged=False)
        text = pages.reading(database, 3).text
        with_body(database, b"\x00\x01")
    [*check(collection, repair=True)]
    add(collection, [], workers=1)
    with collection.catalogue() as database:
        (top,) = database.rows(
            "SELECT max(id) AS id, source FROM readings WHERE source = 'corrected'"
        )
        assert pages.reading(database, top["id"]).text == text
    assert [*check(collection)] == []


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("- id: camp-karlag\n  brooder: [agency-gulag]", "line 2: unknown key «brooder»"),
        ("- {id: camp-karlag, broader: [camp-lag]}", "camp-karlag: there is no «camp-lag»"),
    ],
)
def test_what_is_wrong_with_the_thesaurus_of_a_collection(
    collection: Collection, written: str, what: str
) -> None:
    (collection.path / "thesaurus.yaml").write_text(written)
    (finding,) = check(collection, repair=True)
    assert (finding.part, finding.mended) == ("thesaurus", False)
    assert what in str(finding.what)


def test_what_is_being_added_is_no_orphan(collection: Collection) -> None:
    shutil.copy(an_original(collection), an_original(collection).with_name("0" * 62))
    with collection.catalogue() as database:
        jobs.accept(database, [Path("/scans")], {})
    assert [*check(collection)] == []


@pytest.mark.parametrize("quads", [(), (((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)),)])
def test_a_sound_reading(quads: tuple[()]) -> None:
    assert is_sound(pack(Reading("лагерь", (Word(0, 6, quads),))))
