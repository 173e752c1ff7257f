"""A package for the long term: a bag (:mod:`corpus.bag`) from which a collection can be restored.

::

    data/originals/ab/cdef…              the originals of what is given, as they came
    data/collection/catalogue.sqlite     descriptions, every layer of every page, the history
    data/collection/descriptions.csv     the same without Opis: a row for each document,
    data/collection/readings/…           the pages as ALTO,
    data/collection/finding-aids/…       the fonds as EAD,
    data/collection/readme.txt           and what all this is

It is laid out as a backup is, so that ``opis restore`` takes both. All that is written beside the
catalogue is written from it, after it was reduced to what is given (:mod:`corpus.giving`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import bag, disk, documents, giving
from corpus.access import Role
from corpus.backup import CATALOGUE, ORIGINALS, seal
from corpus.collection import THESAURUS, Collection
from corpus.documents import Document
from corpus.errors import NotFound
from corpus.export.excerpt import About, Excerpt, described, whole_pages
from corpus.export.formats import format_named
from corpus.export.writing import write
from corpus.messages import N_
from corpus.progress import Progress

_README = N_(
    "A collection of scanned documents, packed by BagIt (RFC 8493).\n\n"
    "originals: the scans as they came, each named by its SHA-256.\n"
    "collection/descriptions.csv: a row for each document.\n"
    "collection/readings: the text of each page with the places of its words (ALTO).\n"
    "collection/finding-aids: the fonds with their files and documents (EAD 2002).\n"
    "collection/catalogue.sqlite: all of it with corrections (SQLite). Opis makes a collection "
    "of this folder: opis restore FOLDER --collection NEW\n"
)


def package(excerpts: Iterable[Excerpt], about: About, folder: Path, progress: Progress) -> int:
    """Pack the documents of the excerpts into ``folder``; returns the number of files packed.

    Raises:
        BadUse: the disk is full, or the folder cannot be written.
        NotFound: an original is missing or damaged; nothing is left in ``folder``.

    """
    chosen = [excerpt.document for excerpt in excerpts]
    own = about.collection
    if own is None:
        raise ValueError("a package is made of a collection")
    with disk.writing(folder.parent), TemporaryDirectory(prefix=".new-", dir=folder.parent) as made:
        whole = Path(made) / "bag"
        state = whole / bag.PAYLOAD / "collection"
        state.mkdir(parents=True, mode=0o700)
        (whole / ORIGINALS).mkdir(mode=0o700)
        with own.catalogue() as database:
            given = (document.id for document in chosen)
            giving.write_given(database, state / CATALOGUE, given, about.role)
        if about.role is Role.ARCHIVIST and (own.path / THESAURUS).exists():
            bag.put(state / THESAURUS, (own.path / THESAURUS).read_bytes())
        given_away = replace(own, path=state)
        _describe(given_away, state, replace(about, collection=given_away), progress)
        packed = seal(own, whole, state, {}, progress)
        if packed.missing:
            raise NotFound(
                N_("The original {original} is missing or damaged."),
                remedy=N_("See what can be mended: opis check"),
                original=packed.missing[0],
            )
        files = len(bag.read(whole))
        whole.rename(folder)
    return files


def _describe(given: Collection, state: Path, about: About, progress: Progress) -> None:
    """Write what can be read without Opis beside a catalogue, from that catalogue."""
    with given.catalogue() as database:
        some = documents.listed(database, Role.ARCHIVIST)
        listed = documents.in_inventories(database, Role.ARCHIVIST)
    bag.put(state / "readme.txt", about.translate(_README))
    if some:
        write(format_named("csv"), described(some), about, state / "descriptions.csv")
    pages = chain.from_iterable(whole_pages(given, one, Role.ARCHIVIST) for one in some)
    count = sum(one.pages for one in some)
    if count:
        write(
            format_named("alto"), pages, about, state / "readings", total=count, progress=progress
        )
    if placed := _placed([*listed, *some]):
        write(format_named("ead"), described(placed), about, state / "finding-aids")


def _placed(some: Sequence[Document]) -> list[Document]:
    """Those that stand in a fonds, in the order of their references."""
    placed = [one for one in some if one.description.reference.fonds]
    return sorted(placed, key=lambda one: one.description.reference.sort_key())
