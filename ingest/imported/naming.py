"""Which files beside an original are its OCR, told by their names.

``0001.xml``, ``0001.alto.xml``, ``0001.page.xml``, ``0001.hocr``, ``0001.html`` (or
``0001.tif.xml`` …) belong to ``0001.tif``, in the same folder or in its subfolders ``alto``,
``page`` or ``hocr``, as digitisation firms deliver them. An original of several pages may have one
file with all of them, or one a page: ``дело_0001.xml`` … beside ``дело.pdf``. Small and capital
letters are alike. No file is opened here.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

#: how the names of OCR files end; the earlier wins where a scan has several
SUFFIXES = (".alto.xml", ".page.xml", ".xml", ".hocr", ".html", ".htm")
#: subfolders of the scans' folder in which they may lie too; again the earlier wins
SUBFOLDERS = ("alto", "page", "hocr")
#: originals that may have more pages than one
_SEVERAL_PAGES = frozenset({".pdf", ".tif", ".tiff", ".djvu", ".djv"})
_PAGE_OF = re.compile(r"(.+?)[ _.-]+(\d{1,6})")


@dataclass(frozen=True, slots=True)
class PageOf:
    """Page ``number`` (from 1) of an OCR file."""

    path: Path
    number: int


@dataclass(frozen=True, slots=True)
class Beside:
    """The OCR files of an original: one for all its pages, or one for each (from 1).

    ``paths`` are all files that bear its name, those too that are not used because it has better.
    """

    whole: Path | None = None
    single: Mapping[int, Path] = field(default_factory=dict)
    paths: frozenset[Path] = frozenset()

    def page(self, number: int) -> PageOf | None:
        """Where the OCR of a page of the original stands, if anywhere."""
        if number in self.single:
            return PageOf(self.single[number], 1)
        return PageOf(self.whole, number) if self.whole else None


def is_ocr(path: Path) -> bool:
    """Whether a file of this name may be OCR."""
    return _key(path.name).endswith(SUFFIXES)


def ocr_type(path: Path) -> str:
    """The media type that the name of an OCR file promises."""
    return "application/xml" if _suffix(path).endswith(".xml") else "text/html"


def beside(folder: Path, scans: Iterable[Path]) -> dict[Path, Beside]:
    """The OCR of each of ``scans``, which lie in ``folder``; those without any are left out.

    A file that is named like one scan is no page of another.
    """
    files = _ocr_files(folder)
    listed = [*scans] if files else []
    own = {scan: files.get(_key(scan.name), []) + files.get(_key(scan.stem), []) for scan in listed}
    taken = {path for paths in own.values() for path in paths}
    pages: dict[str, dict[int, list[Path]]] = {}
    for name, paths in files.items():
        if paths[0] not in taken and (m := _PAGE_OF.fullmatch(name)):
            pages.setdefault(m[1], {}).setdefault(int(m[2]), []).extend(paths)
    out = {}
    for scan, whole in own.items():
        several = scan.suffix.casefold() in _SEVERAL_PAGES
        single = pages.get(_key(scan.stem), {}) if several else {}
        first = 1 if min(single, default=1) else 0  # some count from 0
        if whole or single:
            out[scan] = Beside(
                whole[0] if whole else None,
                {number - first + 1: paths[0] for number, paths in single.items()},
                frozenset(whole).union(*single.values()),
            )
    return out


def _ocr_files(folder: Path) -> dict[str, list[Path]]:
    """The OCR files that may belong to scans in ``folder``, by the name of what they are of.

    Of several for the same scan the best comes first.
    """
    out: dict[str, list[Path]] = {}
    for place in _places(folder):
        inside: list[Path] = []
        with contextlib.suppress(OSError):  # a subfolder that one may not read: intake says so
            inside = [p for p in place.iterdir() if is_ocr(p) and p.name[0] != "." and p.is_file()]
        for path in sorted(inside, key=lambda p: (SUFFIXES.index(_suffix(p)), p.name)):
            out.setdefault(_key(path.name).removesuffix(_suffix(path)), []).append(path)
    return out


def _suffix(path: Path) -> str:
    return next(suffix for suffix in SUFFIXES if _key(path.name).endswith(suffix))


def _places(folder: Path) -> Iterator[Path]:
    """The folder and its subfolders for OCR."""
    by_name = {_key(p.name): p for p in folder.iterdir() if p.is_dir() and not p.is_symlink()}
    yield folder
    yield from (by_name[name] for name in SUBFOLDERS if name in by_name)


def _key(name: str) -> str:
    """A name as names compare: without case, letters composed (a Mac takes «й» apart)."""
    return unicodedata.normalize("NFC", name).casefold()
