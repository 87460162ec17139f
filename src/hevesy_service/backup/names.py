"""Names of back-ups, and which of them are kept: the newest of each of the last days, weeks and months."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

ENDING, PART = ".tar.age", ".part"
NAMED = re.compile(r"hevesy-(\d{8}T\d{6}Z)(-[a-z-]+)?\.tar\.age")
STAMP = "%Y%m%dT%H%M%SZ"


def name_of(at: datetime, why: str = "") -> str:
    """The name of a back-up of a moment; one with a reason is never cleared away."""
    return f"hevesy-{at.astimezone(UTC):{STAMP}}{f'-{why}' if why else ''}{ENDING}"


def moment_of(file: Path) -> datetime | None:
    """When a back-up was made, by its name; None for any other file, such as one that was never finished."""
    found = NAMED.fullmatch(file.name)
    return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC) if found else None


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """The back-ups in a folder, the newest last."""
    found = ((moment_of(file), file) for file in (folder.iterdir() if folder.is_dir() else ()))
    return sorted((at, file) for at, file in found if at is not None)


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, weeks and months keep their newest back-up: defaults of ours (assumption)."""

    days: int = 7
    weeks: int = 5
    months: int = 12


def kept(times: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Those of the times that stay. Periods without a back-up do not count, so a long pause clears nothing away."""
    newest_first = sorted(times, reverse=True)
    days = _newest(newest_first, keep.days, lambda day: day.toordinal())
    weeks = _newest(newest_first, keep.weeks, lambda day: day.isocalendar()[:2])
    months = _newest(newest_first, keep.months, lambda day: (day.year, day.month))
    return days | weeks | months | set(newest_first[:1])


def _newest(newest_first: Iterable[datetime], number: int, period: Callable[[date], object]) -> set[datetime]:
    found: dict[object, datetime] = {}
    for each in newest_first:
        found.setdefault(period(each.date()), each)
    return set(list(found.values())[:number])


def clear_away(folder: Path, keep: Keep) -> list[Path]:
    """Remove what is not kept any more; files of other names, and those with a reason, stay."""
    plain = [(at, file) for at, file in backups_in(folder) if file.name == name_of(at)]
    stay = kept((at for at, _ in plain), keep)
    gone = [file for at, file in plain if at not in stay]
    for file in gone:
        file.unlink()
    return gone
