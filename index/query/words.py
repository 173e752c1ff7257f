"""Words of a query with the marks they bear: ``=лагерях``, ``лаг*``, ``Майкудук~1``.

They stand by themselves or in a phrase, and mean the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from index.analysis.folding import exact
from index.analysis.tokens import Token, tokens
from index.query.tree import MAX_DISTANCE, Fuzzy, Part, Wildcard, Word

#: fewest letters of a pattern, and of a fuzzy word beyond its distance
MIN_LETTERS, MIN_BEYOND = 2, 2
#: adds a diagnostic: its code and values
Note = Callable[..., None]


def silent(code: str, **values: object) -> None:
    """Say nothing: where what is odd was said before."""


_WILD = re.compile(r"[*?]+")
_TAIL = re.compile(r"([*?]*)(~\d*)?")
_FUZZY = re.compile(r"(?<=\S)~\d+")


def parts(text: str, note: Note, *, only: bool = False) -> list[Part]:
    """The words of ``text`` in order, one a token; with ``only`` each in this form only.

    What a mark means here and does not is said by ``note``.
    """
    out: list[Part] = []
    found = list(tokens(_FUZZY.sub(lambda m: "~" * len(m.group()), text)))  # «~1» is no word
    i = 0
    while i < len(found):
        first = i
        while i + 1 < len(found) and _WILD.fullmatch(text, found[i].end, found[i + 1].start):
            i += 1
        out += _read(text, found[first : i + 1], note, only=only)
        i += 1
    return out


def _read(text: str, joined: list[Token], note: Note, *, only: bool) -> list[Part]:
    """One word, whose tokens wildcards join."""
    start, end = joined[0].start, joined[-1].end
    before = text[max(0, start - 3) : start]
    tail = _TAIL.match(text, end)
    assert tail is not None  # noqa: S101 - it matches anything
    wild, fuzzy = tail[1], tail[2] or ""
    shown = text[start:end] + tail[0]
    if before.endswith("?"):
        note("sign-ignored", sign="?", word="?" + shown)
    if wild.startswith("?") and "*" in wild:
        note("sign-ignored", sign="?", word=shown)
    stars = before[-1:] == "*", "*" in wild
    plain: list[Part] = [
        Word(_written(text, token), only or bool(re.search(r"(?:^|[\s«»„“”\"(])[=!]\*?$", before)))
        for token in joined
    ]
    if len(joined) > 1 or any(stars):
        if fuzzy:
            note("sign-ignored", sign=fuzzy, word=shown)
        pattern = "*" * stars[0] + _pattern(text, joined) + "*" * stars[1]
        if sum(map(str.isalnum, exact(pattern))) >= MIN_LETTERS:
            return [Wildcard(pattern)]
        note("pattern-too-short", word=pattern)
    elif fuzzy:
        return [_fuzzy(plain[0], fuzzy, shown, note)]
    return plain


def _written(text: str, token: Token) -> str:
    """A token as it was typed, a letter-spaced one written together."""
    return text[token.start : token.end].replace(" ", "")


def _pattern(text: str, joined: list[Token]) -> str:
    """Tokens with the wildcards between them; «*?» and «?*» are the same, so is «**» and «*»."""
    out = _written(text, joined[0])
    for left, right in pairwise(joined):
        between = text[left.end : right.start]
        out += "?" * between.count("?") + "*" * ("*" in between) + _written(text, right)
    return out


def _fuzzy(word: Part, sign: str, shown: str, note: Note) -> Part:
    assert isinstance(word, Word)  # noqa: S101 - the caller made it
    if sign[1:] not in {str(n + 1) for n in range(MAX_DISTANCE)}:
        note("sign-ignored", sign=sign, word=shown)
        return word
    return like(word, note, int(sign[1:]))


def like(part: Part, note: Note, distance: int = 1) -> Part:
    """Words like ``part``, where it is a word that is long enough."""
    if not isinstance(part, Word):
        return part
    letters = distance + MIN_BEYOND
    if len(exact(part.text)) < letters:
        note("fuzzy-too-short", word=part.text, letters=letters)
        return part
    return Fuzzy(part.text, distance)
