"""SQLite behind the gate: one writer at a time, every acknowledged row there, settings that survive a power cut."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.models.sql import InsertQuery
from django.db.utils import ConnectionHandler

from hevesy_service.database.gate import Gate, TooBusy
from hevesy_service.database.sqlite import base
from hevesy_service.database.sqlite.base import OPTIONS, DatabaseWrapper

WRITER = """
import sys
from django.conf import settings
settings.configure()
from tests.service.test_database import opened
connection = opened(sys.argv[1])
for number in range(int(sys.argv[3])):
    connection.cursor().execute("INSERT INTO rows (who, number) VALUES (%s, %s)", [sys.argv[2], number])
"""


def opened(file: str | Path) -> DatabaseWrapper:
    """A connection of its own to a database in a file."""
    of = {"ENGINE": "hevesy_service.database.sqlite", "NAME": str(file), "OPTIONS": OPTIONS}
    connection = ConnectionHandler({"default": of})["default"]
    assert isinstance(connection, DatabaseWrapper)
    return connection


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    file = tmp_path / "rows.sqlite3"
    with django_db_blocker.unblock():
        connection = opened(file)
        connection.cursor().execute("CREATE TABLE rows (who TEXT, number INTEGER, PRIMARY KEY (who, number))")
        connection.close()
        yield file


def count(file: Path) -> int:
    connection = opened(file)
    found = connection.cursor().execute("SELECT count(*) FROM rows").fetchone()[0]
    connection.close()
    return int(found)


def test_settings_are_those_that_survive_a_power_cut(file: Path) -> None:
    asked = opened(file).cursor()
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "wal_autocheckpoint": 0,
    }  # fmt: skip
    assert {name: asked.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted


@pytest.mark.slow("starts three processes")
def test_three_processes_write_and_no_row_is_lost(file: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(file), str(who), "40"]) for who in range(3)
    ]
    assert [each.wait() for each in writers] == [0, 0, 0]
    assert count(file) == 120


def test_a_transaction_holds_the_gate_until_its_end(file: Path) -> None:
    connection, other = opened(file), Gate(file, wait=0.01)
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert connection.gate is not None and connection.gate.held
    with pytest.raises(TooBusy, match="nothing was written"):
        other.enter()
    connection.rollback()
    connection.set_autocommit(True)
    assert not connection.gate.held
    with other.through():
        assert other.held
    connection.close()


def test_a_writer_who_waits_too_long_is_told_and_writes_nothing(file: Path) -> None:
    connection = opened(file)
    assert connection.gate is not None
    connection.gate._wait = 0.01
    with Gate(file).through(), pytest.raises(OperationalError, match="busy for 0"):
        connection.cursor().execute("INSERT INTO rows VALUES ('late', 1)")
    connection.close()
    assert count(file) == 0


def test_readers_do_not_wait_for_a_writer(file: Path) -> None:
    with Gate(file).through():
        assert count(file) == 0


def test_threads_of_one_process_exclude_each_other_too(file: Path) -> None:
    inside: list[int] = []
    most = []

    def work() -> None:
        gate = Gate(file)
        for _ in range(20):
            with gate.through():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(most) == 80
    assert max(most) == 1


def test_a_row_whose_number_the_database_gives_is_written_before_the_gate_is_left(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.contenttypes.models import (
        ContentType,  # not above: the writers' processes have no apps
    )

    monkeypatch.setattr(base, "LOG_BYTES", 0)
    connection = opened(file)
    connection.cursor().execute("CREATE TABLE django_content_type (id INTEGER PRIMARY KEY, app_label, model)")
    query = InsertQuery(ContentType)
    query.insert_values(list(ContentType._meta.local_concrete_fields[1:]), [ContentType(app_label="a", model="b")])
    compiler = query.get_compiler(connection=connection)
    ((number,),) = compiler.execute_sql(returning_fields=[ContentType._meta.pk])
    other = Gate(file, wait=0.01)
    with other.through(), closing(sqlite3.connect(file)) as looking:
        assert looking.execute("SELECT id FROM django_content_type").fetchall() == [(number,)] == [(1,)]
        assert looking.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[0] == 0
    connection.close()


def test_a_log_that_cannot_be_put_away_now_is_no_fault_of_who_writes(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite says "database table is locked" where the same connection is still reading."""
    connection = opened(file)
    for number in range(300):
        connection.cursor().execute("INSERT INTO rows VALUES ('a', %s)", [number])
    monkeypatch.setattr(base, "LOG_BYTES", 0)
    reading = connection.cursor()
    reading.execute("SELECT number FROM rows")
    assert reading.fetchone() is not None
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        connection.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    connection.cursor().execute("INSERT INTO rows VALUES ('late', 1)")
    connection.close()
    assert count(file) == 301


def test_the_log_is_put_away_under_the_gate_when_it_has_grown(file: Path) -> None:
    connection = opened(file)
    log, much = Path(f"{file}-wal"), 5 * 1024 * 1024
    before = file.stat().st_size
    connection.cursor().execute("INSERT INTO rows VALUES (%s, 1)", ["x" * much])
    assert log.stat().st_size > much
    assert file.stat().st_size > before + much
    connection.cursor().execute("INSERT INTO rows VALUES ('after', 0)")
    assert log.stat().st_size <= 4 * 1024 * 1024
    connection.close()
    assert count(file) == 2
