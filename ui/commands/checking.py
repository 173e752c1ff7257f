"""``opis check`` and ``opis index check``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import BadUse
from corpus.messages import N_
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    answer,
    opened,
    say,
    words,
)

if TYPE_CHECKING:  # the command's help need not load what checks
    from corpus.checks.finding import Finding

_ = words().gettext

RepairOption = Annotated[
    bool, typer.Option("--repair", help=_("Mend what can be mended without losing anything."))
]


def check(
    repair: RepairOption = False,
    originals: Annotated[
        Path | None,
        typer.Option(
            "--originals",
            help=_("With --repair: where to look for originals that are lost, such as a backup."),
            show_default=False,
        ),
    ] = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Check catalogue, originals, readings and index against each other."""
    from ingest import check as found
    from ui.commands.progress import progress

    target = opened(collection)
    if originals is not None and not (repair and originals.is_dir()):
        raise BadUse(
            N_("«{folder}» is of no use here."),
            remedy=N_("--originals names a folder, and goes with --repair."),
            folder=originals,
        )
    with progress(words()) as report:
        findings = [*found(target, repair=repair, copies=originals, progress=report)]
    _tell(findings, as_json=as_json)


def check_index(
    repair: RepairOption = False,
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Check that every page that was read is in the index once, and nothing else."""
    import index
    from ui.commands.progress import progress

    target = opened(collection)
    with progress(words()) as report:
        findings = index.check_index(
            target,
            repair=repair,
            progress=lambda done, total: report(N_("indexing"), done, total, ""),
        )
    _tell(findings, as_json=as_json)


def _tell(findings: Iterable[Finding], *, as_json: bool) -> None:
    """Say what was found; what is still wrong is a reason not to end with «done»."""
    found = [*findings]
    still = [finding for finding in found if not finding.mended]
    if as_json:
        answer(
            {
                "sound": not still,
                "findings": [
                    {
                        "part": finding.part,
                        "what": words().text(finding.what),
                        "remedy": words().text(finding.remedy),
                        "mended": finding.mended,
                    }
                    for finding in found
                ],
            }
        )
    else:
        for finding in found:
            what = words().text(finding.what)
            say(f"{_('mended')}: {what}" if finding.mended else f"opis: {what}")
            if not finding.mended:
                say(f"      {words().text(finding.remedy)}")
        if not still:
            say(_("All is sound."))
    if still:
        raise typer.Exit(1)
