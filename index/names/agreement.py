"""Which case a person's name stands in, by what stands around it in a Russian text.

«Иванова» is he in the genitive and she in the nominative. It is told, in this order, by

1. the names beside it in a list: «Земсков, Цаплин, Иванова» are all in one case;
2. a preposition before it: «у Иванова»;
3. what somebody is: «врач Иванова», «заместителю начальника Иванову»; a verb: «допросить Иванова»;
4. the verb behind it: «Иванова показала», «Иванова арестовали»; a participle: «Иванова, осуждённая»
5. a thing before it that is somebody's: «бригада Иванова».

What tells nothing leaves both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from corpus.tables import rows
from index.analysis.russian_dictionary import readings
from index.names.declension import MEN, WOMEN, surname_forms
from index.names.lexicon import said
from index.names.words import Word

#: gender («m», «f», either is empty) and case of a name
Reading = tuple[str, str]
Readings = frozenset[Reading]

_NOTHING: Readings = frozenset()
_CASES = ("nomn", "gent", "datv", "accs", "ablt")
#: between names of a list: footnotes, commas, «и»
_BETWEEN = re.compile(r"[\s.,;:\[\]()\d/-]*")
#: between a name and the word that governs it
_BEFORE = re.compile(r"\s+|\s*[:/(]\s*|\.\s*")
#: So many words before a name may say what somebody is: «заместителю начальника Управления».
_BACK = 5
_GENDERS = {"masc": MEN, "femn": WOMEN}

#: first word of a name and the one behind the last
Span = tuple[int, int]


def told(words: Sequence[Word], names: Sequence[Span]) -> list[Readings]:
    """The readings that the text leaves each of some names, in order; empty where it tells none.

    ``names`` are all persons of a page.
    """
    out: list[Readings] = []
    for group in _lists(words, names):
        shared = frozenset(("", case) for case in _shared_cases(words, group))
        around = _around(words, group, shared)
        out += [around] * len(group)
    return out


def _lists(words: Sequence[Word], names: Sequence[Span]) -> list[list[Span]]:
    """Names by the lists in which they stand; most stand alone."""
    out: list[list[Span]] = []
    for span in names:
        if out and _goes_on(words, out[-1][-1][1], span[0]):
            out[-1].append(span)
        else:
            out.append([span])
    return out


def _goes_on(words: Sequence[Word], end: int, start: int) -> bool:
    """Whether only footnotes, commas and «и» stand between two names, and one of these."""
    joined = "".join(word.gap for word in words[end - 1 : start])
    between = words[end:start]
    plain = all(word.form == "и" or word.form.isdigit() for word in between)
    return plain and bool(_BETWEEN.fullmatch(joined)) and ("," in joined or len(between) > 0)


def _shared_cases(words: Sequence[Word], group: Sequence[Span]) -> frozenset[str]:
    """The cases in which all names of a list may stand."""
    shared = frozenset(_CASES)
    for span in group:
        if own := _cases(words, span):
            shared &= own
    return shared


def _cases(words: Sequence[Word], span: Span) -> frozenset[str]:
    surname = next((w for w in reversed(words[slice(*span)]) if not w.initial), None)
    forms = surname_forms(surname.written) if surname else ()
    sure = {form.case for form in forms if form.kind in {"possessive", "adjective", "surname"}}
    return frozenset(sure)


def _around(words: Sequence[Word], group: Sequence[Span], shared: Readings) -> Readings:
    """What is told of a list: by its names, else by the words around that leave some of these."""
    cases = {case for _, case in shared}
    if len(group) > 1 and len(cases) == 1:
        return shared
    first, end = group[0][0], group[-1][1]
    preposition = _behind_preposition(words, first)
    behind = () if _is_of_subject(words, first) else (_behind(words, end, len(group) > 1),)
    people, whose = _before(words, first, len(group) > 1)
    for told_so in (preposition, *people, *behind, *whose):
        left = frozenset(one for one in told_so if not cases or one[1] in cases)
        if left:
            return left
    return shared if len(group) > 1 and cases else _NOTHING


def _behind(words: Sequence[Word], end: int, several: bool) -> Readings:
    """What the verb or participle right behind a name tells."""
    at, gap = end, words[end - 1].gap
    if at >= len(words):
        return _NOTHING
    apart = bool(re.fullmatch(r"\.?\s*,\s*", gap))
    if not (apart or re.fullmatch(r"\.?\s+", gap)):
        return _NOTHING
    if words[at].form == "не" and words[at].joined:
        at += 1
    if at >= len(words):
        return _NOTHING
    participle = _participle(words[at].form)
    if apart:
        return participle
    return _verb(words[at].form, several)


@lru_cache(maxsize=1 << 12)
def _participle(form: str) -> Readings:
    """Gender and case of a participle or an adjective that follows a name behind a comma."""
    return frozenset(
        (_GENDERS[str(parse.tag.gender)], str(parse.tag.case))
        for parse in readings(form)
        if parse.tag.POS in {"PRTF", "ADJF"} and str(parse.tag.gender) in _GENDERS
    )


@lru_cache(maxsize=1 << 12)
def _verb(form: str, several: bool) -> Readings:
    """What a name is to the verb behind it: its subject, or the object of nobody's deed."""
    out: set[Reading] = set()
    for parse in readings(form):
        tag = parse.tag
        if tag.POS not in {"VERB", "PRTS"}:
            continue
        if tag.number == "plur":
            out.add(("", "nomn") if several else ("", "accs"))
        elif str(tag.gender) == "femn":
            out.add((WOMEN, "nomn"))
        elif str(tag.gender) == "masc":
            out |= {(MEN, "nomn"), (MEN, "accs")}
        break
    return frozenset(out)


def _behind_preposition(words: Sequence[Word], first: int) -> Readings:
    """What a preposition before a name tells, or before «тов.»."""
    at = first - 1
    while at > 0 and words[at].gap.startswith(".") and _is_short_title(words[at].form):
        at -= 1
    case = _prepositions().get(words[at].form) if at >= 0 and words[at].gap.isspace() else None
    return frozenset([("", case)]) if case else _NOTHING


def _is_of_subject(words: Sequence[Word], first: int) -> bool:
    """Whether the verb behind a name is that of a thing before it: «бригада Иванова дала»."""
    if first == 0 or not words[first - 1].joined or not _is_thing(words[first - 1].form):
        return False
    parses = readings(words[first - 1].form)
    return any(parse.tag.POS == "NOUN" and parse.tag.case == "nomn" for parse in parses)


def _before(
    words: Sequence[Word], first: int, several: bool
) -> tuple[list[Readings], list[Readings]]:
    """What a verb or those words tell that say what somebody is, the surest first; what is whose.

    Of several words the first is the head: «заместителю начальника Иванову». A form has «Фамилия:
    Иванова», so that what is whose is told behind a colon of ``several`` only: «в трудах: Иванова,
    Петрова».
    """
    people: list[Readings] = []
    whose: list[Readings] = []
    thing = False
    for at in range(first - 1, max(-1, first - 1 - _BACK), -1):
        word = words[at]
        if not _BEFORE.fullmatch(word.gap):
            break
        if word.gap.startswith("."):
            if not _is_short_title(word.form):
                break
        elif not (people or thing) and (governed := _governing(word.form)):
            return [governed], []
        elif person := _person(word.form):
            if not (thing and said(word.form).adjective):  # «кандидата исторических наук Иванова»
                people.append(person)
        elif _is_thing(word.form):
            counted = at > 0 and words[at - 1].form.isdigit()  # «в 1937 году Иванова …»
            apart = not several and not word.gap.isspace()
            if not (people or thing or counted or apart):
                whose.append(frozenset([("", "gent")]))
            thing = True
        else:
            break
    return people[::-1], whose


@lru_cache(maxsize=1 << 12)
def _person(form: str) -> Readings:
    """The readings of a word that says what somebody is: «врач», «осуждённого», «гражданки»."""
    best = _best(form)
    if best is None or not (best.tag.POS in {"ADJF", "PRTF"} or "anim" in best.tag):
        return _NOTHING
    return frozenset(
        (_gender_of(parse), str(parse.tag.case))
        for parse in readings(form)
        if parse.normal_form == best.normal_form
    )


def _gender_of(parse: Any) -> str:
    """The gender that a word tells of whom it is said: a woman may be «секретарь»."""
    gender = _GENDERS.get(str(parse.tag.gender), "")
    return gender if gender == WOMEN or parse.tag.POS != "NOUN" else ""


@lru_cache(maxsize=1 << 12)
def _is_thing(form: str) -> bool:
    best = _best(form)
    return best is not None and best.tag.POS == "NOUN" and "inan" in best.tag


def _best(form: str) -> Any:
    """The likeliest reading of a word that the dictionary has."""
    best = next(iter(readings(form)), None)
    return best if best is not None and best.is_known else None


@lru_cache(maxsize=1 << 12)
def _governing(form: str) -> Readings:
    """What a verb right before a name tells of it."""
    best = _best(form)
    if best is None or best.tag.POS not in {"VERB", "INFN", "GRND"}:
        return _NOTHING
    out: set[Reading] = {("", "datv") if "intr" in best.tag else ("", "accs")}
    if best.tag.gender == "femn":
        out.add((WOMEN, "nomn"))  # «показала Иванова»
    return frozenset(out)


@cache
def _prepositions() -> dict[str, str]:
    return {word: case for word, case, _ in rows("index.names", "prepositions.tsv")}


@cache
def _short_titles() -> frozenset[str]:
    table = rows("index.names", "person_words.tsv")
    return frozenset(row[0].rstrip(".") for row in table if row[1] == "ru" and row[0].endswith("."))


def _is_short_title(form: str) -> bool:
    return form in _short_titles()
