"""From hits back to the page: passages with marks, and the places of the words hit."""

from __future__ import annotations

from collections.abc import Sequence

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
    best = sorted(
        windows(reading.text, found),
        key=lambda w: (-len({hit.text.casefold() for hit in w[2]}), -len(w[2]), w[0]),
    )
    for start, end, inside in sorted(best[:limit]):
        marks = tuple((hit.start - start, hit.end - start) for hit in inside)
        reasons = tuple(hit.reasons for hit in inside)
        text = reading.text[start:end]
        out.append(Snippet(page, leaves, text, marks, len(found), reasons, start))
    return out


def windows(text: str, found: Sequence[Hit]) -> list[tuple[int, int, list[Hit]]]:
    """All passages of a page in text order: their half-open ranges, each with its hits."""
    out: list[tuple[int, int, list[Hit]]] = []
    left = sorted(found, key=lambda hit: hit.start)
    done = 0
    while left:
        start, end = _window(text, left[0])
        inside = []
        while left and left[0].start < end:  # a hit is never cut
            inside.append(left.pop(0))
            end = max(end, inside[-1].end)
        # A passage begins behind the one before it: what is lit there is not shown unlit here.
        start = _behind_blanks(text, max(start, done))
        out.append((start, end, inside))
        done = end
    return out


def opening(reading: Reading, page: int, leaves: tuple[str, ...]) -> Snippet:
    """The beginning of a page's text, for an answer without words."""
    start = next((line.start for line in reading.lines if not line.apart), 0)
    end = _edge(reading.text, min(len(reading.text), start + BEFORE + AFTER), +1)
    return Snippet(page, leaves, reading.text[start:end], (), 0, start=start)


def _window(text: str, first: Hit) -> tuple[int, int]:
    start = _edge(text, max(0, first.start - BEFORE), -1)
    return start, _edge(text, min(len(text), first.end + AFTER), +1)


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
