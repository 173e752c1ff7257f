"""What is said of a page, for tests: everything has a value, and any may be given."""

from __future__ import annotations

from corpus.access import Level
from index.embedded.facts import Facts


def page(number: int = 1, words: int = 2, **changed: object) -> Facts:
    said: dict[str, object] = {
        "key": 7, "document": "d1", "number": number, "layer": 3, "words": words,
        "access": Level.OPEN, "opens": None, "facets": {}, "years": (1931, 1935),
        "edtf": "1931/1935", "reference": "ref", "added": "2026-11-23",
    }  # fmt: skip
    return Facts(**said | changed)  # type: ignore[arg-type]
