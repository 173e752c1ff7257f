"""Every example of docs/search.md does what the document says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from shelves import Shelf

from corpus.access import Role
from index import Request, page_hits, search
from index.embedded import expanding

DOCS = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")


def table(header: str) -> list[list[str]]:
    """The rows of all tables with this header, cell by cell."""
    out = []
    for block in re.findall(rf"^\| {re.escape(header)}.*\n\|[-|]+\n((?:\|.*\n)+)", DOCS, re.M):
        for line in block.splitlines():
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            out.append([cell.strip().replace(r"\|", "|") for cell in cells])
    return out


PAGES = [(typed.strip("`"), page) for typed, page, _ in table("typed | page")]
FOUND = [(typed.strip("`"), found) for typed, found, _ in table("typed | finds")]

#: a page's language is that of its text
TEXTS = {
    "kk": "Қарағанды облысы бойынша еңбек және тұрмыс туралы қаулы. Жұмысшыларға нан.",
    "ru": "Заключённых содержать под охраной. Работы вести и в зимнее время.",
}


def text_of(page: str) -> str:
    return page.replace("**", "").replace("⏎", "\n").removeprefix("✗ ")


@pytest.fixture(scope="module")
def pages(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(*(text_of(page) for _, page in PAGES))


@pytest.fixture(scope="module")
def described(shelves: Callable[..., Shelf]) -> Shelf:
    given = []
    for title, said in table("document | description"):
        keys = dict(pair.split(": ", 1) for pair in said.split("; "))
        given.append(({"title": title, **keys}, [TEXTS[keys.get("language", "ru")]]))
    return shelves(*given)


@pytest.mark.parametrize(("typed", "page"), PAGES)
def test_what_an_example_lights(pages: Shelf, typed: str, page: str) -> None:
    document = pages.ids[[p for _, p in PAGES].index(page)]
    hits = page_hits(pages.collection, Request(typed), document, 1)
    found = {hit.document for hit in search(pages.collection, Request(typed, limit=99)).hits}
    assert (document in found) == (not page.startswith("✗"))
    if document in found:
        lit = [m.replace("⏎", "\n") for m in re.findall(r"\*\*(.+?)\*\*", page)]
        assert [hit.text for hit in hits] == lit


@pytest.mark.parametrize(("typed", "titles"), FOUND)
def test_what_an_example_finds(described: Shelf, typed: str, titles: str) -> None:
    answer = search(described.collection, Request(typed))
    assert {hit.title for hit in answer.hits} == {t for t in titles.split(", ") if t}


def test_a_compound_on_a_hidden_page_is_not_told(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves(({"access": "hidden"}, ["исправительно-трудовой лагерь"]), "труд")
    for role, told in ((Role.PUBLIC, []), (Role.ARCHIVIST, ["compound-tried"])):
        answer = search(shelf.collection, Request("«исправительно трудовой»", role=role))
        assert [d.code for d in answer.diagnostics] == told


def test_a_pattern_counts_only_what_the_reader_may_see(
    shelves: Callable[..., Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expanding, "MAX_EXPANSIONS", 1)
    shelf = shelves(({"access": "hidden"}, ["лагуна"]), "лагерь")
    for role, told in ((Role.PUBLIC, []), (Role.ARCHIVIST, ["too-many-forms"])):
        answer = search(shelf.collection, Request("лаг*", role=role))
        assert [d.code for d in answer.diagnostics] == told


def test_the_examples_are_there() -> None:
    assert len(PAGES) > 45
    assert len(FOUND) > 20
