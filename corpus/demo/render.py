"""Make the demo scans: a PDF and a sidecar with its description for every demo text.

``python -m corpus.demo.render FOLDER`` writes all of them; ``python -m corpus.demo.render
--fixtures tests/fixtures`` renews the three one-page scans that the tests read.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml
from PIL import Image

from corpus.demo.digital import digital_pdf
from corpus.demo.paper import age, bilevel, coloured, stamp, stamped, stamped_bilevel
from corpus.demo.source import TEXTS, Original, Page, Scan, originals, read, truth
from corpus.demo.typesetting import ink

__all__ = ["originals", "render", "render_fixtures", "render_page", "truth"]

_QUALITY = 50  # of the JPEG; about 260 KB a page, its OCR no worse than at 60
_EPOCH = time.struct_time((2000, 1, 1, 0, 0, 0, 5, 1, 0))  # a PDF must not tell when it was made
#: language → original and page of the test scans
FIXTURES = {"ru": ("02-dokladnaya", 1), "kk": ("10-kk-hattama", 1), "ky": ("11-ky-bildirme", 1)}


def render(folder: Path, *, dpi: int = 200) -> list[Path]:
    """Write every demo original as ``<stem>.pdf`` and ``<stem>.yaml`` into ``folder``.

    ``dpi`` is the resolution of the page images. Returns the PDFs in the order of their names.
    Raises :class:`corpus.errors.MissingProgram` when a font is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for original in originals():
        path = folder / f"{original.stem}.pdf"
        path.write_bytes(digital_pdf(original) if original.digital else scan_pdf(original, dpi))
        sidecar = yaml.safe_dump(original.sidecar(), allow_unicode=True, sort_keys=False)
        path.with_suffix(".yaml").write_text(sidecar, encoding="utf-8")
        written.append(path)
    return written


def scan_pdf(original: Original, dpi: int, pages: Sequence[Page] = ()) -> bytes:
    """Return the scan of an original, or of some of its ``pages``: one image a page, no text."""
    images = [render_page(page, original, dpi) for page in pages or original.pages]
    jpeg = {} if original.scan is Scan.BILEVEL else {"quality": _QUALITY}
    out = io.BytesIO()
    images[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=images[1:],
        resolution=dpi,
        title="Учебный образец",
        creationDate=_EPOCH,
        modDate=_EPOCH,
        **jpeg,
    )
    return out.getvalue()


def render_page(page: Page, original: Original, dpi: int) -> Image.Image:
    """Draw, age and stamp one page: mode «L», «RGB» or «1», as the original's scan says."""
    rng = np.random.default_rng([original.seed, page.number])
    paper = age(ink(page, dpi, rng), dpi, rng, faded=page.faded)
    mark = stamp(dpi, rng)
    if original.scan is Scan.BILEVEL:
        return Image.fromarray(stamped_bilevel(bilevel(paper, dpi), mark))
    channels = coloured(paper) if original.scan is Scan.COLOUR else paper[:, :, None]
    pixels = np.clip(stamped(channels, mark), 0, 255).astype(np.uint8)
    return Image.fromarray(pixels.squeeze())


def render_fixtures(folder: Path) -> list[Path]:
    """Write a 1-bit scan of 200 dpi and its true text for each language; return the PDFs."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for language, (stem, number) in FIXTURES.items():
        original = replace(read(TEXTS / f"{stem}.txt"), scan=Scan.BILEVEL)
        page = original.pages[number - 1]
        path = folder / f"{language}.pdf"
        path.write_bytes(scan_pdf(original, 200, [page]))
        path.with_suffix(".txt").write_text(page.truth + "\n", encoding="utf-8")
        written.append(path)
    return written


def main(arguments: Sequence[str] | None = None) -> None:
    """Render from the command line."""
    parser = argparse.ArgumentParser(description="Render the demo documents.")
    parser.add_argument("folder", type=Path, help="where the PDFs go")
    parser.add_argument(
        "--fixtures", action="store_true", help="only the three scans that the tests read"
    )
    given = parser.parse_args(arguments)
    for path in render_fixtures(given.folder) if given.fixtures else render(given.folder):
        print(path)


if __name__ == "__main__":
    main()
