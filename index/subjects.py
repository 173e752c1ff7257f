"""The thesaurus as a search uses it: what a query means by it, and what it would add."""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz.distance import DamerauLevenshtein

from corpus.collection import Collection
from corpus.thesaurus import BadThesaurus, Thesaurus, load, usable
from index.analysis.folding import exact
from index.answer import NAMED, Added, Diagnostic, Request
from index.engine import Engine
from index.query.concepts import Widened, widened
from index.query.diagnostics import diagnostic
from index.query.tree import And, Concept, Field, Node, Not, Or, Word


class Subjects:
    """The thesaurus of a collection, read when a query needs it.

    Where a collection's own file cannot be read its last good state is taken; ``broken`` says so.
    """

    def __init__(self, collection: Collection, engine: Engine) -> None:
        self._collection, self._engine = collection, engine
        self.broken = False

    def meant(self, tree: Node, request: Request, *, others: bool = True) -> Widened:
        """What a tree means; see :func:`index.query.concepts.widened`."""
        if not _has(tree, (Concept, Word) if request.thesaurus else (Concept,)):
            return Widened(tree)
        return widened(
            tree,
            self._thesaurus(),
            request,
            lambda nodes: self._engine.standing(nodes, request),
            others=others,
        )

    def notes(self, meant: Widened) -> list[Diagnostic]:
        """What was odd: subjects that nobody knows, and a file that cannot be read."""
        out = [diagnostic("concept-as-words", name=name) for name in meant.unknown]
        return out + [diagnostic("thesaurus-broken")] * self.broken

    def offered(
        self, tree: Node, request: Request, documents: int
    ) -> tuple[int, tuple[Added, ...]]:
        """How many documents more than ``documents`` the thesaurus would find, by which names.

        Only other names of the very subjects are tried, since every search asks this: of those that
        are narrower there may be a hundred.
        """
        if request.thesaurus or request.exact:
            return 0, ()
        wider = replace(request, thesaurus=True, left_out=(), count_hits=False, limit=0, offset=0)
        meant = self.meant(tree, wider, others=False)
        more = self._engine.find(meant.tree, wider).documents - documents if meant.added else 0
        return (more, meant.added) if more > 0 else (0, ())

    def labels_like(self, word: str, edits: int) -> list[str]:
        """Names of one word in the thesaurus that differ from a word by so many letters at most."""
        wanted = exact(word)
        near = {
            (distance, label.text)
            for concept in self._thesaurus().concepts.values()
            for label in concept.labels
            if not re.search(r"\s", label.text)
            and (
                distance := DamerauLevenshtein.distance(
                    wanted, exact(label.text), score_cutoff=edits
                )
            )
            <= edits
        }
        return [text for _, text in sorted(near)]

    def _thesaurus(self) -> Thesaurus:
        try:
            return load(self._collection)
        except BadThesaurus:
            self.broken = True
            return usable(self._collection)


def _has(tree: Node, wanted: tuple[type, ...]) -> bool:
    match tree:
        case And(parts) | Or(parts):
            return any(_has(part, wanted) for part in parts)
        case Not(part):
            return _has(part, (Concept,))
        case Field(name):
            return name in NAMED
        case _:
            return isinstance(tree, wanted)
