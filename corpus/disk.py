"""What a disk may refuse, said for people: it is full, read-only, or not ours to write.

Whatever writes a file of the collection does so within :func:`writing`, so that a full disk is
never taken for a fault of the scan that was being read.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import BadUse
from corpus.messages import N_

#: no room: on the disk, within a quota, within the size that a file of this process may have
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


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


def trouble(reason: OSError, folder: Path) -> BadUse:
    """Say that ``folder`` could not be written, and what to do."""
    if reason.errno in _FULL:
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
