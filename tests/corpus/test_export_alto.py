"""ALTO as the schema has it, with hyphens, languages, confidences and layers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from exports import document, excerpts, made, page, reading
from lxml import etree

from corpus.export import Excerpt
from corpus.export.alto import NAMESPACE
from corpus.pages import Layer
from corpus.reading import Line, Reading, Source, Word

SCHEMA = Path(__file__).parents[2].parent / "shared" / "schemas" / "alto" / "alto-4-4.xsd"
TEXT = "О РЕЖИМЕ\n\nсодержания заключен-\nных в лагерях\nқағаз"
HOSTILE = '<img src=x> & "\x1b[31m" ]]> \u202eьрегал &amp; \x00'


def elements(alto: bytes, name: str) -> list[Any]:
    return list(etree.fromstring(alto).iter(f"{{{NAMESPACE}}}{name}"))


def attributes(alto: bytes, name: str, attribute: str) -> list[str | None]:
    return [element.get(attribute) for element in elements(alto, name)]


UNREAD = Reading("", source=Source.UNREAD, reason="Nothing was found to read on the page.")
SAMPLES = {
    "upright": [reading(TEXT)],
    "askew": [reading(TEXT, 2.5)],
    "upside down": [reading(TEXT, 180)],
    "plain text": [reading(TEXT, placed=False)],
    "several": [reading(TEXT), None, UNREAD, reading("барак", language="kk")],
    "hostile": [reading(HOSTILE)],
    "nothing": [None],
    "no words marked": [Reading("лагерь и барак\nбаня")],
}


@pytest.mark.skipif(not SCHEMA.is_file(), reason="../shared with the schemas is not here")
@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_written_is_valid(sample: str) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    about = document(source=f"a{HOSTILE}.pdf", title=HOSTILE, reference="Ф. 1. Оп. 2. Д. 3")
    written = made("alto", excerpts(*SAMPLES[sample], about=about))
    schema.assertValid(etree.fromstring(written))
    assert len(elements(written, "Page")) == len(SAMPLES[sample])


def test_a_divided_word_is_two_strings_and_a_hyphen() -> None:
    alto = made("alto", excerpts(reading(TEXT)))
    strings = {e.get("CONTENT"): e for e in elements(alto, "String")}
    assert list(strings) == [
        "О", "РЕЖИМЕ", "содержания", "заключен", "ных", "в", "лагерях", "қағаз",
    ]  # fmt: skip
    first, second = strings["заключен"], strings["ных"]
    assert (first.get("SUBS_TYPE"), second.get("SUBS_TYPE")) == ("HypPart1", "HypPart2")
    assert {first.get("SUBS_CONTENT"), second.get("SUBS_CONTENT")} == {"заключенных"}
    (hyphen,) = elements(alto, "HYP")
    before = hyphen.getprevious()
    assert (hyphen.get("CONTENT"), before.get("CONTENT")) == ("-", "заключен")
    assert strings["в"].get("SUBS_TYPE") is None


def test_blocks_lines_languages_and_confidences() -> None:
    alto = made("alto", excerpts(reading(TEXT, language="kk")))
    assert [len(block) for block in elements(alto, "TextBlock")] == [1, 3]
    assert attributes(alto, "TextLine", "LANG") == ["kk"] * 4
    assert attributes(alto, "Page", "LANG") == ["kk"]
    assert attributes(alto, "String", "WC")[:3] == ["0.750", "0.750", "0.760"]
    assert attributes(alto, "Page", "PC") == ["0.800"]


def test_places_are_pixels_and_those_askew_have_their_shape() -> None:
    upright, askew = (made("alto", excerpts(reading("лагерь", turned))) for turned in (0, 2.5))
    (string,) = elements(upright, "String")
    assert [string.get(k) for k in ("HPOS", "VPOS", "WIDTH", "HEIGHT")] == [
        "124.00", "526.20", "85.56", "28.06",
    ]  # fmt: skip
    assert elements(upright, "Polygon") == []
    (points,) = attributes(askew, "Polygon", "POINTS")
    assert points is not None
    assert len(points.split()) == 4
    assert attributes(upright, "MeasurementUnit", "x") == [None]
    assert elements(upright, "MeasurementUnit")[0].text == "pixel"


def test_plain_text_has_no_places() -> None:
    one = Excerpt(document(), page(size=(0, 0)), reading(TEXT))
    alto = made("alto", [one])
    for name in ("Page", "PrintSpace", "TextBlock", "TextLine", "String"):
        assert set(attributes(alto, name, "WIDTH")) == {None}
    assert elements(alto, "Shape") == []


def test_corrections_are_told_by_their_layer() -> None:
    corrected = reading("лагерь", source=Source.CORRECTED, engine="А. Иванова")
    layers = (Layer(Source.OCR, "tesseract 5", ""), Layer(Source.CORRECTED, "А. Иванова", ""))
    about = excerpts(None)[0].document
    alto = made(
        "alto",
        [
            Excerpt(about, page(1), reading("лагерь")),
            Excerpt(about, page(2), corrected, layers=layers),
        ],
    )
    steps = {e.get("ID"): [c.text or c[0].text for c in e] for e in elements(alto, "Processing")}
    assert steps == {
        "step1": ["contentGeneration", "ocr", "tesseract 5"],
        "step2": ["contentModification", "corrected", "А. Иванова"],
    }
    assert attributes(alto, "Page", "PROCESSINGREFS") == ["step1", "step1 step2"]


def test_what_a_word_may_also_be() -> None:
    words = (Word(0, 6, (), 0.5, ("лагерь", "ла герь")),)
    alto = made("alto", excerpts(Reading("пагерь", words, (Line(0, 6, "ru"),), Source.OCR)))
    assert [e.text for e in elements(alto, "ALTERNATIVE")] == ["лагерь", "ла герь"]


def test_hostile_text_is_text() -> None:
    alto = made("alto", excerpts(reading(HOSTILE)))
    assert [e.get("CONTENT") for e in elements(alto, "String")] == [
        "<img", "src=x>", "&", '"�[31m"', "]]>", "�ьрегал", "&amp;", "�",
    ]  # fmt: skip
