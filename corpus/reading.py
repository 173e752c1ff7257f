"""The text of a page with the place of every word on its image.

A reading keeps what is on the paper: NFC, line ends and line-end hyphens as they stand. Offsets
are half-open ranges of Unicode code points into :attr:`Reading.text`. A place is a
:data:`Quad`: four points clockwise from the word's top left, in fractions (0..1) of the displayed
page, that is after the page's rotation and crop box.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]

#: A quad is stored in whole numbers of this part of the page: 0.1 mm on a page of one metre.
GRID = 10_000
#: A language has its place on a page from this share of the page's letters on.
LANGUAGE_SHARE = 0.15
#: hyphen, soft hyphen, Unicode hyphens, not sign (what OCR makes of a soft hyphen)
HYPHENS = "-\u00ad\u2010\u2011\u00ac"
#: of them those that are no word's own
SOFT = "\u00ad\u00ac"


class Source(StrEnum):
    """Where the text of a page comes from."""

    OCR = "ocr"
    TEXT_LAYER = "text-layer"
    TEXT = "text"
    IMPORTED = "imported"
    CORRECTED = "corrected"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a reading; one that a line end divides has one quad for each part.

    ``quads`` is empty where there is no image; ``confidence`` is 0..1 or None where nobody
    measured it. ``alternatives`` are what else the word may be, the likeliest first: a second
    look of the OCR that differed. One may hold a space, where it saw several words. ``earlier`` is
    what stood there before a person corrected it; it is not stored with the reading but follows
    from the layers (:func:`corpus.corrections.with_earlier`).
    """

    start: int
    end: int
    quads: tuple[Quad, ...] = ()
    confidence: float | None = None
    alternatives: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"word range {self.start}:{self.end}")
        if not all(unicodedata.is_normalized("NFC", text) for text in self.alternatives):
            raise ValueError("an alternative is NFC")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a reading, its line feed excluded, and the language it is in («ru», «kk» …).

    What stands ``apart`` is no part of the text: the number of the page or the leaf.
    """

    start: int
    end: int
    language: str | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One layer of a page's text. ``reason`` says why this source was taken."""

    text: str
    words: tuple[Word, ...] = ()
    lines: tuple[Line, ...] = ()
    source: Source = Source.TEXT
    engine: str = ""
    confidence: float | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if not unicodedata.is_normalized("NFC", self.text):
            raise ValueError("a reading is NFC")
        self.text.encode()  # half a character (a surrogate) is a UnicodeEncodeError, a ValueError
        if self.words and self.words[-1].end > len(self.text):
            raise ValueError("a word ends behind the text")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have their place on the page, that of most letters first."""
        letters: Counter[str] = Counter()
        for line in self.lines:
            if line.language:
                letters[line.language] += sum(map(str.isalpha, self.text[line.start : line.end]))
        total = sum(letters.values())
        return tuple(lang for lang, n in letters.most_common() if n >= LANGUAGE_SHARE * total and n)

    @property
    def language(self) -> str | None:
        """The language that most letters of the page are in."""
        return next(iter(self.languages), None)

    def words_in(self, start: int, end: int) -> list[int]:
        """Indices of the words that share a code point with ``start:end``."""
        return [i for i, w in enumerate(self.words) if w.start < end and w.end > start]

    def turned(self, degrees: int) -> Reading:
        """The same with the places of its words on a page turned by 0, 90, 180 or 270 degrees.

        Clockwise; the corners of a word stay in their order, from its own top left.
        """
        if not degrees:
            return self
        words = (
            replace(word, quads=tuple(_turned_quad(quad, degrees) for quad in word.quads))
            for word in self.words
        )
        return replace(self, words=tuple(words))


def line_spans(text: str) -> list[tuple[int, int]]:
    """Ranges of the lines of ``text`` without their line feeds; blank lines are left out."""
    return [m.span() for m in re.finditer(r"[^\n]+", text) if not m.group().isspace()]


#: a hyphen at the line end after a letter, the next line going on in small letters
_LINE_END = re.compile(rf"[{HYPHENS}](?<=[^\W\d_].)[ \t]*\n[ \t]*(?=([^\W_]))")


def line_end_joins(text: str) -> list[tuple[int, int]]:
    """Ranges ``hyphen … line feed … indent`` at which one word goes on in the next line.

    The next line must begin with a small letter, unless the line before ends in capitals (a
    heading) or the hyphen is a soft one, which says by itself that the word goes on.
    """
    joins = []
    for m in _LINE_END.finditer(text):
        before, after = text[m.start() - 1], m.group(1)
        capitals = before.isupper() and after.isupper()
        if after.isalpha() and (after.islower() or capitals or m.group()[0] == "\u00ad"):
            joins.append(m.span())
    return joins


#: a hyphen at a line end between letters or figures, whether it divides a word or is its own
HYPHENED = re.compile(rf"[{HYPHENS}](?<=[^\W_].)[ \t]*\n[ \t]*(?=[^\W_])")
#: «исправительно-⏎трудового»: adjectives made of two, the first with a suffix, keep their hyphen
#: (Rules of Russian spelling, 1956, on compound adjectives); «производительно-⏎сти» is one word
_FIRST = r"(?i)[а-яё]+(?:тельн|ственн|альн|ивн|арн|урн|чебн|ищн)о\Z"
_SECOND = (
    r"(?i)[а-яё]{3,}"
    r"(?:[ыи]й|ой|ая|яя|[ое]е|[ыи]е|[ое]го|[ое]му|[ыи]м|[ое]м|ую|юю|[ыи]х|[ыи]ми)(?!\w)"
)


def line_ends(text: str) -> list[tuple[int, int]]:
    """Ranges that fall away where a text is read on over its line ends: :func:`line_end_joins`.

    At hyphens that are a word's own, as in «Кызыл-⏎Орда», only the line end does.
    """
    whole = {start for start, _ in line_end_joins(text)}
    return [
        (start + (start not in whole or _is_compound(text, start, end)), end)
        for start, end in (m.span() for m in HYPHENED.finditer(text))
    ]


def _is_compound(text: str, start: int, end: int) -> bool:
    """Whether a hyphen at a line end stands within an adjective that is made of two."""
    if text[start] in SOFT or not re.search(_FIRST, text[max(0, start - 30) : start]):
        return False
    return re.match(_SECOND, text[end:]) is not None


def joined(text: str) -> str:
    """Return ``text`` with the words whole that its line ends divide."""
    return without(text, line_ends(text))


def without(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """Return ``text`` without some ranges, which are in order and apart."""
    edges = [(0, 0), *ranges, (len(text), len(text))]
    return "".join(text[end:start] for (_, end), (start, _) in pairwise(edges))


def join_parts(text: str, parts: Iterable[Word]) -> tuple[Word, ...]:
    """Make one word of the two parts that a line-end hyphen divides, with a quad for each."""
    glue = {start: end for start, end in line_end_joins(text)}
    out: list[Word] = []
    for part in parts:
        last = out[-1] if out else None
        if last is not None and glue.get(last.end - 1) == part.start:
            known = [c for c in (last.confidence, part.confidence) if c is not None]
            out[-1] = Word(
                last.start,
                part.end,
                last.quads + part.quads,
                min(known) if known else None,
                _joined_alternatives(text, last, part),
            )
        else:
            out.append(part)
    return tuple(out)


def _joined_alternatives(text: str, first: Word, second: Word) -> tuple[str, ...]:
    """Alternatives of a divided word: either part may be another, or both."""
    if not (first.alternatives or second.alternatives):
        return ()
    heads = [text[first.start : first.end], *first.alternatives]
    tails = [text[second.start : second.end], *second.alternatives]
    # Without its hyphen the first part would be a word for itself.
    _, *others = dict.fromkeys(head.rstrip(HYPHENS) + tail for head in heads for tail in tails)
    return tuple(others)


def _turned_quad(quad: Quad, degrees: int) -> Quad:
    first, second, third, fourth = (_point(point, degrees) for point in quad)
    return (first, second, third, fourth)


def _point(point: Point, degrees: int) -> Point:
    """A quarter clockwise takes the left edge to the top."""
    x, y = point
    return {90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[degrees]


def pack(reading: Reading) -> bytes:
    """Compress a reading for the catalogue; :func:`unpack` is its inverse up to the grid."""
    body = {
        "text": reading.text,
        "words": [
            [
                w.start,
                w.end,
                None if w.confidence is None else round(w.confidence, 3),
                [[round(v * GRID) for point in quad for v in point] for quad in w.quads],
                *w.alternatives,
            ]
            for w in reading.words
        ],
        "lines": [
            [line.start, line.end, line.language, *([1] if line.apart else [])]
            for line in reading.lines
        ],
        "source": reading.source,
        "engine": reading.engine,
        "confidence": reading.confidence,
        "reason": reading.reason,
    }
    return zlib.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), 6)


#: what stands behind the text of a packed reading; within the text a quotation mark is escaped
_TEXT, _AFTER_TEXT = b'{"text":', b'","words":['
#: bytes that are unpacked at a time while a text is looked for
_STEP = 1 << 13


def text_of(blob: bytes) -> str:
    """The text of what :func:`pack` wrote, without unpacking the words behind it."""
    stream, body, left = zlib.decompressobj(), b"", blob
    while (end := body.find(_AFTER_TEXT)) < 0 and not stream.eof:
        some = stream.decompress(left, _STEP)
        if not some:
            break  # cut off
        body, left = body + some, stream.unconsumed_tail
    if end < 0 or not body.startswith(_TEXT):
        return unpack(blob).text
    text: str = json.loads(body[len(_TEXT) : end + 1])
    return text


def unpack(blob: bytes) -> Reading:
    """Read what :func:`pack` wrote."""
    body = json.loads(zlib.decompress(blob))
    return Reading(
        text=body["text"],
        words=tuple(
            Word(s, e, tuple(_quad(q) for q in quads), c, tuple(alternatives))
            for s, e, c, quads, *alternatives in body["words"]
        ),
        lines=tuple(Line(s, e, lang, bool(apart)) for s, e, lang, *apart in body["lines"]),
        source=Source(body["source"]),
        engine=body["engine"],
        confidence=body["confidence"],
        reason=body["reason"],
    )


def _quad(v: Sequence[int]) -> Quad:
    x = [n / GRID for n in v]
    return ((x[0], x[1]), (x[2], x[3]), (x[4], x[5]), (x[6], x[7]))
