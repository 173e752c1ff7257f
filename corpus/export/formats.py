"""The formats of exports, as ``formats.tsv`` lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from corpus.errors import BadUse, OpisError
from corpus.export.excerpt import About, Excerpt
from corpus.messages import N_
from corpus.progress import Progress
from corpus.tables import rows

#: makes the bytes of a file from excerpts; nothing of it is in memory longer than needed
Writer = Callable[[Iterable[Excerpt], About], Iterator[bytes]]

#: makes a folder of excerpts; returns the number of its files
Filler = Callable[[Iterable[Excerpt], About, Path, Progress], int]


class Extent(StrEnum):
    """What one file of a format holds where several are written."""

    ALL = "all"
    FOLDER = "folder"
    FONDS = "fonds"
    DOCUMENT = "document"
    PAGE = "page"


class Takes(StrEnum):
    """What a format makes something of."""

    PAGES = "pages"
    SCANS = "scans"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the ending of its files (no dot), media type, what one file holds.

    ``takes`` says what of: pages, those alone that have a scan, or documents by their description
    where no words were asked for. A format whose ``extent`` is a document or a page makes one file
    of one document, and a folder of several.
    """

    name: str
    ending: str
    media_type: str
    extent: Extent
    takes: Takes
    function: str

    @property
    def describes(self) -> bool:
        """Whether it lists documents where no words were asked for."""
        return self.takes is Takes.DOCUMENTS

    def fitting(self, excerpts: Iterable[Excerpt], about: About) -> Iterator[Excerpt]:
        """The excerpts that the format can write; of the others ``about`` is told."""
        for excerpt in excerpts:
            if self.takes is Takes.SCANS and excerpt.page is not None:
                try:
                    about.image(excerpt.page)
                except OpisError as reason:
                    about.left_out(excerpt.page, reason)
                    continue
            yield excerpt

    def chunks(self, excerpts: Iterable[Excerpt], about: About) -> Iterator[bytes]:
        """The file as pieces of bytes; the excerpts are drawn as they are needed."""
        writer: Writer = self._made_by()
        return writer(excerpts, about)

    def fill(
        self, excerpts: Iterable[Excerpt], about: About, folder: Path, progress: Progress
    ) -> int:
        """Make the one folder that a format of this extent is; returns how many files it holds."""
        filler: Filler = self._made_by()
        return filler(excerpts, about, folder, progress)

    def _made_by(self) -> Any:
        module, _, name = self.function.partition(":")
        return getattr(import_module(module), name)


@cache
def formats() -> Mapping[str, Format]:
    """The formats by their names."""
    return {
        name: Format(name, ending, media_type, Extent(extent), Takes(takes), function)
        for name, ending, media_type, extent, takes, function in rows(
            "corpus.export", "formats.tsv"
        )
    }


def format_named(name: str) -> Format:
    """The format with this name.

    Raises:
        BadUse: there is none; the remedy lists them.

    """
    found = formats().get(name.strip().casefold())
    if found is None:
        raise BadUse(
            N_("«{name}» is no format of an export."),
            remedy=N_("The formats are {names}."),
            name=name,
            names=", ".join(formats()),
        )
    return found
