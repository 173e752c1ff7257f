"""How a run that reads pages is stopped by hand, and how it ends."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from corpus.messages import visible
from ui.commands.options import note, words

if TYPE_CHECKING:  # a command's help need not load what reads scans
    from ingest import Preview, Report

_ = words().gettext
#: exit code of a run that was stopped by hand, as shells have it
INTERRUPTED = 130


@contextmanager
def stopped_by_hand() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether Ctrl-C was pressed; a second one ends at once."""
    pressed: list[int] = []

    def press(number: int, _frame: object) -> None:
        pressed.append(number)
        note(_("Finishing the pages under way; Ctrl-C again ends at once."))
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def failure_line(failure: Mapping[str, Any]) -> str:
    """Say where something failed and why; ``failure`` as the contract's JSON has it."""
    page = failure["page"]
    where = visible(failure["path"]) + (" · " + _("page {n}").format(n=page) if page else "")
    return f"opis: {where}: {failure['reason']}"


def tell_failures(failed: list[dict[str, Any]]) -> None:
    """Say what failed and what to do, beside the answer."""
    for failure in failed:
        note(failure_line(failure))
        note(f"      {failure['remedy']}")


def end(report: Report | Preview) -> None:
    """End with the contract's exit code: stopped by hand, some inputs failed, or done."""
    if report.stopped:
        note(_("Stopped. Run the same command again to go on."))
        raise typer.Exit(INTERRUPTED)
    if report.failed:
        raise typer.Exit(1)
