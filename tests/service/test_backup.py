"""Back-ups: written whole or not at all, readable with the key alone, restored by a drill."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hevesy_service.backup import back_up, heads, restore
from hevesy_service.home import Home
from hevesy_service.refusals import BackupUnreadable, HomeNotEmpty, NotOfSqlite


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose book has three rows, made by the tables' own statements."""
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


def test_without_sqlite_it_says_what_to_use(tmp_path: Path) -> None:
    with pytest.raises(NotOfSqlite, match="pg_dump"):
        back_up(Home(tmp_path))


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
