"""pymorphy3's dictionary of Russian words and their forms, ready in a third of the time.

pymorphy3 takes all its 5,563 tags apart when it loads; words meet few of them. Here a tag is taken
apart when somebody first asks for what is in it. Nor are all installed packages looked through for
dictionaries.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import pymorphy3
import pymorphy3_dicts_ru
from pymorphy3 import tagset


class _Tag(tagset.OpencorporaTag):  # type: ignore[misc]  # pymorphy3 is not typed
    """A tag that knows its text alone, until a slot is read that is not filled yet."""

    def __init__(self, tag: str) -> None:
        self._str = tag

    def __getattr__(self, name: str) -> Any:
        super().__init__(self._str)
        return object.__getattribute__(self, name)


@cache
def dictionary() -> pymorphy3.MorphAnalyzer:
    """The dictionary, loaded once."""
    usual = tagset.registry[_Tag.FORMAT]
    tagset.registry[_Tag.FORMAT] = _Tag
    try:
        return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path(), lang="ru")
    finally:
        tagset.registry[_Tag.FORMAT] = usual


@lru_cache(maxsize=1 << 11)  # a page's words: each is asked for by several rules
def readings(word: str) -> Sequence[Any]:
    """What a word in small letters may be, likeliest first, as pymorphy3 parses it."""
    return tuple(dictionary().parse(word))
