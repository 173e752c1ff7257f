"""What is offered where a word finds nothing, and what is said of limits."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from shelves import Shelf

from corpus.access import Role
from index import Request, search
from index.embedded import expanding, lookup


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(
        ({"date": "1931"}, ["Карлаг и Майкудук", "лагерь заключённых"]),
        ({"date": "1950"}, ["барак № 1931 для рабочих Карлага", "лагуна лагерная лагерник"]),
    )


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("Майкудк", ["майкудук"]),
        ("=Майкудюк", ["=майкудук"]),
        ("майкудк барак", ["майкудук барак"]),
        ("барак -майкудк", []),  # it finds something
        ("«майкудк»", ["майкудук"]),
        ("майкудк барака", ["майкудук барака"]),  # only the word that stands nowhere
        ("абракадабра", []),
        ("Майкудук барак", []),  # both stand there, on different pages
        ("rfhkfu", ["карлаг"]),
        ("барак vfqreler", ["барак майкудук"]),
        ("karlag", ["карлаг"]),
        ("barak karlag", ["барак karlag", "barak карлаг"]),
        ("lager", ["лагерь"]),  # no scheme needs the soft sign
        ("=karlag", ["=карлаг"]),
        ("«karlag и майкудук»", ["«карлаг и майкудук»"]),
        ("«лагеря заключённый»", ["[лагеря заключённый]"]),
        ("«лагерь заключёных»", ["«лагерь заключенных»"]),
        ("«заключённых лагерь»", []),  # in no forms
        ("№ майкудк", ["№ майкудук"]),
        ("бв", []),  # too short to be like anything
        ("барак 1932–1935 гг.", ["барак год:1932..1935"]),
        ("барак 1932", []),  # a number like another is another number
    ],
)
def test_what_is_offered(shelf: Shelf, query: str, offered: list[str]) -> None:
    answer = search(shelf.collection, Request(query))
    assert list(answer.suggestions)[: len(offered) or None] == offered
    if offered:
        assert answer.documents == 0


def test_what_is_offered_finds_something(shelf: Shelf) -> None:
    for query in ("Майкудк", "лагернк", "барек"):
        for suggestion in search(shelf.collection, Request(query)).suggestions:
            assert search(shelf.collection, Request(suggestion)).documents > 0


def test_a_part_of_another_word_is_not_replaced(shelf: Shelf) -> None:
    answer = search(shelf.collection, Request("=лагерн лагерника"))
    assert answer.suggestions
    assert all(s.endswith(" лагерника") for s in answer.suggestions)


@pytest.mark.parametrize(
    ("query", "fewer"),
    [
        ("Карлаг Майкудук барак", ["Карлаг Майкудук", "Карлаг барак"]),
        ("лагерник барак лагуна", ["лагерник лагуна"]),
        ("Майкудук барак", ["Майкудук ИЛИ барак"]),
        ("Майкудук абракадабра", ["Майкудук"]),
        ("Майкудук барак год:1931", ["(Майкудук ИЛИ барак) год:1931"]),
        ("Карлаг Майкудук лагуна -барак", ["Карлаг Майкудук НЕ барак"]),
        ("абракадабра бракадабра", []),
        ("Майкудук барак год:1800", []),
        ("Карлаг Майкудук", []),  # they stand together
    ],
)
def test_the_most_of_the_words_that_stand_on_one_page(
    shelf: Shelf, query: str, fewer: list[str]
) -> None:
    answer = search(shelf.collection, Request(query))
    assert list(answer.fewer) == fewer
    for other in fewer:
        assert search(shelf.collection, Request(other)).documents > 0


def test_words_stand_together_within_what_is_narrowed(shelf: Shelf) -> None:
    answer = search(shelf.collection, Request("Карлаг Майкудук барак", first_year=1950))
    assert answer.fewer == ("Карлаг барак",)


def test_many_words_are_offered_with_or(shelf: Shelf) -> None:
    """There are too many choices of them to try each."""
    standing = "Карлаг Майкудук лагерь заключённых барак лагуна лагерная лагерник"
    answer = search(shelf.collection, Request(standing))
    assert answer.fewer == (standing.replace(" ", " ИЛИ "),)


@pytest.mark.parametrize("query", ["nfqyf", "tajna", "тайма", "«тайма лагуна»", "«тайной карты»"])
def test_nothing_of_a_hidden_page_is_offered(shelves: Callable[..., Shelf], query: str) -> None:
    shelf = shelves(({"access": "hidden"}, ["тайна лагуна, тайна карта"]), "лагерь")
    for role, offered in ((Role.PUBLIC, False), (Role.ARCHIVIST, True)):
        answer = search(shelf.collection, Request(query, role=role))
        assert (bool(answer.suggestions), answer.documents) == (offered, 0)


def test_nothing_is_offered_where_facets_leave_nothing(shelf: Shelf) -> None:
    """The word stands in the collection: it is the filter that finds nothing."""
    answer = search(shelf.collection, Request("барак", first_year=1931, last_year=1931))
    assert (answer.documents, answer.suggestions) == (0, ())


@pytest.mark.parametrize(
    ("query", "switches", "said"),
    [
        ("Майкудук барак", {}, True),
        ("барак лагуна", {}, True),  # of one document, on different pages
        ("Карлаг Майкудук", {}, False),
        ("Карлаг Майкудук", {"first_year": 1950}, False),  # a page has them, elsewhere
        ("барак -Карлаг", {}, False),  # one word alone
        ("абракадабра", {}, False),
        ("абракадабра ИЛИ майкудк", {}, False),
    ],
)
def test_that_no_page_has_all_the_words_is_said(
    shelf: Shelf, query: str, switches: dict[str, int], said: bool
) -> None:
    answer = search(shelf.collection, Request(query, **switches))  # type: ignore[arg-type]  # years
    assert ("whole-missing" in {d.code for d in answer.diagnostics}) == said


def test_a_beginning_with_too_many_forms_is_cut_and_said(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = search(shelf.collection, Request("лаг*", folding=False))  # answers are kept
    assert (whole.complete, whole.occurrences) == (True, 4)
    monkeypatch.setattr(expanding, "MAX_EXPANSIONS", 2)
    cut = search(shelf.collection, Request("лаг*"))
    assert (cut.complete, cut.occurrences) == (False, 2)
    assert [d.code for d in cut.diagnostics] == ["too-many-forms"]


def test_a_search_that_takes_too_long_ends_with_what_was_found(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.chain([0.0], itertools.repeat(99.0))  # the first term, too late
    monkeypatch.setattr(lookup, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    answer = search(shelf.collection, Request("=Карлаг ИЛИ =барак"))
    assert (answer.complete, answer.documents) == (False, 1)
    assert [d.code for d in answer.diagnostics] == ["took-too-long"]
    assert "2 s" in str(answer.diagnostics[0].message)


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("", "all pages"),
        ("труд -лагерь", "«труд» in any form without «лагерь» in any form"),
        ("О РЕЖИМЕ И ОХРАНЕ", "«О», «РЕЖИМЕ», «И», «ОХРАНЕ» in any form"),
        ('"труд заключенных"', "the phrase «труд заключенных»"),
    ],
)
def test_what_was_understood_is_shown(shelf: Shelf, query: str, understood: str) -> None:
    assert str(search(shelf.collection, Request(query)).understood) == understood


def test_a_subject_is_offered_whose_other_names_stand(shelves: Callable[..., Shelf]) -> None:
    shelf = shelves(({}, ["Карагандинского исправительно-трудового лагеря"]))
    for query in ("Карлаг", "Карлак"):
        answer = search(shelf.collection, Request(query))
        assert answer.documents == 0
        assert "тема:Карлаг" in answer.suggestions
    assert search(shelf.collection, Request("тема:Карлаг")).documents == 1
    assert "тема:Карлаг" not in search(shelf.collection, Request("=Карлаг")).suggestions
