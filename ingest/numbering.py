"""Names of scans that number them: «0001.jpg», «0002.jpg» …; «л003.tif», «л003об.tif» are leaves.

A folder whose images are numbered through is one file of an archive, scanned page by page. Names in
which more than the number differs («p01_ru_faded.jpg», «p02_kk_light.jpg») tell images apart that
have a meaning each: those stay documents of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.reference import Leaf
from ingest.names import ends_in_leaf_word

#: how the names of images end
IMAGES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".jp2", ".j2k", ".jpx", ".webp"}
)
#: Share of the numbers from the first to the last that must be there: leaves may be missing.
LEAST_CONSECUTIVE = 0.8
#: prefix, number, the leaf's letter, its side: «л015а об.», «scan_0012», «3v»
_SIDE = r"[\s._-]*(?P<side>об\.?|оборот|v|r)?"
_NAME = re.compile(
    r"(?P<prefix>.*?)(?<!\d)(?P<number>\d{1,9})"
    rf"(?P<letter>(?![vr])[а-яёa-z](?={_SIDE.replace('?P<side>', '?:')}$))?{_SIDE}"
)
#: two leaves on one scan: «л003-004», «л. 14об–15»
_SPREAD = re.compile(
    rf"(?P<first>.*?\d{{1,5}}(?:(?![vr])[а-яёa-z](?![а-яёa-z]))?{_SIDE.replace('?P<side>', '?:')})"
    rf"\s*[-–—]\s*(?P<last>\d{{1,5}}.*)"
)


class Number(NamedTuple):
    """What the name of a scan says beside its prefix; sorts as the leaves lie."""

    number: int
    letter: str
    verso: bool


def series(images: Iterable[Path]) -> tuple[Path, ...]:
    """The images in the order of their numbers if they are numbered through, else nothing.

    All of them, two at least, must differ only in the number (or letter, or side) and no two may
    be alike.
    """
    numbered: dict[Number, Path] = {}
    prefixes = set()
    for image in images:
        parts = _parts(image)
        if parts is None or parts[1] in numbered:
            return ()
        prefixes.add(parts[0])
        numbered[parts[1]] = image
    values = {n.number for n in numbered}
    if len(numbered) < 2 or len(prefixes) > 1:
        return ()
    if len(values) < LEAST_CONSECUTIVE * (max(values) - min(values) + 1):
        return ()
    return tuple(numbered[n] for n in sorted(numbered))


def leaves(originals: Sequence[Path], pages: Sequence[int]) -> tuple[tuple[Leaf, ...], ...]:
    """The leaves that each page shows by the names of ``originals``, which have so many ``pages``.

    «л003об» and «Д15_л.3» name a leaf, «л003-004» two; a bare number is one where the names of
    others have sides («003», «003об»). Nothing is known of the pages of an original with several.
    """
    sided = any(_is_sided(path) for path in originals)
    return tuple(
        leaf_names(path, sided) if count == 1 else ()
        for path, count in zip(originals, pages, strict=True)
        for _ in range(count)
    )


def leaf_names(path: Path, sided: bool = False) -> tuple[Leaf, ...]:
    """The leaves that a name gives («л003об.tif» is «3 об.»); ``sided`` takes bare numbers too."""
    name = _name(path)
    if m := _SPREAD.fullmatch(name):
        first = _leaf(m["first"], sided)
        last = _number(m["last"])
        if first and last and not last[0] and first < (then := Leaf(*last[1])):
            return (first, then)
        return ()
    found = _leaf(name, sided or _is_sided(path))
    return (found,) if found else ()


def _leaf(name: str, sided: bool) -> Leaf | None:
    parts = _number(name)
    if parts is None or not 1 <= parts[1].number < 100_000:
        return None
    return Leaf(*parts[1]) if sided or ends_in_leaf_word(parts[0]) else None


def _is_sided(path: Path) -> bool:
    """Whether a name has a side: «003об»; pages have none."""
    m = _NAME.fullmatch(_name(path))
    return bool(m and m["side"])


def _name(path: Path) -> str:
    return unicodedata.normalize("NFC", path.stem).casefold()


def _parts(path: Path) -> tuple[str, Number] | None:
    name = _name(path)
    if (m := _SPREAD.fullmatch(name)) and leaf_names(path):
        name = m["first"]
    return _number(name)


def _number(name: str) -> tuple[str, Number] | None:
    m = _NAME.fullmatch(name)
    if m is None:
        return None
    verso = (m["side"] or "r") != "r"
    return m["prefix"].rstrip(" ._-"), Number(int(m["number"]), m["letter"] or "", verso)
