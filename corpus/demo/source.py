"""Read the demo texts: descriptions, pages, and what must be on each rendered page.

A text is UTF-8, its pages separated by form feeds, its lines as they stand on the paper. A file
with several documents shares the keys at the top and lists ``documents``, each with ``pages``
(«1-2») and keys of its own. In newspaper pages a line ``||`` divides headline and columns.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import yaml

from corpus.description import keys as description_keys
from corpus.errors import BadDescription
from corpus.messages import N_

TEXTS = Path(__file__).with_name("texts")

#: keys that only the rendering and the tests use
RENDERING_KEYS = ("style", "scan", "faded", "seed", "shows")
#: what a line of a newspaper page must be to end the headline or a column
COLUMN_BREAK = "||"


class Style(StrEnum):
    """How a page is set."""

    TYPED = "typed"  # a typewriter without «», № and Kazakh or Kyrgyz letters
    MONO = "mono"
    LIST = "list"  # columns at fixed places
    SERIF = "serif"
    NEWSPAPER = "newspaper"  # a headline over two columns
    DIGITAL = "digital"  # born digital: a text layer, no image


class Scan(StrEnum):
    """How the pages of an original are stored."""

    GREY = "grey"
    COLOUR = "colour"
    BILEVEL = "bilevel"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an original, and how it is to look. ``number`` counts from 1."""

    number: int
    text: str
    style: Style
    faded: bool = False

    @property
    def blocks(self) -> list[list[str]]:
        """The lines, in blocks: one, or in a newspaper its headline and then its columns."""
        blocks: list[list[str]] = [[]]
        for line in self.text.split("\n"):
            if line.strip() == COLUMN_BREAK:
                blocks.append([])
            else:
                blocks[-1].append(line.rstrip())
        return blocks

    @property
    def truth(self) -> str:
        """What a perfect reading says: the lines that are not blank, single spaces in them."""
        lines = (" ".join(line.split()) for block in self.blocks for line in block)
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Document:
    """A document of an original: its pages (first and last, from 1, inclusive) and description."""

    first: int
    last: int
    description: Mapping[str, object]
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """One text file, to become one PDF, all its pages scanned alike.

    ``shared`` are the description keys at the top of a file of several documents.
    """

    stem: str
    scan: Scan
    seed: int
    shared: Mapping[str, object]
    documents: tuple[Document, ...]
    pages: tuple[Page, ...]

    @property
    def digital(self) -> bool:
        """Whether it is born digital and so has a text layer."""
        return self.pages[0].style is Style.DIGITAL

    def sidecar(self) -> dict[str, object]:
        """Return the description as an archivist would lay it beside the PDF."""
        if len(self.documents) == 1:
            return dict(self.documents[0].description)
        parts = [
            {
                "pages": f"{d.first}-{d.last}" if d.last > d.first else f"{d.first}",
                **{k: v for k, v in d.description.items() if k not in self.shared},
            }
            for d in self.documents
        ]
        return {**self.shared, "documents": parts}


def originals(folder: Path = TEXTS) -> list[Original]:
    """Read every demo text, in the order of the names.

    Raises :class:`corpus.errors.BadDescription` for an unknown key or for documents that do not
    cover the pages.
    """
    return [read(path) for path in sorted(folder.glob("*.txt"))]


def truth(stem: str) -> list[str]:
    """Return the true text of each page of the original ``stem``, with its line breaks."""
    return [page.truth for page in read(TEXTS / f"{stem}.txt").pages]


def read(path: Path) -> Original:
    """Read one text. Raises as :func:`originals` does."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    keys = yaml.safe_load(head)
    entries = keys.pop("documents", None)
    texts = [unicodedata.normalize("NFC", page.strip("\n")) for page in body.split("\f")]
    documents: list[Document] = []
    pages: list[Page] = []
    for entry in entries or [{"pages": f"1-{len(texts)}"}]:
        first, _, last = str(entry.pop("pages")).partition("-")
        own = {**keys, **entry}
        shows = tuple(keys.get("shows", ())) + tuple(entry.get("shows", ()))
        documents.append(Document(int(first), int(last or first), _description(path, own), shows))
        pages += [
            Page(
                number=number,
                text=texts[number - 1],
                style=Style(own["style"]),
                faded=number in own.get("faded", ()),
            )
            for number in range(int(first), int(last or first) + 1)
        ]
    if [page.number for page in pages] != list(range(1, len(texts) + 1)):
        raise BadDescription(
            N_("The documents of «{name}» do not cover its pages one by one."),
            remedy=N_("Give each document its «pages», without gaps."),
            name=path.name,
        )
    shared = _description(path, keys) if entries else {}
    scan = Scan(keys.get("scan", Scan.GREY))
    return Original(path.stem, scan, keys["seed"], shared, tuple(documents), tuple(pages))


def _description(path: Path, keys: Mapping[str, object]) -> Mapping[str, object]:
    known = set(description_keys().values())
    for key in keys:
        if key not in known and key not in RENDERING_KEYS:
            raise BadDescription(
                N_("«{name}» has an unknown key «{key}»."),
                remedy=N_("Known keys: {known}."),
                name=path.name,
                key=key,
                known=", ".join(sorted(known | set(RENDERING_KEYS))),
            )
    return MappingProxyType({key: value for key, value in keys.items() if key in known})
