"""What a query means by the thesaurus: concepts by their names, words by those of their concepts.

An engine knows no concepts: :func:`widened` puts all names of one in its place, and, where that is
asked for, the names of the concepts that words name beside the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.thesaurus import Concept as Subject
from corpus.thesaurus import Label, Name, Role, Thesaurus, Type
from corpus.thesaurus.concepts import key
from index.analysis.positions import lemmas, possible_languages
from index.analysis.tokens import tokens
from index.answer import NAMED, Added, Request
from index.query.tree import (
    MAX_PHRASE,
    And,
    Concept,
    Everything,
    Field,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    Years,
)
from index.query.words import parts, silent

#: most names that stand in the place of a concept, or beside the words that name one
MAX_NAMES = 100
#: an abbreviation of so many letters has no other form
_SHORT = 3
#: what the values of facets of names are
_TYPES = {
    "place": {Type.PLACE},
    "organisation": {Type.AGENCY, Type.ORGANISATION, Type.ARCHIVE},
    "camp": {Type.CAMP},
    "category": {Type.CATEGORY},
}
#: most words that together name a concept
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Widened:
    """A tree without concepts, the names that were added to it, the subjects nobody knows."""

    tree: Node
    added: tuple[Added, ...] = ()
    unknown: tuple[str, ...] = ()


def widened(
    tree: Node,
    thesaurus: Thesaurus,
    request: Request,
    standing: Callable[[Sequence[Node]], Sequence[bool]],
    *,
    others: bool = True,
) -> Widened:
    """What a tree means by the thesaurus.

    Of what is searched for a name, ``standing`` says whether it finds a page that the reader may
    read; other names are neither searched nor told.

    A concept becomes all its names in all languages. With ``request.thesaurus`` also words that
    name a concept, and are not under a NOT, find its names and, with ``others``, those of narrower
    and related concepts. A name that also means other things stands for its concept in documents of
    its dates only; where none are known it has to be typed. Names in ``request.left_out`` are left
    out.
    """
    widening = _Widening(thesaurus, request, standing, others=others)
    return Widened(widening.node(tree), tuple(widening.added), tuple(widening.unknown))


def plain(concept: Concept) -> Word | Phrase | Everything:
    """The words by which a concept was asked for, in any form."""
    return _phrase([part for part in parts(concept.text, silent) if isinstance(part, Word)])


def _phrase(words: Sequence[Word]) -> Word | Phrase | Everything:
    if len(words) < 2:
        return words[0] if words else Everything()
    return Phrase(tuple(words[:MAX_PHRASE]))


class _Widening:
    def __init__(
        self,
        thesaurus: Thesaurus,
        request: Request,
        standing: Callable[[Sequence[Node]], Sequence[bool]],
        *,
        others: bool,
    ) -> None:
        self.thesaurus, self.request, self.standing = thesaurus, request, standing
        self.others = others
        self.added: list[Added] = []
        self.unknown: list[str] = []

    def node(self, node: Node) -> Node:
        match node:
            case Concept(text):
                found = named(self.thesaurus, text)
                if not found:
                    self.unknown.append(text)
                return self._any([plain(node), *self._names(text, found)])
            case And(parts):
                return And(tuple(self._words(parts)))
            case Or(parts):
                return Or(tuple(map(self.node, parts)))
            case Not(part):  # more names would find less
                plainly = replace(self.request, thesaurus=False)
                inside = _Widening(self.thesaurus, plainly, self.standing, others=self.others)
                without = Not(inside.node(part))
                self.unknown += inside.unknown
                return without
            case Word():
                (only,) = self._words((node,))
                return only
            case Field(name, str(value)) if name in NAMED:
                return replace(node, headings=headings(self.thesaurus, name, value))
            case _:
                return node

    def _words(self, parts: Sequence[Node]) -> Iterator[Node]:
        """The parts of an AND; the longest runs of words that name a concept with its names."""
        at = 0
        while at < len(parts):
            run = 0
            while run < _MOST_WORDS and _is_plain(parts[at + run : at + run + 1]):
                run += 1
            for count in range(run if self.request.thesaurus else 0, 0, -1):
                typed = parts[at : at + count]
                text = " ".join(word.text for word in typed if isinstance(word, Word))
                names = self._names(text, self._meant(text), beside=True)
                if names:
                    yield self._any([And(tuple(typed)) if count > 1 else typed[0], *names])
                    at += count
                    break
            else:
                yield parts[at] if isinstance(parts[at], Word) else self.node(parts[at])
                at += 1

    def _meant(self, text: str) -> tuple[Subject, ...]:
        """The concepts that words name, unless by a name that also means other things."""
        return tuple(
            concept
            for concept in named(self.thesaurus, text)
            if any(
                label.key in _keys(text) and (not label.ambiguous or label.role is Role.PREF)
                for label in concept.labels
            )
        )

    def _names(self, text: str, concepts: Sequence[Subject], *, beside: bool = False) -> list[Node]:
        """What is searched for the names of concepts that were asked for as ``text``."""
        out: dict[str, tuple[Name, set[str]]] = {}
        for concept in concepts:
            others = beside and self.others
            for name in self.thesaurus.expand(concept.id, narrower=others, related=others):
                own = out.setdefault(name.label.key, (name, set()))
                own[1].add(name.label.lang)
        nodes: dict[Node, Added] = {}
        for own_key, (name, languages) in out.items():
            label = name.label
            if own_key == key(text) or label.text in self.request.left_out:
                continue
            node = self._node(name, languages, beside=beside)
            if node is not None:
                about = Added(label.text, text, name.concept.id, name.relation, label.is_checked)
                nodes.setdefault(node, about)
        tried = [*nodes][:MAX_NAMES]
        kept = [node for node, there in zip(tried, self.standing(tried), strict=True) if there]
        self.added += [nodes[node] for node in kept]
        return kept

    def _node(self, name: Name, languages: set[str], *, beside: bool) -> Node | None:
        """What is searched for a name; None where it cannot be."""
        label = name.label
        words = [
            replace(
                word,
                exact=self.request.exact or (label.role is Role.ABBR and len(label.text) <= _SHORT),
                language=label.lang if len(languages) == 1 else "",
                added=label.text if beside else "",
            )
            for word in parts(label.text, silent)
            if isinstance(word, Word)
        ]
        node = _phrase(words)
        if isinstance(node, Everything):
            return None
        if not label.ambiguous:
            return node
        years = _years(label, name.concept)
        return And((node, Field("year", years))) if years else None

    @staticmethod
    def _any(nodes: list[Node]) -> Node:
        return Or(tuple(nodes)) if len(nodes) > 1 else nodes[0]


def named(thesaurus: Thesaurus, text: str) -> tuple[Subject, ...]:
    """The concepts that bear a name, also where it was typed in another form."""
    for one in _keys(text):
        if found := thesaurus.named(one):
            return found
    return ()


def headings(thesaurus: Thesaurus, field: str, text: str) -> tuple[str, ...]:
    """The values of a facet of names that ``text`` names: ids of concepts, candidates of persons.

    A person may be given by surname, with initials in either order or by the full name.
    """
    if field == "person":
        from index.names import person  # most queries do without
        from index.names.known import Persons

        text = re.sub(r"\b([^\W\d_])\b\.?", r"\1.", text)
        short = tuple(dict.fromkeys(map(person.candidate, person.headings(text))))
        known = Persons(thesaurus)
        return short + tuple(dict.fromkeys(id for name in short for id in known.called(name)))
    for one in _keys(text):
        found = [c.id for c in thesaurus.named(one) if c.type in _TYPES[field]]
        if found:
            return tuple(found)
    return ()


def _keys(text: str) -> list[str]:
    """A name as it is, and with its words in their dictionary forms, as names are compared."""
    forms = [token.form for token in tokens(text)]
    out = [key(text)]
    for language in possible_languages(" ".join(forms)):
        found = [lemmas(form, language) for form in forms]
        out.append(key(" ".join(f[0].headword or f[0].text for f in found if f)))
    return list(dict.fromkeys(out))


def _is_plain(part: Sequence[Node]) -> bool:
    return any(isinstance(one, Word) and not one.exact for one in part)


def _years(label: Label, concept: Subject) -> Years | None:
    """The years in which a name stands for its concept; None where nobody knows."""
    span = label.span or concept.span
    if span is None or not (span.earliest or span.latest):
        return None
    first, last = span.earliest, span.latest
    return Years(first.year if first else None, last.year if last else None)
