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
#: what stands before the number of a leaf: «л003», «лист 3», «Д15_л.3»
_LEAF = re.compile(r"(?:.*[\W\d_])?л(?:ист)?[\W_]*")


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


def leaf(path: Path) -> Leaf | None:
    """The leaf that a name gives («л003об.tif» is «3 об.»), if it gives one."""
    parts = _parts(path)
    if parts is None or not _LEAF.fullmatch(parts[0]) or not 1 <= parts[1].number < 100_000:
        return None
    return Leaf(*parts[1])


def leaves(originals: Sequence[Path], pages: Sequence[int]) -> tuple[tuple[Leaf, ...], ...]:
    """The leaves that each page shows by the names of ``originals``, which have so many ``pages``.

    Nothing is known of the pages of an original that has several.
    """
    return tuple(
        (found,) if count == 1 and (found := leaf(path)) else ()
        for path, count in zip(originals, pages, strict=True)
        for _ in range(count)
    )


def _parts(path: Path) -> tuple[str, Number] | None:
    name = unicodedata.normalize("NFC", path.stem).casefold()
    m = _NAME.fullmatch(name)
    if m is None:
        return None
    verso = (m["side"] or "r") != "r"
    return m["prefix"].rstrip(" ._-"), Number(int(m["number"]), m["letter"] or "", verso)
