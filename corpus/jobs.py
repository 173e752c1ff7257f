"""Jobs: paths that somebody asked to add, until they are among the originals.

A path is *accepted* in the catalogue before anything is done with it; if the program dies, the next
run takes it up again. A path that cannot be taken is *refused* and stays listed with reason and
remedy until it is taken after all: because somebody adds it again, or asks for another try. The
description given for the files of its run is kept as long; a password never is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus import history, leases
from corpus.catalogue import Database, now
from corpus.errors import OpisError
from corpus.messages import Message
from corpus.originals import short_id


@dataclass(frozen=True, slots=True)
class Refusal:
    """A path and why it was not taken."""

    path: str
    reason: Message
    remedy: Message

    @property
    def id(self) -> str:
        """What the refusal is called: «j» and 12 characters that follow from the path."""
        return short_id("j", hashlib.sha256(self.path.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Job:
    """An accepted path, the description given for all files of its run, the process that had it.

    ``who`` has asked for it, empty for whoever runs the process.
    """

    path: Path
    base: Mapping[str, object]
    lease: str
    who: str


def accept(
    database: Database,
    paths: Iterable[Path],
    base: Mapping[str, object],
    who: str = "",
    *,
    anew: bool = True,
) -> list[Path]:
    """Accept paths for this process; those that another living process is taking are left out.

    So are those that were cancelled since they were ordered, unless they are asked for ``anew``.
    """
    own, given = leases.mine(), json.dumps(base, ensure_ascii=False)
    accepted = []
    with database.transaction():
        for path in paths:
            if anew:
                _want_again(database, path)
            elif is_cancelled(database, path):
                continue
            row = database.row(
                "SELECT lease FROM jobs WHERE path = ? AND state = 'accepted'", (_stored(path),)
            )
            if row and row["lease"] != own and leases.is_alive(row["lease"]):
                continue
            database.change(
                """INSERT OR REPLACE INTO jobs (path, base, state, lease, updated, who)
                   VALUES (?, ?, 'accepted', ?, ?, ?)""",
                (_stored(path), given, own, now(), who),
            )
            accepted.append(path)
    return accepted


def left_behind(database: Database) -> list[Job]:
    """Accepted paths whose process has died or given up, oldest first."""
    rows = database.rows("SELECT * FROM jobs WHERE state = 'accepted' ORDER BY rowid")
    return [
        Job(Path(row["path"]), json.loads(row["base"]), row["lease"], row["who"])
        for row in rows
        if not leases.is_alive(row["lease"])
    ]


def order(database: Database, path: Path, *, anew: bool = True) -> None:
    """Accept a file or a folder for whichever run comes next; it is added in the name of who acts.

    See :func:`corpus.history.who`. What was cancelled of it is asked for ``anew``, or is left out.
    """
    if anew:
        _want_again(database, path)
    database.change(
        """INSERT INTO jobs (path, base, state, lease, updated, who)
           VALUES (?1, '{}', 'accepted', '', ?2, ?3)
           ON CONFLICT (path) DO UPDATE SET state = 'accepted', lease = '', updated = ?2, who = ?3
           WHERE state = 'refused'""",
        (_stored(path), now(), history.who()),
    )


def hand_on(database: Database, job: Job) -> None:
    """Forget a job that was looked at and stands for others: what lies in its folder has its own.

    One that is itself taken or refused has another state by now, and stays.
    """
    database.change(
        "DELETE FROM jobs WHERE path = ? AND state = 'accepted' AND lease = ?",
        (_stored(job.path), job.lease),
    )


def below(database: Database, folder: Path) -> int:
    """How many paths in a folder, or the folder itself, are accepted or refused."""
    own = _stored(folder)
    return database.number(
        "SELECT count(*) FROM jobs WHERE path = ?1 OR substr(path, 1, length(?1) + 1) = ?1 || '/'",
        (own,),
    )


def drop(database: Database, path: str) -> None:
    """Forget a path that was refused: nobody wants it to be taken any more."""
    database.change("DELETE FROM jobs WHERE path = ? AND state = 'refused'", (path,))


def cancel(database: Database, path: str) -> None:
    """Take back that a path is to be taken in, also where its folder is still to be looked at.

    One that is being taken in just now may have been taken already: then it is a document.
    """
    with database.transaction():
        database.change("DELETE FROM jobs WHERE path = ? AND state = 'accepted'", (path,))
        database.change("INSERT OR IGNORE INTO cancelled VALUES (?)", (path,))


def is_cancelled(database: Database, path: Path) -> bool:
    """Whether a path was cancelled, or a folder in which it lies."""
    row = database.row(
        "SELECT 1 FROM cancelled WHERE path = ?1 OR substr(?1, 1, length(path) + 1) = path || '/'",
        (_stored(path),),
    )
    return row is not None


def forget_cancelled(database: Database, uploads: Path) -> None:
    """Forget what was cancelled and nothing can bring back.

    A folder above it that is still to be taken in could, and so could an upload that lies there.
    """
    rows = database.rows(
        """SELECT path FROM cancelled c WHERE NOT EXISTS (
               SELECT 1 FROM jobs j WHERE j.state = 'accepted'
               AND substr(c.path, 1, length(j.path) + 1) = j.path || '/')"""
    )
    for row in rows:
        path = Path(row["path"])
        if not (path.is_relative_to(uploads.absolute()) and path.exists()):
            database.change("DELETE FROM cancelled WHERE path = ?", (row["path"],))


def _want_again(database: Database, path: Path) -> None:
    database.change(
        """DELETE FROM cancelled
           WHERE path = ?1 OR substr(path, 1, length(?1) + 1) = ?1 || '/'""",
        (_stored(path),),
    )


def is_mine(database: Database, path: Path) -> bool:
    """Whether a path is still accepted for this process: nobody has cancelled it."""
    row = database.row(
        "SELECT 1 FROM jobs WHERE path = ? AND state = 'accepted' AND lease = ?",
        (_stored(path), leases.mine()),
    )
    return row is not None


def finish(database: Database, path: Path) -> None:
    """The path has been taken (or was here before)."""
    database.change("DELETE FROM jobs WHERE path = ?", (_stored(path),))


def refuse(
    database: Database, path: Path, error: OpisError, base: Mapping[str, object] | None = None
) -> None:
    """Keep the newest reason why a path was not taken.

    ``base`` is for a path that was not accepted before; else the one it was accepted with is kept.
    """
    given = None if base is None else json.dumps(base, ensure_ascii=False)
    database.change(
        """INSERT INTO jobs (path, base, state, lease, reason, remedy, updated)
           VALUES (?1, coalesce(?2, '{}'), 'refused', '', ?3, ?4, ?5)
           ON CONFLICT (path) DO UPDATE SET base = coalesce(?2, base), state = 'refused',
               lease = '', reason = ?3, remedy = ?4, updated = ?5""",
        (_stored(path), given, error.what.to_json(), error.remedy.to_json(), now()),
    )


def try_again(database: Database, path: str) -> None:
    """Accept a refused path again: the next run takes it as one that was left behind."""
    database.change(
        """UPDATE jobs SET state = 'accepted', lease = '', reason = '', remedy = '', updated = ?
           WHERE path = ? AND state = 'refused'""",
        (now(), path),
    )


def give_up(database: Database) -> None:
    """Leave this process's paths to the next run."""
    database.change("UPDATE jobs SET lease = '' WHERE lease = ?", (leases.mine(),))


def refusals(database: Database) -> list[Refusal]:
    """All paths that are still refused."""
    return [
        Refusal(row["path"], Message.from_json(row["reason"]), Message.from_json(row["remedy"]))
        for row in database.rows("SELECT * FROM jobs WHERE state = 'refused' ORDER BY path")
    ]


def accepted(database: Database) -> set[str]:
    """All paths that are accepted and not yet taken, as text."""
    rows = database.rows("SELECT path FROM jobs WHERE state = 'accepted'")
    return {row["path"] for row in rows}


def waiting_paths(database: Database, most: int) -> list[str]:
    """The paths that were accepted first and are not yet taken, at most so many."""
    rows = database.rows(
        "SELECT path FROM jobs WHERE state = 'accepted' ORDER BY rowid LIMIT ?", (most,)
    )
    return [row["path"] for row in rows]


def waiting(database: Database) -> int:
    """How many paths are accepted and not yet taken."""
    return database.number("SELECT count(*) FROM jobs WHERE state = 'accepted'")


def _stored(path: Path) -> str:
    """An absolute path in characters that the catalogue can keep."""
    return str(path.absolute()).encode("utf-8", "replace").decode()
