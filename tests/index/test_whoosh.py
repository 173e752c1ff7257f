"""Whoosh's own searcher, over the same segments, finds the same pages as ours."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from test_arrays import about
from whoosh import query as whooshs
from whoosh.index import FileIndex

from index.answer import Request
from index.embedded import snapshot
from index.embedded.committing import Writer, create, opened
from index.embedded.matching import Matcher
from index.embedded.snapshot import Snapshot
from index.query.tree import And, Node, Not, Or, Phrase, Wildcard, Word

QUERIES, PAGES = 200, 300
FORMS = ["лагерь", "лагеря", "лаг", "труд", "и", "в", "барак", "баракам", "указ", "карлаг"]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, FileIndex]:
    """Three segments with deleted pages, read in both ways."""
    folder: Path = tmp_path_factory.mktemp("index")
    create(folder)
    chance = random.Random(4)
    for first in range(0, PAGES, PAGES // 3):
        writer = Writer(folder)
        writer.delete_pages(chance.sample(range(first), first // 10))
        for key in range(first, first + PAGES // 3):
            words = [(f"x{chance.choice(FORMS)}",) for _ in range(chance.randrange(1, 12))]
            ranges = [(n, n + 1) for n in range(len(words))]
            writer.add_page(words, replace(about(key), words=len(words)), ranges)
        writer.commit()
    return snapshot.read(folder, "0001", None), opened(folder)


def queries() -> list[Node]:
    chance = random.Random(5)

    def one(depth: int) -> Node:
        kind = chance.randrange(6) if depth else chance.randrange(3)
        parts = tuple(one(depth - 1) for _ in range(2)) if kind in (3, 4) else ()
        match kind:
            case 0:
                return Word(chance.choice(FORMS), exact=True)
            case 1:
                return Wildcard(chance.choice(["ла*", "ба*", "*аг", "у?аз", "л*р*", "нет*"]))
            case 2:
                words = chance.choices(FORMS, k=chance.randrange(2, 4))
                return Phrase(tuple(Word(word, exact=True) for word in words))
            case 3:
                return And(parts)
            case 4:
                return Or(parts)
            case _:
                return Not(one(depth - 1))

    return [one(n % 4) for n in range(QUERIES)]


def translated(node: Node) -> whooshs.Query:
    match node:
        case Word(text):
            return whooshs.Term("terms", f"x{text}")
        case Wildcard(pattern):
            return whooshs.Wildcard("terms", f"x{pattern}")
        case Phrase(words):
            return whooshs.Phrase("terms", [f"x{word}".replace("=", "") for word in words])
        case And(parts):
            return whooshs.And([translated(part) for part in parts])
        case Or(parts):
            return whooshs.Or([translated(part) for part in parts])
        case Not(part):
            return whooshs.And([whooshs.Every(), whooshs.Not(translated(part))])
        case _:
            raise TypeError(node)


def test_the_same_pages_are_found(both: tuple[Snapshot, FileIndex]) -> None:
    at, index = both
    assert len(at.segments) > 1
    assert not all(at.whole)
    some = 0
    with index.searcher() as searcher:
        for node in queries():
            ours = at.key[Matcher(at, Request()).among(node, at.live).rows].tolist()
            found = searcher.docs_for_query(translated(node))
            theirs = [searcher.stored_fields(number)["facts"].key for number in found]
            assert sorted(ours) == sorted(theirs), str(node)
            some += 0 < len(ours) < at.pages
    assert some > QUERIES // 2  # most tell pages apart


def test_lengths_are_in_words_to_the_last(both: tuple[Snapshot, FileIndex]) -> None:
    """Whoosh counts deleted pages in until their segment is merged."""
    at, index = both
    with index.searcher() as searcher:
        assert searcher.avg_field_length("terms") == pytest.approx(at.words.mean())
        lengths = [searcher.reader().doc_field_length(row, "terms") for row in range(at.rows)]
    assert lengths == at.words.tolist()
