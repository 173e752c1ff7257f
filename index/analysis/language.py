"""Which language a line is in, so that each word is lemmatised in its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")
_KAZAKH = re.compile("[әғқұһі]")
_KYRGYZ = re.compile("[өүң]")


def language(text: str, *, prior: str | None = None) -> str | None:
    """Return ``ru``, ``kk``, ``ky``, or ``en`` for Latin letters; None where too little is there."""
    cyrillic = len(_CYRILLIC.findall(text))
    latin = len(_LATIN.findall(text))
    if max(cyrillic, latin) < 3:
        return prior
    if latin > cyrillic:
        return "en"
    low = text.casefold()
    return "kk" if _KAZAKH.search(low) else "ky" if _KYRGYZ.search(low) else "ru"


def line_languages(lines: Sequence[str]) -> list[str | None]:
    """Return the language of each line."""
    return [language(line) for line in lines]
