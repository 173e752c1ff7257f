"""Describing: what an archivist says of a document that is in the collection, key by key.

Keys and values are those of a sidecar (:mod:`corpus.description`); an empty value takes back what
was said. What is not named stays as it is, so that two archivists may describe different things of
one document at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus import files, rules
from corpus.access import Role
from corpus.catalogue import Database
from corpus.description import (
    Description,
    cleared,
    key_named,
    leaves_of_pages,
    read_description,
    unknown_key,
)
from corpus.documents import Document, find, join_leaves
from corpus.history import Deed, Recorder, Together, Value
from corpus.reference import Leaf, print_leaves
from corpus.rules import Rule
from corpus.stored import DATE_COLUMNS, date_columns
from corpus.targets import Target

#: keys whose value is the column of that name
_COLUMNS = (
    "title", "kind", "author", "addressee", "copy", "note", "place", "extent", "degree",
)  # fmt: skip
_REFERENCE = frozenset({"reference", "archive", "fonds", "opis", "file", "leaves"})
_DATE = frozenset({"date", "date_meaning"})
_RULE = frozenset({"access", "opens", "basis"})


def read_keys(given: Mapping[str, object]) -> dict[str, object]:
    """What was given, under the names of the contract: «крайние даты» is ``date``.

    Raises:
        BadDescription: there is no such key.

    """
    said: dict[str, object] = {}
    for name, value in given.items():
        key = key_named(name)
        if key is None:
            raise unknown_key(name)
        said[key] = value
    return said


def described(before: Description, said: Mapping[str, object]) -> Description:
    """A description as it would be, ``said`` (of :func:`read_keys`) standing; nothing is changed.

    Raises what :func:`corpus.description.read_description` raises.
    """
    for key, value in said.items():
        if value in (None, ""):
            before = cleared(before, key)
    return read_description({key: value for key, value in said.items() if value}, before)


def describe(
    database: Database,
    name: str,
    given: Mapping[str, object],
    *,
    against: int | None = None,
    act: Together | None = None,
) -> Document:
    """Describe a document, and give it back as it is then; the index has to be brought up to date.

    ``against`` is the revision (:func:`corpus.history.revision`) that the archivist has seen,
    ``act`` the act of which this is a part.

    Raises:
        NotFound: there is no such document.
        BadDescription: an unknown key, or a value of the wrong sort; so do bad dates and leaves.
        Conflict: somebody else has changed one of the values since.

    """
    said = read_keys(given)
    with database.transaction():
        document = find(database, name, Role.ARCHIVIST)
        before = document.description
        new = described(before, said)
        recorder = Recorder(database, Deed.DESCRIBED, against=against, act=act)
        recorder.put(document.id, "documents", document.id, _values(database, new, said))
        if new.reference.leaves != before.reference.leaves:
            put_leaves(recorder, database, document, leaves_of_pages(new, document.pages))
        own = Target("documents", document.id, document.id)
        if said.get("access", "open") in (None, ""):
            rules.say(recorder, database, own, None)
        elif _rule(new) != _rule(before):
            rules.say(recorder, database, own, _rule(new))
        elif said.keys() & (_REFERENCE | _DATE):  # of another file now, or a term ends otherwise
            rules.settle(database, own)
        if recorder.event is not None:
            serial = database.next_serial()
            database.change(
                "UPDATE pages SET changed = ? WHERE document = ?", (serial, document.id)
            )
        return find(database, document.id, Role.ARCHIVIST)


def describe_all(
    database: Database,
    names: Sequence[str],
    given: Mapping[str, object],
    *,
    against: Mapping[str, int] | int | None = None,
) -> list[Document]:
    """Describe several documents alike: all of it can be said of each, or nothing is said.

    ``against`` is one revision, or that of each document by its name. Raises what
    :func:`describe` does.
    """
    said = read_keys(given)
    for name in names:
        described(find(database, name, Role.ARCHIVIST).description, said)
    seen = against if isinstance(against, Mapping) else dict.fromkeys(names, against)
    return [describe(database, name, given, against=seen.get(name)) for name in names]


def _values(database: Database, new: Description, said: Mapping[str, object]) -> dict[str, Value]:
    values: dict[str, Value] = {key: getattr(new, key) for key in _COLUMNS if key in said}
    if "language" in said:
        values["languages"] = " ".join(new.languages)
    if "date" in said or "date_meaning" in said:
        values |= dict(zip(DATE_COLUMNS, date_columns(new.date), strict=True))
    if said.keys() & _REFERENCE:
        ref = new.reference
        values["file"] = files.enter(database, ref)
        values["leaves"] = print_leaves(ref.leaves)
        values["level"] = "file" if ref.file and not ref.leaves else "document"
    return values


def put_leaves(
    recorder: Recorder, database: Database, document: Document, leaves: Sequence[Sequence[Leaf]]
) -> None:
    """Write which leaves the pages of a document show, in page order, inside a transaction."""
    rows = database.rows(
        "SELECT id, number FROM pages WHERE document = ? ORDER BY number", (document.id,)
    )
    for row, shown in zip(rows, leaves, strict=True):
        recorder.put(document.id, "pages", row["id"], {"leaves": join_leaves(shown)}, row["number"])


def _rule(d: Description) -> Rule:
    return Rule(d.access, d.opens, d.basis)
