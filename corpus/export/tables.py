"""Tables: CSV and XLSX, a row for each excerpt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from corpus.export.excerpt import About, Excerpt
from corpus.harmless import one_line
from corpus.labels import label
from corpus.messages import N_
from corpus.reading import Source
from corpus.sheets import Row, Value, csv_rows, xlsx_rows


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its head, its value, whether only pages have it and whether it is wide."""

    head: str
    value: Callable[[Excerpt, About], Value]
    of_pages: bool = False
    wide: bool = False


def csv_table(excerpts: Iterable[Excerpt], about: About) -> Iterator[bytes]:
    """The table as CSV."""
    columns, excerpts = _columns(excerpts)
    return csv_rows(_head(columns, about), _rows(columns, excerpts, about))


def xlsx_table(excerpts: Iterable[Excerpt], about: About) -> Iterator[bytes]:
    """The table as a workbook."""
    columns, excerpts = _columns(excerpts)
    wide = [column.wide for column in columns]
    return xlsx_rows(_head(columns, about), _rows(columns, excerpts, about), wide)


def _columns(excerpts: Iterable[Excerpt]) -> tuple[Sequence[_Column], Iterable[Excerpt]]:
    """The columns that the excerpts have, and the excerpts."""
    rest = iter(excerpts)
    first = list(islice(rest, 1))
    with_pages = any(excerpt.page for excerpt in first)
    return [c for c in COLUMNS if with_pages or not c.of_pages], chain(first, rest)


def _head(columns: Sequence[_Column], about: About) -> list[str]:
    return [about.translate(column.head) for column in columns]


def _rows(columns: Sequence[_Column], excerpts: Iterable[Excerpt], about: About) -> Iterator[Row]:
    for excerpt in excerpts:
        yield [column.value(excerpt, about) for column in columns]


def _kind(excerpt: Excerpt, about: About) -> Value:
    return label("kind", excerpt.document.description.kind, about.language)


def _languages(excerpt: Excerpt, about: About) -> Value:
    spoken = (excerpt.language,) if excerpt.language else excerpt.document.description.languages
    return ", ".join(label("language", code, about.language) for code in spoken)


def _source(excerpt: Excerpt, about: About) -> Value:
    source = excerpt.reading.source if excerpt.reading else Source.UNREAD
    return label("text_source", source, about.language)


def _date_words(excerpt: Excerpt, _about: About) -> Value:
    date = excerpt.document.description.date
    return date.words if date else ""


def _confidence(excerpt: Excerpt, _about: About) -> Value:
    sure = excerpt.reading.confidence if excerpt.reading else None
    return None if sure is None else round(sure, 3)


COLUMNS = (
    _Column(N_("reference"), lambda e, _: str(e.document.description.reference), wide=True),
    _Column(N_("title"), lambda e, _: e.document.description.title or e.document.source_name,
            wide=True),
    _Column(N_("kind"), _kind),
    _Column(N_("date"), lambda e, _: str(e.document.description.date or "")),
    _Column(N_("date in words"), _date_words),
    _Column(N_("author"), lambda e, _: e.document.description.author),
    _Column(N_("addressee"), lambda e, _: e.document.description.addressee),
    _Column(N_("language"), _languages),
    _Column(N_("pages"), lambda e, _: None if e.page else e.document.pages),
    _Column(N_("leaves"), lambda e, _: ", ".join(map(str, e.page.leaves)) if e.page else "", True),
    _Column(N_("page"), lambda e, _: e.page.number if e.page else None, True),
    _Column(N_("found"), lambda e, _: "; ".join(map(one_line, e.found)), True),
    _Column(N_("text"), lambda e, _: e.text, True, wide=True),
    _Column(N_("origin of the text"), _source, True),
    _Column(N_("confidence"), _confidence, True),
    _Column(N_("citation"), lambda e, about: about.cited(e),
            wide=True),
    _Column(N_("document"), lambda e, _: e.document.id),
)  # fmt: skip
