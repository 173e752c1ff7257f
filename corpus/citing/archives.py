"""The table of archives: one archive under its names of all times and languages.

It is the thesaurus's (``corpus/thesaurus/archives.yaml`` and what a collection adds to it).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from corpus.collection import Collection
from corpus.thesaurus import Concept, Role, Thesaurus, Type, usable


@dataclass(frozen=True)
class Archives:
    """The archives that a thesaurus knows; it is loaded when it is first asked for."""

    thesaurus: Callable[[], Thesaurus] | None = None

    def named(self, name: str, language: str) -> str:
        """What an archive is called in a language, short for a short name and in full for others.

        A name that is of that language, or of an archive that is not known, stays as it is, and so
        does one that has no such name.
        """
        concept = self._known.get(_key(name)) if name and self.thesaurus else None
        if concept is None:
            return name
        same = [label for label in concept.labels if _key(label.text) == _key(name)]
        if any(label.lang == language for label in same):
            return name
        wanted = Role.ABBR if any(label.role is Role.ABBR for label in same) else Role.PREF
        own = (x for x in concept.labels if x.lang == language and x.role is wanted)
        return next((label.text for label in own), name)

    def same(self, one: str, other: str) -> bool:
        """Whether two names are of one archive: ГАРФ and ГА РФ are."""
        if _key(one) == _key(other):
            return True
        if not (one and other and self.thesaurus):
            return False
        known = self._known.get(_key(one))
        return known is not None and known is self._known.get(_key(other))

    def city(self, name: str, language: str) -> str:
        """Where an archive has its seat; empty where nobody has said."""
        concept = self._known.get(_key(name)) if name and self.thesaurus else None
        if concept is None or not concept.seat or self.thesaurus is None:
            return ""
        return self.thesaurus().heading(concept.seat, language).text

    @cached_property
    def _known(self) -> dict[str, Concept]:
        """Archives by their names that are no other archive's too."""
        out: dict[str, Concept] = {}
        doubtful = set()
        for concept in self.thesaurus().of_type(Type.ARCHIVE) if self.thesaurus else ():
            for label in concept.labels:
                key = _key(label.text)
                if label.ambiguous or out.setdefault(key, concept) is not concept:
                    doubtful.add(key)
        return {key: concept for key, concept in out.items() if key not in doubtful}


#: no table: every name stays as it is
NO_ARCHIVES = Archives()


def of(collection: Collection) -> Archives:
    """The archives that a collection knows."""
    return Archives(lambda: usable(collection))


def _key(name: str) -> str:
    return re.sub(r"[\s.«»\"]", "", name).casefold()
