"""What ``opis show`` says of proposals by how sure the OCR was of their words."""

import pytest

from corpus.description import Description
from corpus.documents import Document
from corpus.reading import Reading, Word
from corpus.thesaurus import load
from ui.commands.proposed import tell
from ui.proposed import suggestions

DOCUMENT = Document("d1", "document", None, Description(), "приказ.jpg", "2026-01-01T00:00:00Z", 1)
TEXT = "гор. Караганда   17 сентября 1931 г.\n"


@pytest.mark.parametrize(("confidence", "doubted"), [(0.41, True), (0.97, False), (None, False)])
def test_a_date_that_ocr_doubted_says_so(
    confidence: float | None, doubted: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    at = TEXT.index("17")
    reading = Reading(TEXT, (Word(at, at + 2, confidence=confidence),))
    found = suggestions(DOCUMENT, [(1, reading)], load())
    assert {one["key"]: one["confidence"] for one in found} == {"date": confidence, "place": None}
    tell(DOCUMENT, found)
    assert ("41 %" in capsys.readouterr().out) == doubted
