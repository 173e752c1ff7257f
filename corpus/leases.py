"""Leases: which process is at work on something, and whether it still lives.

A lease is «boot:pid:start»: the id of the running system, the process and the moment it began, so
that neither a restart nor a number used again can keep a lease alive. Nothing has to be cleaned up
after ``kill -9``: a dead process simply has no lease.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

_PROC = Path("/proc")


def mine() -> str:
    """The lease of this process."""
    return _lease(os.getpid())


def is_alive(lease: str) -> bool:
    """Whether the process that holds ``lease`` still runs on this system."""
    boot, _, rest = lease.partition(":")
    pid = rest.partition(":")[0]
    return bool(pid) and boot == _boot() and _lease(int(pid)) == lease


def _lease(pid: int) -> str:
    return f"{_boot()}:{pid}:{_start(pid)}"


def _start(pid: int) -> str:
    """When a process began, in clock ticks since the system's start; empty where there is none."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()  # the name in parentheses may hold anything
    return "" if fields[0] in {"Z", "X"} else fields[19]


@cache
def _boot() -> str:
    try:
        return (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "unknown"
