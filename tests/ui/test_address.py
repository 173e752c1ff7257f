from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.access import Role
from index.answer import FACETS, Sort
from index.kwic.view import LEAST, MOST, Order
from ui.address import LAST, PER_PAGE, QUERY_LANGUAGES, TURNS, Address, decode, encode, link
from ui.i18n import LANGUAGES
from ui.lines import Lines

text = st.text(st.characters(codec="utf-8"))
values = st.lists(text.filter(bool), min_size=1, max_size=3, unique=True).map(tuple)
facets = st.dictionaries(st.sampled_from(FACETS), values)
ranges = st.lists(st.tuples(st.integers(0, 999), st.integers(1000, 99999)), max_size=3).map(tuple)
years = st.none() | st.integers(0, 9999)


lines = st.builds(
    Lines,
    order=st.sampled_from(Order),
    window=st.integers(LEAST, MOST),
    by_form=st.booleans(),
    sample=st.integers(0, 9999),
    seed=st.integers(1, 9999),
    page=st.integers(1, 9999),
    beside=st.booleans(),
)


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    first, last = draw(years), draw(years)
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Address(
        query=draw(text).strip(),
        exact=draw(st.booleans()),
        folding=draw(st.booleans()),
        thesaurus=draw(st.booleans()),
        unconfirmed=draw(st.booleans()),
        left_out=draw(st.just(()) | values),
        language=draw(st.none() | st.sampled_from(QUERY_LANGUAGES)),
        facets=draw(facets),
        not_facets=draw(facets),
        first_year=first,
        last_year=last,
        undated=draw(st.booleans()),
        exact_dates=draw(st.booleans()),
        sort=draw(st.sampled_from(Sort)),
        results=draw(st.integers(1, 9999)),
        document=draw(text).strip(),
        page=draw(st.integers(1, 9999)),
        hit=draw(st.integers(LAST, 999)),
        lit=draw(st.just(()) | ranges),
        quotation=draw(text).strip(),
        turned=draw(st.sampled_from([0, *map(int, TURNS)])),
        tinted=draw(st.booleans()),
        interface=draw(st.none() | st.sampled_from(list(LANGUAGES))),
        lines=draw(st.none() | lines),
    )


@given(addresses())
def test_what_is_written_reads_back_the_same(address: Address) -> None:
    assert decode(encode(address)) == address


@given(addresses())
def test_a_link_carries_everything(address: Address) -> None:
    query = urlsplit(link(address)).query
    assert decode(parse_qs(query, keep_blank_values=True)) == address


@given(st.dictionaries(text | st.sampled_from(["y", "p", "n", "h", "sort", "ui"]), st.lists(text)))
def test_a_broken_address_shows_something(parameters: dict[str, list[str]]) -> None:
    address = decode(parameters)
    assert decode(encode(address)) == address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (Address(), "/"),
        (Address(query="труд и быт"), "/?q=%D1%82%D1%80%D1%83%D0%B4+%D0%B8+%D0%B1%D1%8B%D1%82"),
        (Address(facets={"kind": ("letter", "report")}), "/?kind=letter&kind=report"),
        (Address(not_facets={"language": ("kk",)}), "/?-language=kk"),
        (Address(first_year=1930, last_year=1949), "/?y=1930-1949"),
        (Address(last_year=1949), "/?y=-1949"),
        (Address(first_year=1931, undated=True), "/?y=1931-&nd=1"),
        (Address(exact_dates=True), "/?ed=1"),
        (Address(document="dabc", page=3), "/page?id=dabc&n=3"),
        (Address(document="dabc", hit=LAST), "/page?id=dabc&h=last"),
        (Address(interface="kk"), "/?ui=kk"),
    ],
)
def test_codes_and_no_defaults_stand_in_a_link(address: Address, shown: str) -> None:
    assert link(address) == shown


@pytest.mark.parametrize(
    ("parameters", "address"),
    [
        ({"y": ["1949-1930"]}, Address(first_year=1930, last_year=1949)),  # the wrong way round
        ({"y": ["1930–1949"]}, Address()),  # a dash, not our hyphen
        ({"p": ["0"]}, Address()),
        ({"p": ["99999999999999999999"]}, Address()),
        ({"n": ["²"]}, Address()),  # a digit to Python, no number
        ({"sort": ["колонка"]}, Address()),
        ({"ui": ["de"]}, Address()),
        ({"in": ["en"]}, Address()),
        ({"kind": ["order", "order"]}, Address(facets={"kind": ("order",)})),
        ({"colour": ["red"]}, Address()),
    ],
)
def test_what_cannot_be_meant_is_left_out(
    parameters: dict[str, list[str]], address: Address
) -> None:
    assert decode(parameters) == address


def test_a_value_is_kept_or_left_out_but_never_both() -> None:
    address = (
        Address(results=4).with_facet("kind", "order", "keep").with_facet("kind", "act", "keep")
    )
    assert address.facets == {"kind": ("order", "act")}
    assert address.results == 1
    dropped = address.with_facet("kind", "order", "drop")
    assert (dropped.facets, dropped.not_facets) == ({"kind": ("act",)}, {"kind": ("order",)})
    bare = dropped.with_facet("kind", "order", "").with_facet("kind", "act", "")
    assert bare == Address()
    assert not bare.narrowed


def test_a_page_opened_from_an_answer_leads_back_to_it() -> None:
    answer = Address(query="лагерь", facets={"kind": ("order",)}, results=3)
    assert answer.at("dabc", 5, hit=2).search() == answer


def test_the_third_page_of_an_answer_asks_for_its_results() -> None:
    address = Address(query="лагерь", results=3, exact=True, sort=Sort.DATE)
    request = address.request(Role.READER)
    assert (request.offset, request.limit) == (2 * PER_PAGE, PER_PAGE)
    assert (request.query, request.exact, request.sort) == ("лагерь", True, Sort.DATE)
    assert request.role is Role.READER
    assert replace(request, offset=0) == replace(address, results=1).request(Role.READER)


def test_of_a_fonds_and_what_stands_below_it_only_the_last_is_kept() -> None:
    narrowed = Address().with_facet("archive", "ГА РФ", "keep").with_facet("archive", "Б", "keep")
    for value in ("ГА РФ › 1 › 2", "ГА РФ › 1", "ГА РФ › 1 › 2 › 3"):
        narrowed = narrowed.with_facet("archive", value, "keep")
        assert narrowed.facets["archive"] == ("Б", value)
