from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from corpus.catalogue import Database, database
from corpus.catalogue.database import file_system, refuse_network
from corpus.errors import BadUse, Busy

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
server:/export /home/archive nfs4 rw 0 0
//nas/scans /mnt/with\\040space cifs rw 0 0
C:\\134 /mnt/c 9p rw 0 0
tmpfs /home/archive/local tmpfs rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/collection", "ext4"),
        ("/home/archive/collection", "nfs4"),
        ("/home/archive", "nfs4"),
        ("/home/archives/collection", "ext4"),  # another folder whose name begins alike
        ("/mnt/with space/a", "cifs"),
        ("/mnt/c/Users", "9p"),  # Windows' disk in WSL
        ("/home/archive/local/collection", "tmpfs"),
    ],
)
def test_the_file_system_of_a_folder(folder: str, kind: str) -> None:
    assert file_system(Path(folder), MOUNTS) == kind


def test_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "file_system", lambda path, mounts: "nfs4")
    with pytest.raises(BadUse, match="network drive") as refused:
        Database.open(tmp_path / "catalogue.sqlite")
    assert "local disk" in str(refused.value.remedy)
    assert list(tmp_path.iterdir()) == []


def test_a_local_folder_is_taken(tmp_path: Path) -> None:
    refuse_network(tmp_path)


def test_a_new_catalogue_keeps_what_it_accepted(tmp_path: Path) -> None:
    with_care = Database.open(tmp_path / "catalogue.sqlite")
    settings = ("journal_mode", "synchronous", "foreign_keys")
    values = [with_care.rows(f"PRAGMA {name}")[0][0] for name in settings]
    assert values == ["wal", 2, 1]  # 2 is FULL


def test_a_catalogue_whose_making_was_cut_off_is_made_whole(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.touch()
    opened = Database.open(path)
    assert opened.number("SELECT count(*) FROM documents") == 0
    assert opened.rows("PRAGMA journal_mode")[0][0] == "wal"


def test_opening_twice_migrates_once(tmp_path: Path) -> None:
    versions = [
        Database.open(tmp_path / "catalogue.sqlite").number("PRAGMA user_version") for _ in range(2)
    ]
    assert versions == [versions[0]] * 2
    assert versions[0] >= 1


def test_a_catalogue_of_a_newer_opis_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    Database.open(path).change("PRAGMA user_version = 999")
    with pytest.raises(Busy, match="newer Opis") as refused:
        Database.open(path)
    assert refused.value.exit_code == 4


def test_what_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"not a database, " * 100)
    with pytest.raises(BadUse, match="damaged"):
        Database.open(path)


def test_a_catalogue_in_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadUse, match="cannot be opened"):
        Database.open(tmp_path / "file" / "catalogue.sqlite")


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    full = Database.open(tmp_path / "catalogue.sqlite")
    entry = "INSERT INTO originals VALUES (?, 'text/plain', 1, 1, '')"
    full.change(entry, ("before",))
    full.rows(f"PRAGMA max_page_count = {full.number('PRAGMA page_count')}")
    with pytest.raises(BadUse, match="disk is full"), full.transaction():
        full.change(entry, ("x" * 1_000_000,))
    assert [row["sha256"] for row in full.rows("SELECT sha256 FROM originals")] == ["before"]


def test_a_mistake_of_ours_stays_one(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        Database.open(tmp_path / "catalogue.sqlite").rows("SELECT nothing")


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    opened = Database.open(tmp_path / "catalogue.sqlite")
    with pytest.raises(KeyboardInterrupt), opened.transaction():
        opened.next_serial()
        raise KeyboardInterrupt
    assert opened.number("SELECT value FROM serial") == 0


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    Database.open(path).close()

    def count_to_twenty() -> None:
        own = Database.open(path)
        for _ in range(20):
            with own.transaction():
                own.next_serial()
        own.close()

    threads = [threading.Thread(target=count_to_twenty) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Database.open(path).number("SELECT value FROM serial") == 60


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "catalogue.sqlite"
    holder = Database.open(path)
    monkeypatch.setattr(database, "BUSY_MS", 1)
    with holder.transaction(), pytest.raises(Busy), Database.open(path).transaction():
        pass
