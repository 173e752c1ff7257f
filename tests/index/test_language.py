"""Which language a line is in, alone and among its neighbours."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import Shelf

from corpus.demo.source import Document, Page, originals
from corpus.labels import label
from index import Request, search
from index.analysis import letter_sequences
from index.analysis.language import STATES, language, line_languages, word_languages
from index.analysis.tables import packed_text


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
        # other languages
        ("Die Geschichte der Arbeitslager in der Sowjetunion", "und"),
        ("Historia obozów pracy w Kazachstanie", "und"),
        ("Sovet davridagi mehnat lagerlari va ularning tarixi", "und"),
        ("Kazakistan'daki çalışma kamplarının tarihi", "und"),
        ("Історія виправно-трудових таборів у Казахстані", "und"),
        ("меҳнат лагерларининг тарихи ва маҳбусларнинг ҳаёти", "und"),
        ("Шевченко Петренко Ковальчук Мельник", "ru"),  # a list of names
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


@pytest.mark.parametrize(
    ("line", "own", "words"),
    [
        (
            "над входом слова еңбек ерлік ісі и портрет",
            "ru",
            "ru ru ru kk kk kk ru ru",
        ),
        ("на стене слова билим алуу зарыл висели давно", "ru", "ru ru ru ky ky ky ru ru"),
        ("ол за добросовестный труд медалімен марапатталды", "kk", "kk ru ru ru kk kk"),
        ("токтом об усилении режима в лагерях деп аталат", "ky", "ky ru ru ru ru ru ky ky"),
        # names and single words are no quotation
        ("Мухамеджановым Сейткали Бекболатовичем", "ru", "ru ru ru"),
        ("на станции Жарык работали", "ru", "ru ru ru ru"),
        ("", "ru", ""),
    ],
)
def test_a_quotation_in_a_line(line: str, own: str, words: str) -> None:
    assert word_languages(line.split(), own) == words.split()


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


@given(st.lists(st.text() | st.sampled_from(["лагерь", "еңбек", "und", "Київ", "№", "-"])))
def test_any_words_of_a_line_have_languages(words: list[str]) -> None:
    for own in ("ru", "kk", "ky", "en", "und"):
        found = word_languages(words, own)
        assert len(found) == len(words)
        assert set(found) <= set(STATES)


@given(st.lists(st.text()))
def test_any_lines_have_languages(lines: list[str]) -> None:
    assert all(found in (*STATES, None) for found in line_languages(lines))
    assert len(line_languages(lines)) == len(lines)


def test_a_text_in_another_language_is_found_by_its_forms(shelf: Shelf) -> None:
    shelf.put("Die Geschichte der Lager und der Arbeiter\nin der Steppe von Kasachstan")
    answer = search(shelf.collection, Request("Arbeiter"))
    assert answer.documents == 1
    assert [(v.value, v.documents) for v in answer.facets["language"]] == [("und", 1)]
    assert label("language", "und", "ru") == "другой язык"
    assert search(shelf.collection, Request("Arbeiters")).documents == 0


@pytest.mark.parametrize("word", ["қазақстан", "ымыз", "x", "", "ъы" * 20_000])
def test_a_word_says_what_its_letter_sequences_say_together(word: str) -> None:
    for classes, name in letter_sequences.FILES.items():
        rows = (line.split("\t") for line in packed_text(name).splitlines())
        weights = {sequence: numbers for sequence, *numbers in rows}
        sums = [0] * (len(classes) - 1)
        for sequence in letter_sequences.sequences(word):
            for place, number in enumerate(weights.get(sequence, ())):
                sums[place] += int(number)
        odds = letter_sequences.log_odds(word, classes)
        assert odds == (0.0, *(n * letter_sequences.STEP for n in sums))
