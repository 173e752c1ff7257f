"""What lies in a folder that others are writing into, and since when nobody has changed it.

A file is still when its size, its time and its inode have not changed for a while and no process of
this user has it open for writing. Clocks of network drives differ, so the time is told by our own:
how long ago a file was first seen as it is. Names of unfinished downloads and copies are never
still.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.imported import SUBFOLDERS
from ingest.numbering import IMAGES
from ingest.sheet import is_table
from ingest.sidecar import FOLDER, SUFFIXES

#: how the names of files end that a browser or a copying program has not finished
PARTIAL = frozenset(
    {".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".opdownload"}
)
_PROC = Path("/proc")

#: size in bytes, time of the last change in ns, device and inode
Signature = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long nothing may have changed, in seconds.

    ``file`` is for a file and for what describes it; ``folder`` for all that lies in a folder of
    images (or with a description of its own): one document, and a person lays page after page on
    the scanner.
    """

    file: float = 10.0
    folder: float = 120.0


@dataclass(slots=True)
class Survey:
    """The files below ``root`` as they were seen last, and since when they are so."""

    root: Path
    seen: dict[Path, tuple[Signature, float]] = field(default_factory=dict)

    def look(self, now: float) -> None:
        """Look at everything again; ``now`` is in seconds of any clock that never goes back."""
        before, self.seen = self.seen, {}
        for path in _files(self.root):
            signature = signature_of(path)
            if signature is not None:
                known = before.get(path)
                since = known[1] if known and known[0] == signature else now
                self.seen[path] = (signature, since)

    def still(self, now: float, patience: Patience) -> dict[Path, Signature]:
        """The files that may be taken, each with its signature.

        A file waits for what describes the scans in its folder, and for the tables in the one
        above; images, and all files of a folder with a description of its own, wait for everything
        in the folder.
        """
        everything, described = self._newest()
        ready = {}
        for path, (signature, since) in self.seen.items():
            folder = path.parent
            together = path.suffix.casefold() in IMAGES or folder / FOLDER in self.seen
            times = [since, described[folder], described[folder.parent]]
            calm = now - max(times) >= patience.file
            if together:
                calm = calm and now - everything[folder] >= patience.folder
            if calm and path.suffix.casefold() not in PARTIAL:
                ready[path] = signature
        return ready

    def _newest(self) -> tuple[dict[Path, float], dict[Path, float]]:
        """By folder: the last change of anything in it, and of what describes scans."""
        everything: dict[Path, float] = defaultdict(lambda: float("-inf"))
        described: dict[Path, float] = defaultdict(lambda: float("-inf"))
        for path, (_, since) in self.seen.items():
            folder = path.parent
            everything[folder] = max(everything[folder], since)
            if folder.name.casefold() in SUBFOLDERS:  # OCR of the scans above
                everything[folder.parent] = max(everything[folder.parent], since)
            if path.suffix.casefold() in SUFFIXES or is_table(path):
                described[folder] = max(described[folder], since)
        return everything, described


def signature_of(path: Path) -> Signature | None:
    """What changes when a file is written; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns, found.st_dev, found.st_ino)


def open_for_writing(paths: Iterable[Path]) -> set[Path]:
    """Those of ``paths`` that a process has open for writing, as far as this user may see."""
    asked = {os.fspath(path.resolve()): path for path in paths}
    return {asked[target] for target in _written() if target in asked}


def _files(root: Path) -> Iterator[Path]:
    """All files below a folder, and folders that cannot be read.

    Hidden files and other collections are passed over.
    """
    unreadable: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=unreadable.append):
        if "catalogue.sqlite" in names:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(folder, name) for name in names if not name.startswith((".", "~$")))
    yield from (Path(error.filename) for error in unreadable)


def _written() -> Iterator[str]:
    """The files that processes have open for writing (proc(5))."""
    for handle in _PROC.glob("[0-9]*/fd/*"):
        try:
            target = os.fspath(handle.readlink())
            flags = (handle.parent.parent / "fdinfo" / handle.name).read_text(encoding="ascii")
        except OSError:  # another user's, or gone meanwhile
            continue
        mode = next((line for line in flags.splitlines() if line.startswith("flags:")), "flags: 0")
        if int(mode.split()[1], 8) & os.O_ACCMODE != os.O_RDONLY:
            yield target
