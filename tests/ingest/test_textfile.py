from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InputFailed
from corpus.reading import Source
from ingest import gate, textfile

ORDER = "Приказ: Шаламова перевести в Долинское отделение на общие работы"


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        ("Карлаг".encode(), ["Карлаг"]),
        ("\ufeffКарлаг".encode(), ["Карлаг"]),
        ("Карлаг НКВД".encode("cp1251"), ["Карлаг НКВД"]),
        ((ORDER + "\fл. 2").encode("koi8-r"), [ORDER, "л. 2"]),
        (ORDER.encode("cp866"), [ORDER]),
        (f"л. 1\f{ORDER}".encode("cp866"), ["л. 1", ORDER]),
        (b"\n".join([ORDER.encode("cp1251"), ORDER.encode("cp866")]), [f"{ORDER}\n{ORDER}"]),
        (ORDER.encode().decode("cp1251").encode(), [ORDER]),
        ("Қарағанды".encode("utf-16"), ["Қарағанды"]),
        ("л. 1\r\nл. 2\rл. 3".encode(), ["л. 1\nл. 2\nл. 3"]),
        ("первая\fвторая\f".encode(), ["первая", "вторая"]),
        ("первая\f\fтретья".encode(), ["первая", "", "третья"]),
        (("Долинка " * 20 + "\x00\x07").encode(), ["Долинка " * 20]),
        ("Долинскии\u0306".encode(), ["Долинский"]),
    ],
)
def test_pages_of_a_text(tmp_path: Path, content: bytes, pages: list[str]) -> None:
    path = tmp_path / "выписка.txt"
    path.write_bytes(content)
    numbers = range(1, len(textfile.pages(path)) + 1)
    assert [textfile.read_page(path, number).text for number in numbers] == pages


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [
        ("utf-8", gate.TAKEN.reason),
        ("cp1251", gate.TAKEN.reason),
        ("koi8-r", gate.MENDED["koi8-r"].reason),
        ("cp866", gate.MENDED["cp866"].reason),
    ],
)
def test_in_which_encoding_a_text_was_read_is_kept(
    tmp_path: Path, encoding: str, reason: str
) -> None:
    path = tmp_path / "приказ.txt"
    path.write_bytes(ORDER.encode(encoding))
    assert textfile.read_page(path, 1).reason == reason


def test_words_have_offsets_and_no_place(tmp_path: Path) -> None:
    path = tmp_path / "выписка.txt"
    path.write_text("лист\fв лагерях Кара-\nганды", encoding="utf-8")
    reading = textfile.read_page(path, 2)
    assert reading.source is Source.TEXT and reading.language == "ru"
    assert [reading.text[w.start : w.end] for w in reading.words][-1] == "Кара-\nганды"
    assert not any(w.quads for w in reading.words)


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_page_that_is_not_there(tmp_path: Path, number: int) -> None:
    path = tmp_path / "выписка.txt"
    path.write_text("1\f2")
    with pytest.raises(InputFailed, match="the file has 2"):
        textfile.read_page(path, number)


def test_a_text_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textfile, "MOST_BYTES", 1 << 20)
    path = tmp_path / "всё.txt"
    path.write_bytes(b"a" * (2 << 20))
    with pytest.raises(InputFailed, match=r"too large \(2 MiB\)"):
        textfile.pages(path)


def test_random_bytes_are_no_text() -> None:
    assert textfile.decode(bytes(range(256)) * 8) is None


@given(st.text(alphabet=st.characters(codec="cp1251", exclude_categories=["Cc"])))
def test_what_was_written_in_windows_1251_is_read(text: str) -> None:
    content = text.encode("cp1251")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        assert textfile.decode(content) == text
