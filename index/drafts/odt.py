"""The text of an ODT (OASIS Open Document 1.2) with its notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from index.drafts.draft import Draft, Paragraph

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
NEEDED = "content.xml"
USED = ("styles.xml",)
_PARAGRAPHS = {f"{_TEXT}p", f"{_TEXT}h"}
#: LibreOffice's own style for quotations
_QUOTED = ("quotations", "цитата", "quote")
#: what holds no text of the draft
_PASSED = {f"{_TEXT}tracked-changes", f"{_TEXT}note"}
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def draft(parts: Mapping[str, Any]) -> Draft:
    """The draft in the parts of an ODT."""
    parents = {
        style.get(f"{_STYLE}name", ""): style.get(f"{_STYLE}parent-style-name", "")
        for root in parts.values()
        for style in root.iter(f"{_STYLE}style")
    }
    found = (_paragraph(each, parents) for each in _paragraphs(parts[NEEDED]))
    return Draft(tuple(each for each in found if each.text.strip()))


def _paragraphs(root: Any) -> Iterator[Any]:
    """The paragraphs of the body, without those of notes and tracked changes."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in _PARAGRAPHS:
            yield element
        if element.tag not in _PASSED:
            waiting += reversed(element)


def _paragraph(element: Any, parents: Mapping[str, str]) -> Paragraph:
    text, marks = "", []
    for part in _inside(element):
        if isinstance(part, str):
            text += part
        elif part.tag == f"{_TEXT}note":
            body = part.find(f"{_TEXT}note-body")
            said = "" if body is None else " ".join("".join(body.itertext()).split())
            marks.append((len(text), said))
    style = element.get(f"{_TEXT}style-name", "")
    named = {style.lower(), parents.get(style, "").lower()}
    return Paragraph(
        text,
        tuple(marks),
        quoted=any(name in each for each in named for name in _QUOTED),
        heading=element.tag == f"{_TEXT}h",
    )


def _inside(element: Any) -> Iterator[Any]:
    """Texts and notes of a paragraph in order."""
    if element.text:
        yield element.text
    for part in element:
        if part.tag in _SIGNS:
            yield _SIGNS[part.tag]
        elif part.tag == f"{_TEXT}s":
            count = part.get(f"{_TEXT}c", "1")
            yield " " * min(int(count) if count.isdecimal() else 1, 100)
        elif part.tag == f"{_TEXT}note":
            yield part
        elif part.tag not in _PARAGRAPHS:
            yield from _inside(part)
        if part.tail:
            yield part.tail
