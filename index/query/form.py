"""The advanced form: what is filled in becomes a query, and a query that fits fills it in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.errors import BadReference
from corpus.messages import N_
from corpus.reference import Reference, parse_reference
from index.query.parse import parse
from index.query.recognising import QUOTES
from index.query.tree import (
    And,
    Everything,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Part,
    Person,
    Phrase,
    Wildcard,
    Word,
    Years,
)
from index.query.words import parts, silent

#: signs of the query language that mean nothing in a form: what a line is, its name says
_SIGNS = re.compile(rf"[{QUOTES}()\[\]&|+:#]")


@dataclass(frozen=True, slots=True)
class Form:
    """The lines of the form as they were filled in; years are inclusive.

    ``words`` must all be on the page, ``phrase`` in this form and order, none of ``without``,
    ``near`` with at most ``distance`` other words between its first and last.
    """

    words: str = ""
    phrase: str = ""
    without: str = ""
    near: str = ""
    distance: int = 3
    first_year: int | None = None
    last_year: int | None = None
    reference: str = ""
    person: str = ""

    def query(self) -> str:
        """The query that the form writes.

        Raises:
            BadReference: the reference cannot be read.

        """
        nodes: list[Node] = [*_each(self.words), _read(f"«{_plain(self.phrase)}»")]
        nodes += [_read(f"«{_plain(self.near)}»/{max(1, self.distance)}"), _person(self.person)]
        if self.reference.strip():
            nodes.append(_reference(self.reference))
        if self.first_year is not None or self.last_year is not None:
            nodes.append(Field("year", Years(self.first_year, self.last_year)))
        nodes += [Not(node) for node in _each(self.without)]
        wanted = [node for node in nodes if not isinstance(node, Everything)]
        return str(And(tuple(wanted))) if len(wanted) > 1 else "".join(map(str, wanted))


def form_of(query: str) -> Form | None:
    """The form that writes ``query``; None where the form has no line for something in it."""
    tree = parse(query).tree
    form = Form()
    for node in tree.parts if isinstance(tree, And) else (tree,):
        more = _filled(node, form)
        if more is None:
            return None
        form = more
    return form


def _filled(node: Node, form: Form) -> Form | None:
    """The form with one more node; None where its line does not exist or is taken."""
    match node:
        case Everything():
            return form
        case Word() | Wildcard() | Fuzzy():
            return replace(form, words=f"{form.words} {node}".strip())
        case Not(Word() | Wildcard() | Fuzzy() as part):
            return replace(form, without=f"{form.without} {part}".strip())
        case Phrase() if node.exact and not form.phrase:
            return replace(form, phrase=str(node)[1:-1])
        case Near(_, distance) if not form.near:
            return replace(form, near=str(node).split("»")[0][1:], distance=distance)
        case Field(_, Years(first, last)) if form.first_year is None and form.last_year is None:
            return replace(form, first_year=first, last_year=last)
        case Reference() if not form.reference:
            return replace(form, reference=str(node))
        case Person() if not form.person:
            return replace(form, person=str(node))
        case _:
            return None


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", text)


def _read(query: str) -> Node:
    return parse(query).tree


def _each(text: str) -> Sequence[Part]:
    """The words of a line one by one; «И» is a word here."""
    return parts(_plain(text), silent)


def _reference(text: str) -> Reference:
    reference = parse_reference(text)
    if not reference:
        raise BadReference(
            N_("«{reference}» is not a reference."),
            remedy=N_("Write it like «Ф. 393. Оп. 2. Д. 15. Л. 3–5 об.»."),
            reference=text,
        )
    return reference


def _person(text: str) -> Node:
    """Surname and initials; other names stand beside each other in any form."""
    node = _read(text)
    return node if isinstance(node, Person) else _read(f"[{_plain(text)}]")
