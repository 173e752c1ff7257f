"""EAD 2002 as the schema has it: the tree, what heads a file, dates, and what is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from exports import document, made
from lxml import etree
from shelves import Shelf

from corpus import documents, rules, wholes
from corpus.access import Level, Role
from corpus.documents import Document
from corpus.export import About, Site, described
from corpus.export.ead import NAMESPACE
from corpus.rules import Rule
from corpus.targets import targets_named

SCHEMA = Path(__file__).parents[2].parent / "shared" / "schemas" / "ead" / "ead2002.xsd"
HOSTILE = '<img src=x> & "\x1b[31m" ]]> \u202eьрегал &amp; \x00'
FONDS = "ГА РФ. Ф. 393"


def stands(identity: str, reference: str, level: str = "document", **keys: Any) -> Document:
    """A document of one page."""
    made = document(identity, reference=f"{FONDS}{reference}", **keys)
    return replace(made, level=level, file=f"f{identity[1:]}")


def listed(identity: str, reference: str, **keys: Any) -> Document:
    """What an inventory says of a file."""
    return replace(stands(identity, reference, "file", **keys), id=f"f{identity[1:]}", pages=0)


def aid(some: Sequence[Document], about: About | None = None) -> Any:
    return etree.fromstring(made("ead", described(some), about or About()))


def tree(element: Any) -> list[Any]:
    """The components below an element: level, unitid without the fonds, and what is below."""
    own = [e for e in element if etree.QName(e).localname.startswith("c0")]
    return [
        (e.get("otherlevel") or e.get("level"), said(e, "did/unitid")[0][len(FONDS) + 2 :], tree(e))
        for e in own
    ]


def said(element: Any, path: str) -> list[str]:
    steps = "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
    return ["".join(found.itertext()) for found in element.iterfind(steps)]


SAMPLES: dict[str, list[Document]] = {
    "a tree": [
        stands("da", ". Оп. 2. Д. 15. Л. 3–4 об.", title="Приказ", date="1931~", kind="приказ"),
        stands("db", ". Оп. 2. Д. 15. Л. 1", title="Письмо", author="А", addressee="Б"),
        listed("df", ". Оп. 2. Д. 15", title="Переписка", date="1930/1935", extent="214 л."),
        listed("dg", ". Оп. 2. Д. 16", title="Ведомости", note="утрачено", date="1931/.."),
    ],
    "without an opis": [stands("da", ". Д. 1. Л. 1"), stands("db", "", title="О фонде")],
    "a box": [stands("da", ". Картон 80. Ед. хр. 1"), stands("db", ". Картон 9. Ед. хр. 2")],
    "hostile": [stands("da", ". Оп. 1. Д. 2", title=HOSTILE, note=HOSTILE, author=HOSTILE)],
    "closed": [
        stands("da", ". Оп. 1. Д. 2. Л. 1", access="hidden", opens="2999-01-01", basis="закон",
               language="kk", addressee="Б"),
    ],
    "languages": [stands("da", ". Оп. 1. Д. 2. Л. 1", language="kk, ru")],
}  # fmt: skip


@pytest.mark.skipif(not SCHEMA.is_file(), reason="../shared with the schemas is not here")
@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_written_is_valid(sample: str) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for role in Role:
        about = About(site=Site("https://archive.example"), role=role)
        schema.assertValid(aid(SAMPLES[sample], about))


def test_fonds_opis_file_document() -> None:
    dsc = aid(SAMPLES["a tree"]).find(f".//{{{NAMESPACE}}}dsc")
    assert tree(dsc) == [
        ("opis", "Оп. 2.", [
            ("file", "Оп. 2. Д. 15.", [
                ("item", "Оп. 2. Д. 15. Л. 1.", []),
                ("item", "Оп. 2. Д. 15. Л. 3–4 об.", []),
            ]),
            ("file", "Оп. 2. Д. 16.", []),
        ]),
    ]  # fmt: skip


def test_levels_that_nobody_has_named_are_left_out() -> None:
    dsc = aid(SAMPLES["without an opis"]).find(f".//{{{NAMESPACE}}}dsc")
    assert tree(dsc) == [("item", "", []), ("file", "Д. 1.", [("item", "Д. 1. Л. 1.", [])])]


def test_the_inventory_heads_a_file() -> None:
    told = aid(SAMPLES["a tree"])
    assert said(told, "archdesc/dsc/c01/c02/did/unittitle") == ["Переписка", "Ведомости"]
    assert said(told, "archdesc/dsc/c01/c02/did/physdesc/extent") == ["214 л."]
    assert said(told, "archdesc/dsc/c01/c02/c03/did/unittitle") == ["Письмо", "Приказ"]
    assert said(told, "archdesc/did/physdesc/extent") == ["files: 2", "documents with scans: 2"]


def test_a_document_that_is_the_whole_file_is_that_file() -> None:
    whole = stands("dw", ". Оп. 2. Д. 15", "file", title="Всё дело")
    told = aid([listed("dw", ". Оп. 2. Д. 15", title="Переписка"), whole])
    assert said(told, "archdesc/dsc/c01/c02/did/unittitle") == ["Всё дело"]
    assert said(told, "archdesc/dsc/c01/c02/c03") == []


def test_dates_as_written_and_as_a_span_of_days() -> None:
    told = aid(SAMPLES["a tree"])
    dates = list(told.iter(f"{{{NAMESPACE}}}unitdate"))
    assert [(d.text, d.get("normal"), d.get("certainty")) for d in dates[1:]] == [
        ("1930/1935", "1930-01-01/1935-12-31", None),
        ("1931~", "1931-01-01/1931-12-31", "one-of"),
        ("1931/..", None, None),
    ]


def test_what_is_closed_has_its_description_and_when_it_opens() -> None:
    some = [
        stands("da", ". Оп. 1. Д. 2. Л. 1", title="Личное дело", access="description",
               opens="2999-01-01", basis="закон", author="А", addressee="Б", note="тайна",
               kind="приказ", language="kk"),
    ]  # fmt: skip
    for role in (Role.PUBLIC, Role.READER):
        told = aid(some, About(role=role, site=Site("https://archive.example")))
        (item,) = told.iter(f"{{{NAMESPACE}}}c03")
        assert [text for text in item.itertext() if text.strip()] == [
            f"{FONDS}. Оп. 1. Д. 2. Л. 1.", "Личное дело", "leaves: 1",
            "только описание", "It opens on 2999-01-01.",
        ]  # fmt: skip
        assert item.find(f"{{{NAMESPACE}}}dao") is None
    told = "".join(aid(some, About(role=Role.ARCHIVIST)).itertext())
    assert all(word in told for word in ("закон", "тайна", "казахский", "А", "Б"))


def test_scans_are_linked_where_the_pages_have_an_address() -> None:
    told = aid(SAMPLES["a tree"], About(site=Site("https://archive.example")))
    links = [dao.get("{http://www.w3.org/1999/xlink}href") for dao in told.iter("{*}dao")]
    assert links == ["https://archive.example/page?id=db", "https://archive.example/page?id=da"]
    assert not list(aid(SAMPLES["a tree"]).iter("{*}dao"))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A fonds, an opis and a file of two documents, each described as a whole."""
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"title": "Письмо", "reference": f"{FONDS}. Оп. 2. Д. 15. Л. 1", "date": "1931"}, ["а"]),
        ({"title": "Приказ", "reference": f"{FONDS}. Оп. 2. Д. 15. Л. 3"}, ["б"]),
        ({"title": "Иное", "reference": f"{FONDS}. Оп. 3. Д. 1. Л. 3"}, ["в"]),
        indexed=False,
    )
    describe(shelf, "", title="НКВД РСФСР <&>", date="1917–1954 гг.", note="неполный")
    describe(shelf, ". Оп. 2", title="Постоянного хранения", date="1921/1941", note="сдана в 1961")
    describe(shelf, ". Оп. 2. Д. 15", title="Переписка", date="../1935", note="утрачено")
    return shelf


def describe(shelf: Shelf, what: str, **keys: str) -> None:
    with shelf.collection.catalogue() as database:
        (target,) = targets_named(database, FONDS + what)
        wholes.describe(database, target, keys)


def of(shelf: Shelf, role: Role) -> Any:
    with shelf.collection.catalogue() as database:
        known = documents.listed(database, role)
    return aid(known, About(role=role, collection=shelf.collection))


def test_fonds_opis_and_file_are_headed_by_what_archivists_say(shelf: Shelf) -> None:
    told = of(shelf, Role.PUBLIC)
    assert said(told, "archdesc/did/unittitle") == ["НКВД РСФСР <&>"]
    assert said(told, "archdesc/did/unitdate") == ["1917–1954 гг."]
    assert said(told, "archdesc/odd/p") == ["неполный"]
    opis = "archdesc/dsc/c01"
    assert said(told, f"{opis}/did/unittitle") == ["Постоянного хранения"]
    assert said(told, f"{opis}/did/unitdate") == ["1921/1941"]
    assert said(told, f"{opis}/odd/p") == ["сдана в 1961"]
    assert said(told, f"{opis}/c02/did/unittitle") == ["Переписка"]
    assert said(told, f"{opis}/c02/odd/p") == ["утрачено"]
    assert said(told, f"{opis}/c02/c03/did/unitdate") == ["1931"]  # what is undated stays so
    if SCHEMA.is_file():
        etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(told)


def test_of_an_opis_that_is_closed_a_reader_is_told_what_he_may_know(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        (opis,) = targets_named(database, f"{FONDS}. Оп. 2")
        rules.restrict(database, opis, Rule(Level.DESCRIPTION))
        told = "".join(of(shelf, Role.PUBLIC).itertext())
        assert "Постоянного хранения" in told
        assert not [word for word in ("сдана", "утрачено") if word in told]
        rules.restrict(database, opis, Rule(Level.HIDDEN))
        (document,) = targets_named(database, shelf.ids[1])
        rules.restrict(database, document, Rule(Level.OPEN))  # of it one document is open
    hidden = ("Постоянного", "1921/1941", "сдана", "Переписка", "1935", "утрачено", "Письмо")
    told = "".join(of(shelf, Role.PUBLIC).itertext())
    assert "Приказ" in told
    assert not [word for word in hidden if word in told]
    told = "".join(of(shelf, Role.ARCHIVIST).itertext())
    assert all(word in told for word in hidden)
