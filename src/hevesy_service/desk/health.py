"""How the installation does: each thing that may go wrong unseen, how it stands, and what to do."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings
from django.db import connection

from hevesy import __version__
from hevesy.words import sentence
from hevesy_service.book.clock import behind
from hevesy_service.book.verify import verify
from hevesy_service.database.sound import damage
from hevesy_service.refusals import Damaged

GOOD, LOOK, BAD = "good", "look", "bad"
SOUND_SQLITE = (3, 51, 3)  # before it, a checkpoint that meets a writer may lose what was written (WAL reset)
FREE_BYTES = 2 * 1024**3
BACKUP_EVERY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Health:
    """One thing: its name, how it stands, whether that is good, and what to do where it is not."""

    name: str
    stands: str
    state: str = GOOD
    do: str = ""


def health_of() -> Iterator[Health]:
    """Everything there is to see."""
    yield Health("Hevesy", f"{__version__}, Python {platform.python_version()}, Django {django.get_version()}")
    yield _database()
    yield from _pages()
    yield _disk()
    yield _backup()
    yield from _chains()
    yield _clock()


def _database() -> Health:
    if connection.vendor != "sqlite":
        with connection.cursor() as asked:
            asked.execute("SHOW server_version")
            return Health("Database", f"PostgreSQL {asked.fetchone()[0]}")
    said = f"SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info >= SOUND_SQLITE:
        return Health("Database", said)
    return Health(
        "Database", f"{said}: older than 3.51.3, in which a rare fault of its write-ahead log was mended", LOOK,
        "Hevesy writes one at a time and puts the log away only then, which avoids it; update Python when you can.",
    )  # fmt: skip


def _pages() -> Iterator[Health]:
    """Nothing where they are sound: then the books are read, which says more."""
    for found in damage():
        yield Health("Database file", found, BAD, sentence(Damaged()))


def _disk() -> Health:
    free = shutil.disk_usage(settings.HOME.folder).free
    said = f"{free / 1024**3:.1f} GiB free"
    if free >= FREE_BYTES:
        return Health("Disk", said)
    return Health("Disk", said, BAD, f"Make room on the disk of {settings.HOME.folder}; under 2 GiB writing may stop.")


def _backup() -> Health:
    files = sorted(settings.HOME.backups.glob("*")) if settings.HOME.backups.is_dir() else []
    if not files:
        return Health("Back-up", "none yet", BAD, "Run: hevesy service backup, and keep the file on another disk.")
    last = datetime.fromtimestamp(files[-1].stat().st_mtime, UTC)
    old = datetime.now(UTC) - last > BACKUP_EVERY
    do = "Run: hevesy service backup" if old else ""
    return Health("Back-up", f"{last:%Y-%m-%d %H:%M} UTC", LOOK if old else GOOD, do)


def _chains() -> Iterator[Health]:
    for site, rows, wrong in verify():
        if wrong:
            first = wrong[0]
            said, do = f"row {first.site_seq}: {first.why}", "Stop writing, and restore the last good back-up."
            yield Health(f"Book of {site.name}", said, BAD, do)
        else:
            yield Health(f"Book of {site.name}", f"{rows} rows, whole")


def _clock() -> Health:
    said, last = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", behind()
    if last is None:
        return Health("Clock", said)
    do = "Set the clock. Rows keep their order, which is not told by the clock, but their times will look wrong."
    return Health("Clock", f"{said}, before the last row of the book ({last:%Y-%m-%d %H:%M} UTC)", BAD, do)
