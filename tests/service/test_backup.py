"""Back-ups: written whole or not at all, readable with the key alone, restored by a drill."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.service.kept_schemas import of_postgresql

from hevesy_service.backup.postgresql import Postgresql
from hevesy_service.backup.sqlite import Sqlite, heads
from hevesy_service.backup.writing import back_up, key_of, restore
from hevesy_service.home import Home
from hevesy_service.refusals import BackupUnreadable, HomeNotEmpty, NoDatabase


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home whose book has three rows, made by the tables' own statements."""
    monkeypatch.delenv("DATABASE_URL", raising=False)  # what is tried here is the embedded database
    home = Home(tmp_path / "home").made()
    with closing(sqlite3.connect(home.database)) as made:
        made.execute("CREATE TABLE book_site (id TEXT PRIMARY KEY, code TEXT)")
        made.execute("CREATE TABLE book_event (id INTEGER PRIMARY KEY, site_id TEXT, site_seq INTEGER, hash TEXT)")
        made.execute("INSERT INTO book_site VALUES ('s', 'irbid')")
        made.executemany("INSERT INTO book_event VALUES (?, 's', ?, ?)", [(n, n, f"hash {n}") for n in (1, 2, 3)])
        made.commit()
    return home


def test_what_is_restored_is_what_was_backed_up(home: Home, tmp_path: Path) -> None:
    made = back_up(home)
    assert made.manifest["heads"] == {"irbid": [3, "hash 3"]} and made.new_key.startswith("AGE-SECRET-KEY-")
    other = Home(tmp_path / "other machine")
    restore(made.file, other, made.new_key)
    assert heads(other.database) == heads(home.database)
    assert back_up(other).new_key == ""


def test_the_file_says_nothing_without_the_key(home: Home, tmp_path: Path) -> None:
    made = back_up(home, tmp_path / "disk")
    assert made.file.read_bytes().startswith(b"age-encryption.org/v1") and b"irbid" not in made.file.read_bytes()
    with pytest.raises(BackupUnreadable, match="the key is not the one"):
        restore(made.file, Home(tmp_path / "stranger"))


@pytest.mark.parametrize("kept", [0, 100, -1, -200])
def test_a_back_up_cut_short_is_refused_and_changes_nothing(kept: int, home: Home, tmp_path: Path) -> None:
    made = back_up(home)
    short = tmp_path / "short"
    short.write_bytes(made.file.read_bytes()[:kept])
    other = Home(tmp_path / "other")
    with pytest.raises(BackupUnreadable, match="cut short or damaged"):
        restore(short, other, made.new_key)
    assert not other.database.exists()


def test_one_wrong_bit_is_found(home: Home, tmp_path: Path) -> None:
    made = back_up(home)
    spoilt = bytearray(made.file.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    (tmp_path / "spoilt").write_bytes(spoilt)
    with pytest.raises(BackupUnreadable):
        restore(tmp_path / "spoilt", Home(tmp_path / "other"), made.new_key)


def test_a_damaged_database_is_never_kept_as_a_back_up(home: Home) -> None:
    back_up(home)
    page = bytearray(home.database.read_bytes())
    page[4096 + 8 : 4096 + 200] = b"\xff" * 192
    home.database.write_bytes(page)
    with pytest.raises((BackupUnreadable, sqlite3.DatabaseError)):
        back_up(home)
    assert [each.suffixes for each in home.backups.iterdir()] == [[".tar", ".age"]]


def test_a_home_with_a_database_is_not_written_over(home: Home) -> None:
    made = back_up(home)
    with pytest.raises(HomeNotEmpty, match="nothing was changed"):
        restore(made.file, home)


def test_without_a_database_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(NoDatabase, match="HEVESY_HOME"):
        back_up(Home(tmp_path))
    assert not Home(tmp_path).backups.exists()


@pytest.mark.slow("makes three databases of a server, and dumps and restores them by its own programs")
def test_postgresql_is_backed_up_and_restored_too(tmp_path: Path, django_db_blocker: Any) -> None:
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.skip("needs a server: `make test-postgres`")
    with django_db_blocker.unblock(), of_postgresql("0.1.0") as one, of_postgresql() as two:
        _drill(Home(tmp_path / "one"), Postgresql(one), Postgresql(two))


def _drill(home: Home, one: Postgresql, two: Postgresql) -> None:
    """Back up one database, put it into another, and compare what the two say by SQL."""
    import psycopg

    made = back_up(home, store=one)
    assert {site: rows for site, (rows, _) in made.manifest["heads"].items()} == {"first": 22, "second": 10}
    with pytest.raises(BackupUnreadable, match="it is of postgresql and not of sqlite"):
        restore(made.file, Home(home.folder / "other"), key_of(home)[0], Sqlite(home.folder / "other" / "none"))
    restore(made.file, Home(home.folder / "again"), key_of(home)[0], two)
    rows = "SELECT id, hash, body FROM book_event ORDER BY site_id, site_seq"
    with psycopg.connect(one.address) as first, psycopg.connect(two.address) as second:
        assert first.execute(rows).fetchall() == second.execute(rows).fetchall() != []
    with pytest.raises(HomeNotEmpty, match="DATABASE_URL has a database already"):
        restore(made.file, Home(home.folder / "third"), key_of(home)[0], two)
    with psycopg.connect(two.address) as forging, pytest.raises(psycopg.DatabaseError, match="never changed"):
        forging.execute("DELETE FROM book_event")


def test_a_dump_that_is_cut_short_is_no_back_up(tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(b"PGDMP of nothing")
    if shutil.which("pg_restore") is None:
        pytest.skip("needs the programs of PostgreSQL")
    with pytest.raises(ValueError, match="its database is damaged"):
        Postgresql("postgresql://nobody@127.0.0.1/none").heads_in(tmp_path / "dump")


PREPARE = """
from hevesy_service import django_ready
django_ready()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from hevesy_service.accounts.links import new_link
from hevesy_service.accounts.set_up import First, set_up
set_up(new_link(), First("Irbid", "JOR", "first", "Synthetic Person", "a long pass phrase"))
"""


def python(home: Path, *arguments: str) -> str:
    command = [sys.executable, *arguments]
    environment = {**os.environ, "HEVESY_HOME": str(home), "DATABASE_URL": ""}  # what is tried is the embedded database
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.deep
@pytest.mark.slow("makes every table of the service, and starts six processes")
def test_the_drill_with_the_real_tables(tmp_path: Path) -> None:
    """Back up an installation by the command, restore it elsewhere, and verify the chain there."""
    one, two, disk = (tmp_path / name for name in ("one", "two", "disk"))
    hevesy = "-m", "hevesy.cli", "service"
    python(one, "-c", PREPARE)
    said = python(one, *hevesy, "backup", "--to", str(disk))
    assert "3 rows of 1 books, read back and whole" in said
    (file,) = disk.iterdir()
    assert "start it with: hevesy serve" in python(two, *hevesy, "restore", str(file), "--key", said.split()[-1])
    assert python(two, *hevesy, "verify") == python(one, *hevesy, "verify")
    assert "irbid: 3 rows, whole; last hash " in python(two, *hevesy, "verify")
