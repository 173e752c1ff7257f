from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from corpus.access import Role
from corpus.catalogue import Database
from corpus.collection import (
    EngineName,
    OpenSearch,
    Settings,
    create_collection,
    open_collection,
)  # fmt: skip
from corpus.errors import BadUse, Busy, NotFound
from corpus.provider import Provider


def test_a_new_collection_has_everything(tmp_path: Path) -> None:
    made = create_collection(tmp_path / "a" / "collection")
    assert {p.name for p in made.path.iterdir()} >= {
        "opis.toml", "catalogue.sqlite", "originals", "cache", "index", "log",
    }  # fmt: skip
    assert made.index.stat().st_mode & 0o777 == 0o700
    assert made.settings == Settings()
    assert open_collection(made.path) == made


def test_making_it_again_changes_nothing(tmp_path: Path) -> None:
    made = create_collection(tmp_path)
    with made.catalogue() as database:
        database.change("UPDATE serial SET value = 7")
    (tmp_path / "opis.toml").write_text('role = "reader"')
    again = create_collection(tmp_path)
    with again.catalogue() as database:
        assert database.number("SELECT value FROM serial") == 7
    assert again.settings.role is Role.READER


def test_the_settings_are_explained_and_all_optional(tmp_path: Path) -> None:
    create_collection(tmp_path)
    text = (tmp_path / "opis.toml").read_text()
    tables = {*OpenSearch.__dataclass_fields__, *Provider.__dataclass_fields__}
    names = {*Settings.__dataclass_fields__} - {"opensearch", "oidc"} | tables
    assert all(f"# {name} = " in text for name in names)
    without = re.sub(r"^# (?=\[?[a-z_]+(\]| = ))", "", text, flags=re.MULTILINE)
    (tmp_path / "opis.toml").write_text(without)
    settings = open_collection(tmp_path).settings
    assert (settings.opensearch.replicas, settings.oidc.client_id) == (1, "opis")


@pytest.mark.parametrize(
    ("settings", "read"),
    [
        ('role = "archivist"', Settings(role=Role.ARCHIVIST)),
        ('language = "kk"\nworkers = 2', Settings(language="kk", workers=2)),
        ('workers = "tcp://10.0.0.5:8786"', Settings(workers="tcp://10.0.0.5:8786")),
        ("", Settings()),
        (
            'engine = "opensearch"\n[opensearch]\nhosts = ["https://a:9200", "https://b:9200"]',
            Settings(
                engine=EngineName.OPENSEARCH,
                opensearch=OpenSearch(("https://a:9200", "https://b:9200")),
            ),
        ),
    ],
)
def test_settings(tmp_path: Path, settings: str, read: Settings) -> None:
    create_collection(tmp_path)
    (tmp_path / "opis.toml").write_text(settings)
    assert open_collection(tmp_path).settings == read


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (b'colour = "red"', "colour"),
        (b'role = "king"', "king"),
        (b'workers = "many"', "many"),
        (b'workers = "http://10.0.0.5:8786"', "http://10.0.0.5:8786"),
        (b"workers = -1", "-1"),
        (b'language = "xx"', "xx"),
        (b'engine = "grep"', "grep"),
        (b'[opensearch]\nhosts = ["ftp://a"]', "ftp://a"),
        (b'[opensearch]\nhosts = ["https://name:word@a"]', "https://name:"),
        (b'[opensearch]\nhosts = "https://a"', "https://a"),
        (b"[opensearch]\nhosts = []", "hosts"),
        (b'[opensearch]\nindex = "Opis*"', "Opis"),
        (b"[opensearch]\nshards = 0", "shards"),
        (b"[opensearch]\ncopies = 1", "copies"),
        (b"role", "opis.toml"),
        (b"\xff\xfe", "opis.toml"),
    ],
)
def test_bad_settings_are_named(tmp_path: Path, settings: bytes, named: str) -> None:
    create_collection(tmp_path)
    (tmp_path / "opis.toml").write_bytes(settings)
    with pytest.raises(BadUse, match=named) as refused:
        open_collection(tmp_path)
    assert refused.value.exit_code == 2
    assert str(refused.value.remedy)


def test_there_is_no_collection(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no collection") as refused:
        open_collection(tmp_path / "нет")
    assert refused.value.exit_code == 3
    assert "opis init" in str(refused.value.remedy)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "дело_15.pdf").touch()
    with pytest.raises(BadUse, match="not empty"):
        create_collection(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["дело_15.pdf"]


def test_a_file_stands_where_the_folder_should(tmp_path: Path) -> None:
    (tmp_path / "collection").touch()
    with pytest.raises(BadUse, match="cannot be written"):
        create_collection(tmp_path / "collection")


def test_a_folder_that_takes_nothing() -> None:
    with pytest.raises(BadUse, match="cannot be written"):
        create_collection(Path("/proc/collection"))


def test_a_folder_without_the_right_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(BadUse, match="cannot be written") as refused:
        create_collection(tmp_path)
    assert refused.value.exit_code == 2


def test_a_collection_of_a_newer_opis(tmp_path: Path) -> None:
    create_collection(tmp_path)
    Database.open(tmp_path / "catalogue.sqlite").change("PRAGMA user_version = 999")
    with pytest.raises(Busy) as refused:
        open_collection(tmp_path)
    assert refused.value.exit_code == 4


def test_the_folder_may_move(tmp_path: Path) -> None:
    create_collection(tmp_path / "old")
    (tmp_path / "old").rename(tmp_path / "new")
    assert open_collection(tmp_path / "new").index == tmp_path / "new" / "index"
