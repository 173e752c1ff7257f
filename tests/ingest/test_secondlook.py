"""What a second look adds to a line: «read|seen besides»."""

from __future__ import annotations

import pytest

from ingest.secondlook import Seen, with_alternatives


def look(line: str, *, top: float = 0.0) -> list[Seen]:
    """Words as «text:start-end», in tenths of an inch from the left."""
    words = []
    for word in line.split():
        text, place = word.split(":")
        left, right = map(float, place.split("-"))
        words.append(Seen(text, 0.5, (left, top, right, top + 2), 1, 1))
    return words


def told(words: list[Seen]) -> str:
    return " ".join("|".join((word.text, *word.alternatives)) for word in words)


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("лагерь:0-6", "лагерь:0-6", "лагерь"),
        ("лагерв:0-6", "лагерь:0-6", "лагерв|лагерь"),
        ("в:0-1 лаге:2-5 ря:6-8", "в:0-1 лагеря:2-8", "в лаге|лагеря ря"),
        ("влагеря:0-8", "в:0-1 лагеря:2-8", "влагеря|в лагеря"),
        ("лагерь:0-6 труд:7-9", "лагерь:0-6", "лагерь труд"),
        ("лагерь:0-6", "", "лагерь"),
        ("", "лагерь:0-6", ""),
        ("Лагерь:0-6", "лагерь:0-6", "Лагерь"),  # a capital is no other word
        ("лагерь:0-6", "—:0-6", "лагерь"),  # signs are nothing to find
        ("а:0-1 б:2-3 в:4-5 г:6-7 д:8-9", "абвгд:0-9", "а б в г д"),  # a line is no word
    ],
)
def test_what_a_second_look_saw_is_kept_beside(first: str, second: str, together: str) -> None:
    assert told(with_alternatives(look(first), look(second))) == together


def test_words_of_another_line_are_no_alternatives() -> None:
    assert told(with_alternatives(look("лагерь:0-6"), look("других:0-6", top=3))) == "лагерь"
