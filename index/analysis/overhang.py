"""What a page carries of the next one, so that a phrase may cross the page end.

The first :data:`OVERHANG` words of the next page stand at the positions behind the last word of a
page's own text; what stands apart there, the number of the page, shares them. Their terms are
marked, so that nothing but a phrase that begins on the page itself ever sees them. A word that the
page end divides belongs to the page where it begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.reading import HYPHENS, Reading
from index.analysis.positions import Position, Term, positions, possible_languages, terms
from index.analysis.tokens import Token

#: words of the next page that a page carries
OVERHANG = 16
#: how the terms of those words begin
MARK = "o"

_DIVIDED = re.compile(rf"[{HYPHENS}]\s*")


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page, and which of them are its text: the others stand apart."""

    reading: Reading
    words: Sequence[Position]
    text: range

    @property
    def goes_on(self) -> bool:
        """Whether a hyphen stands behind the last word of the text, and then nothing."""
        if not self.text:
            return False
        end = self.words[self.text[-1]].token.end
        after = self.text.stop
        until = self.words[after].token.start if after < len(self.words) else None
        return bool(_DIVIDED.fullmatch(self.reading.text[end:until]))


def page_words(reading: Reading, years: tuple[int, int] | None = None) -> PageWords:
    """Return the words of a page; ``years`` are the first and last one of its document."""
    words = positions(reading, years)
    apart = [(line.start, line.end) for line in reading.lines if line.apart]
    inside = [
        i
        for i, word in enumerate(words)
        if not any(start <= word.token.start < end for start, end in apart)
    ]
    return PageWords(reading, words, range(inside[0], inside[-1] + 1) if inside else range(0))


def terms_of(page: PageWords, following: PageWords | None) -> list[tuple[str, ...]]:
    """Return the terms at each position of a page that ``following`` comes after."""
    out = [_strings(word.terms) for word in page.words]
    if following is None or not page.text or not following.text:
        return out
    first = following.text.start
    if page.goes_on:
        tail = following.words[first].token
        if following.reading.text[tail.start].islower():
            last = page.text.stop - 1
            out[last] = tuple(dict.fromkeys((*out[last], *_joined(page.words[last].token, tail))))
            first += 1
    carried = following.words[first : min(first + OVERHANG, following.text.stop)]
    for at, word in enumerate(carried, page.text.stop):
        marked = tuple(MARK + term for term in _strings(word.terms))
        if at < len(out):
            out[at] += marked
        else:
            out.append(marked)
    return out


def _joined(head: Token, tail: Token) -> tuple[str, ...]:
    """The terms of a word that the page end divides."""
    form = head.form + tail.form
    return _strings(terms(Token(0, len(form), form), possible_languages(form)))


@lru_cache(maxsize=1 << 17)
def _strings(some: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(str, some)))
