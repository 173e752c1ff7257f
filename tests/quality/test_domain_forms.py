"""Camps, agencies, categories of prisoners and places: forms found by what readers type."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest

from benchmarks.domain import forms
from index.analysis.folding import exact
from index.analysis.tables import rows

FLOORS = tomllib.loads((Path(__file__).parent / "floors_languages.toml").read_text("utf-8"))


def names(column: str, *words: str) -> set[str]:
    return {row[column] for row in rows("turkic_names.tsv")} | {
        row["lemma"] for table in words for row in rows(table)
    }


LISTED = {
    "ru": {row["lemma"] for row in rows("russian_words.tsv")},
    "kk": names("kazakh", "kazakh_words.tsv"),
    "ky": names("kyrgyz", "kyrgyz_words.tsv"),
}


@pytest.mark.parametrize(("language", "listed"), [*product(LISTED, ["listed", "not_listed"])])
def test_domain_words_are_found_in_their_forms(language: str, listed: str) -> None:
    mine = [f for f in forms() if f.language == language and f.listed == (listed == "listed")]
    missed = [(f.query, f.form) for f in mine if not f.found]
    assert 1 - len(missed) / len(mine) >= FLOORS["domain_forms"][language][listed], missed


def test_what_counts_as_listed_is() -> None:
    assert not [f for f in forms() if (exact(f.query) in LISTED[f.language]) != f.listed]


@pytest.mark.parametrize("language", LISTED)
def test_half_or_more_is_kept_out_of_the_tables(language: str) -> None:
    mine = [f for f in forms() if f.language == language]
    assert len(mine) >= 150
    assert sum(not f.listed for f in mine) >= len(mine) / 2
