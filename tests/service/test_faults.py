"""What goes wrong with disk, database or clock is said in words, and nothing is lost by it."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, OperationalError
from django.test import Client
from django.utils import timezone
from tests.service.conftest import new_site, new_user
from tests.service.test_database import opened

from hevesy_service.accounts.events import give_role, withdraw_role
from hevesy_service.accounts.models import Membership
from hevesy_service.book import clock, writing
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import in_order, rebuilt
from hevesy_service.book.verify import verify
from hevesy_service.checking import verified
from hevesy_service.database.gate import TooBusy
from hevesy_service.desk import health, lock
from hevesy_service.faults import refusal_of
from hevesy_service.home import write_once
from hevesy_service.refusals import Busy, Damaged, DiskFailed, DiskFull, ReadOnly

SQLITE = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="brings about a fault of SQLite")


def caught(act: Callable[[], object]) -> BaseException:
    with pytest.raises(DatabaseError) as found:
        act()
    return found.value


@pytest.fixture
def table(tmp_path: Path, django_db_blocker: Any) -> Any:
    """A database with a table, as Django opens it."""
    with django_db_blocker.unblock(), closing(opened(tmp_path / "rows.sqlite3")) as connection:
        connection.cursor().execute("CREATE TABLE rows (text TEXT)")
        yield connection


def write(table: Any, letters: int = 10) -> Callable[[], object]:
    return lambda: table.cursor().execute("INSERT INTO rows VALUES (%s)", ["x" * letters])


def test_a_full_disk_is_told_by_what_sqlite_says(table: Any) -> None:
    table.cursor().execute("PRAGMA max_page_count = 4")
    assert isinstance(refusal_of(caught(write(table, 100_000))), DiskFull)


def test_a_disk_that_is_read_only_is_told_by_what_sqlite_says(table: Any) -> None:
    table.cursor().execute("PRAGMA query_only = ON")
    assert isinstance(refusal_of(caught(write(table))), ReadOnly)


def test_a_file_that_is_no_database_is_told(table: Any, tmp_path: Path) -> None:
    (tmp_path / "junk").write_bytes(b"no database " * 1000)
    with closing(sqlite3.connect(tmp_path / "junk")) as junk, pytest.raises(sqlite3.DatabaseError) as found:
        junk.execute("SELECT * FROM rows")
    assert isinstance(refusal_of(found.value), Damaged)


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EROFS, ReadOnly), (errno.EIO, DiskFailed)]
)
def test_the_gate_says_why_it_does_not_open(
    number: int, kind: type[Exception], table: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise OSError(number, "of the system")

    monkeypatch.setattr(table.gate, "enter", fails)
    assert isinstance(refusal_of(caught(write(table))), kind)


def test_who_waited_too_long_is_told_to_send_again(table: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise TooBusy

    monkeypatch.setattr(table.gate, "enter", fails)
    assert isinstance(refusal_of(caught(write(table))), Busy)


def test_a_mistake_of_ours_is_none_of_the_disk() -> None:
    assert refusal_of(KeyError("country")) is None


def test_a_form_that_meets_a_full_disk_is_told_and_can_be_sent_again(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    new_user("physicist")
    client = signed_in("administrator")
    client.raise_request_exception = False
    asked = {"username": "physicist", "role": "medical_physicist", "key": str(uuid4())}

    def full(event: Event) -> None:
        raise OperationalError("database or disk is full") from OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(writing, "insert", full)
        told = client.post("/sites/irbid/give/", asked)
    assert told.status_code == 507 and b"The disk is full, so nothing was written" in told.content
    assert b'id="main"' in told.content and "Content-Security-Policy" in told.headers
    assert not Event.objects.filter(key=asked["key"]).exists()
    assert client.post("/sites/irbid/give/", asked).status_code == 302
    assert Event.objects.filter(key=asked["key"]).count() == 1


def test_a_mistake_of_ours_says_when_and_that_the_form_may_be_sent_again(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("planner")
    client.raise_request_exception = False
    monkeypatch.setattr("hevesy_service.atlas.shelf.Shelf.find", lambda *_: 1 / 0)
    told = client.get("/atlas/JOR/")
    assert told.status_code == 500 and b"Something failed in Hevesy itself at 20" in told.content


def test_one_goes_on_reading_when_no_sign_of_life_can_be_written(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("planner")

    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(lock, "SEEN_EVERY", -1.0)
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", full)
    assert [client.get(path).status_code for path in ("/", "/sites/irbid/")] == [200, 200]


@pytest.fixture
def set_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site where a role was given, and withdrawn after the clock was set back by a year."""
    user = new_user("nurse")
    give_role(site, user, "nurse", "tests", "given")
    now = timezone.now() - timedelta(days=365)
    monkeypatch.setattr(writing.timezone, "now", lambda: now)
    withdraw_role(site, user, "nurse", "tests", "withdrawn", "left")
    return site


def test_a_clock_that_was_set_back_turns_no_order(set_back: Site) -> None:
    given, withdrawn = Event.objects.get(key="given"), Event.objects.get(key="withdrawn")
    assert withdrawn.at_server < given.at_server and withdrawn.site_seq == given.site_seq + 1
    assert list(verify()) == [(set_back, 3, [])]
    with rebuilt():
        assert not Membership.objects.filter(role="nurse").exists()


def test_rows_of_several_sites_stand_in_the_order_of_the_clock_that_went_furthest(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, user, now = new_site("amman", "Amman"), new_user("nurse"), timezone.now()
    for hours, where in ((1, site), (2, other), (-9, other), (3, site)):
        monkeypatch.setattr(writing.timezone, "now", lambda hours=hours: now + timedelta(hours=hours))
        give_role(where, user, "nurse", "tests", f"after {hours}")
    assert [each.key for each in in_order()][2:] == ["after 1", "after 2", "after -9", "after 3"]


def test_health_says_that_the_clock_was_set_back(set_back: Site) -> None:
    row = next(each for each in health.health_of() if each.name == "Clock")
    assert row.state == "bad" and "before the last row of the book" in row.stands and "keep their order" in row.do
    assert clock.behind() == Event.objects.get(key="given").at_server


@SQLITE
def test_verify_and_health_say_that_a_page_is_spoilt(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("hevesy_service.desk.health", "hevesy_service.database.sound"):
        monkeypatch.setattr(f"{module}.damage", lambda thorough=False: ["Tree 7 page 9: btreeInitPage() returns 11"])
    row = next(each for each in health.health_of() if each.name == "Database file")
    assert row.state == "bad" and "last good back-up" in row.do
    assert verified(as_json=False) == 6
    said = capsys.readouterr().err
    assert "The database file is damaged: Tree 7 page 9" in said and "hevesy service restore" in said


def test_what_is_written_once_is_whole_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    assert write_once(file, "first") and not write_once(file, "second")
    assert file.read_text() == "first" and [each.name for each in tmp_path.iterdir()] == ["secret"]
    assert file.stat().st_mode & 0o077 == 0
