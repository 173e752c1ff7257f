"""A collection: one folder on disk with everything, and its settings.

::

    opis.toml            settings, commented, every one optional
    thesaurus.yaml       what is added to the thesaurus; optional
    catalogue.sqlite     the truth, readings included
    originals/ab/cdef…   as they came, read-only
    cache/               page images, thumbnails: may be deleted
    index/<generation>/  may be deleted
    log/                 what happened
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus.access import Role
from corpus.catalogue import Database
from corpus.citing.styles import Style
from corpus.errors import BadUse, Busy, NotFound
from corpus.kinds import LANGUAGES
from corpus.messages import N_
from corpus.provider import Provider

#: files that people write by hand
SETTINGS, THESAURUS = HAND_WRITTEN = "opis.toml", "thesaurus.yaml"
#: a file that stands in a folder while a backup is restored into it
RESTORING = ".restoring"
#: what an index of a server may be called, as we number it on
_INDEX_NAME = re.compile(r"[a-z][a-z0-9_-]{0,100}")


class EngineName(StrEnum):
    """What stores and searches the terms of a collection."""

    WHOOSH = "whoosh"
    OPENSEARCH = "opensearch"


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """Where the servers of OpenSearch are, and how this collection's index is kept there.

    ``hosts`` are addresses like ``https://search1:9200``; ``certificates`` is the file of the
    authority that has signed theirs, empty for those that the system knows. ``index`` is a name
    that no other collection uses. Each page is kept ``replicas`` times beside the first; None: once
    where there are several nodes.
    """

    hosts: tuple[str, ...] = ("http://127.0.0.1:9200",)
    index: str = "opis"
    certificates: str = ""
    shards: int = 1
    replicas: int | None = None

    def __post_init__(self) -> None:
        for host in self.hosts:
            parts = urlsplit(host)
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
                raise ValueError(f"no address of a server: {host}")
        if not (self.hosts and _INDEX_NAME.fullmatch(self.index)):
            raise ValueError("no servers, or no name for an index")
        if self.shards < 1 or (self.replicas or 0) < 0:
            raise ValueError("no shards, or fewer replicas than none")


@dataclass(frozen=True, slots=True)
class Settings:
    """What opis.toml may say; see ``opis.toml`` beside this module for what each means."""

    role: Role = Role.PUBLIC
    language: str = ""
    public_url: str = ""
    sign_in: bool = False
    workers: int | str = 0
    citation_style: Style = Style.GOST_R_7_0_5
    kyrgyz_words: bool = False
    engine: EngineName = EngineName.WHOOSH
    opensearch: OpenSearch = field(default_factory=OpenSearch)
    oidc: Provider = field(default_factory=Provider)

    def __post_init__(self) -> None:
        workers_of(self.workers)
        if self.language not in {"", *LANGUAGES}:
            raise ValueError("a language without messages")


#: the address of a Dask scheduler
_CLUSTER = re.compile(r"(tcp|tls)://[^\s/]+:\d{1,5}")


def workers_of(said: int | str) -> int | str:
    """Who reads pages: so many workers of this machine, or the cluster at this address.

    Raises ValueError where ``said`` is neither.
    """
    if isinstance(said, str) and _CLUSTER.fullmatch(said):
        return said
    if int(said) < 0:
        raise ValueError("fewer workers than none")
    return int(said)


@dataclass(frozen=True, slots=True)
class Collection:
    """The folder of a collection and where its parts lie."""

    path: Path
    settings: Settings = Settings()

    @property
    def originals(self) -> Path:
        """The folder of the originals."""
        return self.path / "originals"

    @property
    def cache(self) -> Path:
        """Page images and thumbnails; may be deleted."""
        return self.path / "cache"

    @property
    def uploads(self) -> Path:
        """Scans that came through the pages, until they are among the originals."""
        return self.path / "uploads"

    @property
    def log(self) -> Path:
        """What happened."""
        return self.path / "log"

    @property
    def index(self) -> Path:
        """The generations of the index; may be deleted."""
        return self.path / "index"

    @contextmanager
    def catalogue(self) -> Iterator[Database]:
        """Open the catalogue for the caller's thread and close it afterwards."""
        database = Database.open(self.path / "catalogue.sqlite")
        try:
            yield database
        finally:
            database.close()


def create_collection(path: Path) -> Collection:
    """Make an empty collection in ``path``; an existing one is left as it is.

    Raises:
        BadUse: the folder holds other things, cannot be written or is on a network drive.
        Busy: a backup is being restored into it.

    """
    _refuse_restoring(path)
    catalogue = path / "catalogue.sqlite"
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not catalogue.exists() and any(path.iterdir()):
            raise BadUse(
                N_("The folder «{folder}» is not empty and not a collection."),
                remedy=N_("Name an empty or a new folder."),
                folder=path,
            )
        check_writable(path)
        Database.open(catalogue).close()
        furnish(path)
    except OSError as reason:
        raise _unwritable(path) from reason
    return open_collection(path)


def furnish(path: Path) -> None:
    """Make what a collection has beside its catalogue, as far as it is not there."""
    for name in ("originals", "cache", "index", "log"):
        (path / name).mkdir(exist_ok=True, mode=0o700)
    settings = path / SETTINGS
    if not settings.exists():
        settings.write_text(
            files("corpus").joinpath("opis.toml").read_text(encoding="utf-8"), encoding="utf-8"
        )


def open_collection(path: Path) -> Collection:
    """Open the collection in ``path``.

    Raises:
        NotFound: there is none.
        BadUse: its settings cannot be read.
        Busy: it was made by a newer Opis, or a backup is being restored into it.

    """
    _refuse_restoring(path)
    if not (path / "catalogue.sqlite").is_file():
        raise NotFound(
            N_("There is no collection in «{folder}»."),
            remedy=N_("Make one with: opis init {folder}"),
            folder=path,
        )
    collection = Collection(path.absolute(), _settings(path / SETTINGS))
    with collection.catalogue():
        return collection


def _refuse_restoring(path: Path) -> None:
    if (path / RESTORING).exists():
        raise Busy(
            N_("A backup is being restored into «{folder}»."),
            remedy=N_("Wait for it; if it was cut off, run it again: opis restore BACKUP"),
            folder=path,
        )


def check_writable(path: Path) -> None:
    """Raise where files cannot be made in ``path``.

    Raises:
        BadUse: they cannot.

    """
    if not os.access(path, os.W_OK | os.X_OK):
        raise _unwritable(path)


def _unwritable(path: Path) -> BadUse:
    return BadUse(
        N_("The folder «{folder}» cannot be written."),
        remedy=N_("Choose another folder or give yourself the right to write there."),
        folder=path,
    )


def _settings(path: Path) -> Settings:
    if not path.exists():
        return Settings()
    remedy = N_("Correct the file or delete it; every setting is optional.")
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as reason:
        raise BadUse(
            N_("The settings «{file}» cannot be read: {reason}"),
            remedy=remedy, file=path, reason=reason,
        ) from reason  # fmt: skip
    for key in _unknown(given):  # its value is not said: it may be a secret in the wrong place
        raise BadUse(
            N_("The settings «{file}» have an unknown key «{key}»."),
            remedy=remedy,
            file=path,
            key=key,
        )
    settings = Settings()
    for key, value in given.items():
        try:
            read = workers_of if key == "workers" else partial(_value, type(getattr(settings, key)))
            own: dict[str, Any] = {key: read(value)}
            settings = replace(settings, **own)
        except (ValueError, TypeError) as reason:
            raise BadUse(
                N_("The settings «{file}»: «{value}» is not known for «{key}»."),
                remedy=remedy,
                file=path,
                key=key,
                value=value,
            ) from reason
    return settings


def _unknown(given: Mapping[str, Any]) -> Iterator[str]:
    """Keys that no setting has; one in a table has the table's name before it: «oidc.secret»."""
    tables = {
        "opensearch": OpenSearch.__dataclass_fields__,
        "oidc": Provider.__dataclass_fields__,
    }
    for key, value in given.items():
        if key not in Settings.__dataclass_fields__:
            yield key
        elif key in tables and isinstance(value, dict):
            yield from (f"{key}.{name}" for name in value if name not in tables[key])


def _value(kind: type[Any], given: Any) -> Any:
    """A value of a setting, or of a table of settings, as it was written."""
    if not isinstance(given, dict):
        return kind(given)
    lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
    return kind(**given | lists)
