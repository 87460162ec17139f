"""Where an installation keeps its things: one folder that only its owner can read."""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

KEY_LETTERS = 50


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of an installation, from HEVESY_HOME or `.hevesy` where one stands."""

    folder: Path

    @classmethod
    def of_environment(cls) -> Home:
        """The home that the environment names."""
        return cls(Path(os.environ.get("HEVESY_HOME") or ".hevesy").expanduser().resolve())

    @property
    def database(self) -> Path:
        return self.folder / "hevesy.sqlite3"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def paper(self) -> Path:
        return self.folder / "paper"

    def made(self) -> Home:
        """The same, with its folder there and closed to others."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def secret(self) -> str:
        """The key that signs sessions and links; made once, never printed, never in the environment."""
        file = self.made().folder / "secret"
        if not file.exists():
            write_once(file, secrets.token_urlsafe(KEY_LETTERS))
        return file.read_text("ascii")


def write_once(file: Path, text: str) -> bool:
    """Put a text into a new file that only its owner can read; False where somebody was first, whose text stays.

    The file is there whole or not at all, also after a power cut.
    """
    handle, part = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as writing:
            writing.write(text)
            writing.flush()
            os.fsync(writing.fileno())
        os.link(part, file)
    except FileExistsError:
        return False
    finally:
        os.unlink(part)
    synced(file.parent)
    return True


def synced(folder: Path) -> None:
    """A new name in a folder outlives a power cut only when the folder is synced; Windows has no such call."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
