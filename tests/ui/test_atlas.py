"""The outlines of the map are small, lie in its frame, and hold the places of their countries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files

import pytest

from corpus.thesaurus import Concept, Type, load
from ui import atlas
from ui.atlas import Kind

THESAURUS = load()
COUNTRIES = {"place-kazakhstan": Kind.KAZAKHSTAN, "place-kyrgyzstan": Kind.KYRGYZSTAN}


def is_within(point: tuple[float, float], ring: Sequence[tuple[float, float]]) -> bool:
    """Whether a ray from a point to the east crosses a closed line an odd number of times."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def above(concept: Concept) -> Iterator[str]:
    for id in concept.broader:
        yield id
        yield from above(THESAURUS.concepts[id])


PLACED = [concept for concept in THESAURUS.of_type(Type.PLACE) if concept.geo]


@pytest.mark.parametrize("concept", PLACED, ids=lambda concept: concept.id)
def test_a_place_lies_in_its_country_and_in_no_other(concept: Concept) -> None:
    assert concept.geo
    latitude, longitude = concept.geo
    own = {COUNTRIES[id] for id in above(concept) if id in COUNTRIES}
    found = {
        kind
        for kind in COUNTRIES.values()
        if any(is_within((longitude, latitude), line) for line in atlas.lines(kind))
    }
    assert found == own
    assert atlas.is_inside(longitude, latitude) == bool(own)


def test_the_outlines_are_small_and_in_the_picture() -> None:
    assert len(files("ui").joinpath("outlines.tsv").read_bytes()) < 30_000
    width, height = atlas.size()
    for kind in COUNTRIES.values():
        (ring,) = atlas.lines(kind)
        assert ring[0] == ring[-1]
        for x, y in (atlas.flat(*point) for point in ring):
            assert 0 < x < width
            assert 0 < y < height


def test_no_point_lies_within_the_waters_that_are_drawn() -> None:
    assert not [
        concept.id
        for concept in PLACED
        if concept.geo
        and any(is_within(concept.geo[::-1], line) for line in atlas.lines(Kind.WATER))
    ]


def test_degrees_are_as_long_as_they_are_at_the_middle() -> None:
    left, top = atlas.flat(atlas.FRAME[0], atlas.FRAME[3])
    assert (left, top) == (0, 0)
    east, _ = atlas.flat(atlas.FRAME[0] + 1, atlas.FRAME[3])
    _, south = atlas.flat(atlas.FRAME[0], atlas.FRAME[3] - 1)
    assert east / south == pytest.approx(0.669, abs=0.001)  # the cosine of 48 degrees
    assert south * atlas.KILOMETRES == pytest.approx(111.2)
