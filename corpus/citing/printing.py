"""Print a citation in a style and a form, with warnings of what is missing in it.

The forms are those of ГОСТ Р 7.0.5-2008: a note at the foot of the page, an entry of the list of
sources, a reference in the text and a pointer to the list. The two other standards print records
with «. – » between areas (ГОСТ 7.1-2003, ГОСТ Р 7.0.100-2018).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from corpus.citing import places, records, works
from corpus.citing.archives import NO_ARCHIVES, Archives
from corpus.citing.cited import TRAINING_NOTE, Citation
from corpus.citing.notes import Note, follow, read_notes
from corpus.citing.places import Level, search_data
from corpus.citing.styles import UNKNOWN, Form, Layout, Style, ended, layout
from corpus.messages import N_, Message
from corpus.reference import print_leaves

#: a citation whose last full stop is that of an abbreviation
_ENDS_SHORT = re.compile(r"(?:\b(?:об|доп)|-[қтпб])\.$")


@dataclass(frozen=True, slots=True)
class Printed:
    """A citation as printed, and what whoever uses it must know."""

    text: str
    style: Style
    warnings: tuple[Message, ...] = ()

    @property
    def html(self) -> str:
        """For the clipboard's rich text: no style wants italics, but the language is told.

        Empty for a record, which is for programs.
        """
        if self.style.is_record:
            return ""
        return f'<span lang="{self.style.language}">{escape(self.text)}</span>'


@dataclass(frozen=True, slots=True)
class Manner:
    """How to print: style, form, and what a collection has set.

    ``archives`` are the names of archives in other languages, ``kyrgyz_words`` the words иш,
    барак, бет in the Kyrgyz style.
    """

    style: Style = Style.GOST_R_7_0_5
    form: Form = Form.FOOTNOTE
    archives: Archives = NO_ARCHIVES
    kyrgyz_words: bool = False

    @property
    def layout(self) -> Layout:
        """What the style prints."""
        return layout(self.style, kyrgyz_words=self.kyrgyz_words)


def cite(
    citation: Citation,
    manner: Manner = Manner(),
    *,
    after: Sequence[str] = (),
    number: int | None = None,
) -> Printed:
    """Print a citation.

    ``after`` are the notes before it, as printed, the last one right before: what they cite is not
    told again («Там же»). ``number`` is the citation's in the list of sources.
    """
    return _printed(citation, manner, read_notes(after), number)


def _printed(
    citation: Citation, manner: Manner, notes: Sequence[Note], number: int | None
) -> Printed:
    if manner.style.is_record:
        text = records.record(citation, manner.style, manner.archives)
        return Printed(text, manner.style, missing(citation))
    warnings = missing(citation)
    if manner.form is Form.POINTER:
        text = pointer([(number, citation)], manner)
        if number is None:
            warnings += (Message(N_("The number in the list of sources is missing.")),)
        return Printed(text, manner.style, warnings)
    if manner.form is Form.LIST:
        text = _entry(citation, manner)
        return Printed(f"{number}. {text}" if number else text, manner.style, warnings)
    if notes and notes[-1].lost:
        warnings += (
            Message(N_("«{note}» does not say what it repeats: the citation is printed in full."),
                    {"note": notes[-1].text}),
        )  # fmt: skip
    text = _again(citation, notes, manner) or _full(citation, manner)
    if citation.through:
        text = f"{citation.through.rstrip()} {manner.layout.parts['through']} {text}"
    if manner.form is Form.IN_TEXT:
        text = f"({_open_ended(text)})"
    return Printed(_trained(citation, text), manner.style, warnings)


def cite_all(citations: Sequence[Citation], manner: Manner) -> list[Printed]:
    """Print citations one after the other: a list numbered from 1, or notes with «Там же»."""
    out: list[Printed] = []
    notes: list[Note] = []
    for number, citation in enumerate(citations, 1):
        out.append(_printed(citation, manner, notes, number))
        notes.append(follow(out[-1].text, notes[-1] if notes else None))
    return out


def pointer(numbered: Sequence[tuple[int | None, Citation]], manner: Manner) -> str:
    """«[24, л. 7]», «[24, л. 7 ; 31, л. 2 об.]»: numbers in the list of sources, and the place."""
    each = []
    for number, citation in numbered:
        place = ""
        if citation.pages is not None:
            place = f", с. {citation.pages or UNKNOWN}"
        elif citation.leaves is not None:
            place = f", л. {print_leaves(citation.leaves) or UNKNOWN}"
        each.append(f"{number or '⟨№?⟩'}{place}")
    return f"[{' ; '.join(each)}]"


def missing(citation: Citation) -> tuple[Message, ...]:
    """What a citation lacks, each said once."""
    out = []
    if citation.leaves == ():
        out.append(
            Message(N_("Which leaf this page shows is not known: look for it on the sheet."))
        )
    if citation.strange:
        out.append(Message(N_("By its description the document stands on other leaves.")))
    if citation.counted:
        out.append(
            Message(N_("{page} is the number of the scan: compare it with the one printed there."),
                    {"page": citation.pages})
        )  # fmt: skip
    if not (citation.title or citation.reference):
        out.append(Message(N_("The document has no title.")))
    if citation.printed:
        out += [Message(works.LACKS[part]) for part in works.lacking(citation)]
    else:
        out += [Message(said) for value, said in places.lacks(citation.reference) if not value]
    return tuple(out)


def _full(citation: Citation, manner: Manner) -> str:
    if citation.printed:
        return works.note(citation, manner.style, manner.layout)
    data = search_data(citation, manner.style, manner.layout, manner.archives)
    if citation.file_title:
        data = ended(f"{data} ({citation.file_title})", manner.layout.parts["ending"])
    head = "" if manner.form is Form.IN_TEXT else works.head(citation, manner.style)
    if not head and not citation.reference:
        return works.untitled(citation, manner.layout)
    return f"{head} // {data}" if head else data


def _entry(citation: Citation, manner: Manner) -> str:
    """An entry of the list of sources: a file by its search data, something printed whole."""
    if citation.printed:
        whole = replace(citation, pages=None)
        text = works.note(whole, manner.style, manner.layout, extent=True)
    else:
        whole = replace(citation, leaves=None, extent="")
        text = search_data(whole, manner.style, manner.layout, manner.archives)
        if manner.style in {Style.GOST_R_7_0_100, Style.GOST_7_1_2003}:
            text = _full(whole, manner)
    return _trained(citation, text)


def _again(citation: Citation, notes: Sequence[Note], manner: Manner) -> str:
    """The citation as it is after others: «Там же. Л. 7.»; empty where it stands in full."""
    if not notes:
        return ""
    if citation.printed:
        last = works.is_cited(citation, notes[-1].text)
        if last:
            page = works.page(citation, manner.layout)
            return manner.layout.joined([manner.layout.parts["ibid"], page])
        if any(works.is_cited(citation, note.text) for note in notes):
            return works.short(citation, manner.style, manner.layout)
        return ""
    level = Level.differing(citation, notes[-1].reference, manner.archives)
    if level is None:
        return ""
    return search_data(citation, manner.style, manner.layout, manner.archives, level)


def _open_ended(text: str) -> str:
    """Without the full stop that ends a citation, unless it belongs to «об.» or «15-п.»."""
    return text if _ENDS_SHORT.search(text) else text.removesuffix(".")


def _trained(citation: Citation, text: str) -> str:
    """With the note that a training document is one."""
    return f"{text} [{TRAINING_NOTE}]" if citation.training else text
