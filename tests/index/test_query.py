from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.diagnostics import DIAGNOSTICS
from index.query.lexer import MAX_PHRASE, MAX_WORDS
from index.query.parse import MAX_DEPTH, parse
from index.query.tree import And, Everything, Node, Not, Or, Phrase, Prefix, Word, leaves

PIECES = [
    "труд", "Лагерь", "НКВД", "қазақ", "өнүү", "58-10", "з/к", "ВКП(б)", "О.Г.П.У.", "№",
    "П Р И К А З", "а", "б", "И", "ИЛИ", "НЕ", "AND", "OR", "NOT", "ЖӘНЕ", "ЖЕ", "ЭМЕС", "и", "не",
    "-", "–", "=", "!", "*", "?", "~1", "/0", "/3", "&", "|", "+", "(", ")", "[", "]", "«", "»",
    '"', "„", "…", ":", "#", ",", ".", " ", "  ", "\n", "-\n", "[10, с. 81]", "_", "\u0301",
    "\ud800", "\x00",
]  # fmt: skip
QUERIES = (
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
    | st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join)
    | st.text(max_size=60)
)


def notation(node: Node) -> str:
    """A tree as one writes it by hand: & | - for the joins, = for exact, ~ for any forms."""
    match node:
        case Word(text, exact=exact):
            return f"={text}" if exact else text
        case Prefix(text):
            return f"{text}*"
        case Phrase(words, exact=exact):
            return f"{'=' if exact else '~'}<{' '.join(words)}>"
        case And(parts):
            return f"({' & '.join(map(notation, parts))})"
        case Or(parts):
            return f"({' | '.join(map(notation, parts))})"
        case Not(part):
            return f"-{notation(part)}"
        case Everything():
            return ""


def codes(query: str) -> set[str]:
    return {d.code for d in parse(query).diagnostics}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("лагерь", "лагерь"),
        ("=лагерях", "=лагерях"),
        ("!лагерях", "=лагерях"),
        ('="лагерях"', "=лагерях"),
        ("стой!", "стой"),
        # phrases, in quotation marks of every sort
        ('"труд заключенных"', "=<труд заключенных>"),
        ("«труд заключенных»", "=<труд заключенных>"),
        ("„труд заключенных“", "=<труд заключенных>"),
        ("“труд заключенных”", "=<труд заключенных>"),
        ('«труд заключенных"', "=<труд заключенных>"),
        ("«труд заключенных", "=<труд заключенных>"),
        ("«труд, заключенных!»", "=<труд заключенных>"),
        ("«труд заключен-\nных»", "=<труд заключенных>"),
        ('"труд заключённый"/0', "~<труд заключённый>"),
        ("[труд заключённый]", "~<труд заключённый>"),
        ("[труд заключённый", "~<труд заключённый>"),
        # one word in quotation marks keeps any form
        ("совхоз «Гигант»", "(совхоз & Гигант)"),
        ("[Гигант]", "Гигант"),
        ("«»", ""),
        # AND
        ("труд заключённый", "(труд & заключённый)"),
        ("труд + заключённый", "(труд & заключённый)"),
        ("труд & заключённый", "(труд & заключённый)"),
        ("труд И заключённый", "(труд & заключённый)"),
        ("труд AND заключённый", "(труд & заключённый)"),
        ("жұмыс ЖӘНЕ еңбек", "(жұмыс & еңбек)"),
        ("өнүү ЖАНА эмгек", "(өнүү & эмгек)"),
        # OR
        ("труд ИЛИ работа", "(труд | работа)"),
        ("труд | работа", "(труд | работа)"),
        ("труд OR работа", "(труд | работа)"),
        ("жұмыс НЕМЕСЕ еңбек", "(жұмыс | еңбек)"),
        ("өнүү ЖЕ эмгек", "(өнүү | эмгек)"),
        # NOT
        ("труд НЕ лагерь", "(труд & -лагерь)"),
        ("труд NOT лагерь", "(труд & -лагерь)"),
        ("труд -лагерь", "(труд & -лагерь)"),
        ("жұмыс ЕМЕС еңбек", "(жұмыс & -еңбек)"),
        ("өнүү ЭМЕС эмгек", "(өнүү & -эмгек)"),
        ("НЕ лагерь", "-лагерь"),
        ("НЕ НЕ лагерь", "лагерь"),
        ("НЕ (НЕ лагерь)", "лагерь"),
        ('труд -"исправительный лагерь"', "(труд & -=<исправительный лагерь>)"),
        ("труд -(лагерь ИЛИ колония)", "(труд & -(лагерь | колония))"),
        ("труд -=лагерях", "(труд & -=лагерях)"),
        # kk and ky operators are words where neither interface nor letters are kk or ky
        ("труд ЖЕ работа", "(труд & ЖЕ & работа)"),
        # minus rules
        ("-лагерь", "лагерь"),  # never at the very start
        ("  -лагерь", "лагерь"),
        ("труд - лагерь", "(труд & лагерь)"),
        ("труд – лагерь", "(труд & лагерь)"),
        ("труд — лагерь", "(труд & лагерь)"),
        ("58 -10", "(58 & 10)"),  # only before a letter
        ("труд-лагерь", "труд-лагерь"),
        # NOT binds closest, then AND, then OR; parentheses group; an OR stays an OR
        ("а ИЛИ б в НЕ г", "(а | (б & в & -г))"),
        ("(а ИЛИ б) в", "((а | б) & в)"),
        ("а (б (в ИЛИ г))", "(а & б & (в | г))"),
        ("а ИЛИ (б ИЛИ в)", "(а | б | в)"),
        # beginnings
        ("лаг*", "лаг*"),
        ("Лаг* труд", "(Лаг* & труд)"),
        ("ВКП(б)*", "ВКП(б)*"),
        # all in capitals nothing is an operator
        ("О РЕЖИМЕ И ОХРАНЕ", "(о & режиме & и & охране)"),
        ("ЛАГЕРЬ ИЛИ КОЛОНИЯ", "(лагерь & или & колония)"),
        ("НЕ ЛАГЕРЬ", "(не & лагерь)"),
        ("О режиме И охране", "(О & режиме & охране)"),
        ("НКВД", "НКВД"),
        ("1931 ИЛИ 1935", "(1931 | 1935)"),
        ("ТРУД -ЛАГЕРЬ", "(труд & -лагерь)"),
        # words
        ("з/к 58-10 ВКП(б) О.Г.П.У. №", "(з/к & 58-10 & ВКП(б) & О.Г.П.У. & №)"),
        ("труд,лагерь", "(труд & лагерь)"),
        ("П Р И К А З о режиме", "(ПРИКАЗ & о & режиме)"),
        ("«П Р И К А З о режиме»", "=<ПРИКАЗ о режиме>"),
        ("заклю-\nченными", "заключенными"),
        ("Кызыл-\nОрда", "Кызыл-Орда"),
        ("в лагерях [10, с. 81]", "(в & лагерях)"),
        ("в лагерях [24, л. 7 ; 31, л. 2 об.] Карлага", "(в & лагерях & Карлага)"),
        # nothing
        ("", ""),
        (" ", ""),
        ("— … !", ""),
        ("()", ""),
        ("НЕ", ""),
    ],
)  # fmt: skip
def test_what_a_query_means(typed: str, meant: str) -> None:
    assert notation(parse(typed).tree) == meant


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("труд ЖЕ работа", "ky", "(труд | работа)"),
        ("труд НЕМЕСЕ работа", "kk", "(труд | работа)"),
        ("труд НЕМЕСЕ работа", "ky", "(труд & НЕМЕСЕ & работа)"),
    ],
)
def test_operators_of_the_interface_s_language(typed: str, language: str, meant: str) -> None:
    assert notation(parse(typed, language=language).tree) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("лагерях", "=лагерях"),
        ("труд лагерях", "(=труд & =лагерях)"),
        ("«Гигант»", "=Гигант"),
        ("[труд лагерях]", "=<труд лагерях>"),
        ('"труд лагерях"/0', "=<труд лагерях>"),
        ("лаг*", "лаг*"),
    ],
)
def test_the_switch_exact_form(typed: str, meant: str) -> None:
    assert notation(parse(typed, all_exact=True).tree) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("«труд заключенных", "quote-closed"),
        ("[труд заключенных", "quote-closed"),
        ("(труд", "parenthesis-closed"),
        ("труд)", "parenthesis-ignored"),
        ("труд И", "operator-ignored"),
        ("ИЛИ труд", "operator-ignored"),
        ("труд И И лагерь", "operator-ignored"),
        ("труд НЕ", "operator-ignored"),
        ("= лагерь", "operator-ignored"),
        ("л*", "prefix-too-short"),
        ("О РЕЖИМЕ И ОХРАНЕ", "capitals-are-words"),
        ("— …", "no-words"),
        ("слово " * (MAX_WORDS + 1), "too-many-words"),
        (f"«{'слово ' * (MAX_PHRASE + 1)}»", "phrase-too-long"),
        # what the query language will say one day is not read in silence as something else
        ("заключ?нный", "sign-ignored"),
        ("*лаг", "sign-ignored"),
        ("ла*рь", "sign-ignored"),
        ("Майкудук~1", "sign-ignored"),
        ("#Карлаг", "sign-ignored"),
        ('"труд заключённый"/3', "sign-ignored"),
        ("«труд … заключённых»", "sign-ignored"),
        ("место:Караганда", "field-unknown"),
        ("труд [10, с. 81]", "note-ignored"),
    ],
)
def test_every_oddity_is_said(typed: str, code: str) -> None:
    assert code in codes(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "труд", "труд -лагерь", "«труд заключенных»", "(а ИЛИ б) в", "лаг*", "=лагерях", "ВКП(б)",
        "лагерь?", "Постановили: выдать", "С. Н. Иванов", "да – нет", "[труд лагерь]", "", "НКВД",
        "«совхоз» «Гигант»",
    ],
)  # fmt: skip
def test_nothing_is_said_of_a_plain_query(typed: str) -> None:
    assert codes(typed) == set()


@given(QUERIES, st.sampled_from([None, "ru", "kk", "ky"]), st.booleans())
def test_any_string_is_a_query(query: str, language: str | None, exact: bool) -> None:
    parsed = parse(query, language=language, all_exact=exact)
    assert {d.code for d in parsed.diagnostics} <= set(DIAGNOSTICS)
    assert len({(d.code, str(d.message)) for d in parsed.diagnostics}) == len(parsed.diagnostics)
    assert all(len(str(d.message)) < 250 for d in parsed.diagnostics)
    assert isinstance(parsed.tree, Everything) == (str(parsed.tree) == "")


@given(QUERIES, st.sampled_from([None, "ru", "kk", "ky"]), st.booleans())
def test_a_printed_tree_reads_as_the_same_tree(
    query: str, language: str | None, exact: bool
) -> None:
    tree = parse(query, language=language, all_exact=exact).tree
    assert parse(str(tree), language=language).tree == tree


@given(QUERIES)
def test_every_word_of_a_query_is_searched_or_its_loss_is_said(query: str) -> None:
    parsed = parse(query)
    if not parsed.diagnostics:
        asked = set(re.findall(r"[а-яғқөүң]{2,}", query.replace("\x00", " ").lower()))
        asked -= {"или", "не", "and", "or", "not", "жәнє", "же", "эмес"}
        searched = str(parsed.tree).lower()
        assert {w for w in asked if w not in searched and "-\n" not in query} == set()


@pytest.mark.parametrize(
    "query",
    [
        "(" * 100_000,
        ")" * 100_000,
        "НЕ " * 50_000,
        "труд -" * 20_000,
        "«" * 100_001,
        "[" * 100_000,
        "«а" * 50_000,
        "&" * 100_000,
        "а ИЛИ " * 20_000,
        "(а ИЛИ НЕ " * 20_000,
        "ё" * 100_000,
        "а-" * 50_000,
        "а-\n" * 30_000,
        "1/" * 50_000,
        "а* " * 30_000,
        "x:y " * 25_000,
        " " * 100_000,
        "[1, " * 25_000,
        "а б " * 25_000,
        "~1" * 50_000,
    ],
    ids=lambda query: query[:8],
)
def test_a_query_of_a_hundred_thousand_signs_ends(query: str) -> None:
    parsed = parse(query)
    assert len(leaves(parsed.tree)) <= MAX_WORDS
    assert len(parsed.diagnostics) <= 2 * len(DIAGNOSTICS)


def test_parentheses_within_parentheses_have_a_limit() -> None:
    deep = "(а ИЛИ " * (MAX_DEPTH + 5) + "б" + ")" * (MAX_DEPTH + 5)
    assert "parenthesis-ignored" in codes(deep)
    assert codes("(а ИЛИ " * MAX_DEPTH + "б" + ")" * MAX_DEPTH) == set()


def test_limits_count_what_is_searched() -> None:
    exactly = " ".join(f"слово{n}" for n in range(MAX_WORDS))
    assert codes(exactly) == set()
    assert len(leaves(parse(exactly + " ещё").tree)) == MAX_WORDS
    (phrase,) = leaves(parse("«" + "слово " * 20 + "»").tree)
    assert isinstance(phrase, Phrase)
    assert len(phrase.words) == MAX_PHRASE


@pytest.mark.parametrize(
    ("typed", "lit"),
    [
        ("труд -лагерь", ["труд"]),
        ("НЕ лагерь", []),
        ("НЕ (труд -лагерь)", ["лагерь"]),
        ("«труд заключенных» лаг*", ["«труд заключенных»", "лаг*"]),
        ("", []),
    ],
)
def test_nothing_under_a_not_is_lit(typed: str, lit: list[str]) -> None:
    assert [str(leaf) for leaf in leaves(parse(typed).tree)] == lit


def test_the_documentation_lists_every_diagnostic() -> None:
    readers = Path(__file__).parents[2] / "docs" / "readers.md"
    said = set(re.findall(r"^\| `([a-z-]+)` \|", readers.read_text(encoding="utf-8"), re.M))
    assert said == set(DIAGNOSTICS)
