"""What was begun elsewhere and not finished: kept here, to be taken once by who began it.

The browser has only a random word. Nothing is kept for longer than ten minutes, and no more than
so many things at once, of which the oldest go.
"""

from __future__ import annotations

import secrets
import threading
import time
from typing import Generic, TypeVar

#: seconds for which something is kept, and how many things are
LONGEST, MOST = 600, 10_000

What = TypeVar("What")


class Begun(Generic[What]):
    """Things of one kind by their random words; threads may share it."""

    def __init__(self, longest: float = LONGEST, most: int = MOST) -> None:
        self._kept: dict[str, tuple[float, What]] = {}
        self._longest, self._most = longest, most
        self._lock = threading.Lock()

    def keep(self, what: What, word: str | None = None, at: float | None = None) -> str:
        """Keep something and return its word; ``at`` is now, in seconds of ``monotonic``."""
        word, now = word or secrets.token_urlsafe(32), time.monotonic() if at is None else at
        with self._lock:
            self._kept[word] = (now + self._longest, what)
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return word

    def take(self, word: str, at: float | None = None) -> What | None:
        """What is kept under a word, which is then kept no more."""
        now = time.monotonic() if at is None else at
        with self._lock:
            until, what = self._kept.pop(word, (now, None))
        return what if now < until else None
