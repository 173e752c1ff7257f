"""A synthetic collection: invented documents, the same in every run, with what may go wrong.

The words of a page are drawn from words.tsv; among them stand dates, figures and references in
many spellings, words that a line end or a page end divides, numbers of pages that are no part of
the text, running titles, readings with alternatives and corrections. Documents are described, dated
and open in many ways.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

from corpus import documents, pages
from corpus.catalogue import Database
from corpus.corrections import rewritten
from corpus.description import read_description
from corpus.documents import Original, PageSource
from corpus.reading import Line, Reading, Source, Word

WORDS = Path(__file__).with_name("words.tsv")
#: documents of words, and after them those of names
DOCUMENTS, OF_PEOPLE = 60, 10

#: what stands on a page besides words: language of its line, what is written
OTHERS = (
    ("ru", "17.IX.1931"), ("ru", "17 сентября 1931 г."), ("ru", "17/IX-31 г."),
    ("ru", "17.09.1931"), ("ru", "6 августа 1941 года"), ("ru", "06.08.1941"),
    ("ru", "№ 00447"), ("ru", "Ф. 393. Оп. 2. Д. 15"), ("ru", "ст. 58-10"),
    ("ru", "ХУП съезд"), ("ru", "П Р И К А З"), ("ru", "РЕЖИМ И ОХРАНА"), ("ru", "7/8"),
    ("kk", "1931 жылғы 17 қыркүйек"), ("kk", "1941 жылғы 6 тамыз"), ("kk", "708-қ., 1-т."),
    ("ky", "1931-ж. 17-сентябрь"), ("ky", "1941-жылдын 6-августу"), ("en", "17 September 1931"),
)  # fmt: skip
DATES = (
    "1931", "1932", "17.09.1931", "1938/1942", "1941-08", "1941", "195X", "../1930", "1937",
    "до 1940 г.", None,
)  # fmt: skip
KINDS = ("приказ", "отчёт", "письмо", "постановление", "книга", None)
REFERENCES = (
    "ГА РФ. Ф. Р-9414. Оп. 1. Д. 1155", "ГА РФ. Ф. Р-9414. Оп. 1. Д. 2", "ГА РФ. Ф. 393",
    "ЦГА РК. Ф. 1109. Оп. 2. Д. 47", "ЦГА РК. Ф. 708. Оп. 1", "КР БМА. Ф. 105. Оп. 4. Д. 77",
    "Ф. 393. Оп. 2. Д. 15", None,
)  # fmt: skip
ACCESS: tuple[dict[str, str], ...] = (
    {}, {}, {}, {}, {}, {"access": "reading-room"}, {"access": "description"},
    {"access": "hidden"}, {"access": "hidden", "opens": "2000-01-01"},
    {"access": "reading-room", "opens": "2999-01-01"},
)  # fmt: skip
AUTHORS = ("Ежов Н. И.", "С. Н. Иванов", "Рысқұлов Т.", "управление лагеря", "Бедин", None, None)
ADDRESSEES = ("начальнику лагеря", "НКВД", "Иванову С. Н.", None, None, None)
TITLES = (
    "приказ о режиме",
    "Отчёт лагеря",
    "еңбек туралы қаулы",
    "труд заключённых",
    "о хлебе",
    "",
)
#: leaves that the pages of a document show, as many as there are pages; a cover shows none
LEAVES = ("1", "1 об.", "2, 2 об.", "3", "15а", "15а об.", "", "16")
#: people as texts name them
PEOPLE = (
    "Иванов С. Н.", "Иванова С.Н.", "С. Н. Иванову", "С. Иванов", "Иванов С.", "Иванов А. Б.",
    "Иванов Сергей Николаевич", "Сергею Николаевичу Иванову", "Семён Никитич Иванов",
    "Иванов Сергей", "Ежов Н. И.", "Ежову Николаю Ивановичу", "Николай Ежов", "Н. Ежов",
    "Петрова А. И.", "Анна Ильинична Петрова", "Петровой Анне Ивановне", "А. И. Петрова",
    "Рысқұлов Т.", "Т. Рысқұлов", "Турара Рыскуловича",
)  # fmt: skip
SOURCES = (Source.OCR, Source.OCR, Source.TEXT, Source.TEXT_LAYER, Source.CORRECTED)
#: languages of documents: of most of their lines, and of the others
LANGUAGES = (
    ("ru",), ("ru",), ("ru",), ("kk",), ("ky",), ("en",), ("ru", "kk"), ("ru", "ky"),
    ("kk", "ru"), ("ky", "ru"), ("ru", "en"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """A document: the keys of its description, and its pages; None is one without a reading."""

    keys: dict[str, Any]
    readings: Sequence[Reading | None]


def vocabulary() -> dict[str, list[list[str]]]:
    """For each language its words, each as its forms."""
    out: dict[str, list[list[str]]] = defaultdict(list)
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, forms = line.split("\t")
            out[language].append(forms.split())
    return dict(out)


VOCABULARY = vocabulary()


def collection() -> list[Given]:
    """All documents."""
    of_words = [_document(number) for number in range(DOCUMENTS)]
    return of_words + [_of_people(DOCUMENTS + number) for number in range(OF_PEOPLE)]


def _of_people(number: int) -> Given:
    """A document of names among words, divided by line ends and page ends wherever they come."""
    chance = random.Random(f"people {number}")
    said: list[str] = []
    for _ in range(30):
        said += chance.choice(PEOPLE).split()
        said += [_written(chance, "ru") for _ in range(chance.randrange(3))]
    ends = [len(said) * n // 4 + chance.randrange(-4, 5) for n in (1, 2, 3)]
    readings = []
    for first, last in pairwise([0, *ends, len(said)]):
        breaks = [0, *sorted(chance.sample(range(1, last - first), 3)), last - first]
        own = [" ".join(said[first:last][a:b]) for a, b in pairwise(breaks)]
        readings.append(_reading(chance, [(line, "ru", False) for line in own]))
    reference = REFERENCES[number % len(REFERENCES)]
    keys = {**ACCESS[number % len(ACCESS)], **({"reference": reference} if reference else {})}
    return Given({**keys, **_said(number, len(readings))}, readings)


def _said(number: int, count: int) -> dict[str, Any]:
    """Keys of a description that say who wrote what to whom, and where it lies."""
    chance = random.Random(f"said of {number}")
    out: dict[str, Any] = {}
    for key, values in (("author", AUTHORS), ("addressee", ADDRESSEES)):
        if (value := chance.choice(values)) is not None:
            out[key] = value
    if number % 3:
        out["copy"] = ("подлинник", "копия")[number % 2]
    out["title"] = f"Вымышленный документ {number} {chance.choice(TITLES)}"
    if chance.random() < 0.5:
        first = chance.randrange(len(LEAVES) - count + 1)
        out["leaves"] = list(LEAVES[first:][:count])
    return out


def _document(number: int) -> Given:
    chance = random.Random(f"document {number}")
    keys: dict[str, Any] = dict(ACCESS[number % len(ACCESS)])
    for key, values in (("date", DATES), ("kind", KINDS), ("reference", REFERENCES)):
        if (value := chance.choice(values)) is not None:
            keys[key] = value
    languages = chance.choice(LANGUAGES)
    count = (1, 2, 3, 3, 4)[number % 5]
    readings: list[Reading | None] = []
    begun = ""
    for at in range(count):
        title = "Дело о лагере, том первый" if number % 4 == 1 else ""
        reading, begun = page(chance, languages, begun, title=title, goes_on=at < count - 1)
        unread = number % 17 == 3 and at == 1
        readings.append(None if unread else reading)
    return Given({**keys, **_said(number, count)}, readings)


def page(
    chance: random.Random,
    languages: Sequence[str],
    begun: str = "",
    *,
    title: str = "",
    goes_on: bool = False,
) -> tuple[Reading, str]:
    """A page and the rest of a word that its end divides, which the next one begins with.

    ``begun`` is what this one begins with, ``title`` a running title above that.
    """
    lines: list[tuple[str, str | None, bool]] = []
    number = f"- {chance.randrange(1, 30)} -"
    if chance.random() < 0.15:
        lines.append((number, None, True))
    for _ in range(chance.randrange(1, 8)):
        own = languages[0] if chance.random() < 0.7 else chance.choice(languages)
        language: str | None = own
        words = [_written(chance, own) for _ in range(chance.randrange(2, 9))]
        if begun:
            words, begun = [begun, *words], ""
        if chance.random() < 0.06:
            language, words = None, ["Lorem", "ipsum", words[0]]
        lines.append((" ".join(words), language, False))
    rest = ""
    if goes_on and chance.random() < 0.5:
        word = chance.choice([w for w in VOCABULARY[languages[0]] if len(w[-1]) > 5])[-1]
        half = len(word) // 2
        lines[-1] = (f"{lines[-1][0]} {word[:half]}-", lines[-1][1], False)
        rest = word[half:]
    if chance.random() < 0.25:
        lines.append((number, None, True))
    laid = _divided(chance, lines)
    return _reading(chance, [(title, "ru", False), *laid] if title else laid), rest


def _written(chance: random.Random, language: str) -> str:
    if chance.random() < 0.07:
        own = [text for code, text in OTHERS if code == language]
        return chance.choice(own)
    # few words are frequent, most are rare
    words = VOCABULARY[language]
    forms = words[min(int(chance.expovariate(0.12)), len(words) - 1)]
    return chance.choice(forms)


def _divided(
    chance: random.Random, lines: Sequence[tuple[str, str | None, bool]]
) -> list[tuple[str, str | None, bool]]:
    """The lines, some of them ending in a word that goes on in the next one."""
    out = list(lines)
    for i in range(len(out) - 1):
        (one, language, apart), (other, code, behind) = out[i : i + 2]
        head, _, word = one.rpartition(" ")
        long = head and word.isalpha() and len(word) > 6
        if long and not apart and not behind and chance.random() < 0.5:
            out[i] = (f"{head} {word[:4]}-", language, apart)
            out[i + 1] = (f"{word[4:]} {other}", code, behind)
    return out


def _reading(chance: random.Random, lines: Sequence[tuple[str, str | None, bool]]) -> Reading:
    text = "\n".join(line for line, _, _ in lines)
    laid, words, at = [], [], 0
    source = chance.choice(SOURCES)
    for line, language, apart in lines:
        laid.append(Line(at, at + len(line), language, apart))
        start = at
        for chunk in line.split(" "):
            if source is Source.OCR and chunk.isalpha() and chance.random() < 0.15:
                other = chance.choice(chance.choice(VOCABULARY[language or "ru"]))
                words.append(Word(start, start + len(chunk), (), 0.5, (other,)))
            start += len(chunk) + 1
        at += len(line) + 1
    sure = (None, 0.97, 0.6)[len(text) % 3] if source is Source.OCR else None
    return Reading(text, tuple(words), tuple(laid), source, confidence=sure)


def enter(database: Database, number: int, given: Given) -> str:
    """Put a document into the catalogue, its pages without their readings; return its id."""
    sha256 = hashlib.sha256(f"synthetic {number}".encode()).hexdigest()
    identity = f"d{number * 7919 % 997:04d}"  # another order than that in which they came
    count = len(given.readings)
    with database.transaction():
        documents.enter_original(database, Original(sha256, "text/plain", 1, count))
        sources = [PageSource(sha256, n + 1) for n in range(count)]
        # some in the same second as others, as where many are added at once
        with patch("corpus.documents.now", lambda: f"2026-01-01T00:00:{number // 3:02}Z"):
            about = read_description(given.keys)
            documents.insert(database, identity, about, f"{number}.txt", sources)
    return identity


def fill(database: Database, given: Sequence[Given]) -> None:
    """Put a whole collection into the catalogue."""
    for number, document in enumerate(given):
        identity = enter(database, number, document)
        for own, reading in zip(pages.of(database, identity), document.readings, strict=True):
            if reading is not None:
                pages.store_reading(database, own.id, reading)
                if reading.words and len(reading.text) % 2:  # somebody has corrected a word
                    (word, *_) = reading.words
                    other = rewritten(reading, word.start, word.end, word.alternatives[0])
                    pages.store_reading(database, own.id, other)
