"""Taking a SKOS file into a collection: what it says otherwise goes into the collection's file.

It is written behind what stands there; comments and order stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

from corpus import disk
from corpus.collection import THESAURUS, Collection
from corpus.thesaurus.concepts import Concept, Label, OtherDates
from corpus.thesaurus.reading import Content, read
from corpus.thesaurus.skos import read_skos
from corpus.thesaurus.thesaurus import Thesaurus, load


class Imported(NamedTuple):
    """How many concepts were added and changed."""

    added: int
    changed: int


def import_skos(collection: Collection, path: Path) -> Imported:
    """Add to a collection's thesaurus what a SKOS file says otherwise; nothing is taken away.

    A name that a known concept has no more is hidden; a concept that the file lacks stays.

    Raises:
        BadThesaurus: the collection's own file cannot be read; nothing is changed.
        InputFailed, MissingProgram: see :func:`corpus.thesaurus.skos.read_skos`.

    """
    known, new = load(collection), read_skos(path)
    added = [c for c in new.concepts.values() if c.id not in known.concepts]
    changed = [
        entry for c in new.concepts.values() if c.id in known.concepts
        and (entry := [*_change(known.concepts[c.id], c)])
    ]  # fmt: skip
    sources = [s for s in new.sources.values() if s.id not in known.sources]
    lines = [f"- {{source: {s.id}, title: {_quoted(s.title)}}}" for s in sources]
    lines += [line for concept in added for line in _entry(concept)]
    lines += [line for entry in changed for line in entry]
    if lines:
        _append(collection, known, "\n".join(lines) + "\n")
    return Imported(len(added), len(changed))


def _append(collection: Collection, known: Thesaurus, entries: str) -> None:
    file = collection.path / THESAURUS
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    before += "\n" if before and not before.endswith("\n") else ""
    content = Content(dict(known.concepts), dict(known.sources))
    read(entries, str(file), content, overlay=True)
    with disk.writing(file.parent), disk.fresh(file, 0o600) as fresh:
        fresh.write((before + entries).encode())


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
    for name in (each.name for each in fields(Concept) if each.name not in {"id", "labels"}):
        own, value = getattr(old, name), getattr(new, name)
        if isinstance(value, tuple) and name != "geo":  # in SKOS they have no order
            if {*own} == {*value}:
                continue
        elif own == value or (name == "dates_basis" and not new.dates):
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
