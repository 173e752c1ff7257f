"""Names of files: the reference of what is in them, made safe for every file system.

«ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155. Л. 3 об.pdf». No name leaves its folder, is reserved, is too long
or is another's in small letters.
"""

from __future__ import annotations

import re
import unicodedata

from corpus.documents import Document
from corpus.harmless import one_line
from corpus.pages import Page
from corpus.reference import Reference

#: File systems take 255 bytes; room is left for an ending and for telling two of one name apart.
MOST_BYTES = 200
#: what Windows, or any system, does not take in a name
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\ufffd]')
#: Devices of Windows, whatever their ending (Microsoft, «Naming Files, Paths, and Namespaces»).
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)")


def document_name(document: Document) -> str:
    """The name, without an ending, of a file with a whole document.

    Its reference; its title where it stands in no archive; its id where it has none.
    """
    d = document.description
    return safe(str(d.reference) if d.reference else d.title or document.source_name, document.id)


def fonds_name(document: Document) -> str:
    """The name, without an ending, of a file with the fonds in which a document stands."""
    ref = document.description.reference
    return safe(str(Reference(ref.archive, ref.fonds)), document.id)


def page_name(document: Document, page: Page) -> str:
    """The name, without an ending, of a file with one page: its leaves, or else its number.

    A page without a leaf is never named as if its number were one.
    """
    reference = document.description.reference
    if reference and page.leaves:
        return safe(reference.printed(page.leaves), f"{document.id} {page.number}")
    return f"{document_name(document)} [{page.number}]"


def numbered(page: Page) -> str:
    """The name, without an ending, of a page among those of its document, in their order."""
    leaves = ", ".join(map(str, page.leaves))
    return f"{page.number:04d}" + (f" {safe(f'Л. {leaves}', '')}" if leaves else "")


def safe(name: str, otherwise: str) -> str:
    """``name`` as every file system takes it, or ``otherwise`` where nothing is left of it."""
    kept = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", one_line(name)))
    kept = kept.encode()[:MOST_BYTES].decode(errors="ignore").strip(" .")
    return _RESERVED.sub(r"\1_", kept) if kept.strip("_ .") else otherwise


class Names:
    """Names given out in one folder: of two alike, in any letter case, the second is changed."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def new(self, name: str, ending: str) -> str:
        """A name that nobody has yet, with its ending."""
        number, tried = 1, f"{name}.{ending}" if ending else name
        while (key := unicodedata.normalize("NFKC", tried).casefold()) in self._given:
            number += 1
            tried = f"{name} ({number})" + (f".{ending}" if ending else "")
        self._given.add(key)
        return tried
