"""What a concept of the thesaurus is called, as something that can be searched.

There is no thesaurus yet: a concept has the one name by which it was asked for, in any form.
"""

from __future__ import annotations

from index.query.tree import MAX_PHRASE, Concept, Everything, Phrase, Word
from index.query.words import parts


def names(concept: Concept) -> Word | Phrase | Everything:
    """Everything that a concept is called."""
    words = tuple(part for part in parts(concept.text, _silent) if isinstance(part, Word))
    if len(words) < 2:
        return words[0] if words else Everything()
    return Phrase(words[:MAX_PHRASE])


def _silent(code: str, **values: object) -> None:
    """Say nothing: what is odd about a query was said when it was read."""
