"""The searchable PDF: what other programs find in it, and where."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from exports import excerpts, made, page, quad, reading, scan
from PIL import Image
from searchable import POPPLER, found, share_found

from corpus.errors import InputFailed, OpisError
from corpus.export import About, Excerpt, format_named
from corpus.pages import Page
from corpus.reading import Reading, Word

TEXT = """ПРИКАЗ № 651 о режиме содержания заключен-
ных в лагерях «Карлага» (1930–1956 гг.)
Қарағанды облысы ұлттық ғылым әңгіме өңір һәм күні
Түрмөдөгүлөрдүн эмгеги жана күндөлүк турмушу, өңчөй
Уѣздъ 𐰃 naïve camp;"""
needs_poppler = pytest.mark.skipif(not POPPLER, reason="pdftotext (poppler-utils) is not here")


@pytest.fixture
def about(tmp_path: Path) -> Iterator[About]:
    path = scan(tmp_path)
    yield About(title="Приказ «о режиме» (қағаз)", image=lambda _: path)


@needs_poppler
@pytest.mark.parametrize("turned", [0, 1.5, -2.5, 90, 180, 270])
def test_words_are_found_where_they_stand(about: About, tmp_path: Path, turned: float) -> None:
    layer = reading(TEXT, turned)
    (words,) = found(made("pdf", excerpts(layer), about), tmp_path)
    assert share_found(layer, words) == 1.0
    assert {"заключен-", "ных", "Түрмөдөгүлөрдүн", "ұлттық", "𐰃"} <= words.keys()


@needs_poppler
def test_every_page_has_its_own_words(about: About, tmp_path: Path) -> None:
    first, second = found(
        made("pdf", excerpts(reading("лагерь"), reading("барак")), about), tmp_path
    )
    assert (set(first), set(second)) == ({"лагерь"}, {"барак"})


@needs_poppler
def test_the_text_of_words_without_a_place_is_not_lost(about: About, tmp_path: Path) -> None:
    layer = Reading("до лагерь после и ещё", (Word(3, 9, (quad(3, 9, 0, 0),)),))
    (words,) = found(made("pdf", excerpts(layer), about), tmp_path)
    assert set(words) == {"до", "лагерь", "после", "и", "ещё"}


@needs_poppler
def test_hostile_words_are_only_words(about: About, tmp_path: Path) -> None:
    layer = reading("\x1b[31m ) Tj ET /JS >> endstream лагерь")
    (words,) = found(made("pdf", excerpts(layer), about), tmp_path)
    assert {")", "/JS", ">>", "endstream", "лагерь", "�[31m"} <= words.keys()


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_the_file_is_sound_and_shows_the_scan_as_it_is(tmp_path: Path, mode: str) -> None:
    path = scan(tmp_path, mode=mode)
    pdf = made("pdf", excerpts(reading(TEXT), None), About("запрос", image=lambda _: path))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
        assert str(opened.docinfo["/Title"]) == "Приказ"
        assert str(opened.docinfo["/Subject"]) == ("Приказ // ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155.")
        assert len(opened.pages) == 2
        for one in opened.pages:
            assert one.Resources.XObject.Scan.read_raw_bytes() == path.read_bytes()
            points = [float(side) for side in one.MediaBox]
            assert points == pytest.approx([0, 0, 595.2, 841.92])  # A4, as the scan says
    drawn = pypdfium2.PdfDocument(pdf)[0].render().to_pil().convert("L")
    assert drawn.getextrema()[0] > 250  # no letter is seen on the empty sheet


def test_a_selection_in_another_reader_gives_the_text(about: About) -> None:
    pdf = made("pdf", excerpts(reading("Қарағанды өңірі")), about)
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert text.split() == ["Қарағанды", "өңірі"]


def test_a_page_without_an_image_is_left_out_and_said_so(about: About, tmp_path: Path) -> None:
    told: list[tuple[int, OpisError]] = []

    def image(one: Page) -> Path:
        return scan(tmp_path) if one.number == 2 else tmp_path / "none.jpg"

    taken = About(image=image, left_out=lambda one, reason: told.append((one.number, reason)))
    pdf = made("pdf", excerpts(reading("а"), reading("б"), reading("в")), taken)
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert [number for number, _ in told] == [1, 3]
    with pytest.raises(InputFailed):
        made("pdf", excerpts(reading("а")), About(image=lambda _: tmp_path / "none.jpg"))


def test_a_scan_without_a_resolution_and_a_huge_one(tmp_path: Path) -> None:
    path = tmp_path / "plain.jpg"
    Image.new("L", (20000, 100)).save(path, "JPEG", dpi=(1, 1))
    one = Excerpt(excerpts(None)[0].document, page(size=(20000, 100)))
    with pikepdf.open(io.BytesIO(made("pdf", [one], About(image=lambda _: path)))) as opened:
        assert max(map(float, opened.pages[0].MediaBox)) <= 14_400


def test_places_have_no_extent(about: About) -> None:
    point = (0.5, 0.5)
    layer = Reading("лагерь", (Word(0, 6, ((point, point, point, point),)),))
    pypdfium2.PdfDocument(made("pdf", excerpts(layer), about))[0].render()


def test_a_long_document_is_never_in_memory(tmp_path: Path) -> None:
    """A page's bytes are given before the next page is drawn."""
    path = scan(tmp_path)
    drawn: list[int] = []

    def pages() -> Iterator[Excerpt]:
        for one in excerpts(*[reading("лагерь")] * 5):
            drawn.append(1)
            yield one

    given = format_named("pdf").chunks(pages(), About(image=lambda _: path))
    size = path.stat().st_size
    got = 0
    for chunk in given:
        got += len(chunk)
        assert got > (len(drawn) - 1) * size
    assert len(drawn) == 5
