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
from multiprocessing.connection import Connection
from pathlib import Path

from corpus.errors import InputFailed, OpisError
from corpus.messages import N_


def serve(pipe: int, lifeline: int, memory: int) -> None:
    """Answer tasks on the file descriptor ``pipe``; ``memory`` is the address space in bytes.

    Each answer is (result, error, traceback, whether this worker may go on).
    """
    _end_with_parent(lifeline)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    memory = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(OSError):  # Linux: where all memory is used up, end a worker first
        Path("/proc/self/oom_score_adj").write_text("500")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to handle
    logging.disable(logging.CRITICAL)  # PDF libraries log every oddity of a broken file
    connection = Connection(pipe)
    connection.send("ready")
    _silence()
    with contextlib.suppress(EOFError):
        healthy = True
        while healthy:
            function, arguments, keywords = connection.recv()
            answer, healthy = _answer(function, arguments, keywords, memory)
            connection.send_bytes(answer)


def _answer(
    function: str, arguments: tuple[object, ...], keywords: dict[str, object], memory: int
) -> tuple[bytes, bool]:
    """Call ``function`` and pickle its answer; also whether this process may take another task."""
    module, _, name = function.partition(":")
    result, failed, trace, healthy = None, None, "", True
    try:
        result = getattr(importlib.import_module(module), name)(*arguments, **keywords)
        return pickle.dumps((result, None, "", True)), True
    except OpisError as error:
        failed = error
    except Exception as error:  # a broken file may raise anything: recorded with its traceback
        failed, trace = _failed(error, memory), traceback.format_exc()
        # The libraries may have been left half-way: a fresh process is safer.
        healthy = not _out_of_memory(error)
    return pickle.dumps((None, failed, trace, healthy)), healthy


def _failed(error: Exception, memory: int) -> InputFailed:
    if _out_of_memory(error):
        return InputFailed(
            N_("Reading it takes more than the {gib} GiB of memory a worker may use."),
            remedy=N_("Save or scan it anew at a lower resolution, or divide it."),
            gib=f"{memory / (1 << 30):.3g}",
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
