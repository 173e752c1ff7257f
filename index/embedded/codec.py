"""A Whoosh codec whose segments are one file of memory-mapped arrays each.

What Whoosh's own searcher and writer need is answered from the arrays (:class:`ArrayCodec`), one
posting at a time. It is the slow way, equal to the fast one that :mod:`index.embedded.matching` and
:mod:`index.embedded.committing` go; the tests compare them. The one indexed field is ``terms``;
``facts`` and ``ranges`` are stored.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.codec import base
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo

from index.embedded import arrayfile, facts, postings, ranges, shapes
from index.embedded.arrayfile import Array
from index.embedded.facts import Facts
from index.embedded.postings import Plain, Postings
from index.embedded.ranges import Ranges, WordRanges

FIELD = "terms"
_EXTENSION = ".arrays"
#: how the exact forms among the terms begin
EXACT = b"x"


class ArraySegment(base.Segment):  # type: ignore[misc]  # Whoosh has no types
    """What Whoosh's table of contents keeps of a segment: its name, its size, what is deleted."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self.pages = 0
        self.deleted: frozenset[int] = frozenset()

    def codec(self) -> ArrayCodec:
        """The codec that wrote it."""
        return ArrayCodec()

    def path(self, folder: Path | str) -> Path:
        """Where its arrays are."""
        return Path(folder, self.make_filename(_EXTENSION))

    def should_assemble(self) -> bool:
        """Never: it is one file already."""
        return False

    def doc_count_all(self) -> int:
        """Number of its pages, deleted ones too."""
        return self.pages

    def set_doc_count(self, doccount: int) -> None:
        """Set the number of its pages."""
        self.pages = doccount

    def deleted_count(self) -> int:
        """Number of its deleted pages."""
        return len(self.deleted)

    def deleted_docs(self) -> frozenset[int]:
        """Its deleted pages."""
        return self.deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a page, or take that back."""
        self.delete([docnum]) if delete else self._undelete(docnum)

    def delete(self, pages: Iterable[int]) -> None:
        """Delete pages."""
        self.deleted |= frozenset(pages)

    def _undelete(self, page: int) -> None:
        self.deleted -= {page}

    def is_deleted(self, docnum: int) -> bool:
        """Whether a page is deleted."""
        return docnum in self.deleted


def write_segment(path: Path, parts: Sequence[Plain], beside: Mapping[str, Array]) -> None:
    """Write the file of a segment: its terms, and its facts and ranges ``beside`` them."""
    arrayfile.write(path, arrays_of(parts, beside))


def arrays_of(parts: Sequence[Plain], beside: Mapping[str, Array]) -> dict[str, Array]:
    """All arrays of a segment."""
    forms = [term[1:] for part in parts for term in _exact(part.terms)]
    return postings.pack(parts) | dict(beside) | shapes.pack(forms)


def _exact(terms: Sequence[bytes]) -> Sequence[bytes]:
    """The exact forms among sorted terms."""
    return terms[bisect_left(terms, EXACT) : bisect_left(terms, EXACT + b"\xff")]


class ArrayCodec(base.Codec):  # type: ignore[misc]  # Whoosh has no types
    """Reads and writes :class:`ArraySegment` for Whoosh."""

    length_stats = False

    def __init__(self) -> None:
        #: what a writer has taken beside terms, until their segment is written
        self._facts: list[Facts] = []
        self._ranges: list[Ranges] = []

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        """Return an empty segment."""
        return ArraySegment(indexname)

    def per_document_writer(self, storage: Any, segment: ArraySegment) -> _FactsWriter:
        """Return what takes the facts of pages, one by one."""
        return _FactsWriter(self._facts, self._ranges)

    def field_writer(self, storage: Any, segment: ArraySegment) -> _TermsWriter:
        """Return what takes postings in order and, closed, writes the segment."""
        return _TermsWriter(segment.path(storage.folder), self._facts, self._ranges)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> _TermsReader:
        """Return the terms with their postings."""
        return _TermsReader(segment, arrayfile.read(segment.path(storage.folder)))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> _FactsReader:
        """Return the facts of pages."""
        return _FactsReader(segment, arrayfile.read(segment.path(storage.folder)))


class _FactsWriter(base.PerDocumentWriter):  # type: ignore[misc]
    def __init__(self, facts: list[Facts], ranges: list[Ranges]) -> None:
        self.is_closed = False
        self._facts, self._ranges = facts, ranges

    def start_doc(self, docnum: int) -> None:
        if docnum != len(self._facts):
            raise ValueError("pages come in order, each with its facts")

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        if fieldname == "facts":
            self._facts.append(value)
        elif fieldname == "ranges":
            self._ranges.append(value)

    def close(self) -> None:
        self.is_closed = True


class _TermsWriter(base.FieldWriter):  # type: ignore[misc]
    """Collects postings as Whoosh hands them over: sorted by term, then page."""

    def __init__(self, path: Path, facts: list[Facts], ranges: list[Ranges]) -> None:
        self.is_closed = False
        self._path, self._facts, self._ranges = path, facts, ranges
        self._terms: list[bytes] = []
        self._counts: list[int] = []
        self._pages: list[int] = []
        self._times: list[int] = []
        self._positions: list[int] = []
        self._format = formats.Positions()

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        if fieldname != FIELD:
            raise ValueError(f"only «{FIELD}» is indexed")

    def start_term(self, text: bytes) -> None:
        self._terms.append(text)
        self._counts.append(0)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        positions = self._format.decode_positions(vbytes)
        self._counts[-1] += 1
        self._pages.append(docnum)
        self._times.append(len(positions))
        self._positions += positions

    def finish_term(self) -> None:
        pass

    def close(self) -> None:
        self.is_closed = True
        if self._facts:
            numbers = (self._counts, self._pages, self._times, self._positions)
            plain = Plain(self._terms, *(np.array(some, np.int64) for some in numbers))
            beside = facts.pack(self._facts) | ranges.pack(self._ranges)
            write_segment(self._path, [plain], beside)


class _TermsReader(base.TermsReader):  # type: ignore[misc]
    def __init__(self, segment: ArraySegment, arrays: Mapping[str, Array]) -> None:
        self._postings = Postings(arrays)
        self._words = arrays["words"]
        self._format = formats.Positions()

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return term[0] == FIELD and self._postings.terms.find(term[1]) >= 0

    def _number(self, fieldname: str, text: bytes) -> int:
        number = self._postings.terms.find(text) if fieldname == FIELD else -1
        if number < 0:
            raise KeyError((fieldname, text))
        return number

    def cursor(self, fieldname: str, fieldobj: Any) -> _Cursor:
        return _Cursor(self, self._postings)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return self.terms_from(FIELD, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        terms = self._postings.terms
        return ((FIELD, terms[i]) for i in range(terms.place(prefix), len(terms)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return self.items_from(FIELD, b"")

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        number = self._number(fieldname, text)
        pages, times = self._postings.pages(number), self._postings.times(number)
        lengths = self._words[pages]
        return TermInfo(
            weight=float(times.sum()),
            df=len(pages),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(times.max()),
            minid=int(pages[0]),
            maxid=int(pages[-1]),
        )

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        number = self._number(fieldname, text)
        times = self._postings.times(number).tolist()
        positions = self._postings.positions(number).tolist()
        values, at = [], 0
        for count in times:
            values.append(self._format.encode(positions[at : at + count]))
            at += count
        return ListMatcher(
            self._postings.pages(number).tolist(),
            [float(count) for count in times],
            values,
            format_,
            scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def indexed_field_names(self) -> list[str]:
        return [FIELD]


class _Cursor(base.FieldCursor):  # type: ignore[misc]
    """Goes through the terms of a segment in order."""

    def __init__(self, reader: _TermsReader, own: Postings) -> None:
        self._reader, self._terms, self._at = reader, own.terms, 0

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, string: bytes | str) -> str | None:
        self._at = self._terms.place(string.encode() if isinstance(string, str) else string)
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def is_valid(self) -> bool:
        return self._at < len(self._terms)

    def text(self) -> str | None:
        return self._terms[self._at].decode() if self.is_valid() else None

    def term_info(self) -> TermInfo:
        return self._reader.term_info(FIELD, self._terms[self._at])


class _FactsReader(base.PerDocumentReader):  # type: ignore[misc]
    """Facts, ranges and lengths of pages, and which are deleted."""

    def __init__(self, segment: ArraySegment, arrays: Mapping[str, Array]) -> None:
        self._segment, self._arrays, self._ranges = segment, arrays, WordRanges(arrays)

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> frozenset[int]:
        return self._segment.deleted_docs()

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        about = next(facts.unpack(self._arrays, [docnum]))
        return {"facts": about, "ranges": [*map(tuple, self._ranges.of(docnum).tolist())]}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._arrays["words"][docnum]) if fieldname == FIELD else default

    def field_length(self, fieldname: str) -> int:
        return int(self._arrays["words"].sum()) if fieldname == FIELD else 0

    def min_field_length(self, fieldname: str) -> int:
        return int(self._arrays["words"].min(initial=1 << 30)) if fieldname == FIELD else 0

    def max_field_length(self, fieldname: str) -> int:
        return int(self._arrays["words"].max(initial=0)) if fieldname == FIELD else 0
