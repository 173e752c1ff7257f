"""What a page is, beside its words: enough to filter, count, sort and show it.

In a segment, facts are arrays (see :mod:`index.embedded.arrayfile`) over its N pages and over its R
*records*: a record is what the pages of a document have in common. Strings stand once in a pool, in
order, and are told by their number there.

=====================  ======  ============================================================
``pool``               u1      the strings (:mod:`index.embedded.strings`), ``pool_starts``
``key`` ``layer``      i8, N   the catalogue's numbers of the page and of its reading
``number`` ``words``   i4, N   its place in the document from 1; its length in words
``record``             i4, N   its record
``document`` …         i4, R   strings: document, access, and the keys of the sort orders
``opens``              i4, R   day on which a restriction ends (proleptic ordinal), 0: none
``first_year`` …       i2, R   and ``last_year``; :data:`UNDATED_YEAR` where there are none
``NAME_owner``         i4      for each value of a facet, the record (or page) that bears it
``NAME_value``         i4      ... and the value, a string
=====================  ======  ============================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.access import Level
from index.answer import FACETS, NAMED
from index.embedded.arrayfile import Array
from index.embedded.strings import Strings, packed, united

UNDATED_YEAR = -32768
#: facets whose values a page bears by itself; the others belong to its document
PAGE_FACETS = frozenset(
    {"language", "text_source", "quality", "leaf", "found_kind", "unconfirmed", *NAMED}
)
#: parts of a reference
PARTS = ("fonds", "box", "opis", "file")
#: what of a description is kept as the terms of its words, each in a facet of its own
WORDS = {name: f"{name}_words" for name in ("title", "author", "addressee")}
#: facets that are kept: those that are shown, what only queries ask for, and the kind that a page's
#: heading names, by itself. Access depends on the day and is worked out when asked.
KEPT_FACETS = (
    *(name for name in FACETS if name != "access"), *PARTS, *WORDS.values(), "leaf", "found_kind",
)  # fmt: skip

#: what a page has of its own, beside its record
_NUMBERS = ("key", "layer", "number", "words")
STRINGS = ("document", "access", "edtf", "reference", "added")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the index keeps of a page.

    ``facets`` maps a facet's name to this page's values; ``years`` are the first and last year of
    the document (inclusive), None where it is undated. ``edtf``, ``reference`` and ``added`` are
    strings that sort as the results of :class:`index.answer.Sort` do.
    """

    key: int
    document: str
    number: int
    layer: int
    words: int
    access: Level
    opens: date | None
    facets: Mapping[str, tuple[str, ...]]
    years: tuple[int, int] | None
    edtf: str
    reference: str
    added: str


def pack(facts: Sequence[Facts]) -> dict[str, Array]:
    """Return the arrays of pages with these facts."""
    records: dict[tuple[Any, ...], int] = {}
    record = [records.setdefault(_common(fact), len(records)) for fact in facts]
    firsts = dict(zip(reversed(record), reversed(facts), strict=True))
    heads = [firsts[i] for i in range(len(records))]
    strings = {value for fact in facts for values in fact.facets.values() for value in values}
    strings |= {getattr(head, name) for head in heads for name in STRINGS}
    pool = sorted(string.encode() for string in strings)
    number = {string.decode(): i for i, string in enumerate(pool)}
    data, starts = packed(pool)
    out: dict[str, Array] = {
        "pool": data,
        "pool_starts": starts,
        "key": _ints((fact.key for fact in facts), np.int64),
        "layer": _ints((fact.layer for fact in facts), np.int64),
        "number": _ints((fact.number for fact in facts), np.int32),
        "words": _ints((fact.words for fact in facts), np.int32),
        "record": _ints(record, np.int32),
        "opens": _ints((h.opens.toordinal() if h.opens else 0 for h in heads), np.int32),
        "first_year": _ints((_year(h.years, 0) for h in heads), np.int16),
        "last_year": _ints((_year(h.years, 1) for h in heads), np.int16),
    }
    for name in STRINGS:
        out[name] = _ints((number[getattr(head, name)] for head in heads), np.int32)
    for name in KEPT_FACETS:
        owners = facts if name in PAGE_FACETS else heads
        pairs = [(i, number[v]) for i, f in enumerate(owners) for v in f.facets.get(name, ())]
        out[f"{name}_owner"] = _ints((owner for owner, _ in pairs), np.int32)
        out[f"{name}_value"] = _ints((value for _, value in pairs), np.int32)
    return out


def unpack(arrays: Mapping[str, Array], pages: Iterable[int]) -> Iterator[Facts]:
    """Yield the facts of pages of a segment."""
    pool = [string.decode() for string in Strings(arrays["pool"], arrays["pool_starts"]).all()]
    for page in pages:
        head = int(arrays["record"][page])
        strings = {name: pool[arrays[name][head]] for name in STRINGS}
        opens, first = int(arrays["opens"][head]), int(arrays["first_year"][head])
        yield Facts(
            key=int(arrays["key"][page]),
            document=strings["document"],
            number=int(arrays["number"][page]),
            layer=int(arrays["layer"][page]),
            words=int(arrays["words"][page]),
            access=Level(strings["access"]),
            opens=date.fromordinal(opens) if opens else None,
            facets={
                name: tuple(
                    pool[value]
                    for value in _held(arrays, name, page if name in PAGE_FACETS else head)
                )
                for name in KEPT_FACETS
            },
            years=None if first == UNDATED_YEAR else (first, int(arrays["last_year"][head])),
            edtf=strings["edtf"],
            reference=strings["reference"],
            added=strings["added"],
        )


def merged(
    segments: Sequence[Mapping[str, Array]], live: Sequence[npt.NDArray[np.bool_]]
) -> dict[str, Array]:
    """Return the arrays of the live pages of several segments, numbered through."""
    pools = [Strings(s["pool"], s["pool_starts"]).all() for s in segments]
    pool, renumberings = united(pools)
    parts: dict[str, list[Array]] = {}
    pages = records = 0
    for segment, mask, moves in zip(segments, live, renumberings, strict=True):
        renumbered = moves.astype(np.int32)
        used = np.unique(segment["record"][mask])
        record = np.full(len(segment["document"]), -1, np.int32)
        record[used] = np.arange(len(used)) + records
        page = np.where(mask, np.cumsum(mask) - 1 + pages, -1).astype(np.int32)
        new = {name: segment[name][mask] for name in _NUMBERS}
        new["record"] = record[segment["record"][mask]]
        new |= {name: segment[name][used] for name in ("opens", "first_year", "last_year")}
        new |= {name: renumbered[segment[name][used]] for name in STRINGS}
        for name in KEPT_FACETS:
            moved = page if name in PAGE_FACETS else record
            owner = moved[segment[f"{name}_owner"]]
            kept = owner >= 0
            new[f"{name}_owner"] = owner[kept]
            new[f"{name}_value"] = renumbered[segment[f"{name}_value"][kept]]
        for name, array in new.items():
            parts.setdefault(name, []).append(array)
        pages, records = pages + int(mask.sum()), records + len(used)
    data, starts = packed(pool)
    joined = {name: np.concatenate(arrays) for name, arrays in parts.items()}
    return {"pool": data, "pool_starts": starts, **joined}


def _common(fact: Facts) -> tuple[Any, ...]:
    """What the pages of a document have in common."""
    facets = tuple((n, v) for n, v in sorted(fact.facets.items()) if n not in PAGE_FACETS)
    return (facets, fact.opens, fact.years, *(getattr(fact, name) for name in STRINGS))


def _year(years: tuple[int, int] | None, which: int) -> int:
    """A year as it is kept; what lies beyond 32,000 years is as far away as that."""
    return min(max(years[which], -32000), 32000) if years else UNDATED_YEAR


def _ints(values: Iterable[int], dtype: type[np.signedinteger[Any]]) -> Array:
    return np.fromiter(values, dtype)


def _held(arrays: Mapping[str, Array], name: str, owner: int) -> Array:
    owners = arrays[f"{name}_owner"]
    low, high = np.searchsorted(owners, [owner, owner + 1])
    return arrays[f"{name}_value"][low:high]
