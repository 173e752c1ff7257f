"""Packages that are made beside the pages: whole or not there, and for nobody else."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import Answer, Browser, application
from streamlit.testing.v1 import AppTest

import index
from corpus import choices, documents, leases, openings, rules
from corpus.access import Level, Permit, Role, Use
from corpus.catalogue import Database
from corpus.collection import Collection, open_collection
from corpus.rules import read_rule
from corpus.targets import targets_named
from ui import packing, using
from ui.main import run
from ui.opened import Opened, Visitor, show
from ui.packing import Order, Package, Stage

#: seconds that a process may take on a busy machine
PATIENCE = 90.0
ORDER, FONDS = "Приказ о режиме", "ГА РФ. Ф. Р-9414"


@pytest.fixture
def collection(archive: Collection, tmp_path: Path) -> Collection:
    shutil.copytree(archive.path, tmp_path / "collection")
    return open_collection(tmp_path / "collection")


def named(collection: Collection, title: str) -> str:
    with collection.catalogue() as database:
        every = documents.listed(database, Role.ARCHIVIST)
    return next(one.id for one in every if one.description.title == title)


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is begun: the test does what it would."""
    monkeypatch.setattr("ui.packing.subprocess.Popen", lambda *_, **__: None)
    monkeypatch.setattr("os.nice", lambda _: 0)


def ordered(collection: Collection, *names: str, who: str = "Алия", role: Role) -> Order:
    return packing.order(collection, names, ORDER, who=who, role=role, language="ru")


def made(collection: Collection, *names: str, who: str = "Алия", role: Role) -> Order:
    order = ordered(collection, *names, who=who, role=role)
    packing.main(collection.path, order.word)
    return order


def only(collection: Collection, who: str = "Алия") -> Package:
    (own,) = packing.packages(collection, who)
    return own


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it does not come to that"
        time.sleep(0.1)


def asked(collection: Collection, word: str, who: str, role: Role) -> Answer:
    show(Opened(collection, Role.PUBLIC, "ru"), lambda: Visitor(role, who))
    # the gate asks for a session, which this visitor has not: it is tested in test_leaks
    from starlette.applications import Starlette

    from ui.routes import routes

    answer = Browser(Starlette(routes=routes())).get(f"/file/package/{word}.zip")
    using.settle()
    show(Opened(collection, Role.PUBLIC, "ru"))
    return answer


def left(collection: Collection) -> list[str]:
    """What lies among the packages, besides the lock that all share."""
    return [one.name for one in (collection.cache / "packages").iterdir() if one.is_dir()]


def test_a_process_makes_it_and_a_collection_is_made_of_it(
    collection: Collection, tmp_path: Path
) -> None:
    order = ordered(collection, FONDS, role=Role.ARCHIVIST)
    assert only(collection).stage in {Stage.WAITING, Stage.MADE}
    until(lambda: only(collection).stage is Stage.WHOLE)
    answer = asked(collection, order.word, "Алия", Role.ARCHIVIST)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
        packed.extractall(tmp_path / "out")
    again = tmp_path / "again"
    assert run(["restore", str(tmp_path / "out" / "package"), "--collection", str(again)]) == 0
    assert run(["check", "--collection", str(again)]) == 0
    assert named(open_collection(again), ORDER) == named(collection, ORDER)
    assert only(collection).size == len(answer.body)


def test_a_part_of_a_file_can_be_asked_for_again(collection: Collection, by_hand: None) -> None:
    order = made(collection, named(collection, ORDER), role=Role.READER)
    show(Opened(collection, Role.READER, "ru", user="Алия"))
    whole = Browser(application()).get(f"/file/package/{order.word}.zip")
    rest = Browser(application()).get(f"/file/package/{order.word}.zip", range="bytes=100-")
    assert (rest.status, rest.body) == (206, whole.body[100:])


def test_killed_in_the_middle_nothing_is_there_and_it_can_be_made_again(
    collection: Collection, by_hand: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = ordered(collection, FONDS, role=Role.ARCHIVIST)
    folder = collection.cache / "packages" / order.word

    def dies(_folder: Path) -> None:  # between the bag and the file that is fetched
        os._exit(9)

    child = os.fork()
    if not child:
        monkeypatch.setattr(packing, "_zip", dies)
        packing.main(collection.path, order.word)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert (folder / "bag").exists()
    assert only(collection).stage is Stage.CUT_OFF
    assert asked(collection, order.word, "Алия", Role.ARCHIVIST).status == 404
    again = made(collection, FONDS, role=Role.ARCHIVIST)
    assert left(collection) == [again.word], "the old one is thrown away"
    assert only(collection).stage is Stage.WHOLE


def test_one_that_is_not_wanted_any_more_is_not_made(
    collection: Collection, by_hand: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = ordered(collection, FONDS, role=Role.ARCHIVIST)
    packing.remove(collection, order.word, "Берик")
    assert only(collection).order == order, "it is not his"
    zipped = packing._zip

    def stopped(folder: Path) -> None:  # by a click, while its files are put together
        packing.remove(collection, order.word, "Алия")
        assert folder.exists(), "a process is at it, which throws it away"
        zipped(folder)

    monkeypatch.setattr(packing, "_zip", stopped)
    packing.main(collection.path, order.word)
    assert left(collection) == []
    packing.main(collection.path, order.word)  # and one that was about to begin
    assert left(collection) == []


def test_what_went_wrong_is_told_and_nothing_half_made_is_left(
    collection: Collection, by_hand: None
) -> None:
    next(path for path in collection.originals.rglob("*") if path.is_file()).unlink()
    order = made(collection, role=Role.ARCHIVIST)
    failed = only(collection)
    assert failed.stage is Stage.FAILED
    assert "opis check" in str(failed.remedy)
    folder = collection.cache / "packages" / order.word
    assert {one.name for one in folder.iterdir()} == {"order.json", "state.json", "log"}


def test_the_disk_is_not_filled(
    collection: Collection, by_hand: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with collection.catalogue() as database:
        every = [one.id for one in documents.listed(database, Role.ARCHIVIST)]
        needed = packing.giving.room(database, every)
    sizes = [p.stat().st_size for p in collection.originals.rglob("*") if p.is_file()]
    assert needed == sum(sizes) + max(sizes)
    for free, stage in ((needed - 1, Stage.FAILED), (needed, Stage.WHOLE)):
        usage = shutil._ntuple_diskusage(0, 0, free + packing.SPARE)  # type: ignore[attr-defined]
        monkeypatch.setattr("ui.packing.shutil.disk_usage", lambda _path, usage=usage: usage)
        made(collection, role=Role.ARCHIVIST)
        assert only(collection).stage is stage


def test_few_are_kept_and_none_for_ever(
    collection: Collection, by_hand: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(packing.MOST + 2):
        ordered(collection, f"Ф. {n + 1}", role=Role.ARCHIVIST)
    ordered(collection, "Ф. 1", who="Берик", role=Role.ARCHIVIST)
    assert len(packing.packages(collection, "Алия")) == packing.MOST
    assert len(packing.packages(collection, "Берик")) == 1
    monkeypatch.setattr(packing, "LONGEST", -1)
    packing.sweep(collection)
    assert left(collection) == []


def test_one_waits_for_the_other(collection: Collection) -> None:
    first = ordered(collection, role=Role.ARCHIVIST)
    second = ordered(collection, FONDS, role=Role.ARCHIVIST)
    until(lambda: all(p.stage is Stage.WHOLE for p in packing.packages(collection, "Алия")))
    assert {*left(collection)} == {first.word, second.word}


def test_a_killed_process_is_seen_at_once(collection: Collection) -> None:
    order = ordered(collection, role=Role.ARCHIVIST)
    state = collection.cache / "packages" / order.word / "state.json"
    until(state.exists)
    lease = packing._read(state)["lease"]
    if leases.is_alive(lease):
        os.kill(int(lease.split(":")[1]), signal.SIGKILL)
    until(lambda: not leases.is_alive(lease))
    assert only(collection).stage in {Stage.CUT_OFF, Stage.WHOLE}


# attempts to get what is not given


def restrict(level: Level) -> Callable[[Database, str], None]:
    def change(database: Database, one: str) -> None:
        (target,) = targets_named(database, one)
        rules.restrict(database, target, read_rule(database, target, level))

    return change


def forbid(use: Use, page: str = "") -> Callable[[Database, str], None]:
    def change(database: Database, one: str) -> None:
        (target,) = targets_named(database, one + page)
        rules.allow(database, target, [], {use: Permit.NOBODY})

    return change


def mark(database: Database, _one: str) -> None:
    choices.choose(database, choices.WATERMARK, choices.ON)


#: what is done before a reader orders a package, or before he fetches the one that he ordered
CLOSING: dict[str, Callable[[Database, str], None]] = {
    "hidden": restrict(Level.HIDDEN),
    "description only": restrict(Level.DESCRIPTION),
    "not copied": forbid(Use.COPY),
    "not exported": forbid(Use.EXPORT),
    "a page not copied": forbid(Use.COPY, ":2"),
    "a page not exported": forbid(Use.EXPORT, ":2"),
    "copies are marked": mark,
}


@pytest.mark.parametrize("closing", CLOSING)
def test_what_was_closed_since_is_not_fetched(
    collection: Collection, by_hand: None, closing: str
) -> None:
    one = named(collection, ORDER)
    order = made(collection, one, role=Role.READER)
    hers = made(collection, one, who="Архивист", role=Role.ARCHIVIST)
    assert asked(collection, order.word, "Алия", Role.READER).status == 200
    with collection.catalogue() as database:
        CLOSING[closing](database, one)
    none = asked(collection, "0" * 32, "Алия", Role.READER)
    now = asked(collection, order.word, "Алия", Role.READER)
    assert (now.status, now.body, sorted(now.headers.items())) == (
        none.status, none.body, sorted(none.headers.items()),
    )  # fmt: skip
    assert asked(collection, hers.word, "Архивист", Role.ARCHIVIST).status == 200


@pytest.mark.parametrize("closing", CLOSING)
def test_what_is_closed_is_not_packed(collection: Collection, by_hand: None, closing: str) -> None:
    one = named(collection, ORDER)
    with collection.catalogue() as database:
        CLOSING[closing](database, one)
    made(collection, one, role=Role.READER)
    assert only(collection).stage is Stage.FAILED
    assert [p.name for p in (collection.cache / "packages").rglob("*.zip")] == []


@pytest.mark.parametrize(
    ("who", "role"),
    [("Берик", Role.READER), ("", Role.READER), ("Берик", Role.ARCHIVIST), ("Алия", Role.PUBLIC),
     ("Алия", Role.ARCHIVIST)],
)  # fmt: skip
def test_nobody_else_gets_it_nor_she_with_other_eyes(
    collection: Collection, by_hand: None, who: str, role: Role
) -> None:
    order = made(collection, named(collection, ORDER), role=Role.READER)
    assert asked(collection, order.word, who, role).status == 404


def test_an_archivists_package_is_not_hers_when_she_is_a_reader(
    collection: Collection, by_hand: None
) -> None:
    order = made(collection, role=Role.ARCHIVIST)
    assert asked(collection, order.word, "Алия", Role.ARCHIVIST).status == 200
    assert asked(collection, order.word, "Алия", Role.READER).status == 404


@pytest.mark.parametrize("word", ["..", "../../catalogue", "%2e%2e", "making", "0" * 31, "A" * 32])
def test_no_other_file_is_at_such_an_address(
    collection: Collection, by_hand: None, word: str
) -> None:
    made(collection, role=Role.ARCHIVIST)
    assert asked(collection, word, "Алия", Role.ARCHIVIST).status == 404


def test_it_is_on_the_use_sheet(collection: Collection, by_hand: None) -> None:
    one = named(collection, ORDER)
    order = made(collection, one, who="Сауле", role=Role.READER)
    asked(collection, order.word, "Сауле", Role.READER)
    with collection.catalogue() as database:
        (entry,) = openings.sheet(database)
    assert (entry.opening.who, entry.opening.document, entry.opening.use) == (
        "Сауле", one, Use.EXPORT,
    )  # fmt: skip


# the page


def drawn(collection: Collection, role: Role, **parameters: str) -> AppTest:
    def opened() -> None:
        from ui.pages import packages

        packages.page()

    show(Opened(collection, role, "ru", user="Алия"))
    at = AppTest.from_function(opened, default_timeout=60)
    for name, value in parameters.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    parts = " ".join(part.proto.body for part in at.get("html"))
    return re.sub(r'<span class="tied">(.*?)</span>', r"\1", parts)


def keys(at: AppTest) -> list[str]:
    return [str(button.key).partition("-")[0] for button in at.button]


def test_the_page_makes_it_and_leads_to_it(collection: Collection, by_hand: None) -> None:
    at = drawn(collection, Role.READER, c=named(collection, ORDER))
    assert ORDER in said(at)
    at.button(key="pack").click().run()
    assert keys(at) == ["pack", "drop"]
    order = only(collection).order
    assert order.role is Role.READER
    packing.main(collection.path, order.word)
    at.run()
    assert f'href="/file/package/{order.word}.zip"' in said(at)
    at.button(key=f"drop-{order.word}").click().run()
    assert packing.packages(collection, "Алия") == []


def test_the_page_packs_a_branch_and_everything_for_archivists_alone(
    collection: Collection, by_hand: None
) -> None:
    assert FONDS in said(drawn(collection, Role.ARCHIVIST, b="fonds:1"))
    assert keys(drawn(collection, Role.ARCHIVIST)) == ["pack"]
    for role in (Role.READER, Role.PUBLIC):
        at = drawn(collection, role, b="fonds:1")
        assert FONDS not in said(at)
        assert keys(at) == keys(drawn(collection, role)) == []


def test_the_page_says_why_there_is_none(collection: Collection, by_hand: None) -> None:
    one = named(collection, ORDER)
    with collection.catalogue() as database:
        forbid(Use.EXPORT)(database, one)
    assert keys(drawn(collection, Role.READER, c=one)) == []
    with collection.catalogue() as database:
        mark(database, one)
    assert keys(drawn(collection, Role.READER, c=named(collection, "Отчёт"))) == []
    assert keys(drawn(collection, Role.ARCHIVIST, c=one)) == ["pack"]


# an answer


def answered(collection: Collection, role: Role, **parameters: str) -> AppTest:
    at = drawn(collection, role, **parameters)
    if keys(at) == ["pack"]:
        at.button(key="pack").click().run()
        packing.main(collection.path, only(collection).order.word)
    return at


def in_it(collection: Collection) -> set[str]:
    return {*only(collection).documents}


def test_an_answer_is_packed_by_whoever_may_take_away_what_is_found(
    collection: Collection, by_hand: None
) -> None:
    found = index.matching(collection, index.Request("режим", role=Role.READER))
    assert found
    at = answered(collection, Role.READER, q="режим")
    assert in_it(collection) == found
    assert "режим · " in only(collection).order.called
    assert 'href="/?q=' in said(at), "the way back"
    word = only(collection).order.word
    assert asked(collection, word, "Алия", Role.READER).status == 200
    assert asked(collection, word, "Берик", Role.READER).status == 404


def test_a_fonds_is_packed_by_readers_as_the_answer_to_its_reference(
    collection: Collection, by_hand: None
) -> None:
    answered(collection, Role.READER, q=f"{FONDS}.")
    with collection.catalogue() as database:
        known = documents.listed(database, Role.READER)
    fonds = {one.id for one in known if str(one.description.reference).startswith(f"{FONDS}.")}
    assert in_it(collection) == fonds != {one.id for one in known}


@pytest.mark.parametrize("closing", CLOSING)
def test_what_is_closed_of_an_answer_is_neither_in_it_nor_counted_nor_named(
    collection: Collection, by_hand: None, closing: str
) -> None:
    one = named(collection, ORDER)
    with collection.catalogue() as database:
        CLOSING[closing](database, one)
    index.update(collection)
    at = answered(collection, Role.READER, **{"-language": "en", "q": ""})
    if closing == "copies are marked":
        assert packing.packages(collection, "Алия") == []
        return
    assert in_it(collection)
    assert one not in in_it(collection)
    at.run()
    assert "не вош" not in said(at)
    assert ORDER not in said(at)
    assert only(collection).closed == 0


@pytest.mark.parametrize("closing", CLOSING)
def test_what_was_closed_of_an_answer_before_it_is_made_is_not_in_it(
    collection: Collection, by_hand: None, closing: str
) -> None:
    one = named(collection, ORDER)
    at = drawn(collection, Role.READER, **{"-language": "en"})
    at.button(key="pack").click().run()
    with collection.catalogue() as database:
        CLOSING[closing](database, one)
    index.update(collection)
    packing.main(collection.path, only(collection).order.word)
    assert one not in in_it(collection)


@pytest.mark.parametrize("closing", CLOSING)
def test_an_answer_with_what_was_closed_since_is_not_fetched(
    collection: Collection, by_hand: None, closing: str
) -> None:
    one = named(collection, ORDER)
    answered(collection, Role.READER, **{"-language": "en"})
    order = only(collection).order
    assert one in in_it(collection)
    with collection.catalogue() as database:
        CLOSING[closing](database, one)
    assert asked(collection, order.word, "Алия", Role.READER).status == 404


def test_an_answer_of_which_nothing_may_be_given_is_not_packed(
    collection: Collection, by_hand: None
) -> None:
    with collection.catalogue() as database:
        for one in documents.listed(database, Role.ARCHIVIST):
            forbid(Use.EXPORT)(database, one.id)
    for query in ("режим", "бегемот"):
        assert keys(drawn(collection, Role.READER, q=query)) == []
