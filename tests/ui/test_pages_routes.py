"""Pictures and texts by address: what is open, what is closed, what the browser may keep."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import tiny_collection
from PIL import Image
from starlette.requests import Request
from starlette.responses import Response

from corpus import documents, pages
from corpus.access import Role
from corpus.collection import Collection
from corpus.documents import Original, PageSource
from ingest.pageimage import scan_image
from ui import routes
from ui.opened import Opened, show

#: Red above blue where a marker pen was: the paper's own tint has less (26).
LIT = 60
#: The marker's margin and the blur of JPEG, in fractions of the page.
NEAR = 0.03
Ask = Callable[..., Response]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return tiny_collection.build(tmp_path_factory.mktemp("shown") / "collection")


@pytest.fixture
def ask(collection: Collection) -> Iterator[Ask]:
    """Call a route for a page of a document."""

    def asked(
        route: Callable[[Request], Response],
        document: str,
        number: int = 1,
        query: str = "",
        role: Role = Role.PUBLIC,
        known: str = "",
    ) -> Response:
        show(Opened(collection, role, "ru"))
        headers = [(b"if-none-match", known.encode())] if known else []
        return route(
            Request(
                {
                    "type": "http",
                    "path_params": {"document": document, "number": number},
                    "query_string": query.encode(),
                    "headers": headers,
                }
            )
        )

    yield asked
    show(Opened(collection, Role.PUBLIC, "ru"))


def picture(answer: Response) -> Image.Image:
    return Image.open(io.BytesIO(bytes(answer.body))).convert("RGB")


def yellow(answer: Response) -> list[tuple[float, float]]:
    """Where the picture is lit, in fractions of its sides."""
    page = np.asarray(picture(answer)).astype(int)
    rows, columns = np.nonzero(page[..., 0] - page[..., 2] > LIT)
    height, width = page.shape[:2]
    return [(x / width, y / height) for x, y in zip(columns, rows, strict=True)]


def test_a_page_image_may_be_kept_and_is_not_sent_twice(ask: Ask) -> None:
    answer = ask(routes.page_picture, "dorder")
    assert (answer.status_code, answer.media_type) == (200, "image/jpeg")
    assert answer.headers["cache-control"] == routes.KEPT
    assert picture(answer).size == (tiny_collection.WIDTH, tiny_collection.HEIGHT)
    again = ask(routes.page_picture, "dorder", known=answer.headers["etag"])
    assert (again.status_code, again.body) == (304, b"")


def test_a_rescan_is_seen_at_once_whatever_the_browser_has_kept(
    ask: Ask, collection: Collection
) -> None:
    kept = {route: ask(route, "dletter") for route in (routes.page_picture, routes.thumbnail)}
    rescan = PageSource("e" * 64, 1)
    layer = tiny_collection.read("Хат жаздым.", "kk")
    with collection.catalogue() as catalogue, catalogue.transaction():
        (page,) = pages.of(catalogue, "dletter")
        documents.enter_original(catalogue, Original(rescan.original, "image/png", 1, 1))
        pages.replace_scan(catalogue, page, rescan, layer, 500, 707)
    for kind in ("page", "thumb"):
        tiny_collection.draw(layer, scan_image(collection, rescan, kind), (500, 707))
    for route, before in kept.items():
        assert "max-age" not in before.headers["cache-control"]
        after = ask(route, "dletter", known=before.headers["etag"])
        assert (after.status_code, picture(after).size) == (200, (500, 707))


def test_words_are_lit_where_they_stand(ask: Ask) -> None:
    plain, lit = ask(routes.thumbnail, "dorder"), ask(routes.thumbnail, "dorder", query="hl=2")
    assert yellow(plain) == []
    word = tiny_collection.read(tiny_collection.DOCUMENTS["dorder"][2][0] or "", "ru").words[2]
    columns = [x for x, _ in word.quads[0]]
    rows = [y for _, y in word.quads[0]]
    assert yellow(lit)
    for x, y in yellow(lit):
        assert min(columns) - NEAR <= x <= max(columns) + NEAR
        assert min(rows) - NEAR <= y <= max(rows) + NEAR


@pytest.mark.parametrize(
    "query", ["hl=", "hl=999999", "hl=-1,x,²,3.5", "hl=" + "7," * 100_000, "hl=%00"]
)
def test_a_wrong_list_of_words_lights_nothing_and_breaks_nothing(ask: Ask, query: str) -> None:
    assert ask(routes.thumbnail, "dorder", query=query).status_code == 200


@pytest.mark.parametrize("route", [routes.page_picture, routes.thumbnail])
@pytest.mark.parametrize("document", ["droom", "dhidden", "dnothing", "d", "", "*", "../../etc"])
def test_a_closed_page_and_none_answer_alike(
    ask: Ask, route: Callable[[Request], Response], document: str
) -> None:
    answer = ask(route, document)
    assert (answer.status_code, answer.body) == (404, b"not found")
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("number", [0, 4, 10**12])
def test_a_page_that_is_not_there(ask: Ask, number: int) -> None:
    assert ask(routes.page_picture, "dorder", number).status_code == 404


def test_a_page_born_as_text_has_no_picture(ask: Ask) -> None:
    assert ask(routes.page_picture, "dmemoir").status_code == 404


@pytest.mark.parametrize("route", [routes.page_picture, routes.thumbnail])
def test_what_is_not_open_to_everyone_is_never_kept(
    ask: Ask, route: Callable[[Request], Response]
) -> None:
    answer = ask(route, "droom", role=Role.READER)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_citation_in_another_style_and_form(ask: Ask) -> None:
    def said(query: str, document: str = "dorder", number: int = 1) -> dict[str, object]:
        answer: dict[str, object] = json.loads(
            bytes(ask(routes.citation, document, number, query).body)
        )
        return answer

    where = "Учебный архив. Ф. 12. Оп. 1. Д. 47. Л. 14"
    assert said("")["citation"] == f"Приказ о работах в лагере // {where}."
    assert said("form=in-text")["citation"] == f"({where})"
    assert said("form=in-text")["html"] == f'<span lang="ru">({where})</span>'
    assert said("style=ris")["html"] == ""
    assert said("lang=ru", "dmemoir")["warnings"] == [
        "Неизвестно, какой это лист: посмотрите его номер на скане.",
        "Неизвестно, где документ хранится: нет ни архива, ни фонда, ни дела.",
    ]


@pytest.mark.parametrize(
    ("document", "number", "query"),
    [("dorder", 1, "style=harvard"), ("dorder", 1, "form=song"), ("dorder", 99, ""),
     ("droom", 1, ""), ("нет", 1, "")],
)  # fmt: skip
def test_what_is_not_cited(ask: Ask, document: str, number: int, query: str) -> None:
    answer = ask(routes.citation, document, number, query)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == routes.NOT_KEPT


# strips: the lines in which a range of the text stands


def test_a_strip_is_the_line_of_the_words_and_lights_them(ask: Ask) -> None:
    text = tiny_collection.DOCUMENTS["dorder"][2][0] or ""
    start = text.index("заключенных")
    strip = picture(ask(routes.strip, "dorder", 1, f"at={start}-{start + 11}"))
    assert strip.height < tiny_collection.HEIGHT * 0.08  # one line of three, askew
    assert strip.width > tiny_collection.WIDTH * 0.5
    light = yellow(ask(routes.strip, "dorder", 1, f"at={start}-{start + 11}"))
    assert light
    whole = text.split("\n")[1]
    left = whole.index("заключенных") / len(whole)
    assert min(x for x, _ in light) == pytest.approx(left, abs=0.06)


def test_a_strip_over_lines_has_both(ask: Ask) -> None:
    one = picture(ask(routes.strip, "dorder", 1, "at=20-26")).height
    two = picture(ask(routes.strip, "dorder", 1, "at=20-70")).height
    assert two > 1.3 * one


@pytest.mark.parametrize("query", ["", "at=", "at=5", "at=9-5", "at=0-0", "at=99999-999999",
                                   "at=1-2-3", "at=-1-4", "at=1e3-4"])  # fmt: skip
def test_a_strip_of_nothing_is_not_there(ask: Ask, query: str) -> None:
    assert ask(routes.strip, "dorder", 1, query).status_code == 404


@pytest.mark.parametrize(
    ("document", "role", "status"),
    [
        ("droom", Role.PUBLIC, 404),
        ("droom", Role.READER, 200),
        ("dhidden", Role.READER, 404),
        ("dnothing", Role.ARCHIVIST, 404),
        ("dmemoir", Role.PUBLIC, 404),  # text without a scan
    ],
)
def test_who_may_see_a_strip(ask: Ask, document: str, role: Role, status: int) -> None:
    assert ask(routes.strip, document, 1, "at=0-9", role).status_code == status
