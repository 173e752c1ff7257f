"""What is exported: a passage of a page, a whole page, or a document's description."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from corpus import documents, pages
from corpus.access import Role, Use
from corpus.citing.cited import Citation, of_document, of_page
from corpus.citing.printing import Manner, cite
from corpus.collection import Collection
from corpus.documents import Document
from corpus.errors import NotFound, OpisError
from corpus.export.marking import Mark
from corpus.export.site import Site
from corpus.messages import N_
from corpus.pages import Layer, Page
from corpus.reading import Reading

#: pages whose readings are looked up at once
_AT_ONCE = 50


@dataclass(frozen=True)
class Excerpt:
    """A range of a page's reading, with its document.

    ``start`` and ``end`` are half-open code point offsets into the reading's text, ``marks`` the
    ranges of it (the same offsets) that a query found. ``reading`` is None where nobody has read
    the page, ``page`` where only the document is meant. ``layers`` are those of a whole page, the
    oldest first. ``note`` is what a person has written of it.
    """

    document: Document
    page: Page | None = None
    reading: Reading | None = None
    start: int = 0
    end: int | None = None
    marks: tuple[tuple[int, int], ...] = ()
    layers: tuple[Layer, ...] = ()
    note: str = ""

    @property
    def whole(self) -> str:
        """The text of the whole page; empty where nobody has read it."""
        return self.reading.text if self.reading else ""

    @cached_property
    def text(self) -> str:
        """The text of the range as it stands in the reading."""
        return self.whole[self.start : self.end]

    @property
    def found(self) -> list[str]:
        """The words and phrases that a query found, as they stand in the reading."""
        return [self.whole[start:end] for start, end in self.marks]

    @property
    def citation(self) -> Citation:
        """The page cited, or the document where no page is meant."""
        page = self.page
        if page is None:
            return of_document(self.document)
        return of_page(self.document, page.number, page.leaves, self.reading)

    @property
    def language(self) -> str | None:
        """The language of the line in which the range begins, else that of the page."""
        if self.reading is None:
            return None
        here = (line.language for line in self.reading.lines if line.end > self.start)
        return next(here, None) or self.reading.language


def _refuse(_page: Page, reason: OpisError) -> None:
    raise reason


def _no_image(page: Page) -> Path:
    raise NotFound(
        N_("Page {number} has no image."),
        remedy=N_("It was added as text; read it as such."),
        number=page.number,
    )


@dataclass(frozen=True)
class About:
    """What a format needs to know beside the excerpts.

    ``title`` heads what has a head, ``translate`` gives English texts in the reader's language and
    ``language`` is its code; ``manner`` is how citations are printed. ``image`` returns the JPEG of
    a page as it is displayed; ``left_out`` is told of a page that could not be written and why
    (else the export ends with that error). ``site`` is where the pages of the collection are called
    from elsewhere, if they are. ``mark`` is the watermark on copies, if any. ``role`` is that of
    whoever gets the file, ``collection`` what the excerpts are of.
    """

    title: str = ""
    translate: Callable[[str], str] = str
    language: str = "ru"
    manner: Manner = field(default_factory=Manner)
    image: Callable[[Page], Path] = _no_image
    left_out: Callable[[Page, OpisError], None] = _refuse
    site: Site | None = None
    mark: Mark | None = None
    role: Role = Role.PUBLIC
    collection: Collection | None = None

    def cited(self, excerpt: Excerpt) -> str:
        """The citation of an excerpt, ready to paste."""
        return cite(excerpt.citation, self.manner).text


def whole_pages(
    collection: Collection,
    document: Document,
    role: Role,
    number: int | None = None,
    use: Use = Use.EXPORT,
) -> Iterator[Excerpt]:
    """The pages of a document in order, or page ``number`` alone; those ``role`` may so use.

    Raises:
        NotFound: there is no page ``number``.

    """
    with collection.catalogue() as database:
        now = documents.by_id(database, [document.id]).get(document.id)
        if now is None or not now.rights.allow(role, use):  # removed or closed since it was chosen
            return
        own = (
            pages.readable(database, document.id, role, use)
            if number is None
            else [pages.find(database, now, number, role, use)]
        )
    for at in range(0, len(own), _AT_ONCE):
        with collection.catalogue() as database:
            batch = [
                Excerpt(
                    document,
                    page,
                    pages.reading(database, page.reading) if page.reading else None,
                    layers=pages.layers(database, page),
                )
                for page in own[at : at + _AT_ONCE]
            ]
        yield from batch


def described(some: Iterable[Document]) -> Iterator[Excerpt]:
    """Documents themselves, without anything from inside them."""
    return map(Excerpt, some)
