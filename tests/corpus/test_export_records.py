"""Records for programs, read back by others' readers."""

from __future__ import annotations

import json
from pathlib import Path

import bibtexparser
import jsonschema
import pytest
import rispy
from exports import document, made, page, reading

from corpus.export import Excerpt

SCHEMA = Path(__file__).parents[2].parent / "shared" / "schemas" / "csl" / "csl-data.json"
ORDER = document(
    "d1", title="Приказ {о \x1b режиме} & #1", reference="ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155"
)
LETTER = document("d2", title="Хат", date="1939", author="Иванов И. И.")
#: two passages of one page, another page, a document alone
SOME = [
    Excerpt(ORDER, page(1, "3"), reading("в лагере"), 0, 1),
    Excerpt(ORDER, page(1, "3"), reading("в лагере"), 2, 8),
    Excerpt(ORDER, page(2, "3 об."), reading("в лагере")),
    Excerpt(LETTER),
]


def test_bibtex_is_read_back() -> None:
    read = bibtexparser.parse_string(made("bibtex", SOME).decode())
    assert read.failed_blocks == []
    assert [entry.key for entry in read.entries] == ["d1-3", "d1-3-об", "d2"]


def test_ris_is_read_back() -> None:
    read = rispy.loads(made("ris", SOME).decode())
    assert [one["id"] for one in read] == ["d1-3", "d1-3-об", "d2"]
    assert read[2]["authors"] == ["Иванов, И. И."]


def test_csl_json_is_a_list_of_items() -> None:
    read = json.loads(made("csl-json", SOME))
    assert [one["id"] for one in read] == ["d1-3", "d1-3-об", "d2"]
    assert json.loads(made("csl-json", [])) == []
    if not SCHEMA.is_file():
        pytest.skip("../shared with the schemas is not here")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert list(jsonschema.validators.validator_for(schema)(schema).iter_errors(read)) == []
