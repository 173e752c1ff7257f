"""A checked draft as people and programs read it: rows of a table, a page of HTML, JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from corpus import documents
from corpus.access import Role, Use
from corpus.collection import Collection
from corpus.messages import N_, visible
from corpus.permits import Allowed
from corpus.reading import joined
from index.drafts import Checked, Verdict, check, open_draft
from index.quotations import Change, Difference
from ui.citations import cite_page, manner
from ui.commands.shapes import match_shape
from ui.grades import grade
from ui.i18n import Translator
from ui.permitted import quoted

_VERDICTS = {
    Verdict.FOUND: N_("found"),
    Verdict.DIFFERS: N_("differs"),
    Verdict.UNKNOWN: N_("not in the collection"),
}
_MARKS = {Change.EQUAL: "", Change.DELETE: "−", Change.INSERT: "+"}
_TAGS = {Change.EQUAL: "span", Change.DELETE: "del", Change.INSERT: "ins"}
_STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 serif;margin:2rem auto;max-width:75rem;"
    "padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{border-top:1px solid;padding:"
    ".5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}.wrong{font-weight:bold}"
    "@media(max-width:640px){table,tbody,tr,td{display:block}thead,td:empty{display:none}td{border:0;"
    "padding:.1rem 0}tr{border-top:1px solid;padding:.5rem 0}td::before{content:attr(data-head);"
    "display:block;font:.8rem sans-serif}}"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A quotation of a draft; ``citation`` is how the place where it stands is to be cited."""

    checked: Checked
    citation: str

    @property
    def corrected(self) -> str:
        """The reference to put in the place of the one given; empty where that is right."""
        return "" if self.checked.right else self.citation


def checked_draft(collection: Collection, path: Path, role: Role) -> Iterator[Row]:
    """Check each quotation of the draft in a file; tell no words of pages not to be exported.

    Raises:
        BadUse: the file is no draft that can be read.

    """
    style = manner(collection)
    for checked in check(collection, open_draft(path), role):
        match, citation = checked.match, ""
        if match is not None:
            with collection.catalogue() as database:
                document = documents.by_id(database, [match.document])[match.document]
                kept = quoted(match, Allowed(database, role, Use.EXPORT))
            checked = replace(checked, match=kept)
            citation = cite_page(collection, document, match.page, match.leaves, style).text
        yield Row(checked, citation)


def shape(row: Row) -> dict[str, Any]:
    """A quotation of ``opis quote --draft``, as the contract has it."""
    checked = row.checked
    return {
        "text": checked.text,
        "verdict": checked.verdict.value,
        "reference_given": checked.given.text if checked.given else None,
        "reference_right": checked.right,
        "match": match_shape(checked.match, row.citation) if checked.match else None,
    }


def head(words: Translator) -> list[str]:
    """The heads of the table's columns."""
    _ = words.gettext
    return ["№", _("Quotation"), _("Verdict"), _("Difference"), _("Reference given"),
            _("Is it right?"), _("Reference to put there")]  # fmt: skip


def cells(number: int, row: Row, words: Translator) -> list[str]:
    """A quotation as a row of the table; in the difference − is only in the draft, + only there."""
    checked, match = row.checked, row.checked.match
    differs = match is not None and checked.verdict is Verdict.DIFFERS
    parts = match.differences if match is not None and differs else ()
    return [
        str(number),
        _lines(checked.text),
        verdict(checked, words),
        " ".join(_marked(part) for part in parts),
        checked.given.text if checked.given else "",
        rightness(checked, words),
        row.corrected,
    ]


def verdict(checked: Checked, words: Translator) -> str:
    """«found», and how it stands there where it is not word for word."""
    said = words.gettext(_VERDICTS[checked.verdict])
    if checked.match is None or checked.match.grade.value == "exact":
        return said
    return f"{said}: {grade(checked.match.grade, words)}"


def rightness(checked: Checked, words: Translator) -> str:
    """Whether the reference beside a quotation is right."""
    _ = words.gettext
    if checked.given is None:
        return _("no reference") if checked.match else ""
    if checked.match is None:
        return ""
    if checked.right is None:
        return _("cannot be said")
    return _("right reference") if checked.right else _("wrong reference")


def html(rows: Sequence[Row], title: str, words: Translator) -> str:
    """The table as a page of its own, which asks nothing of the network."""
    name = escape(visible(title))
    return (
        f'<!DOCTYPE html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{name}</title><style>{_STYLE}</style></head><body><h1>{name}</h1>"
        f"{table(rows, words)}</body></html>\n"
    )


def table(
    rows: Sequence[Row], words: Translator, linked: Callable[[Row, str], str] | None = None
) -> str:
    """The table as HTML; ``linked`` makes a link of a row's citation, which is HTML."""
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in head(words))
    body = "".join(_row(number, row, words, linked) for number, row in enumerate(rows, 1))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _row(number: int, row: Row, words: Translator, linked: Callable[[Row, str], str] | None) -> str:
    said = [escape(visible(cell)) for cell in cells(number, row, words)]
    match = row.checked.match
    if match is not None and row.checked.verdict is Verdict.DIFFERS:
        said[3] = " ".join(
            f"<{_TAGS[part.change]}>{escape(visible(_lines(part.text)))}</{_TAGS[part.change]}>"
            for part in match.differences
        )
    if linked is not None:
        said[6] = linked(row, escape(visible(row.citation)))
    wrong = {2: row.checked.verdict is not Verdict.FOUND, 5: row.checked.right is False}
    marked = {n: ' class="wrong"' for n, is_wrong in wrong.items() if is_wrong}
    filled = (
        f'<td{marked.get(n, "")} data-head="{escape(name)}">{cell}</td>'
        for n, (name, cell) in enumerate(zip(head(words), said, strict=True))
    )
    return f"<tr>{''.join(filled)}</tr>"


def _marked(part: Difference) -> str:
    mark, text = _MARKS[part.change], _lines(part.text)
    return f"{mark}{{{text}}}" if mark else text


def _lines(text: str) -> str:
    """A text on one line, words whole that a line end divides."""
    return " ".join(joined(text).split())
