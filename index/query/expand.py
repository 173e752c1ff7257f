"""From the words of a query to the terms of an index, strongest kind first.

A page's word is a hit if it has one of the terms; it counts as the strongest kind it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.analysis import written_case
from index.analysis.days import MOST_WORDS, day_term
from index.analysis.folding import exact, folded
from index.analysis.lemmatiser import BY_RULE, GUESSES, Lemma
from index.analysis.overhang import MARK
from index.analysis.positions import SHORT_FOLD, Term, lemmas, possible_languages, respelled
from index.analysis.tokens import tokens
from index.answer import Kind

#: how the terms of kinds that are not what stands there begin (:mod:`index.analysis.positions`)
INSTEAD = {Kind.ALTERNATIVE: "a", Kind.EARLIER: "e"}
#: weight of a kind in the score, rule 4 of the query language
WEIGHTS = {
    Kind.EXACT: 1.0,
    Kind.LEMMA: 0.9,
    Kind.FOLDED: 0.5,
    Kind.ALTERNATIVE: 0.4,
    Kind.EARLIER: 0.4,
    Kind.FUZZY: 0.3,
    Kind.THESAURUS: 0.3,
}
#: A lemma of at least this weight leaves no doubt what a word is …
CERTAIN = 0.95
#: … and one of at most this weight is doubtful. Of the treebanks' forms that both languages could
#: have, 2 of 1,063 Kazakh and 6 of 3,831 Kyrgyz ones lose their lemma by these two (2026-11-26).
DOUBTFUL = 0.65
_SISTERS = ("kk", "ky")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one kind that a query word stands for, each with what people call it.

    That is the word as it was typed, or the headword of a lemma. ``part`` is what of the weight of
    their kind they have.
    """

    kind: Kind
    terms: Mapping[str, str]
    part: float = 1.0


@lru_cache(maxsize=4096)
def exact_terms(word: str) -> Terms:
    """The form itself."""
    forms = [token.form for token in tokens(word)]
    return Terms(Kind.EXACT, {str(Term(Kind.EXACT, form)): word for form in forms})


def of_name(groups: Iterable[Terms], name: str) -> tuple[Terms, ...]:
    """The same terms where they are of a name that comes from the thesaurus.

    They weigh less than what was typed, and among each other as their kinds do.
    """
    return tuple(
        Terms(Kind.THESAURUS, dict.fromkeys(group.terms, name), WEIGHTS[group.kind] * group.part)
        for group in groups
    )


def carried(group: Terms) -> Terms:
    """The same terms where a page carries them of the next one."""
    return Terms(group.kind, {MARK + term: word for term, word in group.terms.items()}, group.part)


def day_terms(value: str) -> dict[str, int]:
    """The terms of a day, each with the number of words that its date has on the page."""
    return {
        str(Term(Kind.LEMMA, day_term(value, words))): words for words in range(1, MOST_WORDS + 1)
    }


@lru_cache(maxsize=4096)  # the names of the thesaurus come again with every search
def word_terms(
    word: str, *, language: str | None = None, folding: bool = True
) -> tuple[Terms, ...]:
    """The terms of a word in any form.

    It is analysed in every language that its letters allow, or in ``language`` alone. With
    ``folding`` a word in Russian letters also finds the Kazakh and Kyrgyz spelling and back, but
    «жаңа» (new) not every «жана» (and), and «өт» no «от». What a scan's word may be besides what
    was read is found in the same ways. «Алжир» is no «АЛЖИР»: see
    :mod:`index.analysis.written_case`.
    """
    whole: dict[str, str] = {}
    fold: list[str] = []
    told = False
    for form, typed in [(token.form, word[token.start : token.end]) for token in tokens(word)]:
        forms = [folded(form)]
        codes = (language,) if language else possible_languages(form)
        for code, found in _plausible({code: lemmas(form, code) for code in codes}, form).items():
            for lemma in found:
                told |= written_case.tells(lemma.text, typed)
                for text in written_case.of_query(lemma.text, typed):
                    stored = str(Term(Kind.LEMMA, text, code))
                    if respelled(form, lemma.text):
                        fold.append(stored)
                    else:
                        whole.setdefault(stored, _named(lemma, found, form, word))
                if code != "ru" and folded(lemma.text) != lemma.text:
                    forms.append(folded(lemma.text))
        # What is its own folded form, as names in Russian texts are, has only the exact term.
        for text in forms:
            fold.append(str(Term(Kind.FOLDED, text)))
            if text == form or len(text) > SHORT_FOLD:
                fold.append(str(Term(Kind.EXACT, text)))
    groups = [Terms(Kind.LEMMA, whole)]
    if not told:
        groups.insert(0, exact_terms(word))
    if folding and not told:
        stronger = {term for group in groups for term in group.terms}
        weaker = (term for term in fold if term not in stronger)
        groups.append(Terms(Kind.FOLDED, dict.fromkeys(weaker, word)))
    groups += [_instead(groups[:], kind) for kind in INSTEAD]
    return tuple(group for group in groups if group.terms)


def _named(lemma: Lemma, found: tuple[Lemma, ...], form: str, word: str) -> str:
    """A lemma's headword, as the reader typed it if he did.

    A guess gives way to what he typed where that is hardly less likely a headword: Жаркуль is not
    called «жаркуля».
    """
    guessed = lemma.table in GUESSES and any(
        other.text == form and 2 * other.weight > lemma.weight for other in found
    )
    headword = lemma.headword or lemma.text
    return word if guessed or exact(headword) == form else headword


def _plausible(found: dict[str, tuple[Lemma, ...]], form: str) -> dict[str, tuple[Lemma, ...]]:
    """Lemmas by language, less doubtful ones by suffixes where the sister language has the word.

    «айыл» is a village in Kyrgyz, so it is hardly «ай» with a suffix in Kazakh.
    """
    certain = {code for code in _SISTERS if _is_headword(form, found.get(code))}
    return {
        code: tuple(
            lemma
            for lemma in of_language
            if code not in _SISTERS
            or not certain - {code}
            or lemma.weight > DOUBTFUL
            or form in (lemma.text, lemma.headword)
            or respelled(form, lemma.text)
        )
        for code, of_language in found.items()
    }


def _is_headword(form: str, found: tuple[Lemma, ...] | None) -> bool:
    """Whether a word is without doubt in its dictionary form, and known to be a word."""
    if not found:
        return False
    best = found[0]
    return form in (best.text, best.headword) and best.weight >= CERTAIN and best.table != BY_RULE


def _instead(groups: Iterable[Terms], kind: Kind) -> Terms:
    """The same terms where they are only what a word may be, or was read as before."""
    found: dict[str, str] = {}
    for group in groups:
        for term, named in group.terms.items():
            found.setdefault(INSTEAD[kind] + term[1:], named)
    return Terms(kind, found)
