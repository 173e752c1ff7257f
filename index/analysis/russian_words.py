"""Russian words that the general dictionary lacks or takes for others, as tables give them.

russian_words.tsv names words and the word that each is declined like; russian_first_parts.tsv the
stumps that Soviet offices put before a word («лаг», «спец», «исправ»).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
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


class DomainWords:
    """The tables. Words are declined when a form with their first letter is asked for.

    ``paradigm`` gives the forms of a word, small letters, ё as е. ValueError is raised where a word
    does not end like the one that it is said to be declined like.
    """

    def __init__(self, paradigm: Paradigm) -> None:
        self._paradigm = cache(paradigm)
        self._rows: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows("russian_words.tsv"):
            self._rows[row["lemma"][0]].append(row)
        self._ends = self._rows.pop(ANY)
        self._forms = cache(self._forms_with)
        self._first_parts = frozenset(row["part"] for row in rows("russian_first_parts.tsv"))

    def words(self, form: str) -> tuple[DomainWord, ...]:
        """The words that have a form."""
        return self._forms(form[:1]).get(form, ())

    def ending(self, form: str) -> str | None:
        """The lemma of a form by its ending: «печорлага» is «печорлаг» by «лага»."""
        for start in range(SHORTEST_REST, len(form) - 2):
            if (lemma := self._endings.get(form[start:])) is not None:
                return form[:start] + lemma
        return None

    def split(self, form: str) -> Iterable[tuple[str, str]]:
        """First part and rest of a form, longest first part first."""
        for end in range(len(form) - SHORTEST_REST, 1, -1):
            if form[:end] in self._first_parts:
                yield form[:end], form[end:]

    def _forms_with(self, letter: str) -> dict[str, tuple[DomainWord, ...]]:
        """Each form of the words that begin with a letter, with these words."""
        forms: dict[str, tuple[DomainWord, ...]] = {}
        for row in self._rows.get(letter, ()):
            entry = DomainWord(row["lemma"], float(row["share"]))
            for form in declined(row["lemma"], row["like"], self._paradigm):
                forms[form] = (*forms.get(form, ()), entry)
        return forms

    @cached_property
    def _endings(self) -> dict[str, str]:
        """Each form of the ends of words, with its lemma."""
        endings: dict[str, str] = {}
        for row in self._ends:
            lemma = row["lemma"].removeprefix(ANY)
            endings |= dict.fromkeys(declined(lemma, row["like"], self._paradigm), lemma)
        return endings


def declined(word: str, like: str, paradigm: Paradigm) -> set[str]:
    """All forms of ``word``, which is declined like ``like``: «карлаг» like «барак».

    All begin with the letter that the word begins with. Raises ValueError where the two end
    differently, or nothing of the word stays.
    """
    if like == UNDECLINED:
        return {word}
    models = {like, *paradigm(like)}
    # what the first and the last one have in common, all between them have
    common = takewhile(lambda pair: pair[0] == pair[1], zip(min(models), max(models), strict=False))
    stem = "".join(letter for letter, _ in common)
    end = like.removeprefix(stem)
    if not word.endswith(end) or word == end:
        raise ValueError(f"«{word}» does not end like «{like}»")
    own = word.removesuffix(end)
    return {own + model[len(stem) :] for model in models}
