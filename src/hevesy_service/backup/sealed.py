"""The file of a back-up: in the format of age (age-encryption.org), so that other programs can open it too.

Inside is a tar with the database and a manifest: when, by which version, and the last hash of each site's chain, by
which one can tell later that nothing before it was written anew.
"""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyrage

from hevesy_service.backup.which_store import store_of_kind
from hevesy_service.home import Home
from hevesy_service.refusals import BackupUnreadable

MANIFEST = "manifest.json"
SCRATCH = "copy-"  # begins the name of a folder that is gone afterwards
# decrypt_io says of what it cannot read that it is an OSError, without a number
UNREADABLE = (pyrage.DecryptError, pyrage.IdentityError, OSError, tarfile.TarError, KeyError, ValueError)


@contextmanager
def scratch(home: Home) -> Iterator[Path]:
    """A folder in the home, closed to others, for what is not encrypted yet or any more."""
    with tempfile.TemporaryDirectory(dir=home.made().folder, prefix=SCRATCH) as folder:
        yield Path(folder)


def seal(copy: Path, manifest: dict[str, Any], file: Path, key: str) -> None:
    """Write the file of a back-up, down to the disk."""
    packed = copy.with_name("packed.tar")
    with tarfile.open(packed, mode="w") as tar:
        text = json.dumps(manifest, indent=1).encode("utf-8")
        about = tarfile.TarInfo(MANIFEST)
        about.size = len(text)
        tar.addfile(about, io.BytesIO(text))
        tar.add(copy, copy.name)
    with packed.open("rb") as reading, file.open("wb") as writing:
        pyrage.encrypt_io(reading, writing, [pyrage.x25519.Identity.from_str(key).to_public()])
        writing.flush()
        os.fsync(writing.fileno())


@contextmanager
def opened(file: Path, key: str, home: Home) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The database of a back-up in a scratch folder, and its manifest, with whose heads it was compared.

    Raises BackupUnreadable where it is cut short, damaged, of another key, or other than its manifest says.
    """
    with scratch(home) as folder:
        try:
            manifest = _extracted(file, key, folder)
            store = store_of_kind(manifest.get("database", "sqlite"), home)
        except UNREADABLE as error:
            _blame_the_disk(error, file, folder)
            why = "it is cut short or damaged, or the key is not the one it was written with"
            raise BackupUnreadable(file=file, why=why) from error
        try:
            found = store.heads_in(folder / store.name)
        except ValueError as error:
            raise BackupUnreadable(file=file, why=str(error)) from error
        if found != manifest["heads"]:
            raise BackupUnreadable(file=file, why="the chains inside are not those that its manifest names")
        yield folder / store.name, manifest


def _blame_the_disk(error: BaseException, file: Path, folder: Path) -> None:
    """Raise what the system says where there is no room to open the file, which is no fault of the file."""
    if isinstance(error, OSError) and error.errno:
        raise error
    if shutil.disk_usage(folder).free < file.stat().st_size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error


def _extracted(file: Path, key: str, folder: Path) -> dict[str, Any]:
    """Put what is inside into a folder; the manifest."""
    packed = folder / "packed.tar"
    with file.open("rb") as reading, packed.open("wb") as writing:
        pyrage.decrypt_io(reading, writing, [pyrage.x25519.Identity.from_str(key)])
    with tarfile.open(packed) as tar:
        tar.extractall(folder, filter="data")
    packed.unlink()
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    return manifest
