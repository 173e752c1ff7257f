"""Who may copy and export, said of a fonds, an opis, a file, a document or a page.

Permits are inherited as levels are (:mod:`corpus.rules`): what was said later of a part stands,
what was said earlier gives way to what is stricter above. They have no end of their own: an
agreement that forbids copies does not run out with a term.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row

from corpus.access import Level, Permit, Rights, Role, Use, effective
from corpus.catalogue import Database
from corpus.errors import BadUse
from corpus.messages import N_
from corpus.stored import day_of
from corpus.tables import rows

#: what permits are said of, by the name of their column
COLUMNS: Mapping[Use, str] = {Use.COPY: "copying", Use.EXPORT: "exporting"}
#: what takes a permit back, as a person writes it
AS_ABOVE = "as-above"
_ORDER = list(Permit)  # widest first


@dataclass(frozen=True, slots=True)
class Said:
    """A permit, and the number of the event in which it was said."""

    permit: Permit
    event: int


def combined(above: Said | None, own: Said | None) -> Said | None:
    """What holds where ``own`` is said of a part of what ``above`` is said of."""
    if above is None or own is None or own.event > above.event:
        return own or above
    return max(above, own, key=lambda one: _ORDER.index(one.permit))


def stricter(one: Permit | None, other: Permit | None) -> Permit | None:
    """The stricter of two permits that both hold."""
    both = [permit for permit in (one, other) if permit is not None]
    return max(both, key=_ORDER.index) if both else None


def said(row: Row, use: Use, prefix: str = "") -> Said | None:
    """Read what the columns ``said_…`` of a row say, whose names begin with ``prefix``."""
    name = f"{prefix}said_{COLUMNS[use]}"
    return None if row[name] is None else Said(Permit(row[name]), row[f"{name}_event"])


def permit_of(value: str | None) -> Permit | None:
    """Read a column of a permit."""
    return None if value is None else Permit(value)


def read_permit(text: str) -> Permit | None:
    """The permit that a person names in any of our languages; None for «as above».

    Raises:
        BadUse: there is no such permit.

    """
    word = " ".join(text.casefold().split())
    known = {name.casefold(): value for value, *names in _names() for name in (value, *names)}
    if word not in known:
        raise BadUse(
            N_("«{value}» does not say who may."),
            remedy=N_("Use one of: {known}."),
            value=text[:80],
            known=", ".join([*map(str, Permit), AS_ABOVE]),
        )
    return None if known[word] == AS_ABOVE else Permit(known[word])


def named(permit: Permit | None, language: str) -> str:
    """What a permit is called in ``language``; None is «as above»."""
    ((_, *own),) = [one for one in _names() if one[0] == (permit or AS_ABOVE)]
    return own[("ru", "kk", "ky", "en").index(language)]


def _names() -> list[list[str]]:
    return [*rows("corpus", "permits.tsv")]


def page_rights(row: Row) -> Rights:
    """What holds today for a page by itself, read from the columns ``said_…`` of its row."""
    return Rights(
        effective(Level(row["said_access"] or Level.OPEN), day_of(row["said_opens"])),
        permit_of(row["said_copying"]),
        permit_of(row["said_exporting"]),
    )


def document_rights(row: Row) -> Rights:
    """What holds today for a document or a file, read from the columns of what follows for it."""
    return Rights(
        effective(Level(row["access"]), day_of(row["opens"])),
        permit_of(row["copying"]),
        permit_of(row["exporting"]),
    )


class Allowed:
    """Whether a role may do something with pages that are named one by one, many of a document.

    Each document is looked up once; a page or a document that is not there may not be used.
    """

    def __init__(self, database: Database, role: Role, use: Use) -> None:
        self._database, self._role, self._use = database, role, use
        self._known: dict[str, frozenset[int]] = {}

    def __call__(self, document: str, page: int) -> bool:
        """Whether it may be done with this page."""
        if document not in self._known:
            self._known[document] = self._pages(document)
        return page in self._known[document]

    def _pages(self, document: str) -> frozenset[int]:
        row = self._database.row("SELECT * FROM documents WHERE id = ? AND gone = ''", (document,))
        if row is None or not document_rights(row).allow(self._role, self._use):
            return frozenset()
        own = self._database.rows(
            """SELECT number, said_access, said_opens, said_copying, said_exporting
               FROM pages WHERE document = ?""",
            (document,),
        )
        return frozenset(
            one["number"] for one in own if page_rights(one).allow(self._role, self._use)
        )
