"""What a run of adding did."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from corpus.messages import Message
from corpus.progress import Progress as Progress


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or a page that could not be taken or read (``page`` None: the whole file)."""

    path: str
    page: int | None
    reason: Message
    remedy: Message


@dataclass(slots=True)
class Report:
    """What a run did, counting documents; ``pages`` were read in it, ``seconds`` it took.

    ``files`` and ``known_files`` count those of inventories, new ones and others. ``stopped`` says
    that it was asked to end before everything was done. ``taken`` are the paths of what was added.
    """

    added: int = 0
    known: int = 0
    failed: list[Failure] = field(default_factory=list)
    pages: int = 0
    seconds: float = 0.0
    stopped: bool = False
    files: int = 0
    known_files: int = 0
    taken: list[Path] = field(default_factory=list)
