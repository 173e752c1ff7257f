"""How like two words are: the same, spelt otherwise, another form, or another word.

Alignment needs a number for every pair of a quotation's and a page's words, so that is worked out
from letters alone; which of the four a pair is costs a look into dictionaries and is only asked of
pairs that alignment has put beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from index.analysis.before_1918 import modern_spellings
from index.analysis.folding import folded
from index.analysis.lemmatiser import GUESSES
from index.analysis.misreading import as_misread, misread
from index.analysis.positions import LANGUAGES, lemmas, possible_languages

Scores = npt.NDArray[np.float32]

#: Pairs of words of which fewer letters are the same (1 - edits / letters of the longer) are
#: scored as different ones.
ALIKE = 0.55
#: shorter words are the same or others: «на» is no misread «не»
SHORTEST_ALIKE = 4
#: words that a scan or a keyboard has spoilt keep so many of their letters
MISREAD = 0.6
#: what a pair of different words costs an alignment
DIFFERENT = -0.35
#: the score of words that are the same in Russian letters only: «еңбек» and «енбек»
RESPELT = 0.95
#: tables of lemmas that are guessed or put together: such words are in no dictionary
_GUESSED = GUESSES | {"russian_first_parts.tsv"}


class Likeness(IntEnum):
    """What two words are to each other, the likest first."""

    SAME = 0
    SPELLING = 1
    INFLECTED = 2
    OTHER = 3


def scores(mine: Sequence[str], theirs: Sequence[str]) -> Scores:
    """For each pair of words 1 if they are the same, less if they are alike, else below 0.

    One row for each of ``mine``, one column for each of ``theirs``.
    """
    own, own_at = np.unique(np.array(mine, object), return_inverse=True)
    other, other_at = np.unique(np.array(theirs, object), return_inverse=True)
    mine_folded, theirs_folded = ([folded(w) for w in words.tolist()] for words in (own, other))
    alike = cdist(
        mine_folded,
        theirs_folded,
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=ALIKE,
        dtype=np.float32,
    )
    short = _short(mine_folded)[:, None] | _short(theirs_folded)[None, :]
    alike[short & (alike < 1)] = 0
    value = np.where(alike >= ALIKE, 2 * alike - 1, DIFFERENT).astype(np.float32)
    place = {word: n for n, word in enumerate(other.tolist())}
    same = np.array([place.get(word, -1) for word in own.tolist()])
    value[(value == 1) & (same[:, None] != np.arange(len(other)))] = RESPELT
    return np.asarray(value[own_at][:, other_at])


def _short(words: Sequence[str]) -> npt.NDArray[np.bool_]:
    return np.array([len(word) < SHORTEST_ALIKE or word.isdigit() for word in words], bool)


def judged(mine: str, theirs: str, my_form: str, their_form: str, language: str | None) -> Likeness:
    """What two words are to each other: as they are written, and as they are compared.

    ``language`` is that of the line in which the second stands.
    """
    if _plain(mine) == _plain(theirs):
        return Likeness.SAME
    return _judged(my_form, their_form, language)


def _plain(written: str) -> str:
    return "".join(c for c in written.casefold() if c.isalnum())


@lru_cache(maxsize=1 << 14)
def _judged(mine: str, theirs: str, language: str | None) -> Likeness:
    if mine == theirs or folded(mine) == folded(theirs):
        return Likeness.SPELLING
    if theirs in modern_spellings(mine) or mine in modern_spellings(theirs):
        return Likeness.SPELLING
    if _lemmas(mine, language) & _lemmas(theirs, language):
        return Likeness.INFLECTED
    return Likeness.SPELLING if _is_spoilt(mine, theirs, language) else Likeness.OTHER


def _lemmas(form: str, language: str | None) -> set[tuple[str, str]]:
    """The lemmas of a form in a language, or in all that it may be of."""
    possible = possible_languages(form)
    codes = (language,) if language in possible else possible
    return {(code, lemma.text) for code in codes for lemma in lemmas(form, code or "")}


def _is_spoilt(mine: str, theirs: str, language: str | None) -> bool:
    """Whether one of two words is the other with some letters wrong, and so no word itself.

    Two words of the dictionary are two words however like they are, and figures are what they are.
    """
    if any(c.isdigit() for c in mine) and any(c.isdigit() for c in theirs):
        return False
    longest = max(len(mine), len(theirs))
    if misread(mine, theirs) and longest < SHORTEST_ALIKE:
        return True
    edits = Levenshtein.distance(as_misread(mine), as_misread(theirs))
    if edits > 1 and edits > (1 - MISREAD) * longest:
        return False
    return not (_is_known(mine, language) and _is_known(theirs, language))


def _is_known(form: str, language: str | None) -> bool:
    """Whether a word is in a dictionary of its language."""
    if any(c.isdigit() for c in form):
        return False
    possible = possible_languages(form)
    codes = (language,) if language in possible else possible
    return any(
        lemma.table not in _GUESSED
        for code in codes
        if code in LANGUAGES
        for lemma in lemmas(form, code)
    )
