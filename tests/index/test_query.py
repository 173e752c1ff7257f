from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reference import Reference, parse_leaves
from index.query.diagnostics import DIAGNOSTICS
from index.query.lexer import MAX_FAR, MAX_WORDS
from index.query.parse import MAX_DEPTH, parse
from index.query.tree import (
    GAP,
    MAX_NEAR,
    MAX_PHRASE,
    And,
    Concept,
    Day,
    Everything,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Person,
    Phrase,
    Wildcard,
    Word,
    Years,
    leaves,
)

PIECES = [
    "труд", "Лагерь", "НКВД", "қазақ", "өнүү", "58-10", "з/к", "ВКП(б)", "О.Г.П.У.", "№",
    "П Р И К А З", "а", "б", "И", "ИЛИ", "НЕ", "AND", "OR", "NOT", "ЖӘНЕ", "ЖЕ", "ЭМЕС", "и", "не",
    "-", "–", "=", "!", "*", "?", "~1", "/0", "/3", "&", "|", "+", "(", ")", "[", "]", "«", "»",
    '"', "„", "…", ":", "#", ",", ".", " ", "  ", "\n", "-\n", "[10, с. 81]", "_", "\u0301",
    "\ud800", "\x00", "год:", "1931", "1935", "..", "место:", "похоже:", "тема:", "Ф. ", "оп. 2",
    "д.15", "393-2-15", "ГА РФ. ", "л.3об", "708-қ.", "С. ", "Н.", "Иванов ", "Карлаг", "автор: ",
    "вид:", "приказ", "гг.", "[...]", "~2", "лаг*", "заключ?нный",
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
        case Phrase(parts, gaps=gaps):
            marks = ["" if not gap else "… " for gap in (*gaps, 0)]
            words = [str(part).lstrip("=" if node.exact else "") for part in parts]
            pairs = zip(words, marks, strict=True)
            inside = " ".join(f"{word} {mark}".strip() for word, mark in pairs)
            return f"{'=' if node.exact else '~'}<{inside}>"
        case Near(parts, distance):
            return f"<{' '.join(map(str, parts))}>/{distance}"
        case Fuzzy(text, distance):
            return f"{text}~{distance}"
        case Concept(text):
            return f"#{text}"
        case Person(surname, initials):
            return f"@{surname}:{''.join(initials)}"
        case And(parts):
            return f"({' & '.join(map(notation, parts))})"
        case Or(parts):
            return f"({' | '.join(map(notation, parts))})"
        case Not(part):
            return f"-{notation(part)}"
        case _:
            return str(node)


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
        # wildcards over exact forms
        ("лаг*", "лаг*"),
        ("*лаг", "*лаг"),
        ("*лаг*", "*лаг*"),
        ("ла*рь", "ла*рь"),
        ("л*", "л"),
        ("л*г", "л*г"),
        ("заключ?нный", "заключ?нный"),
        ("заключ??ный", "заключ??ный"),
        ("лаг**", "лаг*"),
        ("ла*?рь", "ла?*рь"),
        ("лагерь?", "лагерь"),  # a final one is punctuation
        ("лаг*?", "лаг*"),
        ("?лаг", "лаг"),
        ("=лаг*", "лаг*"),
        ("Лаг* труд", "(Лаг* & труд)"),
        ("ВКП(б)*", "ВКП(б)*"),
        ("исправительно-труд*", "исправительно-труд*"),
        ("«лаг*»", "лаг*"),
        ("«лаг* особ?го»", "=<лаг* особ?го>"),
        ("[лаг* особого]", "~<лаг* особого>"),
        # words like it
        ("похоже:Майкудук", "Майкудук~1"),
        ("похоже: Майкудук", "Майкудук~1"),
        ("похоже:Майкудук~2", "Майкудук~2"),
        ("ұқсас:Майкудук", "Майкудук~1"),
        ("Майкудук~1", "Майкудук~1"),
        ("Майкудук~2 лагерь", "(Майкудук~2 & лагерь)"),
        ("=Майкудук~1", "Майкудук~1"),
        ("Майкудук~3", "Майкудук"),
        ("лаг*~1", "лаг*"),
        ("да~1", "да"),
        ("«Майкудук~1 лагерь»", "=<Майкудук~1 лагерь>"),
        ("похоже:«Майкудук лагерь»", "=<Майкудук~1 лагерь~1>"),
        # gaps
        ("«труд … заключенных»", "=<труд … заключенных>"),
        ("«труд... заключенных»", "=<труд … заключенных>"),
        ("«труд [...] заключенных»", "=<труд … заключенных>"),
        ("«труд <…> в <...> лагере»", "=<труд … в … лагере>"),
        ("«… труд заключенных …»", "=<труд заключенных>"),
        ("[труд … заключённый]", "~<труд … заключённый>"),
        ("«труд …»", "труд"),
        # exact and any forms mixed
        ("[=труд заключённый]", "~<=труд заключённый>"),
        ('"=труд заключённый"/0', "~<=труд заключённый>"),
        ("«=труд заключённый»", "=<труд заключённый>"),
        # near
        ('"труд заключённый"/3', "<труд заключённый>/3"),
        ('"труд заключённый"~3', "<труд заключённый>/3"),
        ("[труд заключённый]/3", "<труд заключённый>/3"),
        ("«труд =заключённый лаг*»/12", "<труд =заключённый лаг*>/12"),
        ("«труд»/3", "труд"),
        ("«а б в г д е»/3", "абвгде"),
        ("«раз два три четыре пять шесть»/3", "<раз два три четыре пять>/3"),
        ("«труд заключённый»/999", "<труд заключённый>/100"),
        # fields
        ("год:1931..1935", "год:1931..1935"),
        ("год:1931-1935", "год:1931..1935"),
        ("год: 1931–1935", "год:1931..1935"),
        ("год:1935", "год:1935"),
        ("год:1931..", "год:1931.."),
        ("год:..1935", "год:..1935"),
        ("жыл:1931 еңбек", "(год:1931 & еңбек)"),
        ("year:1931", "год:1931"),
        ("год:давно", ""),
        ("год:1935..1931", ""),
        ("фонд:393 опись:2 дело:15", "(фонд:393 & опись:2 & дело:15)"),
        ("фонд:Р-393", "фонд:«Р-393»"),
        ("қор:708", "фонд:708"),
        ("место:Караганда", "место:Караганда"),
        ("Место: Караганда лагерь", "(место:Караганда & лагерь)"),
        ("место:«Нижний Тагил»", "место:«Нижний Тагил»"),
        ("жер:Қарағанды", "место:Қарағанды"),
        ("лицо:Иванов С. Н. лагерь", "(лицо:«Иванов С Н» & лагерь)"),
        ("учреждение:ВКП(б)", "учреждение:«ВКП(б)»"),
        ("язык:казахский", "язык:kk"),
        ("вид:бұйрық", "вид:order"),
        ("вид:«докладная записка»", "вид:memorandum"),
        ("автор:Ежов заглавие:отчёт архив:ГАРФ", "(автор:Ежов & заглавие:отчёт & архив:ГАРФ)"),
        ("труд -место:Караганда", "(труд & -место:Караганда)"),
        ("место:(Караганда ИЛИ Балхаш)", "(место & (Караганда | Балхаш))"),
        ("цвет:красный", "(цвет & красный)"),
        ("Постановили: выдать", "(Постановили & выдать)"),
        # concepts
        ("тема:Карлаг", "#Карлаг"),
        ("#Карлаг", "#Карлаг"),
        ("#«Особые лагеря» труд", "(#Особые лагеря & труд)"),
        ("труд -#Карлаг", "(труд & -#Карлаг)"),
        ("тақырып:Карлаг", "#Карлаг"),
        # references
        ("Ф. 393. Оп. 2. Д. 15", "Ф. 393. Оп. 2. Д. 15."),
        ("ф.393 оп.2 д.15 л.3об", "Ф. 393. Оп. 2. Д. 15. Л. 3 об."),
        ("ф 393 оп 2", "Ф. 393. Оп. 2."),
        ("фонд 393 побег", "(Ф. 393. & побег)"),
        ("393-2-15", "Ф. 393. Оп. 2. Д. 15."),
        ("9414/1/1155", "Ф. 9414. Оп. 1. Д. 1155."),
        ("708-қ., 1-т., 22-іс, 14-п.", "Ф. 708. Оп. 1. Д. 22. Л. 14."),
        ("105-ф., 4-т., 22-іс", "Ф. 105. Оп. 4. Д. 22."),
        ("побег ГА РФ. Ф. Р-9414. Оп. 1", "(побег & ГА РФ. Ф. Р-9414. Оп. 1.)"),
        ("побег ГАРФ ф. 393", "(побег & ГАРФ. Ф. 393.)"),
        ("НКВД ф. 393", "(НКВД & Ф. 393.)"),
        ("труд -(ф. 393 оп. 2)", "(труд & -Ф. 393. Оп. 2.)"),
        ("дело 15 рабочих", "(дело & 15 & рабочих)"),
        ("«ф. 393»", "=<ф 393>"),
        ("ф ИЛИ 393", "(ф | 393)"),
        ("ф + 393", "(ф & 393)"),
        ("17/9/1931", "1931-09-17"),
        # people
        ("Иванов С. Н.", "@Иванов:СН"),
        ("Иванов С.Н.", "@Иванов:СН"),
        ("С. Н. Иванов", "@Иванов:СН"),
        ("С.Н.Иванов", "@Иванов:СН"),
        ("Ф. И. Голощёкин", "@Голощёкин:ФИ"),
        ("К. Маркс", "@Маркс:К"),
        ("Мамин-Сибиряк Д. Н. письмо", "(@Мамин-Сибиряк:ДН & письмо)"),
        ("Письмо С. Н. Иванова", "(Письмо & @Иванова:СН)"),
        ("Иванов С. Н. Карлаг", "(@Иванов:СН & Карлаг)"),
        ("Иванов С. Н. Петров А. Б.", "(@Иванов:СН & @Петров:АБ)"),
        ("Иванов С. Н. ИЛИ Петров А. Б.", "(@Иванов:СН | @Петров:АБ)"),
        ("Дело О.Г.П.У.", "(Дело & О.Г.П.У.)"),
        ("Карлаг Д. 15", "(Карлаг & Д. 15.)"),
        ("Қ. Сәтбаев", "@Сәтбаев:Қ"),
        ("«Иванов С. Н.»", "=<Иванов С Н>"),
        # all in capitals nothing is an operator
        ("О РЕЖИМЕ И ОХРАНЕ", "(О & РЕЖИМЕ & И & ОХРАНЕ)"),
        ("ЛАГЕРЬ ИЛИ КОЛОНИЯ", "(ЛАГЕРЬ & ИЛИ & КОЛОНИЯ)"),
        ("НЕ ЛАГЕРЬ", "(НЕ & ЛАГЕРЬ)"),
        ("О режиме И охране", "(О & режиме & охране)"),
        ("НКВД", "НКВД"),
        ("1931 ИЛИ 1935", "(1931 | 1935)"),
        ("ТРУД -ЛАГЕРЬ", "(ТРУД & -ЛАГЕРЬ)"),
        ("НКВД | ГПУ", "(НКВД | ГПУ)"),
        ("НКВД «И» ГПУ", "(НКВД & И & ГПУ)"),
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
        ('"труд лагерях"/3', "<=труд =лагерях>/3"),
        ("Иванов С. Н.", "@Иванов:СН"),
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
        ("л*", "pattern-too-short"),
        ("да~1", "fuzzy-too-short"),
        ("О РЕЖИМЕ И ОХРАНЕ", "capitals-are-words"),
        ("— …", "no-words"),
        ("слово " * (MAX_WORDS + 1), "too-many-words"),
        (f"«{'слово ' * (MAX_PHRASE + 1)}»", "phrase-too-long"),
        (f"«{'слово ' * (MAX_NEAR + 1)}»/3", "near-too-long"),
        (f"«раз два»/{MAX_FAR + 1}", "near-too-far"),
        ("?лагерь", "sign-ignored"),
        ("лаг?*", "sign-ignored"),
        ("труд *", "sign-ignored"),
        ("Майкудук~3", "sign-ignored"),
        ("лаг*~1", "sign-ignored"),
        ("# Карлаг", "sign-ignored"),
        ("«труд … лагерь»/3", "sign-ignored"),
        ("цвет:красный", "field-unknown"),
        ("место:", "field-empty"),
        ("место: ИЛИ труд", "field-empty"),
        ("год:1935..1931", "field-value"),
        ("год:давно", "field-value"),
        ("лагерь 1931–1935 гг.", "years-offered"),
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
        "«совхоз» «Гигант»", "Иванов С. Н.", "Ф. 393. Оп. 2", "место:Караганда", "лаг* ла?ерь",
        "«труд … лагерь»", "труд~1", "«труд лагерь»/3", "год: 1931",
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


WORDS = st.builds(
    Word,
    st.sampled_from(
        ["труд", "Лагерь", "НКВД", "қаулы", "өнүү", "58-10", "з/к", "ВКП(б)", "№", "00447", "а",
         "б", "в", "И", "ИЛИ", "НЕ", "ЖӘНЕ", "д", "1931", "о-во", "ё", "I", "camp"]
    ),
    st.booleans(),
)  # fmt: skip
PARTS = st.one_of(
    WORDS,
    st.builds(Wildcard, st.sampled_from(["лаг*", "*лаг", "ла*рь", "заключ?нный", "58*", "*раб*"])),
    st.builds(Fuzzy, st.sampled_from(["Майкудук", "лагерь"]), st.sampled_from([1, 2])),
)
PHRASES = st.lists(PARTS, min_size=2, max_size=6).flatmap(
    lambda parts: st.tuples(*[st.sampled_from([0, GAP])] * (len(parts) - 1)).map(
        lambda gaps: Phrase(tuple(parts), gaps)
    )
)
YEARS = st.tuples(*[st.none() | st.integers(1000, 2999)] * 2).filter(any).map(
    lambda some: Years(*some) if None in some else Years(*sorted(some))
)  # fmt: skip
VALUES = st.sampled_from(
    ["393", "Р-9414", "Ежов", "Караганда", "отчёт лагеря", "И", "ГА РФ", "15а"]
)
FACTS = st.one_of(
    st.builds(Field, st.just("year"), YEARS),
    st.builds(Field, st.sampled_from(["fonds", "opis", "file", "author", "title", "archive",
                                      "place", "person", "organisation"]), VALUES),
    st.builds(Field, st.just("language"), st.sampled_from(["ru", "kk", "ky", "en"])),
    st.builds(Field, st.just("kind"), st.sampled_from(["order", "letter", "report"])),
    st.builds(
        Reference,
        archive=st.sampled_from(["", "ГА РФ", "ЦГА РК"]),
        fonds=st.sampled_from(["393", "Р-9414", "105"]),
        opis=st.sampled_from(["", "2", "1а"]),
        file=st.sampled_from(["", "15", "77а"]),
        leaves=st.sampled_from(["", "3", "3 об.", "15а", "3–5 об.", "1, 7"]).map(
            lambda text: parse_leaves(text) if text else ()
        ),
    ),
)  # fmt: skip
LEAVES = st.one_of(
    PARTS,
    PHRASES,
    st.builds(Near, st.lists(PARTS, min_size=2, max_size=5).map(tuple), st.integers(1, 99)),
    st.builds(Person, st.sampled_from(["Иванов", "Рысқұлов", "Ежова"]),
              st.sampled_from(["С", "СН", "НИ"]).map(tuple)),
    st.builds(Day, st.sampled_from(["1931-09-17", "1941-08-06"])),
    st.builds(Concept, st.sampled_from(["Карлаг", "труд заключённых"])),
    FACTS,
)  # fmt: skip


@given(LEAVES)
def test_every_leaf_can_be_typed(leaf: Node) -> None:
    """What is printed is read as that; without a switch, and in a query of either language."""
    for language in (None, "ru", "kk", "ky"):
        assert parse(str(leaf), language=language).tree == leaf


@given(st.lists(LEAVES, min_size=2, max_size=4), st.sampled_from([And, Or]), st.booleans())
def test_every_leaf_can_be_typed_beside_others(
    some: list[Node], joined: type[And] | type[Or], negated: bool
) -> None:
    tree: Node = joined((*some[:-1], Not(some[-1]) if negated else some[-1]))
    assert parse(str(tree)).tree == tree


@given(QUERIES)
def test_every_word_of_a_query_is_searched_or_its_loss_is_said(query: str) -> None:
    parsed = parse(query)
    if not parsed.diagnostics:
        words = re.sub(r"\w+: ?\S*", " ", query.replace("\x00", " "))  # fields have names and codes
        asked = set(re.findall(r"[а-яғқөүң]{2,}", words.lower()))
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
        "а*" * 50_000,
        "а?" * 50_000,
        "*" * 100_000,
        "# " * 50_000,
        "место: " * 15_000,
        "место:" * 15_000,
        "год:1931 " * 10_000,
        "Ф. 1 " * 20_000,
        "1-2-3 " * 15_000,
        "Иванов С. Н. " * 8_000,
        "А." * 50_000,
        "А. " * 30_000,
        "Аа-" * 30_000,
        "1931–1935 гг. " * 7_000,
        "«" + "… " * 50_000,
        "/3" * 50_000,
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
    assert len(phrase.parts) == MAX_PHRASE


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
    remarks = readers.read_text(encoding="utf-8").partition("## What Opis may remark")[2]
    said = set(re.findall(r"^\| `([a-z-]+)` \|", remarks, re.M))
    assert said == set(DIAGNOSTICS)
