"""What ``opis search`` offers where nothing was found: the steps of the page, as commands."""

from __future__ import annotations

import shlex
from pathlib import Path

from corpus.access import Role
from corpus.messages import visible
from ui.address import Address
from ui.commands.narrowing import as_typed
from ui.commands.options import DEFAULT_COLLECTION, say, words
from ui.steps import steps

_ = words().gettext


def next_steps(here: Address, collection: Path, role: Role | None) -> None:
    """Print the steps from a search that found nothing, each with the command that takes it."""
    opis = ["opis"]
    opis += [] if collection == DEFAULT_COLLECTION else ["--collection", str(collection)]
    opis += [] if role is None else ["--as", role.value]
    for number, (to, does) in enumerate(steps(here)):
        if number == 0:
            say(_("What may be tried next:"))
        say(f"   {_(does)}")
        say(f"      {visible(shlex.join([*opis, *_typed(to)]))}")


def _typed(to: Address) -> list[str]:
    """The command that takes a step; «--» stands before words that look like an option."""
    if to.quotation:
        return ["quote", *["--"] * to.quotation.startswith("-"), to.quotation]
    if not to.query and not to.narrowed:
        return ["list"]
    if to.query.startswith("-"):
        return ["search", *as_typed(to), "--", to.query]
    return ["search", to.query, *as_typed(to)]
