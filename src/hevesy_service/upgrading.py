"""The tables brought up to this version: never those of a later one, and never without a back-up of what stood."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hevesy_service.backup.stores import Store
from hevesy_service.backup.writing import Backup, back_up
from hevesy_service.home import Home
from hevesy_service.refusals import NewerDatabase

WHY = "before-upgrade"


def up_to_date(home: Home, store: Store | None = None) -> Backup | None:
    """Bring the tables up to this version; the back-up of an earlier one that was made before, None where none was due.

    Raises NewerDatabase where a later version was here, and what hinders the back-up; then nothing is changed.
    """
    from django.core.management import call_command

    waiting, done = _migrations()
    if not waiting:
        return None
    kept = back_up(home, store=store, why=WHY) if done else None
    with _whole_or_not_at_all():
        call_command("migrate", verbosity=0, interactive=False)
    return kept


def _migrations() -> tuple[bool, bool]:
    """Whether any waits, and whether any was done before."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    found = executor.loader
    ours = {each.label for each in apps.get_app_configs() if each.name.startswith("hevesy_service.")}
    unknown = sorted(each for each in set(found.applied_migrations) - set(found.disk_migrations) if each[0] in ours)
    if unknown:
        raise NewerDatabase(name=" ".join(unknown[0]))
    return bool(executor.migration_plan(found.graph.leaf_nodes())), bool(found.applied_migrations)


@contextmanager
def _whole_or_not_at_all() -> Iterator[None]:
    """All new tables of a start in one transaction of SQLite.

    Django writes down that a migration was done after the tables are there, so that a power cut in between would have
    it done again at every start, and fail. SQLite can't stop looking at foreign keys within a transaction, so it is
    told before. On PostgreSQL each migration stays a transaction of its own.
    """
    from django.db import connection, transaction

    if connection.vendor != "sqlite":
        yield
        return
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
    finally:
        connection.enable_constraint_checking()
