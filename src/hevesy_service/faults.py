"""What a fault of the disk or of the database means for who was writing: a refusal, in words."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from hevesy_service.database.gate import TooBusy
from hevesy_service.refusals import Busy, Damaged, DatabaseGone, DiskFailed, DiskFull, ReadOnly, Refusal

OF_SQLITE: dict[str, type[Refusal]] = {
    "SQLITE_FULL": DiskFull, "SQLITE_READONLY": ReadOnly, "SQLITE_CANTOPEN": ReadOnly, "SQLITE_PERM": ReadOnly,
    "SQLITE_IOERR": DiskFailed, "SQLITE_CORRUPT": Damaged, "SQLITE_NOTADB": Damaged, "SQLITE_BUSY": Busy,
    "SQLITE_LOCKED": Busy,
}  # fmt: skip
OF_POSTGRESQL: dict[str, type[Refusal]] = {
    "53100": DiskFull, "25006": ReadOnly, "58": DiskFailed, "XX001": Damaged, "XX002": Damaged, "55P03": Busy,
    "08": DatabaseGone, "57P": DatabaseGone, "53300": DatabaseGone,
}  # fmt: skip
OF_SYSTEM: dict[int, type[Refusal]] = {
    errno.ENOSPC: DiskFull, errno.EDQUOT: DiskFull, errno.EROFS: ReadOnly, errno.EACCES: ReadOnly,
    errno.EPERM: ReadOnly, errno.EIO: DiskFailed,
}  # fmt: skip


def refusal_of(error: BaseException) -> Refusal | None:
    """The refusal that a fault is; None where it is one of our own."""
    for each in _causes(error):
        kind = _kind(each)
        if kind is not None:
            return kind()
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and those it came from: Django's wraps the database's, and ours may wrap the system's."""
    while error is not None:
        yield error
        error = error.__cause__


def _kind(error: BaseException) -> type[Refusal] | None:
    name, state = getattr(error, "sqlite_errorname", None), getattr(error, "sqlstate", None)
    if isinstance(name, str):
        return _longest(name, OF_SQLITE)
    if isinstance(state, str):
        return _longest(state, OF_POSTGRESQL)
    if isinstance(error, TooBusy):
        return Busy
    if type(error).__module__.startswith("psycopg") and type(error).__name__ == "OperationalError":
        return DatabaseGone  # it has no state where no server answered
    return OF_SYSTEM.get(error.errno or 0) if isinstance(error, OSError) else None


def _longest(code: str, kinds: dict[str, type[Refusal]]) -> type[Refusal] | None:
    """That of a code or of the family it begins with, such as SQLITE_IOERR of SQLITE_IOERR_WRITE."""
    named = sorted((each for each in kinds if code.startswith(each)), key=len)
    return kinds[named[-1]] if named else None
