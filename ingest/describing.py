"""What is known of a scan before anybody has read it, each fact with where it comes from.

The strongest first: its sidecar, the table beside it, the description for all files, the names of
the scan and of its folders. Names complete a reference; they never contradict a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.description import Description
from corpus.reference import Leaf, LeafRange, Reference
from ingest.intake import Candidate
from ingest.names import merged, name_reference, path_reference
from ingest.numbering import leaves
from ingest.register import Told
from ingest.sidecar import Part, over, read_sidecar


def told(candidate: Candidate, base: Mapping[str, object]) -> tuple[Part, ...]:
    """The documents that people say a candidate holds; ``base`` is said for all files.

    Raises:
        OpisError: what they say cannot be used.

    """
    by_table = candidate.told or Told()
    if by_table.error:
        raise by_table.error
    return read_sidecar(candidate.sidecar, base, by_table.said)


def named(parts: Sequence[Part], candidate: Candidate, pages: Sequence[int]) -> tuple[Part, ...]:
    """The same with what the names of scans and folders add; ``pages`` counts each original's."""
    shown = leaves(candidate.originals, pages)
    reference = _reference(candidate)
    out = []
    for part in parts:
        own = slice((part.first or 1) - 1, part.last)
        description = _with_reference(part.description, reference)
        if len(parts) == 1:
            description = _with_leaves(description, candidate, shown)
        elif not (description.page_leaves or description.reference.leaves) and any(shown[own]):
            description = replace(description, page_leaves=shown[own])
        out.append(over(part, description, "name"))
    return tuple(out)


def _reference(candidate: Candidate) -> Reference:
    """What all names of a candidate's originals say, and those of the folders above."""
    first, *others = (path_reference(path) for path in candidate.originals)
    return first if all(other == first for other in others) else path_reference(candidate.path)


def _with_reference(description: Description, by_name: Reference) -> Description:
    """Complete a reference; without a fonds a number in a name may be anything."""
    reference = merged(description.reference, by_name)
    return replace(description, reference=reference) if reference.fonds else description


def _with_leaves(
    description: Description, candidate: Candidate, shown: tuple[tuple[Leaf, ...], ...]
) -> Description:
    """Add the leaves that names give, unless a person has named leaves."""
    if description.page_leaves or description.reference.leaves:
        return description
    if len(candidate.originals) == 1 and description.reference:
        given = name_reference(candidate.originals[0].stem).leaves
        if len(shown) == 1 and shown[0]:
            given = (LeafRange(shown[0][0], shown[0][-1]),)
        description = replace(description, reference=replace(description.reference, leaves=given))
    return replace(description, page_leaves=shown) if any(shown) else description
