"""Which language a line is in, so that each word is lemmatised in its own.

Every word speaks for the languages it looks like: by letters that only some alphabets have, and by
its letter sequences (:mod:`index.analysis.letter_sequences`). A line without a word of its own, or
with few, goes with the lines around it: the languages of a page are the most probable sequence in
which every change of language costs :data:`CHANGE` (Viterbi 1967).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.reading import HYPHENS
from index.analysis.folding import exact
from index.analysis.letter_sequences import LEARNT, log_odds

#: the languages that are told apart
STATES: tuple[str, ...] = (*LEARNT, "en")
#: What a change of language between two lines costs, in nats. Measured on invented pages of
#: treebank sentences: with 2, pages in one language break up when one letter in twenty is misread;
#: with 10, paragraphs of two lines are lost. Two words need about as much to stand out of a page.
CHANGE = 6.0
#: No word says more than this against a language (nats): it may be a name, or misread …
DOUBT = 5.0
#: … unless it has a letter that the language lacks. With 8, one misread letter decided OCRed lines.
FOREIGN_LETTER = 6.0
#: What a Latin word of three letters or more says for English.
LATIN = 3.0

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑¬\u00ad][^\W\d_]+)*")
_GOING_ON = re.compile(rf"\s*(?=[a-zа-яёәғқңөұүһі])({_WORD.pattern})")
_CYRILLIC = re.compile("[\u0400-\u052f]")
#: Roman numerals, also typed in Cyrillic (ХУП, ІІІ), belong to no language
_ROMAN = re.compile("[ivxlcdm]+|[хуіпшvi]{2,5}")
#: surnames and patronymics that people of every language bear
_SURNAME = re.compile(".{2,}(?:[ое]ва?|[ое]вич|[ое]вна|ин|ина)")
_LACKS = {"ru": re.compile("[әғқұһіңөү]"), "ky": re.compile("[әғқұһі]")}
#: letters of Russian before 1918, among which і is no Kazakh letter
_BEFORE_1918 = re.compile("[ѣѳѵ]|[бвгджзклмнпрстфхцчшщ]ъ(?![а-яё])", re.IGNORECASE)
_MODERN = str.maketrans("іІѣѢѳѲѵѴ", "иИеЕфФиИ")

Evidence = tuple[float, ...]
_NONE: Evidence = (0.0,) * len(STATES)


def language(text: str) -> str | None:
    """Return ``ru``, ``kk``, ``ky`` or ``en``; None where ``text`` has no word to tell by."""
    return line_languages([text])[0]


def line_languages(lines: Sequence[str]) -> list[str | None]:
    """Return the language of each line of a page (or of any run of lines that belong together).

    A line without words takes the language of those around it; all are None if none has any.
    """
    evidence = [_sum(map(_evidence, words)) for words in _words(lines)]
    if all(e == _NONE for e in evidence):
        return [None] * len(lines)
    return [STATES[state] for state in _most_probable(evidence)]


def _words(lines: Sequence[str]) -> Iterator[list[str]]:
    """The words of each line; one that a line end divides is a word of both lines."""
    carried = ""
    for i, line in enumerate(lines):
        if _BEFORE_1918.search(line):
            line = re.sub(r"ъ\b", "", line.translate(_MODERN))
        words = _WORD.findall(line)
        if carried and words:
            words[0] = carried + words[0]
        carried = ""
        going_on = _GOING_ON.match(lines[i + 1]) if i + 1 < len(lines) else None
        if words and going_on and line.rstrip()[-1] in HYPHENS:
            carried = words[-1]
            words[-1] += going_on[1]
        yield words


@lru_cache(maxsize=1 << 15)
def _evidence(word: str) -> Evidence:
    """The log probability of ``word`` in each language of :data:`STATES`, up to a constant."""
    initial = len(word) == 1 and word.isupper()
    word = exact(word)
    if initial or _ROMAN.fullmatch(word):
        return _NONE
    if not _CYRILLIC.search(word):
        return tuple(0.0 if s == "en" or len(word) < 3 else -LATIN for s in STATES)
    known = _sum(map(log_odds, word.split("-")))
    if _SURNAME.fullmatch(word):
        known = (max(known), *known[1:])
    against = [max(value - max(known), -DOUBT) for value in known]
    for i, state in enumerate(LEARNT):
        if state in _LACKS and _LACKS[state].search(word):
            against[i] = -FOREIGN_LETTER
    top = max(against)
    return (*(value - top for value in against), -FOREIGN_LETTER)


def _sum(rows: Iterator[Evidence]) -> Evidence:
    return tuple(map(sum, zip(*rows, strict=True))) or _NONE


def _most_probable(evidence: Sequence[Evidence]) -> list[int]:
    """The sequence of states with the highest sum of evidence less the cost of its changes."""
    score = list(evidence[0])
    came_from: list[list[int]] = []
    for row in evidence[1:]:
        best = max(range(len(score)), key=score.__getitem__)
        origin = [s if score[s] >= score[best] - CHANGE else best for s in range(len(score))]
        came_from.append(origin)
        score = [score[o] - (CHANGE if o != s else 0.0) + row[s] for s, o in enumerate(origin)]
    path = [max(range(len(score)), key=score.__getitem__)]
    for origin in reversed(came_from):
        path.append(origin[path[-1]])
    return path[::-1]
