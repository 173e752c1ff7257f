"""Agencies, enterprises and camps: a word for what they are with what names them.

«Управление НКВД по Карагандинской области» is one mention: the word for what it is, back to the
first capital before it and on over abbreviations, genitives and places behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from corpus.tables import rows
from index.analysis.folding import folded
from index.analysis.positions import lemmas
from index.analysis.russian_dictionary import readings
from index.names.lexicon import abbreviation, is_common, said
from index.names.mention import Kind
from index.names.persons import is_turkic_surname
from index.names.turkic_ending import is_ending
from index.names.words import Word

_TURKIC = frozenset({"kk", "ky"})
_CAMP = re.compile(r"(?!архипе|фла|боулаг).{2,}лаг(.{0,5})")
#: Russian endings of a camp's name
_CASES = frozenset(["", "а", "у", "ом", "е", "и", "ов"])
_LINKS = frozenset({"по", "при"})
_NAMED_FOR = frozenset({"имени", "им"})
_ADJECTIVE = re.compile("[сц]к(?:ий|ая|ое|ого|ой|ому|им|ую|ом|их|ие)$")
_QUOTED = re.compile(r"\s*[«\"„“]\s*")
#: Of words in small letters, no more than so many stand between the parts of a chain.
_SMALL = 4

#: first word, the one behind the last, the word that says what it is, confidence, kind
Span = tuple[int, int, int, float, Kind]


def found(words: Sequence[Word], known: Mapping[int, int]) -> Iterator[Span]:
    """Yield organisations and camps in order; none overlap.

    ``known`` are the agencies that the thesaurus names, by first word the one behind the last; they
    may go on («Совет народных комиссаров» with «Киргизской ССР»).
    """
    at = 0
    while at < len(words):
        word, span = words[at], None
        if word.capital or _says_what(word.form, word.language):  # else nothing ends here
            span = _camp(words, at) or _organisation(words, at) or _abbreviation(words, at)
        if at in known and (span is None or span[1] <= known[at]):
            end, named = _on(words, known[at] - 1)
            nouns = (n for n in range(at, known[at]) if not said(words[n].form).adjective)
            head = next(nouns, at)
            span = (_back(words, at), end, head, 0.9, Kind.ORGANISATION) if named else None
        if span and span[1] > at:
            yield span
            at = span[1]
            for more in _quoted_too(words, at, span):
                yield more
                at = more[1]
        else:
            at += 1


def _quoted_too(words: Sequence[Word], at: int, span: Span) -> Iterator[Span]:
    """The second title of «в колхозах «Заря» и «Путь Ильича»»."""
    while at + 1 < len(words) and re.search('[»"“”]', words[at - 1].gap):
        start = at + 1 if words[at].form == "и" else at
        if not re.search('[«"„]$', words[start - 1].gap) or not words[start].capital:
            return
        end = _quoted(words, start - 1)
        yield start, end, start, span[3], span[4]
        at = end


def _camp(words: Sequence[Word], at: int) -> Span | None:
    """«Степлагом», «Песчаный лагерь», «лагеря № 37», «лагере АЛЖИР», «Ақмола лагері»."""
    word = words[at]
    if word.capital and _is_camp(word.form):
        return at, at + 1, at, 0.9, Kind.CAMP
    if not _is_head(word, "camp"):
        return None
    start = _back(words, at)
    if words[start].first and not _is_adjective_of_place(words[start]):
        start = at  # «Эти лагеря»
    if word.language in _TURKIC:
        return (start, at + 1, at, 0.85, Kind.CAMP) if start < at else None
    end = number = at + 1
    while number < min(end + 2, len(words)) and said(words[number].form).genitive:
        number += 1  # «лагерь военнопленных № 99»
    if number + 1 < len(words) and words[number].form == "n":
        number += words[number + 1].form[:1].isdigit()
        return start, number + 1, at, 0.85, Kind.CAMP
    if start < at:
        return start, end, at, 0.85, Kind.CAMP
    if end < len(words) and re.fullmatch(r"\s*[«\"„]?", word.gap):
        name = words[end]
        if (
            name.abbreviated
            and len(name.form) > 3
            and not name.shouted
            and not abbreviation(name.written)
        ):
            return end, end + 1, end, 0.7, Kind.CAMP
        if _QUOTED.fullmatch(word.gap) and name.capital:
            return end, _quoted(words, at), end, 0.8, Kind.CAMP
    return None


@lru_cache(maxsize=1 << 14)
def _is_camp(form: str) -> bool:
    """Whether a form is «Степлаг» in any case of any language, and no «архипелаг»."""
    m = _CAMP.fullmatch(form)
    return bool(m and not said(form).known and (m[1] in _CASES or is_ending(m[1])))


def _organisation(words: Sequence[Word], at: int) -> Span | None:
    word = words[at]
    alone = _is_head(word, "alone")
    if not (alone or _is_head(word, "named")):
        return None
    if word.language in _TURKIC:
        start = _turkic_back(words, at)
        if start < at and words[start].first and is_common(words[start].form, word.language):
            return None  # «Кадрлар бөлүмү»: the capital is that of a beginning
        named = start < at or (alone and word.capital and not word.first)
        return (start, at + 1, at, 0.8, Kind.ORGANISATION) if named else None
    start = _back(words, at)
    end, named = _on(words, at)
    proper = any(_tells(before) for before in words[start:at])
    titled = bool(_QUOTED.fullmatch(word.gap))
    begins = start < at and not named and (words[start].first or words[start].shouted)
    if not (proper or titled) and (begins or _is_several(word.form)):
        return None  # «отделениями ГУЛАГа»; «Лагерное отделение» where the capital says nothing
    if start < at or named or (alone and (word.capital or _is_compound(word.form))):
        sure = 0.9 if (start < at or word.capital) and named else 0.8
        return start, end, at, sure, Kind.ORGANISATION
    return None


def _abbreviation(words: Sequence[Word], at: int) -> Span | None:
    """«НКВД Казахской ССР», «ВОХР», a chief administration by its letters (ГУЛЖДС)."""
    word = words[at]
    what = abbreviation(word.written) if word.abbreviated else ""
    if what == "camp" and not word.shouted:
        return at, at + 1, at, 0.6, Kind.CAMP
    unknown = not what and not word.shouted and re.fullmatch(r"Г?У[А-Я]{2,}", word.written)
    if what != "organisation" and not unknown:
        return None
    end, _ = _on(words, at)
    return at, end, at, 0.9 if what else 0.6, Kind.ORGANISATION


def _back(words: Sequence[Word], at: int) -> int:
    """Where the adjectives before a head begin, from the first with a capital on."""
    start, first = at, at
    while first > 0 and at - first < 4:
        before = words[first - 1]
        if not before.gap.isspace() or not _may_describe(before):
            break
        first -= 1
        if before.first and start < at:
            break  # «Заключённые Карагандинского лагеря»
        if before.capital or (before.shouted and _is_adjective_of_place(before)):
            start = first
    return start


def _may_describe(word: Word) -> bool:
    if word.language != "ru":
        return False
    known = said(word.form)
    return known.adjective and known.first_name < 0.5 and known.surname < 0.5


def _turkic_back(words: Sequence[Word], at: int) -> int:
    """The same in Kazakh and Kyrgyz, where nouns too stand before: «Кыргыз Республикасынын …»."""
    start, first = at, at
    while first > 0 and at - first < 5:
        before = words[first - 1]
        if before.first and start < at:
            break
        if not before.gap.isspace() or len(before.form) < 2:
            break
        if not (before.capital or said(before.form).adjective or _is_attribute(before)):
            break
        if is_turkic_surname(before.form) or (first > 1 and words[first - 2].initial):
            break
        first -= 1
        if before.capital:
            start = first
    return start


def _is_attribute(word: Word) -> bool:
    """Whether a Kazakh or Kyrgyz word tells of which kind something is: мемлекеттік, облустук."""
    return bool(re.search("[лдт](?:[ыиуү]к|[ыі]қ|ік)$", word.form))


def _on(words: Sequence[Word], at: int) -> tuple[int, bool]:
    """The word behind the last of what follows a head, and whether that names it."""
    end, named, small, last = at + 1, False, 0, at + 1
    while end < len(words) and small <= _SMALL:
        gap = words[end - 1].gap
        if _QUOTED.fullmatch(gap):
            return _quoted(words, end - 1), True
        word = words[end]
        apart = word.shouted != words[at].shouted or "\n\n" in gap
        if apart or not re.fullmatch(r"\s+|\s*[-–]\s*", gap):
            break
        if word.form in _NAMED_FOR:
            return _behind_name(words, end + 1), True
        if word.form in _LINKS and end + 1 < len(words):
            end += 1
            small += 1
            continue
        numbered = word.form == "n" and end == at + 1 and _is_number(words, end + 1)
        if numbered or _names(word):
            named = True
            end += 1 + numbered
            last = end
        elif word.capital and _is_adjective_of_place(word):
            end += 1
            following = words[end] if end < len(words) and word.gap.isspace() else None
            if following is None or not (said(following.form).known or following.abbreviated):
                break
            named = True
            last = end
        elif (
            len(word.form) > 1
            and said(word.form).genitive
            and not word.abbreviated
            and (not word.capital or (said(word.form).common > 0.7 and end <= at + 2))
        ):
            small += 1
            end += 1
            if named or end <= at + 1 + _SMALL:
                last = end if named else last
        else:
            break
    return (last, True) if named else (at + 1, False)


def _is_number(words: Sequence[Word], at: int) -> bool:
    """Whether a figure is the number of an agency, not that of an order: «№ 651 от 6 августа»."""
    if at >= len(words) or not words[at].form[:1].isdigit():
        return False
    dated = at + 2 < len(words) and words[at + 1].form == "от" and words[at + 2].form[:1].isdigit()
    return not dated


def _tells(word: Word) -> bool:
    """Whether an adjective tells which of many is meant: «Карагандинский», no «Главное»."""
    sky = bool(_ADJECTIVE.search(word.form))
    if not (word.capital or word.shouted):
        return False
    return not said(word.form).known or (sky and word.form not in _general())


@lru_cache(maxsize=1 << 12)
def _is_several(form: str) -> bool:
    """Whether a word is sooner one in the plural: «отделениями»."""
    best = next(iter(readings(form)), None)
    return best is not None and str(best.tag.number) == "plur"


@cache
def _general() -> frozenset[str]:
    """Forms of adjectives on -ский that are no place's: «городской», «советская»."""
    return frozenset(
        form.word
        for (word, _) in rows("index.names", "general_adjectives.tsv")
        for form in readings(word)[0].lexeme
    )


def _behind_name(words: Sequence[Word], at: int) -> int:
    """The word behind the name of a person whose name an agency bears: «имени С. М. Кирова»."""
    end = at
    while end < min(at + 3, len(words)) and words[end].capital:
        end += 1
        if words[end - 1].named:
            break
    return max(end, at)


def _names(word: Word) -> bool:
    """Whether a word names the agency of which the head is a part."""
    if word.abbreviated:
        return abbreviation(word.written) in {"organisation", "place"} or len(word.form) > 3
    return word.capital and (_is_camp(word.form) or (_is_head(word, "alone") and not word.initial))


def _is_adjective_of_place(word: Word) -> bool:
    return bool(re.search(r"[сц]к(?:ой|ого|ому|им|ом)$|[нв](?:ой|ого)$", word.form))


def _quoted(words: Sequence[Word], at: int) -> int:
    """The word behind the closing quotation mark of the title that opens behind ``at``."""
    for end in range(at + 1, min(at + 6, len(words))):
        if re.search('[»"“”]', words[end].gap):
            return end + 1
    return at + 2


def _is_head(word: Word, need: str) -> bool:
    return _is_head_form(word.form, word.language, need)


@lru_cache(maxsize=1 << 15)
def _says_what(form: str, language: str) -> bool:
    """Whether a word says of anything what it is."""
    return any(_is_head_form(form, language, need) for need in _heads(language))


@lru_cache(maxsize=1 << 15)
def _is_head_form(form: str, language: str, need: str) -> bool:
    own = _heads(language)
    if language in _TURKIC:
        low = folded(form)
        return any(
            low.startswith(stem) and (is_ending(low[len(stem) :]) or low[len(stem) :][:1] == "н")
            for stem in own[need]
        )
    if any(lemma.text in own[need] for lemma in lemmas(form, "ru")):
        return True
    return need == "alone" and _is_compound(form)


@lru_cache(maxsize=1 << 15)
def _is_compound(form: str) -> bool:
    """«облисполком», «райздравотдел», «Наркомзем», «санотдел» in any case."""
    return bool(_compound().fullmatch(form)) and not _ADJECTIVE.search(form)


@cache
def _compound() -> re.Pattern[str]:
    """A first part of such words, a last one, and the ending of a case."""
    parts = [*rows("index.names", "compound_parts.tsv")]
    first, last = (
        "|".join(re.escape(part) for part, place, *_ in parts if place == wanted)
        for wanted in ("first", "last")
    )
    return re.compile(rf"(?:{first}).*(?:{last})(?:а|у|ом|е|ы|ов|ой)?")


@cache
def _heads(language: str) -> dict[str, frozenset[str]]:
    """Words of a language for what an agency is, by what they need to be a name."""
    table = [row for row in rows("index.names", "organisation_words.tsv") if row[1] == language]
    turkic = language in _TURKIC
    return {
        need: frozenset(folded(row[0]) if turkic else row[0] for row in table if row[2] == need)
        for need in ("alone", "named", "camp")
    }
