"""What an inventory would change: which files are new, what changes from what to what."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from corpus.files import Relisted
from corpus.messages import N_, visible
from ingest.listing import ForeseenInventory
from ui.i18n import Translator
from ui.values import written

#: files that are shown of each sort
SHOWN = 200
#: what the fields of a file are called; ``date_words`` say what ``date`` does
_NAMES = {
    "title": N_("Title"),
    "date_words": N_("Date"),
    "leaf_count": N_("Number of leaves"),
    "office_index": N_("Index of the office"),
    "note": N_("Note"),
    "access": N_("Access"),
    "opens": N_("Opens on"),
    "basis": N_("Basis"),
}


def counted(seen: ForeseenInventory, words: Translator) -> str:
    """«480 дел · 12 новых · 3 изменятся · 2 больше не числятся»."""
    changed = sum(bool(one.differing) for one in seen.each)
    said = [
        words.ngettext("{n} file", "{n} files", len(seen.each)),
        words.ngettext("{n} new", "{n} new", seen.new),
        words.ngettext("{n} would change", "{n} would change", changed) if changed else "",
        words.ngettext("{n} is listed no longer", "{n} are listed no longer", len(seen.gone))
        if seen.gone
        else "",
    ]
    return " · ".join(filter(None, said))


def changes(seen: ForeseenInventory, words: Translator) -> str:
    """The files that would change, be new or be gone, each a line; as HTML."""
    _ = words.gettext
    lines = [_changed(one, words) for one in seen.each if one.differing][:SHOWN]
    gone = [f"<b>{_('listed no longer')}</b> {escape(str(one.reference))} {escape(one.title)}"
            for one in seen.gone][:SHOWN]  # fmt: skip
    new = [
        f"<b>{escape(_('new'))}</b> {escape(visible(one.file.reference))} "
        f"{escape(visible(one.file.title))}"
        for one in seen.each
        if one.before is None
    ][:SHOWN]
    every = "".join(f"<li>{line}</li>" for line in [*lines, *gone, *new])
    return f'<ul class="stands">{every}</ul>' if every else ""


def from_to(name: str, before: str, after: str) -> str:
    """«Заголовок: Приказ → Указ», as HTML."""
    old, new = (escape(visible(value)) or "–" for value in (before, after))
    return f"{escape(name)}: <del>{old}</del> → <ins>{new}</ins>"


def _changed(one: Relisted, words: Translator) -> str:
    lines = "".join(f"<li>{line}</li>" for line in _fields(one, words))
    return f"{escape(visible(one.file.reference))}<ul>{lines}</ul>"


def _fields(one: Relisted, words: Translator) -> Iterator[str]:
    for name, values in one.differing.items():
        if name == "date" and "date_words" in one.differing:
            continue
        before, after = (written(name, str(value or ""), words) for value in values)
        yield from_to(words.gettext(_NAMES.get(name, "Date")), before, after)
