from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from corpus.errors import BadUse
from ingest import display
from ingest.picture import Picture, as_pixels


def page(width: int, height: int, *channels: int) -> Picture:
    return Picture(as_pixels(np.full((height, width, *channels), 200)), 300)


@pytest.mark.parametrize(
    ("scan", "shown"),
    [((2480, 3508), (1555, 2200)), ((3508, 2480), (2200, 1555)), ((600, 800), (600, 800))],
)
def test_the_longer_side_is_at_most_2200(scan: tuple[int, int], shown: tuple[int, int]) -> None:
    picture = display.displayed(page(*scan))
    assert (picture.width, picture.height) == shown


@pytest.mark.parametrize(("channels", "mode"), [((), "L"), ((3,), "RGB")])
def test_grey_stays_grey_and_colour_colour(
    tmp_path: Path, channels: tuple[int, ...], mode: str
) -> None:
    target = tmp_path / "страница" / "1.jpg"
    display.write(display.thumbnail(page(1000, 1400, *channels)), target)
    with Image.open(target) as image:
        assert (image.format, image.mode, image.width) == ("JPEG", mode, 216)


def test_a_failed_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "1.jpg"
    target.write_bytes(b"as it was")

    def disk_full(self: Image.Image, file: object, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Image.Image, "save", disk_full)
    with pytest.raises(BadUse, match="disk is full"):
        display.write(page(100, 100), target)
    assert target.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [target]
