"""What is cited: a document of the collection, the whole of it or some leaves or pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.dates import UncertainDate
from corpus.documents import Document
from corpus.reading import Reading
from corpus.reference import Leaf, LeafRange, Reference, sides

#: the note of the demo documents, and what their citations end with
TRAINING_NOTE = "учебный образец"
#: kinds (kinds.tsv) that were printed and stand in no archive: they have pages, not leaves
PRINTED = frozenset({"newspaper", "article", "book", "dissertation", "abstract"})
THESES = frozenset({"dissertation", "abstract"})


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, and which part of it is cited.

    ``leaves`` and ``pages`` are None where the whole is cited and empty where nobody knows which
    leaf or page it is; ``pages`` («12», «54–55») is for what was printed, ``counted`` says that it
    is the number of the scan. ``degree`` is as abbreviated, «канд. ист. наук, 07.00.02».
    ``file_title`` is printed behind the file if it is set. ``through`` holds what a source says
    that it quotes: «цит. по». ``strange`` are leaves that the document has not, as far as its
    description says. ``name`` is how the scan is called where nothing else is known.
    """

    title: str = ""
    author: str = ""
    kind: str = ""
    reference: Reference = Reference()
    leaves: tuple[LeafRange, ...] | None = None
    pages: str | None = None
    counted: bool = False
    strange: bool = False
    date: UncertainDate | None = None
    place: str = ""
    extent: str = ""
    degree: str = ""
    file_title: str = ""
    through: str = ""
    language: str = ""
    name: str = ""
    id: str = ""
    training: bool = False

    @property
    def printed(self) -> bool:
        """Whether it was printed and stands in no archive."""
        return self.kind in PRINTED and not self.reference

    @property
    def year(self) -> str:
        """The year, or the years from first to last; empty where no year is known."""
        if self.date is None or self.date.earliest is None or self.date.latest is None:
            return ""
        first, last = self.date.earliest.year, self.date.latest.year
        return f"{first}" if first == last else f"{first}–{last}"


def of_document(document: Document) -> Citation:
    """Cite a document as a whole: its leaves are those that its description names."""
    d = document.description
    return Citation(
        title=d.title,
        author=d.author,
        kind=d.kind,
        reference=replace(d.reference, leaves=()),
        leaves=d.reference.leaves or None,
        date=d.date,
        place=d.place,
        extent=d.extent,
        degree=d.degree,
        language=next(iter(d.languages), ""),
        name=document.source_name,
        id=document.id,
        training=TRAINING_NOTE in d.note.casefold(),
    )


def of_leaves(document: Document, leaves: Sequence[Leaf]) -> Citation:
    """Cite leaves of a document; none is a page whose leaf nobody knows."""
    return replace(of_document(document), leaves=_ranges(leaves))


def of_named(document: Document, leaves: tuple[LeafRange, ...]) -> Citation:
    """Cite the leaves that somebody names, whether the document has them or not."""
    whole = of_document(document)
    known = whole.leaves or leaves
    within = all(
        any(k.first.number <= r.first.number and r.last.number <= k.last.number for k in known)
        for r in leaves
    )
    return replace(whole, leaves=leaves, strange=not within)


def of_page(
    document: Document, number: int, leaves: Sequence[Leaf], reading: Reading | None = None
) -> Citation:
    """Cite a page: by its leaves, in what was printed by the number that stands on it.

    Where the reading shows no such number it is that of the scan, and the citation says so.
    """
    whole = of_document(document)
    if not whole.printed:
        return replace(whole, leaves=_ranges(leaves))
    shown = ", ".join(map(str, leaves)) or (printed_number(reading) if reading else "")
    return replace(whole, leaves=None, pages=shown or str(number), counted=not shown)


def printed_number(reading: Reading) -> str:
    """The number of the page that stands on it apart from the text; empty unless there is one."""
    numbers = {
        number
        for line in reading.lines
        if line.apart
        for number in re.findall(r"\d+", reading.text[line.start : line.end])
    }
    return numbers.pop() if len(numbers) == 1 else ""


def _ranges(leaves: Sequence[Leaf]) -> tuple[LeafRange, ...]:
    """«14 об.–15» for the two leaves that a spread shows; leaves with gaps stay as they are."""
    if len(leaves) > 1 and leaves[0] < leaves[-1]:
        whole = LeafRange(leaves[0], leaves[-1])
        if sides([whole]) == list(leaves):
            return (whole,)
    return tuple(LeafRange(leaf, leaf) for leaf in leaves)
