"""What is wrong with a thesaurus as a whole: what no concept can see by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from corpus.errors import BadDate
from corpus.messages import N_, Message
from corpus.thesaurus.concepts import Concept, Label, Role
from corpus.thesaurus.thesaurus import Thesaurus


def problems(thesaurus: Thesaurus) -> Iterator[Message]:
    """What is wrong, concept by concept."""
    for concept in thesaurus.concepts.values():
        yield from faults(concept, thesaurus)
    yield from _shared(thesaurus)


def faults(concept: Concept, thesaurus: Thesaurus) -> Iterator[Message]:
    """What is wrong with one concept of a thesaurus."""
    for what, values in _of(concept, thesaurus):
        yield Message(what, {"id": concept.id, **values})


Found = Iterator[tuple[str, dict[str, object]]]


def _of(concept: Concept, thesaurus: Thesaurus) -> Found:
    yield from _references(concept, thesaurus)
    yield from _bases(concept, thesaurus)
    yield from _dates(concept)
    headings = Counter(label.lang for label in concept.labels if label.role is Role.PREF)
    for language, count in headings.items():
        if count > 1:
            yield N_("{id}: {count} headings in «{lang}»"), {"count": count, "lang": language}
    if not headings and not concept.replaced_by:
        yield N_("{id}: no heading"), {}
    same = Counter((label.lang, label.key, label.dates) for label in concept.labels)
    for (language, text, _), count in same.items():
        if count > 1:
            yield N_("{id}: «{name}» twice in «{lang}»"), {"name": text, "lang": language}
    marked = any(label.ambiguous for label in concept.labels)
    if marked and not concept.ambiguous:
        yield N_("{id}: names are called ambiguous and nobody says why"), {}
    if concept.ambiguous and not marked:
        yield N_("{id}: no name is called ambiguous and it is said why"), {}


def _references(concept: Concept, thesaurus: Thesaurus) -> Found:
    named = (*concept.broader, *concept.related, concept.seat, concept.replaced_by)
    for id in filter(None, named):
        if id not in thesaurus.concepts:
            yield N_("{id}: there is no «{other}»"), {"other": id}
        elif id == concept.id:
            yield N_("{id}: names itself"), {}
    if concept.id in {one.id for one in _above(concept, thesaurus)}:
        yield N_("{id}: is broader than itself"), {}
    if concept.replaced_by:
        last = thesaurus.current(concept.id)
        if last is None or last.replaced_by:
            yield N_("{id}: what replaces it is replaced by itself or is not there"), {}


def _above(concept: Concept, thesaurus: Thesaurus) -> Iterator[Concept]:
    """The broader concepts and theirs."""
    seen: set[str] = set()
    waiting = list(concept.broader)
    while waiting:
        id = waiting.pop()
        if id not in seen and id in thesaurus.concepts:
            seen.add(id)
            yield thesaurus.concepts[id]
            waiting += thesaurus.concepts[id].broader


def _bases(concept: Concept, thesaurus: Thesaurus) -> Found:
    bases = {concept.dates_basis, concept.geo_basis}
    bases |= {other.basis for other in concept.other_dates}
    bases |= {label.basis for label in concept.labels}
    for basis in sorted(bases):
        if basis not in thesaurus.sources:
            yield N_("{id}: there is no source «{source}»"), {"source": basis}


def _dates(concept: Concept) -> Found:
    named: tuple[Concept | Label, ...] = (concept, *concept.labels)
    for one in named:
        try:
            _ = one.span
        except BadDate as reason:
            yield N_("{id}: {reason}"), {"reason": reason.what}


def _shared(thesaurus: Thesaurus) -> Iterator[Message]:
    """Names of several concepts that are not called ambiguous, nor is one broader."""
    bearers: dict[str, list[tuple[Concept, Label]]] = defaultdict(list)
    for concept in thesaurus.concepts.values():
        if not concept.replaced_by:
            for label in concept.labels:
                bearers[label.key].append((concept, label))
    for text, found in bearers.items():
        ids = {concept.id for concept, _ in found}
        plain = {concept.id: concept for concept, label in found if not label.ambiguous}
        if len(ids) < 2 or not plain:
            continue
        if all(_akin(concept, ids, thesaurus) for concept in plain.values()):
            continue
        what = N_("«{name}» is a name of {ids}, and not called ambiguous there")
        yield Message(what, {"name": text, "ids": ", ".join(sorted(ids))})


def _akin(concept: Concept, others: set[str], thesaurus: Thesaurus) -> bool:
    """Whether a concept has all others above or below it, or shares a broader one with them."""
    own = {one.id for one in _above(concept, thesaurus)}
    return all(
        other == concept.id
        or other in own
        or concept.id in {one.id for one in _above(thesaurus.concepts[other], thesaurus)}
        or own & set(thesaurus.concepts[other].broader)
        for other in others
    )
