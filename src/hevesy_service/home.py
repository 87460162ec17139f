"""Where an installation keeps its things: one folder that only its owner can read."""

from __future__ import annotations

import os
import secrets
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

    def made(self) -> Home:
        """The same, with its folder there and closed to others."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def secret(self) -> str:
        """The key that signs sessions and links; made once, never printed, never in the environment."""
        file = self.made().folder / "secret"
        try:
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return file.read_text("ascii")
        with os.fdopen(handle, "w", encoding="ascii") as writing:
            writing.write(secrets.token_urlsafe(KEY_LETTERS))
        return file.read_text("ascii")
