"""The archivist's pages: who has them, and that nobody else finds any at their addresses."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from corpus.access import Role
from corpus.collection import Collection, create_collection
from ui.opened import Opened, show


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return create_collection(tmp_path_factory.mktemp("desk") / "collection")


def titles(collection: Collection, role: Role) -> list[str]:
    """The addresses of the archivist's pages that ``role`` is given."""
    show(Opened(collection, role, "ru"))

    def given() -> None:
        import streamlit as st

        from ui import visit
        from ui.pages import desk

        st.write(" ".join(page.url_path for page in desk.pages(visit.words())))

    at = AppTest.from_function(given, default_timeout=60)
    at.run()
    return at.markdown[0].value.split() if at.markdown else []


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.READER])
def test_nobody_else_has_an_archivists_page(collection: Collection, role: Role) -> None:
    assert titles(collection, role) == []


def test_an_archivist_may_add(collection: Collection) -> None:
    assert "add" in titles(collection, Role.ARCHIVIST)
