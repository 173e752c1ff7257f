"""What a query means, whatever engine answers it: a tree of frozen dataclasses.

``str()`` prints a tree as a query again; parsing that gives the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis.tokens import SPACED

#: words that join others where they stand in capitals
OPERATORS = frozenset(
    {"И", "AND", "ИЛИ", "OR", "НЕ", "NOT", "ЖӘНЕ", "НЕМЕСЕ", "ЕМЕС", "ЖАНА", "ЖЕ", "ЭМЕС"}
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any form, or in this form only where ``exact``."""

    text: str
    exact: bool = False

    def __str__(self) -> str:
        if self.exact:
            return f"={self.text}"
        return f"«{self.text}»" if self.text in OPERATORS else self.text


@dataclass(frozen=True, slots=True)
class Day:
    """A date, however it is written; ``value`` is 1931-09-17."""

    value: str

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Prefix:
    """All words that begin so, by their exact forms."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other in this order; of exact forms, or of any where not ``exact``."""

    words: tuple[str, ...]
    exact: bool = True

    def __str__(self) -> str:
        inside = _apart(self.words, ", ")
        return f"«{inside}»" if self.exact else f"[{inside}]"


@dataclass(frozen=True, slots=True)
class And:
    """All of these on one page."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return _apart([_grouped(part) for part in self.parts], " + ")


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these on the page."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " ИЛИ ".join(_grouped(p) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """Pages without this."""

    part: Node

    def __str__(self) -> str:
        return f"НЕ {_grouped(self.part)}"


@dataclass(frozen=True, slots=True)
class Everything:
    """All pages: the empty query."""

    def __str__(self) -> str:
        return ""


Leaf = Word | Day | Prefix | Phrase
Node = Word | Day | Prefix | Phrase | And | Or | Not | Everything


def _apart(parts: Sequence[str], sign: str) -> str:
    """The parts with spaces; with ``sign`` where «а б в г» would be read as a spaced heading."""
    spaced = " ".join(parts)
    return sign.join(parts) if re.search(SPACED, spaced) else spaced


def _grouped(node: Node) -> str:
    return f"({node})" if isinstance(node, (And, Or)) else str(node)


def leaves(node: Node, *, negated: bool = False) -> list[Leaf]:
    """Words, days, prefixes and phrases of a tree that can be lit: none under a NOT."""
    match node:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in leaves(part, negated=negated)]
        case Not(part):
            return leaves(part, negated=not negated)
        case Everything():
            return []
        case _:
            return [] if negated else [node]
