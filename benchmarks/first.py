"""Which pages dictionary-form queries find on real scans and the seed, beside the truth.

``scripts/bench first`` prints the table; ``tests/quality/test_first.py`` holds its floors. Input:
the light pages of ``../shared/ocr`` with their true texts, and the seed text.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

import ingest
from corpus import documents, pages
from corpus.access import Role
from corpus.collection import Collection, create_collection
from index import Request, page_hits, search

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
QUERIES = ROOT / "tests" / "quality" / "first_queries.tsv"


@dataclass(frozen=True, slots=True)
class Row:
    """One query: pages that hold a form of it and those found; hits that should be and are.

    ``forms_expected`` are its inflected forms in the true texts, ``forms_found`` those lit.
    """

    language: str
    query: str
    expected: frozenset[str]
    found: frozenset[str]
    words_expected: int
    words_found: int
    forms_expected: frozenset[str]
    forms_found: frozenset[str]


def light_collection(folder: Path) -> Collection:
    """A collection of the light pages and the seed text, read by OCR."""
    collection = create_collection(folder)
    scans = sorted((SHARED / "ocr" / "pages").glob("*light200.jpg"))
    report = ingest.add(collection, [*scans, SHARED / "seed"], workers=2)
    if report.failed:
        raise RuntimeError(str(report.failed))
    return collection


def truth() -> dict[str, str]:
    """True text by name of the original, line-end hyphens joined."""
    texts = {}
    for path in sorted((SHARED / "ocr" / "pages").glob("*light200.jpg")):
        page = path.name.split("__")[0]
        texts[path.name] = (SHARED / "ocr" / "truth" / f"{page}.txt").read_text(encoding="utf-8")
    for path in (SHARED / "seed").glob("*.txt"):
        texts[path.name] = path.read_text(encoding="utf-8")
    return texts


def measure(collection: Collection, texts: Mapping[str, str]) -> list[Row]:
    """Ask every query of the table and hold the answers against the true texts."""
    with collection.catalogue() as database:
        names = {d.id: d.source_name for d in documents.listed(database, Role.PUBLIC)}
    rows = []
    for language, query, pattern in _queries():
        forms = re.compile(pattern)
        words = {
            name: [w for w in _words(text) if forms.fullmatch(w)]
            for name, text in texts.items()
            if language in _languages(name)
        }
        request = Request(query=query, language=language, limit=len(texts))
        answer = search(collection, request)
        lit = [
            word
            for result in answer.hits
            for page in result.pages
            for hit in page_hits(collection, request, result.document, page)
            for word in _words(hit.text)
        ]
        rows.append(
            Row(
                language,
                query,
                frozenset(name for name, found in words.items() if found),
                frozenset(names[result.document] for result in answer.hits),
                sum(map(len, words.values())),
                sum(bool(forms.fullmatch(word)) for word in lit),
                frozenset().union(*words.values()) - {_plain(query)},
                frozenset(filter(forms.fullmatch, lit)) - {_plain(query)},
            )
        )
    return rows


def character_error(collection: Collection, texts: Mapping[str, str]) -> dict[str, float]:
    """Character error rate of every scan, white space folded: edits by length of the truth."""
    out = {}
    with collection.catalogue() as database:
        for document in documents.listed(database, Role.PUBLIC):
            if document.source_name.endswith(".jpg"):
                [page] = pages.of(database, document.id)
                got = _folded(pages.reading(database, page.reading or 0).text)
                want = _folded(texts[document.source_name])
                out[document.source_name] = Levenshtein.distance(got, want) / len(want)
    return out


def recall(rows: list[Row], language: str) -> float:
    """Share of (query, page) pairs of a language that were found."""
    mine = [row for row in rows if row.language == language]
    return sum(len(r.expected & r.found) for r in mine) / sum(len(r.expected) for r in mine)


def inflected(rows: list[Row], language: str) -> float:
    """Share of the inflected forms of a language's queries that were lit."""
    mine = [row for row in rows if row.language == language]
    expected = sum(len(r.forms_expected) for r in mine)
    return sum(len(r.forms_expected & r.forms_found) for r in mine) / expected


def _queries() -> Iterator[tuple[str, str, str]]:
    for line in QUERIES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, query, pattern = line.split("\t")
            yield language, query, pattern


def _languages(name: str) -> set[str]:
    """The languages of an original: a scan's stands in its name, the seed has two."""
    return {name.split("_")[1]} if name.startswith("p") else {"ru", "ky"}


def _plain(text: str) -> str:
    text = re.sub(r"[-\u00ad¬]\s*\n\s*", "", text.casefold())
    return text.replace("ё", "е")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", _plain(text))


_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "—": "-", "–": "-",
                         "№": "N"})  # fmt: skip


def _folded(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())


def main() -> None:
    """Print the tables."""
    if not SHARED.is_dir():
        sys.exit("../shared is not here: nothing to measure")
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        collection = light_collection(Path(folder) / "collection")
        print(f"8 originals added in {time.monotonic() - started:.1f} s, 2 workers")
        texts = truth()
        rows = measure(collection, texts)
        print(f"{'':3}{'query':24}{'pages':>9}{'hits':>9}  missing")
        for r in rows:
            missing = ", ".join(
                sorted(r.expected - r.found) + sorted(r.forms_expected - r.forms_found)
            )
            found = f"{len(r.expected & r.found)}/{len(r.expected)}"
            hits = f"{r.words_found}/{r.words_expected}"
            print(f"{r.language:3}{r.query:24}{found:>9}{hits:>9}  {missing}")
        for language in ("ru", "kk", "ky"):
            print(
                f"{language}: pages found {recall(rows, language):.1%}, "
                f"inflected forms lit {inflected(rows, language):.1%}"
            )
        errors = character_error(collection, texts)
        for name, error in errors.items():
            print(f"CER {name:32}{error:7.2%}")
        print(f"CER mean {sum(errors.values()) / len(errors):.2%}")


if __name__ == "__main__":
    main()
