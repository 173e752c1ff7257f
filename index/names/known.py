"""Persons that somebody has confirmed: headings of the thesaurus under which names are listed."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.thesaurus import Thesaurus, Type
from corpus.thesaurus.concepts import key
from index.names.person import candidate


class Persons:
    """The persons of a thesaurus by their names, whole and with initials."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._named: dict[str, set[str]] = {}
        self._short: dict[str, set[str]] = {}
        for concept in thesaurus.of_type(Type.PERSON):
            for label in concept.labels:
                self._named.setdefault(key(label.text), set()).add(concept.id)
                self._short.setdefault(key(candidate(label.text)), set()).add(concept.id)

    def meant(self, headings: Iterable[str]) -> tuple[str, ...]:
        """The ids of those that the headings of a name may mean; none where two bear one name.

        «Иванов С. Н.» is the only Сергей Николаевич Иванов that is known; Семён Никитич is not he,
        but may be the one who is known by initials.
        """
        if not self._named:
            return ()
        found = (self._one(heading) for heading in headings)
        return tuple(dict.fromkeys(filter(None, found)))

    def called(self, short: str) -> tuple[str, ...]:
        """The ids of those who are called so, by surname or by surname and initials."""
        begins = key(short) + " "
        return tuple(
            id
            for name, ids in self._short.items()
            if name == key(short) or name.startswith(begins)
            for id in sorted(ids)
        )

    def _one(self, heading: str) -> str:
        short = candidate(heading)
        own = self._named.get(key(heading))
        if own is None:
            whole = key(short) != key(heading)
            own = (self._named if whole else self._short).get(key(short), set())
        return next(iter(own)) if len(own) == 1 else ""
