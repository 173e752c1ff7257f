"""«Describe» as Streamlit runs it: the tree, the form, several at once, two archivists."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shelves import Shelf
from streamlit.testing.v1 import AppTest

from corpus import documents, history, pages, rules, wholes
from corpus.access import Level, Role
from corpus.describing import describe
from corpus.documents import Document
from corpus.errors import BadUse
from corpus.rules import Rule
from corpus.targets import Target
from index import Request, search, update
from ui.opened import Opened, show
from ui.pages import acts

FILE = "ГА РФ. Ф. 393. Оп. 2. Д. 15"
Visit = Callable[..., AppTest]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put(
        ({"title": "Первый", "reference": f"{FILE}. Л. 3", "date": "1931"}, ["лагерь и степь"]),
        ({"title": "Второй", "reference": f"{FILE}. Л. 7"}, ["лагерь"]),
        ({"title": "<b>Ничей</b>"}, ["ПРИКАЗ № 15\nо режиме\nг. Караганда    17 сентября 1931 г."]),
    )
    return shelf


@pytest.fixture
def visit(shelf: Shelf) -> Visit:
    """Open the page with parameters of its address."""

    def opened(**parameters: Any) -> AppTest:
        show(Opened(shelf.collection, Role.ARCHIVIST, "ru"))
        at = AppTest.from_function(_describe, default_timeout=60)
        for name, value in parameters.items():
            at.query_params[name] = value
        return run(at)

    return opened


def _describe() -> None:
    from ui.pages import describe

    describe.page()


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    parts = " ".join(part.proto.body for part in at.get("html"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", parts))


def field(at: AppTest, name: str) -> Any:
    """The field of a key of the form."""
    return next(
        one for one in (*at.text_input, *at.selectbox) if (one.key or "").startswith(f"say_{name}_")
    )


def press(at: AppTest, key: str) -> AppTest:
    next(one for one in at.button if (one.key or "").startswith(key)).click()
    return run(at)


def chosen(at: AppTest) -> list[str]:
    """The documents that the address says are chosen."""
    given = at.query_params.get("c", [])
    return [given] if isinstance(given, str) else [*given]


def now(shelf: Shelf, n: int) -> Document:
    with shelf.collection.catalogue() as database:
        return documents.find(database, shelf.ids[n], Role.ARCHIVIST)


def dated(shelf: Shelf, year: int) -> int:
    """How many documents a search finds that are of a year."""
    return search(shelf.collection, Request(first_year=year, last_year=year)).documents


def test_the_tree_begins_with_all_fonds_and_opens_branch_by_branch(visit: Visit) -> None:
    at = visit()
    assert "ГА РФ. ф. 393 оцифровано 1 из 1 дела" in words(at)
    assert "Первый" not in words(at)
    inside = visit(b="opis:1")
    assert "д. 15 2 документа" in words(inside)
    assert "<b>Ничей" not in "".join(p.proto.body for p in visit(b="none").get("html"))


def test_a_document_is_described_and_found_by_it_at_once(visit: Visit, shelf: Shelf) -> None:
    at = visit(c=shelf.ids[0])
    assert field(at, "title").value == "Первый"
    field(at, "title").set_value("Приказ о нормах")
    field(at, "date").set_value("осень 1935 г.")
    at = press(run(at), "say_save")
    assert "Сохранено." in words(at)
    assert now(shelf, 0).description.title == "Приказ о нормах"
    assert dated(shelf, 1935) == 1
    assert dated(shelf, 1931) == 0


def test_a_date_is_said_back_and_one_that_is_none_is_refused(visit: Visit, shelf: Shelf) -> None:
    at = visit(c=shelf.ids[0])
    field(at, "date").set_value("193X")
    assert "01.01.1930 – 31.12.1939" in words(run(at))
    field(at, "date").set_value("позавчера")
    at = run(at)
    assert "позавчера" in words(at)
    assert next(one for one in at.button if one.key == "say_save").disabled


def test_several_are_described_at_once_and_that_is_taken_back(visit: Visit, shelf: Shelf) -> None:
    at = visit(c=shelf.ids[:2])
    assert field(at, "title").value == ""
    assert "Первый" in field(at, "title").placeholder
    field(at, "date").set_value("1947-03-05")
    at = press(run(at), "say_save")
    dates = [str(now(shelf, n).description.date) for n in (0, 1)]
    assert dates == ["1947-03-05", "1947-03-05"]
    assert now(shelf, 0).description.title == "Первый"
    assert dated(shelf, 1947) == 2
    press(at, "undo")
    assert str(now(shelf, 0).description.date) == "1931"
    assert now(shelf, 1).description.date is None
    assert dated(shelf, 1947) == 0


def test_of_two_archivists_the_second_sees_both_values_and_chooses(
    visit: Visit, shelf: Shelf
) -> None:
    at = visit(c=shelf.ids[0])
    field(at, "title").set_value("Мой")
    run(at)
    with shelf.collection.catalogue() as database, history.acting("Асель"):
        describe(database, shelf.ids[0], {"title": "Её", "note": "тоже её"})
    at = press(at, "say_save")
    assert now(shelf, 0).description.title == "Её", "nothing is written over unseen"
    assert "Асель" in words(at)
    assert "«Её»" in words(at)
    assert field(at, "title").value == "Мой"
    assert field(at, "note").value == "тоже её", "what only she has changed is shown as it is now"
    mine = press(at, "say_save")
    assert now(shelf, 0).description.title == "Мой"
    assert "Сохранено." in words(mine)


def test_the_other_value_can_be_taken(visit: Visit, shelf: Shelf) -> None:
    at = visit(c=shelf.ids[0])
    field(at, "title").set_value("Мой")
    run(at)
    with shelf.collection.catalogue() as database, history.acting("Асель"):
        describe(database, shelf.ids[0], {"title": "Её"})
    at = press(press(at, "say_save"), "theirs_title")
    assert field(at, "title").value == "Её"
    assert "«Её»" not in words(at)
    save = next(one for one in at.button if one.key == "say_save")
    assert save.disabled, "nothing is left to say"
    assert now(shelf, 0).description.title == "Её"


def test_what_the_text_says_is_offered_and_taken_by_a_click(visit: Visit, shelf: Shelf) -> None:
    at = visit(c=shelf.ids[2])
    assert "17 сентября 1931 г." in words(at)
    at = press(at, "take_date")
    assert field(at, "date").value == "1931-09-17"
    assert now(shelf, 2).description.date is None, "nothing is saved before it is said"
    press(at, "say_save")
    assert str(now(shelf, 2).description.date) == "1931-09-17"


def test_the_history_tells_what_was_done(visit: Visit, shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database, history.acting("Асель"):
        describe(database, shelf.ids[0], {"title": "Новый"})
    said = words(visit(c=shelf.ids[0]))
    assert "Асель" in said
    assert "Первый → Новый" in said


def typed(at: AppTest, name: str, value: str) -> None:
    """Type into a field besides the form."""
    fields = (*at.text_input, *at.selectbox)
    next(one for one in fields if (one.key or "").startswith(f"{name}_")).set_value(value)


def test_access_of_a_file_holds_below_and_can_be_taken_back(visit: Visit, shelf: Shelf) -> None:
    file = now(shelf, 0).file
    at = visit(b=file)
    typed(at, "level", "reading-room")
    typed(at, "years", "75")
    at = press(run(at), "restrict")
    assert "Доступ установлен." not in words(at)
    assert [now(shelf, n).access.value for n in (0, 1, 2)] == ["open"] * 3, "the file has no date"
    typed(at, "years", "")
    typed(at, "until", "2100")
    at = press(run(at), "restrict")
    assert [now(shelf, n).access.value for n in (0, 1)] == ["reading-room"] * 2
    assert "Доступ установлен." in words(at)
    assert "2 документа: читальный зал" in words(run(at))
    public = search(shelf.collection, Request(query="лагерь"))
    assert public.documents == 0


def test_access_of_one_page_leaves_the_others_open(visit: Visit, shelf: Shelf) -> None:
    (two,) = shelf.put(({"title": "Два"}, ["барак", "барак и баня"]))
    at = visit(c=two)
    typed(at, "level", "hidden")
    typed(at, "pages", "2")
    press(run(at), "restrict")
    assert search(shelf.collection, Request(query="барак")).pages == 1


def test_leaves_are_shown_before_they_are_numbered(visit: Visit, shelf: Shelf) -> None:
    (one,) = shelf.put(({"reference": FILE}, ["обложка", "раз", "два"]))
    at = visit(c=one)
    typed(at, "first", "15")
    typed(at, "without", "1")
    at = run(at)
    assert "страница 1: – · страница 2: 15 · страница 3: 16" in words(at)
    press(at, "number")
    with shelf.collection.catalogue() as database:
        shown = [[str(leaf) for leaf in page.leaves] for page in pages.of(database, one)]
    assert shown == [[], ["15"], ["16"]]
    typed(at, "first", "лист")
    at = run(at)
    assert next(b for b in at.button if b.key == "number").disabled


def test_what_is_removed_is_in_the_bin_and_comes_back(visit: Visit, shelf: Shelf) -> None:
    at = press(visit(c=shelf.ids[:2]), "remove")
    assert chosen(at) == []
    assert search(shelf.collection, Request(query="лагерь")).documents == 0
    at = visit(b="bin")
    assert "Первый" in words(at)
    press(at, f"restore_{shelf.ids[0]}")
    assert search(shelf.collection, Request(query="лагерь")).documents == 1


def test_a_document_is_divided_and_whole_again(visit: Visit, shelf: Shelf) -> None:
    (whole,) = shelf.put(({"title": "Два в одном"}, ["барак", "баня"]))
    at = visit(c=whole)
    typed(at, "begins", "9")
    at = press(run(at), "divide")
    assert chosen(at) == [whole], "it has no ninth page"
    typed(at, "begins", "2")
    at = press(run(at), "divide")
    parts = chosen(at)
    assert len(parts) == 2
    assert whole not in parts
    at = press(at, "undo")
    assert chosen(at) == [whole]
    (merged,) = chosen(press(visit(c=[whole, shelf.ids[0]]), "merge"))
    assert merged not in {whole, shelf.ids[0]}


@pytest.mark.parametrize(
    ("text", "pages"), [("", []), ("3", [3]), ("1, 5–7", [1, 5, 6, 7]), ("2;4 6-7", [2, 4, 6, 7])]
)
def test_pages_are_named_as_people_name_them(text: str, pages: list[int]) -> None:
    assert acts.numbers(text) == pages


@pytest.mark.parametrize("text", ["пять", "1-", "1–999999", "-3", "9999999"])
def test_what_names_no_pages_is_said_to_name_none(text: str) -> None:
    with pytest.raises(BadUse):
        acts.numbers(text)


def test_who_is_an_archivist_no_more_changes_nothing(visit: Visit, shelf: Shelf) -> None:
    at = visit(c=shelf.ids[0])
    field(at, "title").set_value("Чужой")
    run(at)
    show(Opened(shelf.collection, Role.READER, "ru"))
    at = press(at, "say_save")
    assert now(shelf, 0).description.title == "Первый"
    assert "архивист" in words(at)


def test_a_document_that_is_none_is_said_to_be_none(visit: Visit) -> None:
    show_none = AppTest.from_function(_describe, default_timeout=60)
    show_none.query_params["c"] = "dnone"
    show_none.run()
    assert "NotFound" in str(show_none.exception)


def test_pages_are_turned_and_put_in_order(visit: Visit, shelf: Shelf) -> None:
    (sheaf,) = shelf.put(({"title": "Дело"}, ["труд", "хлеб", "степь"]))
    with shelf.collection.catalogue() as database:
        database.change("UPDATE pages SET width = 100, height = 140 WHERE document = ?", (sheaf,))
    at = visit(c=sheaf)
    at.text_input(key=f"turn_{sheaf}").set_value("2–3")
    at.selectbox(key=f"by_{sheaf}").set_value(180)
    at = press(run(at), "turn")
    assert "Страницы повёрнуты." in words(at)
    at.text_input(key=f"order_{sheaf}").set_value("3, 1–2")
    at = press(run(at), "order")
    assert "Страницы стоят теперь в этом порядке." in words(at)
    with shelf.collection.catalogue() as database:
        own = pages.of(database, sheaf, Role.ARCHIVIST)
        texts = [pages.reading(database, page.reading or 0).text.strip() for page in own]
    assert texts == ["степь", "труд", "хлеб"]
    assert [page.turned for page in own] == [180, 0, 180]
    at.text_input(key=f"order_{sheaf}").set_value("3")
    assert "каждую" in words(press(run(at), "order"))
    press(at, "undo")
    with shelf.collection.catalogue() as database:
        assert [page.turned for page in pages.of(database, sheaf, Role.ARCHIVIST)] == [0, 180, 180]


def test_what_was_typed_stays_when_something_else_is_done(visit: Visit, shelf: Shelf) -> None:
    one, other = shelf.ids[:2]
    at = visit(c=one)
    field(at, "title").set_value("Ещё не сохранено")
    at.text_input(key=f"first_{one}").set_value("5")
    at = press(run(at), "number")
    assert "Листы пронумерованы." in words(at)
    assert field(at, "title").value == "Ещё не сохранено"
    assert "не сохранили" in words(at)
    assert now(shelf, 0).description.title == "Первый"
    at.query_params["c"] = other
    assert field(run(at), "title").value == "Второй"
    with shelf.collection.catalogue() as database, history.acting("Асель"):
        describe(database, one, {"title": "Её заголовок"})
    at.query_params["c"] = one
    at = run(at)
    assert field(at, "title").value == "Ещё не сохранено"
    assert "«Её заголовок»" in words(at)
    assert "Асель" in words(at)
    at = press(at, "say_back")
    assert field(at, "title").value == "Её заголовок"
    assert "не сохранили" not in words(at)


@pytest.mark.parametrize("act", ["merge", "divide", "remove"])
def test_what_was_typed_is_not_lost_with_its_document(visit: Visit, shelf: Shelf, act: str) -> None:
    (other,) = shelf.put(({"title": "Два в одном"}, ["барак", "баня"]))
    ids = [other, shelf.ids[0]] if act == "merge" else [other]
    at = visit(c=ids)
    if act == "divide":
        typed(at, "begins", "2")
    field(at, "note").set_value("Ещё не сохранено")
    at = press(at, act)  # at once: nothing was drawn in between
    assert chosen(at) == ids
    assert "не сохранено: Заметка" in words(at)
    assert field(at, "note").value == "Ещё не сохранено"
    at = press(at, "say_back")
    assert "не сохранено" not in words(at)
    assert chosen(press(at, act)) != ids


def test_what_was_typed_of_one_alone_is_not_lost_when_it_is_merged(
    visit: Visit, shelf: Shelf
) -> None:
    one, other = shelf.ids[:2]
    at = visit(c=one)
    field(at, "note").set_value("Ещё не сохранено")
    at = run(at)
    at.query_params["c"] = [one, other]
    at = press(run(at), "merge")
    assert chosen(at) == [one, other]
    assert "не сохранено: Заметка" in words(at)
    at.query_params["c"] = one
    assert field(run(at), "note").value == "Ещё не сохранено"


def test_what_can_be_given_away_is_linked(visit: Visit, shelf: Shelf) -> None:
    inside = "".join(part.proto.body for part in visit(b="opis:1").get("html"))
    assert 'href="/file/ead.xml?of=' in inside
    chosen = "".join(part.proto.body for part in visit(c=shelf.ids[0]).get("html"))
    assert f'href="/iiif/{shelf.ids[0]}/manifest.json"' in chosen
    assert f'href="/packages?c={shelf.ids[0]}"' in chosen
    assert 'href="/packages?b=opis%3A1"' in inside


def test_a_fonds_is_described_and_its_dates_close_an_open_end(visit: Visit, shelf: Shelf) -> None:
    shelf.put(({"title": "Поздний", "reference": f"{FILE}. Л. 9", "date": "../1935"}, ["лагерь"]))
    at = visit(b="fonds:1")
    field(at, "title").set_value("Наркомат <b>внутренних</b> дел")
    field(at, "date").set_value("1917–1954 гг.")
    field(at, "note").set_value("неполный")
    at = run(at)
    assert "1917–1954 (01.01.1917 – 31.12.1954)" in words(at)
    at = press(at, "say_save")
    assert "Сохранено." in words(at)
    assert "ф. 393 Наркомат" in words(at)
    assert "<b>внутренних" not in "".join(part.proto.body for part in at.get("html"))
    assert dated(shelf, 1918) == 1
    assert "описано · fonds:1" in words(at)
    at = press(at, "undo")
    assert (field(at, "title").value, dated(shelf, 1918)) == ("", 0)


def test_an_opis_and_an_undated_document_are_told_the_dates_above(
    visit: Visit, shelf: Shelf
) -> None:
    at = visit(b="fonds:1")
    field(at, "date").set_value("1917/1954")
    press(run(at), "say_save")
    inherited = "в фонде с датами 1917–1954 (унаследовано)"
    assert inherited in words(visit(b="opis:1"))
    assert inherited in words(visit(c=shelf.ids[1]))
    assert inherited not in words(visit(c=shelf.ids[0]))  # it is dated
    assert inherited not in words(visit(c=shelf.ids[2]))  # it stands in no fonds
    assert now(shelf, 1).description.date is None


def test_of_a_whole_a_wrong_date_is_refused_and_a_draft_is_kept(visit: Visit, shelf: Shelf) -> None:
    at = visit(b="opis:1")
    field(at, "date").set_value("позавчера")
    at = run(at)
    assert "позавчера" in words(at)
    assert next(one for one in at.button if one.key == "say_save").disabled
    field(at, "date").set_value("1921")
    field(at, "title").set_value("Опись постоянного хранения")
    run(at)
    at.query_params["b"] = "fonds:1"
    at = run(at)
    assert field(at, "title").value == ""
    at.query_params["b"] = "opis:1"
    at = run(at)
    assert "не сохранили" in words(at)
    assert field(at, "title").value == "Опись постоянного хранения"
    at = press(at, "say_save")
    assert "оп. 2 Опись постоянного хранения 1921" in words(at)


def test_of_two_archivists_at_a_fonds_the_second_sees_both(visit: Visit, shelf: Shelf) -> None:
    at = visit(b="fonds:1")
    field(at, "title").set_value("Мой")
    at = run(at)
    with shelf.collection.catalogue() as database, history.acting("Асель"):
        wholes.describe(database, Target("fonds", 1, "fonds:1"), {"title": "Её", "note": "да"})
    at = press(at, "say_save")
    assert "Асель" in words(at)
    assert "«Её»" in words(at)
    assert field(at, "note").value == "да"
    at = press(at, "theirs_title")
    assert field(at, "title").value == "Её"


def test_a_file_is_described_as_a_whole_and_what_has_no_number_is_not(
    visit: Visit, shelf: Shelf
) -> None:
    file = now(shelf, 0).file
    at = visit(b=file)
    field(at, "title").set_value("Переписка")
    press(run(at), "say_save")
    assert now(shelf, 0).file_title == "Переписка"
    shelf.put(({"reference": "ГА РФ. Ф. 394"}, ["лагерь"]))  # of no opis
    at = visit(b="opis:2")
    assert not [one for one in at.text_input if (one.key or "").startswith("say_")]
    assert next(one for one in at.button if one.key == "restrict")


def _search() -> None:
    from ui.pages import search

    search.page()


def _reader() -> None:
    from ui.pages import reader

    reader.page()


def test_readers_are_told_the_dates_of_what_something_undated_stands_in(shelf: Shelf) -> None:
    with shelf.collection.catalogue() as database:
        wholes.describe(database, Target("fonds", 1, "fonds:1"), {"date": "1917/1954"})
        file = now(shelf, 1).file or ""
        wholes.describe(database, Target("files", file, file), {"date": "1930/1936"})
        show(Opened(shelf.collection, Role.PUBLIC, "ru"))
        pages = {}
        for level in (Level.OPEN, Level.HIDDEN):
            rules.restrict(database, Target("files", file, file), Rule(level))
            own = Target("documents", shelf.ids[1], shelf.ids[1])
            rules.restrict(database, own, Rule(Level.OPEN))  # whatever the file is
            update(shelf.collection)
            for draw, parameters in ((_search, {"q": "лагерь"}), (_reader, {"id": shelf.ids[1]})):
                at = AppTest.from_function(draw, default_timeout=60)
                at.query_params.update(parameters)
                pages[draw.__name__, level] = words(run(at))
    for name in ("_search", "_reader"):
        assert "без даты в деле с датами 1930–1936 (унаследовано)" in pages[name, Level.OPEN]
        assert "в фонде с датами 1917–1954 (унаследовано)" in pages[name, Level.HIDDEN]
        assert "1930–1936" not in pages[name, Level.HIDDEN]
