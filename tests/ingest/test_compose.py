from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import Source
from ingest.compose import Piece, cleaned, compose


@pytest.mark.parametrize(
    ("blocks", "text", "words"),
    [
        (("Карлаг НКВД",), "Карлаг НКВД", ["Карлаг", "НКВД"]),
        (("в лагерях Кара-\nганды",), "в лагерях Кара-\nганды", ["в", "лагерях", "Кара-\nганды"]),
        (("СПРАВКА", "о составе"), "СПРАВКА\n\nо составе", ["СПРАВКА", "о", "составе"]),
        (("ко дню амни-", "стии"), "ко дню амни-\nстии", ["ко", "дню", "амни-\nстии"]),  # columns
        (("за\u00adключенных",), "заключенных", ["заключенных"]),  # a soft hyphen within a line
        (("заклю\u00ad\nченных",), "заклю\u00ad\nченных", ["заклю\u00ad\nченных"]),
        (("Долинскии\u0306",), "Долинский", ["Долинский"]),  # NFC
        (("",), "", []),
        (("№ \x00", "л. 15"), "№\n\nл. 15", ["№", "л.", "15"]),
    ],
)
def test_words_stand_where_they_are_on_the_paper(
    blocks: tuple[str, ...], text: str, words: list[str]
) -> None:
    reading = compose(
        [[[Piece(w) for w in line.split(" ")] for line in b.split("\n")] for b in blocks],
        source=Source.OCR,
    )
    assert reading.text == text
    assert [reading.text[w.start : w.end] for w in reading.words] == words


def test_lines_have_their_own_language() -> None:
    text = [["Справка", "о", "работе", "лагеря"], ["Қарағанды", "еңбекпен", "түзеу", "лагері"]]
    reading = compose([[[Piece(w) for w in line] for line in text]], source=Source.OCR)
    assert [line.language for line in reading.lines] == ["ru", "kk"]
    assert reading.text[slice(reading.lines[1].start, reading.lines[1].end)].startswith("Қарағанды")


def test_a_divided_word_has_the_place_of_both_parts_and_the_lesser_confidence() -> None:
    one = ((0.8, 0.1), (0.9, 0.1), (0.9, 0.12), (0.8, 0.12))
    two = ((0.1, 0.2), (0.2, 0.2), (0.2, 0.22), (0.1, 0.22))
    lines = [[Piece("Кара-", one, 0.9)], [Piece("ганды", two, 0.7)]]
    [word] = compose([lines], source=Source.OCR).words
    assert word.quads == (one, two)
    assert word.confidence == 0.7


@given(st.lists(st.lists(st.lists(st.text(max_size=6), max_size=4), max_size=3), max_size=3))
def test_whatever_is_recognised_makes_a_reading(blocks: list[list[list[str]]]) -> None:
    pieces = [[[Piece(text) for text in line] for line in block] for block in blocks]
    reading = compose(pieces, source=Source.TEXT_LAYER)
    assert unicodedata.is_normalized("NFC", reading.text)
    assert not reading.text.startswith("\n") and not reading.text.endswith("\n")
    for word, following in zip(reading.words, reading.words[1:], strict=False):
        assert word.end <= following.start
    outside = set(range(len(reading.text))) - {
        i for w in reading.words for i in range(w.start, w.end)
    }
    assert all(reading.text[i] in " \n" for i in outside)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
