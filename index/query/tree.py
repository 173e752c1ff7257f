"""What a query means, whatever engine answers it: a tree of frozen dataclasses.

``str()`` prints a tree as a query again; parsing that gives the same tree. A reference stands in
the tree as the catalogue has it (:class:`corpus.reference.Reference`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.reference import Reference
from index.analysis.numerals import numerals
from index.analysis.tokens import SPACED
from index.query.fields import printed_name
from index.query.recognising import OPERATORS, recognise
from index.query.recognising import Day as Day
from index.query.recognising import Person as Person

#: words that «…» in a phrase may stand for
GAP = 10
#: the greatest edit distance of :class:`Fuzzy`, the most words of :class:`Near` and :class:`Phrase`
MAX_DISTANCE, MAX_NEAR, MAX_PHRASE = 2, 5, 16


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any form, or in this form only where ``exact``.

    It is analysed in ``language`` alone where that is said. A word of a name that was not typed
    but comes from the thesaurus has that name in ``added``.
    """

    text: str
    exact: bool = False
    language: str = ""
    added: str = ""

    def __str__(self) -> str:
        # In quotation marks «И» joins nothing, «708-қ» is no fonds and 17-9-1931 no day.
        text, exact = self.text, "=" if self.exact else ""
        special = text in OPERATORS or recognise(text)
        return f"{exact}«{text}»" if special else exact + text


@dataclass(frozen=True, slots=True)
class Wildcard:
    """All words of a pattern, by their exact forms.

    In ``pattern`` a star stands for any letters, also none, and a question mark for one; elsewhere
    it is a word as it was typed.
    """

    pattern: str

    def __str__(self) -> str:
        return self.pattern


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words like this one, by their exact forms.

    ``distance`` is the greatest number of letters (1 or 2) that are missing, added, other or
    swapped with their neighbour (Damerau 1964).
    """

    text: str
    distance: int = 1

    def __post_init__(self) -> None:
        _check(1 <= self.distance <= MAX_DISTANCE, f"distance {self.distance}")

    def __str__(self) -> str:
        return f"{self.text}~{self.distance}"


Part = Word | Wildcard | Fuzzy


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order.

    ``gaps[i]`` is the greatest number of other words between part i and the next: 0 or
    :data:`GAP`. Every part says for itself whether any form of it will do.
    """

    parts: tuple[Part, ...]
    gaps: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.gaps:
            object.__setattr__(self, "gaps", (0,) * (len(self.parts) - 1))
        _check(len(self.parts) > 1, "a phrase of one word")
        _check(len(self.gaps) == len(self.parts) - 1, f"{len(self.gaps)} gaps")
        _check({*self.gaps} <= {0, GAP}, f"gaps {self.gaps}")

    @property
    def exact(self) -> bool:
        """Whether no word of it is searched in any form."""
        return all(part.exact for part in self.parts if isinstance(part, Word))

    def __str__(self) -> str:
        printed = _inside(self.parts, exact=self.exact)
        gaps = ["" if not gap else "… " for gap in self.gaps]
        inside = apart([printed[0], *map("".join, zip(gaps, printed[1:], strict=True))], ", ")
        return f"«{inside}»" if self.exact else f"[{inside}]"


@dataclass(frozen=True, slots=True)
class Near:
    """Words in any order, with at most ``distance`` other words between the first and the last."""

    parts: tuple[Part, ...]
    distance: int

    def __post_init__(self) -> None:
        _check(2 <= len(self.parts) <= MAX_NEAR, f"{len(self.parts)} words near each other")
        _check(self.distance > 0, f"distance {self.distance}")

    def __str__(self) -> str:
        return f"«{apart(_inside(self.parts, exact=False), ', ')}»/{self.distance}"


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the thesaurus by one of its names: every name of it, in all languages."""

    text: str

    def __str__(self) -> str:
        return f"тема:{_value(self.text)}"


@dataclass(frozen=True, slots=True)
class Years:
    """Years of documents, both included; an open end is None. Intervals match if they overlap."""

    first: int | None
    last: int | None

    def __post_init__(self) -> None:
        first, last = self.bounds
        _check((self.first, self.last) != (None, None) and first <= last, f"years {self}")

    @property
    def bounds(self) -> tuple[int, int]:
        """First and last year with open ends filled up."""
        return (
            0 if self.first is None else self.first,
            9999 if self.last is None else self.last,
        )

    def __str__(self) -> str:
        if self.first == self.last:
            return str(self.first)
        return f"{self.first or ''}..{self.last or ''}"


@dataclass(frozen=True, slots=True)
class Field:
    """What is said of a document: ``name`` is of the first column of fields.tsv.

    The value is :class:`Years` for ``year``, else words or the code of a language or kind.
    ``headings`` are the values of facets of names that are meant, where the thesaurus was asked.
    """

    name: str
    value: str | Years
    headings: tuple[str, ...] = ()

    def __str__(self) -> str:
        value = self.value if isinstance(self.value, Years) else _value(self.value)
        return f"{printed_name(self.name)}:{value}"


@dataclass(frozen=True, slots=True)
class And:
    """All of these on one page."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return _spaced([_grouped(part) for part in self.parts])


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these on the page."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        parts = [_grouped(part) for part in self.parts]
        # In a query all in capitals ИЛИ and НЕ are words.
        return " ИЛИ ".join(parts) if _has_small(*parts) else " | ".join(parts)


@dataclass(frozen=True, slots=True)
class Not:
    """Pages without this."""

    part: Node

    def __str__(self) -> str:
        part = _grouped(self.part)
        if _has_small(part):
            return f"НЕ {part}"
        return f"( -{part})" if part[0].isalpha() else f"( -({part}))"


@dataclass(frozen=True, slots=True)
class Everything:
    """All pages: the empty query."""

    def __str__(self) -> str:
        return ""


#: what can be lit on a page, and what is known of a document beside its words
Leaf = Word | Wildcard | Fuzzy | Phrase | Near | Person | Day | Concept
Fact = Field | Reference
Node = Leaf | Fact | And | Or | Not | Everything


def leaves(node: Node, *, negated: bool = False) -> list[Leaf]:
    """What of a tree can be lit, in its order: nothing under a NOT."""
    match node:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in leaves(part, negated=negated)]
        case Not(part):
            return leaves(part, negated=not negated)
        case Everything() | Field() | Reference():
            return []
        case _:
            return [] if negated else [node]


def _has_small(*texts: str) -> bool:
    return any(not word.isupper() for text in texts for word in re.findall(r"[^\W\d_]+", text))


def _check(right: bool, wrong: str) -> None:
    if not right:
        raise ValueError(wrong)


def _inside(parts: Sequence[Part], *, exact: bool) -> list[str]:
    """The parts of a phrase as they stand between its marks."""
    return [
        ("=" if part.exact and not exact else "") + part.text
        if isinstance(part, Word)
        else str(part)
        for part in parts
    ]


def apart(parts: Sequence[str], sign: str) -> str:
    """The parts with spaces; with ``sign`` where «а б в г» would be read as a spaced heading."""
    spaced = " ".join(parts)
    return sign.join(parts) if re.search(SPACED, spaced) else spaced


def _value(text: str) -> str:
    plain = re.fullmatch(r"[^\W_]+", text) and text not in OPERATORS
    return text if plain else f"«{text}»"


def _spaced(parts: Sequence[str]) -> str:
    """The parts with spaces; with + where something would be recognised that is not in them."""
    spaced = " ".join(parts)
    own, start = [], 0
    for part in parts:
        own += [(start + one.start, one.node) for one in recognise(part)]
        start += len(part) + 1
    other = [(one.start, one.node) for one in recognise(spaced)] != own
    return (
        " + ".join(parts) if other or re.search(SPACED, spaced) or any(numerals(spaced)) else spaced
    )


def _grouped(node: Node) -> str:
    return f"({node})" if isinstance(node, (And, Or)) else str(node)
