"""The tree fonds › opis › file › document › leaf, open at one branch, as HTML of links.

Of the branches above the open one only the way down is shown; below it at most :data:`SHOWN` at a
time, so that a fonds of 100,000 documents opens as quickly as a small one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from corpus import holdings, pages
from corpus.access import Level, Role
from corpus.catalogue import Database
from corpus.documents import Document
from corpus.holdings import BIN, LOOSE, NO_WAY, TOP, Branch
from corpus.labels import label
from ui.address import Address
from ui.i18n import Translator
from ui.leaves import leaf_name
from ui.markup import soft_link
from ui.when import in_words

#: branches or documents on one view of the tree, pages of a document below it
SHOWN, LEAVES = 50, 60


def tree(
    database: Database,
    branch: str,
    way: Sequence[Branch],
    chosen: Sequence[Document],
    here: Address,
    words: Translator,
) -> str:
    """The ``way`` down to a branch, and what stands right below it."""
    _ = words.gettext
    offset = (here.results - 1) * SHOWN
    rows = [_step(soft_link(_to(here, TOP), escape(_("All fonds"))), "", 0, open=branch == TOP)]
    for depth, one in enumerate(way, 1):
        rows.append(_branch(one, depth, here, words, open=one is way[-1]))
    depth = len(way) + 1
    below: list[Branch] = []
    if branch == LOOSE:
        rows.append(_step(escape(_("In no file")), "", 1, open=True))
        depth, total = 2, holdings.count_loose(database)
        found = holdings.loose(database, SHOWN, offset)
    elif not way or way[-1].target.place != "files":
        below, total = _branches(database, way, offset)
        found = []
    else:
        total = way[-1].documents
        found = holdings.in_file(database, way[-1].id, SHOWN, offset)
    rows += [_branch(one, depth, here, words, open=False) for one in below]
    if branch == TOP and (count := holdings.count_loose(database)):
        of = words.ngettext("{n} document", "{n} documents", count)
        rows.append(_step(soft_link(_to(here, LOOSE), escape(_("In no file"))), of, depth))
    if branch in NO_WAY and (count := holdings.count_bin(database)):
        of = words.ngettext("{n} document", "{n} documents", count)
        to = replace(_to(here, BIN), chosen=())
        rows.append(_step(soft_link(to, escape(_("Bin"))), of, 1, open=branch == BIN))
    for document in found:
        rows.append(_document(document, depth, chosen, here, words))
        if [one.id for one in chosen] == [document.id]:
            rows += _leaves(database, document, depth + 1, here, words)
    name = escape(_("Fonds, opis, file, document"))
    listed = f'<nav aria-label="{name}"><ul class="tree">{"".join(rows)}</ul></nav>'
    return listed + _turn(total, branch, here, words)


def to_page(document: Document, number: int, name: str, here: Address) -> str:
    """A link (``name`` is HTML) to a page of a document as its readers see it."""
    return soft_link(Address(interface=here.interface).at(document.id, number), name)


def _branches(database: Database, way: Sequence[Branch], offset: int) -> tuple[list[Branch], int]:
    """What stands right below the last branch of a way, from ``offset`` on, and how many in all."""
    if not way:
        return (
            holdings.fonds(database, SHOWN, offset),
            database.number("SELECT count(*) FROM fonds"),
        )
    row, place = int(way[-1].target.row), way[-1].target.place
    if place == "fonds":
        count = database.number("SELECT count(*) FROM opis WHERE fonds = ?", (row,))
        return holdings.opises(database, row, SHOWN, offset), count
    count = database.number("SELECT count(*) FROM files WHERE opis = ?", (row,))
    return holdings.files(database, row, SHOWN, offset), count


def _to(here: Address, branch: str) -> Address:
    return Address(interface=here.interface, branch=branch, chosen=here.chosen)


def _step(name: str, says: str, depth: int, *, open: bool = False, css: str = "") -> str:
    current = ' aria-current="true"' if open else ""
    facts = f"<small>{says}</small>" if says else ""
    kind = f' class="{css}"' if css else ""
    return f'<li style="--depth: {depth}"{kind}{current}>{name}{facts}</li>'


def _branch(one: Branch, depth: int, here: Address, words: Translator, *, open: bool) -> str:
    """«Ф. 393 · оцифровано: 312 из 480 дел»."""
    _, ref, place = words.gettext, one.reference, one.target.place
    if place == "fonds":
        name = f"{ref.archive}. {_('f. {number}').format(number=ref.fonds or '–')}"
    elif place == "opis":
        name = _("op. {number}").format(number=ref.opis or "–")
    else:
        box = _("box {number}").format(number=ref.box) + ", " if ref.box else ""
        named = _("d. {number}").format(number=ref.file) if ref.file else _("in no file")
        name = box + named
    facts = [in_words(one.date.edtf, words)] if one.date else []
    if place == "files":
        if one.certified:
            facts.append(words.ngettext("{n} leaf", "{n} leaves", one.certified))
        if not one.documents:
            facts.append(_("not digitised"))
        elif one.documents > 1:
            facts.append(words.ngettext("{n} document", "{n} documents", one.documents))
    elif one.files:
        done = _("digitised: {n}").format(n=words.number(one.digitised))
        facts.append(f"{done} {words.ngettext('of {n} file', 'of {n} files', one.files)}")
    if one.closed:
        facts.append(_access(one.rule.today, inherited=one.own is None, words=words))
    title = f" <i>{escape(one.title)}</i>" if one.title else ""
    css = "closed" if one.closed else ""
    says = escape(" · ".join(facts))
    return _step(
        soft_link(_to(here, one.id), escape(name)) + title, says, depth, open=open, css=css
    )


def _access(level: Level, *, inherited: bool, words: Translator) -> str:
    named = label("access", level, words.language)
    return words.gettext("{access}, as above").format(access=named) if inherited else named


def _document(
    one: Document, depth: int, chosen: Sequence[Document], here: Address, words: Translator
) -> str:
    """A document with its tick: the name chooses it alone, the tick besides the others."""
    _, d = words.gettext, one.description
    ids = tuple(other.id for other in chosen)
    ticked = one.id in ids
    others = tuple(id for id in ids if id != one.id) if ticked else (*ids, one.id)
    branch = here.branch or one.file or LOOSE
    base = replace(_to(here, branch), results=here.results)
    title = d.title or one.source_name
    said = _("Leave out: {title}") if ticked else _("Choose too: {title}")
    tick = soft_link(
        replace(base, chosen=others),
        "",
        css="tick",
        aria_label=said.format(title=title),
        data_tick=f"c={one.id}",
    )
    name = soft_link(replace(base, chosen=(one.id,)), escape(title))
    leaves = ", ".join(map(str, d.reference.leaves))
    facts = [
        _("l. {leaf}").format(leaf=leaves) if leaves else "",
        in_words(d.date.edtf if d.date else "", words),
        words.ngettext("{n} page", "{n} pages", one.pages),
    ]
    if one.access is not Level.OPEN:
        facts.append(label("access", one.access, words.language))
    says = escape(" · ".join(fact for fact in facts if fact))
    return _step(f"<span>{tick} {name}</span>", says, depth, open=ticked)


def _leaves(
    database: Database, document: Document, depth: int, here: Address, words: Translator
) -> list[str]:
    """The pages of the chosen document, named by their leaves."""
    shown = [
        to_page(
            document,
            page.number,
            escape(leaf_name(page.leaves, page.number, words, scanned=bool(page.width))),
            here,
        )
        for page in pages.of(database, document.id, Role.ARCHIVIST)[:LEAVES]
    ]
    more = " …" if document.pages > LEAVES else ""
    return [_step(f'<span class="leaves">{" ".join(shown)}{more}</span>', "", depth)]


def _turn(total: int, branch: str, here: Address, words: Translator) -> str:
    """Back and forward where not all of a branch is shown."""
    if total <= SHOWN:
        return ""
    first = (here.results - 1) * SHOWN
    last = min(first + SHOWN, total)
    _, base = words.gettext, _to(here, branch)
    parts = [f"<span>{first + 1}–{last} / {words.number(total)}</span>"]
    if here.results > 1:
        back = replace(base, results=here.results - 1)
        parts.insert(0, f"<span>{soft_link(back, escape(_('back')))}</span>")
    if last < total:
        forward = replace(base, results=here.results + 1)
        parts.append(f"<span>{soft_link(forward, escape(_('further')))}</span>")
    return f'<p class="facts">{"".join(parts)}</p>'
