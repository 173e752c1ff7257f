"""What every language gives: a word's lemmas, best first.

A lemmatiser sees one word at a time as :func:`index.analysis.words.exact` leaves it: NFC, small
letters, ё as е, Latin look-alikes inside Cyrillic words replaced. It knows every word: what its
lists lack it still lemmatises by rule, so the answer is never empty.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

#: the ``table`` of a lemma that no table or dictionary knows
BY_RULE = "rules"
#: ... and of a Russian one that is guessed from words that end alike
BY_ENDING = "guess"
#: what a lemma's ``table`` is called where no table knows the word
GUESSES = frozenset({"", BY_RULE, BY_ENDING})


class Lemma(NamedTuple):
    """One plausible dictionary form of a word.

    ``text`` is what the index stores (for Kazakh and Kyrgyz verbs the stem, «бол»), ``headword``
    what people are shown («болу», «болуу»); ``weight`` is in 0..1 and all lemmas of a word add up
    to at most 1; ``segments`` are stem and suffixes as written, ``tags`` what each suffix means
    (the ``tag`` of the suffix tables); ``table`` names the table or dictionary that decided.
    """

    text: str
    weight: float
    headword: str = ""
    segments: tuple[str, ...] = ()
    table: str = ""
    tags: tuple[str, ...] = ()


class Lemmatiser(Protocol):
    """A language's words to lemmas; implementations load their data at the first word."""

    language: str

    def lemmas(self, word: str) -> tuple[Lemma, ...]:
        """Plausible lemmas of ``word``, best first, at least one."""
        ...
