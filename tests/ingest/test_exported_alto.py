"""There and back: an exported ALTO file, taken for the OCR beside the scan, gives the same page."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from exports import HEIGHT, WIDTH, excerpts, made, reading

from corpus.export.parts import parts
from corpus.reading import Quad, Reading, Source
from ingest.imported.reading import read

TEXT = """ПРИКАЗ № 651

о режиме содержания заключен-
ных в лагерях «Карлага» (1930–1956 гг.)
Қарағанды облысы ұлттық ғылым
Түрмөдөгүлөрдүн эмгеги – күндөлүк"""


def back(layer: Reading, folder: Path) -> Reading:
    path = folder / "л003.xml"
    path.write_bytes(made("alto", excerpts(layer)))
    return read(path, 1, WIDTH, HEIGHT)


def farthest(one: Quad, other: Quad) -> float:
    """The greatest distance of two corners, in pixels."""
    return max(
        math.hypot((x - u) * WIDTH, (y - v) * HEIGHT)
        for (x, y), (u, v) in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("turned", [0, 1.5, -2.5, 10])
def test_the_same_words_stand_at_the_same_places(tmp_path: Path, turned: float) -> None:
    layer = reading(TEXT, turned)
    again = back(layer, tmp_path)
    assert again.text == layer.text
    assert [(w.start, w.end) for w in again.words] == [(w.start, w.end) for w in layer.words]
    assert [w.confidence for w in again.words] == pytest.approx(
        [w.confidence for w in layer.words], abs=0.001
    )
    for one, other in zip(parts(layer), parts(again), strict=True):
        assert one.quad is not None
        assert other.quad is not None
        assert farthest(one.quad, other.quad) < 1.0, one.text
    assert (again.source, again.engine) == (Source.IMPORTED, "tesseract 5")


def test_a_soft_hyphen_is_kept(tmp_path: Path) -> None:
    assert back(reading("заключен\u00ad\nных"), tmp_path).text == "заключен\u00ad\nных"
