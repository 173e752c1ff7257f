"""From the words of a query to the terms of an index, strongest kind first.

A page's word is a hit if it has one of the terms; it counts as the strongest kind it has.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.analysis.folding import folded
from index.analysis.positions import Term, lemmatiser, possible_languages
from index.analysis.tokens import tokens
from index.answer import Kind

#: weight of a kind in the score, rule 4 of the query language
WEIGHTS = {Kind.EXACT: 1.0, Kind.LEMMA: 0.9, Kind.FOLDED: 0.5}


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one kind that a query word stands for."""

    kind: Kind
    terms: tuple[str, ...]


def exact_terms(word: str) -> Terms:
    """The form itself."""
    forms = [token.form for token in tokens(word)]
    return Terms(Kind.EXACT, tuple(str(Term(Kind.EXACT, form)) for form in dict.fromkeys(forms)))


def word_terms(
    word: str, *, language: str | None = None, folding: bool = True
) -> tuple[Terms, ...]:
    """The terms of a word in any form.

    It is analysed in every language that its letters allow, or in ``language`` alone. With
    ``folding`` a word in Russian letters also finds the Kazakh and Kyrgyz spelling and back.
    """
    lemmas: list[str] = []
    fold: list[str] = []
    for form in [token.form for token in tokens(word)]:
        fold.append(folded(form))
        for code in (language,) if language else possible_languages(form):
            for lemma in _lemmas(form, code):
                lemmas.append(str(Term(Kind.LEMMA, lemma, code)))
                if code != "ru":
                    fold.append(folded(lemma))
    out = [exact_terms(word), Terms(Kind.LEMMA, tuple(dict.fromkeys(lemmas)))]
    if folding:
        # A page's word that is its own folded form has only the exact term: see `positions`.
        weak = [str(Term(kind, text)) for text in fold for kind in (Kind.FOLDED, Kind.EXACT)]
        out.append(Terms(Kind.FOLDED, tuple(t for t in dict.fromkeys(weak)
                                            if t not in out[0].terms)))  # fmt: skip
    return tuple(group for group in out if group.terms)


def _lemmas(form: str, language: str) -> list[str]:
    if not any(c.isalpha() for c in form) or not possible_languages(form):
        return []
    return [lemma.text for lemma in lemmatiser(language).lemmas(form)]
