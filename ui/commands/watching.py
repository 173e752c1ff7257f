"""``opis watch``."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.messages import visible
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    WorkersOption,
    note,
    opened,
    say,
    words,
)
from ui.commands.outcome import INTERRUPTED, stopped_by_hand, tell_failures

if TYPE_CHECKING:  # the command's help need not load what reads scans
    from ingest import Failure
    from ingest.watching import Taken

_ = words().gettext
#: While nothing happens, Ctrl-C is heard this often, in seconds.
HEARS = 0.2


def watch(
    folder: Annotated[Path, typer.Argument(help=_("The folder into which scans are put."))],
    move: Annotated[
        bool,
        typer.Option("--move", help=_("Delete each source once its original has been verified.")),
    ] = False,
    wait: Annotated[
        float, typer.Option("--wait", min=0, help=_("Seconds in which a file may not change."))
    ] = 10,
    folder_wait: Annotated[
        float,
        typer.Option(
            "--folder-wait", min=0, help=_("The same for all that lies in a folder of images.")
        ),
    ] = 120,
    workers: WorkersOption = 0,
    collection: CollectionOption = DEFAULT_COLLECTION,
) -> None:
    """Add whatever appears in a folder and is complete, until Ctrl-C."""
    from ingest.stillness import Patience
    from ingest.watching import Watch
    from ui.commands.progress import progress

    target = opened(collection)
    with progress(words()) as report, stopped_by_hand() as stop:
        watching = Watch(
            target,
            folder,
            tell=_tell,
            stop=stop,
            move=move,
            patience=Patience(wait, folder_wait),
            workers=workers,
            progress=report,
            sleep=partial(_sleep, stop=stop),
        )
        note(_("Watching {folder}; Ctrl-C ends it.").format(folder=visible(folder)))
        watching.run()
    note(_("Stopped. Run the same command again to go on."))
    raise typer.Exit(INTERRUPTED)


def _sleep(seconds: float, stop: Callable[[], bool]) -> None:
    """Wait, or no longer once somebody wants to stop."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stop():
        time.sleep(HEARS)


def _tell(event: Taken | Failure) -> None:
    """Say in a line what was taken or refused."""
    from ingest import Failure
    from ui.commands.shapes import failures

    if isinstance(event, Failure):
        tell_failures(failures([event], words()))
        return
    path = visible(event.path)
    if event.kept:
        say(
            _("{path}: taken; a source stays: {why}").format(
                path=path, why=words().text(event.kept)
            )
        )
    elif event.deleted:
        say(_("{path}: taken and verified, the source is deleted").format(path=path))
    else:
        say(_("{path}: taken").format(path=path))
