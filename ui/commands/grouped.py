"""Typer's commands from the table of them, each made when it is asked for.

So a command loads no other's module, and its start does not grow with their number: all of them
together were 7 % of what a search executes.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from corpus.messages import N_
from ui.commands.table import Command, Group
from ui.i18n import translator

_ = translator().gettext
#: what Typer's help asks gettext for: see :func:`ui.i18n.lend`
_ASKED_FOR = (
    N_("Arguments"),
    N_("Commands"),
    N_("Options"),
    N_("default: {default}"),
    N_("env var: {var}"),
    N_("required"),
)


class _Worded:
    """A command whose help is in the reader's language where Typer knows English alone."""

    def format_usage(self: Any, context: Any, formatter: Any) -> None:
        pieces = " ".join(self.collect_usage_pieces(context))
        formatter.write_usage(context.command_path, pieces, prefix=f"{_('Usage:')} ")

    def get_help_option(self, context: Any) -> Any:
        option: Any = super().get_help_option(context)  # type: ignore[misc]  # of what it is mixed
        option.help = _("Show this help.")
        return option


class _Command(_Worded, TyperCommand):
    pass


def grouped(name: str, says: str, commands: Mapping[str, Command | Group]) -> typer.Typer:
    """Return a group of ``commands`` under ``name``."""

    class FromTable(_Worded, TyperGroup):
        def __init__(self, **attributes: Any) -> None:
            # the names are there to be listed and suggested
            super().__init__(**attributes | {"commands": dict.fromkeys(commands)})

        def get_command(self, _context: Any, name: str) -> Any:
            return _made(name, commands[name]) if name in commands else None

    return _plain(name=name, help=says, cls=FromTable)


def _made(name: str, row: Command | Group) -> Any:
    says = f"{_(row.says)}\n\n{_('Example:')} {row.example}"
    if isinstance(row, Group):
        return get_group(grouped(name, says, row.commands))
    module, function = row.does.split(".")
    one = _plain()
    one.command(name, cls=_Command, help=says)(
        getattr(import_module(f"ui.commands.{module}"), function)
    )
    return get_command(one)


def _plain(**attributes: Any) -> typer.Typer:
    return typer.Typer(
        add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, **attributes
    )
