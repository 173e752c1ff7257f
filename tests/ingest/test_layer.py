from __future__ import annotations

import time
from pathlib import Path

import pytest
from sheets import RUSSIAN, Sheet, Text, pdf

from corpus.reading import Point, Quad
from ingest import layer
from ingest.compose import Piece
from ingest.pdf import sheet

#: How a page can be turned and cropped, its text staying upright on the displayed page or not.
VIEWS = [
    Sheet((Text(RUSSIAN),)),
    Sheet((Text(RUSSIAN),), rotate=90),
    Sheet((Text(RUSSIAN),), rotate=180),
    Sheet((Text(RUSSIAN),), rotate=270),
    Sheet((Text(RUSSIAN, 300, 200, (0, 1, -1, 0)),), rotate=90),  # upright when displayed
    Sheet((Text(RUSSIAN, 300, 600, (0, -1, 1, 0)),), rotate=270),
    Sheet((Text(RUSSIAN, 500, 300, (-1, 0, 0, -1)),), rotate=180),
    Sheet((Text(RUSSIAN, 300, 200, (0, 1, -1, 0)),)),  # runs up the page
    Sheet((Text(RUSSIAN),), crop=(50, 500, 450, 800)),
    Sheet((Text(RUSSIAN),), rotate=90, crop=(50, 500, 450, 800)),
    Sheet((Text(RUSSIAN, 72, -100),), media=(-20, -400, 575, 442)),
    Sheet((Text(RUSSIAN, 72, -100),), media=(-20, -400, 575, 442), rotate=270),
]


def words(path: Path, number: int = 1) -> list[Piece]:
    page = sheet(path, number)
    blocks = layer.read_layer(path, number, "", page.view, pages=page.pages)
    return [piece for block in blocks for line in block for piece in line]


@pytest.mark.parametrize("page", VIEWS)
def test_lines_are_read_whichever_way_the_page_is_turned(tmp_path: Path, page: Sheet) -> None:
    read = words(pdf(tmp_path / "дело.pdf", page))
    assert " ".join(w.text for w in read) == " ".join(RUSSIAN)


@pytest.mark.parametrize("page", VIEWS)
def test_words_are_lit_where_they_are_displayed(tmp_path: Path, page: Sheet) -> None:
    """The ink of the drawn page lies in the quads, and all quads have ink."""
    from ingest import pdf as pages

    path = pdf(tmp_path / "дело.pdf", page)
    drawn = pages.picture(path, 1)
    ink = drawn.grey() < 128
    lit = ink & False
    for word in words(path):
        assert word.quad is not None
        xs = [round(x * drawn.width) for x, _ in word.quad]
        ys = [round(y * drawn.height) for _, y in word.quad]
        place = (slice(min(ys), max(ys)), slice(min(xs), max(xs)))
        assert ink[place].any(), word
        lit[place] = True
    assert (ink & lit).sum() > 0.97 * ink.sum()


def clockwise(quad: Quad) -> bool:
    def turn(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])

    return all(turn(quad[i], quad[(i + 1) % 4], quad[(i + 2) % 4]) > 0 for i in range(4))


@pytest.mark.parametrize("page", VIEWS)
def test_a_quad_runs_clockwise_from_where_the_word_begins(tmp_path: Path, page: Sheet) -> None:
    read = words(pdf(tmp_path / "дело.pdf", page))
    quads = [w.quad for w in read if w.quad]
    assert all(map(clockwise, quads))
    first, second = quads[0], quads[1]  # two words of one line
    along = (first[1][0] - first[0][0], first[1][1] - first[0][1])
    between = (second[0][0] - first[0][0], second[0][1] - first[0][1])
    assert along[0] * between[0] + along[1] * between[1] > 0


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = Text(("ко дню амнистии содержалось", "более 58 тысяч человек, здесь") * 10, size=9)
    right = Text(
        ("использование заключенных во", "многом определялось планами") * 10, x=320, size=9
    )
    read = [w.text for w in words(pdf(tmp_path / "газета.pdf", Sheet((left, right))))]
    assert (len(read), read[89], read[90]) == (150, "здесь", "использование")


def test_each_page_has_its_own_text(tmp_path: Path) -> None:
    pages = [Sheet((Text((f"лист номер {n}",)),)) for n in range(1, 4)]
    path = pdf(tmp_path / "дело.pdf", *pages)
    assert [words(path, n)[-1].text for n in (3, 1, 2)] == ["3", "1", "2"]


def test_text_outside_the_crop_box_has_no_place(tmp_path: Path) -> None:
    page = Sheet((Text(("Секретно",), y=50), Text(RUSSIAN)), crop=(0, 400, 595, 842))
    read = {w.text: w.quad for w in words(pdf(tmp_path / "дело.pdf", page))}
    assert read["Секретно"] is None and read["труда"] is not None


def test_a_page_without_text(tmp_path: Path) -> None:
    assert words(pdf(tmp_path / "пусто.pdf", Sheet())) == []


def test_a_page_that_takes_too_long_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer, "LAYER_SECONDS", 0.05)
    monkeypatch.setattr(layer, "_characters", lambda *_: time.sleep(60))
    path = pdf(tmp_path / "бомба.pdf", Sheet((Text(RUSSIAN),)))
    with pytest.raises(layer.LayerTooSlow):
        words(path)
