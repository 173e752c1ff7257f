"""Index positions: one a word, with its terms of every kind.

A term is stored as one string whose first letters say its kind:

====================  ========================================================
``xлагерях``          exact: the form itself; parts of a compound too
``lru:лагерь``        lemma: language and dictionary form
``fжумыс``            folded: form or lemma in Russian letters, where that differs; a
                      Kazakh or Kyrgyz lemma also where it may be another's spelling
``fxvii``             ... and the value of a Roman numeral typed in Cyrillic (ХУП)
``l1931-09-17/3``     lemma: the day of a date of three words, at the first of them
``aлагерей``          alternative: what else the word may be; a form or its folded spelling
``aru:лагерь``        ... and its lemma
``eлагсрь``           earlier: what was read there before a person corrected it; likewise
====================  ========================================================

Exact and folded terms carry no language; a lemma matches its own language only.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from corpus.reading import Line, Reading
from index.analysis import written_case
from index.analysis.days import day_term, days
from index.analysis.folding import folded
from index.analysis.fonts import as_meant
from index.analysis.language import OTHERS_LETTER, word_languages
from index.analysis.lemmatiser import Lemma, Lemmatiser
from index.analysis.letter_sequences import OTHER
from index.analysis.numerals import numerals
from index.analysis.tokens import Token, tokens
from index.answer import Kind

#: Raised whenever the same reading would give other terms, so that old indexes are rebuilt.
ANALYSIS_VERSION = 15
#: Languages whose words are lemmatised, most frequent first.
LANGUAGES: tuple[str, ...] = ("ru", "kk", "ky", "en")
#: A folded spelling of at most this length is like words of other languages, as «өт» is like «от»:
#: it is only looked for among folded terms, which Kazakh and Kyrgyz lines have.
SHORT_FOLD = 4
_CYRILLIC = LANGUAGES[:3]
#: Longer forms have no lemmas: to guess one takes time with the square of the length.
LONGEST_WORD = 100
_TURKIC = frozenset({"kk", "ky"})
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")


class Term(NamedTuple):
    """What the index stores for a word; ``language`` is empty but for the lemmas of words."""

    kind: Kind
    text: str
    language: str = ""

    def __str__(self) -> str:
        text = f"{self.language}:{self.text}" if self.language else self.text
        return ("x" if self.kind is Kind.EXACT else self.kind[0]) + text


class Position(NamedTuple):
    """A word of a page with its terms; its number is its place in the sequence, from 0."""

    token: Token
    terms: tuple[Term, ...]


@cache
def lemmatiser(language: str) -> Lemmatiser:
    """The lemmatiser of a language of :data:`LANGUAGES`, made once and loaded at its first word."""
    if language == "ru":
        from index.analysis.russian import Russian

        return Russian()
    if language == "en":
        from index.analysis.english import English

        return English()
    from index.analysis.turkic import Kazakh, Kyrgyz

    return Kazakh() if language == "kk" else Kyrgyz()


def positions(reading: Reading, years: tuple[int, int] | None = None) -> list[Position]:
    """All words of a page, each in the language of its line if its letters allow that.

    «қорғау» in a Russian line is Kazakh, a Russian name in an English line is no English word; a
    line in none of the four languages has no lemmas. What else a word may be stands at its own
    position. ``years`` are the first and the last one of the document (inclusive): they tell the
    century of «17/IX-31 г.».
    """
    meant = as_meant(reading.text)
    words, known = spoken(meant, reading.lines)
    found = [
        Position(token, _in_language(token.form, token.parts, token.hyphened, language))
        for token, language in zip(words, known, strict=True)
    ]
    beginnings = written_case.beginnings()
    for i, (token, terms_of_it) in enumerate(found):
        if token.form.startswith(beginnings):
            line = next((one for one in reading.lines if token.start < one.end), None)
            around = meant[line.start : line.end] if line else meant
            written = meant[token.start : token.end]
            found[i] = Position(token, _told_apart(terms_of_it, written, around))
    starts, ends = [token.start for token in words], [token.end for token in words]
    for word in reading.words:
        if word.alternatives or word.earlier:
            first, last = bisect_right(ends, word.start), bisect_left(starts, word.end)
            for alternative in word.alternatives:
                _add(Kind.ALTERNATIVE, alternative, found, range(first, last), known)
            for earlier in word.earlier:
                _add(Kind.EARLIER, earlier, found, range(first, last), known)
    for start, end, value in days(meant, years):
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        term = Term(Kind.LEMMA, day_term(value, last - first))
        _append(term, found, range(first, last))
    for start, end, value in numerals(meant):
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        _append(Term(Kind.FOLDED, value), found, range(first, last))
    return found


def _told_apart(terms: Sequence[Term], written: str, line: str) -> tuple[Term, ...]:
    """The terms of a word that may be an abbreviation."""
    out: list[Term] = []
    for term in terms:
        lemma = term.kind is Kind.LEMMA
        texts = written_case.of_page(term.text, written, line) if lemma else (term.text,)
        out += (term._replace(text=text) for text in texts)
    return tuple(out)


def _append(term: Term, found: list[Position], places: Sequence[int]) -> None:
    """Add a term to the first of some positions."""
    if places:
        there = found[places[0]]
        found[places[0]] = there._replace(terms=(*there.terms, term))


@lru_cache(maxsize=4)  # names are looked for in what was just read
def spoken(text: str, lines: tuple[Line, ...]) -> tuple[tuple[Token, ...], tuple[str | None, ...]]:
    """The words of a text, and the language of each: that of the line in which it begins.

    The words of a quotation in another language have that one.
    """
    words = tuple(tokens(text))
    if not lines:
        return words, (None,) * len(words)
    starts = [token.start for token in words]
    cuts = [0, *(bisect_left(starts, line.end) for line in lines[:-1]), len(words)]
    found: list[str | None] = []
    for line, (first, last) in zip(lines, pairwise(cuts), strict=True):
        if line.language is None:
            found += [None] * (last - first)
        else:
            written = [text[token.start : token.end] for token in words[first:last]]
            found += word_languages(written, line.language)
    return words, tuple(found)


@lru_cache(maxsize=1 << 17)
def _in_language(
    form: str, parts: tuple[str, ...], hyphened: str, own: str | None
) -> tuple[Term, ...]:
    """The terms of a word of a page whose language is ``own``."""
    token = Token(0, 0, form, parts, hyphened)
    return terms(token, _languages(token, own))


def _languages(token: Token, own: str | None) -> tuple[str, ...]:
    if own == OTHER:
        return ()
    possible = possible_languages(token.form)
    return (own,) if own in possible else possible


def _add(
    kind: Kind, text: str, found: list[Position], places: Sequence[int], known: Sequence[str | None]
) -> None:
    """Add terms to the positions of a word: word by word if as many, else all to the first."""
    if not places:
        return
    words = list(tokens(text))
    for i, token in enumerate(words):
        at = places[i if len(words) == len(places) else 0]
        there = {(term.language, term.text) for term in found[at].terms}
        more = [
            Term(kind, term.text, term.language)
            for term in terms(token, _languages(token, known[at]))
            if (term.language, term.text) not in there
        ]
        own = (*found[at].terms, *dict.fromkeys(more))
        found[at] = found[at]._replace(terms=own)


@lru_cache(maxsize=1 << 17)
def _terms(
    form: str, parts: tuple[str, ...], hyphened: str, languages: tuple[str, ...]
) -> tuple[Term, ...]:
    forms = [written for written in (form, *parts, hyphened) if written]
    out = [Term(Kind.EXACT, form) for form in forms]
    fold = set(map(folded, forms)) - set(forms)
    for language in languages:
        for form in forms:
            for lemma in lemmas(form, language):
                text = folded(lemma.text)
                if not respelled(form, lemma.text):
                    out.append(Term(Kind.LEMMA, lemma.text, language))
                if language in _TURKIC and (text not in forms or _stands_for_others(form, lemma)):
                    fold.add(text)
    out += (Term(Kind.FOLDED, text) for text in sorted(fold))
    return tuple(dict.fromkeys(out))


def _stands_for_others(form: str, lemma: Lemma) -> bool:
    """Whether a word in a Kazakh or Kyrgyz line may be another that was typed with Russian letters.

    A word of grammar is not: «жана» (and) is no «жаңа» (new).
    """
    return not lemma.table.endswith("_words") or respelled(form, lemma.text)


def terms(token: Token, languages: tuple[str, ...]) -> tuple[Term, ...]:
    """Terms of a word that may be in any of ``languages``, exact ones first."""
    return _terms(token.form, token.parts, token.hyphened, languages)


def lemmas(form: str, language: str) -> tuple[Lemma, ...]:
    """The lemmas of a form; none for a figure, a line without spaces or another language's word."""
    if language not in LANGUAGES or len(form) > LONGEST_WORD or not possible_languages(form):
        return ()
    return lemmatiser(language).lemmas(form)


def respelled(form: str, lemma: str) -> bool:
    """Whether a lemma gives back letters that its form has lost: «ұлт» for «улттар».

    Such a lemma is no more than a folded spelling of the word.
    """
    return folded(form) == form and folded(lemma) != lemma


#: letters that Russian lacks and the languages that have them
_LETTERS = {
    "ә": ("kk",), "ғ": ("kk",), "қ": ("kk",), "ұ": ("kk",), "һ": ("kk",), "і": ("kk",),
    "ң": ("kk", "ky"), "ө": ("kk", "ky"), "ү": ("kk", "ky"),
}  # fmt: skip
_OWN_LETTER = re.compile(f"[{''.join(_LETTERS)}]")


@lru_cache(maxsize=1 << 17)
def possible_languages(form: str) -> tuple[str, ...]:
    """The languages that a word's letters allow; none for figures, signs and other alphabets."""
    if OTHERS_LETTER.search(form):
        return ()
    if not _CYRILLIC_LETTER.search(form):
        return ("en",) if form[:1].isascii() and form[:1].isalpha() else ()
    out = _CYRILLIC
    for letter in _OWN_LETTER.findall(form):
        out = tuple(language for language in out if language in _LETTERS[letter])
    return out or _CYRILLIC
