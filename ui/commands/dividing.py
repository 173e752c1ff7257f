"""``opis divide``, ``opis merge``, ``opis leaves``, ``opis rotate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import BadUse
from corpus.messages import N_, visible
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    DocumentArgument,
    JsonOption,
    RevisionOption,
    RoleOption,
    answer,
    changing,
    for_archivists,
    note,
    say,
    words,
)

if TYPE_CHECKING:  # the command's help need not load the catalogue
    from corpus.documents import Document

_ = words().gettext


def divide(
    document: DocumentArgument,
    begins: Annotated[
        list[int], typer.Argument(help=_("The pages at which a new document begins."))
    ],
    revision: RevisionOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make several documents of one; each begins at one of the pages."""
    from corpus import dividing

    for_archivists(role)
    with changing(collection) as database:
        made = dividing.divide(database, document, begins, against=revision)
    _tell(made, as_json=as_json)


def merge(
    names: Annotated[list[str], typer.Argument(help=_("The documents, in the order of pages."))],
    revision: RevisionOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make one document of several; it is described as the first."""
    from corpus import dividing

    for_archivists(role)
    with changing(collection) as database:
        made = dividing.merge(database, names, against=revision)
    _tell([made], as_json=as_json)


def _tell(made: list[Document], *, as_json: bool) -> None:
    from ui.commands.shapes import document_row

    rows = [document_row(one, one.description.languages) for one in made]
    if as_json:
        answer({"documents": rows})
        return
    for row in rows:
        pages = words().ngettext("{n} page", "{n} pages", row["pages"])
        facts = (row["document"], row["title"], row["reference"], pages)
        say(" · ".join(visible(fact) for fact in facts if fact))


def rotate(
    document: DocumentArgument,
    degrees: Annotated[int, typer.Argument(help=_("Degrees, clockwise: 90, 180 or 270."))],
    page: Annotated[
        list[int] | None,
        typer.Option("--page", min=1, help=_("Only this page; repeatable.")),
    ] = None,
    revision: RevisionOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Turn pages that were scanned on their side or upside down; the scans stay as they came."""
    from corpus import documents, pages, turning
    from corpus.access import Role

    for_archivists(role)
    with changing(collection) as database:
        found = documents.find(database, document, Role.ARCHIVIST)
        chosen = page or range(1, found.pages + 1)
        done = turning.turn(database, found.id, chosen, degrees, against=revision)
        now = {one.number: one.turned for one in pages.of(database, done.id, Role.ARCHIVIST)}
    if as_json:
        rows = [{"page": number, "turned": turned} for number, turned in now.items()]
        answer({"document": done.id, "pages": rows})
        return
    shown = ", ".join(f"{number}: {now[number]}°" for number in sorted(set(chosen)))
    say(f"{done.id} · {shown}")


def leaves(
    document: DocumentArgument,
    first: Annotated[str, typer.Argument(help=_("The leaf that the first page shows: 15, 15а."))],
    sides: Annotated[
        str,
        typer.Option(
            "--sides", help=_("What a page shows: recto, both (front, then back), spreads.")
        ),
    ] = "recto",
    exceptions: Annotated[
        str, typer.Option("--except", help=_("As the certificate says: «15а, 37 пропущен»."))
    ] = "",
    without: Annotated[
        list[int] | None,
        typer.Option("--without", min=1, help=_("A page that shows no leaf, a cover; repeatable.")),
    ] = None,
    revision: RevisionOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Number the leaves of a document's pages in one go."""
    from corpus import leafing
    from corpus.reference import parse_leaf

    for_archivists(role)
    if sides not in {*leafing.Sides}:
        raise BadUse(
            N_("«{value}» is not known for the key «{key}»."),
            remedy=N_("Use one of: {known}."),
            key="--sides",
            value=sides[:80],
            known=", ".join(leafing.Sides),
        )
    with changing(collection) as database:
        done = leafing.number(
            database,
            document,
            parse_leaf(first),
            leafing.Sides(sides),
            exceptions=leafing.read_exceptions(exceptions),
            without=frozenset(without or ()),
            against=revision,
        )
    warnings = [words().text(warning) for warning in done.warnings]
    shown = [list(map(str, page)) for page in done.leaves]
    if as_json:
        answer({"document": done.document.id, "leaves": shown, "warnings": warnings})
        return
    say(f"{done.document.id}: " + " | ".join(", ".join(page) or "–" for page in shown))
    for warning in warnings:
        note(f"opis: {warning}")
