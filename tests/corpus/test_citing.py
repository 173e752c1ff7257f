"""Citations as the standards and historians print them, row by row."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import jsonschema
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from corpus.citing.archives import Archives
from corpus.citing.cited import Citation, of_document, of_leaves, of_page
from corpus.citing.notes import read_citation, read_notes
from corpus.citing.people import people
from corpus.citing.printing import Manner, cite, cite_all, pointer
from corpus.citing.styles import Form, Style
from corpus.description import read_description
from corpus.documents import Document
from corpus.reading import Line, Reading
from corpus.reference import Leaf, LeafRange, Reference, parse_leaves
from corpus.thesaurus import load

ARCHIVES = Archives(load)


def document(source_name: str = "scan_15.pdf", **keys: object) -> Document:
    description = read_description(keys)
    whole = description.reference.file and not description.reference.leaves
    level = "file" if whole else "document"
    return Document("d2k7", level, None, description, source_name, "2026-11-23T10:00:00Z")


def source(leaf: str = "", page: str = "", **keys: object) -> Citation:
    """A citation of what an archivist described so; the whole of it if no leaf or page is named."""
    whole = of_document(document(**keys))
    if leaf:
        return replace(whole, leaves=() if leaf == "?" else parse_leaves(leaf))
    return replace(whole, pages=page) if page else whole


def printed(
    citation: Citation, style: str = "gost-r-7.0.5", form: str = "footnote", *after: str
) -> str:
    manner = Manner(Style(style), Form(form), ARCHIVES)
    return cite(citation, manner, after=after).text


ROZANOV = {
    "author": "Розанов И. Н.",
    "title": "Как создавалась библиотека Исторического музея : докл. на заседании Ученого совета "
    "Гос. публ. ист. б-ки РСФСР 30 июня 1939 г.",
    "reference": "ГАРФ. Ф. А-513. Оп. 1. Д. 12",
}
POLTORATSKY = {
    "author": "Полторацкий С. Д.",
    "title": "Материалы к «Словарю русских псевдонимов»",
    "reference": "ОР РГБ. Ф. 223 (С. Д. Полторацкий). Картон 79. Ед. хр. 122 ; Картон 80. "
    "Ед. хр. 1–24 ; Картон 81. Ед. хр. 1–7.",
}
KUFAEV = {
    "author": "Куфаев М. Н.",
    "title": "Письмо Б. С. Боднарскому от 20 октября 1925 г.",
    "reference": "ОР РГБ. Ф. 573. Картон 41. Д. 55.",
}
FOMIN = {
    "author": "Фомин А. Г.",
    "title": "[Материалы по истории русской библиографии]",
    "reference": "РО ИРЛИ. Ф. 568. Оп. 1. Д. 1",
    "extent": "214 л.",
}
ORDER = {
    "title": "Приказ начальника Управления Карагандинского ИТЛ от 6 августа 1941 г. № 651",
    "reference": "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155",
}
KARLAG = {
    "author": "Елеуханова Светлана Викторовна",
    "title": "История Карлага: охрана, режим и условия содержания заключенных (1930–1956 гг.)",
    "kind": "автореферат",
    "degree": "канд. ист. наук, 07.00.02",
    "place": "Караганда",
    "date": "2009",
    "extent": "28 с.",
}
CAUCASUS = {
    "author": "Фенухин В. И.",
    "title": "Этнополитические конфликты в современной России: на примере Северо-Кавказского "
    "региона",
    "kind": "диссертация",
    "degree": "канд. полит. наук",
    "place": "Москва",
    "date": "2002",
}
KAZAKH = {"reference": "ЦГА РК. Ф. 1109. Оп. 2. Д. 47"}
KYRGYZ = {"reference": "ЦГА КР. Ф. 105. Оп. 4. Д. 77"}
PARTY = {"reference": "АПРК. Ф. 708. Оп. 1. Д. 22"}
NOTE_8 = (
    "Приказ начальника Управления Карагандинского ИТЛ от 6 августа 1941 г. № 651 // "
    "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–5 об."
)
NOTE_12 = (
    "Елеуханова С. В. История Карлага: охрана, режим и условия содержания заключенных "
    "(1930–1956 гг.) : автореф. дис. … канд. ист. наук. Караганда, 2009. С. 12."
)
NOTE_13 = (
    "Фенухин В. И. Этнополитические конфликты в современной России: на примере "
    "Северо-Кавказского региона : дис. … канд. полит. наук. М., 2002. С. 54–55."
)


# The table that all was agreed on: number of its row, what is cited, style and form, the notes
# before it, the exact result.
AGREED = [
    (1, source(reference="ЦГАИПД. Ф. 1728. Ед. хр. 537079"), "footnote", (),
     "ЦГАИПД. Ф. 1728. Ед. хр. 537079."),
    (2, source(title="Личное дело П. И. Болдина", reference="ЦГАИПД. Ф. 1728. Ед. хр. 537079"),
     "footnote", (), "Личное дело П. И. Болдина // ЦГАИПД. Ф. 1728. Ед. хр. 537079."),
    (3, source(reference="НБА РКП. Ф. 2. Оп. 1. Д. 1"), "footnote", (),
     "НБА РКП. Ф. 2. Оп. 1. Д. 1."),
    (4, source("14", **ROZANOV), "footnote", (),
     "Розанов И. Н. Как создавалась библиотека Исторического музея : докл. на заседании Ученого "
     "совета Гос. публ. ист. б-ки РСФСР 30 июня 1939 г. // ГАРФ. Ф. А-513. Оп. 1. Д. 12. Л. 14."),
    (5, source(**POLTORATSKY), "footnote", (),
     "Полторацкий С. Д. Материалы к «Словарю русских псевдонимов» // ОР РГБ. Ф. 223 (С. Д. "
     "Полторацкий). Картон 79. Ед. хр. 122 ; Картон 80. Ед. хр. 1–24 ; Картон 81. Ед. хр. 1–7."),
    (6, replace(source("18", **KUFAEV),
                file_title="Письма М. Н. Куфаева Б. С. Боднарскому, 1920–1930-е гг."),
     "footnote", (),
     "Куфаев М. Н. Письмо Б. С. Боднарскому от 20 октября 1925 г. // ОР РГБ. Ф. 573. Картон 41. "
     "Д. 55. Л. 18. (Письма М. Н. Куфаева Б. С. Боднарскому, 1920–1930-е гг.)."),
    (7, source(**FOMIN), "footnote", (),
     "[Фомин А. Г. Материалы по истории русской библиографии] // РО ИРЛИ. Ф. 568. Оп. 1. Д. 1. "
     "214 л."),
    (8, source("3–5 об.", **ORDER), "footnote", (), NOTE_8),
    (9, source("7", **ORDER), "footnote", (NOTE_8,), "Там же. Л. 7."),
    (9, source("2 об.", reference="ГА РФ. Ф. Р-9414. Оп. 1. Д. 1156"), "footnote", (NOTE_8,),
     "Там же. Д. 1156. Л. 2 об."),
    (9, source("4", reference="ГА РФ. Ф. Р-9479. Оп. 1. Д. 55"), "footnote", (NOTE_8,),
     "Там же. Ф. Р-9479. Оп. 1. Д. 55. Л. 4."),
    (9, source("3–5 об.", **ORDER), "footnote", (NOTE_8, "ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 15."),
     NOTE_8),
    (10, source("7", **ORDER), "in-text", (), "(ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 7)"),
    (12, source(page="12", **KARLAG), "footnote", (), NOTE_12),
    (12, source(**KARLAG), "list", (),
     "Елеуханова С. В. История Карлага: охрана, режим и условия содержания заключенных "
     "(1930–1956 гг.) : автореф. дис. … канд. ист. наук. Караганда, 2009. 28 с."),
    (12, source(page="15", **KARLAG), "footnote", (NOTE_12, NOTE_8),
     "Елеуханова С. В. История Карлага … С. 15."),
    (13, source(page="54–55", **CAUCASUS), "footnote", (), NOTE_13),
    (13, source(page="68", **CAUCASUS), "footnote", (NOTE_13,), "Там же. С. 68."),
    (15, source(page="12", title="История Карлага", kind="автореферат", degree="канд. ист. наук"),
     "footnote", (),
     "История Карлага : автореф. дис. … канд. ист. наук. ⟨место, год?⟩. С. 12."),
    (19, source("3", **ORDER, note="учебный образец"), "footnote", (),
     NOTE_8.replace("Л. 3–5 об.", "Л. 3. [учебный образец]")),
]  # fmt: skip


@pytest.mark.parametrize(("row", "cited", "form", "after", "result"), AGREED)
def test_rows_of_the_table(
    row: int, cited: Citation, form: str, after: tuple[str, ...], result: str
) -> None:
    assert printed(cited, "gost-r-7.0.5", form, *after) == result


@pytest.mark.parametrize(
    ("row", "style", "cited", "after", "result"),
    [
        (14, "gost-7.1-2003", source(**KARLAG), (),
         "Елеуханова, С. В. История Карлага: охрана, режим и условия содержания заключенных "
         "(1930–1956 гг.) : автореф. дис. … канд. ист. наук : 07.00.02 / Елеуханова Светлана "
         "Викторовна. – Караганда, 2009. – 28 с."),
        (14, "gost-7.1-2003", source("15", **KAZAKH), (),
         "ЦГА РК. – Ф. 1109. – Оп. 2. – Д. 47. – Л. 15."),
        (16, "archive-kk", source("15", **KAZAKH), (), "ҚР ОМА. 1109-қ., 2-т., 47-іс, 15-п."),
        (16, "archive-kk", source("17", **KAZAKH), ("ҚР ОМА. 1109-қ., 2-т., 47-іс, 15-п.",),
         "Сонда. 17-п."),
        (16, "archive-kk", source("15 об.", **KAZAKH), (),
         "ҚР ОМА. 1109-қ., 2-т., 47-іс, 15-п. об."),
        (17, "archive-ky", source("5", **KYRGYZ), (), "КР БМА. Ф. 105. Оп. 4. Д. 77. Л. 5."),
        (18, "archive-comma", source("14–15", **PARTY), (),
         "АПРК, ф. 708, оп. 1, д. 22, лл. 14–15"),
    ],
)  # fmt: skip
def test_rows_of_other_styles(
    row: int, style: str, cited: Citation, after: tuple[str, ...], result: str
) -> None:
    assert printed(cited, style, "footnote", *after) == result


def test_row_11_the_list_and_pointers_to_it() -> None:
    entry = Manner(form=Form.LIST)
    assert cite(source("7", **ORDER), entry, number=24).text == (
        "24. ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155."
    )
    points = Manner(form=Form.POINTER)
    leaf, page, verso = source("7", **ORDER), source(page="81", **KARLAG), source("2 об.", **KAZAKH)
    assert cite(leaf, points, number=24).text == "[24, л. 7]"
    assert cite(page, points, number=10).text == "[10, с. 81]"
    assert pointer([(24, leaf), (31, verso)], points) == "[24, л. 7 ; 31, л. 2 об.]"


def test_row_17_kyrgyz_words_are_a_setting() -> None:
    manner = Manner(Style.KYRGYZ, Form.FOOTNOTE, ARCHIVES, kyrgyz_words=True)
    assert cite(source("5", **KYRGYZ), manner).text == "КР БМА. Ф. 105. Оп. 4. Иш 77. Барак 5."
    assert cite(source(page="12", **KARLAG), manner).text.endswith("Караганда, 2009. Бет 12.")


@pytest.mark.parametrize(
    ("style", "form", "cited", "after", "result"),
    [
        # a leaf that nobody knows is shown as such, never as the number of the page
        ("gost-r-7.0.5", "footnote", source("?", **ORDER), (),
         NOTE_8.replace("Л. 3–5 об.", "Л. ⟨?⟩.")),
        ("gost-r-7.0.5", "pointer", source("?", **ORDER), (), "[⟨№?⟩, л. ⟨?⟩]"),
        ("archive-kk", "footnote", source("?", **KAZAKH), (),
         "ҚР ОМА. 1109-қ., 2-т., 47-іс, ⟨?⟩-п."),
        # parts that nobody knows
        ("gost-r-7.0.5", "footnote", source("3", title="Письмо", reference="Ф. 5. Оп. 1. Д. 2"), (),
         "Письмо // ⟨архив?⟩. Ф. 5. Оп. 1. Д. 2. Л. 3."),
        ("gost-r-7.0.5", "footnote", source("3", reference="ГА РФ. Ф. 5. Оп. 1"), (),
         "ГА РФ. Ф. 5. Оп. 1. Д. ⟨?⟩. Л. 3."),
        ("gost-r-7.0.5", "footnote", source("?", title="Эскерүүлөр", kind="memoir"), (),
         "Эскерүүлөр // ⟨архив, фонд, опись, дело?⟩. Л. ⟨?⟩."),
        ("gost-r-7.0.5", "footnote",
         source(page="3", title="Карлаг", kind="диссертация", place="Алматы"), (),
         "Карлаг : дис. … ⟨степень?⟩. Алматы, ⟨год?⟩. С. 3."),
        ("gost-r-7.0.5", "footnote", source(page="3", title="Карлаг", kind="книга", date="1997"),
         (), "Карлаг. ⟨место?⟩, 1997. С. 3."),
        ("gost-r-7.0.5", "list", source(title="Карлаг", kind="книга", date="1997"), (),
         "Карлаг. ⟨место?⟩, 1997. ⟨объём?⟩."),
        # titles: a full stop that belongs to an abbreviation stays, any other goes
        ("gost-r-7.0.5", "footnote", source("1", title="Отчёт за 1931 г.", **PARTY), (),
         "Отчёт за 1931 г. // АПРК. Ф. 708. Оп. 1. Д. 22. Л. 1."),
        ("gost-r-7.0.5", "footnote", source("1", title="Отчёт за год.", **PARTY), (),
         "Отчёт за год // АПРК. Ф. 708. Оп. 1. Д. 22. Л. 1."),
        ("gost-r-7.0.5", "footnote", source("1", title="Дело Иванова А. И.", **PARTY), (),
         "Дело Иванова А. И. // АПРК. Ф. 708. Оп. 1. Д. 22. Л. 1."),
        # authors: persons are put in order, an office stays, a title that begins so is not doubled
        ("gost-r-7.0.5", "footnote",
         source("1", author="Т. Осмоналиев, шахтанын начальниги", title="Билдирме", **PARTY), (),
         "Осмоналиев Т. Билдирме // АПРК. Ф. 708. Оп. 1. Д. 22. Л. 1."),
        ("gost-r-7.0.5", "footnote",
         source("1", author="Управление Карлага", title="Приказ № 214", **PARTY), (),
         "Управление Карлага. Приказ № 214 // АПРК. Ф. 708. Оп. 1. Д. 22. Л. 1."),
        ("gost-r-7.0.5", "footnote",
         source("1", author="Иванов", title="Иванов. Письмо", **PARTY), (),
         "Иванов. Письмо // АПРК. Ф. 708. Оп. 1. Д. 22. Л. 1."),
        # leaves
        ("archive-comma", "footnote", source("7", **PARTY), (), "АПРК, ф. 708, оп. 1, д. 22, л. 7"),
        ("archive-comma", "footnote", source("3, 7", **PARTY), (),
         "АПРК, ф. 708, оп. 1, д. 22, лл. 3, 7"),
        ("archive-kk", "footnote", source("14–15", **KAZAKH), (),
         "ҚР ОМА. 1109-қ., 2-т., 47-іс, 14–15-п."),
        ("archive-kk", "footnote", source("14 об.–15", **KAZAKH), (),
         "ҚР ОМА. 1109-қ., 2-т., 47-іс, 14-п. об.–15-п."),
        ("gost-r-7.0.5", "in-text", source("7 об.", **PARTY), (),
         "(АПРК. Ф. 708. Оп. 1. Д. 22. Л. 7 об.)"),
        # what is repeated
        ("gost-r-7.0.5", "footnote", source("3–5 об.", **ORDER), (NOTE_8,), "Там же."),
        ("gost-r-7.0.5", "footnote", source("2", reference="ГА РФ. Ф. Р-9414. Оп. 3. Д. 8"),
         (NOTE_8,), "Там же. Оп. 3. Д. 8. Л. 2."),
        ("gost-r-7.0.5", "footnote", source("9", **ORDER), (NOTE_8, "Там же. Л. 7."),
         "Там же. Л. 9."),
        ("gost-r-7.0.5", "footnote", source("9", reference="ГА РФ. Ф. Р-9414. Оп. 1. Д. 1156"),
         (NOTE_8, "Там же. Д. 1156. Л. 2 об."), "Там же. Л. 9."),
        ("gost-r-7.0.5", "footnote", source("9", reference="ГАРФ. Ф. Р-9414. Оп. 1. Д. 1155"),
         (NOTE_8,), "Там же. Л. 9."),  # one archive under two names
        ("gost-r-7.0.5", "footnote", source("9", reference="АПРК. Ф. Р-9414. Оп. 1. Д. 1155"),
         (NOTE_8,), "АПРК. Ф. Р-9414. Оп. 1. Д. 1155. Л. 9."),  # same numbers elsewhere
        ("gost-r-7.0.5", "in-text", source("9", **ORDER), (NOTE_8,), "(Там же. Л. 9)"),
        ("gost-7.1-2003", "footnote", source("9", **ORDER), (NOTE_8,), "Там же. – Л. 9."),
        ("archive-comma", "footnote", source("9", **ORDER), (NOTE_8,), "Там же, л. 9"),
        ("archive-comma", "footnote", source("2", reference="ГА РФ. Ф. Р-9414. Оп. 1. Д. 1156"),
         (NOTE_8,), "Там же, д. 1156, л. 2"),
        ("archive-kk", "footnote", source("3", reference="ЦГА РК. Ф. 1109. Оп. 2. Д. 48"),
         ("ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 15.",), "Сонда. 48-іс, 3-п."),
        ("archive-kk", "footnote", source("3", reference="ЦГА РК. Ф. 5. Оп. 2. Д. 48"),
         ("ҚР ОММ. 1109-қ., 2-т., 47-іс, 15-п.",), "Сонда. 5-қ., 2-т., 48-іс, 3-п."),
        ("gost-r-7.0.5", "footnote", source(page="15", **KARLAG),
         (NOTE_12, NOTE_8, "Елеуханова С. В. История Карлага … С. 14."), "Там же. С. 15."),
        ("gost-r-7.0.5", "footnote", source(page="15", **KARLAG), (NOTE_13,),
         NOTE_12.replace("С. 12", "С. 15")),
        # through another
        ("gost-r-7.0.5", "footnote",
         replace(source(page="12", **KARLAG), through="ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 15."), (),
         f"ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 15. Цит. по: {NOTE_12}"),
        ("gost-r-7.0.5", "footnote",
         replace(source(page="13", **KARLAG), through="АПРК. Ф. 708. Оп. 1. Д. 22. Л. 5."),
         (NOTE_12,), "АПРК. Ф. 708. Оп. 1. Д. 22. Л. 5. Цит. по: Там же. С. 13."),
        # a newspaper has a day, not a place
        ("gost-r-7.0.5", "footnote",
         source(page="2", title="«Степной путь», № 17 (64)", kind="газета", date="1935-06-12"), (),
         "«Степной путь», № 17 (64). 1935. 12 июня. С. 2."),
        # records of the standards
        ("gost-7.1-2003", "footnote", source("14", **ROZANOV), (),
         "Розанов, И. Н. Как создавалась библиотека Исторического музея : докл. на заседании "
         "Ученого совета Гос. публ. ист. б-ки РСФСР 30 июня 1939 г. / И. Н. Розанов // ГАРФ. – "
         "Ф. А-513. – Оп. 1. – Д. 12. – Л. 14."),
        ("gost-7.1-2003", "footnote", source(page="12", **KARLAG), (),
         "Елеуханова, С. В. История Карлага: охрана, режим и условия содержания заключенных "
         "(1930–1956 гг.) : автореф. дис. … канд. ист. наук : 07.00.02 / Елеуханова Светлана "
         "Викторовна. – Караганда, 2009. – С. 12."),
        ("gost-r-7.0.100", "list", source(**CAUCASUS, extent="180"), (),
         "Фенухин, В. И. Этнополитические конфликты в современной России: на примере "
         "Северо-Кавказского региона : диссертация на соискание ученой степени кандидата "
         "политических наук / В. И. Фенухин. – Москва, 2002. – 180 с. – Текст : непосредственный."),
        ("gost-r-7.0.100", "list", source(**KARLAG), (),
         "Елеуханова, С. В. История Карлага: охрана, режим и условия содержания заключенных "
         "(1930–1956 гг.) : специальность 07.00.02 : автореферат диссертации на соискание ученой "
         "степени кандидата исторических наук / Елеуханова Светлана Викторовна. – Караганда, "
         "2009. – 28 с. – Текст : непосредственный."),
        ("gost-r-7.0.100", "footnote", source("3", **ORDER), (),
         "Приказ начальника Управления Карагандинского ИТЛ от 6 августа 1941 г. № 651. – Текст : "
         "непосредственный // ГА РФ. – Ф. Р-9414. – Оп. 1. – Д. 1155. – Л. 3."),
        # an archive without a name in the language keeps its own
        ("archive-kk", "footnote", source("3", reference="Учебный архив. Ф. 1. Оп. 2. Д. 3"), (),
         "Учебный архив. 1-қ., 2-т., 3-іс, 3-п."),
        ("gost-r-7.0.5", "footnote", source("3", reference="ҚР ОМА. Ф. 1. Оп. 2. Д. 3"), (),
         "ҚР ОМА. Ф. 1. Оп. 2. Д. 3. Л. 3."),  # as the archivist wrote it
        # nothing is known but what the scan is called
        ("gost-r-7.0.5", "footnote", source(), (), "⟨заглавие?⟩ [scan_15.pdf]."),
        ("gost-r-7.0.5", "footnote", source(title="История", kind="автореферат",
                                            degree="канд. ист. наук", place="Алматы",
                                            date="2001"), (),
         "История : автореф. дис. … канд. ист. наук. Алматы, 2001."),
        # a title that says itself what it is
        ("gost-r-7.0.5", "footnote",
         source(page="12", title="История Карлага : автореф. дис. … канд. ист. наук",
                kind="abstract"), (),
         "История Карлага : автореф. дис. … канд. ист. наук. ⟨место, год?⟩. С. 12."),
    ],
)  # fmt: skip
def test_cases(style: str, form: str, cited: Citation, after: tuple[str, ...], result: str) -> None:
    assert printed(cited, style, form, *after) == result


@pytest.mark.parametrize(
    ("cited", "warned"),
    [
        (source("3", **ORDER), []),
        (source("?", **ORDER), ["Which leaf"]),
        (source("3", reference="Ф. 1. Д. 2", title="Письмо"), ["The archive"]),
        (source("3", title="Письмо"), ["Where the document stands"]),
        (source("3", reference="ГА РФ. Ф. 1. Оп. 1. Д. 2"), []),  # named in the text around it
        (source(title="Карлаг", kind="abstract"), ["The place", "The year", "The degree"]),
        (source(), ["no title", "Where the document stands"]),
    ],
)
def test_what_is_missing_is_said(cited: Citation, warned: list[str]) -> None:
    said = [str(message) for message in cite(cited).warnings]
    assert len(said) == len(warned)
    assert all(part in text for part, text in zip(warned, said, strict=True))


def test_a_repetition_of_nothing_is_printed_in_full() -> None:
    out = cite(source("9", **ORDER), after=["Там же. Л. 7."])
    assert out.text == NOTE_8.replace("Л. 3–5 об.", "Л. 9.")
    assert "Там же. Л. 7." in str(out.warnings[0])


def test_notes_in_a_row() -> None:
    notes = [
        source("3–5 об.", **ORDER),
        source("7", **ORDER),
        source("2 об.", reference="ГА РФ. Ф. Р-9414. Оп. 1. Д. 1156"),
        source(page="12", **KARLAG),
        source(page="13", **KARLAG),
        source("15", **KAZAKH),
        source(page="15", **KARLAG),
    ]
    assert [note.text for note in cite_all(notes, Manner(archives=ARCHIVES))] == [
        NOTE_8,
        "Там же. Л. 7.",
        "Там же. Д. 1156. Л. 2 об.",
        NOTE_12,
        "Там же. С. 13.",
        "ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 15.",
        "Елеуханова С. В. История Карлага … С. 15.",
    ]
    assert [e.text for e in cite_all(notes[1:3], Manner(form=Form.LIST))] == [
        "1. ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155.",
        "2. ГА РФ. Ф. Р-9414. Оп. 1. Д. 1156.",
    ]


# leaves and pages of a document


@pytest.mark.parametrize(
    ("leaves", "end"),
    [
        (["3"], "Л. 3."),
        (["15а об."], "Л. 15а об."),
        (["14 об.", "15"], "Л. 14 об.–15."),
        (["3", "4", "5"], "Л. 3–5."),
        (["3", "7"], "Л. 3, 7."),
        (["7", "3"], "Л. 7, 3."),
        ([], "Л. ⟨?⟩."),  # never the number of the page
    ],
)
def test_the_leaves_of_a_page(leaves: list[str], end: str) -> None:
    shown = [r.first for leaf in leaves for r in parse_leaves(leaf)]
    for cited in (
        of_leaves(document(**ORDER), shown),
        of_page(document(**ORDER), 12, shown),
    ):
        assert cite(cited).text == NOTE_8.replace("Л. 3–5 об.", end)


@pytest.mark.parametrize(
    ("text", "page", "counted"),
    [
        ("Текст\n– 12 –", "12", False),  # as it is printed there
        ("Текст", "14", True),  # as the scans are counted, with a warning
        ("12\nТекст\n13", "14", True),  # two numbers say nothing
    ],
)
def test_the_page_of_what_was_printed(text: str, page: str, counted: bool) -> None:
    at, lines = 0, []
    for line in text.split("\n"):
        lines.append(Line(at, at + len(line), "ru", apart=any(c.isdigit() for c in line)))
        at += len(line) + 1
    cited = of_page(document(**KARLAG), 14, (), Reading(text, lines=tuple(lines)))
    assert (cited.pages, cited.counted) == (page, counted)
    assert cite(cited).text == NOTE_12.replace("С. 12", f"С. {page}")
    assert len(cite(cited).warnings) == counted


def test_a_whole_document_is_cited_by_its_leaves() -> None:
    cited = of_document(document(reference="АПРК. Ф. 708. Оп. 1. Д. 22. Л. 14–15"))
    assert cite(cited).text == "АПРК. Ф. 708. Оп. 1. Д. 22. Л. 14–15."


@pytest.mark.parametrize(
    ("author", "heading", "responsible"),
    [
        ("Розанов И. Н.", "Розанов И. Н.", "И. Н. Розанов"),
        ("И.Н. Розанов", "Розанов И. Н.", "И. Н. Розанов"),
        ("Розанов, И. Н.", "Розанов И. Н.", "И. Н. Розанов"),
        ("Елеуханова Светлана Викторовна", "Елеуханова С. В.", "Елеуханова Светлана Викторовна"),
        ("Қ. Әбілғазин, бөлімше бастығы", "Әбілғазин Қ.", "Қ. Әбілғазин"),
        ("Ермекбаев Жарас Ақышұлы", "Ермекбаев Ж. А.", "Ермекбаев Жарас Ақышұлы"),
        ("Асанов Үсөн Асан уулу", "Асанов Ү. А.", "Асанов Үсөн Асан уулу"),
    ],
)
def test_authors(author: str, heading: str, responsible: str) -> None:
    (person,) = people(author)
    assert (person.heading(), person.responsible) == (heading, responsible)


@pytest.mark.parametrize("author", ["Управление Карлага", "НКВД СССР", "", "Культурный отдел"])
def test_offices_are_no_persons(author: str) -> None:
    assert people(author) == ()


# read back

leaves = st.builds(Leaf, st.integers(1, 999), st.sampled_from(["", *"абв"]), st.booleans())
spans = st.builds(
    lambda ends: LeafRange(*sorted(ends)), st.lists(leaves, min_size=2, max_size=2)
) | leaves.map(lambda leaf: LeafRange(leaf, leaf))
numbers = st.integers(1, 99_999).map(str)
places = st.builds(
    Reference,
    archive=st.sampled_from(["ГА РФ", "ЦГА РК", "Учебный архив", "ОР РГБ", "ЦГА КР"]),
    fonds=st.builds(str.__add__, st.sampled_from(["", "Р-", "П-"]), numbers),
    opis=st.one_of(st.just(""), numbers, numbers.map("{}а".format)),
    file=st.builds(str.__add__, numbers, st.sampled_from(["", "а"])),
    unit=st.sampled_from(["Д.", "Ед. хр."]),
    box=st.one_of(st.just(""), numbers),
)
titles = st.sampled_from(
    [
        "",
        "Приказ № 651",
        "Письмо // ответ",
        "[Дело Иванова А. И.]",
        "Отчёт за 1931 г.",
        "Ф. 5. Д. 3",
    ]
)
STYLES = [style for style in Style if not style.is_record]


@given(
    places,
    st.lists(spans, min_size=1, max_size=3).map(tuple),
    titles,
    st.sampled_from(STYLES),
    st.sampled_from([Form.FOOTNOTE, Form.IN_TEXT]),
    st.booleans(),
)
def test_a_printed_citation_reads_as_the_same_reference(
    reference: Reference,
    cited: tuple[LeafRange, ...],
    title: str,
    style: Style,
    form: Form,
    training: bool,
) -> None:
    citation = Citation(title=title, reference=reference, leaves=cited, training=training)
    text = cite(citation, Manner(style, form)).text
    assert read_citation(text) == replace(reference, leaves=cited)


@given(places, places, st.lists(spans, min_size=1, max_size=2).map(tuple), st.sampled_from(STYLES))
def test_what_goes_on_from_the_note_before_reads_as_the_same(
    first: Reference, second: Reference, cited: tuple[LeafRange, ...], style: Style
) -> None:
    second = replace(second, archive=first.archive)
    notes = [Citation(reference=first, leaves=cited), Citation(reference=second, leaves=cited)]
    texts = [note.text for note in cite_all(notes, Manner(style))]
    found = [note.reference for note in read_notes(texts)]
    assert found == [replace(first, leaves=cited), replace(second, leaves=cited)]


@given(st.text(max_size=200) | st.text("ФОПДЛфопдл.– 0123456789-/об()[]«»", max_size=60))
def test_any_text_is_read_as_a_note(text: str) -> None:
    read_notes([text, text])
    cite(source("3", **ORDER), after=[text])


# archives


@pytest.mark.parametrize(
    ("name", "language", "called"),
    [
        ("ЦГА РК", "kk", "ҚР ОМА"),
        ("ЦГА КазССР", "kk", "ҚР ОМА"),  # its earlier name
        ("ҚР ОММ", "kk", "ҚР ОММ"),  # «мұрағат» instead of «архив»
        ("ЦГА КР", "ky", "КР БМА"),
        ("Архив Президента Республики Казахстан", "kk",
         "Қазақстан Республикасының Президенті Архиві"),
        ("ГА РФ", "kk", "ГА РФ"),  # no short name in Kazakh
        ("Учебный архив", "kk", "Учебный архив"),
        ("ГАКО", "kk", "ГАКО"),  # of several regions
    ],
)  # fmt: skip
def test_what_archives_are_called(name: str, language: str, called: str) -> None:
    assert ARCHIVES.named(name, language) == called


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ГА РФ", "ГАРФ", True),
        ("ЦГА РК", "ҚР ОММ", True),
        ("РГАСПИ", "РЦХИДНИ", True),
        ("РГАСПИ", "ЦПА ИМЛ", True),
        ("ЦГА РК", "ЦГА КР", False),
        ("ГА РФ", "", False),
        ("Учебный архив", "Учебный архив.", True),
    ],
)
def test_one_archive_under_several_names(one: str, other: str, same: bool) -> None:
    assert ARCHIVES.same(one, other) is same


def test_where_archives_are() -> None:
    assert ARCHIVES.city("ҚР ОМА", "ru") == "Алматы"
    assert ARCHIVES.city("Учебный архив", "ru") == ""


# records

HOSTILE = 'a {b} \\c % $ # _ ~ ^ & "q" <i> } { \n TY  - BOOK'
RECORDS = [
    source("3–5 об.", **ORDER, date="1941-08-06"),
    source("14", **ROZANOV),
    source(page="12", **KARLAG),
    source(page="2", title="«Степной путь»", kind="газета", date="1935-06-12", author="Отдел"),
    source("?", title="Учебное", reference="Ф. 1. Д. 2", note="учебный образец", date="1937/1938"),
    source(),
    Citation(title=HOSTILE, author=HOSTILE, id="d1"),
]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("cited", RECORDS)
def test_ris_is_read_back(cited: Citation) -> None:
    (entry,) = rispy.loads(cite(cited, Manner(Style.RIS)).text)
    assert entry.get("title", "") == flat(cited.title)
    assert entry.get("place_published", "") == cited.place
    assert entry.get("start_page", "") == (cited.pages or "")
    assert entry.get("year", "") == cited.year.partition("–")[0]
    assert len(entry.get("authors", [])) == bool(cited.author)
    if cited.reference:
        assert read_citation(entry["unknown_tag"]["AV"][0]) == replace(
            cited.reference, leaves=cited.leaves or ()
        )


@pytest.mark.parametrize("cited", RECORDS)
def test_bibtex_is_read_back(cited: Citation) -> None:
    library = bibtexparser.parse_string(cite(cited, Manner(Style.BIBTEX)).text)
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert set(fields) >= ({"title"} if cited.title else set())
    assert fields.get("year", "") == cited.year
    if cited.title != HOSTILE:
        plain = fields.get("title", "").strip("{}").replace("\\", "")
        assert plain == cited.title
        assert fields.get("address", "") == cited.place
    if cited.reference:
        said = replace(cited.reference, leaves=cited.leaves or ())
        assert read_citation(fields["howpublished"]) == said


@pytest.mark.parametrize("cited", RECORDS)
def test_csl_json_is_valid(cited: Citation) -> None:
    path = Path(__file__).parents[3] / "shared" / "schemas" / "csl" / "csl-data.json"
    items: list[dict[str, Any]] = json.loads(cite(cited, Manner(Style.CSL_JSON)).text)
    assert items[0].get("title", "") == cited.title
    if not path.exists():
        pytest.skip("the schema of CSL-JSON is not beside the project (shared/schemas)")
    jsonschema.validate(items, json.loads(path.read_text()))


def test_records_say_what_they_cite() -> None:
    manner = Manner(Style.CSL_JSON, archives=ARCHIVES)
    (order,) = json.loads(cite(RECORDS[0], manner).text)
    assert order["archive-place"] == "Москва"
    assert order["type"] == "manuscript"
    assert order["archive"] == "ГА РФ"
    assert order["archive_location"] == "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3–5 об."
    assert order["issued"] == {"date-parts": [[1941, 8, 6]]}
    (thesis,) = json.loads(cite(RECORDS[2], Manner(Style.CSL_JSON)).text)
    assert thesis["type"] == "thesis"
    assert thesis["author"] == [{"family": "Елеуханова", "given": "Светлана Викторовна"}]
    assert thesis["page"] == "12"


def test_rich_text_is_escaped_and_names_its_language() -> None:
    assert cite(Citation(title="<b>"), Manner(Style.KAZAKH)).html.startswith(
        '<span lang="kk">&lt;b'
    )
