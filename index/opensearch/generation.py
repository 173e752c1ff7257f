"""Generations of the index on the servers: built beside, swapped in by an alias, thrown away.

``opis-0003`` is an index of the server; the alias ``opis`` names the one that answers. What has a
higher number is not finished; the next build goes on with it. ``_meta`` of a mapping says which
versions made it, for which collection, by which thesaurus, and how much of the catalogue it has
seen: the serial of the newest change in it.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from typing import Any

from opensearchpy import OpenSearch

from corpus.collection import Collection
from corpus.disk import fresh
from corpus.errors import EngineFailed
from corpus.messages import N_
from index.opensearch import schema
from index.opensearch.connecting import Refused, connected

#: how long a server remembers which version of a document was deleted: no retry comes later
REMEMBERED = "1h"
#: in the folder of the index: which collection this is, so that two never write one index
IDENTITY = "opensearch.txt"
_BUILD = N_("Build it anew: opis index build")


@dataclass(frozen=True, slots=True)
class Generation:
    """An index on the servers; ``about`` is what its mapping says of it."""

    client: OpenSearch
    name: str
    about: dict[str, Any]

    @property
    def serial(self) -> int:
        """How much of the catalogue it has seen: the serial of the newest change in it."""
        return int(self.about.get("serial", 0))

    @property
    def names(self) -> str:
        """By which rules and thesaurus names were found."""
        return str(self.about.get("names", ""))

    def fits(self) -> bool:
        """Whether this program can use it."""
        return {key: self.about.get(key) for key in schema.SENTINEL} == schema.SENTINEL

    def is_newer(self) -> bool:
        """Whether a newer Opis has made it."""
        return any(
            isinstance(own, int) and isinstance(theirs := self.about.get(key), int) and theirs > own
            for key, own in schema.SENTINEL.items()
        )

    def is_of(self, collection: Collection) -> bool:
        """Whether it is of this collection, and not of another that has its index so named."""
        return self.about.get("collection") == identity(collection)

    def seen(self, serial: int) -> Generation:
        """Say that it has seen the catalogue's changes up to ``serial``, and make them found."""
        self.client.indices.refresh(index=self.name)
        about = self.about | {"serial": serial}
        self.client.indices.put_mapping(index=self.name, body={"_meta": about})
        return replace(self, about=about)


def current(collection: Collection) -> Generation | None:
    """The one that answers, whoever made it, or None."""
    return _named(connected(collection), collection.settings.opensearch.index)


def usable(collection: Collection) -> Generation:
    """The one that answers, if this program can use it.

    Raises:
        EngineFailed: there is none; it is another collection's, or of another version of Opis.

    """
    found = current(collection)
    if found is None:
        raise EngineFailed(
            N_("The collection has no index yet."), remedy=N_("Build it: opis index build")
        )
    refuse_strange(collection, found)
    if not found.fits():
        raise EngineFailed(N_("The index was made by another version of Opis."), remedy=_BUILD)
    return found


def refuse_strange(collection: Collection, found: Generation) -> None:
    """Raise where an index must not be written, nor built anew without being asked for.

    Raises:
        EngineFailed: a newer Opis has made it, or it is another collection's.

    """
    if found.is_newer():
        raise EngineFailed(
            N_("The index «{index}» was made by a newer Opis."),
            remedy=N_("Install that version here too; or build the index anew: opis index build"),
            index=found.name,
        )
    if not found.is_of(collection):
        raise EngineFailed(
            N_("The index «{index}» is another collection's, or that of another copy of this one."),
            remedy=N_(
                "Give this one a name of its own in opis.toml: index = \"…\"; "
                "or take it over: opis index build"
            ),
            index=found.name,
        )  # fmt: skip


def under_way(collection: Collection) -> Generation | None:
    """The one that is being built, or that the next build goes on with."""
    client, where = connected(collection), collection.settings.opensearch
    answering = _named(client, where.index)
    names = _numbered(client, where.index)
    last = answering.name if answering else ""
    return _named(client, names[-1]) if names and names[-1] > last else None


def begin(collection: Collection, newest: int, names: str) -> Generation:
    """An unfinished index after all others; call it while it is held for building.

    One that was cut off goes on if it was begun alike, and has seen no more than ``newest``.
    """
    client, where = connected(collection), collection.settings.opensearch
    answering = _named(client, where.index)
    last = _number(where.index, answering.name) if answering else 0
    for name in _numbered(client, where.index):
        if _number(where.index, name) <= last:
            continue
        left = _named(client, name)
        if left and _begun_alike(left, collection, names) and left.serial <= newest:
            return left
        client.indices.delete(index=name, params={"ignore_unavailable": "true"})
    about = {"collection": identity(collection, make=True), "names": names, "serial": 0}
    mapping = schema.mapping(about)
    version = str(client.info()["version"]["number"])
    settings = schema.settings(version, where.shards, _replicas(client, where.replicas))
    settings["index"] |= {"refresh_interval": "-1", "gc_deletes": REMEMBERED}
    name = f"{where.index}-{last + 1:04d}"
    try:
        client.indices.create(index=name, body={"settings": settings, "mappings": mapping})
    except Refused as reason:  # the answer to an earlier try was lost
        if "resource_already_exists_exception" not in reason.types:
            raise
    return Generation(client, name, mapping["_meta"])


def finish(collection: Collection, built: Generation) -> Generation:
    """Let an index answer, and remove the older ones; call it while all is held.

    It is flushed, since only then may a later merge drop what the server keeps to mend copies with:
    two thirds of a new index.
    """
    alias = collection.settings.opensearch.index
    others = [name for name in _numbered(built.client, alias) if name != built.name]
    actions: list[dict[str, Any]] = [{"add": {"index": built.name, "alias": alias}}]
    actions += [{"remove_index": {"index": name}} for name in others]
    built.client.indices.update_aliases(body={"actions": actions})
    built.client.indices.flush(index=built.name)
    return built


def identity(collection: Collection, *, make: bool = False) -> str:
    """What tells a collection from others and from its copies; empty where it has none yet."""
    path = collection.index / IDENTITY
    if make and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with fresh(path, 0o600) as file:
            file.write(secrets.token_hex(16).encode())
    return path.read_text(encoding="ascii") if path.exists() else ""


def _named(client: OpenSearch, name: str) -> Generation | None:
    """The index of a name or an alias."""
    try:
        found = client.indices.get_mapping(index=name)
    except Refused as reason:
        if reason.status == 404:
            return None
        raise
    for own, said in found.items():
        return Generation(client, own, said["mappings"].get("_meta", {}))
    return None


def _numbered(client: OpenSearch, alias: str) -> list[str]:
    """All that may be generations of an index."""
    found = client.indices.get(
        index=f"{alias}-*", params={"filter_path": "*.settings.index.creation_date"}
    )
    return sorted(name for name in found if _number(alias, name))


def _number(alias: str, name: str) -> int:
    told = re.fullmatch(rf"{re.escape(alias)}-(\d{{4,}})", name)
    return int(told[1]) if told else 0


def _begun_alike(left: Generation, collection: Collection, names: str) -> bool:
    return left.fits() and left.is_of(collection) and left.names == names


def _replicas(client: OpenSearch, asked: int | None) -> int:
    """How often a page is kept beside the first: once where there is another node to keep it."""
    if asked is not None:
        return asked
    nodes = client.cluster.health()["number_of_data_nodes"]
    return int(nodes > 1)
