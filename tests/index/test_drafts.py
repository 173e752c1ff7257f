"""A draft is checked: its quotations, the references beside them, and files that may be hostile."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import Shelf

from corpus.access import Role
from corpus.errors import BadUse
from index.drafts import Draft, Paragraph, Verdict, check, open_draft
from index.drafts.passages import marked, quotations

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ORDER = [
    "Приказываю вывести на земляные работы все бригады, не исключая занятых в обслуге.",
    "Заключённым, выполнившим норму, выдавать усиленный паёк и вторую пару обуви.",
]
LETTER = "Дорогая мама, у нас уже третий месяц лежит снег, и мы возим лес на санях к реке."
REPORT = "Тұтқындардың еңбегі егістік жұмыстарына пайдаланылды, күніне он екі сағат жұмыс істеді."
THESIS = "Труд заключённых составлял основу хозяйства отделения во все годы его существования."
CLOSED = "Показания свидетеля о побеге трёх человек из барака усиленного режима ночью."


@pytest.fixture(scope="module")
def shelf(shelves: Callable[..., Shelf]) -> Shelf:
    return shelves(
        ({"title": "Приказ № 214", "reference": "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 14–15"},
         ORDER),
        ({"title": "Письмо матери", "reference": "ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 3 об."},
         [LETTER]),
        ({"title": "Есеп", "reference": "ҚР ОМА. 5-қ., 1-т., 19-іс, 7-п."}, [REPORT]),
        ({"title": "Труд и быт отделения: заключённые в степном хозяйстве", "kind": "автореферат",
          "author": "Образцова М. П.", "degree": "канд. ист. наук", "date": "2011",
          "leaves": ["12"]},
         [THESIS]),
        ({"title": "Показания", "access": "reading-room",
          "reference": "ГА РФ. Ф. Р-9414. Оп. 1. Д. 8. Л. 1"}, [CLOSED]),
    )  # fmt: skip


#: paragraphs of a draft; ¹ stands for a footnote
TEN = [
    # right, with a footnote
    ("В приказе говорилось: «вывести на земляные работы все бригады, не исключая занятых в "
     "обслуге»¹, и бригады вывели.", ["Приказ № 214 // ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 14."]),
    # right, on from the note before
    ("Сытым обещали больше: «выдавать усиленный паёк и вторую пару обуви»¹.",
     ["Там же. Л. 15."]),
    # wrong leaf
    ("Он требовал «вывести на земляные работы все бригады»¹ немедленно.", ["Там же. Л. 16."]),
    # right, a pointer to the list
    ("«У нас уже третий месяц лежит снег, и мы возим лес» [2, л. 3 об.], – писал он.", []),
    # right, in parentheses, the archive by its Russian name
    ("Отчёт сообщал: «Тұтқындардың еңбегі егістік жұмыстарына пайдаланылды» "
     "(ЦГА РК. Ф. 5. Оп. 1. Д. 19. Л. 7).", []),
    # right, something printed
    ("Исследователь пишет: „Труд заключённых составлял основу хозяйства отделения“¹.",
     ["Образцова М. П. Труд и быт отделения … С. 12."]),
    # altered: another word; altered: another form and words left out
    ("«Заключённым, выполнившим норму, выдавать двойной паёк и вторую пару обуви»¹.",
     ["ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 15."]),
    ("«Дорогая мама, у нас третий месяц лежит снег, и возим лес на санях»¹.",
     ["ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 3 об."]),
    # in no document that may be read: one that nobody wrote, one that is closed
    ("«Народный комиссариат земледелия утвердил план посевной кампании»¹.",
     ["РГАЭ. Ф. 7486. Оп. 1. Д. 5. Л. 2."]),
    (f"Свидетель показал: “{CLOSED}” Это совхоз «Гигант».", []),
    ("Список источников и литературы", []),
    ("1. ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155.", []),
    ("2. ЦГА РК. Ф. 1109. Оп. 2. Д. 47.", []),
]  # fmt: skip
TABLE = [
    ("found", True), ("found", True), ("found", False), ("found", True), ("found", True),
    ("found", True), ("differs", True), ("differs", True), ("unknown", None), ("unknown", None),
]  # fmt: skip


def docx(path: Path, paragraphs: list[tuple[str, list[str]]], **more: str) -> Path:
    """A DOCX as Word writes it, as far as text and footnotes go."""
    body, notes = "", ""
    number = 1
    for text, footnotes in paragraphs:
        runs = []
        for n, part in enumerate(text.split("¹")):
            if n:
                runs.append(f'<w:r><w:footnoteReference w:id="{number}"/></w:r>')
                notes += (
                    f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r>'
                    f"<w:t> {escape(footnotes[n - 1])}</w:t></w:r></w:p></w:footnote>"
                )
                number += 1
            runs.append(f"<w:r><w:t>{escape(part)}</w:t></w:r>")
        style = '<w:pPr><w:pStyle w:val="a7"/></w:pPr>' if text.startswith("|") else ""
        body += f"<w:p>{style}{''.join(runs).replace('|', '')}</w:p>"
    parts = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes {W}>{notes}</w:footnotes>",
        "word/styles.xml": f'<w:styles {W}><w:style w:styleId="a7"><w:name w:val="Quote"/>'
        "</w:style></w:styles>",
    } | {f"word/{name}.xml": content for name, content in more.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


def odt(path: Path, paragraphs: list[tuple[str, list[str]]]) -> Path:
    """An ODT as LibreOffice writes it, as far as text and notes go."""
    body = ""
    for text, notes in paragraphs:
        inside = ""
        for n, part in enumerate(text.split("¹")):
            if n:
                inside += (
                    '<text:note text:note-class="footnote"><text:note-citation>1'
                    "</text:note-citation><text:note-body><text:p>"
                    f"{escape(notes[n - 1])}</text:p></text:note-body></text:note>"
                )
            inside += escape(part)
        body += f"<text:p><text:span>{inside}</text:span></text:p>"
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        f"{body}</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("content.xml", content)
    return path


def markdown(path: Path, paragraphs: list[tuple[str, list[str]]]) -> Path:
    lines, notes = [], []
    for text, footnotes in paragraphs:
        for note in footnotes:
            notes.append(f"[^{len(notes) + 1}]: {note}")
            text = text.replace("¹", f"[^{len(notes)}]", 1)
        lines.append(text)
    path.write_text("\n\n".join(lines + notes), encoding="utf-8")
    return path


@pytest.mark.parametrize(("write", "name"), [(docx, "a.docx"), (odt, "a.odt"), (markdown, "a.md")])
def test_a_draft_of_ten_quotations(
    shelf: Shelf, tmp_path: Path, write: Callable[..., Path], name: str
) -> None:
    draft = open_draft(write(tmp_path / name, TEN))
    checked = [*check(shelf.collection, draft)]
    assert [(each.verdict.value, each.right) for each in checked] == TABLE
    places = [each.match and (each.match.document, each.match.page) for each in checked]
    order, letter, report, thesis, _ = shelf.ids
    assert places == [
        (order, 1), (order, 2), (order, 1), (letter, 1), (report, 1), (thesis, 1),
        (order, 2), (letter, 1), None, None,
    ]  # fmt: skip
    given = [each.given and each.given.text for each in checked]
    assert given[:5] == [
        "Приказ № 214 // ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 14.", "Там же. Л. 15.",
        "Там же. Л. 16.", "[2, л. 3 об.]", "(ЦГА РК. Ф. 5. Оп. 1. Д. 19. Л. 7)",
    ]  # fmt: skip


def test_who_may_read_a_page_finds_its_quotation(shelf: Shelf) -> None:
    draft = Draft((Paragraph(f"Он показал: «{CLOSED}»"),))
    assert [each.verdict for each in check(shelf.collection, draft)] == [Verdict.UNKNOWN]
    (seen,) = check(shelf.collection, draft, Role.READER)
    assert seen.verdict is Verdict.FOUND


@pytest.mark.parametrize(
    ("note", "right"),
    [
        ("ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 14", True),
        ("ГАРФ, ф. Р-9414, оп. 1, д. 1155, лл. 13–15", True),
        ("См.: ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 14.", True),
        ("АПРК. Ф. 708. Оп. 1. Д. 2. Л. 1; ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 14", True),
        ("ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 14 об.", False),
        ("ГА РФ. Ф. Р-9414. Оп. 1. Д. 1156. Л. 14", False),
        ("АПРК. Ф. Р-9414. Оп. 1. Д. 1155. Л. 14", False),
        ("ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155.", None),  # names no leaf
        ("Там же. Л. 14.", None),  # of nothing
        ("Подчёркнуто автором.", None),
    ],
)
def test_a_reference_is_compared(shelf: Shelf, note: str, right: bool | None) -> None:
    text = "Было велено «вывести на земляные работы все бригады»."
    draft = Draft((Paragraph(text, ((len(text) - 1, note),)),))
    (checked,) = check(shelf.collection, draft)
    assert checked.right is right


QUOTE = "вывести на земляные работы все бригады"


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        (Paragraph(f"Велено «{QUOTE}», и вывели."), [(QUOTE, None)]),
        (Paragraph(f"Велено \"{QUOTE}\" и „{QUOTE}“, “{QUOTE}”."), [(QUOTE, None)] * 3),
        (Paragraph(f"Велено «всем „{QUOTE}“ сразу»."), [(f"всем „{QUOTE}“ сразу", None)]),
        (Paragraph("Совхоз «Гигант» и лагерь «АЛЖИР»."), []),
        (Paragraph("Журнал «Советская юстиция в Казахстане» [3]"),
         [("Советская юстиция в Казахстане", "[3]")]),
        (Paragraph("Его «усиленный паёк» [3, л. 5]."), [("усиленный паёк", "[3, л. 5]")]),
        (Paragraph("Журнал «Еженедельник советской юстиции»."), []),
        (Paragraph(f"Велено «{QUOTE}» (так в тексте) [3, л. 5]."), [(QUOTE, "[3, л. 5]")]),
        (Paragraph(f"«{QUOTE}» и «{QUOTE}» [3, л. 5]."), [(QUOTE, "[3, л. 5]")] * 2),
        (Paragraph(f"«{QUOTE}». Потом «{QUOTE}» [3, л. 5]."),
         [(QUOTE, None), (QUOTE, "[3, л. 5]")]),
        (Paragraph(f"{QUOTE} [3, л. 5]", quoted=True), [(QUOTE, "[3, л. 5]")]),
        (Paragraph(f"Незакрытая «{QUOTE}."), []),
    ],
)  # fmt: skip
def test_what_is_a_quotation(paragraph: Paragraph, found: list[tuple[str, str | None]]) -> None:
    seen = [(each.text, each.given and each.given.text) for each in quotations(Draft((paragraph,)))]
    assert seen == found


@pytest.mark.parametrize(
    ("after", "reference"),
    [
        ("(ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 3 об.)", "(ЦГА РК. Ф. 1109. Оп. 2. Д. 47. Л. 3 об.)"),
        ("[3, л. 5]. Так писали все.", "[3, л. 5]"),
        ("Так писали и другие [3, л. 5].", None),
        ("Так писали все.", None),
    ],
)
def test_the_reference_of_a_block_quote_may_follow_it(after: str, reference: str | None) -> None:
    draft = Draft((Paragraph(QUOTE, quoted=True), Paragraph(after)))
    (quoted,) = quotations(draft)
    assert (quoted.given.text if quoted.given else None) == reference


def test_a_block_quote_in_word_and_in_markdown(tmp_path: Path) -> None:
    for path in (
        docx(tmp_path / "a.docx", [(f"|{QUOTE}¹", ["Л. 5"])]),
        markdown(tmp_path / "a.md", [(f"> {QUOTE}¹", ["Л. 5"])]),
    ):
        (quoted,) = quotations(open_draft(path))
        assert quoted.text == QUOTE
        assert quoted.given is not None


@given(st.text('«»„“”"() [24л.]абв\n', max_size=200))
def test_any_text_is_looked_through(text: str) -> None:
    for start, end in marked(text):
        assert 0 < start <= end < len(text)
    [*quotations(Draft((Paragraph(text),)))]


@pytest.mark.parametrize("sign", ["«", "»", '"', "„", "(", "[1", "«»", '" '])
def test_a_long_text_of_marks_ends(sign: str) -> None:
    [*quotations(Draft((Paragraph(sign * 100_000),)))]


# files that may be hostile

ENTITIES = (
    '<!DOCTYPE w:document [<!ENTITY a "ааааааааааааааааааааааааа">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in ("ab", "bc", "cd", "de", "ef"))
    + f"]><w:document {W}><w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>"
)
FOREIGN = f'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}>&x;</w:document>'


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * (49 << 20))
    return path


@pytest.mark.parametrize(
    "make",
    [
        lambda path: docx(path / "a.docx", [], document=ENTITIES),
        lambda path: docx(path / "a.docx", [], document=FOREIGN),
        lambda path: docx(path / "a.docx", [], document="<w:document"),
        lambda path: docx(path / "a.docx", TEN, footnotes=FOREIGN),
        lambda path: bomb(path / "a.docx"),
        lambda path: odt(path / "a.docx", []),
        lambda path: path / "нет.docx",
    ],
)
def test_hostile_and_damaged_files_are_refused(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    with pytest.raises(BadUse) as refused:
        open_draft(make(tmp_path))
    assert refused.value.remedy.template


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", b"PK\x03\x04 no zip"),
        ("a.docx", b""),
        ("a.odt", b"text"),
        ("a.txt", b"\xff\xfe\xff"),
        ("a.pdf", b"%PDF"),
    ],
)
def test_what_is_no_draft(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadUse, match=name):
        open_draft(tmp_path / name)
