"""Files on disk: whole or not at all, over nothing, named by what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from exports import document, excerpts, page, reading, scan

from corpus.errors import BadUse, NotFound
from corpus.export import About, Excerpt, format_named, write
from corpus.pages import Page

ONE = document("d1", reference="ГА РФ. Ф. 1. Оп. 1. Д. 1")
TWO = document("d2", reference="ГА РФ. Ф. 1. Оп. 1. Д. 1")
SOME = [
    Excerpt(ONE, page(1, "3"), reading("первый")),
    Excerpt(ONE, page(2, "3 об."), reading("второй")),
    Excerpt(TWO, page(1), None),
]


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize(
    ("name", "target", "made"),
    [
        ("csv", "a.csv", ["a.csv"]),
        ("jsonl", "a", ["a"]),
        (
            "text",
            "a",
            ["a/ГА РФ. Ф. 1. Оп. 1. Д. 1 (2).txt", "a/ГА РФ. Ф. 1. Оп. 1. Д. 1.txt"],
        ),
        (
            "alto",
            "a",
            [
                "a/ГА РФ. Ф. 1. Оп. 1. Д. 1 (2)/0001.xml",
                "a/ГА РФ. Ф. 1. Оп. 1. Д. 1/0001 Л. 3.xml",
                "a/ГА РФ. Ф. 1. Оп. 1. Д. 1/0002 Л. 3 об.xml",
            ],
        ),
    ],
)
def test_what_is_written(tmp_path: Path, name: str, target: str, made: list[str]) -> None:
    done = write(format_named(name), SOME, About(), tmp_path / target)
    assert files(tmp_path) == made
    assert (done.files, done.documents, done.pages, done.unread) == (len(made), 2, 3, 1)


def test_one_document_may_be_one_file(tmp_path: Path) -> None:
    write(format_named("text"), SOME[:2], About(), tmp_path / "a.TXT")
    assert (tmp_path / "a.TXT").read_text(encoding="utf-8") == "первый\n\fвторой\n"
    with pytest.raises(BadUse):
        write(format_named("text"), SOME, About(), tmp_path / "b.txt")
    assert files(tmp_path) == ["a.TXT"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("мое")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("мое")
    (tmp_path / "empty").mkdir()
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "nowhere")
    for name, target in (
        ("csv", "a.csv"), ("csv", "empty"), ("text", "full"), ("csv", "dangling.csv"),
    ):  # fmt: skip
        with pytest.raises(BadUse):
            write(format_named(name), SOME, About(), tmp_path / target)
    assert write(format_named("text"), SOME, About(), tmp_path / "empty").files == 2
    assert (tmp_path / "a.csv").read_text() == "мое"


@pytest.mark.parametrize("target", ["no/such/a.csv", "x" * 300, "a.csv/b.csv"])
def test_a_place_where_nothing_can_be_written(tmp_path: Path, target: str) -> None:
    (tmp_path / "a.csv").write_text("")
    with pytest.raises(BadUse):
        write(format_named("csv"), SOME, About(), tmp_path / target)
    assert files(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("name", ["csv", "text"])
def test_nothing_to_export_leaves_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        write(format_named(name), [], About(), tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_half_way_leaves_no_half_file(tmp_path: Path) -> None:
    def broken() -> Iterator[Excerpt]:
        yield from SOME[:2]
        raise ValueError("half way")

    for name in ("csv", "xlsx", "alto", "jsonl"):
        with pytest.raises(ValueError, match="half way"):
            write(format_named(name), broken(), About(), tmp_path / f"a.{name}")
    whole = [name for name in files(tmp_path) if not name.startswith("a.alto/")]
    assert whole == []
    assert files(tmp_path / "a.alto") == [
        "ГА РФ. Ф. 1. Оп. 1. Д. 1/0001 Л. 3.xml", "ГА РФ. Ф. 1. Оп. 1. Д. 1/0002 Л. 3 об.xml",
    ]  # fmt: skip


def test_pages_without_a_scan_are_in_no_pdf_and_named(tmp_path: Path) -> None:
    sheet, told = scan(tmp_path), list[int]()

    def image(one: Page) -> Path:
        if one.number == 2:
            return sheet
        raise NotFound("none")

    about = About(image=image, left_out=lambda one, _: told.append(one.number))
    done = write(format_named("pdf"), SOME, about, tmp_path / "a")
    assert (files(tmp_path / "a"), done.pages) == (["ГА РФ. Ф. 1. Оп. 1. Д. 1.pdf"], 1)
    assert told == [1, 1]


def test_it_can_be_stopped_and_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def progress(_step: str, done: int, total: int, _name: str) -> None:
        told.append((done, total))

    done = write(
        format_named("csv"),
        excerpts(*[reading("лагерь")] * 9),
        About(),
        tmp_path / "a.csv",
        total=9,
        progress=progress,
        stop=lambda: len(told) == 4,
    )
    assert done.stopped
    assert told == [(1, 9), (2, 9), (3, 9), (4, 9)]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")

    def full() -> Iterator[Excerpt]:
        yield SOME[0]
        with Path("/dev/full").open("w") as file:
            file.write("x" * 100_000)

    with pytest.raises(BadUse, match="disk is full"):
        write(format_named("csv"), full(), About(), tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []
