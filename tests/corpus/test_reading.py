from __future__ import annotations

import json
import unicodedata
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reading import (
    GRID,
    Line,
    Quad,
    Reading,
    Source,
    Word,
    join_parts,
    joined,
    line_end_joins,
    line_spans,
    pack,
    text_of,
    unpack,
)

on_grid = st.integers(0, GRID).map(lambda n: n / GRID)
points = st.tuples(on_grid, on_grid)
quads: st.SearchStrategy[Quad] = st.tuples(points, points, points, points)
confidences = st.none() | st.integers(0, 1000).map(lambda n: n / 1000)
texts = st.text(st.characters(codec="utf-8"), max_size=60).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(texts)
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    words = tuple(
        Word(
            start,
            end,
            tuple(draw(st.lists(quads, max_size=2))),
            draw(confidences),
            tuple(draw(st.lists(texts, max_size=2))),
        )
        for start, end in zip(ends[::2], ends[1::2], strict=False)
    )
    lines = tuple(
        Line(start, end, draw(st.sampled_from(["ru", "kk", "ky", None])))
        for start, end in line_spans(text)
    )
    return Reading(
        text, words, lines, draw(st.sampled_from(Source)), "tesseract 5.3", draw(confidences), "why"
    )


@settings(max_examples=50)
@given(readings())
def test_the_catalogue_gives_back_the_reading(reading: Reading) -> None:
    assert unpack(pack(reading)) == reading


def test_a_reading_from_before_there_were_alternatives() -> None:
    body = {
        "text": "да", "words": [[0, 2, 0.5, []]], "lines": [[0, 2, "ru"]], "source": "ocr",
        "engine": "", "confidence": None, "reason": "",
    }  # fmt: skip
    reading = unpack(zlib.compress(json.dumps(body).encode()))
    assert reading.words == (Word(0, 2, (), 0.5),)


@given(quads)
def test_a_place_off_the_grid_moves_less_than_a_tenth_of_a_millimetre_on_a_metre(
    quad: Quad,
) -> None:
    moved = tuple((x + 0.00004, y - 0.00003) for x, y in quad)
    (word,) = unpack(pack(Reading("а", (Word(0, 1, (moved,)),)))).words  # type: ignore[arg-type]  # four points
    for (x, y), (came_x, came_y) in zip(moved, word.quads[0], strict=True):
        assert abs(x - came_x) <= 0.5 / GRID + 1e-12
        assert abs(y - came_y) <= 0.5 / GRID + 1e-12


@pytest.mark.parametrize(
    ("text", "words"),
    [("и\u0306", ()), ("да", (Word(0, 3),)), ("да", (Word(0, 2), Word(1, 9)))],
)
def test_a_reading_checks_itself(text: str, words: tuple[Word, ...]) -> None:
    with pytest.raises(ValueError):
        Reading(text, words)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (3, 2), (-1, 2)])
def test_a_word_has_letters(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="word range"):
        Word(start, end)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("заклю-\nченными", "заключенными"),
        ("заклю\u00ad\nченными", "заключенными"),
        ("заклю\u2010\nченными", "заключенными"),
        ("заклю\u2011\nченными", "заключенными"),
        ("заклю¬\nченными", "заключенными"),
        ("заклю-  \n   ченными", "заключенными"),  # blanks of a typed margin
        ("ПОСТАНОВЛЕ-\nНИЕ", "ПОСТАНОВЛЕНИЕ"),
        ("Кара-\nганды", "Караганды"),
        ("Кара\u00ad\nГанда", "КараГанда"),  # a soft hyphen says that the word goes on
        ("еңбек-\nшілерге", "еңбекшілерге"),
        # no joins
        ("Кызыл-\nОрда", "Кызыл-\nОрда"),
        ("1931-\nго года", "1931-\nго года"),
        ("статья 58-\n10", "статья 58-\n10"),
        ("приказ -\nо режиме", "приказ -\nо режиме"),
        ("да –\nнет", "да –\nнет"),
        ("заклю-\n\nченными", "заклю-\n\nченными"),
        ("заклю-", "заклю-"),
        ("-\nо режиме", "-\nо режиме"),
    ],
)
def test_line_end_joins(text: str, joined: str) -> None:
    for start, end in reversed(line_end_joins(text)):
        text = text[:start] + text[end:]
    assert text == joined


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("заклю-\nченными", "заключенными"),
        ("ИСПРАВИТЕЛЬНО-\nТРУДОВОГО ЛАГЕРЯ", "ИСПРАВИТЕЛЬНО-ТРУДОВОГО ЛАГЕРЯ"),
        ("культурно-  \n  воспитательной", "культурно-воспитательной"),
        ("культурно¬\nвоспитательной", "культурновоспитательной"),
        ("общественно-\nполитическими", "общественно-политическими"),
        # one word
        ("производительно-\nсти", "производительности"),
        ("специально-\nстями", "специальностями"),
        ("действительно-\nго", "действительного"),
        ("военно-\nпленный", "военнопленный"),
        # a hyphen of their own
        ("Кызыл-\nОрда", "Кызыл-Орда"),
        ("статья 58-\n10", "статья 58-10"),
        # none
        ("приказ -\nо режиме", "приказ -\nо режиме"),
        ("заклю-\n\nченными", "заклю-\n\nченными"),
    ],
)
def test_a_text_is_read_on_over_its_line_ends(text: str, read: str) -> None:
    assert joined(text) == read


@given(st.text('ая\\",:[{}words', max_size=60), st.integers(0, 4000))
def test_a_text_is_told_without_its_words(text: str, more: int) -> None:
    text += "х" * more
    reading = Reading(text, (Word(0, 1),) * 9 if text else ())
    assert text_of(pack(reading)) == text


def test_a_text_packed_in_another_order_is_told_too() -> None:
    body = json.loads(zlib.decompress(pack(Reading("лагерь"))))
    other = zlib.compress(json.dumps(dict(sorted(body.items(), reverse=True))).encode())
    assert text_of(other) == "лагерь"


@given(st.text("аяАЯ1 -\n\u00ad¬", max_size=40))
def test_a_join_is_a_hyphen_and_one_line_end_between_letters(text: str) -> None:
    before = 0
    for start, end in line_end_joins(text):
        assert before <= start < end
        assert text[start] in "-\u00ad¬"
        assert text[start:end].strip("-\u00ad¬ ") == "\n"
        assert text[start - 1].isalpha()
        assert text[end].isalpha()
        before = end


def test_a_divided_word_is_one_with_both_places() -> None:
    text = "с заклю-\nченными и"
    upper: Quad = ((0.8, 0.1), (0.9, 0.1), (0.9, 0.2), (0.8, 0.2))
    lower: Quad = ((0.1, 0.3), (0.2, 0.3), (0.2, 0.4), (0.1, 0.4))
    parts = [Word(0, 1), Word(2, 8, (upper,), 0.9), Word(9, 16, (lower,), 0.5), Word(17, 18)]
    assert join_parts(text, parts) == (
        Word(0, 1), Word(2, 16, (upper, lower), 0.5), Word(17, 18),
    )  # fmt: skip


def test_a_word_over_three_lines_is_one() -> None:
    text = "социали-\nстиче-\nский"
    assert join_parts(text, [Word(0, 8), Word(9, 15), Word(16, 20)]) == (Word(0, 20),)


@pytest.mark.parametrize(
    ("lines", "languages"),
    [
        ([("труд заключенных", "ru")], ("ru",)),
        ([("еңбек", "kk"), ("труд заключенных", "ru")], ("ru", "kk")),
        ([("а", "kk"), ("труд заключенных", "ru")], ("ru",)),  # a letter is no language
        ([("1931", None)], ()),
        ([], ()),
    ],
)
def test_the_languages_of_a_page(
    lines: list[tuple[str, str | None]], languages: tuple[str, ...]
) -> None:
    text = "\n".join(line for line, _ in lines)
    spans = line_spans(text)
    reading = Reading(
        text, lines=tuple(Line(*span, lang) for span, (_, lang) in zip(spans, lines, strict=True))
    )
    assert reading.languages == languages
    assert reading.language == (languages[0] if languages else None)


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [(0, 4, [0]), (5, 8, [1]), (4, 5, []), (3, 6, [0, 1]), (0, 99, [0, 1])],
)
def test_the_words_of_a_range(start: int, end: int, touched: list[int]) -> None:
    assert Reading("труд рабочих", (Word(0, 4), Word(5, 12))).words_in(start, end) == touched


def test_blank_lines_are_no_lines() -> None:
    text = "\n первая\n  \t\n\nвторая\n"
    assert [text[start:end] for start, end in line_spans(text)] == [" первая", "вторая"]
