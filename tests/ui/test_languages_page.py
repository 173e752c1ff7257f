"""docs/languages.md against the program: what its tables say of words is what readers get."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.analysis.explaining import explain
from index.analysis.positions import terms
from index.analysis.tokens import tokens
from index.answer import Kind
from index.query.expand import word_terms
from ui.commands.analysing import TABLES, parts
from ui.i18n import translator
from ui.main import run

DOC = (Path(__file__).parents[2] / "docs" / "languages.md").read_text("utf-8")
CODES = {"Kazakh": "kk", "Kyrgyz": "ky", "Russian": "ru"}
Row = tuple[str, ...]


def tables() -> Iterator[tuple[str, str, list[Row]]]:
    """Language, first heading and rows of each table of the page."""
    for section in DOC.split("\n## ")[1:]:
        for table in re.findall(r"(?:^\|.*\|\n)+", section, re.MULTILINE):
            head, _, *rows = [
                tuple(cell.strip() for cell in line.strip("|\n").split("|"))
                for line in table.splitlines()
            ]
            yield CODES[section.partition("\n")[0]], head[0] + " " + head[1], rows


def of(headings: str) -> list[tuple[str, Row]]:
    return [(code, row) for code, head, rows in tables() if head == headings for row in rows]


FORMS, VERBS = of("word read as"), of("headword stem")
NOUNS, RUSSIAN_VERBS = of("headword of the noun"), of("verb forms")


def test_the_page_shows_twenty_words_and_verbs_of_each_language() -> None:
    for language in CODES.values():
        assert sum(code == language for code, _ in FORMS) >= 20
        assert sum(code == language for code, _ in VERBS + RUSSIAN_VERBS) >= 20
    assert len(NOUNS) >= 7


@pytest.mark.parametrize(("code", "row"), FORMS, ids=[row[0] for _, row in FORMS])
def test_a_word_is_read_as_the_page_says(code: str, row: Row) -> None:
    word = explain(row[0], code)
    best = word.lemmas[0]
    lemmas = [
        x.text if x.headword in {"", x.text} else f"{x.text} ({x.headword})" for x in word.lemmas
    ]
    assert (row[0], parts(best, "en"), ", ".join(lemmas), TABLES[best.table]) == row


def finds(query: str, word: str, language: str) -> bool:
    """Whether a query's word finds a word of a page as a form of its own."""
    (token,) = tokens(word)
    have = {str(term) for term in terms(token, (language,)) if term.kind is not Kind.FOLDED}
    strong = [g for g in word_terms(query) if g.kind in {Kind.EXACT, Kind.LEMMA}]
    return any(not have.isdisjoint(group.terms) for group in strong)


@pytest.mark.parametrize(("code", "row"), VERBS, ids=[row[0] for _, row in VERBS])
def test_a_verb_is_found_by_headword_stem_and_intent(code: str, row: Row) -> None:
    headword, stem, intent, forms = row
    assert len(forms.split()) >= 3
    lost = [
        f"{query} → {form}"
        for query in (headword, stem, f"{stem}-", intent)
        for form in (headword, stem, intent, *forms.split())
        if not finds(query, form, code)
    ]
    assert lost == []


@pytest.mark.parametrize(("code", "row"), NOUNS, ids=[row[0] for _, row in NOUNS])
def test_a_headword_that_is_a_noun_too_finds_both(code: str, row: Row) -> None:
    headword, noun, verb = row
    assert [form for form in (noun, verb) if not finds(headword, form, code)] == []


@pytest.mark.parametrize(("code", "row"), RUSSIAN_VERBS, ids=[row[0] for _, row in RUSSIAN_VERBS])
def test_a_russian_verb_is_found_by_its_infinitive(code: str, row: Row) -> None:
    verb, forms = row
    assert len(forms.split()) >= 3
    assert [form for form in forms.split() if not finds(verb, form, code)] == []


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("OPIS_LANG", "en")
    translator.cache_clear()
    yield
    translator.cache_clear()


@pytest.mark.usefixtures("english")
def test_the_example_is_what_the_command_says(capsys: pytest.CaptureFixture[str]) -> None:
    shown = re.search(r"\$ OPIS_LANG=en opis (analyse --text .*)\n((?:.+\n)+?)```", DOC)
    assert shown
    assert run(shown[1].split()) == 0
    assert capsys.readouterr().out == shown[2]
