"""What a query finds and what it lights: each row a page, a query, and the words that are lit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from shelves import Shelf

from corpus.reading import Reading
from index import Request, hit_pages, page_hits, search
from index.answer import Kind

RU = "ru"
LIT = [
    # any form
    ("в лагерях и о лагере", "лагерь", ["лагерях", "лагере"]),
    ("труд заключенных", "заключённый", ["заключенных"]),
    ("заключённому", "заключенный", ["заключённому"]),
    ("заклю-\nченными", "заключённый", ["заклю-\nченными"]),
    ("заклю\u00ad\nченными", "заключённый", ["заклю\u00ad\nченными"]),
    ("ЗАКЛЮЧЕННЫЕ", "заключённый", ["ЗАКЛЮЧЕННЫЕ"]),
    ("работал в лагере", "лагерях", ["лагере"]),  # a query in an inflected form
    ("в Караганде", "Караганда", ["Караганде"]),
    ("в Кара-\nганде", "Караганда", ["Кара-\nганде"]),
    ("теперь", "пер", []),
    ("они", "the", []),
    # prisoners are people, surnames those of men and women, patronymics no given names
    ("договор заключён", "заключённый", []),
    ("заключённые и осуждённые", "заключить | осудить", []),
    ("Иванов и Иванова", "Иванов", ["Иванов", "Иванова"]),
    ("Иванов и Иванова", "Иванова", ["Иванов", "Иванова"]),
    ("Иванов и Иванова", "=Иванова", ["Иванова"]),
    ("Иванов и Иванова", "=Иванов", ["Иванов"]),
    ("Иван Иванович Иванов", "Иван", ["Иван"]),
    # several plausible lemmas are all tried
    ("стали работать", "сталь", ["стали"]),
    ("стали работать", "стать", ["стали"]),
    # this form only
    ("в лагерях", "=лагерях", ["лагерях"]),
    ("в лагерях", "!лагерях", ["лагерях"]),
    ("в лагерях", '="лагерях"', ["лагерях"]),
    ("в лагерях", "=лагерь", []),
    ("Заключённый", "=заключенный", ["Заключённый"]),  # letter case, ё
    ("заклю-\nченный", "=заключенный", ["заклю-\nченный"]),
    ("ла\u00adгерь", "=лагерь", ["ла\u00adгерь"]),
    ("лагеpь", "=лагерь", ["лагеpь"]),  # a Latin p
    ("қаулысы", "=каулысы", []),  # қ/к and the like do count
    ("теперь", "=пер", []),
    ("the camp, they said", "=the", ["the"]),
    # phrases see exact forms only, adjacent and in this order
    ("тяжёлый труд заключенных", '"труд заключенных"', ["труд заключенных"]),
    ("труд\nзаключенных", "«труд заключенных»", ["труд\nзаключенных"]),
    ("труд заклю-\nченных", "„труд заключенных“", ["труд заклю-\nченных"]),
    ("труд, заключенных", "“труд заключенных”", ["труд, заключенных"]),
    ("труд заключённого", '"труд заключённый"', []),
    ("заключенных труд", '"труд заключенных"', []),
    ("труд многих заключенных", '"труд заключенных"', []),
    ("О режиме и охране", "«режиме и охране»", ["режиме и охране"]),  # stop words
    ("не в лагере", "«не в»", ["не в"]),
    ("раз раз раз", "«раз раз»", ["раз раз", "раз раз"]),
    # … and any forms in square brackets
    ("труда заключённых", "[труд заключённый]", ["труда заключённых"]),
    ("труда заключённых", '"труд заключённый"/0', ["труда заключённых"]),
    ("заключённых труда", "[труд заключённый]", []),
    # one word alone in quotation marks keeps any form
    ("совхоза Гиганта", "совхоз «Гигант»", ["совхоза", "Гиганта"]),
    # a phrase lights as a phrase, its words only elsewhere
    ("труд заключенных и труд", "«труд заключенных» труд", ["труд заключенных", "труд"]),
    # AND, OR, NOT
    ("труд и лагерь", "труд лагерь", ["труд", "лагерь"]),
    ("труд", "труд лагерь", []),
    ("лагерь", "труд ИЛИ лагерь", ["лагерь"]),
    ("труд", "труд НЕ лагерь", ["труд"]),
    ("труд и лагерь", "труд -лагерь", []),
    ("труд и лагерь", "труд - лагерь", ["труд", "лагерь"]),
    ("труд и колония", "труд -(лагерь ИЛИ колония)", []),
    ("труд и барак", "труд (лагерь ИЛИ барак)", ["труд", "барак"]),
    # beginnings
    ("лагерь лагуна лаг", "лаг*", ["лагерь", "лагуна", "лаг"]),
    ("ЛАГЕРЯ", "лаг*", ["ЛАГЕРЯ"]),
    ("заключ-\nенных", "заключе*", ["заключ-\nенных"]),
    ("блага", "лаг*", []),
    ("исправительно-трудовой", "трудов*", ["исправительно-трудовой"]),
    # compounds
    ("исправительно-трудовых", "исправительно-трудовой", ["исправительно-трудовых"]),
    ("исправительно-трудовых", "трудовой", ["исправительно-трудовых"]),
    ("исправительно-\nтрудовых", "исправительно-трудовой", ["исправительно-\nтрудовых"]),
    ("в Кызыл-\nОрде", "=Кызыл-Орде", ["Кызыл-\nОрде"]),
    # short parts, figures, abbreviations
    ("з/к", "з-к", ["з/к"]),
    ("зк", "з/к", ["зк"]),
    ("ст. 58-10", "58/10", ["58-10"]),
    ("ст. 58-\n10", "58-10", ["58-\n10"]),
    ("в 1931-1935 гг.", "1935", ["1931-1935"]),
    ("приказ 00447", "00447", ["00447"]),
    ("приказ ОО447", "00447", ["ОО447"]),
    ("приказ 447", "00447", []),
    ("ВКП(б)", "ВКП(б)", ["ВКП(б)"]),
    ("ВКП(б)", "ВКП", ["ВКП(б)"]),
    ("О.Г.П.У.", "ОГПУ", ["О.Г.П.У."]),
    ("ОГПУ", "О.Г.П.У.", ["ОГПУ"]),
    ("П О С Т А Н О В Л Е Н И Е", "постановление", ["П О С Т А Н О В Л Е Н И Е"]),
    ("постановление", "П О С Т А Н О В Л Е Н И Е", ["постановление"]),
    ("приказ № 5", "«приказ N 5»", ["приказ № 5"]),
    # folded spelling, both ways
    ("Қарағанды қаласы", "Караганды", ["Қарағанды"]),
    ("город Караганды", "Қарағанды", ["Караганды"]),
    ("Караганды каласы", "қаласы", ["каласы"]),
    ("Мәскеуде ҰЛТ", "улт", ["ҰЛТ"]),
    # mixed
    ("в лагерях ОГПУ труд", "лагерь НЕ НКВД труд", ["лагерях", "труд"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(*(page for page, _, _ in LIT))


@pytest.mark.parametrize(("row", "page", "query", "lit"), [(i, *row) for i, row in enumerate(LIT)])
def test_what_is_lit(shelf: Shelf, row: int, page: str, query: str, lit: list[str]) -> None:
    document = shelf.ids[row]
    request = Request(query)
    found = {hit.document: hit for hit in search(shelf.collection, Request(query, limit=999)).hits}
    assert [h.text for h in page_hits(shelf.collection, request, document, 1)] == lit
    assert (document in found) == bool(lit)
    if lit:
        hit = found[document]
        assert [box.text for box in hit.boxes] == lit
        marks = [s.text[start:end] for s in hit.snippets for start, end in s.marks]
        assert marks == lit
        assert hit.page_occurrences == (len(lit),)
        assert hit_pages(shelf.collection, request, document) == ((1, len(lit)),)


@pytest.mark.parametrize(
    ("page", "query", "reasons"),
    [
        ("в лагерях и о лагере", "лагерь", ["lemma лагерь", "lemma лагерь"]),
        ("в лагерях и о лагере", "Лагере", ["lemma лагерь", "exact Лагере"]),
        ("труд заключенных", "заключённый", ["lemma заключённый"]),  # as the reader typed it
        ("стали работать", "сталь", ["lemma сталь"]),
        ("труда заключённых", "[труд заключённых]", ["lemma труд", "exact заключённых"]),
        ("Қарағанды қаласы", "Караганды", ["folded Караганды"]),
        ("Мәскеуде ҰЛТ", "улт", ["folded улт"]),
        ("в лагерях и о лагере", "лаг*", ["exact лаг*", "exact лаг*"]),
    ],
)
def test_for_which_word_of_the_query_it_is_lit(
    shelf: Shelf, page: str, query: str, reasons: list[str]
) -> None:
    document = shelf.ids[[text for text, _, _ in LIT].index(page)]
    hits = page_hits(shelf.collection, Request(query), document, 1)
    assert [f"{r.kind} {r.word}" for hit in hits for r in hit.reasons] == reasons
    (result,) = [
        r
        for r in search(shelf.collection, Request(query, limit=999)).hits
        if r.document == document
    ]
    assert [r for s in result.snippets for r in s.reasons] == [hit.reasons for hit in hits]


@pytest.mark.parametrize(
    ("page", "query", "kinds"),
    [
        ("в лагерях и о лагере", "лагерь", [Kind.LEMMA, Kind.LEMMA]),
        ("в лагерях и о лагере", "лагере", [Kind.LEMMA, Kind.EXACT]),
        ("в лагерях и о лагере", "лаг*", [Kind.EXACT, Kind.EXACT]),
        ("Мәскеуде ҰЛТ", "улт", [Kind.FOLDED]),
        ("труда заключённых", "[труд заключённых]", [Kind.LEMMA]),  # the weakest of its words
    ],
)
def test_why_a_word_is_lit(shelf: Shelf, page: str, query: str, kinds: list[Kind]) -> None:
    document = shelf.ids[[text for text, _, _ in LIT].index(page)]
    hits = page_hits(shelf.collection, Request(query), document, 1)
    assert [hit.kind for hit in hits] == kinds


@pytest.mark.parametrize(
    ("query", "switch", "found"),
    [
        ("улт", {"folding": True}, {"Мәскеуде ҰЛТ"}),
        ("улт", {"folding": False}, set()),
        ("лагере", {"exact": True}, {"в лагерях и о лагере", "работал в лагере", "не в лагере"}),
        ("лагере", {"language": "kk"}, {"в лагерях и о лагере", "работал в лагере", "не в лагере"}),
    ],
)
def test_switches(shelf: Shelf, query: str, switch: dict[str, bool | str], found: set[str]) -> None:
    request = Request(query, limit=999, **switch)  # type: ignore[arg-type]  # as the switches are
    hits = {hit.document for hit in search(shelf.collection, request).hits}
    assert {LIT[shelf.ids.index(document)][0] for document in hits} == found


def test_a_query_of_nots_is_all_pages_but_those(shelf: Shelf) -> None:
    everything = search(shelf.collection, Request("", limit=0))
    with_it = search(shelf.collection, Request("труд", limit=0))
    without = search(shelf.collection, Request("НЕ труд", limit=0))
    assert everything.documents == len(LIT)
    assert without.documents == len(LIT) - with_it.documents
    assert without.occurrences == 0
    assert with_it.documents > 5
    assert search(shelf.collection, Request("НЕ труд", limit=1)).hits[0].snippets[0].marks == ()


# documents of several pages


@pytest.fixture(scope="module")
def volumes(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(
        ({"leaves": "3–4 об."}, ["труд заключенных", "лагерь и лагерь", "труд и лагерь", ""]),
        ({}, ["лагерь"]),
        ({}, ["труд " * 60, "иное"] * 40),
    )


def test_and_is_of_one_page(volumes: Shelf) -> None:
    answer = search(volumes.collection, Request("труд лагерь"))
    assert [(hit.document, hit.pages) for hit in answer.hits] == [(volumes.ids[0], (3,))]
    assert [d.code for d in answer.diagnostics] == []


def test_a_document_lists_its_pages_with_leaves_and_hits(volumes: Shelf) -> None:
    hits = {h.document: h for h in search(volumes.collection, Request("лагерь")).hits}
    hit = hits[volumes.ids[0]]
    assert (hit.pages, hit.page_occurrences, hit.pages_total) == ((2, 3), (2, 1), 2)
    assert hit.page_leaves == (("3 об.",), ("4",))
    assert (hit.page, hit.leaves) == (2, ("3 об.",))
    assert [s.page for s in hit.snippets] == [2, 3]


def test_no_more_than_fifty_pages_are_listed_but_all_are_counted(volumes: Shelf) -> None:
    big = volumes.ids[2]
    with_many = search(volumes.collection, Request("НЕ лагерь")).hits
    (hit,) = [h for h in with_many if h.document == big]
    assert (len(hit.pages), hit.pages_total) == (50, 80)
    assert hit.pages == tuple(range(1, 51))


@pytest.mark.parametrize("query", ["труд", "лагерь", "труд ИЛИ лагерь", "«труд и» труд", "тру*"])
def test_the_number_of_hits_is_that_of_marks_on_all_pages(volumes: Shelf, query: str) -> None:
    answer = search(volumes.collection, Request(query, limit=99))
    lit = 0
    for document in volumes.ids:
        pages = hit_pages(volumes.collection, Request(query), document)
        for number, hits in pages:
            on_page = page_hits(volumes.collection, Request(query), document, number)
            assert len(on_page) == hits
            lit += hits
    assert answer.occurrences == lit > 0
    assert answer.pages == sum(hit.pages_total for hit in answer.hits)
    assert answer.documents == len(answer.hits)


def test_answers_come_in_pieces(volumes: Shelf) -> None:
    whole = search(volumes.collection, Request("труд ИЛИ лагерь"))
    parts = [
        search(volumes.collection, Request("труд ИЛИ лагерь", limit=1, offset=n)) for n in range(4)
    ]
    assert [hit for part in parts for hit in part.hits] == list(whole.hits)
    assert {(part.documents, part.occurrences) for part in parts} == {
        (whole.documents, whole.occurrences)
    }


def test_how_much_was_searched_is_said(volumes: Shelf) -> None:
    answer = search(volumes.collection, Request("труд"))
    assert (answer.searched_pages, answer.unread_pages) == (85, 0)


# after a change


def test_a_new_document_is_found_at_once(shelves: Callable[..., Shelf]) -> None:
    own = shelves("труд")
    assert search(own.collection, Request("барак")).documents == 0
    own.put("барак")
    assert search(own.collection, Request("барак")).documents == 1
    assert search(own.collection, Request("труд")).documents == 1


def test_what_is_not_indexed_yet_was_not_searched(shelves: Callable[..., Shelf]) -> None:
    own = shelves("труд")
    own.put("барак", indexed=False)
    answer = search(own.collection, Request("барак"))
    assert (answer.documents, answer.searched_pages, answer.unread_pages) == (0, 1, 1)


def test_a_reading_of_nothing_is_searched_too(shelves: Callable[..., Shelf]) -> None:
    own = shelves("", "труд")
    answer = search(own.collection, Request(""))
    assert (answer.documents, answer.searched_pages) == (2, 2)
    assert Reading("").languages == ()


@pytest.mark.parametrize(
    "query",
    ["\ud800", "\x00", "\udcff труд", "(" * 100_000, "ё" * 100_000, "труд " * 20_000, "*", "№"],
    ids=lambda query: repr(query[:3]),
)  # fmt: skip
def test_no_query_raises(volumes: Shelf, query: str) -> None:
    answer = search(volumes.collection, Request(query))
    assert answer.query == query
    assert page_hits(volumes.collection, Request(query), volumes.ids[0], 1) is not None


def test_a_word_of_a_hundred_thousand_letters_can_be_indexed(
    shelves: Callable[..., Shelf],
) -> None:
    own = shelves("ё" * 100_000 + " труд", "а-" * 50_000 + "б барак")
    assert search(own.collection, Request("труд")).documents == 1
    assert search(own.collection, Request("барак")).documents == 1
