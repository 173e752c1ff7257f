"""Whether the quotations of a draft stand in the collection, and where their references say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus import documents, pages
from corpus.access import Role
from corpus.catalogue import Database
from corpus.citing import works
from corpus.citing.archives import Archives
from corpus.citing.archives import of as archives_of
from corpus.citing.cited import of_document, of_page
from corpus.citing.notes import Note
from corpus.collection import Collection
from corpus.documents import Document
from corpus.errors import BadUse
from corpus.reference import Leaf, LeafRange, Reference
from index.drafts.draft import Draft
from index.drafts.passages import Given, quotations
from index.quotations import Grade, Match, find_quotation

#: places at which a quotation may stand: formulas stand at many
_MOST = 10


class Verdict(StrEnum):
    """What is said of a quotation."""

    FOUND = "found"  # word for word, or spelt otherwise
    DIFFERS = "differs"
    UNKNOWN = "unknown"  # stands on no page that may be read


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation of a draft.

    ``match`` is where it stands: of several equally good places the one that the reference names.
    ``right`` says whether the reference names it; None where there is none to compare, or the
    collection does not know the leaf itself.
    """

    text: str
    verdict: Verdict
    given: Given | None
    right: bool | None
    match: Match | None

    def __post_init__(self) -> None:
        if (self.match is None) != (self.verdict is Verdict.UNKNOWN):
            raise ValueError(f"{self.verdict} with match {self.match}")


def check(collection: Collection, draft: Draft, role: Role = Role.PUBLIC) -> Iterator[Checked]:
    """Look up each quotation of a draft on the pages that ``role`` may read."""
    archives = archives_of(collection)
    for quoted in quotations(draft):
        try:
            found = find_quotation(collection, quoted.text, role, most=_MOST)
        except BadUse:  # no word in it, or ten pages of them
            found = ()
        if not found:
            yield Checked(quoted.text, Verdict.UNKNOWN, quoted.given, None, None)
            continue
        best = [match for match in found if match.grade is found[0].grade]
        judged = [(None, best[0])] if quoted.given is None else _judged(
            collection, best, quoted.given, archives
        )  # fmt: skip
        order = {True: 0, None: 1, False: 2}
        right, match = min(judged, key=lambda pair: order[pair[0]])
        if quoted.given is not None and right is not True:
            right, match = judged[0]
        same = match.grade in {Grade.EXACT, Grade.SPELLING}
        verdict = Verdict.FOUND if same else Verdict.DIFFERS
        yield Checked(quoted.text, verdict, quoted.given, right, match)


def _judged(
    collection: Collection, found: list[Match], given: Given, archives: Archives
) -> list[tuple[bool | None, Match]]:
    """Whether the reference names each place."""
    with collection.catalogue() as database:
        about = documents.by_id(database, [match.document for match in found])
        return [
            (_names(database, about[match.document], match, given, archives), match)
            for match in found
        ]


def _names(
    database: Database, document: Document, match: Match, given: Given, archives: Archives
) -> bool | None:
    """Whether a reference names a place; the surest of the sources that it names decides."""
    said = [_note_names(database, document, match, note, given.pages, archives)
            for note in given.notes]  # fmt: skip
    return next((value for value in (True, None) if value in said), False)


def _note_names(
    database: Database,
    document: Document,
    match: Match,
    note: Note,
    shown: str,
    archives: Archives,
) -> bool | None:
    cited = of_document(document)
    if note.lost:
        return None
    if cited.printed:
        if not works.is_cited(cited, note.text):
            return False
        page = pages.at(database, document.id, match.page)
        reading = pages.reading(database, page.reading) if page and page.reading else None
        place = of_page(document, match.page, match.leaves, reading)
        ends = [int(n) for n in re.findall(r"\d+", shown)]
        if place.counted or not ends or not (place.pages or "").isdecimal():
            return None
        return ends[0] <= int(place.pages or 0) <= ends[-1]
    if note.reference is None or not document.description.reference:
        return None
    return _same_place(note.reference, document.description.reference, match.leaves, archives)


def _same_place(
    given: Reference, real: Reference, leaves: tuple[Leaf, ...], archives: Archives
) -> bool | None:
    """Whether a reference names a leaf of a file; what it leaves out it does not contradict."""
    if given.archive and real.archive and not _same_archive(given.archive, real.archive, archives):
        return False
    parts = ((given.fonds, real.fonds), (given.opis, real.opis), (given.box, real.box),
             (given.file, real.file))  # fmt: skip
    if any(one and other and one != other for one, other in parts):
        return False
    if not (given.leaves and leaves and given.file):
        return None
    return any(_covers(each, leaf) for each in given.leaves for leaf in leaves)


def _same_archive(given: str, real: str, archives: Archives) -> bool:
    """«См.: ГА РФ» names ГА РФ: words may stand before the archive."""
    words = given.split()
    return any(archives.same(" ".join(words[n:]), real) for n in range(len(words)))


def _covers(given: LeafRange, leaf: Leaf) -> bool:
    """Whether leaves as given hold one side; «3–5» is also the versos of 3 and 4."""
    return given.first <= leaf <= given.last
