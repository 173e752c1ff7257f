"""Russian words to lemmas: tables of the domain, pymorphy3's dictionary, and its guesses.

What decides, first to last: russian_words.tsv; the dictionary; for words that it lacks, an ending
or a first part of the tables, two words written as one («исправительнотрудовых»), and pymorphy3's
guess by the end of the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import floor

from pymorphy3.analyzer import Parse

from index.analysis.before_1918 import modern_spellings
from index.analysis.lemmatiser import BY_ENDING, Lemma
from index.analysis.russian_dictionary import dictionary, readings
from index.analysis.russian_words import DomainWord, DomainWords

#: Lemmas below this share of the best one's score are no more than theory.
LEAST_SHARE = 0.2
#: A part of two words written as one has at least this many letters.
SHORTEST_PART = 5

#: also figures with an ending: «30-х»
_RUSSIAN = re.compile(r"\d+-[а-я]{1,3}|(?=.*[аеиоуыэюя])[а-я]+(?:-[а-я]+)*")
_SURNAME = re.compile("(.{2,}(?:[ое]в|[иы]н))(?:а|у|ым|е|ой|ы|ых|ыми)?")
_SURNAME_ITSELF = re.compile(".{2,}(?:[ое]в|[иы]н)")
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
#: what a masculine noun has after its stem, and what its dictionary form has there
_MASCULINE = ((re.compile(f"(.{{2,}}[{_CONSONANTS}])(?:а|у|ом|е)"), ""),
              (re.compile("(.{2,}[аеиоуыэюя])(?:я|ю|ем|е)"), "й"))  # fmt: skip
_NAMING = frozenset({"NOUN", "ADJF", "PRTF"})


class Russian:
    """Lemmatiser of Russian."""

    language = "ru"

    def lemmas(self, word: str) -> tuple[Lemma, ...]:
        """Plausible lemmas of ``word``, best first, at least one.

        A word without vowels or with other than Russian letters is its own lemma. Patronymics
        of women keep their own («ивановна»); everyone's surname is in the masculine («иванов»).
        """
        return _lemmas(word)


@lru_cache(maxsize=1 << 17)
def _lemmas(word: str) -> tuple[Lemma, ...]:
    listed = _tables().words(word)
    share = max((entry.share for entry in listed), default=0.0)
    if share < 1 and not _RUSSIAN.fullmatch(word):
        return (Lemma(word, 1.0, word, (word,)),)
    lemmas = _weighted(word, _even(listed), "russian_words.tsv", share)
    if share < 1:
        scores, table = _analysed(word)
        rest = {text: n for text, n in scores.items() if _plain(text) not in _even(listed)}
        lemmas += _weighted(word, rest, table, 1 - share)
    return tuple(sorted(lemmas, key=lambda lemma: -lemma.weight))


def _analysed(word: str) -> tuple[Mapping[str, float], str]:
    """Scores of the lemmas that analysis finds, and what found them."""
    parses = readings(word)
    known = any(parse.is_known for parse in parses)
    if not known and "-" not in word:
        if (lemma := _tables().ending(word)) is not None:
            return {lemma: 1.0}, "russian_words.tsv"
        if scores := _after_first_part(word):
            return scores, "russian_first_parts.tsv"
        if scores := _before_1918(word):
            return scores, "before_1918.tsv"
        scores = _of_two_words(word) or _with_masculine(word, _with_surname(word, parses))
    else:
        named = any(map(is_many_of_a_name, parses))
        scores = _with_surname(word, parses) if named else _scores(parses)
        # «весть» is what readers type for news, and «Зальцев» is not only many a small hall
        own = next((text for text in scores if _plain(text) == word), None)
        if own or _SURNAME_ITSELF.fullmatch(word):
            least = LEAST_SHARE * max(scores.values(), default=1.0)
            scores[own or word] = max(scores.get(own or word, 0.0), least)
    return scores, "pymorphy3" if known else BY_ENDING


def _before_1918(word: str) -> dict[str, float]:
    """«новаго» by «нового», if that is a word, and «Кауфманскаго» in any case."""
    for spelling in modern_spellings(word):
        known = any(parse.is_known for parse in readings(spelling))
        if known or spelling.endswith(("ского", "цкого")):
            return {lemma.headword: lemma.weight for lemma in _lemmas(spelling)}
    return {}


def _with_surname(word: str, parses: Sequence[Parse]) -> dict[str, float]:
    """«Кунаева» may always be of Кунаев; «Кунаев» is he, and not many by the name of Кунай."""
    surname = _SURNAME.fullmatch(word)
    scores = _scores([p for p in parses if not (surname and is_many_of_a_name(p))])
    if surname:
        scores[surname[1]] = max(scores.values(), default=1.0)
    return scores


def _with_masculine(word: str, scores: Mapping[str, float]) -> dict[str, float]:
    """«Турара» may be of Турар, «кедея» of кедей and «Халел» be he, whatever else is guessed."""
    least = LEAST_SHARE * max(scores.values(), default=1.0)
    men = [word] if word[-1] in _CONSONANTS else []
    for oblique, end in _MASCULINE:
        if (stem := oblique.fullmatch(word)) and _is_masculine(lemma := stem[1] + end, word):
            men.append(lemma)
    return {**scores, **{lemma: max(scores.get(lemma, 0.0), least) for lemma in men}}


def _is_masculine(lemma: str, form: str) -> bool:
    """Whether ``lemma`` would be guessed to be a masculine noun that has ``form``."""
    return any(
        parse.normal_form == lemma
        and {"NOUN", "masc"} <= parse.tag.grammemes
        and any(other.word == form for other in parse.lexeme)
        for parse in readings(lemma)
    )


def is_many_of_a_name(parse: Parse) -> bool:
    """Whether a parse is of several people by one first name, as «Ахметов» of Ахмет."""
    return bool("Name" in parse.tag and "plur" in parse.tag)


def _scores(parses: Sequence[Parse]) -> dict[str, float]:
    """Scores of the lemmas of parses, added up.

    What was never met in texts has the lowest score, so that nothing is impossible. A lemma gets
    that once, not once for each of its cases: else «падали» were more often carrion than «падать».
    """
    known = all(parse.is_known for parse in parses)
    least = min((parse.score for parse in parses), default=0.0) if known else 0.0
    scores: dict[str, float] = {}
    for parse in parses:
        text = _headword(parse)
        scores[text] = scores.get(text, least) + parse.score - least
    return scores


def _headword(parse: Parse) -> str:
    text: str = parse.normal_form
    if {"Patr", "femn"} <= parse.tag.grammemes:
        own = parse.inflect({"femn", "sing", "nomn"})
        text = own.word if own else text
    return text


def _after_first_part(word: str) -> dict[str, float]:
    """«спец|поселками» by «поселками», if that is a word."""
    for first, rest in _tables().split(word):
        if scores := _of_known(rest):
            return {first + text: score for text, score in scores.items()}
    return {}


def _of_two_words(word: str) -> dict[str, float]:
    """«исправительно|трудовых» by «трудовых», if the first is an adverb or the like."""
    for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first, rest = word[:end], word[end:]
        if first[-1] in "ое" and dictionary().word_is_known(first):
            scores = _of_known(rest, frozenset({"ADJF", "PRTF"}))
            if scores:
                return {first + text: score for text, score in scores.items()}
    return {}


def _of_known(word: str, kinds: frozenset[str] = _NAMING) -> dict[str, float]:
    if listed := _tables().words(word):
        return _even(listed)
    parses = readings(word)
    return _scores([p for p in parses if p.is_known and p.tag.POS in kinds])


def _even(words: Iterable[DomainWord]) -> dict[str, float]:
    return {entry.lemma: 1.0 for entry in words}


def _weighted(
    word: str, scores: Mapping[str, float], table: str, share: float = 1.0
) -> tuple[Lemma, ...]:
    """The lemmas with enough of the best one's score, weights adding up to ``share`` or less."""
    sums: dict[str, float] = {}
    headwords: dict[str, str] = {}
    for headword, score in scores.items():
        text = _plain(headword)
        sums[text] = sums.get(text, 0.0) + score
        headwords.setdefault(text, headword)
    least = LEAST_SHARE * max(sums.values(), default=0.0)
    kept = {text: score for text, score in sums.items() if score >= least}
    total = sum(kept.values())
    return tuple(
        Lemma(text, floor(1000 * share * score / total) / 1000, headwords[text], (word,), table)
        for text, score in kept.items()
    )


def grammemes(word: str, lemma: str) -> tuple[str, ...]:
    """The grammemes of ``word`` as a form of ``lemma``, by OpenCorpora's names; none if unknown."""
    for parse in readings(word):
        if _plain(_headword(parse)) == lemma:
            return tuple(re.split("[ ,]", str(parse.tag)))
    return ()


def _plain(text: str) -> str:
    return text.replace("ё", "е")


@cache
def _tables() -> DomainWords:
    def paradigm(word: str) -> frozenset[str]:
        parse = readings(word)[0]
        return frozenset(_plain(form.word) for form in parse.lexeme if form.tag.POS in _NAMING)

    return DomainWords(paradigm)
