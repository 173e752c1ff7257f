"""What is offered to a reader whose query found nothing: never searched in its place.

Every word offered finds a page that the reader may read, so nothing else of the index is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, islice

from corpus.reference import Reference
from index.analysis.folding import exact
from index.answer import Request
from index.engine import Engine
from index.query.parse import parse
from index.query.respelling import retyped, transliterated
from index.query.tree import And, Concept, Field, Near, Node, Not, Or, Part, Phrase, Word, leaves
from index.subjects import Subjects

#: queries offered for what was misspelt, and with fewer of the words
SUGGESTIONS, FEWER = 4, 3
#: words that may be searched to find which stand together: 25 searches of four, 8 of twelve
_WORDS = 100


class Suggesting:
    """What may be offered instead of one query that found nothing; ``tree`` is what it means."""

    def __init__(self, engine: Engine, tree: Node, request: Request, subjects: Subjects) -> None:
        self._engine, self._tree, self._request = engine, tree, request
        self._subjects = subjects

    def respelt(self) -> tuple[str, ...]:
        """Queries with other words in the place of those that stand nowhere, likeliest first.

        Another keyboard layout, another alphabet, words like the word, a subject of the thesaurus
        with such a name; a phrase also in any forms.
        """
        offered = [*self._retyped()]
        for leaf in leaves(self._tree):
            if not self._stands(leaf):
                others = islice(self._instead_of(leaf), SUGGESTIONS)
                offered += [str(_replaced(self._tree, leaf, other)) for other in others]
        return tuple(dict.fromkeys(offered))[:SUGGESTIONS]

    def whole_missing(self) -> bool:
        """Whether no page has all the words, also outside of facets and years."""
        several = isinstance(self._tree, And) and len(leaves(self._tree)) > 1
        return several and not self._stands(self._tree)

    def fewer(self) -> tuple[str, ...]:
        """Queries for the most of the words that stand on one page within facets and years.

        Where they are single words, or too many to try which, all of them with «or».
        """
        if not isinstance(self._tree, And):
            return ()
        kept = [part for part in self._tree.parts if isinstance(part, Not | Field | Reference)]
        words = [part for part in self._tree.parts if part not in kept and self._stands(part)]
        if not words:
            return ()
        most = min(len(words), len(self._tree.parts) - len(kept) - 1)
        tried = (
            (count, _all_of((*together, *kept)))
            for count in range(most, 1, -1)
            for together in combinations(words, count)
        )
        found: list[tuple[int, str]] = []
        for count, tree in islice(tried, _WORDS // len(words)):
            if found and count < found[0][0]:
                break
            if self._finds(tree):
                found.append((count, str(tree)))
        if found:
            return tuple(query for _, query in found[:FEWER])
        some: list[Node] = [Or(tuple(words))] if len(words) > 1 else words
        tree = _all_of((*some, *kept))
        return (str(tree),) if self._finds(tree) else ()

    def _finds(self, tree: Node) -> bool:
        """Whether a tree finds something within facets and years."""
        narrowed = replace(self._request, count_hits=False, limit=0, offset=0)
        return self._engine.find(self._meant(tree), narrowed).documents > 0

    def _meant(self, tree: Node) -> Node:
        return self._subjects.meant(tree, self._request).tree

    def _stands(self, node: Node) -> bool:
        """Whether a tree finds a page that the reader may read."""
        (stands,) = self._engine.standing([self._meant(node)], self._request)
        return stands

    def _retyped(self) -> Iterator[str]:
        for query in retyped(self._request.query):
            tree = parse(query, language=self._request.language, all_exact=self._request.exact).tree
            if leaves(tree) and all(map(self._stands, leaves(tree))):
                yield query

    def _instead_of(self, leaf: Node) -> Iterator[Node]:
        """What stands somewhere in the place of a leaf that stands nowhere."""
        if isinstance(leaf, Word):
            for form in self._like(leaf):
                yield replace(leaf, text=form)
            if not (leaf.exact or self._request.exact):
                yield from self._subjects_like(leaf)
        if isinstance(leaf, Phrase | Near):
            if isinstance(leaf, Phrase) and not self._request.exact:
                loose = tuple(
                    replace(p, exact=False) if isinstance(p, Word) else p for p in leaf.parts
                )
                if self._stands(any_forms := replace(leaf, parts=loose)):
                    yield any_forms
            for part in leaf.parts:
                if isinstance(part, Word) and not self._stands(part):
                    for other in self._instead_of(part):
                        if self._stands(whole := _replaced(leaf, part, other)):
                            yield whole

    def _like(self, word: Word) -> Iterator[str]:
        """Words that stand somewhere and may be meant by one that stands nowhere."""
        written = [*transliterated(word.text)]
        standing = [one for one in written if self._stands(replace(word, text=one))]
        if not re.search(r"[^\W\d_]", word.text):
            return  # a number like another is another number
        yield from standing
        for form in [word.text] if standing else [word.text, *written]:
            yield from self._engine.near_words(exact(form), self._request, SUGGESTIONS)

    def _subjects_like(self, word: Word) -> Iterator[Node]:
        """Subjects of the thesaurus that a word may name, with other names that stand somewhere."""
        if not re.fullmatch(r"[^\W\d_]{4,}", word.text):
            return
        for label in self._subjects.labels_like(word.text, min(2, len(word.text) // 4)):
            if self._stands(subject := Concept(label)):
                yield subject


def _all_of(parts: tuple[Node, ...]) -> Node:
    return And(parts) if len(parts) > 1 else parts[0]


def _replaced(node: Node, old: Node, new: Node) -> Node:
    """A tree with another leaf, or another word in a phrase; what stands under a NOT stays."""
    if node == old:
        return new
    match node:
        case And(parts) | Or(parts):
            return replace(node, parts=tuple(_replaced(part, old, new) for part in parts))
        case Phrase(parts) | Near(parts):
            words = tuple(new if part == old and isinstance(new, Part) else part for part in parts)
            return replace(node, parts=words)
        case _:
            return node
