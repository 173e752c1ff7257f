"""English words, of résumés and captions, to stems: M. Porter's English stemmer (Porter2)."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

from snowballstemmer import stemmer

from index.analysis.lemmatiser import Lemma

_WORD = re.compile(r"[a-z]+(?:'s)?")


class English:
    """Lemmatiser of English; a lemma is the stem, its headword the word as it stands."""

    language = "en"

    def __init__(self) -> None:
        self._stemmer = stemmer("english")
        self._lock = threading.Lock()  # a stemmer keeps the word it is at
        self.lemmas = lru_cache(maxsize=1 << 15)(self._lemmas)

    def _lemmas(self, word: str) -> tuple[Lemma, ...]:
        """The stem of ``word``; what is no English word is its own."""
        if not _WORD.fullmatch(word):
            return (Lemma(word, 1.0, word, (word,)),)
        with self._lock:
            stem = self._stemmer.stemWord(word)
        cut = len(stem) if word.startswith(stem) else len(word)
        segments = tuple(part for part in (word[:cut], word[cut:]) if part)
        return (Lemma(stem, 1.0, word, segments, "snowball"),)
