"""Finding: analysis of words, the query language, engines, facets and snippets.

What the rooms above use: :func:`search` and its :class:`Request` and :class:`Answer`,
:func:`matching` for the documents alone, :func:`by_year` for frequencies over time,
:func:`find_quotation` for where a text stands, :func:`concordance` for all hits as lines,
:func:`found_documents` and :func:`found_passages` to take a whole answer away, :func:`page_hits`,
:func:`hit_pages` and :func:`beside` for reading a document, :func:`pages_saying` for a misreading,
:func:`update` and :func:`build` to keep the index in step with the catalogue, :func:`prepare` so
that the first page to be indexed does not wait, :func:`info` and :func:`share_built` to say how it
stands, :func:`check_index` to compare the two. A module is loaded when somebody asks for what it
has: a command that searches nothing does not wait for the engine.
"""

from typing import TYPE_CHECKING

from corpus.on_demand import on_demand

if TYPE_CHECKING:
    from index.answer import Answer, Request
    from index.checking import check_index
    from index.keeping import Standing, build, info, share_built, update
    from index.kwic.lines import Concordance, concordance
    from index.kwic.view import View
    from index.preparing import prepare
    from index.quotations import find_quotation
    from index.searching import beside, by_year, hit_pages, matching, page_hits, search
    from index.taking import found_documents, found_passages
    from index.verbatim import pages_saying

__all__ = [
    "Answer",
    "Concordance",
    "Request",
    "Standing",
    "View",
    "beside",
    "build",
    "by_year",
    "check_index",
    "concordance",
    "find_quotation",
    "found_documents",
    "found_passages",
    "hit_pages",
    "info",
    "matching",
    "page_hits",
    "pages_saying",
    "prepare",
    "search",
    "share_built",
    "update",
]
__getattr__ = on_demand(
    __name__,
    {
        "answer": ("Answer", "Request"),
        "checking": ("check_index",),
        "keeping": ("Standing", "build", "info", "share_built", "update"),
        "kwic.lines": ("Concordance", "concordance"),
        "kwic.view": ("View",),
        "preparing": ("prepare",),
        "quotations": ("find_quotation",),
        "searching": ("beside", "by_year", "hit_pages", "matching", "page_hits", "search"),
        "taking": ("found_documents", "found_passages"),
        "verbatim": ("pages_saying",),
    },
)
