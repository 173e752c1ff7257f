from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sheets import scan

from corpus.reading import Reading, Source, Word
from ingest import legible, reader

#: Kazakh in the letters of 1929–1940.
LATIN_KAZAKH = (
    "Kɵktal ʙɵlimcesindegi tutqьndardьꞑ eꞑʙegin pajdalanuv",
    "tuvralь 1943 çьlƣь 25 nauvrьz № 41 1943 çьlƣь ʙirinci",
    "nauvrьzda ʙɵlimcede 2118 tutqьn esepte turdь. Olardьꞑ",
    "1406-sь ɵndiristegi çumьsqa cьƣarьldь, 312-si",
    "nauvqastьƣьna ʙajlanьstь çumьstan ʙosatьldь, qalƣandarь",
    "lagerdiꞑ ɵz caruvacьlьƣьnda istedi. Çumьsqa çaramdь",
    "tutqьndardьꞑ icinde əjelderdiꞑ sanь 487-ge çetti. Qьs ʙojь",
    "tutqьndar negizinen cɵp tasuvmen, qar toqtatuvmen çəne mal",
    "ʙaƣuvmen ajnalьstь. Eki ʙrijgada № 18 caxtanьꞑ çaꞑa",
    "oqpanьn qazuvƣa çiʙerildi. Caxtadaƣь çumьs ɵte auvьr",
)


def seen(words: str) -> Reading:
    """The reading of which a page's line in the table tells."""
    pairs = [word.rsplit("|", 1) for word in words.split(" ")]
    text, found = "", []
    for word, sure in pairs:
        found.append(Word(len(text), len(text) + len(word), (), int(sure) / 100))
        text += word + " "
    return Reading(text, tuple(found), source=Source.OCR)


PAGES = [
    line.split("\t")
    for line in Path(__file__).with_name("seen_by_ocr.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("page", "readable", "words"), PAGES, ids=[page[0] for page in PAGES])
def test_what_no_model_reads_is_told_from_what_is_only_worn(
    page: str, readable: str, words: str
) -> None:
    reason = legible.unreadable(seen(words))
    assert (not reason) == (readable == "yes")
    assert reason != legible.OTHER_LETTERS or page.startswith("yan")


@pytest.mark.parametrize(
    "text",
    [
        "УНКВД КССР ОЛП № 5 КАРЛАГ НКВД СССР ТЧК ЗПТ ВОХР УРЧ ППЧ КВЧ ГУЛАГ ОИТК ЦАРХ РККА",
        "Сөргенгә җибәрелгән кешеләр җир өйләрдә яшәгәннәр һәм тимер юл төзелешендә эшләгәннәр",
        "Zeslancy zyli w ziemiankach ciezko pracujac przy budowie kolei a zrodla sa nieliczne",
        "",
        "№ 47 1931",
    ],
)
def test_no_language_is_refused_for_being_strange(text: str) -> None:
    assert not legible.unreadable(Reading(text, source=Source.OCR))


@pytest.mark.ocr
def test_latin_kazakh_is_left_unread_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "газет.png"
    page = scan(LATIN_KAZAKH)
    Image.fromarray(np.asarray(page)[:900]).save(path, dpi=(200, 200))
    reading = reader.read_page(path, 1).reading
    assert (reading.source, reading.text, reading.words) == (Source.UNREAD, "", ())
    assert reading.reason == legible.OTHER_LETTERS and reading.engine
