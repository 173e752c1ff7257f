"""How many dictionary-form queries light a word of another language.

``scripts/bench languages`` prints the figures; ``tests/quality/test_foreign_hits.py`` holds the
floor. Input: the texts of the demo and the true texts of ``../shared/ocr``, whose languages are
known; tests/quality/dictionary_queries.tsv, each asked without saying in which language it is.

A word that is lit is *wrong* if it stands in a text of another language and is not the same word
there, as the table notes it by hand: «лагерь» is the same in Kazakh, «там» is not. So what is
counted is what a reader would call wrong, whether the line was taken for another language, a word
has a look-alike there, or a spelling without «қ» or «ү» has one.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ingest
from benchmarks.first import SHARED
from corpus import documents, pages
from corpus.access import Role
from corpus.collection import Collection, create_collection
from corpus.demo.source import originals
from index import Request, page_hits, search

QUERIES = Path(__file__).parents[1] / "tests" / "quality" / "dictionary_queries.tsv"
#: Texts in two languages: what begins their parts, and the languages from there on.
_PARTS = {
    "06-avtoreferat": {"ТҮЙІН": {"kk"}, "Примечания": {"ru"}},
    "07-habarlandyru": {"ХАБАРЛАНДЫРУ": {"kk"}, "10 февраля": {"ru", "kk"}},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, how many words it lit in its own language or as the same word, and the wrong ones.

    ``wrong`` are pairs of a text's name and the word that is lit there.
    """

    language: str
    query: str
    right: int
    wrong: tuple[tuple[str, str], ...]


def texts() -> dict[str, tuple[str, str]]:
    """Language (of its first part) and text by name; pages are divided by form feeds."""
    found = {}
    for original in originals():
        language = str(original.documents[0].description["language"]).split(",")[0]
        found[original.stem] = (language, "\f".join(page.truth for page in original.pages))
    for path in sorted((SHARED / "ocr" / "truth").glob("*.txt")):
        found[path.stem] = (path.stem.split("_")[1], path.read_text("utf-8"))
    return found


def measure(folder: Path) -> list[Asked]:
    """Ask every query of the table. ``folder`` is an empty one to work in."""
    languages = {}
    scans = folder / "texts"
    scans.mkdir()
    for name, (language, text) in texts().items():
        (scans / f"{name}.txt").write_text(text, "utf-8")
        languages[name] = language
    collection = create_collection(folder / "collection")
    report = ingest.add(collection, [scans], workers=1)
    if report.failed:
        raise RuntimeError(str(report.failed))
    with collection.catalogue() as database:
        names = {d.id: Path(d.source_name).stem for d in documents.listed(database, Role.PUBLIC)}
    with QUERIES.open(encoding="utf-8") as table:
        rows = [*csv.DictReader((r for r in table if not r.startswith("#")), delimiter="\t")]
    return [_asked(collection, row, names, languages) for row in rows]


def _asked(
    collection: Collection, row: dict[str, str], names: dict[str, str], languages: dict[str, str]
) -> Asked:
    same = {row["language"], *row["also"].split()}
    right, wrong = 0, []
    for document, word, of_place in _lit(collection, row["query"], names, languages):
        if of_place & same:
            right += 1
        else:
            wrong.append((document, word))
    return Asked(row["language"], row["query"], right, tuple(wrong))


def _lit(
    collection: Collection, query: str, names: dict[str, str], languages: dict[str, str]
) -> Iterator[tuple[str, str, set[str]]]:
    """Each word lit: the name of its text, the word, the languages of the place."""
    request = Request(query=query, limit=len(names))
    for result in search(collection, request).hits:
        name = names[result.document]
        with collection.catalogue() as database:
            readings = {p.number: p.reading or 0 for p in pages.of(database, result.document)}
            text = {n: pages.reading(database, r).text for n, r in readings.items()}
        for number in result.pages:
            for hit in page_hits(collection, request, result.document, number):
                found = {languages[name]}
                for beginning, of_part in _PARTS.get(name, {}).items():
                    if 0 <= text[number].find(beginning) <= hit.start:
                        found = of_part
                yield name, hit.text, found


def share(asked: list[Asked]) -> float:
    """Share of queries that light a wrong word, 0..1."""
    return sum(bool(a.wrong) for a in asked) / len(asked)


def main() -> None:
    """Print the queries that light a wrong word, and their share."""
    with tempfile.TemporaryDirectory() as folder:
        asked = measure(Path(folder))
    for a in asked:
        if a.wrong:
            words = ", ".join(f"{word} ({name})" for name, word in dict.fromkeys(a.wrong))
            print(f"{a.language} {a.query}: {words}")
    print(f"{share(asked):.1%} of {len(asked)}; {sum(not a.right for a in asked)} find nothing")


if __name__ == "__main__":
    main()
