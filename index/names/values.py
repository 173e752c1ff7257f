"""What the names on a page are as values of facets.

A value is the id of a concept or a heading. Persons stand under surname and initials: what bears
one value may be one person and may be several. Of several headings that a name may have, the one
that other names of the page have for certain is meant; else the likeliest, and of persons all
(«Иванова А. И.» is he in the genitive or she).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from corpus.labels import PATH
from index.answer import NAMED
from index.names.mention import Kind, Layer, Mention
from index.names.person import candidate, headings

#: a name that is less sure than this is unconfirmed, as is what the model alone has found
LEAST = 0.7
#: the facets of the kinds of names that have one
FACET_OF: Mapping[Kind, str] = {Kind(name): name for name in NAMED}


def values(mentions: Iterable[Mention]) -> dict[str, tuple[str, ...]]:
    """The values of each facet of names, in order, each once; and of ``unconfirmed``.

    An unconfirmed name is a path below its facet: «place › Осакаровка».
    """
    told = [mention for mention in mentions if mention.kind in FACET_OF]
    own = [(mention, _candidates(mention)) for mention in told if _says_more(mention, told)]
    certain = Counter(
        (mention.kind, found[0])
        for mention, found in own
        if len(found) == 1 and _is_confirmed(mention)
    )
    out: dict[str, dict[str, None]] = {name: {} for name in NAMED}
    unsure: dict[tuple[str, str], None] = {}
    for mention, found in own:
        most = max(certain[mention.kind, value] for value in found)
        best = [value for value in found if certain[mention.kind, value] == most]
        facet = FACET_OF[mention.kind]
        for value in best if mention.kind is Kind.PERSON else best[:1]:
            if _is_confirmed(mention):
                out[facet][value] = None
            else:
                unsure[facet, value] = None
    persons = {*out["person"], *(name for mention, _ in own for name in _written(mention))}
    surnames = {value.split(" ")[0] for value in persons if " " in value}
    for surname in surnames:  # «Иванов» beside «Иванов С. Н.» says nothing more
        out["person"].pop(surname, None)
    unsure = {(f, v): None for f, v in unsure if v not in out[f] and v not in surnames}
    paths = [PATH.join((facet, value)) for facet, value in unsure]
    facets = {facet for facet, _ in unsure}
    return {
        **{name: tuple(found) for name, found in out.items()},
        "unconfirmed": (*(name for name in NAMED if name in facets), *paths),
    }


def mentioned(
    mentions: Iterable[Mention], facet: str, wanted: Collection[str]
) -> Iterator[Mention]:
    """The mentions that may stand under one of some values of a facet, without ``unconfirmed``."""
    for mention in mentions:
        if FACET_OF.get(mention.kind) == facet and not {*wanted}.isdisjoint(_candidates(mention)):
            yield mention


def _says_more(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a name is more than concepts side by side, as «ГУЛАГ НКВД СССР» is."""
    if mention.layer is Layer.THESAURUS or mention.kind is not Kind.ORGANISATION:
        return True
    left = list(mention.surface)
    for other in others:
        within = mention.start <= other.start and other.end <= mention.end
        agency = other.kind is Kind.ORGANISATION or other.surface == "СССР"
        if within and agency and other.layer is Layer.THESAURUS:
            first, end = other.start - mention.start, other.end - mention.start
            left[first:end] = " " * (end - first)
    return bool(re.search(r"\w", "".join(left)))


def _candidates(mention: Mention) -> tuple[str, ...]:
    if mention.kind is not Kind.PERSON or mention.layer is Layer.THESAURUS:
        return mention.headings
    return tuple(dict.fromkeys(map(candidate, mention.headings)))


def _written(mention: Mention) -> Iterator[str]:
    """What a person who is known, and stands under an id, is called on the page."""
    if mention.kind is Kind.PERSON and mention.layer is Layer.THESAURUS:
        yield from map(candidate, headings(mention.surface))


def _is_confirmed(mention: Mention) -> bool:
    return mention.confidence >= LEAST and mention.layer is not Layer.MODEL
