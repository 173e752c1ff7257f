"""The citation of a page: how it is shown, in which styles and forms it can be had, and copied.

The browser asks :func:`ui.routes.citation` for another style or form, and remembers which one was
chosen last (``ui/components/links/citing.js``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from corpus.citing.printing import Printed
from corpus.citing.styles import Form
from corpus.documents import Document
from corpus.reference import Leaf
from ui.citations import FORMS, STYLES, cite_page, manner
from ui.i18n import Translator
from ui.markup import copy_button
from ui.opened import opened


def cited(document: Document, page: int, leaves: Sequence[Leaf]) -> Printed:
    """The citation of a page as the collection cites."""
    collection = opened().collection
    return cite_page(collection, document, page, leaves, manner(collection))


def button(printed: Printed, content: str, *, css: str = "btn", **attributes: str) -> str:
    """Return a button that copies a citation, plain and as rich text; ``content`` is HTML."""
    return copy_button(printed.text, content, css=css, data_copy_html=printed.html, **attributes)


def ways(printed: Printed, words: Translator) -> str:
    """Choices of style and form, and what must be known of the citation; within ``data-cite``."""
    _ = words.gettext
    style = opened().collection.settings.citation_style
    styles = ((key, words.gettext(name), key is style) for key, name in STYLES.items())
    forms = ((key, words.gettext(name), key is Form.FOOTNOTE) for key, name in FORMS.items())
    return (
        f'<p class="warned">{escape(warned(printed, words))}</p><div class="ways">'
        f"{_choice('style', _('Style'), styles)}{_choice('form', _('Form'), forms)}</div>"
    )


def address(document: Document, page: int, words: Translator) -> str:
    """The attribute that tells the browser where to ask for another style or form."""
    return f'data-cite="/cite/{escape(document.id)}/{page}?lang={words.language}"'


def warned(printed: Printed, words: Translator) -> str:
    """What whoever uses a citation must know, as sentences."""
    return " ".join(words.text(warning) for warning in printed.warnings)


def _choice(way: str, name: str, values: Iterable[tuple[str, str, bool]]) -> str:
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if chosen else ""}>{escape(shown)}</option>'
        for value, shown, chosen in values
    )
    return f'<label>{escape(name)} <select data-way="{way}">{options}</select></label>'
