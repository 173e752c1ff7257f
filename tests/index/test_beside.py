from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from shelves import Shelf

from corpus.access import Role
from index import Request, beside, search
from index.answer import Beside, Grouping, Neighbour

READER = Role.READER


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(
        "лагерь лагерь лагерь",
        ({"access": "reading-room"}, ["шахта", "в лагерь", "лагеря"]),
        "путь в лагерь по степи",
        "шахта",
    )


def test_what_stands_beside_is_what_the_answer_has_there(shelf: Shelf) -> None:
    everything = Request("лагерь", role=READER)
    answer = search(shelf.collection, everything)
    order = [result.document for result in answer.hits]
    numbers = {result.document: result.pages for result in answer.hits}
    assert len(order) == 3
    stands = [
        (Neighbour(one, numbers[one][-1], place), Neighbour(one, numbers[one][0], place))
        for place, one in enumerate(order, 1)
    ]
    assert [beside(shelf.collection, everything, one) for one in order] == [
        Beside(1, 3, None, stands[1][1]),
        Beside(2, 3, stands[0][0], stands[2][1]),
        Beside(3, 3, stands[1][0], None),
    ]


def test_where_results_are_files_their_documents_stand_together(
    shelves: Callable[..., Shelf],
) -> None:
    shelf = shelves(
        ({"reference": "ГА РФ. Ф. 1. Оп. 2. Д. 3. Л. 1"}, ["лагерь лагерь лагерь лагерь"]),
        "лагерь лагерь и степь",
        ({"reference": "ГА РФ. Ф. 1. Оп. 2. Д. 3. Л. 2"}, ["в лагерь по далёкой степи зимой"]),
    )
    first, other, second = shelf.ids
    by_file = Request("лагерь", group=Grouping.FILE)
    assert beside(shelf.collection, by_file, second) == Beside(
        2, 3, Neighbour(first, 1, 1), Neighbour(other, 1, 2)
    )
    one_by_one = beside(shelf.collection, replace(by_file, group=Grouping.DOCUMENT), second)
    assert one_by_one == Beside(3, 3, Neighbour(other, 1, 2), None)


def test_what_a_role_may_not_read_stands_beside_nothing(shelf: Shelf) -> None:
    request = Request("лагерь")
    answer = search(shelf.collection, request)
    assert shelf.ids[1] not in [result.document for result in answer.hits]
    places = [beside(shelf.collection, request, result.document) for result in answer.hits]
    assert [(place.rank, place.documents) for place in places if place] == [(1, 2), (2, 2)]
    assert all(
        near is None or near.document != shelf.ids[1]
        for place in places
        if place
        for near in (place.before, place.after)
    )
    assert beside(shelf.collection, request, shelf.ids[1]) is None


def test_what_is_not_found_stands_nowhere(shelf: Shelf) -> None:
    assert beside(shelf.collection, Request("лагерь"), shelf.ids[3]) is None
    assert beside(shelf.collection, Request("лагерь", offset=20), shelf.ids[0]) is not None
