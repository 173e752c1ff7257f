"""The places and camps of an answer as a map draws them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from corpus.thesaurus import UNCHECKED, usable
from index.answer import Answer
from ui import atlas
from ui.address import Address, link
from ui.components.facets import Picture, Spot
from ui.i18n import Translator
from ui.names import named
from ui.opened import opened

#: the facets whose values lie somewhere; a camp lies where its administration had its seat
_ON_MAP = ("place", "camp")


def picture(
    answer: Answer, words: Translator, here: Address, *, links: bool = False
) -> Picture | None:
    """The map of an answer; None where nothing of it has a place.

    It shows what the facets count and no more: a region, and what the thesaurus does not know, has
    no point. With ``links`` each point leads to the search for it, else it is a facet's value.
    """
    spots = [spot for facet in _ON_MAP for spot in _spots(facet, answer, words, here)]
    if links:
        spots = [
            replace(spot, to=link(here.with_facet(spot.facet, spot.value, "keep")))
            for spot in spots
        ]
    if not spots:
        return None
    n_ = words.ngettext
    bare = len(_counted("place", answer, here)) - sum(spot.facet == "place" for spot in spots)
    notes = [n_("{n} place has no point", "{n} places have no point", bare)] if bare else []
    if any(spot.facet == "camp" for spot in spots):
        notes.append(words.gettext("squares are camps"))
    return Picture(spots, " · ".join(notes))


def _spots(facet: str, answer: Answer, words: Translator, here: Address) -> Iterator[Spot]:
    _ = words.gettext
    thesaurus = usable(opened().collection)
    years = (here.first_year, here.last_year)
    state = dict.fromkeys(here.facets.get(facet, ()), "keep")
    state |= dict.fromkeys(here.not_facets.get(facet, ()), "drop")
    for value, documents in _counted(facet, answer, here).items():
        where = thesaurus.placed(value)
        if where is None or where.geo is None:
            continue
        latitude, longitude = where.geo
        says = named(opened().collection, facet, value, words, years)
        if where.id != value:
            says += f" · {named(opened().collection, 'place', where.id, words, years)}"
        says += f": {words.ngettext('{n} document', '{n} documents', documents)}"
        if where.geo_basis == UNCHECKED:
            says += f" ({_('where it lies is not checked')})"
        inside = atlas.is_inside(longitude, latitude)
        yield Spot(
            facet,
            value,
            named(opened().collection, facet, value, words, years, today=False),
            says,
            documents,
            state.get(value, ""),
            atlas.flat(longitude, latitude) if inside else None,
        )


def _counted(facet: str, answer: Answer, here: Address) -> Mapping[str, int]:
    """The documents of each value; what is set is there even where it keeps nothing."""
    found = {value.value: value.documents for value in answer.facets.get(facet, ())}
    for value in (*here.facets.get(facet, ()), *here.not_facets.get(facet, ())):
        found.setdefault(value, 0)
    return found
