"""Russian words that the general dictionary lacks or takes for others, as tables give them.

russian_words.tsv names words and the word that each is declined like; russian_first_parts.tsv the
stumps that Soviet offices put before a word («лаг», «спец», «исправ»).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from index.analysis.tables import rows

#: marks a row about all words with one ending
ANY = "*"
#: marks a row about a word that is not declined
UNDECLINED = "-"
#: A first part or an ending leaves at least this many letters of the rest.
SHORTEST_REST = 3

Paradigm = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class DomainWord:
    """What the table says of a form: its lemma, and the lemma's weight among all (0..1)."""

    lemma: str
    share: float


@dataclass(frozen=True, slots=True)
class DomainWords:
    """The tables, declined: each form with its words, and each form of an ending with its lemma."""

    forms: dict[str, tuple[DomainWord, ...]]
    endings: dict[str, str]
    first_parts: frozenset[str]

    def ending(self, form: str) -> str | None:
        """The lemma of a form by its ending: «печорлага» is «печорлаг» by «лага»."""
        for start in range(SHORTEST_REST, len(form) - 2):
            if (lemma := self.endings.get(form[start:])) is not None:
                return form[:start] + lemma
        return None

    def split(self, form: str) -> Iterable[tuple[str, str]]:
        """First part and rest of a form, longest first part first."""
        for end in range(len(form) - SHORTEST_REST, 1, -1):
            if form[:end] in self.first_parts:
                yield form[:end], form[end:]


def domain_words(paradigm: Paradigm) -> DomainWords:
    """Read the tables. ``paradigm`` gives the forms of a word, small letters, ё as е.

    Raises ValueError where a word does not end like the one that it is said to be declined like.
    """
    forms: dict[str, tuple[DomainWord, ...]] = {}
    endings: dict[str, str] = {}
    known = cache(paradigm)
    for row in rows("russian_words.tsv"):
        word = row["lemma"]
        if word.startswith(ANY):
            lemma = word.removeprefix(ANY)
            endings |= dict.fromkeys(declined(lemma, row["like"], known), lemma)
            continue
        entry = DomainWord(word, float(row["share"]))
        for form in declined(word, row["like"], known):
            forms[form] = (*forms.get(form, ()), entry)
    parts = frozenset(row["part"] for row in rows("russian_first_parts.tsv"))
    return DomainWords(forms, endings, parts)


def declined(word: str, like: str, paradigm: Paradigm) -> set[str]:
    """All forms of ``word``, which is declined like ``like``: «карлаг» like «барак».

    Raises ValueError where the two end differently.
    """
    if like == UNDECLINED:
        return {word}
    models = {like, *paradigm(like)}
    # what the first and the last one have in common, all between them have
    common = takewhile(lambda pair: pair[0] == pair[1], zip(min(models), max(models), strict=False))
    stem = "".join(letter for letter, _ in common)
    end = like.removeprefix(stem)
    if not word.endswith(end):
        raise ValueError(f"«{word}» does not end like «{like}»")
    own = word.removesuffix(end)
    return {own + model[len(stem) :] for model in models}
