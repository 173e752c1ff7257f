"""Where a quotation stands: each row a page, a quotation, its grade, its share, what differs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelves import Shelf

from corpus import rules, targets
from corpus.access import Role
from corpus.errors import BadUse
from index import find_quotation, update
from index.quotations import Change, Match, read

PAGE = (
    "Приказ начальника управления.\nВ лагерях Карлага к 1 января 1936 года содержалось тридцать "
    "тысяч заключен-\nных, занятых на полевых работах. Врачи осматривали их ежедневно, но паёк "
    "оставался прежним,\nи многие болели цингой. О произшедшемъ доложено наркому."
)
#: quotation, grade, share, and what it has that the source has not, and back
STANDS = [
    # word for word: letter case, punctuation, line ends make no difference
    ("содержалось тридцать тысяч заключенных, занятых на полевых работах", "exact", 1.0, [], []),
    ("Содержалось тридцать тысяч заключен- ных — занятых", "exact", 1.0, [], []),
    # marked omissions and what the reader puts in
    ("В лагерях Карлага … занятых на полевых работах", "exact", 1.0, [], []),
    ("В лагерях Карлага содержалось [...] многие болели цингой", "partial", 1.0, [],
     ["к 1 января 1936 года"]),
    ("содержалось тридцать <…> оставался прежним", "exact", 1.0, [], []),
    ("осматривали [так в тексте] их ежедневно, но паёк оставался", "exact", 1.0,
     ["так в тексте"], []),
    ("осматривали их еже[дневно], но паёк оставался [3, с. 15] прежним", "exact", 1.0, [], []),
    # spelt otherwise: ё, letters of before 1918, what a scan makes of letters
    ("но паек оставался прежним", "spelling", 1.0, ["паек"], ["паёк"]),
    ("о происшедшем доложено наркому", "spelling", 1.0, ["происшедшем"], ["произшедшемъ"]),
    ("содержалось трндцать тысяч заклгоченных на полевых", "partial", 1.0, None, None),
    ("содержалось трндцать тысяч заклгоченных", "spelling", 1.0, None, None),
    ("и многие боле ли цингой", "spelling", 1.0, ["боле ли"], ["болели"]),
    # another grammatical form
    ("содержались тридцать тысяч заключенных, занятые на полевой работе", "inflected", 1.0,
     None, None),
    # other words, missing words, figures
    ("Врачи осматривали их еженедельно, но паёк оставался", "partial", 6 / 7,
     ["еженедельно"], ["ежедневно,"]),
    ("к 1 января 1937 года содержалось", "partial", 5 / 6, None, None),
    ("Врачи ежедневно осматривали всех больных, но паёк оставался прежним, и многие болели",
     "partial", None, None, None),
    ("Медсёстры осматривали их ежедневно, но паёк оставался", "partial", 6 / 7,
     ["Медсёстры"], ["Врачи"]),
    ("Врачи осматривали их, но паёк оставался прежним", "partial", 1.0, [], ["ежедневно,"]),
]  # fmt: skip
NOWHERE = [
    "Народный комиссариат земледелия утвердил план посевной кампании",
    "в лагерях не хватало врачей и лекарств, и умирали сотнями",
    "о работах начальника",
    "1937",
]


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(PAGE, "Другая бумага о полевых работах и о врачах.")


def parts(match: Match, change: Change) -> list[str]:
    return [part.text for part in match.differences if part.change is change]


@pytest.mark.parametrize(("quotation", "grade", "share", "mine", "theirs"), STANDS)
def test_where_a_quotation_stands(
    shelf: Shelf,
    quotation: str,
    grade: str,
    share: float | None,
    mine: list[str] | None,
    theirs: list[str] | None,
) -> None:
    match, *others = find_quotation(shelf.collection, quotation)
    assert (match.document, match.page, others) == (shelf.ids[0], 1, [])
    assert match.grade == grade
    assert share is None or match.similarity == pytest.approx(share, abs=1e-3)
    assert mine is None or parts(match, Change.DELETE) == mine
    assert theirs is None or parts(match, Change.INSERT) == theirs


@pytest.mark.parametrize("quotation", NOWHERE)
def test_what_is_not_there_is_not_found(shelf: Shelf, quotation: str) -> None:
    assert not find_quotation(shelf.collection, quotation)


def test_a_quotation_over_pages_is_one_match(shelf: Shelf) -> None:
    """Numbers of pages and running titles between its parts are no part of it; nor is a hyphen."""
    title = "Отчёт управления лагерей"
    first = f"{title}\nВводная часть.\nОбщие сведения.\nЗимой бригады уходили в лес до рас-"
    second = f"{title}\n12\nсвета и возвращались затемно.\nПаёк получали по выработке.\nКонец."
    (new,) = shelf.put(({}, [first, second]))
    quotation = "Зимой бригады уходили в лес до рассвета и возвращались затемно"
    (match,) = find_quotation(shelf.collection, quotation)
    assert (match.document, match.page, match.grade, match.similarity) == (new, 1, "exact", 1.0)
    assert match.found == quotation
    assert [stretch.page for stretch in match.stretches] == [1, 2]
    (match,) = find_quotation(shelf.collection, "до рассвета и возвращались затемно")
    assert (match.page, match.grade) == (1, "exact")


def test_a_quotation_may_begin_or_end_with_a_word_that_pages_divide(shelf: Shelf) -> None:
    first = "Посевной материал в декабре перебирали эти спец-"
    (new,) = shelf.put(({}, [first, "переселенцы работали за натуральную оплату, зерном."]))
    begins = "спецпереселенцы работали за натуральную оплату"
    for quotation in (begins, "в декабре перебирали эти спецпереселенцы"):
        (match,) = find_quotation(shelf.collection, quotation)
        assert (match.document, match.page, match.grade) == (new, 1, "exact")
        assert [stretch.page for stretch in match.stretches] == [1, 2]


def test_all_places_are_given_the_best_first(shelves: Callable[..., Shelf]) -> None:
    words = "Норма хлеба устанавливается в шестьсот граммов на человека в сутки"
    shelf = shelves(
        f"О питании. {words.replace('шестьсот', 'пятьсот')}.", f"{words}. Далее. {words}!"
    )
    found = find_quotation(shelf.collection, words)
    assert [(m.document, m.grade) for m in found] == [
        (shelf.ids[1], "exact"), (shelf.ids[1], "exact"), (shelf.ids[0], "partial"),
    ]  # fmt: skip
    assert found[0].stretches != found[1].stretches


@pytest.mark.parametrize(
    ("page", "quotation", "grade"),
    [
        ("Лагерьде еңбек өте ауыр, адамдар көп болды.", "еңбек өте ауыр, адамдар көп", "exact"),
        ("Лагерьде еңбек өте ауыр, адамдар көп болды.", "енбек оте ауыр, адамдар коп болды",
         "spelling"),
        ("Лагерьде еңбек өте ауыр, адамдар көп болды.", "лагерьдің еңбегі өте ауыр, адам көп болды",
         "inflected"),
        ("Түрмөдө эмгек оор болчу, кишилер көп эле.", "эмгек оор болчу, кишилер көп эле", "exact"),
        ("Түрмөдө эмгек оор болчу, кишилер көп эле.", "түрмөнүн эмгеги оор болчу, киши көп эле",
         "inflected"),
    ],
)  # fmt: skip
def test_kazakh_and_kyrgyz(
    shelves: Callable[..., Shelf], page: str, quotation: str, grade: str
) -> None:
    (match,) = find_quotation(shelves(page).collection, quotation)
    assert (match.grade, match.similarity) == (grade, 1.0)


def test_only_what_the_role_may_read_is_found(shelves: Callable[..., Shelf]) -> None:
    words = "Показания свидетеля Зальцева о событиях той осени записаны дословно"
    shelf = shelves(({"access": "reading-room"}, [words]), ({"access": "description"}, [words]))
    assert not find_quotation(shelf.collection, words)
    assert len(find_quotation(shelf.collection, words, Role.READER)) == 1
    assert len(find_quotation(shelf.collection, words, Role.ARCHIVIST)) == 2


def test_a_closed_leaf_does_not_complete_a_quotation(shelves: Callable[..., Shelf]) -> None:
    first = "Вечером бригады вернулись с делянки, и повар раздал остывший ужин, а потом"
    second = "начальник огласил список переведённых в дальнюю командировку на север. Конец."
    shelf = shelves(({}, [first, second]))
    quotation = f"{first} начальник огласил список"
    assert [match.grade for match in find_quotation(shelf.collection, quotation)] == ["exact"]
    with shelf.collection.catalogue() as database:
        (target,) = targets.targets_named(database, f"{shelf.ids[0]}:2")
        rules.restrict(database, target, rules.read_rule(database, target, "reading-room"))
    for stale in (True, False):  # before the index knows and after
        if not stale:
            update(shelf.collection)
        (match,) = find_quotation(shelf.collection, quotation)
        assert (match.grade, [s.page for s in match.stretches]) == ("partial", [1])
        (match,) = find_quotation(shelf.collection, quotation, Role.READER)
        assert (match.grade, [s.page for s in match.stretches]) == ("exact", [1, 2])


@pytest.mark.parametrize("text", ["", "  …  ", "[так в тексте]", "слово " * 3001])
def test_what_is_no_quotation_is_refused(shelf: Shelf, text: str) -> None:
    with pytest.raises(BadUse):
        find_quotation(shelf.collection, text)


@settings(max_examples=60)
@given(st.text(alphabet="абв ё.…[]<>(){}-\n\u00ad«»10", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Words lie within the text in order, whatever brackets are open."""
    try:
        quotation = read(text)
    except BadUse:
        return
    ranges = [(word.start, word.end) for word in quotation.words]
    assert ranges == sorted(ranges)
    assert all(0 <= start < end <= len(quotation.text) for start, end in ranges)
