"""What a person corrected stays when the machine reads the page again."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.corrections import carried, confirmed, disagreements, is_checked, rewritten
from corpus.reading import Line, Quad, Reading, Source, Word, join_parts, line_spans


def read(text: str, top: float = 0.1, source: Source = Source.OCR) -> Reading:
    """A page set in equal letters, the first line at ``top``."""
    words = []
    for row, (start, end) in enumerate(line_spans(text)):
        for m in re.finditer(r"\S+", text[start:end]):
            place = (quad(m.start(), m.end(), row, top),) if source is not Source.CORRECTED else ()
            words.append(Word(start + m.start(), start + m.end(), place))
    lines = tuple(Line(*span, "ru") for span in line_spans(text))
    return Reading(text, join_parts(text, words), lines, source)


def quad(start: int, end: int, row: int, top: float = 0.1) -> Quad:
    left, right, upper, lower = start / 100, end / 100, top + row / 20, top + row / 20 + 0.04
    return ((left, upper), (right, upper), (right, lower), (left, lower))


def corrected(text: str) -> Reading:
    return read(text, source=Source.CORRECTED)


@pytest.mark.parametrize(
    ("below", "person", "fresh", "result"),
    [
        # nothing new: the correction stands
        ("приказ о лагеpe", "приказ о лагере", "приказ о лагеpe", "приказ о лагере"),
        # the machine reads another word better: both stand
        ("пpикаэ о лагеpe", "пpикаэ о лагере", "приказ о лагеpe", "приказ о лагере"),
        # it reads the corrected word otherwise: the person's stands
        ("приказ о лагеpe", "приказ о лагере", "приказ о лагсре", "приказ о лагере"),
        # it now reads the same as the person
        ("приказ о лагеpe", "приказ о лагере", "приказ о лагере", "приказ о лагере"),
        # a word that only the person saw, and one that she struck out
        ("приказ лагере", "приказ о лагере", "приказ лагере N", "приказ о лагере N"),
        ("приказ ~ о лагере", "приказ о лагере", "приказ ~ о лагере №", "приказ о лагере №"),
        # a word the machine tore, joined by the person
        ("за ключённые", "заключённые", "за ключённые 1", "заключённые 1"),
        # lines that the earlier scan lacked
        ("лагеpe", "лагере", "начало\nлагеpe\nконец", "начало\nлагере\nконец"),
        # lines stay where the new reading has them
        ("о лагеpe\nтруд", "о лагере\nтруд", "о\nлагеpe\nтруд", "о\nлагере\nтруд"),
        # over a line end
        ("Кара-\nгaнды", "Кара-\nганды", "Кара-\nгaнды\n14", "Кара-\nганды\n14"),
        # nothing in common: all that the person wrote stands
        ("ааа", "лагерь строгого режима", "ббб ввв", "лагерь строгого режима"),
        ("", "лагерь строгого режима", "ббб ввв", "лагерь строгого режима"),
        ("лагеpь", "лагерь", "", "лагерь"),
        # the person wrote nothing but left all as it was
        ("лагерь", "лагерь", "лагерь № 5", "лагерь № 5"),
    ],
)  # fmt: skip
def test_the_persons_words_stand_the_rest_is_read_anew(
    below: str, person: str, fresh: str, result: str
) -> None:
    merged = carried(read(below), corrected(person), read(fresh))
    assert merged.text == result
    assert merged.source is Source.CORRECTED


def test_nobody_had_read_the_page_before() -> None:
    assert carried(None, corrected("рукопись"), read("pykoпиcb")).text == "рукопись"


def test_a_corrected_word_has_the_place_of_the_one_it_replaces() -> None:
    merged = carried(
        read("приказ о лагеpe"), corrected("приказ о лагере"), read("приказ о лагсре", top=0.3)
    )
    assert [w.quads for w in merged.words] == [
        (quad(0, 6, 0, 0.3),), (quad(7, 8, 0, 0.3),), (quad(9, 15, 0, 0.3),)
    ]  # fmt: skip
    assert merged.language == "ru"


def test_a_word_made_of_two_has_the_places_of_both() -> None:
    merged = carried(read("за ключённые"), corrected("заключённые"), read("за ключённые 1"))
    assert [w.quads for w in merged.words] == [
        (quad(0, 2, 0), quad(3, 12, 0)), (quad(13, 14, 0),)
    ]  # fmt: skip


def test_a_word_over_a_line_end_has_both_places() -> None:
    merged = carried(read("Кара-\nгaнды"), corrected("Кара-\nганды"), read("Кара-\nгaнды"))
    (word,) = merged.words
    assert merged.text[word.start : word.end] == "Кара-\nганды"
    assert word.quads == (quad(0, 5, 0), quad(0, 5, 1))


texts = st.lists(st.sampled_from(["лагерь", "труд", "о", "в", "приказ", "№"]), max_size=12).flatmap(
    lambda words: st.lists(
        st.sampled_from([" ", "\n"]), min_size=len(words), max_size=len(words)
    ).map(lambda ends: "".join(w + e for w, e in zip(words, ends, strict=True)).strip())
)


@given(texts, texts)
def test_without_corrections_it_is_the_new_reading(below: str, fresh: str) -> None:
    merged = carried(read(below), corrected(below), read(fresh))
    expected = read(fresh)
    assert (merged.text, merged.words, merged.lines) == (
        expected.text, expected.words, expected.lines,
    )  # fmt: skip


@given(texts, texts)
def test_without_a_new_reading_it_is_the_corrected_one(below: str, person: str) -> None:
    assert carried(read(below), corrected(person), read(below)).text.split() == person.split()


@given(texts, texts, texts)
def test_every_word_that_the_person_brought_stays(below: str, person: str, fresh: str) -> None:
    marked = " ".join(f"{word}!" for word in person.split())
    merged = carried(read(below), corrected(marked), read(fresh))
    kept = iter(merged.text.split())
    assert all(word in kept for word in marked.split())
    assert all(0 <= w.start < w.end <= len(merged.text) for w in merged.words)


def test_the_number_of_a_page_stays_apart() -> None:
    text = "15\nв лагере"
    lines = (Line(0, 2, None, apart=True), Line(3, len(text), "ru"))
    below = Reading(text, lines=lines, source=Source.OCR)
    person = Reading("15\nв лагерях", source=Source.CORRECTED)
    (number, line) = carried(below, person, below).lines
    assert number.apart and not line.apart


def test_what_a_person_left_keeps_its_confidence_and_its_place() -> None:
    unsure = read("приказ о лагеpe труд")
    unsure = replace(unsure, words=tuple(replace(w, confidence=0.5) for w in unsure.words))
    new = rewritten(unsure, 0, len(unsure.text), "приказ всем о лагере труд")
    assert [new.text[w.start : w.end] for w in new.words] == new.text.split()
    assert [w.confidence for w in new.words] == [0.5, None, 0.5, None, 0.5]
    old = {unsure.text[w.start : w.end]: w.quads for w in unsure.words}
    assert [w.quads for w in new.words] == [
        old[name] for name in ("приказ", "приказ", "о", "лагеpe", "труд")
    ]


@pytest.mark.parametrize(
    ("line", "typed", "result"),
    [
        ("о лагеpe", "о лагере", "приказ\nо лагере\n\nтруд"),
        ("о лагеpe", "о\nлагере", "приказ\nо\nлагере\n\nтруд"),
        ("о лагеpe", "о лагеpe\nхлеб", "приказ\nо лагеpe\nхлеб\n\nтруд"),
        ("о лагеpe", "о", "приказ\nо\n\nтруд"),
        ("о лагеpe", "", "приказ\n\nтруд"),
        ("приказ", "", "о лагеpe\n\nтруд"),
        ("труд", "труд № 5", "приказ\nо лагеpe\n\nтруд № 5"),
    ],
)
def test_a_line_is_typed_anew_and_the_others_stay(line: str, typed: str, result: str) -> None:
    page = read("приказ\nо лагеpe\n\nтруд")
    start = page.text.index(line)
    new = rewritten(page, start, start + len(line), typed)
    assert new.text == result
    assert [(one.start, one.end) for one in new.lines] == line_spans(result)
    assert [new.text[w.start : w.end] for w in new.words] == result.split()


def test_what_was_not_read_is_written() -> None:
    new = rewritten(Reading("", source=Source.UNREAD), 0, 0, "Личное дело\nКонец")
    assert (new.text, new.source) == ("Личное дело\nКонец", Source.CORRECTED)
    assert [new.text[w.start : w.end] for w in new.words] == ["Личное", "дело", "Конец"]


def test_a_page_that_was_checked_stands_whatever_is_read_later() -> None:
    below = read("приказ о лагеpe")
    checked = confirmed(rewritten(below, 9, 15, "лагере"))
    fresh = read("приказ a лагеpe", top=0.3)
    merged = carried(below, checked, fresh)
    assert merged.text == "приказ о лагере"
    assert is_checked(merged)
    assert [w.quads for w in merged.words] == [w.quads for w in fresh.words]
    told = disagreements(below, checked, fresh)
    assert [(one.person, one.machine) for one in told] == [("о", "a")]
    assert is_checked(rewritten(checked, 0, 6, "указ"))
