"""The styles and forms of citations; what each style prints is a table, ``styles.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from corpus.tables import rows


class Style(StrEnum):
    """How a citation is printed; the last three are records for programs."""

    GOST_R_7_0_5 = "gost-r-7.0.5"
    GOST_R_7_0_100 = "gost-r-7.0.100"
    GOST_7_1_2003 = "gost-7.1-2003"
    COMMA = "archive-comma"
    KAZAKH = "archive-kk"
    KYRGYZ = "archive-ky"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"

    @property
    def is_record(self) -> bool:
        """Whether it is read by programs; such a style has no forms."""
        return self in {Style.BIBTEX, Style.RIS, Style.CSL_JSON}

    @property
    def language(self) -> str:
        """The language in which it names archives and parts."""
        return {Style.KAZAKH: "kk", Style.KYRGYZ: "ky"}.get(self, "ru")


class Form(StrEnum):
    """Where a citation stands."""

    FOOTNOTE = "footnote"
    LIST = "list"  # of sources
    IN_TEXT = "in-text"
    POINTER = "pointer"  # in the text, to a numbered list of sources


#: what stands for a part that is not known; {} says which
MISSING = "⟨{}?⟩"
#: a leaf or page that is not known
UNKNOWN = "⟨?⟩"
#: the column of the Kyrgyz style with Kyrgyz words, which a collection may set
_KYRGYZ_WORDS = "archive-ky-words"


@dataclass(frozen=True, slots=True)
class Layout:
    """What one style prints: a template for each part (``{}`` is its number), signs between them.

    ``opening`` stands behind the first part, ``between`` behind each other, ``ending`` behind the
    last; a full stop melts with one that is there already.
    """

    parts: Mapping[str, str]

    def part(self, name: str, value: str) -> str:
        """Print one part, nothing where it has no value."""
        return self.parts[name].replace("{}", value) if value else ""

    def joined(self, parts: list[str]) -> str:
        """Print parts one behind the other, with the sign that ends them."""
        present = [part for part in parts if part]
        out = present[0] if present else ""
        for n, part in enumerate(present[1:]):
            out = ended(out, self.parts["between" if n else "opening"]) + part
        return ended(out, self.parts["ending"])


def ended(text: str, sign: str) -> str:
    """``text`` with ``sign`` behind it; two full stops are one."""
    return text + (sign[1:] if text.endswith(".") and sign.startswith(".") else sign)


@cache
def _columns() -> Mapping[str, Mapping[str, str]]:
    head, *lines = rows("corpus.citing", "styles.tsv")
    return {
        style: {line[0]: line[column].strip("«»") for line in lines}
        for column, style in enumerate(head)
        if column
    }


@cache
def layout(style: Style, *, kyrgyz_words: bool = False) -> Layout:
    """What a style prints; ``kyrgyz_words`` are a collection's setting."""
    own = _KYRGYZ_WORDS if kyrgyz_words and style is Style.KYRGYZ else str(style)
    return Layout(_columns()[own])
