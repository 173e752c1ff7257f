"""Days and dates as the catalogue keeps them: ISO 8601, and a column for each part of a date."""

from __future__ import annotations

import datetime as dt
from sqlite3 import Row

from corpus.dates import Meaning, UncertainDate

#: the columns of a date, in the order of :func:`date_columns`
DATE_COLUMNS = ("date", "earliest", "latest", "date_meaning", "date_words")


def iso(day: dt.date | None) -> str | None:
    """A day as text."""
    return day.isoformat() if day else None


def day_of(text: str | None) -> dt.date | None:
    """Read what :func:`iso` wrote."""
    return dt.date.fromisoformat(text) if text else None


def date_columns(date: UncertainDate | None) -> tuple[str | None, ...]:
    """The values of :data:`DATE_COLUMNS`."""
    if date is None:
        return ("", None, None, Meaning.EXTENT, "")
    return (date.edtf, iso(date.earliest), iso(date.latest), date.meaning, date.words)


def stored_date(row: Row, prefix: str = "") -> UncertainDate | None:
    """Read what :func:`date_columns` wrote, from columns whose names begin with ``prefix``."""
    edtf, earliest, latest, meaning, words = (row[prefix + name] for name in DATE_COLUMNS)
    if not edtf:
        return None
    return UncertainDate(edtf, day_of(earliest), day_of(latest), Meaning(meaning), words)
