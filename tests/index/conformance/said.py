"""Whether something is said of the document to which a page belongs: fields and references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from laid import Page

from corpus.labels import value_named
from corpus.reference import Leaf, Reference
from index.analysis.positions import possible_languages, terms
from index.analysis.tokens import tokens
from index.query.expand import Terms
from index.query.tree import Field, Years

#: the terms of a word of the query, of every kind
Expand = Callable[[str], Iterable[Terms]]


def field_is_said(page: Page, node: Field, expand: Expand) -> bool:
    """Whether a field is said of the page or its document."""
    about, value = page.document.description, node.value
    if isinstance(value, Years):
        first, last = value.first, value.last
        return page.years is not None and (
            (first is None or page.years[1] >= first) and (last is None or page.years[0] <= last)
        )
    match node.name:
        case "language" | "kind":
            own = {one.lower() for one in page.facet(node.name, date.today())}
            return value.lower() in own or value_named(node.name, value) in own
        case "archive" | "fonds" | "opis" | "file":
            return _is_part(page, node.name, value)
        case "title" | "author" | "addressee":
            texts = [getattr(about, node.name)]
        case _:
            texts = [about.title, about.author, about.addressee]
    if any(_is_named(page, node, heading) for heading in node.headings):
        return True
    wanted = [
        {term for group in expand(value[word.start : word.end]) for term in group.terms}
        for word in tokens(value)
    ]
    if node.name in {"place", "organisation", "camp"}:
        texts += page.facet(node.name, date.today())
    return any(wanted and all(own & _terms(text) for own in wanted) for text in texts)


def _is_named(page: Page, node: Field, heading: str) -> bool:
    """Whether a page has a name by its heading; a person also with more initials."""
    for own in page.facet(node.name, date.today()):
        if own == heading or (node.name == "person" and own.startswith(f"{heading} ")):
            return True
    return False


def is_under(page: Page, wanted: Reference) -> bool:
    """Whether a page stands under a reference; with leaves, whether it shows one of them."""
    parts = {name: getattr(wanted, name) for name in ("archive", "fonds", "box", "opis", "file")}
    if not all(_is_part(page, name, value) for name, value in parts.items() if value):
        return False
    return not wanted.leaves or any(
        r.first <= own <= Leaf(r.last.number, r.last.letter, verso=True)
        for r in wanted.leaves
        for own in page.leaves
    )


def _is_part(page: Page, name: str, value: str) -> bool:
    reference = page.document.description.reference
    own = getattr(reference, name)
    if name == "archive":
        own = own or ("unnamed" if reference else "unreferenced")
        return _letters(own) == _letters(value)
    if not own:
        return False
    same = _number(own) == _number(value)
    return same or (name == "fonds" and _number(re.sub("^[РПАЛН]-", "", own)) == _number(value))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _number(text: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", text.rstrip(".")).lower()


def _terms(text: str) -> set[str]:
    return {str(t) for word in tokens(text) for t in terms(word, possible_languages(word.form))}
