"""Headings of persons: what a name in a document comes to in the nominative.

A heading is «Фамилия Имя Отчество» or «Фамилия И. О.». The patronymic is the anchor: it alone says
gender and case for certain, and the rest is read so that it agrees. Without one there are often
several candidates, and all are given: «Иванова И. И.» is he in the genitive or she. Two documents
whose headings have one :func:`candidate` may speak of one person, and that is all it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.names.declension import (
    CASES,
    MEN,
    WOMEN,
    Form,
    first_name_forms,
    likeness,
    surname_forms,
    unknown_first_name_forms,
)
from index.names.declension import names as known_names

#: letters of the longest name that is read
LONGEST = 120
_SPLIT = re.compile(r"[^\W\d_](?:[жз])?\.|[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_HYPHENS = re.compile(r"[-\u00ad\u2010\u2011\u00ac]\s*\n\s*")
#: men's and women's patronymics: the stem, then the endings of the six cases
_PATRONYMICS = (
    (MEN, re.compile(r"(.+(?:[ое]в|[бвзклмнптфь])[иы]ч|иль?ич)(|а|у|ем|ом|е)"),
     {"": ("nomn",), "а": ("gent", "accs"), "у": ("datv",), "ем": ("ablt",), "ом": ("ablt",),
      "е": ("loct",)}, ""),
    (WOMEN, re.compile(r"(.+(?:[ое]вн|[иы]чн|инишн))(а|ы|у|е|ой|ою)"),
     {"а": ("nomn",), "ы": ("gent",), "у": ("accs",), "е": ("datv", "loct"), "ой": ("ablt",),
      "ою": ("ablt",)}, "а"),
)  # fmt: skip
#: the word for son or daughter, joined or apart
KINSHIP = ("ұлы", "улы", "уулу", "қызы", "кызы", "оглы", "кызы")
_KIN = "|".join(sorted(set(KINSHIP)))
#: Kazakh and Kyrgyz endings of cases behind a name
_TURKIC = (
    "(?:[ндт](?:ың|ің|ын|ин|ун|үн)|[ндт](?:ы|і|и|у|ү)|[ғгқк](?:а|е|о|ө)|н(?:а|е|о|ө)"
    "|[дт](?:а|е|о|ө)(?:ғы|гі|гы|ги)?|[ндт](?:ан|ен|он|өн)|[мбп]ен|менен)"
)
_OF_KIN = re.compile(rf"((?:.{{3,}})?(?:{_KIN}))(?:{_TURKIC})?", re.I)
_TURKIC_SURNAME = re.compile(rf"(.{{2,}}(?:[ое]в|[иы]н)а?|.{{3,}}[иы]ч){_TURKIC}", re.I)
#: what is a surname as it stands
_SURNAME = re.compile(r".{2,}(?:[ое]ва?|[иы]на)", re.I)
#: a genitive that no Russian word has: «Зылиханың»
_TURKIC_ONLY = re.compile(r"(.{3,}?)(?:[ндт][ыі]ң|[ғқ]а)", re.I)
#: ... and any ending of a case
_TURKIC_CASE = re.compile(rf"(.{{3,}}?){_TURKIC}", re.I)
#: all that a name of a Kazakh or Kyrgyz line may be once its ending is taken off
_NOMINATIVE = frozenset([("", "nomn")])
#: Without a patronymic the prepositional case says too little: «о Петрове».
_RARE = "loct"


def headings(
    written: str, language: str = "ru", told: frozenset[tuple[str, str]] = frozenset()
) -> tuple[str, ...]:
    """The candidates for the heading of a person's name, best first; at least one.

    ``written`` is the name as it stands, over line ends too, in any case and in either order.
    ``language`` is that of the line: in Kazakh and Kyrgyz the last word bears the ending, and no
    name has one of Russian. Of a Russian name that can be read in several ways those are left that
    the text around it tells (:mod:`index.names.agreement`), if one of them is.
    """
    if len(written) > LONGEST:
        return (written,)
    return _headings(_HYPHENS.sub("", written), language, told)


def candidate(heading: str) -> str:
    """A heading as persons are listed who may be one: surname and initials, ё as е.

    What has no surname stays as it is: «Пётр Иванович», «Ақан Төлегенұлы».
    """
    heading = heading.replace("ё", "е").replace("Ё", "Е")
    surname, *rest = heading.replace(".", " ").split() or [""]
    no_surname = len(rest) == 1 and patronymic(rest[0])
    if not rest or no_surname or any(_OF_KIN.fullmatch(word) for word in (surname, *rest)):
        return heading
    return " ".join([surname, *(f"{word[0].upper()}." for word in rest)])


@lru_cache(maxsize=1 << 14)
def _headings(written: str, language: str, told: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    words = _SPLIT.findall(written)
    initials = [word for word in words if word.endswith(".")]
    names = [_russian_ending(word) for word in words if not word.endswith(".")]
    if not names:
        return (written,)
    if language in {"kk", "ky"}:
        names[-1] = _stem(names[-1])
        told = _NOMINATIVE
    if kin := _with_kin(names):
        return (kin,)
    if initials or len(names) == 1:
        tail = "".join(f" {initial}" for initial in initials)
        return tuple(name + tail for name in _surnames(" ".join(names), told))
    return _by_patronymic(names) or _two(names, told) or (" ".join(names),)


def _russian_ending(word: str) -> str:
    """A Kazakh or Kyrgyz ending of a case taken from a word in which it is plain."""
    if patronymic(word) or _SURNAME.fullmatch(word):
        return word
    m = _TURKIC_SURNAME.fullmatch(word) or _TURKIC_ONLY.fullmatch(word)
    return m[1] if m else word


def _stem(word: str) -> str:
    """A name of a Kazakh or Kyrgyz line without the ending of its case: «Сейітті»."""
    if word in known_names() or patronymic(word) or _SURNAME.fullmatch(word):
        return word
    m = _TURKIC_CASE.fullmatch(word)
    return m[1] if m and (len(m[1]) > 3 or m[1] in known_names()) else word


def _with_kin(names: Sequence[str]) -> str:
    """«Касым Тыныстан уулу», «Ақан Төлегенұлына»: the order is kept, the ending taken off."""
    for at, word in enumerate(names):
        if m := _OF_KIN.fullmatch(word):
            return " ".join([*names[:at], m[1], *names[at + 1 :]])
    return ""


def patronymic(word: str) -> tuple[Form, ...]:
    """Readings of a patronymic of the Russian kind; none if it is not one."""
    low = word.lower()
    for gender, pattern, cases, nominative in _PATRONYMICS:
        if m := pattern.fullmatch(low):
            name = word[: len(m[1])] + nominative
            return tuple(Form(gender, case, name, "patronymic") for case in cases[m[2]])
    return ()


def _by_patronymic(names: Sequence[str]) -> tuple[str, ...]:
    """Headings of «Фамилия Имя Отчество», «Имя Отчество Фамилия» and «Имя Отчество»."""
    if len(names) > 3:
        return ()
    for at in (1, 2):
        if at >= len(names) or not (anchors := patronymic(names[at])):
            continue
        if len(names) == 2 and not (_is_fathers(names[1], names[0]) and _agrees(names[0], anchors)):
            continue  # «Марией Войтович» is she by that surname
        surname = names[0] if at == 2 else "".join(names[2:])
        given = names[at - 1]
        forms = first_name_forms(given) + unknown_first_name_forms(given)
        first = _best(forms, anchors) or given
        last = _best(surname_forms(surname), anchors) or surname
        return (" ".join(filter(None, [last, first, anchors[0].name])),)
    return ()


def _is_fathers(word: str, first: str) -> bool:
    """Whether a patronymic beside a first name comes of one that is known, and is no surname."""
    if not (m := re.fullmatch(r"(.+?)(?:[ое]в)?[иы]ч\w*", word)):
        return True  # no surname ends as a daughter's does
    if first in known_names():
        return True  # hardly anybody with such a name bears such a surname
    names = (m[1] + end for end in ("", "й", "ь", "а", "я"))
    return any(form.kind == "name" for name in names for form in first_name_forms(name))


def _agrees(first: str, anchors: Iterable[Form]) -> bool:
    return bool(_agreeing(first_name_forms(first), anchors))


def _agreeing(forms: Iterable[Form], anchors: Iterable[Form]) -> list[str]:
    """Names of the forms that have the gender and case of an anchor, in the anchors' order."""
    forms = tuple(forms)
    return [
        form.name
        for anchor in sorted(anchors, key=lambda form: CASES.index(form.case))
        for form in forms
        if form[:2] == anchor[:2]
    ]


def _best(forms: Sequence[Form], anchors: Sequence[Form]) -> str:
    """The name that agrees, else one of the same gender (typists err in cases), else nothing."""
    of_gender = (form.name for form in forms if form.gender == anchors[0].gender)
    return next(iter(_agreeing(forms, anchors)), "") or next(of_gender, "")


def _two(names: Sequence[str], told: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """Headings of a surname and a first name in either order; they must agree."""
    if len(names) != 2:
        return ()
    last, first = names
    if likeness(last) > likeness(first):
        first, last = names
    usual = [form for form in _likely(surname_forms(last)) if form.case != _RARE]
    surnames = _left(usual, told)
    given = first_name_forms(first)
    for shared in (2, 1):  # gender and case, else gender alone: typists err in cases
        pairs = [
            f"{surname.name} {name.name}"
            for surname in sorted(surnames, key=lambda form: form.case != CASES[0])
            for name in given
            if surname[:shared] == name[:shared] and (shared == 2 or name.kind == "name")
        ]
        if pairs:
            return tuple(dict.fromkeys(pairs))
    return (f"{last} {first}",)


def _surnames(written: str, told: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """The candidates for a surname of which nothing but what the text tells is known."""
    forms = _likely(surname_forms(written))
    usual = [form for form in forms if form.case != _RARE] or list(forms)
    usual.sort(key=lambda form: form.case != CASES[0])
    return tuple(dict.fromkeys(form.name for form in _left(usual, told))) or (written,)


def _left(forms: Sequence[Form], told: frozenset[tuple[str, str]]) -> Sequence[Form]:
    """The readings that the text leaves, or all where it leaves none."""
    left = [form for form in forms if {(form.gender, form.case), ("", form.case)} & told]
    return left or forms


def _likely(forms: Sequence[Form]) -> Sequence[Form]:
    """The readings of a surname's own endings if it has such, else all.

    «Иванов» is no genitive of women by the name of Иванов, «Петровым» no man by the name of
    Петровым.
    """
    native = [form for form in forms if form.kind not in {"rare", "foreign"}]
    forms = native if any(form.case != _RARE for form in native) else forms
    for kinds in ({"surname"}, {"possessive"}, {"adjective"}):
        own = [form for form in forms if form.kind in kinds]
        if any(form.case != _RARE for form in own):
            return own
    return forms
