from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from corpus.errors import InputFailed
from ingest import filetype, jpeg2000, pictures
from ingest.picture import Picture, likely_dpi

JPEG, PNG, TIFF = "image/jpeg", "image/png", "image/tiff"
JPEG_2000, WEBP = "image/jp2", "image/webp"


def corner(mode: str = "L", size: tuple[int, int] = (300, 400)) -> Image.Image:
    """White paper with a black corner at the top left."""
    image = Image.new("L", size, 255)
    image.paste(0, (0, 0, 60, 60))
    return image.convert(mode)


def is_black(picture: Picture, x: int, y: int) -> bool:
    return bool(picture.grey()[y, x] < 100)


@pytest.mark.parametrize(
    ("mode", "channels"),
    [("1", 2), ("L", 2), ("RGB", 3), ("RGBA", 3), ("LA", 3), ("P", 3), ("CMYK", 3), ("I;16", 2)],
)
def test_every_kind_of_image_becomes_black_on_white(
    tmp_path: Path, mode: str, channels: int
) -> None:
    path = tmp_path / "л. 15.tif"
    if mode == "I;16":
        Image.fromarray(np.asarray(corner()).astype(np.uint16) * 257).save(path)
    else:
        corner(mode).save(path)
    page = pictures.open_page(path, TIFF, 1)
    assert (page.width, page.height, page.pixels.ndim) == (300, 400, channels)
    assert is_black(page, 10, 10) and not is_black(page, 290, 390)


def test_transparency_is_paper(tmp_path: Path) -> None:
    path = tmp_path / "печать.png"
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(path)
    assert pictures.open_page(path, PNG, 1).grey().min() == 255


@pytest.mark.parametrize(
    ("orientation", "x", "y"), [(1, 10, 10), (3, 290, 390), (6, 390, 10), (8, 10, 290)]
)
def test_a_photo_is_turned_as_its_camera_was(
    tmp_path: Path, orientation: int, x: int, y: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "фото.jpg"
    corner().save(path, exif=exif, quality=95)
    assert is_black(pictures.open_page(path, JPEG, 1), x, y)


def test_every_image_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "дело.tif"
    first, *others = [Image.new("L", (200 + n, 300), 10 * n) for n in range(3)]
    first.save(path, save_all=True, append_images=others)
    assert pictures.count_pages(path, TIFF) == 3
    assert [pictures.open_page(path, TIFF, n).width for n in (1, 2, 3)] == [200, 201, 202]
    with pytest.raises(InputFailed, match="no page 4; the file has 3"):
        pictures.open_page(path, TIFF, 4)


def test_the_preview_in_a_phone_picture_is_no_page(tmp_path: Path) -> None:
    path = tmp_path / "фото.jpg"
    corner().save(path, "MPO", save_all=True, append_images=[corner(size=(30, 40))])
    assert pictures.count_pages(path, JPEG) == 1
    assert pictures.open_page(path, JPEG, 1).width == 300


@pytest.mark.parametrize(
    ("compression", "mode"),
    [
        ("group4", "1"),
        ("group3", "1"),
        ("tiff_lzw", "L"),
        ("tiff_lzw", "RGB"),
        ("jpeg", "RGB"),
        ("tiff_adobe_deflate", "L"),
        ("packbits", "1"),
    ],
)
def test_tiffs_of_every_compression_have_all_their_pages(
    tmp_path: Path, compression: str, mode: str
) -> None:
    path = tmp_path / "дело.tif"
    first, *others = [corner(mode, (300, 400 + n)) for n in range(3)]
    first.save(path, save_all=True, append_images=others, compression=compression)
    with Image.open(path) as image:
        assert image.info["compression"] == compression
    assert pictures.count_pages(path, TIFF) == 3
    for number in (1, 2, 3):
        page = pictures.open_page(path, TIFF, number)
        assert page.height == 399 + number and is_black(page, 10, 10)
        assert not is_black(page, 290, 390)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize(
    ("name", "media_type", "options"),
    [
        ("л003.jp2", JPEG_2000, {}),
        ("л003.j2k", JPEG_2000, {"irreversible": True}),
        ("л003.webp", WEBP, {"quality": 90}),
        ("л003.webp", WEBP, {"lossless": True}),
    ],
)
def test_jpeg_2000_and_webp_are_pages(
    tmp_path: Path, mode: str, name: str, media_type: str, options: dict[str, Any]
) -> None:
    path = tmp_path / name
    corner(mode).save(path, **options)
    assert filetype.media_type(path) == media_type
    assert pictures.count_pages(path, media_type) == 1
    page = pictures.open_page(path, media_type, 1)
    assert (page.width, page.height) == (300, 400)
    assert is_black(page, 10, 10) and not is_black(page, 290, 390)


def test_a_moving_webp_is_one_page(tmp_path: Path) -> None:
    path = tmp_path / "фото.webp"
    corner().save(path, save_all=True, append_images=[corner("L", (300, 400)).rotate(90)])
    assert pictures.count_pages(path, WEBP) == 1


@pytest.mark.parametrize("levels", [6, 2])
def test_a_huge_jpeg_2000_is_decoded_smaller(tmp_path: Path, levels: int) -> None:
    path = tmp_path / "карта.jp2"
    Image.new("L", (8000, 8000), 255).save(path, num_resolutions=levels)
    assert jpeg2000.levels(path) == levels - 1
    page = pictures.open_page(path, JPEG_2000, 1)
    assert (page.width, page.height) == (4000, 4000) and page.grey().min() == 255


def test_a_huge_jpeg_2000_without_levels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "карта.jp2"
    Image.new("RGB", (311, 311), "white").save(path, num_resolutions=1)
    small, large = (side.to_bytes(4, "big") for side in (311, 7200))  # as its header says
    path.write_bytes(path.read_bytes().replace(small, large))
    with pytest.raises(InputFailed, match="too large \\(7200 × 7200 pixels\\)"):
        pictures.open_page(path, JPEG_2000, 1)


@pytest.mark.parametrize(
    ("claimed", "dpi"),
    [((300, 300), 300), (None, 400 / 11.69), ((72, 72), 400 / 11.69), ((0, 0), 400 / 11.69)],
)
def test_resolution(tmp_path: Path, claimed: tuple[int, int] | None, dpi: float) -> None:
    path = tmp_path / "скан.jpg"
    image = corner().resize((3000, 4000))
    image.save(path, **({"dpi": claimed} if claimed else {}))
    assert pictures.open_page(path, JPEG, 1).dpi == pytest.approx(
        dpi if claimed == (300, 300) else dpi * 10, rel=0.01
    )


def test_a_strip_of_a_newspaper_is_not_taken_for_a_whole_sheet() -> None:
    assert likely_dpi(1200, 7900) == pytest.approx(145, abs=1)


def test_a_huge_jpeg_is_decoded_smaller(tmp_path: Path) -> None:
    path = tmp_path / "карта.jpg"
    Image.new("L", (20_000, 20_000), 255).save(path, dpi=(600, 600))
    page = pictures.open_page(path, JPEG, 1)
    assert page.width == page.height <= 4899
    assert page.dpi == pytest.approx(600 * page.width / 20_000, rel=0.01)


def test_a_huge_black_and_white_png_is_reduced(tmp_path: Path) -> None:
    path = tmp_path / "карта.png"
    Image.new("1", (20_000, 20_000), 1).save(path)
    page = pictures.open_page(path, PNG, 1)
    assert page.width == page.height <= 4899 and page.grey().min() == 255


def test_what_memory_cannot_hold_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "бомба.png"
    Image.new("RGB", (30_000, 10), "white").save(path)
    content = bytearray(path.read_bytes())
    content[20:24] = (30_000).to_bytes(4)  # the height that its header claims
    path.write_bytes(_with_checksum(content))
    with pytest.raises(InputFailed, match="too large \\(30000 × 30000 pixels\\)"):
        pictures.open_page(path, PNG, 1)


def _with_checksum(png: bytearray) -> bytes:
    from zlib import crc32

    png[29:33] = crc32(png[12:29]).to_bytes(4)
    return bytes(png)


@pytest.mark.parametrize("kept", [0.05, 0.5, 0.95])
@pytest.mark.parametrize(
    ("suffix", "media_type"), [("jpg", JPEG), ("png", PNG), ("tif", TIFF), ("webp", WEBP)]
)
def test_a_file_cut_off_is_damaged(
    tmp_path: Path, suffix: str, media_type: str, kept: float
) -> None:
    path = tmp_path / f"скан.{suffix}"
    noise = np.random.default_rng(1).integers(0, 255, (300, 300), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(InputFailed, match="The image is damaged"):
        pictures.open_page(path, media_type, 1)
