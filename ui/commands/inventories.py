"""What the inventories of archives list: how much of it is scanned, and what is not yet."""

from __future__ import annotations

from typing import Any

from corpus import files
from corpus.access import Role, effective
from corpus.collection import Collection
from corpus.files import Digitised, Listed
from corpus.messages import visible
from ui.commands.options import answer, say, words


def digitised_shape(one: Digitised) -> dict[str, Any]:
    """An opis in the JSON of ``opis status``."""
    return {"reference": str(one.reference), "files": one.files, "digitised": one.digitised}


def digitised_line(one: Digitised) -> str:
    """«Ф. 393. Оп. 2. оцифровано 312 из 480 дел»."""
    of_all = words().ngettext("of {n} file", "of {n} files", one.files)
    done = words().gettext("digitised: {n}").format(n=words().number(one.digitised))
    return f"{visible(one.reference)} {done} {of_all}"


def list_undigitised(collection: Collection, query: str, role: Role, *, as_json: bool) -> None:
    """Print the files without scans in the order of their references (``list --without-scans``).

    ``query`` keeps those with all its words (or beginnings of words) in title, reference or note.
    """
    with collection.catalogue() as database:
        listed = [one for one in files.undigitised(database, role) if _has(one, query)]
    if as_json:
        answer({"files": [_row(one) for one in listed]})
        return
    for one in listed:
        file = one.file
        leaves = words().ngettext("{n} leaf", "{n} leaves", file.leaf_count or 0)
        facts = (
            str(file.reference),
            file.title,
            file.date_words or str(file.date or ""),
            leaves if file.leaf_count else "",
            file.note,
        )
        say(" · ".join(visible(fact) for fact in facts if fact))


def _has(one: Listed, query: str) -> bool:
    text = f"{one.file.title} {one.file.reference} {one.file.note}".casefold()
    return all(word in text for word in query.casefold().split())


def _row(one: Listed) -> dict[str, Any]:
    file = one.file
    return {
        "file": one.id,
        "level": "file",
        "title": file.title,
        "source_name": one.source_name,
        "row": file.row,
        "reference": str(file.reference),
        "date": str(file.date or ""),
        "date_words": file.date_words,
        "leaf_count": file.leaf_count,
        "office_index": file.office_index,
        "note": file.note,
        "pages": 0,
        "access": effective(file.access, file.opens),
        "added": one.added,
    }
