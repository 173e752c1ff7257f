"""Taking back: the last thing that was done with a document, whatever it was.

Each value gets back what it was before, if it still is what the event made of it. A layer of a
page's text is never removed: what stood before is put on top again.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from corpus import history, pages, rules, wholes
from corpus.catalogue import Database
from corpus.errors import BadUse, Conflict
from corpus.history import Change, Deed, Event, Recorder
from corpus.messages import N_
from corpus.targets import PLACES, Target

#: what is no change of something that was there
_LASTING = frozenset(
    {Deed.ADDED, Deed.LISTED, Deed.UNDONE, Deed.ENROLLED, Deed.DISMISSED, Deed.NAMED, Deed.CHOSEN}
)
#: what a person does with the text of a page
_WRITING = frozenset({Deed.CORRECTED, Deed.CHECKED})


def undo(database: Database, subject: str) -> Event:
    """Take back the newest event of a subject that has not been taken back; returns that event.

    The index has to be brought up to date.

    Raises:
        BadUse: there is none.
        Conflict: something else was done since with what it concerns.

    """
    with database.transaction():
        event = _last(database, subject)
        _check_others(database, event)
        undo_whole(database, event)
        return event


def undo_whole(database: Database, event: Event) -> None:
    """Put back what an event did, and work out anew what follows from it. In a transaction.

    Raises:
        Conflict: something else was done with one of the values since.

    """
    undo_event(database, event)
    for target in _concerned(event):
        rules.settle(database, target)
        if target.place == "documents":
            serial = database.next_serial()
            database.change("UPDATE pages SET changed = ? WHERE document = ?", (serial, target.row))
        else:
            wholes.pass_on(database, target)


def lasts(event: Event) -> bool:
    """Whether an event can be taken back: it changed something, and that still holds."""
    return event.deed not in _LASTING and not event.undone


def undo_writing(database: Database, page: int) -> Event:
    """Take back the newest correction of the page with this id, or that it was called right.

    Returns that event. The index has to be brought up to date.

    Raises:
        BadUse: there is none.
        Conflict: the page was read again since.

    """
    with database.transaction():
        for event in history.of_text(database, page):
            if event.deed in _WRITING and not event.undone:
                undo_event(database, event)
                return event
    raise BadUse(
        N_("Nobody has corrected this page."), remedy=N_("Correct it where it is misread.")
    )


def undo_event(database: Database, event: Event) -> None:
    """Put back what an event, given with all its changes, did with texts. In a transaction.

    Raises:
        Conflict: something else was done with one of them since.

    """
    recorder = Recorder(database, Deed.UNDONE, undoes=event.id)
    if event.deed is Deed.REORDERED:
        _order_back(database, recorder, event)
        return
    backwards = reversed(event.changes)
    for (place, row), own in groupby(backwards, key=lambda c: (c.place, c.row)):
        _put_back(database, recorder, place, row, [*own])


def _order_back(database: Database, recorder: Recorder, event: Event) -> None:
    """Give pages the numbers that they had, all at once: none is there twice in between."""
    before: dict[int, int] = {}
    for change in event.changes:
        page = pages.by_id(database, int(change.row or 0))
        if page is None or page.document != change.subject or page.number != change.after:
            raise _other(change, page and page.number)
        before[page.id] = int(change.before or 0)
    pages.renumber(database, recorder, event.changes[0].subject, before)


def _last(database: Database, subject: str) -> Event:
    """The event, with its changes of other subjects too."""
    for event in history.events(database, subject):
        if lasts(event):
            return history.event(database, event.id)
    raise BadUse(
        N_("There is nothing to take back of «{subject}»."),
        remedy=N_("See what was done: opis history {subject}"),
        subject=subject,
    )


def _check_others(database: Database, event: Event) -> None:
    """Refuse where something was done since with another document that the event concerns.

    What was divided has been described since, say: that would be lost from sight.
    """
    for subject in sorted({change.subject for change in event.changes}):
        if subject.startswith("d") and _last(database, subject).id != event.id:
            raise Conflict(
                N_("Something else was done with «{subject}» since."),
                remedy=N_("Take that back first: opis undo {subject}"),
                subject=subject,
            )


def _put_back(
    database: Database, recorder: Recorder, place: str, row: history.Value, own: list[Change]
) -> None:
    if place == "readings":
        for change in own:
            if change.field == "layer":
                _layer_back(database, recorder, change)
        return
    if place not in PLACES or not all(change.field.isidentifier() for change in own):
        raise ValueError(f"{place} is nothing that can be taken back")
    columns = ", ".join(change.field for change in own)
    now = database.rows(f"SELECT {columns} FROM {place} WHERE id = ?", (row,))[0]  # noqa: S608
    for change in own:
        if now[change.field] != change.after:
            raise _other(change, now[change.field])
    values = {change.field: change.before for change in own}
    recorder.put(own[0].subject, place, row, values, own[0].page)


def _layer_back(database: Database, recorder: Recorder, change: Change) -> None:
    page = pages.by_id(database, int(change.row or 0))
    if page is None or page.reading is None or change.before is None:
        raise _other(change, None)
    # what was taken back before has left a copy on top: what counts is what it says
    same = "SELECT count(DISTINCT body) FROM readings WHERE id IN (?, ?)"
    if database.number(same, (page.reading, change.after)) != 1:
        raise _other(change, page.reading)
    before = pages.reading(database, int(change.before))
    pages.put_layer(database, recorder, page, before)


def _other(change: Change, now: object) -> Conflict:
    return Conflict(
        N_("«{field}» of {subject} was changed again since: it is «{now}»."),
        remedy=N_("See what was done: opis history {subject}"),
        field=change.field,
        subject=change.subject,
        now=now,
    )


def _concerned(event: Event) -> Iterator[Target]:
    """What has to be worked out anew: the things that were changed, and the documents of pages.

    The text of a page concerns that page alone.
    """
    subjects = {
        change.subject
        for change in event.changes
        if change.subject.startswith("d") and change.place != "readings"
    }
    for subject in sorted(subjects):
        yield Target("documents", subject, subject)
    described = {(one.place, str(one.row), one.subject) for one in event.changes}
    for place, row, subject in sorted(described):
        if place in {"fonds", "opis", "files"}:
            yield Target(place, row, subject)
