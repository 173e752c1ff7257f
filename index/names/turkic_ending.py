"""What Kazakh and Kyrgyz names have behind them: plural, possession, case, in Russian letters.

A name that no dictionary has is found by its stem; whatever is left must be one of these endings.
"""

from __future__ import annotations

import re

from index.analysis.folding import folded

_PLURAL = "(?:[лдт][аеo]р|[лдт]ор)?"
_POSSESSIVE = "(?:с?[ыиу])?"
_CASE = (
    "(?:[ндт][ыиу]н|[ндт][ыиу]|[гк][аео]|н[аео]|н?[дт][аео](?:г[ыиу]н?(?:[дт][ыиу]|[ыиу]н)?)?"
    "|[ндт]?[дтн]?[аео]н|[мбп]ен|менен|сыз|сиз|лык|лик|дык|дик|тык|тик|ча|че)?"
)
_ENDING = re.compile(_PLURAL + _POSSESSIVE + _CASE)


def is_ending(rest: str) -> bool:
    """Whether ``rest`` may stand behind a name; nothing may."""
    return len(rest) <= 9 and bool(_ENDING.fullmatch(folded(rest)))
