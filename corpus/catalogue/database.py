"""The catalogue's SQLite file: opened with care, migrated by numbered scripts.

WAL with ``synchronous=FULL`` so that what a transaction accepted survives a power cut; writers
begin with ``BEGIN IMMEDIATE`` and wait for each other instead of failing half way.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpus import disk
from corpus.errors import BadUse, Busy
from corpus.messages import N_

#: how long a writer waits for another one, in milliseconds
BUSY_MS = 20_000
#: file systems whose locks SQLite cannot trust (sqlite.org/lockingv3 and /wal, «network»)
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre",
     "fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "davfs", "fuse.davfs2"}
)  # fmt: skip


def now() -> str:
    """The time as the catalogue writes it, «2026-11-23T10:00:00Z»."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def file_system(path: Path, mounts: str) -> str:
    """Name the file system that ``path`` lies on; ``mounts`` is the text of /proc/mounts."""
    best, name = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        # proc(5) writes spaces, tabs, line feeds and backslashes in octal.
        point = Path(re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), fields[1]))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, name = len(point.parts), fields[2]
    return name


def refuse_network(folder: Path) -> None:
    """Raise where ``folder`` lies on a network file system.

    Raises:
        BadUse: it does; SQLite's locks do not hold there.

    """
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return
    kind = file_system(folder.resolve(), mounts.read_text(encoding="utf-8", errors="replace"))
    if kind in NETWORK_FILE_SYSTEMS:
        raise BadUse(
            N_("The folder «{folder}» lies on a network drive ({kind})."),
            remedy=N_("Keep the collection on a local disk; a network drive can lose changes."),
            folder=folder,
            kind=kind,
        )


def _scripts() -> list[tuple[int, str]]:
    """Numbered migrations in order."""
    folder = files("corpus.catalogue").joinpath("migrations")
    found = [(int(f.name[:4]), f.read_text(encoding="utf-8"))
             for f in folder.iterdir() if f.name.endswith(".sql")]  # fmt: skip
    return sorted(found)


_MAKE_ROOM = N_("Make room or take the right to write there, and run the same command again.")
#: what only a copy helps with
FROM_A_BACKUP = N_("Restore a backup into a new folder: opis restore BACKUP --collection NEW")
#: what may happen to a catalogue without a bug of ours (sqlite.org/rescode)
_FAILURES = {
    sqlite3.SQLITE_FULL: (N_("The disk is full."), _MAKE_ROOM),
    sqlite3.SQLITE_READONLY: (N_("The catalogue cannot be written."), _MAKE_ROOM),
    sqlite3.SQLITE_CANTOPEN: (N_("The catalogue cannot be opened."), _MAKE_ROOM),
    sqlite3.SQLITE_IOERR: (
        N_("The disk fails when the catalogue is read or written."), FROM_A_BACKUP
    ),
    sqlite3.SQLITE_NOTADB: (
        N_("The catalogue is damaged: it is no SQLite database."), FROM_A_BACKUP
    ),
    sqlite3.SQLITE_CORRUPT: (N_("The catalogue is damaged."), FROM_A_BACKUP),
}  # fmt: skip

#: Failures that a full disk has as well: there is no room for the file that readers share.
_NO_ROOM = frozenset([sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP])


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what SQLite reports of disk and file into errors for people; bugs stay bugs."""
    try:
        yield
    except sqlite3.DatabaseError as reason:
        code = getattr(reason, "sqlite_errorcode", 0)
        if code in _NO_ROOM:
            code = sqlite3.SQLITE_FULL
        code &= 0xFF  # extended codes have details above
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise Busy(
                N_("Another program has been writing the catalogue for too long."),
                remedy=N_("Wait for it to end, or end it, and try again."),
            ) from reason
        if code in _FAILURES:
            what, remedy = _FAILURES[code]
            raise BadUse(what, remedy=remedy) from reason
        raise


def kept_older(path: Path, version: int) -> Path:
    """Where the catalogue at ``path`` is kept as it was before an upgrade from ``version``.

    It is a catalogue like any other: put in the place of ``path`` (whose «-wal» and «-shm» go), it
    brings back what was there, for the Opis that wrote it.
    """
    return path.with_name(f"{path.stem}.before-upgrade-{version}{path.suffix}")


class Database:
    """One connection to the catalogue; not to be shared by threads."""

    def __init__(self, path: Path) -> None:
        with _explained():
            self._connection = sqlite3.connect(
                path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
            )
            self._connection.row_factory = sqlite3.Row
            try:
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._connection.execute("PRAGMA synchronous = FULL")
                # Kept in the file; said each time because whoever made it may have been cut off.
                self._connection.execute("PRAGMA journal_mode = WAL")
            except BaseException:
                self._connection.close()
                raise

    @classmethod
    def open(cls, path: Path, *, keep_older: bool = True) -> Database:
        """Open the catalogue at ``path``: a new one is made, an older one brought up to date.

        An older one is copied before (:func:`kept_older`), unless there is another copy.

        Raises:
            BadUse: it lies on a network drive, is damaged or cannot be written.
            Busy: it was made by a newer Opis.

        """
        refuse_network(path.parent)
        database = cls(path)
        try:
            database.migrate(path if keep_older else None)
        except BaseException:
            database.close()
            raise
        return database

    def migrate(self, path: Path | None = None) -> None:
        """Run the scripts that this catalogue has not seen, each in its own transaction.

        Before the first of them the catalogue as it is gets copied beside ``path``, if that is
        given.
        """
        scripts = _scripts()
        version = self._version()
        if version > scripts[-1][0]:
            raise Busy(
                N_("The collection was made by a newer Opis (catalogue {version})."),
                remedy=N_("Install the newer Opis; this one knows catalogues up to {known}."),
                version=version,
                known=scripts[-1][0],
            )
        if path is not None and 0 < version < scripts[-1][0]:
            self._keep(path, version)
        for number, script in scripts:
            if number > version:
                with self.transaction():
                    if self._version() < number:  # nobody else was quicker
                        for statement in _statements(script):
                            self._connection.execute(statement)
                        self._connection.execute(f"PRAGMA user_version = {number:d}")

    def _keep(self, path: Path, version: int) -> None:
        """Copy the catalogue as it was before an upgrade; who is at it meanwhile does no harm."""
        target = kept_older(path, version)
        if target.exists():  # an upgrade that was cut off has made it
            return
        with disk.writing(path.parent), disk.fresh(target, 0o600) as file:
            self.copy_to(Path(file.name))
            with closing(sqlite3.connect(file.name)) as copy:
                if copy.execute("PRAGMA user_version").fetchone()[0] != version:
                    raise Busy(
                        N_("Another program is bringing the collection up to date."),
                        remedy=N_("Wait for it to end, and try again."),
                    )

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; the lock is taken at the start, so nothing fails half way."""
        self.change("BEGIN IMMEDIATE")
        try:
            yield
            self.change("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # SQLite itself ends it where the disk is full
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of a transaction: where it fails nothing of it is left, and the rest goes on."""
        self.change("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self.change("ROLLBACK TO part")
                self.change("RELEASE part")
            raise
        self.change("RELEASE part")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything that is read within stands as it was at the first look; others may write."""
        self.change("BEGIN DEFERRED")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self.change("ROLLBACK")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        with _explained():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        with _explained():
            found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def number(self, sql: str, values: Sequence[Any] = ()) -> int:
        """The whole number that a query gives."""
        with _explained():
            return int(self._connection.execute(sql, values).fetchone()[0])

    def change(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run a statement that changes something; returns the id of the row it inserted."""
        with _explained():
            return int(self._connection.execute(sql, values).lastrowid or 0)

    def next_serial(self) -> int:
        """Count a change; call it inside the transaction that makes the change."""
        return self.number("UPDATE serial SET value = value + 1 RETURNING value")

    def copy_to(self, path: Path) -> None:
        """Copy the catalogue as it stands now into a file; others may go on writing."""
        with _explained(), closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file, in its words; nothing where it is sound."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
