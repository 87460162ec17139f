"""Upgrades: the tables of each earlier version, as they were kept, are brought up to this one and lose nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from tests.service.kept_schemas import KEPT, kept, of_sqlite

from hevesy_service.accounts.models import User
from hevesy_service.backup.sealed import opened
from hevesy_service.backup.sqlite import Sqlite, heads
from hevesy_service.backup.writing import key_of, restore
from hevesy_service.book.comparing import differences
from hevesy_service.book.models import Event
from hevesy_service.book.verify import head, verify
from hevesy_service.book.writing import kinds
from hevesy_service.database.pointing import pointed_at
from hevesy_service.home import Home
from hevesy_service.refusals import DiskFull, NewerDatabase
from hevesy_service.upgrading import up_to_date

# of the two books that were kept: 1 opened, 6 of roles, 3 of tokens; and 3 of a plan, 5 of figures, 4 of centres
ROWS = {"0.1.0": {"first": 22, "second": 10}}


@pytest.fixture
def home(tmp_path: Path, django_db_blocker: Any) -> Iterator[Home]:
    with django_db_blocker.unblock():
        yield Home(tmp_path / "home").made()


@pytest.mark.slow("brings two dozen tables up to date, and builds them anew")
@pytest.mark.parametrize("version", KEPT)
def test_an_earlier_version_is_brought_up_to_this_one(version: str, home: Home) -> None:
    with kept(version, home) as store:
        stood = list(Event.objects.order_by("site", "site_seq").values_list("id", "hash", "body"))
        made = up_to_date(home, store)
        assert [(site.code, rows, wrong) for site, rows, wrong in verify()] == [
            (code, rows, []) for code, rows in ROWS[version].items()
        ]
        assert list(Event.objects.order_by("site", "site_seq").values_list("id", "hash", "body")) == stood
        assert differences() == []
        if made is not None:
            assert made.manifest["heads"] == {site.code: [rows, head(site)] for site, rows, _ in verify()}
        assert up_to_date(home, store) is None
        _reads(Client())


def _reads(client: Client) -> None:
    """What was kept is read by the pages of this version, once the person has put off the second factor it asks for."""
    client.force_login(User.objects.get(username="ada"), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/second-factor/later/", {"key": str(uuid4())})
    for path in ("/", "/sites/first/", "/sites/first/book/", "/health/"):
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("version", KEPT[-1:])
def test_the_last_kept_schema_has_a_row_of_each_type_it_knew(version: str, home: Home) -> None:
    with kept(version, home):
        written = set(Event.objects.values_list("type", flat=True))
        assert len(written) == 15 and written <= kinds()


@pytest.mark.slow("brings two dozen tables up to date")
def test_one_goes_back_by_the_back_up_from_before(home: Home, tmp_path: Path) -> None:
    """As the manual says: the file from before the upgrade, in a new home, is the earlier version's again."""
    old, again = tmp_path / "old.sqlite3", Home(tmp_path / "again")
    of_sqlite("0.1.0", old)
    of_sqlite("0.1.0", home.database)
    if connection.vendor != "sqlite":
        pytest.skip("looks into SQLite's files; that of PostgreSQL is restored in test_backup.py")
    with pointed_at(home.database):
        made = up_to_date(home, Sqlite(home.database))
    assert made is not None and made.file.name.endswith("-before-upgrade.tar.age")
    restore(made.file, again, key_of(home)[0], Sqlite(again.database))
    assert heads(again.database) == heads(old)
    assert migrations(again.database) == migrations(old) < migrations(home.database)


def migrations(file: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as asked:
        return set(asked.execute("SELECT app, name FROM django_migrations"))


def test_nothing_is_brought_up_to_date_without_a_back_up(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **named: object) -> None:
        raise DiskFull()

    monkeypatch.setattr("hevesy_service.upgrading.back_up", full)
    with kept("0.1.0", home) as store:
        with pytest.raises(DiskFull):
            up_to_date(home, store)
        assert "backup_attempt" not in connection.introspection.table_names()


def test_what_a_later_version_has_worked_with_is_left_alone(home: Home) -> None:
    with kept("0.1.0", home) as store:
        with connection.cursor() as writing:
            columns, values = "(app, name, applied)", "('book', '0099_later', '2027-01-01')"
            writing.execute(f"INSERT INTO django_migrations {columns} VALUES {values}")
        with pytest.raises(NewerDatabase, match="it knows book 0099_later"):
            up_to_date(home, store)
        assert "backup_attempt" not in connection.introspection.table_names()


@pytest.mark.slow("brings an installation of before up to date")
def test_the_back_up_from_before_opens_with_the_key_of_the_home(home: Home) -> None:
    with kept("0.1.0", home) as store:
        made = up_to_date(home, store)
        assert made is not None
        with opened(made.file, key_of(home)[0], home) as (_copy, manifest):
            assert manifest["heads"] == made.manifest["heads"]
