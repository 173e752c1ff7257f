"""The search page as Streamlit runs it, without a browser, over a tiny real collection."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import tiny_collection
from streamlit.testing.v1 import AppTest

from corpus.access import Role
from corpus.collection import Collection, create_collection
from index import Request, search
from index.answer import Grouping
from ui.opened import Opened, show
from ui.pages import asking

FRAME = Path(__file__).parents[2] / "ui" / "pages" / "frame.py"
Visit = Callable[..., AppTest]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return tiny_collection.build(tmp_path_factory.mktemp("shown") / "collection")


@pytest.fixture
def visit(collection: Collection) -> Iterator[Visit]:
    """Open the search page at an address."""

    def opened(role: Role = Role.PUBLIC, **parameters: str | list[str]) -> AppTest:
        show(Opened(collection, role, "ru"))
        at = AppTest.from_file(FRAME, default_timeout=30)
        for name, value in parameters.items():
            at.query_params[name.replace("without_", "-")] = value
        at.run()
        assert not at.exception
        return at

    yield opened
    show(Opened(collection, Role.PUBLIC, "ru"))


def html(at: AppTest) -> str:
    """The parts of the page that are HTML, without our style sheet."""
    parts = [part.proto.body for part in at.get("html")]
    return "".join(part for part in parts if not part.startswith("<style>:root"))


def words(at: AppTest) -> str:
    """What a reader sees of the parts in HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html(at)))


def chips(at: AppTest) -> list[str]:
    """What is set, as the buttons say it; a backslash keeps Markdown from reading signs."""
    found = [b for b in at.button if b.key and b.key.startswith("chip_")]
    return [b.label.replace("\\", "") for b in found]


def address(at: AppTest) -> dict[str, list[str]]:
    return {name: [*values(at.query_params[name])] for name in at.query_params}


def values(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given


def titles(at: AppTest) -> list[str]:
    return re.findall(r"<h3[^>]*><a[^>]*><span[^>]*>(.*?)</span>", html(at))


def test_the_start_page_offers_only_queries_that_find_something(visit: Visit) -> None:
    at = visit()
    assert "3 документа и 6 страниц" in words(at)
    offered = re.findall(r'href="(/\?q=[^"]*)"', html(at).partition('class="try"')[2])
    assert offered
    for query in re.findall(r'class="try".*?</p>', html(at))[0].split("</a>")[:-1]:
        found = visit(q=re.sub("<.*?>", "", query).partition(":")[2] or re.sub("<.*?>", "", query))
        assert titles(found)


def test_where_nothing_is_sought_documents_stand_by_their_references(visit: Visit) -> None:
    at = visit()
    order = at.selectbox(key="sort")
    assert order.value == "reference"
    assert order.options == ["по дате", "по шифру", "по порядку поступления"]
    assert titles(at) == titles(visit(sort="reference")) != titles(visit(sort="added"))
    assert visit(q="лагеря").selectbox(key="sort").value == "relevance"


def test_an_answer_leads_to_where_a_package_of_it_is_made(visit: Visit) -> None:
    assert 'href="/packages?q=%D0%B0%D0%B4%D0%B0%D0%BC&amp;-language=ru"' in html(
        visit(q="адам", without_language=["ru"])
    )
    assert "/packages" not in html(visit()), "a package of everything is for archivists"


def test_narrowing_is_offered_where_there_is_something_to_narrow(visit: Visit) -> None:
    assert "Уточнить" in words(visit(q="лагеря"))
    assert "Уточнить" not in words(visit(q="бегемот"))
    assert "Уточнить" in words(visit(q="бегемот", kind=["order"]))


def test_a_link_shows_query_switches_and_facets(visit: Visit) -> None:
    at = visit(q="лагеря", kind=["order"], without_language=["kk"], form="exact", sort="date")
    assert at.text_input(key="ask").value == "лагеря"
    assert at.session_state["form"] == "exact"
    assert at.selectbox(key="sort").value == "date"
    assert chips(at) == ["кроме: казахский", "приказ", "Сбросить всё"]


@pytest.mark.parametrize(
    ("years", "language", "shown"),
    [(None, "ru", "Астана"), ("1965-1970", "ru", "Целиноград (Астана)"), (None, "kk", "Астана")],
)
def test_a_place_is_called_by_its_name_of_the_years_asked_for(
    visit: Visit, years: str | None, language: str, shown: str
) -> None:
    at = visit(place=["place-astana"], ui=language, **({"y": years} if years else {}))
    named = [chip.rstrip("*") for chip in chips(at)]
    assert shown in named


def test_unconfirmed_names_are_a_switch_in_the_address(visit: Visit) -> None:
    at = visit(q="лагерь")
    at.toggle(key="unconfirmed").set_value(True).run()
    assert address(at) == {"q": ["лагерь"], "un": ["1"]}
    assert visit(q="лагерь", un="1").toggle(key="unconfirmed").value


def test_exact_dates_and_the_undated_are_switches_in_the_address(visit: Visit) -> None:
    at = visit(q="лагерь")
    at.checkbox(key="exact_dates").check().run()
    assert address(at) == {"q": ["лагерь"], "ed": ["1"]}
    assert "только точно датированные" in chips(at)
    assert "with_undated" not in {box.key for box in at.checkbox}  # no years are chosen
    at = visit(y="1930-1949")
    box = at.checkbox(key="with_undated")
    assert re.fullmatch(r"ещё \d без даты", box.label)
    box.check().run()
    assert address(at) == {"y": ["1930-1949"], "nd": ["1"]}
    assert "1930–1949 и без даты" in chips(at)


def test_any_form_of_a_word_is_lit_and_led_by_its_leaf(visit: Visit) -> None:
    at = visit(q="лагерь")
    assert "Приказ о работах в лагере" in titles(at)
    assert '<mark title="как форма слова «лагерь»">ЛАГЕРЕ</mark>' in html(at)
    assert "Найдено как форма слова «лагерь»: ЛАГЕРЕ, лагеря" in words(at)
    assert re.search(r'class="leaf"[^>]*>л\. 14</a>', html(at))
    assert re.search(r"/img/thumb/dorder/1\.jpg\?hl=\d+,\d+", html(at))


def test_the_line_of_counts_says_what_was_not_searched(visit: Visit) -> None:
    said = words(visit(q="лагеря"))
    counted = r"1 документ 2 страницы \d вхождения искали в 5 стр\., 1 не прочитана"
    assert re.search(counted, said)


def test_reference_and_date_stand_above_the_title(visit: Visit) -> None:
    card = words(visit(q="обслуга")).partition("искали")[2]
    own = [card.index(fact) for fact in ("Ф. 12. Оп. 1. Д. 47.", "14.10.1936", "Приказ о работах")]
    assert own == sorted(own)


def test_a_passage_has_its_own_citation(visit: Visit) -> None:
    assert "Д. 47. Л. 14." in html(visit(q="обслуга")).partition('class="quick"')[2]


def test_documents_of_a_file_are_folded_in_one_card(
    visit: Visit, collection: Collection, tmp_path: Path
) -> None:
    about, language, texts = tiny_collection.DOCUMENTS["dorder"]
    report = {"title": "Рапорт", "reference": "Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 2"}
    given = {"dorder": (about, language, texts), "dreport": (report, "ru", ["О лагере."])}
    filed = tiny_collection.build(tmp_path / "filed", given)
    show(Opened(filed, Role.PUBLIC, "ru"))
    at = AppTest.from_file(FRAME, default_timeout=30)
    at.query_params["q"], at.query_params["group"] = "лагерь", "file"
    at.run()
    (card,) = re.findall(r'<section class="file".*?</section>', html(at), re.DOTALL)
    heading = re.sub("<.*?>", "", card.partition("<h2")[2].partition("</h2>")[0])
    assert heading.endswith(">Учебный архив. Ф. 12. Оп. 1. Д. 47.")
    assert titles(at) == ["Рапорт", "Приказ о работах в лагере"]  # as their leaves stand
    assert "1 результат 2 документа 3 страницы" in words(at)
    at.segmented_control(key="group").set_value(Grouping.DOCUMENT).run()
    assert address(at) == {"q": ["лагерь"]}
    assert 'class="file"' not in html(at)


def test_typing_a_query_writes_the_address_and_returns_to_the_first_page(visit: Visit) -> None:
    at = visit(q="лагерь", p="2")
    at.text_input(key="ask").set_value(" еңбек ").run()
    assert address(at) == {"q": ["еңбек"]}


def test_a_chip_takes_back_what_it_names(visit: Visit) -> None:
    at = visit(q="лагерь", kind=["order"], y="1930-1939")
    at.button(key="chip_years").click().run()
    assert address(at) == {"q": ["лагерь"], "kind": ["order"]}
    at.button(key="chip_all").click().run()
    assert address(at) == {"q": ["лагерь"]}


def test_the_language_is_remembered_in_the_address(visit: Visit) -> None:
    at = visit(q="лагерь", ui="kk")
    assert "рет кездеседі" in words(at)
    assert re.search(r'href="/page\?[^"]*ui=kk"', html(at))


@pytest.mark.parametrize(
    "query", [tiny_collection.HOSTILE, "</p><script>alert(1)</script>", '" onmouseover="x']
)
def test_markup_in_a_query_is_text(visit: Visit, query: str) -> None:
    shown = html(visit(q=query))
    assert not re.search(r"<script|<style|<img src=x|\sonmouseover=\"", shown)


def test_markup_on_a_page_is_text(visit: Visit) -> None:
    shown = html(visit(q="белги"))
    assert "&lt;img src=x onerror=&quot;document.title=1&quot;&gt;" in shown
    assert not re.search(r"<style|<img src=x", shown)


def test_nothing_found_says_how_the_query_was_read_and_offers_the_next_step(visit: Visit) -> None:
    at = visit(q="лагерр", kind=["order"], form="exact")
    said = words(at)
    assert "Запрос понят так: точно «лагерр»" in said
    assert "Ничего не нашлось" in said
    for step in ("без уточнений", "в любой форме", "все документы"):
        assert step in said
    assert "1 страница не прочитана" in said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kfuthz", "Возможно, вы искали: лагеря"),
        ("rabochih", "Возможно, вы искали: рабочих"),
        (
            "обслуга лагеря список",
            "Ни на одной странице нет всех слов. "
            "Ничего не нашлось Больше всего слов на одной странице: обслуга лагеря , лагеря список",
        ),
    ],
)
def test_what_may_be_meant_is_a_link(visit: Visit, query: str, said: str) -> None:
    at = visit(q=query, kind=["order"])
    assert said in words(at)
    found = re.search(r'class="empty".*?href="([^"]*)"', html(at))
    assert found
    assert "kind=order" in found[1]


@pytest.mark.parametrize(
    ("query", "loose"),
    [
        ("«рабочих представить»", "рабочих представить"),
        ('"список лагеря"/2 =обслуге', "список лагеря обслуге"),
        ("[лагеря рабочих]~1", "лагеря рабочих"),
    ],
)
def test_words_that_are_not_together_are_offered_alone(
    visit: Visit, query: str, loose: str
) -> None:
    shown = html(visit(q=query))
    assert f'<a data-go href="/?{urlencode({"q": loose})}">Искать сами слова' in shown


@pytest.mark.parametrize("query", ["труд без конца", "«труд без конца»"])
def test_what_may_be_a_quotation_is_offered_to_its_finder_once(visit: Visit, query: str) -> None:
    shown = html(visit(q=query))
    assert f'href="/quotation?{urlencode({"quote": "труд без конца"})}"' in shown
    assert shown.count('href="/quotation?') == 1


def test_two_words_are_not_offered_as_a_quotation(visit: Visit) -> None:
    assert "/quotation?" not in html(visit(q="лагерь ничего"))


def test_how_to_ask_is_told_in_words_that_find_something(collection: Collection) -> None:
    told = asking.samples(collection, Role.PUBLIC, "")
    assert {"заключённый", "=заключенных", "«заключенных лагеря»"} <= {query for query, _ in told}
    assert len({means for _, means in told}) >= 6
    for query, _ in told:
        assert search(collection, Request(query)).documents, query


def test_what_is_left_out_can_be_taken_back_though_the_answer_lacks_it(visit: Visit) -> None:
    at = visit(q="еңбек", without_kind=["letter"])
    assert chips(at)[0] == "кроме: письмо"


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.PUBLIC, {"Приказ о работах в лагере"}),
        (Role.READER, {"Приказ о работах в лагере", "Личное дело"}),
        (Role.ARCHIVIST, {"Приказ о работах в лагере", "Личное дело", "Тайное дело"}),
    ],
)
def test_a_reader_finds_what_is_open_to_him(visit: Visit, role: Role, seen: set[str]) -> None:
    assert {*titles(visit(role, q="лагерь", language=["ru"]))} == seen


def test_a_collection_without_an_index_says_how_to_build_it(
    tmp_path: Path, collection: Collection
) -> None:
    show(Opened(create_collection(tmp_path / "new"), Role.PUBLIC, "ru"))
    at = AppTest.from_file(FRAME, default_timeout=30).run()
    show(Opened(collection, Role.PUBLIC, "ru"))
    assert not at.exception
    assert "opis index build" in words(at)


def test_what_the_thesaurus_would_add_is_a_link_and_what_it_added_can_be_taken_away(
    visit: Visit,
) -> None:
    offered = visit(q="ИТЛ")
    assert "С тезаурусом нашёлся бы ещё 1 документ: эмгек лагери*" in words(offered)
    assert 'href="/?q=%D0%98%D0%A2%D0%9B&amp;th=1"' in html(offered)
    at = visit(q="ИТЛ", th="1", p="1")
    assert "Из тезауруса: эмгек лагери* ×" in words(at)
    assert "* название никем не проверено" in words(at)
    assert "как «эмгек лагери», из тезауруса" in words(at)
    assert re.search(r'href="/\?q=[^"]*th=1&amp;-th=[^"]*" title="Не искать «эмгек', html(at))
    less = visit(q="ИТЛ", th="1", without_th="эмгек лагери")
    assert "Ничего не нашлось" in words(less)
    assert "искать снова то, что убрано: эмгек лагери" in words(less)


def test_the_switch_of_the_thesaurus_stands_in_the_address(visit: Visit) -> None:
    at = visit(q="ИТЛ")
    at.toggle(key="thesaurus").set_value(True).run()
    assert address(at) == {"q": ["ИТЛ"], "th": ["1"]}


@pytest.mark.parametrize(
    ("kept", "listed", "chip"),
    [
        ("Учебный архив", ["Учебный архив", "Ф. 12", "Ф. 22"], "Учебный архив"),
        (
            "Учебный архив › 12",
            ["Учебный архив", "Ф. 12", "Оп. 1", "Ф. 22"],
            "Ф. 12",
        ),
        (
            "Учебный архив › 12 › 1 › 47",
            ["Учебный архив", "Ф. 12", "Оп. 1", "Д. 47", "Ф. 22"],
            "Ф. 12. Оп. 1. Д. 47",
        ),
    ],
)
def test_the_tree_of_an_archive_opens_where_something_of_it_is_kept(
    visit: Visit, kept: str, listed: list[str], chip: str
) -> None:
    at = visit(archive=[kept])
    assert chips(at)[0] == chip
    (tree,) = (
        facet
        for part in at.get("bidi_component")
        for facet in json.loads(part.proto.json).get("facets", ())
        if facet["key"] == "archive"
    )
    named = [value["name"] for value in tree["values"] if value["value"] != "unreferenced"]
    assert named == listed
    assert {v["value"] for v in tree["values"] if v["state"]} == {kept}


def test_a_page_beyond_the_last_of_the_results_shows_the_last_and_says_so(visit: Visit) -> None:
    at = visit(q="лагерь", p="99")
    assert titles(at) == titles(visit(q="лагерь"))
    assert "В результатах 1 страница; показана последняя." in words(at)
    assert 'data-beyond="p" data-asked="99" data-truly="1"' in html(at)
    for address in ({"q": "лагерь"}, {"q": "лагерь", "p": "1"}, {"q": "жоксөз", "p": "9"}):
        assert "показана последняя" not in words(visit(**address))


def test_so_do_the_lines_of_a_concordance(collection: Collection) -> None:
    def lines() -> None:
        from ui.pages import concordance

        concordance.page()

    show(Opened(collection, Role.PUBLIC, "ru"))
    at = AppTest.from_function(lines, default_timeout=30)
    for name, value in {"q": "лагерь", "k": "reference", "kp": "9"}.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    assert 'data-beyond="kp" data-asked="9" data-truly="1"' in html(at)
