"""The thesaurus: all concepts with their narrower ones, headings, and what they are called."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from corpus.collection import THESAURUS, Collection
from corpus.dates import UncertainDate
from corpus.kinds import LANGUAGES
from corpus.messages import N_
from corpus.thesaurus.concepts import BadThesaurus, Concept, Label, Role, Source, Type, key, wrong
from corpus.thesaurus.reading import Content, read


class Heading(NamedTuple):
    """What a concept is called at some time, and ``today`` where that is something else."""

    text: str
    today: str
    label: Label

    def __str__(self) -> str:
        return f"{self.text} ({self.today})" if self.today else self.text


class Name(NamedTuple):
    """A label by which a concept is searched, with the concept that bears it.

    ``relation`` is what that concept is to the one that was asked for: itself (an empty string),
    ``narrower`` or ``related``.
    """

    label: Label
    concept: Concept
    relation: str = ""


@dataclass(frozen=True)
class Thesaurus:
    """Concepts by id in the order of their files, sources by id, and the ids that are hidden."""

    concepts: Mapping[str, Concept]
    sources: Mapping[str, Source]
    hidden: frozenset[str] = frozenset()

    @cached_property
    def digest(self) -> str:
        """A digest of what finding names goes by: concepts in use, their names and dates."""
        told = [(c.id, c.type, c.dates, c.replaced_by, c.labels) for c in self.concepts.values()]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def of_type(self, *types: Type) -> Iterator[Concept]:
        """The concepts of some sorts that are in use."""
        return (c for c in self.concepts.values() if c.type in types and not c.replaced_by)

    def current(self, id: str) -> Concept | None:
        """The concept of an id, or the one that replaced it; None where there is none."""
        seen: set[str] = set()
        while (found := self.concepts.get(id)) and found.replaced_by and id not in seen:
            seen.add(id)
            id = found.replaced_by
        return found

    def narrower(self, id: str) -> tuple[Concept, ...]:
        """The concepts that name this one as their broader one."""
        return tuple(self.concepts[one] for one in self._narrower.get(id, ()))

    def below(self, id: str) -> tuple[Concept, ...]:
        """The narrower concepts of a concept and theirs, each once, without itself."""
        out: dict[str, Concept] = {}
        waiting = list(self._narrower.get(id, ()))
        while waiting:
            one = waiting.pop(0)
            if one not in out and one != id:
                out[one] = self.concepts[one]
                waiting += self._narrower.get(one, ())
        return tuple(out.values())

    @cached_property
    def _narrower(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for broader in concept.broader:
                out.setdefault(broader, []).append(concept.id)
        return out

    def heading(self, id: str, lang: str, when: UncertainDate | None = None) -> Heading:
        """What a concept is called in a language at the time of a document, and today.

        A name in force on all of the days of ``when`` goes before one in force on some of them.
        Without a date, or where no name was in force, it is called as it is today. What has no
        name in the language has one in Russian or any other.
        """
        concept = self.concepts[id]
        own = [label for label in concept.labels if label.lang == _language(concept, lang)]
        headings = [label for label in own if label.role in (Role.PREF, Role.FORMER)] or own
        today = next((label for label in headings if label.role is Role.PREF), headings[0])
        dated = [label for label in headings if label.dates and when is not None]
        then = max(dated, key=lambda label: _fit(label, when), default=today)
        if _fit(then, when) == 0:
            then = today
        return Heading(then.text, "" if key(then.text) == key(today.text) else today.text, then)

    def placed(self, id: str) -> Concept | None:
        """Whose ``geo`` says where a concept is: its own, else that of its seat; None: unknown."""
        concept = self.concepts.get(id)
        seat = self.concepts.get(concept.seat) if concept else None
        return next((one for one in (concept, seat) if one and one.geo), None)

    def named(self, text: str) -> tuple[Concept, ...]:
        """The concepts in use that bear a name, whatever its case; the heading's first."""
        found = self._named.get(key(text), ())
        return tuple(self.concepts[id] for id in found)

    @cached_property
    def _named(self) -> dict[str, tuple[str, ...]]:
        ranked: dict[str, dict[str, bool]] = {}
        for concept in self.concepts.values():
            if not concept.replaced_by:
                for label in concept.labels:
                    ids = ranked.setdefault(label.key, {})
                    ids[concept.id] = ids.get(concept.id, False) or label.role is Role.PREF
        return {
            text: tuple(sorted(ids, key=lambda id, ids=ids: not ids[id]))  # type: ignore[misc]
            for text, ids in ranked.items()
        }

    def expand(
        self,
        id: str,
        *,
        languages: Iterable[str] = LANGUAGES,
        narrower: bool = False,
        related: bool = False,
    ) -> tuple[Name, ...]:
        """Every name of a concept in some languages, then those of narrower and related ones.

        Each name is there once: «Карлаг» is Russian and Kyrgyz.
        """
        concept = self.current(id)
        if concept is None:
            return ()
        groups: list[tuple[str, tuple[Concept, ...]]] = [("", (concept,))]
        if narrower:
            groups.append(("narrower", self.below(concept.id)))
        if related:
            found = (self.concepts[one] for one in concept.related)
            groups.append(("related", tuple(found)))
        wanted, out = set(languages), dict[str, Name]()
        for relation, concepts in groups:
            for one in concepts:
                for label in one.labels:
                    if label.lang in wanted:
                        out.setdefault(label.text, Name(label, one, relation))
        return tuple(out.values())


def _language(concept: Concept, lang: str) -> str:
    has = {label.lang for label in concept.labels}
    return next(one for one in (lang, *LANGUAGES) if one in has)


def _fit(label: Label, when: UncertainDate | None) -> int:
    """2 where a label was in force all the time of ``when``, 1 where for some of it, else 0."""
    own = label.span
    if own is None or when is None:
        return 0
    apart = (own.latest and when.earliest and own.latest < when.earliest) or (
        own.earliest and when.latest and when.latest < own.earliest
    )
    if apart:
        return 0
    begins = own.earliest is None or bool(when.earliest and own.earliest <= when.earliest)
    ends = own.latest is None or bool(when.latest and when.latest <= own.latest)
    return 2 if begins and ends else 1


_loaded: dict[Path | None, tuple[tuple[int, int] | None, Thesaurus]] = {}


def load(collection: Collection | None = None) -> Thesaurus:
    """The thesaurus that is shipped, with what the collection's file adds, changes and hides.

    It is kept until that file changes.

    Raises:
        BadThesaurus: the collection's file says something that cannot be.

    """
    return _kept(collection.path / THESAURUS if collection else None)


def _kept(path: Path | None) -> Thesaurus:
    try:
        about = path.stat() if path else None
    except FileNotFoundError:
        path, about = None, None
    stamp = (about.st_mtime_ns, about.st_size) if about else None
    known = _loaded.get(path)
    if known is None or known[0] != stamp:
        known = _loaded[path] = (stamp, _read(path))
    return known[1]


def usable(collection: Collection) -> Thesaurus:
    """The thesaurus of a collection, as it was last indexed by where its file cannot be read.

    Where nothing was indexed by it, or the cache was deleted, what is shipped.
    """
    try:
        return load(collection)
    except BadThesaurus:
        with suppress(BadThesaurus):
            return _kept(_last_good(collection))
        return load()


def is_readable(collection: Collection) -> bool:
    """Whether the file of a collection can be read, if there is one."""
    try:
        load(collection)
    except BadThesaurus:
        return False
    return True


def remember(collection: Collection) -> None:
    """Keep the collection's file, if it can be read, for when it cannot; see :func:`usable`.

    Call it where names are indexed by the thesaurus.
    """
    copy = _last_good(collection)
    if not is_readable(collection):
        return
    try:
        written = (collection.path / THESAURUS).read_bytes()
    except FileNotFoundError:
        copy.unlink(missing_ok=True)
        return
    if not copy.is_file() or copy.read_bytes() != written:
        copy.parent.mkdir(exist_ok=True)
        aside = copy.with_suffix(".part")
        aside.write_bytes(written)
        aside.replace(copy)


def _last_good(collection: Collection) -> Path:
    return collection.cache / THESAURUS


def _read(overlay: Path | None) -> Thesaurus:
    content = Content()
    if overlay is None:
        for file in sorted(files("corpus.thesaurus").iterdir(), key=lambda file: file.name):
            if file.name.endswith(".yaml"):
                read(file.read_text(encoding="utf-8"), file.name, content)
        return _thesaurus(content)
    shipped = load()
    content.concepts.update(shipped.concepts)
    content.sources.update(shipped.sources)
    try:
        written = overlay.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as reason:
        raise wrong(
            N_("«{file}» cannot be read: {reason}"), file=overlay, reason=reason
        ) from reason
    read(written, str(overlay), content, overlay=True)
    return _thesaurus(content)


def _thesaurus(content: Content) -> Thesaurus:
    kept = {
        id: _without(concept, content.hidden)
        for id, concept in content.concepts.items()
        if id not in content.hidden
    }
    hidden = frozenset(content.hidden)
    return Thesaurus(MappingProxyType(kept), MappingProxyType(content.sources), hidden)


def _without(concept: Concept, hidden: set[str]) -> Concept:
    """A concept that names nothing that is hidden."""
    if not hidden.intersection((*concept.broader, *concept.related, concept.seat)):
        return concept
    return replace(
        concept,
        broader=tuple(id for id in concept.broader if id not in hidden),
        related=tuple(id for id in concept.related if id not in hidden),
        seat="" if concept.seat in hidden else concept.seat,
    )
