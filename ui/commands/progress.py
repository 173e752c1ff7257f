"""Progress on standard error: a bar on a terminal, plain lines otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from corpus.messages import visible
from ui.i18n import Translator

#: without a terminal a line is written this often, in seconds
EVERY = 10.0

Report = Callable[[str, int, int, str], None]


@contextmanager
def progress(words: Translator) -> Iterator[Report]:
    """Give a function to be told (what is done, how much, of how much, which)."""
    if not sys.stderr.isatty():
        yield _plain(words)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, object] = {}

        def report(step: str, done: int, total: int, name: str) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(words.gettext(step), total=total, name="")
            bar.update(tasks[step], completed=done, total=total, name=visible(name)[:60])  # type: ignore[arg-type]  # rich's own task id

        yield report


def _plain(words: Translator) -> Report:
    last: dict[str, float] = {}

    def report(step: str, done: int, total: int, name: str) -> None:
        due = time.monotonic() - last.get(step, 0.0) > EVERY
        if total > 1 and (due or done == total):
            last[step] = time.monotonic()
            line = f"opis: {words.gettext(step)} {done}/{total}  {visible(name)}"
            sys.stderr.write(line.rstrip() + "\n")
            sys.stderr.flush()

    return report
