"""Where a source stands in an archive, as a style prints it: «ГА РФ. Ф. Р-9414. Оп. 1. …»."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from corpus.citing.archives import Archives
from corpus.citing.cited import Citation
from corpus.citing.styles import MISSING, UNKNOWN, Layout, Style
from corpus.messages import N_
from corpus.reference import LeafRange, Reference, print_leaves


class Level(IntEnum):
    """From which part on search data are printed; what stands above is told already."""

    ARCHIVE = 0
    FONDS = 1
    OPIS = 2
    FILE = 3
    LEAVES = 4
    NOTHING = 5

    @classmethod
    def differing(
        cls, citation: Citation, before: Reference | None, archives: Archives
    ) -> Level | None:
        """The first level at which a citation differs from the reference before it.

        None where they have nothing in common, or nobody knows.
        """
        ref = citation.reference
        if before is None or not before or not archives.same(ref.archive, before.archive):
            return None
        if ref.fonds != before.fonds:
            return cls.FONDS if ref.archive else None
        if (ref.opis, ref.box) != (before.opis, before.box):
            return cls.OPIS if ref.opis or ref.box else cls.FONDS
        if (ref.file, ref.unit) != (before.file, before.unit):
            return cls.FILE
        if citation.leaves and citation.leaves == before.leaves:
            return cls.NOTHING
        return cls.LEAVES


def search_data(
    citation: Citation,
    style: Style,
    layout: Layout,
    archives: Archives,
    level: Level = Level.ARCHIVE,
) -> str:
    """Print the reference of a citation, from ``level`` on behind «Там же»."""
    ref = citation.reference
    if not ref:
        known = [MISSING.format("архив, фонд, опись, дело")]
        return layout.joined([*known, *_leaves(citation, style, layout)])
    part = layout.part
    unit = "unit" if ref.unit.startswith("Ед") else "file"
    name = f" ({ref.fonds_name})" if ref.fonds_name else ""
    cited = citation.leaves is not None
    # A Russian style leaves the name as the archivist wrote it.
    archive = ref.archive if style.language == "ru" else archives.named(ref.archive, style.language)
    printed = [
        [part("archive", archive or MISSING.format("архив"))],
        [part("fonds", ref.fonds or UNKNOWN) + name],
        [part("box", ref.box), part("opis", ref.opis)],
        [part(unit, ref.file or (UNKNOWN if cited else ""))],
        _leaves(citation, style, layout),
        [],
    ]
    told = [layout.parts["ibid"]] if level else []
    return layout.joined(told + [one for each in printed[level:] for one in each])


def lacks(ref: Reference) -> list[tuple[str, str]]:
    """The parts that a reference must have, each with how it is said that it is missing."""
    if not ref:
        return [("", N_("Where the document stands in an archive is not known."))]
    return [
        (ref.archive, N_("The archive is not known.")),
        (ref.fonds, N_("The fonds is not known.")),
        (ref.file, N_("The file is not known.")),
    ]


def _leaves(citation: Citation, style: Style, layout: Layout) -> list[str]:
    if citation.leaves is None:
        extent = citation.extent
        return [f"{extent} л." if extent.isdecimal() else extent]
    if style is Style.KAZAKH:
        return [_behind(citation.leaves, layout)]
    one = len(citation.leaves) < 2 and all(r.first == r.last for r in citation.leaves)
    return [layout.part("leaf" if one else "leaves", print_leaves(citation.leaves) or UNKNOWN)]


def _behind(leaves: Sequence[LeafRange], layout: Layout) -> str:
    """«14–15-п.»; where there is a verso, each leaf with its own word: «14-п. об.–15-п.»."""
    sides = [side for each in leaves for side in (each.first, each.last)]
    if not any(side.verso for side in sides):
        return layout.part("leaves", print_leaves(leaves) or UNKNOWN)
    each = [
        "–".join(
            layout.part("leaf", f"{side.number}{side.letter}") + (" об." if side.verso else "")
            for side in dict.fromkeys((one.first, one.last))
        )
        for one in leaves
    ]
    return ", ".join(each)
