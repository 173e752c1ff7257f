"""Whether what OCR saw is a text: it sees letters of its own in whatever it is shown.

Of a page in the Latin Kazakh of the 1930s, in Arabic letters or written by hand the models make
something that looks like words. It is known by what no page has that they can read, however faded:
words of two alphabets side by side that are improbable in both; or hardly a word that they are
sure of, among crumbs of one or two letters. Figures are from 54 readings of such pages and 81 of
pages in Russian, Kazakh, Kyrgyz, English and German, clean, faded and heavily worn, drawn for the
purpose (some are in tests/ingest/seen_by_ocr.tsv).
"""

from __future__ import annotations

import re

from corpus.messages import N_
from corpus.reading import Reading
from ingest.letter_pairs import SCRIPTS, probability

#: Mean log probabilities below which the words of an alphabet are none. On pages in the Latin
#: Kazakh and Kyrgyz of the 1930s: Cyrillic -4.1 and below, Latin -3.5 and below; on others at most
#: one of the two.
NO_CYRILLIC, NO_LATIN = -3.7, -3.3
#: Share of letters that an alphabet has there at least (0.19 was measured).
BOTH = 0.1
#: From this confidence on OCR is sure of a word. The share of such words below which a page is no
#: text, if it has some words; Arabic pages have 0.03 at most, the worst readable one 0.15 …
SURE, HARDLY_SURE, SOME = 0.9, 0.06, 20
#: … and below which it is none if it crumbles into words of one or two letters: handwriting has
#: 0.16 and 0.4 or more of these, print with so few sure words 0.3 at most.
FEW_SURE, CRUMBS = 0.17, 0.39

OTHER_LETTERS = N_(
    "OCR cannot read the letters of this page; they may be the Latin ones of the 1930s."
)
NO_PRINT = N_("OCR cannot read this page; it may be written by hand or in Arabic letters.")

_WORD = re.compile(r"[^\W\d_]+")


def unreadable(reading: Reading) -> str:
    """Return why a reading made by OCR is no text of its page; empty if it is one."""
    words = _WORD.findall(reading.text.casefold())
    if _in_other_letters(words):
        return OTHER_LETTERS
    known = [word.confidence for word in reading.words if word.confidence is not None]
    sure = sum(confidence > SURE for confidence in known)
    crumbs = sum(len(word) <= 2 for word in words)
    crumbled = sure < FEW_SURE * len(known) and crumbs > CRUMBS * len(words)
    if words and (crumbled or (len(known) >= SOME and sure < HARDLY_SURE * len(known))):
        return NO_PRINT
    return ""


def _in_other_letters(words: list[str]) -> bool:
    cyrillic = [word for word in words if SCRIPTS["Cyrillic"].search(word)]
    latin = [word for word in words if not SCRIPTS["Cyrillic"].search(word)]
    least = BOTH * sum(map(len, words))
    return (
        min(sum(map(len, cyrillic)), sum(map(len, latin))) > least
        and probability(cyrillic) < NO_CYRILLIC
        and probability(latin) < NO_LATIN
    )
