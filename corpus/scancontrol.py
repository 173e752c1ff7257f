"""Scan control: what is wrong with scans, each with its page, a reason and a remedy.

What a worker saw of a scan is kept (:mod:`corpus.scans`); what follows from the catalogue, such as
a leaf that is missing, is found when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from corpus import documents, history, pages, scans
from corpus.access import Role, may_read
from corpus.catalogue import Database, now
from corpus.documents import Document
from corpus.messages import N_, Message
from corpus.pages import Page
from corpus.reference import LeafRange
from corpus.scans import Condition, Side

#: Inches of blur from which a scan is called blurred. Of 84 sharp scans in ten conditions the worst
#: has 0.0069; blurred by 0.01, letters run into each other and every scan has 0.0077 or more.
BLURRED = 0.0078
#: Bits of two fingerprints that may differ, of 512, and the share of words that pages must have in
#: common to be called the same: 38 sheets scanned anew differ in 101 at most and share 0.87 of
#: their words, 696 pairs of different ones in 178 at least and share 0.18. Two sheets of one form,
#: of whose words four in five are printed, share 0.67. They are looked for so many pages apart.
SAME_BITS, SAME_WORDS, NEAR = 130, 0.7, 20
#: Sheets of a file that the count of its leaves leaves out: cover, list of contents, certificate.
SHEETS_BESIDE = 6


class Fault(StrEnum):
    """A sort of fault."""

    MISSING = "missing"
    DOUBLED = "doubled"
    TURNED = "turned"
    BLURRED = "blurred"
    CUT = "cut"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a document's scans; ``page`` is where to look, None where it is all of them.

    ``scan`` is the scan that it is of, empty where it is of all: a rescan has faults of its own.
    """

    document: str
    page: int | None
    fault: Fault
    reason: Message
    remedy: Message
    scan: str = ""


_RESCAN = N_("Look at it; a new scan takes its place with: opis replace {document} {page} SCAN")
_ADD = N_("Scan what is missing and add it, or correct the leaves in the description.")
_BLURRED = N_("It is blurred.")
_UPSIDE_DOWN = N_("It was scanned upside down.")
_SIDEWAYS = N_("It was scanned on its side.")
_CUT = {
    Side.LEFT: N_("Text runs off the left edge of the scan."),
    Side.TOP: N_("Text runs off the upper edge of the scan."),
    Side.RIGHT: N_("Text runs off the right edge of the scan."),
    Side.BOTTOM: N_("Text runs off the lower edge of the scan."),
}
_TWIN = N_("It looks like page {other}: the same sheet may have been scanned twice.")
_LEAF_TWICE = N_("Leaf {leaf} stands on pages {other} and {page}, which are far apart.")
_GAP = N_("Between leaves {first} and {last} no scan shows: {leaves}.")
_FEW = N_("There are {pages} pages for {leaves} leaves.")
_BEYOND = N_("It shows leaf {leaf}; the inventory counts {leaves} leaves.")


def findings(
    database: Database, role: Role, document: str | None = None, *, looked: bool = False
) -> list[Finding]:
    """What is wrong with the scans of one document, or of all that ``role`` may read.

    Without what a person has looked at and let stand (:func:`let_stand`); or only that.
    """
    chosen = (
        documents.listed(database, role)
        if document is None
        else [*documents.by_id(database, [document]).values()]
    )
    out = []
    for one in chosen:
        if may_read(one.access, role):
            own = pages.of(database, one.id, role)
            seen = scans.of(database, one.id)
            shown = {page.number for page in own if page.state != "closed"}
            seen = {number: of for number, of in seen.items() if number in shown}
            found = [
                *_missing(one, own),
                *_leaves_twice(own),
                *_twins(database, own, seen),
                *_conditions(own, seen),
                *_counted(database, one, own),
            ]
            known = _looked(database, one.id)
            out += sorted(
                (f for f in found if (_key(f) in known) is looked), key=lambda f: f.page or 0
            )
    return out


def let_stand(database: Database, finding: Finding) -> None:
    """A person has looked at a fault and lets it stand: it is not told again."""
    database.change(
        """INSERT OR IGNORE INTO looked (document, scan, fault, reason, who, at)
           VALUES (?,?,?,?,?,?)""",
        (finding.document, *_key(finding), history.who(), now()),
    )


def tell_again(database: Database, finding: Finding) -> None:
    """Take back :func:`let_stand`."""
    database.change(
        "DELETE FROM looked WHERE document = ? AND (scan, fault, reason) = (?,?,?)",
        (finding.document, *_key(finding)),
    )


def _looked(database: Database, document: str) -> set[tuple[str, str, str]]:
    rows = database.rows("SELECT * FROM looked WHERE document = ?", (document,))
    return {(row["scan"], row["fault"], row["reason"]) for row in rows}


def _key(finding: Finding) -> tuple[str, str, str]:
    return (finding.scan, str(finding.fault), finding.reason.to_json())


def _finding(
    page: Page, fault: Fault, reason: str, remedy: str = _RESCAN, **values: object
) -> Finding:
    values = {"document": page.document, "page": page.number, **values}
    return Finding(
        page.document,
        page.number,
        fault,
        Message(reason, values),
        Message(remedy, values),
        f"{page.original}-{page.original_page}",
    )


def _conditions(own: Sequence[Page], seen: dict[int, Condition]) -> Iterator[Finding]:
    for page in own:
        if (condition := seen.get(page.number)) is None:
            continue
        if condition.turned and not page.turned:
            upside_down = condition.turned == 180
            yield _finding(page, Fault.TURNED, _UPSIDE_DOWN if upside_down else _SIDEWAYS)
        if condition.blur is not None and condition.blur >= BLURRED:
            yield _finding(page, Fault.BLURRED, _BLURRED)
        for side in condition.cut:
            yield _finding(page, Fault.CUT, _CUT[side])


def _missing(document: Document, own: Sequence[Page]) -> Iterator[Finding]:
    """Gaps in the leaves that pages show; between ranges that a person has named there are none."""
    ranges = document.description.reference.leaves
    first_shown: dict[int, Page] = {}
    for page in own:
        for leaf in page.leaves:
            first_shown.setdefault(leaf.number, page)
    for before, after in pairwise(sorted(first_shown)):
        meant = not ranges or any(
            r.first.number <= before and after <= r.last.number for r in ranges
        )
        if meant and after - before > 1:
            gap = f"{before + 1}" if after - before == 2 else f"{before + 1}–{after - 1}"
            yield _finding(
                first_shown[after], Fault.MISSING, _GAP, _ADD, first=before, last=after, leaves=gap
            )


def _leaves_twice(own: Sequence[Page]) -> Iterator[Finding]:
    """Leaves that come again after others; a leaf may have several pages, one after the other."""
    last: dict[object, Page] = {}
    for page in own:
        for leaf in page.leaves:
            before = last.get(leaf)
            between = own[before.number : page.number - 1] if before else ()
            if before and any(p.leaves and leaf not in p.leaves for p in between):
                yield _finding(
                    page, Fault.DOUBLED, _LEAF_TWICE, leaf=str(leaf), other=before.number
                )
            last[leaf] = page


def _twins(
    database: Database, own: Sequence[Page], seen: dict[int, Condition]
) -> Iterator[Finding]:
    """Pages that look alike and say the same."""
    known = [p for p in own if p.reading and seen.get(p.number, Condition()).fingerprint]
    for i, page in enumerate(known):
        for other in known[max(0, i - NEAR) : i]:
            marks = (seen[page.number].fingerprint, seen[other.number].fingerprint)
            if scans.distance(*marks) <= SAME_BITS and _say_the_same(database, page, other):
                yield _finding(page, Fault.DOUBLED, _TWIN, other=other.number)
                break


def _say_the_same(database: Database, one: Page, other: Page) -> bool:
    first, second = (_words(database, page) for page in (one, other))
    return len(first & second) >= SAME_WORDS * max(1, len(first | second))


def _words(database: Database, page: Page) -> frozenset[str]:
    layer = pages.reading(database, page.reading or 0)
    return frozenset(
        layer.text[w.start : w.end].casefold() for w in layer.words if w.end - w.start > 3
    )


def _counted(database: Database, document: Document, own: Sequence[Page]) -> Iterator[Finding]:
    """Pages against the leaves that the inventory counts or the description names."""
    row = database.row(
        """SELECT leaf_count, (SELECT count(*) FROM documents d
                               WHERE d.file = x.id AND d.gone = '') AS documents
           FROM files x WHERE x.id = ?""",
        (document.file,),
    )
    counted = row["leaf_count"] if row else None
    beyond = [(leaf, p) for p in own for leaf in p.leaves if counted and leaf.number > counted]
    if beyond:
        leaf, page = beyond[0]
        yield _finding(page, Fault.COUNT, _BEYOND, _ADD, leaf=str(leaf), leaves=counted)
    # Where pages show their leaves, a gap says it better.
    shown = any(page.leaves for page in own)
    named = 0 if shown else _named(document.description.reference.leaves)
    whole_file = document.level == "file" and row is not None and row["documents"] == 1
    leaves = named or (counted if whole_file else None)
    if not leaves:
        return
    # An opening shows two leaves, so that of a range of n, n - 1 pages may be all.
    least, most = leaves - bool(named), 2 * leaves + SHEETS_BESIDE
    if not least <= len(own) <= most:
        values = {"pages": len(own), "leaves": leaves}
        yield Finding(document.id, None, Fault.COUNT, Message(_FEW, values), Message(_ADD, values))


def _named(ranges: Sequence[LeafRange]) -> int:
    """How many leaves a description names."""
    return sum(r.last.number - r.first.number + 1 for r in ranges)
