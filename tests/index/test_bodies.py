"""What the server is sent of a document tells all that a page is."""

from __future__ import annotations

import pytest
from page_facts import page

from index.embedded.facts import Facts
from index.indexed import Indexed
from index.opensearch.bodies import NOTHING, body, found_kind, part


def laid(facts: Facts) -> Indexed:
    return Indexed(facts, [("xв",), ("xлагере", "lru:лагерь"), ("oxмир",)], [(0, 1), (2, 8)])


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
