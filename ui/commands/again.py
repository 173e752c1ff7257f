"""``opis retry``, ``opis reread``, ``opis replace``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.messages import visible
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    DocumentArgument,
    JsonOption,
    PasswordOption,
    WorkersOption,
    answer,
    note,
    opened,
    say,
    words,
)
from ui.commands.outcome import end, stopped_by_hand, tell_failures

if TYPE_CHECKING:  # the command's help need not load what reads scans
    from corpus.failures import Failed
    from ingest import Report

_ = words().gettext
#: at most so many things are named that will be tried
MOST_NAMED = 20


def retry(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            help=_("What to try, as opis status names it; everything that failed without."),
            show_default=False,
        ),
    ] = None,
    workers: WorkersOption = 0,
    password: PasswordOption = "",
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Try again what failed: files that were refused, pages that could not be read."""
    import ingest
    from corpus import failures
    from corpus.access import Role
    from ui.commands.progress import progress

    target = opened(collection)
    with target.catalogue() as database:
        failed = failures.named(database, ids) if ids else failures.failed(database, Role.ARCHIVIST)
    _say_what(failed)
    with progress(words()) as report_progress, stopped_by_hand() as stop:
        report = ingest.retry(
            target,
            failed,
            workers=workers,
            password=password,
            progress=report_progress,
            stop=stop,
        )
    _tell(report, len(failed), as_json=as_json)


def _say_what(failed: list[Failed]) -> None:
    note(words().ngettext("{n} thing to try again", "{n} things to try again", len(failed)))
    for one in failed[:MOST_NAMED]:
        page = " · " + _("page {n}").format(n=one.page) if one.page else ""
        note(f"  {one.id}  {visible(one.path)}{page}")
    if len(failed) > MOST_NAMED:
        note("  …")


def reread(
    names: Annotated[
        list[str], typer.Argument(help=_("Ids of the documents, or their beginnings."))
    ],
    page: Annotated[
        int | None, typer.Option("--page", min=1, help=_("Only this page of each."))
    ] = None,
    workers: WorkersOption = 0,
    password: PasswordOption = "",
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Read pages again by OCR; what they have stands until then, corrections stay."""
    import ingest
    from ui.commands.progress import progress

    target = opened(collection)
    chosen = ingest.pages_named(target, names, page)
    with progress(words()) as report_progress, stopped_by_hand() as stop:
        report = ingest.reread(
            target,
            chosen,
            workers=workers,
            password=password,
            progress=report_progress,
            stop=stop,
        )
    _tell(report, len(chosen), as_json=as_json)


def _tell(report: Report, asked: int, *, as_json: bool) -> None:
    from ui.commands.shapes import failures as shaped

    failed = shaped(report.failed, words())
    if as_json:
        answer(
            {
                "tried": asked,
                "added": report.added,
                "pages": report.pages,
                "failed": failed,
                "seconds": report.seconds,
            }
        )
    else:
        tell_failures(failed)
        say(
            " · ".join(
                (
                    words().ngettext("{n} document added", "{n} documents added", report.added),
                    words().ngettext("{n} page read", "{n} pages read", report.pages),
                    words().ngettext("{n} failed", "{n} failed", len(failed)),
                )
            )
        )
    end(report)


def replace(
    document: DocumentArgument,
    page: Annotated[int, typer.Argument(min=1, help=_("The page, counted from 1."))],
    path: Annotated[Path, typer.Argument(help=_("The new scan."))],
    scan_page: Annotated[
        int | None,
        typer.Option("--scan-page", min=1, help=_("Which page of the new scan it is.")),
    ] = None,
    password: PasswordOption = "",
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Put a rescan in the place of a page; its leaf and corrections stay, the old scan is kept."""
    import ingest

    done = ingest.replace(
        opened(collection), document, page, path, scan_page=scan_page, password=password
    )
    leaves = list(map(str, done.page.leaves))
    if as_json:
        answer(
            {
                "document": done.page.document,
                "page": done.page.number,
                "leaves": leaves,
                "original": done.page.original,
                "before": done.before,
                "source": done.page.source,
                "confidence": done.page.confidence,
            }
        )
    elif not done.before:
        say(_("Page {n} has this scan already.").format(n=done.page.number))
    else:
        head = _("page {n}, leaf {leaves}").format(
            n=done.page.number, leaves=", ".join(leaves) or "–"
        )
        say(
            _("The new scan stands in its place: {page}").format(
                page=f"{done.page.document}, {head}"
            )
        )
