"""What a form describes: documents, or a fonds, an opis or a file as a whole; by their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus import documents, wholes
from corpus.access import Role
from corpus.catalogue import Database
from corpus.describing import describe_all, described
from corpus.description import Description
from corpus.targets import Target

#: the keys of the form in its order, row by row
OF_DOCUMENTS: tuple[tuple[str, ...], ...] = (
    ("title",),
    ("kind", "date", "date_meaning"),
    ("archive", "fonds", "opis", "file", "leaves"),
    ("author", "addressee"),
    ("language", "copy"),
    ("place", "extent", "degree"),
    ("note",),
)
OF_A_WHOLE: tuple[tuple[str, ...], ...] = (("title",), ("date", "date_meaning"), ("note",))


def is_document(id: str) -> bool:
    """Whether an id is that of a document; a whole is called as its branch in the tree."""
    return id.startswith("d")


def rows(ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The keys that can be said, row by row."""
    return OF_DOCUMENTS if is_document(ids[0]) else OF_A_WHOLE


def now(database: Database, ids: Sequence[str]) -> list[Description]:
    """What is said of each.

    Raises:
        NotFound: one of them is not there any more.

    """
    return [
        documents.find(database, one, Role.ARCHIVIST).description
        if is_document(one)
        else wholes.whole(database, _target(one))
        for one in ids
    ]


def would_be(ids: Sequence[str], before: Description, said: Mapping[str, object]) -> Description:
    """A description as it would be, ``said`` standing; raises what saying it would."""
    return described(before, said) if is_document(ids[0]) else wholes.read_whole(before, said)


def say(
    database: Database, ids: Sequence[str], said: Mapping[str, object], seen: Mapping[str, int]
) -> None:
    """Say something of all of them; ``seen`` are the revisions that the archivist has seen.

    Raises:
        Conflict: somebody else has changed one of the values since.

    """
    if is_document(ids[0]):
        describe_all(database, ids, said, against=seen)
        return
    for one in ids:
        wholes.describe(database, _target(one), said, against=seen[one])


def _target(branch: str) -> Target:
    """What a branch of the tree is; whether it is there, :mod:`corpus.wholes` will say."""
    place, _colon, row = branch.partition(":")
    return Target(place, int(row), branch) if row else Target("files", branch, branch)
