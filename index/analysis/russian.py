"""Russian words to lemmas: pymorphy3's dictionary and its guesses."""

from __future__ import annotations

from functools import cache

import pymorphy3

from index.analysis.lemmatiser import Lemma


class Russian:
    """Lemmatiser of Russian."""

    language = "ru"

    def lemmas(self, word: str) -> tuple[Lemma, ...]:
        """Plausible lemmas of ``word``, best first, at least one."""
        scores: dict[str, float] = {}
        for parse in _dictionary().parse(word):
            text = parse.normal_form.replace("ё", "е")
            scores[text] = scores.get(text, 0.0) + parse.score
        best = sorted(scores.items(), key=lambda item: -item[1])
        return tuple(
            Lemma(text, round(min(score, 1.0), 3), text, (word,), "pymorphy3")
            for text, score in best
            if score >= 0.2 * best[0][1]
        ) or (Lemma(word, 1.0, word, (word,)),)


@cache
def _dictionary() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()
