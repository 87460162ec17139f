"""Databases of earlier versions, as tools/keep_schema.py kept them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections

from hevesy_service.backup.sqlite import Sqlite
from hevesy_service.backup.stores import Store
from hevesy_service.database.pointing import pointed_at
from hevesy_service.home import Home

SCHEMAS = Path(__file__).parent / "schemas"
KEPT = sorted(each.name.removesuffix(".sqlite.sql") for each in SCHEMAS.glob("*.sqlite.sql"))


def of_sqlite(version: str, file: Path) -> None:
    with closing(sqlite3.connect(file)) as made:
        made.executescript((SCHEMAS / f"{version}.sqlite.sql").read_text("utf-8"))


@contextmanager
def of_postgresql(version: str = "") -> Iterator[str]:
    """A database of its own beside the tests', with the tables of a version, or empty; its address."""
    import psycopg

    said, name = connection.settings_dict, f"kept_{version.replace('.', '_') or 'empty'}"
    to = {"host": said["HOST"], "port": said["PORT"], "user": said["USER"], "password": said["PASSWORD"] or None}
    with closing(psycopg.connect(dbname="postgres", autocommit=True, **to)) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        with closing(psycopg.connect(dbname=name, autocommit=True, **to)) as made:
            if version:
                made.execute((SCHEMAS / f"{version}.postgresql.sql").read_text("utf-8").encode())
        try:
            yield f"postgresql://{said['USER']}@{said['HOST']}:{said['PORT']}/{name}"
        finally:
            connection.close()
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def kept(version: str, home: Home) -> Iterator[Store]:
    """Django's connection at the database of an earlier version."""
    if connection.vendor == "sqlite":
        of_sqlite(version, home.made().database)
        with pointed_at(home.database):
            yield Sqlite(home.database)
        return
    from hevesy_service.backup.postgresql import Postgresql

    said = connections["default"].settings_dict
    with of_postgresql(version) as address:
        before = said["NAME"]
        connection.close()
        said["NAME"] = address.rpartition("/")[2]
        try:
            yield Postgresql(address)
        finally:
            connection.close()
            said["NAME"] = before
