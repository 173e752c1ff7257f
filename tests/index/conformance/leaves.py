"""What of a page a leaf of the tree finds, by trying all choices of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from laid import Page

from index.analysis.folding import exact
from index.analysis.tokens import tokens
from index.answer import Kind, Reason
from index.query.expand import Terms, day_terms, exact_terms
from index.query.tree import Day, Fuzzy, Near, Node, Person, Phrase, Wildcard, Word

STRONGEST_FIRST = [
    Kind.EXACT, Kind.LEMMA, Kind.FOLDED, Kind.ALTERNATIVE, Kind.EARLIER, Kind.FUZZY, Kind.THESAURUS,
]  # fmt: skip
#: how patronymics end
PATRONYMICS = tuple(
    stem + ending
    for stems, endings in (
        ("вич ьич тич мич кич", " а у ем е и ей"),
        ("вн ичн", "а ы е у ой ою"),
    )
    for stem in stems.split()
    for ending in endings.split(" ")
)


@dataclass(frozen=True, slots=True)
class Lit:
    """Words side by side that are lit: positions of the first and last one, both included."""

    first: int
    last: int
    kind: Kind
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A hit of a leaf on a page: it counts once, though other words may part what is lit."""

    kind: Kind
    lit: tuple[Lit, ...]


class Asking(Protocol):
    """Knows the terms of words."""

    def groups(self, leaf: Word | Wildcard | Fuzzy) -> Sequence[Terms]:
        """The terms of a leaf that is one word, strongest kind first."""
        ...


#: for each position at which a word may stand why it does, and whether that is on the page itself
Places = Mapping[int, tuple[Reason, bool]]
#: a position for each of several words
Choice = tuple[int, ...]


def hits(asked: Asking, leaf: Node, page: Page) -> list[Hit]:
    """The hits of a leaf on a page."""
    return [*LEAVES[type(leaf)](asked, leaf, page)]


# -- one word


def _one_word(asked: Asking, leaf: Any, page: Page) -> Iterator[Hit]:
    for at, own in enumerate(page.own):
        if why := _strongest(asked.groups(leaf), own):
            yield Hit(why.kind, (Lit(at, at, why.kind, (why,)),))


def _day(_: Asking, leaf: Any, page: Page) -> Iterator[Hit]:
    for term, words in day_terms(leaf.value).items():
        for at, own in enumerate(page.own):
            if term in own:
                yield Hit(Kind.LEMMA, (Lit(at, at + words - 1, Kind.LEMMA, ()),))


def _strongest(groups: Iterable[Terms], own: frozenset[str]) -> Reason | None:
    """Why a position is a hit, or None: its first term of the strongest kind."""
    for group in groups:
        if not group.terms.keys().isdisjoint(own):
            word = next(word for term, word in group.terms.items() if term in own)
            return Reason(group.kind, word)
    return None


# -- several words


def _phrase(asked: Asking, leaf: Any, page: Page) -> Iterator[Hit]:
    """A phrase, and with two neighbours as a compound."""
    yield from _in_order([asked.groups(part) for part in leaf.parts], leaf.gaps, page)
    for _, _, found in compounds(asked, leaf, page):
        yield from found


def compounds(asked: Asking, phrase: Phrase, page: Page) -> Iterator[tuple[str, str, list[Hit]]]:
    """Neighbours in a phrase as they were typed, the one word they may be, the hits with that."""
    for i, (one, other) in enumerate(pairwise(phrase.parts)):
        if isinstance(one, Word) and isinstance(other, Word) and not phrase.gaps[i]:
            whole = Word(f"{one.text}-{other.text}", one.exact and other.exact)
            if len([*tokens(whole.text)]) > 1:  # «№-9» is no word
                continue
            parts = [*phrase.parts[:i], whole, *phrase.parts[i + 2 :]]
            gaps = [*phrase.gaps[:i], *phrase.gaps[i + 1 :]]
            found = _in_order([asked.groups(part) for part in parts], gaps, page)
            yield f"{one.text} {other.text}", whole.text, [*found]


def _near(asked: Asking, leaf: Any, page: Page) -> Iterator[Hit]:
    """The shortest stretches that hold all words, from the left without overlap."""
    places = [_places(asked.groups(part), page) for part in leaf.parts]
    found = [*_anyhow(places, (), len(leaf.parts) + leaf.distance)]
    last = -1
    for end in sorted({max(some) for some in found}):
        start = max(min(some) for some in found if max(some) == end)
        if start > last:
            last = end
            within = [some for some in found if (min(some), max(some)) == (start, end)]
            # of several choices the latest words; of these each for the first part that it can be
            latest = max(sorted(some) for some in within)
            orders = [
                [some.index(at) for at in latest] for some in within if sorted(some) == latest
            ]
            yield from _hit([(latest[i], *places[part][latest[i]])
                             for i, part in enumerate(min(orders))])  # fmt: skip


def _anyhow(places: Sequence[Places], chosen: Choice, width: int) -> Iterator[Choice]:
    """All choices of a position of its own for each part, within a stretch of so many words."""
    if len(chosen) == len(places):
        yield chosen
        return
    for at in places[len(chosen)]:
        some = (*chosen, at)
        if at not in chosen and max(some) - min(some) < width:
            yield from _anyhow(places, some, width)


def _person(asked: Asking, leaf: Any, page: Page) -> Iterator[Hit]:
    """A surname beside its initials or, where both are given, beside the full name."""
    surname = asked.groups(Word(leaf.surname))
    initials = [[exact_terms(letter)] for letter in leaf.initials]
    orders: list[list[Sequence[Terms]]] = [[surname, *initials], [*initials, surname]]
    if len(initials) == 1:
        orders.append([*initials, asked.groups(Wildcard("?")), surname])
    else:
        first, second = map(exact, leaf.initials)
        forms = {t[1:] for own in (*page.own, *page.following) for t in own if t[0] == "x"}
        names = {form for form in forms if form.startswith(first) and len(form) > 1}
        after = {form for form in forms if form.startswith(second) and form.endswith(PATRONYMICS)}
        full = [
            [Terms(Kind.LEMMA, {f"x{form}": f"{letter}." for form in some})]
            for letter, some in zip(leaf.initials, (names, after), strict=True)
        ]
        orders += [[surname, *full], [*full, surname]]
    for parts in orders:
        yield from _in_order(parts, [0] * (len(parts) - 1), page)


def _in_order(parts: Sequence[Sequence[Terms]], gaps: Sequence[int], page: Page) -> Iterator[Hit]:
    """The shortest stretches that hold all words in order; of several choices the first words."""
    places: list[Places] = []
    for groups in parts:
        places.append(_places(groups, page))
        if not places[-1]:
            return
    best: dict[tuple[int, int], Choice] = {}
    for some in sorted(_onwards(places, gaps, ())):
        best.setdefault((some[0], some[-1]), some)
    for stretch, some in best.items():
        if not any(_inside(other, stretch) for other in best if other != stretch):
            yield from _hit([(at, *places[i][at]) for i, at in enumerate(some)])


def _onwards(places: Sequence[Places], gaps: Sequence[int], chosen: Choice) -> Iterator[Choice]:
    if len(chosen) == len(places):
        yield chosen
        return
    options: Iterable[int] = places[len(chosen)]
    if chosen:
        options = range(chosen[-1] + 1, chosen[-1] + 2 + gaps[len(chosen) - 1])
    for at in options:
        if at in places[len(chosen)]:
            yield from _onwards(places, gaps, (*chosen, at))


def _places(groups: Sequence[Terms], page: Page) -> Places:
    """Where a word stands: on the page itself, or among the words of the next that follow."""
    out = {}
    for at in range(max(len(page.own), len(page.following))):
        for here, words in ((True, page.own), (False, page.following)):
            if at < len(words) and at not in out and (why := _strongest(groups, words[at])):
                out[at] = why, here
    return out


def _hit(words: Sequence[tuple[int, Reason, bool]]) -> Iterator[Hit]:
    """The hit of some words in order of their positions; none where it begins on the next page."""
    if not words[0][2]:
        return
    stretches: list[list[tuple[int, Reason, bool]]] = []
    for word in words:
        if not stretches or word[0] != stretches[-1][-1][0] + 1:
            stretches.append([])
        stretches[-1].append(word)
    lit = []
    for stretch in stretches:
        reasons = tuple(why for _, why, _ in stretch)
        here = 0
        while here < len(stretch) and stretch[here][2]:
            here += 1
        if here:  # what stands on the next page is not lit on this one
            first = stretch[0][0]
            lit.append(Lit(first, first + here - 1, _weakest(reasons), reasons))
    yield Hit(_weakest([why for _, why, _ in words]), tuple(lit))


def _weakest(reasons: Iterable[Reason]) -> Kind:
    return max((why.kind for why in reasons), key=STRONGEST_FIRST.index)


def _inside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


LEAVES: dict[type, Callable[[Asking, Any, Page], Iterator[Hit]]] = {
    Word: _one_word,
    Wildcard: _one_word,
    Fuzzy: _one_word,
    Day: _day,
    Phrase: _phrase,
    Near: _near,
    Person: _person,
}


def outermost(found: Sequence[Lit]) -> list[Lit]:
    """What is lit, in order, without what lies inside another; at one place the first strongest."""
    ranked = sorted(found, key=lambda one: STRONGEST_FIRST.index(one.kind))
    best: dict[tuple[int, int], Lit] = {}
    for one in ranked:
        best.setdefault((one.first, one.last), one)
    kept = [
        one
        for place, one in best.items()
        if not any(_inside(place, other) for other in best if other != place)
    ]
    return sorted(kept, key=lambda one: one.first)


# -- patterns and words like a word


def of_pattern(pattern: str, form: str) -> bool:
    if not pattern or not form:
        return not pattern.strip("*") and not form
    if pattern[0] == "*":
        return of_pattern(pattern[1:], form) or of_pattern(pattern, form[1:])
    return pattern[0] in ("?", form[0]) and of_pattern(pattern[1:], form[1:])


def like(leaf: Fuzzy, forms: Sequence[str]) -> list[Terms]:
    """The word itself, and those like it: less where it is no misreading of it."""
    own = exact(leaf.text)
    near = [t for t in sorted(forms) if _edits(own, t[1:]) <= leaf.distance and t[1:] != own]
    likely = [t for t in near if _read(t) == _read(own)]
    return [
        Terms(Kind.EXACT, {f"x{own}": leaf.text}),
        Terms(Kind.FUZZY, dict.fromkeys(likely, leaf.text)),
        Terms(Kind.FUZZY, {t: leaf.text for t in near if t not in likely}, 0.9),
    ]


def _edits(one: str, other: str) -> int:
    """Letters missing, added, other or swapped with their neighbour, each place touched once."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, mine in enumerate(other, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != mine)))
            if i > 1 and j > 1 and (one[i - 2], letter) == (mine, other[j - 2]):
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


def _read(form: str) -> str:
    """A form with one letter for all that scans take for one another."""
    return form.removeprefix("x").translate(str.maketrans("ипш31i", "ннщзіі"))
