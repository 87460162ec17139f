"""Which database an installation has, and which one reads a copy."""

from __future__ import annotations

import os
from collections.abc import Mapping

from hevesy_service.backup.sqlite import Sqlite
from hevesy_service.backup.stores import Store
from hevesy_service.home import Home


def store_of(home: Home, environment: Mapping[str, str] = os.environ) -> Store:
    """The database of an installation: SQLite in its folder, or what DATABASE_URL names."""
    address = environment.get("DATABASE_URL", "")
    if address:
        from hevesy_service.backup.postgresql import Postgresql

        return Postgresql(address)
    return Sqlite(home.database)


def store_of_kind(kind: str, home: Home) -> Store:
    """The one that can read a copy of a kind; raises KeyError where none can."""
    from hevesy_service.backup.postgresql import Postgresql

    known: dict[str, Store] = {Sqlite.kind: Sqlite(home.database), Postgresql.kind: Postgresql("")}
    return known[kind]
