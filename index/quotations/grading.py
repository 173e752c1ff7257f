"""From words beside words to a match: the grade, the share that stands there, the difference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.quotations.alignment import Alignment, Pair
from index.quotations.likeness import Likeness, judged
from index.quotations.match import Change, Difference, Grade, Stretch
from index.quotations.quotation import Quotation
from index.quotations.source import Source, SourceWord

#: what stands for words that a quotation omits
OMITTED = "[…]"
#: Words at the ends of a quotation are compared with so many of the source's beyond the alignment.
BEYOND = 3
#: So few words at an end are shown beside the source's whatever they are.
ENDS = 2
_GRADES = {
    Likeness.SAME: Grade.EXACT,
    Likeness.SPELLING: Grade.SPELLING,
    Likeness.INFLECTED: Grade.INFLECTED,
    Likeness.OTHER: Grade.PARTIAL,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair and what its words are to each other; ``omitted`` words the quotation says it omits.

    ``free`` ones the quotation puts in and says so.
    """

    pair: Pair
    likeness: Likeness
    omitted: bool = False
    free: bool = False


class Judgement:
    """A quotation at a place of a source."""

    def __init__(self, quotation: Quotation, source: Source, alignment: Alignment) -> None:
        self._quotation, self._source = quotation, source
        self.judged = self._whole([self._judge(pair) for pair in alignment.pairs])

    @property
    def grade(self) -> Grade:
        """The grade of the weakest pair."""
        weakest = (one.likeness for one in self.judged if not one.omitted and not one.free)
        return _GRADES[max(weakest, default=Likeness.SAME)]

    @property
    def standing(self) -> int:
        """How many words of the quotation stand there, not counting those put in."""
        words = self._quotation.words
        return sum(
            not words[i].optional
            for one in self.judged
            if one.pair.theirs and one.likeness is not Likeness.OTHER
            for i in one.pair.mine
        )

    @property
    def similarity(self) -> float:
        """The share of the quotation's words that stand there, 0 to 1."""
        return self.standing / sum(not word.optional for word in self._quotation.words)

    @property
    def found(self) -> str:
        """What stands there in one line, with :data:`OMITTED` for what the quotation omits."""
        theirs = [one for one in self.judged if one.pair.theirs]
        parts = []
        for omitted, some in groupby(theirs, lambda one: one.omitted):
            parts.append(OMITTED if omitted else self._source.text(self._words(some)))
        return " ".join(parts)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """What of the pages the quotation takes, without what it omits."""
        theirs = [one for one in self.judged if one.pair.theirs]
        out: list[Stretch] = []
        for omitted, some in groupby(theirs, lambda one: one.omitted):
            if not omitted:
                for _, own in groupby(self._words(some), lambda word: word.page):
                    out.append(_stretch(list(own)))
        return tuple(out)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The difference from the quotation to the source, in the order of the words."""
        out: list[Difference] = []
        at = self.stretches[0]
        at = replace(at, end=at.start)
        for same, some in groupby(self.judged, lambda one: _is_same(one)):
            run = list(some)
            theirs = self._words(run)
            if same:
                out.append(self._of_source(Change.EQUAL, run))
            else:
                mine = [i for one in run for i in one.pair.mine]
                if theirs:
                    at = _stretch(theirs)
                if mine:
                    out.append(Difference(Change.DELETE, self._mine(mine), at))
                if theirs:
                    out.append(self._of_source(Change.INSERT, run))
            if theirs:
                at = replace(_stretch(theirs[-1:]), start=theirs[-1].end)
        return tuple(out)

    def _of_source(self, change: Change, run: Sequence[Judged]) -> Difference:
        parts = []
        for omitted, some in groupby(run, lambda one: one.omitted):
            parts.append(OMITTED if omitted else self._shown(self._words(some)))
        return Difference(change, " ".join(parts), _stretch(self._words(run)))

    def _shown(self, words: Sequence[SourceWord]) -> str:
        """The text of words with the signs that touch them."""
        text = self._source.text(words)
        if not words:
            return text
        first, last = words[0], words[-1]
        before = _BEFORE.search(self._source.readings[first.page].text, 0, first.start)
        after = _AFTER.match(self._source.readings[last.page].text, last.end)
        return (before.group() if before else "") + text + (after.group() if after else "")

    def _mine(self, words: Sequence[int]) -> str:
        text, own = self._quotation.text, self._quotation.words
        return " ".join(text[own[words[0]].start : own[words[-1]].end].split())

    def _words(self, some: Iterable[Judged]) -> list[SourceWord]:
        return [self._source.words[j] for one in some for j in one.pair.theirs]

    def _judge(self, pair: Pair) -> Judged:
        mine = [self._quotation.words[i] for i in pair.mine]
        theirs = [self._source.words[j] for j in pair.theirs]
        if not theirs:
            return Judged(pair, Likeness.OTHER, free=all(word.optional for word in mine))
        if not mine:
            following = pair.mine.start
            omits = following < len(self._quotation.words)
            omits = omits and self._quotation.words[following].omits
            return Judged(pair, Likeness.OTHER, omitted=omits)
        likeness = judged(
            "".join(self._quotation.text[word.start : word.end] for word in mine),
            "".join(self._source.written(word) for word in theirs),
            "".join(word.form for word in mine),
            "".join(word.form for word in theirs),
            theirs[0].language,
        )
        over_pages = theirs[0].page != theirs[-1].page
        if likeness is Likeness.SAME and len(mine) != len(theirs) and not over_pages:
            likeness = Likeness.SPELLING
        return Judged(pair, likeness)

    def _whole(self, some: list[Judged]) -> list[Judged]:
        """Add the ends of the quotation that the alignment left, beside what may be meant."""
        first, last = some[0].pair, some[-1].pair
        before = self._beyond(range(first.mine.start - 1, -1, -1), first.theirs.start - 1, -1)
        after_mine = range(last.mine.stop, len(self._quotation.words))
        after = self._beyond(after_mine, last.theirs.stop, 1)
        return [*reversed(before), *some, *after]

    def _beyond(self, mine: range, theirs: int, step: int) -> list[Judged]:
        """Words from the end of the alignment outwards, with their partners as far as any are."""
        beside = [
            self._judge(Pair(range(i, i + 1), range(j, j + 1)))
            for i, j in zip(
                mine[:BEYOND], range(theirs, theirs + step * BEYOND, step), strict=False
            )
            if 0 <= j < len(self._source.words)
        ]
        while len(mine) > ENDS and beside and beside[-1].likeness is Likeness.OTHER:
            beside.pop()
        alone = (self._judge(Pair(range(i, i + 1), range(0))) for i in mine[len(beside) :])
        return [*beside, *alone]


_BEFORE = re.compile(r"(?<!\S)[^\w\s]+\Z")
_AFTER = re.compile(r"[^\w\s]+")


def _is_same(one: Judged) -> bool:
    return one.omitted or one.likeness is Likeness.SAME


def _stretch(words: Sequence[SourceWord]) -> Stretch:
    """From the first of some words to the last that is on its page."""
    own = [word for word in words if word.page == words[0].page]
    return Stretch(words[0].page, own[0].start, own[-1].end)
