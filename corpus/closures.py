"""Terms for which laws close papers, by country (``closures.tsv``), with their sources.

A program is no lawyer: no term holds by itself. An administrator confirms one for the collection,
having read the law; then archivists may say it of a fonds, an opis, a file or a document, where it
runs from the latest possible day of each file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from corpus import choices
from corpus.access import Level
from corpus.catalogue import Database
from corpus.errors import BadUse, NotFound
from corpus.kinds import LANGUAGES
from corpus.labels import label
from corpus.messages import N_
from corpus.rules import Rule
from corpus.tables import rows


@dataclass(frozen=True, slots=True)
class Closure:
    """A term: how far it closes, for how many years (None: no term was found), by which law.

    ``source`` is where that was read on the day ``seen``; ``read`` says whether that was the law
    itself. ``about`` are the words for what it is of, by language.
    """

    name: str
    country: str
    level: Level
    years: int | None
    law: str
    source: str
    seen: dt.date
    read: bool
    about: tuple[str, ...]

    def called(self, language: str) -> str:
        """«личная и семейная тайна (Россия)»."""
        country = label("country", self.country, language)
        return f"{self.about[LANGUAGES.index(language)]} ({country})"

    @property
    def rule(self) -> Rule:
        """The rule that is said by it."""
        return Rule(self.level, basis=self.law, years=self.years)


@cache
def known() -> dict[str, Closure]:
    """The terms of the table, by their names."""
    return {
        name: Closure(
            name,
            country,
            Level(level),
            int(years) if years else None,
            law,
            source,
            dt.date.fromisoformat(seen),
            read == "read",
            tuple(about),
        )
        for name, country, level, years, law, source, seen, read, *about in rows(
            "corpus", "closures.tsv"
        )
    }


def confirmed(database: Database) -> list[Closure]:
    """The terms that hold in the collection."""
    return [one for one in known().values() if choices.chosen(database, _choice(one.name))]


def confirm(database: Database, name: str, *, holds: bool = True) -> None:
    """Let a term hold in the collection, or no longer; what was said by it stands.

    Raises:
        BadUse: nobody has said how many years it is.
        NotFound: there is none with this name.

    """
    if name not in known():
        raise NotFound(
            N_("There is no rule «{name}»."),
            remedy=N_("The rules are {names}."),
            name=name,
            names=", ".join(known()),
        )
    closure = known()[name]
    if holds and closure.years is None:
        raise BadUse(
            N_("No term is known for this rule."),
            remedy=N_("Read the law and say the years yourself, with its name as the basis."),
        )
    value = choices.ON if holds else ""
    choices.choose(database, _choice(name), value, note=f"{closure.years}, {closure.law}")


def named(database: Database, name: str) -> Closure:
    """A term that holds in the collection.

    Raises:
        NotFound: there is none with this name, or nobody has confirmed it.

    """
    found = {one.name: one for one in confirmed(database)}
    if name not in found:
        raise NotFound(
            N_("No rule «{name}» is confirmed in this collection."),
            remedy=N_("An administrator confirms rules; these are: {names}."),
            name=name,
            names=", ".join(found) or "–",
        )
    return found[name]


def _choice(name: str) -> str:
    return f"closure:{name}"
