"""«Find a quotation»: where a pasted text stands, how it differs, what of the scan shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

import streamlit as st

import index
from corpus import documents, pages
from corpus.documents import Document
from corpus.errors import BadUse
from corpus.messages import N_
from index.quotations import Change, Difference, Grade, Match, Stretch
from ui import looking, visit
from ui.address import Address
from ui.citations import cite_page, manner
from ui.grades import grade
from ui.i18n import Translator
from ui.leaves import leaf_name
from ui.markup import copy_button, language_of, soft_link, tied
from ui.opened import opened
from ui.pages import draft
from ui.when import in_words

#: A quotation of so many characters stands in the address; a longer one only in the visit.
ADDRESSED = 700
_TEXT, _LONG = "quotation", "long_quotation"
_SAYS = N_(
    "Paste a phrase or a few pages, as you have them: exact or half remembered. «…» and [my own "
    "words] may stand in it."
)
_NEVERTHELESS = N_("It may stand on a page that is closed or that nobody has read.")
#: strips of the scan that are shown of one match
STRIPS = 8


def page() -> None:
    """Draw the finder and, for a text, where it stands."""
    here, words = visit.here(), visit.words()
    _ = words.gettext
    st.set_page_config(page_title=f"{_('Find a quotation')} · {_('Opis')}")
    text = here.quotation or st.session_state.get(_LONG, "")
    st.html(f'<h1 class="finder">{escape(_("Find a quotation"))}</h1>')
    one, whole = st.tabs([_("One quotation"), _("A whole draft")])
    with one:
        st.html(f'<p class="understood">{escape(_(_SAYS))}</p>')
        _box(text, words)
        if text:
            _answer(text, words, here)
    with whole:
        draft.draw(words)


def _box(text: str, words: Translator) -> None:
    _ = words.gettext
    st.session_state[_TEXT] = text
    with st.form("finder", border=False):
        st.text_area(_("The quotation"), key=_TEXT, height=130, label_visibility="collapsed")
        st.form_submit_button(_("Find"), type="primary", on_click=_asked)


def _asked() -> None:
    text = st.session_state[_TEXT].strip()
    short = text if len(text) <= ADDRESSED else ""
    st.session_state[_LONG] = "" if short else text
    visit.go(replace(visit.here(), quotation=short))


def _answer(text: str, words: Translator, here: Address) -> None:
    try:
        found = index.find_quotation(opened().collection, text, opened().role)
    except BadUse as error:
        says, remedy = words.text(error.what), words.text(error.remedy)
        st.html(f'<p class="wrong" role="alert">{escape(says)} {escape(remedy)}</p>')
        return
    if not found:
        st.html(_nowhere(words, here))
        return
    with opened().collection.catalogue() as catalogue:
        about = documents.by_id(catalogue, [match.document for match in found])
    alike = [list(some) for _, some in groupby(sorted(found, key=_rank), _alike)]
    cards = "".join(_card(some, about, words, here) for some in alike)
    places = words.ngettext("It stands in {n} place.", "It stands in {n} places.", len(found))
    st.html(
        f'<p class="counts" role="status">{escape(places)}</p>{_legend(words)}'
        f'<div class="matches">{cards}</div>'
    )


def _rank(match: Match) -> tuple[float, str]:
    return -round(match.score, 3), match.found.casefold()


def _alike(match: Match) -> tuple[str, str]:
    return match.grade, match.found.casefold()


def _legend(words: Translator) -> str:
    _ = words.gettext
    return (
        f'<p class="legend"><del>{escape(_("only in yours"))}</del> '
        f"<ins>{escape(_('only in the source'))}</ins></p>"
    )


def _nowhere(words: Translator, here: Address) -> str:
    _ = words.gettext
    search = soft_link(
        Address(interface=here.interface), escape(_("Search for its words one by one"))
    )
    return (
        f'<div class="empty" role="status"><h2>'
        f"{escape(_('The quotation was found nowhere in the collection.'))}</h2>"
        f"<p>{escape(_(_NEVERTHELESS))}</p><ul><li>{search}</li></ul></div>"
    )


def _card(
    alike: Sequence[Match], about: dict[str, Document], words: Translator, here: Address
) -> str:
    match, document = alike[0], about[alike[0].document]
    described = document.description
    title = described.title or document.source_name or words.gettext("Untitled")
    date = in_words(str(described.date), words) if described.date else ""
    facts = "".join(
        f"<span>{tied(fact)}</span>" for fact in (str(described.reference), date) if fact
    )
    heading = f"q-{escape(match.document)}-{match.stretches[0].page}-{match.stretches[0].start}"
    shown = f"<span{language_of(described.languages)}>{escape(title)}</span>"
    return (
        f'<article class="match {match.grade.value}" aria-labelledby="{heading}">'
        f"{_graded(match, words)}"
        f'<h2 id="{heading}">{soft_link(_at(match, here), shown)}</h2>'
        f'<p class="facts">{_leaf(match, words, here)}{facts}</p>'
        f"{_difference(match, words)}{_cite(match, document, words)}"
        f"{_others(alike[1:], about, words, here)}</article>"
    )


def _graded(match: Match, words: Translator) -> str:
    """The grade in words, and what share of the quotation stands there."""
    _ = words.gettext
    percent = int(100 * match.similarity)
    share = _("all its words stand here")
    if percent < 100:
        share = _("{share} % of its words stand here").format(share=percent)
    name = grade(match.grade, words)
    if not match.ocr or match.grade is not Grade.EXACT:
        return f'<p class="grade"><b>{escape(name)}</b> <span>{escape(share)}</span></p>'
    # What is exact in a machine's reading is exact on paper only for who has looked.
    unsure = _("word for word in the machine's reading")
    return (
        f'<p class="grade"><b class="unsure">{escape(unsure)}</b>'
        f'<b class="sure">{escape(name)}</b> <span>{escape(share)}</span>'
        f'<label class="tick"><input type="checkbox"> '
        f"{escape(_('compared with the scan'))}</label></p>"
    )


def _at(match: Match, here: Address) -> Address:
    return _lit(match.stretches, match, here)


def _lit(stretches: Iterable[Stretch], match: Match, here: Address) -> Address:
    """The page of the first of some stretches, all of them on it lit."""
    some = list(stretches)
    page = some[0].page
    own = tuple((s.start, s.end) for s in some if s.page == page)
    return replace(here.at(match.document, page), lit=own)


def _leaf(match: Match, words: Translator, here: Address) -> str:
    """Links to all leaves on which it stands."""
    if len({stretch.page for stretch in match.stretches}) == 1:
        name = leaf_name(match.leaves, match.page, words, scanned=match.ocr)
        return f"{soft_link(_at(match, here), escape(name), css='leaf')}"
    links = []
    with opened().collection.catalogue() as catalogue:
        for number, some in groupby(match.stretches, lambda stretch: stretch.page):
            shown = pages.at(catalogue, match.document, number)
            leaves = shown.leaves if shown else ()
            name = leaf_name(leaves, number, words, scanned=match.ocr)
            links.append(soft_link(_lit(some, match, here), escape(name), css="leaf"))
    return " ".join(links)


def _difference(match: Match, words: Translator) -> str:
    """The text that stands there with what differs marked, and strips of the scan to judge by."""
    said = " ".join(_TAGS[part.change].format(escape(part.text)) for part in match.differences)
    body = f'<p class="said">{said}</p>'
    if not match.ocr:
        return body
    differing = [part for part in match.differences if part.change is not Change.EQUAL]
    strips = _strips(match, differing, words) if differing else _whole(match, words)
    return body + (f'<div class="strips">{strips}</div>' if strips else "")


_TAGS = {
    Change.EQUAL: "<span>{}</span>",
    Change.DELETE: "<del>{}</del>",
    Change.INSERT: "<ins>{}</ins>",
}


def _strips(match: Match, differing: Sequence[Difference], words: Translator) -> str:
    """A strip for each place where something differs, with both sides beside it."""
    out = []
    for _at_place, some in groupby(differing, lambda part: (part.at.page, part.at.start)):
        parts = list(some)
        said = " ".join(_TAGS[part.change].format(escape(part.text)) for part in parts)
        where = next((p.at for p in parts if p.change is Change.INSERT), parts[0].at)
        out.append(f"<figure>{_strip(match, where, words)}<figcaption>{said}</figcaption></figure>")
    return "".join(out[:STRIPS])


def _whole(match: Match, words: Translator) -> str:
    """Strips of all that it takes: nothing differs, but the machine may have misread it."""
    return "".join(f"<figure>{_strip(match, s, words)}</figure>" for s in match.stretches[:STRIPS])


def _strip(match: Match, at: Stretch, words: Translator) -> str:
    """The lines of the scan; where the source lacks the words, those where they would stand."""
    start, end = (at.start, at.end) if at.start < at.end else (max(0, at.start - 1), at.end)
    source = escape(looking.strip(match.document, at.page, start, max(end, 1)))
    alt = words.gettext("The lines of the scan")
    return f'<img loading="lazy" src="{source}" alt="{escape(alt)}">'


def _cite(match: Match, document: Document, words: Translator) -> str:
    _ = words.gettext
    citation = _citation(match, document)
    return (
        f'<div class="citation"><p>{escape(citation)}</p>'
        f"{copy_button(citation, escape(_('Copy the citation')))}</div>"
    )


def _citation(match: Match, document: Document) -> str:
    collection = opened().collection
    return cite_page(collection, document, match.page, match.leaves, manner(collection)).text


def _others(
    alike: Sequence[Match], about: dict[str, Document], words: Translator, here: Address
) -> str:
    """The same words in other places: «также на 2 листах»."""
    if not alike:
        return ""
    says = words.ngettext("also on {n} leaf", "also on {n} leaves", len(alike))
    rows = "".join(
        f"<li>{_leaf(match, words, here)} {escape(_citation(match, about[match.document]))}</li>"
        for match in alike
    )
    return f'<details class="also"><summary>{escape(says)}</summary><ul>{rows}</ul></details>'
