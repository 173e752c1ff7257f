from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import Line, Quad, Reading, Source, Word, join_parts, line_end_joins
from index.analysis.tokens import tokens
from index.answer import Kind, Snippet
from index.engine import Span
from index.snippets import AFTER, BEFORE, SLACK, hits, opening, passages

LETTER = st.text("абв-\n\u00ad ё", min_size=1, max_size=400)


def page(text: str) -> Reading:
    """A page of words, each with a place of its own; one that a line end divides has two."""
    places: list[Word] = []
    at = 0
    for piece in text.split():
        start = text.index(piece, at)
        at = start + len(piece)
        x, y = start / 1000, text[:start].count("\n") / 100
        quad: Quad = ((x, y), (x + 0.001, y), (x + 0.001, y + 0.01), (x, y + 0.01))
        places.append(Word(start, at, (quad,)))
    return Reading(text, join_parts(text, places), source=Source.OCR)


def spans(text: str, *found: tuple[int, int, Kind]) -> list[Span]:
    """Hits by the numbers of their first and last words, and their kinds."""
    words = list(tokens(text))
    return [Span(a, b, words[a].start, words[b].end, kind) for a, b, kind in found]


def lit(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.marks]


def test_a_hit_has_its_words_and_places() -> None:
    reading = page("в лагерях заклю-\nченных и")
    word, phrase = hits(reading, 3, spans(reading.text, (1, 1, Kind.LEMMA), (1, 2, Kind.EXACT)))
    assert (word.text, word.kind, word.words, len(word.places)) == (
        "лагерях", Kind.LEMMA, (1,), 1,
    )  # fmt: skip
    assert (phrase.text, phrase.words) == ("лагерях заклю-\nченных", (1, 2))
    assert [place.page for place in phrase.places] == [3, 3, 3]
    upper, lower = phrase.places[1:]
    assert upper.quad[0][1] < lower.quad[0][1]


def test_a_text_without_an_image_has_no_places() -> None:
    (hit,) = hits(Reading("труд", (Word(0, 4),)), 1, spans("труд", (0, 0, Kind.EXACT)))
    assert (hit.words, hit.places) == ((0,), ())


def test_passages_stand_in_the_order_of_the_text_with_those_of_most_different_hits() -> None:
    far = " слово" * 60
    text = f"труд труд{far} труд лагерь{far} труд{far}"
    reading = page(text)
    found = hits(
        reading,
        1,
        [
            Span(i, i, token.start, token.end, Kind.EXACT)
            for i, token in enumerate(tokens(text))
            if token.form in {"труд", "лагерь"}
        ],
    )
    shown = passages(reading, 1, ("3 об.",), found, 2)
    assert [lit(snippet) for snippet in shown] == [["труд", "труд"], ["труд", "лагерь"]]
    assert {snippet.occurrences for snippet in shown} == {5}
    assert {snippet.leaves for snippet in shown} == {("3 об.",)}


def test_a_hit_at_the_end_of_a_passage_is_not_cut() -> None:
    text = "труд " + "а" * (AFTER - 6) + " социалистического труда и ещё " + "слово " * 40
    reading = page(text)
    found = hits(reading, 1, spans(text, (0, 0, Kind.LEMMA), (2, 3, Kind.EXACT)))
    (snippet,) = passages(reading, 1, (), found, 3)
    assert lit(snippet) == ["труд", "социалистического труда"]


def test_the_beginning_of_a_page_ends_at_a_word() -> None:
    shown = opening(page("слово " * 100), 1, ())
    assert shown.text.split() == ["слово"] * len(shown.text.split())
    assert len(shown.text) <= BEFORE + AFTER + SLACK
    assert shown.marks == ()


def test_a_page_does_not_begin_with_its_number() -> None:
    text = "- 5 -\nв лагере"
    numbered = Reading(text, lines=(Line(0, 5, None, apart=True), Line(6, len(text), "ru")))
    assert opening(numbered, 1, ()).text == "в лагере"


def test_an_empty_page_has_an_empty_beginning() -> None:
    assert opening(Reading(""), 1, ()).text == ""


@given(LETTER, st.data(), st.integers(1, 4))
def test_marks_are_the_hits_and_lie_inside(text: str, data: st.DataObject, limit: int) -> None:
    words = list(tokens(text))
    at, drawn = 0, list[Span]()
    while at < len(words):
        at += data.draw(st.integers(0, 3))
        last = at + data.draw(st.integers(0, 2))
        if last < len(words):
            drawn += spans(text, (at, last, Kind.EXACT))
        at = last + 1
    reading = Reading(text)
    found = hits(reading, 1, drawn)
    assert [h.text for h in found] == [
        text[words[s.first].start : words[s.last].end] for s in drawn
    ]
    shown = passages(reading, 1, (), found, limit)
    assert len(shown) <= limit
    assert bool(shown) == bool(found)
    marked = [mark for snippet in shown for mark in lit(snippet)]
    for snippet in shown:
        assert snippet.text in text
        assert snippet.marks
        end = 0
        for mark in snippet.marks:
            assert end <= mark[0] < mark[1] <= len(snippet.text)
            end = mark[1]
    texts = [h.text for h in found]
    assert all(texts.count(mark) >= marked.count(mark) for mark in marked)
    # a passage that is shown whole shows none of its hits unlit
    if len(marked) == len(texts):
        assert marked == texts


def test_no_hit_is_shown_unlit_in_the_passage_before_or_behind() -> None:
    text = " ".join(f"слово{n}" if n % 9 else "труд" for n in range(120))
    reading = page(text)
    found = hits(
        reading,
        1,
        [
            Span(i, i, token.start, token.end, Kind.EXACT)
            for i, token in enumerate(tokens(text))
            if token.form == "труд"
        ],
    )
    for snippet in passages(reading, 1, (), found, 50):
        assert lit(snippet) == ["труд"] * snippet.text.count("труд")


def test_a_join_inside_a_hit_keeps_the_line_end() -> None:
    text = "заклю-\nченных"
    assert line_end_joins(text)
    (snippet,) = passages(
        page(text), 1, (), hits(page(text), 1, spans(text, (0, 0, Kind.EXACT))), 1
    )
    assert lit(snippet) == [text]
