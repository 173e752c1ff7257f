"""``opis init`` and ``opis add``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    PasswordOption,
    WorkersOption,
    answer,
    opened,
    say,
    words,
)
from ui.commands.outcome import end, stopped_by_hand, tell_failures

_ = words().gettext


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
    preview: Annotated[
        bool, typer.Option("--preview", help=_("Say what would be added, and change nothing."))
    ] = False,
    workers: WorkersOption = 0,
    password: PasswordOption = "",
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Add files and folders; go on with whatever an earlier run left undone."""
    import ingest
    from ui.commands.preview import show
    from ui.commands.progress import progress
    from ui.commands.shapes import failures

    target = opened(collection)
    if preview:
        with progress(words()) as report_progress, stopped_by_hand() as stop:
            seen = ingest.preview(
                target,
                paths or [],
                describe=describe,
                workers=workers,
                password=password,
                progress=report_progress,
                stop=stop,
            )
        show(seen, as_json=as_json)
        end(seen)
        return
    with progress(words()) as report_progress, stopped_by_hand() as stop:
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
    listed = report.files + report.known_files
    if as_json:
        answer(
            {
                "added": report.added,
                "known": report.known,
                "failed": failed,
                "pages": report.pages,
                "seconds": report.seconds,
            }
            | ({"files": report.files, "known_files": report.known_files} if listed else {})
        )
    else:
        tell_failures(failed)
        if listed:
            new = words().ngettext("{n} new", "{n} new", report.files)
            say(words().ngettext("{n} file listed", "{n} files listed", listed) + f" · {new}")
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
    end(report)
