"""How one word becomes terms, told for people: what ``opis analyse`` shows and the docs print.

The lemmas are those that the index and the queries use; only what they mean is added: the names of
suffixes and of Russian grammemes, by meanings.tsv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.analysis.folding import exact, folded
from index.analysis.language import language as likeliest
from index.analysis.lemmatiser import GUESSES, Lemma
from index.analysis.letter_sequences import OTHER
from index.analysis.positions import (
    LANGUAGES,
    Term,
    lemmas,
    possible_languages,
    terms,
)
from index.analysis.tables import rows
from index.analysis.tokens import Token, tokens


@dataclass(frozen=True, slots=True)
class Explained:
    """A word as the index reads it.

    ``form`` is how it is compared; ``language`` the one whose ``lemmas`` these are, None for
    figures and signs, ``und`` for a word with other languages' letters; ``terms`` are those of
    every language that it may be in.
    """

    word: str
    form: str
    language: str | None
    lemmas: tuple[Lemma, ...]
    folded: str
    terms: tuple[Term, ...]


def explain(word: str, language: str | None = None) -> Explained:
    """Explain the first token of ``word``; without ``language`` in the likeliest it may be in."""
    token = next(iter(tokens(word)), Token(0, len(word), exact(word)))
    languages = (language,) if language in LANGUAGES else possible_languages(token.form)
    shown, found = _shown(word, token.form, languages)
    return Explained(
        word=word,
        form=token.form,
        language=shown,
        lemmas=found,
        folded=folded(token.form),
        terms=terms(token, languages),
    )


def _shown(word: str, form: str, languages: Sequence[str]) -> tuple[str | None, tuple[Lemma, ...]]:
    """The likeliest language by letters, unless only another one's tables know the word."""
    likely = likeliest(word)
    if not languages:
        return (OTHER if any(map(str.isalpha, form)) else None), ()
    found = {code: _lemmas(form, code) for code in sorted(languages, key=lambda c: c != likely)}
    known = [code for code, own in found.items() if own and own[0].table not in GUESSES]
    shown = next(iter(known or found), None)
    return shown, found.get(shown or "", ())


def _lemmas(form: str, language: str) -> tuple[Lemma, ...]:
    found = lemmas(form, language)
    if language != "ru":
        return found
    from index.analysis.russian import grammemes

    return tuple(
        lemma._replace(tags=tuple(tag for tag in grammemes(form, lemma.text) if tag in _meanings()))
        for lemma in found
    )


def meaning(tag: str, language: str) -> str:
    """Return what a tag of a lemma means, in ``language``; a tag without a name is its own."""
    return _meanings().get(tag, {}).get(language, tag)


@cache
def _meanings() -> dict[str, dict[str, str]]:
    return {row["tag"]: row for row in rows("meanings.tsv")}
