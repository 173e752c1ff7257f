"""Attempts to learn something of what is closed, by every way there is; each is a test.

Two documents are closed: one that only an archivist may know of, one that is read by whoever has
signed in. Each attempt is made by who may (then it succeeds, or it would prove nothing) and by who
may not: the public where nobody signs in, a stranger and a reader where people do.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import tiny_collection
from argon2 import PasswordHasher
from asking import Answer, Browser, application
from streamlit.testing.v1 import AppTest

from corpus import rules, users
from corpus.access import Permit, Rank, Role, Use
from corpus.collection import Collection
from corpus.targets import targets_named
from ui import kept, packing
from ui.opened import Opened, show
from ui.visitors import visitor

WORDS = "правильная лошадь"
FRAME = Path(__file__).parents[2] / "ui" / "pages" / "frame.py"


@dataclass(frozen=True)
class Closed:
    """A closed document: a word of its text by which it is looked for, others that then show."""

    id: str
    word: str
    misread: str
    needle: str
    may: Rank
    may_not: tuple[str, ...]

    @property
    def text(self) -> str:
        texts = {name: given[2][0] or "" for name, given in tiny_collection.DOCUMENTS.items()}
        return texts.get(self.id, "")

    def place(self) -> str:
        """A passage of it as a list has it."""
        return kept.place(self.id, 1, 0, self.text)


HIDDEN = Closed("dhidden", "нельзя", "нелзя", "котором", Rank.ARCHIVIST, ("public", "reader"))
ROOM = Closed("droom", "секретная", "секретнаа", "запись", Rank.READER, ("public",))
CLOSED = [HIDDEN, ROOM]

#: what is asked for by a word; the answer to who may has the needle
SEARCHES = [
    "/api/search?q={word}", "/api/search?q={word}&form=exact", "/api/search?q={part}*",
    "/api/search?q=*{tail}", "/api/search?q=«{needle}»", "/api/search?q={word}&fold=0",
    "/api/search?q={word}&scope=document", "/api/search?q={word}&th=1&un=1",
    "/api/search?q={word}&group=file", "/api/search?q={word}&sort=date",
    "/api/search?q={word}&sort=added", "/api/search?q={word}&limit=100",
    "/api/search?q={word}&access=hidden&access=reading-room", "/api/search?q={word}&-access=open",
    "/api/search?q={word}&language=ru", "/api/search?q={word}&y=1900-2000&nd=1",
    "/api/search?q={word}&ui=en", "/api/search?q={word} OR лагерь",
    "/file/answer.csv?q={word}", "/file/answer.xlsx?q={word}", "/file/answer.docx?q={word}",
    "/file/answer.jsonl?q={word}", "/file/answer.csv?q={word}&access=hidden&access=reading-room",
    "/file/concordance.csv?q={word}", "/file/concordance.xlsx?q={word}",
    "/file/list.csv?i={place}", "/file/list.txt?i={place}", "/file/list.docx?i={place}",
]  # fmt: skip
#: what is at an address of its own; for who may not it is as if it were not
ADDRESSES = [
    "/img/page/{id}/1.jpg", "/img/thumb/{id}/1.jpg", "/img/thumb/{id}/1.jpg?hl=0,1,2",
    "/img/strip/{id}/1.jpg?at=0-9", "/img/page/{start}/1.jpg", "/img/page/{ID}/1.jpg",
    "/img/page/%64{rest}/1.jpg", "/file/{id}/1.txt", "/file/{id}/1.pdf", "/file/{id}/1.xml",
    "/file/{id}.txt", "/file/{id}.pdf", "/file/{id}.docx", "/file/{id}.xml", "/file/{start}.txt",
    "/cite/{id}/1", "/cite/{id}/1?style=bibtex", "/cite/{id}/1?form=in-text&lang=kk",
    "/cite/{start}/1?style=ris",
]  # fmt: skip


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return tiny_collection.build(tmp_path_factory.mktemp("leaks") / "collection")


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """The same collection, had the hidden document never come."""
    given = {k: v for k, v in tiny_collection.DOCUMENTS.items() if k != HIDDEN.id}
    return tiny_collection.build(tmp_path_factory.mktemp("without") / "collection", given)


@pytest.fixture(scope="module")
def cookies(collection: Collection) -> dict[str, str]:
    """What the browsers of those keep who have signed in."""
    with pytest.MonkeyPatch.context() as cheaper, collection.catalogue() as database:
        cheaper.setattr(users, "_hasher", lambda: PasswordHasher(1, 64, 1))
        for rank in Rank:
            users.enrol(database, rank, rank, WORDS)
        show(Opened(collection, Role.PUBLIC, "ru"), visitor)
        browser = Browser(application())
        return {
            rank: browser.post("/sign-in", {"name": rank, "password": WORDS}).cookie
            for rank in Rank
        }


@pytest.fixture
def as_who(collection: Collection, cookies: dict[str, str]) -> Iterator[Callable[[str], Browser]]:
    """A browser of the public, of a stranger where people sign in, or of who has signed in."""

    def browser(who: str) -> Browser:
        if who == "public":
            show(Opened(collection, Role.PUBLIC, "ru"))
            return Browser(application())
        show(Opened(collection, Role.PUBLIC, "ru"), visitor)
        return replace(Browser(application()), cookie=cookies.get(who, ""))

    yield browser
    show(Opened(collection, Role.PUBLIC, "ru"))


def filled(template: str, closed: Closed) -> str:
    """The address of an attempt."""
    values = {
        "word": closed.word, "part": closed.word[:4], "tail": closed.word[2:],
        "needle": closed.needle, "place": closed.place(), "id": closed.id,
        "start": closed.id[:4], "ID": closed.id.upper(), "rest": closed.id[1:],
    }  # fmt: skip
    return quote(template.format(**values), safe="/?&=%,")


def said(answer: Answer) -> str:
    """All text of an answer, and of the files in it where it is an archive."""
    if not answer.body.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        parts = (archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        return unescape("".join(parts))


def needle(closed: Closed, template: str) -> str:
    """What must not be said: never what was asked for itself."""
    return closed.id if "{needle}" in template else closed.needle


@pytest.mark.parametrize("template", SEARCHES)
@pytest.mark.parametrize("closed", CLOSED, ids=lambda closed: closed.id)
def test_nothing_that_is_searched_tells(
    as_who: Callable[[str], Browser], closed: Closed, template: str
) -> None:
    address = filled(template, closed)
    assert needle(closed, template) in said(as_who(closed.may).get(address))
    for who in closed.may_not:
        answer = said(as_who(who).get(address))
        assert needle(closed, template) not in answer
        assert closed.id not in answer or closed is ROOM  # whose description is everybody's
    assert as_who("stranger").get(address).status == 401


@pytest.mark.parametrize("template", ADDRESSES)
@pytest.mark.parametrize("closed", CLOSED, ids=lambda closed: closed.id)
def test_at_its_own_address_there_is_nothing(
    as_who: Callable[[str], Browser], closed: Closed, template: str
) -> None:
    address, none = filled(template, closed), filled(template, replace(closed, id="dnothing"))
    full = as_who(closed.may).get(address)
    assert full.status == 200
    assert full.headers["cache-control"].startswith("private")
    known = {"if-none-match": full.headers.get("etag", '"x"')}
    for who in closed.may_not:
        browser = as_who(who)
        for headers in ({}, known, {"range": "bytes=0-9"}):
            closed_one, none_such = browser.get(address, **headers), browser.get(none, **headers)
            assert closed_one.status == none_such.status == 404
            assert closed_one.body == none_such.body
            assert sorted(closed_one.headers.items()) == sorted(none_such.headers.items())
        assert browser.ask("HEAD", address, {}).status == 404
    assert as_who("stranger").get(address).status == 401
    assert as_who("stranger").get(none).status == 401


@pytest.mark.parametrize("who", ["public", "reader"])
def test_a_manifest_has_nothing_of_what_is_hidden(
    as_who: Callable[[str], Browser], who: str
) -> None:
    hidden = as_who(who).get("/iiif/dhidden/manifest.json")
    none = as_who(who).get("/iiif/dnothing/manifest.json")
    assert (hidden.status, hidden.body) == (none.status, none.body)
    assert hidden.status == 404
    assert "секретная" not in as_who("public").get("/iiif/droom/manifest.json").text


@pytest.mark.parametrize("who", ["public", "reader"])
def test_a_finding_aid_has_nothing_of_what_is_hidden(
    as_who: Callable[[str], Browser], who: str
) -> None:
    asked = quote("/file/ead.xml?of=Ф. 12", safe="/?&=")
    aid = as_who(who).get(asked)
    assert aid.status == 200
    assert "Приказ о работах в лагере" in aid.text
    assert "секретная" not in aid.text + as_who("archivist").get(asked).text
    none = as_who(who).get(quote("/file/ead.xml?of=Ф. 999", safe="/?&="))
    assert none.status == as_who(who).get("/file/ead.xml?of=dhidden").status == 404
    assert as_who("stranger").get(asked).status == 401


def test_a_package_is_for_nobody_but_who_had_it_made(
    collection: Collection, as_who: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.packing.subprocess.Popen", lambda *_, **__: None)
    given = packing.order(
        collection, [HIDDEN.id], HIDDEN.id, who="archivist", role=Role.ARCHIVIST, language="ru"
    )
    folder = collection.cache / "packages" / given.word
    (folder / "state.json").write_text(json.dumps({"documents": [HIDDEN.id]}), "utf-8")
    (folder / "bag.zip").write_bytes(b"PK tajna")
    address = f"/file/package/{given.word}.zip"
    assert as_who("archivist").get(address).body == b"PK tajna"
    for who in ("public", "reader", "administrator"):
        answer, none = (as_who(who).get(at) for at in (address, f"/file/package/{'0' * 32}.zip"))
        assert (answer.status, answer.body) == (none.status, none.body)
        assert answer.status == 404
    assert as_who("stranger").get(address).status == 401
    packing.remove(collection, given.word, "archivist")


#: what is asked without any word of the closed document: counts, facets and years give it away
COUNTS = [
    "/api/search?q=лагерь", "/api/search?q=", "/api/search?q=лагерь&group=file",
    "/api/search?q=лагерь&limit=0", "/api/search?q=нелзя", "/api/search?q=котором*",
    "/api/search?q=Тайное", "/api/search?q=заглавие:тайное", "/api/search?q=тайна&th=1",
    "/api/search?q=лагерь&y=1900-2000&nd=1", "/api/search?q=л*", "/api/search?q=\"",
    "/api/search?q=лагерь&access=hidden", "/api/search?q=лагерь&offset=3",
    "/file/answer.csv?q=лагерь", "/file/answer.jsonl?q=", "/file/concordance.csv?q=лагерь",
]  # fmt: skip


@pytest.mark.parametrize("address", COUNTS)
@pytest.mark.parametrize("role", [Role.PUBLIC, Role.READER])
def test_everything_is_counted_as_if_the_hidden_had_never_come(
    collection: Collection, without: Collection, role: Role, address: str
) -> None:
    answers = []
    for shown in (collection, without):
        show(Opened(shown, role, "ru"))
        answer = Browser(application()).get(quote(address, safe="/?&=*"))
        answers.append((answer.status, plain(answer.text)))
    assert answers[0] == answers[1]


def plain(text: str) -> str:
    """An answer without what differs from one time to the next, and without scores.

    Scores rest on how rare a word is among all pages, whoever asks: they are no counts.
    """
    return re.sub(r'"(took_ms|score)": [\d.e-]+|"commit": "[\d:]*"', "", text)


# the pages, all that is sent to the browser of them


def drawn(collection: Collection, role: Role, page: str, **parameters: str) -> str:
    """Everything that a page sends to the browser, shown to ``role``."""
    show(Opened(collection, role, "ru"))
    at = AppTest.from_function(_page, default_timeout=60, args=(page,))
    for name, value in parameters.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    sent = "".join(_sent(at._tree))
    sent += "".join(re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), sent))
    # how long it took, and how many changes the index has seen
    return re.sub(r"искали .*?<|за [\d,.]+ м?с|0001:\d+", "", sent)


def _page(page: str) -> None:
    from importlib import import_module

    import_module(f"ui.pages.{page}").page()


def _sent(node: Any) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    if proto is not None:
        for _field, value in proto.ListFields():
            yield f"{value}\n" if not isinstance(value, str) else value + "\n"
    for child in getattr(node, "children", {}).values():
        yield from _sent(child)


PAGES = [
    ("search", "q"), ("concordance", "q"), ("quotation", "quote"), ("reader", "id"), ("mine", "i"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "parameter"), PAGES)
@pytest.mark.parametrize("closed", CLOSED, ids=lambda closed: closed.id)
def test_no_page_tells(collection: Collection, closed: Closed, page: str, parameter: str) -> None:
    asked = {
        "q": closed.word, "quote": closed.text[:30], "id": closed.id, "i": closed.place(),
    }[parameter]  # fmt: skip
    told = f"{closed.id}" if page == "quotation" else closed.needle
    assert told in drawn(collection, closed.may.role, page, **{parameter: asked})
    for who in closed.may_not:
        shown = drawn(collection, Role(who), page, **{parameter: asked})
        assert told not in shown


@pytest.mark.parametrize(
    ("page", "parameters"),
    [("search", {}), ("search", {"q": "лагерь"}), ("search", {"q": "нелзя"}), ("about", {}),
     ("concordance", {"q": "лагерь"}), ("quotation", {"quote": "Лагерь, о котором нельзя знать"}),
     ("search", {"q": "лагерь", "y": "1900-2000", "nd": "1"})],
)  # fmt: skip
@pytest.mark.parametrize("role", [Role.PUBLIC, Role.READER])
def test_every_page_is_as_if_the_hidden_had_never_come(
    collection: Collection,
    without: Collection,
    role: Role,
    page: str,
    parameters: dict[str, str],
) -> None:
    assert drawn(collection, role, page, **parameters) == drawn(without, role, page, **parameters)


# what may be seen and not taken away


@dataclass(frozen=True)
class Bound:
    """A page that everybody may read and not everybody take away; who may is named."""

    id: str
    page: int
    word: str
    needle: str
    use: Use
    permit: Permit

    @property
    def may(self) -> str:
        return "reader" if self.permit is Permit.READING_ROOM else "archivist"

    def place(self) -> str:
        """A passage of it as a list has it."""
        texts = dict(enumerate(tiny_collection.DOCUMENTS[self.id][2], 1))
        return kept.place(self.id, self.page, 0, texts.get(self.page) or "x")


#: not copied, so not exported either
COPIES = [
    Bound("dorder", 3, "осво*", "первому", Use.COPY, Permit.NOBODY),
    Bound("dletter", 1, "жаздым", "Лагерьде", Use.COPY, Permit.READING_ROOM),
]
#: copied page by page, but not exported
EXPORTS = [Bound("dmemoir", 1, "эмгек", "адамдар", Use.EXPORT, Permit.READING_ROOM)]
#: a page is copied at these addresses
COPYING = [
    "/img/page/{id}/{page}.jpg", "/img/strip/{id}/{page}.jpg?at=0-9", "/file/{id}/{page}.txt",
    "/file/{id}/{page}.pdf", "/file/{id}/{page}.xml", "/img/page/{start}/{page}.jpg",
]  # fmt: skip
#: and with others goes into these files and answers; each has the needle for who may
EXPORTING = [
    "/file/{id}.txt", "/file/{id}.docx", "/file/{id}.xml", "/file/{start}.txt",
    "/file/answer.csv?q={word}", "/file/answer.xlsx?q={word}", "/file/answer.docx?q={word}",
    "/file/answer.jsonl?q={word}", "/file/concordance.csv?q={word}",
    "/file/concordance.xlsx?q={word}", "/file/list.csv?i={place}", "/file/list.txt?i={place}",
    "/file/list.docx?i={place}", "/api/search?q={word}", "/api/search?q={word}&group=file",
]  # fmt: skip


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """The collection, where some pages may not be copied or exported."""
    collection = tiny_collection.build(tmp_path_factory.mktemp("bound") / "collection")
    with collection.catalogue() as database:
        for one in (*COPIES, *EXPORTS):
            (target,) = targets_named(database, f"{one.id}:{one.page}")
            rules.allow(database, target, [], {one.use: one.permit})
    return collection


def asked(collection: Collection, who: str, address: str, **headers: str) -> Answer:
    show(Opened(collection, Role(who), "ru"))
    return Browser(application()).get(address, **headers)


def bound_address(template: str, one: Bound) -> str:
    values = {
        "id": one.id, "page": one.page, "start": one.id[:4], "word": one.word,
        "place": one.place(),
    }  # fmt: skip
    return quote(template.format(**values), safe="/?&=%,*")


@pytest.mark.parametrize("template", COPYING)
@pytest.mark.parametrize("one", COPIES, ids=lambda one: one.id)
def test_what_is_only_seen_is_not_copied(bound: Collection, one: Bound, template: str) -> None:
    address = bound_address(template, one)
    full = asked(bound, one.may, address)
    assert full.status == 200
    assert full.headers["cache-control"] == "private, no-store"
    none = asked(bound, "public", bound_address(template, replace(one, page=9)))
    for headers in (
        {},
        {"sec_fetch_dest": "image"},
        {"if_none_match": full.headers.get("etag", "")},
    ):
        answer = asked(bound, "public", address, **headers)
        assert (answer.status, answer.body) == (none.status, none.body)
        assert answer.status == 404


@pytest.mark.parametrize("template", EXPORTING)
@pytest.mark.parametrize("one", [*COPIES, *EXPORTS], ids=lambda one: one.id)
def test_what_is_only_seen_is_in_no_file_and_no_answer_for_programs(
    bound: Collection, one: Bound, template: str
) -> None:
    address = bound_address(template, one)
    if one.use is Use.EXPORT:
        template = "/file/{id}/{page}.txt"
        assert asked(bound, "public", bound_address(template, one)).status == 200, "it is copied"
    assert one.needle in said(asked(bound, one.may, address))
    assert one.needle not in said(asked(bound, "public", address))


def test_a_page_alone_is_left_out_of_what_is_exported(bound: Collection) -> None:
    for ending in ("txt", "docx"):
        assert "обслуге" in said(asked(bound, "public", f"/file/dorder.{ending}"))
    pages = {who: asked(bound, who, "/file/dorder.pdf").body for who in ("public", "archivist")}
    assert pages["public"].count(b"/Type /Page ") + 1 == pages["archivist"].count(b"/Type /Page ")
    manifests = [asked(bound, who, "/iiif/dorder/manifest.json").text for who in pages]
    assert ["canvas/3" in text for text in manifests] == [False, True]
    assert asked(bound, "public", "/iiif/dletter/manifest.json").status == 404


@pytest.mark.parametrize("one", COPIES, ids=lambda one: one.id)
def test_our_page_shows_the_scan_and_nobody_else_gets_it(bound: Collection, one: Bound) -> None:
    shown = drawn(bound, Role.PUBLIC, "reader", id=one.id, n=str(one.page))
    assert one.needle in shown, "it is read"
    found = re.search(rf"/img/page/{one.id}/{one.page}\.jpg\?k=[0-9a-f]{{32}}", shown)
    assert found is not None
    assert f"/file/{one.id}/{one.page}." not in shown
    assert asked(bound, "public", found[0], sec_fetch_dest="image").status == 200
    assert asked(bound, "public", found[0], sec_fetch_dest="document").status == 404
    other = found[0].replace(f"/{one.page}.jpg", "/1.jpg") if one.page > 1 else found[0] + "0"
    if one.page == 1:
        assert asked(bound, "public", other).status == 404
    show(Opened(bound, Role.PUBLIC, "ru", user="somebody else"))
    assert Browser(application()).get(found[0]).status == 404


def test_what_is_only_seen_is_found_cited_and_listed(bound: Collection) -> None:
    for one in COPIES:
        assert asked(bound, "public", f"/cite/{one.id}/{one.page}").status == 200
        assert asked(bound, "public", f"/img/thumb/{one.id}/{one.page}.jpg").status == 200
        assert one.needle in drawn(bound, Role.PUBLIC, "search", q=one.word)
        assert one.needle in drawn(bound, Role.PUBLIC, "mine", i=one.place())
        assert one.id in asked(bound, "public", bound_address("/api/search?q={word}", one)).text
