"""The life of a worker process: limits, then one task after another until the parent is gone.

Started by :class:`ingest.workers.Crew` as a fresh interpreter. It must not outlive its parent,
not even when that is killed: the parent holds the other end of the *lifeline*, a pipe on which
nothing is ever written, and the kernel signals its closing. (Linux' parent-death signal would do
the same, but it fires when the parent's *thread* ends, and threads of a web page come and go.)
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import logging
import os
import pickle
import resource
import select
import signal
import threading
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from corpus.errors import InputFailed, OpisError
from corpus.messages import N_


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use.

    ``memory`` is address space in bytes (RLIMIT_AS): asking for more is an error. One that holds
    more than ``resident`` bytes after a task, or has done ``tasks`` of them, is replaced by a fresh
    one. ``nice`` is added to its niceness (nice(2)), so that the machine stays good to work at.
    """

    memory: int = 2 << 30
    resident: int = 400 << 20
    tasks: int = 200
    nice: int = 10


def serve(pipe: int, lifeline: int, limits: Limits) -> None:
    """Answer tasks on the file descriptor ``pipe``.

    It says «ready» once and «begun» to each task, so that one given to a worker that was dying is
    not taken for its fault. Each answer is (result, error, traceback, whether it may go on).
    """
    _end_with_parent(lifeline)
    os.nice(limits.nice)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    memory = limits.memory if most == resource.RLIM_INFINITY else min(limits.memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(OSError):  # Linux: where all memory is used up, end a worker first
        Path("/proc/self/oom_score_adj").write_text("500")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to handle
    logging.disable(logging.CRITICAL)  # PDF libraries log every oddity of a broken file
    connection = Connection(pipe)
    connection.send("ready")
    _silence()
    with contextlib.suppress(EOFError):
        done, fresh = 0, True
        while fresh:
            function, arguments, keywords = connection.recv()
            connection.send("begun")
            result, failed, trace, healthy = _call(function, arguments, keywords, memory)
            done += 1
            fresh = healthy and done < limits.tasks and _resident() <= limits.resident
            connection.send_bytes(_packed(result, failed, trace, fresh, memory))


def _call(
    function: str, arguments: tuple[object, ...], keywords: dict[str, object], memory: int
) -> tuple[object, OpisError | None, str, bool]:
    """Call ``function``: its result, or the error and its traceback, and whether all is well."""
    module, _, name = function.partition(":")
    try:
        result = getattr(importlib.import_module(module), name)(*arguments, **keywords)
        return result, None, "", True
    except OpisError as error:
        return None, error, "", True
    except Exception as error:  # a broken file may raise anything: recorded with its traceback
        # The libraries may have been left half-way: a fresh process is safer.
        return None, _failed(error, memory), traceback.format_exc(), not _out_of_memory(error)


def _packed(
    result: object, failed: OpisError | None, trace: str, fresh: bool, memory: int
) -> bytes:
    try:
        return pickle.dumps((result, failed, trace, fresh))
    except Exception as error:  # what cannot travel is an error as well
        return pickle.dumps((None, _failed(error, memory), traceback.format_exc(), fresh))


def _resident() -> int:
    """Bytes of memory that this process holds now; 0 where the system does not say."""
    with contextlib.suppress(OSError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * resource.getpagesize()
    return 0


def _failed(error: Exception, memory: int) -> InputFailed:
    if _out_of_memory(error):
        return InputFailed(
            N_("Reading it takes more than the {gib} GiB of memory a worker may use."),
            remedy=N_("Save or scan it anew at a lower resolution, or divide it."),
            gib=f"{memory / (1 << 30):.3g}",
        )
    if isinstance(error, FileNotFoundError | PermissionError):
        return InputFailed(
            N_("It cannot be opened: {reason}."),
            remedy=N_("See that the file is there and may be read; add it again."),
            reason=error.strerror,
        )
    return InputFailed(
        N_("It could not be read ({error})."),
        remedy=N_("The file is probably damaged: open it in another program and save it anew."),
        error=f"{type(error).__name__}: {error}"[:200],
    )


def _out_of_memory(error: Exception) -> bool:
    """Whether Python or OpenCV (code -4, «insufficient memory») asked for more than there is."""
    return isinstance(error, MemoryError) or getattr(error, "code", None) == -4


def _end_with_parent(lifeline: int) -> None:
    """Let the kernel kill this process group when the parent's end of ``lifeline`` closes."""
    if hasattr(fcntl, "F_SETOWN") and hasattr(os, "O_ASYNC"):
        # SIGIO, whose default is to terminate: it comes even while a library holds the interpreter
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
        if select.select([lifeline], [], [], 0)[0]:
            os._exit(1)  # it closed before we listened

    def watch() -> None:  # for systems whose pipes send no signal
        os.read(lifeline, 1)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def _silence() -> None:
    """Send what C libraries print to nowhere; the parent has asked for standard error until now."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path of ours
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
