"""EAD 2002 (loc.gov/ead): the finding aid of a fonds, from the opis down to the document.

What archivists say of the fonds and of an opis heads these. What an inventory or an archivist says
of a file heads the file, else the document that is the whole of it; its other documents stand
below. Levels that references leave out are left out here, too. Of what a reader may know but not
read there are reference, title, dates, extent and until when it is closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from lxml import etree

from corpus.access import Level, may_read
from corpus.catalogue import now
from corpus.dates import Meaning, UncertainDate
from corpus.description import Description
from corpus.documents import Document
from corpus.export.excerpt import About, Excerpt
from corpus.harmless import one_line
from corpus.labels import label
from corpus.messages import N_
from corpus.reference import Reference, natural, sides
from corpus.wholes import of_fonds

NAMESPACE = "urn:isbn:1-931666-22-9"
_XLINK = "http://www.w3.org/1999/xlink"
#: codes of ISO 639-2/B for those of the interface and of documents
_LANGUAGES = {"ru": "rus", "kk": "kaz", "ky": "kir", "en": "eng"}

_Element = Any  # lxml publishes no types


def finding_aid(excerpts: Iterable[Excerpt], about: About) -> Iterator[bytes]:
    """The finding aid of the fonds in which the documents of the excerpts stand."""
    known = sorted((excerpt.document for excerpt in excerpts), key=_order)
    if not known:
        return
    ref = known[0].description.reference
    fonds = Reference(ref.archive, ref.fonds, fonds_name=ref.fonds_name)
    wholes = _wholes(fonds, about)
    own = wholes.get(("", "", ""), Description(title=ref.fonds_name))
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ead xmlns="{NAMESPACE}" '
        f'xmlns:xlink="{_XLINK}">\n'
    ).encode()
    yield _bytes(_header(fonds, about))
    yield b'\n<archdesc level="fonds">\n'
    yield _bytes(_fonds(fonds, own, known, about))
    yield from map(_bytes, _note(own.note))
    yield b'\n<dsc type="combined">\n'
    for opis, inside in groupby(known, key=lambda one: one.description.reference.opis):
        files = _files([*inside], wholes)
        if not opis:
            yield from _components(files, 1, about)
            continue
        yield b'<c01 level="otherlevel" otherlevel="opis">'
        said = wholes.get((opis, "", ""), Description())
        yield from _headed(replace(fonds, opis=opis), said)
        yield from _components(files, 2, about)
        yield b"</c01>\n"
    yield b"</dsc>\n</archdesc>\n</ead>\n"


@dataclass(frozen=True)
class _File:
    """A file (its reference has no leaves), what is said of the whole of it, and its documents.

    That is a document, or else what an archivist says of the file.
    """

    reference: Reference
    whole: Document | None
    said: Description
    documents: Sequence[Document]


def _wholes(fonds: Reference, about: About) -> Mapping[tuple[str, str, str], Description]:
    """What is said of the fonds and what is below it, as far as it may be known."""
    if about.collection is None:
        return {}
    with about.collection.catalogue() as database:
        return of_fonds(database, fonds, about.role)


def _files(
    known: Sequence[Document], wholes: Mapping[tuple[str, str, str], Description]
) -> Iterator[_File]:
    """The files of an opis; where no file is named, one for all that stands there."""
    for key, group in groupby(known, key=_key):
        inside = [*group]
        reference = replace(inside[0].description.reference, leaves=())
        listed = [one for one in inside if not one.scanned]
        whole = [one for one in inside if one.scanned and one.level == "file"]
        if len(whole) == 1:  # its description has taken over what the inventory says
            listed = whole
        inside = [one for one in inside if one.scanned and one not in listed]
        said = wholes.get(key, Description()) if key[-1] else Description()
        yield _File(reference, listed[0] if listed else None, said, inside)


def _components(files: Iterable[_File], depth: int, about: About) -> Iterator[bytes]:
    for file in files:
        if not file.reference.file:  # documents that stand in no file
            yield from _documents(file.documents, depth, about)
            continue
        yield f'<c{depth:02d} level="file">'.encode()
        if file.whole is None:
            yield from _headed(file.reference, file.said)
        else:
            yield from _described(file.reference, file.whole, about)
        yield from _documents(file.documents, depth + 1, about)
        yield f"</c{depth:02d}>\n".encode()


def _documents(documents: Iterable[Document], depth: int, about: About) -> Iterator[bytes]:
    for document in documents:
        yield f'<c{depth:02d} level="item">'.encode()
        yield from _described(document.description.reference, document, about)
        yield f"</c{depth:02d}>\n".encode()


def _headed(ref: Reference, said: Description) -> Iterator[bytes]:
    """What is said of an opis or a file as a whole, without its tags."""
    did = _did(ref, said.title)
    if said.date:
        _date(did, said.date)
    yield _bytes(did)
    yield from map(_bytes, _note(said.note))


def _described(ref: Reference, document: Document, about: About) -> Iterator[bytes]:
    """What is said of a file or a document, without its tags."""
    d, readable = document.description, may_read(document.access, about.role)
    did = _did(ref, d.title or (document.source_name if document.scanned else ""))
    if document.scanned:
        did[0].set("identifier", document.id)
    if d.date:
        _date(did, d.date)
    physical = {"extent": d.extent or _leaves(ref, about)}
    if d.kind and readable:
        physical["genreform"] = label("kind", d.kind, about.language)
    if any(physical.values()):
        element = etree.SubElement(did, "physdesc")
        for name, text in physical.items():
            if text:
                _text(etree.SubElement(element, name), text)
    if readable:
        _inside(did, document, about)
    yield _bytes(did)
    for element in _beside(document, about, readable=readable):
        yield _bytes(element)


def _inside(did: _Element, document: Document, about: About) -> None:
    """What is said in a ``did`` of a document that may be read."""
    d = document.description
    if d.languages:
        languages = etree.SubElement(did, "langmaterial")
        for code in d.languages:
            language = etree.SubElement(languages, "language")
            if code in _LANGUAGES:
                language.set("langcode", _LANGUAGES[code])
            _text(language, label("language", code, about.language))
    if d.author:
        origin = etree.SubElement(did, "origination", label=about.translate(N_("author")))
        _text(etree.SubElement(origin, "name"), d.author)


def _beside(document: Document, about: About, *, readable: bool) -> Iterator[_Element]:
    """What stands behind the ``did`` of a file or a document."""
    d = document.description
    if document.access is not Level.OPEN:
        closed = etree.Element("accessrestrict")
        said = [label("access", document.access, about.language)]
        if d.opens:
            said.append(about.translate(N_("It opens on {date}.")).format(date=d.opens.isoformat()))
        if d.basis and readable:
            said.append(d.basis)
        for text in said:
            _text(etree.SubElement(closed, "p"), text)
        yield closed
    if d.addressee and readable:
        named = etree.Element("controlaccess")
        _text(etree.SubElement(named, "name", role=about.translate(N_("addressee"))), d.addressee)
        yield named
    if readable:
        yield from _note(d.note)
    if about.site and readable and document.pages:
        link = {"type": "simple", "href": about.site.document(document.id)}
        dao = {f"{{{_XLINK}}}{name}": value for name, value in link.items()}
        yield etree.Element("dao", dao, nsmap={"xlink": _XLINK})


def _note(text: str) -> Iterator[_Element]:
    """A note, where there is one."""
    if text:
        note = etree.Element("odd")
        _text(etree.SubElement(note, "p"), text)
        yield note


def _bytes(element: _Element) -> bytes:
    return bytes(etree.tostring(element, encoding="utf-8"))


def _header(fonds: Reference, about: About) -> _Element:
    header = etree.Element("eadheader")
    _text(etree.SubElement(header, "eadid"), str(fonds))
    statement = etree.SubElement(etree.SubElement(header, "filedesc"), "titlestmt")
    title = about.translate(N_("Finding aid of the fonds {reference}")).format(reference=fonds)
    _text(etree.SubElement(statement, "titleproper"), title)
    profile = etree.SubElement(header, "profiledesc")
    creation = etree.SubElement(profile, "creation")
    creation.text = "Opis, "
    day = now()[:10]
    etree.SubElement(creation, "date", normal=day).text = day
    usage = etree.SubElement(profile, "langusage")
    language = etree.SubElement(usage, "language", langcode=_LANGUAGES[about.language])
    language.text = label("language", about.language, about.language)
    return header


def _fonds(
    fonds: Reference, said: Description, known: Sequence[Document], about: About
) -> _Element:
    """The ``did`` of the fonds: what is said of it, and what follows from what is told below.

    Where nobody says its dates, they are those of what is told.
    """
    did = _did(fonds, said.title)
    dates = [one.description.date for one in known if one.description.date]
    first = min((date.earliest for date in dates if date.earliest), default=None)
    last = max((date.latest for date in dates if date.latest), default=None)
    if said.date:
        _date(did, said.date)
    elif first and last and first <= last:
        span = f"{first.year}/{last.year}" if first.year != last.year else f"{first.year}"
        _date(did, UncertainDate(span, first, last))
    extent = etree.SubElement(did, "physdesc")
    files = {_key(one) for one in known if one.description.reference.file}
    documents = sum(one.scanned for one in known)
    for text in (
        about.translate(N_("files: {n}")).format(n=len(files)),
        about.translate(N_("documents with scans: {n}")).format(n=documents),
    ):
        _text(etree.SubElement(extent, "extent"), text)
    if fonds.archive:
        keeper = etree.SubElement(did, "repository")
        _text(etree.SubElement(keeper, "corpname"), fonds.archive)
    return did


def _did(ref: Reference, title: str) -> _Element:
    did = etree.Element("did")
    _text(etree.SubElement(did, "unitid"), str(ref))
    if title:
        _text(etree.SubElement(did, "unittitle"), title)
    return did


def _date(did: _Element, date: UncertainDate) -> None:
    """A date as it was written, and as ISO 8601 where both of its ends are known."""
    element = etree.SubElement(did, "unitdate")
    _text(element, date.words or date.edtf)
    if date.earliest and date.latest:
        ends = dict.fromkeys((date.earliest.isoformat(), date.latest.isoformat()))
        element.set("normal", "/".join(ends))
    if date.meaning is Meaning.ONE_OF:
        element.set("certainty", "one-of")


def _leaves(ref: Reference, about: About) -> str:
    """How many leaves the reference names; nothing where it names none."""
    named = {(leaf.number, leaf.letter) for leaf in sides(ref.leaves)}
    return about.translate(N_("leaves: {n}")).format(n=len(named)) if named else ""


def _order(document: Document) -> tuple[object, ...]:
    """The order of a finding aid: by opis, whatever box a file lies in; files before parts."""
    ref = document.description.reference
    first = ref.leaves[0].first if ref.leaves else None
    return (
        natural(ref.opis), ref.opis, natural(ref.box), ref.box, natural(ref.file), ref.file,
        document.scanned, first is not None, first, document.id,
    )  # fmt: skip


def _key(document: Document) -> tuple[str, str, str]:
    """By what a file is known within its fonds."""
    ref = document.description.reference
    return ref.opis, ref.box, ref.file


def _text(element: _Element, text: str) -> None:
    element.text = one_line(text)
