"""``opis history``: who did what when, from what to what."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
    }
)
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
    before, after = _shown(change.before) or "–", _shown(change.after) or "–"
    return f"{page}{change.field}: {visible(before)} → {visible(after)}"


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _write(events: Sequence[Event], path: Path) -> None:
    """Write one line for each value that was changed."""
    from corpus import disk

    with disk.writing(path.absolute().parent), disk.fresh(path.absolute(), 0o600) as file:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(_HEADS)
        writer.writerows([_cell(value) for value in row] for row in _rows(events))
        file.write(text.getvalue().encode("utf-8-sig", "replace"))
    note(_("Events in {path}: {n}").format(n=len(events), path=visible(path)))


def _rows(events: Sequence[Event]) -> Iterator[tuple[object, ...]]:
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
                one.before,
                one.after,
            )


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = _shown(value)
    return f"'{text}" if text.lstrip()[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
