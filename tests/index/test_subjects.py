"""Concepts and words by the names of the thesaurus, in the languages of the collection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from shelves import Shelf

from corpus.access import Role
from corpus.collection import THESAURUS
from corpus.demo.source import originals
from index import Request, page_hits, search
from index.answer import Answer, Kind, Reason


@pytest.fixture(scope="module")
def demo(shelves: Callable[..., Shelf]) -> Shelf:
    """The demo documents as their true texts."""
    return shelves(
        *(
            (dict(document.description), [page.truth for page in own])
            for original in originals()
            for document in original.documents
            for own in [original.pages[document.first - 1 : document.last]]
        )
    )


def names(answer: Answer) -> list[str]:
    return [name.text for name in answer.added]


#: what is typed in Russian, and the languages of the documents that the thesaurus adds
ACROSS = [
    ("заключённый", "kk ky"),
    ("узник", "ru kk ky"),
    ("спецпоселенец", "ru kk ky"),
    ("спецпереселенец", "kk ky"),
    ("спецпоселение", "ru kk ky"),
    ("трудармеец", "ru kk ky"),
    ("трудовая армия", "ru kk ky"),
    ("амнистия", "kk"),
    ("досрочное освобождение", "kk"),
    ("сыпной тиф", "ky"),
    ("малярия", "ky"),
    ("болезнь", "ru kk ky"),
    ("принудительный труд", "ru kk"),
    ("вольнонаёмный", "ky"),
    ("железная дорога", "ky"),
    ("добыча угля", "kk ky"),
    ("исправительно-трудовая колония", "ky"),
    ("жилищно-бытовые условия", "kk ky"),
    ("протокол", "kk"),
    ("постановление", "kk ky"),
    ("письмо", "kk ky"),
    ("отчёт", "kk"),
    ("приказ", "kk"),
    ("список", "ru ky"),
]


@pytest.mark.parametrize(("query", "languages"), ACROSS)
def test_a_russian_term_finds_kazakh_and_kyrgyz_pages(
    demo: Shelf, query: str, languages: str
) -> None:
    # Role.READER: one of the documents is of the reading room
    asked = Request(query, limit=99, role=Role.READER)
    plain = search(demo.collection, asked)
    wide = search(demo.collection, replace(asked, thesaurus=True))
    before = {hit.document for hit in plain.hits}
    assert before <= {hit.document for hit in wide.hits}
    new = [hit for hit in wide.hits if hit.document not in before]
    assert {language for hit in new for language in hit.languages} == set(languages.split())
    assert plain.added == ()
    own = tuple(name for name in wide.added if not name.relation)
    assert 0 < plain.more <= len(new)
    assert plain.offered == own  # narrower and related ones are not tried with every search
    if own == wide.added:
        assert plain.more == len(new)


def asked(shelf: Shelf, query: str, **more: Any) -> Answer:
    return search(shelf.collection, Request(query, **more))


KARLAG = "Приказ по Карлагу", "Карагандинского исправительно-трудового лагеря", "Қарлагта жұмыс"


@pytest.mark.parametrize(
    "query", ["#Карлаг", "тема:Карлаг", "тема:карлага", "тақырып:Қарлаг", "#«Карагандинский ИТЛ»"]
)
def test_a_subject_finds_all_its_names(shelf: Shelf, query: str) -> None:
    ids = shelf.put(*KARLAG, "Степлаг")
    answer = asked(shelf, query)
    assert {hit.document for hit in answer.hits} == set(ids[:3])
    assert [d.code for d in answer.diagnostics] == []


def test_only_names_that_stand_on_a_page_which_the_reader_may_see_are_told(shelf: Shelf) -> None:
    shelf.put(KARLAG[0], ({"access": "hidden"}, [KARLAG[1]]))
    long = "Карагандинский исправительно-трудовой лагерь"
    for role, told in ((Role.PUBLIC, []), (Role.ARCHIVIST, [long])):
        assert names(asked(shelf, "тема:Карлаг", role=role)) == told
        assert names(asked(shelf, "Карлаг", thesaurus=True, role=role)) == told
        offered = asked(shelf, "Карлаг", role=role)
        assert [name.text for name in offered.offered] == told
        assert offered.more == len(told)
        codes = [d.code for d in offered.diagnostics]
        assert codes == ["thesaurus-offered"] * len(told)


def test_a_name_can_be_left_out(shelf: Shelf) -> None:
    shelf.put(*KARLAG)
    assert names(asked(shelf, "#Карлаг")) == [
        "Карагандинский исправительно-трудовой лагерь", "Қарлаг",
    ]  # fmt: skip
    less = asked(shelf, "#Карлаг", left_out=("Карагандинский исправительно-трудовой лагерь",))
    assert (less.documents, names(less)) == (2, ["Қарлаг"])


def test_what_nobody_checked_is_marked(shelf: Shelf) -> None:
    shelf.put(*KARLAG)
    checked = {name.text: name.checked for name in asked(shelf, "#Карлаг").added}
    assert checked == {"Карагандинский исправительно-трудовой лагерь": True, "Қарлаг": False}


def test_narrower_and_related_subjects_are_added_and_said_to_be_so(shelf: Shelf) -> None:
    ids = shelf.put("Карлаг", "Долинское лаготделение", "в посёлке Долинка")
    answer = asked(shelf, "Карлаг", thesaurus=True)
    assert {hit.document for hit in answer.hits} == set(ids[:2])
    assert [(n.text, n.relation) for n in answer.added] == [
        ("Қарлаг", ""),  # as another spelling of what is on the page
        ("Долинское лаготделение", "narrower"),
    ]


@pytest.mark.parametrize(
    ("date", "query", "found"),
    [
        ("1922", "тема:Казахстан", False),  # it has no such name
        ("1922", "тема:Кирреспублика", True),
        ("1930", "тема:Кирреспублика", False),
        ("1930", "тема:Киргизия", True),
        ("1922", "тема:Киргизия", False),
        ("1925/1927", "тема:Киргизия", True),  # the dates overlap
        ("", "тема:Киргизия", False),
    ],
)
def test_a_name_of_several_things_counts_in_documents_of_its_dates(
    shelf: Shelf, date: str, query: str, found: bool
) -> None:
    shelf.put(({"date": date} if date else {}, ["В Киргизской АССР был созван съезд"]))
    assert asked(shelf, query).documents == found


def test_a_name_of_other_things_of_no_known_dates_has_to_be_typed(shelf: Shelf) -> None:
    shelf.put("На участке работа шла", "На лагпункте работа шла")
    assert asked(shelf, "тема:лагпункт").documents == 1
    assert asked(shelf, "лагпункт", thesaurus=True).documents == 1
    assert asked(shelf, "тема:участок").documents == 2
    assert asked(shelf, "участок", thesaurus=True).documents == 1  # it may be any section


def test_a_short_abbreviation_has_no_other_forms(shelf: Shelf) -> None:
    shelf.put("Лов рыбы в лове", "Приказ по КВО", "Культурно-воспитательная часть")
    assert asked(shelf, "тема:КВЧ").documents == 2


def test_words_that_together_name_a_subject(shelf: Shelf) -> None:
    ids = shelf.put("принудительный труд", "мажбурлоочу эмгек", "труд")
    answer = asked(shelf, "принудительный труд", thesaurus=True)
    assert {hit.document for hit in answer.hits} == set(ids[:2])
    assert {hit.document for hit in asked(shelf, "эмгек -труд", thesaurus=True).hits} == {ids[1]}


def test_words_in_another_form_and_under_not_and_as_they_are(shelf: Shelf) -> None:
    shelf.put("труд заключённых", "тұтқындар еңбегі")
    assert asked(shelf, "заключённые", thesaurus=True).documents == 2
    assert asked(shelf, "=заключённых", thesaurus=True).documents == 1
    assert asked(shelf, "«заключённых труд»", thesaurus=True).documents == 0
    assert asked(shelf, "еңбек НЕ заключённый", thesaurus=True).documents == 1
    assert asked(shelf, "еңбек НЕ #заключённый", thesaurus=True).documents == 0
    assert asked(shelf, "заключённый", language="ru", thesaurus=True).documents == 2


def test_added_names_are_lit_with_their_reason_and_stand_lower(shelf: Shelf) -> None:
    ids = shelf.put("туткундар шахтада иштеди", "заключённые в шахте работали")
    answer = asked(shelf, "заключённый", thesaurus=True)
    assert [hit.document for hit in answer.hits] == [ids[1], ids[0]]
    request = Request("заключённый", thesaurus=True)
    (hit,) = page_hits(shelf.collection, request, ids[0], 1)
    assert (hit.text, hit.kind) == ("туткундар", Kind.THESAURUS)
    assert hit.reasons == (Reason(Kind.THESAURUS, "туткун"),)


def test_what_is_off_is_off(shelf: Shelf) -> None:
    shelf.put("труд заключённых", "тұтқындар еңбегі")
    assert asked(shelf, "заключённый").documents == 1
    assert asked(shelf, "заключённый", exact=True).more == 0
    assert asked(shelf, "труд", thesaurus=True).added == ()


def test_a_subject_that_nobody_knows(shelf: Shelf) -> None:
    shelf.put("Сборщик хвороста")
    answer = asked(shelf, "тема:«сборщики хвороста»")
    assert answer.documents == 1
    assert [d.code for d in answer.diagnostics] == ["concept-as-words"]


def test_the_thesaurus_of_the_collection(shelf: Shelf) -> None:
    shelf.put("Сборщик хвороста", "отын жинаушы")
    own = """
- id: cat-gatherer
  type: category
  labels:
    - {lang: ru, role: pref, text: сборщик хвороста}
    - {lang: kk, role: pref, text: отын жинаушы}
"""
    (shelf.collection.path / THESAURUS).write_text(own, encoding="utf-8")
    assert asked(shelf, "тема:«сборщик хвороста»").documents == 2
    (shelf.collection.path / THESAURUS).write_text("- id: [", encoding="utf-8")
    answer = asked(shelf, "тема:«сборщик хвороста»")
    assert answer.documents == 1
    assert [d.code for d in answer.diagnostics] == ["concept-as-words", "thesaurus-broken"]


def test_a_sign_joins_no_compound(shelf: Shelf) -> None:
    shelf.put("посёлки N 9 и N 13")
    assert asked(shelf, "[Особлаг № 9]").documents == 0
