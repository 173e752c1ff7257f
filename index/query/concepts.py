"""What a concept of the thesaurus is called, as something that can be searched.

There is no thesaurus yet: a concept has the one name by which it was asked for, in any form.
"""

from __future__ import annotations

from index.query.tree import MAX_PHRASE, Concept, Everything, Phrase, Word
from index.query.words import parts, silent


def names(concept: Concept) -> Word | Phrase | Everything:
    """Everything that a concept is called."""
    words = tuple(part for part in parts(concept.text, silent) if isinstance(part, Word))
    if len(words) < 2:
        return words[0] if words else Everything()
    return Phrase(words[:MAX_PHRASE])
