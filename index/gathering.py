"""Results by file (дело): its documents that match, gathered above whatever engine found them.

A file stands where the best of its documents stands in the request's order; a document of no file
stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus import documents, files
from corpus.access import Role
from corpus.catalogue import Database
from index.answer import Group, Result

#: documents of a file that are shown
BEST = 3


@dataclass(frozen=True, slots=True)
class Gathered:
    """Documents that were found in one file (None: one document of no file), best first."""

    file: str | None
    documents: tuple[str, ...]


def by_file(ranked: Iterable[str], file_of: Mapping[str, str]) -> list[Gathered]:
    """Gather documents, best first, by their files."""
    found: dict[str, list[str]] = {}
    for document in ranked:  # ids of files and of documents begin with other letters
        key = file_of.get(document, document)
        if key in found:
            found[key].append(document)
        else:
            found[key] = [document]
    return [Gathered(None if own == [key] else key, tuple(own)) for key, own in found.items()]


def filed(
    database: Database, gathered: Sequence[Gathered], hits: Sequence[Result], role: Role
) -> tuple[Group, ...]:
    """Gather results by their files, in the order of their leaves."""
    by_id = {hit.document: hit for hit in hits}
    about = documents.by_id(database, [*by_id])
    titles = files.titles(database, [one.file for one in gathered if one.file], role)
    groups = []
    for one in gathered:
        own = [by_id[document] for document in one.documents if document in by_id]
        if not own:  # it was changed between two looks
            continue
        own.sort(key=lambda hit: about[hit.document].description.reference.sort_text())
        reference = about[own[0].document].description.reference
        groups.append(
            Group(
                one.file,
                replace(reference, leaves=()),
                titles.get(one.file or "", ""),
                len(one.documents),
                tuple(own),
            )
        )
    return tuple(groups)
