"""The client of the servers: where they are, who asks, and what went wrong, said for people.

Whatever the client raises leaves it as :class:`Refused`, an error with a remedy; nobody who asks
the servers need think of it. The name and the password come from the environment, never from a
file, and are sent to no other machine in the clear.
"""

from __future__ import annotations

import base64
import logging
import os
import ssl
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.collection import Collection, OpenSearch
from corpus.errors import BadUse, EngineFailed, MissingProgram
from corpus.messages import N_

try:
    import opensearchpy
    from opensearchpy import exceptions
except ImportError as reason:
    raise MissingProgram(
        N_("What Opis speaks to OpenSearch with is not installed."),
        remedy=N_("Install it: pip install 'opis[cluster]'"),
    ) from reason

if TYPE_CHECKING:
    from collections.abc import Mapping

logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # it would tell all that we do

#: in the environment: who asks
USER, PASSWORD = "OPIS_OPENSEARCH_USER", "OPIS_OPENSEARCH_PASSWORD"
#: seconds within which a server must answer, else another one is asked
PATIENCE = 15.0
#: seconds after which it is asked again where part of an index was with a node that is gone
AGAIN = (0.2, 0.5, 1.0)
#: connections to a server that are kept open
CONNECTIONS = 16
#: what servers say where they have not enough memory
_MEMORY = {"circuit_breaking_exception", "out_of_memory_error"}
#: ... where they have too much to do
_BUSY = {"rejected_execution_exception"}
#: ... and where some of an index can be found on none of them
_PARTS = {"no_shard_available_action_exception", "unavailable_shards_exception",
          "cluster_manager_not_discovered_exception", "master_not_discovered_exception",
          "node_not_connected_exception", "node_disconnected_exception", "node_closed_exception",
          "connect_transport_exception"}  # fmt: skip
#: ... and where a state of the index went with its node
_STATE, _NO_NODE = "search_context_missing_exception", "no node found for id"
#: statuses after which the same may go well later
_LATER = {429, 502, 503, 504}
_LATER_REMEDY = N_("Wait a moment and run the same command again; nothing is lost.")


class Refused(EngineFailed):
    """The servers cannot be reached, or have refused.

    ``status`` is that of HTTP, 0 where none has answered; ``types`` are the servers' names for what
    went wrong; ``later`` says whether the same may go well in a while, ``lost`` whether a node has
    gone that had part of the index, or the state of it that was asked.
    """

    status: int = 0
    types: frozenset[str] = frozenset()
    later: bool = False
    lost: bool = False


def connected(collection: Collection) -> opensearchpy.OpenSearch:
    """The client for a collection's servers; threads may share it.

    Raises:
        BadUse: a password would travel in the clear.

    """
    where = collection.settings.opensearch
    return _client(where, os.environ.get(USER, ""), os.environ.get(PASSWORD, ""))


@lru_cache(maxsize=8)
def _client(where: OpenSearch, user: str, password: str) -> opensearchpy.OpenSearch:
    for host in where.hosts if user else ():
        if urlsplit(host).scheme == "http" and not _is_here(host):
            raise BadUse(
                N_("The password would travel to «{host}» for all to read."),
                remedy=N_("Name the server with https:// in opis.toml."),
                host=host,
            )
    trusted: dict[str, Any] = {}
    if any(host.startswith("https:") for host in where.hosts):
        trusted = {"ssl_context": _trust(where.certificates)}
    return opensearchpy.OpenSearch(
        [*where.hosts],
        transport_class=_Transport,
        headers=_credentials(user, password),
        timeout=PATIENCE,
        max_retries=len(where.hosts),
        retry_on_timeout=True,  # what we ask may be asked again
        pool_maxsize=CONNECTIONS,
        where=where,
        **trusted,
    )


def _credentials(user: str, password: str) -> dict[str, str]:
    """The header that says who asks (RFC 7617); the client itself would take Latin letters only."""
    told = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {told}"} if user else {}


def _is_here(host: str) -> bool:
    return urlsplit(host).hostname in {"127.0.0.1", "::1", "localhost"}


def _trust(certificates: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=certificates or None)
    except OSError as reason:
        raise BadUse(
            N_("The certificates «{file}» cannot be read: {reason}."),
            remedy=N_('Name the file of the authority in opis.toml: certificates = "…"'),
            file=certificates,
            reason=reason.strerror or reason,
        ) from reason


class _Transport(opensearchpy.Transport):
    """Asks the servers, and says for people why they do not answer."""

    def __init__(self, hosts: Any, *, where: OpenSearch, **given: Any) -> None:
        super().__init__(hosts, **given)
        self._where = where

    def perform_request(self, *given: Any, **named: Any) -> Any:
        """Ask, again where a node was lost just now; raises :class:`Refused`."""
        pauses = iter(AGAIN)
        while True:
            try:
                return super().perform_request(*given, **named)
            except exceptions.TransportError as reason:
                fault, pause = refused(reason, self._where), next(pauses, None)
                if pause is None or not fault.types & _PARTS:
                    raise fault from reason
            time.sleep(pause)


def refused(reason: exceptions.TransportError, where: OpenSearch) -> Refused:
    """What went wrong, and what to do."""
    status = reason.status_code if isinstance(reason.status_code, int) else 0
    told = reason.info if isinstance(reason.info, dict) else {}
    types = frozenset(_types(told)) | ({str(reason.error)} if status else set())
    what, remedy = _said(reason, status, types)
    out = Refused(what, remedy=remedy, reason=_cause(reason, told), hosts=", ".join(where.hosts))
    out.status, out.types = status, types
    gone = bool(types & _PARTS)
    out.lost = gone or _STATE in types or _NO_NODE in _cause(reason, told)
    passes = not status or status in _LATER or gone or bool(types & (_BUSY | _MEMORY))
    out.later = passes and not _is_full(types, _cause(reason, told))
    return out


def _said(reason: exceptions.TransportError, status: int, types: frozenset[str]) -> tuple[str, str]:
    """Message and remedy, as templates."""
    if isinstance(reason, exceptions.SSLError):
        return (
            N_("The certificate of the search server {hosts} is not trusted: {reason}"),
            N_('Name the file of the authority in opis.toml: certificates = "…"'),
        )
    if isinstance(reason, exceptions.ConnectionTimeout):
        return N_("The search server {hosts} does not answer in time."), _LATER_REMEDY
    if not status:
        return (
            N_("The search server {hosts} cannot be reached: {reason}"),
            N_("Start it, or correct the addresses in opis.toml; nothing is lost."),
        )
    if status == 401:
        return (
            N_("The search server {hosts} refuses the name or the password."),
            N_("Set OPIS_OPENSEARCH_USER and OPIS_OPENSEARCH_PASSWORD."),
        )
    if _is_full(types, _cause(reason, reason.info)):
        return (
            N_("The search server {hosts} takes no pages: a disk is full or the index locked."),
            N_("Make room on its disks, then run the same command again; nothing is lost."),
        )
    if status == 403:
        return (
            N_("The search server {hosts} does not allow this: {reason}"),
            N_("Give the user of Opis the rights that docs/operators.md names."),
        )
    if types & _MEMORY:
        return (
            N_("The search server {hosts} has not enough memory: {reason}"),
            N_("Run the same command later, nothing is lost; give its nodes a larger heap."),
        )
    if types & _BUSY:
        return N_("The search server {hosts} has too much to do."), _LATER_REMEDY
    if types & (_PARTS | {_STATE}) or status in _LATER or _NO_NODE in _cause(reason, reason.info):
        return N_("Too few nodes of the search server answer: {reason}"), _LATER_REMEDY
    if "index_not_found_exception" in types:
        return N_("The collection has no index yet."), N_("Build it: opis index build")
    return (
        N_("The search server {hosts} refuses: {reason}"),
        N_("See what it writes in its log; if the index is damaged: opis index build"),
    )


def _is_full(types: frozenset[str], cause: str) -> bool:
    """Whether an index takes no pages: a disk is nearly full, or somebody has locked it."""
    return "cluster_block_exception" in types and any(
        word in cause for word in ("read-only", "disk usage", "/8/", "/12/")
    )


def _types(told: object) -> Iterator[str]:
    """The names of all causes in what a server has answered."""
    if isinstance(told, list):
        for one in told:
            yield from _types(one)
    elif isinstance(told, dict):
        if isinstance(told.get("type"), str):
            yield told["type"]
        for one in told.values():
            yield from _types(one)


def _cause(reason: exceptions.TransportError, told: object) -> str:
    """The first cause in the server's words, or in the client's."""
    error = told.get("error") if isinstance(told, dict) else None
    if isinstance(error, dict):
        first: Mapping[str, Any] = next(iter(error.get("root_cause") or ()), error)
        return str(first.get("reason") or error.get("reason") or reason.error)
    return str(error or reason.error)
