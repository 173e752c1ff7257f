"""Checking the index against the catalogue: every readable page once, as it is, and nothing else.

Pages are compared by what the index keeps beside their terms (:class:`index.embedded.schema.Facts`:
the layer that was indexed, access, dates, facets), so that a page cannot be found by whom it is
closed to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus import documents, pages
from corpus.catalogue import Database
from corpus.checks.finding import Finding, Part
from corpus.collection import Collection
from corpus.messages import N_, Message
from corpus.pages import Page
from corpus.reading import Reading
from index.analysis.overhang import PageWords
from index.answer import NAMED
from index.embedded.facts import Facts
from index.embedded.holding import writing
from index.indexed import facts
from index.keeping import Progress, keeping, update
from index.naming import names_fit

#: facets that only the reading tells
_OF_READING = frozenset({"language", "quality", "found_kind", "unconfirmed", *NAMED})
_ANEW = N_("Build it anew: opis index build")
_BEHIND = N_("{count} pages have changed since the index was written.")
_RENAMED = N_("The thesaurus has changed since names were found by it.")
_CATCH_UP = N_("The next opis add, also one without a path, brings the index up to date.")


def check_index(
    collection: Collection, *, repair: bool = False, progress: Progress | None = None
) -> list[Finding]:
    """What is wrong with the index; ``repair`` brings it up to date, or builds it anew."""
    found = _faults(collection)
    if not (found and repair):
        return found
    if all(finding.what.template in {_BEHIND, _RENAMED} for finding in found):
        update(collection, progress)
        return [replace(finding, mended=not _faults(collection)) for finding in found]
    for mend in keeping(collection).REPAIRS:
        mend(collection, progress)
        if not _faults(collection):
            return [replace(finding, mended=True) for finding in found]
    return found


def _faults(collection: Collection) -> list[Finding]:
    kept = keeping(collection)
    with writing(collection.index):  # nobody else commits meanwhile
        try:
            held = kept.held(collection)
        except Exception as reason:  # whatever comes of damaged files or servers; it is told
            why = f"{type(reason).__name__}: {reason}"
            return [_finding(N_("The index cannot be read ({reason})."), reason=why)]
        if held is None:
            foreign = kept.info(collection).foreign
            return [
                _finding(
                    N_("The index was made by another version of Opis.")
                    if foreign
                    else N_("The collection has no index yet.")
                )
            ]
    renamed = [] if names_fit(collection, held.names) else [_finding(_RENAMED)]
    with collection.catalogue() as database:
        return _against(database, held.serial, held.stored) + renamed


def _against(database: Database, serial: int, stored: Sequence[Facts]) -> list[Finding]:
    """Compare what the index holds up to ``serial`` with the catalogue."""
    everything = pages.changed_since(database, 0)
    newer = {page.id for page in everything if page.changed > serial}
    about = documents.by_id(database, sorted({page.document for page in everything}))
    due = {
        p.id: p
        for p in everything
        if p.id not in newer and _is_searchable(p) and p.document in about
    }
    times = Counter(fact.key for fact in stored if fact.key not in newer)
    wrong = [
        fact.key
        for fact in stored
        if fact.key in due and _kept(fact) != _expected(due[fact.key], about)
    ]
    counts = {
        N_("{count} pages that were read are not in the index."): len(due.keys() - times.keys()),
        N_("{count} pages in the index are gone or not read."): len(times.keys() - due.keys()),
        N_("{count} pages are in the index more than once."): sum(n > 1 for n in times.values()),
        N_("{count} pages are in the index as they were, not as they are."): len(wrong),
        _BEHIND: len(newer),
    }
    return [_finding(what, count=count) for what, count in counts.items() if count]


def _is_searchable(page: Page) -> bool:
    return page.state == "read" and page.reading is not None


def _expected(page: Page, about: Mapping[str, documents.Document]) -> Facts:
    empty = PageWords(Reading("", source=page.source), ())
    return _kept(facts(page, about[page.document], empty, {}))


def _kept(fact: Facts) -> Facts:
    """Facts without what only the reading tells: the same layer has the same."""
    facets = {name: own for name, own in fact.facets.items() if name not in _OF_READING}
    return replace(fact, words=0, facets=facets)


def _finding(what: str, **values: object) -> Finding:
    remedy = _CATCH_UP if what in {_BEHIND, _RENAMED} else _ANEW
    return Finding(Part.INDEX, Message(what, values), Message(remedy))
