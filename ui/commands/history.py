"""``opis history``: who did what when, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.labels import label
from corpus.messages import N_, visible
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
)

if TYPE_CHECKING:  # the command's help need not load the catalogue
    from corpus.history import Change, Event
    from corpus.sheets import Row

_ = words().gettext
#: what was done
_DEEDS = {
    "added": N_("added"),
    "described": N_("described"),
    "restricted": N_("access set"),
    "corrected": N_("corrected"),
    "reread": N_("read again"),
    "replaced": N_("scan replaced"),
    "numbered": N_("leaves numbered"),
    "divided": N_("divided"),
    "merged": N_("merged"),
    "removed": N_("put into the bin"),
    "restored": N_("taken out of the bin"),
    "listed": N_("inventory taken in"),
    "undone": N_("taken back"),
    "enrolled": N_("user added or changed"),
    "dismissed": N_("user removed"),
}
#: columns that only say the same again in another form
_PASSED = frozenset(
    {
        "id",
        "earliest",
        "latest",
        "date_words",
        "original_page",
        "said_event",
        "layer",
        "width",
        "height",
        "gone",
    }
)
#: what the columns of the catalogue are called; any other by its own name
_FIELDS = {
    "title": N_("Title"),
    "kind": N_("Kind of document"),
    "leaves": N_("Leaves"),
    "date": N_("Date"),
    "date_meaning": N_("Meaning of the date"),
    "author": N_("Author"),
    "addressee": N_("Addressee"),
    "languages": N_("Language"),
    "copy": N_("Original or copy"),
    "note": N_("Note"),
    "text": N_("Text"),
    "said_access": N_("Access"),
    "said_opens": N_("Opens on"),
    "said_basis": N_("Basis"),
    "rank": N_("Role"),
    "password": N_("Password"),
}
#: columns whose values have names, with the facet that gives these
_NAMED = {"kind": "kind", "copy": "copy", "said_access": "access"}
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
    if csv_file is not None:
        _write(found, csv_file)
        if not as_json:
            return
    shown = found[:limit] if limit else found
    if as_json:
        answer({"events": [event_shape(event) for event in shown], "total": len(found)})
        return
    for event in shown:
        say(head(event))
        for line in told(event):
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


def head(event: Event) -> str:
    """When it was, who did it, what, and with what."""
    about = ", ".join(dict.fromkeys(change.subject for change in event.changes))
    undone = " · " + _("taken back since") if event.undone else ""
    deed = _(_DEEDS[event.deed])
    return f"{event.at} · {visible(event.who) or '–'} · {deed} · {visible(about)}{undone}"


def told(event: Event) -> list[str]:
    """A line for each value that was changed: «page 3 · title: Приказ → Указ»."""
    return [_line(change) for change in event.changes if change.field not in _PASSED]


def _line(change: Change) -> str:
    page = _("page {n}").format(n=change.page) + " · " if change.page else ""
    field = _(_FIELDS[change.field]) if change.field in _FIELDS else change.field
    before, after = (_named(change.field, value) for value in (change.before, change.after))
    return f"{page}{field}: {before} → {after}"


def _named(field: str, value: object) -> str:
    if value is None or value == "":
        return "–"
    text = visible(" ".join(str(value).split()))
    return label(_NAMED[field], text, words().language) if field in _NAMED else text


def _write(events: Sequence[Event], path: Path) -> None:
    """Write one line for each value that was changed."""
    from corpus import disk
    from corpus.sheets import csv_rows

    with disk.writing(path.absolute().parent), disk.fresh(path.absolute(), 0o600) as file:
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
