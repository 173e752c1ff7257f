"""A strip of a page image: the lines in which some of its text stands, that lit."""

from __future__ import annotations

import io

from PIL import Image

from corpus.reading import Quad, Reading, Word

#: paper above and below the lines, in heights of a word
MARGIN = 0.45
#: Characters of which a strip shows the lines: about five of them. Pixels of its width.
MOST, WIDEST = 400, 1400


def places(reading: Reading, start: int, end: int) -> tuple[list[Quad], list[Quad]]:
    """The quads of the words in a range of a page's text, and of all words of their lines."""
    end = min(end, start + MOST)
    own = [reading.words[i] for i in reading.words_in(start, end)]
    lines = [line for line in reading.lines if line.start < end and line.end > start]
    first = min((line.start for line in lines), default=start)
    last = max((line.end for line in lines), default=end)
    lit = [quad for word in own for quad in word.quads]
    return lit, lit + [quad for _, there in parts(reading, first, last) for quad in there]


def parts(reading: Reading, first: int, last: int) -> list[tuple[Word, tuple[Quad, ...]]]:
    """The words on the lines that a range of a page's text is, each with its places there."""
    known = [reading.words[i] for i in reading.words_in(first, last)]
    return [(word, _on(word, first, last)) for word in known]


def _on(word: Word, first: int, last: int) -> tuple[Quad, ...]:
    """The places of a word on some lines: of a divided one that may be only a part."""
    if word.end > last:
        return word.quads[:1]
    return word.quads[-1:] if word.start < first else word.quads


def cut(jpeg: bytes, quads: list[Quad]) -> bytes:
    """What of a JPEG lies around some places, as a JPEG; they are at least one."""
    ys = [y for quad in quads for _, y in quad]
    xs = [x for quad in quads for x, _ in quad]
    tall = max(max(y for _, y in quad) - min(y for _, y in quad) for quad in quads)
    with Image.open(io.BytesIO(jpeg)) as page:
        width, height = page.size
        box = (
            max(0, int((min(xs) - tall) * width)),
            max(0, int((min(ys) - MARGIN * tall) * height)),
            min(width, max(1, int((max(xs) + tall) * width))),
            min(height, max(1, int((max(ys) + MARGIN * tall) * height))),
        )
        strip = page.crop(box)
    if strip.width > WIDEST:
        strip = strip.resize((WIDEST, max(1, strip.height * WIDEST // strip.width)))
    body = io.BytesIO()
    strip.save(body, "JPEG", quality=82, optimize=True)
    return body.getvalue()
