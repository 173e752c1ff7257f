"""The place where scans are dropped: each file goes to the route of uploads, one after another.

What is on the server's disk is ticked; what is not says why. Files of folders keep their folders.
"""

from __future__ import annotations

from collections.abc import Callable

from ingest import uploads
from ui import guard
from ui.components import register
from ui.i18n import Translator

_MOUNT = register("dropping", html='<div class="dropping"></div>')


def mount(batch: str, words: Translator, ended: Callable[[], None]) -> None:
    """Show the place; files land in ``batch``, and ``ended`` is called when all have been sent."""
    _ = words.gettext
    _MOUNT(
        key="dropping",
        data={
            "to": f"/upload/{batch}/",
            "language": words.language,
            "token": guard.token(),
            "endings": list(uploads.ENDINGS),
            "most": uploads.MOST,
            "labels": {
                "drop": _("Drop scans or folders here"),
                "files": _("Choose files"),
                "folder": _("Choose a folder"),
                "kinds": _("PDF, JPEG, PNG, TIFF, JPEG 2000, WebP, DjVu, text; descriptions, "
                           "tables and OCR beside them. Up to {n} GB a file.").format(
                    n=uploads.MOST >> 30
                ),
                "sent": _("{done} of {all} files are here"),
                "safe": _("is here"),
                "again": _("Try again"),
                "kind": _("Opis does not read files of this kind."),
                "big": _("The file is too big: name the folder in which it lies instead."),
                "lost": _("The connection was lost; what is ticked is safe."),
                "progress": _("Upload"),
            },
        },
        on_ended_change=ended,
    )  # fmt: skip
