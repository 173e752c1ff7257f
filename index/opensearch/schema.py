"""How the server sees a document: its settings and mapping.

The terms of a page reach it as one string: the positions in order, each followed by a line feed but
for the last, and the terms of a position with tabs between them. So Opis analyses, not the server.
"""

from __future__ import annotations

from typing import Any

from index.analysis.positions import ANALYSIS_VERSION
from index.answer import FACETS
from index.embedded.facts import KEPT_FACETS, PAGE_FACETS, WORDS
from index.embedded.schema import SCHEMA_VERSION as FACTS_VERSION

#: Raised whenever what is stored changes, so that old indexes are built anew.
SCHEMA_VERSION = 2
#: what ``_meta`` of a mapping must say for this program to use the index
SENTINEL = {
    "engine": "opensearch",
    "schema": SCHEMA_VERSION,
    "facts": FACTS_VERSION,
    "analysis": ANALYSIS_VERSION,
}
#: where the pages stand within a document
PAGES = "pages"
#: most characters of a term; longer ones are a scan's rubbish, and the server takes 32,766 bytes
LONGEST = 200
#: terms at a position of a page, on the average: 4.92 on 37 pages of 2,000 letters each, Russian,
#: Kazakh and Kyrgyz (2026-11-27)
SPREAD = 4.9
#: BM25 on the server: see :func:`settings`
K1 = 1.2 * 0.25 + 1.2 * 0.75 * SPREAD
B = 1.2 * 0.75 * SPREAD / K1
#: facets whose values a document bears with all its pages: counted without a look at these
DOCUMENT_FACETS = tuple(
    name for name in (*FACETS, "shelf") if name not in PAGE_FACETS and name != "access"
)
#: pages of a document that one answer gives, at most
AT_ONCE = 10_000

_ABOUT = {
    "type": "keyword",
    "index": False,
    "ignore_above": LONGEST * 40,
}


def settings(version: str, shards: int = 1, copies: int = 0) -> dict[str, Any]:
    """The settings of a new index on a server of this version; ``copies`` beside the first.

    BM25 is that of rule 4 of the query language as near as the server comes. Its mean length counts
    every term of a position, its lengths count positions: k1 and b make up for that.
    """
    return {
        "index": {
            "number_of_shards": shards,
            "number_of_replicas": copies,
            "mapping.nested_objects.limit": 1_000_000,
            "max_inner_result_window": AT_ONCE,
            "max_regex_length": 10_000,
            "analysis": {
                "tokenizer": {
                    "positions": {
                        "type": "char_group",
                        "tokenize_on_chars": ["\\n"],
                        "max_token_length": 1_000_000,
                    }
                },
                "filter": {
                    "each": {
                        "type": "pattern_capture",
                        "preserve_original": False,
                        "patterns": ["([^\\t]+)"],
                    }
                },
                "analyzer": {
                    "opis": {"type": "custom", "tokenizer": "positions", "filter": ["each"]}
                },
            },
            "similarity": {
                "opis": {
                    "type": "BM25" if int(version.split(".")[0]) < 3 else "LegacyBM25",
                    "k1": K1,
                    "b": B,
                }
            },
        }
    }


def mapping(about: dict[str, Any] | None = None) -> dict[str, Any]:
    """The mapping; ``about`` stands in its ``_meta`` beside the sentinel.

    Nothing but what a search needs is kept: the catalogue has the rest.
    """
    keyword = {"type": "keyword", "ignore_above": LONGEST * 40}
    facet = {
        name: keyword | ({"doc_values": False} if name in WORDS.values() else {})
        for name in (*KEPT_FACETS, "shelf", "part")
    }
    page = {
        "key": {"type": "long"},
        "number": {"type": "integer"},
        "layer": {"type": "long", "index": False},
        "words": {"type": "integer", "index": False},
        "level": {"type": "keyword"},
        "opens": {"type": "integer"},
        "first": {"type": "integer"},
        "last": {"type": "integer"},
        "exact": {"type": "boolean"},
        "facet": {"properties": facet},
        "forms": {"type": "keyword", "index": False},
        "terms": {"type": "text", "analyzer": "opis", "similarity": "opis"},
        "kept": {"type": "binary", "doc_values": True},
        "about": {"type": "binary", "doc_values": True},
    }
    return {
        "dynamic": "strict",
        "_meta": SENTINEL | (about or {}),
        "_source": {"enabled": False},
        "properties": {
            "document": {"type": "keyword"},
            "serial": {"type": "long"},
            "found_kind": _ABOUT,
            "date": _ABOUT,
            "reference": _ABOUT,
            "added": _ABOUT,
            "facet": {"properties": {name: keyword | {"index": False} for name in DOCUMENT_FACETS}},
            PAGES: {"type": "nested", "dynamic": "strict", "properties": page},
        },
    }
