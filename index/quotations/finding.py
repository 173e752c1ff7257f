"""Find where a quotation stands: candidates from the engine, then word beside word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus import documents, pages
from corpus.access import Role, may_read
from corpus.catalogue import Database
from corpus.collection import Collection
from corpus.reading import Reading
from corpus.reading import Source as TextSource
from index.analysis.language import language, word_languages
from index.analysis.positions import LANGUAGES
from index.answer import Request
from index.engine import Engine, NearPage
from index.query.expand import word_terms
from index.quotations.alignment import Alignment, places
from index.quotations.grading import Judgement
from index.quotations.match import Match
from index.quotations.quotation import Quotation, read
from index.quotations.source import Source
from index.searching import engine_of

#: pages that are looked at for each stretch of a quotation
PAGES = 16
#: matches that are given
MOST = 10
#: A place is one of the quotation if its score is this share of the quotation's words …
SHARE = 0.6
#: … or this, which no formula has
LONG = 20.0
#: of a quotation of fewer words than this one word in four may be missing
SHORT = 8
#: what scores less than this share of the best place is left out
BESIDE = 0.6
#: A place this near to the end of a page (words) may go on over it.
EDGE = 16
#: A word this near to it may be half of one, the numbers of pages between them.
DIVIDED = 3


def find_quotation(
    collection: Collection, text: str, role: Role = Role.PUBLIC, *, most: int = MOST
) -> tuple[Match, ...]:
    """Where a quotation stands on pages that ``role`` may read, best first; none where nowhere.

    Raises:
        BadUse: the text has no word, or is longer than a quotation.

    """
    quotation = read(text)
    near = candidates(engine_of(collection), quotation, role)
    with collection.catalogue() as database:
        about = documents.by_id(database, list(dict.fromkeys(page.document for page in near)))
        matches = [
            match
            for document, numbers in _runs(near)
            # It may have been closed since the index was written.
            if document in about and may_read(about[document].access, role)
            for match in _in_document(database, quotation, document, numbers, role, most)
        ]
    best = max((match.score for match in matches), default=0.0)
    matches = [match for match in matches if match.score >= BESIDE * best]
    return tuple(sorted(matches, key=lambda m: (-round(m.score, 3), m.document, m.page))[:most])


def candidates(engine: Engine, quotation: Quotation, role: Role) -> Sequence[NearPage]:
    """The pages that the engine thinks likeliest, for each stretch of the quotation."""
    written = [
        quotation.text[word.start : word.end] for word in quotation.words if not word.optional
    ]
    languages = _languages(written, quotation.text)
    terms = [word_terms(word, language=code) for word, code in zip(written, languages, strict=True)]
    return engine.near(terms, Request(role=role), PAGES)


def _languages(words: Sequence[str], text: str) -> list[str | None]:
    """The language of each word, None where it may be any of those that its letters allow."""
    code = language(text) if len(words) >= SHORT else None
    if code not in LANGUAGES:
        return [None] * len(words)
    return [own if own in LANGUAGES else None for own in word_languages(words, code)]


def _runs(near: Sequence[NearPage]) -> Iterator[tuple[str, range]]:
    """Pages that follow one another in a document, those with the likeliest page first."""
    left = {(page.document, page.number) for page in near}
    for page in near:
        if (page.document, page.number) in left:
            first, last = page.number, page.number
            while (page.document, first - 1) in left:
                first -= 1
            while (page.document, last + 1) in left:
                last += 1
            left -= {(page.document, number) for number in range(first, last + 1)}
            yield page.document, range(first, last + 1)


def _in_document(
    database: Database,
    quotation: Quotation,
    document: str,
    numbers: range,
    role: Role,
    most: int,
) -> Iterator[Match]:
    """The places of a quotation on neighbouring pages of a document and those it goes on to."""
    readings: dict[int, Reading] = {}
    for number in numbers:
        _read(database, document, number, role, readings)
    if not readings:
        return
    source = Source(document, readings)
    found = _places(quotation, source, most)
    while found and (beyond := _beyond(quotation, source, found[0])):
        if not any([_read(database, document, number, role, readings) for number in beyond]):
            break
        source = Source(document, readings)
        found = _places(quotation, source, most)
    for alignment in found:
        judgement = Judgement(quotation, source, alignment)
        if _stands(quotation, alignment, judgement):
            yield _match(database, source, alignment, judgement)


def _read(
    database: Database, document: str, number: int, role: Role, readings: dict[int, Reading]
) -> bool:
    """Add the reading of a page that the role may read if it is not there yet."""
    page = pages.at(database, document, number) if number > 0 else None
    if page is None or page.reading is None or number in readings or not page.open_to(role):
        return False
    readings[number] = pages.reading(database, page.reading)
    return True


def _places(quotation: Quotation, source: Source, most: int) -> list[Alignment]:
    theirs = [word.form for word in source.words]
    return places(quotation.words, theirs, _least(quotation) / 2, most)


def _beyond(quotation: Quotation, source: Source, alignment: Alignment) -> list[int]:
    """The numbers of pages before and behind on which the rest of the quotation may stand.

    What is left may be half a word: «переселенцы» where «спецпереселенцы» is quoted.
    """
    mine = [i for pair in alignment.pairs if pair.theirs for i in pair.mine]
    first, last = min(source.readings), max(source.readings)
    out = []
    if alignment.theirs.start < (mine[0] + EDGE if mine[0] else DIVIDED):
        out.append(first - 1)
    behind = len(quotation.words) - 1 - mine[-1]
    left = len(source.words) - alignment.theirs.stop
    if left < (behind + EDGE if behind else DIVIDED):
        out.append(last + 1)
    return out


def _least(quotation: Quotation) -> float:
    """The score from which on a place is one of the quotation."""
    return min(LONG, SHARE * sum(not word.optional for word in quotation.words))


def _stands(quotation: Quotation, alignment: Alignment, judgement: Judgement) -> bool:
    """Whether enough of a quotation stands at a place to call it one of the quotation."""
    words = sum(not word.optional for word in quotation.words)
    if words < SHORT and words - judgement.standing > words // 4:
        return False
    return judgement.standing > 0 and alignment.score >= _least(quotation)


def _match(database: Database, source: Source, alignment: Alignment, judgement: Judgement) -> Match:
    stretches = judgement.stretches
    numbers = dict.fromkeys(stretch.page for stretch in stretches)
    own = [page for n in numbers if (page := pages.at(database, source.document, n))]
    return Match(
        document=source.document,
        page=stretches[0].page,
        leaves=tuple(dict.fromkeys(leaf for page in own for leaf in page.leaves)),
        grade=judgement.grade,
        similarity=round(judgement.similarity, 4),
        found=judgement.found,
        differences=judgement.differences,
        stretches=stretches,
        ocr=any(source.readings[s.page].source is TextSource.OCR for s in stretches),
        score=alignment.score,
    )
