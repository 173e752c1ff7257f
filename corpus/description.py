"""What an archivist says of a document: title, kind, reference, dates, people, access.

The keys are those of the contract; Russian headers and a few others are understood by a table
(``description_keys.tsv``), so that a sidecar, a table's header and a form all read the same.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from corpus.access import Level
from corpus.dates import Meaning, UncertainDate, is_undated, parse_date
from corpus.errors import BadDescription
from corpus.kinds import kind_code
from corpus.labels import value_named
from corpus.messages import N_
from corpus.reference import (
    Leaf,
    LeafRange,
    Reference,
    below,
    parse_leaves,
    parse_reference,
    print_leaves,
    sides,
)
from corpus.tables import rows

T = TypeVar("T")

#: words for the levels of access that a sidecar may use beside the codes
_ACCESS = {
    "открыто": Level.OPEN,
    "открытый": Level.OPEN,
    "читальный зал": Level.READING_ROOM,
    "только описание": Level.DESCRIPTION,
    "скрыто": Level.HIDDEN,
}
#: keys whose value is a text as it stands
_TEXTS = ("title", "author", "addressee", "basis", "note", "place", "extent", "degree")
_COPY = {"original": "original", "подлинник": "original", "copy": "copy", "копия": "copy"}


@dataclass(frozen=True, slots=True)
class Description:
    """A document's description; empty where nobody has said anything.

    ``place`` (of printing), ``extent`` («28 с.», «214 л.») and ``degree`` («канд. ист. наук,
    07.00.02») are for citations. ``page_leaves`` gives the leaves that each page shows, in page
    order, where the archivist has listed them one by one; else :func:`leaves_of_pages` allots
    those of the reference.
    """

    title: str = ""
    kind: str = ""
    reference: Reference = Reference()
    date: UncertainDate | None = None
    author: str = ""
    addressee: str = ""
    languages: tuple[str, ...] = ()
    copy: str = ""
    access: Level = Level.OPEN
    opens: dt.date | None = None
    basis: str = ""
    note: str = ""
    place: str = ""
    extent: str = ""
    degree: str = ""
    page_leaves: tuple[tuple[Leaf, ...], ...] = ()


#: the field that a key fills, where it has another name
_FIELDS = {"language": "languages"}
#: keys that fill a part of the reference
_PARTS = ("archive", "fonds", "opis", "file", "leaves")


def cleared(description: Description, key: str) -> Description:
    """The description without what a key (one of :func:`keys`) has said."""
    if key == "reference":
        return replace(description, reference=Reference(), page_leaves=())
    if key in _PARTS:
        pages = () if key == "leaves" else description.page_leaves
        part: dict[str, Any] = {key: getattr(Reference(), key)}
        reference = replace(description.reference, **part)
        return replace(description, reference=reference, page_leaves=pages)
    if key == "date_meaning":
        extent = replace(description.date, meaning=Meaning.EXTENT) if description.date else None
        return replace(description, date=extent)
    name = _FIELDS.get(key, key)
    field: dict[str, Any] = {name: getattr(Description(), name)}
    return replace(description, **field)


def typed(d: Description) -> dict[str, str]:
    """A description as a person types it, key by key; codes stand for kind, languages and copy.

    Read again (:func:`read_description`) it is the same. Who may see the document is not among it:
    that may hold from above.
    """
    ref = d.reference
    return {
        "title": d.title,
        "kind": d.kind,
        "date": d.date.edtf if d.date else "",
        "date_meaning": d.date.meaning.value if d.date else "",
        "archive": ref.archive,
        "fonds": ref.fonds,
        "opis": ref.opis,
        "file": ref.file,
        "leaves": print_leaves(ref.leaves),
        "author": d.author,
        "addressee": d.addressee,
        "language": ", ".join(d.languages),
        "copy": d.copy,
        "place": d.place,
        "extent": d.extent,
        "degree": d.degree,
        "note": d.note,
    }


@cache
def keys() -> dict[str, str]:
    """Every accepted spelling of a key, in small letters, and the key itself."""
    return spelled(rows("corpus", "description_keys.tsv"))


def spelled(table: Iterable[Sequence[str]]) -> dict[str, str]:
    """Spelling → key, for a table with a key and its spellings (separated by |) in each line."""
    out = {}
    for key, spellings in table:
        for spelling in (key, key.replace("_", "-"), key.replace("_", " "), *spellings.split("|")):
            out[spelling] = key
    return out


def key_named(name: object) -> str | None:
    """The key that somebody has written: «Крайние даты:» is ``date``; None where there is none."""
    written = " ".join(unicodedata.normalize("NFC", str(name)).casefold().split())
    known = keys()
    return known.get(written) or known.get(written.rstrip(" .:*"))


@cache
def access_words() -> dict[str, Level]:
    """Every word for a level of access, in small letters."""
    return {**{level.value: level for level in Level}, **_ACCESS}


def read_description(given: Mapping[str, object], base: Description | None = None) -> Description:
    """Build a description from keys and values, ``base`` standing where nothing is given.

    Raises:
        BadDescription: an unknown key or a value of the wrong sort; the text names both.
        BadDate: a date that is none.
        BadReference: a leaf that is none.

    """
    values: dict[str, object] = {}
    for name, value in given.items():
        key = key_named(name)
        if key is None:
            raise unknown_key(name)
        if value not in (None, ""):  # «title:» with nothing behind it says nothing
            values[key] = value
    out = base or Description()
    for key in _TEXTS:
        if key in values:
            given_text: dict[str, Any] = {key: _text(values, key)}
            out = replace(out, **given_text)
    if "kind" in values:
        out = replace(out, kind=kind_code(_text(values, "kind")))
    if "copy" in values:
        out = replace(out, copy=_one_of(values, "copy", _COPY))
    if "access" in values:
        out = replace(out, access=_one_of(values, "access", access_words()))
    if "language" in values:
        names = _items(values["language"], r"[\s,;]+")
        out = replace(out, languages=tuple(value_named("language", n) for n in names))
    if "opens" in values:
        out = replace(out, opens=_opening_day(_text(values, "opens")))
    out = _dated(out, values)
    return _referenced(out, values)


def unknown_key(name: object, known: Iterable[str] = ()) -> BadDescription:
    """Say that a key is none, and which there are: ``known``, else all."""
    return BadDescription(
        N_("The description has an unknown key «{key}»."),
        remedy=N_("Known keys: {known}."),
        key=str(name)[:80],
        known=", ".join(sorted(known or set(keys().values()))),
    )


def _dated(out: Description, values: Mapping[str, object]) -> Description:
    meaning = None
    if "date_meaning" in values:
        meaning = _one_of(values, "date_meaning", {m.value: m for m in Meaning})
    if "date" in values:
        text = _text(values, "date")
        return replace(out, date=None if is_undated(text) else parse_date(text, meaning))
    if meaning and out.date:
        return replace(out, date=replace(out.date, meaning=meaning))
    return out


def _referenced(out: Description, values: Mapping[str, object]) -> Description:
    ref = out.reference
    if "reference" in values:
        text = _text(values, "reference")
        named = parse_reference(text)
        ref = below(ref, named) if named else replace(ref, archive=text.rstrip("."))
    for key in ("archive", "fonds", "opis", "file"):
        if key in values:
            part: dict[str, Any] = {key: _text(values, key)}
            ref = replace(ref, **part)
    pages = out.page_leaves
    leaves = values.get("leaves")
    if isinstance(leaves, list):
        pages = tuple(tuple(sides(parse_leaves(", ".join(_items(p, ","))))) for p in leaves)
        if shown := [leaf for page in pages for leaf in page]:  # scans may lie in any order
            ref = replace(ref, leaves=(LeafRange(min(shown), max(shown)),))
    elif leaves is not None:
        ref, pages = replace(ref, leaves=parse_leaves(_text(values, "leaves"))), ()
    return replace(out, reference=ref, page_leaves=pages)


def _opening_day(text: str) -> dt.date:
    day = parse_date(text).earliest
    if day is None:
        raise BadDescription(
            N_("«{date}» does not say from which day on the document is open."),
            remedy=N_("Write the day, the month or the year in which it opens, like 2031-01-01."),
            date=text,
        )
    return day


def _items(value: object, between: str) -> list[str]:
    """The texts of a list, or those that stand in one text with ``between`` (a pattern)."""
    listed = value if isinstance(value, list) else re.split(between, str(value or ""))
    return [item for part in listed if (item := " ".join(str(part).split()))]


def leaves_of_pages(description: Description, pages: int) -> tuple[tuple[Leaf, ...], ...]:
    """Which leaves each of ``pages`` pages shows.

    The archivist's own list comes first. Else the leaves of the reference are allotted in order
    if there is exactly one side a page («3–4 об.» on four pages); else nothing is known.
    """
    if description.page_leaves:
        listed = description.page_leaves[:pages]
        return listed + ((),) * (pages - len(listed))
    shown = sides(description.reference.leaves)
    if len(shown) == pages:
        return tuple((leaf,) for leaf in shown)
    return ((),) * pages


def _text(values: Mapping[str, object], key: str) -> str:
    value = values[key]
    if isinstance(value, (dict, list)):
        raise BadDescription(
            N_("The key «{key}» wants a text, not a list."),
            remedy=N_("Put the value in quotation marks on one line."),
            key=key,
        )
    # Names typed on other systems compare equal; half a character cannot be stored.
    whole = str(value).encode("utf-8", "replace").decode()
    return " ".join(unicodedata.normalize("NFC", whole).split())


def _one_of(values: Mapping[str, object], key: str, known: Mapping[str, T]) -> T:
    value = _text(values, key)
    if value.casefold() not in known:
        raise BadDescription(
            N_("«{value}» is not known for the key «{key}»."),
            remedy=N_("Use one of: {known}."),
            key=key,
            value=value[:80],
            known=", ".join(known),
        )
    return known[value.casefold()]
