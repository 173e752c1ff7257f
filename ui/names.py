"""What facets are called, and what the whole collection holds of them."""

from __future__ import annotations

from functools import lru_cache

import index
from corpus.access import Role
from corpus.collection import Collection
from corpus.labels import label
from corpus.messages import N_
from index.answer import Answer, Request
from ui.i18n import Translator

_FACETS = {
    "archive": N_("Archive and fonds"),
    "language": N_("Language"),
    "kind": N_("Kind of document"),
    "decade": N_("Years"),
    "text_source": N_("Where the text comes from"),
    "access": N_("Access"),
}


def facet_name(facet: str, words: Translator) -> str:
    """Return the name of a facet."""
    return words.gettext(_FACETS[facet])


def value_name(facet: str, value: str, words: Translator) -> str:
    """Return the name of a facet's value; one without a name is shown as it is written."""
    return label(facet, value, words.language)


@lru_cache(maxsize=8)
def whole(collection: Collection, role: Role, commit: str) -> Answer:
    """Everything that ``role`` may see, without results; ``commit`` keeps the cache honest."""
    return index.search(collection, Request(limit=0, role=role))
