from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadDescription, BadUse
from ingest.sidecar import Part, check_cover, read_sidecar, sidecar_of

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(f'*{old}' for _ in range(9))}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def sidecar(folder: Path, content: str | bytes) -> Path:
    path = folder / "дело_15.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_every_value_is_read_as_it_was_written(tmp_path: Path) -> None:
    (part,) = read_sidecar(
        sidecar(tmp_path, "title: on\nfonds: 007\nfile: 1_000\ndate: 1931-09-17")
    )
    d = part.description
    assert (d.title, d.reference.fonds, d.reference.file) == ("on", "007", "1_000")
    assert str(d.date) == "1931-09-17"


def test_several_documents_in_one_original(tmp_path: Path) -> None:
    parts = read_sidecar(
        sidecar(
            tmp_path,
            """
            archive: ГА РФ
            fonds: 1
            documents:
              - {pages: 1-2, title: Приказ, file: 2}
              - {pages: 3, title: Письмо, file: 3, fonds: 9}
            """,
        )
    )
    assert [(p.first, p.last, p.description.title) for p in parts] == [
        (1, 2, "Приказ"),
        (3, 3, "Письмо"),
    ]
    assert [str(p.description.reference) for p in parts] == [
        "ГА РФ. Ф. 1. Д. 2.",
        "ГА РФ. Ф. 9. Д. 3.",
    ]


def test_a_description_for_all_stands_where_the_own_is_silent(tmp_path: Path) -> None:
    path = sidecar(tmp_path, "title: Приказ\nfonds: 2")
    (part,) = read_sidecar(path, {"archive": "ГА РФ", "fonds": "1"})
    assert str(part.description.reference) == "ГА РФ. Ф. 2."
    assert read_sidecar(None, {"title": "Все"})[0].description.title == "Все"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title: [приказ", "is not YAML (line 1)"),
        ("title: Приказ: о режиме", "is not YAML (line 1)"),
        ("title: a\n\tfile: b", "is not YAML (line 2)"),
        ("просто текст", "no «key: value» lines"),
        ("- a\n- b", "no «key: value» lines"),
        ("", "no «key: value» lines"),
        ("colour: red", "colour"),
        ("date: вчера", "вчера"),
        (BOMB, "refers to itself"),
        ("a: &a [*a]", "refers to itself"),
        ("[" * 100_000, "lists within lists"),
        ("a: " * 100_000, "is not YAML"),
        ("title: " + "а" * (1 << 20), "too long"),
        ("название: Приказ".encode("cp1251"), "save it again as UTF-8"),
        ("documents: все", "not a list of descriptions"),
        ("documents: []", "not a list of descriptions"),
        ("documents: [Приказ]", "not a list of descriptions"),
        ("documents: [{title: Приказ}]", "lacks its «pages»"),
        ("documents: [{pages: 2-1}]", "lacks its «pages»"),
        ("documents: [{pages: 0}]", "lacks its «pages»"),
        ("documents: [{pages: первая}]", "lacks its «pages»"),
        ("documents: [{pages: [1, 2]}]", "lacks its «pages»"),
        ("documents: [{pages: 1, documents: []}]", "documents"),
    ],
)
def test_a_bad_sidecar_is_refused_with_reason_and_remedy(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    with pytest.raises(BadUse) as refused:
        read_sidecar(sidecar(tmp_path, content))
    assert said in str(refused.value)
    assert str(refused.value.remedy)
    assert len(str(refused.value)) < 300


def test_a_sidecar_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadDescription, match="cannot be read"):
        read_sidecar(tmp_path / "нет.yaml")


def test_half_a_character_in_a_title_is_replaced(tmp_path: Path) -> None:
    (part,) = read_sidecar(sidecar(tmp_path, r'title: "a \ud800 b"'))
    assert part.description.title.encode()


@given(st.text(alphabet="abдат: -[]{}&*!|>'\"\n#%@`?,1") | st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes
) -> None:
    try:
        read_sidecar(sidecar(tmp_path_factory.getbasetemp(), content))
    except BadUse as error:
        assert str(error)


# which sidecar belongs to which scan


@pytest.mark.parametrize(
    ("scan", "beside", "found"),
    [
        ("дело_15.pdf", "дело_15.yaml", True),
        ("дело_15.pdf", "дело_15.yml", True),
        ("дело_15.pdf", "дело_15.pdf.yaml", True),
        ("дело_15.pdf", "дело_16.yaml", False),
        ("дело 15. Том 2.pdf", "дело 15. Том 2.yaml", True),
        ("без точки", "без точки.yaml", True),
    ],
)
def test_the_sidecar_of_a_scan(tmp_path: Path, scan: str, beside: str, found: bool) -> None:
    (tmp_path / scan).touch()
    (tmp_path / beside).touch()
    assert sidecar_of(tmp_path / scan) == (tmp_path / beside if found else None)


def test_a_sidecar_has_no_sidecar(tmp_path: Path) -> None:
    (tmp_path / "дело.yaml").touch()
    assert sidecar_of(tmp_path / "дело.yaml") is None


def test_a_name_too_long_for_a_sidecar_has_none(tmp_path: Path) -> None:
    scan = tmp_path / ("д" * 125 + ".txt")  # 254 bytes; «.yaml» behind it would be too much
    scan.touch()
    assert sidecar_of(scan) is None


# pages of an original in documents


def cover(*ranges: tuple[int, int] | None) -> list[Part]:
    (whole,) = read_sidecar(None)
    return [Part(whole.description, *(r or (None, None))) for r in ranges]


@pytest.mark.parametrize(
    ("ranges", "pages"),
    [([None], 3), ([(1, 3)], 3), ([(1, 1), (2, 3)], 3), ([(2, 3), (1, 1)], 3)],
)
def test_every_page_stands_in_one_document(
    ranges: list[tuple[int, int] | None], pages: int
) -> None:
    check_cover(cover(*ranges), pages, "дело.pdf")


@pytest.mark.parametrize(
    ("ranges", "pages", "said"),
    [
        ([(1, 2)], 3, "page 3 stands in 0 documents"),
        ([(2, 3)], 3, "page 1 stands in 0 documents"),
        ([(1, 2), (2, 3)], 3, "page 2 stands in 2 documents"),
        ([(1, 4)], 3, "page 4 stands in 1 documents"),
        ([(1, 3), (7, 9)], 3, "page 9 stands in 1 documents"),
        ([(1, 999_999)] * 3, 3, "page 1 stands in 3 documents"),
    ],
)
def test_a_page_in_no_document_or_in_two(
    ranges: list[tuple[int, int] | None], pages: int, said: str
) -> None:
    with pytest.raises(BadDescription, match=said):
        check_cover(cover(*ranges), pages, "дело.pdf")
