"""What stands in place of a page while the index is built."""

from __future__ import annotations

import pytest
import tiny_collection
from streamlit.testing.v1 import AppTest

import index
from corpus.access import Role
from corpus.collection import Collection
from index.embedded.generation import begin
from ui import adder
from ui.opened import Opened, show
from ui.pages import waiting


@pytest.fixture
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """A collection whose index another version has made, with a new one half way."""
    made = tiny_collection.build(tmp_path_factory.mktemp("shown") / "collection")
    sentinel = next(made.index.glob("*/opis.json"))
    sentinel.write_text(sentinel.read_text().replace('"schema": ', '"schema": 1'))
    begin(made.index)
    return made


def _page() -> None:
    import streamlit as st

    from ui.pages import waiting

    if not waiting.for_the_index():
        st.html("nothing to wait for")


def drawn(collection: Collection) -> str:
    show(Opened(collection, Role.READER, "ru"))
    at = AppTest.from_function(_page, default_timeout=60).run()
    assert not at.exception
    return "".join(part.proto.body for part in at.get("html"))


def test_who_comes_meanwhile_is_told_how_far_it_is(
    foreign: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert drawn(foreign) == "nothing to wait for"  # nobody builds it
    busy = adder.State(adder.Wish.ON, at_work=True)
    monkeypatch.setattr(waiting.adder, "state", lambda _: busy)
    assert "Указатель строится: 0 %." in drawn(foreign)
    assert 0 <= index.share_built(foreign) < 1
    index.update(foreign)
    assert index.share_built(foreign) == 0  # none is under way any more
    assert drawn(foreign) == "nothing to wait for"
