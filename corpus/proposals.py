"""What the first pages of a document say of it: title, kind, date, place of writing, reference.

These are proposals with their place in the reading, made anew whenever somebody looks and kept
nowhere: a figure that OCR has read is no fact. They never override what a person said, so nothing
is proposed where the description speaks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from corpus import headings
from corpus.dates import FoundDate, find_dates
from corpus.description import Description
from corpus.errors import BadReference
from corpus.headings import HEAD, Line, lines
from corpus.reading import Reading
from corpus.reference import parse_reference
from corpus.tables import rows
from corpus.thesaurus import Thesaurus, load

#: pages from the first that are looked at
PAGES = 2
#: lines that a heading may have, and characters of a line in which place and date stand alone
_TITLE_LINES = 4
_SHORT = 70


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a key of a description, and the half-open code point range it stands in.

    ``value`` is as a sidecar would have it (a date in EDTF); ``words`` are those of the page.
    ``confidence`` (0..1) is how sure the OCR was of the one of these words of which it was least
    sure; None where nobody measured it.
    """

    key: str
    value: str
    words: str
    start: int
    end: int
    confidence: float | None = None


def proposals(
    reading: Reading, said: Description, thesaurus: Thesaurus | None = None
) -> tuple[Proposal, ...]:
    """Propose what a page says of its document and ``said`` does not, in the order of the keys.

    ``thesaurus`` has the kinds of document, that which is shipped where none is given.
    """
    text = reading.text
    head = [*lines(text)][:HEAD]
    title, kind = _title(reading, head, thesaurus or load())
    found = {
        "title": None if said.title else title,
        "kind": None if said.kind else kind,
        "date": None if said.date else _date(text, head),
        "place": _place(head),
        "reference": None if said.reference else _reference(head),
    }
    return tuple(_measured(one, reading) for one in found.values() if one)


def _measured(one: Proposal, reading: Reading) -> Proposal:
    """A proposal with the confidence of the words that it stands in."""
    words = (reading.words[n] for n in reading.words_in(one.start, one.end))
    known = [word.confidence for word in words if word.confidence is not None]
    return replace(one, confidence=min(known)) if known else one


def _title(
    reading: Reading, head: list[Line], thesaurus: Thesaurus
) -> tuple[Proposal | None, Proposal | None]:
    """«ПРИКАЗ № 15 по Карагандинскому ИТЛ»: from the line of the kind to the end of the heading."""
    text = reading.text
    found = headings.named(reading, head, thesaurus)
    if found is None:
        return None, None
    line = last = head[found.line]
    for other in head[found.line + 1 : found.line + _TITLE_LINES]:
        blank = "\n\n" in text[last.end : other.start].replace(" ", "")
        if blank or last.text.endswith((".", ":", ";")) or _stands_alone(other):
            break
        last = other
    words = text[line.start : last.end]
    kind = text[found.start : found.end]
    leads = found.start == line.start
    heading = _joined(words, found.end - line.start) if leads else " ".join(words.split())
    return (
        Proposal("title", heading, words, line.start, last.end),
        Proposal("kind", found.kind, kind, found.start, found.end),
    )


def _joined(words: str, kind_end: int) -> str:
    """The heading on one line, its kind as a word: «П Р И К А З № 15» is «Приказ № 15»."""
    kind = words[:kind_end]
    apart = re.fullmatch(r"\w(?:\s\w)+", kind)
    kind = (kind.replace(" ", "") if apart else kind).capitalize()
    return " ".join((kind + words[kind_end:]).split())


def _stands_alone(line: Line) -> bool:
    """Whether a line is that of date and place: «гор. Караганда    17 сентября 1931 г.»."""
    if re.match(r"(?:от|№)\s", line.text.casefold()):
        return False
    return bool(_place([line])) or any(len(d.date.edtf) == 10 and d.start == 0
                                       for d in find_dates(line.text))  # fmt: skip


def _date(text: str, head: list[Line]) -> Proposal | None:
    """The first day in the head, else the last one of the page: letters are dated below."""
    top = text[: head[-1].end] if head else ""
    days = [found for found in find_dates(top) if _is_day(found)]
    if not days and len(text) > len(top):
        days = [found for found in find_dates(text) if _is_day(found)][-1:]
    if not days:
        return None
    start, end, date = days[0]
    return Proposal("date", date.edtf, text[start:end], start, end)


def _is_day(found: FoundDate) -> bool:
    return len(found.date.edtf) == len("1931-09-17")


@cache
def _places() -> tuple[re.Pattern[str], ...]:
    name = r"[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+(?:-[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+)*"
    words: dict[str, list[str]] = {"before": [], "behind": []}
    for word, _, stands, _ in rows("corpus", "place_words.tsv"):
        words[stands].append(re.escape(word) + ("" if word.endswith(".") else r"(?!\w)"))
    before, behind = ("|".join(words[stands]) for stands in ("before", "behind"))
    return (
        # «1931 г. Караганда» has a year before «г.»
        re.compile(rf"(?<![\w.])(?<!\d )(?i:{before})\s*({name})(?!\w)"),
        re.compile(rf"(?<!\w)({name})\s+(?i:{behind})"),
    )


def _place(head: list[Line]) -> Proposal | None:
    """The place that stands in a short line of the head, often with the date beside it."""
    for line in head:
        if len(" ".join(line.text.split())) <= _SHORT:
            for pattern in _places():
                if m := pattern.search(line.text):
                    start, end = (line.start + at for at in m.span())
                    return Proposal("place", m[1], m[0], start, end)
    return None


def _reference(head: list[Line]) -> Proposal | None:
    """A line that names fonds and file, as archives stamp it."""
    for line in head:
        try:
            found = parse_reference(line.text)
        except BadReference:
            continue
        if found and found.fonds and found.file:
            return Proposal("reference", str(found), line.text, line.start, line.end)
    return None
