"""From the words of a query to the terms of an index, strongest kind first.

A page's word is a hit if it has one of the terms; it counts as the strongest kind it has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.analysis.days import MOST_WORDS, day_term
from index.analysis.folding import folded
from index.analysis.positions import Term, lemmas, possible_languages, respelled
from index.analysis.tokens import tokens
from index.answer import Kind

#: how the terms of the kind begin (see :mod:`index.analysis.positions`)
ALTERNATIVE = "a"
#: weight of a kind in the score, rule 4 of the query language
WEIGHTS = {Kind.EXACT: 1.0, Kind.LEMMA: 0.9, Kind.FOLDED: 0.5, Kind.ALTERNATIVE: 0.4}


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one kind that a query word stands for."""

    kind: Kind
    terms: tuple[str, ...]


def exact_terms(word: str) -> Terms:
    """The form itself."""
    forms = [token.form for token in tokens(word)]
    return Terms(Kind.EXACT, tuple(str(Term(Kind.EXACT, form)) for form in dict.fromkeys(forms)))


def day_terms(value: str) -> dict[str, int]:
    """The terms of a day, each with the number of words that its date has on the page."""
    return {
        str(Term(Kind.LEMMA, day_term(value, words))): words for words in range(1, MOST_WORDS + 1)
    }


def word_terms(
    word: str, *, language: str | None = None, folding: bool = True
) -> tuple[Terms, ...]:
    """The terms of a word in any form.

    It is analysed in every language that its letters allow, or in ``language`` alone. With
    ``folding`` a word in Russian letters also finds the Kazakh and Kyrgyz spelling and back. What
    a scan's word may be besides what was read is found in the same ways.
    """
    whole: list[str] = []
    fold: list[str] = []
    for form in [token.form for token in tokens(word)]:
        forms = [folded(form)]
        for code in (language,) if language else possible_languages(form):
            for lemma in lemmas(form, code):
                stored = str(Term(Kind.LEMMA, lemma.text, code))
                (fold if respelled(form, lemma.text) else whole).append(stored)
                if code != "ru" and folded(lemma.text) != lemma.text:
                    forms.append(folded(lemma.text))
        # A page's word that is its own folded form has only the exact term: see `positions`.
        fold += [str(Term(kind, text)) for text in forms for kind in (Kind.FOLDED, Kind.EXACT)]
    groups = [exact_terms(word), Terms(Kind.LEMMA, tuple(dict.fromkeys(whole)))]
    if folding:
        stronger = {term for group in groups for term in group.terms}
        groups.append(Terms(Kind.FOLDED, tuple(t for t in dict.fromkeys(fold)
                                               if t not in stronger)))  # fmt: skip
    groups.append(_alternatives(groups))
    return tuple(group for group in groups if group.terms)


def _alternatives(groups: Iterable[Terms]) -> Terms:
    """The same terms where they are only what a word may be besides what was read."""
    found = (ALTERNATIVE + term[1:] for group in groups for term in group.terms)
    return Terms(Kind.ALTERNATIVE, tuple(dict.fromkeys(found)))
