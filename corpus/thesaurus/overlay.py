"""The file in which a collection adds to, changes and hides what the thesaurus says.

It is written behind what stands there; comments and order stay as they are. Whoever writes it holds
the catalogue, so that no two do so at once and every change is an event of the history.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields

from corpus import disk
from corpus.collection import THESAURUS, Collection
from corpus.errors import Conflict
from corpus.history import Change, Deed, Recorder
from corpus.messages import N_
from corpus.thesaurus.concepts import Concept, Label, OtherDates, Source, wrong
from corpus.thesaurus.reading import Content, read
from corpus.thesaurus.thesaurus import Thesaurus, load

#: what the history calls the place where headings stand
PLACE = "thesaurus"


def revision(collection: Collection) -> str:
    """What the collection's file says, in short: another one wherever the file is another."""
    return hashlib.sha256(_written(collection).encode()).hexdigest()[:16]


def put(
    collection: Collection,
    make: Callable[[Thesaurus], Iterable[Concept]],
    sources: Iterable[Source] = (),
    against: str | None = None,
) -> None:
    """Write into the collection's file how concepts are from now on, the new ones and the changed.

    ``make`` is given the thesaurus as it is. Nothing is taken away: a name that a concept has no
    more is hidden. ``sources`` are taken as far as they are not known. With ``against``, the
    :func:`revision` that a person had before her eyes, nothing is written over what came after.
    Names on pages follow when the index is brought up to date.

    Raises:
        Conflict: the file has changed since ``against``.
        BadThesaurus: it cannot be read, or it cannot say this; nothing is changed.
        BadUse: it cannot be written.

    """
    with collection.catalogue() as database, database.transaction():
        if against is not None and against != revision(collection):
            raise Conflict(
                N_("The thesaurus was changed by somebody else meanwhile."),
                remedy=N_("See how it is now, then do it again."),
            )
        known = load(collection)
        made = [c for c in make(known) if known.concepts.get(c.id) != c]
        lines = [line for s in sources if s.id not in known.sources for line in _source(s)]
        recorder = Recorder(database, Deed.NAMED)
        for concept in made:
            old = known.concepts.get(concept.id)
            lines += _entry(concept) if old is None else _change(old, concept)
            for change in _told(old, concept):
                recorder.note(change)
        if lines:
            _append(collection, known, made, "".join(f"{line}\n" for line in lines))


def differs(old: Concept | None, new: Concept) -> bool:
    """Whether the file would say anything to make the one of the other."""
    return old is None or any(_change(old, new))


def _written(collection: Collection) -> str:
    file = collection.path / THESAURUS
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _append(collection: Collection, known: Thesaurus, made: Sequence[Concept], more: str) -> None:
    file, before = collection.path / THESAURUS, _written(collection)
    before += "\n" if before and not before.endswith("\n") else ""
    content = Content(dict(known.concepts), dict(known.sources))
    read(more, str(file), content, overlay=True)
    for concept in made:
        if {*content.concepts[concept.id].labels} != {*concept.labels}:
            raise wrong(N_("«{id}» cannot be changed in this way."), id=concept.id)
    with disk.writing(file.parent), disk.fresh(file, 0o600) as fresh:
        fresh.write((before + more).encode())


def _told(old: Concept | None, new: Concept) -> Iterator[Change]:
    """What the history says: the names that came, went and changed, and what replaces it."""
    before = {} if old is None else {(one.lang, one.text): one for one in old.labels}
    after = {(one.lang, one.text): one for one in new.labels}
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was != now:
            yield _changed(new, "name", _in_short(was), _in_short(now))
    for each in fields(Concept):
        if each.name not in {"id", "labels"}:
            values = [getattr(one, each.name) if one else "" for one in (old, new)]
            if values[0] != values[1] and any(values):
                yield _changed(new, each.name, *(_plain(value) for value in values))


def _changed(concept: Concept, field: str, was: str | None, now: str | None) -> Change:
    return Change(concept.id, None, PLACE, concept.id, field, was, now)


def _in_short(label: Label | None) -> str | None:
    """«Карлаг (ru, alt, akhmetov)»."""
    if label is None:
        return None
    said = (label.lang, label.role, label.basis, label.dates)
    return f"{label.text} ({', '.join(filter(None, said))})"


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def _source(source: Source) -> Iterator[str]:
    yield f"- source: {source.id}"
    for name in ("title", "address", "note"):
        if said := getattr(source, name):
            yield f"  {name}: {_quoted(said)}"


def _entry(concept: Concept) -> Iterator[str]:
    """A whole concept."""
    bare = Concept(concept.id, concept.type, labels=concept.labels, replaced_by="")
    yield f"- id: {concept.id}"
    yield f"  type: {concept.type}"
    yield from _keys(bare, concept)
    yield from _labels([(label, False) for label in concept.labels])


def _change(old: Concept, new: Concept) -> Iterator[str]:
    """What of a known concept is otherwise; nothing where it is the same."""
    kept = {(label.lang, label.text) for label in new.labels}
    labels = [(label, False) for label in new.labels if label not in old.labels]
    labels += [(one, True) for one in old.labels if (one.lang, one.text) not in kept]
    lines = [*_keys(old, new), *_labels(labels)]
    if lines:
        yield f"- id: {new.id}"
        yield from lines


def _keys(old: Concept, new: Concept) -> Iterator[str]:
    """The keys of a concept, but for its labels, that differ."""
    # The source of what is not said is not said either.
    idle = {f"{of}_basis" for of in ("dates", "geo") if not getattr(new, of)}
    for name in (each.name for each in fields(Concept) if each.name not in {"id", "labels"}):
        own, value = getattr(old, name), getattr(new, name)
        if isinstance(value, tuple) and name != "geo":  # in SKOS they have no order
            if {*own} == {*value}:
                continue
        elif own == value or name in idle:
            continue
        if name == "other_dates":
            yield "  other_dates:"
            yield from (f"    - {_other(one)}" for one in value)
        elif isinstance(value, tuple):
            yield f"  {name}: [{', '.join(map(str, value))}]"
        elif value is not None:
            yield f"  {name}: {_quoted(str(value))}"


def _other(one: OtherDates) -> str:
    note = f", note: {_quoted(one.note)}" if one.note else ""
    return f"{{dates: {_quoted(one.dates)}, basis: {one.basis}{note}}}"


def _labels(labels: Sequence[tuple[Label, bool]]) -> Iterator[str]:
    if labels:
        yield "  labels:"
    for label, hide in labels:
        says = f"lang: {label.lang}, role: {label.role}, text: {_quoted(label.text)}"
        says += f", basis: {label.basis}"
        says += f", dates: {_quoted(label.dates)}" if label.dates else ""
        says += ", ambiguous: true" if label.ambiguous else ""
        yield f"    - {{{says}{', hide: true' if hide else ''}}}"


def _quoted(text: str) -> str:
    """A text as YAML and JSON both write it."""
    return json.dumps(text, ensure_ascii=False)
