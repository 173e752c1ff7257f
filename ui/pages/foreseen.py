"""What would become of scans that are going to be added, as a table."""

from __future__ import annotations

from html import escape
from pathlib import Path

from corpus.messages import visible
from ingest import Preview, uploads
from ingest.previewing import Foreseen, Known
from ui import visit
from ui.address import Address
from ui.foreseen import facts
from ui.i18n import Translator
from ui.markup import soft_link
from ui.opened import opened
from ui.pages import relisted

#: at most so many lines are shown of each sort
SHOWN = 200


def table(seen: Preview, folder: Path, words: Translator) -> str:
    """What of ``folder`` would be added, what is known, what cannot be taken; as HTML."""
    _ = words.gettext
    lines = [_failed(one.path, words.text(one.reason), words.text(one.remedy), words)
             for one in seen.failed if Path(one.path).is_relative_to(folder)][:SHOWN]  # fmt: skip
    lines += [_document(one, words) for one in seen.documents if one.path.is_relative_to(folder)][
        :SHOWN
    ]
    for listed in seen.inventories:
        if listed.path.is_relative_to(folder):
            told = escape(relisted.counted(listed, words)) + relisted.changes(listed, words)
            lines.append(_line(listed.path, _("inventory"), told))
    lines += [_known(one, words) for one in seen.known if one.path.is_relative_to(folder)][:SHOWN]
    if not lines:
        return f'<p role="status">{escape(_("There is nothing here that could be added."))}</p>'
    head = "".join(
        f'<th scope="col">{escape(name)}</th>'
        for name in (_("Scan"), _("What becomes of it"), _("What is known of it"))
    )
    return (
        '<div class="checked"><table class="foreseen">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _document(one: Foreseen, words: Translator) -> str:
    pages = words.ngettext("{n} page", "{n} pages", len(one.leaves))
    if one.part.first is not None:
        pages += " · " + words.gettext("from page {n}").format(n=one.part.first)
    known = "".join(
        f"<li>{escape(fact.name)}: <b>{escape(visible(fact.value))}</b>"
        + (f" <small>{escape(fact.origin)}</small>" if fact.origin else "")
        + "</li>"
        for fact in facts(one, words)
    )
    told = known or f"<li>{escape(words.gettext('nothing yet: describe it afterwards'))}</li>"
    return _line(one.path, pages, f'<ul class="stands">{told}</ul>')


def _known(one: Known, words: Translator) -> str:
    links = ", ".join(
        soft_link(Address(interface=visit.here().interface).at(name, 1), escape(name))
        for name in one.documents
    )
    same = links or escape(visible(uploads.shown(opened().collection, one.same_as or "")))
    return _line(one.path, words.gettext("is here already, is passed over"), same)


def _failed(path: str, reason: str, remedy: str, words: Translator) -> str:
    return _line(
        Path(path),
        words.gettext("cannot be taken"),
        f"{escape(reason)} {escape(remedy)}",
        css=' class="wrong"',
    )


def _line(path: Path, becomes: str, known: str, css: str = "") -> str:
    """A row; ``known`` is HTML."""
    name = visible(uploads.shown(opened().collection, path))
    return f"<tr><td>{escape(name)}</td><td{css}>{escape(becomes)}</td><td>{known}</td></tr>"
