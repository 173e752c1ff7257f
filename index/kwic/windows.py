"""The words around a hit: so many on either side, on one line, as they stand on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.reading import joined

#: What stands between blanks is a word if there is a letter or a figure in it: a dash is none.
_CHUNK, _BLANKS = re.compile(r"\S+"), re.compile(r"\s+")
#: a word with its blank is about so long; where words are longer, more of the text is looked at
_LONG = 12


@dataclass(frozen=True, slots=True)
class Context:
    """A hit and what stands beside it; the three in a row are the text with its lines joined.

    Words that a line end divides are whole, blanks are single spaces; ``left`` ends and ``right``
    begins with one where the page has one. Neither goes on over the ends of the page.
    """

    left: str
    match: str
    right: str


def context(text: str, start: int, end: int, window: int) -> Context:
    """The hit ``start:end`` (half-open) of a page's text with ``window`` words on either side."""
    left, right = _before(text, start, window), _behind(text, end, window)
    return Context(_flat(left).lstrip(), _flat(joined(text[start:end])), _flat(right).rstrip())


def _before(text: str, start: int, window: int) -> str:
    reach = _LONG * (window + 2)
    while True:
        at = max(0, start - reach)
        some = joined(text[at:start])
        words = [m.start() for m in _CHUNK.finditer(some) if _is_word(m.group())]
        if len(words) > window:  # one more: the first may be cut
            return some[words[-window] :]
        if at == 0:
            return some
        reach *= 2


def _behind(text: str, end: int, window: int) -> str:
    reach = _LONG * (window + 2)
    while True:
        at = min(len(text), end + reach)
        some = joined(text[end:at])
        words = [m.end() for m in _CHUNK.finditer(some) if _is_word(m.group())]
        if len(words) > window:
            return some[: words[window - 1]]
        if at == len(text):
            return some
        reach *= 2


def _is_word(chunk: str) -> bool:
    return any(map(str.isalnum, chunk))


def _flat(text: str) -> str:
    return _BLANKS.sub(" ", text)
