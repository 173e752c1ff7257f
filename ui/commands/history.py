"""``opis history``: who did what when, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from ui.events import head, names, told

if TYPE_CHECKING:  # the command's help need not load the catalogue
    from corpus.history import Event
    from corpus.sheets import Row

_ = words().gettext
_HEADS = ("event", "at", "who", "deed", "undoes", "document", "page", "field", "from", "to")


def history(
    document: Annotated[
        str,
        typer.Argument(help=_("Only this document: its id, or the beginning of it.")),
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", min=0, help=_("How many at most, the newest; 0: all."))
    ] = 100,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", help=_("Write all of them into this CSV file."))
    ] = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what was done, the newest first: who, when, what, from what to what."""
    from corpus import history as past

    for_archivists(role)
    target = opened(collection)
    with target.catalogue() as database:
        subject = past.subject_named(database, document) if document else None
        found = past.events(database, subject)
        shown = found[:limit] if limit else found
        called = {} if as_json or csv_file else names(database, shown)
    if csv_file is not None:
        _write(found, csv_file)
        if not as_json:
            return
    if as_json:
        answer({"events": [event_shape(event) for event in shown], "total": len(found)})
        return
    for event in shown:
        say(head(event, words(), called))
        for line in told(event, words(), called):
            say(f"   {line}")
    if len(shown) < len(found):
        note(
            _("Earlier ones that are not shown: {n} (--limit 0 shows all)").format(
                n=len(found) - len(shown)
            )
        )


def event_shape(event: Event) -> dict[str, Any]:
    """The JSON of an event."""
    return {
        "event": event.id,
        "at": event.at,
        "who": event.who,
        "deed": event.deed,
        "undoes": event.undoes,
        "undone": event.undone,
        "changes": [
            {
                "document": change.subject,
                "page": change.page,
                "field": change.field,
                "from": change.before,
                "to": change.after,
            }
            for change in event.changes
        ],
    }


def _write(events: Sequence[Event], path: Path) -> None:
    """Write one line for each value that was changed."""
    from corpus.sheets import csv_rows

    with written(path, 0o600) as file:
        file.writelines(csv_rows(_HEADS, _rows(events)))
    note(_("Events in {path}: {n}").format(n=len(events), path=visible(path)))


def _rows(events: Sequence[Event]) -> Iterator[Row]:
    for event in events:
        for one in event.changes:
            yield (
                event.id,
                event.at,
                event.who,
                event.deed,
                event.undoes,
                one.subject,
                one.page,
                one.field,
                *(None if value is None else str(value) for value in (one.before, one.after)),
            )
