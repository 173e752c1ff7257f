"""The thesaurus as SKOS in Turtle (W3C, 2009), for other systems, and back from them.

Every name is there twice: as a plain SKOS label, and as a label of SKOS-XL, on which hangs what
SKOS has no words for: its role, its dates, what it rests on. Reading needs rdflib (the extra
``opis[skos]``); of other systems' files the plain labels are taken.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus.errors import InputFailed, MissingProgram
from corpus.kinds import LANGUAGES
from corpus.messages import N_
from corpus.thesaurus.concepts import Concept, Label, OtherDates, Role, Source, Type
from corpus.thesaurus.thesaurus import Thesaurus

BASE = "urn:opis:"
_PREFIXES = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xl": "http://www.w3.org/2008/05/skos-xl#",
    "dct": "http://purl.org/dc/terms/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "opis": f"{BASE}thesaurus:",
}
#: what files are read, by the ends of their names; JSON-LD would fetch its context
FORMATS = {".ttl": "turtle", ".nt": "nt", ".rdf": "xml", ".xml": "xml"}


def turtle(thesaurus: Thesaurus) -> Iterator[str]:
    """The lines of a thesaurus in Turtle."""
    for prefix, address in _PREFIXES.items():
        yield f"@prefix {prefix}: <{address}> ."
    for type in Type:
        yield f"<{BASE}scheme:{type}> a skos:ConceptScheme ."
    for source in thesaurus.sources.values():
        rows = [f"dct:title {_quoted(source.title)}"]
        rows += [f"dct:references {_quoted(source.address)}"] if source.address else []
        rows += [f"skos:note {_quoted(source.note)}"] if source.note else []
        yield _statement(f"source:{source.id}", rows)
    for concept in thesaurus.concepts.values():
        yield _statement(concept.id, [*_about(concept), *_labels(concept)])


def _statement(subject: str, rows: Iterable[str]) -> str:
    return f"<{BASE}{subject}> " + " ;\n    ".join(rows) + " ."


def _about(concept: Concept) -> Iterator[str]:
    yield "a skos:Concept"
    yield f"skos:inScheme <{BASE}scheme:{concept.type}>"
    for name in ("broader", "related"):
        for id in getattr(concept, name):
            yield f"skos:{name} <{BASE}{id}>"
    if concept.seat:
        yield f"opis:seat <{BASE}{concept.seat}>"
    if concept.replaced_by:
        yield f"dct:isReplacedBy <{BASE}{concept.replaced_by}>"
    if concept.dates:
        yield f"dct:temporal {_quoted(concept.dates)}"
        yield f"dct:source <{BASE}source:{concept.dates_basis}>"
    for other in concept.other_dates:
        note = f" ; skos:note {_quoted(other.note)}" if other.note else ""
        yield (
            f"opis:otherDates [ dct:temporal {_quoted(other.dates)} ; "
            f"dct:source <{BASE}source:{other.basis}>{note} ]"
        )
    if concept.geo:
        yield f"geo:lat {_quoted(str(concept.geo[0]))}"
        yield f"geo:long {_quoted(str(concept.geo[1]))}"
        yield f"opis:geoSource <{BASE}source:{concept.geo_basis}>"
    if concept.note:
        yield f"skos:scopeNote {_quoted(concept.note)}"
    if concept.ambiguous:
        yield f"skos:editorialNote {_quoted(concept.ambiguous)}"


def _labels(concept: Concept) -> Iterator[str]:
    headings = {(one.lang, one.text) for one in concept.labels if one.role is Role.PREF}
    for place, label in enumerate(concept.labels):
        written = f"{_quoted(label.text)}@{label.lang}"
        kind = "prefLabel" if label.role is Role.PREF else "altLabel"
        # What is called so again («Астана») is a heading in SKOS and nothing else beside (S13).
        again = kind == "altLabel" and (label.lang, label.text) in headings
        if not again:
            yield f"skos:{kind} {written}"
        rows = [
            f"xl:literalForm {written}",
            f"opis:role {_quoted(label.role)}",
            f"opis:place {_quoted(f'{place:04d}')}",
            f"dct:source <{BASE}source:{label.basis}>",
        ]
        rows += [f"dct:temporal {_quoted(label.dates)}"] if label.dates else []
        rows += ["opis:ambiguous true"] if label.ambiguous else []
        yield f"{'opis:again' if again else f'xl:{kind}'} [ a xl:Label ; {' ; '.join(rows)} ]"


def _quoted(text: str) -> str:
    """A literal of Turtle."""
    signs = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(signs.get(c, c) for c in text) + '"'


def read_skos(path: Path) -> Thesaurus:
    """The concepts of a SKOS file in Turtle, N-Triples or RDF/XML.

    A concept of another system gets an id made of its address, the type ``term`` where none is
    told, and its labels the basis ``archivists``; labels in other languages are left out.

    Raises:
        InputFailed: it cannot be read, or holds no concepts.
        MissingProgram: rdflib is not installed.

    """
    try:
        import rdflib
    except ImportError as reason:
        raise MissingProgram(
            N_("SKOS files are read with rdflib, which is not installed."),
            remedy=N_("Install it: pip install 'opis[skos]'"),
        ) from reason
    graph = rdflib.Graph()
    try:
        graph.parse(data=path.read_bytes(), format=FORMATS.get(path.suffix.lower(), "turtle"))
    except Exception as reason:  # whatever its parsers make of damaged files
        raise InputFailed(
            N_("«{file}» cannot be read as SKOS: {reason}"),
            remedy=N_("Give Turtle (.ttl), N-Triples (.nt) or RDF/XML (.rdf)."),
            file=path,
            reason=type(reason).__name__,
        ) from reason
    reader = _Reader(graph, rdflib)
    concepts = {concept.id: concept for concept in reader.concepts()}
    if not concepts:
        raise InputFailed(
            N_("There is no concept in «{file}»."),
            remedy=N_("Give a file of SKOS concepts."),
            file=path,
        )
    return Thesaurus(concepts, {source.id: source for source in reader.sources()})


class _Reader:
    """What a graph of rdflib says of concepts and sources."""

    def __init__(self, graph: Any, rdflib: Any) -> None:
        self.graph, self.rdflib = graph, rdflib

    def concepts(self) -> Iterator[Concept]:
        kind = self.rdflib.RDF.type
        for node in sorted(self.graph.subjects(kind, self._named("skos:Concept")), key=str):
            labels = self._labels(node)
            replaced = self._one(node, "dct:isReplacedBy")
            if not labels and not replaced:
                continue
            lat, long = self._one(node, "geo:lat"), self._one(node, "geo:long")
            yield Concept(
                _id_of(str(node)),
                self._type(node),
                dates=self._one(node, "dct:temporal"),
                dates_basis=self._source(node, "general"),
                other_dates=self._other_dates(node),
                broader=self._ids(node, "skos:broader"),
                related=self._ids(node, "skos:related"),
                seat=next(iter(self._ids(node, "opis:seat")), ""),
                geo=(float(lat), float(long)) if lat and long else None,
                geo_basis=self._source(node, "general", "opis:geoSource"),
                ambiguous=self._one(node, "skos:editorialNote"),
                note=self._one(node, "skos:scopeNote"),
                replaced_by=_id_of(replaced) if replaced else "",
                labels=labels,
            )

    def sources(self) -> Iterator[Source]:
        for node, title in self.graph.subject_objects(self._named("dct:title")):
            if str(node).startswith(f"{BASE}source:"):
                about = (self._one(node, "dct:references"), self._one(node, "skos:note"))
                yield Source(str(node).removeprefix(f"{BASE}source:"), str(title), *about)

    def _labels(self, node: Any) -> tuple[Label, ...]:
        own = [
            (self._one(one, "opis:place"), self._label(one))
            for kind in ("xl:prefLabel", "xl:altLabel", "xl:hiddenLabel", "opis:again")
            for one in self.graph.objects(node, self._named(kind))
            if self._one(one, "opis:role")
        ]
        if own:
            return tuple(label for _, label in sorted(own, key=lambda one: one[0]))
        out: dict[tuple[str, str], Label] = {}
        for kind in ("prefLabel", "altLabel", "hiddenLabel"):
            for text in sorted(self.graph.objects(node, self._named(f"skos:{kind}"))):
                language = (text.language or "").partition("-")[0]
                written = " ".join(str(text).split())
                first = all(one.lang != language or one.role is not Role.PREF
                            for one in out.values())  # fmt: skip
                role = Role.PREF if kind == "prefLabel" and first else Role.ALT
                if language in LANGUAGES and written:
                    out.setdefault(
                        (language, written), Label(language, role, written, "archivists")
                    )
        return tuple(out.values())

    def _label(self, node: Any) -> Label:
        (text,) = self.graph.objects(node, self._named("xl:literalForm"))
        return Label(
            text.language,
            Role(self._one(node, "opis:role")),
            str(text),
            self._source(node, "archivists"),
            self._one(node, "dct:temporal"),
            self._one(node, "opis:ambiguous") == "true",
        )

    def _other_dates(self, node: Any) -> tuple[OtherDates, ...]:
        found = (
            OtherDates(
                self._one(one, "dct:temporal"),
                self._source(one, "archivists"),
                self._one(one, "skos:note"),
            )
            for one in self.graph.objects(node, self._named("opis:otherDates"))
        )
        return tuple(sorted(found, key=lambda one: one.dates))

    def _type(self, node: Any) -> Type:
        said = {str(one).removeprefix(f"{BASE}scheme:")
                for one in self.graph.objects(node, self._named("skos:inScheme"))}  # fmt: skip
        return Type(min(said & set(Type), default=Type.TERM))

    def _source(self, node: Any, default: str, name: str = "dct:source") -> str:
        return self._one(node, name).removeprefix(f"{BASE}source:") or default

    def _ids(self, node: Any, name: str) -> tuple[str, ...]:
        return tuple(sorted(_id_of(str(o)) for o in self.graph.objects(node, self._named(name))))

    def _one(self, node: Any, name: str) -> str:
        return min(map(str, self.graph.objects(node, self._named(name))), default="")

    def _named(self, name: str) -> Any:
        prefix, _, local = name.partition(":")
        return self.rdflib.URIRef(_PREFIXES[prefix] + local)


def _id_of(address: str) -> str:
    """The id in our own addresses; of another system's address one that is always the same."""
    if m := re.fullmatch(rf"{BASE}([a-z][a-z0-9]*(?:-[a-z0-9]+)+)", address):
        return m[1]
    return f"foreign-{hashlib.sha256(address.encode()).hexdigest()[:12]}"
