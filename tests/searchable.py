"""What pdftotext finds in a searchable PDF, held against where the words of the readings stand."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from html import unescape
from pathlib import Path

from corpus.export.parts import parts
from corpus.reading import Quad, Reading

POPPLER = shutil.which("pdftotext")

Box = tuple[float, float, float, float]


def found(pdf: bytes, folder: Path) -> list[dict[str, list[Box]]]:
    """What pdftotext finds on each page: words, with their boxes in fractions of the page."""
    path = folder / "found.pdf"
    path.write_bytes(pdf)
    ran = subprocess.run(
        [str(POPPLER), "-bbox", str(path), "-"], capture_output=True, text=True, check=True
    )
    assert ran.stderr == ""
    out = []
    for width, height, body in re.findall(
        r'<page width="(.+?)" height="(.+?)">(.*?)</page>', ran.stdout, re.DOTALL
    ):
        words: dict[str, list[Box]] = defaultdict(list)
        pattern = r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>'
        for *sides, text in re.findall(pattern, body):
            x0, y0, x1, y1 = map(float, sides)
            w, h = float(width), float(height)
            words[unescape(text)].append((x0 / w, y0 / h, x1 / w, y1 / h))
        out.append(words)
    return out


def box(place: Quad) -> Box:
    columns, rows = [x for x, _ in place], [y for _, y in place]
    return (min(columns), min(rows), max(columns), max(rows))


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = sum((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other))
    return width * height / (areas - width * height)


def share_found(layer: Reading, words: dict[str, list[Box]]) -> float:
    """Share of the placed parts of words that are found with more than half of their box."""
    placed = [(part.text, box(part.quad)) for part in parts(layer) if part.quad is not None]
    right = [
        any(overlap(place, other) > 0.5 for other in words.get(text, ())) for text, place in placed
    ]
    return sum(right) / len(right)
