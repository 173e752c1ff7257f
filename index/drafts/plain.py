"""Drafts in plain text and in Markdown (CommonMark's quotes, Pandoc's footnotes)."""

from __future__ import annotations

import re

from index.drafts.draft import Draft, Paragraph

_BLANK = re.compile(r"\n[ \t]*\n")
_DEFINED = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*))*)", re.MULTILINE)
_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
_EMPHASIS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)")
#: a line that ends in a letter, a comma or a hyphen
_BREAKS_OFF = re.compile(r"[^\W\d_]$|[,–-]$")
_HEADING = re.compile(r"#{1,6}\s+")


def text(content: str) -> Draft:
    """Paragraphs divided by blank lines.

    A text taken from a PDF may have a blank line behind every line: what breaks off within a
    sentence goes on in the next.
    """
    out: list[str] = []
    for part in _BLANK.split(_lines(content)):
        part = part.strip()
        if out and _BREAKS_OFF.search(out[-1]) and part[:1].islower():
            out[-1] += f"\n{part}"
        elif part:
            out.append(part)
    return Draft(tuple(map(Paragraph, out)))


def markdown(content: str) -> Draft:
    """Paragraphs, block quotes (``> ``) and footnotes (``[^1]``)."""
    content = _lines(content)
    notes = {m[1]: " ".join(m[2].split()) for m in _DEFINED.finditer(content)}
    found = (_paragraph(part, notes) for part in _BLANK.split(_DEFINED.sub("", content)))
    return Draft(tuple(each for each in found if each.text.strip()))


def _lines(content: str) -> str:
    return content.replace("\r\n", "\n").replace("\r", "\n")


def _paragraph(part: str, notes: dict[str, str]) -> Paragraph:
    lines = part.strip("\n").split("\n")
    quoted = all(line.lstrip().startswith(">") for line in lines)
    if quoted:
        lines = [line.lstrip()[1:].strip() for line in lines]
    whole = "\n".join(lines)
    heading = _HEADING.match(whole)
    whole = _EMPHASIS.sub("", whole[heading.end() :] if heading else whole)
    out, marks, done = "", [], 0
    for mark in _MARK.finditer(whole):
        out += whole[done : mark.start()]
        if mark[1] in notes:
            marks.append((len(out), notes[mark[1]]))
        done = mark.end()
    return Paragraph(out + whole[done:], tuple(marks), quoted=quoted, heading=bool(heading))
