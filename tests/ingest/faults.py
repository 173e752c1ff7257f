"""What can happen to a worker: functions that a test asks a crew to run."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import struct
import sys
import time
from pathlib import Path

from corpus.errors import InputFailed
from ingest.workers import Task


def task(name: str, *arguments: object, key: object = None, seconds: float = 30) -> Task:
    """A task for one of the functions below."""
    return Task(key or name, f"{__name__}:{name}", arguments, seconds=seconds)


def double(number: int) -> int:
    return 2 * number


def process() -> tuple[int, int]:
    return os.getpid(), os.getpgid(0)


def main_module() -> str:
    return str(getattr(sys.modules["__main__"], "__file__", ""))


def wait_for(told: Path) -> str:
    """Be done only when somebody makes the file."""
    while not told.exists():
        time.sleep(0.02)
    return "told"


def leave() -> None:
    os._exit(3)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def killed_for_memory() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_who_supervises() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    hang()


def hang() -> None:
    time.sleep(3600)


def hang_in_a_library(started: Path) -> None:
    """Hold the interpreter's lock for hours, as a regular expression on a hostile text can."""
    started.write_text(str(os.getpid()))
    re.match("(a+)+$", "a" * 60 + "b")


def eat_memory() -> int:
    return len(b"x" * (8 << 30))


def rubbish() -> None:
    """Write on the pipe what is no answer."""
    for opened in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            if opened.is_socket():
                os.write(int(opened.name), struct.pack("!i", 20) + b"Tesseract: warning! ")
    hang()


def hoard() -> int:
    """Hold more memory after the task than before it."""
    _hoard.append(b"x" * (500 << 20))
    return os.getpid()


_hoard: list[bytes] = []


def niceness() -> int:
    return os.nice(0)


def missing_file() -> bytes:
    return Path("/nowhere/дело_15.pdf").read_bytes()


def refuse() -> None:
    raise InputFailed("{name} is empty.", remedy="Scan it.", name="дело_15.pdf")


def stumble() -> None:
    raise KeyError("Контрольный разворот")


def unpicklable() -> object:
    return lambda: 0
