"""Days and Roman numerals: however they are written, they find each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import Shelf

from corpus.reading import Reading
from index import Request, page_hits, search
from index.analysis.days import MOST_WORDS, days
from index.analysis.numerals import numerals
from index.analysis.positions import positions
from index.analysis.tables import rows
from index.answer import Kind
from index.query.parse import parse

#: the same day as documents write it, and what is lit
WRITTEN = [
    ("приказ от 17.IX.1931 о побеге", "17.IX.1931"),
    ("приказ от 17/IX-31 г. о побеге", "17/IX-31 г"),
    ("приказ от 17/1Х-31 г. о побеге", "17/1Х-31 г"),
    ("приказ от 17.09.1931 о побеге", "17.09.1931"),
    ("приказ от 17.9.31 г. о побеге", "17.9.31 г"),
    ("приказ от 17.09.31 о побеге", "17.09.31"),
    ("приказ от 17 сентября 1931 года о побеге", "17 сентября 1931 года"),
    ("приказ от «17» сентября 1931 г. о побеге", "17» сентября 1931 г"),
    ("приказ от 17-го сентября\n1931 г. о побеге", "17-го сентября\n1931 г"),
    ("1931 жылғы 17 қыркүйек күні", "1931 жылғы 17 қыркүйек"),
    ("1931 жылдың 17 қыркүйегінде шыққан бұйрық", "1931 жылдың 17 қыркүйегінде"),
    ("1931-ж. 17-сентябрь, буйрук", "1931-ж. 17-сентябрь"),
    ("1931-жылдын 17-сентябрында чыккан буйрук", "1931-жылдын 17-сентябрында"),
    ("1931-09-17", "1931-09-17"),
]
#: what is no such day
OTHERS = [
    "приказ от 18 сентября 1931 г.",
    "приказ № 17 от сентября 1931 г.",
    "17.09.1932",
    "17 листов, сентябрь 1931 г.",
]
QUERIES = [
    "17.IX.1931",
    "17/IX-31 г.",
    "17/IX-31",
    "17.09.1931",
    "17 сентября 1931",
    "«17» сентября 1931 г.",
    "1931 жылғы 17 қыркүйек",
    "1931-ж. 17-сентябрь",
    "1931-09-17",
]
NUMERALS = [
    ("резолюция ХУП съезда", "XVII съезд", ["ХУП", "съезда"]),
    ("резолюция XVII съезда", "ХУП съезд", ["XVII", "съезда"]),
    ("за Ш квартал 1937 г.", "III квартал", ["Ш", "квартал"]),
    ("за III квартал", "Ш квартал", ["III", "квартал"]),
    ("за Ш квартал", "Ш квартал", ["Ш", "квартал"]),
    ("план на 1У квартал", "IV квартал", ["1У", "квартал"]),
    ("Х1Х ғасырдың басы", "XIX ғасыр", ["Х1Х", "ғасырдың"]),
    ("Х1Х кылымдын башы", "XIX кылым", ["Х1Х", "кылымдын"]),
    ("подпункт П и Ш", "III", []),
]


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    pages = [page for page, _ in WRITTEN] + OTHERS + [page for page, _, _ in NUMERALS]
    return shelves(*pages)


def lit(shelf: Shelf, row: int, query: str) -> list[str]:
    hits = page_hits(shelf.collection, Request(query), shelf.ids[row], 1)
    return [hit.text for hit in hits]


@pytest.mark.parametrize("query", QUERIES)
def test_a_day_in_any_writing_finds_it_in_any_other_and_lights_it_whole(
    shelf: Shelf, query: str
) -> None:
    wanted = {shelf.ids[row]: text for row, (_, text) in enumerate(WRITTEN)}
    found = search(shelf.collection, Request(query, limit=99)).hits
    assert {hit.document: hit.boxes[0].text for hit in found} == wanted
    assert all(hit.page_occurrences == (1,) for hit in found)


@pytest.mark.parametrize(
    ("row", "query", "found"),
    [
        (6, "сентябрь", ["сентября"]),
        (6, "1931", ["1931"]),
        (6, "«17 сентября 1931»", ["17 сентября 1931"]),
        (6, "«от 17 сентября»", ["от 17 сентября"]),
        (0, "«17 сентября 1931»", []),  # a phrase has these words only
        (9, "қыркүйек", ["қыркүйек"]),
        (9, "[17 қыркүйек күні]", ["17 қыркүйек күні"]),
        (11, "сентябрь", ["17-сентябрь"]),
        (0, "приказ 17.09.1931", ["приказ", "17.IX.1931"]),
        (0, "приказ НЕ 17.09.1931", []),
        (0, "=17.09.1931", []),
        (3, "=17.09.1931", ["17", "09", "1931"]),
    ],
)
def test_the_words_of_a_date_stay_words(
    shelf: Shelf, row: int, query: str, found: list[str]
) -> None:
    assert lit(shelf, row, query) == found


@pytest.mark.parametrize(
    ("row", "query", "found"), [(n, q, f) for n, (_, q, f) in enumerate(NUMERALS)]
)
def test_a_numeral_typed_in_cyrillic(shelf: Shelf, row: int, query: str, found: list[str]) -> None:
    assert lit(shelf, len(WRITTEN) + len(OTHERS) + row, query) == found


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("17 сентября 1931 г.", "1931-09-17"),
        ("приказ от 17/IX-31 г. о побеге", "приказ от 1931-09-17 о побеге"),
        ("«17» сентября 1931", "1931-09-17"),
        ("«17 сентября 1931»", "«17 сентября 1931»"),
        ("[17 сентября 1931]", "[17 сентября 1931]"),
        ("31 февраля 1931", "31 февраля 1931"),
        ("Ш квартал", "III квартал"),
        ("Ш", "Ш"),
    ],
)
def test_a_date_in_a_query_is_shown_as_understood(query: str, understood: str) -> None:
    tree = parse(query).tree
    assert str(tree) == understood
    assert parse(str(tree)).tree == tree


def test_the_century_of_a_short_year_is_that_of_the_document() -> None:
    page = Reading("приказ 17/IX-87 г.")
    assert "l1887-09-17/3" in stored(page, (1885, 1889))
    assert "l1987-09-17/3" in stored(page, None)


def stored(page: Reading, years: tuple[int, int] | None) -> set[str]:
    return {str(term) for position in positions(page, years) for term in position.terms}


@pytest.mark.parametrize("row", rows("numeral_words.tsv"), ids=lambda row: row["example"])
def test_each_word_behind_a_numeral(row: dict[str, str]) -> None:
    assert [n.value for n in numerals(row["example"])] == [row["value"]]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("П, Ш и 1У кварталы", ["ii", "iii", "iv"]),
        ("ХУШ—Х1Х вв.", ["xviii", "xix"]),
        ("XIX век", []),  # Latin letters are a word as they are
        ("11 съезд", []),
        ("у съезда, У съезда", []),
        ("П. съезд", []),
        ("ХХХХХ век", []),
    ],
)
def test_what_is_a_numeral(text: str, values: list[str]) -> None:
    assert [n.value for n in numerals(text)] == values


PIECES = st.lists(
    st.sampled_from(
        [*(text for text, _ in WRITTEN), "ХУП съезд", "П", "\n", "-\n", "a", "№", "17."]
    )
    | st.text(max_size=5)
).map(" ".join)


@given(PIECES)
def test_values_lie_in_the_text_in_order(text: str) -> None:
    for found in ([*days(text)], [*numerals(text)]):
        at = 0
        for one in found:
            assert at <= one.start < one.end <= len(text)
            assert not text[one.start].isspace()
            at = one.end


@given(PIECES)
def test_a_day_stands_at_the_first_word_of_its_date(text: str) -> None:
    text = unicodedata.normalize("NFC", text).encode(errors="ignore").decode()
    found = positions(Reading(text))
    for number, position in enumerate(found):
        for term in position.terms:
            if term.kind is Kind.LEMMA and not term.language:
                value, words = term.text.split("/")
                assert 1 <= int(words) <= MOST_WORDS
                last = found[number + int(words) - 1]
                covered = [d for d in days(text) if d.value == value]
                assert any(
                    position.token.end > d.start and last.token.start < d.end for d in covered
                )


@pytest.mark.parametrize("piece", ["Х-", "Х ", "17.", "17 ", "17/IX-", "1931 жылғы "])
def test_a_page_of_many_signs_ends(piece: str) -> None:
    page = piece * (100_000 // len(piece))
    assert not [*numerals(page)]
    assert len([*days(page)]) <= len(page)
