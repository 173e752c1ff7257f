"""The page reader: where the page stands, the scan with the words lit, its text, how to cite it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape

import streamlit as st

import index
from corpus import documents, pages
from corpus.access import Role, Use, may_read
from corpus.citing.printing import Printed
from corpus.documents import Document
from corpus.errors import NotFound
from corpus.messages import N_
from corpus.pages import Page
from corpus.permits import Allowed
from corpus.reading import Reading
from index.answer import Beside, Hit, Kind, Neighbour
from index.engine import Span
from index.snippets import hits
from ui import guard, looking, using, visit
from ui.address import LAST, PER_PAGE, Address
from ui.components.viewer import Sheet, Turn, mount
from ui.downloads import OF_DOCUMENTS, OF_PAGES
from ui.i18n import Translator
from ui.leaves import leaf_name
from ui.linewise import DOUBTFUL, UNSURE
from ui.markup import facts, language_of, soft_link, tied
from ui.names import value_name
from ui.opened import opened
from ui.pages import citing, correcting, given, lines, path, strip
from ui.pages.turning import beyond
from ui.reasons import why
from ui.when import a_day, in_words, within

_STATES = {
    "waiting": N_("This page waits to be read."),
    "unread": N_("The text of this page has not been read."),
    "failed": N_("This page could not be read."),
    "closed": N_("This page is closed."),
}


@dataclass(frozen=True, slots=True)
class Leafed:
    """A document opened at one of its pages, and what the query finds in it.

    ``elsewhere`` maps the numbers of all its pages with hits to how many there are; ``beside`` is
    where it stands in the answer, if it is found, ``after_copied`` whether the page behind it there
    may be copied.
    """

    document: Document
    pages: list[Page]
    page: Page
    reading: Reading | None
    hits: tuple[Hit, ...] = ()
    elsewhere: dict[int, int] = field(default_factory=dict)
    beside: Beside | None = None
    after_copied: bool = True

    def may(self, use: Use, page: Page | None = None) -> bool:
        """Whether whoever is asking may do this with a page, or with any of the document."""
        role = opened().role
        return self.document.rights.allow(role, use) and (page is None or page.open_to(role, use))


def page() -> None:
    """Draw the page of a document that the address names."""
    here, words = visit.here(), visit.words()
    role = opened().role
    try:
        with opened().collection.catalogue() as catalogue:
            document = documents.find(catalogue, here.document, role)
    except NotFound:
        st.html(_missing(words, here))
        return
    title = document.description.title or words.gettext("Untitled")
    if not may_read(document.access, role) or not document.pages:
        st.set_page_config(page_title=f"{title} · {words.gettext('Opis')}")
        st.html(path.crumbs(document, None, words, here) + _heading(document, title, words, ""))
        st.html(_closed(document, words))
        return
    title = document.description.title or document.source_name or title
    leafed = _leafed(document, here)
    shown = leafed.page
    if shown.state != "closed":
        using.used(document.id, Use.VIEW, shown)
    name = leaf_name(shown.leaves, shown.number, words, scanned=bool(shown.width))
    st.set_page_config(page_title=f"{title}, {name} · {words.gettext('Opis')}")
    pictures = strip.strip(document, leafed.pages, leafed.page, leafed.elsewhere, words, here)
    with st.container(
        key="above", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.html(path.crumbs(document, leafed.page, words, here), width="content")
        with st.container(key="boxes", horizontal=True, width="content", gap="small"):
            path.leaf_box(document, leafed.pages, words)
            _box(here, words)
    if wrong := path.wrong(document, words) or _beyond(leafed, words, here):
        st.html(wrong)
    st.html(_heading(document, title, words, pictures))
    mount(_sheet(leafed, name, words, here), words, _turned)
    st.html(_citation(leafed, words))


def _leafed(document: Document, here: Address) -> Leafed:
    collection, role = opened().collection, opened().role
    with collection.catalogue() as catalogue:
        every = pages.of(catalogue, document.id, role)
        shown = every[min(here.page, len(every)) - 1]
        reading = None if shown.reading is None else pages.reading(catalogue, shown.reading)
    if here.lit and reading is not None:
        return Leafed(document, every, shown, reading, _lit(reading, shown.number, here.lit))
    if not here.query:
        return Leafed(document, every, shown, reading)
    request = here.request(role)
    beside = index.beside(collection, request, document.id)
    copied = True
    if beside and beside.after:
        with collection.catalogue() as catalogue:
            copied = Allowed(catalogue, role, Use.COPY)(beside.after.document, beside.after.page)
    return Leafed(
        document,
        every,
        shown,
        reading,
        index.page_hits(collection, request, document.id, shown.number),
        dict(index.hit_pages(collection, request, document.id)),
        beside,
        copied,
    )


def _lit(reading: Reading, number: int, ranges: Iterable[tuple[int, int]]) -> tuple[Hit, ...]:
    """Ranges of a page's text as hits: where a quotation stands."""
    kept = [(start, min(end, len(reading.text))) for start, end in ranges]
    spans = [Span(0, 0, start, end, Kind.EXACT) for start, end in kept if start < end]
    return hits(reading, number, spans)


def _beyond(leafed: Leafed, words: Translator, here: Address) -> str:
    last = len(leafed.pages)
    says = words.ngettext(
        "The document has {n} page; the last one is shown.",
        "The document has {n} pages; the last one is shown.",
        last,
    )
    return beyond("n", here.page, last, words, says)


def _turned(to: Turn) -> None:
    here = visit.here()
    if to.document:
        here = replace(here, document=to.document, results=to.results)
    visit.go(here.at(here.document, to.page, to.hit))


def _sheet(leafed: Leafed, name: str, words: Translator, here: Address) -> Sheet:
    page, reading, hits = leafed.page, leafed.reading, leafed.hits
    image = _scan(leafed, page) if page.width else None
    return Sheet(
        key=f"{page.id} {page.reading} {here.lit} {here.query} {here.exact} {here.folding} "
        f"{here.language} {words.language}",
        image=image,
        alt=words.gettext("Scan of {leaf}").format(leaf=name),
        size=(page.width or 1, page.height or 1),
        quads=[
            [[round(v, 5) for point in quad for v in point] for quad in word.quads]
            for word in (reading.words if reading and image else ())
        ],
        rows=lines.rows(reading, hits) if reading else [],
        hits=[hit.words for hit in hits],
        reasons=[why(hit.reasons, words) for hit in hits],
        current=here.hit - 1 if here.hit > 0 else here.hit,
        position=_position(leafed, words) if here.query and not here.lit else "",
        turned=here.turned,
        doubts=_doubts(reading),
        tinted=here.tinted,
        ahead=_ahead(leafed),
        previous=_previous(leafed, words),
        next=_next(leafed, words),
        citation=_cited(leafed).text,
        notice=_unread(page, words),
        copied=leafed.may(Use.COPY, page),
        note=(using.address(page), guard.token()) if using.is_noted() else None,
    )


def _ahead(leafed: Leafed) -> list[str]:
    """The scans next to this one and those with the hits before and behind it."""
    number = leafed.page.number
    before = [n for n in leafed.elsewhere if n < number][-1:]
    behind = [n for n in leafed.elsewhere if n > number][:1]
    near = {number - 1, number + 1, *before, *behind}
    found = [_scan(leafed, page) for page in leafed.pages if page.number in near and page.width]
    if leafed.beside and leafed.beside.after:
        after = leafed.beside.after
        found.append(looking.scan(after.document, after.page, copied=leafed.after_copied))
    return found


def _scan(leafed: Leafed, page: Page) -> str:
    copied = leafed.may(Use.COPY, page)
    return looking.scan(page.document, page.number, copied=copied)


def _doubts(reading: Reading | None) -> dict[str, list[int]]:
    """The words that OCR was not sure of, by how little."""
    known = [] if reading is None else [(n, w.confidence) for n, w in enumerate(reading.words)]
    sure = [(n, share) for n, share in known if share is not None]
    return {
        "unsure": [n for n, share in sure if DOUBTFUL <= share < UNSURE],
        "doubtful": [n for n, share in sure if share < DOUBTFUL],
    }


def _previous(leafed: Leafed, words: Translator) -> Turn | None:
    """Where the hits before those of the page are."""
    if before := [n for n in leafed.elsewhere if n < leafed.page.number]:
        return Turn(max(before), LAST)
    other = leafed.beside.before if leafed.beside else None
    return _over(other, LAST, words.gettext("Previous document of the results (p)"))


def _next(leafed: Leafed, words: Translator) -> Turn | None:
    """Where the hits behind those of the page are."""
    if after := [n for n in leafed.elsewhere if n > leafed.page.number]:
        return Turn(min(after), 0)
    other = leafed.beside.after if leafed.beside else None
    return _over(other, 0, words.gettext("Next document of the results (n)"))


def _over(other: Neighbour | None, hit: int, label: str) -> Turn | None:
    """To another document, on the page of the answer where it stands."""
    if other is None:
        return None
    return Turn(other.page, hit, other.document, -(-other.place // PER_PAGE), label)


def _position(leafed: Leafed, words: Translator) -> str:
    """How the viewer says where among the hits it is; ``{i}`` is left for it to fill in."""
    _ = words.gettext
    total = sum(leafed.elsewhere.values())
    in_all = _("{total} in the document")
    if leafed.document.level == "file":
        in_all = _("{total} in the file")
    in_all = in_all.format(total=words.number(total)) if total else _("none in the document")
    if leafed.beside is not None and leafed.beside.documents > 1:
        rank = _("document {rank} of {documents}").format(
            rank=words.number(leafed.beside.rank), documents=words.number(leafed.beside.documents)
        )
        in_all = f"{in_all} · {rank}"
    if not leafed.hits:
        return f"{_('none here')} · {in_all}" if total else in_all
    on_page = _("{i} of {n} on the leaf") if leafed.page.leaves else _("{i} of {n} on the page")
    n = words.number(len(leafed.hits))
    return f"{on_page.replace('{n}', n)} · {in_all}"


def _unread(page: Page, words: Translator) -> list[str]:
    """Say why a page has no text and what to do about it."""
    if page.state == "read":
        return []
    said = [words.gettext(_STATES[page.state])]
    said += [words.text(m) for m in (page.reason, page.remedy) if m is not None and m.template]
    return said


def _box(here: Address, words: Translator) -> None:
    """A box for another word on the same pages; the answer behind it changes along."""
    _ = words.gettext
    st.session_state["ask"] = here.query
    st.text_input(
        _("Search in this document"),
        key="ask",
        type="search",
        placeholder=_("Search in this document"),
        label_visibility="collapsed",
        icon=":material/search:",
        autocomplete="off",
        width=300,
        on_change=lambda: visit.go(
            replace(visit.here(), query=st.session_state["ask"].strip(), hit=0, results=1)
        ),
    )


def _heading(document: Document, title: str, words: Translator, pictures: str) -> str:
    described = document.description
    said = [
        in_words(described.date.edtf if described.date else "", words),
        within(document, words),
        value_name("kind", described.kind, words) if described.kind else "",
        ", ".join(value_name("language", code, words) for code in described.languages),
        described.author,
    ]
    return (
        f'<div class="headed"><div><h1{language_of(described.languages)}>{escape(title)}</h1>'
        f"{facts(said)}</div>{pictures}</div>"
    )


def _citation(leafed: Leafed, words: Translator) -> str:
    _ = words.gettext
    document, page, printed = leafed.document, leafed.page, _cited(leafed)
    origin = "" if leafed.reading is None else _origin(leafed.reading, words)
    return (
        f'<div class="citation" {citing.address(document, page.number, words)}><p>'
        f'<span class="name">{escape(_("Citation"))}</span> '
        f'<span class="cited">{tied(printed.text)}</span></p>'
        f"<div>{citing.button(printed, escape(_('Copy the citation')))}"
        f"{_page_files(leafed, words)}{_correct(page, words)}</div>"
        f"<details><summary>{escape(_('Other styles and forms'))}</summary>"
        f"{citing.ways(printed, words)}</details></div>{_document_files(leafed, words)}{origin}"
    )


def _page_files(leafed: Leafed, words: Translator) -> str:
    """Links to the page as a file, in the formats that there are of it."""
    page, texted = leafed.page, leafed.reading is not None
    if not leafed.may(Use.COPY, page):
        said = words.gettext("This page may be read here, and not copied.")
        return f'<span class="barred">{escape(said)}</span>'
    there = {"txt": texted, "pdf": bool(page.width), "xml": texted}
    names = {"txt": words.gettext("Text of the page"), "pdf": "PDF", "xml": "ALTO"}
    return "".join(
        f'<a class="btn" href="/file/{escape(page.document)}/{page.number}.{ending}" download>'
        f"{escape(names[ending])}</a>"
        for ending in OF_PAGES
        if there[ending]
    )


def _correct(page: Page, words: Translator) -> str:
    """A link to the desk on which the page is corrected, for whoever may."""
    if opened().role is not Role.ARCHIVIST:
        return ""
    target = correcting.to(page.document, page.number, visit.here())
    return soft_link(
        target, escape(words.gettext("Correct the text")), css="btn", path=correcting.PATH
    )


def _document_files(leafed: Leafed, words: Translator) -> str:
    """Links to a document of several pages as a file, and to the manifest of one with scans."""
    scanned = any(page.width for page in leafed.pages)
    several = len(leafed.pages) > 1
    if not (several or scanned) or not leafed.may(Use.EXPORT):
        return ""
    _ = words.gettext
    label = _("The whole document")
    names = {"txt": _("text"), "pdf": "PDF", "docx": "DOCX", "xml": "ALTO"}
    links = [
        f'<a href="/file/{escape(leafed.document.id)}.{ending}" download '
        f'aria-label="{escape(label)}: {escape(names[ending])}">{escape(names[ending])}</a>'
        for ending in OF_DOCUMENTS
        if several and (ending != "pdf" or scanned)
    ]
    links += [given.manifest(leafed.document, words)] if scanned else []
    links.append(given.package([leafed.document], None, words))
    return f'<p class="facts"><span>{escape(label)}: {", ".join(links)}</span></p>'


def _cited(leafed: Leafed) -> Printed:
    return citing.cited(leafed.document, leafed.page.number, leafed.page.leaves)


def _origin(reading: Reading, words: Translator) -> str:
    """Say where the text of the page comes from, and why from there."""
    origin = value_name("text_source", reading.source, words)
    if reading.reason:
        origin = f"{origin} · {words.gettext(reading.reason)}"
    label = escape(words.gettext("Text of the page"))
    return f'<p class="facts"><span>{label}: {escape(origin)}</span></p>'


def _closed(document: Document, words: Translator) -> str:
    """Say that only the description is open, and from when the rest will be."""
    _ = words.gettext
    said = _("Only the description of this document is open.")
    if not document.pages:
        said = _("There are no scans of this document.")
    opens = document.description.opens
    when = ""
    if opens is not None:
        day = a_day(opens, words)
        when = f"<p>{escape(_('It opens on {date}.').format(date=day))}</p>"
    reference = tied(str(document.description.reference))
    return f'<div class="empty"><h2>{escape(said)}</h2><p>{reference}</p>{when}</div>'


def _missing(words: Translator, here: Address) -> str:
    _ = words.gettext
    return (
        f'<div class="empty"><h2>{escape(_("There is no such document here"))}</h2>'
        f"<p>{escape(_('It may have been removed, or it is not open to everyone.'))}</p>"
        f"<p>{soft_link(here.search(), escape(_('Back to the search')))}</p></div>"
    )
