"""Names of scans: which of them number a file through, and which leaves they give."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.numbering import leaf_names, leaves, series


def in_order(names: str) -> str:
    return " ".join(p.name for p in series(Path(n) for n in names.split()))


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        ("0001.jpg 0002.jpg", "0001.jpg 0002.jpg"),
        ("10.jpg 9.jpg 8.jpg", "8.jpg 9.jpg 10.jpg"),
        ("IMG_0101.jpg img_0102.JPG", "IMG_0101.jpg img_0102.JPG"),
        ("дело15_001.tif дело15_002.tif", "дело15_001.tif дело15_002.tif"),
        (
            "л002.tif л001об.tif л001.tif л002об.tif",
            "л001.tif л001об.tif л002.tif л002об.tif",
        ),
        ("л1.tif л1об.tif", "л1.tif л1об.tif"),  # one leaf of two sides
        ("л1.tif л1а.tif л1а_об.tif л2.tif", "л1.tif л1а.tif л1а_об.tif л2.tif"),
        ("3r.png 3v.png 4r.png", "3r.png 3v.png 4r.png"),
        ("1.tif 2.tif 3.tif 5.tif", "1.tif 2.tif 3.tif 5.tif"),  # 4 of 5: a leaf is missing
        ("7.jp2 8.webp", "7.jp2 8.webp"),
    ],
)
def test_numbered_through(names: str, ordered: str) -> None:
    assert in_order(names) == ordered


@pytest.mark.parametrize(
    "names",
    [
        "0001.jpg",  # one is no series
        "0001.jpg 0003.jpg",  # half of them are missing
        "1.tif 2.tif 4.tif 6.tif",
        "p01_ru_ptserif__light200.jpg p02_kk_gnutw__faded300.jpg p03_ky_typed__heavy200.jpg",
        "p01_ru_light200.jpg p01_ru_faded200.jpg",
        "0001.jpg 0002.jpg обложка.jpg",
        "0001.jpg 0001.png",  # the same twice
        "а1.jpg б2.jpg",  # two series
        "письмо.jpg приказ.jpg",
        "20230115_103355.jpg 20230115_104712.jpg",  # when, not which
        "",
    ],
)
def test_not_numbered_through(names: str) -> None:
    assert in_order(names) == ""


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("л003.tif", "3"),
        ("л003об.tif", "3 об."),
        ("Л.15а об.tif", "15а об."),
        ("л15аоб.tif", "15а об."),
        ("л. 7 об..tif", "7 об."),
        ("лист_12.jpg", "12"),
        ("Ф.393_Оп.2_Д.15_л.003об.tif", "3 об."),
        ("Д15л3.tif", "3"),
        ("л14v.tif", "14 об."),
        ("л14r.tif", "14"),
        ("0003.tif", None),
        ("файл003.tif", None),
        ("л000.tif", None),
        ("л003-004.tif", "3, 4"),  # a spread
        ("л. 14об–15.tif", "14 об., 15"),
        ("л004-003.tif", None),
        ("дело15-016.tif", None),
        ("F393_op2_d15_003v.tif", "3 об."),
        ("F393_op2_d15_l3.tif", "3"),
        ("l003.tif", None),  # «l» may be anything
        ("лагерь3.tif", None),
    ],
)
def test_the_leaf_that_a_name_gives(name: str, given: str | None) -> None:
    found = leaf_names(Path(name))
    assert (", ".join(map(str, found)) or None) == given


def test_a_scan_of_several_pages_gives_no_leaf() -> None:
    shown = leaves([Path("л1.tif"), Path("л2.tif"), Path("3.tif")], [1, 2, 1])
    assert [[str(one) for one in page] for page in shown] == [["1"], [], [], []]
