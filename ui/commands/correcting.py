"""``opis correct`` and ``opis undo``."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.messages import visible
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    DocumentArgument,
    JsonOption,
    RevisionOption,
    RoleOption,
    answer,
    changing,
    for_archivists,
    say,
    words,
)

_ = words().gettext


def correct(
    document: DocumentArgument,
    page: Annotated[int, typer.Argument(min=1, help=_("The page, counted from 1."))],
    old: Annotated[str, typer.Argument(help=_("The words as they stand there now."))],
    new: Annotated[str, typer.Argument(help=_("What stands on the paper; empty for nothing."))],
    word: Annotated[
        int | None,
        typer.Option("--word", min=1, help=_("Which of them: the number of its first word.")),
    ] = None,
    revision: RevisionOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write what stands on the paper for words that were misread; both are found."""
    from corpus import history, pages
    from corpus.correcting import correct as write

    for_archivists(role)
    with changing(collection) as database:
        done = write(database, document, page, old, new, word=word, against=revision)
        with database.reading():  # a revision, and what it says
            newest = history.revision(database, done.document)
            now = pages.at(database, done.document, done.number) or done
            reading = pages.reading(database, now.reading or 0)
    if as_json:
        answer(
            {
                "document": done.document,
                "page": done.number,
                "source": done.source,
                "text": reading.text,
                "revision": newest,
            }
        )
        return
    head = _("page {n}, leaf {leaves}").format(
        n=done.number, leaves=", ".join(map(str, done.leaves)) or "–"
    )
    lines = reading.text.split("\n")
    shown = [line for line in lines if new.strip() and new.split()[0] in line][:1]
    say(f"{done.document}, {head}: {visible(''.join(shown))}")


def undo(
    document: Annotated[
        str, typer.Argument(help=_("Id of the document, or its beginning; or a reference."))
    ],
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take back the last thing that was done with a document, whatever it was."""
    from corpus import history, targets, undoing
    from corpus.reference import parse_reference
    from ui.commands.history import event_shape
    from ui.events import head, names, told

    for_archivists(role)
    with changing(collection) as database:
        named = parse_reference(document)
        subject = (
            targets.targets_named(database, document)[0].subject
            if named
            else history.subject_named(database, document)
        )
        undone = undoing.undo(database, subject)
        called = names(database, [undone])
    if as_json:
        answer({"undone": event_shape(undone)})
        return
    say(_("Taken back: {what}").format(what=head(undone, words(), called)))
    for change in told(undone, words(), called):
        say(f"   {change}")
