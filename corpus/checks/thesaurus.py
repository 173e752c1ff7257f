"""The thesaurus: what a collection adds to it can be read and fits what is there."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.checks.finding import Finding, Part
from corpus.collection import THESAURUS, Collection
from corpus.messages import N_, Message
from corpus.thesaurus import BadThesaurus, load
from corpus.thesaurus.checking import problems


def check_thesaurus(collection: Collection) -> Iterator[Finding]:
    """What is wrong with the thesaurus of a collection. Only whoever wrote it can mend it."""
    try:
        thesaurus = load(collection)
    except BadThesaurus as error:
        yield Finding(Part.THESAURUS, error.what, error.remedy)
        return
    remedy = Message(N_("Correct «{file}»."), {"file": collection.path / THESAURUS})
    for problem in problems(thesaurus):
        yield Finding(Part.THESAURUS, problem, remedy)
