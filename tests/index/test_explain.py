"""How a query is said in words, and how the advanced form writes and reads one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadReference
from index.query.explain import explained
from index.query.form import Form, form_of
from index.query.parse import parse
from index.query.tree import And, Node


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "all pages"),
        ("лагерь", "«лагерь» in any form"),
        ("=лагерях", "exactly «лагерях»"),
        ("труд хлеб -лагерь", "«труд», «хлеб» in any form without «лагерь» in any form"),
        ("НЕ лагерь", "all pages without «лагерь» in any form"),
        ("=труд ИЛИ лаг*", "exactly «труд» or words of the pattern «лаг*»"),
        ("=а (=б ИЛИ =в)", "exactly «а» and (exactly «б» or exactly «в»)"),
        ("труд~1", "words that differ from «труд» in one letter at most"),
        ("лагерь~2", "words that differ from «лагерь» in two letters at most"),
        ("«труд … лагерь»", "the phrase «труд … лагерь», with up to 10 other words for each «…»"),
        ("[=труд лагерь]", "the phrase «=труд лагерь» in any forms"),
        ("«труд лагерь»/3", "«труд лагерь» in any order, at most 3 other words between them"),
        ("С. Н. Иванов", "Иванов С. Н., also with the full name"),
        ("17.09.1931", "the day 1931-09-17, however it is written"),
        ("#Карлаг", "the subject «Карлаг» under any of its names"),
        ("год:1931..1935", "documents of 1931–1935"),
        ("год:1931", "documents of 1931"),
        ("год:1931..", "documents from 1931 on"),
        ("год:..1935", "documents up to 1935"),
        ("вид:приказ", "kind: order"),
        ("фонд:393", "fonds 393"),
        ("Ф. 393. Оп. 2", "everything under Ф. 393. Оп. 2."),
    ],
)
def test_a_query_in_words(query: str, said: str) -> None:
    assert str(explained(parse(query).tree)) == said


def parts(query: str) -> set[Node]:
    tree = parse(query).tree
    return set(tree.parts) if isinstance(tree, And) else {tree}


FULL = Form(
    words="труд хлеб", phrase="о режиме", without="лагерь", near="начальник охрана", distance=2,
    first_year=1931, last_year=1935, reference="Ф. 393. Оп. 2.", person="Иванов С. Н.",
)  # fmt: skip


def test_a_full_form_is_a_query() -> None:
    assert parts(FULL.query()) == parts(
        "труд + хлеб + «о режиме» + «начальник охрана»/2 + Иванов С. Н. + Ф. 393. Оп. 2 "
        "+ год:1931..1935 + НЕ лагерь"
    )
    assert form_of(FULL.query()) == FULL
    assert Form().query() == ""


@pytest.mark.parametrize("query", ["труд ИЛИ лагерь", "[труд лагерь]", "место:Караганда", "#Карлаг",
                                   "«а б» «в г»", "НЕ «а б»", "год:1931 год:1935"])  # fmt: skip
def test_what_the_form_has_no_line_for(query: str) -> None:
    assert form_of(query) is None


def test_operators_are_words_in_a_form() -> None:
    assert parts(Form(words="труд И «хлеб» (не)").query()) == parts("труд «И» хлеб не")


def test_a_reference_that_is_none_is_named() -> None:
    with pytest.raises(BadReference, match="где-то"):
        Form(reference="где-то").query()


@given(*[st.text(max_size=20)] * 4)
def test_any_form_is_a_query(words: str, phrase: str, without: str, near: str) -> None:
    query = Form(words=words, phrase=phrase, without=without, near=near).query()
    assert str(parse(query).tree) == query
