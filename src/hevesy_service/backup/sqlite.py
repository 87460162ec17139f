"""Back-ups of SQLite: a copy of the file that SQLite itself makes, also while others write."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from hevesy_service.backup.stores import HEADS, Heads, Store, first_columns
from hevesy_service.home import synced


@dataclass(frozen=True, slots=True)
class Sqlite(Store):
    """The database in a file."""

    database: Path
    kind: ClassVar[str] = "sqlite"
    name: ClassVar[str] = "hevesy.sqlite3"

    def exists(self) -> bool:
        return self.database.exists()

    @contextmanager
    def copied(self, folder: Path) -> Iterator[tuple[Path, Heads]]:
        """Its heads are read in the copy, so that they are of the same moment."""
        copy = folder / self.name
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        yield copy, heads(copy)

    def heads_in(self, copy: Path) -> Heads:
        try:
            return heads(copy)
        except sqlite3.DatabaseError as error:
            raise ValueError(f"its database is damaged: {error}") from error

    def put(self, copy: Path) -> None:
        part = self.database.with_name(f"{self.database.name}.part")
        shutil.copyfile(copy, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(part, self.database)
        synced(self.database.parent)


def heads(database: Path) -> Heads:
    """For each site's code: how many rows its chain has, and its last hash. Raises what SQLite finds wrong."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as opened:
        sound = opened.execute("PRAGMA integrity_check").fetchone()[0]
        if sound != "ok":
            raise sqlite3.DatabaseError(sound)
        return first_columns(opened.execute(HEADS))
