"""Letters that are taken for one another when a scan is read (confusions.tsv)."""

from __future__ import annotations

from functools import cache

from corpus.tables import rows


def misread(form: str, other: str) -> bool:
    """Whether two forms differ only in letters that scans are misread in."""
    return as_misread(form) == as_misread(other)


def as_misread(form: str) -> str:
    """A form with one letter for all that are taken for it: the same for all its misreadings."""
    return form.translate(_lookalikes())


@cache
def _lookalikes() -> dict[int, str]:
    """Each letter, and the one that stands for all that are taken for it."""
    out: dict[str, str] = {}
    for letter, read, *_ in rows("index.analysis", "confusions.tsv"):
        out[read] = out[letter] = out.get(letter, out.get(read, letter))
    return str.maketrans(out)
