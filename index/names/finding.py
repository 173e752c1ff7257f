"""The names on a page, layer by layer: the thesaurus, then patterns, then perhaps a model.

A pattern never overrides the thesaurus: where the two overlap, the pattern counts only if it holds
the whole of what the thesaurus found (a chain of agencies holds «НКВД»). The model only fills gaps,
in Russian lines that are not in capitals; its names are unconfirmed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.dates import UncertainDate
from corpus.reading import Reading
from corpus.thesaurus import Thesaurus
from index.names import agreement, model, nominative, organisations, persons, places
from index.names.concepts import KINDS, Labels
from index.names.known import Persons
from index.names.mention import Kind, Layer, Mention
from index.names.person import headings
from index.names.words import Word, words

#: how sure a person is who is known
KNOWN = 0.95
_OPENING, _CLOSING = re.compile('[«„“"]$'), re.compile('[»”“"]')
#: kinds of concepts whose names are no part of a person's
_NAMES = frozenset({Kind.PLACE, Kind.CAMP, Kind.ORGANISATION, Kind.PERIODICAL})


class Finder:
    """Finds names by a thesaurus, whose labels it makes ready once.

    With ``guess`` the model of :mod:`index.names.model` fills the gaps, if it is installed.
    """

    def __init__(self, thesaurus: Thesaurus, *, guess: bool = False) -> None:
        self._guess = guess
        self._thesaurus = thesaurus
        self._labels = Labels(thesaurus)
        self._persons = Persons(thesaurus)

    def find(self, reading: Reading, when: UncertainDate | None = None) -> tuple[Mention, ...]:
        """The names in a reading in order, a longer one before those within it.

        ``when`` is the date of the document: of concepts that share a name it chooses.
        """
        own = words(reading)
        concepts = [*self._labels.find(own, when)]
        both = [*concepts, *_patterns(own, concepts)]
        if self._guess:
            both += _guessed(own, len(reading.text), both)
        return tuple(
            replace(self._known(mention), surface=reading.text[mention.start : mention.end])
            for mention in sorted(both, key=lambda mention: (mention.start, -mention.end))
        )

    def _known(self, mention: Mention) -> Mention:
        """A mention with ids for headings where the thesaurus has such a concept by that name.

        Of what a person's name may be, who is known is meant, and that is as sure as a concept.
        """
        if mention.kind is Kind.PERSON:
            ids = self._persons.meant(mention.headings)
            sure = replace(mention, confidence=KNOWN, layer=Layer.THESAURUS)
            return replace(sure, headings=ids) if ids else mention
        if mention.layer is not Layer.PATTERN:
            return mention
        found = (
            next((c.id for c in self._thesaurus.named(name) if KINDS[c.type] is mention.kind), name)
            for name in mention.headings
        )
        return replace(mention, headings=tuple(dict.fromkeys(found)))


def _patterns(own: Sequence[Word], concepts: Sequence[Mention]) -> Iterator[Mention]:
    """What patterns find; where two overlap, agencies go before persons, these before places."""
    taken = _covered(own, [mention for mention in concepts if mention.kind in _NAMES])
    used: set[int] = set()
    agencies = [mention for mention in concepts if mention.kind is Kind.ORGANISATION]
    starts = {word.start: number for number, word in enumerate(own)}
    ends = {word.end: number for number, word in enumerate(own)}
    known = {starts[m.start]: ends[m.end] + 1 for m in agencies}
    for first, end, head, confidence, kind in organisations.found(own, known):
        if _holds(own, first, end, concepts):
            used.update(range(first, end))
            agency = nominative.of_agency(own[first:end], head - first)
            yield _mention(own, first, end, kind, confidence, (agency,))
    busy = taken | used
    cued = [span for span in places.marked(own) if not busy.intersection(range(span[0], span[1]))]
    for first, end, confidence in cued:
        used.update(range(first, end))
        yield _mention(own, first, end, Kind.PLACE, confidence, nominative.of_place(own[first:end]))
    busy = taken | used
    people = [
        span
        for span in persons.found(own, busy.__contains__)
        if not busy.intersection(range(span[0], span[1]))
    ]
    around = agreement.told(own, [(first, end) for first, end, _ in people])
    for (first, end, confidence), told in zip(people, around, strict=True):
        used.update(range(first, end))
        written = " ".join(_written(own, first, end).split())
        named = headings(written, own[end - 1].language, told)
        yield _mention(own, first, end, Kind.PERSON, confidence, named)
    busy = taken | used
    for first, end, confidence in places.unmarked(own, busy):
        yield _mention(own, first, end, Kind.PLACE, confidence, nominative.of_place(own[first:end]))


def _guessed(own: Sequence[Word], length: int, found: Sequence[Mention]) -> list[Mention]:
    """What the model sees in the gaps between ``found``."""
    letters = [" "] * length
    for word in own:
        if word.language == "ru" and not word.shouted:
            shown = word.written.ljust(word.end - word.start)  # a word over a line end is shorter
            for at, letter in enumerate(shown + word.gap, word.start):
                letters[at] = letter
    taken = _covered(own, sorted(found, key=lambda mention: mention.start))
    starts, ends = [word.start for word in own], [word.end for word in own]
    out = []
    for guess in model.guesses("".join(letters)):
        first, end = bisect_right(ends, guess.start), bisect_left(starts, guess.end)
        if guess.confidence < model.LEAST or first >= end or taken.intersection(range(first, end)):
            continue
        if guess.kind is Kind.PLACE:
            named = nominative.of_place(own[first:end])
        else:
            written = " ".join(_written(own, first, end).split())
            named = headings(written) if guess.kind is Kind.PERSON else (written,)
        mention = _mention(own, first, end, guess.kind, min(1.0, guess.confidence), named)
        out.append(replace(mention, layer=Layer.MODEL))
    return out


def _covered(own: Sequence[Word], mentions: Sequence[Mention]) -> set[int]:
    """The words that stand within mentions."""
    spans = iter(mentions)
    span = next(spans, None)
    out = set()
    for number, word in enumerate(own):
        while span and span.end <= word.start:
            span = next(spans, None)
        if span and span.start < word.end:
            out.add(number)
    return out


def _holds(own: Sequence[Word], first: int, end: int, concepts: Sequence[Mention]) -> bool:
    """Whether a pattern overlaps no concept, or holds each whole and more."""
    start, stop = own[first].start, own[end - 1].end
    across = [m for m in concepts if m.start < stop and start < m.end and m.kind in _NAMES]
    return all(start <= m.start and m.end <= stop for m in across) and not any(
        (m.start, m.end) == (start, stop) for m in across
    )


def _mention(
    own: Sequence[Word], first: int, end: int, kind: Kind, confidence: float, named: tuple[str, ...]
) -> Mention:
    last = own[end - 1]
    opened = any(_OPENING.search(word.gap) for word in own[first : end - 1])
    closed = opened and _CLOSING.match(last.gap)
    stop = last.end + bool(last.initial or closed)  # «Волошин П. Д.», «артель «Труд»»
    return Mention(own[first].start, stop, "", kind, named, confidence, Layer.PATTERN)


def _written(own: Sequence[Word], first: int, end: int) -> str:
    """Words with what stands between them, in restored case."""
    inside = "".join(word.written + word.gap for word in own[first : end - 1])
    last = own[end - 1]
    return inside + last.written + ("." if last.initial else "")
