r"""The names of a collection on the archivist's page, and how that stands in the address.

=============  =======================================================================
parameter      meaning
=============  =======================================================================
``w``          what is named: ``person``, ``place``, ``organisation``, ``camp``, ``category``
``wq``         what a name has in it
``ws``         ``found``: names that are no headings · ``heading``: headings only
``wv``         the name that is open: the id of a concept, or a name
=============  =======================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import index
from corpus import documents, pages
from corpus.access import Role
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.labels import PATH
from corpus.thesaurus import Concept, Thesaurus, Type
from corpus.thesaurus.concepts import key
from index.answer import NAMED, Request, Result

#: places that are shown of one name
PLACES = 5
#: letters of a page on either side of a name
AROUND = 70


class State(StrEnum):
    """Which names are listed."""

    ALL = "all"
    FOUND = "found"  # on pages, and no heading
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Names:
    """What the page shows; see the table above."""

    facet: str = "person"
    typed: str = ""
    state: State = State.ALL
    open: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A name with the number of documents on whose pages it stands.

    ``concept`` is the heading that bears it, if one does; ``sure`` says whether it is surely a
    name, ``value`` and ``facet`` by what a search finds it.
    """

    text: str
    facet: str
    value: str
    documents: int
    sure: bool
    concept: Concept | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A page on which a name stands: ``text`` is a passage, ``mark`` the name's range in it.

    ``lit`` is that range in the text of the page; all are empty where the name is not found again.
    """

    hit: Result
    text: str = ""
    mark: tuple[int, int] = (0, 0)
    lit: tuple[tuple[int, int], ...] = ()


def decode(given: Mapping[str, Sequence[str]]) -> Names | None:
    """Read the parameters; None where the page of names is not meant."""

    def one(name: str) -> str:
        return next(reversed(given.get(name, ())), "")

    if one("w") not in NAMED:
        return None
    state = State(one("ws")) if one("ws") in set(State) else State.ALL
    return Names(one("w"), one("wq").strip(), state, one("wv"))


def encode(names: Names | None) -> dict[str, list[str]]:
    """Write as parameters."""
    if names is None:
        return {}
    return {
        "w": [names.facet],
        "wq": [names.typed] if names.typed else [],
        "ws": [] if names.state is State.ALL else [names.state.value],
        "wv": [names.open] if names.open else [],
    }


def types(facet: str) -> tuple[Type, ...]:
    """The types of what a facet names, the usual one first."""
    from index.names.concepts import KINDS

    own = [type for type, kind in KINDS.items() if kind == facet]
    return tuple(sorted(own, key=lambda type: type.value != facet))


def listed(collection: Collection, known: Thesaurus, asked: Names, role: Role) -> list[Named]:
    """The names that are asked for, those of most documents first, then headings by name.

    Of the names on pages the index tells the most frequent ones (:data:`index.answer.MOST_VALUES`),
    and of the sure ones beside them those that go by what was typed.
    """
    counted: dict[tuple[str, str], int] = {}
    for request in _requests(asked, role):
        facets = index.search(collection, request).facets
        for name in (asked.facet, "unconfirmed"):
            for value in facets.get(name, ()):
                counted.setdefault((name, value.value), value.documents)
    out = [
        one for (name, value), n in counted.items() if (one := _named(known, asked, name, value, n))
    ]
    there = {one.concept.id for one in out if one.concept}
    for concept in known.of_type(*types(asked.facet)):
        if concept.id not in there:
            text = known.heading(concept.id, "ru").text
            out.append(Named(text, asked.facet, concept.id, 0, True, concept))
    return sorted(filter(asked_for(asked), out), key=lambda one: (-one.documents, key(one.text)))


def one(known: Thesaurus, counted: Sequence[Named], asked: Names) -> Named | None:
    """The name that is open, as it is in the list or as it became a heading meanwhile."""
    for name in counted:
        if asked.open == (name.concept.id if name.concept else name.value):
            return name
    concept = known.current(asked.open) or _bearer(known, asked.facet, asked.open)
    if concept is None:
        return None
    return next((name for name in counted if name.concept == concept), None) or Named(
        known.heading(concept.id, "ru").text, asked.facet, concept.id, 0, True, concept
    )


def asked_for(asked: Names) -> Callable[[Named], bool]:
    """Whether a name is to be listed."""
    wanted = key(asked.typed)

    def fits(name: Named) -> bool:
        if asked.state is State.FOUND and name.concept:
            return False
        if asked.state is State.HEADING and not name.concept:
            return False
        labels = name.concept.labels if name.concept else ()
        return wanted in key(name.text) or any(wanted in label.key for label in labels)

    return fits


def _requests(asked: Names, role: Role) -> Iterator[Request]:
    everything = Request(limit=0, role=role, unconfirmed=True, count_hits=False)
    yield everything
    typed = asked.typed.replace('"', " ").replace("«", " ").replace("»", " ").strip()
    if typed:
        yield replace(everything, query=f"{asked.facet}:«{typed}»")


def _named(known: Thesaurus, asked: Names, facet: str, value: str, count: int) -> Named | None:
    text = value
    if facet == "unconfirmed":
        over, _, text = value.partition(PATH)
        if over != asked.facet or not text:
            return None
    concept = known.current(text) or _bearer(known, asked.facet, text)
    named = known.heading(concept.id, "ru").text if concept and text == concept.id else text
    return Named(named, facet, value, count, facet != "unconfirmed", concept)


def _bearer(known: Thesaurus, facet: str, name: str) -> Concept | None:
    """The heading of a facet that bears a name."""
    own = types(facet)
    return next((one for one in known.named(name) if one.type in own), None)


def places(
    collection: Collection, catalogue: Database, name: Named, facet: str, role: Role
) -> list[Standing]:
    """Some pages on which a name stands that the role may see, with the words around it."""
    asked = Request(facets={name.facet: (name.value,)}, limit=PLACES, role=role, unconfirmed=True)
    hits = index.search(collection, asked).hits
    return [_standing(collection, catalogue, hit, name, facet, role) for hit in hits]


def _standing(
    collection: Collection, catalogue: Database, hit: Result, name: Named, facet: str, role: Role
) -> Standing:
    from index.names.values import mentioned
    from index.naming import Naming

    document = documents.find(catalogue, hit.document, role)
    page = pages.find(catalogue, document, hit.page, role)
    if page.reading is None:
        return Standing(hit)
    reading = pages.reading(catalogue, page.reading)
    wanted = {name.value.rpartition(PATH)[2], name.concept.id if name.concept else name.text}
    found = Naming(collection).mentions(reading, document.description.date)
    at = next(iter(mentioned(found, facet, wanted)), None)
    if at is None:
        return Standing(hit)
    first, last = max(0, at.start - AROUND), min(len(reading.text), at.end + AROUND)
    while 0 < first < at.start and not reading.text[first - 1].isspace():
        first += 1
    while at.end < last < len(reading.text) and not reading.text[last].isspace():
        last -= 1
    mark = (at.start - first, at.end - first)
    return Standing(hit, reading.text[first:last], mark, ((at.start, at.end),))
