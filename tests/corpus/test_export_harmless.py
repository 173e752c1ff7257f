"""Hostile text and hostile names on their way into files."""

from __future__ import annotations

import pytest
from exports import document, page
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus.export.naming import MOST_BYTES, Names, document_name, numbered, page_name, safe
from corpus.harmless import cell, harmless, one_line


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("лагерь\nбарак\tбаня", "лагерь\nбарак\tбаня"),
        ("\x1b[31mкрасный\x00", "�[31mкрасный�"),
        ("\u202eьрегал\u2066", "�ьрегал�"),
        ("строка\r\nвторая\u2028третья\x0cчетвёртая", "строка\nвторая\nтретья\nчетвёртая"),
        ("\ufffe\uffff\ud800", "���"),
        ("қағаз ӨЗГӨЧӨ 𐰃 ﷺ \u200f", "қағаз ӨЗГӨЧӨ 𐰃 ﷺ \u200f"),
    ],
)
def test_what_harms_is_replaced_and_nothing_else(text: str, left: str) -> None:
    assert harmless(text) == left


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_is_harmless_is_xml(text: str) -> None:
    element = etree.Element("a")
    element.text = harmless(text)  # lxml refuses what XML has not
    assert etree.fromstring(etree.tostring(element)).text == (harmless(text) or None)
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+7", "'+7"),
        ("-2", "'-2"),
        ("@SUM(1)", "'@SUM(1)"),
        ("  =1", "  '=1"),
        ("\r=1", "\n'=1"),
        ("а;=1", "а;'=1"),
        ("а\t=1", "а\t'=1"),
        ("а\n-1", "а\n'-1"),
        ("＝1", "'＝1"),
        ("лагерь = труд, 1-2", "лагерь = труд, 1-2"),
        ("—", "—"),
    ],
)
def test_no_cell_begins_a_formula(text: str, left: str) -> None:
    assert cell(text) == left


ORDER = document(reference="ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–4")


def test_files_are_named_by_their_reference() -> None:
    assert document_name(ORDER) == "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–4"
    assert page_name(ORDER, page(2, "3 об.")) == "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3 об"
    assert page_name(ORDER, page(2)) == "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–4 [2]"
    assert numbered(page(12, "3 об.", "4")) == "0012 Л. 3 об., 4"
    assert numbered(page(12)) == "0012"
    assert document_name(document(title="Приказ: о режиме")) == "Приказ_ о режиме"
    assert document_name(document("d1", "a.pdf")) == "a.pdf"


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "d2k7"),
        (".ssh", "ssh"),
        ("a/b\\c:d*e?f", "a_b_c_d_e_f"),
        ("конец. ", "конец"),
        ("CON", "CON_"),
        ("lpt1.txt", "lpt1_.txt"),
        ("Console", "Console"),
        ("\u202egpj.exe", "_gpj.exe"),
        ("\x00", "d2k7"),
        ("две\nстроки", "две строки"),
        ("", "d2k7"),
    ],
)
def test_no_name_leaves_its_folder(name: str, left: str) -> None:
    assert safe(name, "d2k7") == left


@given(st.text())
def test_every_name_can_be_a_file(name: str) -> None:
    kept = safe(name, "d2k7")
    assert 0 < len(kept.encode()) <= MOST_BYTES + 1
    assert not set(kept) & set('/\\:*?"<>|\0\n')
    assert kept.strip(" .") == kept


def test_a_cut_name_keeps_whole_characters() -> None:
    kept = safe("ж" * 300, "d2k7")
    assert kept == "ж" * (MOST_BYTES // 2)


def test_two_of_one_name_are_told_apart_in_any_letter_case() -> None:
    names = Names()
    given = [names.new(name, "pdf") for name in ("Дело", "дело", "ДЕЛО", "Дело (2)")]
    assert given == ["Дело.pdf", "дело (2).pdf", "ДЕЛО (3).pdf", "Дело (2) (2).pdf"]
