"""From an original to readings: intake, PDF, images, OCR, and the queue of pages to read.

What the faces use: :func:`add` with its :class:`Report` (and :func:`preview` of it), :func:`retry`,
:func:`reread` (of :func:`pages_named`) and :func:`replace` for another try, :func:`page_image` for
the scan of a page, and :func:`check` to see that a collection is whole. A module is loaded when
somebody asks for what it has: a worker that reads pages does not wait for what adds them.
"""

from typing import TYPE_CHECKING

from corpus.on_demand import on_demand

if TYPE_CHECKING:
    from ingest.adding import add
    from ingest.again import pages_named, reread, retry
    from ingest.checking import check
    from ingest.pageimage import page_image
    from ingest.previewing import Preview, preview
    from ingest.replacing import replace
    from ingest.report import Failure, Report

__all__ = [
    "Failure",
    "Preview",
    "Report",
    "add",
    "check",
    "page_image",
    "pages_named",
    "preview",
    "replace",
    "reread",
    "retry",
]
__getattr__ = on_demand(
    __name__,
    {
        "adding": ("add",),
        "again": ("pages_named", "reread", "retry"),
        "checking": ("check",),
        "pageimage": ("page_image",),
        "previewing": ("Preview", "preview"),
        "replacing": ("replace",),
        "report": ("Failure", "Report"),
    },
)
