"""``opis status``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.messages import N_, visible
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    RoleOption,
    answer,
    opened,
    say,
    words,
)
from ui.commands.outcome import failure_line

if TYPE_CHECKING:  # the command's help need not load the catalogue
    from corpus.scancontrol import Finding

_ = words().gettext
_FAULTS = {
    "missing": N_("leaves missing"),
    "doubled": N_("scanned twice"),
    "turned": N_("upside down or on their side"),
    "blurred": N_("blurred"),
    "cut": N_("cut off"),
    "count": N_("pages and leaves do not agree"),
}


def status(
    document: Annotated[
        str,
        typer.Argument(help=_("Only this document: its id, or the beginning of it.")),
    ] = "",
    collection: CollectionOption = DEFAULT_COLLECTION,
    role: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what there is, what waits, what failed and why, and how the index stands."""
    import index
    from corpus import documents, failures, files, pages, scancontrol
    from corpus.access import Role
    from corpus.checks.thesaurus import check_thesaurus
    from ui.commands.inventories import digitised_line, digitised_shape
    from ui.commands.shapes import failed_shape, index_shape
    from ui.standing import index_line

    target = opened(collection)
    eyes = role or Role.ARCHIVIST
    with target.catalogue() as database:
        one = documents.find(database, document, eyes).id if document else None
        counts = pages.counts(database, eyes, one)
        failed = [
            failed_shape(failure, words())
            for failure in failures.failed(database, eyes)
            if one in {None, failure.document}
        ]
        listed = [] if one else files.digitised(database, eyes)
        faults = scancontrol.findings(database, eyes, one)
    standing = index.info(target)
    subjects = [*check_thesaurus(target)]
    if as_json:
        answer(
            {
                "documents": counts.documents,
                "pages": counts.pages,
                "waiting": counts.waiting,
                "failed": failed,
                "unread_pages": counts.unread,
                "scan_control": [_shape(finding) for finding in faults],
                "index": index_shape(standing),
            }
            | ({"thesaurus": [words().text(fault.what) for fault in subjects]} if subjects else {})
            | ({"inventories": [*map(digitised_shape, listed)]} if listed else {})
        )
        return
    say(words().ngettext("{n} document", "{n} documents", counts.documents))
    say(words().ngettext("{n} page", "{n} pages", counts.pages))
    say(words().ngettext("{n} page waits", "{n} pages wait", counts.waiting))
    say(words().ngettext("{n} page is not read", "{n} pages are not read", counts.unread))
    say(index_line(words(), standing))
    for fault in subjects:
        say(_("Thesaurus: {fault}").format(fault=words().text(fault.what)))
        say(f"      {words().text(fault.remedy)}")
    for opis in listed:
        say(digitised_line(opis))
    for failure in failed:
        say(f"{visible(failure['id'])}  {failure_line(failure)}")
        say(f"      {failure['remedy']}")
    _say_faults(faults, each=one is not None)


def _shape(finding: Finding) -> dict[str, Any]:
    return {
        "document": finding.document,
        "page": finding.page,
        "fault": finding.fault,
        "reason": words().text(finding.reason),
        "remedy": words().text(finding.remedy),
    }


def _say_faults(faults: list[Finding], *, each: bool) -> None:
    """Say what is wrong with scans: each fault of one document, or which documents have some."""
    if not faults:
        return
    counted = Counter(finding.fault for finding in faults)
    said = ", ".join(f"{_(_FAULTS[fault])}: {n}" for fault, n in counted.items())
    say(_("Scan control: {said}").format(said=said))
    if each:
        for finding in faults:
            page = _("page {n}").format(n=finding.page) + ": " if finding.page else ""
            say(f"  {page}{words().text(finding.reason)}")
            say(f"      {words().text(finding.remedy)}")
    else:
        for document, n in Counter(finding.document for finding in faults).items():
            say(f"  opis status {document}  ({n})")
