"""PAGE XML as Transkribus, OCR-D and others write it: polygons, baselines, reading orders."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from lxml import etree

from corpus.reading import Source
from ingest.imported.reading import read

SCHEMAS = Path(__file__).parents[2].parent / "shared" / "schemas" / "page"
VERSIONS = {
    "2013-07-15": None,
    "2019-07-15": "pagecontent-2019-07-15.xsd",
    "2024-07-15": "pagecontent-latest.xsd",
}
REGIONS = """
<TextRegion id="r1"><Coords points="100,100 900,100 900,200 100,200"/>
 <TextLine id="l1"><Coords points="100,100 900,100 900,200 100,200"/>
  <Word id="w1"><Coords points="100,100 300,100 300,200 100,200"/>
   <TextEquiv conf="0.9"><Unicode>Еңбек</Unicode></TextEquiv></Word>
  <Word id="w2"><Coords points="320,110 400,100 500,100 500,200 320,200"/>
   <TextEquiv index="1"><Unicode>жұмыс</Unicode></TextEquiv>
   <TextEquiv index="0" conf="0.6"><Unicode>жұмысы</Unicode></TextEquiv></Word>
  <TextEquiv><Unicode>Еңбек жұмысы</Unicode></TextEquiv>
 </TextLine></TextRegion>
<TextRegion id="r2"><Coords points="100,300 900,300 900,400 100,400"/>
 <TextLine id="l2"><Coords points="100,300 900,300 900,400 100,400"/>
  <TextEquiv><Unicode>тізім мен</Unicode></TextEquiv></TextLine></TextRegion>"""


def page(
    folder: Path,
    regions: str = REGIONS,
    *,
    order: str = "",
    version: str = "2019-07-15",
    items: str = "",
) -> Path:
    path = folder / "0001.xml"
    path.write_text(
        f"""<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/{version}">
        <Metadata><Creator>Transkribus</Creator><Created>2020-01-01T00:00:00</Created>
        <LastChange>2020-01-01T00:00:00</LastChange>{items}</Metadata>
        <Page imageFilename="0001.jpg" imageWidth="1000" imageHeight="1500">{order}{regions}</Page>
        </PcGts>""",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("version", VERSIONS)
def test_words_have_their_places_and_confidences(tmp_path: Path, version: str) -> None:
    path = page(tmp_path, version=version)
    schema = SCHEMAS / str(VERSIONS[version])
    if schema.exists():
        etree.XMLSchema(etree.parse(schema)).assertValid(etree.parse(path))
    reading = read(path, 1, 500, 750)
    assert reading.text == "Еңбек жұмысы\n\nтізім мен"
    assert (reading.source, reading.engine) == (Source.IMPORTED, "Transkribus")
    assert reading.languages == ("kk",)
    first, second, third, fourth = reading.words
    assert (first.confidence, second.confidence, third.confidence) == (0.9, 0.6, None)
    assert reading.confidence == pytest.approx(0.75)
    # a polygon is surrounded by a quad; a line without words is shared out by letters
    assert second.quads[0][0] == pytest.approx((0.32, 100 / 1500))
    assert fourth.quads[0][0] == pytest.approx((0.1 + 0.8 * 6 / 9, 0.2))
    assert fourth.quads[0][2] == pytest.approx((0.9, 400 / 1500))


def test_the_last_step_of_processing_is_the_engine(tmp_path: Path) -> None:
    items = """<MetadataItem type="processingStep" name="1" value="binarize"/>
    <MetadataItem type="processingStep" name="2" value="ocrd-calamari-recognize"/>
    <MetadataItem type="other" name="3" value="mets.xml"/>"""
    assert read(page(tmp_path, items=items), 1, 2, 3).engine == "ocrd-calamari-recognize"


@pytest.mark.parametrize(
    "order",
    [
        """<OrderedGroup id="g"><RegionRefIndexed index="1" regionRef="r1"/>
        <RegionRefIndexed index="0" regionRef="r2"/></OrderedGroup>""",
        """<UnorderedGroup id="g"><OrderedGroup id="h"><RegionRefIndexed index="0" regionRef="r2"/>
        </OrderedGroup><RegionRef regionRef="r1"/></UnorderedGroup>""",
        """<OrderedGroup id="g"><UnorderedGroupIndexed id="h" index="2"><RegionRef regionRef="r1"/>
        </UnorderedGroupIndexed><RegionRefIndexed index="0" regionRef="r2"/></OrderedGroup>""",
        # what no order names follows at the end
        """<OrderedGroup id="g"><RegionRefIndexed index="0" regionRef="r2"/></OrderedGroup>""",
    ],
)
def test_the_order_that_the_file_gives_is_kept(tmp_path: Path, order: str) -> None:
    path = page(tmp_path, order=f"<ReadingOrder>{order}</ReadingOrder>")
    assert read(path, 1, 2, 3).text == "тізім мен\n\nЕңбек жұмысы"


def test_words_on_a_leaning_line_lean(tmp_path: Path) -> None:
    """A baseline that falls by 100 in 800; the quads of its words run along it."""
    region = """<TextRegion id="r"><Coords points="0,0 1,1"/><TextLine id="l">
    <Coords points="100,100 900,200 900,260 100,160"/><Baseline points="100,150 500,200 900,250"/>
    <TextEquiv><Unicode>труд зэка</Unicode></TextEquiv></TextLine></TextRegion>"""
    (_, word) = read(page(tmp_path, region), 1, 1000, 1500).words
    (x0, y0), (x1, y1), *_ = word.quads[0]
    assert math.atan2((y1 - y0) * 1500, (x1 - x0) * 1000) == pytest.approx(math.atan2(100, 800))
    assert y0 * 1500 > 130


def test_a_quad_of_four_corners_leans_with_them(tmp_path: Path) -> None:
    corners = [(100, 100), (300, 120), (298, 140), (98, 120)]
    for turn in range(4):  # whichever corner comes first
        points = " ".join(f"{x},{y}" for x, y in corners[turn:] + corners[:turn])
        region = f"""<TextRegion id="r"><Coords points="0,0 1,1"/><TextLine id="l">
        <Coords points="0,0 1,1"/><Word id="w"><Coords points="{points}"/>
        <TextEquiv><Unicode>барак</Unicode></TextEquiv></Word></TextLine></TextRegion>"""
        (word,) = read(page(tmp_path, region), 1, 1000, 1500).words
        places = [(x * 1000, y * 1500) for x, y in word.quads[0]]
        assert places == [pytest.approx(corner, abs=0.1) for corner in corners]


def test_a_region_without_lines_is_shared_out(tmp_path: Path) -> None:
    region = """<TextRegion id="r"><Coords points="100,100 900,100 900,300 100,300"/><TextEquiv>
    <Unicode>первая строка\nвторая</Unicode></TextEquiv></TextRegion>"""
    reading = read(page(tmp_path, region), 1, 1000, 1500)
    assert reading.text == "первая строка\nвторая"
    assert reading.words[2].quads[0][0] == pytest.approx((0.1, 200 / 1500))


def test_a_hyphen_of_transkribus_divides_a_word(tmp_path: Path) -> None:
    region = """<TextRegion id="r"><Coords points="0,0 9,9"/>
    <TextLine id="a"><Coords points="10,10 90,10 90,20 10,20"/>
     <TextEquiv><Unicode>о заклю¬</Unicode></TextEquiv></TextLine>
    <TextLine id="b"><Coords points="10,30 90,30 90,40 10,40"/>
     <TextEquiv><Unicode>ченных</Unicode></TextEquiv></TextLine></TextRegion>"""
    reading = read(page(tmp_path, region), 1, 1000, 1500)
    assert [reading.text[w.start : w.end] for w in reading.words] == ["о", "заклю¬\nченных"]
    assert len(reading.words[1].quads) == 2


def test_cells_of_tables_are_read(tmp_path: Path) -> None:
    cell = """<TextRegion id="c{0}"><Coords points="0,0 9,9"/><TextLine id="l{0}">
    <Coords points="10,{0}0 90,{0}0 90,{0}9 10,{0}9"/>
    <TextEquiv><Unicode>графа {0}</Unicode></TextEquiv></TextLine></TextRegion>"""
    table = f"""<TableRegion id="t"><Coords points="0,0 9,9"/>{cell.format(1)}{cell.format(2)}
    </TableRegion>"""
    assert read(page(tmp_path, table), 1, 2, 3).text == "графа 1\n\nграфа 2"
