"""Which pages belong to documents of which something is said: fields and references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from corpus.labels import PATH, value_named
from corpus.reference import LeafRange, Reference, natural, parse_leaf
from index.analysis.tokens import tokens
from index.answer import NAMED
from index.embedded.facts import PARTS, WORDS
from index.embedded.outcome import Mask
from index.embedded.snapshot import Snapshot
from index.query.expand import Terms
from index.query.tree import Field, Years

#: the terms of a word, of every kind
Expand = Callable[[str], Iterable[Terms]]


def field(snapshot: Snapshot, node: Field, expand: Expand) -> Mask:
    """The rows of documents of which a field is said."""
    name, value = node.name, node.value
    if isinstance(value, Years):
        first, last = value.bounds
        dated = ~snapshot.undated & (snapshot.last_year >= first) & (snapshot.first_year <= last)
        return np.asarray(dated[snapshot.record])
    if name in PARTS or name == "archive":
        return _part(snapshot, name, value)
    if name in {"language", "kind"}:  # «рапорт» is somebody's own word, and a name of despatches
        wanted = {value.casefold(), value_named(name, value)}
        return _bearing(snapshot, name, lambda own: own.casefold() in wanted)
    words = [_terms(value[token.start : token.end], expand) for token in tokens(value)]
    places = [WORDS[name]] if name in WORDS else [*WORDS.values()]
    said = np.asarray(np.logical_or.reduce([_worded(snapshot, p, words) for p in places]))
    return said | _named(snapshot, node, words) if name in NAMED else said


def reference(snapshot: Snapshot, node: Reference) -> Mask:
    """The rows of everything under a reference; with leaves, the pages that show one of them."""
    mask = snapshot.live.mask
    for name in ("archive", *PARTS):
        if value := str(getattr(node, name)):
            mask = mask & _part(snapshot, name, value)
    if node.leaves:
        mask = mask & _bearing(snapshot, "leaf", lambda own: shown(own, node.leaves))
    return mask


def _bearing(snapshot: Snapshot, name: str, wanted: Callable[[str], bool]) -> Mask:
    """The rows whose page or document bears a wanted value."""
    facet = snapshot.facet(name)
    values = tuple(value for value in facet.values if wanted(value))
    if facet.of_pages:
        return facet.bearing(values, snapshot.rows)
    return np.asarray(facet.bearing(values, snapshot.records)[snapshot.record])


def _part(snapshot: Snapshot, name: str, value: str) -> Mask:
    if name == "archive":  # «ГАРФ» is «ГА РФ»; below it stand its fonds
        return _bearing(snapshot, name, lambda own: PATH not in own and same(own, value))
    own_number = natural(value.rstrip("."))
    if name == "fonds":  # «393» is Р-393 too
        return _bearing(snapshot, name, lambda own: own_number in (natural(own), _bare(own)))
    return _bearing(snapshot, name, lambda own: natural(own.rstrip(".")) == own_number)


def same(name: str, other: str) -> bool:
    """Whether two names of an archive differ in signs and capitals only."""
    return re.sub(r"[\W_]+", "", name).casefold() == re.sub(r"[\W_]+", "", other).casefold()


def _bare(fonds: str) -> tuple[tuple[int, int, str], ...]:
    """The number of a fonds without the letter of its group."""
    return natural(re.sub(r"^[РПАЛН]-", "", fonds))


def shown(leaf: str, wanted: Sequence[LeafRange]) -> bool:
    """Whether a leaf is one of those wanted; «3» is both of its sides."""
    own = parse_leaf(leaf)
    return any(
        (r.first.number, r.first.letter, r.first.verso) <= (own.number, own.letter, own.verso)
        and (own.number, own.letter) <= (r.last.number, r.last.letter)
        for r in wanted
    )


def _named(snapshot: Snapshot, node: Field, words: Sequence[frozenset[str]]) -> Mask:
    """The rows of pages with a name that is meant.

    That is a heading of the field; a person of that surname, whose initials go on; else what has
    all words in its heading.
    """
    facet = snapshot.facet(node.name)
    wanted = {value for value in node.headings if value in facet.number}
    if node.name == "person":
        longer = tuple(f"{value} " for value in node.headings)
        wanted |= {value for value in facet.values if value.startswith(longer)}
    elif words:
        forms = [{term[1:].rpartition(":")[2] for term in own} for own in words]
        having = [set().union(*(facet.worded.get(form, ()) for form in own)) for own in forms]
        wanted |= set[str]().union(set.intersection(*having))
    return facet.bearing(tuple(wanted), snapshot.rows)


def _terms(word: str, expand: Expand) -> frozenset[str]:
    return frozenset(term for group in expand(word) for term in group.terms)


def _worded(snapshot: Snapshot, name: str, words: Sequence[frozenset[str]]) -> Mask:
    """The rows whose description has all words in one place."""
    found = [_bearing(snapshot, name, terms.__contains__) for terms in words]
    return np.logical_and.reduce(found) if found else np.zeros(snapshot.rows, bool)
