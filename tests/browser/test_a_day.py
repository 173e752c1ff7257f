"""A day at the desk, and what is left of it for a reader.

An archivist adds scans, describes them together, numbers leaves, corrects a line and closes a
document; for the reader beside her it is then nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from looking import Visit, choose, visit, write
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, FilePayload, expect
from serving import CHROMIUM, served

import ingest
from corpus import documents, users
from corpus.access import Rank, Role
from corpus.collection import Collection, create_collection

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]
WORDS = "правильная лошадь"
#: milliseconds in which five files are read on a busy machine
WORK = 120_000
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
TYPED = ("Рапорт о побеге", "В ночь на 3 мая бежал", "заключённый Тайнов.")


def scan() -> bytes:
    """A page as a camera would have it: black on white, to be read by OCR."""
    image = Image.new("L", (1240, 700), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), 44)
    for n, line in enumerate(TYPED):
        draw.text((120, 120 + 90 * n), line, 0, font)
    file = BytesIO()
    image.save(file, "PNG", dpi=(200, 200))
    return file.getvalue()


def a_file(name: str, content: str | bytes) -> FilePayload:
    body = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "application/octet-stream", "buffer": body}


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = create_collection(tmp_path / "collection")
    settings = made.path / "opis.toml"
    settings.write_text("sign_in = true\n" + settings.read_text("utf-8"), "utf-8")
    (tmp_path / "опись.txt").write_text("Опись дел постоянного хранения", "utf-8")
    ingest.add(made, [tmp_path / "опись.txt"], workers=1)
    with made.catalogue() as database:
        users.enrol(database, "Алия", Rank.ARCHIVIST, WORDS)
        users.enrol(database, "Болот", Rank.READER, WORDS)
    return made


@pytest.fixture
def both(browser: Browser, collection: Collection) -> Iterator[tuple[Visit, Visit]]:
    with ExitStack() as stack:
        url, _ = stack.enter_context(served(collection))
        visits = [stack.enter_context(visit(browser, url)) for _ in range(2)]
        for visitor, name in zip(visits, ["Алия", "Болот"], strict=True):
            visitor.page.goto(url)
            visitor.page.get_by_label("Ваше имя").fill(name)
            visitor.page.get_by_label("Пароль").fill(WORDS)
            visitor.page.get_by_role("button", name="Войти").click()
            visitor.settle()
        yield visits[0], visits[1]


def test_added_described_corrected_closed(
    both: tuple[Visit, Visit], collection: Collection
) -> None:
    archivist, reader = both

    # five files: one is broken, one is there already
    page = archivist.open("/add")
    page.locator("input[data-kind=files]").set_input_files(
        files=[
            a_file("рапорт.png", scan()),
            a_file("письмо.txt", "Дорогая мама, пишу из лагеря\fВторой лист письма"),
            a_file("приказ.txt", "Приказ по лагерю о зиме"),
            a_file("сломан.pdf", "это не PDF"),
            a_file("копия описи.txt", "Опись дел постоянного хранения"),
        ]
    )
    expect(page.locator(".said.safe")).to_have_count(5)
    page.get_by_role("button", name="Добавить в собрание").click()
    expect(page.get_by_text("Всё добавлено")).to_be_visible(timeout=WORK)
    expect(page.locator(".failed")).to_contain_text("сломан.pdf")
    with collection.catalogue() as database:
        ids = {one.source_name: one.id for one in documents.listed(database, Role.ARCHIVIST)}
    assert set(ids) == {"опись.txt", "рапорт.png", "письмо.txt", "приказ.txt"}

    # described together, then one by itself with its leaves
    together = [ids["рапорт.png"], ids["письмо.txt"], ids["приказ.txt"]]
    archivist.page.goto(f"{archivist.site}/describe?{urlencode({'c': together}, doseq=True)}")
    archivist.settle()
    for label, value in [
        ("Архив", "ЦГА РК"), ("Фонд", "1"), ("Опись", "2"), ("Дело", "3"), ("Дата", "май 1938"),
    ]:  # fmt: skip
        write(archivist, page.get_by_role("textbox", name=label, exact=True), value)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("status").filter(has_text="Сохранено")).to_be_visible()
    archivist.open("/describe", c=ids["письмо.txt"])
    page.get_by_text("Пронумеровать листы").click()
    write(archivist, page.get_by_label("Лист на первой странице"), "14")
    page.get_by_role("button", name="Пронумеровать", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="пронумерованы")).to_be_visible()
    found = reader.open("/", q="письма")
    expect(found.locator(".card").first).to_contain_text("ЦГА РК. Ф. 1. Оп. 2. Д. 3. Л. 15.")

    # a line corrected above its scan, and found at once
    archivist.open("/correct", id=ids["рапорт.png"])
    line = page.locator(".lines input").last
    expect(page.locator(".strip image").first).to_be_attached()
    line.fill("заключённый Тайновский.")
    line.press("Control+Enter")
    expect(page.locator(".said")).to_contain_text("Страница сверена со сканом.")
    for query in ("Тайновский", "Тайнов"):  # as corrected, and as it was read
        expect(reader.open("/", q=query).locator(".card")).to_have_count(1)

    # closed: nowhere for the reader, there for the archivist
    seen = [*everything(reader, ids["рапорт.png"])]
    assert [what for what, tells in seen if not tells] == []
    archivist.open("/describe", c=ids["рапорт.png"])
    page.get_by_text("Доступ", exact=True).click()
    archivist.settle()
    level = page.get_by_role("combobox", name="Кто может видеть")
    choose(archivist, level, "скрыт")
    expect(level).to_have_value("скрыт")
    page.get_by_role("button", name="Установить доступ").click()
    expect(page.get_by_role("status").filter(has_text="Доступ")).to_be_visible()
    left = [*everything(reader, ids["рапорт.png"])]
    assert [what for what, tells in left if tells] == []
    assert all(tells for _, tells in everything(archivist, ids["рапорт.png"]))
    assert archivist.outside == reader.outside == []


def everything(visitor: Visit, document: str) -> Iterator[tuple[str, bool]]:
    """Every way to the document: what it is, and whether it tells of it to this visitor."""
    for what, path, parameters, tells in [
        ("search", "/", {"q": "Тайновский"}, "1938"),
        ("as it was read", "/", {"q": "Тайнов"}, "1938"),
        ("facets", "/", {"q": "побег"}, "ЦГА РК"),
        ("suggestion", "/", {"q": "заклучённый"}, "заключённый"),
        ("concordance", "/concordance", {"q": "Тайновский"}, "заключённый"),
        ("quotation", "/quotation", {"quote": "В ночь на 3 мая бежал заключённый"}, "ЦГА РК"),
        ("its address", "/page", {"id": document}, "Рапорт"),
    ]:
        page = visitor.open(path, **parameters)
        yield what, page.locator("[data-testid=stMain]").get_by_text(tells).count() > 0
    for what, path in [
        ("image", f"/img/page/{document}/1.jpg"),
        ("thumbnail", f"/img/thumb/{document}/1.jpg"),
        ("text", f"/file/{document}/1.txt"),
        ("PDF", f"/file/{document}.pdf"),
        ("ALTO", f"/file/{document}/1.xml"),
        ("citation", f"/cite/{document}/1"),
        ("manifest", f"/iiif/{document}/manifest.json"),
    ]:
        yield what, visitor.page.request.get(f"{visitor.site}{path}").status == 200
    for what, path in [
        ("API", "/api/search?q=Тайновский"),
        ("export", "/file/answer.csv?q=Тайновский"),
        ("lines", "/file/concordance.csv?q=Тайновский"),
    ]:
        answer = visitor.page.request.get(f"{visitor.site}{path}")
        yield what, "заключённый" in answer.text() or document in answer.text()
