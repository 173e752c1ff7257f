"""Opening an OCR file that anybody may have written, and walking about in it.

XML is parsed by :mod:`corpus.safexml`. Names are compared without namespaces, of which each version
of a standard has its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree

from corpus.messages import N_
from corpus.safexml import Element, HasDoctype, Unsafe, parsed
from ingest.textfile import decode

#: A larger file is not opened: in memory its tree takes twenty times as much (measured: 1 GB for
#: 51 MiB). 500 full pages of ALTO take 30 MiB.
MOST_BYTES = 32 << 20
_LOOKED_AT = 4096

TAKEN = N_("The OCR that came with the scan was taken.")
TOO_LARGE = N_("The OCR file beside the scan is too large: there should be one a page.")
DAMAGED = N_("The OCR file beside the scan is damaged.")
UNKNOWN = N_("The file beside the scan is neither ALTO nor PAGE XML nor hOCR.")
ANOTHER_SIZE = N_("The OCR file beside the scan is for a page of another size.")
NO_SIZE = N_("The OCR file beside the scan does not give the size of its page.")
NO_TEXT = N_("The OCR file beside the scan has no text for the page.")


class Unusable(Exception):
    """An OCR file that cannot stand for a page; ``reason`` is the sentence for people."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def opened(path: Path) -> Element:
    """The root element of an XML or HTML file; raises Unusable."""
    if path.stat().st_size > MOST_BYTES:
        raise Unusable(TOO_LARGE)
    content = path.read_bytes()
    looks = re.search(rb"<[a-z]*:?(html|alto|PcGts)\b", content[:_LOOKED_AT])
    try:
        if looks and looks[1] == b"html":
            return _html(content)
        return parsed(content)
    except HasDoctype as reason:
        raise Unusable(UNKNOWN) from reason
    except (Unsafe, etree.LxmlError) as reason:
        raise Unusable(DAMAGED if looks else UNKNOWN) from reason


def _html(content: bytes) -> Element:
    """HTML as it comes: unclosed elements are closed, entities are HTML's own."""
    text = decode(content)
    if text is None:
        raise Unusable(DAMAGED)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text.encode("utf-8"), parser)
    if root is None:
        raise Unusable(DAMAGED)
    return root


def name(element: Element) -> str:
    """The element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named(element: Element, *names: str) -> Iterator[Element]:
    """The descendants that bear one of these names, in document order."""
    return (e for e in element.iter() if name(e) in names)


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children that bear one of these names."""
    return (e for e in element if name(e) in names)


def child_text(element: Element, name_: str) -> str:
    """The text of the first child of that name, spaces made single; empty where there is none."""
    child = next(children(element, name_), None)
    return "" if child is None else " ".join("".join(child.itertext()).split())


def number(text: str | None) -> float | None:
    """The finite number that ``text`` is, or None."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def in_order(lines: Sequence[Element], ranks: Mapping[str, int], key: str) -> list[Element]:
    """Lines by the rank of their own id (attribute ``key``) or of what they stand in.

    Those that have none follow at the end; within a rank the document's order stays.
    """

    def rank(line: Element) -> float:
        own = (ranks.get(e.get(key, "")) for e in (line, *line.iterancestors()))
        return next((r for r in own if r is not None), math.inf)

    return sorted(lines, key=rank) if ranks else [*lines]
