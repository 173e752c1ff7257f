"""What names of scans and folders say of the reference: «Ф.393_Оп.2_Д.15/л.003об.tif».

Names are rewritten with the words of ``name_words.tsv`` so that :mod:`corpus.reference` reads them;
a part that the scan's own name leaves out is looked for in the folders above it, up to the first
that says something else. Names only propose: what a person says stands (:func:`merged`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from corpus.errors import BadReference
from corpus.reference import Reference, parse_reference
from corpus.tables import rows

#: how many folders above a scan are read: archive, fonds, opis, file, and one for the side
FOLDERS = 5
_ARCHIVE_WORD = re.compile(r"\b(?:\w*архив|мұрағат(?:ы)?|архив[иі]|\w*архивы|archives?)\b", re.I)
_NO_ARCHIVE = re.compile(r"директор|начальник|утвержд|согласов|бекіт|бекит|заведующ", re.I)
#: what stands right before a fonds in capitals is an archive: «ОГАЧО. Ф. 12»
_CAPITALS = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮҺІ]{2,8}(?: [А-ЯЁӘҒҚҢӨҰҮҺІ]{2,4}){0,2}")
#: letters of a fonds' number in names with Latin words: «F.P-708» is «П-708»
_LATIN_FONDS = str.maketrans("RPALN", "РПАЛН")
_DATE = re.compile(r"(?:1[89]|20)\d\d([-_.])\d\d?\1\d\d?|\d\d?([-_.])\d\d?\2(?:1[89]|20)\d\d")
#: a word in both alphabets is Cyrillic with Latin letters that look alike: «Oп.»
_MIXED = re.compile(r"(?=[a-z]*[а-я])(?=[а-я]*[a-z])[a-zа-я]+", re.I)
_LOOKALIKES = str.maketrans("ABEKMHOPCTXaeopcx", "АВЕКМНОРСТХаеорсх")
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_ENDING = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.I)  # not the «.15» of «Д.15»
_THREE = re.compile(r"((?:[РПАЛН]-?)?\d+)([-_])(\d+[а-я]?)\2(\d+[а-я]?)", re.I)


@lru_cache(maxsize=4096)  # a folder of 10,000 scans has one name
def name_reference(name: str) -> Reference:
    """What one name (without its ending) says; leaves too. «IMG_0012» says nothing."""
    name = unicodedata.normalize("NFC", name).strip()
    name = _MIXED.sub(lambda m: m[0].translate(_LOOKALIKES), name)
    if m := _THREE.fullmatch(name):
        return Reference() if _DATE.fullmatch(name) else _read("-".join(m.group(1, 3, 4)))
    rewritten = _rewritten(name)
    return _read(rewritten) if rewritten else Reference()


def path_reference(path: Path) -> Reference:
    """What the name of a file or folder and those of the folders above it say; without leaves."""
    absolute = path.absolute()
    known = Reference()
    own = absolute.name if absolute.is_dir() else _ENDING.sub("", absolute.name)
    for name in [own, *(folder.name for folder in absolute.parents[:FOLDERS])]:
        said = replace(name_reference(name), leaves=())
        if said == Reference():
            said = Reference(archive=archive_named(name))
        if _contradict(known, said):
            break
        known = merged(known, said)
    return known


def heading_reference(lines: Iterable[str]) -> Reference:
    """What the lines above an inventory say of archive, fonds and opis."""
    known = Reference()
    for line in lines:
        said = _read(line) if re.search(r"\d", line) else Reference()
        if not said.archive and not said.fonds and not said.opis:
            said = Reference(archive=archive_named(line))
        # «дело» in such a line names no file of the table
        known = merged(known, Reference(said.archive, said.fonds, said.opis, box=said.box))
    return known


def merged(first: Reference, *others: Reference) -> Reference:
    """What ``first`` says, completed by the others as far as they do not contradict it.

    A reference that names another archive, fonds, opis or file is of something else, and nothing
    of it is taken.
    """
    out = first
    for other in others:
        if _contradict(out, other):
            continue
        parts = {part: getattr(out, part) or getattr(other, part)
                 for part in ("archive", "fonds", "opis", "box", "file", "leaves")}  # fmt: skip
        unit = out.unit if out.file else other.unit
        out = Reference(unit=unit, **parts)
    return out


def ends_in_leaf_word(text: str) -> bool:
    """Whether a number behind ``text`` is that of a leaf: «Д15_л.», «лист»."""
    labels, _, _ = _labels()
    m = re.search(r"[^\W\d_]+(?=[\W_]*$)", text)
    # a Latin letter by itself may be anything
    return bool(
        m
        and labels.get(m[0].casefold()) == "Л."
        and not (m[0].isascii() and len(m[0]) < 3 and not re.search(r"\d", text))
    )


def archive_named(text: str) -> str:
    """The archive that a text names, if it names one and nothing else."""
    text = " ".join(unicodedata.normalize("NFC", text).split()).strip(" .,;:_-")
    if _NO_ARCHIVE.search(text) or len(text) > 150 or re.search(r"\d", text):
        return ""
    return text if text in _short_names() or _ARCHIVE_WORD.search(text) else ""


@cache
def _short_names() -> frozenset[str]:
    return frozenset(short for short, _ in rows("ingest", "archive_names.tsv"))


def _contradict(one: Reference, other: Reference) -> bool:
    return any(
        getattr(one, part) and getattr(other, part) and getattr(one, part) != getattr(other, part)
        for part in ("archive", "fonds", "opis", "box", "file")
    )


def _read(text: str) -> Reference:
    try:
        said = parse_reference(text)
    except BadReference:  # «л. 5-3»: a name may say anything
        return Reference()
    if said is None:
        return Reference()
    if _YEAR.fullmatch(said.opis):  # «опись 1931.xlsx»
        said = replace(said, opis="")
    short = said.archive if said.fonds and _CAPITALS.fullmatch(said.archive) else ""
    return replace(said, archive=archive_named(said.archive) or short)


@cache
def _labels() -> tuple[dict[str, str], re.Pattern[str], frozenset[str]]:
    """Word → label, a pattern that finds the words, and those in the Latin alphabet."""
    table = [
        (word, label, alphabet) for word, label, alphabet, _ in rows("ingest", "name_words.tsv")
    ]
    words = sorted((word for word, _, _ in table), key=len, reverse=True)
    written = "|".join(re.escape(word).replace(r"\ ", r"[\s._-]*") for word in words)
    pattern = re.compile(
        rf"(?<![^\W\d_])(?P<word>{written})(?P<between>[\s._-]*(?:№|N|No\.?)?[\s._-]*)"
        rf"(?=(?P<letter>[РПАЛНRPALN]-?)?0*(?P<number>\d))",
        re.I,
    )
    latin = frozenset(_squeezed(word) for word, _, alphabet in table if alphabet == "latin")
    return {_squeezed(word): label for word, label, _ in table}, pattern, latin


def _squeezed(word: str) -> str:
    return re.sub(r"[\s._-]", "", word.casefold())


def _rewritten(name: str) -> str:
    """«F393_op2_d15_003v» as « Ф. 393 Оп. 2 Д. 15 003v»; empty where no word is found."""
    labels, pattern, latin = _labels()
    out, at = "", 0
    found = [*pattern.finditer(name)]
    # A single Latin letter is no word by itself: «d1», «scan_f2».
    if len(found) == 1 and len(found[0]["word"]) < 3 and found[0]["word"].isascii():
        return ""
    for m in found:
        word = _squeezed(m["word"])
        out += name[at : m.start()] + f" {labels[word]} "
        at = m.end()
        letter = m["letter"] or ""
        if letter and labels[word] == "Ф." and word in latin:
            out += letter.upper().translate(_LATIN_FONDS)
            at += len(letter)
        elif not letter:  # «003» is leaf or file 3
            at += len(re.match(r"0*(?=\d)", name[at:]).group())  # type: ignore[union-attr]  # the pattern has seen a digit
    if not found:
        return ""
    out += name[at:]
    # «об», «v» behind a leaf, «_» and «,» between parts: as a reference has them
    return re.sub(r"(?<=\d)_?(?:ob|oborot|оборот)\b", " об.", out.replace("_", " "))
