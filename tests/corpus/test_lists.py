"""The list of a reader who has signed in: kept, changed from several windows, gone with him."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import lists, users
from corpus.access import Rank
from corpus.collection import Collection, create_collection
from corpus.lists import Listed, merged

A, B, C = "da.1.0-5.00000000", "db.1.0-5.00000000", "dc.1.0-5.00000000"


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = create_collection(tmp_path / "collection")
    with made.catalogue() as database:
        users.enrol(database, "Болот", Rank.READER, "правильная лошадь")
        users.enrol(database, "Алия", Rank.READER, "правильная лошадь")
    return made


@pytest.mark.parametrize(
    ("stands", "known", "made", "comes"),
    [
        ([A], [A], [A, B], [A, B]),
        ([A, B], [A, B], [B, A], [B, A]),  # another order
        ([A, C], [A], [A, B], [A, C, B]),  # both have added one
        ([A, B, C], [A, B], [B], [B, C]),  # one was dropped here, one added there
        ([B], [A, B], [A, B], [B]),  # dropped there, untouched here
        ([B], [A, B], [f"{A}|быт", B], [B, f"{A}|быт"]),  # dropped there, noted on here: it stays
        ([f"{A}|быт"], [A], [f"{A}|труд"], [f"{A}|труд"]),  # noted on at both
        ([], [], [], []),
    ],
)
def test_what_others_changed_meanwhile_stays(
    stands: list[str], known: list[str], made: list[str], comes: list[str]
) -> None:
    assert [*merged(stands, known, made)] == comes


def test_everyone_has_a_list_of_his_own(collection: Collection) -> None:
    with collection.catalogue() as database:
        assert lists.of(database, "Болот") == Listed()
        assert lists.change(database, "Болот", [], [A, f"{B}|быт|Проверить"], 500) == Listed(
            (A, f"{B}|быт|Проверить"), 1
        )
        assert lists.change(database, "Болот", [A], [A], 500).revision == 1  # nothing is new
        assert lists.change(database, "Болот", [], [C], 2).passages == (A, f"{B}|быт|Проверить")
        assert lists.of(database, "Алия") == Listed()
        assert lists.change(database, "никто", [], [A], 500) == Listed()
        users.remove(database, "Болот")
        assert lists.of(database, "Болот") == Listed()
        assert database.number("SELECT count(*) FROM lists") == 0
