"""From an original to readings: intake, PDF, images, OCR, and the queue of pages to read.

What the faces use: :func:`add` with its :class:`Report`, and :func:`page_image` for a page's scan.
"""

from ingest.adding import add
from ingest.pageimage import page_image
from ingest.report import Failure, Report

__all__ = ["Failure", "Report", "add", "page_image"]
