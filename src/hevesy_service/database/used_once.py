"""The cache of what may be used once, in the database: what cannot be written is told, and not taken for used."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction
from django.utils import timezone


class UsedOnce(DatabaseCache):
    """Django's own takes every fault of the database for somebody else's key: on a full disk, a lock never free."""

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether the key was free; raises what the database says where the key is free and cannot be written."""
        added: bool = super().add(key, value, timeout, version)
        if not added and not self.has_key(key, version):
            self._prove_writable(self.make_and_validate_key(key, version=version))
        return added

    def _prove_writable(self, key: str) -> None:
        """A row that is over already, written and taken away: raises DatabaseError where that cannot be done."""
        where = router.db_for_write(self.cache_model_class)
        table = connections[where].ops.quote_name(self._table)  # type: ignore[attr-defined]
        probe = f"{key} probe"
        with connections[where].cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE cache_key = %s", [probe])
            with transaction.atomic(using=where):
                row = [probe, "", connections[where].ops.adapt_datetimefield_value(timezone.now())]
                cursor.execute(f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s)", row)
            cursor.execute(f"DELETE FROM {table} WHERE cache_key = %s", [probe])
