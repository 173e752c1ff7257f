"""What failed in a collection, with ids to name it by: refused paths, pages nobody could read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus import documents, jobs, pages, queue
from corpus.access import Role, may_read
from corpus.catalogue import Database
from corpus.errors import NotFound
from corpus.messages import N_, Message


@dataclass(frozen=True, slots=True)
class Failed:
    """A path that was not taken, or (``page``, from 1) a page that could not be read.

    ``id`` is «j…» for a path, «DOCUMENT:PAGE» for a page; ``path`` is the path, or the name of the
    original that the page belongs to.
    """

    id: str
    path: str
    document: str | None
    page: int | None
    reason: Message
    remedy: Message


def failed(database: Database, role: Role) -> list[Failed]:
    """Everything that failed, as far as ``role`` may know: paths are the archivist's only."""
    refused = jobs.refusals(database) if role is Role.ARCHIVIST else []
    out = [Failed(r.id, r.path, None, None, r.reason, r.remedy) for r in refused]
    broken = pages.failed(database)
    known = documents.by_id(database, sorted({page.document for page in broken}))
    for page in broken:
        document = known.get(page.document)
        if document is None:  # it is in the bin
            continue
        if page.reason and page.remedy and may_read(document.access, role) and page.open_to(role):
            own = f"{document.id}:{page.number}"
            out.append(
                Failed(
                    own, document.source_name, document.id, page.number, page.reason, page.remedy
                )
            )
    return out


def named(database: Database, names: Iterable[str]) -> list[Failed]:
    """What failed and is meant by ``names``: ids or their beginnings, documents, paths.

    Raises:
        NotFound: nothing that failed is called so.

    """
    everything = failed(database, Role.ARCHIVIST)
    chosen: dict[str, Failed] = {}
    for name in names:
        exact = [one for one in everything if name in {one.id, one.document, one.path}]
        begun = [one for one in everything if ":" not in name and one.id.startswith(name)]
        meant = exact or begun if name else []
        if not meant:
            raise NotFound(
                N_("Nothing that failed is called «{name}»."),
                remedy=N_("See what failed, with its ids: opis status"),
                name=name,
            )
        if not exact and len({one.document or one.id for one in meant}) > 1:
            raise NotFound(
                N_("Several things that failed begin with «{name}»."),
                remedy=N_("Type more of the id: {ids}."),
                name=name,
                ids=", ".join(one.id for one in meant[:5]),
            )
        chosen.update((one.id, one) for one in meant)
    return [*chosen.values()]


def try_again(database: Database, failures: Iterable[Failed]) -> None:
    """Put what failed back to where the next run takes it up."""
    with database.transaction():
        for one in failures:
            if one.document is None:
                jobs.try_again(database, one.path)
            else:
                queue.wait_again(database, one.document, one.page)
