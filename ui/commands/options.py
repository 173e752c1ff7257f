"""Options that commands share, and how they say things to people and to programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from corpus.access import Role
from corpus.collection import Collection, open_collection, workers_of
from corpus.errors import BadUse
from corpus.messages import N_
from ui.changing import changing as change
from ui.i18n import Translator, translator

if TYPE_CHECKING:  # a command's help need not load the catalogue
    from corpus.catalogue import Database


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
DocumentArgument = Annotated[str, typer.Argument(help=_("Id of the document, or its beginning."))]
RevisionOption = Annotated[
    int | None,
    typer.Option(
        "--revision", min=0, help=_("What you have seen: who has changed it since is not undone.")
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("Answer with one JSON object."))]


def _workers(said: int | str) -> int | str:
    try:
        return workers_of(said)
    except ValueError:
        raise BadUse(
            N_("«{said}» is no number of workers, and no address of a cluster."),
            remedy=N_("Say how many pages are read at once, or tcp://HOST:8786"),
            said=said,
        ) from None


WorkersOption = Annotated[
    Any,
    typer.Option(
        "--workers",
        parser=_workers,
        metavar="N|tcp://…",
        help=_("Pages read at once, 0: one a core; or a Dask cluster that reads them."),
    ),
]
PasswordOption = Annotated[str, typer.Option("--password", help=_("Password of protected PDFs."))]
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


def for_archivists(asked: Role | None) -> None:
    """Let a command be used by whoever owns the folder, and by nobody who is somebody else.

    Raises:
        BadUse: other eyes were asked for.

    """
    if asked not in {None, Role.ARCHIVIST}:
        raise BadUse(
            N_("Only an archivist may do this; you look as «{role}»."),
            remedy=N_("Leave out --as, or unset OPIS_ROLE."),
            role=str(asked),
        )


@contextmanager
def changing(path: Path) -> Iterator[Database]:
    """Give the catalogue of the collection in ``path``; what was changed is then searched too."""
    with change(opened(path)) as database:
        yield database


@contextmanager
def written(path: Path, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """Give a file to write that stands under its name when it is whole; devices are written as is.

    ``mode`` are its permissions.

    Raises:
        BadUse: the disk is full, or the file cannot be written.

    """
    from corpus.disk import fresh, is_full, trouble

    target = path.resolve()
    try:
        direct = target.exists() and not target.is_file()
        with target.open("wb") if direct else fresh(target, mode) as file:
            yield file
    except OSError as reason:
        if is_full(reason):
            raise trouble(reason, target.parent) from reason
        raise BadUse(
            N_("«{path}» cannot be written: {reason}."),
            remedy=N_("Name a file in a folder where you may write."),
            path=path,
            reason=reason.strerror,
        ) from reason


def answer(content: Mapping[str, Any]) -> None:
    """Print one JSON object on standard output."""
    say(json.dumps(content, ensure_ascii=False))


def say(text: str = "", end: str = "\n") -> None:
    """Print a line on standard output; that whoever read it has gone is no error.

    Half a character, as bytes that are no text leave them, is written as JSON does.
    """
    try:
        sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + end)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def note(text: str) -> None:
    """Print a message on standard error, where it disturbs no program that reads the answer."""
    typer.echo(text, err=True)


def coloured() -> bool:
    """Whether standard output is a terminal that may be coloured (no-color.org)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
