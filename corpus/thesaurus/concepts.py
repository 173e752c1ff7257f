"""A concept of the thesaurus and what it is called.

The model is SKOS's (W3C, 2009): a concept has labels in several languages, broader and related
concepts. Beside that a label says when it was the official name and what it rests on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from corpus.date_words import level_1
from corpus.dates import UncertainDate, parse_date
from corpus.errors import BadUse
from corpus.kinds import LANGUAGES
from corpus.messages import N_

#: the basis of what nobody has checked
UNCHECKED = "general"

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_REMEDY = N_("What the thesaurus may say is in docs/thesaurus.md.")


class BadThesaurus(BadUse):
    """A concept, a label or a source that cannot be one."""


def wrong(what: str, **values: object) -> BadThesaurus:
    """The error that ``what`` is wrong in the thesaurus."""
    return BadThesaurus(what, remedy=_REMEDY, **values)


class Type(StrEnum):
    """What sort of thing a concept is."""

    CAMP = "camp"
    AGENCY = "agency"
    ORGANISATION = "organisation"
    ARCHIVE = "archive"
    PLACE = "place"
    PERSON = "person"
    CATEGORY = "category"  # of people
    TERM = "term"
    DOCUMENT = "document"  # a kind of document
    PERIODICAL = "periodical"  # the title of one


class Role(StrEnum):
    """What a label is to its concept."""

    PREF = "pref"  # its heading, one a language
    ALT = "alt"
    ABBR = "abbr"  # an abbreviation: stands for the concept in its written case only
    FORMER = "former"  # an earlier official name


@dataclass(frozen=True, slots=True)
class Source:
    """Something that names and dates rest on; ``id`` is the ``basis`` of these."""

    id: str
    title: str
    address: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", self.id) or not self.title:
            raise wrong(N_("«{id}» is no source with a title."), id=self.id)


@dataclass(frozen=True, slots=True)
class Label:
    """A name of a concept in one language (ru, kk, ky, en).

    ``basis`` is the id of a source. ``dates`` (EDTF, empty where nothing is known) say when it was
    the official name. An ``ambiguous`` label also means other things.
    """

    lang: str
    role: Role
    text: str
    basis: str = UNCHECKED
    dates: str = ""
    ambiguous: bool = False

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise wrong(N_("«{language}» is not a language of names."), language=self.lang)
        if not self.text.strip() or self.text != " ".join(self.text.split()):
            raise wrong(N_("«{name}» is not a name."), name=self.text)
        _check_dates(self.dates)

    @property
    def is_checked(self) -> bool:
        """Whether the name rests on something."""
        return self.basis != UNCHECKED

    @property
    def span(self) -> UncertainDate | None:
        """When it was the official name."""
        return parse_date(self.dates) if self.dates else None

    @property
    def key(self) -> str:
        """What two labels have in common that people would call the same."""
        return key(self.text)


@dataclass(frozen=True, slots=True)
class OtherDates:
    """Dates of a concept (EDTF) that compete with the others, and what they rest on."""

    dates: str
    basis: str = UNCHECKED
    note: str = ""

    def __post_init__(self) -> None:
        if not self.dates:
            raise wrong(N_("Other dates of a concept are missing."))
        _check_dates(self.dates)


@dataclass(frozen=True)
class Concept:
    """One thing, whatever it is called.

    ``id`` is stable and never used again. ``dates`` (EDTF) are its life span and ``dates_basis``
    the source of these; others say something else in ``other_dates``. ``broader``, ``related`` and
    ``seat`` (a place) are ids. ``geo`` is latitude and longitude in degrees, for a map only, and
    ``geo_basis`` the source of these.
    ``ambiguous`` says why some of its labels also mean other things. A concept that was given up
    keeps its id and names the one to use in ``replaced_by``.
    """

    id: str
    type: Type
    dates: str = ""
    dates_basis: str = UNCHECKED
    other_dates: tuple[OtherDates, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    seat: str = ""
    geo: tuple[float, float] | None = None
    geo_basis: str = UNCHECKED
    ambiguous: str = ""
    note: str = ""
    replaced_by: str = ""
    labels: tuple[Label, ...] = field(default=())

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise wrong(N_("«{id}» is not an id like place-astana."), id=self.id)
        if not self.labels and not self.replaced_by:
            raise wrong(N_("«{id}» has no name."), id=self.id)
        if self.geo and not (abs(self.geo[0]) <= 90 and abs(self.geo[1]) <= 180):
            raise wrong(N_("«{id}» lies nowhere on earth."), id=self.id)
        _check_dates(self.dates)

    @cached_property
    def span(self) -> UncertainDate | None:
        """The life span, from the earliest to the latest of all dates that are given.

        An end that any of them leaves open is open.
        """
        spans = [parse_date(d) for d in (self.dates, *(o.dates for o in self.other_dates)) if d]
        if not spans:
            return None
        first = min((s.earliest for s in spans if s.earliest), default=None)
        last = max((s.latest for s in spans if s.latest), default=None)
        first = None if any(s.earliest is None for s in spans) else first
        last = None if any(s.latest is None for s in spans) else last
        return UncertainDate(self.dates, first, last)


def key(text: str) -> str:
    """A name as it is compared: without case, ё, and quotation marks."""
    return " ".join(re.sub(r"[«»„“”\"]", " ", text).casefold().replace("ё", "е").split())


def _check_dates(dates: str) -> None:
    if dates and level_1(dates) != dates:
        raise wrong(N_("«{date}» is not an EDTF date."), date=dates)
