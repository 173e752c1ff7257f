"""Whether the text that a PDF carries can be trusted, or its pages must be read by OCR.

A text layer may look right on the screen and still be rubbish to a search: glyphs without a
Unicode value («(cid:17)»), with a wrong one (а as б, б as в …), Windows-1251 taken for Latin, text
scattered in single letters, or only the stamp of a scanning program on top of a scan. What is
refused is read from the image instead; the sentence saying why is kept with the reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.messages import N_
from ingest.letter_pairs import SCRIPTS, probability

#: Letters below which the text above a scan is taken for a stamp or a page number.
FEW_LETTERS = 100
#: Share of characters without a meaning (no Unicode value, private use, U+FFFD) tolerated.
MOST_MEANINGLESS = 0.02
#: Share of letters that must be Cyrillic or of the Latin alphabet without accents. German has
#: 0.97; Windows-1251 read as Latin-1 has 0.0.
LEAST_KNOWN_ALPHABET = 0.9
#: Share of words that may mix Cyrillic and Latin letters.
MOST_MIXED = 0.3
#: Share of words of one letter: 0.1 in running text and lists, 0.9 in vertical text read across.
MOST_SINGLE = 0.5
#: Mean logarithm of a letter's probability after the one before it. On seven pages of Russian,
#: Kazakh and Kyrgyz -2.7 to -2.9, with every letter replaced by the next one -4.8 to -5.1;
#: German by the English table -3.0.
LEAST_PROBABLE = -3.9

_MEANINGLESS = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a text layer is taken, and the sentence that says why."""

    taken: bool
    reason: str


TAKEN = Verdict(True, N_("The file's own text was taken."))
#: The verdict on text that was put right (:mod:`ingest.mojibake`), by the encoding it is in.
MENDED = {
    "cp1251": Verdict(True, N_("The file's own text was taken, its letters read as Windows-1251.")),
    "koi8-r": Verdict(True, N_("The file's own text was taken, its letters read as KOI8-R.")),
    "cp866": Verdict(True, N_("The file's own text was taken, its letters read as those of DOS.")),
    "utf-8": Verdict(True, N_("The file's own text was taken, its letters read as UTF-8.")),
}
NO_TEXT = Verdict(False, N_("The page has no text of its own."))
TOO_SHORT = Verdict(False, N_("The file's own text is only a few words on a scan."))
MEANINGLESS = Verdict(False, N_("The file's own text has characters without a meaning."))
UNKNOWN_ALPHABET = Verdict(False, N_("The file's own text is garbled: it is in no known alphabet."))
SCATTERED = Verdict(False, N_("The file's own text is scattered in single letters."))
MIXED = Verdict(False, N_("The file's own text is garbled: its words mix two alphabets."))
IMPROBABLE = Verdict(False, N_("The file's own text is garbled: it does not consist of words."))
TOO_SLOW = Verdict(False, N_("The file's own text took too long to read."))
UNREADABLE = Verdict(False, N_("The file's own text could not be read."))


def judge(text: str, *, on_scan: bool) -> Verdict:
    """Decide on a page's text layer; ``on_scan`` says that an image covers the page."""
    bare = _MEANINGLESS.sub("", text)
    meaningless = len(_MEANINGLESS.findall(text))
    words = _WORD.findall(bare.casefold())
    letters = sum(map(len, words))
    if not letters and not meaningless:
        return NO_TEXT
    if meaningless > MOST_MEANINGLESS * (letters + meaningless):
        return MEANINGLESS
    if on_scan and letters < FEW_LETTERS:
        return TOO_SHORT
    joined = "".join(words)
    known = sum(len(script.findall(joined)) for script in SCRIPTS.values())
    if known < LEAST_KNOWN_ALPHABET * letters:
        return UNKNOWN_ALPHABET
    if sum(len(w) == 1 for w in words) > MOST_SINGLE * len(words) and len(words) > 20:
        return SCATTERED
    mixed = sum(all(script.search(w) for script in SCRIPTS.values()) for w in words)
    if mixed > MOST_MIXED * len(words):
        return MIXED
    if probability(words) < LEAST_PROBABLE:
        return IMPROBABLE
    return TAKEN
