"""From hits back to the page: passages with marks, and the places of the words hit."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from corpus.reading import Reading
from index.answer import Hit, Place, Snippet
from index.engine import Span

#: characters before the first and after the last hit of a passage, about
BEFORE, AFTER = 70, 130
#: a passage is cut at a word's edge, and at a line's if one is this near
SLACK = 30


def hits(reading: Reading, page: int, spans: Sequence[Span]) -> tuple[Hit, ...]:
    """The hits of a page in text order; ``page`` is its number, for the places."""
    return tuple(_hit(reading, page, span) for span in spans)


def _hit(reading: Reading, page: int, span: Span) -> Hit:
    start, end = span.start, span.end
    touched = tuple(reading.words_in(start, end))
    places = tuple([Place(page, quad) for i in touched for quad in reading.words[i].quads])
    return Hit(start, end, reading.text[start:end], span.kind, touched, places, span.reasons)


def passages(
    reading: Reading, page: int, leaves: tuple[str, ...], found: Sequence[Hit], limit: int
) -> list[Snippet]:
    """At most ``limit`` passages of a page that hold the most different hits, in text order."""
    out: list[Snippet] = []
    text, gathered = reading.text, _gathered(reading.text, found)
    if len(gathered) > limit:
        best = sorted(range(len(gathered)), key=lambda n: _rank(gathered[n].hits))
        gathered = [gathered[n] for n in sorted(best[:limit])]
    for start, end, inside in _whole(text, gathered):
        marks = tuple([(hit.start - start, hit.end - start) for hit in inside])
        reasons = tuple([hit.reasons for hit in inside])
        out.append(Snippet(page, leaves, text[start:end], marks, len(found), reasons, start))
    return out


def windows(text: str, found: Sequence[Hit]) -> list[tuple[int, int, list[Hit]]]:
    """All passages of a page in text order: their half-open ranges, each with its hits."""
    return _whole(text, _gathered(text, found))


class _Gathered(NamedTuple):
    """The hits of a passage, its end, and that of the one before."""

    hits: list[Hit]
    end: int
    before: int


def _gathered(text: str, found: Sequence[Hit]) -> list[_Gathered]:
    """The hits of a page by passage, in text order."""
    out: list[_Gathered] = []
    inside: list[Hit] = []
    before = end = 0
    for hit in sorted(found, key=attrgetter("start")):
        if inside and hit.start >= end:
            out.append(_Gathered(inside, end, before))
            inside, before = [], end
        if not inside:
            end = _edge(text, min(len(text), hit.end + AFTER), +1)
        inside.append(hit)
        end = max(end, hit.end)  # a hit is never cut
    return [*out, _Gathered(inside, end, before)] if inside else out


def _rank(inside: list[Hit]) -> tuple[int, int]:
    """Passages with more different hits first, of these those with more of them."""
    if len(inside) == 1:
        return -1, -1
    return -len({hit.text.casefold() for hit in inside}), -len(inside)


def _whole(text: str, gathered: Sequence[_Gathered]) -> list[tuple[int, int, list[Hit]]]:
    """Passages with their beginnings, behind the ends of those before them.

    So what is lit there is not shown unlit here.
    """
    out: list[tuple[int, int, list[Hit]]] = []
    for inside, end, before in gathered:
        start = _edge(text, max(0, inside[0].start - BEFORE), -1)
        out.append((_behind_blanks(text, max(start, before)), end, inside))
    return out


def opening(reading: Reading, page: int, leaves: tuple[str, ...]) -> Snippet:
    """The beginning of a page's text, for an answer without words."""
    start = next((line.start for line in reading.lines if not line.apart), 0)
    end = _edge(reading.text, min(len(reading.text), start + BEFORE + AFTER), +1)
    return Snippet(page, leaves, reading.text[start:end], (), 0, start=start)


def _edge(text: str, at: int, step: int) -> int:
    """Move ``at`` out of a word: backwards for a beginning, forwards for an end."""
    if at <= 0 or at >= len(text) or text[at].isspace() or text[at - 1].isspace():
        return at
    if step < 0:
        return at - len(text[max(0, at - SLACK) : at].split()[-1])
    return at + len(text[at : at + SLACK].split()[0])


def _behind_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
