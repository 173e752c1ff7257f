"""What an archive gives away of what is chosen: finding aid, manifest, package for keeping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from urllib.parse import urlencode

from corpus.documents import Document
from corpus.holdings import Branch
from corpus.reference import Reference
from ui import visit
from ui.address import Address
from ui.i18n import Translator
from ui.markup import soft_link, tied
from ui.pages import packages


def away(chosen: Sequence[Document], branch: Branch | None, words: Translator) -> str:
    """Links to EAD of the fonds, to IIIF manifests, and to where a package is made.

    Where nothing is chosen and no branch is open, that is one of the whole collection.
    """
    _ = words.gettext
    links = []
    if branch is not None and branch.reference.fonds:
        links.append(_finding_aid(branch.reference, words))
    whole = {
        Reference(one.description.reference.archive, one.description.reference.fonds)
        for one in chosen
        if one.description.reference.fonds
    }
    links += [_finding_aid(one, words) for one in sorted(whole, key=lambda one: one.sort_key())]
    links += [manifest(one, words) for one in chosen[:1] if len(chosen) == 1]
    links.append(package(chosen, branch, words))
    links[0] = f"{escape(_('Give away:'))} {links[0]}"
    told = "".join(f"<span>{link}</span>" for link in links)
    return f'<p class="facts">{told}</p>'


def manifest(one: Document, words: Translator) -> str:
    """The link to a document's IIIF manifest."""
    says = words.gettext("IIIF manifest, for viewers elsewhere")
    return f'<a href="/iiif/{escape(one.id)}/manifest.json" title="{escape(says)}">IIIF</a>'


def package(chosen: Sequence[Document], branch: Branch | None, words: Translator) -> str:
    """The link to the page on which a package of what is chosen, or of a branch, is made."""
    to = Address(
        interface=visit.here().interface,
        branch=branch.id if branch else "",
        chosen=tuple(one.id for one in chosen),
    )
    says = words.gettext("Package for keeping (BagIt)")
    return soft_link(to, escape(says), path=packages.PATH)


def _finding_aid(reference: Reference, words: Translator) -> str:
    """The link to a fonds, an opis or a file as EAD."""
    of = str(replace(reference, leaves=()))
    says = words.gettext("Finding aid in EAD: {reference}").format(reference=of)
    query = urlencode({"of": of, "ui": words.language})
    return f'<a href="/file/ead.xml?{escape(query)}" download>{tied(says)}</a>'
