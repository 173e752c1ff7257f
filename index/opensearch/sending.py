"""Sending documents to the servers until every copy has them.

A bulk request may fail whole or in parts, and its answer may be lost. So a document is sent with
the serial of its newest change as its version: the same one may be sent any number of times, and
never takes the place of a newer one. One that fewer copies than asked for have acknowledged is sent
again, since it is lost with the node that has it (measured: docs/measurements.md). Where the
servers have too much to do less is sent at a time.
"""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import TransportError

from corpus.collection import OpenSearch as Where
from corpus.messages import N_
from index.opensearch.connecting import Refused, refused

log = logging.getLogger(__name__)

#: bytes in one request, where no document is larger by itself
LARGEST = 4_000_000
#: seconds for which something is sent again: a node that is gone is replaced after one minute
PATIENCE = 300.0
#: seconds between two tries, the first and the longest
_FIRST, _LONGEST = 0.2, 10.0
#: seconds within which a request must be answered
_ANSWERED = 30
#: a version that is there already, or a newer one: what was sent has come
_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Item:
    """A document as of a version; ``lines`` is what is sent, ready for a bulk request."""

    id: str
    version: int
    lines: bytes

    @classmethod
    def of(cls, id_: str, version: int, body: dict[str, Any] | None) -> Item:
        """A document with this body; None takes it away."""
        where = {"_id": id_, "version": version, "version_type": "external_gte"}
        told: list[dict[str, Any]] = [{"delete": where}] if body is None else [
            {"index": where}, body]  # fmt: skip
        text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told)
        return cls(id_, version, text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends to one index."""

    client: OpenSearch
    where: Where
    index: str

    def send(self, items: Iterable[Item]) -> None:
        """Send items; when this returns every copy of the index has them.

        Raises:
            EngineFailed: the servers refuse, take less at once than one needs, or do not take them
                for :data:`PATIENCE`.

        """
        for some in _portions(items):
            if len(some[0].lines) > LARGEST:
                self._refuse_larger(some[0])
            self._deliver(some)

    def _refuse_larger(self, item: Item) -> None:
        """Raise where the servers do not take an item for its size: they might just hang up."""
        try:
            nodes = self.client.nodes.info(metric="http")["nodes"].values()
        except Refused as reason:
            log.info("it is not known how much the servers take at once: %s", reason)
            return
        every = [node["http"]["max_content_length_in_bytes"] for node in nodes if "http" in node]
        if every and len(item.lines) > min(every):
            raise Refused(
                N_("Document {document} has {size} MB, the search server takes {most} MB at once."),
                remedy=N_("Raise http.max_content_length of its nodes, or divide the document."),
                document=item.id,
                size=-(-len(item.lines) // 1_000_000),
                most=min(every) // 1_000_000,
            )

    def _deliver(self, some: Sequence[Item]) -> None:
        end, pause, most, why = time.monotonic() + PATIENCE, _FIRST, len(some), None
        left = [*some]
        while left:
            now, later = left[:most], left[most:]
            undone, why = self._tried(now)
            if undone and not why.later:
                raise why
            left = undone + later
            if not undone:
                most, pause = len(some), _FIRST
                continue
            if time.monotonic() > end:
                raise why
            log.info("%d of %d documents are sent again: %s", len(undone), len(now), why)
            most = max(1, most // 2)
            time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - so that clients take turns
            pause = min(2 * pause, _LONGEST)

    def _tried(self, some: Sequence[Item]) -> tuple[list[Item], Refused]:
        """What has not come to all copies, and why."""
        body = b"".join(item.lines for item in some)
        try:
            answer = self.client.bulk(
                body=body, index=self.index, params={"timeout": "20s"}, request_timeout=_ANSWERED
            )
        except Refused as reason:
            return [*some], reason
        undone, why = [], _too_few(0, 0)
        for item, told in zip(some, answer["items"], strict=True):
            (result,) = told.values()
            if (fault := self._why_not(result)) is not None:
                if not fault.later:
                    raise fault
                undone.append(item)
                why = fault
        return undone, why

    def _why_not(self, result: dict[str, Any]) -> Refused | None:
        """Why an item is not where it should be, or None."""
        copies = result.get("_shards")
        if result["status"] == _CONFLICT:
            return None
        if copies is None:
            told = {"error": result.get("error", {})}
            kind = str(told["error"].get("type", ""))
            return refused(TransportError(result["status"], kind, told), self.where)
        if copies["successful"] < copies["total"]:
            return _too_few(copies["successful"], copies["total"])
        return None


def _too_few(successful: int, total: int) -> Refused:
    out = Refused(
        N_("Pages have come to {successful} of {total} copies of the index."),
        remedy=N_("See that all nodes run, then run the same command again; nothing is lost."),
        successful=successful,
        total=total,
    )
    out.later = True
    return out


def _portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in lists of at most :data:`LARGEST` bytes, larger ones alone."""
    some, size = list[Item](), 0
    for item in items:
        if some and size + len(item.lines) > LARGEST:
            yield some
            some, size = [], 0
        some.append(item)
        size += len(item.lines)
    if some:
        yield some
