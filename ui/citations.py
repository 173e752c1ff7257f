"""What the command, the pages and their routes cite: the same citation for the same address."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import documents, pages
from corpus.access import Role
from corpus.catalogue import Database
from corpus.citing.archives import of as archives_of
from corpus.citing.cited import Citation, of_document, of_named, of_page
from corpus.citing.printing import Manner, Printed, cite
from corpus.citing.styles import Form, Style
from corpus.collection import Collection
from corpus.documents import Document
from corpus.errors import BadUse
from corpus.messages import N_
from corpus.reference import Leaf, parse_leaves

#: what styles and forms are called, in the order in which they are offered
STYLES = {
    Style.GOST_R_7_0_5: "ГОСТ Р 7.0.5-2008",
    Style.GOST_R_7_0_100: "ГОСТ Р 7.0.100-2018",
    Style.GOST_7_1_2003: "ГОСТ 7.1-2003",
    Style.COMMA: N_("with commas"),
    Style.KAZAKH: N_("Kazakh"),
    Style.KYRGYZ: N_("Kyrgyz"),
    Style.BIBTEX: "BibTeX",
    Style.RIS: "RIS",
    Style.CSL_JSON: "CSL-JSON",
}
FORMS = {
    Form.FOOTNOTE: N_("Footnote"),
    Form.LIST: N_("Entry of the list of sources"),
    Form.IN_TEXT: N_("In the text"),
    Form.POINTER: N_("Pointer to the list"),
}


def manner(
    collection: Collection, style: Style | None = None, form: Form = Form.FOOTNOTE
) -> Manner:
    """How a collection cites; ``style`` is another than the one it has set."""
    return Manner(
        style or collection.settings.citation_style,
        form,
        archives_of(collection),
        collection.settings.kyrgyz_words,
    )


def citation(
    database: Database, name: str, role: Role, page: int | None = None, leaf: str = ""
) -> Citation:
    """What is cited of the document called ``name``: the whole, a page, or some leaves.

    Raises:
        NotFound: there is no such document or page, or not for this role.
        BadUse: a page and a leaf are both named.
        BadReference: ``leaf`` is none.

    """
    if page is not None and leaf:
        raise BadUse(
            N_("A page and a leaf cannot both be cited."),
            remedy=N_("Name one of them: --page 3, or --leaf \"15а об.\""),
        )  # fmt: skip
    document = documents.find(database, name, role)
    if leaf:
        return of_named(document, parse_leaves(leaf))
    if page is None:
        return of_document(document)
    shown = pages.find(database, document, page, role)
    reading = pages.reading(database, shown.reading) if shown.reading else None
    return of_page(document, page, shown.leaves, reading)


def cite_page(
    collection: Collection,
    document: Document,
    page: int,
    leaves: Sequence[Leaf],
    manner: Manner,
) -> Printed:
    """Print the citation of a page that a reader sees, whose leaves are known."""
    return cite(page_citation(collection, document, page, leaves), manner)


def page_citation(
    collection: Collection, document: Document, page: int, leaves: Sequence[Leaf]
) -> Citation:
    """The citation of a page that a reader sees."""
    reading = None
    if of_document(document).printed:
        with collection.catalogue() as database:
            shown = pages.at(database, document.id, page)
            if shown is not None and shown.reading:
                reading = pages.reading(database, shown.reading)
    return of_page(document, page, leaves, reading)
