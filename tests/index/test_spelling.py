"""Old, foreign and legacy letters: each row of the tables, and pages that have them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import Shelf

from corpus.reading import Reading
from index import Request, page_hits
from index.analysis.folding import exact
from index.analysis.fonts import as_meant
from index.analysis.language import language
from index.analysis.positions import positions
from index.analysis.russian import Russian
from index.analysis.tables import rows
from index.analysis.tokens import tokens

KAZAKH_FONT = "Тауарлар, ќызмет кґрсету жјне жўмыс ґткізуден заѕды тўлєалардан тїскен тїсімдер"
KYRGYZ_FONT = "Кыргыз Республикасынын єкмєтїнїн токтому: жаёы мыйзамдар кєп киши їчїн жазылган"
UKRAINIAN = "Київ є столицею України. Її населення їздить до цієї станції"
SERBIAN = "Српски језик је један од словенских језика, његова азбука има ђ и ћ"
OLD = "въ Семипалатинскѣ, при станціи, мірской приговоръ"
RUSSIAN = Russian()


@pytest.mark.parametrize("row", rows("stand_ins.tsv"), ids=lambda row: row["example"])
def test_a_letter_that_stands_in(row: dict[str, str]) -> None:
    found, meant = row["example"].split()
    assert row["letter"] in found
    assert exact(found) == meant
    assert exact(found.upper()) == meant


@pytest.mark.parametrize("row", rows("before_1918.tsv"), ids=lambda row: row["example"])
def test_a_rule_of_before_1918(row: dict[str, str]) -> None:
    old, modern = row["example"].split()
    lemmas = {lemma.text for lemma in RUSSIAN.lemmas(exact(old))}
    if row["part"] == "letter":
        assert exact(old) == modern
    assert RUSSIAN.lemmas(exact(modern))[0].text in lemmas


@pytest.mark.parametrize("row", rows("fonts.tsv"), ids=lambda row: row["example"])
def test_a_letter_of_a_font(row: dict[str, str]) -> None:
    page = {"kk": KAZAKH_FONT, "ky": KYRGYZ_FONT}[row["language"]]
    found, meant = row["example"].split()
    assert row["letter"] in found
    assert as_meant(f"{page} {found}").split()[-1] == meant


@pytest.mark.parametrize(
    ("page", "code", "changed"),
    [
        (KAZAKH_FONT, "kk", True),
        (KAZAKH_FONT.upper(), "kk", True),
        (f"{KAZAKH_FONT}\nПоступления от реализации товаров и услуг\n{KAZAKH_FONT}", "kk", True),
        (KYRGYZ_FONT, "ky", True),
        (UKRAINIAN, "und", False),
        (SERBIAN, "und", False),
        (OLD, "ru", True),
        ("Ещё моё житьё-бытьё", "ru", False),
        ("білім және ғылым", "kk", False),
        ("білім беретін мектептің объ-\nектілері", "kk", False),
        ("Ѳома бізге келді, ұлт", "kk", False),
        ("¥лт жұмысы", "kk", True),
        ("цена 100¥", "ru", False),
    ],
)
def test_a_page_is_read_as_it_was_meant(page: str, code: str, *, changed: bool) -> None:
    assert language(page) == code
    assert (as_meant(page) != page) == changed


@pytest.mark.parametrize(
    ("page", "query", "lit"),
    [
        (KAZAKH_FONT, "қызмет", ["ќызмет"]),
        (KAZAKH_FONT, "тұлға", ["тўлєалардан"]),
        (KAZAKH_FONT, "«қызмет көрсету және»", ["ќызмет кґрсету жјне"]),
        (KYRGYZ_FONT, "өкмөт", ["єкмєтїнїн"]),
        (KYRGYZ_FONT, "жаңы", ["жаёы"]),
        (UKRAINIAN, "Київ", ["Київ"]),
        ("¥лт, ӯлттың ҧлт", "ұлт", ["¥лт", "ӯлттың", "ҧлт"]),
        ("əкім Əкімге", "әкім", ["əкім", "Əкімге"]),
        ("iс бойынша", "іс", ["iс"]),
        ("бас\u00adқарма", "басқарма", ["бас\u00adқарма"]),
        ("Туркестанскаго края уѣздъ", "туркестанский", ["Туркестанскаго"]),
        ("Туркестанскаго края уѣздъ", "уезд", ["уѣздъ"]),
        ("Туркестанскаго края уѣздъ", "«края уезд»", ["края уѣздъ"]),
        ("Туркестанскаго края уѣздъ", "=уезд", ["уѣздъ"]),
        ("уездов Туркестана", "уѣздъ", ["уездов"]),
        (OLD, "мирской", ["мірской"]),
        (OLD, "станция", ["станціи"]),
    ],
)
def test_what_is_lit(shelf: Shelf, page: str, query: str, lit: list[str]) -> None:
    (document,) = shelf.put(page)
    hits = page_hits(shelf.collection, Request(query), document, 1)
    assert [hit.text for hit in hits] == lit


LETTERS = st.text(
    "".join({row["letter"] for row in rows("fonts.tsv") + rows("stand_ins.tsv")})
    + "ѣѳѵіъІЪѢ¥əiаеклнтАЁ -\n\u00ad\u0301",
    max_size=60,
)
PAGES = LETTERS | st.builds(
    lambda page, more: f"{page}\n{more}", st.sampled_from([KAZAKH_FONT, KYRGYZ_FONT, OLD]), LETTERS
)


@given(PAGES)
def test_what_was_meant_keeps_every_place(page: str) -> None:
    assert len(as_meant(page)) == len(page)
    assert as_meant(as_meant(page)) == as_meant(page)
    at = 0
    for token in tokens(page):
        assert at <= token.start < token.end <= len(page)
        at = token.end


@given(PAGES)
def test_positions_are_those_of_the_tokens(page: str) -> None:
    page = unicodedata.normalize("NFC", page)
    found = positions(Reading(page))
    assert [p.token for p in found] == list(tokens(page))


@given(LETTERS)
def test_comparing_twice_changes_nothing(word: str) -> None:
    assert exact(exact(word)) == exact(word)
