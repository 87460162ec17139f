"""SQLite for a service with several processes: write-ahead log, synced at each commit, one writer at a time.

With `synchronous=FULL` a commit that was answered survives a power cut; with NORMAL it need not. Checkpoints run only
under the gate, when the log has grown, so that none meets a writer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base, features

from hevesy_service.database.gate import Gate, TooBusy

LOG_BYTES = 4 * 1024 * 1024  # of the write-ahead log, from which on it is put into the database file
PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA wal_autocheckpoint=0; "
    f"PRAGMA journal_size_limit={LOG_BYTES}; "
    "PRAGMA mmap_size=0"
)
OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 20.0, "init_command": PRAGMAS}
READS = ("SELECT", "EXPLAIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "WITH")


class Features(features.DatabaseFeatures):
    """Without INSERT ... RETURNING, whose write ends only when its rows are fetched, which is after the gate."""

    can_return_columns_from_insert = False
    can_return_rows_from_bulk_insert = False


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that goes through the gate for each transaction, and for each single write outside one."""

    features_class = Features

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._own_gate: Gate | None = None
        self.execute_wrappers.append(self._write_through_the_gate)

    @property
    def gate(self) -> Gate | None:
        """The gate of the database's file; None for one in memory, which no other process sees."""
        if self.is_in_memory_db():
            return None
        if self._own_gate is None:
            self._own_gate = Gate(Path(self.settings_dict["NAME"]))
        return self._own_gate

    def _start_transaction_under_autocommit(self) -> None:
        self._enter()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
            self._checkpoint()
        finally:
            self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave()

    def _write_through_the_gate(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        gate = self.gate
        if gate is None or gate.held or sql.lstrip("( \n").upper().startswith(READS):
            return execute(sql, params, many, context)
        self._enter()
        try:
            found = execute(sql, params, many, context)
            self._checkpoint()
            return found
        finally:
            self._leave()

    def _enter(self) -> None:
        if self.gate is not None:
            try:
                self.gate.enter()
            except (TooBusy, OSError) as error:  # the disk is full, or may not be written to
                raise OperationalError(str(error)) from error

    def _leave(self) -> None:
        if self._own_gate is not None:
            self._own_gate.leave()

    def _checkpoint(self) -> None:
        """Put the log into the database file when it has grown; only ever called inside the gate.

        What was committed is safe in the log, so it is no fault of the writer's when this cannot be done now: a row is
        still being read, or the disk is full. The next writer tries again.
        """
        if self.gate is None:
            return
        log = Path(f"{self.settings_dict['NAME']}-wal")
        if log.exists() and log.stat().st_size > LOG_BYTES:
            with suppress(sqlite3.Error):
                self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
