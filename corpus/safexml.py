"""XML that anybody may have written: no entity is resolved, nothing is fetched or loaded.

libxml2 keeps its limits on depth, size and amplification. A DOCTYPE is refused, for no format that
Opis reads has one.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

#: An element of lxml's tree; lxml publishes no types.
Element: TypeAlias = Any


class Unsafe(ValueError):
    """XML that is not well-formed, or breaks a limit."""


class HasDoctype(Unsafe):
    """XML with a DOCTYPE."""


def parsed(content: bytes) -> Element:
    """The root element of an XML document, without comments and processing instructions.

    Raises:
        Unsafe: it is damaged, or has a DOCTYPE.

    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.LxmlError as reason:
        raise Unsafe(str(reason)) from reason
    if root.getroottree().docinfo.doctype:
        raise HasDoctype("DOCTYPE")
    return root
