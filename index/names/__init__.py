"""Names on pages: persons, places, camps, organisations, and the concepts of the thesaurus.

``words`` are the words of a page in restored case; ``concepts`` finds what the thesaurus names,
``organisations``, ``persons`` and ``places`` what patterns tell; ``finding`` puts them together.
``person`` gives persons their headings, by the paradigms of ``declension``; ``values`` makes facets
of what was found.
"""

from index.names.finding import Finder
from index.names.mention import VERSION, Kind, Layer, Mention
from index.names.person import candidate, headings
from index.names.values import values

__all__ = [
    "VERSION",
    "Finder",
    "Kind",
    "Layer",
    "Mention",
    "candidate",
    "headings",
    "values",
]
