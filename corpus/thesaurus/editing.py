"""What an archivist does with headings: confirm, name and check names, merge, split.

Each is written into the collection's own file (:mod:`corpus.thesaurus.overlay`) and into the
history. ``against`` is the :func:`corpus.thesaurus.overlay.revision` that the archivist has seen:
where the file has changed since, nothing is done and :class:`corpus.errors.Conflict` is raised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import count

from corpus import collection as collections
from corpus.errors import NotFound
from corpus.messages import N_
from corpus.thesaurus import checking, overlay
from corpus.thesaurus.concepts import BadThesaurus, Concept, Label, Role, Source, Type, wrong
from corpus.thesaurus.reading import ARCHIVISTS
from corpus.thesaurus.thesaurus import Thesaurus

#: types whose concepts may be one
_AKIN = frozenset({Type.AGENCY, Type.ORGANISATION, Type.ARCHIVE})
#: the language and the words of a name: no concept has two names of the same
Name = tuple[str, str]


def confirm(
    target: collections.Collection,
    name: str,
    type: Type,
    lang: str,
    *,
    into: str = "",
    against: str | None = None,
) -> str:
    """Make a name a heading, or with ``into`` another name of that concept; returns the id.

    Raises:
        BadThesaurus: a concept of this type is called so already, or it is no name.
        NotFound: there is no concept ``into``.

    """
    ids = [into]

    def made(known: Thesaurus) -> list[Concept]:
        bearer = next((one for one in known.named(name) if one.type is type), None)
        if bearer is not None and bearer.id != into:
            raise wrong(N_("«{name}» is a name of {id} already."), name=name, id=bearer.id)
        if into:
            concept = _concept(known, into)
            return [] if bearer else [_with(concept, None, Label(lang, Role.ALT, name, ARCHIVISTS))]
        ids[0] = _fresh(known, type, name)
        return [Concept(ids[0], type, labels=(Label(lang, Role.PREF, name, ARCHIVISTS),))]

    _put(target, made, against=against)
    return ids[0]


def rename(
    target: collections.Collection,
    id: str,
    old: Name | None,
    new: Label | None,
    *,
    source: Source | None = None,
    against: str | None = None,
) -> None:
    """Give a concept the name ``new`` in place of ``old``; None for a name more or one less.

    A name is checked where its basis is something: ``source`` is written too if nobody knows it.
    Another heading in a language makes the one before another name.

    Raises:
        NotFound: there is no such concept, or it has no name ``old``.
        BadThesaurus: ``new`` cannot be a name, or no name would be left.

    """
    sources = [source] if source else []
    _put(target, lambda known: [_with(_concept(known, id), old, new)], sources, against)


def merge(
    target: collections.Collection, id: str, into: str, *, against: str | None = None
) -> None:
    """Let a concept be the other one from now on: that has its names, and its id leads there.

    Raises:
        NotFound: there is no such concept.
        BadThesaurus: they are the same, or of different types.

    """

    def made(known: Thesaurus) -> list[Concept]:
        old, one = _concept(known, id), _concept(known, into)
        if old.id == one.id or not (old.type is one.type or {old.type, one.type} <= _AKIN):
            raise wrong(N_("«{id}» and «{other}» cannot be one."), id=id, other=into)
        has = {(label.lang, label.key) for label in one.labels}
        headed = _headed(one.labels)
        more = tuple(
            replace(label, role=Role.ALT)
            if label.role is Role.PREF and label.lang in headed
            else label
            for label in old.labels
            if (label.lang, label.key) not in has
        )
        ambiguous = one.ambiguous or old.ambiguous
        both = _settled(replace(one, labels=one.labels + more, ambiguous=ambiguous))
        others = [c for c in known.concepts.values() if c.id not in {old.id, one.id}]
        gone = replace(old, replaced_by=one.id)
        return [
            gone,
            _instead(both, old.id, one.id),
            *(_instead(c, old.id, one.id) for c in others),
        ]

    _put(target, made, against=against)


def split(
    target: collections.Collection, id: str, names: Collection[Name], *, against: str | None = None
) -> str:
    """Take names from a concept: they become another one of its type; returns that one's id.

    It stands below what the first one stands below; dates and notes stay with the first.

    Raises:
        NotFound: there is no such concept, or it has not all of these names.
        BadThesaurus: no name is taken, or none would be left.

    """
    ids = [""]

    def made(known: Thesaurus) -> list[Concept]:
        concept = _concept(known, id)
        taken = [_label(concept, name) for name in names]
        if not taken or len(taken) == len(concept.labels):
            raise wrong(N_("Some names of «{id}» must go, and some stay."), id=id)
        ids[0] = _fresh(known, concept.type, taken[0].text)
        new = Concept(ids[0], concept.type, broader=concept.broader, labels=tuple(taken))
        new = replace(new, ambiguous=concept.ambiguous)
        left = tuple(label for label in concept.labels if label not in taken)
        headed = _headed(concept.labels)
        return [
            _settled(replace(concept, labels=left), headed),
            _settled(new, {label.lang for label in taken}),
        ]

    _put(target, made, against=against)
    return ids[0]


def source(known: Thesaurus, title: str) -> Source:
    """The source of this title, or a new one."""
    title = " ".join(title.split())
    found = (one for one in known.sources.values() if one.title == title)
    return next(found, None) or Source(f"source-{_digest(title)}", title)


def _put(
    target: collections.Collection,
    make: Callable[[Thesaurus], Sequence[Concept]],
    sources: Iterable[Source] = (),
    against: str | None = None,
) -> None:
    """Write what ``make`` makes, unless it would be unsound."""
    sources = [*sources]

    def sound(known: Thesaurus) -> Sequence[Concept]:
        made = [one for one in make(known) if known.concepts.get(one.id) != one]
        later = replace(
            known,
            concepts={**known.concepts, **{one.id: one for one in made}},
            sources={**known.sources, **{one.id: one for one in sources}},
        )
        for concept in made:
            for fault in checking.faults(concept, later):
                raise BadThesaurus(fault.template, remedy=N_("Change it in another way."),
                                   **fault.values)  # fmt: skip
        return made

    overlay.put(target, sound, sources, against)


def _concept(known: Thesaurus, id: str) -> Concept:
    found = known.concepts.get(id)
    if found is None or found.replaced_by:
        raise NotFound(
            N_("There is no heading «{id}»."), remedy=N_("See the list of headings."), id=id
        )
    return found


def _label(concept: Concept, name: Name) -> Label:
    for label in concept.labels:
        if (label.lang, label.text) == name:
            return label
    raise NotFound(
        N_("«{id}» has no name «{name}»."),
        remedy=N_("See how it is now, then do it again."),
        id=concept.id,
        name=name[1],
    )


def _with(concept: Concept, old: Name | None, new: Label | None) -> Concept:
    """A concept with a name in place of another, without it, or with one more."""
    was = _label(concept, old) if old else None
    labels = [label for label in concept.labels if label != was]
    if new is not None:
        if any((own.lang, own.text) == (new.lang, new.text) for own in labels):
            raise wrong(N_("«{name}» is a name of {id} already."), name=new.text, id=concept.id)
        if new.role is Role.PREF:
            labels = [
                replace(own, role=Role.ALT)
                if own.role is Role.PREF and own.lang == new.lang
                else own
                for own in labels
            ]
        labels.insert(concept.labels.index(was) if was else len(labels), new)
    return _settled(replace(concept, labels=tuple(labels)), _headed(concept.labels))


def _settled(concept: Concept, headed: Collection[str] = ()) -> Concept:
    """A concept with a heading in each of the languages in which it has another name.

    It has one heading at least, and says why names are ambiguous if some are.
    """
    labels = [*concept.labels]
    for lang in sorted(headed):
        _head(labels, [n for n, own in enumerate(labels) if own.lang == lang])
    _head(labels, [*range(len(labels))])
    why = concept.ambiguous if any(label.ambiguous for label in labels) else ""
    return replace(concept, labels=tuple(labels), ambiguous=why)


def _head(labels: list[Label], among: Sequence[int]) -> None:
    """Make one of some names the heading, unless one is: another name rather than an earlier."""
    if among and all(labels[n].role is not Role.PREF for n in among):
        n = min(among, key=lambda n: labels[n].role is not Role.ALT)
        labels[n] = replace(labels[n], role=Role.PREF)


def _headed(labels: Iterable[Label]) -> set[str]:
    return {label.lang for label in labels if label.role is Role.PREF}


def _instead(concept: Concept, old: str, new: str) -> Concept:
    """A concept that names another one where it named the old one, and never itself."""
    return replace(
        concept,
        broader=_ids(concept.broader, old, new, concept.id),
        related=_ids(concept.related, old, new, concept.id),
        seat=new if concept.seat == old else concept.seat,
        replaced_by=new if concept.replaced_by == old else concept.replaced_by,
    )


def _ids(ids: tuple[str, ...], old: str, new: str, own: str) -> tuple[str, ...]:
    changed = (new if id == old else id for id in ids)
    return tuple(id for id in dict.fromkeys(changed) if id != own) if old in ids else ids


def _fresh(known: Thesaurus, type: Type, name: str) -> str:
    """An id that nothing has or had."""
    made = (f"{type}-{_digest(f'{name} {n}')}" for n in count())
    return next(id for id in made if id not in known.concepts and id not in known.hidden)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
