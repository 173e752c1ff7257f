"""``opis add --preview``: what would become of which scan, and from where each fact comes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.files import File
from corpus.messages import visible
from ui.commands.options import answer, say, words
from ui.commands.outcome import tell_failures
from ui.commands.shapes import failures
from ui.foreseen import facts

if TYPE_CHECKING:  # a command's help need not load what reads scans
    from ingest.previewing import Foreseen, Preview

_ = words().gettext


def preview_shape(seen: Preview) -> dict[str, Any]:
    """The JSON of a preview: nothing of it is in the collection yet."""
    return {
        "documents": [_document(one) for one in seen.documents],
        "known": [
            {
                "path": str(one.path),
                "documents": list(one.documents),
                "same_as": str(one.same_as) if one.same_as else None,
            }
            for one in seen.known
        ],
        "inventories": [
            {
                "path": str(one.path),
                "files": len(one.files),
                "new": one.new,
                "opis": sorted({_opis(file) for file in one.files}),
            }
            for one in seen.inventories
        ],
        "failed": failures(seen.failed, words()),
    }


def _document(one: Foreseen) -> dict[str, Any]:
    d = one.part.description
    return {
        "path": str(one.path),
        "pages": len(one.leaves),
        "first_page": one.part.first or 1,
        "level": one.level,
        "title": d.title,
        "kind": d.kind,
        "reference": str(d.reference),
        "leaves": [list(map(str, leaves)) for leaves in one.leaves],
        "date": str(d.date or ""),
        "date_words": d.date.words if d.date else "",
        "access": d.access,
        "opens": d.opens.isoformat() if d.opens else None,
        "from": {name: list(origin) for name, origin in one.part.origin.items()},
    }


def show(seen: Preview, *, as_json: bool) -> None:
    """Print a preview for a program or for people."""
    if as_json:
        answer(preview_shape(seen))
        return
    for inventory in seen.inventories:
        count = words().ngettext("{n} file", "{n} files", len(inventory.files))
        new = words().ngettext("{n} new", "{n} new", inventory.new)
        say(f"{visible(inventory.path)} · " + _("inventory") + f" · {count} · {new}")
        for opis in sorted({_opis(file) for file in inventory.files}):
            say(f"   {visible(opis)}")
    for one in seen.documents:
        pages = words().ngettext("{n} page", "{n} pages", len(one.leaves))
        say(f"{visible(one.path)} · {pages}" + _from_page(one))
        for fact in facts(one, words()):
            origin = f"  ← {fact.origin}" if fact.origin else ""
            say(f"   {fact.name}: {visible(fact.value)}{origin}")
    for known in seen.known:
        same = ", ".join(known.documents) or visible(known.same_as)
        say(f"{visible(known.path)} · " + _("known, passed over: {same}").format(same=same))
    tell_failures(failures(seen.failed, words()))
    say(
        " · ".join(
            (
                words().ngettext(
                    "{n} document would be added",
                    "{n} documents would be added",
                    len(seen.documents),
                ),
                words().ngettext("{n} known", "{n} known", len(seen.known)),
                words().ngettext("{n} failed", "{n} failed", len(seen.failed)),
                _("nothing was changed"),
            )
        )
    )


def _from_page(one: Foreseen) -> str:
    if one.part.first is None:
        return ""
    return " · " + _("from page {n}").format(n=one.part.first)


def _opis(file: File) -> str:
    return str(replace(file.reference, file="", box=""))
