"""What Kazakh and Kyrgyz names have behind them: plural, possession, case, in Russian letters.

A name that no dictionary has is found by its stem; whatever is left must be one of these endings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.analysis.folding import folded

_PLURAL = "(?:[лдт][аеo]р|[лдт]ор)?"
_POSSESSIVE = "(?:с?[ыиу])?"
_CASE = (
    "(?:[ндт][ыиу]н|[ндт][ыиу]|[гк][аео]|н[аео]|н?[дт][аео](?:г[ыиу]н?(?:[дт][ыиу]|[ыиу]н)?)?"
    "|[ндт]?[дтн]?[аео]н|[мбп]ен|менен|сыз|сиз|лык|лик|дык|дик|тык|тик|ча|че)?"
)
_ENDING = re.compile(_PLURAL + _POSSESSIVE + _CASE)


#: letters of the longest ending
LONGEST = 9


def stems(word: str, least: int) -> Iterator[str]:
    """Yield what may be the stem of a word, of at least so many letters, the shortest first."""
    for cut in range(max(least, len(word) - LONGEST), len(word) + 1):
        if is_ending(word[cut:]):
            yield word[:cut]


def is_ending(rest: str) -> bool:
    """Whether ``rest`` may stand behind a name; nothing may."""
    return len(rest) <= LONGEST and bool(_ENDING.fullmatch(folded(rest)))
