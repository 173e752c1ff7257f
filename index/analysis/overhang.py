"""What a page carries of the next one, so that a phrase may cross the page end.

The first :data:`OVERHANG` words of the next page stand at the positions behind the last word of a
page's own text; what stands apart there, a number or a running title, shares them. Their terms are
marked, so that nothing but a phrase that begins on the page itself ever sees them. A word that the
page end divides belongs to the page where it begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus import running
from corpus.reading import HYPHENS, Reading
from index.analysis.positions import Position, Term, positions, possible_languages, terms
from index.analysis.tokens import Token

#: words of the next page that a page carries
OVERHANG = 16
#: how the terms of those words begin
MARK = "o"

_DIVIDED = re.compile(rf"[{HYPHENS}]\s*(?:\n|$)")


@dataclass(frozen=True, slots=True)
class PageWords:
    """The reading of a page and its words."""

    reading: Reading
    words: Sequence[Position]

    def text(self, others: Sequence[Reading]) -> range:
        """Which words are its text: numbers and running titles at its edges stand apart."""
        lines = running.set_apart(self.reading, others).lines
        apart = [(line.start, line.end) for line in lines if line.apart]
        inside = [
            i
            for i, word in enumerate(self.words)
            if not any(start <= word.token.start < end for start, end in apart)
        ]
        return range(inside[0], inside[-1] + 1) if inside else range(0)


def page_words(reading: Reading, years: tuple[int, int] | None = None) -> PageWords:
    """Return the words of a page; ``years`` are the first and last one of its document."""
    return PageWords(reading, positions(reading, years))


def terms_of(page: PageWords, following: PageWords | None) -> list[tuple[str, ...]]:
    """Return the terms at each position of a page that ``following`` comes after."""
    out = [_strings(word.terms) for word in page.words]
    if following is None:
        return out
    own, others = page.text([following.reading]), following.text([page.reading])
    if not own or not others:
        return out
    first, last = others.start, own.stop - 1
    if _is_divided(page, own):
        tail = following.words[first].token
        if following.reading.text[tail.start].islower():
            out[last] = tuple(dict.fromkeys((*out[last], *_joined(page.words[last].token, tail))))
            first += 1
    carried = following.words[first : min(first + OVERHANG, others.stop)]
    for at, word in enumerate(carried, own.stop):
        marked = tuple(MARK + term for term in _strings(word.terms))
        if at < len(out):
            out[at] += marked
        else:
            out.append(marked)
    return out


def _is_divided(page: PageWords, text: range) -> bool:
    """Whether a hyphen stands behind the last word of the text, and then nothing."""
    end, behind = page.words[text[-1]].token.end, page.words[text.stop :]
    until = behind[0].token.start if behind else None
    return bool(_DIVIDED.match(page.reading.text[end:until]))


def _joined(head: Token, tail: Token) -> tuple[str, ...]:
    """The terms of a word that the page end divides."""
    form = head.form + tail.form
    return _strings(terms(Token(0, len(form), form), possible_languages(form)))


@lru_cache(maxsize=1 << 17)
def _strings(some: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(str, some)))
