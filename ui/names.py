"""What facets are called, and what the whole collection holds of them."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

import index
from corpus.access import Role
from corpus.collection import Collection
from corpus.dates import UncertainDate, parse_date
from corpus.errors import BadDate
from corpus.labels import PATH, label
from corpus.messages import N_
from corpus.thesaurus import usable
from index.answer import NAMED, Answer, Request
from ui.i18n import Translator
from ui.subjects import MARK

#: first and last year asked for, inclusive
Years = tuple[int | None, int | None]

_FACETS = {
    "archive": N_("Archive, fonds, opis, file"),
    "language": N_("Language"),
    "kind": N_("Kind of document"),
    "decade": N_("Years"),
    "place": N_("Places"),
    "person": N_("Persons"),
    "organisation": N_("Organisations"),
    "camp": N_("Camps"),
    "category": N_("Categories of people"),
    "author": N_("Author"),
    "addressee": N_("Addressee"),
    "unconfirmed": N_("Unconfirmed names"),
    "copy": N_("Original or copy"),
    "quality": N_("How well it is read"),
    "text_source": N_("Where the text comes from"),
    "access": N_("Access"),
}


def facet_name(facet: str, words: Translator) -> str:
    """Return the name of a facet."""
    return words.gettext(_FACETS[facet])


def value_name(facet: str, value: str, words: Translator) -> str:
    """Return the name of a facet's value; one without a name is shown as it is written."""
    return label(facet, value, words.language)


def named(
    collection: Collection,
    facet: str,
    value: str,
    words: Translator,
    years: Years = (None, None),
    *,
    today: bool = True,
) -> str:
    """The name of a facet's value; a concept's is that of these years.

    With ``today`` its name of today stands beside it, if that is another one. It is marked where
    nobody has checked it.
    """
    id, thesaurus = value.rsplit(PATH, 1)[-1], usable(collection)
    if facet not in (*NAMED, "unconfirmed") or id not in thesaurus.concepts:
        return value_name(facet, value, words)
    found = thesaurus.heading(id, words.language, _date(years))
    return f"{found if today else found.text}{'' if found.label.is_checked else MARK}"


def _date(years: Years) -> UncertainDate | None:
    if years == (None, None):
        return None
    with suppress(BadDate):
        return parse_date("/".join(".." if year is None else f"{year:04}" for year in years))
    return None


@lru_cache(maxsize=8)
def whole(collection: Collection, role: Role, commit: str) -> Answer:
    """Everything that ``role`` may see, without results; ``commit`` keeps the cache honest."""
    return index.search(collection, Request(limit=0, role=role))
