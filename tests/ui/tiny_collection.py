"""A collection of a few invented pages, real down to the index, for tests of the pages.

Words are bars of ink at known places on sheets that were scanned askew, so that a test can say
where a hit must be lit without any font or OCR.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageDraw

import index
from corpus import documents, pages
from corpus.collection import Collection, create_collection
from corpus.description import read_description
from corpus.documents import Original, PageSource
from corpus.reading import Line, Point, Quad, Reading, Source, Word, join_parts, line_spans
from ingest.pageimage import image_path

WIDTH, HEIGHT = 1000, 1414
ASKEW = math.radians(2.5)
HOSTILE = '<img src=x onerror="document.title=1"> <style>body{display:none}</style>'
#: words that OCR was not sure of, and how sure it was
SURE = {"Анама": 0.85, "хат": 0.6, "Лагерьде": 0.65}

#: document id → description, language and pages; None is a page that nobody has read
DOCUMENTS: dict[str, tuple[dict[str, str], str, list[str | None]]] = {
    "dorder": (
        {
            "title": "Приказ о работах в лагере",
            "kind": "order",
            "reference": "Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 14, 14 об., 15",
            "date": "14.10.1936",
        },
        "ru",
        [
            "О РАБОТАХ В ЛАГЕРЕ\nВывести на работы заключенных лагеря,\nзанятых в обслуге.",
            None,
            "Начальнику лагеря к первому числу\nсписок рабочих осво-\nбожденных.",
        ],
    ),
    "dletter": (
        {
            "title": "Ақмоладан келген хат",
            "kind": "letter",
            "reference": "Учебный архив. Ф. 22. Оп. 2. Д. 6. Л. 1",
            "date": "1939/1941",
        },
        "kk",
        ["Анама хат жаздым.\nЛагерьде еңбек ауыр, адамдар көп."],
    ),
    "dmemoir": (
        {"title": "Эскерүүлөр", "kind": "memoir"},
        "ky",
        ["Эмгек лагеринде адамдар көп эле.", f"Белги: {HOSTILE}"],
    ),
    "droom": (
        {
            "title": "Личное дело",
            "kind": "personal-file",
            "reference": "Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 17",
            "access": "reading-room",
            "date": "1937",
        },
        "ru",
        ["Заключенный лагеря, секретная запись."],
    ),
    "dhidden": (
        {"title": "Тайное дело", "access": "hidden"},
        "ru",
        ["Лагерь, о котором нельзя знать."],
    ),
}

#: documents that name places and a camp; the last is not for everybody
PLACES: dict[str, tuple[dict[str, str], str, list[str | None]]] = {
    "dfirst": (
        {"title": "Первая справка", "date": "1937"},
        "ru",
        ["Справка о снабжении города Караганды\nи города Алма-Аты из города Москвы."],
    ),
    "dsecond": (
        {"title": "Вторая справка", "date": "1938"},
        "ru",
        ["Справка: этапы идут из города Караганды в Карлаг\nи в Карагандинскую область."],
    ),
    "dletter": (
        {"title": "Письмо", "date": "1940"},
        "ru",
        ["Письмо отправлено из города Ош."],
    ),
    "dthird": (
        {"title": "Третья справка", "date": "1939", "access": "reading-room"},
        "ru",
        ["Справка о работах в городе Балхаше и в городе Караганде."],
    ),
}


def build(
    folder: Path, given: Mapping[str, tuple[dict[str, str], str, list[str | None]]] = DOCUMENTS
) -> Collection:
    """Make the collection in ``folder`` with its page images and its index."""
    collection = create_collection(folder)
    with collection.catalogue() as catalogue:
        for name, (description, language, texts) in given.items():
            original = hashlib.sha256(name.encode()).hexdigest()
            with catalogue.transaction():
                documents.enter_original(
                    catalogue, Original(original, "application/pdf", 1, len(texts))
                )
                documents.insert(
                    catalogue,
                    name,
                    read_description(description),
                    f"{name}.pdf",
                    [PageSource(original, n) for n in range(1, len(texts) + 1)],
                )
            for page, text in zip(pages.of(catalogue, name), texts, strict=True):
                born_as_text = name == "dmemoir"
                layer = unread() if text is None else read(text, language, scanned=not born_as_text)
                size = (0, 0) if born_as_text else (WIDTH, HEIGHT)
                pages.store_reading(catalogue, page.id, layer, *size)
                if not born_as_text:
                    draw(layer, image_path(collection, page), (WIDTH, HEIGHT))
                    draw(layer, image_path(collection, page, "thumb"), (226, 320))
    index.build(collection)
    return collection


def unread() -> Reading:
    """What stands for a page that no model reads."""
    return Reading("", source=Source.UNREAD, reason="Nothing was found to read on the page.")


def read(text: str, language: str, *, scanned: bool = True) -> Reading:
    """The reading of a page set in lines of equal letters, askew if it was scanned."""
    words = []
    for row, (start, end) in enumerate(line_spans(text)):
        for m in re.finditer(r"\S+", text[start:end]):
            place = (quad(m.start(), m.end(), row),) if scanned else ()
            sure = SURE.get(m.group()) if scanned else None
            words.append(Word(start + m.start(), start + m.end(), place, sure))
    lines = tuple(Line(start, end, language) for start, end in line_spans(text))
    return Reading(text, join_parts(text, words), lines, Source.OCR if scanned else Source.TEXT)


def quad(first: int, last: int, row: int) -> Quad:
    """Where the letters ``first`` to ``last`` (exclusive) of line ``row`` stand on the scan."""
    left, right, top = 0.1 + first * 0.018, 0.1 + last * 0.018, 0.1 + row * 0.04
    x0, y0, x1, y1 = left, top, right - 0.003, top + 0.02
    return (turned(x0, y0), turned(x1, y0), turned(x1, y1), turned(x0, y1))


def turned(x: float, y: float) -> Point:
    """A point of the sheet after it was laid askew on the scanner."""
    dx, dy = (x - 0.5) * WIDTH, (y - 0.5) * HEIGHT
    sin, cos = math.sin(ASKEW), math.cos(ASKEW)
    return (0.5 + (dx * cos - dy * sin) / WIDTH, 0.5 + (dx * sin + dy * cos) / HEIGHT)


def draw(reading: Reading, target: Path, size: tuple[int, int]) -> None:
    """Draw the page: paper, and a bar of ink for each word."""
    sheet = Image.new("RGB", size, (238, 231, 212))
    pen = ImageDraw.Draw(sheet)
    for word in reading.words:
        for place in word.quads:
            pen.polygon([(x * size[0], y * size[1]) for x, y in place], fill=(52, 46, 44))
    target.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(target, "JPEG", quality=85)
