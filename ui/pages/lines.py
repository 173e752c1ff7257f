"""The text of a page cut into lines, and these into pieces that one can light."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from corpus.reading import Line, Reading, line_end_joins, line_spans
from index.answer import Hit
from ui.components.viewer import Atom, Row


def rows(reading: Reading, hits: Sequence[Hit]) -> list[Row]:
    """Return the lines of a reading with its words and hits.

    A piece is a range of a line over which neither word nor hit changes; the pieces of a line make
    up its text. A word that a line end divides has a piece in both lines; a phrase lights with the
    spaces between its words. Of hits that overlap the earlier one has the piece.
    """
    hyphens = line_end_joins(reading.text)
    spans = reading.lines or tuple(Line(s, e) for s, e in line_spans(reading.text))
    out, before = [], None
    for line in spans:
        gap = before is not None and reading.text.count("\n", before, line.start) > 1
        hyphen = next((line.end - s for s, _ in hyphens if line.start <= s < line.end), 0)
        out.append(Row(line.language or "", gap, line.apart, hyphen, _atoms(reading, line, hits)))
        before = line.end
    return out


def _atoms(reading: Reading, line: Line, hits: Sequence[Hit]) -> list[Atom]:
    here = [(i, h) for i, h in enumerate(hits) if h.start < line.end and h.end > line.start]
    words = [(i, reading.words[i]) for i in reading.words_in(line.start, line.end)]
    cuts = {line.start, line.end}
    spans = [(h.start, h.end) for _, h in here] + [(w.start, w.end) for _, w in words]
    for start, end in spans:
        cuts |= {max(start, line.start), min(end, line.end)}
    edges = sorted(cuts)
    atoms = []
    for start, end in pairwise(edges):
        word = next((i for i, w in words if w.start <= start and end <= w.end), -1)
        hit = next((i for i, h in here if h.start <= start and end <= h.end), -1)
        atoms.append((reading.text[start:end], word, hit))
    return atoms
