from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from sheets import RUSSIAN, Scan, Sheet, Text, pdf, scan

from corpus.errors import InputFailed
from corpus.reading import Source
from ingest import gate, layer, ocr, reader
from ingest.child import Limits
from ingest.page import Inspection, PageRead, inspection, page_picture, page_reading
from ingest.workers import Crew

HOSTILE = Path(__file__).parents[2].parent / "shared" / "hostile-pdfs"
#: What the first page of each hostile PDF ends in: where its text comes from, or the reason.
ENDS = {
    "bomb_content.pdf": "crashed the program|took longer|more than the|memory ran out",
    "bomb_image.pdf": Source.OCR,
    "bomb_xobject.pdf": "crashed the program|took longer|more than the|memory ran out",
    "enc_emptyuser.pdf": Source.TEXT_LAYER,
    "enc_user.pdf": "protected by a password",
    "garbage_head.pdf": Source.TEXT_LAYER,
    "hugepage.pdf": Source.OCR,
    "mojibake_cp1251.pdf": Source.TEXT_LAYER,
    "no_tounicode.pdf": Source.OCR,
    "rotated.pdf": Source.TEXT_LAYER,
    "truncated_half.pdf": Source.TEXT_LAYER,
    "truncated_tail.pdf": Source.TEXT_LAYER,
    "wrong_tounicode.pdf": Source.OCR,
}
#: Those whose text is a page of the same dissertation abstract.
SAME = {
    "enc_emptyuser.pdf",
    "garbage_head.pdf",
    "mojibake_cp1251.pdf",
    "no_tounicode.pdf",
    "rotated.pdf",
    "truncated_half.pdf",
    "truncated_tail.pdf",
    "wrong_tounicode.pdf",
}


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(2, Limits(memory=2 << 30)) as crew:
        yield crew


@pytest.mark.ocr
@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile PDFs are not beside the repository")
def test_the_worst_pdfs_end_in_a_reading_or_a_reason(crew: Crew, tmp_path: Path) -> None:
    tasks = [page_reading(name, HOSTILE / name, 1, seconds=60) for name in ENDS]
    honest = pdf(tmp_path / "дело.pdf", *[Sheet((Text((f"лист номер {n}",)),)) for n in range(30)])
    tasks += [page_reading(n, honest, n) for n in range(1, 31)]
    done = {d.key: d for d in crew.run(tasks)}
    for name, end in ENDS.items():
        if isinstance(end, Source):
            page = done[name].result
            assert isinstance(page, PageRead) and page.reading.source is end, name
            assert page.reading.reason
            if name in SAME:
                assert "труда заключенных" in page.reading.text.replace("\n", " ").casefold(), name
        else:
            error = done[name].error
            assert isinstance(error, InputFailed) and str(error.remedy), name
            assert any(reason in str(error) for reason in end.split("|")), (name, str(error))
    for n in range(1, 31):
        assert done[n].result.reading.text == f"лист номер {n - 1}"


@pytest.mark.parametrize(
    ("page", "source", "reason"),
    [
        (Sheet((Text(RUSSIAN),)), Source.TEXT_LAYER, gate.TAKEN.reason),
        (
            Sheet((Text(RUSSIAN * 2, invisible=True), Scan(scan()))),
            Source.TEXT_LAYER,
            gate.TAKEN.reason,
        ),
        (Sheet((Scan(scan()),)), Source.OCR, gate.NO_TEXT.reason),
        (Sheet((Scan(scan()), Text(("Скан 12",), y=20))), Source.OCR, gate.TOO_SHORT.reason),
        (Sheet(), Source.OCR, ocr.BLANK),
    ],
)
@pytest.mark.ocr
def test_where_the_text_of_a_pdf_page_comes_from(
    tmp_path: Path, page: Sheet, source: Source, reason: str
) -> None:
    read = reader.read_page(pdf(tmp_path / "дело.pdf", page), 1)
    assert (read.reading.source, read.reading.reason) == (source, reason)
    assert (read.width, read.height) == pytest.approx((1555, 2200), abs=1)
    assert (read.dpi > 0) == (source is Source.OCR)


@pytest.mark.ocr
def test_a_text_layer_that_breaks_pdfminer_is_read_by_ocr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pdf(tmp_path / "дело.pdf", Sheet((Scan(scan()), Text(RUSSIAN, invisible=True))))

    def stumble(*_: object) -> None:
        raise KeyError("Contents")

    monkeypatch.setattr(layer, "read_layer", stumble)
    reading = reader.read_page(path, 1).reading
    assert (reading.source, reading.reason) == (Source.OCR, gate.UNREADABLE.reason)
    assert reading.text.splitlines()[0] == RUSSIAN[0]


@pytest.mark.ocr
def test_a_text_layer_can_be_passed_over(tmp_path: Path) -> None:
    path = pdf(
        tmp_path / "дело.pdf", Sheet((Scan(scan()), Text(("Неверно",) * 20, invisible=True)))
    )
    assert reader.read_page(path, 1).reading.source is Source.TEXT_LAYER
    again = reader.read_page(path, 1, text_layer=False).reading
    assert (again.source, again.text.splitlines()[0]) == (Source.OCR, RUSSIAN[0])


@pytest.mark.parametrize(("suffix", "pages"), [("jpg", 1), ("png", 1), ("tif", 2), ("pdf", 2)])
@pytest.mark.ocr
def test_images_are_known_read_and_shown(
    crew: Crew, tmp_path: Path, suffix: str, pages: int
) -> None:
    path = tmp_path / f"скан.{suffix}"
    more = {"save_all": True, "append_images": [scan(("второй лист",))]} if pages == 2 else {}
    scan().save(path, dpi=(200, 200), **({"resolution": 200} if suffix == "pdf" else {}), **more)
    known = crew.call(inspection("?", path))
    assert isinstance(known, Inspection) and known.pages == pages
    image, small = tmp_path / "out" / "1.jpg", tmp_path / "out" / "1-small.jpg"
    read = crew.call(page_reading("1", path, pages, image=image, thumbnail=small))
    lines = RUSSIAN if pages == 1 else ("второй лист",)
    assert [line for line in read.reading.text.split("\n") if line] == list(lines)
    assert read.dpi == pytest.approx(200, abs=1)
    with Image.open(image) as shown, Image.open(small) as thumbnail:
        assert shown.size == (read.width, read.height) == pytest.approx((1555, 2200), abs=1)
        assert thumbnail.size == (216, 305)
    again = tmp_path / "again.jpg"
    assert crew.call(page_picture("1", path, pages, again, long_side=800))[1] == 800
    assert again.exists()


def test_plain_text_has_no_image(crew: Crew, tmp_path: Path) -> None:
    path = tmp_path / "выписка.txt"
    path.write_text("Карлаг\fДолинка", encoding="utf-8")
    assert crew.call(inspection("?", path)) == Inspection("text/plain", 2)
    target = tmp_path / "2.jpg"
    read = crew.call(page_reading("2", path, 2, image=target))
    assert (read.reading.text, read.width, read.height, read.dpi) == ("Долинка", 0, 0, 0)
    assert not target.exists()
    with pytest.raises(InputFailed, match="Plain text has no page images"):
        crew.call(page_picture("2", path, 2, target))


@pytest.mark.ocr
def test_a_damaged_page_is_refused_and_its_neighbours_are_read(crew: Crew, tmp_path: Path) -> None:
    lines = ("первый лист", "второй лист", "третий лист", "четвертый лист")
    path = pdf(
        tmp_path / "дело.pdf",
        *[Sheet((Scan(scan((line,))), Text((line,) * 20, invisible=True))) for line in lines],
    )
    first, second, *others = path.read_bytes().split(b"/Type /Page /")
    path.write_bytes(
        first + b"/Type /Page /" + b"/Type /Pagf /".join([second, b"/Type /Page /".join(others)])
    )
    done = {d.key: d for d in crew.run(page_reading(n, path, n) for n in (1, 2, 3, 4))}
    readings = [done[n].result.reading for n in (1, 3, 4)]
    # pdfminer, which passes over the page, no longer knows which is which
    assert {(r.source, r.reason) for r in readings} == {(Source.OCR, gate.UNREADABLE.reason)}
    assert [r.text for r in readings] == ["первый лист", "третий лист", "четвертый лист"]
    assert isinstance(done[2].error, InputFailed) and "damaged" in str(done[2].error)


def test_a_password_opens_what_it_protects(crew: Crew) -> None:
    path, right, wrong = HOSTILE / "enc_user.pdf", "secret", "guessed"
    if not path.exists():
        pytest.skip("the hostile PDFs are not beside the repository")
    assert crew.call(inspection("?", path, password=right)).pages == 2
    read = crew.call(page_reading("1", path, 1, password=right))
    assert read.reading.source is Source.TEXT_LAYER
    with pytest.raises(InputFailed, match="The password is wrong"):
        crew.call(inspection("?", path, password=wrong))


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_a_text_layer_in_a_wrong_encoding_is_put_right(tmp_path: Path, encoding: str) -> None:
    garbled = tuple(line.encode(encoding).decode("cp1252", "replace") for line in RUSSIAN)
    reading = reader.read_page(pdf(tmp_path / "дело.pdf", Sheet((Text(garbled),))), 1).reading
    assert reading.text.replace("\n\n", "\n") == "\n".join(RUSSIAN)
    assert reading.reason == gate.MENDED[encoding].reason
    assert all(word.quads for word in reading.words)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_a_person_has_turned_is_read_and_shown_turned(
    tmp_path: Path, degrees: int
) -> None:
    path = pdf(tmp_path / "дело.pdf", Sheet((Text(RUSSIAN),)))
    plain = reader.read_page(path, 1)
    image, small = tmp_path / "лист.jpg", tmp_path / "малый.jpg"
    page = reader.read_page(path, 1, image=image, thumbnail=small, turned=degrees)
    assert page.reading == plain.reading.turned(degrees)
    swapped = degrees != 180
    expected = (plain.height, plain.width) if swapped else (plain.width, plain.height)
    assert (page.width, page.height) == expected
    with Image.open(image) as shown:
        assert shown.size == expected
        dark = shown.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
    assert dark is not None
    corners = [point for word in page.reading.words for quad in word.quads for point in quad]
    left, right = (edge(x for x, _ in corners) * page.width for edge in (min, max))
    top, low = (edge(y for _, y in corners) * page.height for edge in (min, max))
    assert left - 10 <= dark[0] and top - 10 <= dark[1]  # the ink lies within the words' places
    assert dark[2] <= right + 10 and dark[3] <= low + 10
