"""«About the collection» as Streamlit runs it: what it counts for whom, and whether it is sound."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import tiny_collection
from streamlit.testing.v1 import AppTest

from corpus.access import Role
from corpus.collection import Collection
from ui.licences import used
from ui.opened import Opened, show

Visit = Callable[[Role], AppTest]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return tiny_collection.build(tmp_path_factory.mktemp("shown") / "collection")


@pytest.fixture
def visit(collection: Collection) -> Visit:
    """Open the page as somebody."""

    def opened(role: Role) -> AppTest:
        show(Opened(collection, role, "ru"))
        at = AppTest.from_function(_about, default_timeout=60)
        at.run()
        assert not at.exception
        return at

    return opened


def _about() -> None:
    from ui.pages import about

    about.page()


def words(at: AppTest) -> str:
    parts = "".join(part.proto.body for part in at.get("html"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", parts))


@pytest.mark.parametrize(
    ("role", "holds", "russian"),
    [
        (Role.PUBLIC, "3 документа 6 страниц", 1),
        (Role.READER, "4 документа 7 страниц", 2),
        (Role.ARCHIVIST, "5 документов 8 страниц", 3),
    ],
)
def test_only_what_a_role_may_read_is_counted(
    visit: Visit, role: Role, holds: str, russian: int
) -> None:
    said = words(visit(role))
    assert holds in said
    assert f"русский {russian} " in said


def test_a_bar_leads_to_its_documents(visit: Visit) -> None:
    charts = "".join(part.proto.body for part in visit(Role.PUBLIC).get("html"))
    assert 'href="/?language=ru"' in charts


def test_only_an_archivist_may_have_everything_checked(visit: Visit) -> None:
    assert not visit(Role.PUBLIC).button
    assert not visit(Role.READER).button


def test_what_is_wrong_is_told_with_its_remedy(visit: Visit) -> None:
    at = visit(Role.ARCHIVIST)
    (button,) = at.button
    button.click().run()
    assert not at.exception
    assert "opis" in words(at).split("Проверить")[-1], (
        "the originals of this collection are missing"
    )


def test_every_package_has_a_licence_and_none_is_of_the_gpl() -> None:
    names = {one.name for one in used()}
    assert {"Opis", "Python", "streamlit", "whoosh", "OpenCorpora"} <= names
    assert [one.name for one in used() if not one.licence] == []
    assert [one.name for one in used() if re.search(r"\bA?GPL", one.licence)] == []
