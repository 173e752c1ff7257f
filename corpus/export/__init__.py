"""Taking away: pages, documents and answers as files for other programs.

What is exported comes as :class:`Excerpt` after excerpt, what a format makes of them goes out as
bytes after bytes, so that no export waits in memory. The formats are a table, ``formats.tsv``; each
is a function. Who may see what is settled before: an excerpt is made only of a page that the reader
may read.
"""

from corpus.export.excerpt import About, Excerpt, described, whole_pages
from corpus.export.formats import Extent, Format, format_named, formats
from corpus.export.site import Site
from corpus.export.writing import Written, write

__all__ = [
    "About",
    "Excerpt",
    "Extent",
    "Format",
    "Site",
    "Written",
    "described",
    "format_named",
    "formats",
    "whole_pages",
    "write",
]
