"""Where words stand together: phrases, words near each other, names of people, dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np

from index.analysis.folding import exact
from index.analysis.overhang import MARK
from index.analysis.tokens import tokens
from index.answer import Kind, Reason
from index.embedded import hits, sequences, vocabulary
from index.embedded.expanding import Expansion
from index.embedded.hits import STRENGTH, Hits
from index.embedded.lookup import ROW, Found, Places
from index.embedded.outcome import Mask
from index.query.expand import Terms, carried, day_terms, exact_terms
from index.query.tree import Day, Near, Part, Person, Phrase, Word

#: added to the number of a reason where the word stands on the next page
_NEXT_PAGE = 1 << 32

Together = Phrase | Near | Person | Day


class Phrases:
    """Finds the hits of leaves of several words, each leaf once.

    ``compounds`` are words side by side in phrases that were found as compounds.
    """

    def __init__(self, expansion: Expansion) -> None:
        self.expansion, self.lookup = expansion, expansion.lookup
        self.snapshot = expansion.lookup.snapshot
        self.compounds: dict[str, str] = {}
        self._known: dict[Together, tuple[Hits, Hits]] = {}

    def hits_of(self, leaf: Together) -> tuple[Hits, Hits]:
        """The hits of a leaf as wholes, which are scored, and as what of them is lit."""
        if leaf not in self._known:
            match leaf:
                case Day(value):
                    day = self._day(value)
                    self._known[leaf] = day, day
                case Phrase():
                    self._known[leaf] = self._united(self._phrase(leaf))
                case Near(parts, distance):
                    self._known[leaf] = self._united([self._near(parts, distance)])
                case Person():
                    self._known[leaf] = self._united(self._named(leaf))
        return self._known[leaf]

    def _united(self, found: Iterable[sequences.Found]) -> tuple[Hits, Hits]:
        """Hits found in several ways, as wholes and as what of them is lit.

        They begin on the page itself; what of them stands on the next page is not lit on this one.
        """
        wholes, runs = [], []
        for places, why in found:
            here = why < _NEXT_PAGE
            all_here = bool(here.all())
            if not all_here:
                own = here[:, 0]
                places, why, here = places[own], why[own] & (_NEXT_PAGE - 1), here[own]
            wholes.append((places[:, 0], places[:, -1], why))
            if all_here and (places[:, 1:] == places[:, :-1] + 1).all():
                runs.append(wholes[-1])
            else:
                runs.append(sequences.runs((places, why), here))
        whole = self._sorted(wholes)
        alike = all(run is one for run, one in zip(runs, wholes, strict=True))
        return whole, whole if alike else self._sorted(runs)

    def _sorted(self, found: Sequence[tuple[Places, Places, Places]]) -> Hits:
        if len(found) == 1:
            ((first, last, reasons),) = found
            if (first[1:] > first[:-1]).all():
                return hits.of_words(first, last, reasons, self.lookup.reasons)
        else:
            width = max(why.shape[1] for *_, why in found)
            first, last = (np.concatenate([one[i] for one in found]) for i in (0, 1))
            reasons = np.concatenate([_wide(why, width) for *_, why in found])
        order = np.lexsort((-last, first))
        return hits.of_words(first[order], last[order], reasons[order], self.lookup.reasons)

    def _ordered(self, parts: Sequence[Sequence[Terms]], gaps: Sequence[int]) -> sequences.Found:
        return sequences.in_order(self._together(parts), gaps)

    def _near(self, parts: Sequence[Part], distance: int) -> sequences.Found:
        together = self._together([self.expansion.groups_of(part) for part in parts])
        return sequences.near(together, distance, self.lookup.time_is_up)

    def _together(self, parts: Sequence[Sequence[Terms]]) -> list[sequences.Part]:
        """The places of each part, of the next page too, on the pages that have all of them."""
        found = []
        for groups in parts:
            own = self.lookup.terms(groups)
            behind = self.lookup.terms(map(carried, groups))
            found.append([*own, *map(_on_the_next_page, behind)])
            if not found[-1]:  # a part that stands nowhere: nothing more need be looked up
                return [self.lookup.places((), self.snapshot.live)] * len(parts)
        kept = self.snapshot.live
        for terms in sorted(found, key=lambda some: sum(map(self.lookup.frequency, some))):
            kept = self.lookup.standing(terms, kept)
        return [self.lookup.places(terms, kept) for terms in found]

    def _phrase(self, phrase: Phrase) -> Iterator[sequences.Found]:
        """A phrase as it is, and with two neighbours as a compound where pages have that."""
        parts = [self.expansion.groups_of(part) for part in phrase.parts]
        yield self._ordered(parts, phrase.gaps)
        for i, (one, other) in enumerate(pairwise(phrase.parts)):
            if isinstance(one, Word) and isinstance(other, Word) and not phrase.gaps[i]:
                compound = replace(
                    one, text=f"{one.text}-{other.text}", exact=one.exact and other.exact
                )
                if is_one(compound) and self.expansion.terms_of(compound):
                    gaps = phrase.gaps[:i] + phrase.gaps[i + 1 :]
                    whole = [*parts[:i], self.expansion.groups_of(compound), *parts[i + 2 :]]
                    found = self._ordered(whole, gaps)
                    if len(found[0]):
                        allowed = self.snapshot.allowed(self.expansion.request.role, date.today())
                        if allowed.mask[found[0][:, 0] // ROW].any():
                            self.compounds[f"{one.text} {other.text}"] = compound.text
                        yield found

    def _named(self, person: Person) -> Iterator[sequences.Found]:
        """A surname beside its initials, or beside the full name where both are given."""
        surname = self.expansion.groups_of(Word(person.surname))
        letters = [[exact_terms(letter)] for letter in person.initials]
        yield self._ordered([surname, *letters], [0] * len(letters))
        yield self._ordered([*letters, surname], [0] * len(letters))
        if len(letters) == 1:  # «С. Н. Иванов» is an «С. Иванов»
            yield self._ordered([*letters, [self.expansion.of_pattern("?")], surname], [0, 0])
            return
        first, second = (exact(letter) for letter in person.initials)
        why = self.lookup.number(Reason(Kind.LEMMA, f"{person.initials[0]}."))
        patronymics = [self._patronymics(second, f"{person.initials[1]}.")]
        for behind in (True, False):  # Иванов Сергей Николаевич, Сергей Николаевич Иванов
            order = [surname, patronymics] if behind else [patronymics, surname]
            places, reasons = self._ordered(order, [int(behind)])
            firsts = places[:, 0] + (1 if behind else -1)
            here = self._begin(first, firsts)
            right = here | self._begin(first, firsts, MARK)
            if behind:
                right &= places[:, 1] == firsts + 1
            column = np.where(here, why, why + _NEXT_PAGE)
            yield (
                np.insert(places, int(behind), firsts, axis=1)[right],
                np.insert(reasons, int(behind), column, axis=1)[right],
            )

    def _patronymics(self, letter: str, written: str) -> Terms:
        """The patronymics that begin with a letter."""
        found = sorted(self.expansion.forms.patronymics(letter))
        return Terms(Kind.LEMMA, {f"x{form}": written for form in found})

    def _begin(self, letter: str, places: Places, mark: str = "") -> Mask:
        """Whether a word of two letters or more that begins so stands at each of some places."""
        out = np.zeros(len(places), bool)
        for base, segment in zip(self.snapshot.bases, self.snapshot.segments, strict=False):
            if len(places):
                pages, positions = vocabulary.beginning(segment, letter, mark)
                out |= np.isin(places, (pages + int(base)) * ROW + positions)
        return out

    def _day(self, value: str) -> Hits:
        found: list[tuple[Places, Places]] = []
        for term, words in day_terms(value).items():
            terms = self.lookup.terms([Terms(Kind.LEMMA, {term: value})])
            places, _ = self.lookup.places(terms, self.snapshot.live)
            found.append((places, places + words - 1))
        first, last = (np.concatenate(some) for some in zip(*found, strict=True))
        order = np.argsort(first, kind="stable")
        kinds = np.full(len(first), STRENGTH[Kind.LEMMA])
        return Hits(first[order], last[order], kinds, np.zeros((len(first), 0), np.int64))


def is_one(word: Word) -> bool:
    """Whether a word is one: «лагерь-№» is not."""
    return sum(1 for _ in tokens(word.text)) == 1


def _on_the_next_page(term: Found) -> Found:
    return Found(term.term, term.reason + _NEXT_PAGE, term.numbers, term.part)


def _wide(reasons: Places, width: int) -> Places:
    return np.pad(reasons, ((0, 0), (0, width - reasons.shape[1])), constant_values=-1)
