"""What is taken of the paths that somebody names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.collection import create_collection
from corpus.errors import InputFailed
from corpus.originals import digest
from ingest.intake import Candidate, candidates, content_digest, digests


def tree(folder: Path, *names: str) -> Path:
    """Make files in a folder, each with its own name inside."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def taken(*paths: Path, under: Path) -> list[str]:
    """What becomes a document: its files, «+» if it is described, «&» if OCR lies beside it.

    «!» is refused.
    """
    out = []
    for found in candidates(paths):
        if isinstance(found, Candidate):
            names = " ".join(str(p.relative_to(under)) for p in found.originals)
            out.append(names + ("+" if found.sidecar else "") + ("&" if found.ocr else ""))
        else:
            path, error = found
            assert str(error.remedy)
            out.append("!" + str(path.relative_to(under)))
    return out


@pytest.mark.parametrize(
    ("there", "documents"),
    [
        (["a.pdf", "b.jpg", "c.txt"], ["a.pdf", "b.jpg", "c.txt"]),
        # as a person would list them
        (["дело 10.pdf", "дело 2.pdf", "дело 1.pdf"], ["дело 1.pdf", "дело 2.pdf", "дело 10.pdf"]),
        (["том 2/1.pdf", "том 1/2.pdf", "0.pdf"], ["0.pdf", "том 1/2.pdf", "том 2/1.pdf"]),
        # described
        (["a.pdf", "a.yaml", "b.pdf", "b.pdf.yml", "c.pdf"], ["a.pdf+", "b.pdf+", "c.pdf"]),
        # a folder that is one document
        (["opis.yaml", "2.jpg", "10.jpg", "1.jpg"], ["1.jpg 2.jpg 10.jpg+"]),
        (["дело/opis.yaml", "дело/1.jpg", "a.pdf"], ["a.pdf", "дело/1.jpg+"]),
        # … by the numbers of its images
        (["дело/10.jpg", "дело/9.jpg"], ["дело/9.jpg дело/10.jpg"]),
        (["д/л1.tif", "д/л1об.tif", "д/a.pdf"], ["д/л1.tif д/л1об.tif", "д/a.pdf"]),
        (["1.jpg", "2.jpg", "x/1.jpg"], ["1.jpg 2.jpg", "x/1.jpg"]),
        (["1.jpg", "2.jpg", "2.yaml"], ["1.jpg", "2.jpg+"]),  # each is described by itself
        (["1.jpg", "2.jpg", "письмо.jpg"], ["1.jpg", "2.jpg", "письмо.jpg"]),
        (["1.pdf", "2.pdf"], ["1.pdf", "2.pdf"]),
        # OCR beside its scan
        (["a.jpg", "a.xml", "b.jpg", "b.hocr"], ["a.jpg&", "b.jpg&"]),
        (["a.jpg", "a.alto.xml", "a.html"], ["a.jpg&"]),
        (["a.pdf", "a_1.xml", "a_2.xml"], ["a.pdf&"]),
        (["1.jpg", "2.jpg", "alto/1.xml", "alto/2.xml"], ["1.jpg 2.jpg&"]),
        (["дело/opis.yaml", "дело/a.jpg", "дело/PAGE/a.xml"], ["дело/a.jpg+&"]),
        (["a.jpg", "b.xml", "alto/c.xml"], ["a.jpg", "b.xml", "alto/c.xml"]),  # nobody's
        # a description without a scan
        (["a.yaml"], ["!a.yaml"]),
        (["opis.yaml"], ["!opis.yaml"]),
        (["a.pdf", "b.yaml"], ["a.pdf", "!b.yaml"]),
        # litter
        ([".DS_Store", "Thumbs.db", "~$a.docx", ".git/config", "a.pdf"], ["a.pdf"]),
        ([], []),
    ],
)
def test_what_is_in_a_folder(tmp_path: Path, there: list[str], documents: list[str]) -> None:
    assert taken(tree(tmp_path, *there), under=tmp_path) == documents


@pytest.mark.parametrize(
    ("there", "named", "documents"),
    [
        # «scans/*» means the same as «scans»
        (["a.pdf", "a.yaml"], ["a.pdf", "a.yaml"], ["a.pdf+"]),
        (["a.pdf", "a.yaml"], ["a.yaml"], ["a.pdf+"]),
        (["a.pdf", "a.pdf.yaml"], ["a.pdf.yaml", "a.pdf"], ["a.pdf+"]),
        (["opis.yaml", "1.jpg", "2.jpg"], ["1.jpg", "2.jpg", "opis.yaml"], ["1.jpg 2.jpg+"]),
        (["opis.yaml", "1.jpg", "2.jpg"], ["2.jpg"], ["1.jpg 2.jpg+"]),
        (["a.yaml"], ["a.yaml"], ["!a.yaml"]),
        (["a.jpg", "a.xml"], ["a.jpg", "a.xml"], ["a.jpg&"]),
        (["a.jpg", "a.xml"], ["a.xml"], ["a.jpg&"]),
        (["a.jpg", "alto/a.xml"], ["a.jpg", "alto"], ["a.jpg&"]),
        (["a.jpg", "alto/a.xml"], ["alto/a.xml"], ["a.jpg&"]),
        (["opis.yaml", "a.jpg", "alto/a.xml"], ["alto/a.xml"], ["a.jpg+&"]),
        (["1.jpg", "2.jpg", ".3.jpg"], ["1.jpg", "2.jpg", ".3.jpg"], ["1.jpg 2.jpg", ".3.jpg"]),
        (["1.jpg", "2.jpg", "1.xml"], ["1.jpg", "1.xml", "2.jpg"], ["1.jpg 2.jpg&"]),
        (["1.jpg", "2.jpg"], ["2.jpg", "1.jpg"], ["1.jpg 2.jpg"]),
        (["1.jpg", "2.jpg"], ["2.jpg"], ["2.jpg"]),  # somebody wants this one only
        # twice
        (["a.pdf"], ["a.pdf", "./a.pdf"], ["a.pdf"]),
        (["x/a.pdf"], ["x", "x/a.pdf"], ["x/a.pdf"]),
        # not there
        ([], ["нет.pdf"], ["!нет.pdf"]),
        (["a.pdf"], ["нет.pdf", "a.pdf"], ["!нет.pdf", "a.pdf"]),
        ([], ["д" * 200], ["!" + "д" * 200]),  # too long for a name
        ([], ["a\x00b"], ["!a\x00b"]),
    ],
)
def test_what_is_named(
    tmp_path: Path, there: list[str], named: list[str], documents: list[str]
) -> None:
    tree(tmp_path, *there)
    assert taken(*(tmp_path / name for name in named), under=tmp_path) == documents


def test_a_name_is_a_name_whatever_is_in_it(tmp_path: Path) -> None:
    names = ["две\nстроки.txt", "«кавычки» 'и' \"ещё\".txt", "я" * 100 + ".txt", "x" * 196 + ".txt"]
    (tmp_path / os.fsdecode(b"\xff\xfe.txt")).write_text("not UTF-8")
    found = [c for c in candidates([tree(tmp_path, *names)]) if isinstance(c, Candidate)]
    assert {c.name for c in found} == {*names, "\ufffd\ufffd.txt"}
    for candidate in found:
        candidate.name.encode()


def test_what_is_no_file_is_refused_and_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "broken").symlink_to("nowhere")
    assert taken(tmp_path / "pipe", tmp_path / "broken", under=tmp_path) == ["!pipe", "!broken"]
    assert taken(tmp_path, under=tmp_path) == []


def test_links_to_folders_are_not_followed_in_circles(tmp_path: Path) -> None:
    tree(tmp_path, "a.pdf", "x/b.pdf")
    (tmp_path / "x" / "circle").symlink_to(tmp_path)
    assert taken(tmp_path, under=tmp_path) == ["a.pdf", "x/b.pdf"]


def test_a_collection_is_not_added_to_a_collection(tmp_path: Path) -> None:
    """«opis add .» in the folder that holds the collection takes the scans beside it."""
    tree(tmp_path, "a.pdf")
    create_collection(tmp_path / "collection")
    assert taken(tmp_path, under=tmp_path) == ["a.pdf"]
    assert taken(tmp_path / "collection", under=tmp_path) == ["!collection"]


def test_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", forbidden)
    ((_, error),) = candidates([tmp_path])
    assert isinstance(error, InputFailed)
    assert "Permission denied" in str(error)


# digests


def test_a_document_is_named_by_its_content(tmp_path: Path) -> None:
    one, two = tree(tmp_path, "1.jpg", "2.jpg").iterdir()
    sums = digests(Candidate(tmp_path, (one, two), None))
    assert sums == (digest(one), digest(two))
    assert content_digest(sums[:1]) == digest(one)
    assert len({content_digest(sums), content_digest(sums[::-1]), *sums}) == 4


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "пусто.pdf"
    path.touch()
    with pytest.raises(InputFailed, match=r"пусто\.pdf» is empty"):
        digests(Candidate(path, (path,), None))


def test_a_file_that_went_away_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "было.pdf"
    with pytest.raises(InputFailed, match="cannot be read"):
        digests(Candidate(path, (path,), None))
