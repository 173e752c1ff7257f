"""``opis report``: figures for the yearly report."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    RoleOption,
    answer,
    for_archivists,
    opened,
    say,
    words,
)

_ = words().gettext


def report(
    year: Annotated[
        int | None,
        typer.Argument(min=1, max=9999, help=_("The year; this one without."), show_default=False),
    ] = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Count what was added, described, corrected and opened in a year."""
    from corpus.yearly import figures

    for_archivists(role)
    with opened(collection).catalogue() as database:
        found = figures(database, year or datetime.now(UTC).year)
    if as_json:
        answer(asdict(found))
        return
    say(str(found.year))
    for line in (
        _("documents added: {n}").format(n=found.added),
        _("documents described: {n}").format(n=found.described),
        _("pages corrected: {n}").format(n=found.corrected),
        _("corrections: {n}").format(n=found.corrections),
        _("documents whose term has ended: {n}").format(n=found.opened),
        _("readers who have signed in: {n}").format(n=found.readers),
        _("documents given to readers to view: {n}").format(n=found.viewed),
        _("documents copied or exported by readers: {n}").format(n=found.copied),
    ):
        say(f"   {line}")
