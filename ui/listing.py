"""A reader's list as a file: each passage with its citation, tags and note.

What is closed to who asks, or gone, is left out and counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus import pages
from corpus.citing.printing import cite_all
from corpus.collection import Collection
from corpus.export import Excerpt, format_named
from corpus.messages import visible
from corpus.reading import joined
from corpus.sheets import Value, csv_rows
from ui.citations import cite_page, manner, page_citation
from ui.i18n import Translator
from ui.kept import Passage
from ui.leaves import short_name
from ui.opened import opened
from ui.taken import about


def as_csv(collection: Collection, found: Sequence[Passage | None], words: Translator) -> bytes:
    """Return the list as CSV."""
    _ = words.gettext
    head = [
        _("Document"), _("Title"), _("Reference"), _("Date"), _("Page"), _("Leaf"), _("Passage"),
        _("Tags"), _("Note"), _("Citation"),
    ]  # fmt: skip
    rows = (_row(collection, one) for one in found if one is not None)
    return b"".join(csv_rows(head, rows))


def _row(collection: Collection, one: Passage) -> list[Value]:
    d, page = one.document.description, one.page
    return [
        one.document.id, d.title or one.document.source_name, str(d.reference), str(d.date or ""),
        page.number, short_name(page.leaves, page.number), _on_one_line(one.text),
        ", ".join(one.kept.tags), one.kept.note, cited(collection, one),
    ]  # fmt: skip


def as_text(collection: Collection, found: Sequence[Passage | None], words: Translator) -> bytes:
    """Return the list as plain text: «passage», its citation, tags and note.

    What the citation before says of a passage is not told again: «Там же. Л. 7.».
    """
    _ = words.gettext
    parts = []
    shown = [one for one in found if one is not None]
    citations = [page_citation(collection, o.document, o.page.number, o.page.leaves) for o in shown]
    for one, citation in zip(shown, cite_all(citations, manner(collection)), strict=True):
        lines = [f"«{_on_one_line(one.text)}»", citation.text]
        if one.kept.tags:
            lines.append(f"{_('Tags')}: {', '.join(one.kept.tags)}")
        if one.kept.note:
            lines.append(f"{_('Note')}: {one.kept.note}")
        parts.append("\n".join(visible(line) for own in lines for line in own.splitlines()))
    if closed := sum(one is None for one in found):
        gone = words.ngettext("{n} passage is closed or gone.", "{n} are closed or gone.", closed)
        parts.append(gone)
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def cited(collection: Collection, one: Passage) -> str:
    """Return the citation of the page of a passage, as the collection prints them."""
    document, page = one.document, one.page
    return cite_page(collection, document, page.number, page.leaves, manner(collection)).text


def _on_one_line(text: str) -> str:
    return " ".join(joined(text).split())


def as_docx(collection: Collection, found: Sequence[Passage | None], words: Translator) -> bytes:
    """Return the list as DOCX: each passage, its citation, tags and note."""
    return _exported("docx", collection, found, words)


def as_ris(collection: Collection, found: Sequence[Passage | None], words: Translator) -> bytes:
    """Return the pages of the list as records for reference managers."""
    return _exported("ris", collection, found, words)


def _exported(
    name: str, collection: Collection, found: Sequence[Passage | None], words: Translator
) -> bytes:
    with collection.catalogue() as database:
        excerpts = [
            Excerpt(
                one.document,
                one.page,
                pages.reading(database, one.page.reading) if one.page.reading else None,
                one.start,
                one.start + len(one.text),
                note=" · ".join(filter(None, (", ".join(one.kept.tags), one.kept.note))),
            )
            for one in found
            if one is not None
        ]
    here = opened()
    shown = about(collection, words.gettext("My list"), words, here.role, here.signed)
    return b"".join(format_named(name).chunks(excerpts, shown))


#: the files that a list can become: what follows the dot, media type, and who writes it
WRITERS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "txt": ("text/plain; charset=utf-8", as_text),
    "docx": (format_named("docx").media_type, as_docx),
    "ris": (format_named("ris").media_type, as_ris),
}
