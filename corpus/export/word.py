"""DOCX: passages to quote from, each with its citation below it.

A text runs on as one copies it: words whole that a line end divides, an empty line between two
paragraphs; what a query found is highlighted. The styles are those of a file that python-docx
makes; the body is written as it comes, for its tree would be in memory as a whole.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt
from lxml import etree

from corpus.export.excerpt import About, Excerpt
from corpus.harmless import harmless, one_line
from corpus.messages import N_
from corpus.reading import joined
from corpus.sink import Sink

_BODY = "word/document.xml"
_HERE = b"<!--here-->"
#: languages as Word's spelling checker knows them
_LANGUAGES = {"ru": "ru-RU", "kk": "kk-KZ", "ky": "ky-KG", "en": "en-GB"}
#: the style of citations, by the id that python-docx gives it
_CITATION = "Citation"
_NOT_READ = N_("The text of this page has not been read.")


def word(excerpts: Iterable[Excerpt], about: About) -> Iterator[bytes]:
    """The passages by documents, as one DOCX."""
    taken = about.mark.taken if about.mark else ""
    head, tail, others = _frame(one_line(about.title), taken)
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # all that it needs of a file is there
        for name, content in others.items():
            archive.writestr(name, content)
        with archive.open(_BODY, "w", force_zip64=True) as body:
            body.write(head)
            if about.title:
                body.write(_paragraph(_run(one_line(about.title)), "Title"))
            before = ""
            for excerpt in excerpts:
                document = excerpt.document
                title = document.description.title or document.source_name
                if document.id != before and title != about.title:
                    body.write(_paragraph(_run(one_line(title)), "Heading2"))
                before = document.id
                for paragraph in _passage(excerpt, about):
                    body.write(paragraph)
                yield sink.taken()
            body.write(tail)
    yield sink.taken()


def _passage(excerpt: Excerpt, about: About) -> Iterator[bytes]:
    language = _LANGUAGES.get(excerpt.language or "", "")
    paragraphs = _flowing(excerpt)
    for paragraph in paragraphs:
        yield _paragraph("".join(_run(text, language, found) for text, found in paragraph))
    if excerpt.page is not None and not paragraphs:
        yield _paragraph(_run(about.translate(_NOT_READ)))
    cited = one_line(about.cited(excerpt))
    yield _paragraph(_run(f"{cited} · {about.mark.taken}" if about.mark else cited), _CITATION)
    if excerpt.note:
        yield _paragraph(_run(one_line(excerpt.note)), _CITATION)


def _flowing(excerpt: Excerpt) -> list[list[tuple[str, bool]]]:
    """The text as paragraphs of pieces, each with whether it was found."""
    out: list[list[tuple[str, bool]]] = [[]]
    at = excerpt.start
    edges = [*excerpt.marks, (excerpt.start + len(excerpt.text),) * 2]
    for start, end in edges:
        for first, last, found in ((at, start, False), (max(at, start), end, True)):
            if first < last:
                blocks = re.split(r"\n\s*\n", excerpt.whole[first:last])
                for number, block in enumerate(blocks):
                    if number:
                        out.append([])
                    out[-1].append((re.sub(r"\s+", " ", harmless(joined(block))), found))
        at = max(at, end)
    return [paragraph for paragraph in out if any(text.strip() for text, _ in paragraph)]


def _run(text: str, language: str = "", found: bool = False) -> str:
    properties = '<w:highlight w:val="yellow"/>' if found else ""
    properties += f'<w:lang w:val="{language}"/>' if language else ""
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(runs: str, style: str = "") -> bytes:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{runs}</w:p>".encode()


def _frame(title: str, foot: str) -> tuple[bytes, bytes, dict[str, bytes]]:
    """The body before and after its paragraphs, and the other members of the archive.

    ``foot`` stands at the foot of each page.
    """
    document: Any = docx.Document(io.BytesIO(_template()))
    document.core_properties.title = title
    if foot:
        document.sections[0].footer.paragraphs[0].text = foot
    document.core_properties.created = datetime.now(UTC).replace(tzinfo=None)
    document.element.body.insert(0, etree.Comment("here"))
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    head, _, tail = members.pop(_BODY).partition(_HERE)
    return head, tail, members


@cache
def _template() -> bytes:
    """An empty document with our styles."""
    document: Any = docx.Document()
    citation = document.styles.add_style(_CITATION, WD_STYLE_TYPE.PARAGRAPH)
    citation.base_style = document.styles["Normal"]
    citation.font.size = Pt(9)
    citation.paragraph_format.space_after = Pt(12)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    properties = document.core_properties
    properties.author, properties.comments = "Opis", ""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
