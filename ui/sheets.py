"""A use sheet as a table for other programs, and what is said of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.access import Use
from corpus.messages import N_
from ui.i18n import Translator

if TYPE_CHECKING:  # a command's help need not load the catalogue
    from corpus.openings import Entry
    from corpus.sheets import Row

#: what was done, as a use sheet says it
USES = {Use.VIEW: N_("viewed"), Use.COPY: N_("copied"), Use.EXPORT: N_("exported")}
#: heads of the columns, in their order
COLUMNS = (
    N_("Date"),
    N_("Reader"),
    N_("Use"),
    N_("Reference"),
    N_("Leaf"),
    N_("Page"),
    N_("Title"),
    N_("Document"),
)


def head(words: Translator) -> list[str]:
    """The heads of the columns."""
    return [words.gettext(name) for name in COLUMNS]


def rows(entries: Iterable[Entry], words: Translator) -> Iterator[Row]:
    """A row for each line of the sheet."""
    for one in entries:
        own = one.opening
        yield (
            own.at,
            own.who,
            words.gettext(USES[own.use]),
            str(one.reference),
            own.leaves,
            own.page,
            one.title,
            own.document,
        )


def line(entry: Entry, words: Translator) -> str:
    """«2026-11-27 · Алия · просмотр · л. 14 · Приказ»."""
    own = entry.opening
    where = words.gettext("l. {leaf}").format(leaf=own.leaves) if own.leaves else ""
    if not where and own.page:
        where = words.gettext("page {n}").format(n=own.page)
    said = (own.at, own.who, words.gettext(USES[own.use]), where, entry.title or own.document)
    return " · ".join(part for part in said if part)
