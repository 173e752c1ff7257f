"""The watermark: on what readers take, where an administrator has chosen it, and nowhere else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tiny_collection
from asking import Answer, Browser
from PIL import Image, ImageChops
from starlette.applications import Starlette

from corpus import choices, documents
from corpus.access import Role
from corpus.collection import Collection
from corpus.export.marking import Mark
from ui import kept, marking
from ui.main import run
from ui.opened import Opened, Visitor, show
from ui.routes import routes

SCAN = "/img/page/dorder/1.jpg"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    collection = tiny_collection.build(tmp_path_factory.mktemp("marked") / "collection")
    with collection.catalogue() as database:
        choices.choose(database, choices.WATERMARK, choices.ON)
    yield collection
    show(Opened(collection, Role.PUBLIC, "ru"))


def asked(collection: Collection, address: str, role: Role, name: str = "") -> Answer:
    """What somebody gets; whoever has a name has signed in."""
    show(Opened(collection, role, "ru"), (lambda: Visitor(role, name)) if name else None)
    return Browser(Starlette(routes=routes())).get(address)


def picture(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image


def differ(one: bytes, other: bytes) -> tuple[int, int, int, int] | None:
    """The box in which two scans clearly differ, more than by being packed again."""
    difference = ImageChops.difference(picture(one).convert("L"), picture(other).convert("L"))
    return difference.point([255 * (value > 24) for value in range(256)]).getbbox()


def test_the_scan_of_a_reader_has_his_name_and_stays_readable(collection: Collection) -> None:
    plain = asked(collection, SCAN, Role.ARCHIVIST, "Асель").body
    hers = asked(collection, SCAN, Role.READER, "Алия")
    his, publics = (
        asked(collection, SCAN, Role.READER, "Берик").body,
        asked(collection, SCAN, Role.PUBLIC).body,
    )
    assert picture(hers.body).size == picture(plain).size
    assert hers.headers["cache-control"] == "private, no-store"
    box = differ(plain, hers.body)
    assert box is not None
    assert box[0] < 200
    assert box[2] > 800, "all over the sheet"
    assert box[1] < 300
    assert box[3] > 1380, "and at its foot"
    assert differ(hers.body, his) is not None
    assert differ(hers.body, publics) is not None
    difference = ImageChops.difference(
        picture(plain).convert("L").crop((0, 0, 1000, 1380)),
        picture(hers.body).convert("L").crop((0, 0, 1000, 1380)),
    )
    assert max(value for value, n in enumerate(difference.histogram()) if n > 50) < 80


def test_small_pictures_and_archivists_have_none(collection: Collection) -> None:
    for address in ("/img/thumb/dorder/1.jpg", "/img/strip/dorder/1.jpg?at=0-9"):
        bodies = {
            asked(collection, address, role, name).body
            for role, name in ((Role.ARCHIVIST, "Асель"), (Role.READER, "Алия"))
        }
        assert len(bodies) == 1
    assert marking.mark(collection, Role.ARCHIVIST, "Асель") is None


def images_of(pdf: bytes) -> list[bytes]:
    return [b"\xff\xd8" + part.split(b"\nendstream")[0] for part in pdf.split(b"\xff\xd8")[1:]]


def test_files_of_readers_are_marked(collection: Collection) -> None:
    plain, marked = (
        images_of(asked(collection, "/file/dorder.pdf", role, "Алия").body)
        for role in (Role.ARCHIVIST, Role.READER)
    )
    assert len(plain) == len(marked) == 3
    assert all(differ(*pair) for pair in zip(plain, marked, strict=True))
    place = kept.place("dorder", 1, 0, "О РАБОТАХ")
    for address in ("/file/dorder.docx", f"/file/list.docx?i={place}"):
        with zipfile.ZipFile(
            io.BytesIO(asked(collection, address, Role.READER, "Алия <b>").body)
        ) as made:
            body = made.read("word/document.xml").decode()
            feet = "".join(made.read(n).decode() for n in made.namelist() if "footer" in n)
        assert "Д. 47. Л. 14" in body
        assert "Алия &lt;b&gt; · " in body
        assert "Алия &lt;b&gt; · " in feet
        unmarked = asked(collection, address, Role.ARCHIVIST, "Асель").body
        with zipfile.ZipFile(io.BytesIO(unmarked)) as made:
            assert "Асель" not in made.read("word/document.xml").decode()


def test_the_command_marks_what_the_public_would_get(
    collection: Collection, tmp_path: Path
) -> None:
    for who in ("public", "archivist"):
        target = ["--collection", str(collection.path), "--as", who]
        saved = str(tmp_path / f"{who}.jpg")
        assert run(["show", "dorder", "--page", "1", "--image", saved, *target]) == 0
    made = [(tmp_path / f"{who}.jpg").read_bytes() for who in ("public", "archivist")]
    assert differ(*made) is not None


@pytest.mark.parametrize("on", ["", "yes", "off"])
def test_nothing_is_marked_unless_it_was_chosen(
    collection: Collection, on: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "chosen", lambda *_: on)
    assert marking.mark(collection, Role.READER, "Алия") is None


def test_a_mark_says_archive_reference_reader_and_day(collection: Collection) -> None:
    import datetime as dt

    own = Mark("Алия\u202e\n Б.", dt.date(2026, 11, 27), marking.font())
    with collection.catalogue() as database:
        order = documents.find(database, "dorder", Role.PUBLIC)
        memoir = documents.find(database, "dmemoir", Role.PUBLIC)
    assert own.text(order).startswith("Учебный архив. Ф. 12. Оп. 1. Д. 47.")
    assert own.text(order).endswith(" · 27.11.2026")
    assert "\n" not in own.text(order)
    assert own.text(memoir).startswith("Эскерүүлөр · ")


@pytest.mark.parametrize(
    ("mode", "size"), [("L", (300, 400)), ("RGB", (90, 60)), ("CMYK", (50, 50))]
)
def test_any_scan_is_marked_with_any_text(mode: str, size: tuple[int, int]) -> None:
    import datetime as dt

    given: dict[str, Any] = {"dpi": (300, 300)}
    sheet, out = Image.new(mode, size, "white" if mode != "CMYK" else 0), io.BytesIO()
    sheet.save(out, "JPEG", **given)
    own = Mark("Ә" * 300, dt.date(2026, 11, 27), marking.font())
    made = picture(own.put(out.getvalue(), own.text.__doc__ or ""))
    assert made.size == size
    assert made.mode == ("L" if mode == "L" else "RGB")
    assert round(float(made.info["dpi"][0])) == 300
    with pytest.raises(OSError, match="cannot identify"):
        own.put(b"no scan", "x")


def test_the_letters_of_all_our_languages_are_in_the_font() -> None:
    from PIL import ImageFont

    font = ImageFont.truetype(str(marking.font()), 40)
    none = font.getmask("\uffff").getbbox()
    shapes = {letter: bytes(font.getmask(letter)) for letter in "әғқңөұүһіӘҒҚҢӨҰҮҺІёЪ№«»·–"}
    assert len({*shapes.values()}) == len(shapes), "each has its own"
    assert all(font.getmask(letter).getbbox() != none for letter in shapes)
