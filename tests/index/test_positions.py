from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import Line, Reading
from index.analysis.positions import Term, positions, possible_languages, terms
from index.analysis.tokens import Token, tokens
from index.answer import Kind


def page(*lines: tuple[str, str | None]) -> Reading:
    """A page of lines, each with its language."""
    text, places = "", []
    for line, language in lines:
        places.append(Line(len(text), len(text) + len(line), language))
        text += line + "\n"
    return Reading(text, lines=tuple(places))


@pytest.mark.parametrize(
    ("term", "stored"),
    [
        (Term(Kind.EXACT, "лагерях"), "xлагерях"),
        (Term(Kind.LEMMA, "лагерь", "ru"), "lru:лагерь"),
        (Term(Kind.FOLDED, "жумыс"), "fжумыс"),
        (Term(Kind.ALTERNATIVE, "лагерях"), "aлагерях"),
        (Term(Kind.ALTERNATIVE, "лагерь", "ru"), "aru:лагерь"),
    ],
)
def test_how_a_term_is_stored(term: Term, stored: str) -> None:
    assert str(term) == stored


@pytest.mark.parametrize(
    ("word", "language", "has", "has_not"),
    [
        ("лагерях", "ru", ["xлагерях", "lru:лагерь"], ["lkk:лагерь", "fлагерях"]),
        ("заключённых", "ru", ["xзаключенных"], ["xзаключённых"]),
        ("Қарағанды", "kk", ["xқарағанды", "fкараганды"], ["xкараганды"]),
        (
            "исправительно-трудовых",
            "ru",
            ["xисправительно-трудовых", "xтрудовых", "lru:трудовой"],
            ["xисправительнотрудовых"],
        ),
        ("58-10", "ru", ["x58-10", "x58", "x10"], ["lru:58-10"]),
        ("ВКП(б)", "ru", ["xвкп(б)", "xвкп"], []),
        ("1931", "ru", ["x1931"], ["lru:1931"]),
        ("Times", "en", ["xtimes"], ["lru:times"]),
    ],
)
def test_terms_of_a_word(word: str, language: str, has: list[str], has_not: list[str]) -> None:
    (position,) = positions(page((word, language)))
    stored = [str(term) for term in position.terms]
    assert set(has) <= set(stored)
    assert not set(has_not) & set(stored)
    assert stored[0] == has[0]


@pytest.mark.parametrize(
    ("lines", "word", "languages"),
    [
        ([("еңбек", "kk"), ("лагерь", "ru")], "лагерь", {"ru"}),
        ([("лагерь", "kk")], "лагерь", {"kk"}),
        ([("лагерь", None)], "лагерь", {"ru", "kk", "ky"}),
        # a word that cannot be in the language of its line
        ([("приказ қорғау", "ru")], "қорғау", {"kk"}),
        ([("Dear Иванов", "en")], "иванов", {"ru", "kk", "ky"}),
        # a line in another language has no lemmas
        ([("Geschichte der Lager", "und")], "lager", set()),
        ([("Київ і табори", "und")], "табори", set()),
        ([("лагерь Київ", "ru")], "київ", set()),
        # the words of a quotation have its language
        ([("слова еңбек туралы заң и другие", "ru")], "туралы", {"kk"}),
        ([("слова еңбек туралы заң и другие", "ru")], "другие", {"ru"}),
        # a word that begins in one line and ends in another has the first one's
        ([("заклю-", "ru"), ("ченными", "kk")], "заключенными", {"ru"}),
    ],
)
def test_a_word_is_in_the_language_of_its_line(
    lines: list[tuple[str, str | None]], word: str, languages: set[str]
) -> None:
    (found,) = [p for p in positions(page(*lines)) if p.token.form == word]
    assert {t.language for t in found.terms if t.kind is Kind.LEMMA} == languages


@pytest.mark.parametrize(
    ("form", "languages"),
    [
        ("лагерь", ("ru", "kk", "ky")),
        ("жұмыс", ("kk",)),
        ("өндүрүш", ("kk", "ky")),
        ("қөү", ("kk",)),
        ("times", ("en",)),
        ("1931", ()),
        ("", ()),
    ],
)
def test_the_languages_that_letters_allow(form: str, languages: tuple[str, ...]) -> None:
    assert possible_languages(form) == languages


@given(st.text("аяқүңё Az1-/.\n", max_size=60))
def test_positions_are_the_words_in_their_order(text: str) -> None:
    found = positions(Reading(text))
    assert [p.token for p in found] == list(tokens(text))
    for position in found:
        assert position.terms[0] == Term(Kind.EXACT, position.token.form)
        assert len(set(position.terms)) == len(position.terms)
        assert all(term.text for term in position.terms)


def test_a_folded_term_stands_only_where_it_differs() -> None:
    (term,) = (t for t in terms(Token(0, 5, "жұмыс"), ()) if t.kind is Kind.FOLDED)
    assert term.text == "жумыс"
    assert [t for t in terms(Token(0, 4, "труд"), ()) if t.kind is Kind.FOLDED] == []
