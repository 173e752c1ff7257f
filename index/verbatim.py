"""Which pages say some words just so, letter by letter: for whoever corrects a misreading."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.access import Role
from corpus.collection import Collection
from index.analysis.tokens import tokens
from index.answer import Kind, Request
from index.query.tree import MAX_PHRASE, Node, Phrase, Word
from index.searching import engine_of


def pages_saying(collection: Collection, text: str, role: Role) -> Iterator[tuple[str, int]]:
    """The pages on which the words of ``text`` are read, by document and number, in that order.

    No sign in ``text`` is one of the query language, and nothing is found by what stood on a page
    before it was corrected. Capital letters make no difference here, nor what stands between the
    words: whoever wants it letter by letter compares the readings. At most the first
    :data:`index.query.tree.MAX_PHRASE` words count.
    """
    words = tuple(Word(text[t.start : t.end], exact=True) for t in tokens(text))[:MAX_PHRASE]
    if not words:
        return
    tree: Node = words[0] if len(words) == 1 else Phrase(words)
    request = Request(role=role, exact=True, folding=False)
    for document, page in engine_of(collection).every(tree, request):
        if any(span.kind is Kind.EXACT for span in page.spans):
            yield document, page.number
