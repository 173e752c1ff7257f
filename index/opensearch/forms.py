"""The exact forms of all pages, told by the servers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rapidfuzz.distance import DamerauLevenshtein

from index.embedded.expanding import MAX_EXPANSIONS, Forms
from index.embedded.vocabulary import PATRONYMIC, Pattern
from index.opensearch.moments import ALL, NONE, Answered, Moment, Query, both, nested, of_page
from index.opensearch.schema import LONGEST

#: forms of a pattern that are listed: more than may be taken, since some may not be seen
_LISTED = 2 * MAX_EXPANSIONS + 2
#: most words that are like one
_LIKE = 5000
#: most patronymics that begin with one letter
_MANY = 20_000


class ServerForms(Forms):
    """Forms that stand on a page which ``allowed`` names.

    On how many pages terms stand is put down in ``known`` where it is told.
    """

    def __init__(self, moment: Moment, allowed: Query, known: dict[str, int] | None = None) -> None:
        self._moment, self._allowed = moment, allowed
        self._known = {} if known is None else known

    def fitting(self, pattern: Pattern) -> Iterator[str]:
        """Yield in order those of a pattern that the reader may see."""
        written = "*".join(pattern.pieces)
        expression = "".join({"*": ".*", "?": "."}.get(sign, _plain(sign)) for sign in written)
        # All forms are looked through, those of no page too; to look for pages by a pattern takes
        # ten times as long where it has no beginning.
        listed = self._listed(NONE, expression, _LISTED, min_doc_count=0)
        query = {"terms": {of_page("terms"): [f"x{form}" for form in listed]}}
        aggs = {"readable": {"filter": self._allowed}}
        there = self._buckets(query, listed, len(listed), aggs) if listed else []
        self._known |= {f"x{bucket['key']}": bucket["doc_count"] for bucket in there}
        found = [bucket["key"] for bucket in there if bucket["readable"]["doc_count"]]
        if len(listed) == _LISTED and len(found) <= MAX_EXPANSIONS:
            asked = re.sub(r"([*?\\])", lambda m: m[0] if m[0] != "\\" else r"\\", written)
            fits = {"wildcard": {of_page("terms"): {"value": "x" + asked}}}
            found = self._listed(both(fits, self._allowed), expression, MAX_EXPANSIONS + 1)
        yield from found

    def like(self, form: str, edits: int) -> dict[str, int]:
        """Those within so many edits of a form, each with its edits."""
        text = f"x{form}"[:LONGEST]
        speller = {
            "field": of_page("terms"), "analyzer": "keyword", "suggest_mode": "always",
            "max_edits": max(1, min(2, edits)), "prefix_length": 1, "min_word_length": 1,
            "size": _LIKE, "shard_size": _LIKE, "max_inspections": 1, "accuracy": 0.0,
            "max_term_freq": 2_000_000_000, "min_doc_freq": 0,
        }  # fmt: skip
        said = self._moment.search(
            {"size": 0, "suggest": {"like": {"text": text, "term": speller}}}
        )
        options = [
            option["text"][1:] for one in said["suggest"]["like"] for option in one["options"]
        ]
        found = {
            other: DamerauLevenshtein.distance(form, other, score_cutoff=edits)
            for other in options
            if edits
        }
        if self._moment.number({"term": {of_page("terms"): text}}):
            found[form] = 0
        return {other: distance for other, distance in found.items() if distance <= edits}

    def patronymics(self, letter: str) -> set[str]:
        """The patronymics that begin with a letter."""
        query = {"prefix": {of_page("terms"): {"value": f"x{letter}"}}}
        found = self._listed(query, f"{_plain(letter)}.*(ич|вн|ичн).*", _MANY)
        return {form for form in found if PATRONYMIC.fullmatch(form)}

    def readable(self, forms: Iterable[str]) -> Iterator[str]:
        """Yield those that stand on a page which the reader may read."""
        if self._allowed is ALL:
            yield from forms
            return
        waiting = iter(forms)
        while some := [*islice(waiting, MAX_EXPANSIONS)]:
            query = {"terms": {of_page("terms"): [f"x{form}"[:LONGEST] for form in some]}}
            there = {*self._listed(both(query, self._allowed), some, len(some))}
            yield from (form for form in some if form in there)

    def _listed(
        self, query: Query, include: str | Sequence[str], most: int, **more: int
    ) -> list[str]:
        """The forms on pages that meet a query, in order."""
        return [bucket["key"] for bucket in self._buckets(query, include, most, {}, **more)]

    def _buckets(
        self, query: Query, include: str | Sequence[str], most: int, aggs: Query, **more: int
    ) -> list[Answered]:
        terms = {"field": of_page("forms"), "include": include, "size": most,
                 "shard_size": most, "order": {"_key": "asc"}, **more}  # fmt: skip
        forms = {"forms": {"terms": terms, "aggs": aggs}}
        among = ALL if query is NONE else nested(query)
        buckets: list[Answered] = self._moment.pages(query, among, forms)["forms"]["buckets"]
        return buckets


def _plain(sign: str) -> str:
    """A sign that stands for itself in an expression of the servers."""
    return sign if sign.isalnum() else f"\\{sign}"
