"""Which language a line is in, so that each word is lemmatised in its own.

Every word speaks for the languages it looks like: by letters that only some alphabets have, and by
its letter sequences (:mod:`index.analysis.letter_sequences`). A line without a word of its own, or
with few, goes with the lines around it: the languages of a page are the most probable sequence in
which every change of language costs :data:`CHANGE` (Viterbi 1967). The words of a line that quotes
another language are told apart in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from corpus.reading import HYPHENS
from index.analysis.folding import exact
from index.analysis.fonts import as_meant
from index.analysis.letter_sequences import CYRILLIC, LATIN, OTHER, RUSSIAN_LETTERS, log_odds

#: What is told apart: languages, those typed in Russian letters only, all others of either script.
STATES: tuple[str, ...] = (*CYRILLIC, *LATIN)
#: What a change of language between two lines costs, in nats. Measured on invented pages of
#: treebank sentences: with 2, pages in one language break up when one letter in twenty is misread;
#: with 10, paragraphs of two lines are lost. Two words need about as much to stand out of a page.
CHANGE = 6.0
#: How much rarer (nats) a line in another language is. With 1, 15 % of three English words were
#: told to be in another one, with 4 it is 2 %.
OTHERS = 4.0
#: How much likelier (nats) Kazakh in Russian letters only is than the letter sequences say, which
#: take it for Kyrgyz. Without, three words of it were told right in 88 % of cases; with, in 92 %.
RESPELT_KAZAKH = 0.4
#: No word says more than this against a language (nats): it may be a name, or misread …
DOUBT = 5.0
#: … unless it has a letter that the language lacks. With 8, one misread letter decided OCRed lines.
FOREIGN_LETTER = 6.0
#: How much less a word with a letter of Kazakh or Kyrgyz (but Ukrainian і) says for another
#: language: it may be misread Russian.
MISREAD_LETTER = 3.0
#: What a Latin word of three letters or more says against languages in Cyrillic.
OTHER_SCRIPT = 3.0

#: What it costs to leave the language of a line for a quotation, and to come back. Two words can.
LEAVE, RETURN = 7.0, 1.0

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑¬\u00ad][^\W\d_]+)*")
_GOING_ON = re.compile(rf"\s*(?=[a-zа-яёәғқңөұүһі])({_WORD.pattern})")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z\u00c0-\u024f]")
#: Roman numerals, also typed in Cyrillic (ХУП, ІІІ), and abbreviations (НКВД, млн): of no language
_OF_NONE = re.compile("[ivxlcdm]+|[хуіпшvi]{2,5}|[бвгғджзйкқлмнңпрстфхһцчшщ]{2,}")
#: surnames and patronymics that people of every language bear, camps by their Russian names
_NAME = re.compile(".{2,}(?:[ое]ва?|[ое]вич|[ое]вна|ин|ина|лаг(?:а|у|ом|е)?)")
_TURKIC_LETTERS = re.compile("[әғқұһіңөү]")
#: letters by which a word is not in the language
_LACKS = {
    "ru": _TURKIC_LETTERS,
    "ky": re.compile("[әғқұһі]"),
    "kk~": _TURKIC_LETTERS,
    "ky~": _TURKIC_LETTERS,
}
#: letters that only other languages have
OTHERS_LETTER = re.compile("[єїґўҳҷӣӯҗљњђћјѓѕќџҙҫҡӑӗҵ\u00df-\u00e8\u00ea-\u024f]")

Evidence = tuple[float, ...]
_NONE: Evidence = (0.0,) * len(STATES)
_RARITY = tuple(
    {OTHER: OTHERS, "kk" + RUSSIAN_LETTERS: -RESPELT_KAZAKH}.get(state, 0.0) for state in STATES
)
_CHANGES = tuple(CHANGE + rarity for rarity in _RARITY)


def language(text: str) -> str | None:
    """Return ``ru``, ``kk``, ``ky``, ``en`` or ``und``; None if ``text`` has no word to tell by."""
    return line_languages([text])[0]


def line_languages(lines: Sequence[str]) -> list[str | None]:
    """Return the language of each line of a page (or of any run of lines that belong together).

    A line without words takes the language of those around it; all are None if none has any.
    """
    # A line feed inside a line would count as two.
    meant = as_meant("\n".join(line.replace("\n", " ") for line in lines)).split("\n")
    evidence = [_sum(map(_evidence, words)) for words in _words(meant[: len(lines)])]
    if all(e == _NONE for e in evidence):
        return [None] * len(lines)
    return [_named(state) for state in _most_probable(evidence, _RARITY, _CHANGES)]


def word_languages(words: Sequence[str], line: str) -> list[str]:
    """Return the language of each word of a line that is in ``line`` on the whole.

    Two words or more that are clearly in another one are a quotation; names count half.
    """
    own, leave, change = _costs(line)
    evidence = list(map(_in_a_line, words))
    if not evidence or not own or not _may_pay(evidence, own, leave):
        return [line] * len(words)
    return [_named(state) for state in _most_probable(evidence, leave, change)]


@cache
def _costs(line: str) -> tuple[tuple[int, ...], tuple[float, ...], tuple[float, ...]]:
    """The states of a line's language; what it costs to begin with each state, to change to it."""
    own = tuple(n for n in range(len(STATES)) if _named(n) == line)
    leave = tuple(rarity if n in own else LEAVE + rarity for n, rarity in enumerate(_RARITY))
    return own, leave, tuple(RETURN if n in own else cost for n, cost in enumerate(leave))


def _may_pay(evidence: Sequence[Evidence], own: Sequence[int], leave: Sequence[float]) -> bool:
    """Whether words of a line may be likelier in another language by more than it costs.

    All words together speak against the line's language by the cost of a change; and so do some in
    a row, with what speaks for the others, against the state of ``own`` that suits the line best.
    (To stay in this one costs no more than one return, or its beginning.)
    """
    by_state = list(zip(*evidence, strict=True))
    if -sum(map(max, zip(*(by_state[state] for state in own), strict=True))) < LEAVE:
        return False
    stay = max(own, key=lambda state: sum(by_state[state]))
    others = [state for state in range(len(STATES)) if state not in own]
    enough = min(leave[state] for state in others) - max(RETURN, leave[stay])
    gain = 0.0
    best_of_others = map(max, zip(*(by_state[state] for state in others), strict=True))
    for there, here in zip(best_of_others, by_state[stay], strict=True):
        gain = max(gain + there - here, 0.0)
        if gain >= enough:
            return True
    return False


@lru_cache(maxsize=1 << 15)
def _in_a_line(word: str) -> Evidence:
    evidence = _evidence(word)
    return tuple(value / 2 for value in evidence) if word[:1].isupper() else evidence


def _named(state: int) -> str:
    return STATES[state].removesuffix(RUSSIAN_LETTERS)


def _words(lines: Sequence[str]) -> Iterator[list[str]]:
    """The words of each line; one that a line end divides is a word of both lines."""
    carried = ""
    for i, line in enumerate(lines):
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
    """The log probability of ``word`` in each of :data:`STATES`, up to a constant, at most 0."""
    initial = len(word) == 1 and word.isupper()
    name = word[:1].isupper()
    word = exact(word)
    if initial or _OF_NONE.fullmatch(word) or not any(map(str.isalpha, word)):
        return _NONE
    if _CYRILLIC.search(word):
        return (*_within(word, CYRILLIC, name=name), *[-FOREIGN_LETTER] * len(LATIN))
    foreign = [-OTHER_SCRIPT if len(word) > 2 else 0.0] * len(CYRILLIC)
    if _LATIN.search(word):
        return (*foreign, *_within(word, LATIN, name=name))
    return (*foreign, -OTHER_SCRIPT, 0.0)


def _within(word: str, classes: tuple[str, ...], *, name: bool) -> Evidence:
    """The same for the classes of one script; names come from everywhere."""
    first, *others = [log_odds(part, classes) for part in word.split("-")]
    odds: list[float] = [*map(sum, zip(first, *others, strict=True))] if others else [*first]
    strange = bool(OTHERS_LETTER.search(word))
    if name and not strange:
        odds[-1] = min(odds[-1], max(odds[:-1]))
    if classes == CYRILLIC and _NAME.fullmatch(word):
        odds[0] = max(odds)
    best = max(odds)
    against = [value - best if best - value < DOUBT else -DOUBT for value in odds]
    if not strange and not _TURKIC_LETTERS.search(word):
        return tuple(against)
    for n, state in enumerate(classes):
        if (strange and state != OTHER) or (state in _LACKS and _LACKS[state].search(word)):
            against[n] = -FOREIGN_LETTER
    if not strange and _TURKIC_LETTERS.search(word.replace("і", "")):
        against[-1] -= MISREAD_LETTER
    best = max(against)
    return tuple([value - best for value in against])


def _sum(rows: Iterator[Evidence]) -> Evidence:
    return tuple(map(sum, zip(*rows, strict=True))) or _NONE


def _most_probable(
    evidence: Sequence[Evidence], begin: Sequence[float], change: Sequence[float]
) -> list[int]:
    """The sequence of states with the highest sum of evidence less costs.

    ``begin`` and ``change`` are what it costs to begin with a state and to change to it (nats).
    """
    score = [value - cost for value, cost in zip(evidence[0], begin, strict=True)]
    came_from: list[list[int]] = []
    for row in evidence[1:]:
        best = max(range(len(score)), key=score.__getitem__)
        changed = [score[best] - cost for cost in change]
        origin = [s if score[s] >= changed[s] else best for s in range(len(score))]
        came_from.append(origin)
        score = [max(old, new) + e for old, new, e in zip(score, changed, row, strict=True)]
    path = [max(range(len(score)), key=score.__getitem__)]
    for origin in reversed(came_from):
        path.append(origin[path[-1]])
    return path[::-1]
