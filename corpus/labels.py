"""Names of the facets' values in the four languages of the interface: a table, not code."""

from __future__ import annotations

from functools import cache

from corpus import kinds
from corpus.reference import Reference
from corpus.tables import rows

#: between an archive and its fonds in a value of the facet «archive», and the like
PATH = " › "
#: facets whose values may be paths
_PATHS = frozenset({"archive", "unconfirmed"})
#: in such a path what stands for an opis where there is none, and what precedes a box's number
NO_OPIS, BOX = "–", "К. "
#: what the parts of such a path below the archive are called
_PARTS = ("Ф. ", "Оп. ", "Д. ")
#: how a decade is written: «1930-е»
_DECADES = {"ru": "{}-е", "kk": "{}-жылдар", "ky": "{}-жылдар", "en": "{}s"}


@cache
def _table() -> dict[tuple[str, str], dict[str, str]]:
    return {
        (facet, value): dict(zip(kinds.LANGUAGES, names, strict=True))
        for facet, value, *names in rows("corpus", "labels.tsv")
    }


def label(facet: str, value: str, language: str) -> str:
    """What a facet's value is called in ``language``; one without a name is its own.

    What stands below an archive, «archive › fonds › opis › file», is called by the last part
    («Ф. 12», «Оп. 1», «Картон 3», «Д. 47»).
    """
    if facet == "kind" and value in kinds.names():
        return kinds.names()[value][language]
    if (facet, value) in _table():
        return _table()[facet, value][language]
    if facet == "decade":
        return _DECADES[language].format(value)
    if facet == "archive" and PATH in value:
        *over, last = value.split(PATH)
        if len(over) == 2 and last.startswith(BOX):
            return f"Картон {last.removeprefix(BOX)}"
        return _PARTS[min(len(over), len(_PARTS)) - 1] + last
    if facet == "unconfirmed":
        return value.rsplit(PATH, 1)[-1]
    return value


def places(ref: Reference) -> tuple[str, ...]:
    """The values of the facet «archive» of what stands under a reference, from the archive down.

    An opis and a file have one only below a fonds.
    """
    if not ref:
        return ("unreferenced",)
    parts = [ref.archive or "unnamed"]
    if ref.fonds:
        parts.append(ref.fonds)
        box = f"{BOX}{ref.box}" if ref.box else ""
        if ref.opis or box or ref.file:
            parts.append(ref.opis or box or NO_OPIS)
        if ref.file:
            parts.append(ref.file)
    return tuple(PATH.join(parts[:n]) for n in range(1, len(parts) + 1))


def lineage(facet: str, value: str) -> tuple[str, ...]:
    """What a facet's value stands below, from the top, and at last the value itself."""
    over = above(facet, value)
    return (*lineage(facet, over), value) if over else (value,)


@cache
def _other_names() -> dict[tuple[str, str], str]:
    table = rows("corpus", "other_names.tsv")
    return {(facet, name.casefold()): value for facet, value, name in table}


def above(facet: str, value: str) -> str:
    """The value right below which a facet's value stands; empty where it stands on top.

    «ГА РФ» is above «ГА РФ › Р-9414», the administrative kinds above the order.
    """
    if facet == "kind":
        return kinds.groups().get(value, "")
    if facet == "archive":
        return value.rpartition(PATH)[0]
    return value.split(PATH)[0] if PATH in value and facet in _PATHS else ""


def value_named(facet: str, name: str) -> str:
    """The value that ``name`` stands for in any of the languages; a name nobody knows is its own.

    «казахский», «қазақша» and «kk» are ``kk``, «киргизский» is ``ky`` (``other_names.tsv``).
    """
    wanted = name.strip().casefold()
    if value := _other_names().get((facet, wanted)):
        return value
    for (of, value), names in _table().items():
        if of == facet and wanted in {value, *(n.casefold() for n in names.values())}:
            return value
    return name.strip()
