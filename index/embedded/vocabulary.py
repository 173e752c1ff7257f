"""Which exact forms of a segment fit a pattern or are like a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein

from index.analysis.folding import exact
from index.analysis.tokens import tokens
from index.embedded import shapes
from index.embedded.codec import EXACT
from index.embedded.postings import Ints
from index.embedded.snapshot import Segment


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of exact forms: what stands between its stars, «?» for any one character.

    There is one piece more than stars: the first must begin a form, the last must end it.
    """

    pieces: tuple[str, ...]

    @classmethod
    def read(cls, written: str) -> Pattern:
        """The pattern that was typed; letters between its wildcards are compared as exact forms."""
        forms = (part if part in "*?" else _form(part) for part in re.split(r"([*?])", written))
        return cls(tuple("".join(forms).split("*")))

    @property
    def head(self) -> str:
        """The letters with which every form begins."""
        return self.pieces[0].split("?")[0]

    @property
    def rarest(self) -> str:
        """The longest run of letters that every form has."""
        return max((run for piece in self.pieces for run in piece.split("?")), key=len)

    def fits(self, form: str) -> bool:
        """Whether a form is of the pattern; takes time with the product of their lengths at most.

        Between the first and the last piece each is taken as far to the left as it goes.
        """
        first, *rest = self.pieces
        if len(form) < sum(map(len, self.pieces)) or not _at(form, 0, first):
            return False
        if not rest:
            return len(form) == len(first)
        at, end = len(first), len(form) - len(rest[-1])
        for piece in rest[:-1]:
            while at + len(piece) <= end and not _at(form, at, piece):
                at += 1
            at += len(piece)
        return at <= end and _at(form, end, rest[-1])


def _form(letters: str) -> str:
    """Letters as a form has them: «О.Г.П.У» is «огпу», «з/к» is «зк»."""
    whole = [token.form for token in tokens(letters)
             if (token.start, token.end) == (0, len(letters))]  # fmt: skip
    return whole[0] if whole else exact(letters)


def _at(form: str, at: int, piece: str) -> bool:
    if "?" not in piece:
        return form.startswith(piece, at)
    there = form[at : at + len(piece)]
    return len(there) == len(piece) and all(
        a in ("?", b) for a, b in zip(piece, there, strict=True)
    )


def fitting(segment: Segment, pattern: Pattern) -> Iterator[str]:
    """Yield the forms of a pattern in order."""
    terms = segment.postings.terms
    if pattern.head:
        numbers: Sequence[int] = terms.beginning(EXACT + pattern.head.encode())
    else:
        numbers = _holding(segment, pattern.rarest.encode())
    for number in numbers:
        form = terms[number][1:].decode()
        if pattern.fits(form):
            yield form


def _holding(segment: Segment, letters: bytes) -> Sequence[int]:
    """The numbers of the exact forms in which some letters stand, ascending."""
    terms, forms = segment.postings.terms, segment.forms
    if not letters or not forms:
        return forms
    edges = terms.starts[forms.start : forms.stop + 1]
    whole = terms.data[edges[0] : edges[-1]].tobytes()
    found = np.array([m.start() for m in re.finditer(re.escape(letters), whole)], np.int64)
    at = np.searchsorted(edges.astype(np.int64) - int(edges[0]), found, side="right") - 1
    return (np.unique(at) + forms.start).tolist()  # type: ignore[no-any-return]


def like(segment: Segment, form: str, edits: int) -> Iterator[tuple[str, int]]:
    """Yield the forms within so many edits of ``form``, each with its edits."""
    for place in shapes.alike(segment.arrays, form, edits).tolist():
        other = segment.postings.terms[segment.forms[place]][1:].decode()
        distance = DamerauLevenshtein.distance(form, other, score_cutoff=edits)
        if distance <= edits:
            yield other, distance


#: how patronymics end, in any case: Николаевич, Ильича, Сергеевне
PATRONYMIC = re.compile(r"[^\W\d_]+(?:[вьтмк]ич(?:а|у|ем|е|и|ей)?|(?:вн|ичн)(?:а|ы|е|у|ой|ою))")


def patronymics(segment: Segment, letter: str) -> Iterator[str]:
    """Yield the patronymics among the forms that begin with a letter."""
    terms = segment.postings.terms
    for number in terms.beginning(EXACT + letter.encode()):
        form = terms[number][1:].decode()
        if PATRONYMIC.fullmatch(form):
            yield form


def beginning(segment: Segment, letter: str, mark: str = "") -> tuple[Ints, Ints]:
    """Page and position of every word of two letters or more that begins with a letter.

    With the mark of an overhang they are words of the next page.
    """
    prefix = mark.encode() + EXACT + letter.encode()
    numbers = segment.postings.terms.beginning(prefix)
    if numbers and segment.postings.terms[numbers.start] == prefix:
        numbers = range(numbers.start + 1, numbers.stop)
    plain = segment.postings.plain(numbers)
    return np.repeat(plain.pages, plain.times), plain.positions
