"""Text layers with the faults that real ones have: readings keep them, searches find the words."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import RUSSIAN, Sheet, Text, pdf

import index
import ingest
from corpus.collection import Collection, create_collection
from corpus.reading import Reading
from index.answer import Request
from ingest import reader
from ingest.compose import Piece
from ingest.glued import parted

LINES = (
    "П О С Т А Н О В Л Е Н И Е",
    "о переводе закл\u00adюченных в лагeрь",  # a soft hyphen; a Latin e
    "Қарағaнды oблысы, жұмыс iстеді",  # Latin a, o and i
    "АбдрахмановСейткали1897Акмолинск58-10лет10Бухгалтер",  # cells of a table
    *RUSSIAN,
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pdf(tmp_path_factory.mktemp("scans") / "дело.pdf", Sheet((Text(LINES, size=9),)))


@pytest.fixture(scope="module")
def collection(path: Path) -> Collection:
    made = create_collection(path.parent / "collection")
    ingest.add(made, [path], workers=1)
    return made


def test_the_reading_is_as_the_file_has_it(path: Path) -> None:
    reading: Reading = reader.read_page(path, 1).reading
    for line in LINES:
        assert line.replace("\u00ad", "") in reading.text


@pytest.mark.parametrize(
    "query",
    [
        "постановление",
        "заключённый",
        "лагерь",
        "Қарағанды",
        "область OR облыс",
        "істеді",
        "бухгалтер",
        "Акмолинск",
        "Абдрахманов",
        "1897",
    ],
)
def test_the_words_are_found(collection: Collection, query: str) -> None:
    assert index.search(collection, Request(query=query)).documents == 1


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("АбдрахмановСейткали1897Акмолинск", ("Абдрахманов Сейткали 1897 Акмолинск",)),
        ("исправительно-трудовой", ()),
        ("КарЛАГ", ()),
        ("СреднеАзиатский", ()),
        ("достопримечательностями", ()),
    ],
)
def test_only_words_with_several_seams_are_several(word: str, parts: tuple[str, ...]) -> None:
    assert parted(Piece(word)).alternatives == parts
