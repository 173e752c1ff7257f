"""A writer of the index that is killed at any step: the last commit answers, the next one works."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shelves import Shelf

from corpus import pages
from corpus.errors import EngineFailed
from corpus.reading import Reading, Source
from index import Request, build, check_index, update
from index.embedded import committing
from index.embedded.engine import EmbeddedEngine
from index.embedded.generation import current
from index.query.parse import parse

#: what a writer does to files, beside opening them
STEPS = ("fsync", "rename", "replace", "remove", "unlink", "mkdir", "rmdir")
#: no commit takes so many steps
MANY = 200


def killed(act: Callable[[], object], at: int) -> bool:
    """Do something in a process of its own, killed before its ``at``-th step; whether it was."""
    process = os.fork()
    if process:
        return os.WIFSIGNALED(os.waitpid(process, 0)[1])
    try:
        left = [at]

        def counted(step: Callable[..., Any]) -> Callable[..., Any]:
            def instead(*given: Any, **named: Any) -> Any:
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
                return step(*given, **named)

            return instead

        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        io.open = counted(io.open)
        act()
    finally:
        os._exit(0)


def answers(shelf: Shelf) -> tuple[int, ...]:
    """Pages with the old word, with the new word, and with one that stays; asked by a newcomer."""
    engine = EmbeddedEngine(shelf.collection)
    return tuple(
        engine.find(parse(word).tree, Request()).pages for word in ("барак", "лагерь", "труд")
    )


def files(folder: Path) -> list[str]:
    """What lies in the folder of the index, without numbers of commits and names of segments."""
    return sorted(
        str(path.relative_to(folder).with_name("segment" + path.suffix))
        if path.suffix == ".arrays"
        else str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.suffix != ".toc"
    )


@pytest.mark.parametrize("act", [update, build])
def test_killed_between_any_two_steps(
    act: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "MANY", 2)  # each commit merges
    kills = 0
    for at in range(1, MANY):
        (tmp_path / str(at)).mkdir()
        shelf = Shelf(tmp_path / str(at))
        shelf.put(({}, ["труд", "барак", "труд"]), "труд")
        with shelf.collection.catalogue() as database:
            page = pages.of(database, shelf.ids[0])[1]
            pages.store_reading(database, page.id, Reading("лагерь", source=Source.CORRECTED))
        was_killed = killed(lambda: act(shelf.collection), at)  # noqa: B023 - done at once
        kills += was_killed
        assert answers(shelf) in {(1, 0, 3), (0, 1, 3)}
        act(shelf.collection)
        assert answers(shelf) == (0, 1, 3)
        assert check_index(shelf.collection) == []
        shelf.put("хлеб")  # the next commit removes what was left
        newest = current(shelf.collection.index)
        assert newest is not None
        inside = ("MAIN_WRITELOCK", "opis.json", "segment.arrays")
        locks = ("building.lock", "writing.lock")
        expected = [newest.name, *(f"{newest.name}/{name}" for name in inside), *locks]
        assert files(shelf.collection.index) == expected
        if not was_killed:
            break
    assert 10 <= kills < MANY - 1


def test_another_process_reads_a_page_at_its_first_question_after_the_commit(shelf: Shelf) -> None:
    shelf.put("труд")
    engine = EmbeddedEngine(shelf.collection)
    tree = parse("лагерь").tree
    for known in range(3):
        assert engine.find(tree, Request()).documents == known
        shelf.put(f"лагерь {known}", indexed=False)
        assert not killed(lambda: update(shelf.collection), MANY)


def test_the_folders_of_the_index_are_private(shelf: Shelf) -> None:
    shelf.put("труд")
    build(shelf.collection)
    folders = [shelf.collection.index, *shelf.collection.index.glob("*/")]
    assert len(folders) == 2
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


GARBAGE = [b"", b"\x00" * 200, b"cos\nsystem\n(S'false'\ntR." * 9]


@pytest.mark.parametrize("garbage", [*GARBAGE, None], ids=["empty", "zeros", "pickle", "cut"])
def test_contents_of_garbage_say_how_to_build_the_index_anew(
    shelf: Shelf, garbage: bytes | None
) -> None:
    shelf.put("труд")
    newest = current(shelf.collection.index)
    assert newest is not None
    (contents,) = newest.path.glob("*.toc")
    contents.write_bytes(contents.read_bytes()[:-20] if garbage is None else garbage)
    with pytest.raises(EngineFailed, match="cannot be read") as refused:
        EmbeddedEngine(shelf.collection).find(parse("труд").tree, Request())
    assert "opis index build" in str(refused.value.remedy)
    (finding,) = check_index(shelf.collection)
    assert "cannot be read" in str(finding.what)
    build(shelf.collection)
    assert answers(shelf) == (0, 0, 1)


def test_contents_are_pickles_and_never_read_without_the_sentinel(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("труд")
    newest = current(shelf.collection.index)
    assert newest is not None
    (newest.path / "opis.json").unlink()

    def read(*_: object) -> None:
        raise AssertionError("the contents were read")

    monkeypatch.setattr("whoosh.index.TOC.read", read)
    with pytest.raises(EngineFailed, match="another version"):
        EmbeddedEngine(shelf.collection).find(parse("труд").tree, Request())
    (finding,) = check_index(shelf.collection)
    assert "another version" in str(finding.what)
