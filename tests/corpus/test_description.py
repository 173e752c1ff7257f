from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.access import Level
from corpus.dates import Meaning
from corpus.description import Description, keys, leaves_of_pages, read_description
from corpus.errors import BadDate, BadDescription, BadReference, BadUse
from corpus.reference import Leaf, print_leaves


def test_a_full_description() -> None:
    d = read_description(
        {
            "title": "Приказ  о режиме",
            "kind": "приказ",
            "archive": "ГА РФ",
            "fonds": "Р-9414",
            "opis": "1",
            "file": "1155",
            "leaves": "3–4 об.",
            "date": "6 августа 1941 г.",
            "author": "Управление Карагандинского ИТЛ",
            "addressee": "начальникам отделений",
            "language": "ru, kk",
            "copy": "копия",
            "access": "reading-room",
            "opens": "2031",
            "basis": "акт № 5",
            "note": "с помарками",
        }
    )
    assert d.title == "Приказ о режиме"
    assert d.kind == "order"
    assert str(d.reference) == "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–4 об."
    assert str(d.date) == "1941-08-06"
    assert (d.author, d.addressee) == ("Управление Карагандинского ИТЛ", "начальникам отделений")
    assert d.languages == ("ru", "kk")
    assert (d.copy, d.access, d.opens) == ("copy", Level.READING_ROOM, date(2031, 1, 1))
    assert (d.basis, d.note) == ("акт № 5", "с помарками")


@pytest.mark.parametrize(
    ("russian", "key"),
    [
        ({"Заголовок": "Приказ"}, {"title": "Приказ"}),
        ({"вид": "докладная записка"}, {"kind": "memorandum"}),
        ({"ФОНД": "393"}, {"fonds": "393"}),
        ({"дело": "15"}, {"file": "15"}),
        ({"крайние даты": "1931-1935"}, {"date": "1931/1935"}),
        ({"автор": "Иванов"}, {"author": "Иванов"}),
        ({"адресат": "Петрову"}, {"addressee": "Петрову"}),
        ({"язык": "казахский"}, {"language": "kk"}),
        ({"тілі": "қазақша, орысша"}, {"language": "kk, ru"}),
        ({"доступ": "читальный зал"}, {"access": "reading-room"}),
        ({"Примечание": "черновик"}, {"note": "черновик"}),
        ({"шифр": "Ф. 393. Оп. 2. Д. 15"}, {"fonds": "393", "opis": "2", "file": "15"}),
        ({"date-meaning": "one-of", "date": "1931"}, {"date_meaning": "one-of", "date": "1931"}),
    ],
)
def test_russian_headers_say_the_same(russian: dict[str, str], key: dict[str, str]) -> None:
    assert read_description(russian) == read_description(key)


@pytest.mark.parametrize("key", sorted(set(keys().values())))
def test_a_key_without_a_value_says_nothing(key: str) -> None:
    assert read_description({key: ""}) == read_description({key: None}) == Description()


@pytest.mark.parametrize(
    ("given_keys", "error", "named"),
    [
        ({"colour": "red"}, BadDescription, "colour"),
        ({"access": "secret"}, BadDescription, "secret"),
        ({"copy": "maybe"}, BadDescription, "maybe"),
        ({"date_meaning": "all", "date": "1931"}, BadDescription, "all"),
        ({"date": "вчера"}, BadDate, "вчера"),
        ({"date": "1931-02-30"}, BadDate, "1931-02-30"),
        ({"opens": "до 2031"}, BadDescription, "до 2031"),
        ({"leaves": "5–3"}, BadReference, "5–3"),
        ({"leaves": ["1", "x"]}, BadReference, "x"),
        ({"title": ["a", "b"]}, BadDescription, "title"),
        ({"reference": {"fonds": "1"}}, BadDescription, "reference"),
        ({"x" * 100_000: "1"}, BadDescription, "x"),
        ({"access": "x" * 100_000}, BadDescription, "x"),
    ],
)
def test_a_bad_description_names_what_is_wrong_on_one_line(
    given_keys: dict[str, object], error: type[Exception], named: str
) -> None:
    with pytest.raises(error) as refused:
        read_description(given_keys)
    assert named in str(refused.value)
    assert len(str(refused.value)) < 300


@given(
    st.dictionaries(
        st.sampled_from(sorted(keys())) | st.text(max_size=8),
        st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3) | st.none(),
        max_size=5,
    )
)
def test_any_keys_and_values_are_read_or_refused(given_keys: dict[str, object]) -> None:
    try:
        read_description(given_keys)
    except BadUse as error:
        assert str(error)


def test_names_of_two_keyboards_are_one_name() -> None:
    composed, decomposed = "Қарағанды облысы й", "Қарағанды облысы и\u0306"
    assert read_description({"archive": composed}) == read_description({"archive": decomposed})


def test_what_is_not_said_stands_as_it_was() -> None:
    common = read_description({"archive": "ГА РФ", "fonds": "1", "date": "1931/1935"})
    own = read_description({"title": "Письмо", "date_meaning": "one-of"}, common)
    assert own.reference == common.reference
    assert own.date is not None
    assert (own.date.edtf, own.date.meaning) == ("1931/1935", Meaning.ONE_OF)


def test_a_reference_without_numbers_is_an_archive() -> None:
    assert read_description({"reference": "Коллекция Иванова."}).reference.archive == (
        "Коллекция Иванова"
    )


def test_a_part_of_its_own_replaces_that_of_the_reference() -> None:
    d = read_description({"reference": "ГА РФ. Ф. 1. Оп. 2. Д. 3", "file": "4"})
    assert str(d.reference) == "ГА РФ. Ф. 1. Оп. 2. Д. 4."


# which leaves a page shows


@pytest.mark.parametrize(
    ("leaves", "pages", "shown"),
    [
        ("3–4 об.", 4, ["3", "3 об.", "4", "4 об."]),
        ("3–5", 3, ["3", "4", "5"]),
        ("7", 1, ["7"]),
        ("14 об.–15", 2, ["14 об.", "15"]),
        ("3–5", 2, ["", ""]),  # three leaves on two pages: nobody knows
        ("", 2, ["", ""]),
        # listed page by page: a cover, a spread, an inserted leaf
        (["", "14 об., 15", "15а"], 3, ["", "14 об., 15", "15а"]),
        (["", "14 об.–15"], 3, ["", "14 об., 15", ""]),
        (["2", "1"], 2, ["2", "1"]),  # scanned in another order
        ([["14 об.", "15"]], 1, ["14 об., 15"]),
    ],
)
def test_leaves_of_pages(leaves: object, pages: int, shown: list[str]) -> None:
    description = read_description({"leaves": leaves})
    assert [print_leaves(page) for page in leaves_of_pages(description, pages)] == shown


def test_listed_leaves_are_those_of_the_reference() -> None:
    d = read_description({"fonds": "1", "file": "2", "leaves": ["2", "1", "", "3 об."]})
    assert str(d.reference) == "Ф. 1. Д. 2. Л. 1–3 об."
    assert d.page_leaves[3] == (Leaf(3, verso=True),)


def test_a_huge_range_of_leaves_takes_no_memory() -> None:
    with pytest.raises(BadReference):
        leaves_of_pages(read_description({"leaves": "1–999999999"}), 2)
