"""The terms that a word of a query stands for: its forms, those of a pattern, those like it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from index.analysis.misreading import misread
from index.answer import Kind, Request
from index.embedded import vocabulary
from index.embedded.lookup import Found, Lookup
from index.query.expand import Terms, exact_terms, of_name, word_terms
from index.query.tree import Fuzzy, Part, Wildcard, Word

#: of a word that differs in other letters than scans are misread in, its part of the weight
UNLIKELY = 0.9
#: most expansions of one pattern: see rule 10 of the query language
MAX_EXPANSIONS = 1024


class Forms:
    """The exact forms of all pages, and which of them a reader may see."""

    def __init__(self, lookup: Lookup, request: Request) -> None:
        self._lookup, self._request = lookup, request
        self._segments = lookup.snapshot.segments

    def fitting(self, pattern: vocabulary.Pattern) -> Iterator[str]:
        """Yield in order those of a pattern that the reader may see."""
        found: set[str] = set()
        for segment in self._segments:
            for form in vocabulary.fitting(segment, pattern):
                found.add(form)
                if self._lookup.time_is_up():
                    break
        return self.readable(sorted(found))

    def like(self, form: str, edits: int) -> dict[str, int]:
        """Those within so many edits of a form, each with its edits."""
        return dict(
            pair for segment in self._segments for pair in vocabulary.like(segment, form, edits)
        )

    def patronymics(self, letter: str) -> set[str]:
        """The patronymics that begin with a letter."""
        every = (vocabulary.patronymics(segment, letter) for segment in self._segments)
        return {form for own in every for form in own}

    def readable(self, forms: Iterable[str]) -> Iterator[str]:
        """Yield those that stand on a page which the reader may read."""
        snapshot = self._lookup.snapshot
        allowed = snapshot.allowed(self._request.role, date.today())
        everything = len(allowed) == snapshot.rows
        for form in forms:
            if everything or self._lookup.form_stands(form, allowed):
                yield form


class Expansion:
    """Expands the words of one query; ``too_many`` says that a pattern has more forms than that."""

    def __init__(self, request: Request, lookup: Lookup, forms: Forms) -> None:
        self.request, self.lookup, self.forms = request, lookup, forms
        self.too_many = False
        self._groups: dict[Part, Sequence[Terms]] = {}
        self._terms: dict[Part, list[Found]] = {}

    def over(self, lookup: Lookup) -> Expansion:
        """The same words, looked up among other pages."""
        other = Expansion(self.request, lookup, self.forms)
        other._groups = self._groups
        return other

    def terms_of(self, leaf: Part) -> list[Found]:
        """Those of its terms that stand in the index."""
        if leaf not in self._terms:
            self._terms[leaf] = self.lookup.terms(self.groups_of(leaf))
        return self._terms[leaf]

    def groups_of(self, leaf: Part) -> Sequence[Terms]:
        """Its terms by kind, strongest first."""
        if leaf not in self._groups:
            match leaf:
                case Word(text, exact, language, added):
                    groups = (exact_terms(text),) if exact else self.any_form(text, language)
                    self._groups[leaf] = of_name(groups, added) if added else groups
                case Wildcard(pattern):
                    self._groups[leaf] = [self.of_pattern(pattern)]
                case Fuzzy(text, distance):
                    self._groups[leaf] = self._alike(text, distance)
        return self._groups[leaf]

    def any_form(self, word: str, language: str = "") -> tuple[Terms, ...]:
        """The terms of a word in any form, in one language or all that its letters allow."""
        code = language or self.request.language
        return word_terms(word, language=code, folding=self.request.folding)

    def of_pattern(self, written: str) -> Terms:
        """The forms that fit a pattern."""
        forms = self._so_many(self.forms.fitting(vocabulary.Pattern.read(written)))
        return Terms(Kind.EXACT, {f"x{form}": written for form in forms})

    def _alike(self, word: str, edits: int) -> list[Terms]:
        """Words like one: itself, those that a scan may have made of it, the others."""
        form = next(iter(exact_terms(word).terms))[1:]
        found = self.forms.like(form, edits)
        likely = {other for other in found if misread(form, other)}
        order = sorted(found, key=lambda o: (o != form, o not in likely, found[o], o))
        groups = [
            Terms(Kind.EXACT, {}),
            Terms(Kind.FUZZY, {}),
            Terms(Kind.FUZZY, {}, UNLIKELY),
        ]
        kept: list[dict[str, str]] = [{}, {}, {}]
        for other in self._so_many(self.forms.readable(order)):
            kept[(other != form) + (other not in likely)][f"x{other}"] = word
        return [replace(group, terms=terms) for group, terms in zip(groups, kept, strict=True)]

    def _so_many(self, forms: Iterable[str]) -> Iterator[str]:
        """Yield forms up to the limit."""
        for count, form in enumerate(forms):
            if count == MAX_EXPANSIONS:
                self.too_many = True
                return
            yield form
