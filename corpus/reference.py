"""Archival references: archive, fonds, opis, file, leaves, as fields and as printed.

People write them in many ways («Ф. 393. Оп. 2. Д. 15. Л. 3 об.», «393-2-15», «708-қ., 1-т., 22-іс,
14-п.»); :func:`parse_reference` reads them, ``str()`` prints the usual Russian form. The words that
name the parts are a table, ``reference_words.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from corpus.errors import BadReference
from corpus.messages import N_
from corpus.tables import rows

_REMEDY = N_("Write it like «Ф. 393. Оп. 2. Д. 15. Л. 3–5 об.».")


@dataclass(frozen=True, slots=True, order=True)
class Leaf:
    """A leaf of a file as archives number it: «л. 15а об.» is ``Leaf(15, "а", verso=True)``."""

    number: int
    letter: str = ""
    verso: bool = False

    def __post_init__(self) -> None:
        if self.number < 1:
            raise BadReference(
                N_("There is no leaf {number}."), remedy=N_("Leaves are numbered from 1."),
                number=self.number,
            )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}{self.letter}{' об.' if self.verso else ''}"


@dataclass(frozen=True, slots=True)
class LeafRange:
    """Leaves from ``first`` to ``last``, both included; one leaf is a range of one."""

    first: Leaf
    last: Leaf

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadReference(
                N_("The leaves «{leaves}» run backwards."), remedy=_REMEDY, leaves=str(self)
            )

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a document stands in an archive; an unknown part is empty.

    ``unit`` is what the archive calls a file («Д.», «Ед. хр.»), ``box`` a «картон» between fonds
    and file, ``fonds_name`` whose fonds it is. A source that takes several units names them all in
    ``file``: «122 ; Картон 80. Ед. хр. 1–24».
    """

    archive: str = ""
    fonds: str = ""
    opis: str = ""
    file: str = ""
    leaves: tuple[LeafRange, ...] = ()
    unit: str = "Д."
    box: str = field(default="", kw_only=True)
    fonds_name: str = field(default="", kw_only=True, compare=False)

    def __str__(self) -> str:
        return self.printed()

    def printed(self, leaves: Iterable[Leaf | LeafRange] | None = None) -> str:
        """Print the reference; ``leaves`` stands in for the reference's own.

        Each part ends in one full stop, whatever its abbreviation ends in (ГОСТ Р 7.0.5).
        """
        own = self.leaves if leaves is None else tuple(leaves)
        name = f" ({self.fonds_name})" if self.fonds_name else ""
        parts = [
            self.archive,
            f"Ф. {self.fonds}{name}" if self.fonds else "",
            f"Картон {self.box}" if self.box else "",
            f"Оп. {self.opis}" if self.opis else "",
            f"{self.unit} {self.file}" if self.file else "",
            f"Л. {print_leaves(own)}" if own else "",
        ]
        return " ".join(p if p.endswith(".") else p + "." for p in parts if p)

    def __bool__(self) -> bool:
        return bool(self.archive or self.fonds or self.file)

    def sort_key(self) -> tuple[object, ...]:
        """Order of archives' own lists: figures by value, the unreferenced last."""
        first = self.leaves[0].first if self.leaves else Leaf(1)
        return (not self, *map(natural, (self.archive, self.fonds, self.box, self.opis, self.file)),
                first)  # fmt: skip

    def sort_text(self) -> str:
        """A string that sorts as :meth:`sort_key` does."""
        first = self.leaves[0].first if self.leaves else Leaf(1)
        parts = (self.archive, self.fonds, self.box, self.opis, self.file)
        leaf = f"{first.number:05d}{first.letter}\0{first.verso:d}"
        return "\0".join((f"{not self:d}", *map(_natural_text, parts), leaf))


def _natural_text(text: str) -> str:
    """A string that sorts as :func:`natural` does: each part ends in a sign before all others."""
    return "".join(
        f"0{length:05d}{part}\1" if kind == 0 else f"1{part}\1"
        for kind, length, part in natural(text)
    )


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Key that orders «2» before «10» and «10» before «10а»."""
    return tuple(
        # The longer of two numbers is the greater; no number is too long to be compared.
        (0, len(p.lstrip("0")), p.lstrip("0")) if p.isdecimal() else (1, 0, p.casefold())
        for p in re.findall(r"\d+|\D+", text)
    )


def print_leaves(leaves: Iterable[Leaf | LeafRange]) -> str:
    """«3–5 об., 7»; no leaf is the empty string."""
    return ", ".join(map(str, leaves))


#: number, letter, verso: «15», «15а», «3об», «3 об.», «14 v.»; a file has fewer than 100,000
_LEAF = r"(\d{1,5})\s*((?:(?!v)[а-яa-z](?![а-яa-z]))?)\s*((?:об|v)\.?)?(?!\w)"
_ONE_LEAF = r"\d{1,5}+(?!\d)\s*(?:(?!v)[а-яa-z](?![а-яa-z]))?\s*(?:(?:об|v)\.?)?(?!\w)"


def parse_leaf(text: str) -> Leaf:
    """«15а об.», «3об» and «14 v.» as a leaf.

    Raises:
        BadReference: it is none.

    """
    m = re.fullmatch(_LEAF, text.strip().casefold())
    if m is None:
        raise BadReference(N_("«{leaf}» is not a leaf."), remedy=_REMEDY, leaf=text)
    return Leaf(int(m[1]), m[2], bool(m[3]))


def parse_leaves(text: str) -> tuple[LeafRange, ...]:
    """«3–5 об., 7; 9а» as ranges; «14 об.–15» is one.

    Raises:
        BadReference: a part is no leaf.

    """
    out = []
    for part in re.split(r"[,;]", text):
        ends = [parse_leaf(e) for e in re.split(r"[-–—]", part) if e.strip()]
        if len(ends) in {1, 2}:
            out.append(LeafRange(ends[0], ends[-1]))
        elif part.strip():
            raise BadReference(N_("«{leaf}» is not a leaf."), remedy=_REMEDY, leaf=part)
    return tuple(out)


def sides(ranges: Iterable[LeafRange]) -> list[Leaf]:
    """All leaf sides of the ranges in order: «3–4 об.» is 3, 3 об., 4, 4 об.

    A range whose ends are both rectos names rectos only («3–5» is 3, 4, 5).
    """
    out: list[Leaf] = []
    for r in ranges:
        if r.first.number == r.last.number:
            out += [r.first] if r.first == r.last else [r.first, r.last]
            continue
        versos = (False, True) if r.first.verso or r.last.verso else (False,)
        letters = {r.first.number: r.first.letter, r.last.number: r.last.letter}
        for number in range(r.first.number, r.last.number + 1):
            for verso in versos:
                side = Leaf(number, letters.get(number, ""), verso)
                if r.first <= side <= r.last:
                    out.append(side)
    return out


#: a text longer than this is no reference
_LONGEST = 500
#: Latin capitals and small letters that stand for Cyrillic ones
_LATIN = str.maketrans("PAHOMKTXpaox", "РАНОМКТХраох")
#: «З93», «О2», «1О»: letters that a scan puts for 3, 0 and 6; a letter behind a number may be meant
_MISREAD = re.compile(r"(?<![^\W\d_])[озб]+(?=\d)|(?<=\d)о+(?![^\W\d_])")
_FIGURES = str.maketrans("озб", "036")
#: «15», «15а»; in «д.15л.3» the letter begins the next part
_UNIT = r"\d++(?:(?!л\.?\s*\d)[а-я](?![а-я]))?"
_VALUES = {
    "fonds": r"(?:[рпалн](?:\s*-\s*)?)?\d++(?:[а-я](?![а-я]))?",
    "opis": r"л/с|\d+\s*-?\s*л/с|\d++(?:(?!д\.?\s*\d)[а-я](?![а-я]))?(?:\s*доп\.?)?",
    "file": rf"{_UNIT}(?:\s*[-–—]\s*{_UNIT})?",
    "unit": rf"{_UNIT}(?:\s*[-–—]\s*{_UNIT})?",
    "box": r"\d++",
    "leaves": rf"{_ONE_LEAF}(?:\s*[-–—,]\s*{_ONE_LEAF})*",
}


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Per part «label value», then «value-label», each with its longest label first."""
    words: dict[tuple[str, str], list[str]] = {}
    for part, _, word, stands, _ in rows("corpus", "reference_words.tsv"):
        label = re.escape(word).replace(r"\ ", r"\s*").replace(r"\.", r"\.?")
        for place in ("before", "behind") if stands == "either" else (stands,):
            # In «708-қор 1-тізімдеме» the 1 belongs to what follows it.
            guard = r"(?<!\d-)" if stands == "either" and place == "before" else ""
            words.setdefault((part, place), []).append(guard + label)
    out = []
    for part, value in _VALUES.items():
        before, behind = (
            "|".join(sorted(words.get((part, place), ()), key=len, reverse=True))
            for place in ("before", "behind")
        )
        if before:
            out.append((part, re.compile(rf"(?<![^\W\d_])(?:{before})\.?\s*№?\s*({value})")))
        if behind:
            out.append((part, re.compile(rf"(?<!\w)({value})\s*-\s*(?:{behind})(?!\w)\.?")))
    return out


#: «14-п. об.»: the word of the verso stands behind that of the leaf
_LABEL_THEN_VERSO = re.compile(r"(\s*-\s*(?:п|парақ|барак)\b\.?)(\s*об\b\.?)")
#: «3-п.–5-п.», «3-п., 5-п.»: only the last of several leaves keeps its label
_LABEL_WITHIN = re.compile(
    r"(?<=[\w.])\s*-\s*(?:п|парақ|барак)\b\.?(?=\s*[-–—,]\s*\d{1,5}[а-я]?(?:\s*об\b\.?)?\s*-\s*(?:п|парақ|барак)\b)"
)
#: a name in parentheses behind the number of a fonds
_FONDS_NAME = re.compile(r"\s*\(([^()]*[^\W\d_][^()]*)\)")
#: further units of one source, each behind a semicolon
_FURTHER = re.compile(
    rf"(?:\s*;\s*(?:картон\s*\d++\s*\.?\s*)?(?:ед\.?\s*хр|д)\.?\s*{_VALUES['unit']})+"
)

_THREE = re.compile(r"((?:[рпалн]-?)?\d+)([-/])(\d+[а-я]?)\2(\d+[а-я]?)(?:\2(\d+[а-я]?))?")


def parse_reference(text: str) -> Reference | None:
    """Read a reference, or return None where there is none.

    It takes a label with a number («Ф. 393», «22-іс»), or three numbers («393-2-15»); «Ф. И.
    Голощёкин» is a name. What stands before the first part is the archive.

    Raises:
        BadReference: its leaves run backwards.

    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return None
    low = _compared(text)
    if m := _THREE.fullmatch(low.strip(" .")):
        leaves = (LeafRange(parse_leaf(m[5]), parse_leaf(m[5])),) if m[5] else ()
        return Reference("", _number(m[1]), m[3], m[4], leaves)
    found: dict[str, str] = {}
    begin, name = len(text), ""
    for part, pattern in _patterns():
        all_found = list(pattern.finditer(low)) if part not in found else []
        for m in all_found[:1]:
            found[part] = m[1]
            begin = min(begin, m.start())
            if part == "fonds" and (named := _FONDS_NAME.match(text, m.end())):
                name = named[1].strip()
            elif part in {"file", "unit"} and (more := _FURTHER.match(low, m.end())):
                found[part] += re.sub(r"\s*;\s*", " ; ", text[slice(*more.span())])
        if part == "leaves" and len(all_found) == 2 and not {"file", "unit"} & found.keys():
            # Of «Л. 15. Л. 3» the first is a «Д.» that was misread.
            found["file"], found["leaves"] = (m[1] for m in all_found)
    if not found:
        return None
    return Reference(
        archive=text[:begin].strip(" .,;:–—-"),
        fonds=_number(found.get("fonds", "")),
        opis=found.get("opis", "").rstrip("."),
        file=found.get("file") or found.get("unit", ""),
        leaves=parse_leaves(found["leaves"]) if "leaves" in found else (),
        unit="Ед. хр." if "unit" in found and "file" not in found else "Д.",
        box=found.get("box", ""),
        fonds_name=name,
    )


def below(known: Reference, named: Reference) -> Reference:
    """Take a reference as it is printed; what it leaves out above its first part is known."""
    if not named.archive:
        named = replace(named, archive=known.archive)
        if not named.fonds:
            named = replace(named, fonds=known.fonds, fonds_name=known.fonds_name)
            if not (named.opis or named.box):
                named = replace(named, opis=known.opis, box=known.box)
                if not named.file:
                    named = replace(named, file=known.file, unit=known.unit)
    return named


def _compared(text: str) -> str:
    """``text`` as labels and numbers are looked for in it; places in it are those in ``text``."""
    plain = text.translate(_LATIN)
    low = plain.lower()
    if len(low) != len(text):  # a letter that has two in lower case
        low = "".join(c.lower()[0] for c in plain)
    low = _MISREAD.sub(lambda m: m.group().translate(_FIGURES), low)
    if "об" in low:
        low = _LABEL_THEN_VERSO.sub(r"\2\1", low)
    return _LABEL_WITHIN.sub(lambda m: " " * len(m.group()), low)


class FoundReference(NamedTuple):
    """A reference in a text and its half-open code point offsets."""

    start: int
    end: int
    reference: Reference


#: between the parts of one reference
_BETWEEN = re.compile(r"[\s.,;:–—-]{0,4}")
_FIGURE = re.compile(r"\d")
#: three numbers in a running text, none with a zero in front, as days and months have
_THREE_FOUND = re.compile(
    r"(?<![\w/.,-])(?:[рпалн]-?)?[1-9]\d*+([-/])[1-9]\d*+[а-я]?\1[1-9]\d*+[а-я]?"
    r"(?:\1[1-9]\d{0,4}+[а-я]?)?(?![\w/]|-\w)"
)
#: «17/9/1931», «1931-9-17»
_DAY = re.compile(
    r"(?:[12]?\d|3[01])[-/](?:\d|1[0-2])[-/](?:1[89]|20)\d\d|(?:1[89]|20)\d\d[-/]\d\d?[-/]\d\d?"
)


def find_references(text: str) -> Iterator[FoundReference]:
    """Yield the references in a running text, in order.

    A running text says «дело 15 рабочих» and «д. 15» of a house; so a reference has two labelled
    parts, or a fonds («Ф. 393»), or a file's label cut short with a full stop («д. 15»), or is
    three numbers that are no date. Its archive is what archives' names begin with («ГА РФ», «ЦГА
    РК»), or any words in capitals with a full stop behind them.
    """
    low = _compared(text)
    if not _FIGURE.search(low):  # as in most queries; to compile the patterns would take longer
        return
    groups = [*_labelled(low), *(m.span() for m in _THREE_FOUND.finditer(low)
                                 if not _DAY.fullmatch(m.group()))]  # fmt: skip
    end = 0
    for begin, stop in sorted(groups):
        if begin < end:
            continue
        try:
            reference = parse_reference(text[begin:stop])
        except BadReference:
            continue
        if reference:
            start = max(end, _archive_before(text, begin))
            end = stop
            archive = text[start:begin].strip(" .,")
            yield FoundReference(start, stop, replace(reference, archive=archive))


def _labelled(low: str) -> Iterator[tuple[int, int]]:
    """Ranges of parts that stand side by side and make up a reference."""
    found = sorted(
        (m.start(), -m.end(), part) for part, pattern in _patterns() for m in pattern.finditer(low)
    )
    groups: list[tuple[int, int, list[str]]] = []
    for start, minus_end, part in found:
        begin, end, parts = groups[-1] if groups else (0, 0, [])
        if groups and start < end:
            continue
        if groups and part not in parts and _BETWEEN.fullmatch(low, end, start):
            groups[-1] = (begin, -minus_end, [*parts, part])
        else:
            groups.append((start, -minus_end, [part]))
    for begin, end, parts in groups:
        short = parts in (["file"], ["unit"]) and "." in low[begin:end]
        if len(parts) > 1 or parts == ["fonds"] or short:
            yield begin, end


@cache
def _archive() -> re.Pattern[str]:
    """Words in capitals at the end of a text that are an archive's name."""
    begins = "|".join(word for part, _, word, _, _ in rows("corpus", "reference_words.tsv")
                      if part == "archive")  # fmt: skip
    letter = r"[^\W\d_a-zа-я]"
    word = rf"{letter}{{2,8}}"
    known = rf"(?:{begins}){letter}{{0,8}}(?: {word}){{0,2}}[.,]?"
    return re.compile(rf"(?<!\w)(?:{known}|{word}(?: {word}){{0,2}}\.) ?$")


def _archive_before(text: str, begin: int) -> int:
    """Where the archive before a reference begins; ``begin`` where none is named."""
    window = max(0, begin - 40)
    m = _archive().search(text[window:begin])
    return window + m.start() if m else begin


def _number(fonds: str) -> str:
    """«р - 9414» and «р9414» as «Р-9414»."""
    m = re.fullmatch(r"([рпалн])\s*-?\s*(\d+[а-я]?)", fonds)
    return f"{m[1].upper()}-{m[2]}" if m else fonds
