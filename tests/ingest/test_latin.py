from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest import ocr
from ingest.latin import looks_latin, with_latin
from ingest.picture import Picture, as_pixels
from ingest.secondlook import Seen

FONT = Path("/usr/share/fonts/truetype/paratype/PTF55F.ttf")

MIXED = (
    "Автор ссылается на работу Conquest, The Great Terror, изданную в Лондоне.",
    "Препараты Streptomycin и Penicillin получены аптекой отделения в марте.",
    "Документы фонда хранятся в Hoover Institution, Stanford, California.",
    "Лагердің әкімшілік орталығы Долинка ауылында болды, онда мектеп салынды.",
)
ENGLISH = (
    "The thesis is concerned with the history of the corrective labour camps",
    "of Kazakhstan. The author used materials of the Central State Archive,",
    "many of which are introduced into scholarly use for the first time.",
)


def line(words: str) -> list[Seen]:
    """Words as the OCR sees them: «слово 97» is surely, «слово 20» hardly a word."""
    parts = words.split()
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [
        Seen(text, int(sure) / 100, (100 * i, 0, 100 * i + 90, 30), 3, 7)
        for i, (text, sure) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("words", "latin"),
    [
        ("работу 97 Тће 88", True),  # no people here has «ћ»
        ("фирмы 97 Ѕіетепѕ 92", True),
        ("марки 93 СаегрШаг 78", True),  # a capital behind small letters
        ("в 93 5(апѓога, 0", True),
        ("и 97 Репісііп 78 получены 97", True),  # «і» in a line that is not Kazakh
        ("Лагердің 80 әкімшілік 85 орталығы 90", False),
        ("бөлім 90 іш 60", False),
        ("следственные 39 дела. 92", False),  # unsure, but Cyrillic
        ("ћарк 97", False),  # sure: a text in Serbian
        ("58-10, 60 1938 40 № 30", False),
    ],
)
def test_a_line_that_the_english_model_must_read(words: str, latin: bool) -> None:
    assert looks_latin(line(words)) == latin


@pytest.mark.parametrize(
    ("cyrillic", "english", "taken"),
    [
        ("работу 97 Тће 88 в 97", "paboty 52 The 96 B 88", "работу The в"),
        ("в 97 Нооуег 92 Саіќогпіа. 55", "B 93 Hoover 97 California. 97", "в Hoover California."),
        ("в 97 Іпѕ(іси(іоп, 3 фонда 93", "B 93 Institution 58 qbouga 20", "в Institution фонда"),
        # what may be Cyrillic is not given up for a guess
        ("статье 18 Тће 88 года 97", "cTatse 69 The 96 rona 30", "статье The года"),
        # hardly a letter is surer in Cyrillic: the line is English, down to «апа»
        ("Тће 88 саѕе 70 апа 96", "The 96 case 96 and 96", "The case and"),
        ("Тће 88", "", "Тће"),
    ],
)
def test_words_are_taken_from_the_model_that_is_surer(
    cyrillic: str, english: str, taken: str
) -> None:
    words = with_latin(line(cyrillic), line(english))
    assert " ".join(word.text for word in words) == taken
    assert {(word.block, word.line) for word in words} == {(3, 7)}


@pytest.mark.ocr
@pytest.mark.skipif(not FONT.is_file(), reason="the font is not installed (see scripts/test)")
@pytest.mark.parametrize("lines", [MIXED, ENGLISH])
def test_latin_words_on_a_page(lines: tuple[str, ...]) -> None:
    sheet = Image.new("L", (1654, 100 + 60 * len(lines)), 245)
    font = ImageFont.truetype(str(FONT), 31)
    for i, text in enumerate(lines):
        ImageDraw.Draw(sheet).text((150, 60 + 55 * i), text, font=font, fill=30)
    reading = ocr.read(Picture(as_pixels(np.asarray(sheet)), 200))
    assert reading.text.replace("\n\n", "\n").split("\n") == list(lines)
    for word in reading.words:  # and they are lit in their places
        [quad] = word.quads
        assert 0.02 < quad[1][0] - quad[0][0] < 0.2 or len(reading.text[word.start : word.end]) < 4
