"""A package as an archivist gets it: ordered on its page, there when it is whole, one file."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from looking import PATIENCE, unreadable, visit
from playwright.sync_api import expect
from serving import CHROMIUM, Site, served

from corpus.collection import Collection, open_collection

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not at {CHROMIUM}"),
]


def test_a_fonds_is_packed_and_saved(archive: Collection, browser: Browser, tmp_path: Path) -> None:
    shutil.copytree(archive.path, tmp_path / "collection")
    collection = open_collection(tmp_path / "collection")
    with served(collection) as (url, _server), visit(browser, Site(url)) as visitor:
        page = visitor.open("/describe", b="fonds:1")
        page.get_by_role("link", name="Пакет для хранения").click()
        page.get_by_role("button", name="Собрать пакет").click()
        saving = page.get_by_role("link", name="Сохранить пакет")
        expect(saving).to_be_visible(timeout=PATIENCE)
        assert unreadable(page) == {}
        with page.expect_download() as saved:
            saving.click()
        with zipfile.ZipFile(saved.value.path()) as packed:
            assert packed.testzip() is None
            assert "package/bagit.txt" in packed.namelist()
        assert "Ф." in saved.value.suggested_filename
        page.get_by_role("button", name="Убрать").click()
        expect(saving).to_have_count(0)
        assert visitor.outside == []
