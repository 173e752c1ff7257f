"""What a query may be that was typed in the wrong layout, or in Latin letters for want of others.

The layouts stand in keyboards.tsv, the ways of writing Cyrillic in Latin letters in
romanisations.tsv. Nothing here knows what stands in an index.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import permutations

from corpus.tables import rows

_LAYOUTS = ("latin", "russian", "kazakh", "kyrgyz")
_LETTER = r"[^\W\d_]"


def retyped(query: str) -> Iterator[str]:
    """The query as another layout would have written it, each once: «rfhkfu» is «карлаг».

    A word is retyped as a whole where all its letters are of the layout it was typed in, so that
    in «барак rfhkfu» one is.
    """
    seen = {query}
    for typed, meant in permutations(range(len(_LAYOUTS)), 2):
        table, letters = _between(typed, meant)
        words = re.split(r"(\s+)", query)
        other = "".join(_retyped(word, table, letters) for word in words)
        if other not in seen:
            seen.add(other)
            yield other


def _retyped(word: str, table: dict[int, str], letters: frozenset[str]) -> str:
    own = re.findall(_LETTER, word)
    return word.translate(table) if own and letters.issuperset(own) else word


@cache
def _between(typed: int, meant: int) -> tuple[dict[int, str], frozenset[str]]:
    """What each sign of one layout is in another, and the letters of the first."""
    table: dict[str, str] = {}
    for keys in rows("index.query", "keyboards.tsv"):
        for change in (str, str.upper):
            if keys[typed] != keys[meant]:
                table.setdefault(change(keys[typed]), change(keys[meant]))
    signs = [keys[typed] for keys in rows("index.query", "keyboards.tsv")]
    letters = {sign for sign in signs if re.fullmatch(_LETTER, sign)}
    return str.maketrans(table), frozenset(letters | {letter.upper() for letter in letters})


def transliterated(word: str) -> Iterator[str]:
    """A word in Latin letters in Cyrillic ones, as each scheme has it, each once.

    Nothing for a word with a letter that no scheme knows, or with Cyrillic ones.
    """
    small, seen = word.lower(), set[str]()
    for table, letters in _schemes().values():
        if re.fullmatch(rf"(?:{letters})+", small):
            written = "".join(map(table.__getitem__, re.findall(letters, small)))
            if written not in seen:
                seen.add(written)
                yield written


@cache
def _schemes() -> dict[str, tuple[dict[str, str], str]]:
    """For each scheme what its letters are, and a pattern of them, the longest first."""
    given: dict[str, dict[str, str]] = defaultdict(dict)
    for latin, cyrillic, names, _ in rows("index.query", "romanisations.tsv"):
        for name in names.split(","):
            given[name][latin] = cyrillic
    common = given.pop("*")
    out = {}
    for name, own in given.items():
        table = common | own
        out[name] = (table, "|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    return out
