"""The vocabulary of the synthetic pages: real Russian words with their terms.

Lemmas are drawn from the dictionary of pymorphy3, behind the commonest words; each stands in a few
of its forms. Some forms are misspelt as a scan would have them. Every form has three terms, as
index.analysis gives them; where it gives fewer, what the word may be besides what was read is
added: the right form of a misspelt one, a misspelling of another. Some lemmas make collocations.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pymorphy3

from index.analysis.folding import exact
from index.analysis.positions import Term, terms
from index.analysis.tokens import Token
from index.answer import Kind

SEED = 7
LEMMAS, FORMS_EACH, MISSPELT, COLLOCATIONS = 60_000, 5, 150_000, 300
TERMS_A_WORD = 3
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
#: the commonest words, in this order
COMMON = """
во на со ко по из от об за до для без при про над под перед между через после около против
вместо среди кроме согласно но или не ни же ли бы да то что чтобы если когда как так также тоже
лишь только уже еще даже вот ведь либо хотя потому поэтому где куда там тут здесь ты он она оно
мы вы они его ее их ему ей им нас вас нам вам меня мне тебя себя свой своих своего этот эта это
эти этого этих этой тот та те того тех всех весь все всего который которые которых которой
которого кто чего чем какой был была было были быть будет есть нет имеет имеется является может
можно должен должны надо нужно находится работает работал прошу прибыл умер дать год года году
лет дело лист фонд опись номер гор обл район области города списки акт приказ имя отчество
фамилия рождения женщина дети человек чел день дня месяц рублей тонн гг тов начальник лагерь
отделение управление прокурор
"""
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """Forms with their three terms, and how they are drawn.

    Lemma ``i`` has the forms ``first[i]`` to ``first[i + 1]``, the commonest first; behind the
    forms of all lemmas stand the misspelt ones.
    """

    forms: list[str]
    terms: list[tuple[str, ...]]
    first: Ints

    @property
    def right(self) -> int:
        """How many forms are no misspelt ones."""
        return int(self.first[-1])


def words(folder: Path) -> Words:
    """The vocabulary, kept in ``folder``."""
    path = folder / "words.tsv"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter="\t").writerows(_words())
        fresh.rename(path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    lemma = np.array([int(row[0]) for row in rows])
    first = np.searchsorted(lemma, np.arange(lemma.max() + 1))
    return Words([row[1] for row in rows], [tuple(row[2:]) for row in rows], first)


def _words() -> Iterator[list[str]]:
    """Rows of a lemma's number, a form and its terms; the misspelt ones have the last number."""
    random = np.random.default_rng(SEED)
    groups = _lemmas(random)
    forms = [form for group in groups for form in group]
    known = set(forms)
    wrong: list[tuple[str, str]] = []
    while len(wrong) < MISSPELT:
        form = forms[int(len(forms) * random.random() ** 3)]
        other = _misspelt(form, random)
        if len(form) > 3 and other not in known:
            known.add(other)
            wrong.append((form, other))
    for number, group in enumerate(groups):
        for form in group:
            yield [str(number), form, *_terms(form, _misspelt(form, random))]
    for form, other in wrong:
        yield [str(len(groups)), other, *_terms(other, form)]


def _lemmas(random: np.random.Generator) -> list[list[str]]:
    """The forms of each lemma: common words as they are listed, then others in no order."""
    groups = [[exact(word)] for word in COMMON.split()]
    known = {form for group in groups for form in group}
    morphology = pymorphy3.MorphAnalyzer()
    lemmas: dict[str, None] = {}
    for word, tag, normal, _, place in morphology.dictionary.iter_known_words():
        if place == 0 and word == normal and tag.POS in {"NOUN", "ADJF", "INFN", "ADVB"}:
            lemmas[word] = None
    chosen = list(lemmas)
    for i in random.permutation(len(chosen)).tolist():
        if len(groups) == LEMMAS:
            break
        parse = next(p for p in morphology.parse(chosen[i]) if p.normal_form == chosen[i])
        forms = list(dict.fromkeys(exact(form.word) for form in parse.lexeme))
        forms = [f for f in forms if f not in known and len(f) > 1 and set(f) <= set(LETTERS)]
        some = random.permutation(len(forms))[:FORMS_EACH].tolist()
        if some:
            groups.append([forms[n] for n in some])
            known |= set(groups[-1])
    return groups


def _misspelt(form: str, random: np.random.Generator) -> str:
    """The form with a letter exchanged or lost."""
    at = int(random.integers(len(form)))
    letter = LETTERS[int(random.integers(len(LETTERS)))] if random.random() < 0.7 else ""
    return form[:at] + letter + form[at + 1 :]


def _terms(form: str, other: str) -> list[str]:
    own = [str(term) for term in terms(Token(0, len(form), form), ("ru",))][:TERMS_A_WORD]
    if len(own) < TERMS_A_WORD:
        own.append(str(Term(Kind.ALTERNATIVE, other)))
    while len(own) < TERMS_A_WORD:  # a word without a lemma
        own.append(str(Term(Kind.ALTERNATIVE, other[::-1])))
    return own


def collocations(vocabulary: Words) -> list[Ints]:
    """Two or three forms, the commonest ones of lemmas in the middle."""
    random = np.random.default_rng([SEED, 1])
    lemmas = [random.integers(200, 3000, 2 + n % 2) for n in range(COLLOCATIONS)]
    return [vocabulary.first[some] for some in lemmas]
