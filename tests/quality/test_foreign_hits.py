"""Dictionary-form queries that light a word of another language: floor of the benchmark."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from benchmarks.first import SHARED
from benchmarks.foreign_hits import Asked, measure, share

FLOORS = tomllib.loads((Path(__file__).parent / "floors_languages.toml").read_text("utf-8"))

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with the texts is not here")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    return measure(tmp_path_factory.mktemp("foreign"))


def test_queries_are_two_hundred_in_three_languages(asked: list[Asked]) -> None:
    assert len({a.query for a in asked}) == 200
    assert {a.language for a in asked} == {"ru", "kk", "ky"}


def test_few_queries_light_a_word_of_another_language(asked: list[Asked]) -> None:
    wrong = {a.query: a.wrong for a in asked if a.wrong}
    assert share(asked) <= FLOORS["foreign_hits"]["share_of_queries"], wrong


def test_that_is_not_for_want_of_hits(asked: list[Asked]) -> None:
    assert sum(a.right for a in asked) >= FLOORS["foreign_hits"]["words_rightly_lit"]
