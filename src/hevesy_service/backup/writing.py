"""Writing a back-up, and putting one back.

The key lies beside the database and belongs on paper as well: without it nobody reads the file, on this machine or
another.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage
from filelock import FileLock, Timeout

from hevesy import __version__
from hevesy_service.backup.names import PART, name_of
from hevesy_service.backup.sealed import opened, scratch, seal
from hevesy_service.backup.stores import Store
from hevesy_service.backup.which_store import store_of
from hevesy_service.home import Home, synced, write_once
from hevesy_service.refusals import BackupUnreadable, Busy, HomeNotEmpty, NoDatabase

SEEN = "backup.key.seen"
WAIT_SECONDS = 600.0  # for another back-up of the same installation


@dataclass(frozen=True, slots=True)
class Backup:
    """A back-up that was read back: its file, what its manifest says, and whether the key was made just now."""

    file: Path
    manifest: dict[str, Any]
    new_key: str = ""


def back_up(
    home: Home, folder: Path | None = None, store: Store | None = None, now: datetime | None = None, why: str = ""
) -> Backup:
    """Write a back-up into a folder (that of the home), and read it back; a file that cannot be read is not kept."""
    store, now = store or store_of(home), now or datetime.now(UTC)
    if not store.exists():
        raise NoDatabase()
    folder = folder or home.backups
    folder.mkdir(parents=True, exist_ok=True)
    key, is_new = key_of(home)
    with one_at_a_time(home), new_file(folder / name_of(now, why)) as part:
        with scratch(home) as room, store.copied(room) as (copy, heads):
            manifest = {"hevesy": __version__, "made": now.isoformat(timespec="seconds"), "database": store.kind,
                        "heads": heads}  # fmt: skip
            seal(copy, manifest, part, key)
        with opened(part, key, home) as (_copy, read):
            pass
    return Backup(folder / name_of(now, why), read, key if is_new else "")


def restore(file: Path, home: Home, key: str = "", store: Store | None = None) -> Backup:
    """Put the database of a back-up where there is none; raises BackupUnreadable, and changes nothing then."""
    store = store or store_of(home)
    if home.database.exists():
        raise HomeNotEmpty(folder=home.folder)
    key = key or key_of(home)[0]
    with opened(file, key, home) as (copy, manifest):
        _fits(file, manifest, store)
        store.put(copy)
    (home.folder / "backup.key").unlink(missing_ok=True)
    write_once(home.folder / "backup.key", key)
    return Backup(file, manifest)


def _fits(file: Path, manifest: dict[str, Any], store: Store) -> None:
    kind = manifest.get("database", "sqlite")
    if kind != store.kind:
        where = "leave DATABASE_URL empty" if kind == "sqlite" else "name an empty database in DATABASE_URL"
        raise BackupUnreadable(file=file, why=f"it is of {kind} and not of {store.kind}: {where}")


@contextmanager
def new_file(file: Path) -> Iterator[Path]:
    """A name beside it to write to, which becomes the file's when the block ends well, and is gone when it does not."""
    part = file.with_name(file.name + PART)
    try:
        yield part
        os.replace(part, file)
        synced(file.parent)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def one_at_a_time(home: Home) -> Iterator[None]:
    """Two back-ups of an installation never run at once."""
    try:
        with FileLock(home.made().folder / "backup.lock", timeout=WAIT_SECONDS):
            yield
    except Timeout as error:
        raise Busy() from error


def key_of(home: Home) -> tuple[str, bool]:
    """The key of the home's back-ups, and whether it was made just now."""
    file = home.made().folder / "backup.key"
    is_new = not file.exists() and write_once(file, str(pyrage.x25519.Identity.generate()))
    return file.read_text("ascii").strip(), is_new


def public_key(home: Home) -> str:
    """What says whose back-ups these are, and opens none."""
    return str(pyrage.x25519.Identity.from_str(key_of(home)[0]).to_public())


def key_for_paper(home: Home) -> tuple[str, str]:
    """The key and what it opens; from now on the installation knows that somebody has seen it."""
    key = key_of(home)[0]
    if not is_on_paper(home):
        write_once(home.folder / SEEN, "seen")
    return key, public_key(home)


def is_on_paper(home: Home) -> bool:
    """Whether the key was ever printed; nobody can know whether it was kept."""
    return (home.folder / SEEN).exists()
