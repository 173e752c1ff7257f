"""The index on servers of OpenSearch: sent document by document, resumable, never strange."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers
from shelves import Shelf

from benchmarks.opensearch.nodes import ask
from corpus import bin as binned
from corpus import dividing, pages
from corpus.catalogue import Database
from corpus.collection import open_collection
from corpus.errors import EngineFailed
from corpus.pages import Page
from corpus.reading import Reading, Source
from index import build, check_index, info, share_built, update
from index.indexed import Indexed, indexed
from index.naming import Naming
from index.opensearch import building, generation, sending, unchanged
from index.opensearch.connecting import Refused, connected
from index.opensearch.generation import current


@pytest.fixture
def shelf(opensearch: str, tmp_path: Path) -> Iterator[Shelf]:
    """A collection whose index is on the server, under a name of its own."""
    name = f"t{secrets.token_hex(8)}"
    yield Shelf(tmp_path, servers.settings(opensearch, name))
    for found in ask(f"{opensearch}/_cat/indices/{name}*?format=json"):
        ask(f"{opensearch}/{found['index']}", method="DELETE")


def versions(shelf: Shelf) -> dict[str, int]:
    """The documents that the index holds, each with the serial of its newest change."""
    found = current(shelf.collection)
    return {} if found is None else dict(building._versions(found))


def stored(shelf: Shelf) -> set[tuple[str, int]]:
    """The pages that the index holds."""
    held = building.held(shelf.collection)
    return {(fact.document, fact.number) for fact in held.stored} if held else set()


def names(shelf: Shelf) -> list[str]:
    own = shelf.collection.settings.opensearch
    return sorted(generation._numbered(connected(shelf.collection), own.index))


def faults(shelf: Shelf) -> list[str]:
    return [finding.what.template for finding in check_index(shelf.collection)]


def put_reading(shelf: Shelf, document: str, page: int, text: str) -> None:
    source = Source.TEXT if text else Source.UNREAD
    with shelf.collection.catalogue() as database:
        found = pages.at(database, document, page)
        assert found is not None
        pages.store_reading(database, found.id, Reading(text, source=source, reason=""))


def test_there_is_no_index_yet(shelf: Shelf) -> None:
    standing = info(shelf.collection)
    assert (standing.engine, standing.generation, standing.current) == ("opensearch", "", False)
    with pytest.raises(EngineFailed, match="no index yet"):
        generation.usable(shelf.collection)
    assert faults(shelf) == ["The collection has no index yet."]


def test_an_index_of_nothing(shelf: Shelf) -> None:
    update(shelf.collection)
    assert info(shelf.collection).current
    assert faults(shelf) == []


def test_what_is_added_is_sent(shelf: Shelf) -> None:
    one, two = shelf.put(({}, ["труд", "лагерь"]), "жұмыс")
    assert stored(shelf) == {(one, 1), (one, 2), (two, 1)}
    before = info(shelf.collection)
    (three,) = shelf.put("еңбек", indexed=False)
    assert not info(shelf.collection).current
    assert "{count} pages have changed since the index was written." in faults(shelf)
    update(shelf.collection)
    after = info(shelf.collection)
    assert (after.generation, after.current) == (before.generation, True)
    assert before.commit != after.commit
    assert three in versions(shelf)
    assert faults(shelf) == []


def test_what_changes_is_sent_whole_and_the_unread_is_taken_away(shelf: Shelf) -> None:
    one, two = shelf.put(({}, ["труд", "лагерь"]), "хлеб")
    put_reading(shelf, one, 2, "")
    put_reading(shelf, two, 1, "")
    update(shelf.collection)
    assert stored(shelf) == {(one, 1)}
    put_reading(shelf, two, 1, "хлеб")
    update(shelf.collection)
    assert stored(shelf) == {(one, 1), (two, 1)}
    assert faults(shelf) == []


def test_documents_whose_pages_have_moved_leave(shelf: Shelf) -> None:
    one, two = shelf.put(({}, ["труд", "лагерь"]), "хлеб")
    with shelf.collection.catalogue() as database:
        made = dividing.merge(database, [one, two])
    update(shelf.collection)
    assert stored(shelf) == {(made.id, 1), (made.id, 2), (made.id, 3)}
    assert faults(shelf) == []


def test_what_is_in_the_bin_leaves_and_comes_back(shelf: Shelf) -> None:
    one, two = shelf.put("труд", "хлеб")
    with shelf.collection.catalogue() as database:
        binned.remove(database, one)
    update(shelf.collection)
    assert stored(shelf) == {(two, 1)}
    with shelf.collection.catalogue() as database:
        binned.restore(database, one)
    update(shelf.collection)
    assert stored(shelf) == {(one, 1), (two, 1)}


def test_building_swaps_a_new_generation_in(shelf: Shelf) -> None:
    shelf.put("труд", "хлеб")
    (first,) = names(shelf)
    build(shelf.collection)
    (second,) = names(shelf)
    assert (first[-4:], second[-4:]) == ("0001", "0002")
    assert info(shelf.collection).generation == second
    assert faults(shelf) == []


@pytest.mark.parametrize("cut", ["in the middle", "before the swap"])
def test_a_build_that_was_cut_off_goes_on(
    shelf: Shelf, cut: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("труд", "хлеб", "лагерь")
    sent = list[str]()
    deliver = sending.Sender.send

    def cut_off(sender: sending.Sender, items: list[sending.Item]) -> None:
        if cut == "in the middle" and sent:
            raise KeyboardInterrupt
        deliver(sender, items)
        sent.extend(item.id for item in items)

    def never(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(building, "BATCH", 1)
        broken.setattr(sending.Sender, "send", cut_off)
        if cut == "before the swap":
            broken.setattr(building, "finish", never)
        with pytest.raises(KeyboardInterrupt):
            build(shelf.collection)
    assert len(names(shelf)) == 2
    assert info(shelf.collection).generation == names(shelf)[0]  # it answers meanwhile
    assert 0 < share_built(shelf.collection) <= 1
    rest = list[str]()

    def noted(sender: sending.Sender, items: list[sending.Item]) -> None:
        deliver(sender, items)
        rest.extend(item.id for item in items)

    monkeypatch.setattr(sending.Sender, "send", noted)
    build(shelf.collection)
    assert info(shelf.collection).generation == names(shelf)[-1]
    assert len(names(shelf)) == 1
    assert len(rest) == 3 - len(sent)
    assert share_built(shelf.collection) == 0
    assert faults(shelf) == []


def test_an_update_that_was_cut_off_is_sent_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = shelf.put("труд")
    put_reading(shelf, one, 1, "хлеб")

    def never(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(generation.Generation, "seen", never)
        with pytest.raises(KeyboardInterrupt):
            update(shelf.collection)
    assert not info(shelf.collection).current
    update(shelf.collection)
    assert info(shelf.collection).current
    assert faults(shelf) == []


def test_a_late_one_never_takes_the_place_of_a_newer(shelf: Shelf) -> None:
    (one,) = shelf.put("труд")
    found = current(shelf.collection)
    assert found is not None
    sender = building._sender(shelf.collection, found)
    with shelf.collection.catalogue() as database:
        (late,) = building._items(shelf.collection, database, [one])
    put_reading(shelf, one, 1, "хлеб")
    update(shelf.collection)
    newer = versions(shelf)
    sender.send([late])
    found.seen(found.serial + 1)
    assert versions(shelf) == newer != {one: late.version}
    with shelf.collection.catalogue() as database:
        binned.remove(database, one)
    update(shelf.collection)
    sender.send([late])  # nor does it bring back what was taken away
    found.seen(found.serial + 2)
    assert versions(shelf) == {}


def test_what_is_missing_is_sent_and_what_is_strange_is_taken_away(shelf: Shelf) -> None:
    one, two = shelf.put("труд", "хлеб")
    found = current(shelf.collection)
    assert found is not None
    held = building.held(shelf.collection)
    client = connected(shelf.collection)
    lost = {"version": versions(shelf)[one], "version_type": "external_gte"}
    client.delete(index=found.name, id=one, params=lost)
    client.index(index=found.name, id="d0", body={"document": "d0", "serial": 1})
    found.seen(found.serial)
    assert faults(shelf) == ["{count} pages that were read are not in the index."]
    before = info(shelf.collection).generation
    assert [one.mended for one in check_index(shelf.collection, repair=True)] == [True]
    assert info(shelf.collection).generation == before  # nothing was built anew
    assert versions(shelf).keys() == {one, two}
    assert building.held(shelf.collection) == held


def test_what_changes_while_it_is_mended_is_not_taken_away(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = shelf.put("труд", "хлеб")
    put_reading(shelf, one, 1, "лагерь")
    monkeypatch.setattr(building, "update", lambda *_: None)  # it came right after that
    building.reconcile(shelf.collection)
    assert versions(shelf).keys() == {one, two}


@pytest.mark.parametrize(
    ("said", "exit_code", "words"),
    [
        ({"schema": 999}, 6, "made by a newer Opis"),
        ({"collection": "another"}, 6, "another collection's"),
    ],
)
def test_a_strange_index_is_neither_written_nor_taken_over_unasked(
    shelf: Shelf, said: dict[str, object], exit_code: int, words: str
) -> None:
    shelf.put("труд")
    found = current(shelf.collection)
    assert found is not None
    found.client.indices.put_mapping(index=found.name, body={"_meta": found.about | said})
    shelf.put("хлеб", indexed=False)
    for refusing in (update, generation.usable, building.held, building.reconcile):
        with pytest.raises(EngineFailed, match=words) as met:
            refusing(shelf.collection)
        assert met.value.exit_code == exit_code
        assert "opis index build" in str(met.value.remedy)
    with pytest.raises(EngineFailed):
        check_index(shelf.collection, repair=True)
    assert words in str(info(shelf.collection).trouble)
    assert names(shelf) == [found.name]
    build(shelf.collection)
    assert info(shelf.collection).current


def test_an_index_of_an_older_opis_is_built_anew(shelf: Shelf) -> None:
    shelf.put("труд")
    found = current(shelf.collection)
    assert found is not None
    found.client.indices.put_mapping(index=found.name, body={"_meta": found.about | {"schema": 0}})
    assert info(shelf.collection).foreign
    assert faults(shelf) == ["The index was made by another version of Opis."]
    with pytest.raises(EngineFailed, match="another version"):
        generation.usable(shelf.collection)
    update(shelf.collection)
    assert info(shelf.collection).current
    assert info(shelf.collection).generation != found.name


def test_a_copy_of_the_collection_does_not_write_the_index(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("труд")
    copy = tmp_path / "copy"
    shelf.collection.path.rename(copy)
    (copy / "index" / generation.IDENTITY).unlink()  # a backup is without its index
    with pytest.raises(EngineFailed, match="another copy of this one"):
        update(open_collection(copy))
    build(open_collection(copy))
    assert info(open_collection(copy)).current


def test_an_index_that_takes_no_pages(shelf: Shelf) -> None:
    """What a server does whose disk has passed the flood stage: it locks its indices."""
    (one,) = shelf.put("труд")
    found = current(shelf.collection)
    assert found is not None
    lock = {"index.blocks.read_only_allow_delete": True}
    found.client.indices.put_settings(index=found.name, body=lock)
    put_reading(shelf, one, 1, "хлеб")
    with pytest.raises(EngineFailed, match="a disk is full") as met:
        update(shelf.collection)
    assert met.value.exit_code == 6
    assert "nothing is lost" in str(met.value.remedy)
    found.client.indices.put_settings(index=found.name, body=dict.fromkeys(lock))
    update(shelf.collection)
    assert faults(shelf) == []


def test_copies_that_are_missing_are_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put("труд")
    found = current(shelf.collection)
    assert found is not None
    found.client.indices.put_settings(index=found.name, body={"index.number_of_replicas": 1})
    shelf.put("хлеб", indexed=False)
    monkeypatch.setattr(sending, "PATIENCE", 0.5)
    with pytest.raises(Refused, match="1 of 2 copies") as met:
        update(shelf.collection)
    assert "all nodes run" in str(met.value.remedy)
    assert not info(shelf.collection).current
    found.client.indices.put_settings(index=found.name, body={"index.number_of_replicas": 0})
    update(shelf.collection)
    assert info(shelf.collection).current


def test_less_is_sent_at_a_time_where_a_server_has_too_much_to_do(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(*[f"труд {n}" for n in range(8)], indexed=False)
    update(shelf.collection)
    found = current(shelf.collection)
    assert found is not None
    sender = building._sender(shelf.collection, found)
    tries = list[int]()
    really = sending.Sender._tried

    def refusing(own: sending.Sender, some: list[sending.Item]) -> object:
        tries.append(len(some))
        if len(some) > 2:
            fault = sending._too_few(0, 1)
            return some, fault
        return really(own, some)

    monkeypatch.setattr(sending.Sender, "_tried", refusing)
    monkeypatch.setattr(sending, "_FIRST", 0.0)
    with shelf.collection.catalogue() as database:
        sender.send(building._items(shelf.collection, database, shelf.ids))
    assert tries[:3] == [8, 4, 2]
    assert sum(n for n in tries if n <= 2) == 8


def test_a_document_that_is_larger_than_the_servers_take_is_named(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = shelf.put("труд")
    found = current(shelf.collection)
    assert found is not None
    http = {"http": {"max_content_length_in_bytes": 100}}
    monkeypatch.setattr(sending, "LARGEST", 99)
    monkeypatch.setattr(found.client.nodes, "info", lambda metric: {"nodes": {"n0": http}})
    with shelf.collection.catalogue() as database:
        items = building._items(shelf.collection, database, [one])
    with pytest.raises(EngineFailed, match=one) as met:
        building._sender(shelf.collection, found).send(items)
    assert met.value.exit_code == 6
    assert "http.max_content_length" in str(met.value.remedy)
    http["http"]["max_content_length_in_bytes"] = 10**8
    building._sender(shelf.collection, found).send(items)


def test_of_a_changed_document_only_what_has_changed_is_made_anew(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page and the one before it, which carries its first words; the rest is as it was."""
    texts = [f"слово{n} труд в лагере қазақ {'пустых слов ' * n}†{n}" for n in range(12)]
    (one,) = shelf.put(({"title": "Дело", "language": "ru"}, texts))
    put_reading(shelf, one, 7, "хлеб")
    made = list[int]()

    def noted(database: Database, some: list[Page], naming: Naming) -> Iterator[Indexed]:
        made.extend(page.number for page in some)
        return indexed(database, some, naming)

    monkeypatch.setattr(unchanged, "indexed", noted)
    found = current(shelf.collection)
    with shelf.collection.catalogue() as database:
        (again,) = building._items(shelf.collection, database, [one], found)
        assert made == [6, 7]
        (anew,) = building._items(shelf.collection, database, [one])
    assert _sorted(again) == _sorted(anew)
    made.clear()
    update(shelf.collection)
    assert made == [6, 7]
    assert faults(shelf) == []


def _sorted(item: sending.Item) -> object:
    """What is sent, the terms of each position in order."""
    _, said = map(json.loads, item.lines.splitlines())
    for page in said["pages"]:
        page["terms"] = [sorted(own.split("\t")) for own in page["terms"].split("\n")]
    return said


def test_what_an_index_has_lost_is_made_anew(shelf: Shelf) -> None:
    (one,) = shelf.put(({"title": "Дело", "language": "ru"}, [f"слово{n}" for n in range(12)]))
    found = current(shelf.collection)
    assert found is not None
    found.client.delete(index=found.name, id=one, params={"refresh": "true"})
    put_reading(shelf, one, 7, "хлеб")
    update(shelf.collection)
    assert faults(shelf) == []
