"""Which language a line is in, alone and among its neighbours."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.demo.source import Document, Page, originals
from index.analysis.language import STATES, language, line_languages


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("о состоянии трудовых лагерей", "ru"),
        ("тұтқындардың еңбегі туралы", "kk"),
        ("эмгек-түзөтүү лагери жөнүндө", "ky"),
        ("the history of labour camps", "en"),
        ("еңбек армиясы", "kk"),  # ң alone could be Kyrgyz
        ("өлкөнүн тарыхы", "ky"),  # ө alone could be Kazakh
        ("СОВЕРШЕННО СЕКРЕТНО", "ru"),
        ("ҚАЗАҚСТАН ТАРИХЫ", "kk"),
        ("КЫРГЫЗ РЕСПУБЛИКАСЫ", "ky"),
        ("жумысшылардын болмелерин комирмен камтамасыз етсин", "kk"),  # Russian letters only
        ("эмгек тузотуу лагерлеринин тарыхы жонундо", "ky"),
        ("въ Семипалатинскѣ, при станціи", "ru"),  # і is no Kazakh letter here
        ("3. Әліп С. А.", "kk"),
        ("", None),
        ("1931   58-10   № 15/2", None),
        ("А. И. В.", None),  # initials
        ("XVII, ХУП, ІІІ, Ш", None),  # Roman numerals, typed in Cyrillic too
    ],
)
def test_a_line_alone(line: str, expected: str | None) -> None:
    assert language(line) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Тұтқындардың саны", "58-10 1931", "әкімшілік бойынша"], ["kk", "kk", "kk"]),
        (["эмгек жөнүндө токтом", "Бишкек", "кылмышкерлердин саны"], ["ky", "ky", "ky"]),
        (["1", "2", "3"], [None, None, None]),
        (["17", "Начальник лагерного отделения", "№"], ["ru", "ru", "ru"]),
        (["The camps of Kazakhstan", "1931", "in the archives"], ["en", "en", "en"]),
        ([], []),
    ],
)
def test_a_line_without_words_of_its_own_goes_with_its_neighbours(
    lines: list[str], expected: list[str | None]
) -> None:
    assert line_languages(lines) == expected


def test_both_languages_of_a_bilingual_page_are_kept() -> None:
    kazakh = ["Еңбекпен түзеу лагері туралы", "бұйрық жарияланды, барлық", "тұтқындар босатылды"]
    russian = ["Объявлен приказ об исправительно-", "трудовом лагере, все заключенные", "из него"]
    assert line_languages(kazakh + russian) == ["kk"] * 3 + ["ru"] * 3
    assert line_languages(russian + kazakh) == ["ru"] * 3 + ["kk"] * 3


def pages() -> list[tuple[str, Document, Page]]:
    return [
        (f"{original.stem}, page {page.number}", document, page)
        for original in originals()
        for document in original.documents
        for page in original.pages[document.first - 1 : document.last]
    ]


@pytest.mark.parametrize(
    ("document", "page"), [pytest.param(d, p, id=name) for name, d, p in pages()]
)
def test_the_demo_pages_are_in_their_language(document: Document, page: Page) -> None:
    expected = set(str(document.description["language"]).split(", "))
    found = Counter(line_languages(page.truth.split("\n")))
    assert set(found) <= expected | {"kk"}  # the résumé of a Russian thesis is in Kazakh
    assert found.most_common(1)[0][0] in expected


@given(st.lists(st.text()))
def test_any_lines_have_languages(lines: list[str]) -> None:
    assert all(found in (*STATES, None) for found in line_languages(lines))
    assert len(line_languages(lines)) == len(lines)
