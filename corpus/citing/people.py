"""Authors as citations print them: «Елеуханова С. В.», «Елеуханова, С. В.», «С. В. Елеуханова»."""

from __future__ import annotations

import re
from dataclasses import dataclass

_INITIAL = r"[^\W\d_]\.(?:\s?-\s?[^\W\d_]\.)?"
_INITIALS = rf"{_INITIAL}(?:\s?{_INITIAL})?"
_NAME = r"[^\W\d_][^\W\d_’']+(?:-[^\W\d_]+)?"
#: how a patronymic ends: Петровна, Ильич, Нұрланұлы, Асан уулу, Асан кызы
_PATRONYMIC = (
    rf"(?:{_NAME}(?:вич|ьич|мич|вна|чна|ұлы|улы|қызы|кызы|оглы|оғлы)|{_NAME} (?:уулу|кызы))"
)
_FAMILY_FIRST = re.compile(rf"({_NAME}),?\s+({_INITIALS}|{_NAME} {_PATRONYMIC})")
_FAMILY_LAST = re.compile(rf"({_INITIALS})\s?({_NAME})")


@dataclass(frozen=True, slots=True)
class Person:
    """Family name, and the given names as they are known: «С. В.» or «Светлана Викторовна»."""

    family: str
    given: str

    @property
    def initials(self) -> str:
        """«С. В.»; an initial is kept as it is."""
        spaced = re.sub(r"\.(?=[^\s-])", ". ", self.given)
        return " ".join(
            word if word.endswith(".") else f"{word[0]}."
            for word in spaced.split()
            if word not in {"уулу", "кызы"}
        )

    def heading(self, comma: bool = False) -> str:
        """«Елеуханова С. В.»; with a comma behind the family name as older standards want it."""
        return f"{self.family}{',' if comma else ''} {self.initials}"

    @property
    def responsible(self) -> str:
        """As it stands behind the slash: the name in full where it is known."""
        full = not self.given.endswith(".")
        return f"{self.family} {self.given}" if full else f"{self.initials} {self.family}"


def people(author: str) -> tuple[Person, ...]:
    """The persons that an author's field begins with; none where it names an office.

    «Т. Осмоналиев, шахтанын начальниги» is one person; two capitalised words without a patronymic
    may stand in either order and are none.
    """
    out: list[Person] = []
    whole = _person(author.strip())
    if whole:
        return (whole,)
    for part in re.split(r"[,;]", author):
        person = _person(part.strip())
        if person is None:
            break
        out.append(person)
    return tuple(out)


def _person(text: str) -> Person | None:
    if m := _FAMILY_FIRST.fullmatch(text):
        family, given = m[1], m[2]
    elif m := _FAMILY_LAST.fullmatch(text):
        family, given = m[2], m[1]
    else:
        return None
    proper = family[0].isupper() and given[0].isupper()
    return Person(family, given) if proper else None
