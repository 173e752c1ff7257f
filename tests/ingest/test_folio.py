from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import RUSSIAN, Sheet, Text, pdf

from corpus.reading import Reading, Source, line_spans, pack, unpack
from ingest import reader
from ingest.compose import Block, Piece, compose, lines_of
from ingest.folio import set_apart

#: where a line of the page stands: its left, top, right and bottom
TEXT = [(0.1, 0.2 + 0.05 * n, 0.9, 0.23 + 0.05 * n) for n in range(6)]


def page(*lines: tuple[str, tuple[float, float, float, float]]) -> Reading:
    blocks: list[Block] = []
    for text, (left, top, right, bottom) in lines:
        width = (right - left) / len(text.split())
        edges = [left + i * width for i in range(len(text.split()) + 1)]
        pieces = [
            Piece(word, ((x, top), (y, top), (y, bottom), (x, bottom)))
            for word, x, y in zip(text.split(), edges, edges[1:], strict=False)
        ]
        blocks.append([pieces])
    return set_apart(compose(blocks, source=Source.OCR))


def apart(reading: Reading) -> list[str]:
    return [reading.text[line.start : line.end] for line in reading.lines if line.apart]


BODY = [(f"строка {n} приказа о лагере", box) for n, box in enumerate(TEXT)]


@pytest.mark.parametrize(
    ("number", "box"),
    [
        ("15", (0.9, 0.02, 0.95, 0.05)),  # the leaf, in the upper right corner
        ("15 об.", (0.85, 0.03, 0.95, 0.05)),
        ("л. 15а", (0.85, 0.03, 0.95, 0.05)),
        ("- 5 -", (0.45, 0.05, 0.55, 0.07)),
        ("— 5 —", (0.45, 0.95, 0.55, 0.97)),
        ("213", (0.5, 0.95, 0.53, 0.97)),
    ],
)
def test_numbers_of_leaves_and_pages_stand_apart(
    number: str, box: tuple[float, float, float, float]
) -> None:
    assert apart(page((number, box), *BODY)) == [number]
    assert apart(page(*BODY, (number, box))) == [number]


@pytest.mark.parametrize(
    ("line", "box"),
    [
        ("1931", (0.45, 0.95, 0.55, 0.97)),  # a year below a title
        ("15", (0.1, 0.5, 0.13, 0.52)),  # in the middle of the page
        ("15", (0.6, 0.33, 0.63, 0.35)),  # a cell of a table
        ("Протокол № 5", (0.4, 0.05, 0.6, 0.07)),
        ("58-10", (0.4, 0.05, 0.6, 0.07)),
        ("5 марта", (0.4, 0.05, 0.6, 0.07)),
    ],
)
def test_other_lines_do_not(line: str, box: tuple[float, float, float, float]) -> None:
    assert apart(page((line, box), *BODY)) == []


def test_the_last_row_of_a_table_is_no_number() -> None:
    row = [("213", (0.7, 0.93, 0.73, 0.95)), ("Иванов Иван", (0.1, 0.93, 0.4, 0.95))]
    assert apart(page(*BODY, *row)) == []


def test_the_leaf_may_stand_beside_the_letterhead() -> None:
    head = ("РСФСР Народный комиссариат", (0.1, 0.03, 0.5, 0.05))
    assert apart(page(head, ("15", (0.9, 0.03, 0.93, 0.05)), *BODY)) == ["15"]


def test_a_page_that_is_only_a_number_keeps_it() -> None:
    assert apart(page(("15", (0.9, 0.02, 0.95, 0.05)))) == []


def test_it_is_kept_with_the_reading(tmp_path: Path) -> None:
    number, text = Text(("- 15 -",), x=280, y=800), Text(RUSSIAN)
    reading = reader.read_page(pdf(tmp_path / "дело.pdf", Sheet((number, text))), 1).reading
    assert apart(reading) == apart(unpack(pack(reading))) == ["- 15 -"]


def test_in_a_plain_text_it_is_the_first_or_the_last_line(tmp_path: Path) -> None:
    path = tmp_path / "выписка.txt"
    path.write_text("- 2 -\n\nв лагере\n15\nбараков\n\n3\n")
    assert apart(reader.read_page(path, 1).reading) == ["- 2 -", "3"]


@given(st.lists(st.text(alphabet="аб5 -№л.", min_size=1), max_size=6))
def test_nothing_of_a_reading_changes_but_the_marks(lines: list[str]) -> None:
    text = "\n".join(lines)
    plain = Reading(text, lines=lines_of(text, line_spans(text)))
    marked = set_apart(plain)
    assert marked.text == plain.text
    assert [(x.start, x.end) for x in marked.lines] == [(x.start, x.end) for x in plain.lines]
    assert not all(line.apart for line in marked.lines) or not plain.lines
