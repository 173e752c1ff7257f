"""The suffixes of Kazakh and Kyrgyz as written, with what they may join, from tables.

A table line names a suffix with signs for the sounds that change («LAр»); here each becomes its
written forms («лар», «лер», «дар» …), each with the letters and the last vowels it may follow. The
order of suffixes is turkic_slots.tsv. The method is the usual one for Turkic languages (signs for
changing sounds, harmony, assimilation; Oflazer 1994), reduced to what stripping needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import NamedTuple, TypeVar

from index.analysis.tables import rows

#: Kinds of stems, where stripping may end.
NOUN, VERB = "noun", "verb"
_V = TypeVar("_V")
#: The slot to start from: the end of a word, before which any suffix may stand.
END = "end"


class Suffix(NamedTuple):
    """One written form of a suffix.

    ``letters`` are those it may follow and ``vowels`` the last vowels it may follow, each empty
    where anything goes; ``lost`` are the letters of which the stem lost one before it, each with
    the last vowels that it may follow; ``worth`` is explained in turkic_slots.tsv.
    """

    text: str
    slot: str
    tag: str
    letters: frozenset[str]
    vowels: frozenset[str]
    lost: tuple[tuple[str, frozenset[str]], ...] = ()
    worth: float = 0.0


@dataclass(frozen=True, slots=True)
class Sound:
    """What is written for a sign, in which harmony, after which letters (empty: any)."""

    letter: str
    harmony: str
    after: frozenset[str]


@dataclass(frozen=True)
class Morphotactics:
    """What may stand before what in one language.

    ``before[slot][text]`` are the suffixes written ``text`` that may stand right before ``slot``;
    ``stems[slot]`` the kinds of stems that may.
    """

    before: dict[str, dict[str, tuple[Suffix, ...]]]
    stems: dict[str, tuple[str, ...]]
    vowels: frozenset[str]
    signs: dict[str, list[Sound]]


def morphotactics(name: str, language: str) -> Morphotactics:
    """Read the tables of the language called ``name`` in file names and ``language`` in columns."""
    classes, signs = _sounds(f"{name}_sounds.tsv")
    slots = rows("turkic_slots.tsv")
    worth = {row["slot"]: float(row[language]) for row in slots}
    by_slot: dict[str, list[Suffix]] = defaultdict(list)
    for row in rows(f"{name}_suffixes.tsv"):
        written = _written(row, classes, signs)
        by_slot[row["slot"]] += [suffix._replace(worth=worth[row["slot"]]) for suffix in written]
    follows = {row["slot"]: row["follows"].split() for row in slots}
    follows[END] = [*follows, NOUN, VERB]
    before = {slot: _by_text(by_slot, earlier) for slot, earlier in follows.items()}
    return Morphotactics(
        before=before,
        stems={
            slot: tuple(kind for kind in (NOUN, VERB) if kind in earlier)
            for slot, earlier in follows.items()
        },
        vowels=classes["V"] | {"ь"},  # a soft sign goes with front vowels: роль-ге
        signs=signs,
    )


def _by_text(by_slot: dict[str, list[Suffix]], slots: list[str]) -> dict[str, tuple[Suffix, ...]]:
    found: dict[str, tuple[Suffix, ...]] = {}
    for suffix in dict.fromkeys(s for slot in slots for s in by_slot.get(slot, ())):
        found[suffix.text] = (*found.get(suffix.text, ()), suffix)
    return found


def _sounds(table: str) -> tuple[dict[str, frozenset[str]], dict[str, list[Sound]]]:
    classes: dict[str, frozenset[str]] = {}
    signs: dict[str, list[Sound]] = defaultdict(list)
    for row in rows(table):
        if row["harmony"] == "class":
            classes[row["sign"]] = frozenset(row["letter"])
        else:
            after = _letters(row["after"], classes)
            signs[row["sign"]].append(Sound(row["letter"], row["harmony"], after))
    return classes, signs


def _letters(names: str, classes: dict[str, frozenset[str]]) -> frozenset[str]:
    """Expand classes among ``names``: «Vрй» is all vowels, р and й."""
    return frozenset("").union(*(classes.get(name, {name}) for name in names if name != " "))


def _written(
    row: dict[str, str], classes: dict[str, frozenset[str]], signs: dict[str, list[Sound]]
) -> list[Suffix]:
    """All written forms of a table line, signs replaced in harmony."""
    found = []
    required = _letters(row["after"], classes)
    for harmony in ("back", "front"):
        for sounds in product(*(_options(c, harmony, signs) for c in row["suffix"])):
            suffix = _joined(sounds, row, required, classes["V"])
            if suffix:
                lost = [s for s in signs.get(row["lost"], ()) if s.harmony == harmony]
                found.append(suffix._replace(lost=tuple((s.letter, s.after) for s in lost)))
    return found


def _options(character: str, harmony: str, signs: dict[str, list[Sound]]) -> list[Sound]:
    if character not in signs:
        return [Sound(character, "", frozenset())]
    return [s for s in signs[character] if s.harmony in (harmony, "any")]


def _joined(
    sounds: tuple[Sound, ...], row: dict[str, str], letters: frozenset[str], vowels: frozenset[str]
) -> Suffix | None:
    """The suffix of one choice of sounds, or None where they do not go together."""
    text = ""
    last_vowel = ""
    last_vowels: frozenset[str] = frozenset()
    for sound in sounds:
        is_vowel = sound.letter in vowels
        previous = last_vowel if is_vowel else text[-1:]
        if previous and sound.after and previous not in sound.after:
            return None
        if not previous and is_vowel:
            last_vowels = sound.after
        elif not previous:
            letters = letters & sound.after if letters and sound.after else letters or sound.after
        text += sound.letter
        last_vowel = sound.letter if is_vowel else last_vowel
    return Suffix(text, row["slot"], row["tag"], letters, last_vowels)


class BySlot(dict[str, _V]):
    """What belongs to each slot, made when a word asks for it: most ask for few."""

    def __init__(self, make: Callable[[str], _V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, slot: str) -> _V:
        self[slot] = made = self._make(slot)
        return made


def _alike_as_one(suffixes: list[Suffix]) -> list[Suffix]:
    """Make one of those that differ in nothing but the vowels that they may follow."""
    if len(suffixes) == 1:
        return suffixes
    vowels: dict[Suffix, list[frozenset[str]]] = defaultdict(list)
    for suffix in suffixes:
        vowels[suffix._replace(vowels=frozenset())].append(suffix.vowels)
    return [
        suffix._replace(vowels=frozenset().union(*found) if all(found) else frozenset())
        for suffix, found in vowels.items()
    ]


def respelled(rules: Morphotactics, respell: Callable[[str], str]) -> Morphotactics:
    """Return ``rules`` with every letter as ``respell`` writes it."""

    @cache
    def letters(old: frozenset[str]) -> frozenset[str]:
        return frozenset(map(respell, old))

    @cache  # the same suffixes stand before many slots
    def suffix(old: Suffix) -> Suffix:
        return old._replace(
            text=respell(old.text),
            letters=letters(old.letters),
            vowels=letters(old.vowels),
            lost=tuple((respell(letter), letters(after)) for letter, after in old.lost),
        )

    def table(slot: str) -> dict[str, tuple[Suffix, ...]]:
        found: dict[str, list[Suffix]] = defaultdict(list)
        for same_text in rules.before[slot].values():
            for old in same_text:
                found[respell(old.text)].append(suffix(old))
        return {text: tuple(_alike_as_one(new)) for text, new in found.items()}

    signs = {
        sign: [Sound(respell(s.letter), s.harmony, letters(s.after)) for s in sounds]
        for sign, sounds in rules.signs.items()
    }
    return replace(rules, before=BySlot(table), vowels=letters(rules.vowels), signs=signs)
