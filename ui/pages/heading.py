"""A name on the page «Headings»: where it stands, confirming it, and the names of a heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from corpus.kinds import LANGUAGES
from corpus.messages import N_, Message, visible
from corpus.thesaurus import UNCHECKED, Concept, Label, Role, Thesaurus, editing
from ui import named, visit
from ui.address import Address
from ui.i18n import Translator
from ui.markup import flowing, soft_link
from ui.named import Named, Names
from ui.names import value_name
from ui.opened import opened
from ui.pages.doing import attempt

_ROLES = {
    Role.PREF: N_("the heading"),
    Role.ALT: N_("another name"),
    Role.ABBR: N_("an abbreviation"),
    Role.FORMER: N_("an earlier name"),
}
#: letters of a source's title in the table of names
LONGEST = 60
#: of what is chosen in a list: nothing, something new
_NONE = ""


def draw(name: Named, asked: Names, known: Thesaurus, seen: str, words: Translator) -> None:
    """Draw a name; ``seen`` is the revision of the thesaurus that is shown."""
    title = name.text
    if name.concept is not None:
        title = known.heading(name.concept.id, words.language).text
    id = f"<span>{escape(name.concept.id)}</span>" if name.concept else ""
    st.html(
        f'<h2 class="part">{escape(visible(title))}</h2>'
        f'<p class="facts">{id}<span>{_documents(name, words)}</span></p>'
    )
    _places(name, asked, words)
    if name.concept is None:
        _confirm(name, asked, known, seen, words)
    else:
        _names(name.concept, known, seen, words)
        _merge(name.concept, asked, known, seen, words)
        _split(name.concept, seen, words)


def _documents(name: Named, words: Translator) -> str:
    """The number of documents, a link to them."""
    says = escape(words.ngettext("{n} document", "{n} documents", name.documents))
    if not name.documents:
        return says
    to = Address(interface=visit.here().interface, unconfirmed=not name.sure)
    return soft_link(to.with_facet(name.facet, name.value, "keep"), says)


def _places(name: Named, asked: Names, words: Translator) -> None:
    """A few places where it stands, each a link to the page with the name lit."""
    if not name.documents:
        return
    own, lines = opened(), []
    with own.collection.catalogue() as catalogue:
        found = named.places(own.collection, catalogue, name, asked.facet, own.role)
    for place in found:
        hit = place.hit
        to = Address(interface=visit.here().interface, document=hit.document, page=hit.page)
        title = escape(visible(hit.reference or hit.title or hit.document))
        link = soft_link(replace(to, lit=place.lit), title)
        passage = f"<br>{flowing(place.text, [place.mark])}" if place.text else ""
        number = escape(words.gettext("page {n}").format(n=hit.page))
        lines.append(f"<li>{link}, {number}{passage}</li>")
    st.html(f'<ul class="past">{"".join(lines)}</ul>')


def _confirm(name: Named, asked: Names, known: Thesaurus, seen: str, words: Translator) -> None:
    """The form that makes a name a heading, or one of the names of a heading."""
    _ = words.gettext
    with st.form("confirm", border=False):
        st.text_input(_("Name"), value=name.text, key=f"confirm_name_{name.value}")
        with st.container(horizontal=True):
            _tongue(f"confirm_lang_{name.value}", words, "ru")
            _choose(_("Of which heading"), f"confirm_into_{name.value}", asked, known, words,
                    none=_("a new heading"))  # fmt: skip
        st.form_submit_button(
            _("Confirm"),
            type="primary",
            on_click=_confirmed,
            args=(asked, name.value, seen),
        )


def _confirmed(asked: Names, value: str, seen: str) -> None:
    said = st.session_state
    text = " ".join(said[f"confirm_name_{value}"].split())
    lang, into = said[f"confirm_lang_{value}"], said[f"confirm_into_{value}"]
    ids: list[str] = []

    def work() -> None:
        target, type = opened().collection, named.types(asked.facet)[0]
        ids.append(editing.confirm(target, text, type, lang, into=into, against=seen))

    attempt(Message(N_("«{name}» is confirmed."), {"name": text}), work)
    if ids:
        _open(ids[0])


def _names(concept: Concept, known: Thesaurus, seen: str, words: Translator) -> None:
    """The names of a heading as a table, and the form that changes one."""
    _ = words.gettext
    rows = "".join(
        f'<tr><th scope="row" lang="{label.lang}">{escape(visible(label.text))}</th>'
        f"<td>{escape(_tongue_name(label.lang, words))}</td>"
        f"<td>{escape(_(_ROLES[label.role]))}</td>"
        f"<td>{escape(_in_short(_source(label.basis, known, words)))}</td></tr>"
        for label in concept.labels
    )
    columns = (_("Name"), _("Language"), _("What it is"), _("Source"))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in columns)
    st.html(
        f'<div class="scrolls" tabindex="0"><table class="used"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    with st.expander(_("Change a name, or mark it checked")):
        own = [None, *range(len(concept.labels))]
        which = st.selectbox(
            _("Which name"),
            own,
            key=f"label_which_{concept.id}",
            format_func=lambda n: _("a new name") if n is None else _short(concept.labels[n]),
        )
        label = None if which is None else concept.labels[which]
        _label_form(concept, label, known, seen, words)


def _label_form(
    concept: Concept, label: Label | None, known: Thesaurus, seen: str, words: Translator
) -> None:
    _ = words.gettext
    suffix = f"{concept.id}_{label.lang}_{label.text}" if label else concept.id
    shown = label or Label("ru", Role.ALT, "-", "archivists")
    bases = list(known.sources)
    with st.form("label", border=False):
        st.text_input(_("Name"), value=label.text if label else "", key=f"label_text_{suffix}")
        with st.container(horizontal=True):
            _tongue(f"label_lang_{suffix}", words, shown.lang)
            st.selectbox(
                _("What it is"),
                [*_ROLES],
                index=[*_ROLES].index(shown.role),
                key=f"label_role_{suffix}",
                format_func=lambda role: _(_ROLES[role]),
            )
        st.selectbox(
            _("What it rests on"),
            bases,
            index=bases.index(shown.basis),
            key=f"label_basis_{suffix}",
            format_func=lambda id: _source(id, known, words),
        )
        st.text_input(_("Another source"), key=f"label_source_{suffix}",
                      placeholder=_("Title, reference or address"))  # fmt: skip
        with st.container(horizontal=True):
            args = (concept.id, label, suffix, seen)
            st.form_submit_button(_("Save"), type="primary", on_click=_saved, args=args)
            if label is not None:
                st.form_submit_button(_("Remove this name"), on_click=_removed, args=args)


def _saved(id: str, label: Label | None, suffix: str, seen: str) -> None:
    said = st.session_state
    text, other = (" ".join(said[f"label_{each}_{suffix}"].split()) for each in ("text", "source"))

    def work() -> None:
        from corpus.thesaurus import load

        target = opened().collection
        source = editing.source(load(target), other) if other else None
        new = replace(
            label or Label("ru", Role.ALT, "-"),
            text=text,
            lang=said[f"label_lang_{suffix}"],
            role=Role(said[f"label_role_{suffix}"]),
            basis=source.id if source else said[f"label_basis_{suffix}"],
        )
        editing.rename(target, id, _key(label), new, source=source, against=seen)

    attempt(Message(N_("«{name}» is saved."), {"name": text}), work)


def _removed(id: str, label: Label, _suffix: str, seen: str) -> None:
    done = Message(N_("The name «{name}» is removed."), {"name": label.text})
    attempt(done, lambda: editing.rename(opened().collection, id, _key(label), None, against=seen))


def _merge(concept: Concept, asked: Names, known: Thesaurus, seen: str, words: Translator) -> None:
    _ = words.gettext
    with st.expander(_("Merge with another heading")), st.form("merge", border=False):
        key = f"merge_into_{concept.id}"
        _choose(_("With which"), key, asked, known, words, none="–", without=concept.id)
        says = _("Its names pass to the other heading, and so does what stands below it.")
        st.html(f'<p class="facts">{escape(says)}</p>')
        st.form_submit_button(_("Merge"), on_click=_merged, args=(concept.id, key, seen))


def _merged(id: str, key: str, seen: str) -> None:
    into = st.session_state[key]
    if into == _NONE:
        return
    done: list[str] = []

    def work() -> None:
        editing.merge(opened().collection, id, into, against=seen)
        done.append(into)

    attempt(Message(N_("The headings are one now.")), work)
    if done:
        _open(into)


def _split(concept: Concept, seen: str, words: Translator) -> None:
    if len(concept.labels) < 2:  # nothing to part
        return
    _ = words.gettext
    with st.expander(_("Split")), st.form("split", border=False):
        key = f"split_names_{concept.id}"
        st.multiselect(
            _("Names that become a heading of their own"),
            [*range(len(concept.labels))],
            key=key,
            format_func=lambda n: _short(concept.labels[n]),
            placeholder="",
        )
        st.form_submit_button(_("Split"), on_click=_parted, args=(concept, key, seen))


def _parted(concept: Concept, key: str, seen: str) -> None:
    names = [(concept.labels[n].lang, concept.labels[n].text) for n in st.session_state[key]]
    ids: list[str] = []
    attempt(
        Message(N_("There are two headings now.")),
        lambda: ids.append(editing.split(opened().collection, concept.id, names, against=seen)),
    )
    if ids:
        _open(ids[0])


def _open(id: str) -> None:
    here = visit.here()
    visit.go(replace(here, names=replace(here.names or Names(), open=id)))


def _tongue(key: str, words: Translator, lang: str) -> None:
    st.selectbox(
        words.gettext("Language"),
        LANGUAGES,
        index=LANGUAGES.index(lang),
        key=key,
        format_func=lambda each: _tongue_name(each, words),
    )


def _tongue_name(lang: str, words: Translator) -> str:
    return value_name("language", lang, words)


def _choose(
    label: str,
    key: str,
    asked: Names,
    known: Thesaurus,
    words: Translator,
    *,
    none: str,
    without: str = "",
) -> None:
    """A list of the headings of the kind that is shown, by name."""
    ids = [one.id for one in known.of_type(*named.types(asked.facet)) if one.id != without]
    names = {id: visible(known.heading(id, words.language).text) for id in ids}
    options: Sequence[str] = [_NONE, *sorted(ids, key=lambda id: names[id].casefold())]
    st.selectbox(label, options, key=key, format_func=lambda id: names.get(id, none))


def _in_short(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[:LONGEST].rstrip()}…"


def _source(id: str, known: Thesaurus, words: Translator) -> str:
    if id == UNCHECKED:
        return words.gettext("nobody has checked it")
    if id == "archivists":
        return words.gettext("the archivists of the collection")
    return visible(known.sources[id].title if id in known.sources else id)


def _short(label: Label) -> str:
    return f"{visible(label.text)} ({label.lang})"


def _key(label: Label | None) -> editing.Name | None:
    return (label.lang, label.text) if label else None
