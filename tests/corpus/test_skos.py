"""The thesaurus goes out as SKOS and comes back the same; other systems' files come in."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

pytest.importorskip("rdflib", reason="SKOS is read with rdflib")

from corpus import thesaurus
from corpus.collection import THESAURUS, create_collection
from corpus.errors import InputFailed
from corpus.thesaurus import Concept
from corpus.thesaurus.checking import problems
from corpus.thesaurus.importing import import_skos
from corpus.thesaurus.skos import read_skos, turtle

SHIPPED = thesaurus.load()


def unordered(concept: Concept) -> Concept:
    return dataclasses.replace(
        concept,
        broader=tuple(sorted(concept.broader)),
        related=tuple(sorted(concept.related)),
        other_dates=tuple(sorted(concept.other_dates, key=lambda one: one.dates)),
    )


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    path = tmp_path / "thesaurus.ttl"
    path.write_text("\n".join(turtle(SHIPPED)), encoding="utf-8")
    return path


def test_what_goes_out_comes_back(exported: Path) -> None:
    back = read_skos(exported)
    assert back.sources == SHIPPED.sources
    assert {id: unordered(c) for id, c in back.concepts.items()} == {
        id: unordered(c) for id, c in SHIPPED.concepts.items()
    }


def test_a_change_is_taken_over_and_nothing_else(exported: Path, tmp_path: Path) -> None:
    collection = create_collection(tmp_path / "collection")
    assert import_skos(collection, exported) == (0, 0)
    assert not (collection.path / THESAURUS).exists()
    text = exported.read_text(encoding="utf-8")
    exported.write_text(text.replace('"КИТЛ"@ru', '"К. И. \\"Т\\" Л."@ru'), encoding="utf-8")
    (collection.path / THESAURUS).write_text("# ours", encoding="utf-8")
    assert import_skos(collection, exported) == (0, 1)
    own = thesaurus.load(collection)
    names = {label.text for label in own.concepts["camp-karlag"].labels}
    assert 'К. И. "Т" Л.' in names
    assert "КИТЛ" not in names
    assert (collection.path / THESAURUS).read_text(encoding="utf-8").startswith("# ours\n- id:")
    assert import_skos(collection, exported) == (0, 0)


FOREIGN = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/1> a skos:Concept ; skos:prefLabel "этапный лагерь"@ru, "Durchgang"@de ;
    skos:altLabel "өткізу лагері"@kk-KZ ; skos:broader <http://example.org/2> .
<http://example.org/2> a skos:Concept ; skos:prefLabel "место заключения"@ru .
"""


def test_a_file_of_another_system(tmp_path: Path) -> None:
    path = tmp_path / "foreign.ttl"
    path.write_text(FOREIGN, encoding="utf-8")
    collection = create_collection(tmp_path / "collection")
    assert import_skos(collection, path) == (2, 0)
    own = thesaurus.load(collection)
    (camp,) = own.named("этапный лагерь")
    assert [(one.lang, one.text, one.basis) for one in camp.labels] == [
        ("ru", "этапный лагерь", "archivists"), ("kk", "өткізу лагері", "archivists"),
    ]  # fmt: skip
    assert own.narrower(own.named("место заключения")[0].id) == (camp,)
    assert [*problems(own)] == []


@pytest.mark.parametrize("text", ["<a> <b>", "", "<a:a> <a:b> <a:c> ."])
def test_a_file_without_concepts(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFailed):
        read_skos(path)
