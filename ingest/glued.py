"""Cells of a table that a text layer glues into one word: «ИвановПетр1897Акмолинск».

The reading keeps them as they are; what they are apart is another reading of the word, by which a
search finds them. They are told apart where a capital follows a small letter, a figure a letter or
a letter a figure.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.compose import Piece

#: Shorter words, and those with one seam («КарЛАГ», «ст.58»), are words.
LEAST_LENGTH, LEAST_SEAMS = 15, 2
_SEAM = re.compile(
    r"(?<=[a-zа-яёәғқңөұүһі])(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])"
    r"|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)


def parted(piece: Piece) -> Piece:
    """Give a word that is several its parts as an alternative."""
    if len(piece.text) < LEAST_LENGTH:
        return piece
    parts = _SEAM.split(piece.text)
    if len(parts) <= LEAST_SEAMS:
        return piece
    return replace(piece, alternatives=(*piece.alternatives, " ".join(parts)))
