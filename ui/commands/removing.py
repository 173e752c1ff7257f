"""``opis remove``, ``opis bin list`` and ``opis bin restore``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import BadUse
from corpus.messages import N_, visible
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    RevisionOption,
    RoleOption,
    answer,
    changing,
    for_archivists,
    opened,
    say,
    words,
)

if TYPE_CHECKING:  # the command's help need not load the catalogue
    from corpus.documents import Document

_ = words().gettext
Names = Annotated[list[str], typer.Argument(help=_("Ids of the documents, or their beginnings."))]


def remove(
    names: Names,
    page: Annotated[
        list[int] | None,
        typer.Option("--page", min=1, help=_("Only this page of it; repeatable.")),
    ] = None,
    revision: RevisionOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put documents into the bin, or pages of one; their originals stay."""
    from corpus import bin as bins
    from corpus import dividing, documents
    from corpus.access import Role

    for_archivists(role)
    with changing(collection) as database:
        own = [documents.find(database, name, Role.ARCHIVIST).id for name in names]
        if page and len(own) > 1:
            raise BadUse(
                N_("Pages are removed from one document at a time."),
                remedy=N_("Like: opis remove d2k7 --page 3 --page 4"),
            )
        if page:
            dividing.leave_out(database, own[0], page, against=revision)
            done = [bins.listed(database)[0].document]
        else:
            done = [bins.remove(database, one, against=revision) for one in dict.fromkeys(own)]
    if as_json:
        answer({"removed": [one.id for one in done]})
        return
    _tell(done, _("In the bin: {document} · {title}"))


def list_bin(
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what is in the bin, what was put there last first."""
    from corpus import bin as bins
    from ui.commands.shapes import document_row
    from ui.when import moment

    for_archivists(role)
    with opened(collection).catalogue() as database:
        found = bins.listed(database)
    if as_json:
        rows = [
            document_row(one.document, one.document.description.languages)
            | {"removed": one.at, "who": one.who}
            for one in found
        ]
        answer({"documents": rows})
        return
    for one in found:
        d = one.document.description
        facts = (one.document.id, d.title or one.document.source_name, str(d.reference),
                 moment(one.at, words()), one.who)  # fmt: skip
        say(" · ".join(visible(fact) for fact in facts if fact))


def restore(
    names: Names,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take documents out of the bin; they are as they were."""
    from corpus import bin as bins

    for_archivists(role)
    with changing(collection) as database:
        done = [bins.restore(database, name) for name in names]
    if as_json:
        answer({"restored": [one.id for one in done]})
        return
    _tell(done, _("Taken out of the bin: {document} · {title}"))


def _tell(documents: Iterable[Document], said: str) -> None:
    for one in documents:
        title = visible(one.description.title or one.source_name)
        say(said.format(document=one.id, title=title))
