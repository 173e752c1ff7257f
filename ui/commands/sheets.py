"""``opis use-sheet``: which reader has used what, and when."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from corpus.messages import visible
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    RoleOption,
    answer,
    for_archivists,
    note,
    opened,
    say,
    words,
    written,
)

_ = words().gettext


def use_sheet(
    what: Annotated[
        str,
        typer.Argument(
            help=_("A document, or like «Ф. 393. Оп. 2. Д. 15»; everything without."),
            show_default=False,
        ),
    ] = "",
    csv_file: Annotated[
        Path | None, typer.Option("--csv", help=_("Write it into this CSV file."))
    ] = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which reader has opened, copied or exported what, the newest first."""
    from corpus import openings, targets
    from corpus.sheets import csv_rows
    from ui import sheets

    for_archivists(role)
    with opened(collection).catalogue() as database:
        chosen = targets.targets_named(database, what) if what else None
        found = openings.sheet(database, chosen)
    if csv_file is not None:
        with written(csv_file, 0o600) as file:
            file.writelines(csv_rows(sheets.head(words()), sheets.rows(found, words())))
        note(_("Uses in {path}: {n}").format(n=len(found), path=visible(csv_file)))
    if as_json:
        shapes = [
            asdict(one.opening) | {"reference": str(one.reference), "title": one.title}
            for one in found
        ]
        answer({"uses": shapes})
    elif csv_file is None:
        for one in found:
            say(visible(sheets.line(one, words())))
        if not found:
            note(_("No reader has used it; uses are written down where people sign in."))
