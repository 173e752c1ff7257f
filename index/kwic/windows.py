"""The words around a hit: so many on either side, on one line, as they stand on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.reading import line_ends

#: What stands between blanks is a word if there is a letter or a figure in it: a dash is none.
_CHUNK, _BLANKS = re.compile(r"\S+"), re.compile(r"\s+")
#: a word with its blank is about so long; where words are longer, more of the text is looked at
_LONG = 12
#: stands for each sign of a joined line end while words are looked for; a noncharacter
_JOIN = "\ufdd0"


@dataclass(frozen=True, slots=True)
class Context:
    """A hit and what stands beside it; the three in a row are the text with its lines joined.

    Words that a line end divides are whole, blanks are single spaces; ``left`` ends and ``right``
    begins with one where the page has one. Neither goes on over the ends of the page. ``passage``
    is all of it as it stands on the page, from the code point ``start`` of its text on.
    """

    left: str
    match: str
    right: str
    start: int
    passage: str


def context(text: str, start: int, end: int, window: int) -> Context:
    """The hit ``start:end`` (half-open) of a page's text with ``window`` words on either side."""
    left, right = _before(text, start, window), _behind(text, end, window)
    first, last = start - len(left), end + len(right)
    return Context(
        _flat(left), _flat(_masked(text[start:end])), _flat(right), first, text[first:last]
    )


def _before(text: str, start: int, window: int) -> str:
    """The text from the first word of the window up to the hit, joins masked."""
    reach = _LONG * (window + 2)
    while True:
        at = max(0, start - reach)
        some = _masked(text[at:start])
        words = [m.start() for m in _CHUNK.finditer(some) if _is_word(m.group())]
        if len(words) > window:  # one more: the first may be cut
            return some[words[-window] :]
        if at == 0:
            return some.lstrip()
        reach *= 2


def _behind(text: str, end: int, window: int) -> str:
    reach = _LONG * (window + 2)
    while True:
        at = min(len(text), end + reach)
        some = _masked(text[end:at])
        words = [m.end() for m in _CHUNK.finditer(some) if _is_word(m.group())]
        if len(words) > window:
            return some[: words[window - 1]]
        if at == len(text):
            return some.rstrip()
        reach *= 2


def _masked(text: str) -> str:
    """The text, of the same length, with no blank in words that a line end divides."""
    for start, end in line_ends(text):
        text = text[:start] + _JOIN * (end - start) + text[end:]
    return text


def _is_word(chunk: str) -> bool:
    return any(map(str.isalnum, chunk))


def _flat(text: str) -> str:
    return _BLANKS.sub(" ", text.replace(_JOIN, ""))
