"""The one way to write a generation: pages into segments, segments into a commit.

A writer inverts its pages in arrays and writes them as segments itself; Whoosh keeps the table of
contents and its lock. After each commit segments are merged, eight small ones or four of a size
into one of the next, so that an index has few of them and every page is written again only a few
times. Files are brought to the disk before a commit names them: after a crash the last commit
stands.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.writing import SegmentWriter

from index.embedded import arrayfile, facts, merging, ranges
from index.embedded.codec import ArrayCodec, ArraySegment, write_segment
from index.embedded.facts import Facts
from index.embedded.inverting import Inverter
from index.embedded.postings import Postings
from index.embedded.ranges import Ranges
from index.embedded.schema import schema

#: a segment is written when so many terms at positions are held (about 9,000 pages)
HELD = 8_000_000
#: segments of fewer pages than this are merged when there are so many of them, whatever their size:
#: a page that is added alone costs a merge only now and then
SMALL, MANY = 64, 8
#: of larger ones so many of a size are merged, or more
ALIKE = 4
#: no segment gets more pages: merging holds its terms in memory
LARGEST = 200_000


class Storage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """A folder whose files are brought to the disk before they get their names."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file that was written."""
        with Path(self.folder, oldname).open("rb") as file:
            os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe=safe)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def opened(folder: Path) -> FileIndex:
    """The Whoosh index in a folder; its schema is ours, never one unpickled from disk."""
    return FileIndex(Storage(str(folder)), schema=schema())


def create(folder: Path) -> None:
    """Make an empty index in an empty folder."""
    Storage(str(folder)).create_index(schema())


def serial_of(contents: TOC) -> int:
    """The serial of the newest change that a commit holds, with all before it; 0 where none is."""
    return getattr(contents.segments, "serial", 0)


def verify(folder: Path) -> None:
    """Compare all files with their checksums; raises where one differs."""
    for segment in opened(folder)._read_toc().segments:
        arrayfile.verify(segment.path(folder))


def stored(folder: Path) -> list[Facts]:
    """The facts of all live pages; the files' checksums are compared first."""
    verify(folder)
    out: list[Facts] = []
    for segment in opened(folder)._read_toc().segments:
        live = np.flatnonzero(_live(segment)).tolist()
        out += facts.unpack(arrayfile.read(segment.path(folder)), live)
    return out


class Segments(list[ArraySegment]):
    """The segments of a commit, as Whoosh keeps them, with the serial of the commit."""

    def __init__(self, segments: Iterable[ArraySegment], serial: int) -> None:
        super().__init__(segments)
        self.serial = serial

    def __reduce__(self) -> tuple[Any, ...]:
        return Segments, ([*self], self.serial)


class Writer(SegmentWriter):  # type: ignore[misc]
    """Adds and deletes pages; nothing is there before :meth:`commit`.

    ``add_document(terms=…, facts=…, ranges=…)``, Whoosh's own way, gives the same; the two must not
    be mixed.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(opened(folder), codec=ArrayCodec(), compound=False)
        self._inverter, self._facts, self._ranges = Inverter(), list[Facts](), list[Ranges]()
        self._written: list[ArraySegment] = []

    def add_page(self, terms: Iterable[Sequence[str]], about: Facts, words: Ranges) -> None:
        """Add a page: the terms of each position in order, its facts, where its words stand."""
        self._inverter.add(terms)
        self._facts.append(about)
        self._ranges.append(words)
        if len(self._inverter) >= HELD:
            self._flush()

    def delete_pages(self, keys: Iterable[int]) -> None:
        """Delete the pages with these keys, as far as they were committed."""
        some = np.fromiter(keys, np.int64)
        for segment in self.segments:
            there = np.isin(arrayfile.read(segment.path(self.storage.folder))["key"], some)
            segment.delete(np.flatnonzero(there).tolist())

    def commit(self, serial: int | None = None, **_: Any) -> None:
        """Bring all to the disk and make it the newest state.

        It holds the catalogue's changes up to ``serial``; without that as many as the last one.
        """
        self._flush()
        if self._added:  # by Whoosh's own way
            self._written.append(self._finalize_segment())
        else:
            self._close_segment()
        segments = [s for s in (*self.segments, *self._written) if s.doc_count()]
        seen = getattr(self.segments, "serial", 0) if serial is None else serial
        self._commit_toc(Segments(self._merged(segments), seen))
        for left in Path(self.storage.folder).glob("*.toc.*"):  # by a writer that was killed
            left.unlink()
        self._finish()

    def _flush(self) -> None:
        if self._facts:
            segment = self._new_segment(len(self._facts))
            beside = facts.pack(self._facts) | ranges.pack(self._ranges)
            write_segment(segment.path(self.storage.folder), [self._inverter.plain()], beside)
            self._written.append(segment)
            self._inverter, self._facts, self._ranges = Inverter(), [], []

    def _new_segment(self, pages: int) -> ArraySegment:
        segment: ArraySegment = self.codec.new_segment(self.storage, self.indexname)
        segment.set_doc_count(pages)
        return segment

    def _merged(self, segments: list[ArraySegment]) -> list[ArraySegment]:
        while some := _to_merge(segments):
            segments = [s for s in segments if s not in some]
            segments.append(self._merge(some))
        return segments

    def _merge(self, segments: Sequence[ArraySegment]) -> ArraySegment:
        paths = [segment.path(self.storage.folder) for segment in segments]
        for path in paths:  # damage would get a checksum that fits it
            arrayfile.verify(path)
        arrays = [arrayfile.read(path) for path in paths]
        live = [_live(segment) for segment in segments]
        out = self._new_segment(sum(segment.doc_count() for segment in segments))
        terms = merging.merged([Postings(some) for some in arrays], live)
        beside = facts.merged(arrays, live) | ranges.merged(arrays, live)
        write_segment(out.path(self.storage.folder), terms, beside)
        return out


def _live(segment: ArraySegment) -> npt.NDArray[np.bool_]:
    live = np.ones(segment.doc_count_all(), bool)
    live[list(segment.deleted_docs())] = False
    return live


def _to_merge(segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """The segments that should become one: the small ones, else those of a size, else none."""
    for segment in segments:
        if segment.deleted_count() > segment.doc_count():
            return [segment]
    small = [segment for segment in segments if segment.doc_count() < SMALL]
    if len(small) >= MANY:
        return small
    large = [segment for segment in segments if segment.doc_count() >= SMALL]
    by_size = sorted(large, key=lambda segment: segment.doc_count())
    for first in range(len(by_size) - ALIKE + 1):
        some, pages = list[ArraySegment](), 0
        for segment in by_size[first:]:
            pages += segment.doc_count()
            if segment.doc_count() >= ALIKE * by_size[first].doc_count() or pages > LARGEST:
                break
            some.append(segment)
        if len(some) >= ALIKE:
            return some
    return []
