"""Options that commands share, and how they say things to people and to programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.access import Role
from corpus.collection import Collection, open_collection
from ui.i18n import Translator, translator


def words() -> Translator:
    """The words of whoever reads the command's messages."""
    return translator()


_ = words().gettext

CollectionOption = Annotated[
    Path,
    typer.Option(
        "--collection",
        envvar="OPIS_COLLECTION",
        help=_("Folder of the collection."),
        show_default=True,
    ),
]
DEFAULT_COLLECTION = Path("collection")
JsonOption = Annotated[bool, typer.Option("--json", help=_("Answer with one JSON object."))]
RoleOption = Annotated[
    Role | None,
    typer.Option(
        "--as",
        envvar="OPIS_ROLE",
        help=_("Whose eyes to look with; else what opis.toml says."),
        show_default=False,
    ),
]


def opened(path: Path) -> Collection:
    """The collection in ``path``."""
    return open_collection(path)


def role_of(collection: Collection, asked: Role | None) -> Role:
    """The role asked for, else that of the collection's settings."""
    return asked or collection.settings.role


def answer(content: Mapping[str, Any]) -> None:
    """Print one JSON object on standard output."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def say(text: str = "") -> None:
    """Print a line for people on standard output."""
    typer.echo(text)


def note(text: str) -> None:
    """Print a message on standard error, where it disturbs no program that reads the answer."""
    typer.echo(text, err=True)


def coloured() -> bool:
    """Whether standard output is a terminal that may be coloured (no-color.org)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
