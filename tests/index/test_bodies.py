"""What the server is sent of a document tells all that a page is, and can be read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.access import Level
from index.embedded.facts import Facts
from index.indexed import Indexed
from index.opensearch.bodies import NOTHING, body, found_kind, packed, part, unpacked


def page(number: int = 1, words: int = 2, **changed: object) -> Facts:
    said: dict[str, object] = {
        "key": 7, "document": "d1", "number": number, "layer": 3, "words": words,
        "access": Level.OPEN, "opens": None, "facets": {}, "years": (1931, 1935),
        "edtf": "1931/1935", "reference": "ref", "added": "2026-11-23",
    }  # fmt: skip
    return Facts(**said | changed)  # type: ignore[arg-type]


def laid(facts: Facts) -> Indexed:
    return Indexed(facts, [("xв",), ("xлагере", "lru:лагерь"), ("oxмир",)], [(0, 1), (2, 8)])


@given(
    st.lists(st.lists(st.text("xабв:", min_size=1), min_size=1, max_size=3), max_size=5),
    st.lists(st.integers(0, 10**6), max_size=5),
    st.one_of(st.none(), st.dates()),
    st.one_of(st.none(), st.tuples(st.integers(-10, 3000), st.integers(-10, 3000))),
    st.dictionaries(st.text(max_size=3), st.lists(st.text(), max_size=2).map(tuple), max_size=3),
)
def test_a_page_comes_back_as_it_was(
    terms: list[list[str]],
    starts: list[int],
    opens: date | None,
    years: tuple[int, int] | None,
    facets: dict[str, tuple[str, ...]],
) -> None:
    about = page(words=len(starts), opens=opens, years=years, facets=facets)
    ranges = [(start, start + 4) for start in sorted(starts)]
    sent = Indexed(about, [tuple(own) for own in terms], ranges)
    assert unpacked(packed(sent, "order")) == (sent, "order")


def test_positions_keep_their_numbers() -> None:
    one = Indexed(page(words=3), [("xа",), (), ("xв", "lru:в")], [(0, 1), (2, 3), (4, 5)])
    (sent,) = body([one], 9)["pages"]
    assert sent["terms"].split("\n") == ["xа", NOTHING, "xв\tlru:в"]
    assert sent["forms"] == ["а", "в"]


@pytest.mark.parametrize(
    ("archive", "own", "shelf"),
    [
        (("ГА РФ", "ГА РФ › 1"), {"opis": "2", "file": "15"}, ["2", "2 › 15"]),
        (("ГА РФ", "ГА РФ › 1"), {"box": "4"}, ["К. 4"]),
        (("ГА РФ", "ГА РФ › 1"), {"file": "15"}, ["–", "– › 15"]),
        (("ГА РФ", "ГА РФ › 1"), {}, None),
        (("ГА РФ",), {"opis": "2"}, None),
    ],
)
def test_the_shelf(archive: tuple[str, ...], own: dict[str, str], shelf: list[str] | None) -> None:
    facets = {"archive": archive, **{name: (value,) for name, value in own.items()}}
    (sent,) = body([laid(page(facets=facets))], 1)["pages"]
    assert sent["facet"].get("shelf") == (shelf and [f"{archive[-1]} › {one}" for one in shelf])


def test_parts_are_equal_however_they_are_written() -> None:
    facets = {"fonds": ("Р-393",), "opis": ("02.",)}
    (sent,) = body([laid(page(facets=facets))], 1)["pages"]
    assert {part("fonds", "393"), part("fonds", "Р-393"), part("opis", "2")} <= {
        *sent["facet"]["part"]
    }


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ([page(1, 99, facets={"found_kind": ("order",)})], "order"),
        ([page(1, 99), page(2, 99, facets={"found_kind": ("order",)})], ""),
        ([page(1, 9), page(2, 99, facets={"found_kind": ("order",)})], "order"),
        ([page(2, 99, facets={"found_kind": ("order",)})], ""),
        ([page(1, 99, facets={"found_kind": ("order",), "kind": ("letter",)})], ""),
    ],
)
def test_the_kind_that_a_heading_names(pages: list[Facts], found: str) -> None:
    assert found_kind(pages) == found


def test_pages_of_two_documents_are_not_one() -> None:
    with pytest.raises(ValueError, match="one document"):
        body([laid(page()), laid(page(document="d2"))], 1)
