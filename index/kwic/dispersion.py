"""How evenly hits are spread over the documents.

The deviation of proportions DP (Gries, Dispersions and adjusted frequencies in corpora,
International Journal of Corpus Linguistics 13(4), 2008): half the sum, over all documents, of the
difference between a document's share of the hits and its share of the words. It is 0 where every
document has as many hits as it has room for, near 1 where all stand in a small one. ``normed``
reaches 1 whatever the sizes (Lijffijt and Gries, same journal 17(1), 2012). All counts are exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from index.answer import RATE_WORDS
from index.kwic.lines import Concordance
from index.searching import engine_of


@dataclass(frozen=True, slots=True)
class Part:
    """A document with hits: how many, and how many words it has."""

    document: str
    hits: int
    words: int

    @property
    def rate(self) -> float:
        """Hits among :data:`index.answer.RATE_WORDS` words."""
        return RATE_WORDS * self.hits / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How the hits of an answer are spread over the documents in which they were searched.

    ``parts`` are the documents with hits, those with most first; ``documents`` counts all.
    """

    parts: tuple[Part, ...]
    documents: int
    words: int
    dp: float
    normed: float


def dispersion(found: Concordance) -> Dispersion:
    """How all hits of an answer are spread, those too that a sample leaves out."""
    hits = found.hits
    counted = Counter(hits.document.tolist())
    held = engine_of(found.collection).lengths(replace(found.request, query=""))
    return _of({hits.documents[one]: n for one, n in counted.items()}, held)


def _of(hits: Mapping[str, int], held: Mapping[str, int]) -> Dispersion:
    """The dispersion of hits by document over the words of each."""
    words, total = sum(held.values()), sum(hits.values())
    parts = sorted(
        (Part(document, n, held.get(document, 0)) for document, n in hits.items()),
        key=lambda part: (-part.hits, part.document),
    )
    if not total or not words:
        return Dispersion(tuple(parts), len(held), words, 0.0, 0.0)
    shares = {document: n / words for document, n in held.items()}
    dp = sum(abs(hits.get(document, 0) / total - share) for document, share in shares.items()) / 2
    least = min((share for share in shares.values() if share), default=1.0)
    normed = dp / (1 - least) if least < 1 else 0.0
    return Dispersion(tuple(parts), len(held), words, dp, min(1.0, normed))
