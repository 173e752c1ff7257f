"""Lines of a concordance, in any order, a few at a time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from corpus import documents, pages
from corpus.access import may_read
from corpus.collection import Collection
from corpus.documents import Document
from corpus.messages import Message
from corpus.reference import Leaf
from index.answer import Diagnostic, Kind, Request, Sort
from index.embedded.kept import Kept
from index.kwic.collating import key
from index.kwic.gathering import KINDS, Hits, Numbers, gathered
from index.kwic.texts import Keys, Texts, contexts, form_of, read
from index.kwic.view import Order, View
from index.kwic.windows import Context
from index.query.explain import explained
from index.query.parse import parse
from index.query.tree import leaves
from index.searching import engine_of, said_of
from index.subjects import Subjects

#: lines that are made at a time
AT_ONCE = 256
#: the last ones are kept, so that their other pages need not be put in order anew
_kept = Kept["Concordance"](4)
#: of lines that say the same so many are told beside the first
ALSO = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A hit in its context, the ``words`` with those beside it.

    ``about`` is its document, ``nth`` which hit of the page it is, from 1; ``form`` is the hit as
    an exact match compares it. ``times`` lines say the same where lines are folded, the first
    others of which are ``also``.
    """

    about: Document
    page: int
    nth: int
    leaves: tuple[Leaf, ...]
    kind: Kind
    form: str
    words: Context
    times: int = 1
    also: tuple[Line, ...] = ()

    @property
    def left(self) -> str:
        """The words before the hit."""
        return self.words.left

    @property
    def match(self) -> str:
        """The hit."""
        return self.words.match

    @property
    def right(self) -> str:
        """The words behind the hit."""
        return self.words.right

    @property
    def document(self) -> str:
        """The id of the document."""
        return self.about.id

    @property
    def date(self) -> str:
        """The date of the document as EDTF; empty if it has none."""
        return str(self.about.description.date or "")

    @property
    def reference(self) -> str:
        """The reference with the leaves of the page where they are known, as printed."""
        return self.about.description.reference.printed(self.leaves)


@dataclass(frozen=True, slots=True)
class Concordance:
    """The lines of an answer, counted and in order; their texts are read when they are asked for.

    ``total`` counts all hits of the answer; the lines may be a sample of them. ``forms`` are the
    forms of the hits and how many lines have each, the most frequent first, where lines are grouped
    by them. ``complete`` is false where a limit cut the answer short. ``hits`` says where all hits
    stand, ``order`` which of them are shown one after another, ``firsts`` where among these a line
    begins.
    """

    total: int
    forms: tuple[tuple[str, int], ...]
    understood: Message
    diagnostics: tuple[Diagnostic, ...]
    complete: bool
    view: View
    collection: Collection = field(repr=False)
    request: Request = field(repr=False)
    hits: Hits = field(repr=False)
    order: Numbers = field(repr=False)
    firsts: Numbers = field(repr=False)

    def __len__(self) -> int:
        """How many lines there are, those that say the same counted once where they are folded."""
        return len(self.firsts)

    def lines(self, first: int = 0, count: int | None = None) -> Iterator[Line]:
        """So many lines from ``first`` on (all that follow), with the texts that stand now.

        A document that was closed to the role or taken away since is left out.
        """
        last = len(self) if count is None else min(first + count, len(self))
        ends = np.append(self.firsts[1:], len(self.order))
        for start in range(first, last, AT_ONCE):
            stop = min(start + AT_ONCE, last)
            times = (ends[start:stop] - self.firsts[start:stop]).tolist()
            shown = [
                self.order[at : at + min(n, 1 + ALSO)]
                for at, n in zip(self.firsts[start:stop].tolist(), times, strict=True)
            ]
            made = self._made(np.concatenate(shown))
            for own, n in zip(shown, times, strict=True):
                some = [line for line in (next(made) for _ in own) if line is not None]
                if some:
                    yield replace(some[0], times=n - len(own) + len(some), also=tuple(some[1:]))

    def _made(self, some: Numbers) -> Iterator[Line | None]:
        """The lines of some hits, None for one that may not be read any more."""
        hits = self.hits
        with self.collection.catalogue() as database:
            names = [hits.documents[i] for i in np.unique(hits.document[some]).tolist()]
            about = documents.by_id(database, names)
            shown = pages.leaves(database, names, self.request.role)
            around = contexts(database, hits, some, self.view.window)
            for i, words in zip(some.tolist(), around, strict=True):
                document = about.get(hits.documents[hits.document[i]])
                page = int(hits.page[i])
                if (
                    document is None
                    or not may_read(document.access, self.request.role)
                    or (document.id, page) not in shown
                ):
                    yield None
                    continue
                yield Line(
                    about=document,
                    page=page,
                    nth=int(hits.nth[i]),
                    leaves=shown[document.id, page],
                    kind=KINDS[hits.kind[i]],
                    form=form_of(words.match),
                    words=words,
                )


def concordance(collection: Collection, request: Request, view: View | None = None) -> Concordance:
    """All hits of a request as lines, whatever its order, limit and offset.

    A query never raises; what was odd about it is said. One that lights no word has no lines.
    """
    view = view or View()
    engine = engine_of(collection)
    parsed = parse(request.query, language=request.language, all_exact=request.exact)
    subjects = Subjects(collection, engine)
    meant = subjects.meant(parsed.tree, request)
    plain = replace(request, sort=Sort.RELEVANCE, limit=0, offset=0, count_hits=False)
    found = engine.find(meant.tree, plain)
    asked = (collection.path, found.commit, date.today(), meant.tree, repr(plain), view)
    known = _kept.get(asked)
    if known is not None:
        return known
    pages_found = engine.every(meant.tree, request) if leaves(meant.tree) else ()
    with collection.catalogue() as database:
        hits = gathered(database, pages_found, request.role)
        some = _drawn(len(hits), view)
        texts = read(database, hits, some, view.window) if view.reads else None
    placed = _ordered(hits, some, texts, view)
    made = Concordance(
        total=len(hits),
        forms=_counted(texts) if texts is not None and view.group else (),
        understood=explained(parsed.tree),
        diagnostics=(*parsed.diagnostics, *subjects.notes(meant), *said_of(found)),
        complete=not found.limits,
        view=view,
        collection=collection,
        request=request,
        hits=hits,
        order=some[placed],
        firsts=_firsts(texts.said[placed] if texts is not None and view.folded else placed),
    )
    if made.complete:
        _kept.put(asked, made)
    return made


def _drawn(total: int, view: View) -> Numbers:
    """The lines that are shown, by document, page and place: all, or a sample."""
    if view.sample is None or view.sample >= total:
        return np.arange(total)
    drawn = random.Random(view.seed).sample(range(total), view.sample)  # noqa: S311 - no secret
    return np.array(sorted(drawn), np.int64)


def _ordered(hits: Hits, some: Numbers, texts: Texts | None, view: View) -> Numbers:
    """Where in ``some`` the lines stand one after another."""
    keys = [hits.by_reference[some]]
    if view.order is Order.DATE:
        keys.append(hits.by_date[some])
    if texts is not None:
        if view.order in {Order.LEFT, Order.RIGHT}:
            sides = [_places(texts.right), _places(texts.left)]
            keys += [texts.said, *(sides if view.order is Order.LEFT else reversed(sides))]
        if view.group is not None:
            number = {form: i for i, (form, _) in enumerate(_counted(texts))}
            keys.append(np.array([number[form] for form in texts.forms], np.int64)[texts.form])
    return np.lexsort(keys)  # the last key counts first


def _places(keys: Keys) -> Numbers:
    """For each key its place among the different ones."""
    return np.unique(keys, return_inverse=True)[1].reshape(-1)


def _counted(texts: Texts) -> tuple[tuple[str, int], ...]:
    """The forms and how many lines have each: the most frequent first, then by letter."""
    both = zip(texts.forms, texts.counts, strict=True)
    return tuple(sorted(both, key=lambda one: (-one[1], key([one[0]]), one[0])))


def _firsts(said: Numbers) -> Numbers:
    """Where runs of the same number begin."""
    return np.flatnonzero(np.concatenate([[True], said[1:] != said[:-1]])[: len(said)])
