"""OCR that came with the scans: ALTO, PAGE XML and hOCR become readings of their pages.

Many archives have paid for it already. :mod:`~ingest.imported.naming` finds the files beside an
original by their names alone; they are opened only in a worker, by
:func:`ingest.imported.reading.read`.
"""

from ingest.imported.naming import SUBFOLDERS, Beside, PageOf, beside, is_ocr, ocr_type

__all__ = ["SUBFOLDERS", "Beside", "PageOf", "beside", "is_ocr", "ocr_type"]
