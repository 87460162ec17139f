"""Which software this is: its version, and a mark over every file of it, so that one changed letter is seen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from hevesy import __version__

PACKAGES = ("hevesy", "hevesy_service")
MARK_LETTERS = 12
MADE_HERE = ("__pycache__",)  # what Python and the compiler put beside the files


@cache
def software() -> str:
    """The version and the mark, as they stand under a report: taken once while a program runs."""
    return f"{__version__}+{mark_of(homes())[:MARK_LETTERS]}"


def homes() -> tuple[Path, ...]:
    """The folders of the packages that are installed here."""
    found = (find_spec(name) for name in PACKAGES)
    return tuple(Path(each.origin).parent for each in found if each is not None and each.origin)


def mark_of(folders: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of every file in these folders."""
    whole = sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*"), key=lambda each: each.as_posix()):
            if path.is_file() and not set(path.parts) & set(MADE_HERE):
                name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
                whole.update(f"{name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()
