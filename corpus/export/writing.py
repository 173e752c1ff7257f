"""Writing an export to disk: each file whole or not at all, with progress, and to be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, groupby, islice
from pathlib import Path

from corpus import disk
from corpus.errors import BadUse, NotFound
from corpus.export.excerpt import About, Excerpt
from corpus.export.formats import Extent, Format
from corpus.export.naming import Names, document_name, fonds_name, numbered
from corpus.messages import N_
from corpus.progress import Progress, silent

#: permissions of the files and folders written
_FILE, _FOLDER = 0o644, 0o755


@dataclass
class Written:
    """What an export has written so far; ``stopped`` says that somebody ended it before its end."""

    files: int = 0
    documents: int = 0
    pages: int = 0
    excerpts: int = 0
    #: pages of which no text is known
    unread: int = 0
    stopped: bool = False
    _last: tuple[str, int] = field(default=("", 0), repr=False)

    def count(self, excerpt: Excerpt) -> None:
        """Count an excerpt, and its document and its page where they are new."""
        document, page = excerpt.document.id, excerpt.page.number if excerpt.page else 0
        self.excerpts += 1
        self.documents += document != self._last[0] and excerpt.document.scanned
        if page and (document, page) != self._last:
            self.pages += 1
            self.unread += excerpt.reading is None or not excerpt.reading.text
        self._last = document, page


class _Stopped(Exception):
    """Somebody wants no more of it."""


def write(
    kind: Format,
    excerpts: Iterable[Excerpt],
    about: About,
    target: Path,
    *,
    total: int = 0,
    progress: Progress = silent,
    stop: Callable[[], bool] = lambda: False,
) -> Written:
    """Write excerpts, those of a document (or fonds) side by side, to ``target``.

    That is a file where the format puts everything into one or the target has its ending; else a
    folder with a file for each fonds or document, or a folder for each document with a file for
    each page.
    No file stands under its name before it is whole, and none is written over. ``total`` is the
    number of pages (or of documents, where they have none), for the progress.

    Raises:
        BadUse: the target exists (a folder may, if it is empty), it cannot be written, the disk is
            full, or one file cannot hold several documents.
        NotFound: there is nothing to export.

    """
    with disk.writing(target.parent):
        _check(kind, target)
    done = Written()
    counted = _counted(kind.fitting(excerpts, about), done, total, progress, stop)
    try:
        first = next(counted, None)
        if first is None:
            raise NotFound(
                N_("There is nothing to export."),
                remedy=N_("See what there is: opis list"),
            )
        whole = chain([first], counted)
        if kind.extent is Extent.FOLDER:
            done.files = kind.fill(whole, about, target, _stoppable(progress, stop))
        elif is_file(kind, target):
            own = whole if kind.extent is Extent.ALL else _one(kind, whole)
            _file(kind, own, about, target, done)
        else:
            _folder(kind, whole, about, target, done)
    except _Stopped:
        done.stopped = True
    return done


def is_file(kind: Format, target: Path) -> bool:
    """Whether ``target`` is to be one file, and not a folder of them."""
    return kind.extent is Extent.ALL or target.suffix.casefold() == f".{kind.ending}"


def _check(kind: Format, target: Path) -> None:
    """Raise where ``target`` cannot be written, before anything is read for it."""
    if target.is_symlink() or target.exists():
        empty = target.is_dir() and not any(target.iterdir())
        if is_file(kind, target) or not empty:
            raise BadUse(
                N_("«{path}» exists already."),
                remedy=N_("Name another path: an export writes over nothing."),
                path=target,
            )
    if not target.parent.is_dir():
        raise BadUse(
            N_("There is no folder «{folder}»."),
            remedy=N_("Make it, or name another one."),
            folder=target.parent,
        )


def _counted(
    excerpts: Iterable[Excerpt],
    done: Written,
    total: int,
    progress: Progress,
    stop: Callable[[], bool],
) -> Iterator[Excerpt]:
    for excerpt in excerpts:
        if stop():
            raise _Stopped
        done.count(excerpt)
        title = excerpt.document.description.title or excerpt.document.source_name
        number = done.pages or done.documents
        progress(N_("exporting"), number, max(total, number), title)
        yield excerpt


def _stoppable(progress: Progress, stop: Callable[[], bool]) -> Progress:
    def told(_step: str, done: int, total: int, name: str) -> None:
        if stop():
            raise _Stopped
        progress(N_("exporting"), done, total, name)

    return told


def _one(kind: Format, excerpts: Iterator[Excerpt]) -> Iterator[Excerpt]:
    first = None
    for excerpt in excerpts:
        here = _held(kind, excerpt)
        first = first or here
        if here == first:
            yield excerpt
        elif kind.extent is Extent.FONDS:
            raise BadUse(
                N_("One file of this format holds one fonds, and there are several."),
                remedy=N_("Name one like «Ф. 393», or a folder with --to: each becomes a file."),
            )
        else:
            raise BadUse(
                N_("One file of this format holds one document, and there are several."),
                remedy=N_("Name a folder with --to: each document becomes a file in it."),
            )


def _held(kind: Format, excerpt: Excerpt) -> object:
    """What one file holds all of: the fonds, or the document, of an excerpt."""
    ref = excerpt.document.description.reference
    return (ref.archive, ref.fonds) if kind.extent is Extent.FONDS else excerpt.document.id


def _folder(
    kind: Format, excerpts: Iterator[Excerpt], about: About, folder: Path, done: Written
) -> None:
    names = Names()
    with disk.writing(folder):
        folder.mkdir(_FOLDER, exist_ok=True)
    for _, group in groupby(excerpts, key=partial(_held, kind)):
        first, *_ = islice(group, 1)
        own = chain([first], group)  # noqa: B031 - read once
        by_fonds = kind.extent is Extent.FONDS
        name = fonds_name(first.document) if by_fonds else document_name(first.document)
        if kind.extent is not Extent.PAGE:
            _file(kind, own, about, folder / names.new(name, kind.ending), done)
        else:
            _pages(kind, own, about, folder / names.new(name, ""), done)


def _pages(
    kind: Format, excerpts: Iterator[Excerpt], about: About, folder: Path, done: Written
) -> None:
    names = Names()
    with disk.writing(folder):
        folder.mkdir(_FOLDER)
    for excerpt in excerpts:
        name = numbered(excerpt.page) if excerpt.page else folder.name
        _file(kind, iter([excerpt]), about, folder / names.new(name, kind.ending), done)


def _file(
    kind: Format, excerpts: Iterator[Excerpt], about: About, target: Path, done: Written
) -> None:
    with disk.writing(target.parent), disk.fresh(target, _FILE) as file:
        for chunk in kind.chunks(excerpts, about):
            file.write(chunk)
    done.files += 1
