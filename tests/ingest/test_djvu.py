"""DjVu: pages drawn and their hidden text read by DjVuLibre, if it is there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sheets import RUSSIAN, scan

from corpus.errors import InputFailed, MissingProgram
from corpus.reading import Source
from ingest import djvu, djvutext, gate, reader
from ingest.page import Inspection, inspection, page_reading
from ingest.workers import Crew

needs_djvulibre = pytest.mark.skipif(shutil.which("djvm") is None, reason="djvulibre-bin is absent")
WORDS = " ".join(RUSSIAN * 2).split()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages: a scan in grey with a hidden text, one in black and white without."""
    folder = tmp_path_factory.mktemp("djvu")
    scan().save(folder / "1.pgm")
    scan(("второй лист",)).convert("1").save(folder / "2.pbm")
    run("c44", "-dpi", "200", folder / "1.pgm", folder / "1.djvu")
    run("cjb2", "-dpi", "200", folder / "2.pbm", folder / "2.djvu")
    run("djvm", "-c", folder / "дело.djvu", folder / "1.djvu", folder / "2.djvu")
    words = "".join(
        f'(word {100 + n * 50} 2000 {140 + n * 50} 2100 "{word}")' for n, word in enumerate(WORDS)
    )
    script = folder / "text"
    script.write_text(
        f"select 1\nset-txt\n(page 0 0 1654 2339 (line 100 2000 1500 2100 {words}))\n.\n",
        encoding="utf-8",
    )
    run("djvused", folder / "дело.djvu", "-f", script, "-s")
    return folder / "дело.djvu"


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(1) as crew:
        yield crew


@needs_djvulibre
@pytest.mark.ocr
def test_pages_are_read_from_their_text_or_their_image(crew: Crew, book: Path) -> None:
    assert crew.call(inspection("?", book)) == Inspection("image/vnd.djvu", 2)
    first = crew.call(page_reading(1, book, 1))
    assert (first.reading.source, first.reading.reason) == (Source.TEXT_LAYER, gate.TAKEN.reason)
    assert first.reading.engine.startswith("DjVuLibre 3")
    assert first.reading.text.split() == WORDS
    left, top = first.reading.words[1].quads[0][0]
    assert (left * 1654, top * 2339) == pytest.approx((150, 2339 - 2100))
    second = crew.call(page_reading(2, book, 2))
    assert (second.reading.source, second.reading.reason) == (Source.OCR, gate.NO_TEXT.reason)
    assert second.reading.text == "второй лист"
    assert (second.width, second.height, second.dpi) == (1556, 2200, 200)


@needs_djvulibre
def test_a_page_is_drawn_as_large_as_asked(book: Path) -> None:
    page = djvu.picture(book, 1, long_side=800)
    assert (page.width, page.height) == (565, 800)
    assert page.dpi == pytest.approx(200 * 800 / 2339, rel=0.01)
    whole = djvu.picture(book, 2)
    assert (whole.width, whole.height) == (1654, 2339) and whole.grey().min() < 50


@needs_djvulibre
def test_pages_that_are_not_there(book: Path) -> None:
    for number in (0, 3):
        with pytest.raises(InputFailed, match="the file has 2"):
            djvu.picture(book, number)


@needs_djvulibre
@pytest.mark.parametrize("kept", [20, 1000, 100_000])
def test_a_file_cut_off_is_damaged(tmp_path: Path, book: Path, kept: int) -> None:
    path = tmp_path / "дело.djvu"
    path.write_bytes(book.read_bytes()[:kept])
    with pytest.raises(InputFailed, match="damaged"):
        reader.read_page(path, 1)


@needs_djvulibre
def test_a_list_of_other_files_is_refused(tmp_path: Path, book: Path) -> None:
    run("djvmcvt", "-i", book, tmp_path, "index.djvu")
    with pytest.raises(InputFailed, match="only a list of other files") as failed:
        reader.inspect(tmp_path / "index.djvu")
    assert "djvmcvt" in str(failed.value.remedy)


def test_without_djvulibre_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "дело.djvu"
    path.write_bytes(b"AT&TFORM\x00\x00\x00\x10DJVUINFO")
    with pytest.raises(MissingProgram) as missing:
        reader.inspect(path)
    assert "apt install djvulibre-bin" in str(missing.value.remedy)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ('(page 0 0 0 0 "")', []),
        ('(page 0 0 100 100 "первая\\nвторая строка")', [["первая"], ["вторая", "строка"]]),
        (
            '(page 0 0 100 100 (para 0 0 9 9 (line 0 0 9 9 "труд зэка") (line 0 0 9 9 "и")))',
            [["труд", "зэка"], ["и"]],
        ),
        (
            '(page 0 0 100 100 (word 0 0 9 9 (char 0 0 4 9 "н") (char 4 0 9 9 "е")))',
            [["не"]],
        ),
        ('(page 0 0 100 100 (word 0 0 9 9 "\\320\\275 \\"\\\\"))', [["Ð½", '"\\']]),
        ('(page 0 0 100 100 (word "без места"))', [["без", "места"]]),
        ("(" * 100_000, []),
        (")))", []),
        ('"text" page 1 2 (', []),
    ],
)
def test_hidden_text_of_any_grain(printed: str, text: list[list[str]]) -> None:
    found = djvutext.blocks(printed, 100, 100)
    assert [[piece.text for piece in line] for block in found for line in block] == text
