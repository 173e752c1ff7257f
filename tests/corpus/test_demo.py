"""The demo documents: what they claim of themselves is true, and their scans are what they say."""

from collections import Counter
from pathlib import Path
from typing import cast

import pytest
from pdfminer.high_level import extract_text

from corpus.access import Level
from corpus.demo.digital import digital_pdf
from corpus.demo.render import FIXTURES, render, render_page, scan_pdf
from corpus.demo.source import TEXTS, Document, Original, Scan, Style, originals, read, truth
from corpus.demo.typesetting import A4, FACES, KEYS, STAMP_FACE, Face, place, width_of
from corpus.description import Description, leaves_of_pages, read_description
from corpus.errors import BadDescription, MissingProgram

ALL = originals()
DOCUMENTS = [(original, document) for original in ALL for document in original.documents]
FIXTURE_FOLDER = Path(__file__).parents[1] / "fixtures"


def described(document: Document) -> Description:
    return read_description(document.description)


def name(value: object) -> str | None:
    if isinstance(value, Original):
        return value.stem
    return str(value.first) if isinstance(value, Document) else None


@pytest.fixture(scope="module")
def _fonts() -> None:
    try:
        for face in (*FACES.values(), KEYS, STAMP_FACE):
            _ = face.path
    except MissingProgram as missing:
        pytest.skip(f"the demo fonts are not installed: {missing}")


def test_the_collection_has_the_mixture_that_it_promises() -> None:
    languages = Counter(described(document).languages for _, document in DOCUMENTS)
    assert languages == {("ru",): 8, ("kk",): 3, ("ky",): 3, ("ru", "kk"): 1}
    assert (len(ALL), sum(len(original.pages) for original in ALL)) == (13, 24)
    assert {page.style for original in ALL for page in original.pages} == set(Style)
    assert {original.scan for original in ALL} == set(Scan)


@pytest.mark.parametrize(("original", "document"), DOCUMENTS, ids=name)
def test_every_document_says_that_it_is_no_evidence(original: Original, document: Document) -> None:
    description = described(document)
    assert description.note == "учебный образец"
    assert "показа программы" in description.basis or "вымышлены" in description.basis
    assert description.reference.archive in {
        "",
        "Демонстрационный архив А",
        "Демонстрационный архив Б",
    }


@pytest.mark.parametrize(("original", "document"), DOCUMENTS, ids=name)
def test_every_description_is_complete_and_readable(original: Original, document: Document) -> None:
    description = described(document)
    assert all([description.title, description.kind, description.date, description.languages])
    assert document.shows
    if description.reference.fonds:
        shown = leaves_of_pages(description, document.last - document.first + 1)
        leaves = [leaf for page in shown for leaf in page]
        assert not leaves or leaves == sorted(leaves)
        assert description.reference.leaves


@pytest.mark.parametrize(("original", "document"), DOCUMENTS, ids=name)
def test_kazakh_and_kyrgyz_in_cyrillic_begin_in_1941(
    original: Original, document: Document
) -> None:
    description = described(document)
    assert description.date is not None
    if {"kk", "ky"} & set(description.languages):
        assert description.date.years()[0] >= 1941


@pytest.mark.parametrize(
    ("stem", "page", "trap"),
    [
        ("01-delo-47", 1, "П Р И К А З"),  # letter-spaced heading
        ("01-delo-47", 1, "ИСПРАВИТЕЛЬНО-\nТРУДОВОГО"),  # this hyphen stays
        ("01-delo-47", 1, "решения ХУП\nсъезда"),  # XVII in Cyrillic letters
        ("01-delo-47", 1, "план Ш квартала"),  # III
        ("01-delo-47", 1, "за П квартал"),  # II
        ("01-delo-47", 2, "плана 1У квартала"),  # IV
        ("01-delo-47", 1, "14/Х-1936 г. N 214"),  # an office's date, N for №
        ("01-delo-47", 1, "з/к з/к"),
        ("01-delo-47", 3, "1 Абаимов Савелий Нефедович 1894 58-10 5 лет Ижевск"),  # columns
        ("01-delo-47", 4, "БУРАН ТЧК"),  # telegram
        ("02-dokladnaya", 1, "О ТРУДОВОМ ИСПОЛЬЗОВАНИИ И БЫТЕ"),  # heading in capitals
        ("02-dokladnaya", 1, "харак-\nтеру"),
        ("08-kk-esep", 1, "Жұ-\nмысқа"),
        ("11-ky-bildirme", 1, "аткар-\nды"),
        ("02-dokladnaya", 1, "от 7/УШ-1932 г."),
        ("02-dokladnaya", 3, "5 марта 1938 года"),
        ("05-anketa", 1, "Личное дело № 118"),
        ("06-avtoreferat", 2, "<img onerror=alert(1)>"),
        ("06-avtoreferat", 1, "зaключённых"),  # Latin a
        ("06-avtoreferat", 2, "xозяйство"),  # Latin x
        ("06-avtoreferat", 2, "лагерi"),  # Latin i in Kazakh
        ("07-habarlandyru", 1, "ХАБАРЛАНДЫРУ\nДолинка бөлімшесінің"),
        ("08-kk-esep", 2, "Гауһар"),
        ("13-ky-toktom", 1, "Т О К Т О М"),
    ],
)
def test_a_trap_is_really_there(stem: str, page: int, trap: str) -> None:
    assert trap in truth(stem)[page - 1]


@pytest.mark.parametrize(
    ("stem", "page", "word"),
    [
        ("02-dokladnaya", 1, "заклю-\nченных"),
        ("02-dokladnaya", 2, "спец-\nпереселенцы"),
        ("08-kk-esep", 1, "тұтқындар-\nдың"),
        ("10-kk-hattama", 1, "құжат-\nтары"),
        ("11-ky-bildirme", 1, "көчүрүл-\nгөндөрдүн"),
    ],
)
def test_a_word_is_hyphenated_over_a_page_end(stem: str, page: int, word: str) -> None:
    before, after = truth(stem)[page - 1 : page + 1]
    first, second = word.split("\n")
    assert before.endswith(f" {first}")
    assert after.startswith(f"{second} ")


def test_one_kazakh_page_is_typed_with_russian_letters_only() -> None:
    (page,) = truth("09-kk-orys-arpi")
    assert not set("әғқңөұүһі№") & set(page.casefold())
    assert {"жумысшыларга", "тексеретин", "енбек"} <= set(page.split())


def test_one_original_holds_several_documents() -> None:
    sidecar = read(TEXTS / "01-delo-47.txt").sidecar()
    assert sidecar["file"] == "47"
    parts = cast(list[dict[str, str]], sidecar["documents"])
    assert [(part["pages"], part["kind"], part["leaves"]) for part in parts] == [
        ("1-2", "приказ", "14–15"),
        ("3", "список", "16"),
        ("4", "телеграмма", "17"),
    ]


def test_access_leaves_versos_and_an_uncertain_date() -> None:
    by_stem = {original.stem: described(document) for original, document in DOCUMENTS}
    assert by_stem["05-anketa"].access is Level.DESCRIPTION
    assert by_stem["13-ky-toktom"].access is Level.READING_ROOM
    shown = leaves_of_pages(by_stem["02-dokladnaya"], 3)
    assert [str(leaf) for page in shown for leaf in page] == ["3", "3 об.", "4"]
    assert str(by_stem["07-habarlandyru"].reference.leaves[0]) == "2 об."
    letter = by_stem["04-pismo"].date
    assert letter is not None
    assert (str(letter), letter.meaning.value) == ("1942-12/1943-03", "one-of")


def test_documents_must_cover_the_pages(tmp_path: Path) -> None:
    text = tmp_path / "delo.txt"
    text.write_text(
        "---\nseed: 1\nstyle: typed\ndocuments:\n  - {pages: 1-2}\n---\nодна\fдве\fтри\n",
        encoding="utf-8",
    )
    with pytest.raises(BadDescription, match=r"delo\.txt"):
        read(text)


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    text = tmp_path / "delo.txt"
    text.write_text("---\nseed: 1\nstyle: typed\nfond: '12'\n---\nтекст\n", encoding="utf-8")
    with pytest.raises(BadDescription, match="«fond»"):
        read(text)


def test_a_missing_font_names_its_package() -> None:
    with pytest.raises(MissingProgram) as raised:
        _ = Face("paratype/PTX99F.ttf", 12, 16, 0).path
    assert "fonts-paratype" in str(raised.value.remedy)


@pytest.mark.usefixtures("_fonts")
@pytest.mark.parametrize("original", ALL, ids=name)
def test_no_line_leaves_the_page_or_reaches_the_stamp(original: Original) -> None:
    for page in original.pages:
        face = FACES[page.style]
        for piece in place(page):
            assert piece.x + width_of(piece.text, face, piece.size) < A4[0] - 30, piece
            assert piece.y < 775, piece


@pytest.mark.usefixtures("_fonts")
@pytest.mark.parametrize(
    ("stem", "mode"), [("05-anketa", "1"), ("09-kk-orys-arpi", "L"), ("12-ky-kat", "RGB")]
)
def test_the_same_page_is_rendered_twice_alike(stem: str, mode: str) -> None:
    original = read(TEXTS / f"{stem}.txt")
    image = render_page(original.pages[0], original, 100)
    assert image.mode == mode
    assert image.tobytes() == render_page(original.pages[0], original, 100).tobytes()
    assert scan_pdf(original, 100) == scan_pdf(original, 100)


@pytest.mark.usefixtures("_fonts")
def test_the_text_layer_of_the_digital_original_equals_its_source(tmp_path: Path) -> None:
    original = read(TEXTS / "06-avtoreferat.txt")
    path = tmp_path / "06-avtoreferat.pdf"
    path.write_bytes(digital_pdf(original))
    assert path.read_bytes() == digital_pdf(original)
    pages = extract_text(path).split("\f")[:-1]
    lines = ["\n".join(line for line in page.split("\n") if line.strip()) for page in pages]
    assert lines == truth("06-avtoreferat")


@pytest.mark.usefixtures("_fonts")
def test_rendering_writes_a_pdf_and_a_description_for_each(tmp_path: Path) -> None:
    written = render(tmp_path, dpi=40)
    assert [path.stem for path in written] == [original.stem for original in ALL]
    for path in written:
        assert path.read_bytes().startswith(b"%PDF")
        assert "учебный образец" in path.with_suffix(".yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", FIXTURES)
def test_the_scans_that_other_tests_read_show_a_demo_page(language: str) -> None:
    stem, number = FIXTURES[language]
    told = (FIXTURE_FOLDER / f"{language}.txt").read_text(encoding="utf-8")
    assert told == truth(stem)[number - 1] + "\n"
    assert b"/CCITTFaxDecode" in (FIXTURE_FOLDER / f"{language}.pdf").read_bytes()


def test_the_scans_that_other_tests_read_are_small() -> None:
    assert sum(path.stat().st_size for path in FIXTURE_FOLDER.glob("*.pdf")) < 100_000
