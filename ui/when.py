"""Dates as readers write them: «17.09.1931», «1931–1935», «около 1931», from EDTF."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from corpus.dates import UncertainDate
from corpus.messages import N_
from ui.i18n import Translator

if TYPE_CHECKING:  # a command's help need not load the catalogue
    from corpus.documents import Document


def in_words(edtf: str, words: Translator) -> str:
    """Return an EDTF date (level 1) in the reader's words; an empty one is «undated»."""
    _ = words.gettext
    first, slash, last = edtf.partition("/")
    if not edtf:
        return _("undated")
    if not slash:
        return _one(first, words)
    if first in {"", ".."}:
        return _("not later than {date}").format(date=_one(last, words))
    if last in {"", ".."}:
        return _("not earlier than {date}").format(date=_one(first, words))
    return f"{_one(first, words)}–{_one(last, words)}"


#: the wholes by the names of their tables, as something that stands in one inherits their dates
_WITHIN = {
    "files": N_("in a file of {date} (inherited)"),
    "opis": N_("in an opis of {date} (inherited)"),
    "fonds": N_("in a fonds of {date} (inherited)"),
}


def in_whole(place: str, dated: UncertainDate, words: Translator) -> str:
    """«в описи с датами 1931–1935 (унаследовано)»."""
    return words.gettext(_WITHIN[place]).format(date=in_words(dated.edtf, words))


def within(document: Document, words: Translator) -> str:
    """When a document is from as the whole tells it in which it stands; empty: it says itself."""
    whole = document.inherited
    return in_whole(*whole, words) if whole else ""


def meaning(dated: UncertainDate, words: Translator) -> str:
    """What a date means, in words and with its first and last day."""
    first, last = (a_day(day, words) if day else "…" for day in (dated.earliest, dated.latest))
    said = in_words(dated.edtf, words)
    if first == last:
        return said if said == first else f"{said} ({first})"
    return f"{said} ({first} – {last})"


def a_day(day: date, words: Translator) -> str:
    """«17.09.1931»."""
    return in_words(day.isoformat(), words)


def moment(at: str, words: Translator) -> str:
    """«28.11.2026, 10:15» by this machine's clock, from a time as the catalogue writes it (UTC)."""
    here = datetime.fromisoformat(at).astimezone()
    return f"{a_day(here.date(), words)}, {here:%H:%M}"


def _one(day: str, words: Translator) -> str:
    _ = words.gettext
    m = re.fullmatch(r"([\dX]{4})(?:-([\dX]{2}))?(?:-([\dX]{2}))?([~?%]?)", day)
    if m is None:
        return day
    year, month, number, doubt = m.groups()
    if year.endswith("X") and not year.endswith("XX"):
        written = _("the {decade}s").format(decade=f"{year[:3]}0")
    else:
        known = [part for part in (number, month, year) if part and part != "XX"]
        written = ".".join(known)
    if doubt in {"~", "%"}:
        written = _("about {date}").format(date=written)
    return f"{written} (?)" if doubt in {"?", "%"} else written
