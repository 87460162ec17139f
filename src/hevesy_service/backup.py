"""Back-ups: the database as it stood at one moment, encrypted, written whole or not at all, and read back at once.

The file is in the format of age (age-encryption.org), so that other programs can open it too. Inside is a tar with the
database and a manifest: when, by which version, and the last hash of each site's chain, by which one can tell later
that nothing before it was written anew. The key lies beside the database and belongs on paper as well: without it
nobody reads the file, on this machine or another.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage

from hevesy import __version__
from hevesy_service.home import Home, synced, write_once
from hevesy_service.refusals import BackupUnreadable, HomeNotEmpty, NotOfSqlite

DATABASE, MANIFEST = "hevesy.sqlite3", "manifest.json"
ENDING = ".tar.age"


@dataclass(frozen=True, slots=True)
class Backup:
    """A back-up that was read back: its file, what its manifest says, and whether the key was made just now."""

    file: Path
    manifest: dict[str, Any]
    new_key: str = ""


def back_up(home: Home, folder: Path | None = None) -> Backup:
    """Write a back-up into a folder (that of the home), and read it back; a file that cannot be read is not kept."""
    if not home.database.exists():
        raise NotOfSqlite()
    folder = folder or home.backups
    folder.mkdir(parents=True, exist_ok=True)
    key, is_new = _key(home)
    now = datetime.now(UTC)
    file, part = (folder / f"hevesy-{now:%Y%m%dT%H%M%SZ}{ending}" for ending in (ENDING, ".part"))
    try:
        with _copied(home.database) as copy:
            manifest = {"hevesy": __version__, "made": now.isoformat(timespec="seconds"), "heads": heads(copy)}
            _write(part, _packed(copy, manifest), pyrage.x25519.Identity.from_str(key).to_public())
        read = _manifest(part, key)
        os.replace(part, file)
        synced(folder)
    finally:
        part.unlink(missing_ok=True)
    return Backup(file, read, key if is_new else "")


def restore(file: Path, home: Home, key: str = "") -> Backup:
    """Put the database of a back-up into a home that has none; raises BackupUnreadable, and changes nothing then."""
    if home.database.exists():
        raise HomeNotEmpty(folder=home.folder)
    key = key or _key(home)[0]
    with _unpacked(file, key) as (database, manifest):
        found = heads(database)
        if found != manifest["heads"]:
            raise BackupUnreadable(file=file, why="the chains inside are not those that its manifest names")
        part = home.made().folder / f"{DATABASE}.part"
        shutil.copyfile(database, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(part, home.database)
        synced(home.folder)
    (home.folder / "backup.key").unlink(missing_ok=True)
    write_once(home.folder / "backup.key", key)
    return Backup(file, manifest)


def heads(database: Path) -> dict[str, list[Any]]:
    """For each site's code: how many rows its chain has, and its last hash. Raises what SQLite finds wrong."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        sound = opened.execute("PRAGMA integrity_check").fetchone()[0]
        if sound != "ok":
            raise sqlite3.DatabaseError(sound)
        rows = opened.execute(
            "SELECT s.code, e.site_seq, e.hash FROM book_site s JOIN book_event e ON e.site_id = s.id "
            "WHERE e.site_seq = (SELECT max(site_seq) FROM book_event WHERE site_id = s.id) ORDER BY s.code"
        )
        return {code: [number, last] for code, number, last in rows}


def _key(home: Home) -> tuple[str, bool]:
    """The key of the home's back-ups, and whether it was made just now."""
    file = home.made().folder / "backup.key"
    is_new = not file.exists() and write_once(file, str(pyrage.x25519.Identity.generate()))
    return file.read_text("ascii").strip(), is_new


@contextmanager
def _copied(database: Path) -> Iterator[Path]:
    """The database as it stands at one moment, also while others write."""
    with tempfile.TemporaryDirectory(dir=database.parent, prefix="copy-") as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        yield copy


def _packed(database: Path, manifest: dict[str, Any]) -> io.BytesIO:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        text = json.dumps(manifest, indent=1).encode("utf-8")
        about = tarfile.TarInfo(MANIFEST)
        about.size = len(text)
        tar.addfile(about, io.BytesIO(text))
        tar.add(database, DATABASE)
    packed.seek(0)
    return packed


def _write(part: Path, packed: io.BytesIO, recipient: pyrage.x25519.Recipient) -> None:
    with part.open("wb") as writing:
        pyrage.encrypt_io(packed, writing, [recipient])
        writing.flush()
        os.fsync(writing.fileno())


def _manifest(file: Path, key: str) -> dict[str, Any]:
    with _unpacked(file, key) as (database, manifest):
        if heads(database) != manifest["heads"]:
            raise BackupUnreadable(file=file, why="the chains inside are not those that its manifest names")
        return manifest


@contextmanager
def _unpacked(file: Path, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The database of a back-up in a folder that is gone afterwards, and its manifest."""
    encrypted = io.BytesIO(file.read_bytes())
    with tempfile.TemporaryDirectory(prefix="hevesy-restore-") as folder:
        try:
            manifest = _extracted(encrypted, key, folder)
        except _UNREADABLE as error:
            why = "it is cut short or damaged, or the key is not the one it was written with"
            raise BackupUnreadable(file=file, why=why) from error
        try:
            yield Path(folder) / DATABASE, manifest
        except sqlite3.DatabaseError as error:
            raise BackupUnreadable(file=file, why=f"its database is damaged: {error}") from error


# decrypt_io says of what it cannot read that it is an OSError; the file itself was read before
_UNREADABLE = (pyrage.DecryptError, pyrage.IdentityError, OSError, tarfile.TarError, KeyError, ValueError)


def _extracted(encrypted: io.BytesIO, key: str, folder: str) -> dict[str, Any]:
    """Put what is inside into a folder; the manifest."""
    plain = io.BytesIO()
    pyrage.decrypt_io(encrypted, plain, [pyrage.x25519.Identity.from_str(key)])
    plain.seek(0)
    with tarfile.open(fileobj=plain) as tar:
        tar.extractall(folder, members=[tar.getmember(MANIFEST), tar.getmember(DATABASE)], filter="data")
    manifest: dict[str, Any] = json.loads((Path(folder) / MANIFEST).read_text("utf-8"))
    return manifest
