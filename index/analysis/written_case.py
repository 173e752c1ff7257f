"""Abbreviations that only their capitals tell from words: АЛЖИР is a camp, Алжир a country.

The lemma of such an abbreviation is written in capitals. A page whose line is all in capitals may
mean either, and so may a query all in small letters. An exact form knows no case.
"""

from __future__ import annotations

from functools import cache

from corpus.tables import rows


@cache
def _abbreviations() -> dict[str, str]:
    return {word: short for word, short, _ in rows("index.analysis", "written_case.tsv")}


@cache
def beginnings() -> tuple[str, ...]:
    """How the forms of all such words begin."""
    return tuple(_abbreviations())


def of_page(lemma: str, written: str, line: str) -> tuple[str, ...]:
    """The lemmas of a word of a page, from the one that its form has."""
    short = _abbreviations().get(lemma, "")
    if not short or not written.startswith(short):
        return (lemma,)
    return (lemma, short) if line.isupper() else (short,)


def of_query(lemma: str, typed: str) -> tuple[str, ...]:
    """The lemmas that a typed word may mean, from the one that its form has."""
    short = _abbreviations().get(lemma, "")
    if not short:
        return (lemma,)
    if typed.startswith(short):
        return (short,)
    return (lemma,) if typed[:1].isupper() else (lemma, short)


def tells(lemma: str, typed: str) -> bool:
    """Whether capitals of a typed word say which of two is meant."""
    return lemma in _abbreviations() and typed[:1].isupper()
