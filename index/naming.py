"""Names on pages as the index keeps them: found by the thesaurus of a collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.collection import Collection
from corpus.headings import kind_of
from corpus.thesaurus import is_readable, usable

if TYPE_CHECKING:
    from corpus.dates import UncertainDate
    from corpus.reading import Reading
    from index.names import Finder, Mention

_finders: dict[str, Finder] = {}


def fingerprint(collection: Collection) -> str:
    """By which rules and thesaurus names are found: where it changes, others would be."""
    from index.names.mention import VERSION  # a search need not load what finds names

    return f"{VERSION} {usable(collection).digest}"


def names_fit(collection: Collection, names: str) -> bool:
    """Whether an index by whose :func:`fingerprint` names were found need not be built anew.

    A thesaurus that cannot be read changes nothing: somebody will mend it.
    """
    return names == fingerprint(collection) or not is_readable(collection)


class Naming:
    """Finds the names on pages of a collection, with the model too where that is installed."""

    def __init__(self, collection: Collection) -> None:
        from index.names import Finder
        from index.names.model import is_installed

        thesaurus = usable(collection)
        if thesaurus.digest not in _finders:  # it takes a moment to make one
            _finders.clear()
            _finders[thesaurus.digest] = Finder(thesaurus, guess=is_installed())
        self._thesaurus, self._finder = thesaurus, _finders[thesaurus.digest]

    def values(
        self, reading: Reading, when: UncertainDate | None = None
    ) -> dict[str, tuple[str, ...]]:
        """The values of the facets of names on a page of a document of such a date."""
        from index.names import values

        return values(self._finder.find(reading, when))

    def mentions(self, reading: Reading, when: UncertainDate | None = None) -> tuple[Mention, ...]:
        """The names on a page of a document of such a date, with their places."""
        return self._finder.find(reading, when)

    def kind(self, reading: Reading) -> str:
        """The kind of document that a page's heading names, empty where it names none."""
        return kind_of(reading, self._thesaurus)
