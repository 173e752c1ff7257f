from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.folding import exact
from index.analysis.tokens import tokens

PAGE = st.text("аяАЯёқҮ aZ019 .,-/()№«»\n\u00ad‐‑¬\u0301\ufdd0\ufdd1", max_size=60) | st.text(
    max_size=60
)


def notation(text: str) -> str:
    """The tokens of ``text`` as form[parts]~with its hyphen, with bars between them."""
    return " | ".join(
        t.form
        + (f"[{' '.join(t.parts)}]" if t.parts else "")
        + (f"~{t.hyphened}" if t.hyphened else "")
        for t in tokens(text)
    )


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("Труд заключённых.", "труд | заключенных"),
        ("", ""),
        ("… — !", ""),
        # line ends
        ("заклю-\nченными", "заключенными~заклю-ченными"),
        ("заклю\u00ad\nченными", "заключенными~заклю-ченными"),
        ("социали-\nстиче-\nский", "социалистический~социали-стиче-ский"),
        ("ПОСТАНОВЛЕ-\nНИЕ", "постановление~постановле-ние"),
        ("в Кызыл-\nОрде", "в | кызыл-орде[кызыл орде]"),
        ("ст. 58-\n10", "ст | 58-10[58 10]"),
        ("1931-\nго", "1931-го[1931 го]"),
        (
            "Орехово-\nзуевский Кызыл-\nОрда",
            "ореховозуевский~орехово-зуевский | кызыл-орда[кызыл орда]",
        ),
        ("приказ -\nо режиме", "приказ | о | режиме"),
        # compounds
        (
            "исправительно-трудовой",
            "исправительно-трудовой[исправительно трудовой]",
        ),
        (
            "исправительно\u2011трудовой",  # a hyphen that does not break
            "исправительно-трудовой[исправительно трудовой]",
        ),
        ("ла\u00adгерь", "лагерь"),
        ("да – нет", "да | нет"),
        # short parts
        ("з/к з-к зк", "зк | зк | зк"),
        ("л/с", "лс"),
        ("з-k", "зк"),  # a Latin k
        ("из-за", "изза"),
        # figures
        ("58-10 58/10", "58-10[58 10] | 58-10[58 10]"),
        ("7/8", "7-8[7 8]"),
        ("1931-1935", "1931-1935[1931 1935]"),
        ("58-10а", "58-10а[58 10а]"),
        ("00447 ОО447 447", "00447 | 00447 | 447"),
        ("1О%", "10"),
        ("о 5", "о | 5"),
        ("17.09.1931", "17 | 09 | 1931"),
        # abbreviations
        ("О.Г.П.У. ОГПУ", "огпу | огпу"),
        ("С. Н. Иванов", "с | н | иванов"),
        ("С.Н. Иванов", "с | н | иванов"),
        ("ВКП(б)", "вкп(б)[вкп]"),
        ("слово (и дело)", "слово | и | дело"),
        # letter-spaced headings
        ("П Р И К А З", "приказ"),
        ("«П Р И К А З»", "приказ"),
        ("П О С Т А Н О В Л Е Н И Е.", "постановление"),
        ("П Р И К А З   № 5", "приказ | n | 5"),
        ("и в с", "и | в | с"),
        # number signs
        ("№ 5 N 5 №5", "n | 5 | n | 5 | n | 5"),
        # look-alikes
        ("ПPИКАЗ", "приказ"),  # a Latin P
        ("the Times", "the | times"),
        ("қазақ ЕҢБЕК", "қазақ | еңбек"),
        ("под_чёрк", "под | черк"),
    ],
)
def test_words_of_a_page(page: str, words: str) -> None:
    assert notation(page) == words


@given(PAGE)
def test_words_lie_in_the_text_in_order_without_overlap(page: str) -> None:
    at = 0
    for token in tokens(page):
        assert at <= token.start < token.end <= len(page)
        assert token.form
        assert all(token.parts)
        at = token.end


@given(PAGE)
def test_a_form_is_what_exact_compares(page: str) -> None:
    for token in tokens(page):
        written = page[token.start : token.end]
        assert exact(token.form) == token.form
        if written.isalpha():
            assert token.form == exact(written)


@given(st.text("аяАЯёқҮ aZ019 .,-/()№«»_\u0301", max_size=60))
def test_a_word_alone_is_the_same_word(page: str) -> None:
    for token in tokens(page):
        alone = list(tokens(page[token.start : token.end]))
        assert [(t.form, t.parts) for t in alone] == [(token.form, token.parts)]


@given(PAGE)
def test_every_letter_and_figure_is_in_a_word(page: str) -> None:
    covered = {i for token in tokens(page) for i in range(token.start, token.end)}
    assert {i for i, c in enumerate(page) if c.isalnum() and c.isascii()} <= covered


@pytest.mark.parametrize("piece", ["а-\n", "а ", "а.", "1-", "1/", "а(", "а-", "ё", "- "])
def test_a_page_of_a_million_signs_ends(piece: str) -> None:
    page = piece * (1_000_000 // len(piece))
    assert sum(1 for _ in tokens(page)) <= len(page)
