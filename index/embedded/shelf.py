"""The facet «archive» below its fonds: opis (or box) and file.

They are not kept as paths: a collection may have as many files as documents, and all would be
counted with every answer. What stands right below a path is counted where that is kept.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from corpus.labels import BOX, NO_OPIS, PATH, lineage
from index.embedded.facet import Facet
from index.embedded.outcome import Mask
from index.embedded.snapshot import Snapshot


def is_below(value: str) -> bool:
    """Whether a value of the facet stands below a fonds."""
    return value.count(PATH) > 1


def bearing(snapshot: Snapshot, value: str) -> Mask:
    """Mark the records that stand below a fonds, or at it, as the value says."""
    archive, fonds, *below = value.split(PATH, 3)
    there = snapshot.facet("archive").bearing((archive + PATH + fonds,), snapshot.records)
    if below:
        there &= _in_opis(snapshot, below[0])
    if len(below) > 1:
        there &= snapshot.facet("file").bearing((below[1],), snapshot.records)
    return there


def counts(snapshot: Snapshot, selected: Iterable[str], records: Mask) -> dict[str, int]:
    """How many documents of some records stand right below the selected and what is over them."""
    paths = {over for value in selected for over in lineage("archive", value)}
    out: dict[str, int] = {}
    for path in paths:
        depth = path.count(PATH)
        if depth not in (1, 2):
            continue
        own = records & bearing(snapshot, path)
        for value, n in (_opisi if depth == 1 else _files)(snapshot, own).items():
            out[path + PATH + value] = n
    return out


def _opisi(snapshot: Snapshot, records: Mask) -> dict[str, int]:
    opis, box = snapshot.facet("opis"), snapshot.facet("box")
    out = _documents(opis, records)
    boxed = _documents(box, records & ~_bears(opis, snapshot))
    out |= {f"{BOX}{value}": n for value, n in boxed.items()}
    bare = len(np.unique(snapshot.document_of[records & _without_opis(snapshot)]))
    return out | ({NO_OPIS: bare} if bare else {})


def _files(snapshot: Snapshot, records: Mask) -> dict[str, int]:
    return _documents(snapshot.facet("file"), records)


def _in_opis(snapshot: Snapshot, value: str) -> Mask:
    opis, box = snapshot.facet("opis"), snapshot.facet("box")
    if value == NO_OPIS:
        return _without_opis(snapshot)
    if value.startswith(BOX):
        numbered = box.bearing((value.removeprefix(BOX),), snapshot.records)
        return np.asarray(numbered & ~_bears(opis, snapshot))
    return opis.bearing((value,), snapshot.records)


def _without_opis(snapshot: Snapshot) -> Mask:
    """Mark the records whose file stands right below its fonds."""
    opis, box, file = (_bears(snapshot.facet(part), snapshot) for part in ("opis", "box", "file"))
    return np.asarray(file & ~opis & ~box)


def _bears(facet: Facet, snapshot: Snapshot) -> Mask:
    """Mark the records that bear any value."""
    out = np.zeros(snapshot.records, bool)
    out[facet.owner] = True
    return out


def _documents(facet: Facet, records: Mask) -> dict[str, int]:
    """How many documents of some records bear each value."""
    pairs = np.unique(facet.pair[records[facet.owner]])
    numbers = np.bincount(pairs // facet.documents, minlength=len(facet.values))
    some = np.flatnonzero(numbers)
    return {facet.values[i]: n for i, n in zip(some.tolist(), numbers[some].tolist(), strict=True)}
