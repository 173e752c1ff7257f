"""«About the collection»: what it holds, how well it is read, whether it is sound, its licences."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

import index
from corpus import failures, pages
from corpus.access import Role
from index.answer import Answer, FacetValue, Request
from index.keeping import Standing
from ui import visit
from ui.address import Address
from ui.components import facets as facet_list
from ui.i18n import Translator
from ui.licences import used
from ui.markup import facts, soft_link
from ui.names import facet_name, named
from ui.opened import opened
from ui.pages import places
from ui.standing import index_line

#: What is counted, in this order: facets of the whole collection, as far as the role may read it.
COUNTED = ("decade", "language", "kind", "quality", "text_source", "archive")
#: Values of a facet that are shown, those with most documents.
SHOWN = 12


def page() -> None:
    """Draw the page; nothing in it counts what the role may not read."""
    here, words = visit.here(), visit.words()
    _ = words.gettext
    st.set_page_config(page_title=f"{_('About the collection')} · {_('Opis')}")
    collection, role = opened().collection, opened().role
    answer = index.search(collection, Request(limit=0, role=role))
    charts = "".join(_chart(name, answer, words, here) for name in COUNTED)
    counted = _("Documents that may be read here; one may stand in several bars.")
    st.html(
        f'<div class="hero"><h1>{escape(_("About the collection"))}</h1>'
        f"{facts(_holdings(words))}</div>"
        f'<p class="facts"><span>{escape(counted)}</span></p>'
        f'<div class="charts">{charts}</div>'
    )
    _map(answer, words, here)
    _health(words, index.info(collection), role)
    st.html(_versions(words, answer))


def _holdings(words: Translator) -> list[str]:
    """«15 документов · 24 страницы · 2 страницы не прочитаны»."""
    n_ = words.ngettext
    with opened().collection.catalogue() as catalogue:
        counts = pages.counts(catalogue, opened().role)
    said = [
        n_("{n} document", "{n} documents", counts.documents),
        n_("{n} page", "{n} pages", counts.pages),
    ]
    if counts.unread:
        said.append(n_("{n} page is not read", "{n} pages are not read", counts.unread))
    if counts.waiting:
        said.append(n_("{n} page waits", "{n} pages wait", counts.waiting))
    return said


def _chart(facet: str, answer: Answer, words: Translator, here: Address) -> str:
    """A facet as a table with bars; each value leads to its documents."""
    values = _shown(facet, answer.facets.get(facet, ()))
    if not values:
        return ""
    most = max(value.documents for value in values)
    everything = Address(interface=here.interface)
    lines = []
    for value in values:
        name = escape(named(opened().collection, facet, value.value, words))
        to = soft_link(everything.with_facet(facet, value.value, "keep"), name)
        css = ' class="below"' if value.depth else ""
        share = f"{100 * value.documents / most:.1f}%"
        lines.append(
            f'<tr><th scope="row"{css}>{to}</th><td><span style="width:{share}"></span></td>'
            f"<td>{words.number(value.documents)}</td></tr>"
        )
    return (
        f'<table class="bars"><caption>{escape(facet_name(facet, words))}</caption>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _map(answer: Answer, words: Translator, here: Address) -> None:
    """The places on a map; each leads to its documents."""
    everything = Address(interface=here.interface)
    drawn = places.picture(answer, words, everything, links=True)
    if drawn is not None:
        facet = facet_list.Facet("place", facet_name("place", words), (), drawn)
        with st.container(key="places"):
            facet_list.mount([facet], words)


def _shown(facet: str, values: Sequence[FacetValue]) -> Sequence[FacetValue]:
    """The values with most documents, in the order of the facet: decades all, in time."""
    if facet == "decade" or len(values) <= SHOWN:
        return values
    return values[:SHOWN]


def _health(words: Translator, standing: Standing, role: Role) -> None:
    """Whether what is there is sound; an archivist may have all of it looked through."""
    _ = words.gettext
    said = [index_line(words, standing)]
    if role is Role.ARCHIVIST:
        with opened().collection.catalogue() as catalogue:
            failed = len(failures.failed(catalogue, role))
        said.append(_("Failed: {n}").format(n=words.number(failed)))
    told = "".join(f"<li>{escape(line)}</li>" for line in said)
    st.html(f'<h2 class="part">{escape(_("Health"))}</h2><ul class="stands">{told}</ul>')
    if role is Role.ARCHIVIST and st.button(_("Check the whole collection")):
        _check(words)


def _check(words: Translator) -> None:
    """Look through catalogue, originals, readings and index, and say what is wrong."""
    from ingest import check

    bar = st.progress(0.0)

    def far(step: str, done: int, total: int, _name: str) -> None:
        bar.progress(min(1.0, done / total) if total else 0.0, words.gettext(step))

    found = [one for one in check(opened().collection, progress=far) if not one.mended]
    bar.empty()
    lines = [f"{words.text(one.what)} {words.text(one.remedy)}" for one in found]
    told = "".join(f"<li>{escape(line)}</li>" for line in lines or [words.gettext("All is sound.")])
    st.html(f'<ul class="stands" role="status">{told}</ul>')


def _versions(words: Translator, answer: Answer) -> str:
    """Which versions are at work, and their licences."""
    _ = words.gettext
    lines = "".join(
        f'<tr><th scope="row">{escape(one.name)}</th><td>{escape(one.version)}</td>'
        f"<td>{escape(one.licence)}</td></tr>"
        for one in used()
    )
    head = "".join(
        f'<th scope="col">{escape(name)}</th>' for name in (_("Name"), _("Version"), _("Licence"))
    )
    return (
        f'<h2 class="part">{escape(_("Versions and licences"))}</h2>'
        f'<p class="facts"><span>{escape(_("Search engine: {name}").format(name=answer.engine))}'
        f'</span></p><table class="used"><thead><tr>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table>"
    )
