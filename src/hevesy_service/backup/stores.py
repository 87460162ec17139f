"""What a back-up is of: a database that can be copied as it stood at one moment, read in a copy, and put back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar, Protocol

Heads = dict[str, list[Any]]  # for each site's code: how many rows its chain has, and its last hash


class Store(Protocol):
    """One kind of database."""

    kind: ClassVar[str]
    name: ClassVar[str]  # of the file inside a back-up

    def exists(self) -> bool:
        """Whether there is anything to back up."""
        ...

    def copied(self, folder: Path) -> AbstractContextManager[tuple[Path, Heads]]:
        """The database as it stands at one moment, as a file in the folder, and its heads at that moment."""
        ...

    def heads_in(self, copy: Path) -> Heads:
        """The heads that stand in a copy, all of which is read; raises ValueError with what is wrong with it."""
        ...

    def put(self, copy: Path) -> None:
        """Make the database what the copy is; there is none yet."""
        ...


def first_columns(rows: Iterator[tuple[Any, ...]]) -> Heads:
    """Heads from rows of code, number and hash."""
    return {code: [number, last] for code, number, last in rows}


HEADS = (
    "SELECT s.code, e.site_seq, e.hash FROM book_site s JOIN book_event e ON e.site_id = s.id "
    "WHERE e.site_seq = (SELECT max(site_seq) FROM book_event WHERE site_id = s.id) ORDER BY s.code"
)
