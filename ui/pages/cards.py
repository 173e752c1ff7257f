"""One document of an answer as a card: the sheet with its words lit, what it is, what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

from corpus.citing.printing import Printed
from corpus.documents import Document
from corpus.labels import places
from corpus.reading import Source
from corpus.reference import parse_leaf
from index.answer import Group, Grouping, Hit, Result, Snippet
from ui import kept
from ui.address import Address
from ui.i18n import Translator
from ui.leaves import leaf_name, short_name
from ui.markup import facts, flowing, language_of, soft_link, tied
from ui.names import value_name
from ui.pages import citing
from ui.reasons import found, why
from ui.when import in_words, within

#: At most this many words are lit on a thumbnail; more would not be seen.
LIT = 60
#: At most this many other leaves are named on a card.
OTHERS = 12


def cards(
    results: tuple[Result, ...],
    documents: Mapping[str, Document],
    words: Translator,
    here: Address,
) -> str:
    """Return the cards of ``results`` as HTML, leading on from ``here``."""
    return "".join(_card(result, documents.get(result.document), words, here) for result in results)


def files(
    groups: Sequence[Group],
    documents: Mapping[str, Document],
    words: Translator,
    here: Address,
) -> str:
    """Return a card for each file, its documents folded in it; what stands in none has its own."""
    return "".join(
        cards(group.hits, documents, words, here)
        if group.documents == 1
        else _file(group, documents, words, here)
        for group in groups
    )


def _file(group: Group, documents: Mapping[str, Document], words: Translator, here: Address) -> str:
    heading = f"f-{escape(group.file or '')}"
    name = words.ngettext("{n} document", "{n} documents", group.documents)
    left = group.documents - len(group.hits)
    more = escape(words.ngettext("and {n} more", "and {n} more", left)) if left > 0 else ""
    in_file = places(group.reference)
    if more and len(in_file) > 1:
        own = here.with_facet("archive", in_file[-1], "keep")
        more = soft_link(replace(own, group=Grouping.DOCUMENT), more)
    return (
        f'<section class="file" aria-labelledby="{heading}"><header>'
        f'<h2 id="{heading}">{tied(str(group.reference))}</h2>'
        f"{facts([group.title, name])}</header>"
        f"{cards(group.hits, documents, words, here)}"
        f'<p class="more">{more}</p></section>'
    )


def thumbnail(document: str, page: int, hits: tuple[Hit, ...] = ()) -> str:
    """Return the address of a page's thumbnail with the words of ``hits`` lit."""
    lit = [str(word) for hit in hits for word in hit.words][:LIT]
    query = f"?hl={','.join(lit)}" if lit else ""
    return f"/img/thumb/{document}/{page}.jpg{query}"


def _card(result: Result, document: Document | None, words: Translator, here: Address) -> str:
    _ = words.gettext
    best = here.at(result.document, result.page)
    heading = f"t-{escape(result.document)}"
    where = [
        result.reference,
        in_words(result.date, words),
        within(document, words) if document else "",
    ]
    about = [
        _kind(result, words),
        ", ".join(value_name("language", code, words) for code in result.languages),
        value_name("text_source", result.text_source, words) if result.text_source else "",
    ]
    title = result.title or _("Untitled")
    image = soft_link(best, _sheet(result, words), css="sheet", tabindex="-1", aria_hidden="true")
    return (
        f'<article class="card" aria-labelledby="{heading}">{image}<div>'
        f"{facts(where)}"
        f'<h3 id="{heading}">'
        f"{soft_link(best, f'<span{language_of(result.languages)}>{escape(title)}</span>')}</h3>"
        f"{facts(about, 'facts about')}"
        f"{''.join(_passage(s, result, document, words, here) for s in result.snippets)}"
        f"{_reasons(result, words)}"
        f'<div class="foot">{_others(result, words, here)}{_cite(result, document, words)}</div>'
        "</div></article>"
    )


def _kind(result: Result, words: Translator) -> str:
    name = value_name("kind", result.kind, words) if result.kind else ""
    return words.gettext("{kind} (by the heading)").format(kind=name) if result.kind_found else name


def _sheet(result: Result, words: Translator) -> str:
    source = escape(thumbnail(result.document, result.page, result.boxes))
    return (
        f'<img class="scan-edge" loading="lazy" width="108" height="153" alt="" src="{source}">'
        if result.text_source != Source.TEXT
        else f'<span class="scan-edge blank">{escape(words.gettext("text without a scan"))}</span>'
    )


def _passage(
    snippet: Snippet,
    result: Result,
    document: Document | None,
    words: Translator,
    here: Address,
) -> str:
    _ = words.gettext
    scanned = result.text_source != Source.TEXT
    name = leaf_name(snippet.leaves, snippet.page, words, scanned=scanned)
    leaf = soft_link(here.at(result.document, snippet.page), escape(name), css="leaf")
    said = flowing(snippet.text, snippet.marks, [why(each, words) for each in snippet.reasons])
    cite = ""
    if document is not None:
        cite = citing.button(
            _cited(document, snippet.page, snippet.leaves),
            escape(_("cite")),
            css="quick",
            title=_("Copy the citation of this leaf"),
            aria_label=_("Copy the citation: {leaf}").format(leaf=name),
        )
    return (
        f'<div class="passage">{leaf}'
        f'<span class="said"{language_of(result.languages)}>{said}</span>'
        f'<span class="quicks">{cite}{_tick(snippet, result, name, words)}</span></div>'
    )


def _tick(snippet: Snippet, result: Result, name: str, words: Translator) -> str:
    """A button that puts a passage into the reader's list, or takes it out."""
    _ = words.gettext
    place = kept.place(result.document, snippet.page, snippet.start, snippet.text)
    says = escape(_("Put into my list: {leaf}").format(leaf=name))
    return (
        f'<button type="button" class="quick" data-keep="{escape(place)}" aria-pressed="false" '
        f'aria-label="{says}">{escape(_("to my list"))}</button>'
    )


def _reasons(result: Result, words: Translator) -> str:
    """Why words of the passages are lit that are not as they were asked for."""
    return "".join(f'<p class="why">{escape(line)}</p>' for line in found(result.snippets, words))


def _others(result: Result, words: Translator, here: Address) -> str:
    """Leaves with hits of which no passage is shown: «также: л. 15 (1), 16 об. (2)»."""
    shown = {snippet.page for snippet in result.snippets}
    others = [
        (page, leaves, n)
        for page, leaves, n in zip(
            result.pages, result.page_leaves, result.page_occurrences, strict=True
        )
        if page not in shown and n
    ]
    if not others:
        return "<span></span>"
    links = " ".join(
        soft_link(here.at(result.document, page), f"{escape(short_name(leaves, page))} ({n})")
        for page, leaves, n in others[:OTHERS]
    )
    left = result.pages_total - len(shown) - len(others[:OTHERS])
    more = f" {escape(words.ngettext('and {n} more', 'and {n} more', left))}" if left > 0 else ""
    return f'<span class="more">{escape(words.gettext("also on leaves:"))} {links}{more}</span>'


def _cite(result: Result, document: Document | None, words: Translator) -> str:
    _ = words.gettext
    if document is None:
        return ""
    printed = _cited(document, result.page, result.leaves)
    return (
        f'<details class="cite" {citing.address(document, result.page, words)}>'
        f'<summary>{escape(_("Cite"))}</summary><p class="cited">{tied(printed.text)}</p>'
        f"{citing.ways(printed, words)}"
        f"{citing.button(printed, escape(_('Copy')))}</details>"
    )


def _cited(document: Document, page: int, leaves: Sequence[str]) -> Printed:
    return citing.cited(document, page, [parse_leaf(leaf) for leaf in leaves])
