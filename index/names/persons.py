"""Persons by how they are named: initials, patronymics, what they are («заключённый Петров»).

What has none of that is found by its shape: two names side by side, a surname by its ending.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

from corpus.tables import rows
from index.analysis.folding import folded
from index.analysis.positions import lemmas
from index.names.lexicon import is_listed, is_shaped, said
from index.names.person import KINSHIP, patronymic
from index.names.turkic_ending import is_ending, stems
from index.names.words import Word

_TURKIC = frozenset({"kk", "ky"})
_KIN = re.compile(rf"(?:{'|'.join(KINSHIP)})(.*)")
_KIN_JOINED = re.compile(r".{3,}(?:ұлы|қызы|уулу|кызы|улы)(.*)")
_AND = frozenset(["и", "мен", "менен", "жана", "және"])
#: Names of at most so many words follow «заключённый».
_MOST = 3

#: whether the word at a place is a name of something else
Taken = Callable[[int], bool]


def found(words: Sequence[Word], taken: Taken) -> Iterator[tuple[int, int, float]]:
    """Yield persons as first word, the word behind the last, and confidence.

    ``taken`` says which words are names of something else.
    """
    at = 0
    rules = (_initials_first, _initials_last, _with_kin, _with_patronymic, _titled, _pair, _alone)
    titled = False
    while at < len(words):
        span = None
        if words[at].capital and not (words[at].abbreviated and not words[at].initial):
            spans = (rule(words, at, taken) for rule in rules)
            span = next((one for one in spans if one), None)
            if span is None and titled and _goes_on(words, at) and _is_free(words, at, taken):
                span = at, at + 1, 0.7
        if span:
            yield span
            titled = True
            at = span[1]
        else:
            titled = titled and words[at].form in _AND
            at += 1


def _goes_on(words: Sequence[Word], at: int) -> bool:
    """Whether a word goes on a list: «осуждённые Яковенко, Хабибуллин и Тер-Петросян»."""
    return at > 0 and (
        words[at - 1].gap.strip() == "," or words[at - 1].form in {"и", "мен", "жана"}
    )


#: of which a name has one, if OCR has read it
_VOWEL = re.compile("[аеёиоуыэюяәөұүі]|^мкртч")


def _is_free(words: Sequence[Word], at: int, taken: Taken) -> bool:
    """Whether a word may be of a person's name."""
    word = words[at]
    if not word.named or taken(at) or word.initial or not _VOWEL.search(word.form):
        return False
    known = said(word.form) if word.language == "ru" else None
    if known and known.known and not known.animate and not is_shaped(word.form):
        return known.surname > 0.1
    return not known or known.place < 0.5 or is_shaped(word.form) or known.surname > 0.1


def _joined(words: Sequence[Word], at: int) -> bool:
    """Whether a word and the next one belong together."""
    return (
        at + 1 < len(words)
        and bool(re.fullmatch(r"\s+|[.]\s*", words[at].gap))
        and (words[at].initial or "." not in words[at].gap)
    )


def _initials_first(words: Sequence[Word], at: int, taken: Taken) -> tuple[int, int, float] | None:
    """«А. Ф. Колодяжная», «Б.Сейітов»."""
    end = at
    while end < len(words) and end < at + 2 and words[end].initial:
        if not re.fullmatch(r"\.\s?\n?\s*", words[end].gap):
            break
        end += 1
    if end == at or end >= len(words):
        return None
    name = words[end]
    if name.named or (name.shouted and len(name.form) > 2):
        return at, end + 1, 0.95 if end > at + 1 or name.named else 0.8
    return None


def _initials_last(words: Sequence[Word], at: int, taken: Taken) -> tuple[int, int, float] | None:
    """«Горшкову П. Д.»; of «в Долинку А. С. Петрова» the initials are Петров's."""
    word = words[at]
    if taken(at) or not (word.named or (word.shouted and len(word.form) > 3)):
        return None
    if not re.fullmatch(r"\s+", word.gap) or at + 1 >= len(words) or not words[at + 1].initial:
        return None
    end = at + 2
    if end < len(words) and words[end].initial and re.fullmatch(r"\.\s?", words[at + 1].gap):
        end += 1
    following = words[end] if end < len(words) else None
    spaced = re.fullmatch(r"\.\s?", words[end - 1].gap) is not None
    if following and following.named and spaced and not _is_surname(word):
        return None
    return at, end, 0.95


def _with_kin(words: Sequence[Word], at: int, taken: Taken) -> tuple[int, int, float] | None:
    """«Досжан Ықыласұлы», «Чолпонбаев Ысак Жумабек уулу», «Асан уулу Касым»."""
    for end in range(at, min(at + 4, len(words))):
        word = words[end]
        if end > at and _is_kin(word):
            if end + 1 < len(words) and end == at + 1 and _joined(words, end):
                more = words[end + 1].named and not taken(end + 1)
                return at, end + 1 + more, 0.95
            return at, end + 1, 0.95
        if not word.named:
            return None
        m = _KIN_JOINED.fullmatch(word.form)
        if m and is_ending(m[1]):
            return at, end + 1, 0.95 if end > at else 0.8
        if not _joined(words, end):
            return None
    return None


def _is_kin(word: Word) -> bool:
    m = _KIN.fullmatch(word.form)
    return bool(m and is_ending(m[1]))


def _with_patronymic(words: Sequence[Word], at: int, taken: Taken) -> tuple[int, int, float] | None:
    """«Кравчук Степан Игнатьевич», «Екатерины Львовны Зандер», «Зоя Ивановна»."""
    for end in (at + 1, at + 2):
        if end >= len(words) or not _joined(words, end - 1) or not words[end].named:
            return None
        if _is_patronymic(words[end].written):
            if end == at + 2 and words[at].first and not _is_free(words, at, taken):
                return None  # «Письмо Сергея Николаевича»
            last = end + 1
            surname = end == at + 1 and _joined(words, end) and last < len(words)
            if surname and _is_free(words, last, taken) and not words[last].first:
                last += 1
            return at, last, 0.97
    return None


@lru_cache(maxsize=1 << 14)
def _is_patronymic(written: str) -> bool:
    if patronymic(written):
        return True
    return any(
        is_ending(written[cut:].lower()) and patronymic(written[:cut])
        for cut in range(max(5, len(written) - 5), len(written))
    )


def _titled(words: Sequence[Word], at: int, taken: Taken) -> tuple[int, int, float] | None:
    """Up to three names behind what a person is: «свидетель Дюсенбина Мариям»."""
    if not (_is_titled(words, at, taken) and _is_free(words, at, taken)):
        return None
    if _is_title(words[at].form, words[at].language):
        return None  # «Зам. Начальника»
    end = at + 1
    while end < min(at + _MOST, len(words)) and _joined(words, end - 1):
        if not _is_free(words, end, taken):
            break
        end += 1
    return at, end, 0.85


def _is_titled(words: Sequence[Word], at: int, taken: Taken) -> bool:
    """Whether a title stands before a word, or before the agency that stands before it."""
    first = at
    while first and taken(first - 1) and words[first - 1].gap.isspace() and at - first < 12:
        first -= 1
    if first < at and words[at - 1].gap != " ":
        return False
    return _is_behind_title(words, first)


def _is_behind_title(words: Sequence[Word], at: int) -> bool:
    if at == 0 or not re.fullmatch(r"\s+|\.\s*", words[at - 1].gap):
        return False
    title = words[at - 1]
    if title.gap[0] == "." and not title.initial:
        return title.form in _titles("ru")[1]
    return _is_title(title.form, title.language)


@lru_cache(maxsize=1 << 14)
def _is_title(form: str, language: str) -> bool:
    plain, _ = _titles(language)
    if language in _TURKIC:
        low = folded(form)
        return any(stem in plain for stem in stems(low, 3))
    return any(lemma.text in plain for lemma in lemmas(form, "ru"))


@cache
def _titles(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words for what a person is, and their abbreviations without the last full stop."""
    table = [row[0] for row in rows("index.names", "person_words.tsv") if row[1] == language]
    plain = (word for word in table if not word.endswith("."))
    turkic = language in _TURKIC
    return (
        frozenset(folded(word) if turkic else word for word in plain),
        frozenset(re.sub(r"[./]", "", word) for word in table if word.endswith(".")),
    )


def _pair(words: Sequence[Word], at: int, taken: Taken) -> tuple[int, int, float] | None:
    """Two or three names side by side, one of them a first name or shaped as a surname."""
    end = at
    while end < min(at + _MOST, len(words)) and _is_free(words, end, taken):
        if _looks_common(words[end]) and not _begins_name(words, end):
            break
        end += 1
        if not _joined(words, end - 1):
            break
    if end - at < 2 or _is_quoted(words, at) or words[at].form[:1].isascii():
        return None
    here = words[at:end]
    if any(_is_first_name(word) for word in here) and len(here) > 1:
        return at, end, 0.9
    if any(_is_surname(word) for word in here):
        return at, end, 0.85
    if not here[0].first and not any(said(word.form).known for word in here):
        return at, end, 0.65
    return None


def _begins_name(words: Sequence[Word], at: int) -> bool:
    """Whether a Kazakh or Kyrgyz sentence begins with a name: an unknown word and a surname."""
    word, sure = words[at], at + 1 < len(words) and _SURE_SURNAME.fullmatch(words[at + 1].form)
    own = word.language in _TURKIC and not is_listed(word.form, word.language)
    return bool(sure and own and word.gap.isspace())


def _looks_common(word: Word) -> bool:
    """Whether a word is sooner no name: an adjective, or known and only first in its sentence."""
    if word.language in _TURKIC:
        return word.first and not _is_surname(word) and not _is_first_name(word)
    known = said(word.form)
    if known.first_name > 0.1 or known.surname > 0.1:
        return False
    if word.first:
        return known.common > 0.5 or not (is_shaped(word.form) or not known.known)
    return known.adjective and known.known


def _is_first_name(word: Word) -> bool:
    if word.language in _TURKIC:
        return _is_turkic_first_name(word.form, word.language)
    return said(word.form).first_name > 0.3


@lru_cache(maxsize=1 << 14)
def _is_turkic_first_name(form: str, language: str) -> bool:
    return any(said(stem).first_name > 0.3 for stem in stems(form, 3))


def _is_surname(word: Word) -> bool:
    if word.language in _TURKIC:
        sure = bool(_SURE_SURNAME.fullmatch(word.form))
        unknown = not word.first and not is_listed(word.form, word.language)
        return is_turkic_surname(word.form) and (sure or unknown)
    known = said(word.form)
    shaped = is_shaped(word.form) and known.common < 0.5 and known.place < 0.5
    return shaped or known.surname > 0.2


_TURKIC_SURNAME = re.compile(r"(.{2,}(?:[ое]в|[иы]н)а?)(.*)")
_SURE_SURNAME = re.compile(r".{2,}[ое]ва?.*")


@lru_cache(maxsize=1 << 14)
def is_turkic_surname(form: str) -> bool:
    """Whether a Kazakh or Kyrgyz word is a surname on -ов, -ев, -ин in any case."""
    m = _TURKIC_SURNAME.fullmatch(form)
    return bool(
        m
        and is_ending(m[2])
        and said(form[: m.end(1)]).place < 0.5
        and said(m[1].removesuffix("а")).place < 0.5
    )


#: adjectives of places, which surnames may be too
_SKY = re.compile("[сц]к(?:ая|ой|ую|ого|ому|им|их|ими)$")
#: before a name that is sooner that of a place or of something called after a person
_NO_PERSON_BEHIND = frozenset(["в", "из", "имени", "им", "ул", "пр", "пл"])


@lru_cache(maxsize=1 << 12)
def _is_street(form: str) -> bool:
    return any(lemma.text in {"улица", "проспект", "площадь"} for lemma in lemmas(form, "ru"))


def _is_quoted(words: Sequence[Word], at: int) -> bool:
    return at > 0 and bool(re.search('[«„“"]$', words[at - 1].gap))


def _alone(words: Sequence[Word], at: int, taken: Taken) -> tuple[int, int, float] | None:
    """A surname by itself, by its ending."""
    word = words[at]
    if not _is_free(words, at, taken) or not _is_surname(word) or _is_quoted(words, at):
        return None
    if _is_title(word.form, word.language):
        return None  # «письма лагкоров»
    known = said(word.form)
    if (word.first and known.known and known.surname < 0.5) or known.place > known.surname:
        return None
    of_place = word.language == "ru" and _SKY.search(word.form)
    if of_place and (known.surname < 0.3 or word.form.endswith(("их", "ими"))):
        return None
    if at and (words[at - 1].form in _NO_PERSON_BEHIND or _is_street(words[at - 1].form)):
        return None
    return at, at + 1, 0.7
