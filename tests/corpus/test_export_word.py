"""DOCX as Word opens it: passages that run on, what was found, citations."""

from __future__ import annotations

import io
from typing import Any

import docx
from exports import document, excerpts, made, page, reading

from corpus.export import About, Excerpt
from corpus.reading import Reading

ORDER = document(title="Приказ <о режиме> & \x1b[31m", reference="ГА РФ. Ф. 1. Оп. 1. Д. 5")
TEXT = "О РЕЖИМЕ\n\nсодержания заключен-\nных в лагерях\nи в лагере"


def opened(some: list[Excerpt], title: str = "") -> Any:
    return docx.Document(io.BytesIO(made("docx", some, About(title=title))))


def told(some: list[Excerpt], title: str = "") -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in opened(some, title).paragraphs]


def passage(start: int, *marks: tuple[int, int]) -> Excerpt:
    return Excerpt(ORDER, page(2, "3 об."), reading(TEXT, language="kk"), start, len(TEXT), marks)


def test_passages_stand_below_their_document_with_their_citations() -> None:
    one, two = document("d1", title="Первый"), document("d2", "второй.pdf")
    some = [
        Excerpt(one, page(1, "7"), reading("лагерь")),
        Excerpt(one, page(2, "8"), reading("барак")),
        Excerpt(two, page(1), None),
    ]
    assert [style for style, _ in told(some, "лагерь ИЛИ барак")] == [
        "Title", "Heading 2", "Normal", "Citation", "Normal", "Citation",
        "Heading 2", "Normal", "Citation",
    ]  # fmt: skip
    texts = [text for _, text in told(some, "лагерь ИЛИ барак")]
    assert texts[:3] == ["лагерь ИЛИ барак", "Первый", "лагерь"]
    assert texts[6:8] == ["второй.pdf", "The text of this page has not been read."]


def test_a_text_runs_on_and_what_was_found_is_highlighted() -> None:
    start, found = TEXT.index("содержания"), TEXT.index("заключен")
    one = passage(start, (found, found + len("заключен-\nных")), (len(TEXT) - 6, len(TEXT)))
    file = opened([one])
    (text,) = [p for p in file.paragraphs if p.style.name == "Normal"]
    assert text.text == "содержания заключенных в лагерях и в лагере"
    lit = [run.text for run in text.runs if run.font.highlight_color]
    assert lit == ["заключенных", "лагере"]
    assert 'w:val="kk-KZ"' in text._p.xml
    assert file.paragraphs[-1].text.endswith("ГА РФ. Ф. 1. Оп. 1. Д. 5. Л. 3 об.")


def test_an_empty_line_begins_a_paragraph_and_marks_may_meet_or_overlap() -> None:
    assert [t for s, t in told([passage(0)]) if s == "Normal"] == [
        "О РЕЖИМЕ",
        "содержания заключенных в лагерях и в лагере",
    ]
    (one,) = excerpts(Reading("один два три"))
    lit = Excerpt(one.document, one.page, one.reading, 0, 12, ((0, 8), (5, 12)))
    (text,) = [p for p in opened([lit]).paragraphs if p.style.name == "Normal"]
    assert (text.text, [r.text for r in text.runs]) == ("один два три", ["один два", " три"])


def test_hostile_text_is_text() -> None:
    hostile = "<w:p/> ]]> & \x00 \u202eьрегал \x1b[31m"
    (title, text, _) = told([Excerpt(ORDER, page(), reading(hostile))])
    assert title == ("Heading 2", "Приказ <о режиме> & �[31m")
    assert text == ("Normal", "<w:p/> ]]> & � �ьрегал �[31m")


def test_the_file_says_what_it_is() -> None:
    properties = opened([passage(0)], "лагерь").core_properties
    assert (properties.title, properties.author, properties.comments) == ("лагерь", "Opis", "")
