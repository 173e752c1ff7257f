"""Open a draft: DOCX with its notes, ODT, plain text and Markdown.

A draft is somebody's file and may be hostile: nothing is unpacked beyond what is needed, a part
that is too large is refused, and XML is parsed by :mod:`corpus.safexml`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from corpus.errors import BadUse
from corpus.messages import N_
from corpus.safexml import Element, HasDoctype, Unsafe, parsed
from index.drafts import docx, odt, plain
from index.drafts.draft import Draft

#: bytes of a draft, and of one part of it unpacked: a thesis of 400 pages takes 5 MiB
MOST_BYTES, MOST_UNPACKED = 64 << 20, 48 << 20
#: a mark of the byte order may stand before UTF-8
_UTF_8 = "utf-8-sig"


def open_draft(path: Path) -> Draft:
    """Read the draft in a file, by what the file is called.

    Raises:
        BadUse: it cannot be read, is of another sort, damaged or hostile.

    """
    readers: dict[str, Callable[[Path], Draft]] = {
        ".docx": lambda path: docx.draft(_parts(path, docx.NEEDED, docx.USED)),
        ".odt": lambda path: odt.draft(_parts(path, odt.NEEDED, odt.USED)),
        ".md": lambda path: plain.markdown(_text(path)),
        ".markdown": lambda path: plain.markdown(_text(path)),
        ".txt": lambda path: plain.text(_text(path)),
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise BadUse(
            N_("«{path}» is no draft that can be checked."),
            remedy=N_("Save it as DOCX, ODT, TXT or MD."),
            path=path.name,
        )
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(path, N_("«{path}» is too large for a draft."))
        return reader(path)
    except OSError as reason:
        raise BadUse(
            N_("«{path}» cannot be read: {reason}."),
            remedy=N_("Name a file that you may read."),
            path=path.name,
            reason=reason.strerror or "",
        ) from reason


def _text(path: Path) -> str:
    try:
        return path.read_text(_UTF_8)
    except UnicodeDecodeError as reason:
        raise _refused(path, N_("«{path}» is no text in UTF-8.")) from reason


def _parts(path: Path, needed: str, used: Iterable[str]) -> dict[str, Element]:
    """The root elements of the parts of a packed draft, those that are there."""
    out = {}
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
            if needed not in names:
                raise _refused(path, N_("«{path}» is damaged, or not what its name says."))
            for name in (needed, *used):
                if name in names:
                    out[name] = _parsed(path, _unpacked(path, packed, name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as reason:
        raise _refused(path, N_("«{path}» is damaged, or not what its name says.")) from reason
    return out


def _unpacked(path: Path, packed: zipfile.ZipFile, name: str) -> bytes:
    """One part; what its head says of its size is not trusted."""
    with packed.open(name) as part:
        content = part.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise _refused(path, N_("«{path}» unpacks to far more than a draft has."))
    return content


def _parsed(path: Path, content: bytes) -> Element:
    try:
        return parsed(content)
    except HasDoctype as reason:
        why = N_("«{path}» has a DOCTYPE, which no draft has, and was refused.")
        raise _refused(path, why) from reason
    except Unsafe as reason:
        why = N_("«{path}» is damaged, or not what its name says.")
        raise _refused(path, why) from reason


def _refused(path: Path, why: str) -> BadUse:
    return BadUse(
        why,
        remedy=N_("Open it in the program that made it and save it anew as DOCX or ODT."),
        path=path.name,
    )
