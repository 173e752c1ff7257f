"""A concordance as a table for other programs: its columns, its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from corpus.access import Role, Use
from corpus.collection import Collection
from corpus.messages import N_
from corpus.permits import Allowed
from corpus.sheets import Row, csv_rows, xlsx_rows
from ui.address import Address, link
from ui.citations import cite_page, manner
from ui.i18n import Translator

if TYPE_CHECKING:
    from index.kwic.lines import Line

#: Heads of the columns, in their order.
COLUMNS = (
    N_("reference"),
    N_("left"),
    N_("hit"),
    N_("right"),
    N_("form"),
    N_("kind of hit"),
    N_("date"),
    N_("citation"),
    N_("document"),
    N_("page"),
    N_("link"),
)


#: media type and writer by the ending of a file
WRITERS: Mapping[str, tuple[str, Callable[[Sequence[str], Iterable[Row]], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", csv_rows),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_rows),
}


def head(words: Translator) -> list[str]:
    """The heads of the columns in the reader's language."""
    return [words.gettext(name) for name in COLUMNS]


def exported(collection: Collection, lines: Iterable[Line], role: Role) -> Iterator[Line]:
    """Those lines that ``role`` may take away."""
    with collection.catalogue() as database:
        allowed = Allowed(database, role, Use.EXPORT)
        yield from (line for line in lines if allowed(line.document, line.page))


def rows(
    collection: Collection, lines: Iterable[Line], query: Address
) -> Iterator[list[str | int]]:
    """A row for each line (:func:`exported`), cited as the collection cites.

    Its link opens the page with the hit lit; without ``public_url`` nobody else could follow it,
    and there is none.
    """
    public_url, cited = collection.settings.public_url.rstrip("/"), manner(collection)
    for line in lines:
        at = link(query.at(line.document, line.page, line.nth))
        yield [
            line.reference,
            line.left.strip(),
            line.match,
            line.right.strip(),
            line.form,
            line.kind.value,
            line.date,
            cite_page(collection, line.about, line.page, line.leaves, cited).text,
            line.document,
            line.page,
            public_url + at if public_url else "",
        ]
