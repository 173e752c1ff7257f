"""The places of an answer on a map: what the facets count, where the thesaurus says they lie."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import tiny_collection

import index
from corpus.access import Role
from corpus.collection import THESAURUS, Collection
from ui import atlas
from ui.address import Address
from ui.components.facets import Picture
from ui.i18n import translator
from ui.opened import Opened, show
from ui.pages import places


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return tiny_collection.build(
        tmp_path_factory.mktemp("places") / "collection", tiny_collection.PLACES
    )


@pytest.fixture(autouse=True)
def opened(collection: Collection) -> Iterator[None]:
    show(Opened(collection, Role.PUBLIC, "ru"))
    yield
    (collection.path / THESAURUS).unlink(missing_ok=True)


def drawn(collection: Collection, here: Address, role: Role = Role.PUBLIC) -> Picture | None:
    show(Opened(collection, role, "ru"))
    answer = index.search(collection, here.request(role))
    return places.picture(answer, translator("ru"), here)


def said(picture: Picture | None) -> dict[str, int]:
    assert picture
    return {spot.value: spot.number for spot in picture.spots}


@pytest.mark.parametrize(
    ("role", "numbers"),
    [
        (Role.PUBLIC, {"place-karaganda": 2}),
        (Role.READER, {"place-karaganda": 3, "place-balkhash": 1}),
    ],
)
def test_a_point_counts_what_the_reader_may_see(
    collection: Collection, role: Role, numbers: dict[str, int]
) -> None:
    everywhere = {"place-almaty": 1, "place-moscow": 1, "place-osh": 1, "camp-karlag": 1}
    assert said(drawn(collection, Address(), role)) == everywhere | numbers


def test_a_camp_lies_at_its_seat_a_region_nowhere_and_what_is_far_off_beside_the_map(
    collection: Collection,
) -> None:
    picture = drawn(collection, Address())
    assert picture
    spots = {spot.value: spot for spot in picture.spots}
    assert spots["camp-karlag"].at == pytest.approx(atlas.flat(72.68, 49.68))
    assert spots["camp-karlag"].facet == "camp"
    assert spots["camp-karlag"].says.endswith(" · Долинка: 1 документ")
    assert spots["place-moscow"].at is None
    assert picture.note == "1 место без точки · квадраты — лагеря"


def test_a_place_is_called_by_its_name_of_the_years(collection: Collection) -> None:
    picture = drawn(collection, Address(first_year=1937, last_year=1937))
    assert picture
    (almaty,) = (spot for spot in picture.spots if spot.value == "place-almaty")
    assert (almaty.name, almaty.says) == ("Алма-Ата*", "Алма-Ата (Алматы)*: 1 документ")


def test_what_is_set_is_marked_and_stays_where_it_keeps_nothing(collection: Collection) -> None:
    here = Address(facets={"place": ("place-taraz",)}, not_facets={"camp": ("camp-karlag",)})
    picture = drawn(collection, here)
    assert picture
    states = {spot.value: (spot.state, spot.number) for spot in picture.spots}
    assert states["place-taraz"] == ("keep", 0)
    assert states["camp-karlag"] == ("drop", 0)
    assert states["place-karaganda"] == ("", 1)  # places beside a place that is set, less the camp


def test_an_answer_without_places_has_no_map(collection: Collection) -> None:
    assert drawn(collection, Address(query="нигде")) is None


def test_archivists_put_a_place_on_the_map_and_unchecked_ones_say_so(
    collection: Collection,
) -> None:
    own = "- id: place-karaganda-obl\n  geo: [48.5, 73.0]\n"
    (collection.path / THESAURUS).write_text(own, encoding="utf-8")
    picture = drawn(collection, Address())
    assert picture
    (region,) = (spot for spot in picture.spots if spot.value == "place-karaganda-obl")
    assert "не проверено" not in region.says
    unchecked = own + "  geo_basis: general\n"
    (collection.path / THESAURUS).write_text(unchecked, encoding="utf-8")
    picture = drawn(collection, Address())
    assert picture
    (region,) = (spot for spot in picture.spots if spot.value == "place-karaganda-obl")
    assert region.says.endswith("(где это, не проверено)")


def test_links_lead_to_the_search_for_a_point(collection: Collection) -> None:
    here = Address(interface="kk")
    answer = index.search(collection, here.request(Role.PUBLIC))
    picture = places.picture(answer, translator("ru"), here, links=True)
    assert picture
    for spot in picture.spots:
        assert f"{spot.facet}={spot.value}" in spot.to
        assert "ui=kk" in spot.to
