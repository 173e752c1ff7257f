"""Every way to read a Kazakh or Kyrgyz word as a stem and suffixes, by rule alone.

Suffixes are taken off from the right in the order that the tables allow. What is left is a stem as
written, and what the stem may have been before the suffix changed its end (кітаб-ы is of кітап,
орн-ы of орын). A word without a letter of its own language may have been typed with Russian letters
only; it is read in both ways at once, for most of its suffixes are the same in both. Nothing here
knows which stems exist; :mod:`index.analysis.turkic_stems` weighs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from index.analysis.folding import folded
from index.analysis.tables import rows
from index.analysis.turkic_suffixes import END, NOUN, VERB, BySlot, Morphotactics, Suffix, respelled

#: Letters that a stem has at least, and from which on it may be a loan without harmony.
_SHORTEST, _LOAN = 2, 5
#: Consonants before which a stem may have lost its last vowel: орын, орн-ы.
_SYNCOPE = frozenset("нлрзсқкмтшғгпдй")
#: ... and what they were: халқ-ы, эрк-и, орд-у (ky) are of халық, эрик, орун.
_BEFORE_SYNCOPE = {"ғ": "қ", "г": "к", "д": "дн"}
#: How many letters at its end decide what a stem may have been (turkic_stem_ends.tsv has no more).
_CHANGED = 3

#: What is known of a stem: how many forms as a noun and as a verb, and what other stems are written
#: so with Russian letters.
Known = tuple[int, int, tuple[str, ...]]
UNKNOWN: Known = (0, 0, ())
#: A suffix as it is and as it is typed with Russian letters, where there is such a one.
_Pair = tuple[Suffix | None, Suffix | None]


class Reading(NamedTuple):
    """A stem, its kind (noun or verb) and its suffixes, left to right.

    ``cuts`` are the offsets in the word at which the suffixes begin. ``harmonic`` is false where a
    suffix does not agree with the stem, as happens with loans; ``restored`` is true where the stem
    is not what is written; ``typed`` where all is read as typed with Russian letters only;
    ``known`` is what is known of the stem.
    """

    stem: str
    kind: str
    suffixes: tuple[Suffix, ...] = ()
    cuts: tuple[int, ...] = ()
    harmonic: bool = True
    restored: bool = False
    typed: bool = False
    known: Known = UNKNOWN


#: The same without names: most readings are weighed and forgotten, and this is made ten times as
#: fast.
Parts = tuple[str, str, tuple[Suffix, ...], tuple[int, ...], bool, bool, bool, Known]


def _all_known(text: str) -> Known:
    """What is known of a stem where all stems are."""
    return 1, 1, (text,)


@dataclass(eq=False, slots=True)
class _Node:
    """The suffixes that read so far from their end, and what goes on with one letter more."""

    suffixes: tuple[_Pair, ...] = ()
    longer: dict[str, _Node] = field(default_factory=dict)


#: A suffix, whether it agrees as it is and as typed; None where it cannot be so.
_Joined = tuple[Suffix, bool | None, bool | None]


@lru_cache(maxsize=1 << 16)
def _joining(
    node: _Node, letter: str, vowel: str, loan: bool, is_so: bool, is_typed: bool
) -> tuple[_Joined, ...]:
    """The suffixes that may follow ``letter`` and the last ``vowel``, and whether they agree.

    After no vowel anything may follow: an abbreviation sounds otherwise than it is written
    (МТС-тің, МТСке). ``is_so`` and ``is_typed`` say how the word may still be read.
    """

    def agrees(suffix: Suffix | None) -> bool | None:
        if suffix is None:
            return None
        in_harmony = not suffix.vowels or not vowel or vowel in suffix.vowels
        fits = not vowel or not suffix.letters or letter in suffix.letters
        return in_harmony if fits and (in_harmony or loan) else None

    found: list[_Joined] = []
    for own, typed in node.suffixes:
        as_own, as_typed = agrees(own if is_so else None), agrees(typed if is_typed else None)
        if own and typed and own.lost == typed.lost and as_own is not None:
            found.append((own, as_own, as_typed))
            continue
        if own and as_own is not None:
            found.append((own, as_own, None))
        if typed and as_typed is not None:
            found.append((typed, None, as_typed))
    return tuple(found)


def _by_letters(table: Mapping[str, tuple[_Pair, ...]]) -> _Node:
    root = _Node()
    for text, suffixes in table.items():
        node = root
        for letter in reversed(text):
            there = node.longer.get(letter)
            if there is None:
                there = node.longer[letter] = _Node()
            node = there
        node.suffixes = suffixes
    return root


def _pairs(own: tuple[Suffix, ...], typed: tuple[Suffix, ...]) -> tuple[_Pair, ...]:
    """Bring together what is the same suffix; what has no counterpart stands alone."""
    alone = list(own)
    found: list[_Pair] = []
    for suffix in typed:
        same = (one for one in alone if (one.slot, one.tag) == (suffix.slot, suffix.tag))
        counterpart = next(same, None)
        if counterpart:
            alone.remove(counterpart)
        found.append((counterpart, suffix))
    return (*found, *((suffix, None) for suffix in alone))


def _high(rules: Morphotactics) -> list[tuple[str, frozenset[str]]]:
    """The high vowels that a stem may have lost, each with the vowels that it may follow."""
    return [(sound.letter, sound.after) for sound in rules.signs["I"]]


class Stripper:
    """Readings by the tables of one language."""

    def __init__(self, language: str, rules: Morphotactics) -> None:
        self.rules = rules
        self._before = BySlot(self._own_before)
        self._before_typed = BySlot(self._either_before)
        self._high = _high(rules)
        self._ends: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows("turkic_stem_ends.tsv"):
            if language in row["language"].split():
                self._ends[row["written"][-1]].append(row)
        self._changes = lru_cache(maxsize=1 << 16)(self._changed)
        joined = [r for r in rows("turkic_joined.tsv") if language in r["language"].split()]
        self._apart = {r["letter"]: r["apart"] for r in joined}
        self._joined = re.compile(
            "|".join(f"(?<=[{r['after']}]){r['letter']}" for r in joined) or "(?!)"
        )

    @cached_property
    def _typed(self) -> Morphotactics:
        """The tables as they are typed with Russian letters only."""
        return respelled(self.rules, folded)

    @cached_property
    def _high_typed(self) -> list[tuple[str, frozenset[str]]]:
        return _high(self._typed)

    def _own_before(self, slot: str) -> _Node:
        """The suffixes that may stand before a slot, by letters."""
        own = self.rules.before[slot]
        return _by_letters({text: tuple((s, None) for s in own[text]) for text in own})

    def _either_before(self, slot: str) -> _Node:
        """The same, as they are and as typed."""
        own, typed = self.rules.before[slot], self._typed.before[slot]
        return _by_letters({text: _pairs(own.get(text, ()), typed[text]) for text in typed})

    def readings(
        self, word: str, known: Callable[[str], Known] = _all_known, *, typed: bool = False
    ) -> Iterator[Parts]:
        """Yield every reading of ``word``; stems that are not as written have to be known.

        If ``typed`` and the word has no letter that Russian lacks, those that it may have been
        typed for are among them: all that are not readings as it is, and those of known stems that
        are written so.
        """
        typed = typed and folded(word) == word
        if self._joined.search(word):
            return self._of_joined(word, known, typed)
        return self._readings(word, range(len(word) + 1), known, typed)

    def _of_joined(
        self, word: str, known: Callable[[str], Known], is_typed: bool
    ) -> Iterator[Parts]:
        """As :meth:`readings` where a letter is a consonant and a vowel, as ю is йу."""
        apart, offsets = "", []
        for place, letter in enumerate(word):
            sounds = self._apart[letter] if self._joined.match(word, place) else letter
            apart += sounds
            offsets += [place] * len(sounds)
        for reading in self._readings(apart, [*offsets, len(word)], _all_known, is_typed):
            stem, kind, suffixes, cuts, harmonic, restored, typed, _ = reading
            for letter, sounds in self._apart.items():
                stem = stem.replace(sounds, letter)
            about = known(stem)
            if not restored or about[kind == VERB] or (typed and about[2]):
                yield stem, kind, suffixes, cuts, harmonic, restored, typed, about

    def endings(self, text: str) -> Iterator[Parts]:
        """Yield every reading of ``text`` as a noun's suffixes, as after the hyphen of НКВД-нің."""
        for reading in self._readings(text, range(len(text) + 1), shortest=0):
            if not reading[0] and reading[1] == NOUN:
                yield reading

    def _readings(
        self,
        word: str,
        offsets: range | list[int],
        known: Callable[[str], Known] = _all_known,
        is_typed: bool = False,
        shortest: int = _SHORTEST,
    ) -> Iterator[Parts]:
        """As :meth:`readings`; ``offsets`` lead from places in ``word`` to the original's."""
        stems = self.rules.stems
        before = self._before_typed if is_typed else self._before
        # what is left of the word, where it ends, the last slot, suffixes, cuts; whether they are
        # in harmony as they are and as typed, None if they cannot be read so
        waiting: list[
            tuple[str, int, str, tuple[Suffix, ...], tuple[int, ...], bool | None, bool | None]
        ] = [(word, len(word), END, (), (), True, True if is_typed else None)]
        vowel, last_vowels = "", []  # the last one before each place
        for letter in word:
            last_vowels.append(vowel)
            if letter in self.rules.vowels:
                vowel = letter
        while waiting:
            text, end, slot, suffixes, cuts, own, typed = waiting.pop()
            restored = len(text) != end
            about = known(text)
            for kind in stems[slot]:
                is_known = about[kind == VERB]
                if own is not None and (is_known or not restored):
                    yield text, kind, suffixes, cuts, own, restored, False, about
                if typed is not None and (about[2] or (is_known if restored else own is None)):
                    yield text, kind, suffixes, cuts, typed, restored, True, about
                if restored or not suffixes:
                    continue
                changes = self._changes(text[-_CHANGED:], kind, suffixes[0].text)
                for place, last, as_typed in changes:
                    harmonic = typed if as_typed else own
                    if harmonic is None:
                        continue
                    stem = text[:place] + last
                    of_stem = known(stem)
                    if of_stem[kind == VERB] or (as_typed and of_stem[2]):
                        yield stem, kind, suffixes, cuts, harmonic, True, as_typed, of_stem
            longer = before[slot].longer
            for cut in range(len(text) - 1, shortest - 1, -1):
                node = longer.get(text[cut])
                if node is None:
                    break
                longer = node.longer
                if not node.suffixes:
                    continue
                vowel, is_loan, begin = last_vowels[cut], cut >= _LOAN, end - len(text) + cut
                for suffix, as_own, as_is_typed in _joining(
                    node, text[cut - 1 : cut], vowel, is_loan, own is not None, typed is not None
                ):
                    lefts = [text[:cut]]
                    if suffix.lost:
                        lefts = [lefts[0] + last for last, after in suffix.lost if vowel in after]
                    found, places = (suffix, *suffixes), (offsets[begin], *cuts)
                    still_own, still_typed = as_own and own, as_is_typed and typed
                    for left in lefts:
                        waiting.append(
                            (left, begin, suffix.slot, found, places, still_own, still_typed)
                        )

    def _changed(self, end: str, kind: str, suffix: str) -> list[tuple[int, str, bool]]:
        """What a stem was that now ends in ``end``, changed by ``suffix``.

        From which place on (less than 0) it was something else, what, and whether so as typed.
        """
        vowels = self.rules.vowels
        before = ("any", suffix, "V" if suffix[0] in vowels else "")
        found = [
            (-len(row["written"]), row["stem"], typed)
            for typed in (False, True)
            for row in self._ends.get(end[-1:], ())
            if end.endswith(row["written"]) and kind in row["kind"] and row["before"] in before
        ]
        if (
            suffix[0] in vowels
            and len(end) >= 3
            and end[-1] in _SYNCOPE
            and (end[-2] not in vowels or end[-2] == "у")
            and end[-3] in vowels
        ):
            found += [
                (-1, letter + last, typed)
                for typed, high in ((False, self._high), (True, self._high_typed))
                for letter, after in high
                if end[-3] in after
                for last in _BEFORE_SYNCOPE.get(end[-1], end[-1])
            ]
        return found
