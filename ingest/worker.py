"""One worker of a crew: a child process, the task it is at, and what became of that."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from multiprocessing import Pipe
from typing import Any

from corpus.errors import EngineFailed, InputFailed, OpisError
from corpus.messages import N_
from ingest.child import Limits

log = logging.getLogger(__name__)

#: A new interpreter that has not reported after this many seconds never will.
START_SECONDS = 120.0

_TRY_AGAIN = N_(
    "Try it again; if it fails again, the file is damaged or too complex: save or scan it anew."
)


@dataclass(frozen=True, slots=True)
class Task:
    """A call to be made by a worker.

    ``function`` is «module:name», importable by the worker; arguments and the result travel
    pickled. ``seconds`` of wall time are allowed, the worker's start not counted.
    """

    key: Hashable
    function: str
    arguments: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: its result, or the error and (if Python raised it) the traceback."""

    key: Hashable
    result: Any = None
    error: OpisError | None = None
    seconds: float = 0.0
    trace: str = ""


class Worker:
    """One child process and the task it is at."""

    def __init__(self, limits: Limits) -> None:
        self.task: Task | None = None
        self.spent = False
        self.begun = False  # whether it has taken up its task
        self._ready = False
        self._since = time.monotonic()  # of the start, then of the task
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in end()
        self.pipe, theirs = Pipe()
        # Nobody writes to the lifeline: it closes when this process ends, and so ends the child.
        lifeline, self._lifeline = Pipe(duplex=False)
        passed = (theirs.fileno(), lifeline.fileno())
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [
                sys.executable,
                "-P",
                "-c",
                "from ingest.child import Limits, serve; "
                f"serve({passed[0]}, {passed[1]}, {limits})",
            ],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            pass_fds=passed,
            start_new_session=True,
        )
        theirs.close()
        lifeline.close()

    def give(self, task: Task) -> None:
        """Hand it a task; it must have none."""
        self.task, self.begun = task, False
        if self._ready:
            self._since = time.monotonic()
        # Had it died while idle, progress() would find that out, and ``begun`` stay false.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send((task.function, task.arguments, dict(task.keywords)))

    def seconds_left(self) -> float:
        """How much of its time is left to the task, or to the start of the process."""
        limit = self.task.seconds if self.task and self._ready else START_SECONDS
        return self._since + limit - time.monotonic()

    def progress(self) -> Done | None:
        """Return the task's end, if it has come; ``spent`` says that we must be replaced."""
        task = self.task
        if task is None:
            raise RuntimeError("no task was given")
        try:
            while self.pipe.poll():
                message = self.pipe.recv()
                if message == "ready":
                    self._ready, self._since = True, time.monotonic()
                    continue
                if message == "begun":
                    self.begun = True
                    continue
                result, error, trace, healthy = message
                self.spent = not healthy
                if trace:
                    log.debug("%s: %s", task.function, trace)
                return self._done(result=result, error=error, trace=trace)
        except (EOFError, OSError):
            self.spent = True
            if not self._ready:
                raise self._death() from None
            return self._done(error=self._death())
        except Exception:  # what a broken worker sends may raise anything; it is ended and replaced
            self.spent = True
            return self._done(error=nonsense())
        if self.seconds_left() > 0:
            return None
        self.spent = True
        if not self._ready:
            self.process.kill()
            raise self._death()
        error = InputFailed(
            N_("Reading it took longer than {seconds} s and was stopped."),
            remedy=_TRY_AGAIN,
            seconds=round(task.seconds),
        )
        return self._done(error=error)

    def _done(
        self, *, result: object = None, error: OpisError | None = None, trace: str = ""
    ) -> Done:
        task, self.task = self.task, None
        if task is None:
            raise RuntimeError("no task was given")
        return Done(task.key, result, error, time.monotonic() - self._since, trace)

    def _death(self) -> OpisError:
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:  # it closed its pipe and lives on
            code = 0
        if not self._ready:
            self._errors.seek(0)
            said = self._errors.read().decode(errors="replace").strip().splitlines() or [""]
            return EngineFailed(
                N_("A worker process could not be started: {reason}."),
                remedy=N_("Check the installation (`opis` and its packages) and free memory."),
                reason=said[-1] or code,
            )
        if code == -signal.SIGKILL:
            return InputFailed(
                N_("Reading it was ended by the system, most likely because memory ran out."),
                remedy=N_("Try it again with fewer workers (`--workers 1`)."),
            )
        if code < 0:
            return InputFailed(
                N_("Reading it crashed the program that opens it ({signal})."),
                remedy=_TRY_AGAIN,
                signal=signal.Signals(-code).name,
            )
        return InputFailed(
            N_("Reading it ended the program that opens it (exit code {code})."),
            remedy=_TRY_AGAIN,
            code=code,
        )

    def end(self) -> None:
        """End it at once, whatever it is doing."""
        if self.process.poll() is None:
            # The worker leads its own group, so whatever it started ends too.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.pipe.close()
        self._lifeline.close()
        self._errors.close()


def nonsense() -> OpisError:
    """Say that an answer is none."""
    return InputFailed(
        N_("The program that reads it answered nonsense and was ended."), remedy=_TRY_AGAIN
    )


def _environment() -> dict[str, str]:
    """Give a worker one thread and our own import path."""
    return os.environ | {
        "OMP_THREAD_LIMIT": "1",  # tesseract on several threads is ten times slower (measured)
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
    }
