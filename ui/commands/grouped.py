"""Typer's commands from the table of them, each made when it is asked for.

So a command loads no other's module, and its start does not grow with their number: all of them
together were 7 % of what a search executes.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from ui.commands.table import Command, Group
from ui.i18n import translator

_ = translator().gettext


def grouped(name: str, says: str, commands: Mapping[str, Command | Group]) -> typer.Typer:
    """Return a group of ``commands`` under ``name``."""

    class FromTable(TyperGroup):
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
    one.command(name, help=says)(getattr(import_module(f"ui.commands.{module}"), function))
    return get_command(one)


def _plain(**attributes: Any) -> typer.Typer:
    return typer.Typer(
        add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, **attributes
    )
