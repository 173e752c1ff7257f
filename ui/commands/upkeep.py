"""``opis backup`` and ``opis restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.messages import N_, visible
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


def backup(
    path: Annotated[Path, typer.Argument(help=_("A new folder, or that of an earlier backup."))],
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Copy catalogue, settings and originals into a folder, while the collection is in use."""
    from corpus.backup import back_up
    from ui.commands.progress import progress

    target = opened(collection)
    with progress(words()) as report:
        made = back_up(target, path, report)
    if as_json:
        answer(
            {
                "path": str(made.path),
                "originals": made.originals,
                "copied": made.copied,
                "bytes": made.size,
                "missing": list(made.missing),
            }
        )
    else:
        say(
            " · ".join(
                (
                    words().ngettext("{n} original", "{n} originals", made.originals),
                    words().ngettext("{n} copied now", "{n} copied now", made.copied),
                    _("{size} MB in all").format(size=f"{made.size / 1e6:.1f}"),
                )
            )
        )
    _name_missing(made.missing, _("Missing or damaged, and not in the backup: {original}"))


def restore(
    path: Annotated[Path, typer.Argument(help=_("The folder of a backup."))],
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Restore a backup into a new folder, verify every checksum, and build the index."""
    import index
    from corpus.restoring import restore
    from ui.commands.progress import progress

    with progress(words()) as report:
        done = restore(path, collection, report)
        index.build(done.collection, lambda count, total: report(N_("indexing"), count, total, ""))
    if as_json:
        answer(
            {
                "collection": str(done.collection.path),
                "originals": done.originals,
                "missing": list(done.missing),
            }
        )
    else:
        say(_("The collection is in {folder}.").format(folder=visible(done.collection.path)))
        say(words().ngettext("{n} original", "{n} originals", done.originals))
    _name_missing(done.missing, _("Missing when the backup was made: {original}"))


def _name_missing(originals: tuple[str, ...], line: str) -> None:
    """Name originals that a backup lacks; they are a reason not to end with «done»."""
    for original in originals:
        note(f"opis: {line.format(original=original)}")
    if originals:
        note(f"      {_('See what can be mended: opis check')}")
        raise typer.Exit(1)
