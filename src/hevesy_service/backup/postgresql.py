"""Back-ups of PostgreSQL: what its own pg_dump writes, of the moment at which the heads were read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from hevesy_service.backup.stores import HEADS, Heads, Store, first_columns
from hevesy_service.refusals import BackupFailed, HomeNotEmpty

AS_ENVIRONMENT = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
}  # fmt: skip
PLAIN = ("--no-owner", "--no-privileges")
COLUMNS = {"book_site": ("id", "code"), "book_event": ("site_id", "site_seq", "hash")}


@dataclass(frozen=True, slots=True)
class Postgresql(Store):
    """The database that an address names. Its word never stands on a command line, where others could read it."""

    address: str
    kind: ClassVar[str] = "postgresql"
    name: ClassVar[str] = "hevesy.pgdump"

    def exists(self) -> bool:
        return True

    @contextmanager
    def copied(self, folder: Path) -> Iterator[tuple[Path, Heads]]:
        """A snapshot that the reader of the heads exports, and pg_dump takes over."""
        import psycopg

        copy = folder / self.name
        with psycopg.connect(self.address) as reading:
            reading.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            found = reading.execute("SELECT pg_export_snapshot()").fetchone()
            heads = first_columns(iter(reading.execute(HEADS).fetchall()))
            snapshot = f"--snapshot={found[0] if found else ''}"
            self._run("pg_dump", "--format=custom", *PLAIN, snapshot, f"--file={copy}")
        yield copy, heads

    def heads_in(self, copy: Path) -> Heads:
        """All of the dump is written out as SQL again, and the book in it read."""
        command = ["pg_restore", *PLAIN, "--file=-", str(copy)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, encoding="utf-8") as told:
            assert told.stdout is not None and told.stderr is not None
            heads = _heads(iter(told.stdout))
            wrong = told.stderr.read().strip()
        if told.returncode:
            raise ValueError(f"its database is damaged: {wrong}")
        return heads

    def put(self, copy: Path) -> None:
        """Into a database without tables, all of it or nothing."""
        import psycopg

        with psycopg.connect(self.address) as asking:
            row = asking.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
            if row and row[0]:
                raise HomeNotEmpty(folder="DATABASE_URL")
        into = f"--dbname={self._said()['dbname']}"
        self._run("pg_restore", *PLAIN, "--single-transaction", "--exit-on-error", into, str(copy))

    def _run(self, *command: str) -> None:
        """Run a program of PostgreSQL's; raises BackupFailed with what it says."""
        said = self._said()
        more = {name: str(said[key]) for key, name in AS_ENVIRONMENT.items() if said.get(key)}
        try:
            done = subprocess.run(command, env={**os.environ, **more}, capture_output=True, text=True, check=False)
        except FileNotFoundError as error:
            raise BackupFailed(why=f"{command[0]} of PostgreSQL is not installed here") from error
        if done.returncode:
            raise BackupFailed(why=(done.stderr.strip().splitlines() or ["it said nothing"])[0])

    def _said(self) -> dict[str, Any]:
        """The parts of the address."""
        from psycopg.conninfo import conninfo_to_dict

        return dict(conninfo_to_dict(self.address))


def _heads(lines: Iterator[str]) -> Heads:
    """The heads in a dump as SQL text."""
    sites: dict[str, str] = {}
    last: dict[str, tuple[int, str]] = {}
    for table, row in _rows(lines):
        if table == "book_site":
            sites[row["id"]] = row["code"]
        else:
            last[row["site_id"]] = max(last.get(row["site_id"], (0, "")), (int(row["site_seq"]), row["hash"]))
    return {code: list(last[site]) for site, code in sorted(sites.items(), key=lambda each: each[1]) if site in last}


def _rows(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of the two tables: `COPY public.book_site (id, code, ...) FROM stdin;`, then one line each."""
    for line in lines:
        table = line.removeprefix("COPY public.").partition(" ")[0]
        if not line.startswith("COPY public.") or table not in COLUMNS:
            continue
        columns = [each.strip(' "') for each in line[line.index("(") + 1 : line.index(")")].split(",")]
        for each in lines:
            if each == "\\.\n":
                break
            row = dict(zip(columns, each.rstrip("\n").split("\t"), strict=True))
            yield table, {name: row[name] for name in COLUMNS[table]}
