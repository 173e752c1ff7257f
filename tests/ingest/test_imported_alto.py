"""ALTO as different programs write it: units, hyphens, reading orders, confidences."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from corpus.reading import Reading, Source
from ingest.imported.reading import read

SCHEMAS = Path(__file__).parents[2].parent / "shared" / "schemas" / "alto"
SPACES = {
    "2-1": "http://www.loc.gov/standards/alto/ns-v2#",
    "3-1": "http://www.loc.gov/standards/alto/ns-v3#",
    "4-4": "http://www.loc.gov/standards/alto/ns-v4#",
}
#: Software as versions 2 and 3 name it, and since 4.
STEP = """<OCRProcessing ID="o"><ocrProcessingStep>{}</ocrProcessingStep></OCRProcessing>"""
SINCE_4 = """<Processing ID="o">{}</Processing>"""
SOFTWARE = """<processingSoftware><softwareCreator>ABBYY</softwareCreator>
<softwareName>FineReader</softwareName><softwareVersion>11</softwareVersion></processingSoftware>"""
#: A page of 2000 x 3000 units with two blocks of one line each.
BLOCKS = """
<TextBlock ID="b1" {first} HPOS="200" VPOS="300" WIDTH="1000" HEIGHT="40">
 <TextLine ID="l1" HPOS="200" VPOS="300" WIDTH="1000" HEIGHT="40">
  <String ID="s1" CONTENT="Начальнику" HPOS="200" VPOS="300" WIDTH="400" HEIGHT="40" WC="0.9"/>
  <SP HPOS="600" VPOS="300" WIDTH="20"/>
  <String ID="s2" CONTENT="лагеря" HPOS="620" VPOS="300" WIDTH="300" HEIGHT="40" WC="0.7"/>
 </TextLine>
</TextBlock>
<TextBlock ID="b2" {second} HPOS="200" VPOS="600" WIDTH="1000" HEIGHT="40">
 <TextLine ID="l2" HPOS="200" VPOS="600" WIDTH="1000" HEIGHT="40">
  <String ID="s3" CONTENT="рапорт" HPOS="200" VPOS="600" WIDTH="400" HEIGHT="40"/>
 </TextLine>
</TextBlock>"""


def alto(
    folder: Path,
    blocks: str,
    *,
    version: str = "4-4",
    unit: str = "pixel",
    order: str = "",
    size: str = 'WIDTH="2000" HEIGHT="3000"',
    pages: int = 1,
) -> Path:
    step = (SINCE_4 if version == "4-4" else STEP).format(SOFTWARE)
    content = blocks.format(first="", second="") if "{first}" in blocks else blocks
    page = f"""<Page ID="p{{n}}" PHYSICAL_IMG_NR="{{n}}" {size}>
        <PrintSpace ID="ps{{n}}" HPOS="0" VPOS="0" WIDTH="2000" HEIGHT="3000">{content}</PrintSpace>
        </Page>"""
    path = folder / "л003.xml"
    path.write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
        <alto xmlns="{SPACES[version]}"><Description>
        <MeasurementUnit>{unit}</MeasurementUnit>{step}</Description>{order}
        <Layout>{"".join(page.replace("{n}", str(n)) for n in range(1, pages + 1))}</Layout></alto>
        """,
        encoding="utf-8",
    )
    return path


def words(reading: Reading) -> list[str]:
    return [reading.text[w.start : w.end] for w in reading.words]


@pytest.mark.parametrize("version", SPACES)
def test_words_have_their_places_and_confidences(tmp_path: Path, version: str) -> None:
    path = alto(tmp_path, BLOCKS, version=version)
    if (schema := SCHEMAS / f"alto-{version}.xsd").exists():
        etree.XMLSchema(etree.parse(schema)).assertValid(etree.parse(path))
    reading = read(path, 1, 1000, 1500)
    assert reading.text == "Начальнику лагеря\n\nрапорт"
    assert (reading.source, reading.engine) == (Source.IMPORTED, "FineReader 11")
    assert [line.language for line in reading.lines] == ["ru", "ru"]
    first, second, third = reading.words
    (left_top, _, right_bottom, _) = second.quads[0]
    assert (left_top, right_bottom) == ((0.31, 0.1), (0.46, 340 / 3000))
    assert (first.confidence, second.confidence, third.confidence) == (0.9, 0.7, None)
    assert reading.confidence == pytest.approx(0.8)


@pytest.mark.parametrize("unit", ["pixel", "mm10", "inch1200"])
def test_places_are_fractions_whatever_the_unit(tmp_path: Path, unit: str) -> None:
    (first, *_) = read(alto(tmp_path, BLOCKS, unit=unit), 1, 210, 315).words
    assert first.quads[0][2] == pytest.approx((0.3, 340 / 3000))


def test_a_page_without_a_size_has_that_of_its_print_space(tmp_path: Path) -> None:
    (first, *_) = read(alto(tmp_path, BLOCKS, size=""), 1, 210, 315).words
    assert first.quads[0][2] == pytest.approx((0.3, 340 / 3000))


HYPHENATED = """<TextBlock ID="b1" HPOS="0" VPOS="0" WIDTH="900" HEIGHT="90">
<TextLine HPOS="100" VPOS="100" WIDTH="500" HEIGHT="40">
 <String CONTENT="заклю" SUBS_TYPE="HypPart1" SUBS_CONTENT="заключенных"
   HPOS="100" VPOS="100" WIDTH="200" HEIGHT="40" WC="0.9"/>{hyphen}</TextLine>
<TextLine HPOS="100" VPOS="200" WIDTH="500" HEIGHT="40">
 <String CONTENT="ченных" SUBS_TYPE="HypPart2" SUBS_CONTENT="заключенных"
   HPOS="100" VPOS="200" WIDTH="200" HEIGHT="40" WC="0.8"/></TextLine></TextBlock>"""


@pytest.mark.parametrize(
    ("hyphen", "text", "right"),
    [
        ('<HYP CONTENT="-" HPOS="310" VPOS="115" WIDTH="20" HEIGHT="5"/>', "заклю-\nченных", 330),
        ('<HYP CONTENT="¬" HPOS="310" VPOS="115" WIDTH="20"/>', "заклю¬\nченных", 300),
        ('<HYP CONTENT="&#xAD;"/>', "заклю\u00ad\nченных", 300),
        ("", "заклю\u00ad\nченных", 300),
    ],
)
def test_a_divided_word_stays_as_on_paper(
    tmp_path: Path, hyphen: str, text: str, right: int
) -> None:
    reading = read(alto(tmp_path, HYPHENATED.format(hyphen=hyphen)), 1, 2, 3)
    assert reading.text == text
    (word,) = reading.words
    assert len(word.quads) == 2 and word.confidence == 0.8
    assert word.quads[0][1] == pytest.approx((right / 2000, 100 / 3000))


def test_a_hyphen_that_the_string_has_is_not_doubled(tmp_path: Path) -> None:
    path = alto(tmp_path, HYPHENATED.format(hyphen="").replace('"заклю"', '"заклю-"'))
    assert read(path, 1, 2, 3).text == "заклю-\nченных"


@pytest.mark.parametrize(
    ("order", "blocks"),
    [
        ("", BLOCKS.format(first='IDNEXT="b1"', second='IDNEXT="b2"')),  # a circle
        ("", BLOCKS.format(first="", second="")),
    ],
)
def test_without_an_order_blocks_stand_as_they_come(
    tmp_path: Path, order: str, blocks: str
) -> None:
    assert read(alto(tmp_path, blocks, order=order), 1, 2, 3).text.endswith("рапорт")


GROUP = """<ReadingOrder><OrderedGroup ID="g">
<ElementRef ID="r1" REF="{}"/><ElementRef ID="r2" REF="{}"/></OrderedGroup></ReadingOrder>"""


@pytest.mark.parametrize(
    ("order", "first", "second"),
    [
        (GROUP.format("b2", "b1"), "", ""),
        (GROUP.format("l2", "l1"), "", ""),
        ("", "", 'IDNEXT="b1"'),
    ],
)
def test_the_order_that_the_file_gives_is_kept(
    tmp_path: Path, order: str, first: str, second: str
) -> None:
    blocks = BLOCKS.format(first=first, second=second)
    assert read(alto(tmp_path, blocks, order=order), 1, 2, 3).text.startswith("рапорт")


def test_margins_stand_around_the_text(tmp_path: Path) -> None:
    path = alto(tmp_path, BLOCKS)
    margin = """<{0} ID="m{0}"><TextBlock ID="b{0}"><TextLine><String CONTENT="{0}"/></TextLine>
    </TextBlock></{0}>"""
    margins = margin.format("BottomMargin") + margin.format("TopMargin")
    path.write_text(path.read_text().replace("</PrintSpace>", f"</PrintSpace>{margins}"))
    text = read(path, 1, 2, 3).text
    assert text.split("\n\n") == ["TopMargin", "Начальнику лагеря", "рапорт", "BottomMargin"]


def test_a_line_in_one_string_is_divided(tmp_path: Path) -> None:
    """As kraken and eScriptorium write lines, with the outline on the line alone."""
    line = """<TextBlock ID="b1"><TextLine ID="l1" BASELINE="100 140 500 140"
    ><Shape><Polygon POINTS="100 100 500 100 500 150 100 150"/></Shape>
    <String CONTENT="Приказ о хлебе"/></TextLine></TextBlock>"""
    reading = read(alto(tmp_path, line), 1, 2, 3)
    assert words(reading) == ["Приказ", "о", "хлебе"]
    lefts = [w.quads[0][0][0] * 2000 for w in reading.words]
    assert lefts == pytest.approx([100, 100 + 400 * 7 / 14, 100 + 400 * 9 / 14])


@pytest.mark.parametrize(
    ("given", "meant"), [("0.5", 0.5), ("93", 0.93), ("1", 1.0), ("nan", None)]
)
def test_confidences_in_percent_are_understood(
    tmp_path: Path, given: str, meant: float | None
) -> None:
    path = alto(tmp_path, BLOCKS)
    path.write_text(path.read_text().replace('WC="0.9"', f'WC="{given}"'))
    assert read(path, 1, 2, 3).words[0].confidence == meant


def test_every_page_of_a_file_is_one(tmp_path: Path) -> None:
    path = alto(tmp_path, BLOCKS, pages=3)
    assert read(path, 3, 2, 3).text == read(path, 1, 2, 3).text
