"""Readings of a declined surname or first name: gender, case, and its form in the nominative.

A name is read by the paradigms of declension.tsv; what the dictionary knows as a noun or a name is
read by the dictionary too («Зайца» is of Заяц). No reading is chosen here: «Иванова» is he in the
genitive and she in the nominative, and only what stands beside it can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from corpus.tables import rows
from index.analysis.russian import is_many_of_a_name
from index.analysis.russian_dictionary import readings

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
MEN, WOMEN = "m", "f"
#: how pymorphy3 calls the genders; «ms-f» may be either
_GENDERS = {"masc": MEN, "femn": WOMEN, "ms-f": MEN + WOMEN}
_OF_NAME = frozenset({"Name"})


class Form(NamedTuple):
    """One way to read a name: its gender, its case, the name itself, and what says so."""

    gender: str
    case: str
    name: str
    kind: str


class _Paradigm(NamedTuple):
    kind: str
    stem: re.Pattern[str]
    genders: str
    endings: tuple[tuple[str, str], ...]
    nominative: str


@lru_cache(maxsize=1 << 14)
def surname_forms(written: str) -> tuple[Form, ...]:
    """Readings of a surname in any case, those of the dictionary first; each part of «А-Б» alike.

    Where the dictionary has the surname, or a noun whose stem changes, only it is asked.
    """
    head, hyphen, tail = written.rpartition("-")
    if hyphen:
        return tuple(
            Form(first.gender, first.case, f"{first.name}-{second.name}", second.kind)
            for first in surname_forms(head)
            for second in surname_forms(tail)
            if first[:2] == second[:2] and "known" not in (first.kind, second.kind)
        )
    known = tuple(_known(written))
    ruled = _ruled(written, frozenset(form.name.lower() for form in known))
    settled = {
        form[:2]
        for form in known
        if form.kind == "surname" or not _begins_alike(form.name, written)
    }
    return known + tuple(form for form in ruled if form[:2] not in settled)


@lru_cache(maxsize=1 << 14)
def first_name_forms(written: str) -> tuple[Form, ...]:
    """Readings of a first name: by first_names.tsv and the dictionary, else by the paradigms."""
    found = [
        (
            "Fixd" in parse.tag,
            Form(gender, parse.tag.case, _like(written, named.word), "name"),
        )
        for parse in readings(written.lower())
        if parse.is_known and "Name" in parse.tag and "plur" not in parse.tag
        for gender in _GENDERS.get(str(parse.tag.gender), "")
        if parse.tag.case in CASES and (named := parse.inflect({"sing", "nomn"}))
    ]
    found.sort(key=lambda one: one[0])  # «Анне» is sooner of Анна than of Анне
    listed = (form for form in _ruled(written, None) if form.gender in names().get(form.name, ""))
    forms = [*(form._replace(kind="name") for form in listed), *(form for _, form in found)]
    return tuple(dict.fromkeys(forms)) or unknown_first_name_forms(written)


def unknown_first_name_forms(written: str) -> tuple[Form, ...]:
    """Readings by the paradigms of a first name that nobody knows."""
    return tuple(_ruled(written, None))


def likeness(word: str) -> float:
    """How much a word is a first name (to 1) or a surname (to -1) by dictionary and ending."""
    parses = [
        parse
        for parse in readings(word.lower())
        if parse.tag.POS == "NOUN" and not is_many_of_a_name(parse)
    ]
    total = sum(parse.score for parse in parses) or 1.0
    share = {
        tag: sum(p.score for p in parses if p.is_known and tag in p.tag) / total
        for tag in ("Name", "Surn")
    }
    listed = any(form.name in names() for form in first_name_forms(word) if form.kind == "name")
    shaped = any(
        form.kind in {"possessive", "adjective"} and form.case != "loct"
        for form in surname_forms(word)
    )
    first_name = float(max(share["Name"], listed))
    # «Тохтасын Иминов»: first names end on -ин and -ын, too
    shape = (0.9 if re.search("[иы]н$", word) else 1.0) if shaped and share["Name"] < 0.5 else 0.0
    return first_name - float(max(share["Surn"], shape))


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """The first names of first_names.tsv with their genders."""
    found: dict[str, str] = {}
    for name, gender, _ in rows("index.names", "first_names.tsv"):
        found[name] = found.get(name, "") + gender
    return found


def _known(written: str) -> Iterator[Form]:
    """Readings as a surname or noun of the dictionary: «Толстого», «Соловья», «Сороке»."""
    for parse in readings(written.lower()):
        tag = parse.tag
        if not parse.is_known or tag.POS != "NOUN" or tag.case not in CASES or "sing" not in tag:
            continue
        if "Surn" in tag and (name := parse.inflect({"sing", "nomn"})):
            for gender in _GENDERS.get(str(tag.gender), ""):
                yield Form(gender, tag.case, _like(written, name.word), "surname")
        elif not {"Geox", "Name"} & tag.grammemes:  # «Яна» is no surname
            for gender in MEN + (WOMEN if tag.gender == "femn" else ""):
                yield Form(gender, tag.case, _like(written, parse.normal_form), "noun")


def _ruled(written: str, known: frozenset[str] | None) -> Iterator[Form]:
    """Readings by the paradigms; «known» ones that are none of ``known`` are called rare."""
    low = written.lower()
    for paradigm in _paradigms():
        for case, ending in paradigm.endings:
            if not low.endswith(ending):
                continue
            stem = written[: len(written) - len(ending)]
            if len(stem) < 2 or not paradigm.stem.search(stem.lower()):
                continue
            name = stem + paradigm.nominative
            kind = paradigm.kind
            if kind == "known" and known is not None and name.lower() not in known:
                kind = "rare"
            for gender in paradigm.genders:
                yield Form(gender, case, name, kind)


def _begins_alike(name: str, written: str) -> bool:
    """Whether a form has the whole stem of the name: «Зайца» has not that of «Заяц»."""
    return written.lower().startswith(name.lower().rstrip("ьйаяоеи"))


def _like(written: str, word: str) -> str:
    """The word with a capital, and ё only where it was written or the dictionary has it."""
    return word[:1].upper() + word[1:] if written[:1].isupper() else word


@lru_cache(maxsize=1)
def _paradigms() -> tuple[_Paradigm, ...]:
    return tuple(_paradigm(*line) for line in rows("index.names", "declension.tsv"))


def _paradigm(kind: str, stem: str, genders: str, *cases: str) -> _Paradigm:
    endings = tuple(
        (case, ending.strip("-"))
        for case, written in zip(CASES, cases[: len(CASES)], strict=True)
        for ending in written.split("|")
    )
    nominative = cases[0].strip("-")
    return _Paradigm(kind, re.compile(f"(?:{stem})$"), genders, endings, nominative)
