from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sheets import scan

from corpus.errors import MissingProgram
from corpus.reading import Source
from ingest import ocr
from ingest.picture import Picture, Pixels, as_pixels
from ingest.prepare import turned, turning
from ingest.secondlook import Seen

pytestmark = pytest.mark.ocr

LINES = (
    "Лагерь разделен на отделения и лагпункты, в которых",
    "заключенные были заняты на сельскохозяйственных рабо-",
    "тах, на строительстве плотины и на железной дороге.",
    "Лагердің әкімшілік орталығы Долинка ауылында болды.",
)
TEXT = "\n".join(LINES)


def unbroken(text: str) -> str:
    """The lines without the empty ones where tesseract sees another block begin."""
    return text.replace("\n\n", "\n")


@pytest.fixture(scope="module")
def page() -> Pixels:
    return as_pixels(np.asarray(scan(LINES)))


def test_a_page_is_read_with_its_lines_and_words(page: Pixels) -> None:
    reading = ocr.read(Picture(page, 200), reason="The page has no text of its own.")
    assert unbroken(reading.text) == TEXT
    assert reading.source is Source.OCR and reading.reason == "The page has no text of its own."
    assert reading.engine.startswith("tesseract 5.") and "Cyrillic" in reading.engine
    assert reading.confidence is not None and reading.confidence > 0.9
    [divided] = [w for w in reading.words if len(w.quads) == 2]
    assert reading.text[divided.start : divided.end] == "рабо-\nтах,"
    assert all(w.confidence is not None and 0 <= w.confidence <= 1 for w in reading.words)


@pytest.mark.parametrize("angle", [-2.0, 0.0, 1.5, 180.0])
def test_words_are_lit_where_they_stand_on_the_crooked_page(page: Pixels, angle: float) -> None:
    crooked = turned(page, turning(page, angle))
    reading = ocr.read(Picture(crooked, 200))
    assert unbroken(reading.text) == TEXT
    ink = crooked < 120
    lit = np.zeros_like(ink)
    for word in reading.words:
        for quad in word.quads:
            corners = np.array(quad) * (page.shape[1], page.shape[0])
            left, top = np.floor(corners.min(axis=0)).astype(int)
            right, bottom = np.ceil(corners.max(axis=0)).astype(int)
            assert bottom - top < 80  # a line's height, not a page's
            lit[top:bottom, left:right] = True
    assert (ink & lit).sum() > 0.98 * ink.sum()


def test_a_quad_begins_where_the_word_begins(page: Pixels) -> None:
    upside_down = as_pixels(page[::-1, ::-1])
    first = ocr.read(Picture(upside_down, 200)).words[0].quads[0]
    assert first[0][0] > first[1][0] and first[0][1] > first[2][1]  # seen from below


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_a_page_on_its_side_or_head_is_read(page: Pixels, quarter: int) -> None:
    assert unbroken(ocr.read(Picture(as_pixels(np.rot90(page, quarter)), 200)).text) == TEXT


def test_faded_print_is_read(page: Pixels) -> None:
    faded = as_pixels(200 - (235 - np.minimum(page, 235)) * 0.12)
    assert unbroken(ocr.read(Picture(faded, 200)).text) == TEXT


@pytest.mark.parametrize("paper", [255, 120, 0])
def test_a_blank_page(paper: int) -> None:
    reading = ocr.read(Picture(as_pixels(np.full((2339, 1654), paper)), 200))
    assert (reading.text, reading.source, reading.reason) == ("", Source.OCR, ocr.BLANK)


def test_noise_is_not_kept_as_text(monkeypatch: pytest.MonkeyPatch, page: Pixels) -> None:
    seen = [Seen(word, 0.2, (0, 0, 9, 9), 1, 1) for word in ("тЖЁ", "оа", "SATE")]
    monkeypatch.setattr(ocr, "_recognise", lambda *_: seen)
    reading = ocr.read(Picture(page, 200))
    assert (reading.text, reading.source, reading.reason) == ("", Source.UNREAD, ocr.UNSURE)
    assert reading.confidence == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("unsure", "word", "again"),
    [
        (0, "слово", []),
        (2, "слово", [("rus", False, True)]),
        (4, "слово", [("rus", True, True)]),
        (2, "сөзді", [("Cyrillic+rus", False, True)]),
    ],
    ids=["none", "two lines", "all", "Kazakh"],
)
def test_unsure_lines_are_read_again(
    monkeypatch: pytest.MonkeyPatch, unsure: int, word: str, again: list[tuple[str, bool, bool]]
) -> None:
    """``again``: by which models is the second look, at ink in the first line, in the last one?

    However sure it is, the reading stays.
    """
    bars = np.full((800, 800), 255, np.uint8)
    tops = range(80, 800, 200)
    for top in tops:
        bars[top : top + 40, 100:700] = 0
    looks: list[tuple[str, bool, bool]] = []

    def recognise(api: Any, asked: Picture, displayed: Picture) -> list[Seen]:
        models = str(api.GetInitLanguagesAsString()).removeprefix("script/")
        quarters = np.array_split(asked.pixels, 4)
        looks.append((models, bool((quarters[0] < 128).any()), bool((quarters[-1] < 128).any())))
        first = len(looks) == 1
        return [
            Seen(word if first else "слава", 0.6 if first and place >= 4 - unsure else 0.99,
                 (100, top, 700, top + 40), 1, place)
            for place, top in enumerate(tops)
        ]  # fmt: skip

    monkeypatch.setattr(ocr, "_recognise", recognise)
    monkeypatch.setattr(ocr, "prepared", lambda picture: (picture, False))
    reading = ocr.read(Picture(bars, 200))
    assert looks[1:] == again
    assert reading.text.split() == [word] * 4
    if again:
        assert [seen.alternatives for seen in reading.words][-unsure:] == [("слава",)] * unsure


@pytest.mark.parametrize(
    ("sign", "speck"),
    [
        ("—", True),
        (".,", True),
        ("_", True),
        ("№", False),
        ("§", False),
        ("я", False),
        ("5.", False),
    ],
)
def test_a_sign_of_which_tesseract_is_unsure_may_be_a_speck(sign: str, speck: bool) -> None:
    assert bool(ocr._SPECK.fullmatch(sign)) == speck


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3), (40, 40)])
def test_the_smallest_images_do_no_harm(size: tuple[int, int]) -> None:
    assert ocr.read(Picture(as_pixels(np.full(size, 200)), 200)).text == ""


@pytest.mark.parametrize(
    ("models", "found"),
    [
        (["Cyrillic", "eng"], "Cyrillic"),
        (["Cyrillic", "eng", "rus"], "Cyrillic+rus"),
        (["script/Cyrillic", "eng"], "script/Cyrillic"),
    ],
)
def test_models_are_found_where_systems_keep_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models: list[str], found: str
) -> None:
    (tmp_path / "script").mkdir()
    for model in models:
        (tmp_path / f"{model}.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    ocr._models.cache_clear()
    assert ocr._models() == (tmp_path, found)
    ocr._models.cache_clear()


@pytest.mark.parametrize(
    ("models", "package"),
    [(["eng", "rus"], "tesseract-ocr-script-cyrl"), (["Cyrillic"], "tesseract-ocr-eng")],
)
def test_a_missing_model_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models: list[str], package: str
) -> None:
    for model in models:
        (tmp_path / f"{model}.traineddata").touch()
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr(ocr, "_TESSDATA", (str(tmp_path),))
    ocr._models.cache_clear()
    with pytest.raises(MissingProgram) as missing:
        ocr._models()
    ocr._models.cache_clear()
    assert package in str(missing.value.remedy)
