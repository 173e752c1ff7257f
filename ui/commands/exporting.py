"""``opis export``: pages, documents and answers as files."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import BadUse
from corpus.messages import N_, visible
from ui.commands.narrowing import Narrowing, narrowable
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    RoleOption,
    answer,
    note,
    opened,
    role_of,
    say,
    words,
)
from ui.commands.outcome import INTERRUPTED, stopped_by_hand, tell_failures

if TYPE_CHECKING:  # the command's help need not load what exports
    from corpus.errors import OpisError
    from corpus.export import Format, Written
    from corpus.pages import Page
    from ui.taken import Taken

_ = words().gettext


@narrowable
def export(
    format_name: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT", help=_("The format; a wrong one lists them."), show_default=False
        ),
    ],
    by: Narrowing,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DOCUMENT]...",
            help=_("Ids of the documents, or their beginnings; all without."),
            show_default=False,
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", help=_("The file, or the folder for several."), show_default=False),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option("--query", help=_("The answer to this query instead."), show_default=False),
    ] = None,
    page: Annotated[
        int | None, typer.Option("--page", min=1, help=_("Only this page of each."))
    ] = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write pages, documents or an answer as files for other programs."""
    from corpus.export import Extent, format_named, write
    from index import Request
    from ui import taken
    from ui.commands.progress import progress

    kind = format_named(format_name)
    of_answer, of_documents = query is not None, bool(names or page)
    if to is None or (of_answer and of_documents) or (not of_answer and by != Narrowing()):
        raise BadUse(
            N_("An export needs --to PATH, and either documents or a --query."),
            remedy=N_("Write: opis export {name} DOCUMENT --to PATH"),
            name=kind.name,
        )
    if page and kind.extent in {Extent.FONDS, Extent.FOLDER}:
        raise BadUse(
            N_("A page alone is never exported as «{name}»."),
            remedy=N_("Leave --page out, or take another format."),
            name=kind.name,
        )
    target = opened(collection)
    eyes = role_of(target, role)
    if query is None:
        chosen = taken.documents(target, kind, eyes, names or [], page)
    else:
        chosen = taken.answer(target, kind, Request(query, role=eyes, **by.said))
    for diagnostic in chosen.diagnostics:
        note(f"opis: {words().text(diagnostic.message)}")
    failed = _Failed()
    about = replace(taken.about(target, chosen.title, words(), eyes), left_out=failed.add)
    with progress(words()) as report, stopped_by_hand() as stop:
        done = write(
            kind, chosen.excerpts, about, to, total=chosen.total, progress=report, stop=stop
        )
    _tell(kind, to, done, chosen, failed, as_json=as_json)


@dataclass
class _Failed:
    """Pages that could not be written, and why."""

    pages: list[dict[str, Any]] = field(default_factory=list)

    def add(self, page: Page, reason: OpisError) -> None:
        self.pages.append(
            {
                "path": page.document,
                "page": page.number,
                "reason": words().text(reason.what),
                "remedy": words().text(reason.remedy),
            }
        )


def _tell(
    kind: Format, target: Path, done: Written, chosen: Taken, failed: _Failed, *, as_json: bool
) -> None:
    w = words()
    if as_json:
        answer(
            {
                "path": str(target),
                "format": kind.name,
                "files": done.files,
                "documents": done.documents,
                "pages": done.pages,
                "passages": done.excerpts,
                "unread_pages": done.unread,
                "closed": chosen.closed,
                "closed_pages": chosen.closed_pages,
                "failed": failed.pages,
            }
        )
    else:
        tell_failures(failed.pages)
        counted = [
            w.ngettext("{n} file written", "{n} files written", done.files),
            w.ngettext("{n} document", "{n} documents", done.documents),
        ]
        if done.pages:
            counted.append(w.ngettext("{n} page", "{n} pages", done.pages))
        if done.unread:
            counted.append(w.ngettext("{n} not read", "{n} not read", done.unread))
        if done.excerpts > done.pages > 0:
            counted.append(w.ngettext("{n} passage", "{n} passages", done.excerpts))
        say(f"{visible(target)} · {' · '.join(counted)}")
    if chosen.closed:
        note(
            w.ngettext(
                "{n} document may not be read and was left out.",
                "{n} documents may not be read and were left out.",
                chosen.closed,
            )
        )
    if chosen.closed_pages:
        note(
            w.ngettext(
                "{n} page may not be read and was left out.",
                "{n} pages may not be read and were left out.",
                chosen.closed_pages,
            )
        )
    if done.stopped:
        note(_("Stopped: what was not whole has been thrown away."))
        raise typer.Exit(INTERRUPTED)
    if failed.pages:
        raise typer.Exit(1)
