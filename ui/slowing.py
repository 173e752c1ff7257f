"""Who guesses passwords has to wait longer and longer.

The first failures are free; then each doubles the wait. It is counted for an address and for a name
at an address, not for a name alone: else anybody could lock anybody out. Counts are kept in memory,
for an hour, and for so many addresses at most.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address

#: failures for a name and for an address before there is a wait
FREE, FREE_ADDRESS = 5, 20
#: the longest wait, and after how long of no failure it is forgotten, in seconds
MOST, FORGOTTEN = 900, 3600
#: what is counted at most
KEPT = 10_000

Key = tuple[str, ...]


class Slowing:
    """The failures of the last hour; threads may share it."""

    def __init__(self) -> None:
        self._failed: dict[Key, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def attempt(self, address: str, name: str, at: float | None = None) -> float:
        """Return how many seconds to wait yet, or 0 and count the attempt as a failure.

        It is counted before the password is looked at: who tries many at once gains nothing.
        ``at`` is now, in seconds of :func:`time.monotonic`.
        """
        now = time.monotonic() if at is None else at
        with self._lock:
            keys = _keys(address, name)
            wait = max(self._wait(key, free, now) for key, free in keys)
            if wait <= 0:
                for key, _free in keys:
                    count, _last = self._failed.pop(key, (0, now))
                    self._failed[key] = (count + 1, now)
                self._forget(now)
            return max(wait, 0)

    def succeeded(self, address: str, name: str) -> None:
        """Forget the failures of a name at an address; its last attempt was none of the address."""
        with self._lock:
            (own, _), (whole, _) = _keys(address, name)
            self._failed.pop(own, None)
            count, last = self._failed.get(whole, (0, 0.0))
            if count > 1:
                self._failed[whole] = (count - 1, last)
            else:
                self._failed.pop(whole, None)

    def _wait(self, key: Key, free: int, now: float) -> float:
        count, last = self._failed.get(key, (0, 0.0))
        if count < free or now - last > FORGOTTEN:
            return 0
        return last + min(2.0 ** min(count - free, 30), MOST) - now

    def _forget(self, now: float) -> None:
        """Let go of what is old, the oldest first; a dictionary keeps the order of the attempts."""
        for key, (_count, last) in [*_first(self._failed.items(), 4)]:
            if now - last > FORGOTTEN or len(self._failed) > KEPT:
                del self._failed[key]


def _first(
    items: Iterable[tuple[Key, tuple[int, float]]], n: int
) -> Iterable[tuple[Key, tuple[int, float]]]:
    return (item for item, _ in zip(items, range(n), strict=False))


def _keys(address: str, name: str) -> tuple[tuple[Key, int], tuple[Key, int]]:
    where = _network(address)
    return ((where, name.casefold()[:64]), FREE), ((where,), FREE_ADDRESS)


def _network(address: str) -> str:
    """An address, or the first half of one of IPv6: one household has all of the other half."""
    try:
        number = ip_address(address)
    except ValueError:
        return address
    return str(int(number) >> 64) if isinstance(number, IPv6Address) else str(number)
