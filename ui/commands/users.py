"""``opis user``: who may sign in where the pages are served to others."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.access import Rank
from corpus.errors import BadUse
from corpus.messages import N_, visible
from ui.commands.options import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    RoleOption,
    answer,
    for_archivists,
    note,
    opened,
    say,
    words,
)

if TYPE_CHECKING:  # the command's help need not load the catalogue
    from corpus.users import User

_ = words().gettext
RANKS = {
    Rank.READER: N_("reader"),
    Rank.ARCHIVIST: N_("archivist"),
    Rank.ADMINISTRATOR: N_("administrator"),
}
NameArgument = Annotated[str, typer.Argument(help=_("Name of the user, in any case of letters."))]


def add(
    name: NameArgument,
    role: Annotated[
        Rank, typer.Option("--role", help=_("What the user may see and do."))
    ] = Rank.READER,
    person: Annotated[
        str,
        typer.Option(
            "--person",
            help=_("E-mail address or subject at the provider of identities, and no password."),
        ),
    ] = "",
    collection: CollectionOption = DEFAULT_COLLECTION,
    eyes: RoleOption = None,
) -> None:
    """Let somebody sign in; the password is asked for, or read from standard input."""
    from corpus import users

    for_archivists(eyes)
    target = opened(collection)
    password = "" if person else _password()
    with target.catalogue() as database:
        if person:
            user = users.invite(database, name, role, person)
        else:
            user = users.enrol(database, name, role, password)
    say(_("{name} may sign in as {role}.").format(name=visible(user.name), role=_(RANKS[role])))


def list_users(
    collection: CollectionOption = DEFAULT_COLLECTION,
    eyes: RoleOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who may sign in."""
    from corpus import users

    for_archivists(eyes)
    with opened(collection).catalogue() as database:
        found = users.listed(database)
    if as_json:
        answer({"users": [_shape(user) for user in found]})
        return
    for user in found:
        said = [visible(user.name), _(RANKS[user.rank]), user.added, visible(user.person)]
        say(" · ".join(filter(None, said)))
    if not found:
        note(_("Nobody may sign in yet: opis user add NAME"))


def remove(
    name: NameArgument,
    collection: CollectionOption = DEFAULT_COLLECTION,
    eyes: RoleOption = None,
) -> None:
    """Let somebody sign in no more."""
    from corpus import users

    for_archivists(eyes)
    with opened(collection).catalogue() as database:
        user = users.remove(database, name)
    say(_("{name} may sign in no more.").format(name=visible(user.name)))


def _shape(user: User) -> dict[str, str]:
    return {"name": user.name, "role": user.rank, "added": user.added, "person": user.person}


def _password() -> str:
    """What is typed twice without being shown, or the first line of standard input."""
    from getpass import getpass

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass(_("Password:") + " ")
    if getpass(_("Once more:") + " ") != password:
        raise BadUse(N_("That was not the same password."), remedy=N_("Run the command again."))
    return password
