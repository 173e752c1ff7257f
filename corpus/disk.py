"""Writing files of the collection: whole or not at all, and what a disk refuses said for people.

Whatever writes one does so within :func:`writing`, so that a full disk is never taken for a fault
of the scan that was being read.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from corpus import leases
from corpus.errors import BadUse
from corpus.messages import N_

#: no room: on the disk, within a quota, within the size that a file of this process may have
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
#: how the name of a file begins until it is whole; the lease of whoever writes it follows
UNFINISHED = ".new-"
#: what stands for a lease's «:», which disks for Windows do not take
_COLON = "_"
#: the permissions of a file that Python makes to be temporary
_TEMPORARY = 0o600


@contextmanager
def fresh(target: Path, mode: int) -> Iterator[IO[bytes]]:
    """Give a file to write that takes the place of ``target`` once the block has ended well.

    ``mode`` are its permissions.
    """
    prefix = f"{UNFINISHED}{leases.mine().replace(':', _COLON)}-"
    with NamedTemporaryFile(dir=target.parent, prefix=prefix, delete=False) as file:
        path = Path(file.name)
        try:
            yield file
            file.flush()
            if mode != _TEMPORARY:  # disks for Windows refuse it, even where it changes nothing
                path.chmod(mode)
            path.replace(target)
        finally:
            path.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what was cut off below ``folder``: unfinished files of processes that live no more."""
    for path in unfinished(folder):
        path.unlink(missing_ok=True)


def unfinished(folder: Path) -> Iterator[Path]:
    """Files below ``folder`` that nobody will finish."""
    for path in folder.rglob(f"{UNFINISHED}*"):
        lease = path.name.removeprefix(UNFINISHED).rpartition("-")[0]
        if not leases.is_alive(lease.replace(_COLON, ":")):
            yield path


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Explain an ``OSError`` that is met while files are written in ``folder``.

    Raises:
        BadUse: the disk is full, or ``folder`` cannot be written.

    """
    try:
        yield
    except OSError as reason:
        raise trouble(reason, folder) from reason


def is_full(reason: OSError) -> bool:
    """Whether there was no room: on the disk, within a quota or a limit."""
    return reason.errno in _FULL


def trouble(reason: OSError, folder: Path) -> BadUse:
    """Say that ``folder`` could not be written, and what to do."""
    if is_full(reason):
        return BadUse(
            N_("The disk is full: nothing more can be written in «{folder}»."),
            remedy=N_("Make room there, then run the same command again; nothing is lost."),
            folder=folder,
        )
    return BadUse(
        N_("The folder «{folder}» cannot be written: {reason}."),
        remedy=N_("Take the right to write there, then run the same command again."),
        folder=folder,
        reason=os.strerror(reason.errno) if reason.errno else reason,
    )
