"""Text on its way to the pages: escaped, marked, cut into lines and pieces."""

from __future__ import annotations

import time
from html import unescape
from re import findall, sub

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import Line, Reading, Word, line_spans
from index.answer import Hit, Kind, Reason, Snippet
from ui.address import Address
from ui.i18n import translator
from ui.leaves import leaf_name, short_name
from ui.markup import copy_button, facts, flowing, marked, soft_link, tied
from ui.pages.lines import rows
from ui.reasons import found, why
from ui.when import in_words, moment

signs = st.sampled_from("лагерь ый<>&\"'\n-.")
texts = st.text(signs, min_size=1, max_size=80)


def ranges(text: str) -> st.SearchStrategy[list[tuple[int, int]]]:
    end = st.integers(0, len(text))
    return st.lists(st.tuples(end, end).map(lambda r: (min(r), max(r))), max_size=4)


@given(st.data())
def test_marking_loses_and_adds_nothing(data: st.DataObject) -> None:
    text = data.draw(texts)
    shown = marked(text, data.draw(ranges(text)))
    assert unescape(sub(r"</?mark>", "", shown)) == text
    assert "<" not in sub(r"</?mark>", "", shown)


@pytest.mark.parametrize(
    ("text", "marks", "shown"),
    [
        ("<b>лагерь</b>", [(3, 9)], "&lt;b&gt;<mark>лагерь</mark>&lt;/b&gt;"),
        ("лагерь", [(0, 3), (2, 6)], "<mark>лаг</mark><mark>ерь</mark>"),  # they overlap
        ("лагерь", [(3, 3)], "лагерь"),
    ],
)
def test_marks(text: str, marks: list[tuple[int, int]], shown: str) -> None:
    assert marked(text, marks) == shown


@pytest.mark.parametrize(
    ("text", "marks", "shown"),
    [
        ("В Кара-\nганде.", [(2, 13)], "В <mark>Караганде</mark>."),  # joined at the line end
        ("из спи-\nсков Карлага.", [(13, 20)], "… из списков <mark>Карлага</mark>."),
        ("Карл-\nМаркс", [(0, 4)], "<mark>Карл</mark>-Маркс …"),  # a hyphen of its own
        ("ТРУДОВО-\nГО, Кызыл-\n Орда.", [(13, 25)], "ТРУДОВОГО, <mark>Кызыл-Орда</mark>."),
        ("Вывод заключенных на", [], "Вывод заключенных на …"),
        ("", [], ""),
    ],
)
def test_a_passage_reads_on_over_line_ends(
    text: str, marks: list[tuple[int, int]], shown: str
) -> None:
    assert flowing(text, marks) == shown


def test_a_mark_says_why_it_is_lit() -> None:
    shown = flowing("В Кара-\nганде труд.", [(2, 13), (14, 18)], ['как "форма" <b>', ""])
    assert shown == (
        'В <mark title="как &quot;форма&quot; &lt;b&gt;">Караганде</mark> <mark>труд</mark>.'
    )


LEMMA, FOLDED = Reason(Kind.LEMMA, "лагерь"), Reason(Kind.FOLDED, "қала")
EXACT, ALTERNATIVE = Reason(Kind.EXACT, "лагере"), Reason(Kind.ALTERNATIVE, "лагерь")


@pytest.mark.parametrize(
    ("language", "reasons", "said"),
    [
        ("ru", (LEMMA,), "как форма слова «лагерь»"),
        ("ru", (FOLDED,), "как другое написание слова «қала»"),
        ("ru", (ALTERNATIVE,), "как «лагерь» в другом прочтении скана"),
        ("ru", (EXACT,), ""),
        ("ru", (EXACT, LEMMA, LEMMA), "как форма слова «лагерь»"),
        ("ru", (LEMMA, FOLDED), "как форма слова «лагерь», как другое написание слова «қала»"),
        ("kk", (LEMMA,), "«лагерь» сөзінің тұлғасы ретінде"),
        ("ky", (LEMMA,), "«лагерь» сөзүнүн формасы катары"),
        ("en", (LEMMA,), "as a form of «лагерь»"),
    ],
)
def test_why_a_word_is_a_hit(language: str, reasons: tuple[Reason, ...], said: str) -> None:
    assert why(reasons, translator(language)) == said


def test_each_reason_has_a_line_with_the_words_found_strongest_first() -> None:
    text = "каласы, в Лаге-\nре, лагере, лагерях и лагере"
    marks = ((0, 6), (10, 18), (20, 26), (28, 35), (38, 44))
    reasons = ((FOLDED,), (LEMMA,), (LEMMA,), (LEMMA,), (EXACT,))
    passage = Snippet(1, (), text, marks, 5, reasons)
    assert found([passage, passage], translator("ru")) == [
        "Найдено как форма слова «лагерь»: Лагере, лагерях",
        "Найдено как другое написание слова «қала»: каласы",
    ]
    assert found([Snippet(1, (), "лагере", ((0, 6),), 1, ((EXACT,),))], translator("ru")) == []


def test_attributes_of_links_and_buttons_are_escaped() -> None:
    assert '"&gt;' not in soft_link(Address(query='"><script>'), "x").partition(">")[0][:-1]
    assert "<script" not in soft_link(Address(query='"><script>'), "x", title='"><script>')
    assert "<script" not in copy_button('"><script>', "Копировать")


@st.composite
def readings(draw: st.DrawFn) -> tuple[Reading, list[Hit]]:
    text = draw(texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    words = [Word(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    lines = tuple(Line(a, b, "ru") for a, b in line_spans(text)) if draw(st.booleans()) else ()
    found = [(a, b) for a, b in draw(ranges(text)) if a < b]
    hits = [Hit(a, b, text[a:b], Kind.EXACT, (), ()) for a, b in sorted(found)]
    return Reading(text, tuple(words), lines), hits


@given(readings())
def test_the_pieces_of_a_line_make_up_its_text(drawn: tuple[Reading, list[Hit]]) -> None:
    reading, hits = drawn
    shown = ["".join(atom[0] for atom in row.atoms) for row in rows(reading, hits)]
    assert shown == [reading.text[start:end] for start, end in line_spans(reading.text)]


@given(readings())
def test_what_is_lit_is_what_was_hit(drawn: tuple[Reading, list[Hit]]) -> None:
    reading, hits = drawn
    lit = sum(len(t) for row in rows(reading, hits) for t, _, hit in row.atoms if hit >= 0)
    wanted = {
        at
        for start, end in line_spans(reading.text)
        for hit in hits
        for at in range(max(start, hit.start), min(end, hit.end))
    }
    assert lit == len(wanted)


def test_a_divided_word_lights_in_both_lines_and_a_phrase_with_its_spaces() -> None:
    text = "из Кара-\nганды на юг"
    reading = Reading(
        text, (Word(0, 2), Word(3, 14), Word(15, 17), Word(18, 20)), (Line(0, 8), Line(9, 20))
    )
    hits = [Hit(3, 17, text[3:17], Kind.EXACT, (1, 2), ())]
    assert [row.atoms for row in rows(reading, hits)] == [
        [("из", 0, -1), (" ", -1, -1), ("Кара-", 1, 0)],
        [("ганды", 1, 0), (" ", -1, 0), ("на", 2, 0), (" ", -1, -1), ("юг", 3, -1)],
    ]


def test_a_paragraph_keeps_its_space() -> None:
    assert [row.gap for row in rows(Reading("а\nб\n\nв"), [])] == [False, False, True]


@pytest.mark.parametrize(
    ("edtf", "language", "said"),
    [
        ("1936", "ru", "1936"),
        ("1936-10", "ru", "10.1936"),
        ("1936-10-14", "ru", "14.10.1936"),
        ("1931/1935", "ru", "1931–1935"),
        ("1931-02/1931-03-05", "ru", "02.1931–05.03.1931"),
        ("1931~", "ru", "около 1931"),
        ("1931?", "kk", "1931 (?)"),
        ("1931%", "ky", "болжол менен 1931 (?)"),
        ("193X", "ru", "1930-е"),
        ("193X", "en", "the 1930s"),
        ("../1935", "ru", "не позднее 1935"),
        ("1935/..", "ru", "не ранее 1935"),
        ("1935-XX-XX", "ru", "1935"),
        ("", "ru", "без даты"),
        ("когда-то", "ru", "когда-то"),  # not EDTF: shown as it is
    ],
)
def test_dates_in_words(edtf: str, language: str, said: str) -> None:
    assert in_words(edtf, translator(language)) == said


@pytest.mark.parametrize(
    ("zone", "said"), [("UTC0", "27.11.2026, 20:15"), ("ALMT-5", "28.11.2026, 01:15")]
)
def test_a_time_is_told_by_the_clock_on_the_wall(
    zone: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert moment("2026-11-27T20:15:33Z", translator("ru")) == said
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("leaves", "page", "scanned", "said"),
    [
        (["15 об."], 3, True, "л. 15 об."),
        (["14 об.", "15"], 3, True, "л. 14 об., 15"),
        ([], 3, True, "скан 3"),  # never «л. 3»
        ([], 3, False, "текст 3"),
    ],
)
def test_a_page_is_called_by_its_leaves(
    leaves: list[str], page: int, scanned: bool, said: str
) -> None:
    assert leaf_name(leaves, page, translator("ru"), scanned=scanned) == said
    assert short_name(leaves, page) == (", ".join(leaves) or "(3)")


@given(texts)
def test_tying_loses_and_adds_nothing(text: str) -> None:
    bare = sub(r'<span class="tied">|</span>', "", tied(text))
    assert unescape(bare) == text
    assert "<" not in bare


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Учебный архив. Ф. Р-12. Оп. 1. Д. 47. Л. 3–4 об.",
         ["Ф. Р-12.", "Оп. 1.", "Д. 47.", "Л. 3–4 об."]),
        ("Ед. хр. 5. Л. 15а.", ["Ед. хр. 5.", "Л. 15а."]),
        ("12.1942–03.1943", ["12.1942–03.1943"]),
        ("русский, казахский", []),
        (f"Ф. {'9' * 40}", [f"Ф. {'9' * 16}"]),
    ],
)  # fmt: skip
def test_what_no_line_end_divides(text: str, kept: list[str]) -> None:
    assert findall(r'<span class="tied">(.*?)</span>', tied(text)) == kept


def test_facts_are_escaped_and_empty_ones_left_out() -> None:
    assert facts(["<b>", "", "Л. 3"], role="status") == (
        '<p class="facts" role="status"><span>&lt;b&gt;</span>'
        '<span><span class="tied">Л. 3</span></span></p>'
    )
    assert facts(["", ""]) == ""
