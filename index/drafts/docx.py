"""The text of a DOCX (ECMA-376) with its footnotes and endnotes.

What was deleted while changes were tracked is left out, so are instructions of fields and what
stands in a drawing for older programs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from index.drafts.draft import Draft, Paragraph

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NEEDED = "word/document.xml"
_NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
_STYLES = "word/styles.xml"
USED = (*_NOTES.values(), _STYLES)
#: how the styles of quotations and headings are called, in whatever language the program speaks:
#: those that come with Word keep their English names in the file
_QUOTED, _HEADING = (
    ("quote", "цитата", "block text", "цитирование"),
    ("heading", "заголовок", "title"),
)
#: what holds no text of the draft: deleted, a second form of a drawing, a paragraph's settings
_PASSED = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def draft(parts: Mapping[str, Any]) -> Draft:
    """The draft in the parts of a DOCX."""
    notes = {
        kind: {note.get(f"{_W}id"): _whole(note) for note in parts[name].iter(f"{_W}{kind}")}
        for kind, name in _NOTES.items()
        if name in parts
    }
    styles = _style_names(parts[_STYLES]) if _STYLES in parts else {}
    found = (_paragraph(each, notes, styles) for each in parts[NEEDED].iter(f"{_W}p"))
    return Draft(tuple(each for each in found if each.text.strip()))


def _style_names(root: Any) -> dict[str, str]:
    """The names of styles, in small letters, by their ids."""
    out = {}
    for style in root.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        out[style.get(f"{_W}styleId", "")] = (name.get(f"{_W}val") or "").lower() if (
            name is not None
        ) else ""  # fmt: skip
    return out


def _paragraph(
    element: Any, notes: Mapping[str, Mapping[str, str]], styles: Mapping[str, str]
) -> Paragraph:
    text, marks = "", []
    for part in _inside(element):
        kind = part.tag.removeprefix(_W).removesuffix("Reference")
        if part.tag == f"{_W}t":
            text += part.text or ""
        elif part.tag in _SIGNS:
            text += _SIGNS[part.tag]
        elif part.tag.endswith("Reference") and kind in notes:
            marks.append((len(text), notes[kind].get(part.get(f"{_W}id"), "")))
    own = element.find(f"{_W}pPr/{_W}pStyle")
    id = own.get(f"{_W}val", "") if own is not None else ""
    style = styles.get(id, id.lower())
    return Paragraph(
        text,
        tuple(marks),
        quoted=any(name in style for name in _QUOTED),
        heading=any(style.startswith(name) for name in _HEADING),
    )


def _inside(element: Any) -> Iterator[Any]:
    """What a paragraph holds in order, without paragraphs of text boxes within it."""
    waiting = [*reversed(element)]
    while waiting:
        part = waiting.pop()
        if part.tag in _PASSED or part.tag == f"{_W}p":
            continue
        yield part
        waiting += reversed(part)


def _whole(note: Any) -> str:
    """A note's text: its paragraphs on one line."""
    paragraphs = (_paragraph(each, {}, {}).text for each in note.iter(f"{_W}p"))
    return " ".join(" ".join(paragraphs).split())
