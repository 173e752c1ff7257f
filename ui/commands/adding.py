"""``opis init``, ``opis add``, ``opis status``."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.indexing import standing_line
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    answer,
    note,
    opened,
    say,
    words,
)

_ = words().gettext
#: exit code of a run that was stopped by hand, as shells have it
INTERRUPTED = 130


def init(
    folder: Annotated[
        Path | None, typer.Argument(help=_("The folder; it is made if need be."))
    ] = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
) -> None:
    """Make an empty collection."""
    from corpus.collection import create_collection
    from corpus.messages import visible

    made = create_collection(folder or collection)
    say(_("The collection is in {folder}.").format(folder=visible(made.path)))


def add(
    paths: Annotated[
        list[Path] | None, typer.Argument(help=_("Files or folders to add."), show_default=False)
    ] = None,
    describe: Annotated[
        Path | None,
        typer.Option("--describe", help=_("A YAML description that stands for all the files.")),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=0, help=_("Pages read at once; 0: one a core."))
    ] = 0,
    password: Annotated[
        str, typer.Option("--password", help=_("Password of protected PDFs."))
    ] = "",
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Add files and folders; go on with whatever an earlier run left undone."""
    import ingest
    from ui.commands.progress import progress
    from ui.commands.shapes import failures

    target = opened(collection)
    with progress(words()) as report_progress, _stopped_by_hand() as stop:
        report = ingest.add(
            target,
            paths or [],
            describe=describe,
            workers=workers,
            password=password,
            progress=report_progress,
            stop=stop,
        )
    failed = failures(report.failed, words())
    if as_json:
        answer(
            {
                "added": report.added,
                "known": report.known,
                "failed": failed,
                "pages": report.pages,
                "seconds": report.seconds,
            }
        )
    else:
        for failure in failed:
            note(_failure_line(failure["path"], failure["page"], failure["reason"]))
            note(f"      {failure['remedy']}")
        say(
            " · ".join(
                (
                    words().ngettext("{n} document added", "{n} documents added", report.added),
                    words().ngettext("{n} known", "{n} known", report.known),
                    words().ngettext("{n} page read", "{n} pages read", report.pages),
                    words().ngettext("{n} failed", "{n} failed", len(failed)),
                )
            )
        )
    if report.stopped:
        note(_("Stopped. Run the same command again to go on."))
        raise typer.Exit(INTERRUPTED)
    if failed:
        raise typer.Exit(1)


@contextmanager
def _stopped_by_hand() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether Ctrl-C was pressed; a second one ends at once."""
    pressed: list[int] = []

    def press(number: int, _frame: object) -> None:
        pressed.append(number)
        note(_("Finishing the pages under way; Ctrl-C again ends at once."))
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def _failure_line(path: str, page: int | None, reason: str) -> str:
    from corpus.messages import visible

    where = visible(path) + (" · " + _("page {n}").format(n=page) if page else "")
    return f"opis: {where}: {reason}"


def status(collection: CollectionOption = DEFAULT_COLLECTION, as_json: JsonOption = False) -> None:
    """Say what there is, what waits, what failed and why, and how the index stands."""
    import index
    from corpus import documents, jobs, pages
    from corpus.access import Role
    from ingest import Failure
    from ui.commands.shapes import failures, index_shape

    target = opened(collection)
    with target.catalogue() as database:
        counts = pages.counts(database, Role.ARCHIVIST)
        refused = [Failure(r.path, None, r.reason, r.remedy) for r in jobs.refusals(database)]
        broken = pages.failed(database)
        names = documents.by_id(database, sorted({p.document for p in broken}))
    refused += [
        Failure(names[p.document].source_name, p.number, p.reason, p.remedy)
        for p in broken
        if p.reason and p.remedy
    ]
    failed = failures(refused, words())
    standing = index.info(target)
    if as_json:
        answer(
            {
                "documents": counts.documents,
                "pages": counts.pages,
                "waiting": counts.waiting,
                "failed": failed,
                "unread_pages": counts.unread,
                "index": index_shape(standing),
            }
        )
        return
    say(words().ngettext("{n} document", "{n} documents", counts.documents))
    say(words().ngettext("{n} page", "{n} pages", counts.pages))
    say(words().ngettext("{n} page waits", "{n} pages wait", counts.waiting))
    say(words().ngettext("{n} page is not read", "{n} pages are not read", counts.unread))
    say(standing_line(standing))
    for failure in failed:
        say(_failure_line(failure["path"], failure["page"], failure["reason"]))
        say(f"      {failure['remedy']}")
