"""Places by what stands beside them: «г. Караганда», «Осакаровский район», «Талас айылы».

A place without such a word is known by the dictionary or by a preposition («из Белостока»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice

from corpus.tables import rows
from index.analysis.folding import folded
from index.analysis.positions import lemmas
from index.names.lexicon import abbreviation, is_common, is_listed, is_shaped, said
from index.names.turkic_ending import is_ending
from index.names.words import Word

Span = tuple[int, int, float]

_TURKIC = frozenset({"kk", "ky"})
#: adjectives of places in any case
_OF_PLACE = re.compile(r".{2,}(?:[сц]к|н|в)(?:ий|ый|ая|ое|ого|ой|ому|им|ым|ую|ом|ою)")
_SKY = re.compile(r".{2,}[сц]к(?:ий|ая|ое|ого|ой|ому|им|ую|ом|ою)")
#: Of so many adjectives at most the word behind the last is that of the first.
_MOST = 8
#: Of the last words of so many lines on either side so many are places where they are a column.
_AROUND, _COLUMN = 2, 3
#: words of a line of a list at most
_LINE = 25
#: between a word of place and the name
_BETWEEN = re.compile(r"[^\S\n]*\n?[^\S\n]*[«\"„“]?")
#: abbreviations that are no place by themselves
_PARTS = frozenset({"сср", "асср"})
#: laws, of which the republic is no place: «УК РСФСР»
_CODES = frozenset({"ук", "упк"})
#: prepositions before places; those of the first kind almost never stand before persons
_SURE = frozenset(["в", "во", "из", "под", "близ"])
_MAYBE = frozenset(["на", "около", "до", "через", "за", "у", "к", "от", "по"])
#: endings of Kazakh and Kyrgyz that places have more than persons: at, from, of those at
_AT = re.compile(r"(?:[дт][аәеоө]|[дтн][аәеоө]н|[дт][ае]ғ[ыі]|[дт][аеоө]г[ыиуү])\w{0,5}")
_TO = re.compile(r"(?:[ғгқк][аеоө]|н[аеоө])")


def marked(words: Sequence[Word]) -> Iterator[Span]:
    """Yield places that a word of place tells: first word, the one behind the last, confidence."""
    return _found(words, (_parted, _behind_cue, _before_cue, _in_column), frozenset())


def unmarked(words: Sequence[Word], busy: Container[int]) -> Iterator[Span]:
    """Yield other places; ``busy`` words are names of something else."""
    return _found(words, (_unmarked,), busy)


def _found(
    words: Sequence[Word],
    rules: Sequence[Callable[[Sequence[Word], int], Span | None]],
    busy: Container[int],
) -> Iterator[Span]:
    at = 0
    while at < len(words):
        word, span = words[at], None
        if (word.capital or word.shouted) and at not in busy:  # else no rule begins here
            span = next(filter(None, (rule(words, at) for rule in rules)), None)
        if span:
            yield span
            at = span[1]
            for more in _listed(words, at, busy):
                yield more
                at = more[1]
        else:
            at += 1


def is_cued(words: Sequence[Word], at: int) -> bool:
    """Whether a word of place stands right before a word or right behind it."""
    return _cue_before(words, at) or (
        at + 1 < len(words) and words[at].joined and _is_cue(words[at + 1], "behind")
    )


def _parted(words: Sequence[Word], at: int) -> Span | None:
    """«Осакаровского района», «Казахской ССР», «Алма-Атинской обл.»."""
    if not _is_adjective(words[at]):
        return None
    end = at + 1
    while end < len(words) and end < at + 3 and said(words[end].form).adjective:
        if not words[end].joined or words[end].capital:
            break
        end += 1  # «Чечено-Ингушской автономной области»
    if end < len(words) and _is_cue(words[end], "part"):
        return at, end + 1, 0.9
    if end == at + 1 and _shares_part(words, end):
        return at, end, 0.8
    return None


def _shares_part(words: Sequence[Word], at: int) -> bool:
    """Whether «и Семипалатинской областях», «, Карагандинской и …» goes on after an adjective."""
    for _ in range(_MOST):
        if at + 1 >= len(words):
            return False
        if words[at].form == "и":
            at += 1
        elif words[at - 1].gap.strip() != ",":
            return False
        if not _is_adjective(words[at]) or at + 1 >= len(words):
            return False
        if words[at].joined and _is_cue(words[at + 1], "part"):
            return True
        at += 1
    return False


def _is_adjective(word: Word) -> bool:
    if word.language != "ru" or word.initial:
        return False
    if word.shouted:
        return bool(_SKY.fullmatch(word.form))
    return word.named and bool(_OF_PLACE.fullmatch(word.form))


def _behind_cue(words: Sequence[Word], at: int) -> Span | None:
    """The name behind «г.», «село»; two words if the second is of the name too."""
    if not (words[at].named and _cue_before(words, at)):
        return None
    end = at + 1
    if said(words[at].form).adjective and end < len(words) and _goes_with(words, at):
        end += 1  # «Нижний Тагил»
    return at, end, 0.85


def _goes_with(words: Sequence[Word], at: int) -> bool:
    nxt = words[at + 1]
    return words[at].joined and nxt.named and not nxt.initial


def _cue_before(words: Sequence[Word], at: int) -> bool:
    if at == 0:
        return False
    cue = words[at - 1]
    if cue.form == "г" and at > 1 and re.search(r"\d|[хx]$|^гг?$", words[at - 2].form):
        return False  # «1931 г. Караганда»
    if cue.form in {"д", "п"} and at > 1 and words[at - 2].form == "т":
        return False  # «и т. д. Поэтому»
    abbreviated = cue.gap.startswith(".") and cue.form in _table()["before"][1]
    gap = cue.gap.removeprefix(".") if abbreviated else cue.gap
    return bool(_BETWEEN.fullmatch(gap)) and _is_cue(cue, "before")


def _before_cue(words: Sequence[Word], at: int) -> Span | None:
    """«Қарағанды қаласында», «Талас өрөөнүнөн», «Қазақ ССР»."""
    word = words[at]
    if word.language not in _TURKIC or not word.named or not word.joined or at + 1 >= len(words):
        return None
    if word.first and is_common(word.form, word.language):
        return None  # «Бөлімшенің маңында»: the capital is that of a beginning
    return (at, at + 2, 0.9) if _is_cue(words[at + 1], "behind") else None


def _in_column(words: Sequence[Word], at: int) -> Span | None:
    """A name that is a surname too, at the end of a line as places are above and below it.

    «Грозный» in the last column of a list, between «Пенза» and «Рязань».
    """
    word = words[at]
    if not (word.named and _ends_line(words, at) and said(word.form).place):
        return None
    above = _line_ends(words, range(at - 1, -1, -1))
    below = _line_ends(words, range(at + 1, len(words)))
    around = [other for other in (*above, *below) if other.named and said(other.form).place > 0.5]
    return (at, at + 1, 0.75) if len(around) >= _COLUMN else None


def _line_ends(words: Sequence[Word], places: range) -> Iterator[Word]:
    """The last words of the next lines, in the order of ``places``."""
    lines = (words[at] for at in places[: _LINE * _AROUND] if _ends_line(words, at))
    return islice(lines, _AROUND)


def _ends_line(words: Sequence[Word], at: int) -> bool:
    return "\n" in words[at].gap or at + 1 == len(words)


def _unmarked(words: Sequence[Word], at: int) -> Span | None:
    word = words[at]
    if word.abbreviated and len(word.form) > 2 and word.form not in _PARTS:
        of_code = at > 0 and words[at - 1].form in _CODES
        return (at, at + 1, 0.9) if abbreviation(word.written) == "place" and not of_code else None
    if not word.named or word.initial:
        return None
    if word.language in _TURKIC:
        return _by_ending(words, at)
    known = said(word.form)
    before = words[at - 1].form if at and words[at - 1].gap.isspace() else ""
    if before in _SURE and not _is_person_like(words, at):
        if known.place > 0.2 or not known.common or not known.known:
            return at, at + 1, 0.8 if known.place else 0.65
        if not word.first and known.common < 1.0:
            return at, at + 1, 0.6
    if known.place > 0.4 and known.first_name < 0.1 and not _is_person_like(words, at):
        if word.first and known.common:
            return at, at + 1, 0.6  # «Нары двухъярусные»
        return at, at + 1, 0.75 if before in _MAYBE or known.place > 0.7 else 0.65
    return None


def _by_ending(words: Sequence[Word], at: int) -> Span | None:
    """A name in a case of place: «Фрунзеге», «Орынборға», «Токмоктон»."""
    word = words[at]
    if at and words[at - 1].named and words[at - 1].joined and not words[at - 1].first:
        return None  # the end of somebody's name
    if said(word.form).place > 0.5 and not word.form.endswith(("ов", "ев", "ова", "ева")):
        bare = word.first and is_listed(word.form, word.language)
        return at, at + 1, 0.6 if bare else 0.7  # «Темир жолдо»
    apart = word.first or (at > 0 and words[at - 1].gap.strip() not in {"", ","})
    if apart and is_listed(word.form, word.language):
        return None  # its capital is that of a beginning
    for lemma in lemmas(word.form, word.language)[:1]:
        rest = "".join(lemma.segments[1:])
        stem = lemma.segments[0] if lemma.segments else word.form
        if rest and not is_shaped(folded(stem)):
            if _AT.fullmatch(rest):
                return at, at + 1, 0.7
            if _TO.fullmatch(rest) and not word.first:
                return at, at + 1, 0.6
    return None


def _is_person_like(words: Sequence[Word], at: int) -> bool:
    """Whether initials stand beside a word, or it is shaped as surnames in other cases are."""
    behind = at + 1 < len(words) and words[at].gap.isspace() and words[at + 1].initial
    before = at > 0 and words[at - 1].initial
    return behind or before


def _listed(words: Sequence[Word], at: int, busy: Container[int]) -> Iterator[Span]:
    """What goes on after a place: «из Житомира и Каменец-Подольска», «Илийск — Сары-Озек»."""
    while at < len(words):
        gap = words[at - 1].gap.strip()
        start = at
        if gap == "" and words[at].form in {"и", "және", "жана", "мен"} and at + 1 < len(words):
            start = at + 1
        elif gap not in {",", "—", "–", "-"}:
            return
        word = words[start]
        known = said(word.form)
        if (
            word.language == "ru"
            and word.named
            and start not in busy
            and not _is_person_like(words, start)
        ):
            nxt = words[start + 1] if start + 1 < len(words) else None
            paired = nxt is not None and word.joined and nxt.named
            if known.place > 0.2 or not (known.known or is_shaped(word.form) or paired):
                yield start, start + 1, 0.6
                at = start + 1
                continue
        return


def is_part(word: Word) -> bool:
    """Whether a word is «область» or the like in any case."""
    return _is_cue(word, "part")


@cache
def _table() -> dict[str, tuple[frozenset[str], frozenset[str], frozenset[str]]]:
    """For each place of a word: dictionary forms in Russian, abbreviations, stems in others."""
    out = {}
    for place in ("before", "behind", "part"):
        table = [
            (row[0], row[1]) for row in rows("index.names", "place_words.tsv") if row[2] == place
        ]
        out[place] = (
            frozenset(word for word, lang in table if lang == "ru" and not word.endswith(".")),
            frozenset(word.rstrip(".") for word, _ in table if word.endswith(".")),
            frozenset(folded(word) for word, lang in table if lang != "ru"),
        )
    return out


def _is_cue(word: Word, place: str) -> bool:
    if word.gap[:1] == "." and not word.capital and word.form in _table()[place][1]:
        return True
    return _is_cue_form(word.form, word.language, place)


@lru_cache(maxsize=1 << 15)
def _is_cue_form(form: str, language: str, place: str) -> bool:
    russian, _, stems = _table()[place]
    if language not in _TURKIC:
        return any(lemma.text in russian for lemma in lemmas(form, "ru"))
    low = folded(form)
    return any(low.startswith(stem) and (low == stem or is_ending(low[len(stem) :])
               or low[len(stem):len(stem)+1] == "н") for stem in stems)  # fmt: skip
