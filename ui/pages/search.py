"""The search page: the box, what was understood, what narrows, the cards."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

import index
from corpus.documents import by_id
from index.answer import Answer, Grouping, Scope, Sort
from ui import visit
from ui.address import PER_PAGE, QUERY_LANGUAGES, Address
from ui.downloads import OF_ANSWERS, answer_link
from ui.i18n import Translator
from ui.lines import Lines
from ui.markup import facts, soft_link
from ui.names import value_name, whole
from ui.opened import opened
from ui.pages import added, advanced, asking, narrowing, packages, start, timeline
from ui.pages.cards import cards, files
from ui.pages.turning import beyond, turning
from ui.steps import steps


def page() -> None:
    """Draw the search page for the address."""
    here, words = visit.here(), visit.words()
    box(here, words)
    answer = index.search(opened().collection, here.request(opened().role))
    last = max(1, -(-answer.results // PER_PAGE))
    past_end = beyond("p", here.results, last, words)
    if past_end:  # an old link: the answer has become shorter
        here = replace(here, results=last)
        answer = index.search(opened().collection, here.request(opened().role))
    everything = whole(opened().collection, opened().role, answer.commit)
    if here.query:
        st.set_page_config(page_title=f"{here.query} · {words.gettext('Opis')}")
        _understood(answer, words, here)
    narrowing.chips(words)
    if not here.query and not here.narrowed:
        st.html(start.hero(opened(), answer.commit, words, here))
    narrowing.sidebar(answer, words, timeline.span_of(everything))
    if not answer.documents:
        st.html(_empty(answer, words, here))
        return
    _headline(answer, words, here)
    if past_end:
        st.html(past_end)
    with opened().collection.catalogue() as catalogue:
        documents = by_id(catalogue, [r.document for r in answer.hits])
    shown = (
        cards(answer.hits, documents, words, here)
        if answer.groups is None
        else files(answer.groups, documents, words, here)
    )
    turned = turning(here.results, last, lambda n: replace(here, results=n), words)
    st.html(f'<div class="cards">{shown}</div>{turned}')


def box(here: Address, words: Translator) -> None:
    """Draw the box with the query, its switches and the advanced form."""
    _ = words.gettext
    st.session_state["ask"] = here.query
    st.session_state["form"] = "exact" if here.exact else "any"
    with st.container(key="askbar", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            _("Search"),
            key="ask",
            type="search",
            placeholder=_("A word, a «phrase» or a reference"),
            label_visibility="collapsed",
            icon=":material/search:",
            autocomplete="off",
            on_change=_asked,
        )
        st.segmented_control(
            _("Forms of the words"),
            ["any", "exact"],
            key="form",
            required=True,
            label_visibility="collapsed",
            width="content",
            format_func={"any": _("any form"), "exact": _("exact form")}.__getitem__,
            on_change=lambda: visit.go(
                replace(visit.here(), exact=st.session_state["form"] == "exact", results=1)
            ),
        )
        _switches(here, words)
    with st.container(key="aids", horizontal=True, gap="medium"):
        advanced.draw(here, words)
        asking.draw(here, words)


def _asked() -> None:
    visit.go(replace(visit.here(), query=st.session_state["ask"].strip(), results=1))


def _switches(here: Address, words: Translator) -> None:
    _ = words.gettext
    st.session_state["folding"] = here.folding
    st.session_state["thesaurus"] = here.thesaurus
    st.session_state["unconfirmed"] = here.unconfirmed
    st.session_state["scope"] = here.scope is Scope.DOCUMENT
    st.session_state["tied"] = here.language or ""
    names = {
        "": _("any language"),
        **{code: value_name("language", code, words) for code in QUERY_LANGUAGES},
    }
    with st.popover(_("Settings"), icon=":material/tune:"):
        st.toggle(
            _("Other spellings too"),
            key="folding",
            help=_("е for ё, к for қ, о for ө and the like; such matches stand lower"),
            on_change=lambda: visit.go(
                replace(visit.here(), folding=st.session_state["folding"], results=1)
            ),
        )
        st.toggle(
            _("Names of the thesaurus too"),
            key="thesaurus",
            help=_("other names of the same, in all languages; narrower and related subjects"),
            on_change=lambda: visit.go(
                replace(
                    visit.here(), thesaurus=st.session_state["thesaurus"], left_out=(), results=1
                )
            ),
        )
        st.toggle(
            _("Unconfirmed names too"),
            key="unconfirmed",
            help=_("names on pages that are unsure, as a list of their own"),
            on_change=lambda: visit.go(
                replace(visit.here(), unconfirmed=st.session_state["unconfirmed"], results=1)
            ),
        )
        st.toggle(
            _("Words anywhere in a document"),
            key="scope",
            help=_("not all on one page"),
            on_change=lambda: visit.go(
                replace(
                    visit.here(),
                    scope=Scope.DOCUMENT if st.session_state["scope"] else Scope.PAGE,
                    results=1,
                )
            ),
        )
        st.selectbox(
            _("Language of the query"),
            ["", *QUERY_LANGUAGES],
            key="tied",
            format_func=names.__getitem__,
            on_change=lambda: visit.go(
                replace(visit.here(), language=st.session_state["tied"] or None, results=1)
            ),
        )


def _understood(answer: Answer, words: Translator, here: Address) -> None:
    """Say how the query was read, what was odd about it, and what else might be meant."""
    _ = words.gettext
    odd = "".join(
        f"<li>{escape(words.text(d.message))}</li>"
        for d in answer.diagnostics
        if d.code != "thesaurus-offered"  # it is offered as a link
    )
    oddities = f'<ul class="oddities">{odd}</ul>' if odd else ""
    other = _suggested(answer, words, here) if answer.documents else ""
    read = _("Understood as: {query}").format(query=words.text(answer.understood))
    subjects = added.added(answer, words, here) + added.offered(answer, words, here)
    st.html(f'<p class="understood">{escape(read)}</p>{subjects}{oddities}{other}')


def _suggested(answer: Answer, words: Translator, here: Address) -> str:
    """Queries that may be meant, and such with fewer of the words, as links."""
    lines = (
        (words.gettext("Perhaps you meant:"), answer.suggestions),
        (words.gettext("Most of the words on one page:"), answer.fewer),
    )
    return "".join(
        f"<p>{escape(says)} {_offered(queries, here)}</p>" for says, queries in lines if queries
    )


def _offered(queries: tuple[str, ...], here: Address) -> str:
    return ", ".join(
        soft_link(replace(here, query=query, results=1), escape(query)) for query in queries
    )


def _headline(answer: Answer, words: Translator, here: Address) -> None:
    with st.container(
        key="headline",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        st.html(_counts(answer, words, here), width="stretch")
        with st.container(
            horizontal=True, vertical_alignment="center", width="content", gap="small"
        ):
            if here.query and answer.occurrences:
                lines = soft_link(replace(here, lines=Lines()), escape(words.gettext("as lines")))
                st.html(lines, width="content")
            _grouping(here, words)
            _order(here, words)
            _taking(here, words)


def _taking(here: Address, words: Translator) -> None:
    """The whole answer as a file."""
    _ = words.gettext
    says = _("Every passage with a hit and its citation, of the whole answer.")
    if not here.query:
        says = _("Every document that is found, with its description.")
    links = "".join(
        f'<a class="btn" download href="{escape(answer_link(here, ending))}">{ending.upper()}</a>'
        for ending in OF_ANSWERS
    )
    with st.popover(_("Download"), icon=":material/download:", width="content"):
        st.html(f'<p>{escape(says)}</p><p class="taking">{links}</p>{_packed(here, words)}')


def _packed(here: Address, words: Translator) -> str:
    """The link to where a package of the answer is made; of everything archivists make one."""
    if not packages.is_answer(here):
        return ""
    says = escape(words.gettext("Package for keeping (BagIt)"))
    return f"<p>{soft_link(replace(here, results=1), says, path=packages.PATH)}</p>"


def _grouping(here: Address, words: Translator) -> None:
    _ = words.gettext
    names = {Grouping.DOCUMENT: _("by document"), Grouping.FILE: _("by file")}
    st.session_state["group"] = here.group
    st.segmented_control(
        _("One result is"),
        list(Grouping),
        key="group",
        required=True,
        label_visibility="collapsed",
        width="content",
        format_func=names.__getitem__,
        on_change=lambda: visit.go(
            replace(visit.here(), group=Grouping(st.session_state["group"]), results=1)
        ),
    )


def _order(here: Address, words: Translator) -> None:
    _ = words.gettext
    names = {
        Sort.RELEVANCE: _("by relevance"),
        Sort.DATE: _("by date"),
        Sort.REFERENCE: _("by reference"),
        Sort.ADDED: _("as added"),
    }
    if not here.query:  # nothing is more relevant than the rest
        del names[Sort.RELEVANCE]
    st.session_state["sort"] = here.order
    st.selectbox(
        _("Order"),
        [*names],
        key="sort",
        format_func=names.__getitem__,
        label_visibility="collapsed",
        width=190,
        on_change=lambda: visit.go(
            replace(visit.here(), sort=Sort(st.session_state["sort"]), results=1)
        ),
    )


def _counts(answer: Answer, words: Translator, here: Address) -> str:
    """«8 документов · 16 страниц · 21 вхождение · искали в 24 стр., 2 не прочитаны»."""
    _, n_ = words.gettext, words.ngettext
    near = "" if answer.complete else "≈ "
    parts = [
        near + n_("{n} document", "{n} documents", answer.documents),
        near + n_("{n} page", "{n} pages", answer.pages),
    ]
    if answer.groups is not None:
        parts.insert(0, near + n_("{n} result", "{n} results", answer.results))
    if here.query:
        parts.append(near + n_("{n} hit", "{n} hits", answer.occurrences))
        searched = n_("searched {n} page", "searched {n} pages", answer.searched_pages)
        if answer.unread_pages:
            unread = n_("{n} not read", "{n} not read", answer.unread_pages)
            searched = f"{searched}, {unread}"
        parts.append(searched)
    return facts(parts, "facts counts", role="status")


def _empty(answer: Answer, words: Translator, here: Address) -> str:
    """Say that nothing was found, and offer the next step: each a link that takes it."""
    _ = words.gettext
    links = "".join(f"<li>{soft_link(to, escape(_(does)))}</li>" for to, does in steps(here))
    unread = ""
    if answer.unread_pages:
        unread = words.ngettext(
            "{n} page has not been read: there may be hits on it.",
            "{n} pages have not been read: there may be hits on them.",
            answer.unread_pages,
        )
        unread = f"<p>{escape(unread)}</p>"
    return (
        f'<div class="empty" role="status"><h2>{escape(_("Nothing found"))}</h2>'
        f"{_suggested(answer, words, here)}{unread}<ul>{links}</ul></div>"
    )
