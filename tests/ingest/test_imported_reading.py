"""When an OCR file is not a page's reading: another page's, broken, hostile, none at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_imported_alto import BLOCKS, alto
from test_imported_hocr import PAGE, hocr
from test_imported_pagexml import page

from ingest.imported import elements
from ingest.imported.reading import Unusable, read

#: Nine levels of ten, in the text and in an attribute.
BOMB = """<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a0 "лагерь">{}]>
<alto><Layout><Page WIDTH="2" HEIGHT="3"><PrintSpace><TextBlock><TextLine>
<String CONTENT="{}"/>{}</TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""
LEVELS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY x SYSTEM "{}">]>
<alto><Layout><Page WIDTH="2" HEIGHT="3"><PrintSpace><TextBlock><TextLine>
<String CONTENT="слово"/>&x;</TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""


def refusal(path: Path, number: int = 1, width: float = 2000, height: float = 3000) -> str:
    with pytest.raises(Unusable) as unusable:
        read(path, number, width, height)
    return unusable.value.reason


@pytest.mark.parametrize(
    ("width", "height", "taken"),
    [
        (2000, 3000, True),
        (1467, 2200, True),  # as displayed
        (2000, 3050, True),  # a border was cut off
        (2000, 3100, False),
        (3000, 2000, False),  # turned since
    ],
)
def test_the_page_must_have_the_shape_of_the_scan(
    tmp_path: Path, width: int, height: int, taken: bool
) -> None:
    path = alto(tmp_path, BLOCKS)
    if taken:
        assert read(path, 1, width, height).text
    else:
        assert refusal(path, 1, width, height) == elements.ANOTHER_SIZE


def test_words_must_stand_on_the_page(tmp_path: Path) -> None:
    path = alto(tmp_path, BLOCKS, size='WIDTH="200" HEIGHT="300"')
    assert refusal(path) == elements.ANOTHER_SIZE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", elements.UNKNOWN),
        (b"\x00\x01\x02" * 99, elements.UNKNOWN),
        (b"<mets><file/></mets>", elements.UNKNOWN),
        (b"<html><body><p>A page of the web</p></body></html>", elements.UNKNOWN),
        (b"<alto><Layout></Layout></alto>", elements.UNKNOWN),
        (b"<alto><Layout><Page>", elements.DAMAGED),
        (b"<html>" + bytes(range(256)) * 9, elements.DAMAGED),
        (b"<alto><Layout><Page/></Layout></alto>", elements.NO_SIZE),
        (b'<alto><Page WIDTH="-2" HEIGHT="-3"/></alto>', elements.NO_SIZE),
        (b'<alto><Page WIDTH="nan" HEIGHT="3"/></alto>', elements.NO_SIZE),
        (b'<alto><Page WIDTH="2" HEIGHT="3"/></alto>', elements.NO_TEXT),
        (b"<alto>" + b"<Page>" * 100_000, elements.DAMAGED),
    ],
)
def test_the_reason_is_said(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "0001.xml"
    path.write_bytes(content)
    assert refusal(path) == reason


def test_a_page_that_the_file_lacks_has_no_text(tmp_path: Path) -> None:
    assert refusal(alto(tmp_path, BLOCKS), number=2) == elements.NO_TEXT


def test_a_file_cut_off_is_damaged(tmp_path: Path) -> None:
    path = alto(tmp_path, BLOCKS)
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path) == elements.DAMAGED


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "0001.xml"
    with path.open("wb") as file:
        file.truncate(elements.MOST_BYTES + 1)
    assert refusal(path) == elements.TOO_LARGE


@pytest.mark.parametrize(("attribute", "text"), [("&a9;", ""), ("", "&a9;"), ("&a1;", "")])
def test_entities_are_refused(tmp_path: Path, attribute: str, text: str) -> None:
    path = tmp_path / "0001.xml"
    path.write_text(BOMB.format(LEVELS, attribute, text), encoding="utf-8")
    assert refusal(path, 1, 2, 3) in {elements.DAMAGED, elements.UNKNOWN}


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("<String CONTENT='тайна'/>", encoding="utf-8")
    path = tmp_path / "0001.xml"
    path.write_text(OUTSIDE.format(secret.as_uri()), encoding="utf-8")
    assert refusal(path, 1, 2, 3) == elements.UNKNOWN
    included = """<TextBlock><TextLine><xi:include xmlns:xi="http://www.w3.org/2001/XInclude"
    href="{}"/><String CONTENT="слово"/></TextLine></TextBlock>"""
    assert read(alto(tmp_path, included.format(secret.as_uri())), 1, 2, 3).text == "слово"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["alto", "page", "hocr"]),
    cut=st.tuples(st.integers(0, 1500), st.integers(0, 40)),
    put=st.sampled_from([b"", b'"', b"<", b"</", b"1e999", b"-", b"\xff\xfe", b">", b" x,y "]),
)
def test_a_file_broken_anywhere_is_read_or_refused(
    tmp_path: Path, kind: str, cut: tuple[int, int], put: bytes
) -> None:
    made = {"alto": lambda: alto(tmp_path, BLOCKS), "page": lambda: page(tmp_path)}
    path = made.get(kind, lambda: hocr(tmp_path, PAGE))()
    whole = path.read_bytes()
    start, length = cut
    path.write_bytes(whole[:start] + put + whole[start + length :])
    try:
        reading = read(path, 1, 2, 3)
    except Unusable as unusable:
        assert unusable.reason
    else:
        places = [v for w in reading.words for quad in w.quads for point in quad for v in point]
        assert all(0 <= v <= 1 for v in places)
