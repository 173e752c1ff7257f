"""The condition of scans, as a worker saw it: blurred, turned, cut off, and what each looks like.

It belongs to the scan, not to the page: a page with a rescan has the condition of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # workers know conditions, and load no catalogue
    from corpus.catalogue import Database
    from corpus.documents import PageSource


class Side(StrEnum):
    """A side of a scan."""

    LEFT = "left"
    TOP = "top"
    RIGHT = "right"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Condition:
    """What was seen of a scan.

    ``blur`` is the standard deviation, in inches, of the blur that the edges of its letters show;
    None where the scan has too few or too coarse pixels to tell. ``turned`` are the degrees by
    which its text is turned (0, 90 for either side, 180). ``cut`` names the sides at which text
    runs off. ``fingerprint`` is the same for scans that look the same, up to some bits
    (:func:`distance`); empty where there is too little text to know it by.
    """

    blur: float | None = None
    turned: int = 0
    cut: tuple[Side, ...] = ()
    fingerprint: bytes = b""


def distance(one: bytes, other: bytes) -> int:
    """How many bits of two fingerprints differ."""
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def enter(database: Database, scan: PageSource, seen: Condition) -> None:
    """Enter what was seen of a scan, in place of what was seen before."""
    database.change(
        "INSERT OR REPLACE INTO scans VALUES (?,?,?,?,?,?)",
        (
            scan.original,
            scan.page,
            seen.blur,
            seen.turned,
            " ".join(seen.cut),
            seen.fingerprint or None,
        ),
    )


def of(database: Database, document: str) -> dict[int, Condition]:
    """The condition of the scans of a document, by the number of the page."""
    rows = database.rows(
        """SELECT p.number, s.* FROM pages p
           JOIN scans s ON s.original = p.original AND s.page = p.original_page
           WHERE p.document = ?""",
        (document,),
    )
    return {
        row["number"]: Condition(
            row["blur"],
            row["turned"],
            tuple(map(Side, row["cut"].split())),
            row["fingerprint"] or b"",
        )
        for row in rows
    }
