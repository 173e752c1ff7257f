"""What may be tried next where nothing was found: the page and the command offer the same."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.messages import N_
from index.answer import Scope
from ui.address import Address

#: So many words may be a quotation.
_QUOTED = 3
#: What ties words together or to one form: quotation marks, brackets, «=», «!», and a distance.
_LOOSENED = re.compile(r"(?<=[\"»”\]])[/~]\d+|[«»„“”\"\[\]=!]|…|\.\.\.")


def steps(here: Address) -> list[tuple[Address, str]]:
    """Return where a search may go on that found nothing, each with what it is to do (English).

    One with a quotation leads to the finder of quotations, one that asks nothing to all documents.
    """
    found = []
    if here.narrowed:
        found.append((here.without_facets(), N_("Search the whole collection, nothing narrowed")))
    if here.exact:
        any_form = replace(here, exact=False, results=1)
        found.append((any_form, N_("Search for any form of the words")))
    loose = " ".join(_LOOSENED.sub(" ", here.query).split())
    if loose and loose != here.query:
        alone = replace(here, query=loose, exact=False, results=1)
        found.append((alone, N_("Search for the words alone, in any form and order")))
    if len(loose.split()) >= _QUOTED:
        quoted = Address(quotation=here.query.strip('«»„“”" '), interface=here.interface)
        found.append((quoted, N_("Look for it as a quotation, remembered or read inexactly")))
    if not here.folding:
        spelt = replace(here, folding=True, results=1)
        found.append((spelt, N_("Search for other spellings too")))
    if here.scope is Scope.PAGE and len(here.query.split()) > 1:
        anywhere = replace(here, scope=Scope.DOCUMENT, results=1)
        found.append((anywhere, N_("Search for the words anywhere in a document")))
    if here.language is not None:
        spoken = replace(here, language=None, results=1)
        found.append((spoken, N_("Search in every language")))
    if here.query or here.narrowed:
        found.append((Address(interface=here.interface), N_("See all documents")))
    return found
