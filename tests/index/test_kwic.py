"""A concordance: the words beside every hit, in every order, never from a page that is closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import Shelf

import index
from corpus.access import Level, Role
from corpus.errors import BadUse
from corpus.reading import joined
from index import Concordance, Request, View, update
from index.kwic import lines as kwic_lines
from index.kwic.collating import key, words
from index.kwic.view import Group, Order
from index.kwic.windows import context


@pytest.mark.parametrize(
    ("text", "window", "seen"),
    [
        ("в тех <лагерях> и тюрьмах", 1, "тех |лагерях| и"),
        ("в тех <лагерях> и тюрьмах", 9, "в тех |лагерях| и тюрьмах"),
        ("<лагерь>", 3, "|лагерь|"),
        # a dash is no word, a word keeps its signs
        ("труд — это <лагерь>, — сказал он", 2, "труд — это |лагерь|, — сказал он"),
        ("(в «<лагере>» же)", 1, "(в «|лагере|» же)"),
        # lines and hyphens
        ("труд заклю-\nченных <в\nлагере> много-\nлетний срок", 2,
         "труд заключенных |в лагере| многолетний срок"),
        ("с. 1\n\n   о <лаге-\nре>", 2, "1 о |лагере|"),
        ("Кызыл-\nОрда <лагерь>", 1, "Кызыл-Орда |лагерь|"),
    ],
)  # fmt: skip
def test_a_window_is_of_words(text: str, window: int, seen: str) -> None:
    start, end = text.index("<"), text.index(">") - 1
    found = context(text.replace("<", "").replace(">", ""), start, end, window)
    assert "|".join((found.left, found.match, found.right)) == seen


@given(st.lists(st.text("аб-\n .,—1", min_size=1, max_size=9), max_size=40), st.integers(1, 9))
def test_the_three_in_a_row_stand_on_the_page(some: list[str], window: int) -> None:
    before, behind = "".join(some[::2]), "".join(some[1::2])
    text = f"{before}, лагерь, {behind}"
    start = len(before) + 2
    found = context(text, start, start + 6, window)
    assert found.left + found.match + found.right in " ".join(joined(text).split())
    assert text.startswith(found.passage, found.start)
    assert found.left + found.match + found.right in " ".join(joined(found.passage).split())
    for side in (found.left, found.right):
        assert sum(any(map(str.isalnum, chunk)) for chunk in side.split()) <= window


def test_a_far_word_is_found_behind_long_ones() -> None:
    long = "х" * 500
    assert context(f"один {long} {long} лагерь", 1007, 1013, 3).left.startswith("один")


def test_letters_stand_as_the_alphabets_have_them() -> None:
    kazakh = [
        "ақ", "әке", "бала", "вагон", "ғалым", "дала", "еңбек", "жұмыс", "зат", "ине", "кен",
        "қала", "лагерь", "нан", "оқу", "өлең",
    ]  # fmt: skip
    kyrgyz = ["ат", "өкмөт", "үй"]
    assert sorted(kazakh, key=lambda word: key([word])) == kazakh
    assert sorted(reversed(kyrgyz), key=lambda word: key([word])) == kyrgyz
    russian = ["елка", "ёлочка", "еще", "ель"]  # ё as е
    assert sorted(reversed(russian), key=lambda w: key(words(w))) == [
        "елка",
        "ёлочка",
        "ель",
        "еще",
    ]


def test_a_shorter_word_stands_before_the_longer_one() -> None:
    some = ["лагерь был", "лагеря", "10 человек", "camp", "лагерь"]
    assert sorted(some, key=lambda text: key(words(text))) == [
        "10 человек", "camp", "лагерь", "лагерь был", "лагеря",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("kwic"))

    def file(number: str, leaves: str, date: str, **more: Any) -> dict[str, Any]:
        reference = f"ГА РФ. Ф. 9. Оп. 1. Д. {number}" + (f". Л. {leaves}" if leaves else "")
        return {"title": f"Дело {number}", "reference": reference, "date": date} | more

    shelf.put(
        (file("10", "2", "1931"), ["Труд в лагере был тяжёл."]),
        (file("2", "10", "1940"), ["Хлеб в лагере был чёрный."]),
        (file("2", "2–3", "1936"), ["Все лагеря края.", "Один лагерь, а не лагеря?"]),
        (file("2", "3 об.", ""), ["Вид лагеря зимой."]),
        ({"title": "Воспоминания", "date": "1929"}, ["Яма у лагеря."]),
        (file("2", "1", "1935", access="hidden"), ["Тайный лагерь за рекой."]),
        (file("3", "1", "1935", access="reading-room"), ["Зальный лагерь за рекой."]),
        (file("5", "1", "1950"), ["Копия: они в лагере жили.", "Копия: они в лагере жили."]),
    )
    return shelf


def asked(
    shelf: Shelf, query: str = "лагерь", role: Role = Role.PUBLIC, **view: Any
) -> Concordance:
    return index.concordance(shelf.collection, Request(query, role=role), View(**view))


def seen(found: Concordance) -> list[str]:
    return [f"{line.left}|{line.match}|{line.right}" for line in found.lines()]


def test_all_hits_of_all_pages_come(shelf: Shelf) -> None:
    found = asked(shelf)
    counted = index.search(shelf.collection, Request("лагерь"))
    assert found.total == len(found) == len([*found.lines()]) == counted.occurrences == 9
    assert found.complete


def test_lines_are_ordered_as_archives_order_references(shelf: Shelf) -> None:
    places = [(line.reference, line.nth) for line in asked(shelf).lines()]
    assert places == [
        ("ГА РФ. Ф. 9. Оп. 1. Д. 2. Л. 2.", 1),
        ("ГА РФ. Ф. 9. Оп. 1. Д. 2. Л. 3.", 1),
        ("ГА РФ. Ф. 9. Оп. 1. Д. 2. Л. 3.", 2),
        ("ГА РФ. Ф. 9. Оп. 1. Д. 2. Л. 3 об.", 1),
        ("ГА РФ. Ф. 9. Оп. 1. Д. 2. Л. 10.", 1),
        ("ГА РФ. Ф. 9. Оп. 1. Д. 5.", 1),  # two pages, one leaf: which is which nobody knows
        ("ГА РФ. Ф. 9. Оп. 1. Д. 5.", 1),
        ("ГА РФ. Ф. 9. Оп. 1. Д. 10. Л. 2.", 1),
        ("", 1),
    ]


def test_by_date_the_undated_stand_last(shelf: Shelf) -> None:
    dates = [line.date for line in asked(shelf, order=Order.DATE).lines()]
    assert dates == ["1929", "1931", "1936", "1936", "1936", "1940", "1950", "1950", ""]


def test_by_what_stands_to_the_right(shelf: Shelf) -> None:
    assert [line.split("|")[2] for line in seen(asked(shelf, order=Order.RIGHT))] == [
        "?", ".", ", а не лагеря?", " был тяжёл.", " был чёрный.", " жили.", " жили.",
        " зимой.", " края.",
    ]  # fmt: skip


def test_by_what_stands_to_the_left_from_the_hit_backwards(shelf: Shelf) -> None:
    assert [line.split("|")[0] for line in seen(asked(shelf, order=Order.LEFT))] == [
        "Копия: они в ", "Копия: они в ", "Труд в ", "Хлеб в ", "Вид ", "Все ",
        "Один лагерь, а не ", "Один ", "Яма у ",
    ]  # fmt: skip


def test_forms_stand_together_the_most_frequent_first(shelf: Shelf) -> None:
    found = asked(shelf, group=Group.FORM)
    assert found.forms == (("лагере", 4), ("лагеря", 4), ("лагерь", 1))
    assert [line.form for line in found.lines()] == ["лагере"] * 4 + ["лагеря"] * 4 + ["лагерь"]


def test_lines_that_say_the_same_fold(shelf: Shelf) -> None:
    found = asked(shelf, order=Order.RIGHT, folded=True)
    (line,) = [line for line in found.lines() if line.times > 1]
    assert (len(found), found.total, line.times) == (8, 9, 2)
    assert [(other.page, other.left) for other in line.also] == [(2, line.left)]
    assert asked(shelf, order=Order.RIGHT).view.folded is False


def test_a_sample_is_drawn_by_chance_and_drawn_again(shelf: Shelf) -> None:
    samples = [seen(asked(shelf, sample=3, seed=seed)) for seed in (1, 1, 2, 3, 4)]
    assert samples[0] == samples[1]
    assert len({*map(tuple, samples)}) > 1
    assert {line for sample in samples for line in sample} <= {*seen(asked(shelf))}
    some = asked(shelf, sample=3)
    assert (len(some), some.total) == (3, 9)
    assert len(asked(shelf, sample=99)) == 9


def test_some_lines_are_those_of_all(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kwic_lines, "AT_ONCE", 2)
    found = asked(shelf, order=Order.LEFT, folded=True)
    every = [*found.lines()]
    assert [*found.lines(3, 4)] == every[3:7]
    assert [*found.lines(7)] == every[7:]
    assert [*found.lines(99)] == []


def test_what_was_put_in_order_is_kept(shelf: Shelf, tmp_path: Path) -> None:
    assert asked(shelf, order=Order.LEFT) is asked(shelf, order=Order.LEFT)
    assert asked(shelf, role=Role.READER) is not asked(shelf)
    own = Shelf(tmp_path)
    own.put("лагерь")
    before = asked(own)
    own.put("лагерь")
    assert (before.total, asked(own).total) == (1, 2)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(
    ("role", "closed"),
    [(Role.PUBLIC, ["Тайный", "Зальный"]), (Role.READER, ["Тайный"]), (Role.ARCHIVIST, [])],
)
def test_no_line_is_of_a_closed_page(
    shelf: Shelf, role: Role, closed: list[str], order: Order
) -> None:
    found = asked(shelf, role=role, order=order, group=Group.FORM, folded=True)
    said = "".join(seen(found))
    assert [word for word in ("Тайный", "Зальный") if word not in said] == closed
    assert found.total == sum(n for _, n in found.forms) == 11 - len(closed)


def test_what_is_closed_meanwhile_is_not_shown(shelf: Shelf, tmp_path: Path) -> None:
    own = Shelf(tmp_path)
    (document,) = own.put(({"title": "Дело"}, ["лагерь у реки"]))
    before = asked(own)
    with own.collection.catalogue() as database, database.transaction():
        database.change(
            "UPDATE documents SET access = ? WHERE id = ?", (Level.HIDDEN.value, document)
        )
    assert [*before.lines()] == []  # though the index has not followed
    assert [*asked(own, order=Order.LEFT).lines()] == []


def test_a_page_that_is_closed_by_itself_is_not_shown(tmp_path: Path) -> None:
    own = Shelf(tmp_path)
    own.put(({"title": "Дело"}, ["лагерь у реки", "лагерь за лесом"]))
    before = asked(own)
    with own.collection.catalogue() as database, database.transaction():
        database.change("UPDATE pages SET said_access = ? WHERE number = 2", (Level.HIDDEN.value,))
    assert seen(before) == ["|лагерь| у реки"]  # though the index has not followed
    assert seen(asked(own, order=Order.LEFT)) == ["|лагерь| у реки"]
    update(own.collection)
    assert len([*asked(own, role=Role.ARCHIVIST).lines()]) == 2


def test_a_phrase_and_other_words_of_the_query_are_lines_too(shelf: Shelf) -> None:
    assert "Труд |в лагере| был тяжёл." in seen(asked(shelf, "[в лагерь]"))
    both = asked(shelf, "труд лагерь")
    assert [line.match for line in both.lines()] == ["Труд", "лагере"]


@pytest.mark.parametrize("query", ["", "год:1931", "НЕ лагерь", "НИЧЕГОНЕТ", '"', "((("])
def test_what_lights_no_word_has_no_lines(shelf: Shelf, query: str) -> None:
    assert [*asked(shelf, query, order=Order.RIGHT, folded=True).lines()] == []


@pytest.mark.parametrize("view", [{"window": 0}, {"window": 51}, {"sample": 0}])
def test_a_view_checks_itself(view: dict[str, int]) -> None:
    with pytest.raises(BadUse):
        View(**view)  # type: ignore[arg-type]  # each value is of one of the fields
