"""``opis quote --draft``."""

from __future__ import annotations

from pathlib import Path

from corpus.access import Role
from corpus.collection import Collection
from ui.commands.options import answer, note, say, words, written

_ = words().gettext


def check_draft(
    collection: Collection,
    path: Path,
    role: Role,
    html: Path | None,
    csv: Path | None,
    *,
    as_json: bool,
) -> None:
    """Say of each quotation of a draft whether it stands in the collection, and where."""
    from corpus.messages import visible
    from corpus.sheets import csv_rows
    from ui import drafts

    rows = [*drafts.checked_draft(collection, path, role)]
    table = [drafts.cells(number, row, words()) for number, row in enumerate(rows, 1)]
    if html is not None:
        _write(html, drafts.html(rows, path.name, words()).encode())
    if csv is not None:
        _write(csv, b"".join(csv_rows(drafts.head(words()), table)))
    if as_json:
        answer({"quotations": [drafts.shape(row) for row in rows]})
        return
    if not rows:
        note(_("There is no quotation in the draft."))
    for cells in table:
        number, text, verdict, difference, given, right, corrected = map(visible, cells)
        say(f"{number}. «{text}»")
        say(f"   {verdict}")
        if difference:
            say(f"   {difference}")
        if given or right:
            say("   " + " · ".join(part for part in (given, right) if part))
        if corrected:
            say(f"   → {corrected}")


def _write(path: Path, content: bytes) -> None:
    with written(path) as file:
        file.write(content)
