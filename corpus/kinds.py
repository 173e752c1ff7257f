"""Kinds of document (order, report, letter …): a table with names in four languages."""

from __future__ import annotations

from functools import cache

from corpus.tables import rows

#: the columns of kinds.tsv after code and group
LANGUAGES = ("ru", "kk", "ky", "en")


@cache
def names() -> dict[str, dict[str, str]]:
    """Code → language → name."""
    return {
        code: dict(zip(LANGUAGES, labels, strict=True))
        for code, _, *labels in rows("corpus", "kinds.tsv")
    }


@cache
def groups() -> dict[str, str]:
    """Code → code of its group, as «order» is one of the «administrative» kinds."""
    return {code: group for code, group, *_ in rows("corpus", "kinds.tsv")}


def kind_code(text: str) -> str:
    """Return the code for a kind given as a code or a name in any of the languages.

    A kind that the table lacks is kept as it was written: archives have their own.
    """
    wanted = text.strip().casefold().replace("ё", "е")
    for code, labels in names().items():
        if wanted in {code, *(n.casefold().replace("ё", "е") for n in labels.values())}:
            return code
    return text.strip()
