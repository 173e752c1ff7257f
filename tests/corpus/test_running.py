"""Which lines repeat at the edge of pages, misread or not, and which only look like it."""

from __future__ import annotations

import pytest

from corpus.reading import Line, Reading, Source
from corpus.running import set_apart

BODY = ["о режиме содержания", "заключенных в лагерях", "и колониях НКВД", "за первый квартал"]
OTHER = ["убыло за месяц", "по болезни двести", "из них женщин сорок", "прибыло этапом"]


def page(*lines: str, apart: int | None = None) -> Reading:
    """A page of lines; the one numbered ``apart`` is the page's number."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    found = tuple(
        Line(start, start + len(line), "ru", i == apart)
        for i, (start, line) in enumerate(zip(starts, lines, strict=True))
    )
    return Reading("\n".join(lines), lines=found, source=Source.OCR)


def titles(reading: Reading, *others: Reading) -> list[str]:
    marked = set_apart(reading, others)
    return [marked.text[line.start : line.end] for line in marked.lines if line.apart]


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("СОВЕРШЕННО СЕКРЕТНО", "СОВЕРШЕННО СЕКРЕТНО"),
        ("Глава II. Лагеря Казахстана", "Глава II. Лагеря Казахстана"),
        ("12 Лагеря Казахстана", "Лагеря Казахстана 13"),
        ("СОВЕРШЕННО СЕКРЕТНО", "СОВЕРШЕНН0 СЕКРЕТН0."),
        ("Совершенно секретно", "СОВЕРШЕННО СЕКРЕТНО"),
        ("Тыл еңбегінің тарихы", "Тыл енбегінің тарихы"),
    ],
)
@pytest.mark.parametrize("at_top", [True, False])
def test_a_line_that_repeats_is_a_title(own: str, other: str, at_top: bool) -> None:
    def whole(title: str, body: list[str]) -> Reading:
        return page(title, *body) if at_top else page(*body, title)

    assert titles(whole(own, BODY), whole(other, OTHER)) == [own]


def test_the_number_of_the_page_may_stand_before_it() -> None:
    one = page("- 12 -", "Лагеря Казахстана", *BODY, apart=0)
    other = page("- 13 -", "Лагеря Казахстана", *OTHER, apart=0)
    assert titles(one, other) == ["- 12 -", "Лагеря Казахстана"]


def test_titles_that_alternate_are_found_by_the_page_after_next() -> None:
    left, right = page("Лагеря Казахстана", *BODY), page("Архив НКВД", *OTHER)
    assert titles(left, right) == []
    assert titles(left, right, page("Лагеря Казахстана", *OTHER[::-1])) == ["Лагеря Казахстана"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (page(*BODY), page(*OTHER)),
        (page("Лагеря Казахстана", *BODY), page(*OTHER, "Лагеря Казахстана")),  # top and foot
        (page("Лагеря", *BODY[:1]), page("Лагеря", *BODY[1:2])),  # next to nothing else
        (page("л. 12", *BODY), page("л. 13", *OTHER)),  # too few letters
        (page("Иванов Иван, крестьянин", *BODY), page("Петров Петр, кузнец", *OTHER)),
    ],
)
def test_what_is_no_title(one: Reading, other: Reading) -> None:
    assert titles(one, other) == []


def test_a_page_alone_has_none() -> None:
    assert titles(page("СОВЕРШЕННО СЕКРЕТНО", *BODY)) == []
