from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadReference
from corpus.reference import (
    Leaf,
    LeafRange,
    Reference,
    find_references,
    natural,
    parse_leaf,
    parse_leaves,
    parse_reference,
    print_leaves,
    sides,
)

LETTERS = "абвгдежк"
leaves = st.builds(Leaf, st.integers(1, 99_999), st.sampled_from(["", *LETTERS]), st.booleans())
ranges = st.builds(
    lambda ends: LeafRange(*sorted(ends)), st.lists(leaves, min_size=2, max_size=2)
) | leaves.map(lambda leaf: LeafRange(leaf, leaf))
numbers = st.integers(1, 99_999).map(str)
lettered = st.builds(str.__add__, numbers, st.sampled_from(["", *LETTERS]))
references = st.builds(
    Reference,
    archive=st.sampled_from(["", "ГА РФ", "ЦГА РК", "ҚР ОМА", "ОР РГБ", "КР БМА"]),
    fonds=st.builds(str.__add__, st.sampled_from(["", "Р-", "П-", "А-"]), lettered),
    opis=st.one_of(
        st.just(""), lettered, numbers.map("{} доп".format), numbers.map("{} л/с".format)
    ),
    file=lettered,
    leaves=st.lists(ranges, max_size=3).map(tuple),
    unit=st.sampled_from(["Д.", "Ед. хр."]),
    box=st.one_of(st.just(""), numbers),
)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        # the forms of the design's table of citations
        ("ЦГАИПД. Ф. 1728. Ед. хр. 537079.", "ЦГАИПД. Ф. 1728. Ед. хр. 537079."),
        ("НБА РКП. Ф. 2. Оп. 1. Д. 1.", "НБА РКП. Ф. 2. Оп. 1. Д. 1."),
        ("ГАРФ. Ф. А-513. Оп. 1. Д. 12. Л. 14.", "ГАРФ. Ф. А-513. Оп. 1. Д. 12. Л. 14."),
        (
            "ОР РГБ. Ф. 573. Картон 41. Д. 55. Л. 18.",
            "ОР РГБ. Ф. 573. Картон 41. Д. 55. Л. 18.",
        ),
        (
            "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–5 об.",
            "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–5 об.",
        ),
        (
            "ЦГА РК. – Ф. 1109. – Оп. 2. – Д. 47. – Л. 15.",
            "ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 15.",
        ),
        ("АПРК, ф. 708, оп. 1, д. 22, лл. 14–15", "АПРК. Ф. 708. Оп. 1. Д. 22. Л. 14–15."),
        ("РО ИРЛИ. Ф. 568. Оп. 1. Д. 1. 214 л.", "РО ИРЛИ. Ф. 568. Оп. 1. Д. 1."),
        ("ҚР ОМА. 1109-қ., 2-т., 47-іс, 15-п.", "ҚР ОМА. Ф. 1109. Оп. 2. Д. 47. Л. 15."),
        ("КР БМА. Ф. 105. Оп. 4. Д. 77. Л. 5.", "КР БМА. Ф. 105. Оп. 4. Д. 77. Л. 5."),
        # the ways a reader types them
        ("Ф. 393. Оп. 2. Д. 15", "Ф. 393. Оп. 2. Д. 15."),
        ("ф.393 оп.2 д.15 л.3об", "Ф. 393. Оп. 2. Д. 15. Л. 3 об."),
        ("ф.393оп.2д.15л.3об", "Ф. 393. Оп. 2. Д. 15. Л. 3 об."),
        ("393-2-15", "Ф. 393. Оп. 2. Д. 15."),
        ("9414/1/1155", "Ф. 9414. Оп. 1. Д. 1155."),
        ("Р-9414/1/1155/3", "Ф. Р-9414. Оп. 1. Д. 1155. Л. 3."),
        ("708-қ., 1-т., 22-іс, 14-п.", "Ф. 708. Оп. 1. Д. 22. Л. 14."),
        ("708-қ. 1-т. 22-іс 14-п.", "Ф. 708. Оп. 1. Д. 22. Л. 14."),
        ("қор 708 тізімдеме 1 іс 22 парақ 14", "Ф. 708. Оп. 1. Д. 22. Л. 14."),
        ("708-қор 1-тізбе 22-сақтау бірлігі", "Ф. 708. Оп. 1. Ед. хр. 22."),
        ("105-фонд, 4-тизмек, 77-иш, 5-барак", "Ф. 105. Оп. 4. Д. 77. Л. 5."),
        ("708-қ., оп. 1, іс 22", "Ф. 708. Оп. 1. Д. 22."),  # mixed
        ("Фонд № 393, опись № 2, дело № 15, листы 3-5", "Ф. 393. Оп. 2. Д. 15. Л. 3–5."),
        # in the wild
        ("Ф. Р9414. Оп. 1. Д. 1", "Ф. Р-9414. Оп. 1. Д. 1."),
        ("Ф. P-9414. Oп. 1. Д. 1", "Ф. Р-9414. Оп. 1. Д. 1."),  # Latin P and O
        ("Ф. П-708. Оп. 1а. Д. 22б", "Ф. П-708. Оп. 1а. Д. 22б."),
        ("Ф. 5. Оп. 2 доп. Д. 1", "Ф. 5. Оп. 2 доп. Д. 1."),
        ("Ф. 5. Оп. л/с. Д. 1", "Ф. 5. Оп. л/с. Д. 1."),
        ("Ф. 5. Оп. 3 л/с. Д. 1", "Ф. 5. Оп. 3 л/с. Д. 1."),
        ("Ф. 5. Оп. 2. Дд. 15. Лл. 14 об.–15", "Ф. 5. Оп. 2. Д. 15. Л. 14 об.–15."),
        ("Ф. 223. Картон 80. Ед. хр. 1–24", "Ф. 223. Картон 80. Ед. хр. 1–24."),
        # what a scan makes of it
        ("Ф. З93. Оп. 2. Д. 1О", "Ф. 393. Оп. 2. Д. 10."),
        ("Ф. 393. Оп. 2. Д. б5", "Ф. 393. Оп. 2. Д. 65."),
        ("Ф. 393. Оп. 2. Л. 15. Л. 3 об.", "Ф. 393. Оп. 2. Д. 15. Л. 3 об."),
    ],
)
def test_references_in_the_wild(typed: str, printed: str) -> None:
    assert str(parse_reference(typed)) == printed


@pytest.mark.parametrize(
    "text",
    [
        "Ф. И. Голощёкин",
        "Приказ № 5 от 3 мая 1931 г.",
        "Полное собрание сочинений. Т. 3",
        "согласно п. 5",
        "",
        "Ф. 1. " * 1000,
    ],
)
def test_what_is_no_reference(text: str) -> None:
    assert parse_reference(text) is None


def test_the_archive_keeps_its_letters() -> None:
    reference = parse_reference("Großarchiv Ф. 5")
    assert reference is not None
    assert reference.archive == "Großarchiv"


@given(references)
def test_a_printed_reference_reads_as_the_same(reference: Reference) -> None:
    assert parse_reference(str(reference)) == reference


@given(st.text(max_size=200) | st.text("ФОПДЛфопдл.– 0123456789-/обқтіп№", max_size=60))
def test_any_text_is_a_reference_or_none_or_refused_with_a_reason(text: str) -> None:
    try:
        parse_reference(text)
    except BadReference as error:
        assert str(error.remedy)


def test_a_long_list_of_numbers_ends() -> None:
    assert parse_reference("1," * 50_000) is None


# leaves


@pytest.mark.parametrize(
    ("typed", "leaf"),
    [
        ("15", Leaf(15)),
        ("15а", Leaf(15, "а")),
        ("15 а об.", Leaf(15, "а", verso=True)),
        ("3об", Leaf(3, verso=True)),
        ("3 ОБ.", Leaf(3, verso=True)),
        ("14 v.", Leaf(14, verso=True)),
    ],
)
def test_a_leaf(typed: str, leaf: Leaf) -> None:
    assert parse_leaf(typed) == leaf


@pytest.mark.parametrize("typed", ["", "об.", "0", "15абв", "-3", "3.5", "9" * 6, "9" * 5000])
def test_what_is_no_leaf(typed: str) -> None:
    with pytest.raises(BadReference):
        parse_leaf(typed)


@pytest.mark.parametrize("typed", ["5–3", "3–4–5", "15 об.–15", "три"])
def test_leaves_that_cannot_be(typed: str) -> None:
    with pytest.raises(BadReference):
        parse_leaves(typed)


@given(st.lists(ranges, max_size=5).map(tuple))
def test_printed_leaves_read_as_the_same(given_ranges: tuple[LeafRange, ...]) -> None:
    assert parse_leaves(print_leaves(given_ranges)) == given_ranges


@given(leaves)
def test_a_printed_leaf_reads_as_the_same(leaf: Leaf) -> None:
    assert parse_leaf(str(leaf)) == leaf


@pytest.mark.parametrize(
    ("range_", "all_sides"),
    [
        ("3–5", "3, 4, 5"),
        ("3–4 об.", "3, 3 об., 4, 4 об."),
        ("14 об.–15", "14 об., 15"),
        ("14 об.–16", "14 об., 15, 15 об., 16"),
        ("7", "7"),
        ("7–7 об.", "7, 7 об."),
    ],
)
def test_the_sides_of_a_range(range_: str, all_sides: str) -> None:
    assert print_leaves(sides(parse_leaves(range_))) == all_sides


def test_an_order_as_in_an_archive() -> None:
    numbers = ["10", "2", "10а", "1", "02", "9" * 5000]
    assert sorted(numbers, key=natural) == ["1", "2", "02", "10", "10а", "9" * 5000]


@given(st.lists(st.text(), min_size=2))
def test_any_names_have_an_order(names: list[str]) -> None:
    assert sorted(sorted(names, key=natural), key=natural) == sorted(names, key=natural)


def test_the_unreferenced_stand_last() -> None:
    order = [Reference("Б", "2"), Reference(), Reference("Б", "10"), Reference("А", "3")]
    printed = [str(r) for r in sorted(order, key=Reference.sort_key)]
    assert printed == ["А. Ф. 3.", "Б. Ф. 2.", "Б. Ф. 10.", ""]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("побег ф.393 д.15 л.3об, труд", {"ф.393 д.15 л.3об": "Ф. 393. Д. 15. Л. 3 об."}),
        ("см. 708-қ., 1-т., 22-іс", {"708-қ., 1-т., 22-іс": "Ф. 708. Оп. 1. Д. 22."}),
        ("105-ф., 4-тизме, 77-иш", {"105-ф., 4-тизме, 77-иш": "Ф. 105. Оп. 4. Д. 77."}),
        ("Ф. 1. Ф. 2", {"Ф. 1": "Ф. 1.", "Ф. 2": "Ф. 2."}),
        ("фонд 393", {"фонд 393": "Ф. 393."}),
        ("дом на ул., д. 15", {"д. 15": "Д. 15."}),
        ("в 393-2-15 и", {"393-2-15": "Ф. 393. Оп. 2. Д. 15."}),
        ("9414/1/1155", {"9414/1/1155": "Ф. 9414. Оп. 1. Д. 1155."}),
        # its archive
        ("побег ГА РФ. Ф. Р-9414", {"ГА РФ. Ф. Р-9414": "ГА РФ. Ф. Р-9414."}),
        ("ГАРФ ф.393", {"ГАРФ ф.393": "ГАРФ. Ф. 393."}),
        ("ГАРФ 393-2-15", {"ГАРФ 393-2-15": "ГАРФ. Ф. 393. Оп. 2. Д. 15."}),
        ("НКВД ф. 393", {"ф. 393": "Ф. 393."}),
        # what is none
        ("дело 15 рабочих, опись 2", {}),
        ("л. 15", {}),
        ("17/9/1931, 1931-9-17, 17-09-31", {}),
        ("58-10, приказ 14-п", {}),
        ("Ф. И. Голощёкин", {}),
    ],
)  # fmt: skip
def test_references_in_a_running_text(text: str, found: dict[str, str]) -> None:
    assert {text[a:b]: str(reference) for a, b, reference in find_references(text)} == found


@pytest.mark.parametrize("text", ["ф. 1 ", "1-2-3 ", "1", "ҚР ", "оп. 1д", "Ф. ", "л.1,"])
def test_a_long_text_is_looked_through(text: str) -> None:
    assert len([*find_references(text * 20_000)]) in {0, 20_000}
