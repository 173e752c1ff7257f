"""Postings and facts as arrays: what goes in comes out, merged or not, by our way or Whoosh's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.access import Level
from index.answer import NAMED
from index.embedded import arrayfile, facts, merging, postings, ranges, shapes
from index.embedded.arrayfile import DamagedArrays
from index.embedded.committing import MANY, Writer, create, opened, stored
from index.embedded.facts import Facts
from index.embedded.inverting import Inverter
from index.embedded.listing import Listing
from index.embedded.outcome import Chosen
from index.embedded.postings import Postings

Page = list[tuple[str, ...]]

TERMS = st.sampled_from(["xа", "xаб", "xб", "lru:а", "fя", "xабв", "x🐪"])
PAGE = st.lists(st.lists(TERMS, max_size=3, unique=True).map(tuple), max_size=6)
PAGES = st.lists(PAGE, max_size=12)


def inverted(pages: Sequence[Page]) -> Postings:
    inverter = Inverter()
    for page in pages:
        inverter.add(page)
    return Postings(postings.pack([inverter.plain()]))


def naive(pages: Sequence[Page]) -> dict[bytes, dict[int, list[int]]]:
    out: dict[bytes, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, page in enumerate(pages):
        for position, terms in enumerate(page):
            for term in terms:
                out[term.encode()][number].append(position)
    return out


def written(found: Postings) -> dict[bytes, dict[int, list[int]]]:
    out = {}
    for number, term in enumerate(found.terms.all()):
        places = iter(found.positions(number).tolist())
        rows = zip(found.pages(number).tolist(), found.times(number).tolist(), strict=True)
        out[term] = {page: [next(places) for _ in range(times)] for page, times in rows}
    return out


@given(PAGES)
def test_pages_inverted_are_the_postings_of_their_terms(pages: list[Page]) -> None:
    found = inverted(pages)
    assert written(found) == naive(pages)
    assert found.terms.all() == sorted(naive(pages))
    everything = found.plain(range(len(found.terms)))
    assert written(Postings(postings.pack([everything]))) == naive(pages)


@given(st.lists(PAGES, min_size=1, max_size=3), st.data())
def test_postings_of_several_segments_and_the_places_on_some_pages(
    parts: list[list[Page]], data: st.DataObject
) -> None:
    segments, every = [inverted(pages) for pages in parts], [p for pages in parts for p in pages]
    bases = [0, *accumulate(map(len, parts))]
    chosen = np.array([data.draw(st.booleans()) for _ in every], bool)
    for term, spots in naive(every).items():
        found = (
            (own, own.terms.find(term), base) for own, base in zip(segments, bases, strict=False)
        )
        listing = Listing([one for one in found if one[1] >= 0])
        assert dict(zip(listing.rows.tolist(), listing.times.tolist(), strict=True)) == {
            page: len(own) for page, own in spots.items()
        }
        where, positions = listing.places(Chosen.of(chosen))
        expected = [(page, at) for page, own in spots.items() if chosen[page] for at in own]
        assert list(zip(where.tolist(), positions.tolist(), strict=True)) == expected


@given(st.lists(PAGES, min_size=1, max_size=4), st.data(), st.integers(1, 8))
def test_merging_is_inverting_the_live_pages_at_once(
    segments: list[list[Page]], data: st.DataObject, block: int
) -> None:
    live = [np.array([data.draw(st.booleans()) for _ in s], bool) for s in segments]
    with pytest.MonkeyPatch.context() as few:
        few.setattr(merging, "BLOCK", block)
        merged = Postings(postings.pack(merging.merged(list(map(inverted, segments)), live)))
    left = [
        p for s, mask in zip(segments, live, strict=True) for p, m in zip(s, mask, strict=True) if m
    ]
    assert written(merged) == naive(left)


@pytest.mark.parametrize("apart", [1, 300, 70_000])
def test_pages_far_apart_and_words_far_down(apart: int) -> None:
    """Steps of one, two and four bytes; a word that stands 300 times on a page."""
    pages: list[Page] = [[] for _ in range(2 * apart + 1)]
    pages[0] = [("xа",)] * 300
    pages[apart] = [("xа",), ("xб",)]
    pages[2 * apart] = [("xб",), ("xа",)]
    assert written(inverted(pages)) == naive(pages)


def about(key: int, **other: object) -> Facts:
    one = Facts(
        key=key,
        document=f"d{key // 3}",
        number=key % 3 + 1,
        layer=key * 10,
        words=4,
        access=list(Level)[key // 3 % 4],
        opens=date(2030, 1, key // 3 % 28 + 1) if key // 3 % 2 else None,
        facets={
            "language": ("ru", "kk")[: key % 3],
            "kind": ("order\nof two lines",) if key // 3 % 2 else (),
            "decade": ("1930", "1940"),
            "archive": (f"А{key // 3}", f"А{key // 3} › 1"),
            "copy": ("copy",) if key // 3 % 2 else (),
            "quality": ("good",),
            "found_kind": ("order",) if key % 3 == 0 else (),
            "text_source": ("ocr",),
            **{name: (f"{name} {key}", "Ежов Н. И.")[: key % 3] for name in NAMED},
            "unconfirmed": ("place", "place › Долинка")[: key % 2 * 2],
            "author": (f"{key // 3}",),
            "addressee": (),
            "leaf": (f"{key} об.", f"{key + 1}"),
            **{name: (f"{key // 3}",) for name in facts.PARTS},
            **{name: ("xслово", f"x{key // 3}") for name in facts.WORDS.values()},
        },
        years=(1931, 1940 + key // 3) if key // 3 % 3 else None,
        edtf="1931/..",
        reference="0Ф",
        added=f"2026-01-{key // 3:02d}",
    )
    return replace(one, **other)  # type: ignore[arg-type]  # as the fields are


def test_facts_come_out_as_they_went_in() -> None:
    some = [about(key) for key in range(20)]
    arrays = facts.pack(some)
    assert list(facts.unpack(arrays, range(20))) == some
    assert len(arrays["document"]) == 7  # one record a document


def test_facts_merged_are_those_of_the_live_pages() -> None:
    halves = [[about(key) for key in range(9)], [about(key) for key in range(9, 20)]]
    live = [np.arange(9) % 2 == 0, np.arange(11) > 4]
    merged = facts.merged([facts.pack(half) for half in halves], live)
    left = [
        f
        for half, mask in zip(halves, live, strict=True)
        for f, m in zip(half, mask, strict=True)
        if m
    ]
    assert list(facts.unpack(merged, range(len(left)))) == left
    assert len(merged["document"]) == len({f.document for f in left})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create(tmp_path)
    return tmp_path


#: of the words of each page
RANGES = [(0, 6), (7, 8), (400, 406), (407, 408)]


def words(key: int) -> Page:
    return [("xлагерь", "lru:лагерь"), (f"x{key % 4}",), ("xлагере", "lru:лагерь"), ("xи",)]


def arrays_of(folder: Path) -> Iterator[dict[str, list[int]]]:
    for segment in opened(folder)._read_toc().segments:
        arrays = arrayfile.read(segment.path(folder))
        yield {name: array.tolist() for name, array in arrays.items()}


def test_whooshs_own_way_of_adding_gives_the_same_segment(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    create(other)
    ours, whooshs = Writer(folder), Writer(other)
    for key in range(9):
        ours.add_page(words(key), about(key), RANGES)
        whooshs.add_document(terms=words(key), facts=about(key), ranges=RANGES)
    ours.commit()
    whooshs.commit()
    assert list(arrays_of(folder)) == list(arrays_of(other))


def test_small_commits_are_merged_and_nothing_is_lost(folder: Path) -> None:
    for key in range(40):
        writer = Writer(folder)
        writer.add_page(words(key), about(key), RANGES)
        writer.delete_pages([key - 5])
        writer.commit()
    assert sorted(f.key for f in stored(folder)) == list(range(35, 40))
    assert len(list(folder.glob("*.arrays"))) == len(list(arrays_of(folder))) <= MANY


def test_sizes_of_segments_grow_by_the_ladder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embedded.committing.SMALL", 1)
    counts = []
    for key in range(64):
        writer = Writer(folder)
        writer.add_page(words(key), about(key), RANGES)
        writer.commit()
        counts.append(len(list(arrays_of(folder))))
    assert max(counts) <= 9
    assert [f.key for f in sorted(stored(folder), key=lambda f: f.key)] == list(range(64))


def test_a_writer_that_gives_up_leaves_the_last_commit(folder: Path) -> None:
    first = Writer(folder)
    first.add_page(words(1), about(1), RANGES)
    first.commit()
    second = Writer(folder)
    second.add_page(words(2), about(2), RANGES)
    second.delete_pages([1])
    second.cancel()
    assert [f.key for f in stored(folder)] == [1]


@pytest.mark.parametrize("change", ["cut", "a byte", "no header", "empty"])
def test_damage_is_told(folder: Path, change: str) -> None:
    writer = Writer(folder)
    for key in range(9):
        writer.add_page(words(key), about(key), RANGES)
    writer.commit()
    (path,) = folder.glob("*.arrays")
    whole = path.read_bytes()
    first = 8 + int.from_bytes(whole[:8], "little")  # byte of the terms
    damaged = {
        "cut": whole[:-200],
        "a byte": whole[:first] + bytes([whole[first] ^ 1]) + whole[first + 1 :],
        "no header": (50).to_bytes(8, "little") + b"[" * 60,
        "empty": b"",
    }[change]
    path.write_bytes(damaged)
    with pytest.raises(DamagedArrays):
        stored(folder)


@pytest.mark.parametrize(
    ("form", "other", "edits"),
    [
        ("лагерь", "лагеря", 1),
        ("лагерь", "лагрь", 1),
        ("лагерь", "алгерь", 1),
        ("лагерь", "благеря", 2),
    ],
)
def test_shapes_never_leave_out_a_form_within_the_edits(form: str, other: str, edits: int) -> None:
    forms = sorted(["а", "барак", "карагандинский", other])
    found = shapes.alike(shapes.pack(f.encode() for f in forms), form, edits).tolist()
    assert forms.index(other) in found
    assert forms.index("карагандинский") not in found


RANGE_PAGES = st.lists(st.lists(st.integers(0, 300), max_size=8).map(sorted), max_size=6)


@given(RANGE_PAGES, RANGE_PAGES, st.data())
def test_ranges_come_out_as_they_went_in(
    one: list[list[int]], other: list[list[int]], data: st.DataObject
) -> None:
    halves = [[list(pairwise(edges))[::2] for edges in half] for half in (one, other)]
    arrays = [
        ranges.pack(half) | {"words": np.array([len(page) for page in half], np.int32)}
        for half in halves
    ]
    live = [np.array([data.draw(st.booleans()) for _ in half], bool) for half in halves]
    left = [
        p
        for half, mask in zip(halves, live, strict=True)
        for p, m in zip(half, mask, strict=True)
        if m
    ]
    lengths = {"words": np.array([len(page) for page in left], np.int32)}
    merged = ranges.WordRanges(ranges.merged(arrays, live) | lengths)
    assert [[*map(tuple, merged.of(n).tolist())] for n in range(len(left))] == left
